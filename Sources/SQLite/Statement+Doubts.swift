import CSQLite

// A file can hold what its schema forbids: it may be damaged, or made by somebody who wished harm. What is
// wrong with a value is told where it is read, by the names of its table, row and column.

extension Statement {
  /// The integer in column `index`, from 0, which lies in `range`.
  ///
  /// - Throws: as `integer(_:)`; `.mismatch` also if it lies outside.
  public func integer(_ index: Int32, in range: ClosedRange<Int64>) throws(SQLiteError) -> Int64 {
    let value = try integer(index)
    guard range.contains(value) else { throw outside(index, range, value) }
    return value
  }

  /// The integer in column `index`, from 0, which lies in `range`, or `nil` for NULL; throws as
  /// `integer(_:in:)`.
  public func integerOrNil(_ index: Int32, in range: ClosedRange<Int64>) throws(SQLiteError) -> Int64? {
    guard let value = try integerOrNil(index) else { return nil }
    guard range.contains(value) else { throw outside(index, range, value) }
    return value
  }

  @inline(never)
  private func outside(_ index: Int32, _ range: ClosedRange<Int64>, _ value: Int64) -> SQLiteError {
    doubt(
      index, value < range.lowerBound ? "less than \(range.lowerBound)" : "more than \(range.upperBound)")
  }

  /// The value in column `index`, from 0, as text in UTF-8, `nil` for NULL: a number in SQLite's spelling.
  ///
  /// - Throws: `.mismatch` if it holds a blob, or text that is not UTF-8.
  /// - Warning: as for `textBytes(_:)`.
  public func utf8(_ index: Int32) throws(SQLiteError) -> UnsafeRawBufferPointer? {
    let type = sqlite3_column_type(handle, index)
    if type == SQLITE_NULL { return nil }
    guard type != SQLITE_BLOB else { throw wrong(index, .text) }
    guard let start = sqlite3_column_text(handle, index) else { throw failure(SQLITE_NOMEM) }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    // SQLite spells numbers in ASCII.
    guard type != SQLITE_TEXT || Statement.isASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil
    else {
      throw notUTF8(index)
    }
    return bytes
  }

  @inline(__always)
  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 8 else { return bytes.reduce(0, |) < 0x80 }
    // The last eight may overlap those before.
    let last = bytes.count - 8
    var found = bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    var place = 0
    while place < last {
      found |= bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      place += 8
    }
    return found & 0x8080_8080_8080_8080 == 0
  }

  /// The error for the value in column `index`, from 0, which is of the right type and yet none that may
  /// stand there: a `.mismatch` that names its table, row and column.
  ///
  /// - Parameter words: what is wrong with it, as the end of a sentence: `no date`.
  @inline(never)
  public func doubt(_ index: Int32, _ words: String) -> SQLiteError {
    SQLiteError(code: .mismatch, message: "\(described(index)) holds \(shown(index)), \(words)", sql: sql)
  }

  /// Column `index` by the names of its table, row and column; where it is calculated, by its name in the
  /// statement and the row of what the statement reads.
  func described(_ index: Int32) -> String {
    let name = sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
    guard let origin = Origin(handle, index) else {
      return "column \(index) '\(name)'" + (keyBeside(index).map { ", of \($0)," } ?? "")
    }
    let key = sqlite3_data_count(handle) > 0 ? key(of: origin, holding: index) : nil
    let row = key.map { ", row \($0)" } ?? ""
    return "table \(origin.table)\(row), column \(origin.column)"
  }

  /// The value as people read it, on one line and never long.
  private func shown(_ index: Int32) -> String {
    let type = type(index)
    guard type != .null, type != .blob, let bytes = textBytes(index) else {
      return type == .blob ? "a BLOB of \(blobBytes(index)?.count ?? 0) bytes" : "NULL"
    }
    guard type == .text else { return String(decoding: bytes, as: UTF8.self) }
    let text = String(decoding: bytes.prefix(40), as: UTF8.self)
    let plain = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : String($0) }
    return "'\(plain.joined())\(bytes.count > 40 ? "…" : "")'"
  }
}

// MARK: - Where a value stands

/// The column of a table that a result column shows.
private struct Origin {
  var schema: String
  var table: String
  var column: String

  /// `nil` if the column is calculated, or SQLite was built without this knowledge.
  init?(_ statement: OpaquePointer, _ index: Int32) {
    guard let schema = csqlite_column_schema(statement, index),
      let table = csqlite_column_table(statement, index),
      let column = csqlite_column_origin(statement, index)
    else { return nil }
    (self.schema, self.table) = (String(cString: schema), String(cString: table))
    self.column = String(cString: column)
  }

  /// Whether the column is its table's primary key or a part of it.
  func isKey(in database: OpaquePointer?) -> Bool {
    var isKey: Int32 = 0
    let code = sqlite3_table_column_metadata(
      database, schema, table, column, nil, nil, nil, &isKey, nil)
    return code == SQLITE_OK && isKey != 0
  }

  static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}

extension Statement {
  /// The first key of a table among the columns of the current row, such as `claim 17`.
  private func keyBeside(_ index: Int32) -> String? {
    let connection = sqlite3_db_handle(handle)
    for column in 0..<columnCount where column != index {
      if let origin = Origin(handle, column), origin.isKey(in: connection) {
        return "\(origin.table) \(shown(column))"
      }
    }
    return nil
  }

  /// The key of a row of the table that holds the value of column `index`, looked up in the table itself: few
  /// statements show a key beside what they read.
  private func key(of origin: Origin, holding index: Int32) -> String? {
    let place = "\(Origin.quoted(origin.schema)).\(Origin.quoted(origin.table))"
    // Without its affinity, the column is compared as it is.
    let rest = "* FROM \(place) WHERE +\(Origin.quoted(origin.column)) IS ?1 LIMIT 1"
    // Tables WITHOUT ROWID have none to ask for; theirs is the primary key.
    for head in ["rowid, ", ""] {
      guard let row = try? database.prepare("SELECT \(head)\(rest)") else { continue }
      sqlite3_bind_value(row.handle, 1, sqlite3_column_value(handle, index))
      guard (try? row.step()) == true else { return nil }
      let connection = sqlite3_db_handle(handle)
      let keys = (0..<row.columnCount).filter { Origin(row.handle, $0)?.isKey(in: connection) == true }
      guard !keys.isEmpty else { return head.isEmpty ? nil : row.shown(0) }
      // The rowid and the column that is another name of it are one.
      return (head.isEmpty ? keys : [0]).map { row.shown($0) }.joined(separator: ", ")
    }
    return nil
  }
}
