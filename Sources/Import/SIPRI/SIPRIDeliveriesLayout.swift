/// SIPRI's register with one line a deal and year of delivery, 17 columns, as the old and the present site give it.
///
/// The old site wrote semicolons between cells, and also inside descriptions.
public enum SIPRIDeliveriesLayout: DatasetLayout {
  /// `sipri-deliveries`.
  public static let slug = "sipri-deliveries"
  /// What it is, for messages.
  public static let name = "SIPRI's register, one line a deal and year"
  /// The header of the present site and that of the old one.
  public static var headers: [[String]] {
    let names = SIPRIDeliveriesColumn.allCases.map(\.name)
    return [names, ["Deal ID", "Seller", "Buyer"] + names.dropFirst(3)]
  }

  /// A reader at the first delivery, or nil if no line of the file is this register's header.
  public static func open(_ file: DatasetFile) -> (any DatasetReader)? { SIPRIDeliveriesReader(file) }
}

/// Reads SIPRI's register with one line a deal and year.
struct SIPRIDeliveriesReader: DatasetReader {
  let release: DatasetRelease

  private var table: DatasetTable<SIPRIDeliveriesColumn>
  private var repeats: DatasetRepeats
  /// Deals of which the order was told.
  private var ordered: Set<String> = []
  /// The line of each deal and year, within one export.
  private var lines: [String: Int] = [:]

  init?(_ file: DatasetFile) {
    let table = DatasetTable<SIPRIDeliveriesColumn>(
      file,
      words: [
        "elivery year", "ELIVERY YEAR", "elivery Year", "elivery.year", "elivery_year", "ELIVERY_YEAR",
        "eliveryYear",
      ],
      volumes: [.tivNewUnit, .tivDealUnit, .tivDelivered], repair: { SIPRIDeliveriesReader.repair($0) })
    guard let table else { return nil }
    self.table = table
    repeats = DatasetRepeats(sections: table.sections.count)
    release = DatasetRelease(
      sipri: "Trade register, one line a deal and year", layout: SIPRIDeliveriesLayout.slug,
      preambles: table.sections.map { SIPRIPreamble(table.lines[$0.preamble]) })
  }

  var remarks: [String] { table.remarks + openEnd + repeats.remarks }

  /// A line that ends with a word was not cut off in a number.
  private var openEnd: [String] {
    table.header[.localProduction] == table.header.width - 1 ? [] : table.openEnd
  }

  mutating func next() -> DatasetRow? {
    guard let record = table.next() else { return nil }
    if repeats.enter(section: table.section) { lines = [:] }
    guard record.isWhole else { return table.broken(record, volume: .tivDelivered) }
    var cells = table.cells(of: record)
    let delivery = SIPRIDelivery(&cells, table.header)
    if let year = delivery.year {
      let place = "\(delivery.id) \(year)"
      if let line = lines[place] {
        cells.fault(
          "repeated delivery", "deal \(delivery.id) has a delivery of \(year) already, on line \(line)",
          at: table.header[.id], SIPRIDeliveriesColumn.id.name)
      } else {
        lines[place] = record.line
      }
    }
    var row = DatasetRow(line: record.line, text: record.text)
    row.tiv = repeats.isRepeated(record.text) ? nil : delivery.tivDelivered?.value
    row.faults = cells.faults
    guard row.faults.isEmpty else { return row }
    if ordered.insert(delivery.id).inserted { row.claims.append(delivery.order) }
    var claim = delivery.claim
    claim.extra.merge(table.others(of: cells)) { first, _ in first }
    row.claims.append(claim)
    return row
  }

  /// A description with the separator in it moves the cells behind it; moved back they are years, numbers and words.
  private static func repair(_ header: DatasetHeader<SIPRIDeliveriesColumn>) -> DatasetRecords.Repair? {
    guard let description = header[.description], let year = header[.year], year > description else {
      return nil
    }
    let status = header[.status]
    return DatasetRecords.Repair(freeText: description, breaksLines: false) { cells in
      var cells = DatasetCells(cells: cells, text: "", syntax: header.syntax, decimalComma: false)
      let isRight = cells.year(year, "") != nil
      if let status, status > description { _ = cells.condition(status, "") }
      return isRight && cells.faults.isEmpty
    }
  }
}
