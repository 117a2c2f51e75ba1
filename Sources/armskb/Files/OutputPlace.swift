import CSystem
import Glibc

/// A file that is written beside its place, under a name of its own, and put there when it is complete.
///
/// All files that the program makes for people come to be here. What stands at the place stays as it is until then, and is
/// never a knowledge base. Where the place is a link, the file goes where that leads, and the link stays.
final class OutputPlace {
  /// The path as it was given.
  let path: String
  /// Where the file is until it is complete: there already, empty, and nobody else's.
  let temporary: String
  /// The path with the links followed.
  private let target: String
  /// Whether it is in the folder that is to take the place of its own.
  let isAside: Bool
  private let mustBeNew: Bool
  let replaceable: FileIdentity?
  /// Nil once it is closed.
  private var descriptor: Int32?
  /// Bytes written since the disk was last told to begin.
  private var waiting = 0
  /// Nil once it is complete.
  private var unfinished: Unfinished.Entry?
  private var standing = Standing.beside

  private enum Standing {
    /// Under the temporary name.
    case beside
    /// At its place, where nothing was.
    case alone
    /// At its place, and what was there bears the temporary name.
    case exchanged
    /// At its place, and what was there is gone.
    case instead
  }

  /// - Parameters:
  ///   - mustBeNew: nothing may be there, nor come there meanwhile.
  ///   - replaceable: a knowledge base that may be replaced.
  ///   - aside: where the file is to be until it is complete, if the place is no link.
  /// - Throws: status 73.
  init(
    _ path: String, mustBeNew: Bool = false, replaceable: FileIdentity? = nil, aside: String? = nil
  ) throws(CommandFailure) {
    self.path = path
    self.mustBeNew = mustBeNew
    self.replaceable = replaceable
    do throws(SystemError) { target = try OutputName.followed(path).path } catch {
      throw OutputPlace.cannotCreate(path, error)
    }
    let aside = target == path ? aside : nil
    isAside = aside != nil
    var old = stat()
    let isThere = stat(target, &old) == 0
    if isThere, mustBeNew { throw OutputPlace.isThere(path) }
    try KnowledgeBaseFiles.refuse(target, as: path, replaceable: replaceable)
    if isThere, old.st_mode & S_IFMT == S_IFDIR { throw OutputPlace.cannotCreate(path, SystemError(EISDIR)) }
    // Replacing it would need no right to write it.
    if isThere, access(target, W_OK) != 0 { throw OutputPlace.cannotCreate(path, SystemError()) }
    var made: (temporary: String, descriptor: Int32, unfinished: Unfinished.Entry)?
    while made == nil {
      do throws(SystemError) {
        var temporary = aside ?? ""
        if aside == nil { temporary = try OutputName.temporary(beside: target) }
        var descriptor: Int32 = -1
        let unfinished = try Unfinished.make(
          [temporary] + KnowledgeBaseFiles.endings.map { temporary + $0 }
        ) { () throws(SystemError) in
          // Until it has the rights of what it replaces, it is for nobody else.
          let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
          descriptor = open(temporary, flags, isThere ? 0o600 : 0o666)
          if descriptor < 0 { throw SystemError() }
        }
        made = (temporary, descriptor, unfinished)
      } catch {
        // Somebody has that name: there are others.
        guard error.number == EEXIST, aside == nil else { throw OutputPlace.cannotCreate(path, error) }
      }
    }
    temporary = made?.temporary ?? ""
    descriptor = made?.descriptor
    unfinished = made?.unfinished
  }

  deinit { discard() }

  /// Removes what is not complete.
  func discard() {
    if let descriptor { close(descriptor) }
    descriptor = nil
    guard let unfinished else { return }
    self.unfinished = nil
    // What could not be put back must not be removed.
    if standing == .exchanged { Unfinished.complete([unfinished]) {} } else { Unfinished.discard(unfinished) }
  }

  /// Writes at the end of the file.
  ///
  /// - Throws: status 74.
  func write(_ bytes: UnsafeRawBufferPointer) throws(CommandFailure) {
    do throws(SystemError) {
      guard let descriptor else { throw SystemError(EBADF) }
      try OutputPlace.write(bytes, to: descriptor)
      // While the rest is made, so that little is left to wait for at the end.
      waiting += bytes.count
      if waiting > 4 << 20 {
        csystem_begin_writing(descriptor)
        waiting = 0
      }
    } catch { throw OutputPlace.cannotWrite(path, error) }
  }

  /// Puts the file at its place.
  ///
  /// - Throws: status 74, or 73 if something came there that must not be replaced; what was there is as before.
  func finish() throws(CommandFailure) { try OutputPlace.finish([self]) }

  /// Makes sure that the file is on the disk, and gives it the rights of what it is to replace.
  ///
  /// It cannot be written after this. Files that belong together are sealed each when it is written.
  func seal() throws(CommandFailure) {
    guard let descriptor else { return }
    var old = stat()
    if !mustBeNew, stat(target, &old) == 0 { OutputPlace.give(descriptor, rightsOf: old) }
    let failure = OutputPlace.synchronise(descriptor)
    self.descriptor = nil
    let isClosed = close(descriptor) == 0
    if let failure = failure ?? (isClosed ? nil : SystemError()) {
      throw OutputPlace.cannotWrite(path, failure)
    }
  }

