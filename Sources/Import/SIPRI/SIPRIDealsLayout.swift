/// SIPRI's register as its site exports it since 2024, one line a deal, 16 columns.
///
/// Three columns have no name: each holds a question mark where the column before it is uncertain.
public enum SIPRIDealsLayout: DatasetLayout {
  /// `sipri-deals`.
  public static let slug = "sipri-deals"
  /// What it is, for messages.
  public static let name = "SIPRI's register, one line a deal"
  /// The header as printed, and as it is since September 2026.
  public static var headers: [[String]] {
    ["Number delivered", "Deliveries in the Year Range"].map { delivered in
      [
        "Recipient", "Supplier", "Year of order", " ", "Number ordered", " ", "Weapon designation",
        "Weapon description", delivered, " ", "Year(s) of delivery", "status", "Comments",
        "SIPRI TIV per unit",
        "SIPRI TIV for total order", "SIPRI TIV of delivered weapons",
      ]
    }
  }

  /// A reader at the first deal, or nil if no line of the file is this register's header.
  public static func open(_ file: DatasetFile) -> (any DatasetReader)? { SIPRIDealsReader(file) }
}

/// Reads SIPRI's register with one line a deal.
struct SIPRIDealsReader: DatasetReader {
  let release: DatasetRelease

  private var table: DatasetTable<SIPRIDealsColumn>
  private let groups: SIPRIPriceGroups
  private var numbering = DealNumbering()
  private var repeats: DatasetRepeats
  private var equals: SIPRIEqualDeals
  private let repeatedYears: SIPRIRepeatedYears

  init?(_ file: DatasetFile) {
    let table = DatasetTable<SIPRIDealsColumn>(
      file, words: ["upplier", "UPPLIER"], volumes: [.tivPerUnit, .tivOrder, .tivDelivered],
      repair: { SIPRIDealsReader.repair($0) })
    guard let table else { return nil }
    self.table = table
    groups = SIPRIPriceGroups(table)
    equals = SIPRIEqualDeals(table)
    repeatedYears = SIPRIRepeatedYears(
      table, years: .years, parts: [(.delivered, .ordered), (.tivDelivered, .tivOrder)])
    repeats = DatasetRepeats(sections: table.sections.count)
    release = DatasetRelease(
      sipri: "Trade register, one line a deal", layout: SIPRIDealsLayout.slug,
      preambles: table.sections.map { SIPRIPreamble(table.lines[$0.preamble]) })
  }

  var remarks: [String] { table.remarks + table.openEnd + repeats.remarks + equals.remarks }

  mutating func next() -> DatasetRow? {
    guard let record = table.next() else { return nil }
    if repeats.enter(section: table.section) {
      numbering = DealNumbering()
      equals.enterSection()
    }
    guard record.isWhole else { return table.broken(record, volume: .tivDelivered) }
    var cells = table.cells(of: record)
    var deal = SIPRIDeal(&cells, table.header)
    deal.extra.merge(table.others(of: cells)) { first, _ in first }
    if let line = equals.line(ofEqual: record) {
      cells.fault(
        "repeated record", "stands on line \(line) already; \(equals.count) records stand in the file twice",
        at: nil, nil)
    }
    if let fault = repeatedYears.fault(record) {
      cells.fault(
        fault.kind, fault.sentence, at: table.header[.years], SIPRIDealsColumn.years.name)
    }
    let key = numbering.key(deal.keyParts)
    var row = DatasetRow(line: record.line, text: record.text)
    row.tiv = repeats.isRepeated(key + "\n" + record.text) ? nil : deal.tivDelivered?.value
    row.faults = cells.faults
    if row.faults.isEmpty { row.claims = deal.claims(key: key, groups: groups) }
    return row
  }

  /// A comment is mended if it stands where SIPRI puts it, before the three volumes that end the line.
  private static func repair(_ header: DatasetHeader<SIPRIDealsColumn>) -> DatasetRecords.Repair? {
    guard let comments = header[.comments], header[.tivPerUnit] == comments + 1,
      header[.tivOrder] == comments + 2, header[.tivDelivered] == comments + 3, header.width == comments + 4
    else { return nil }
    return DatasetRecords.Repair(freeText: comments, breaksLines: true) { cells in
      cells[(comments + 1)...].allSatisfy { cell in
        let text = DatasetCell.trimmed(cell)
        return text.isEmpty || DatasetNumber.thousandths(text, decimalComma: false) != nil
      }
    }
  }
}
