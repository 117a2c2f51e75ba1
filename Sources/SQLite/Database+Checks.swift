import CSQLite

/// A row whose foreign key points at no row.
public struct ForeignKeyViolation: Hashable, Sendable {
  /// The table of the row.
  public var table: String
  /// The row; `nil` in a table WITHOUT ROWID.
  public var rowID: Int64?
  /// The table that lacks the row pointed at.
  public var parent: String
  /// Which foreign key of `table`, as numbered by `PRAGMA foreign_key_list`.
  public var foreignKey: Int64

  /// A finding with the given parts.
  public init(table: String, rowID: Int64?, parent: String, foreignKey: Int64) {
    self.table = table
    self.rowID = rowID
    self.parent = parent
    self.foreignKey = foreignKey
  }
}

extension Database {
  /// What `PRAGMA integrity_check` finds wrong with the file, each in a sentence of SQLite's; empty if
  /// nothing is.
  ///
  /// Reads the whole file. Foreign keys are checked by `foreignKeyCheck()`.
  ///
  /// - Parameter limit: how many findings are enough.
  public func integrityCheck(limit: Int32 = 100) throws(SQLiteError) -> [String] {
    let statement = try prepare("PRAGMA integrity_check(\(max(1, limit)))")
    var findings: [String] = []
    do throws(SQLiteError) {
      while try statement.step() { findings.append(try statement.text(0)) }
    } catch  where error.code.primary == .corrupt {
      // Damage can also be such that the check itself does not get past it.
      findings.append(error.message)
    }
    return findings == ["ok"] ? [] : findings
  }

  /// All rows whose foreign keys point at no row.
  public func foreignKeyCheck() throws(SQLiteError) -> [ForeignKeyViolation] {
    let statement = try prepare("PRAGMA foreign_key_check")
    var violations: [ForeignKeyViolation] = []
    while try statement.step() {
      violations.append(
        ForeignKeyViolation(
          table: try statement.text(0), rowID: try statement.integerOrNil(1),
          parent: try statement.text(2), foreignKey: try statement.integer(3)))
    }
    return violations
  }
}

// MARK: - Settings

extension Database {
  /// The version of the schema, which the program that owns the file counts; 0 in a new file.
  public func userVersion() throws(SQLiteError) -> Int32 { try number(of: "user_version") }

  /// Sets what `userVersion()` gives.
  public func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try execute("PRAGMA user_version = \(version)")
  }

  /// The number by which a program knows its files; 0 in a new file.
  public func applicationID() throws(SQLiteError) -> Int32 { try number(of: "application_id") }

  /// Sets what `applicationID()` gives.
  public func setApplicationID(_ identifier: Int32) throws(SQLiteError) {
    try execute("PRAGMA application_id = \(identifier)")
  }

  /// Sets how much of the file this connection may keep in memory, in units of 1024 bytes.
  public func setCacheSize(kibibytes: Int) throws(SQLiteError) {
    // A negative number is in kibibytes, a positive one in pages.
    try execute("PRAGMA cache_size = -\(Int32(clamping: max(0, kibibytes)))")
  }

  private func number(of pragma: String) throws(SQLiteError) -> Int32 {
    let statement = try cached("PRAGMA \(pragma)")
    guard try statement.step() else {
      throw SQLiteError(code: .error, message: "the pragma gave no row", sql: statement.sql)
    }
    return Int32(truncatingIfNeeded: try statement.integer(0))
  }
}
