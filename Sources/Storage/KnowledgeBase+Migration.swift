import Glibc
import SQLite

/// What bringing a file up to date did.
public enum MigrationResult: Hashable, Sendable {
  /// There was nothing to do.
  case upToDate
  /// The numbers that mark a knowledge base were set again.
  case marked
  /// It was of an earlier version; the old file is kept under this path.
  case migrated(copy: String)
}

extension KnowledgeBase {
  /// Brings an older file up to this program's schema, after it was copied; sets the numbers that mark a knowledge base
  /// where a file has lost them that is one otherwise.
  ///
  /// - Parameter copy: copies the database to a path that is not there yet.
  /// - Throws: `StorageError` if the file is missing, foreign or newer; `SQLiteError` if it cannot be written.
  public static func migrate(
    path: String, copy: (_ database: Database, _ path: String) throws -> Void
  ) throws -> MigrationResult {
    guard access(path, F_OK) == 0 else { throw StorageError.missing(path: path) }
    let database = try connect(path, .readWrite)
    defer { try? database.close() }
    do {
      _ = try isEmpty(database, path, mayBe: false)
      try Schema.requireOwn(database, path: path)
      return .upToDate
    } catch StorageError.unmarked {
      try database.transaction(.immediate) {
        try Schema.requireOwn(database, path: path)
        try database.setApplicationID(Schema.applicationID)
        try database.setUserVersion(Int32(Schema.version))
      }
      return .marked
    } catch StorageError.older(_, let version, _) {
      let old = "\(path).schema-\(version)"
      try copy(database, old)
      try Schema.migrate(database, from: version)
      return .migrated(copy: old)
    }
  }
}
