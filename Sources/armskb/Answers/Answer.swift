import ArmsModel
import Publishing
import SQLite
import Storage

/// Writes the rows of one answer to where `OutputOptions` says, in the format that it says.
final class Answer {
  let columns: [Column]
  /// Places of the chosen columns among all.
  private let chosen: [Int]
  private let writer: ReportWriter
  private let close: () throws -> Void
  private var row: [Cell] = []

  /// - Parameters:
  ///   - columns: all columns of the answer; `--columns` picks from them.
  ///   - readingOrder: names that go first in a table, where the width may not do for all.
  ///   - leftOutOfReading: names that no table has unless they are asked for.
  init(
    _ options: OutputOptions, _ columns: [Column], title: String, readingOrder: [String] = [],
    leftOutOfReading: [String] = []
  ) throws {
    var chosen = try Answer.choose(options.columns, from: columns)
    if options.columns == nil, options.isForReading {
      chosen.removeAll { leftOutOfReading.contains(columns[$0].flatName) }
      let first = readingOrder.compactMap { name in chosen.first { columns[$0].flatName == name } }
      chosen = first + chosen.filter { !first.contains($0) }
    }
    self.chosen = chosen
    self.columns = columns
    let file = try OutputFile(options.output)
    close = { try file.close() }
    let keeping: [TerminalSequence] = options.isForReading ? [.bold, .plain] : []
    writer = ReportWriter(
      format: options.chosenFormat, columns: chosen.map { columns[$0] },
      options: ReportOptions(
        width: options.writesToTerminal || Console.environment("COLUMNS") != nil ? Console.width : nil,
        color: options.writesToTerminal && Console.wantsColor && !options.noColor, title: title,
        excel: options.excel, hiddenColumns: options.columns == nil ? columns.count - chosen.count : 0),
      sink: { try file.write($0, keeping: keeping) })
  }

  /// All columns as CSV, to wherever `sink` takes them.
  init(csv columns: [Column], sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    chosen = Array(columns.indices)
    self.columns = columns
    close = {}
    writer = ReportWriter(format: .csv, columns: columns, sink: sink)
  }

  /// Number of rows written.
  var rowCount: Int { writer.rowCount }

  /// Writes a row that has a cell for each column.
  func write(_ cells: [Cell]) throws {
    row.removeAll(keepingCapacity: true)
    for place in chosen { row.append(cells[place]) }
    try writer.write(row)
  }

  /// Writes a row of a list, cell by cell from the statement, without making Strings.
  func write(_ statement: Statement, _ kinds: [ListColumn.Kind]) throws {
    for place in chosen {
      let column = Int32(place)
      switch kinds[place] {
      case .text, .list, .integerList, .extra:
        if let bytes = try statement.utf8(column) { writer.text(bytes) } else { writer.null() }
      case .integer:
        if let number = try statement.integerOrNil(column) { writer.integer(number) } else { writer.null() }
      case .boolean:
        if let number = try statement.integerOrNil(column) {
          writer.boolean(number != 0)
        } else {
          writer.null()
        }
      case .thousandths:
        if let number = try statement.integerOrNil(column) {
          writer.decimal(thousandths: number)
        } else {
          writer.null()
        }
      case .real:
        if let number = try statement.realOrNil(column) { writer.real(number) } else { writer.null() }
      case .identity(let letter):
        try identity(statement, column, letter)
      }
    }
    try writer.endRow()
  }

  /// Writes a row cell by cell, without making cells of it; `cell` writes that of the column at a place.
  func write(_ cell: (_ column: Int, _ writer: ReportWriter) throws -> Void) throws {
    for place in chosen { try cell(place, writer) }
    try writer.endRow()
  }

  /// Closes tables and files.
  func finish() throws {
    try writer.finish()
    try close()
  }

  private func identity(_ statement: Statement, _ column: Int32, _ letter: Character) throws {
    guard let key = try statement.identityOrNil(column) else { return writer.null() }
    writer.identity(key, letter)
  }

  private static func choose(_ names: String?, from columns: [Column]) throws -> [Int] {
    guard let names else { return Array(columns.indices) }
    var problems: [String] = []
    let places = names.split(separator: ",").compactMap { part -> Int? in
      let name = String(part).trimmed
      if let place = columns.firstIndex(where: { $0.name == name || $0.flatName == name }) { return place }
      let near = NearestName.of(name, among: columns.map(\.flatName))
      problems.append("there is no column \(quoted(name))\(suggestion(near))")
      return nil
    }
    guard problems.isEmpty else {
      let all = columns.map(\.flatName).joined(separator: ", ")
      throw CommandFailure(.usage, "\(Words(lines: problems.prefix(20)))\n  columns: \(all)")
    }
    return places
  }
}

extension ReportWriter {
  /// Writes a cell with an identity in print.
  func identity(_ key: ContentHash, _ letter: Character) {
    func digit(_ number: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: number < 10 ? 48 + number : 87 + number)
    }
    withUnsafeTemporaryAllocation(byteCount: 17, alignment: 1) { digits in
      digits[0] = letter.asciiValue ?? 63
      for place in 0..<16 { digits[1 + place] = digit(key.high >> UInt64(60 - 4 * place) & 15) }
      text(UnsafeRawBufferPointer(digits))
    }
  }

  /// Writes a cell of text, or one that is not known.
  func text(orNull text: String?) { if let text { self.text(text) } else { null() } }
}

extension Column {
  /// The column of a report for a column of a list.
  init(_ column: ListColumn) {
    let kind: Kind =
      switch column.kind {
      case .text, .identity: .text
      case .integer: .integer
      case .boolean: .boolean
      case .thousandths: .decimal
      case .real: .real
      case .list: .list
      case .integerList: .integerList
      case .extra: .json
      }
    self.init(column.name, kind)
  }
}
