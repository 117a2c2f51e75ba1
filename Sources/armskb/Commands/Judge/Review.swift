import ArgumentParser
import ArmsModel
import Counting
import Publishing
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
      let items = try knowledgeBase.reviewItems(try filters.filter(knowledgeBase), limit: filters.limit)
      try ReviewWalk(knowledgeBase, reviewer).walk(items)
    }
  }

  private func write(_ knowledgeBase: KnowledgeBase) throws {
    let list = try knowledgeBase.reviewList(try filters.filter(knowledgeBase), limit: filters.limit)
    let summaries = try TransferSummaries(list, knowledgeBase)
    let answer = try Answer(
      output,
      [
        Column("supplier"), Column("recipient"), Column("transfer"), Column("other"),
        Column("score", .integer), Column("unsure", .boolean), Column("reasons", .list),
        Column("summary"), Column("other_summary"),
      ], title: "Transfers to review",
      readingOrder: ["supplier", "recipient", "transfer", "other", "score", "summary", "other_summary"])
    var reasons: [ReviewMarks: [String]] = [:]
    for place in list.indices {
      let line = list[place]
      try answer.write { column, writer in
        switch column {
        case 0: writer.text(orNull: line.supplier?.rawValue)
        case 1: writer.text(orNull: line.recipient?.rawValue)
        case 2: writer.identity(line.first.key, "t")
        case 3: writer.identity(line.second.key, "t")
        case 4: writer.integer(Int64(line.marks.score))
        case 5: writer.boolean(line.isUnsure)
        case 6:
          let words = reasons[line.marks] ?? line.marks.reasons.map(\.rawValue)
          reasons[line.marks] = words
          writer.list(words)
        case 7: summaries.withSummary(line.first.row) { writer.text($0) }
        default: summaries.withSummary(line.second.row) { writer.text($0) }
        }
      }
    }
    try answer.finish()
    if list.found == 0 {
      Console.say("no two transfers are left that may be one")
    } else {
      Console.say("armskb judge same|different|unsure ID ID --reason … records a verdict")
    }
    if list.indices.count == ReviewList.most, list.found > ReviewList.most {
      Console.say(
        "listed are the likeliest \(ReviewList.most) of \(list.found) pairs; --supplier and --recipient show the others"
      )
    }
  }
}

