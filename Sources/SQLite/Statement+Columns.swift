import CSQLite

// Values are read as what they are: SQLite would turn the text "12 pieces" into 12 when asked for an
// integer, and NULL into 0. The type is asked for first, because reading may convert the value.

extension Statement {
  /// The type of column `index`, from 0, in the current row.
  ///
  /// It is `.null` where there is no such column, or no row; the throwing readers report that.
  public func type(_ index: Int32) -> ColumnType { ColumnType(sqlite3_column_type(handle, index)) }

  /// Whether column `index`, from 0, holds NULL in the current row, in the sense of `type(_:)`.
  public func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

  /// The integer in column `index`, from 0.
  ///
  /// - Throws: `.mismatch` if it holds anything else, NULL too; `.range` if there is no such column;
  ///   `.misuse` if there is no row.
  public func integer(_ index: Int32) throws(SQLiteError) -> Int64 {
    guard sqlite3_column_type(handle, index) == SQLITE_INTEGER else { throw wrong(index, .integer) }
    return sqlite3_column_int64(handle, index)
  }

  /// The integer in column `index`, from 0, or `nil` for NULL; throws as `integer(_:)`.
  public func integerOrNil(_ index: Int32) throws(SQLiteError) -> Int64? {
    switch sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: return sqlite3_column_int64(handle, index)
    case SQLITE_NULL: return try null(index)
    default: throw wrong(index, .integer)
    }
  }

  /// The floating-point number in column `index`, from 0; throws as `integer(_:)`.
  ///
  /// An integer is none, not even in a `sum` of integers: `total` or `CAST` make one.
  public func real(_ index: Int32) throws(SQLiteError) -> Double {
    guard sqlite3_column_type(handle, index) == SQLITE_FLOAT else { throw wrong(index, .real) }
    return sqlite3_column_double(handle, index)
  }

  /// The floating-point number in column `index`, from 0, or `nil` for NULL; throws as `integer(_:)`.
  public func realOrNil(_ index: Int32) throws(SQLiteError) -> Double? {
    if sqlite3_column_type(handle, index) == SQLITE_NULL { return try null(index) }
    return try real(index)
  }

  /// The text in column `index`, from 0, whole: a U+0000 in it does not end it.
  ///
  /// - Throws: as `integer(_:)`; `.mismatch` also if it is not UTF-8, which `textBytes(_:)` can read.
  public func text(_ index: Int32) throws(SQLiteError) -> String {
    guard sqlite3_column_type(handle, index) == SQLITE_TEXT else { throw wrong(index, .text) }
    guard let start = sqlite3_column_text(handle, index) else { throw failure(SQLITE_NOMEM) }
    let count = Int(sqlite3_column_bytes(handle, index))
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw notUTF8(index)
    }
    return text
  }

  /// The text in column `index`, from 0, or `nil` for NULL; throws as `text(_:)`.
  public func textOrNil(_ index: Int32) throws(SQLiteError) -> String? {
    if sqlite3_column_type(handle, index) == SQLITE_NULL { return try null(index) }
    return try text(index)
  }

  /// The bytes of the blob in column `index`, from 0; throws as `integer(_:)`.
  public func blob(_ index: Int32) throws(SQLiteError) -> [UInt8] {
    guard sqlite3_column_type(handle, index) == SQLITE_BLOB else { throw wrong(index, .blob) }
    return blobBytes(index).map { Array($0) } ?? []
  }

  /// The bytes of the blob in column `index`, from 0, or `nil` for NULL; throws as `integer(_:)`.
  public func blobOrNil(_ index: Int32) throws(SQLiteError) -> [UInt8]? {
    if sqlite3_column_type(handle, index) == SQLITE_NULL { return try null(index) }
    return try blob(index)
  }
}

// MARK: - Borrowed bytes

extension Statement {
  /// The value in column `index`, from 0, as text in UTF-8, `nil` for NULL.
  ///
  /// Any value: a number in SQLite's spelling, a blob as it is. The bytes are not checked to be UTF-8.
  ///
  /// - Warning: they are SQLite's own, and go with the next `step()` or `reset()`, and with the statement.
  public func textBytes(_ index: Int32) -> UnsafeRawBufferPointer? {
    switch sqlite3_column_type(handle, index) {
    case SQLITE_NULL: return nil
    // Asked for the text of a blob, SQLite would from then on call the value TEXT.
    case SQLITE_BLOB: return blobBytes(index)
    default:
      guard let start = sqlite3_column_text(handle, index) else { return nil }
      return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    }
  }

  /// The bytes in column `index`, from 0, `nil` for NULL; a number gives its spelling.
  ///
  /// - Warning: as for `textBytes(_:)`.
  public func blobBytes(_ index: Int32) -> UnsafeRawBufferPointer? {
    guard sqlite3_column_type(handle, index) != SQLITE_NULL else { return nil }
    // "The return value from sqlite3_column_blob() for a zero-length BLOB is a NULL pointer."
    // https://sqlite.org/c3ref/column_blob.html
    guard let start = sqlite3_column_blob(handle, index) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
  }

  /// Gives `body` the bytes that `textBytes(_:)` gives, which it must not let out.
  public func withText<Result, Failure: Error>(
    _ index: Int32, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(textBytes(index))
  }
}

// MARK: - Failures

extension Statement {
  /// The error for column `index`, whose text is no UTF-8.
  @inline(never)
  func notUTF8(_ index: Int32) -> SQLiteError {
    SQLiteError(
      code: .mismatch, message: "\(described(index)) holds text that is not UTF-8", sql: sql)
  }

  /// Accepts that SQLite calls column `index` NULL if it is one.
  private func null<Value>(_ index: Int32) throws(SQLiteError) -> Value? {
    guard index >= 0, index < sqlite3_data_count(handle) else { throw wrong(index, .null) }
    return nil
  }

  /// The error for column `index`, which does not hold what was `wanted`.
  @inline(never)
  func wrong(_ index: Int32, _ wanted: ColumnType) -> SQLiteError {
    guard index >= 0, index < columnCount else {
      return SQLiteError(
        code: .range, message: "no column \(index): the statement has \(columnCount)", sql: sql)
    }
    guard sqlite3_data_count(handle) > 0 else {
      return SQLiteError(
        code: .misuse, message: "\(described(index)) was read where there is no row", sql: sql)
    }
    return SQLiteError(
      code: .mismatch, message: "\(described(index)) holds \(type(index)), not \(wanted)", sql: sql)
  }
}
