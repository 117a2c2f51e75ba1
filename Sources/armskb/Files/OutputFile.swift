import Glibc
import Publishing

/// Standard output, a pipe or device, or a file that appears under its name when it is complete.
final class OutputFile {
  private enum Destination {
    case standardOutput
    /// What is open already, or takes bytes as they come.
    case stream(Int32, path: String)
    case file(OutputPlace)
  }
  private let destination: Destination

  /// - Parameter path: nil or `-` for standard output.
  /// - Throws: status 73.
  init(_ path: String?) throws(CommandFailure) {
    guard let path, path != "-" else {
      destination = .standardOutput
      return
    }
    try KnowledgeBaseFiles.refuse(path)
    do throws(SystemError) {
      if let descriptor = try OutputFile.stream(path) {
        destination = .stream(descriptor, path: path)
        return
      }
    } catch { throw OutputPlace.cannotCreate(path, error) }
    destination = .file(try OutputPlace(path))
  }

  deinit { if case .stream(let descriptor, _) = destination { Glibc.close(descriptor) } }

  /// Writes at the end.
  ///
  /// - Parameter keeping: the program's own sequences among the bytes, should they go to a terminal.
  /// - Throws: status 74.
  func write(
    _ bytes: UnsafeRawBufferPointer, keeping: [TerminalSequence] = []
  ) throws(CommandFailure) {
    switch destination {
    case .file(let place): try place.write(bytes)
    case .stream(let descriptor, let path) where isatty(descriptor) == 0:
      do throws(SystemError) { try OutputPlace.write(bytes, to: descriptor) } catch {
        throw OutputPlace.cannotWrite(path, error)
      }
    case .stream(let descriptor, _): try Console.write(bytes, to: descriptor, keeping: keeping)
    case .standardOutput: try Console.write(bytes, to: STDOUT_FILENO, keeping: keeping)
    }
  }

  /// Puts the file under its name.
  func close() throws(CommandFailure) {
    if case .file(let place) = destination { try place.finish() }
  }

  /// Opens what is written as it is; nil for a file, or what is not there.
  private static func stream(_ path: String) throws(SystemError) -> Int32? {
    let openAs = try OutputName.followed(path).openAs
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    let isFile = information.st_mode & S_IFMT == S_IFREG
    guard openAs != nil || !isFile else { return nil }
    var descriptor: Int32 = -1
    var own = stat()
    if let number = openAs?.split(separator: "/").last.flatMap({ Int32($0) }), fstat(number, &own) == 0,
      FileIdentity(own) == FileIdentity(information)
    {
      // Opened anew, a file would be written from its beginning.
      descriptor = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    } else {
      descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | (isFile ? O_TRUNC : 0))
    }
    guard descriptor >= 0 else { throw SystemError() }
    return descriptor
  }
}
