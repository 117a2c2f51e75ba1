/// The deals of SIPRI's printed register, its lines read.
struct SIPRIRegisterText: Sendable {
  /// One deal, and where it stands.
  struct Deal {
    var line: Int
    var text: String
    var deal: SIPRIDeal
    /// What its comment says; nil where there is none.
    var comment: SIPRIComment?
    var faults: [DatasetFault]
  }

  /// What a letter before a colon says of the parties that follow.
  enum Label: Hashable {
    case recipient, supplier, licence
  }

  private(set) var deals: [Deal] = []
  /// The lines above the first party.
  private(set) var preamble: [String] = []
  /// What a person should know of the file.
  private(set) var remarks: [String] = []

  /// A line that begins a deal, with the parties that it belongs to.
  private struct Entry {
    var line: Int
    var text: String
    var cells: [String]
    /// How many cells stand before those.
    var skipped: Int
    var head: String?
    var partner: String?
    var label: Label?
  }

  init(_ printed: [RTFText.Line], isRichText: Bool) {
    let lines = printed.map(Self.unpadded)
    var entries: [Entry] = []
    var head: String?
    var partner: String?
    var label: Label?
    var joined = 0
    var passed = 0
    var isOpen = false
    for (place, line) in lines.enumerated() {
      let cells = line.text.split(separator: "\t", omittingEmptySubsequences: false)
      let isFilled = cells.contains { !DatasetCell.trimmed(String($0)).isEmpty }
      defer { isOpen = isFilled && (cells.count > 3 || isOpen) }
      guard isFilled else { continue }
      if cells.count < 3 {
        if Self.isHead(place, in: lines) {
          (head, partner, label) = (DatasetCell.trimmed(line.text), nil, nil)
        } else if head == nil {
          preamble.append(line.text)
        } else if isOpen, !isRichText, let last = entries.indices.last, cells.count == 1 {
          entries[last].text += "\n" + line.text
          entries[last].cells[entries[last].cells.count - 1] += " " + DatasetCell.trimmed(line.text)
          joined += 1
        } else {
          passed += 1
        }
        continue
      }
      let first = Self.label(of: cells[0])
      if Self.isHeader(cells) || head == nil && first == nil {
        if head == nil { preamble.append(line.text) }
        continue
      }
      var fields = cells.map { DatasetCell.trimmed(String($0)) }
      if let first {
        label = first
        partner = fields[0].firstIndex(of: ":").map {
          DatasetCell.trimmed(String(fields[0][fields[0].index(after: $0)...]))
        }
      } else if !fields[0].isEmpty {
        partner = fields[0]
      } else if fields.count > 1, fields[1].isEmpty {
        fields.remove(at: 1)
      }
      entries.append(
        Entry(
          line: line.number, text: line.text, cells: Array(fields.dropFirst()),
          skipped: cells.count - fields.count + 1, head: head, partner: partner, label: label))
    }
    let isBySupplier = Self.isBySupplier(preamble, entries)
    deals = entries.map { Self.deal($0, isBySupplier: isBySupplier) }
    if joined > 0 { remarks.append("lines joined to the records above them: \(joined)") }
    if passed > 0 { remarks.append("lines that are no deals, passed over: \(passed)") }
  }

  // MARK: Lines

  /// A line of one cell without the tabs that a spreadsheet filled it up with.
  private static func unpadded(_ line: RTFText.Line) -> RTFText.Line {
    guard line.text.hasSuffix("\t\t"), let first = line.text.firstIndex(of: "\t"),
      first > line.text.startIndex,
      line.text[first...].allSatisfy({ $0 == "\t" || $0 == " " })
    else { return line }
    return RTFText.Line(number: line.number, text: String(line.text[..<first]))
  }

  /// What `R: Name` says; nil if no label stands there.
  static func label(of cell: Substring) -> Label? {
    let text = cell.drop { $0 == " " || $0 == "\u{A0}" }
    guard text.dropFirst().first == ":" else { return nil }
    switch text.first {
    case "R": return .recipient
    case "S": return .supplier
    case "L": return .licence
    default: return nil
    }
  }

