import Glibc

/// A folder whose files appear under their names when all of them are complete.
///
/// Files of the same names that an earlier export of the same kind wrote are replaced, others are left alone; a folder that
/// holds anything else is refused. What an export that did not end left under temporary names is no reason to, and stays:
/// it may be what stood there before.
final class OutputFolder {
  let path: String
  private var places: [OutputPlace] = []
  /// The folders that were made for them.
  private var made: [Unfinished.Entry] = []

  /// - Parameter isOwn: whether a folder that holds something was written by such an export before.
  /// - Throws: status 73.
  init(_ path: String, isOwn: (_ path: String, _ names: [String]) -> Bool) throws(CommandFailure) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    if let names = FolderContents.names(in: path) {
      guard names.allSatisfy({ OutputName.isTemporary($0) }) || isOwn(path, names) else {
        throw CommandFailure(
          .cannotCreate,
          "\(path) holds other files; give a new or an empty folder, or one that this export wrote before")
      }
    } else if errno == ENOTDIR {
      throw CommandFailure(.cannotCreate, "cannot create \(path): it is a file")
    } else if errno != ENOENT {
      throw OutputPlace.cannotCreate(path, SystemError())
    } else {
      try makeFolder(path)
    }
  }

  deinit {
    // Files before the folders they are in.
    places = []
    for folder in made.reversed() { Unfinished.discard(folder) }
  }

  /// Makes a folder in it, if it is not there.
  func add(folder name: String) throws(CommandFailure) {
    var information = stat()
    let isThere = stat("\(path)/\(name)", &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    if !isThere { try makeFolder("\(path)/\(name)") }
  }

  private func makeFolder(_ path: String) throws(CommandFailure) {
    do throws(SystemError) {
      made.append(
        try Unfinished.make([path]) { () throws(SystemError) in
          if mkdir(path, 0o777) != 0 { throw SystemError() }
        })
    } catch { throw OutputPlace.cannotCreate(path, error) }
  }

  /// Where a file is to be written until all are complete; the last one gets its name last.
  ///
  /// - Parameter replaceable: a knowledge base that may be replaced.
  func place(of name: String, replaceable: FileIdentity? = nil) throws(CommandFailure) -> OutputPlace {
    let place = try OutputPlace("\(path)/\(name)", replaceable: replaceable)
    places.append(place)
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

  /// Puts all files under their names, or none.
  func finish() throws(CommandFailure) {
    try OutputPlace.finish(places, folders: made)
    made = []
  }
}
