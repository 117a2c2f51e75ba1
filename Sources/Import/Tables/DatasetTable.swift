/// The records of a file under the headers of one layout, one after the other.
struct DatasetTable<Column: DatasetColumn>: Sendable {
  /// Above which headers what stands; never empty.
  let sections: [DatasetSection<DatasetHeader<Column>>]
  /// The lines of the file.
  let lines: [String]
  /// Whether the file writes decimal commas.
  let decimalComma: Bool
  /// Which section is being read.
  private(set) var section = 0
  /// The header of that section.
  private(set) var header: DatasetHeader<Column>

  private var records: DatasetRecords
  private var joined = 0
  private let wasWrapped: Bool
  private let isLastLineOpen: Bool
  private let volumes: [Column]
  private let repair: @Sendable (DatasetHeader<Column>) -> DatasetRecords.Repair?

  /// The table of a file, or nil if no line of it is a header of the layout.
  ///
  /// - Parameters:
  ///   - words: texts of which one stands in every header.
  ///   - volumes: the columns that tell whether the file writes decimal commas.
  ///   - repair: how a record with a free text in it is mended.
  init?(
    _ file: DatasetFile, words: [String], volumes: [Column],
    repair: @escaping @Sendable (DatasetHeader<Column>) -> DatasetRecords.Repair?
  ) {
    typealias Section = DatasetSection<DatasetHeader<Column>>
    let columns = DatasetHeader<Column>.columns
    var lines = file.lines
    var sections = Section.find(in: lines, words: words) { DatasetHeader($0, columns: columns) }
    var wasWrapped = false
    if sections.isEmpty, let unwrapped = CellSyntax.unwrapped(lines, words: words) {
      sections = Section.find(in: unwrapped, words: words) { DatasetHeader($0, columns: columns) }
      (lines, wasWrapped) = (unwrapped, true)
    }
    for section in sections.indices { DatasetTable.settle(&sections[section], lines) }
    guard let first = sections.first else { return nil }
    self.sections = sections
    self.lines = lines
    self.wasWrapped = wasWrapped
    isLastLineOpen = file.isLastLineOpen
    self.repair = repair
    self.volumes = volumes
    header = first.header
    records = DatasetTable.records(lines, first, repair(first.header))
    decimalComma = DatasetTable.usesDecimalComma(lines, sections, volumes)
  }

  /// The next record; nil at the end.
  mutating func next() -> DatasetRecords.Record? {
    while true {
      if let record = records.next() {
        if isFooter(record) { continue }
        return record
      }
      guard section + 1 < sections.count else { return nil }
      section += 1
      joined += records.joined
      header = sections[section].header
      records = DatasetTable.records(lines, sections[section], repair(header))
    }
  }

  /// Whether it is a line below the table, alone or filled up with empty cells, and no record.
  private func isFooter(_ record: DatasetRecords.Record) -> Bool {
    if record.isWhole, !records.cells.suffix(3).allSatisfy({ DatasetCell.trimmed($0).isEmpty }) {
      return false
    }
    return DatasetFooter.isFooter(record.text)
  }

  private static func records(
    _ lines: [String], _ section: DatasetSection<DatasetHeader<Column>>, _ repair: DatasetRecords.Repair?
  ) -> DatasetRecords {
    let header = section.header
    let line = lines[section.preamble.upperBound]
    return DatasetRecords(
      lines, in: section.lines, syntax: header.syntax, width: header.width, lead: header.lead,
      isPadded: header.syntax.withoutPadding(line) != line, repair: repair)
  }

  /// The cells of that record, which was read last, volumes as SIPRI prints them.
  func cells(of record: DatasetRecords.Record) -> DatasetCells {
    var cells = records.cells
    for place in volumes.compactMap({ header[$0] }) where place < cells.count {
      if let plain = DatasetNumber.plainForm(cells[place], decimalComma: decimalComma) {
        cells[place] = plain
      }
    }
    var read = DatasetCells(
      cells: cells, text: record.text, syntax: header.syntax, decimalComma: decimalComma)
    for other in header.others where other.isMark && read.text(other.place) != nil {
      read.fault(
        "mark of nothing",
        "'\(read.text(other.place) ?? "")' stands in a column that does not tell what it marks",
        at: other.place, other.name)
    }
    return read
  }

