import CSystem
import Glibc

/// A folder whose files appear under their names when all of them are complete.
///
/// They are written into a folder beside it, which takes its place by one rename; what else stands in the old one goes with
/// it. Where that cannot be, they get their names one by one. Files of the same names that an earlier export of the same
/// kind wrote are replaced, others are left alone; a folder that holds anything else is refused.
final class OutputFolder {
  let path: String
  /// The path without links.
  private let target: String
  /// The folder beside it in which the files are until all are complete, and a descriptor whose lock says that somebody
  /// works there; nil if none can be made, or none could take its place.
  private var aside: (path: String, descriptor: Int32)?
  /// The folders in it, each with a slash at its end: first itself, "".
  private var folders = [""]
  private var places: [(name: String, place: OutputPlace)] = []
  /// The folders that were made for them.
  private var made: [Unfinished.Entry] = []
  private let disposable: (_ folder: String) -> FileIdentity?

  /// - Parameters:
  ///   - isOwn: whether a folder that holds something was written by such an export before.
  ///   - disposable: the knowledge base that may be removed of a folder that such an export left unfinished.
  /// - Throws: status 73.
  init(
    _ path: String, isOwn: (_ path: String, _ names: [String]) -> Bool,
    disposable: @escaping (_ folder: String) -> FileIdentity? = { _ in nil }
  ) throws(CommandFailure) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.disposable = disposable
    var isThere = false
    if let names = FolderContents.names(in: path) {
      guard names.allSatisfy({ OutputName.isTemporary($0) }) || isOwn(path, names) else {
        throw CommandFailure(
          .cannotCreate,
          "\(path) holds other files; give a new or an empty folder, or one that this export wrote before")
      }
      guard access(path, W_OK | X_OK) == 0 else { throw OutputPlace.cannotCreate(path, SystemError()) }
      isThere = true
    } else if errno == ENOTDIR {
      throw CommandFailure(.cannotCreate, "cannot create \(path): it is a file")
    } else if errno != ENOENT {
      throw OutputPlace.cannotCreate(path, SystemError())
    }
    do throws(SystemError) { target = try OutputFolder.withoutLinks(path) } catch {
      throw OutputPlace.cannotCreate(path, error)
    }
    if isThere, OutputFolder.mustStay(target) { return }
    do throws(SystemError) {
      let aside = try OutputName.temporary(beside: target)
      // Until it has the rights of what it replaces, it is for nobody else.
      try makeFolder(aside, mode: isThere ? 0o700 : 0o777)
      let descriptor = open(aside, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw SystemError() }
      flock(descriptor, LOCK_EX | LOCK_NB)
      self.aside = (aside, descriptor)
    } catch {
      // Who may write into a folder need not be one who may write beside it.
      guard isThere, [EACCES, EPERM, EROFS].contains(error.number) else {
        throw OutputPlace.cannotCreate(path, error)
      }
    }
  }

  deinit {
    // Files before the folders they are in.
    for place in places { place.place.discard() }
    for folder in made.reversed() { Unfinished.discard(folder) }
    unlock()
  }

  /// Where a folder is; one that is not there yet may be at the end of a link.
  private static func withoutLinks(_ path: String) throws(SystemError) -> String {
    guard let real = realpath(path, nil) else { return try OutputName.followed(path).path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether another folder cannot take a folder's place, or must not, as who started the program stands in it.
  private static func mustStay(_ folder: String) -> Bool {
    let here = try? withoutLinks(".")
    return csystem_is_bound(folder) != 0 || here == nil || here == folder
      || here?.hasPrefix(folder + "/") == true
  }

  private func unlock() {
    if let aside { close(aside.descriptor) }
    aside = nil
  }

  private func makeFolder(_ path: String, mode: mode_t) throws(SystemError) {
    made.append(
      try Unfinished.make([path]) { () throws(SystemError) in
        if mkdir(path, mode) != 0 { throw SystemError() }
      })
  }

  // MARK: - Writing

  /// Makes a folder in it, if it is not there.
  func add(folder name: String) throws(CommandFailure) {
    folders.append(name + "/")
    let path = "\(aside?.path ?? path)/\(name)"
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR { return }
    do throws(SystemError) { try makeFolder(path, mode: 0o777) } catch {
      throw OutputPlace.cannotCreate("\(self.path)/\(name)", error)
    }
  }

  /// Where a file is to be written until all are complete; the last one gets its name last.
  ///
  /// - Parameter replaceable: a knowledge base that may be replaced.
  func place(of name: String, replaceable: FileIdentity? = nil) throws(CommandFailure) -> OutputPlace {
    let place = try OutputPlace(
      "\(path)/\(name)", replaceable: replaceable, aside: aside.map { "\($0.path)/\(name)" })
    places.append((name, place))
    return place
  }

  /// Writes a file.
  ///
  /// - Parameter body: gets where to put the bytes.
  func write(
    _ name: String, _ body: (_ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let place = try place(of: name)
    try body { try place.write($0) }
    try place.seal()
  }

  /// Writes a file of text.
  func write(_ name: String, text: String) throws {
    try write(name) { sink in
      var text = text
      try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
    }
  }

  // MARK: - The end

  /// Puts all files under their names, or none.
  func finish() throws(CommandFailure) {
    try OutputPlace.finish(places.map(\.place), folders: made) { all throws(CommandFailure) in
      let carried = try putWhole()
      if carried == nil { try putOneByOne(all) }
      let old = aside?.path
      unlock()
      clear(old, carried: carried ?? [:])
    }
    made = []
    OutputPlace.settle(OutputName.folder(of: target))
  }

  /// Puts each file under its name.
  private func putOneByOne(_ all: [OutputPlace]) throws(CommandFailure) {
    // Those that are there already are as good.
    let new = folders.filter { mkdir("\(target)/\($0)", 0o777) == 0 }
    do throws(CommandFailure) { try OutputPlace.put(all) } catch {
      for folder in new.reversed() { rmdir("\(target)/\(folder)") }
      throw error
    }
  }

  /// Lets the folder beside it take its place, with what else stands in it.
  ///
  /// - Returns: what else stands there, by its names; nil if it cannot be done so, and all is as it was.
  private func putWhole() throws(CommandFailure) -> [String: FileIdentity]? {
    guard let aside = aside?.path, places.allSatisfy(\.place.isAside) else { return nil }
    var carried: [String: FileIdentity] = [:]
    var isDone = false
    defer { if !isDone { for name in carried.keys { unlink("\(aside)/\(name)") } } }
    for folder in folders.reversed() {
      guard takeRights(folder), try carry(folder, &carried) else { return nil }
    }
    for place in places { try place.place.refuse() }
    for folder in folders {
      if let failure = OutputPlace.synchronise(folder: "\(aside)/\(folder)") {
        throw OutputPlace.cannotWrite(path, failure)
      }
    }
    guard let isExchanged = OutputPlace.name(aside, target) else {
      try refuseDisk(SystemError())
      return nil
    }
    isDone = true
    guard isExchanged else { return carried }
    // A knowledge base may have come there after the last look.
    do throws(CommandFailure) {
      for (name, place) in places { try place.refuse(at: "\(aside)/\(name)") }
    } catch {
      guard OutputPlace.exchange(aside, target) else {
        Console.say("warning: \(error); it is in \(aside) now")
        return carried
      }
      isDone = false
      throw error
    }
    return carried
  }

  /// Fails if it is the disk; other errors tell that a file system cannot do it, or not with every file and folder.
  private func refuseDisk(_ error: SystemError) throws(CommandFailure) {
    if error.isOfTheDisk { throw OutputPlace.cannotWrite(path, error) }
  }

  /// Gives a folder beside it the owner and the permissions of the one that it is to replace, if there is one.
  private func takeRights(_ folder: String) -> Bool {
    guard let aside, let old = OutputFolder.information("\(target)/\(folder)") else { return true }
    let new = "\(aside.path)/\(folder)"
    return chown(new, old.st_uid, old.st_gid) == 0 && chmod(new, old.st_mode & 0o7777) == 0
  }

  /// Gives what else stands in a folder a second name beside it.
  ///
  /// - Returns: false if that cannot be: folders have one name, and databases one place.
  private func carry(_ folder: String, _ carried: inout [String: FileIdentity]) throws(CommandFailure) -> Bool
  {
    guard let aside else { return false }
    // A database comes before what belongs to it, which must not be opened while it is in use.
    for name in (FolderContents.names(in: "\(target)/\(folder)") ?? []).sorted() {
      let name = folder + name
      let file = "\(target)/\(name)"
      if folders.contains(name + "/") || places.contains(where: { $0.name == name }) { continue }
      guard let information = OutputFolder.information(file), information.st_mode & S_IFMT != S_IFDIR,
        !KnowledgeBaseFiles.isDatabase(file)
      else { return false }
      guard link(file, "\(aside.path)/\(name)") == 0 else {
        try refuseDisk(SystemError())
        return false
      }
      carried[name] = FileIdentity(information)
    }
    return true
  }

  // MARK: - What is left

  /// Removes the folder that stood there, and what exports that were ended by force left beside it.
  ///
  /// - Parameters:
  ///   - old: the folder in which the files were written, or that stood there.
  ///   - carried: what it held besides and has its place again.
  private func clear(_ old: String?, carried: [String: FileIdentity]) {
    if let old {
      let replaced = places.lazy.compactMap(\.place.replaceable).first
      clear(old, replaced) { self.moveBack($0, from: old, carried[$0]) }
    }
    let parent = OutputName.folder(of: target)
    let own = target.split(separator: "/").last.map(String.init) ?? ""
    for name in FolderContents.names(in: parent) ?? [] where OutputName.isTemporaryFolder(name, of: own) {
      let left = "\(parent)/\(name)"
      let descriptor = open(left, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      // Whoever works there holds the lock.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { clear(left, disposable(left)) { _ in } }
      close(descriptor)
    }
  }

  /// Removes such a folder with the files that the export writes and those that have a name in the new one, too.
  ///
  /// - Parameters:
  ///   - disposable: a knowledge base that may be removed.
  ///   - other: what becomes of any other file; the folder stays if that does.
  private func clear(_ left: String, _ disposable: FileIdentity?, other: (_ name: String) -> Void) {
    for folder in folders.reversed() {
      // A database before what belongs to it.
      for name in (FolderContents.names(in: "\(left)/\(folder)") ?? []).sorted() {
        let name = folder + name
        let file = "\(left)/\(name)"
        if folders.contains(name + "/") { continue }
        if OutputFolder.isSame(file, "\(target)/\(name)") || isUnfinished(name) {
          if !KnowledgeBaseFiles.isInUse(file) { unlink(file) }
        } else if !isOwn(name) {
          other(name)
        } else if (try? KnowledgeBaseFiles.refuse(file, replaceable: disposable)) != nil {
          unlink(file)
        }
      }
      rmdir("\(left)/\(folder)")
    }
  }

  /// Gives its place again to what came into the old folder, or was replaced there, after the last look at it.
  private func moveBack(_ name: String, from old: String, _ carried: FileIdentity?) {
    let file = "\(old)/\(name)"
    let place = "\(target)/\(name)"
    if let carried, OutputFolder.information(file).map(FileIdentity.init) == carried {
      // Replaced in the new folder already.
      unlink(file)
    } else if carried != nil || OutputFolder.information(place) == nil {
      rename(file, place)
    }
  }

  /// Whether a name in the folder is one that the export gives.
  private func isOwn(_ name: String) -> Bool {
    places.contains { own, _ in name == own || KnowledgeBaseFiles.endings.contains { name == own + $0 } }
  }

  /// Whether a name is that of a file that was to get another, and never bore it.
  private func isUnfinished(_ name: String) -> Bool {
    places.contains { OutputName.isTemporary(name, of: $0.name) }
  }

  /// What the system says of a file, of a link about itself; nil if it is not there.
  private static func information(_ path: String) -> stat? {
    var information = stat()
    return lstat(path, &information) == 0 ? information : nil
  }

  /// Whether two names are of one file.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    guard let one = information(one), let other = information(other) else { return false }
    return FileIdentity(one) == FileIdentity(other)
  }
}