  /// Whether these are cells of the header, which takes three lines.
  static func isHeader(_ cells: [Substring]) -> Bool {
    let words = Set(cells.map { DatasetCell.trimmed(String($0)).lowercased() })
    return words.isSuperset(of: ["ordered", "designation"]) || words.isSuperset(of: ["no.", "weapon"])
      || words == ["", "year(s)"] || words == ["year(s)"]
  }

  /// Whether a line is the name of a party under which others stand: a label begins what comes next.
  private static func isHead(_ place: Int, in lines: [RTFText.Line]) -> Bool {
    guard !lines[place].text.contains("\t") || lines[place].text.hasSuffix("\t") else { return false }
    for line in lines[(place + 1)...].prefix(4) {
      let cells = line.text.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.contains(where: { !DatasetCell.trimmed(String($0)).isEmpty }) else { continue }
      return cells.count > 3 && label(of: cells[0]) != nil
    }
    return false
  }

  private static func isBySupplier(_ preamble: [String], _ entries: [Entry]) -> Bool {
    for line in preamble {
      if line.contains("recipient (R)") { return true }
      if line.contains("supplier (S)") { return false }
    }
    return entries.lazy.compactMap(\.label).first { $0 != .licence } != .supplier
  }

  // MARK: Deals

  private static let names = [
    "No. ordered", "Weapon designation", "Weapon description", "Year of order", "Year(s) of delivery",
    "No. delivered", "Comments",
  ]

  private static func deal(_ entry: Entry, isBySupplier: Bool) -> Deal {
    var cells = entry.cells
    while cells.count > names.count, cells.last == "" { cells.removeLast() }
    if cells.count > names.count {
      cells = Array(cells[..<6]) + [cells[6...].filter { !$0.isEmpty }.joined(separator: " ")]
    }
    var reader = SIPRIPrintedFigures(cells: cells, names: names, line: entry.text, skipped: entry.skipped)
    var deal = SIPRIDeal()
    let head = entry.head ?? ""
    let partner = entry.partner ?? ""
    let headSupplies = entry.label == .licence ? isBySupplier : entry.label != .supplier
    (deal.supplier, deal.recipient) = headSupplies ? (head, partner) : (partner, head)
    if entry.label == .licence { deal.mode = .licenceProduction }
    if head.isEmpty || partner.isEmpty {
      reader.fault("no name", "stands under no \(head.isEmpty ? "first" : "second") name", nil)
    } else if head == partner {
      reader.fault("same party", "'\(head)' is both supplier and recipient", nil)
    }
    guard cells.count >= 4 else {
      return Deal(
        line: entry.line, text: entry.text, deal: deal, comment: nil,
        faults: reader.faults + [.cells(cells.count, of: names.count)])
    }
    let ordered = reader.number(0)
    deal.ordered = ordered.value
    deal.designation = reader.text(1) ?? ""
    if deal.designation.isEmpty { reader.fault("empty", "is empty, every record has one", 1) }
    deal.description = reader.text(2)
    let orderYear = reader.year(3)
    deal.orderYear = orderYear.value
    if ordered.isEstimate { deal.orderEstimates.append("quantity") }
    if orderYear.isEstimate { deal.orderEstimates.append("from") }
    let years = reader.years(4)
    deal.years = years.list
    deal.span = years.span
    let delivered = reader.number(5)
    deal.delivered = delivered.value
    if delivered.isEstimate { deal.deliveryEstimates.append("quantity") }
    if years.isFirstEstimate { deal.deliveryEstimates.append("from") }
    if years.isLastEstimate { deal.deliveryEstimates.append("to") }
    deal.comments = reader.text(6)
    let comment = deal.comments.map { SIPRIComment($0) }
    deal.condition = comment?.condition?.rawValue
    return Deal(line: entry.line, text: entry.text, deal: deal, comment: comment, faults: reader.faults)
  }
}
