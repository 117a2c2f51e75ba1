import ArmsModel
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
    var failure: (any Error)?
    do {
      return try ReferenceTables.read { name in
        let file = path + "/" + (name.split(separator: "/").last.map(String.init) ?? name)
        do { return try InputFile.bytes(file, limit: limit) } catch {
          failure = failure ?? error
          return nil
        }
      }
    } catch {
      throw failure ?? error
    }
  }

  /// Larger files are no tables of reference data.
  private static let limit = 64 << 20
}
