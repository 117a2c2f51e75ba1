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
  /// What a mark's own column calls this one, beside its names: keys of `DatasetCell.columnKey`.
  var markKeys: [String] { get }
}

extension DatasetColumn {
  var otherKeys: [String] { [] }
  static var fewest: Int { 6 }
  var canBeMarked: Bool { false }
  var markKeys: [String] { [] }
}

/// A header: which column stands where.
///
/// Bound by names alone, without regard to case, blanks and signs, so that columns may stand in any order. What no
/// column's name is belongs to nobody until `settle` has seen what stands under it.
struct DatasetHeader<Column: DatasetColumn>: Sendable {
  /// How its cells are told apart.
  let syntax: CellSyntax
  /// The number of its cells, padding aside.
  private(set) var width: Int
  /// How many columns without a name stand before the first, as programs add to number the rows.
  private(set) var lead = 0
  /// The columns that are none of the layout's, and the keys under which claims keep them.
  private(set) var others: [Other] = []
  /// The columns that the layout knows and the file has, by place.
  private var found: [Column?] = []
  private var places: [Int?]
  private var markPlaces: [Int?]

  /// A column that is none of the layout's.
  struct Other: Hashable {
    var place: Int
    /// As printed; nil where it has no name, or one that a program made up.
    var name: String?
    /// The key of a claim's own fields, such as `x_region`.
    var key: String
    /// Whether question marks stand in it, and nothing tells what they mark.
    var isMark = false
  }

  /// The place of that column, or nil if the file lacks it.
  subscript(column: Column) -> Int? { places[column.rawValue] }

  /// Where the mark of that column stands, or nil if it has none.
  func mark(of column: Column) -> Int? { markPlaces[column.rawValue] }

  /// The columns that the file lacks.
  var missing: [Column] { Column.allCases.filter { self[$0] == nil } }

  /// The columns of the file that can be marked and have no mark.
  var unmarked: [Column] {
    Column.allCases.filter { $0.canBeMarked && self[$0] != nil && mark(of: $0) == nil }
  }

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
    for (place, name) in names.enumerated() {
      guard let column = columns[DatasetCell.columnKey(name)], places[column.rawValue] == nil else {
        continue
      }
      places[column.rawValue] = place
      found[place] = column
    }
    guard found.count(where: { $0 != nil }) >= Column.fewest,
      Column.needed.allSatisfy({ places[$0.rawValue] != nil }),
      let last = found.lastIndex(where: { $0 != nil }), let first = found.firstIndex(where: { $0 != nil })
    else { return nil }
    self.found = found
    width = last + 1
    var nameless: [Int] = []
    for (place, name) in names.enumerated() where found[place] == nil {
      switch DatasetMarkName<Column>(name) {
      case .column(let column) where markPlaces[column.rawValue] == nil: bind(place, to: column)
      case .nameless: nameless.append(place)
      default:
        others.append(Other(place: place, name: name, key: key(of: name, at: place)))
        width = max(width, place + 1)
      }
    }
    bindNameless(nameless, names, first: first)
  }

  private mutating func bind(_ place: Int, to column: Column) {
    markPlaces[column.rawValue] = place
    width = max(width, place + 1)
  }

  // MARK: Columns without a name

  /// Binds marks without a name: each stands behind the column that it marks, or before; where they were moved, the
  /// numbers that a program gave them tell which is which.
  private mutating func bindNameless(_ nameless: [Int], _ names: [String], first: Int) {
    let marked = Column.allCases.filter { $0.canBeMarked && mark(of: $0) == nil }
    let behind = beside(-1, nameless)
    let inside = nameless.count { $0 > first }
    if inside == 0 || behind.count < inside, !marked.isEmpty, nameless.count >= marked.count {
      let marks = Array(nameless.suffix(marked.count))
      let isRest = nameless.count == marked.count || nameless.count == marked.count + 1 && nameless[0] == 0
      if isRest, let order = DatasetMarkName<Column>.order(of: marks.map { names[$0] }) {
        for (place, column) in zip(order.map { marks[$0] }, marked) { bind(place, to: column) }
      }
    }
    if !nameless.contains(where: { markPlaces.contains($0) }) {
      let before = beside(1, nameless)
      for (place, column) in behind.count >= before.count ? behind : before { bind(place, to: column) }
    }
    for place in nameless where !markPlaces.contains(place) {
      if place < first { lead = place + 1 }
      others.append(Other(place: place, name: nil, key: "x_column_\(place + 1)"))
    }
  }

  /// Those of the columns without a name that stand so many places from one that can be marked.
  private func beside(_ step: Int, _ nameless: [Int]) -> [(place: Int, column: Column)] {
    nameless.compactMap { place in
      guard found.indices.contains(place + step), let column = found[place + step], column.canBeMarked,
        mark(of: column) == nil
      else { return nil }
      return (place, column)
    }
  }

  // MARK: Columns of nobody

  /// Decides about the columns that are none of the layout's, by what stands in them.
  ///
  /// Empty ones, and row numbers before the first column, are nothing. Nothing but question marks behind a column
  /// that can be marked are its marks; without a name they may be those of a column that the file lacks.
  mutating func settle(_ contents: [Int: DatasetColumnContent]) {
    var kept: [Other] = []
    var lost = Column.allCases.count { $0.canBeMarked && self[$0] == nil }
    for var other in others {
      guard let content = contents[other.place], content.isFilled else { continue }
      if other.place < lead, content.isWholeNumbers { continue }
      if content.isMarks {
        let before = other.place > 0 ? found[other.place - 1] : nil
        if let column = before, column.canBeMarked, mark(of: column) == nil, other.name != nil {
          bind(other.place, to: column)
          continue
        }
        if lost > 0, other.name == nil {
          lost -= 1
          continue
        }
        other.isMark = true
      }
      kept.append(other)
      width = max(width, other.place + 1)
    }
    others = kept
  }

  /// A key of a claim's own for a column of that name, different from all others.
  private func key(of name: String, at place: Int) -> String {
    let slug = DatasetHeaderKey.slug(of: name)
    let key = "x_\(slug)"
    let isTaken =
      slug.isEmpty || DatasetColumnContent.ownKeys.contains(key) || others.contains { $0.key == key }
    return isTaken ? "x_column_\(place + 1)" : key
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
}
