import ArmsModel

/// SIPRI's register as the old site's export script gave it, under short names of columns, or some columns of
/// it.
public enum SIPRIShortCodeLayout: DatasetLayout {
  /// `sipri-short-codes`.
  public static let slug = "sipri-short-codes"
  /// What it is, for messages.
  public static let name = "SIPRI's register under short names of columns"
  /// The header of the whole table.
  public static var headers: [[String]] { [SIPRIShortCodeColumn.allCases.map(\.name)] }

  /// A reader at the first deal, or nil if no line of the file names both parties and a designation in this
  /// way.
  public static func open(_ file: DatasetFile) -> (any DatasetReader)? { SIPRIShortCodeReader(file) }
}

/// Reads SIPRI's register under short names of columns.
struct SIPRIShortCodeReader: DatasetReader {
  let release: DatasetRelease

  private var table: DatasetTable<SIPRIShortCodeColumn>
  private var repeats: DatasetRepeats
  private var numbering = DealNumbering()
  private let repeatedYears: SIPRIRepeatedYears
  /// The line of each deal that has a number, within one export.
  private var lines: [String: Int] = [:]
  private var sums = Sums()
  private var footers: [String] = []

  /// What the last line of such a file adds up.
  private struct Sums: Equatable {
    var ordered: Int64 = 0
    var delivered: Int64 = 0
  }

  init?(_ file: DatasetFile) {
    let table = DatasetTable<SIPRIShortCodeColumn>(
      file, words: ["desig2", "DESIG2", "Desig2"], volumes: [.tivPerUnit, .tivOrder, .tivDelivered],
      repair: { _ in nil })
    guard let table,
      table.sections.allSatisfy({ section in
        let header = section.header
        return (header[.recipient] ?? header[.recipientCode]) != nil
          && (header[.supplier] ?? header[.supplierCode]) != nil
      })
    else { return nil }
    self.table = table
    repeats = DatasetRepeats(sections: table.sections.count)
    repeatedYears = SIPRIRepeatedYears(
      table, years: .years, parts: [(.delivered, .ordered), (.tivDelivered, .tivOrder)])
    var release = DatasetRelease(
      sipri: "Trade register, short names of columns", layout: SIPRIShortCodeLayout.slug,
      preambles: table.sections.map { SIPRIPreamble(table.lines[$0.preamble]) })
    if release.generated == nil, let seen = SIPRIShortCodeReader.seen(table) { release.title += ", \(seen)" }
    self.release = release
  }

  var remarks: [String] { table.remarks + repeats.remarks + footers }

  mutating func next() -> DatasetRow? {
    while let record = table.next() {
      if repeats.enter(section: table.section) { (lines, sums) = ([:], Sums()) }
      guard record.isWhole else { return table.broken(record, volume: .tivDelivered) }
      var cells = table.cells(of: record)
      if SIPRIShortCodeReader.isFooter(cells, table.header) {
        compare(&cells, line: record.line)
        continue
      }
      let (read, id) = SIPRIShortCodeReader.read(&cells, table.header)
      var deal = read
      deal.extra.merge(table.others(of: cells)) { first, _ in first }
      sums.ordered = saturatingSum(sums.ordered, deal.ordered ?? 0)
      sums.delivered = saturatingSum(sums.delivered, deal.delivered ?? 0)
      if let id {
        if let line = lines[id] {
          cells.fault(
            "repeated deal", "deal \(id) stands on line \(line) already", at: table.header[.id],
            SIPRIShortCodeColumn.id.name)
        } else {
          lines[id] = record.line
        }
      }
      if id == nil, let fault = repeatedYears.fault(record) {
        cells.fault(fault.kind, fault.sentence, at: table.header[.years], SIPRIShortCodeColumn.years.name)
      }
      var row = DatasetRow(line: record.line, text: record.text)
      row.tiv = repeats.isRepeated(record.text) ? nil : deal.tivDelivered?.value
      row.faults = cells.faults
      let key = id ?? numbering.key(deal.keyParts)
      guard row.faults.isEmpty else { return row }
      row.claims = deal.claims(key: key, groups: SIPRIPriceGroups())
      return row
    }
    return nil
  }

  // MARK: The footer

  /// Whether a record names nothing: the sums at the end of the file.
  private static func isFooter(_ cells: DatasetCells, _ header: DatasetHeader<SIPRIShortCodeColumn>) -> Bool {
    [
      SIPRIShortCodeColumn.id, .recipient, .recipientCode, .supplier, .supplierCode, .designation,
      .description,
    ].allSatisfy { cells.text(header[$0]) == nil }
  }

  private mutating func compare(_ cells: inout DatasetCells, line: Int) {
    let header = table.header
    for (column, sum) in [(SIPRIShortCodeColumn.ordered, sums.ordered), (.delivered, sums.delivered)] {
      guard let said = cells.integer(header[column], column.name), said != sum else { continue }
      footers.append(
        "line \(line) says that '\(column.name)' adds up to \(said); the records add up to \(sum)")
    }
    sums = Sums()
  }

  // MARK: The edition

  /// What tells the file from other exports, none of which says what it is: its few parties, its years, its
  /// sums.
  private static func seen(_ table: DatasetTable<SIPRIShortCodeColumn>) -> String? {
    var suppliers: Set<String> = []
    var recipients: Set<String> = []
    var last: Int?
    var delivered: String?
    var table = table
    while let record = table.next() {
      guard record.isWhole else { continue }
      let cells = table.cells(of: record)
      let header = table.header
      if isFooter(cells, header) {
        delivered = cells.text(header[.delivered])
        continue
      }
      if let name = cells.text(header[.supplier]) ?? cells.text(header[.supplierCode]) {
        suppliers.insert(name)
      }
      if let name = cells.text(header[.recipient]) ?? cells.text(header[.recipientCode]) {
        recipients.insert(name)
      }
      let ends = [
        cells.text(header[.orderYear]).flatMap { DatasetNumber.year($0) },
        cells.text(header[.years]).flatMap { SIPRIPrintedFigures.years($0) }
          .flatMap { $0.span?.last ?? $0.list.last },
      ]
      if let year = ends.compactMap(\.self).max() { last = max(last ?? year, year) }
    }
    var parts: [String] = []
    if !suppliers.isEmpty, suppliers.count <= 3 {
      parts.append("from \(suppliers.sorted().joined(separator: "; "))")
    }
    if !recipients.isEmpty, recipients.count <= 10 {
      parts.append("to \(recipients.sorted().joined(separator: "; "))")
    }
    if let last {
      parts.append("years up to \(last)")
    } else if let delivered {
      parts.append("\(delivered) pieces delivered")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
