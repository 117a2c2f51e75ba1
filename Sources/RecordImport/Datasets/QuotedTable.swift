/// A table with quoted cells and a header in its first record, its columns found by name.
struct QuotedTable: Sendable {
  /// The number of the header's cells, empty ones at its end not counted.
  let width: Int
  /// Where the columns asked for stand, in the order in which they were asked for.
  let places: [Int]
  private let columns: [String]
  private var cells: QuotedCells

  /// The table of that file, or nil if it lacks one of the columns.
  ///
  /// Commas, semicolons or tabs stand between the cells, whichever gives the header its columns.
  init?(_ file: DatasetFile, columns: [String]) {
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
      var cells = QuotedCells(file.lines, separator: separator)
      guard let header = cells.next() else { return nil }
      let names = header.cells.indices.map { header[$0] }
      let places = columns.compactMap { names.firstIndex(of: $0) }
      guard places.count == columns.count else { continue }
      width = (names.lastIndex { !$0.isEmpty } ?? 0) + 1
      self.places = places
      self.columns = columns
      self.cells = cells
      return
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

  /// The text of the column asked for as that one, blanks around it cut.
  func text(_ column: Int, of record: QuotedRecord) -> String { record[places[column]] }

  /// A fault of that column.
  func notA(_ kind: String, _ column: Int, _ record: QuotedRecord) -> DatasetFault {
    .notA(kind, record, places[column], columns[column])
  }

  /// A column that should hold a name holds none.
  func noName(_ column: Int, _ record: QuotedRecord) -> DatasetFault {
    .noName(record, places[column], columns[column])
  }
}
