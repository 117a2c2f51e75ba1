/// Why an input could not be opened or read.
public enum InputError: Error, Equatable, Sendable {
  /// There is no file at this path.
  case notFound(path: String)
  /// The path names a directory.
  case isDirectory(path: String)
  /// The file is there, but the system refuses to open it; `message` is the system's own.
  case cannotOpen(path: String, errno: Int32, message: String)
  /// The path names something that no records can be in: a disk, a socket.
  case notAFile(path: String, what: String)
  /// Whoever started the program closed standard input.
  case closed(name: String)
  /// Within so many bytes no record ends: an endless pipe, a device, or something else altogether.
  case noRecordEnds(name: String, limit: Int)
  /// Reading broke off; `message` is the system's own.
  case readFailed(name: String, errno: Int32, message: String)
}

extension InputError: CustomStringConvertible {
  /// One plain sentence without a full stop.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): there is no such file"
    case .isDirectory(let path): "\(path): is a directory, not a file"
    case .cannotOpen(let path, _, let message): "\(path): cannot be opened (\(message))"
    case .notAFile(let path, let what): "\(path): is \(what), not a file"
    case .closed(let name): "\(name): is closed, so there is nothing to read"
    case .noRecordEnds(let name, let limit):
      "\(name): goes on for \(limit >> 20) MB without the end of a record; it holds something else"
    case .readFailed(let name, _, let message): "\(name): reading failed (\(message))"
    }
  }
}