/// The cells of transfers that a person compares, of one after the other.
struct TransferFields {
  /// What stands before each.
  static let names = ["transfer", "weapon", "category", "stage", "quantity", "value", "time", "claims"]
  /// The texts one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  private static let places = Dictionary(
    uniqueKeysWithValues: ListColumn.comparedTransfers.enumerated().map { ($1.name, Int32($0)) })
  private let place = (
    id: places["id"] ?? 0, weapon: places["weapon"] ?? 0, category: places["category"] ?? 0,
    stage: places["stage"] ?? 0, disputed: places["disputed"] ?? 0,
    quantity: Range("quantity", unit: "quantity_unit", places), value: Range("value", unit: "unit", places),
    absence: places["absence"] ?? 0, from: places["from"] ?? 0, to: places["to"] ?? 0,
    claims: places["claims"] ?? 0, origins: places["origins"] ?? 0
  )

  /// The columns of a figure.
  private struct Range {
    var low, best, high, unit, qualifier: Int32

    init(_ what: String, unit: String, _ places: [String: Int32]) {
      low = places["\(what)_low"] ?? 0
      best = places["\(what)_best"] ?? 0
      high = places["\(what)_high"] ?? 0
      qualifier = places["\(what)_qualifier"] ?? 0
      self.unit = places[unit] ?? 0
    }
  }

  /// No transfer yet.
  init() {}

  /// Reads a row with the columns of `ListColumn.comparedTransfers`.
  mutating func read(_ row: Statement) throws {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    if let id = try row.identityOrNil(place.id) { bytes += id.identifier("t").utf8 }
    end()
    if !add(row, place.weapon) { bytes += "not named".utf8 }
    end()
    if !add(row, place.category) { bytes += "not named".utf8 }
    end()
    _ = add(row, place.stage)
    if try row.integerOrNil(place.disputed) == 1 { bytes += ", disputed".utf8 }
    end()
    if try !addRange(row, place.quantity, unit: "pieces", isQuantity: true), !add(row, place.absence) {
      bytes += "not said".utf8
    }
    end()
    if try !addRange(row, place.value, unit: "", isQuantity: false) { bytes += "not said".utf8 }
    end()
    addTime(row)
    end()
    bytes += "\(try row.integerOrNil(place.claims) ?? 0), of ".utf8
    bytes += "\(try row.integerOrNil(place.origins) ?? 0) independent origins".utf8
    end()
  }

  private mutating func end() { ends.append(bytes.count) }

  /// Adds a text as it may be shown; false if there is none.
  private mutating func add(_ row: Statement, _ column: Int32) -> Bool {
    guard let text = row.textBytes(column) else { return false }
    if text.allSatisfy({ (0x20...0x7E).contains($0) }) {
      bytes += text
    } else {
      bytes += TerminalText.line(String(decoding: text, as: UTF8.self)).utf8
    }
    return true
  }

  /// Adds a figure with its ends: "about 12 pieces (10 to 14)"; false if there is none.
  private mutating func addRange(
    _ row: Statement, _ columns: Range, unit: String, isQuantity: Bool
  ) throws -> Bool {
    guard let best = try row.integerOrNil(columns.best) else { return false }
    let (low, high) = (try row.integerOrNil(columns.low) ?? best, try row.integerOrNil(columns.high))
    if add(row, columns.qualifier) { bytes.append(0x20) }
    add(best, isQuantity: isQuantity)
    bytes.append(0x20)
    if !add(row, columns.unit) { bytes += unit.utf8 }
    guard low != best || high != best else { return true }
    bytes += " (".utf8
    add(low, isQuantity: isQuantity)
    bytes += " to ".utf8
    if let high { add(high, isQuantity: isQuantity) } else { bytes += "no upper end".utf8 }
    bytes += ")".utf8
    return true
  }

  private mutating func add(_ number: Int64, isQuantity: Bool) {
    if isQuantity { bytes += String(number).utf8 } else { bytes.appendGroupedDecimal(number) }
  }

  private mutating func addTime(_ row: Statement) {
    let (from, to) = (row.textBytes(place.from), row.textBytes(place.to))
    if let from, let to, from.elementsEqual(to) {
      _ = add(row, place.from)
    } else if from != nil {
      if to == nil { bytes += "from ".utf8 }
      _ = add(row, place.from)
      guard to != nil else { return }
      bytes += " to ".utf8
      _ = add(row, place.to)
    } else if to != nil {
      bytes += "until ".utf8
      _ = add(row, place.to)
    } else {
      bytes += "not said".utf8
    }
  }

  /// Name and text of each.
  var fields: [(name: String, text: String)] {
    zip(TransferFields.names, zip([0] + ends, ends)).map {
      ($0, String(decoding: bytes[$1.0..<$1.1], as: UTF8.self))
    }
  }

  /// Adds all but the identity to a text, in one line.
  func appendSummary(to text: inout [UInt8]) {
    for (place, (start, end)) in zip(ends, ends.dropFirst()).enumerated() {
      if place > 0 { text += " · ".utf8 }
      text += bytes[start..<end]
    }
  }
}

/// The transfers of a list, each in one line.
struct TransferSummaries {
  private var rows: [Int64] = []
  private var ends: [Int] = [0]
  private var text: [UInt8] = []

  init(_ list: ReviewList, _ knowledgeBase: KnowledgeBase) throws {
    var wanted: [Int64] = []
    for place in list.indices { wanted += [list[place].first.row, list[place].second.row] }
    wanted.sort()
    var last: Int64 = 0
    wanted.removeAll { row in
      defer { last = row }
      return row == last
    }
    var fields = TransferFields()
    try knowledgeBase.transfers(rows: wanted) { row, statement in
      try fields.read(statement)
      fields.appendSummary(to: &text)
      rows.append(row)
      ends.append(text.count)
    }
  }

  /// Lends the line of the transfer in a row; an empty one if there is none.
  func withSummary(_ row: Int64, _ body: (UnsafeRawBufferPointer) -> Void) {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    text.withUnsafeBytes { bytes in
      guard low < rows.count, rows[low] == row else {
        return body(UnsafeRawBufferPointer(rebasing: bytes[0..<0]))
      }
      body(UnsafeRawBufferPointer(rebasing: bytes[ends[low]..<ends[low + 1]]))
    }
  }
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
          if let evidence = card.evidence { try Console.print("    “\(TerminalText.line(evidence))”") }
        }
      }
    }
  }

  private func fields(_ row: Int64) throws -> [(name: String, text: String)] {
    var fields = TransferFields()
    try knowledgeBase.transfers(rows: [row]) { try fields.read($1) }
    return fields.fields
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(max(1, width - 1)) + "…"
  }
}
