import ArmsModel
import Storage

/// Writes the deals of a register in the 16 columns of SIPRI's own export.
struct RegisterExport {
  /// The header, as SIPRI prints it.
  static let header =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"

  private let knowledgeBase: KnowledgeBase
  private let choice: RegisterChoice
  private let filter: Filter
  /// Whether the filter leaves deals out.
  private let isPart: Bool

  init(_ knowledgeBase: KnowledgeBase, _ choice: RegisterChoice, _ filter: Filter, isPart: Bool) {
    self.knowledgeBase = knowledgeBase
    self.choice = choice
    self.filter = filter
    self.isPart = isPart
  }

  /// Writes the file and says what is in it.
  func write(_ output: OutputOptions, limit: Int?) throws {
    let deals = try knowledgeBase.registerDeals(choice.edition, filter)
    var file = try UnquotedFile(output)
    for line in try preamble() { try file.write(line: line) }
    try file.write(line: RegisterExport.header)
    let written = deals.prefix(limit ?? .max)
    for deal in written { try file.write(RegisterExport.cells(of: deal)) }
    try file.finish()
    Console.say("\(count(written.count, "deal")) written, in UTF-8")
    TooLargeWords.tell(written.filter(\.isTooLarge)) {
      "the deliveries of deal \($0.key), \($0.supplier) to \($0.recipient), \($0.designation)"
    }
    choice.tell()
  }

  private func preamble() throws -> [String] {
    let edition = choice.edition
    let limits = RegisterLimits(title: edition.title)
    var lines: [String] = []
    // Readers take from this line what the file is limited to, and that it is no whole edition if it is not one.
    if let parties = isPart ? try asked() : limits.parties {
      let years = [limits.first, limits.last].map { $0.map { "'\($0)'" } ?? "'Not specified'" }
      lines.append(
        "Transfers of \(isPart ? "a selection of arms" : "major arms") from \(parties). Deals with orders or deliveries, "
          + "year range \(years[0]) to \(years[1])")
    }
    lines += [
      "Written by armskb \(Version.current) in the columns of SIPRI's own export, from the edition named below. UTF-8.",
      "A question mark: the register calls the figure before it uncertain. Empty: not known, or nothing delivered.",
      "TIV: trend-indicator values in millions, a volume of arms and not a price; 0 is below half a million.",
      "",
      source,
    ]
    if let generated = edition.generated { lines.append("Data generated: \(printedMoment(generated))") }
    return lines
  }

  /// Where it is from.
  ///
  /// Of an edition in another layout the deals have other keys here than there: taken for a second
  /// edition, they would count twice.
  private var source: String {
    let edition = choice.edition
    let terms = edition.licence.map { " (terms: \($0))" } ?? ""
    return edition.layout == "sipri-deals"
      ? "Source: \(edition.dataset)\(terms)"
      : "\(OwnCalculation.source) \(Version.current), put into one line a deal from \(edition.dataset)\(terms): \(edition.title)"
  }

  /// From whom to whom the filter asks.
  private func asked() throws -> String {
    let names = try knowledgeBase.registerNames()
    func list(_ codes: [PartyCode], _ all: String) -> String {
      codes.isEmpty ? all : codes.map { names[$0.rawValue] ?? $0.rawValue }.joined(separator: "; ")
    }
    return "\(list(filter.suppliers, "all suppliers")) to \(list(filter.recipients, "all recipients"))"
  }

  /// The cells of a line.
  static func cells(of deal: RegisterLine) -> [String] {
    func mark(_ isUncertain: Bool) -> String { isUncertain ? "?" : "" }
    // A sum that is too large to be kept is no number.
    func kept(_ sum: Int64?) -> Int64? { sum == .max ? nil : sum }
    func number(_ number: Int64?) -> String { kept(number).map(String.init) ?? "" }
    let status =
      switch deal.condition {
      case .new: "New"
      case .secondHand: "Second hand"
      case .modernized: "Second hand but modernized"
      case nil: ""
      }
    return [
      deal.recipient, deal.supplier, deal.orderYear.map(String.init) ?? "", mark(deal.isOrderYearUncertain),
      number(deal.ordered), mark(deal.isOrderedUncertain), deal.designation, deal.description ?? "",
      deal.hasDeliveries ? number(deal.delivered) : "0", mark(deal.isDeliveredUncertain),
      deal.years.map(String.init).joined(separator: "; "), status, deal.comments ?? "", deal.tivPerUnit ?? "",
      deal.tivOrder ?? "", deal.tivDeliveredPrinted ?? kept(deal.tivDelivered).map { plainDecimal($0) } ?? "",
    ]
  }
}

/// Writes transfers, from whatever sources, in the columns of SIPRI's export.
///
/// Its `Source:` line begins with `armskb`: by that an import knows it, which would else take it for SIPRI's.
struct TransfersAsRegister {
  private let knowledgeBase: KnowledgeBase
  private let filter: Filter

  init(_ knowledgeBase: KnowledgeBase, _ filter: Filter) {
    self.knowledgeBase = knowledgeBase
    self.filter = filter
  }

  /// Writes the file and says what is in it.
  func write(_ output: OutputOptions, limit: Int?) throws {
    let deals = try knowledgeBase.transfersAsDeals(filter, limit: limit)
    var file = try UnquotedFile(output)
    for line in [
      "Transfers of arms as armskb counts them, in the columns of SIPRI's trade register. NOT SIPRI'S DATA. UTF-8.",
      "A question mark: low and high differ, the number is the best figure. Empty: no source says it.",
      "Comments: the identifier for armskb show; the stage; what the columns cannot hold; numbers of claims and origins.",
      "", "\(OwnCalculation.source) \(Version.current), made from the claims of a knowledge base",
      RegisterExport.header,
    ] { try file.write(line: line) }
    for deal in deals { try file.write(RegisterExport.cells(of: deal)) }
    try file.finish()
    Console.say("\(count(deals.count, "transfer")) written, in UTF-8; this is not SIPRI's data")
    TooLargeWords.tell(deals.filter(\.isTooLarge)) {
      "\($0.key), \($0.supplier) to \($0.recipient), \($0.designation)"
    }
    if filter.stages.isEmpty || !filter.includeDisputed {
      Console.say(
        "only what was agreed and is not disputed, unless asked for by --stage and --include-disputed")
    }
  }
}
