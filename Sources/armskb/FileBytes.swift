import Glibc

/// The bytes of a file that is held in memory as a whole.
enum FileBytes {
  /// Reads a file, or standard input for "-"; of a file with `first`, no more than so many bytes.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - limit: so many bytes at most; more is an error that ends with `advice`.
  static func read(
    _ file: String, _ name: String, first: Int = .max, limit: Int = .max, advice: String = ""
  ) throws(CommandFailure) -> [UInt8] {
    let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure(.noInput, "cannot read \(name): \(String(cString: strerror(errno)))")
    }
    defer { if file != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count < first {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        let status: ExitStatus = errno == EISDIR ? .noInput : .inputOutput
        throw CommandFailure(status, "cannot read \(name): \(String(cString: strerror(errno)))")
      }
      bytes += chunk[0..<count]
      guard bytes.count <= limit else {
        throw CommandFailure(.dataError, "\(name) is larger than \(limit >> 20) MB\(advice)")
      }
    }
    return bytes
  }
}
