/// A column of a list: its name, how to read it, and the SQL behind it.
public struct ListColumn: Hashable, Sendable {
  /// How a column is read.
  public enum Kind: Hashable, Sendable {
    /// Text.
    case text
    /// A whole number.
    case integer
    /// 0 or 1.
    case boolean
    /// Thousandths, to be printed as a decimal.
    case thousandths
    /// A floating-point number.
    case real
    /// Texts joined by `;`.
    case list
    /// Whole numbers joined by `;`.
    case integerList
    /// The 16 bytes of an identity, to be printed with that letter before them.
    case identity(Character)
    /// One JSON object with the record's own keys.
    case extra
  }
  /// The name in every format; parts of an object in JSON are joined by a dot.
  public var name: String
  /// How to read it.
  public var kind: Kind
  let sql: String

  init(_ name: String, _ kind: Kind, _ sql: String) {
    self.name = name
    self.kind = kind
    self.sql = sql
  }

  /// The columns joined for a SELECT.
  static func select(_ columns: [ListColumn]) -> String { columns.map(\.sql).joined(separator: ", ") }
}
