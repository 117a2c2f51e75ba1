/// A table with quoted cells and a header in one of its first records, its columns found by name.
struct QuotedTable: Sendable {
  /// The number of the header's cells, empty ones at its end not counted.
  let width: Int
  /// Where the columns asked for stand, in the order in which they were asked for.
  let places: [Int]
  private let columns: [String]
  /// The columns that are none of the layout's, and the keys under which claims keep them.
  private var others: [(place: Int, name: String, key: String)] = []
  private var cells: QuotedCells

  /// Whether a comma divides decimals in its figures.
  private var isCommaDecimal = false

  /// So many records may stand above the header.
  private static let reach = 20

  /// The table of that file, or nil if it lacks one of the columns.
  ///
  /// Commas, semicolons or tabs stand between the cells, whichever gives the header its columns. Names are compared
  /// without regard to case and signs.
  /// - Parameters:
  ///   - figures: those of the columns that hold numbers.
  ///   - optional: columns asked for behind these, which the file may lack; then they are empty.
  ///   - known: columns that the layout knows and does not ask for.
  init?(
    _ file: DatasetFile, columns: [String], figures: [String] = [], optional: [String] = [],
    known: [String] = []
  ) {
    let wanted = columns.map { DatasetCell.columnKey($0) }
    // A line that is one quoted cell was such a table before a spreadsheet took it for a single column.
    for lines in [file.lines, file.lines.map(TIVTable.unwrapped)] {
      for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
        var cells = QuotedCells(lines, separator: separator)
        for _ in 0..<QuotedTable.reach {
          guard let header = cells.next() else { break }
          let names = header.cells.indices.map { header[$0] }
          let keys = names.map { DatasetCell.columnKey($0) }
          let places = wanted.compactMap { keys.firstIndex(of: $0) }
          guard places.count == columns.count else { continue }
          width = (names.lastIndex { !$0.isEmpty } ?? 0) + 1
          self.places = places + optional.map { keys.firstIndex(of: DatasetCell.columnKey($0)) ?? -1 }
          self.columns = columns + optional
          self.cells = cells
          let told = Set((columns + optional + known).map { DatasetCell.columnKey($0) })
          for (place, name) in names.enumerated()
          where !TIVTable.isNameless(name) && !told.contains(keys[place]) {
            others.append((place, name, "x_\(DatasetHeaderKey.slug(of: name))"))
          }
          let numbers = figures.compactMap { columns.firstIndex(of: $0) }.map { places[$0] }
          while !isCommaDecimal, let record = cells.next() {
            isCommaDecimal = numbers.contains { DatasetNumber.showsDecimalComma(record[$0]) ?? false }
          }
          return
        }
      }
    }
    return nil
  }

  /// The next record and the row to be made of it, which has a fault already if it is not as wide as the header.
  ///
  /// Records without anything in them are passed over, empty cells beyond the header are tolerated.
  mutating func next() -> (record: QuotedRecord, row: DatasetRow)? {
    while let record = cells.next() {
      if record.isEmpty { continue }
      var row = DatasetRow(line: record.line, text: record.text)
      if !record.isClosed || record.cells.count < width
        || record.cells.indices.dropFirst(width).contains(where: { !record[$0].isEmpty })
      {
        row.faults.append(.cells(record, of: width))
      }
      return (record, row)
    }
    return nil
  }

  /// Keeps with the row's first claim what stands in columns that are none of the layout's.
  func keepOthers(of record: QuotedRecord, in row: inout DatasetRow) {
    guard !row.claims.isEmpty else { return }
    for other in others where !record[other.place].isEmpty && row.claims[0].extra[other.key] == nil {
      row.claims[0].extra[other.key] = record[other.place]
    }
  }

  /// What a person should know of the file.
  var remarks: [String] {
    guard !others.isEmpty else { return [] }
    let columns = others.map { "'\($0.name)' as \($0.key)" }.joined(separator: ", ")
    return ["columns of the copy's own, kept with each record: \(columns)"]
  }

  /// The same where nothing of them is kept.
  var unread: [String] {
    others.isEmpty
      ? []
      : [
        "columns of the copy's own, which are not read: "
          + others.map { "'\($0.name)'" }.joined(separator: ", ")
      ]
  }

  /// The text of the column asked for as that one, blanks around it cut; empty for what programs write for nothing.
  func text(_ column: Int, of record: QuotedRecord) -> String {
    DatasetCell.filled(record[places[column]]) ?? ""
  }

  /// The same for a number: with a point before decimals, none before zeros alone, and no sign between thousands.
  func figure(_ column: Int, of record: QuotedRecord) -> String {
    let text = text(column, of: record)
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x2E || $0 == 0x27 || $0 >= 0x80 }),
      DatasetNumber.thousandths(text, decimalComma: isCommaDecimal) != nil
    else { return text }
    let point: Character = isCommaDecimal ? "," : "."
    var plain = String(text.filter { $0 == point || $0.isASCII && $0.isNumber }).replacing(",", with: ".")
    if let place = plain.firstIndex(of: "."), plain[place...].dropFirst().allSatisfy({ $0 == "0" }) {
      plain = String(plain[..<place])
    }
    return plain
  }

  /// A fault of that column.
  func notA(_ kind: String, _ column: Int, _ record: QuotedRecord) -> DatasetFault {
    .notA(kind, record, places[column], columns[column])
  }

  /// A column that should hold a name holds none.
  func noName(_ column: Int, _ record: QuotedRecord) -> DatasetFault {
    .noName(record, places[column], columns[column])
  }
}
