import CSQLite

/// A compiled SQL statement, and the row it stands on.
///
/// ```swift
/// let statement = try database.prepare("SELECT id, name FROM weapon WHERE kind = :kind ORDER BY id")
/// try statement.bind("fighter", ":kind")
/// while try statement.step() {
///   print(try statement.integer(0), try statement.text(1))
/// }
/// ```
///
/// Parameters count from 1, columns from 0, as in SQLite. A statement keeps its database open.
public final class Statement {
  /// The SQL text as it was given, with parameter names and without values.
  public let sql: String

  /// Valid as long as this object: a database does not close while it has statements.
  let handle: OpaquePointer
  let database: Database
  /// Whether the handle goes back to the cache in the end.
  private let isCached: Bool

  init(_ handle: OpaquePointer, sql: String, of database: Database, isCached: Bool) {
    self.handle = handle
    self.sql = sql
    self.database = database
    self.isCached = isCached
  }

  deinit {
    if isCached {
      database.statements.put(handle, for: sql)
    } else {
      sqlite3_finalize(handle)
    }
  }
}

// It runs on the connection's thread, and its rows are memory of the connection.
@available(*, unavailable)
extension Statement: Sendable {}

// MARK: - Running

extension Statement {
  /// Goes to the next row.
  ///
  /// At the end, and after a failure, the statement is reset: it can be bound anew, and the next call
  /// runs it from the start.
  ///
  /// - Returns: whether there is a row.
  public func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code != SQLITE_DONE {
      let error = failure(code)
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
    return false
  }

  /// Runs the statement to its end, dropping rows, and resets it; the bindings remain.
  public func run() throws(SQLiteError) {
    while try step() {}
  }

  /// Leaves the current row and gives up its locks; the bindings remain.
  public func reset() {
    sqlite3_reset(handle)
  }

  /// Sets all parameters to NULL.
  public func clearBindings() {
    sqlite3_clear_bindings(handle)
  }

  /// The error of the last call on this statement, which returned `code`.
  func failure(_ code: Int32) -> SQLiteError {
    SQLiteError(code, on: sqlite3_db_handle(handle), sql: sql)
  }
}

// MARK: - Shape

extension Statement {
  /// How many columns a row has; 0 if the statement gives no rows.
  public var columnCount: Int32 { sqlite3_column_count(handle) }

  /// The names of the columns, which SQL decides with `AS`; they need not differ.
  public var columnNames: [String] {
    (0..<columnCount).map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" }
  }

  /// Whether the statement leaves the file as it is.
  ///
  /// BEGIN, COMMIT and ATTACH count as such: <https://sqlite.org/c3ref/stmt_readonly.html>.
  public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// How many parameters there are to bind.
  public var parameterCount: Int32 { sqlite3_bind_parameter_count(handle) }

  /// The place of the parameter `name`, from 1.
  ///
  /// - Parameter name: as it is written in the SQL text, with its colon: `:supplier`.
  /// - Throws: `.range` if there is no such parameter, with the names that there are.
  public func parameterIndex(_ name: String) throws(SQLiteError) -> Int32 {
    let index = sqlite3_bind_parameter_index(handle, name)
    if index > 0 { return index }
    let known = (0..<parameterCount).compactMap { index in
      sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) }
    }
    let others = known.isEmpty ? "it has no named parameters" : "there are " + known.joined(separator: ", ")
    throw SQLiteError(code: .range, message: "no parameter '\(name)' in the statement: \(others)", sql: sql)
  }
}
