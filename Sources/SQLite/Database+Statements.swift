import CSQLite

extension Database {
  /// Runs one or more statements; their rows, if any, are dropped.
  ///
  /// - Throws: the failure of the first statement that fails, with that statement alone as `sql`. What
  ///   the statements before it did remains, unless a transaction is around them.
  public func execute(_ sql: String) throws(SQLiteError) {
    let connection = try connection()
    try Self.refuseNull(in: sql)
    var start = Self.endOfBlanks(in: sql, from: 0)
    while true {
      let (handle, end) = try compile(sql, from: start)
      guard let handle else { return }  // only blanks and comments are left
      defer { sqlite3_finalize(handle) }
      var code = sqlite3_step(handle)
      while code == SQLITE_ROW { code = sqlite3_step(handle) }
      guard code == SQLITE_DONE else {
        throw SQLiteError(code, on: connection, sql: Self.statement(in: sql, from: start, readTo: end))
      }
      start = Self.endOfBlanks(in: sql, from: end)
    }
  }

  /// Compiles one statement.
  ///
  /// - Parameter sql: exactly one statement; blanks, comments and semicolons may follow it.
  /// - Throws: `.error` for a mistake in `sql`, with its place; `.misuse` if there is no statement in
  ///   `sql`, or a second one.
  public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    Statement(try compileOne(sql), sql: sql, of: self, isCached: false)
  }

  /// A statement that may have been compiled earlier, without bindings and before its first row.
  ///
  /// It is yours until you drop it: the same text asked for meanwhile gives another `Statement`. Dropped,
  /// it is reset, and kept for the next call together with some sixty others. Compiling takes about
  /// 5 µs; for single statements that is worth a cache, in a loop keep the `Statement`.
  ///
  /// - Parameter sql: exactly one statement, as for `prepare(_:)`.
  public func cached(_ sql: String) throws(SQLiteError) -> Statement {
    if let handle = statements.take(sql) {
      return Statement(handle, sql: sql, of: self, isCached: true)
    }
    let handle = try compileOne(sql, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
    return Statement(handle, sql: sql, of: self, isCached: true)
  }
}

// MARK: - Compiling

extension Database {
  private func compileOne(_ sql: String, flags: UInt32 = 0) throws(SQLiteError) -> OpaquePointer {
    try Self.refuseNull(in: sql)
    let (handle, end) = try compile(sql, from: 0, flags: flags)
    guard let handle else {
      throw SQLiteError(code: .misuse, message: "no statement in the SQL text", sql: sql)
    }
    guard isBlank(sql, from: end) else {
      sqlite3_finalize(handle)
      throw SQLiteError(
        code: .misuse, message: "text after the end of the statement", sql: sql, offset: end)
    }
    return handle
  }

  /// Whether nothing but blanks, comments and semicolons stand in `sql` from byte `start` on.
  private func isBlank(_ sql: String, from start: Int) -> Bool {
    guard start < sql.utf8.count else { return true }
    do {
      let (handle, _) = try compile(sql, from: start)
      sqlite3_finalize(handle)
      return handle == nil
    } catch {
      return false  // no statement that SQLite understands, hence no blank either
    }
  }

  /// Compiles the first statement in `sql` from byte `start` on.
  ///
  /// - Returns: the statement, `nil` if there is none; and the place in `sql` of the byte behind it.
  private func compile(
    _ sql: String, from start: Int, flags: UInt32 = 0
  ) throws(SQLiteError) -> (handle: OpaquePointer?, end: Int) {
    let connection = try connection()
    let count = sql.utf8.count
    let (code, handle, end) = sql.withCString { bytes in
      var handle: OpaquePointer?
      var tail: UnsafePointer<CChar>?
      // Counted with its final zero, the text is not copied. https://sqlite.org/c3ref/prepare.html
      let length = Int32(clamping: count - start + 1)
      let code = sqlite3_prepare_v3(connection, bytes + start, length, flags, &handle, &tail)
      return (code, handle, tail.map { $0 - bytes } ?? count)
    }
    guard code == SQLITE_OK else {
      let offset = Int(sqlite3_error_offset(connection))
      throw SQLiteError(
        code, on: connection, sql: Self.statement(in: sql, from: start, readTo: end),
        offset: offset < 0 ? nil : offset)
    }
    return (handle, end)
  }

  /// The statement in `sql` that begins at byte `start`, without its semicolon.
  ///
  /// - Parameter end: the byte behind the last one that SQLite read, within a statement with a mistake
  ///   the end of the word where it stopped.
  private static func statement(in sql: String, from start: Int, readTo end: Int) -> String {
    let bytes = sql.utf8.dropFirst(start)
    let sure = max(0, end - start - 1)
    let rest = bytes.dropFirst(sure).prefix { $0 != UInt8(ascii: ";") }
    return String(decoding: bytes.prefix(sure + rest.count), as: UTF8.self)
  }

  /// The place of the first byte from `start` on that is neither a space nor the end of a line.
  private static func endOfBlanks(in sql: String, from start: Int) -> Int {
    start + sql.utf8.dropFirst(start).prefix { $0 == 0x20 || (0x09...0x0d).contains($0) }.count
  }

  /// SQLite reads a statement up to its first U+0000, and would not run what stands behind it.
  private static func refuseNull(in sql: String) throws(SQLiteError) {
    if sql.utf8.contains(0) {
      throw SQLiteError(code: .misuse, message: "the SQL text contains U+0000", sql: sql)
    }
  }
}
