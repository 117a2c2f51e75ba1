import ArmsModel
import Publishing
import SQLite
import Storage

/// The row of a list as texts under their names; for exports of a shape of their own.
struct NamedRow {
  private var values: [String: String] = [:]

  init(_ row: Statement, _ columns: [ListColumn]) throws {
    for (place, column) in columns.enumerated() {
      let place = Int32(place)
      switch column.kind {
      case .identity(let letter):
        values[column.name] = try row.identityOrNil(place)?.identifier(letter)
      case .thousandths: values[column.name] = try row.integerOrNil(place).map { plainDecimal($0) }
      case .integer, .boolean: values[column.name] = try row.integerOrNil(place).map(String.init)
      case .real: values[column.name] = try row.realOrNil(place).map { "\($0)" }
      case .text, .list, .integerList, .extra: values[column.name] = try row.textOrNil(place)
      }
    }
  }

  /// The text of a column; nil for not known.
  subscript(name: String) -> String? { values[name] }
}
