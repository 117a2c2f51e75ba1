import ArgumentParser
import ArmsModel
import Counting
import Reporting
import SQLite
import Storage

/// `armskb review`.
struct Review: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at what the rules leave to a person.", subcommands: [ReviewTransfers.self])
}

/// `armskb review transfers`.
struct ReviewTransfers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfers",
    abstract: "Pairs of transfers that may be one deal: the same, different, or unsure.",
    discussion: """
      On a terminal it shows one pair after the other, side by side, and records what you answer. Otherwise, or with \
      --list, it lists the pairs; armskb judge records a verdict.

        armskb review transfers --recipient Azerbaijan
        armskb review transfers --list --format csv -o to-review.csv
      """)

  @Flag(help: "List the pairs and ask nothing.") var list = false
  @Flag(help: "Ask, even where input comes from no terminal: one line an answer, one a reason.") var ask =
    false
  @Option(help: ArgumentHelp("Who judges (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
    String?
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if list, ask { throw ValidationError("--list asks nothing; leave out --ask") }
  }

  func run() throws {
    let isWalk = ask || (!list && Console.inputIsTerminal && output.writesToTerminal && output.format == nil)
    guard isWalk else { return try database.reading { try write($0) } }
    try database.writing { knowledgeBase in
      let items = try knowledgeBase.reviewItems(try filters.filter(knowledgeBase))
      try ReviewWalk(knowledgeBase, reviewer).walk(Array(items.prefix(filters.limit ?? .max)))
    }
  }

  private func write(_ knowledgeBase: KnowledgeBase) throws {
    let items = try knowledgeBase.reviewItems(try filters.filter(knowledgeBase))
    let answer = try Answer(
      output,
      [
        Column("supplier"), Column("recipient"), Column("transfer"), Column("other"),
        Column("score", .integer), Column("unsure", .boolean), Column("reasons", .list),
        Column("summary"), Column("other_summary"),
      ], title: "Transfers to review",
      readingOrder: ["supplier", "recipient", "transfer", "other", "score", "summary", "other_summary"])
    for item in items.prefix(filters.limit ?? .max) {
      try answer.write([
        Cell(optional: item.supplier?.rawValue), Cell(optional: item.recipient?.rawValue),
        .text(item.first.identifier("t")), .text(item.second.identifier("t")), .integer(Int64(item.score)),
        .boolean(item.isUnsure), .list(item.reasons.map(\.rawValue)),
        .text(try summary(item.firstClaim, knowledgeBase)),
        .text(try summary(item.secondClaim, knowledgeBase)),
      ])
    }
    try answer.finish()
    if items.isEmpty {
      Console.say("no two transfers are left that may be one")
    } else {
      Console.say("armskb judge same|different|unsure ID ID --reason … records a verdict")
    }
  }

  private func summary(_ claim: Int64, _ knowledgeBase: KnowledgeBase) throws -> String {
    guard let transfer = try knowledgeBase.transfer(ofClaim: claim) else { return "" }
    var text = ""
    try knowledgeBase.transfer(row: transfer.row) { text = try TransferFields($0).summary }
    return text
  }
}

/// The cells of a transfer that a person compares.
struct TransferFields {
  /// Name and text of each.
  let fields: [(name: String, text: String)]

  /// Reads a row with the columns of `ListColumn.transfers`.
  init(_ row: Statement) throws {
    var values: [String: String] = [:]
    for (place, column) in ListColumn.transfers.enumerated() {
      let place = Int32(place)
      switch column.kind {
      case .thousandths: values[column.name] = try row.integerOrNil(place).map { groupedDecimal($0) }
      case .identity(let letter):
        values[column.name] = row.blobBytes(place).flatMap { ContentHash(bytes: $0) }?.identifier(letter)
      default:
        if let bytes = row.textBytes(place) {
          values[column.name] = Console.shown(String(decoding: bytes, as: UTF8.self))
        }
      }
    }
    func range(_ what: String, _ unit: String) -> String? {
      guard let best = values["\(what)_best"] else { return nil }
      let (low, high) = (values["\(what)_low"] ?? best, values["\(what)_high"])
      let ends = low == best && high == best ? "" : " (\(low) to \(high ?? "no upper end"))"
      return "\(values["\(what)_qualifier"].map { "\($0) " } ?? "")\(best) \(unit)\(ends)"
    }
    let time: String? =
      switch (values["from"], values["to"]) {
      case (let from?, let to?): from == to ? from : "\(from) to \(to)"
      case (let from?, nil): "from \(from)"
      case (nil, let to?): "until \(to)"
      case (nil, nil): nil
      }
    let disputed = values["disputed"] == "1" ? ", disputed" : ""
    fields = [
      ("transfer", values["id"] ?? ""), ("weapon", values["weapon"] ?? "not named"),
      ("category", values["category"] ?? "not named"),
      ("stage", (values["stage"] ?? "") + disputed),
      ("quantity", range("quantity", values["quantity_unit"] ?? "pieces") ?? values["absence"] ?? "not said"),
      ("value", range("value", values["unit"] ?? "") ?? "not said"), ("time", time ?? "not said"),
      ("claims", "\(values["claims"] ?? "0"), of \(values["origins"] ?? "0") independent origins"),
    ]
  }

