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
  /// What follows from the claims is made anew in the same transaction, as this program counts.
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
      let old = freePath("\(path).schema-\(version)")
      let knowledgeBase = KnowledgeBase(migrating: database, path: path)
      try Schema.migrate(database, path: path) {
        // A connection that writes cannot be copied from; nobody else can write now.
        let reader = try connect(path, .readOnly)
        try copy(reader, old)
        try reader.close()
      } after: {
        try knowledgeBase.deriveCopies()
        try knowledgeBase.deriveAll()
      }
      return .migrated(copy: old)
    }
  }

  /// That path, or with a number behind it, where nothing is yet.
  private static func freePath(_ path: String) -> String {
    var information = stat()
    func isFree(_ path: String) -> Bool { lstat(path, &information) != 0 && errno == ENOENT }
    if isFree(path) { return path }
    return (2...).lazy.map { "\(path)-\($0)" }.first(where: isFree) ?? path
  }
}
