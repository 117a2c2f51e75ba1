/// SIPRI's register as the old site printed it until 2024: rich text, or the same saved as text with tabs.
///
/// Grouped by suppliers with their recipients (`R:`), or by recipients with their suppliers (`S:`); `L:`
/// stands before those that got, or gave, a licence. Names stand on the first line of theirs only; figures in
/// brackets are estimates; there are no volumes.
public enum SIPRIRegisterTextLayout: DatasetLayout {
  /// `sipri-register-text`.
  public static let slug = "sipri-register-text"
  /// What it is, for messages.
  public static let name = "SIPRI's register before 2024, rich text or text with tabs"
  /// The last lines of the two headers.
  public static var headers: [[String]] {
    ["recipient (R)", "supplier (S)"].map { party in
      [party, "ordered", "designation", "description", "of order", "delivery", "delivered", "Comments"]
    }
  }

  /// A reader at the first deal, or nil if the file has neither this register's header nor its labels.
  public static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    if let text = RTFText.lines(of: file) {
      guard text.lines.contains(where: { isTelling($0.text) }) else { return nil }
      return SIPRIRegisterTextReader(text.lines, isRichText: true, isCutOff: text.isCutOff)
    }
    var lines = file.lines
    if !lines.prefix(400).contains(where: isTelling) {
      guard let tabbed = tabbed(lines) else { return nil }
      lines = tabbed
    }
    return SIPRIRegisterTextReader(
      lines.enumerated().map { RTFText.Line(number: $0 + 1, text: $1) }, isRichText: false,
      isCutOff: file.isLastLineOpen)
  }

  /// The lines of a text that a spreadsheet has saved again, with tabs between cells as before; nil if it is none.
  private static func tabbed(_ lines: [String]) -> [String]? {
    guard lines.prefix(40).contains(where: { CellSyntax.contains($0, "designation") }) else { return nil }
    for separator in [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")] {
      let syntax = CellSyntax(separator: separator)
      var cells: [String] = []
      let tabbed = lines.map { line in
        guard syntax.split(line, into: &cells) else { return line }
        return cells.map { $0.replacing("\t", with: " ") }.joined(separator: "\t")
      }
      if tabbed.prefix(400).contains(where: isTelling) { return tabbed }
    }
    return nil
  }

  /// Whether a line is the header, or the first of a party's partners.
  private static func isTelling(_ line: String) -> Bool {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard cells.count >= 7 else { return false }
    return SIPRIRegisterText.isHeader(cells) || SIPRIRegisterText.label(of: cells[0]) != nil
  }
}

/// Reads SIPRI's register as the old site printed it.
struct SIPRIRegisterTextReader: DatasetReader {
  let release: DatasetRelease
  let remarks: [String]

  private let deals: [SIPRIRegisterText.Deal]
  private let groups: SIPRIPriceGroups
  private var place = 0
  private var numbering = DealNumbering()

  init(_ lines: [RTFText.Line], isRichText: Bool, isCutOff: Bool) {
    let text = SIPRIRegisterText(lines, isRichText: isRichText)
    var deals = text.deals
    if isRichText, isCutOff, let last = deals.indices.last {
      deals[last].faults.append(
        DatasetFault(
          kind: "cut off",
          sentence:
            "the file ends before its last brace, after \(deals.count) deals: what followed is missing"))
    }
    self.deals = deals
    let openEnd = "the last line has no end: the file may have been cut off in it"
    remarks = text.remarks + (isCutOff && !isRichText ? [openEnd] : [])
    var groups = SIPRIPriceGroups()
    for deal in deals {
      guard let comment = deal.comment else { continue }
      groups.note(
        comment, supplier: deal.deal.supplier, recipient: deal.deal.recipient, orderYear: deal.deal.orderYear)
    }
    self.groups = groups
    release = SIPRIRegisterTextReader.release(text)
  }

  mutating func next() -> DatasetRow? {
    guard place < deals.count else { return nil }
    let deal = deals[place]
    place += 1
    var row = DatasetRow(line: deal.line, text: deal.text)
    row.faults = deal.faults
    let key = numbering.key(deal.deal.keyParts)
    guard row.faults.isEmpty else { return row }
    row.claims = deal.deal.claims(key: key, groups: groups)
    return row
  }

  /// The edition: what stands above the first deal, and where that tells nothing, the last year in the file.
  private static func release(_ text: SIPRIRegisterText) -> DatasetRelease {
    var preamble = SIPRIPreamble(text.preamble)
    if !preamble.saysSelection, let title = text.preamble.first(where: { $0.contains("ransfers of major") }) {
      let years = title.split { !($0.isASCII && $0.isNumber) }.compactMap { DatasetNumber.year(String($0)) }
      (preamble.firstYear, preamble.lastYear) = (years.first, years.count > 1 ? years.last : nil)
    }
    var release = DatasetRelease(
      sipri: "Trade register, as text", layout: SIPRIRegisterTextLayout.slug, preambles: [preamble])
    guard !preamble.saysSelection else { return release }
    (release.firstYear, release.lastYear) = (preamble.firstYear, preamble.lastYear)
    let span = preamble.firstYear.map { "\($0)" + (preamble.lastYear.map { " to \($0)" } ?? "") }
    let last = text.deals.compactMap { $0.deal.span?.last ?? $0.deal.years.last ?? $0.deal.orderYear }.max()
    let parts = [
      "Trade register, as text: selection not stated", limits(text), span ?? last.map { "years up to \($0)" },
      release.generated.map { "generated \($0)" },
    ]
    release.title = parts.compactMap(\.self).joined(separator: ", ")
    return release
  }

  /// What the file is seen to be limited to: one kind of arms, a few parties.
  ///
  /// The old site gave each such selection the same title.
  private static func limits(_ text: SIPRIRegisterText) -> String? {
    var limits: [String] = []
    var tops: [String: Int] = [:]
    for deal in text.deals {
      let slug = deal.deal.description.flatMap { SIPRIDescriptions.category(description: $0) }
      tops[slug.map { SIPRIDescriptions.top(of: $0) } ?? "", default: 0] += 1
    }
    // SIPRI files some descriptions under two classes.
    if let (top, count) = tops.max(by: { $0.value < $1.value }), count * 20 >= text.deals.count * 19 {
      limits.append("only \(top)")
    }
    for (word, names) in [
      ("from", Set(text.deals.map(\.deal.supplier))), ("to", Set(text.deals.map(\.deal.recipient))),
    ] where !names.isEmpty && names.count <= 3 {
      limits.append("\(word) \(names.sorted().joined(separator: "; "))")
    }
    return limits.isEmpty ? nil : limits.joined(separator: " ")
  }
}
