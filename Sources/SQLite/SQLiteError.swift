import CSQLite

/// A failure reported by SQLite, or by this module in SQLite's codes.
///
/// Values bound to parameters are not part of it. SQLite itself seldom quotes one in its message; a
/// full-text query with a syntax error is such a case.
public struct SQLiteError: Error, Hashable, Sendable {
  /// The extended code; compare `code.primary` to catch a whole family.
  public var code: ResultCode
  /// What went wrong, in English, without a full stop.
  public var message: String
  /// The statement with its parameter names, `nil` if the failure does not belong to one.
  public var sql: String?
  /// Where in `sql` the mistake begins, in bytes of UTF-8 from 0; `nil` unless SQLite names a place.
  public var offset: Int?

  /// An error with the given parts.
  public init(code: ResultCode, message: String, sql: String? = nil, offset: Int? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.offset = offset
  }
}

extension SQLiteError: CustomStringConvertible {
  /// One sentence, such as `near "FORM": syntax error (SQLite code 1, at byte 9), in: SELECT * FORM t`.
  public var description: String {
    var text = "\(message) (SQLite code \(code.rawValue)"
    if let offset { text += ", at byte \(offset)" }
    text += ")"
    if let sql { text += ", in: \(sql)" }
    return text
  }
}

extension SQLiteError {
  /// The error of the last call on `connection`, which returned `code`.
  ///
  /// SQLite keeps one message for each connection, and the calls that only return a code do not set it:
  /// a message is taken only if its code is this one.
  init(_ code: Int32, on connection: OpaquePointer?, sql: String? = nil, offset: Int? = nil) {
    let isOfThisCall = connection != nil && sqlite3_extended_errcode(connection) == code
    let words = isOfThisCall ? sqlite3_errmsg(connection) : sqlite3_errstr(code)
    self.init(
      code: ResultCode(rawValue: code), message: words.map { String(cString: $0) } ?? "unknown error",
      sql: sql, offset: offset)
  }
}
