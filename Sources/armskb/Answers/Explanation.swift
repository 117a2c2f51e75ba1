import ArmsModel
import Counting
import Publishing
import Storage

/// Why one figure of one pair is what it is: every item that was counted, and every one that was not.
struct Explanation {
  /// The line of a total that it belongs to.
  struct Line: Hashable {
    var keys: [String?]
    var unit: FigureUnit
    var stage: String

    init(_ line: TotalLine) {
      keys = line.keys
      unit = line.unit
      stage = line.stage
    }

    init(_ part: ExplainedTotal) {
      keys = part.keys
      unit = part.unit
      stage = part.stage
    }
  }

  private let part: ExplainedTotal
  private let cards: [Int64: ClaimCard]
  private let names: PartyDirectory
  private let tree: CategoryTree

  /// Puts the explanations of lines aside, under the places of these, pair by pair in the order of their codes.
  ///
  /// - Parameter asJSON: each as JSON; otherwise as lines, made safe.
  static func putAside(
    _ lines: [TotalLine], asJSON: Bool, _ aside: TextsAside, _ knowledgeBase: KnowledgeBase,
    _ grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice]
  ) throws {
    let places = Dictionary(
      lines.enumerated().map { (Line($0.element), $0.offset) }, uniquingKeysWith: { first, _ in first })
    try knowledgeBase.explain(by: grouping, filter, stages: stages) { part in
      guard let place = places[Line(part)] else { return }
      var cards: [Int64: ClaimCard] = [:]
      let rows = Set(part.total.items.flatMap { $0.claims.map { part.claims[$0].id } })
      try knowledgeBase.claimCards(rows.sorted()) { row, card in cards[row] = card }
      let explanation = Explanation(
        part: part, cards: cards, names: knowledgeBase.directory, tree: knowledgeBase.categories)
      try aside.add(
        asJSON
          ? explanation.json.encoded
          : explanation.lines.map { TerminalText.line($0) }.joined(separator: "\n"),
        to: place)
    }
  }

  private init(part: ExplainedTotal, cards: [Int64: ClaimCard], names: PartyDirectory, tree: CategoryTree) {
    self.part = part
    self.cards = cards
    self.names = names
    self.tree = tree
  }

  /// Items in the order in which they are told.
  private var items: [(place: Int, item: CountingItem)] {
    let all = part.total.items.enumerated().map { (place: $0.offset, item: $0.element) }
    return all.sorted { ($0.item.standing.rank, $0.place) < ($1.item.standing.rank, $1.place) }
  }

  /// The proof in words.
  private var lines: [String] {
    let pair = "\(name(part.supplier)) to \(name(part.recipient))"
    var lines = ["\(pair), \(part.unit), \(part.stage): \(figure(part.total.figure))"]
    var last = ""
    for (place, item) in items {
      let heading = item.standing.heading
      if heading != last { lines.append("  \(heading)") }
      last = heading
      lines.append(
        "    [\(place + 1)] \(describe(item)): \(figure(item.figure))\(conversion(item))\(reason(item))")
      lines += deliveries(item)
      for place in item.claims {
        guard let claim = cards[part.claims[place].id] else { continue }
        lines.append("        \(claim.citation)")
        if let role = role(place, in: item) { lines.append("          \(role)") }
        if let evidence = claim.evidence { lines.append("          “\(evidence)”") }
      }
    }
    return lines + sums.map { "  \($0)" }
  }

  /// The proof as JSON, with all that a script needs to add it up again.
  var json: JSONText {
    .object([
      ("supplier", .optional(part.supplier?.rawValue)), ("recipient", .optional(part.recipient?.rawValue)),
      ("unit", .text(part.unit.rawValue)), ("stage", .text(part.stage)),
      ("low", number(part.total.figure?.low)), ("best", number(part.total.figure?.best)),
      ("high", number(part.total.figure?.high)),
      ("items", .array(items.map { json($0.place, $0.item) })),
    ])
  }

  /// What a claim of an item is there for, where it does not speak for itself.
  private func role(_ place: Int, in item: CountingItem) -> String? {
    if let part = item.parts.first(where: { $0.claim == place }) {
      let time = time(part.firstDay, part.lastDay) ?? "no date"
      return "part of the sum: \(time): \(figure(part.figure))\(part.isTakenIn ? "" : ", outside the dates")"
    }
    guard case .transfer = item.kind, part.claims[place].rank == .superseded else { return nil }
    return "set aside: \(part.claims[place].setAside.leftOut.sentence)"
  }

  /// How a register's figure comes from what it gives year by year: "deliveries: 2017: 4 + 2019: 8 = 12".
  private func deliveries(_ item: CountingItem) -> [String] {
    func list(_ parts: [CountingItem.Part], _ separator: String) -> String {
      parts.map { "\(time($0.firstDay, $0.lastDay) ?? "no date"): \(figure($0.figure))" }.joined(
        separator: separator)
    }
    let (inside, outside) = (item.parts.filter(\.isTakenIn), item.parts.filter { !$0.isTakenIn })
    var lines: [String] = []
    if !inside.isEmpty {
      let said = inside.compactMap(\.figure)
      let isOpen = said.count < inside.count || said.contains { $0.high == .max }
      var all = said.reduce(nil) { Figure.sum($0, $1) }
      if isOpen { all?.high = .max }
      let result = inside.count > 1 ? " = \(figure(all))" : ""
      lines.append("        deliveries: \(list(inside, " + "))\(result)")
    }
    if !outside.isEmpty {
      lines.append("        deliveries outside the dates: \(list(outside, ", "))")
    }
    return lines
  }

  private func json(_ place: Int, _ item: CountingItem) -> JSONText {
    var pairs: [(String, JSONText)] = [
      ("item", .number("\(place + 1)")), ("what", .text(item.kind.word)), ("id", .text(identifier(item))),
      ("standing", .text(item.standing.word)), ("reason", .optional(item.standing.reason)),
      ("standing_in_low", .text(item.standingInLow.word)),
    ]
    if let other = item.standing.other { pairs.append(("by_item", .number("\(other + 1)"))) }
    if let other = item.standingInLow.other { pairs.append(("by_item_in_low", .number("\(other + 1)"))) }
    if let original = item.original {
      pairs += [
        ("original_unit", .text(part.vocabulary.units[original.unit].rawValue)),
        ("original_low", number(original.figure.low)), ("original_best", number(original.figure.best)),
        ("original_high", number(original.figure.high)), ("factor", .number("\(original.factor)")),
      ]
    }
    let span = span(item)
    pairs += [
      ("low", number(item.figure?.low)), ("best", number(item.figure?.best)),
      ("high", number(item.figure?.high)),
      ("counted", number(item.counted?.best)), ("from", .optional(span.from)), ("to", .optional(span.to)),
      ("weapon", item.weapon > 0 ? .text(part.vocabulary.designations[Int(item.weapon)]) : .null),
      ("category", item.category >= 0 ? .text(tree.slug(item.category)) : .null),
      ("claims", .array(item.claims.compactMap { cards[part.claims[$0].id]?.json })),
    ]
    if !item.parts.isEmpty { pairs.append(("deliveries", .array(item.parts.map { json($0) }))) }
    return .object(pairs)
  }

  private func json(_ delivery: CountingItem.Part) -> JSONText {
    let dates = TransferSpan.dates(firstDay: delivery.firstDay, lastDay: delivery.lastDay)
    return .object([
      ("claim", .text(part.claims[delivery.claim].key.identifier("c"))), ("from", .optional(dates.from)),
      ("to", .optional(dates.to)), ("low", number(delivery.figure?.low)),
      ("best", number(delivery.figure?.best)), ("high", number(delivery.figure?.high)),
      ("taken_in", .boolean(delivery.isTakenIn)),
    ])
  }

  /// How the figure comes from the items: best, low and high, each as a sum.
  private var sums: [String] {
    guard let total = part.total.figure else { return ["no figure is given for any of these"] }
    /// Terms are items, by place, with what each comes to.
    func line(
      _ name: String, _ terms: [(place: Int, worth: Int64)], _ result: Int64, _ rule: String = ""
    )
      -> String
    {
      let open = terms.contains { $0.worth == .max }
      let isTooLarge = total.isTooLarge
      let text = terms.map { term in
        "[\(term.place + 1)] " + (term.worth == .max && !isTooLarge ? "no upper end" : decimal(term.worth))
      }.joined(separator: " + ")
      let end = (open || result == .max) && !isTooLarge ? "no upper end" : decimal(result)
      return "\(name): \(text.isEmpty ? "0" : text) = \(end) \(part.unit)\(rule)"
    }
    let counted = items.compactMap { entry in
      entry.item.standing == .counted ? entry.item.counted.map { (entry.place, $0.best) } : nil
    }
    var lines = [line("best", counted, total.best)]
    if total.low != total.best {
      let terms = items.filter { $0.item.standingInLow == .counted && $0.item.figure != nil }
      let rule = hasRivals ? "   (the least of all choices of period totals)" : ""
      lines.append(line("low", terms.map { ($0.place, worthInLow($0.place)) }, total.low, rule))
    }
    if total.high != total.best {
      let terms = items.filter { !$0.item.standing.isLeftOut }.compactMap { entry in
        entry.item.figure.map { (entry.place, $0.high) }
      }
      let rule = terms.count > counted.count ? "   (nothing taken as a part of another)" : ""
      lines.append(line("high", terms, total.high, rule))
    }
    let isNested = part.total.items.contains { item in
      if case .contained = item.standing { return true }
      if case .contained = item.standingInLow { return true }
      return false
    }
    if isNested {
      lines.append("a period total comes to the larger of its own figure and the sum of what lies inside it")
    }
    return lines + part.conversions.map { "converted: \($0)" }
  }

  /// Whether there were period totals to choose from.
  private var hasRivals: Bool {
    part.total.items.filter { item in
      guard case .aggregate = item.kind else { return false }
      let reasons: [CountingItem.Standing] = [.leftOut(.otherAggregate), .leftOut(.outweighed)]
      return !item.standing.isLeftOut || reasons.contains(item.standing)
    }.count > 1
  }

  /// What an item comes to in low: its own figure, or what lies inside it if that is more.
  private func worthInLow(_ place: Int) -> Int64 {
    let all = part.total.items
    var inside: Int64 = 0
    for (other, item) in all.enumerated() where item.standingInLow == .contained(in: place) {
      inside = saturatingSum(inside, worthInLow(other))
    }
    return max(all[place].figure?.low ?? 0, inside)
  }

  private func describe(_ item: CountingItem) -> String {
    var text = "\(item.kind.word) \(identifier(item))"
    if case .transfer(let place) = item.kind, part.transfers[place].isDisputed { text += ", disputed" }
    if item.weapon > 0 {
      text += ", \(part.vocabulary.designations[Int(item.weapon)])"
    } else if item.category >= 0 {
      text += ", \(tree.categories[Int(item.category)].name)"
    }
    return text + ", \(time(item.firstDay, item.lastDay) ?? "no date")"
  }

  /// "2017", "2017 to 2019"; nil for no date.
  private func time(_ firstDay: Int32, _ lastDay: Int32) -> String? {
    let span = TransferSpan.dates(firstDay: firstDay, lastDay: lastDay)
    switch (span.from, span.to) {
    case (nil, nil): return nil
    case (let from?, let to?): return from == to ? from : "\(from) to \(to)"
    case (let from?, nil): return "from \(from)"
    case (nil, let to?): return "until \(to)"
    }
  }

  private func span(_ item: CountingItem) -> (from: String?, to: String?) {
    TransferSpan.dates(firstDay: item.firstDay, lastDay: item.lastDay)
  }

  private func identifier(_ item: CountingItem) -> String {
    switch item.kind {
    case .transfer(let place): part.transfers[place].key.identifier("t")
    case .aggregate(let place), .claim(let place): part.claims[place].key.identifier("c")
    }
  }

  private func reason(_ item: CountingItem) -> String {
    guard item.standing != .counted, let reason = item.standing.reason else { return "" }
    return " (\(reason)\(item.standing.other.map { " [\($0 + 1)]" } ?? ""))"
  }

  /// What it was before it was converted.
  private func conversion(_ item: CountingItem) -> String {
    guard let original = item.original else { return "" }
    let unit = part.vocabulary.units[original.unit]
    return " (\(groupedDecimal(original.figure.best)) \(unit) × \(original.factor))"
  }

  private func figure(_ figure: Figure?) -> String {
    guard let figure else { return "no figure" }
    let best = decimal(figure.best)
    guard figure.low != figure.high else { return best }
    guard figure.high != .max else { return "\(best) (\(decimal(figure.low)) or more)" }
    return "\(best) (\(decimal(figure.low)) to \(decimal(figure.high)))"
  }

  /// A number in thousandths; null where there is none, or no upper end.
  private func number(_ number: Int64?) -> JSONText { .decimal(number.map(thousandths)) }

  /// A number in print.
  private func decimal(_ number: Int64) -> String { groupedDecimal(thousandths(number)) }

  /// A number of the total's unit in thousandths; `Int64.max` where it cannot be kept.
  private func thousandths(_ number: Int64) -> Int64 {
    Figure(low: number, best: number, high: number).thousandths(isQuantity: part.total.isQuantity).best
  }

  private func name(_ code: PartyCode?) -> String {
    code.map { names[$0]?.name ?? $0.rawValue } ?? "not known"
  }
}

