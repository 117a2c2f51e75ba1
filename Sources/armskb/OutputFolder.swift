import ArmsModel
import Glibc

/// A folder whose files appear under their names when all of them are complete.
///
/// They are written into a folder within it. Files of the same names that an earlier export of the same kind wrote
/// are replaced, others are left alone; a folder that holds anything else is refused.
final class OutputFolder {
  /// What an export writes, by which a later one knows it.
  struct Kind {
    /// The names of the files; the last is written over last.
    var files: [String]
    /// The names of files that only help to make them.
    var scratch: [String] = []
    /// One of them, and a text that stands near its beginning.
    var mark: (file: String, text: String)
  }

  /// A file that was written.
  struct Entry {
    var name: String
    var bytes: Int
    /// SHA-256 in hexadecimal.
    var hash: String
  }

  let path: String
  private let kind: Kind
  private let temporary: String
  private let isNew: Bool
  private var isFinished = false

  init(_ path: String, _ kind: Kind) throws(CommandFailure) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.kind = kind
    temporary = "\(path)/.armskb.\(getpid()).part"
    isNew = try OutputFolder.isNew(path, kind)
    // SQLite puts files of its own beside a database that it writes.
    let beside = ["", "-journal", "-wal", "-shm"]
    Unfinished.remember(
      (kind.files + kind.scratch).flatMap { name in beside.map { "\(temporary)/\(name)\($0)" } } + [temporary]
        + (isNew ? [path] : []))
    guard !isNew || mkdir(path, 0o755) == 0, mkdir(temporary, 0o755) == 0 else {
      let reason = String(cString: strerror(errno))
      if isNew { rmdir(path) }
      Unfinished.remember([])
      throw CommandFailure(.cannotCreate, "cannot create \(path): \(reason)")
    }
  }

  deinit {
    guard !isFinished else { return }
    Unfinished.remove()
    Unfinished.remember([])
  }

  /// Where a file is to be written until all are complete.
  func place(of name: String) -> String { "\(temporary)/\(name)" }

  /// Writes a file.
  ///
  /// - Parameter body: gets where to put the bytes.
  func write(
    _ name: String, _ body: (_ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> Entry {
    let file = place(of: name)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw cannotWrite(name) }
    var isOpen = true
    defer { if isOpen { Glibc.close(descriptor) } }
    let digest = Digest()
    try body { bytes in
      digest.value.update(bytes)
      try Console.write(bytes, to: descriptor)
    }
    isOpen = false
    guard Glibc.close(descriptor) == 0 else { throw cannotWrite(name) }
    return Entry(name: name, bytes: digest.value.byteCount, hash: digest.value.hexadecimal)
  }

  /// Writes a file of text.
  @discardableResult
  func write(_ name: String, text: String) throws -> Entry {
    try write(name) { sink in
      var text = text
      try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
    }
  }

  /// Puts all files under their names.
  func finish() throws(CommandFailure) {
    try Unfinished.uninterrupted { () throws(CommandFailure) in
      for name in kind.files where rename(place(of: name), "\(path)/\(name)") != 0 { throw cannotWrite(name) }
      rmdir(temporary)
      isFinished = true
      Unfinished.remember([])
    }
  }

  private func cannotWrite(_ name: String) -> CommandFailure {
    CommandFailure(.inputOutput, "cannot write \(path)/\(name): \(String(cString: strerror(errno)))")
  }

  /// A digest that a closure may change.
  private final class Digest {
    var value = FileDigest()
  }

  /// Whether the folder is not there yet.
  ///
  /// - Throws: if it is something that must not be written over.
  private static func isNew(_ path: String, _ kind: Kind) throws(CommandFailure) -> Bool {
    guard let names = FolderContents.names(in: path) else {
      if errno == ENOENT { return true }
      let reason = errno == ENOTDIR ? "it is a file" : String(cString: strerror(errno))
      throw CommandFailure(.cannotCreate, "cannot write into \(path): \(reason)")
    }
    guard
      names.isEmpty
        || FolderContents.beginning(of: "\(path)/\(kind.mark.file)").contains(kind.mark.text)
    else {
      throw CommandFailure(
        .cannotCreate,
        "\(path) holds other files; give a new or an empty folder, or one that this export wrote before")
    }
    return false
  }
}
