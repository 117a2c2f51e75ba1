import CEmbedded

/// Files of the repository that the program carries: `schema.sql`, `schema-postgres.sql` and the tables of `data/`.
public enum EmbeddedFiles {
  /// Names of all of them, as paths in the repository.
  public static var names: [String] {
    (0..<embedded_file_count()).map { String(cString: embedded_file($0).name) }
  }

  /// The bytes of the file of that name, or nil.
  public static func bytes(_ name: String) -> [UInt8]? {
    for index in 0..<embedded_file_count() {
      let file = embedded_file(index)
      guard String(cString: file.name) == name else { continue }
      return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return nil
  }

  /// The text of the file of that name; empty if there is none.
  public static func text(_ name: String) -> String {
    String(decoding: bytes(name) ?? [], as: UTF8.self)
  }
}
