import CSQLite

/// The type of one value in one row: SQLite's storage class.
///
/// Related SQLite documentation: <https://sqlite.org/datatype3.html>
public enum ColumnType: Hashable, Sendable {
  /// A signed number of 64 bits.
  case integer
  /// A floating-point number of 64 bits.
  case real
  /// Text, meant to be UTF-8, which SQLite does not check.
  case text
  /// Bytes.
  case blob
  /// No value.
  case null

  init(_ code: Int32) {
    switch code {
    case SQLITE_INTEGER: self = .integer
    case SQLITE_FLOAT: self = .real
    case SQLITE_TEXT: self = .text
    case SQLITE_BLOB: self = .blob
    default: self = .null
    }
  }
}

extension ColumnType: CustomStringConvertible {
  /// The name as SQLite's `typeof` spells it, in capitals.
  public var description: String {
    switch self {
    case .integer: "INTEGER"
    case .real: "REAL"
    case .text: "TEXT"
    case .blob: "BLOB"
    case .null: "NULL"
    }
  }
}
