import ArmsModel
import Glibc

/// What stands in a folder that an export is to write into.
enum FolderContents {
  /// The names in a folder, in no order; nil if it cannot be read, with the reason in `errno`.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The first bytes of a file, a kilobyte unless told otherwise; none if it cannot be read.
  static func beginning(of file: String, count: Int = 1_024) -> [UInt8] {
    // A pipe is not waited for.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { Glibc.close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
      size = max(0, read(descriptor, buffer.baseAddress, count))
    }
  }

  /// Whether a text stands near the beginning of a file.
  static func has(_ text: String, near file: String) -> Bool {
    String(decoding: beginning(of: file), as: UTF8.self).contains(text)
  }

  /// Whether a text stands near the beginning of a file of a folder, or of one that was to get its name and did not.
  static func has(_ text: String, near name: String, in folder: String) -> Bool {
    let unfinished = names(in: folder)?.filter { OutputName.isTemporary($0, of: name) } ?? []
    return ([name] + unfinished.sorted()).contains { has(text, near: "\(folder)/\($0)") }
  }

  /// The SHA-256 of a file, in hexadecimal.
  static func digest(of file: String) throws(SystemError) -> String {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemError() }
    defer { Glibc.close(descriptor) }
    var digest = FileDigest()
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = read(descriptor, chunk.baseAddress, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError() }
      if count == 0 { return digest.hexadecimal }
      digest.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }
}
