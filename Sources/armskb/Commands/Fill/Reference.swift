import ArmsModel
import Import
import Storage

/// The reference data that a new knowledge base begins with.
enum Reference {
  /// The tables that the program carries.
  static func embedded() throws -> ReferenceData {
    try ReferenceTables.read { EmbeddedFiles.bytes($0) }
  }

  /// Brings the program's tables into a knowledge base that has those of an earlier program, and says so.
  @discardableResult
  static func update(_ knowledgeBase: KnowledgeBase) throws -> Bool {
    guard let batch = try knowledgeBase.update(to: edition, by: .current(nil), embedded) else { return false }
    Console.say("the reference data of this program were taken in   (batch \(batch))")
    return true
  }

  /// What tells the program's tables from those of another program: the beginning of their SHA-256.
  static var edition: String {
    var digest = FileDigest()
    for name in EmbeddedFiles.names.sorted() where name.hasPrefix("data/") {
      (EmbeddedFiles.bytes(name) ?? []).withUnsafeBytes { digest.update($0) }
    }
    return String(digest.hexadecimal.prefix(12))
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
