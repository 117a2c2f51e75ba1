/// The columns that a layout knows by name.
protocol DatasetColumn: CaseIterable, RawRepresentable<Int>, Sendable where AllCases == [Self] {
  /// The name as it is printed.
  var name: String { get }
  /// Other names under which it was seen, as keys of `DatasetCell.columnKey`.
  var otherKeys: [String] { get }
  /// Those without which a line is no header.
  static var needed: [Self] { get }
  /// How many of them a header has at least.
  static var fewest: Int { get }
  /// Whether a column without a name behind this one marks it as uncertain.
  var canBeMarked: Bool { get }
  /// Which column a name marks that a program made up for one without; nil if it does not tell.
  ///
  /// - Parameter others: the keys of all columns.
  static func marked(byKey key: String, among others: [String]) -> Self?
}

extension DatasetColumn {
  var otherKeys: [String] { [] }
  static var fewest: Int { 6 }
  var canBeMarked: Bool { false }
  static func marked(byKey key: String, among others: [String]) -> Self? { nil }
}

/// A header: which column stands where.
///
/// Bound by names alone, without regard to case, blanks and signs, so that columns may stand in any order.
struct DatasetHeader<Column: DatasetColumn>: Sendable {
  /// How its cells are told apart.
  let syntax: CellSyntax
  /// The number of its cells, padding aside.
  private(set) var width: Int
  /// Names of columns that nobody reads.
  private(set) var unread: [String] = []
  /// How many columns without a name stand before the first, as programs add to number the rows.
  private(set) var lead = 0
  private var places: [Int?]
  private var markPlaces: [Int?]

  /// The place of that column, or nil if the file lacks it.
  subscript(column: Column) -> Int? { places[column.rawValue] }

  /// Where the mark of that column stands, or nil if it has none.
  func mark(of column: Column) -> Int? { markPlaces[column.rawValue] }

  /// The columns that the file lacks.
  var missing: [Column] { Column.allCases.filter { self[$0] == nil } }

  /// What that line says, or nil if it is no header of this layout.
  ///
  /// - Parameter columns: the columns by their keys, `DatasetHeader.columns`.
  init?(_ line: String, columns: [String: Column] = DatasetHeader.columns) {
    guard line.utf8.count >= 6 * Column.fewest, line.utf8.count < 4000 else { return nil }
    syntax = CellSyntax(ofHeader: line)
    let count = Column.allCases.count
    (width, places, markPlaces) = (
      0, Array(repeating: nil, count: count), Array(repeating: nil, count: count)
    )
    var names: [String] = []
    guard syntax.split(line, into: &names), names.count >= Column.fewest else { return nil }
    var found = [Column?](repeating: nil, count: names.count)
    var keys: [String] = []
    for (place, name) in names.enumerated() {
      keys.append(DatasetCell.columnKey(name))
      guard let column = columns[keys[place]], places[column.rawValue] == nil else {
        continue
      }
      places[column.rawValue] = place
      found[place] = column
    }
    guard found.count(where: { $0 != nil }) >= Column.fewest,
      Column.needed.allSatisfy({ places[$0.rawValue] != nil }),
      let last = found.lastIndex(where: { $0 != nil }), let first = found.firstIndex(where: { $0 != nil })
    else { return nil }
    width = last + 1
    for (place, key) in keys.enumerated() where found[place] == nil {
      guard DatasetHeader.isNameless(key) else {
        unread.append(names[place])
        width = max(width, place + 1)
        continue
      }
      guard place > first else {
        lead = place + 1
        continue
      }
      let before = found[place - 1].flatMap { $0.canBeMarked ? $0 : nil }
      guard let column = before ?? Column.marked(byKey: key, among: keys), markPlaces[column.rawValue] == nil
      else {
        continue
      }
      markPlaces[column.rawValue] = place
      width = max(width, place + 1)
    }
  }

  /// All columns by the keys of their names; made anew each time.
  static var columns: [String: Column] {
    var columns: [String: Column] = [:]
    for column in Column.allCases {
      for key in [DatasetCell.columnKey(column.name)] + column.otherKeys where columns[key] == nil {
        columns[key] = column
      }
    }
    return columns
  }

  /// Whether a column has no name, or one that a program made up for it.
  private static func isNameless(_ key: String) -> Bool {
    ["unnamed", "column", "spalte", "col", "x", "v", ""].contains { beginning in
      key.hasPrefix(beginning) && key.dropFirst(beginning.count).allSatisfy { $0.isNumber }
    }
  }
}
