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
  public static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    let sections = DatasetSection.find(
      in: file.lines, words: ["upplier", "UPPLIER"], bind: { SIPRIDealsHeader($0) })
    return sections.isEmpty ? nil : SIPRIDealsReader(file, sections)
  }
}

/// Reads SIPRI's register with one line a deal.
struct SIPRIDealsReader: DatasetReader {
  let release: DatasetRelease

  private let file: DatasetFile
  private let sections: [DatasetSection<SIPRIDealsHeader>]
  private let groups: SIPRIPriceGroups
  private let decimalComma: Bool
  private var section = 0
  private var header: SIPRIDealsHeader
  private var records: DatasetRecords
  private var joined = 0
  private var numbering = DealNumbering()

  init(_ file: DatasetFile, _ sections: [DatasetSection<SIPRIDealsHeader>]) {
    self.file = file
    self.sections = sections
    header = sections[0].header
    records = DatasetRecords(file.lines, sections[0])
    decimalComma = SIPRIDealsReader.usesDecimalComma(file, sections)
    groups = SIPRIPriceGroups(file, sections)
    release = DatasetRelease(
      sipri: "Trade register, one line a deal", layout: SIPRIDealsLayout.slug,
      preambles: sections.map { SIPRIPreamble(file.lines[$0.preamble]) })
  }

  var remarks: [String] {
    var remarks: [String] = []
    let joined = joined + records.joined
    if joined > 0 {
      remarks.append("\(joined) record\(joined == 1 ? "" : "s") broken over several lines, joined again")
    }
    if sections.count > 1 {
      remarks.append("\(sections.count) exports follow each other; the others' first lines were passed over")
    }
    var said = Set<String>()
    for header in sections.map(\.header) {
      if !header.missing.isEmpty {
        remarks.append("no column " + header.missing.map { "'\($0.name)'" }.joined(separator: ", "))
      }
      if !header.unread.isEmpty {
        remarks.append("not read: column " + header.unread.map { "'\($0)'" }.joined(separator: ", "))
      }
    }
    return remarks.filter { said.insert($0).inserted }
  }

  mutating func next() -> DatasetRow? {
    while true {
      if let record = records.next() { return row(record) }
      guard section + 1 < sections.count else { return nil }
      section += 1
      joined += records.joined
      header = sections[section].header
      records = DatasetRecords(file.lines, sections[section])
    }
  }

  private mutating func row(_ record: DatasetRecords.Record) -> DatasetRow {
    var row = DatasetRow(line: record.line, text: record.text)
    guard record.isWhole else {
      row.faults = [.cells(records.cells.count, of: header.width)]
      if records.cells.count > header.width, header[.tivDelivered] == header.width - 1,
        let last = records.cells.last
      {
        row.tiv = DatasetNumber.thousandths(DatasetCell.trimmed(last), decimalComma: decimalComma)?.value
      }
      return row
    }
    var cells = DatasetCells(
      cells: records.cells, text: record.text, syntax: header.syntax, decimalComma: decimalComma)
    let deal = SIPRIDeal(&cells, header)
    row.tiv = deal.tivDelivered?.value
    row.faults = cells.faults
    let key = numbering.key(deal.keyParts)
    guard row.faults.isEmpty else { return row }
    row.claims = deal.claims(key: key, groups: groups)
    return row
  }

  /// Whether volumes are written with a decimal comma: what the first number tells that can be read in one way only.
  private static func usesDecimalComma(
    _ file: DatasetFile, _ sections: [DatasetSection<SIPRIDealsHeader>]
  ) -> Bool {
    for section in sections {
      let places = [SIPRIDealsHeader.Column.tivPerUnit, .tivOrder, .tivDelivered].compactMap {
        section.header[$0]
      }
      var cells: [String] = []
      for place in section.lines where section.header.syntax.split(file.lines[place], into: &cells) {
        guard cells.count == section.header.width else { continue }
        for place in places {
          if let answer = DatasetNumber.showsDecimalComma(DatasetCell.trimmed(cells[place])) { return answer }
        }
      }
    }
    return sections.first?.header.syntax.separator != 0x2C
  }
}

extension DatasetRecords {
  fileprivate init(_ lines: [String], _ section: DatasetSection<SIPRIDealsHeader>) {
    let header = section.header
    self.init(
      lines, in: section.lines, syntax: header.syntax, width: header.width, freeText: header.freeText,
      lead: header.lead)
  }
}