extension CountingItem.Kind {
  /// transfer or aggregate.
  var word: String {
    switch self {
    case .transfer: "transfer"
    case .aggregate: "aggregate"
    case .claim: "claim"
    }
  }
}

extension CountingItem.Standing {
  /// One word for scripts.
  var word: String {
    switch self {
    case .counted: "counted"
    case .contained: "contained"
    case .overlapped: "overlapped"
    case .leftOut: "left out"
    }
  }

  /// The order in which items are told.
  var rank: Int {
    switch self {
    case .counted: 0
    case .contained: 1
    case .overlapped: 2
    case .leftOut: 3
    }
  }

  /// What stands above the items.
  var heading: String {
    switch self {
    case .counted: "counted:"
    case .contained, .overlapped: "not added, because it may be part of what is counted:"
    case .leftOut: "left out:"
    }
  }

  /// The place of the item that it is a part of.
  var other: Int? {
    switch self {
    case .contained(let item), .overlapped(let item): item
    case .counted, .leftOut: nil
    }
  }

  /// Why it is not counted.
  var reason: String? {
    switch self {
    case .counted: nil
    case .contained: "lies inside"
    case .overlapped: "overlaps"
    case .leftOut(let why): why.sentence
    }
  }
}

extension CountingItem.LeftOut {
  /// The reason in words.
  var sentence: String {
    switch self {
    case .stage(let stage): "its stage is \(stage.slug)"
    case .denied: "it is denied"
    case .cancelled: "it was cancelled"
    case .disputed: "sources disagree on whether it happened"
    case .deprecated: "a person set it aside"
    case .outsideWindow: "it lies outside the dates"
    case .undated: "it has no date"
    case .superseded: "a newer release of the same dataset says it anew"
    case .otherLayout: "another file of the dataset says it"
    case .saidByYear: "said by year in another file of the dataset"
    case .saidByDeal: "the register itself gives the deals"
    case .corrected: "its own source gave another figure later"
    case .part: "the sum of its deal's deliveries has it"
    case .notMember: "a side was no member at the time"
    case .otherCategory: "it is of another category, or names none"
    case .otherWeapon: "it is of another weapon, or names none"
    case .otherAggregate: "it overlaps an aggregate that is counted"
    case .outweighed: "the deals come to more without it"
    }
  }
}
