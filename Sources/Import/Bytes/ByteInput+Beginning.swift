import Glibc

/// What can be told of an input without taking anything of it.
extension ByteInput {
  /// Standard input, which stays open.
  ///
  /// - Throws: `InputError.closed` if whoever started the program closed it.
  public static func standardInput() throws(InputError) -> ByteInput {
    try check(descriptor: STDIN_FILENO, name: standardInputName)
    return ByteInput(descriptor: STDIN_FILENO, name: standardInputName)
  }

  /// What messages call standard input.
  public static let standardInputName = "<stdin>"

  /// Finds out whether standard input can be read; to be asked before any file is opened, which could take its place.
  public static func checkStandardInput() throws(InputError) {
    try check(descriptor: STDIN_FILENO, name: standardInputName)
  }

  /// Finds out whether a file can be opened, without opening it: the writer of a pipe must not lose its reader.
  ///
  /// - Throws: the `InputError` that `init(path:)` would throw, as far as it can be told.
  public static func check(path: String) throws(InputError) {
    var status = stat()
    guard stat(path, &status) == 0, access(path, R_OK) == 0 else { throw refusal(errno, path) }
    if let error = refusal(of: status, path) { throw error }
  }

  /// Whether it is an ordinary file, which has a size and can be opened again.
  public var isOrdinaryFile: Bool { totalBytes != nil }

  /// The bytes that come next, up to `count`, without a byte-order mark; they stay there for whoever reads on.
  public func beginning(_ count: Int) throws(InputError) -> [UInt8] {
    while end - start < count, try fill(limit: count) {}
    return Array(UnsafeRawBufferPointer(start: base + start, count: min(count, end - start)))
  }

  /// All bytes that are left, which are taken; nil, and nothing is taken, if there are more than `limit`.
  public func rest(limit: Int) throws(InputError) -> [UInt8]? {
    while end - start <= limit, try fill(limit: limit) {}
    guard end - start <= limit else { return nil }
    let bytes = Array(UnsafeRawBufferPointer(start: base + start, count: end - start))
    release()
    return bytes
  }

  /// Why nothing can be read from what has that status; nil if something can.
  static func refusal(of status: stat, _ path: String) -> InputError? {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: .isDirectory(path: path)
    case S_IFBLK: .notAFile(path: path, what: "a disk")
    case S_IFSOCK: .notAFile(path: path, what: "a socket")
    default: nil
    }
  }

  /// Why a path could not be opened.
  static func refusal(_ code: Int32, _ path: String) -> InputError {
    code == ENOENT || code == ENOTDIR
      ? .notFound(path: path) : .cannotOpen(path: path, errno: code, message: message(code))
  }

  private static func check(descriptor: Int32, name: String) throws(InputError) {
    // A program can hold the place of a closed one, so that no file comes to stand there; then it cannot be read.
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0, flags & O_ACCMODE != O_WRONLY else { throw .closed(name: name) }
    var status = stat()
    if fstat(descriptor, &status) == 0, let error = refusal(of: status, name) { throw error }
  }
}
