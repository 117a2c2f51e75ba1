import Glibc
import SQLite

extension KnowledgeBase {
  /// Brings an older file up to this program's schema, after copying it beside itself.
  ///
  /// - Returns: the path of the copy, or nil if the file was up to date.
  /// - Throws: `StorageError` if the file is missing, foreign or newer; `SQLiteError` if it cannot be written.
  public static func migrate(path: String) throws -> String? {
    guard access(path, F_OK) == 0 else { throw StorageError.missing(path: path) }
    let database = try Database(path: path, mode: .readWrite)
    guard try database.applicationID() == Schema.applicationID else {
      throw StorageError.notAKnowledgeBase(path: path)
    }
    let version = Int(try database.userVersion())
    guard version <= Schema.version else {
      throw StorageError.newer(path: path, version: version, supported: Schema.version)
    }
    guard version < Schema.version else { return nil }
    let copyPath = "\(path).schema-\(version)"
    let copy = try Database(path: copyPath, mode: .create)
    try database.backup(to: copy)
    try copy.close()
    try Schema.migrate(database, from: version)
    try database.close()
    return copyPath
  }
}
