import ArmsModel
import Glibc
import RecordImport
import Storage

/// The reference data that a new knowledge base begins with.
enum Reference {
  /// The tables that the program carries.
  static func embedded() throws -> ReferenceData {
    try ReferenceTables.read { EmbeddedFiles.bytes($0) }
  }

  /// The tables in a folder like `data/`.
  static func folder(_ path: String) throws -> ReferenceData {
    var failure: CommandFailure?
    do {
      return try ReferenceTables.read { name in
        let file = path + "/" + (name.split(separator: "/").last.map(String.init) ?? name)
        do throws(CommandFailure) { return try read(file) } catch {
          failure = failure ?? error
          return nil
        }
      }
    } catch {
      throw failure ?? error
    }
  }

  private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure(.noInput, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else {
        throw CommandFailure(.inputOutput, "cannot read \(path): \(String(cString: strerror(errno)))")
      }
      bytes += chunk[0..<count]
    }
  }
}