  /// What stands in columns that are none of the layout's, by the keys under which claims keep it.
  func others(of cells: DatasetCells) -> [String: String] {
    var extra: [String: String] = [:]
    for other in header.others where !other.isMark { extra[other.key] = cells.text(other.place) }
    return extra
  }

  /// Looks at the columns of which the header alone does not tell what they are.
  private static func settle(_ section: inout DatasetSection<DatasetHeader<Column>>, _ lines: [String]) {
    let places = section.header.others.map(\.place)
    guard !places.isEmpty else { return }
    var contents: [Int: DatasetColumnContent] = [:]
    var cells: [String] = []
    for line in section.lines {
      guard section.header.syntax.split(lines[line], into: &cells), cells.count >= section.header.width else {
        continue
      }
      for place in places where place < cells.count {
        contents[place, default: DatasetColumnContent()].note(cells[place])
      }
    }
    section.header.settle(contents)
  }

  /// A row for a record that could not be put together, with the volume if it stands where it should.
  func broken(_ record: DatasetRecords.Record, volume: Column) -> DatasetRow {
    var row = DatasetRow(line: record.line, text: record.text)
    let found = records.cells.count
    row.faults = [.cells(found, of: header.width)]
    if found > header.width, header[volume] == header.width - 1, let last = records.cells.last {
      row.tiv = DatasetNumber.thousandths(DatasetCell.trimmed(last), decimalComma: decimalComma)?.value
    }
    return row
  }

  /// What a person should know of a file that ends within a line.
  var openEnd: [String] {
    isLastLineOpen ? ["the last line has no end: the file may have been cut off in it"] : []
  }

  /// What a person should know of the file.
  var remarks: [String] {
    var remarks: [String] = []
    let joined = joined + records.joined
    if joined > 0 {
      remarks.append("\(joined) record\(joined == 1 ? "" : "s") broken over several lines, joined again")
    }
    if wasWrapped { remarks.append("every line is quoted as a whole; read without those quotation marks") }
    if sections.count > 1 {
      remarks.append("\(sections.count) exports in one file, one after the other; read as one")
    }
    for header in sections.map(\.header) {
      if !header.missing.isEmpty {
        remarks.append("lacks " + header.missing.map { "'\($0.name)'" }.joined(separator: ", "))
      }
      if !header.unmarked.isEmpty {
        let columns = header.unmarked.map { "'\($0.name)'" }.joined(separator: ", ")
        remarks.append("has no marks of estimates for \(columns)")
      }
      let others = header.others.filter { !$0.isMark }
      if !others.isEmpty {
        let columns = others.map { "\($0.name.map { "'\($0)'" } ?? "column \($0.place + 1)") as \($0.key)" }
        remarks.append("columns of the copy's own, kept with each record: " + columns.joined(separator: ", "))
      }
    }
    let garbled = lines.count { CellSyntax.contains($0, "\u{FFFD}") }
    if garbled > 0 {
      remarks.append(
        "\(garbled) line\(garbled == 1 ? "" : "s") with letters that an earlier program has lost (\u{FFFD})")
    }
    var said = Set<String>()
    return remarks.filter { said.insert($0).inserted }
  }

  /// What the first number tells that can be read in one way only; else what the separator suggests.
  private static func usesDecimalComma(
    _ lines: [String], _ sections: [DatasetSection<DatasetHeader<Column>>], _ volumes: [Column]
  ) -> Bool {
    var cells: [String] = []
    for section in sections {
      let places = volumes.compactMap { section.header[$0] }
      for place in section.lines where section.header.syntax.split(lines[place], into: &cells) {
        for place in places where cells.count == section.header.width {
          if let answer = DatasetNumber.showsDecimalComma(DatasetCell.trimmed(cells[place])) { return answer }
        }
      }
    }
    return sections.first?.header.syntax.separator != 0x2C
  }
}
