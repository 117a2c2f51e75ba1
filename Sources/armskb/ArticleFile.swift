import Glibc

/// The text of one article in a file.
enum ArticleFile {
  /// Larger files are no articles.
  static let limit = 16 << 20

  /// Reads a file, or standard input for "-", which must be text in UTF-8.
  static func read(_ file: String, _ name: String) throws(CommandFailure) -> (bytes: [UInt8], text: String) {
    let bytes = try bytes(file, name)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(.dataError, "\(name) is not text in UTF-8")
    }
    return (bytes, text)
  }

  private static func bytes(_ file: String, _ name: String) throws(CommandFailure) -> [UInt8] {
    let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure(.noInput, "cannot read \(name): \(String(cString: strerror(errno)))")
    }
    defer { if file != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        let status: ExitStatus = errno == EISDIR ? .noInput : .inputOutput
        throw CommandFailure(status, "cannot read \(name): \(String(cString: strerror(errno)))")
      }
      bytes += chunk[0..<count]
      guard bytes.count <= limit else {
        throw CommandFailure(.dataError, "\(name) is larger than 16 MB; give one article's text in a file")
      }
    }
  }
}
