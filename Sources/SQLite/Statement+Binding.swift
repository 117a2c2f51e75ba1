import CSQLite

// By index: the ones a loop over a million rows calls. Plain overloads, as a generic call would cost
// more than SQLite's own work of 20 ns.

extension Statement {
  /// Sets parameter `index`, from 1, to an integer.
  public func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
    let code = sqlite3_bind_int64(handle, index, value)
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to an integer.
  public func bind(_ value: Int, at index: Int32) throws(SQLiteError) {
    try bind(Int64(value), at: index)
  }

  /// Sets parameter `index`, from 1, to a floating-point number; SQLite stores NaN as NULL.
  public func bind(_ value: Double, at index: Int32) throws(SQLiteError) {
    let code = sqlite3_bind_double(handle, index, value)
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to NULL.
  public func bindNull(at index: Int32) throws(SQLiteError) {
    let code = sqlite3_bind_null(handle, index)
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to a text, whole: a U+0000 in it is kept.
  public func bind(_ value: String, at index: Int32) throws(SQLiteError) {
    var value = value
    let code = value.withUTF8 { utf8 in
      csqlite_bind_text_copied(handle, index, utf8.baseAddress, UInt64(utf8.count))
    }
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to a copy of UTF-8 text; no bytes are the empty text, not NULL.
  ///
  /// The bytes are not checked: what is no UTF-8 is stored as it is.
  public func bind(text: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    let code = csqlite_bind_text_copied(handle, index, text.baseAddress, UInt64(text.count))
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to a copy of bytes; no bytes are the empty blob, not NULL.
  public func bind(blob: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    let code = csqlite_bind_blob_copied(handle, index, blob.baseAddress, UInt64(blob.count))
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to bytes; none are the empty blob, not NULL.
  public func bind(blob: [UInt8], at index: Int32) throws(SQLiteError) {
    let code = blob.withUnsafeBytes { bytes in
      csqlite_bind_blob_copied(handle, index, bytes.baseAddress, UInt64(bytes.count))
    }
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to UTF-8 text that stays where it is; twice as fast as a copy.
  ///
  /// - Warning: the memory must not change or go away until the statement has been reset, and must be
  ///   bound anew, or the bindings cleared, before the statement runs again. Never pass the address of a
  ///   `String` or array that is only lent to a closure, unless bind, `run()` and rebinding happen in it.
  public func bind(borrowedText text: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    let code = csqlite_bind_text_borrowed(handle, index, text.baseAddress, UInt64(text.count))
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// Sets parameter `index`, from 1, to bytes that stay where they are; twice as fast as a copy.
  ///
  /// - Warning: as for `bind(borrowedText:at:)`.
  public func bind(borrowedBlob blob: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    let code = csqlite_bind_blob_borrowed(handle, index, blob.baseAddress, UInt64(blob.count))
    if code != SQLITE_OK { throw bindingFailure(code, index) }
  }

  /// SQLite's message for a wrong index speaks of columns: this one says what is meant.
  private func bindingFailure(_ code: Int32, _ index: Int32) -> SQLiteError {
    var error = failure(code)
    if error.code == .range {
      error.message = "no parameter \(index): the statement has \(parameterCount)"
    } else if error.code == .misuse {
      error.message = "parameter \(index) was bound while the statement runs: reset it before"
    }
    return error
  }
}

// MARK: - By name

extension Statement {
  /// Sets the parameter `name`, such as `:year`, to an integer, or to NULL for `nil`.
  public func bind(_ value: Int64?, _ name: String) throws(SQLiteError) {
    let index = try parameterIndex(name)
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Sets the parameter `name`, such as `:year`, to an integer, or to NULL for `nil`.
  public func bind(_ value: Int?, _ name: String) throws(SQLiteError) {
    try bind(value.map { Int64($0) }, name)
  }

  /// Sets the parameter `name`, such as `:share`, to a floating-point number, or to NULL for `nil`.
  public func bind(_ value: Double?, _ name: String) throws(SQLiteError) {
    let index = try parameterIndex(name)
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Sets the parameter `name`, such as `:supplier`, to a text, or to NULL for `nil`.
  public func bind(_ value: String?, _ name: String) throws(SQLiteError) {
    let index = try parameterIndex(name)
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Sets the parameter `name`, such as `:digest`, to bytes, or to NULL for `nil`.
  public func bind(blob: [UInt8]?, _ name: String) throws(SQLiteError) {
    let index = try parameterIndex(name)
    if let blob { try bind(blob: blob, at: index) } else { try bindNull(at: index) }
  }

  /// Sets the parameter `name` to NULL.
  public func bindNull(_ name: String) throws(SQLiteError) {
    try bindNull(at: try parameterIndex(name))
  }
}
