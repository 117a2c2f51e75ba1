import ArmsModel

/// A CSV table in memory whose columns are known, with the place of every cell.
struct ReferenceTable {
  /// A cell: its text and where it begins.
  struct Cell {
    var text: String
    var location: SourceLocation
    var field: String
  }

  private(set) var rows: [Row] = []

  /// A row: a cell for each column.
  struct Row {
    var line: Int
    fileprivate var cells: [String: Cell]
    fileprivate var start: SourceLocation

    /// The cell of a column.
    subscript(column: String) -> Cell {
      cells[column] ?? Cell(text: "", location: start, field: column)
    }
  }

  /// Reads a table; whatever is wrong with it is noted, and rows that are malformed are left out.
  ///
  /// - Parameter columns: the columns that the header must have, in any order; no other is allowed.
  init(
    _ name: String, content: [UInt8]?, columns: [String], problems: inout [ImportProblem]
  ) throws {
    let top = SourceLocation(file: name, line: 1, column: 1)
    guard let content else {
      problems.append(ImportProblem(location: top, reason: .missingFile))
      return
    }
    let reader = DelimitedReader(ByteInput(bytes: content, name: name), separator: 0x2C)
    var header: [DelimitedReader.Column] = []
    do {
      header = try reader.header()
    } catch let error as RecordSyntaxError {
      problems.append(ImportProblem(location: error.location(in: name), reason: .syntax(error.reason)))
      return
    }
    if header.isEmpty {
      problems.append(ImportProblem(location: top, reason: .noRecords))
      return
    }
    for column in header where !columns.contains(column.name) {
      problems.append(
        ImportProblem(
          location: SourceLocation(file: name, line: column.line, column: column.column),
          reason: .unknownColumn(column.name, nearest: NearestName.of(column.name, among: columns))))
    }
    for column in columns where !header.contains(where: { $0.name == column }) {
      problems.append(ImportProblem(location: top, reason: .missingColumn(column)))
    }
    while true {
      do {
        guard try reader.next() else { break }
      } catch let error as RecordSyntaxError {
        problems.append(ImportProblem(location: error.location(in: name), reason: .syntax(error.reason)))
        continue
      }
      var cells: [String: Cell] = [:]
      for (index, column) in header.enumerated() {
        let value = reader.field(index)
        cells[column.name] = Cell(
          text: String(decoding: value.bytes, as: UTF8.self), location: value.location(in: name),
          field: column.name)
      }
      let start = SourceLocation(file: name, line: reader.recordLine, column: 1)
      rows.append(Row(line: reader.recordLine, cells: cells, start: start))
    }
  }
}

extension ReferenceTable.Cell {
  /// The text, or nil if it is empty.
  var optional: String? { text.isEmpty ? nil : text }

  /// The items between semicolons, without blanks around them.
  var list: [String] {
    text.split(separator: ";").map { item in
      var item = item
      while item.first == " " { item.removeFirst() }
      while item.last == " " { item.removeLast() }
      return String(item)
    }.filter { !$0.isEmpty }
  }
}