  /// Puts files at their places: all of them or none.
  ///
  /// - Parameters:
  ///   - folders: those that were made for them.
  ///   - put: does it; one by one unless told otherwise.
  /// - Throws: as `finish()`.
  static func finish(
    _ places: [OutputPlace], folders: [Unfinished.Entry] = [],
    _ put: ([OutputPlace]) throws(CommandFailure) -> Void = OutputPlace.put
  ) throws(CommandFailure) {
    for place in places { try place.seal() }
    try Unfinished.complete(places.compactMap(\.unfinished) + folders) { () throws(CommandFailure) in
      try put(places)
      for place in places { place.unfinished = nil }
    }
    // The names, too. The files are there by now, whatever becomes of this.
    for folder in Set(places.map { OutputName.folder(of: $0.target) }).sorted() { settle(folder) }
  }

  /// Puts files at their places in order, or takes all of them back.
  static func put(_ places: [OutputPlace]) throws(CommandFailure) {
    do throws(CommandFailure) { for place in places { try place.put() } } catch {
      for place in places.reversed() { place.takeBack() }
      throw error
    }
    for place in places where place.standing == .exchanged { unlink(place.temporary) }
  }

  /// Makes sure that the names in a folder outlast a power failure, or says that they may not.
  static func settle(_ folder: String) {
    if let failure = synchronise(folder: folder) {
      Console.say(
        "warning: what was written in \(folder) may not outlast a power failure: \(failure.reason)")
    }
  }

  /// Refuses what must not be replaced: at the place, or where it has gone since.
  ///
  /// - Throws: status 73.
  func refuse(at current: String? = nil) throws(CommandFailure) {
    try KnowledgeBaseFiles.refuse(current ?? target, as: path, replaceable: replaceable)
  }

  /// Gives the file its name; what must not be replaced stands again where it stood.
  private func put() throws(CommandFailure) {
    try refuse()
    switch OutputPlace.name(temporary, target, mustBeNew: mustBeNew) {
    case true?:
      standing = .exchanged
      return try refuseWhatWasThere()
    case false?:
      standing = .alone
      return
    case nil: if errno == EEXIST, mustBeNew { throw OutputPlace.isThere(path) }
    }
    guard errno == EINVAL || errno == ENOSYS else { throw OutputPlace.cannotWrite(path, SystemError()) }
    // Not every file system can do that.
    guard mustBeNew ? link(temporary, target) == 0 : rename(temporary, target) == 0 else {
      throw errno == EEXIST ? OutputPlace.isThere(path) : OutputPlace.cannotWrite(path, SystemError())
    }
    if mustBeNew { unlink(temporary) }
    standing = .instead
  }

  /// Looks at what was taken away, as it may have come after the last look.
  private func refuseWhatWasThere() throws(CommandFailure) {
    do throws(CommandFailure) {
      try refuse(at: temporary)
      var information = stat()
      if lstat(temporary, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
        throw OutputPlace.cannotWrite(path, SystemError(EISDIR))
      }
    } catch {
      takeBack()
      throw error
    }
  }

  private func takeBack() {
    switch standing {
    // A full disk may refuse the name and still take the file away.
    case .alone: if rename(target, temporary) == 0 || unlink(target) == 0 { standing = .beside }
    case .exchanged: if exchange() { standing = .beside }
    case .beside, .instead: return
    }
  }

  private func exchange() -> Bool { OutputPlace.exchange(temporary, target) }
}

// MARK: - Names

extension OutputPlace {
  /// Gives a file or a folder a name; what bore it bears the other then.
  ///
  /// - Returns: whether something bore it; nil if that failed, with the reason in `errno`.
  static func name(_ current: String, _ wanted: String, mustBeNew: Bool = false) -> Bool? {
    // Twice, as what is there may come or go between two calls.
    for _ in 0..<2 {
      if csystem_rename_new(current, wanted) == 0 { return false }
      guard errno == EEXIST, !mustBeNew else { break }
      if exchange(current, wanted) { return true }
      guard errno == ENOENT else { break }
    }
    return nil
  }

  /// Lets two files or folders change their names.
  static func exchange(_ one: String, _ other: String) -> Bool { csystem_exchange(one, other) == 0 }
}

// MARK: - Descriptors

extension OutputPlace {
  /// Hands bytes to the system, all of them.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(SystemError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(descriptor, base, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError()
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Waits until the disk has it; nil if it has, or if there is no disk behind it.
  private static func synchronise(_ descriptor: Int32) -> SystemError? {
    while fsync(descriptor) != 0 {
      if errno == EINTR { continue }
      return [EINVAL, ENOTSUP, ENOSYS].contains(errno) ? nil : SystemError()
    }
    return nil
  }

  /// Waits until the disk has the names in a folder; nil if it has, or if the folder cannot be opened.
  static func synchronise(folder: String) -> SystemError? {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return synchronise(descriptor)
  }

  /// Gives a file the owner, where that is allowed, and the permissions of another.
  private static func give(_ descriptor: Int32, rightsOf old: stat) {
    var mode = old.st_mode & 0o777
    if fchown(descriptor, old.st_uid, old.st_gid) != 0, fchown(descriptor, .max, old.st_gid) != 0 {
      // Another group gets no more than everybody.
      mode &= ~0o070 | (mode & 0o007) << 3
    }
    fchmod(descriptor, mode)
  }

  static func cannotCreate(_ path: String, _ error: SystemError) -> CommandFailure {
    // A disk that is full or fails has one status, at whatever call it is noticed.
    CommandFailure(
      error.isOfTheDisk ? .inputOutput : .cannotCreate, "cannot create \(path): \(error.reason)")
  }

  static func cannotWrite(_ path: String, _ error: SystemError) -> CommandFailure {
    CommandFailure(.inputOutput, "cannot write \(path): \(error.reason)")
  }

  private static func isThere(_ path: String) -> CommandFailure {
    CommandFailure(.cannotCreate, "\(path) is there already; nothing was changed")
  }
}
