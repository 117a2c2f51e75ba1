import Glibc
import Storage
import Synchronization

/// Which file it is, by whatever name it is called.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  init(_ information: stat) {
    device = UInt64(information.st_dev)
    number = UInt64(information.st_ino)
  }

  /// The file at a path, links followed; nil if none is found there.
  init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }
}

/// What no output may go over: knowledge bases, and what SQLite keeps beside them.
enum KnowledgeBaseFiles {
  /// What SQLite adds to the name of a database for files that belong to it.
  static let endings = ["-journal", "-wal", "-shm"]

  /// The paths of those that this program works with.
  private static let inUse = Mutex<Set<String>>([])

  /// Notes that the program works with the knowledge base at a path, which may not be there yet.
  static func use(_ path: String) { inUse.withLock { _ = $0.insert(path) } }

  /// Refuses a place for an output if it is a knowledge base or belongs to one.
  ///
  /// - Parameters:
  ///   - path: by whatever spelling, links and open descriptors.
  ///   - name: what people call it; the path if nil.
  ///   - replaceable: a knowledge base that may go.
  /// - Throws: status 73.
  static func refuse(
    _ path: String, as name: String? = nil, replaceable: FileIdentity? = nil
  ) throws(CommandFailure) {
    let name = name ?? path
    // What SQLite makes in the next moment is not there yet: it is known by its name.
    for path in [path, (try? OutputName.followed(path))?.path ?? path] {
      for ending in endings where path.hasSuffix(ending) && path != ending {
        let owner = String(path.dropLast(ending.count))
        if isInUse(owner) || isKnowledgeBase(owner) {
          throw CommandFailure(
            .cannotCreate, "\(name) belongs to the knowledge base \(owner); nothing was written")
        }
      }
    }
    guard let identity = FileIdentity(path) else { return }
    for owner in inUse.withLock({ $0.sorted() }) {
      if FileIdentity(owner) == identity {
        throw CommandFailure(.cannotCreate, "\(name) is the knowledge base itself; nothing was written")
      }
      for ending in endings where FileIdentity(owner + ending) == identity {
        throw CommandFailure(
          .cannotCreate, "\(name) belongs to the knowledge base \(owner); nothing was written")
      }
    }
    if identity != replaceable, isKnowledgeBase(path) {
      throw CommandFailure(
        .cannotCreate, "\(name) is a knowledge base, which no output replaces; nothing was written")
    }
  }

  /// Whether the program works with that file.
  static func isInUse(_ path: String) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    return inUse.withLock { $0.contains { FileIdentity($0) == identity } }
  }

  /// Whether it is a database, or a link that leads to one.
  static func isDatabase(_ path: String) -> Bool {
    isInUse(path) || header(path).starts(with: "SQLite format 3\0".utf8)
  }

  /// Whether the file's header says that it is one.
  ///
  /// Not to be asked of a file that is in use: whoever closes a file gives up all locks that the process has on it, also
  /// those that SQLite took (<https://sqlite.org/howtocorrupt.html>, 2.2).
  private static func isKnowledgeBase(_ path: String) -> Bool {
    // Where the file format has them: https://sqlite.org/fileformat.html#the_database_header
    let header = header(path)
    return header.count == 72 && header.starts(with: "SQLite format 3\0".utf8)
      && header[68...].reduce(0) { $0 << 8 | Int32($1) } == Schema.applicationID
  }

  /// The first bytes of a plain file; none of anything else.
  private static func header(_ path: String) -> [UInt8] {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return [] }
    return FolderContents.beginning(of: path, count: 72)
  }
}