  /// All in one line.
  var summary: String { fields.dropFirst().map(\.text).joined(separator: " · ") }
}

/// Walks pairs of transfers with a person at the keyboard.
struct ReviewWalk {
  private let knowledgeBase: KnowledgeBase
  private let reviewer: String?

  init(_ knowledgeBase: KnowledgeBase, _ reviewer: String?) {
    self.knowledgeBase = knowledgeBase
    self.reviewer = reviewer
  }

  /// Shows pair by pair and records the answers, each as a batch of its own.
  func walk(_ items: [ReviewItem]) throws {
    guard !items.isEmpty else { return Console.say("no two transfers are left that may be one") }
    var judged = 0
    for (place, item) in items.enumerated() {
      // An earlier answer may have merged one of the two.
      guard let first = try knowledgeBase.transfer(ofClaim: item.firstClaim),
        let second = try knowledgeBase.transfer(ofClaim: item.secondClaim), first.key != second.key
      else { continue }
      try show(item, first.row, second.row, heading: "\(place + 1) of \(items.count)")
      guard let verdict = try asked() else { break }
      guard let verdict else { continue }
      Console.say("Why? (it stays with the verdict)")
      guard let reason = readLine()?.trimmed, !reason.isEmpty else {
        Console.say("no reason, so nothing was recorded")
        continue
      }
      do {
        let result = try knowledgeBase.judge(
          item.firstClaim, item.secondClaim, verdict, reason: reason, by: .current(reviewer))
        Console.say(
          "\(verdict.rawValue)   (batch \(result.batch); armskb undo \(result.batch) takes it back)")
        judged += 1
      } catch JudgementError.contradicts(let batch) {
        Console.say("not recorded: batch \(batch) says the opposite (armskb undo \(batch) withdraws it)")
      }
    }
    Console.say("\(count(judged, "verdict")) recorded")
  }

  /// The verdict; an inner nil to go on without one, an outer nil to stop.
  private func asked() throws -> Verdicts.Judgement?? {
    while true {
      Console.say("[s]ame, [d]ifferent, [u]nsure, s[k]ip, [q]uit?")
      guard let answer = readLine()?.trimmed.lowercased() else { return .none }
      switch answer {
      case "s", "same": return .some(.same)
      case "d", "different": return .some(.different)
      case "u", "unsure": return .some(.unsure)
      case "k", "skip": return .some(nil)
      case "q", "quit": return .none
      default: Console.say("please answer with s, d, u, k or q")
      }
    }
  }

  private func show(_ item: ReviewItem, _ first: Int64, _ second: Int64, heading: String) throws {
    func name(_ code: PartyCode?) -> String {
      code.map { knowledgeBase.directory[$0]?.name ?? $0.rawValue } ?? "not known"
    }
    try Console.print("\n\(heading): \(name(item.supplier)) to \(name(item.recipient))")
    let left = try fields(first)
    let right = try fields(second)
    let width = max(20, (Console.width - 12) / 2)
    for (a, b) in zip(left, right) {
      let marker = a.text == b.text ? " " : "|"
      try Console.print(
        "  \(padded(a.name, 9)) \(padded(cut(a.text, width - 2), width - 2)) \(marker) \(cut(b.text, width - 2))"
      )
    }
    for reason in item.reasons { try Console.print("  \(reason.sentence)") }
    for row in [first, second] {
      try Console.print("")
      for member in try knowledgeBase.members(ofTransfer: row) {
        try knowledgeBase.claims(rows: [member.claim]) {
          let card = try ClaimCard($0, knowledgeBase.directory)
          try Console.print("  \(card.citation)")
          if let evidence = card.evidence { try Console.print("    “\(Console.shown(evidence))”") }
        }
      }
    }
  }

  private func fields(_ row: Int64) throws -> [(name: String, text: String)] {
    var fields: [(name: String, text: String)] = []
    try knowledgeBase.transfer(row: row) { fields = try TransferFields($0).fields }
    return fields
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(max(1, width - 1)) + "…"
  }
}
