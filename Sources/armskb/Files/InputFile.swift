import Glibc
import Import

/// The one place through which commands open what they read: files, pipes, devices, and standard input as `-`.
///
/// Each is opened once, as what came through a pipe does not come again; who wants to know what it holds looks at its
/// beginning (`ByteInput.beginning`), which stays there.
enum InputFile {
  /// Finds mistakes in the names before any work is done for the first of them.
  ///
  /// No file is opened. To be called before the knowledge base is opened: a file that is opened while standard input is closed can pass for
  /// it.
  static func check(_ files: [String]) throws {
    if files.count(where: { $0 == "-" }) > 1 {
      throw CommandFailure(.usage, "standard input (-) can be read only once")
    }
    for file in files {
      if file == "-" { try ByteInput.checkStandardInput() } else { try ByteInput.check(path: file) }
    }
  }

  /// What messages call a file.
  static func name(_ file: String) -> String { file == "-" ? ByteInput.standardInputName : file }

  /// Opens a file, or standard input for "-".
  static func open(_ file: String) throws(InputError) -> ByteInput {
    file == "-" ? try ByteInput.standardInput() : try ByteInput(path: file)
  }

  /// All bytes of a file, or of standard input for "-", without a byte-order mark.
  ///
  /// - Parameter limit: so many bytes at most; more is an error that ends with `advice`.
  static func bytes(_ file: String, limit: Int, advice: String = "") throws -> [UInt8] {
    let input = try open(file)
    guard let bytes = try input.rest(limit: limit) else {
      throw CommandFailure(.dataError, "\(input.name) is larger than \(limit >> 20) MB\(advice)")
    }
    return bytes
  }

  /// Whether it is a pipe or a device, whose name tells nothing of what comes out of it.
  static func isStream(_ file: String) -> Bool {
    var status = stat()
    return isAmongDevices(file)
      || stat(file, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// The name of the file for records that are left out, but for `.rejected.` and what follows.
  ///
  /// Beside the input where that is an ordinary file in a folder of ordinary files. Of anything else, such as a pipe, it
  /// is a name for the folder that one stands in: `stdin`, `fd-63`.
  static func rejectsStem(of input: ByteInput) -> String {
    let path = input.name
    guard path != ByteInput.standardInputName else { return "stdin" }
    if input.isOrdinaryFile, !isAmongDevices(path) { return path }
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
    let isDevice = parts.count > 1 && (parts[0] == "dev" || parts[0] == "proc")
    return parts.dropFirst(isDevice ? 1 : 0).joined(separator: "-")
  }

  /// Whether the folder of a path is one of the system's, in which names stand for devices and pipes.
  private static func isAmongDevices(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard let real = realpath(folder, nil) else { return false }
    defer { free(real) }
    let parts = String(cString: real).split(separator: "/")
    return parts.first == "dev" || parts.first == "proc"
  }
}
