import ArmsModel
import Counting

/// What a question needs beside the claims, read once: names, rates, memberships.
struct CountingContext {
  let filter: Filter
  private(set) var vocabulary: Vocabulary
  /// When suppliers were members of what was asked for; nil where nothing is.
  let suppliers: [PartyCode: [CountingWindow]]?
  /// The same for recipients.
  let recipients: [PartyCode: [CountingWindow]]?
  let conversion: UnitConversion?
  private let money: MoneyTable?

  init(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    self.filter = filter
    vocabulary = try knowledgeBase.vocabulary()
    suppliers = try CountingContext.windows(knowledgeBase.memberships(ofAny: filter.supplierIn))
    recipients = try CountingContext.windows(knowledgeBase.memberships(ofAny: filter.recipientIn))
    guard filter.currency != nil || filter.constantYear != nil else {
      money = nil
      conversion = nil
      return
    }
    let table = try knowledgeBase.moneyTable()
    money = table
    let currency = filter.currency ?? "USD"
    let constantYear = filter.constantYear
    let target = vocabulary.units.number(of: FigureUnit(currency: currency, priceYear: constantYear))
    let units = vocabulary.units
    // To whole units of money: the average rate of a year knows no cents.
    conversion = UnitConversion(target: target, step: 1_000) { unit, firstDay, lastDay in
      guard let money = CountingContext.Amount(units[unit], firstDay, lastDay) else { return nil }
      return table.factor(
        from: money.currency, priceYear: money.priceYear, to: currency, constantYear: constantYear,
        firstYear: money.firstYear, lastYear: money.lastYear)
    }
  }

  /// The rates and indices that a total's counted items were converted with.
  func conversions(in total: PairTotal) -> Set<String> {
    guard let money, conversion != nil else { return [] }
    var sentences: Set<String> = []
    for item in total.items where item.standing == .counted {
      guard let original = item.original else { continue }
      guard let amount = Amount(vocabulary.units[original.unit], item.firstDay, item.lastDay) else {
        continue
      }
      let found = money.conversion(
        from: amount.currency, priceYear: amount.priceYear, to: filter.currency ?? "USD",
        constantYear: filter.constantYear, firstYear: amount.firstYear, lastYear: amount.lastYear)
      if let found { sentences.insert(found.sentence) }
    }
    return sentences
  }

  /// Money of some years: those of its price basis, else those in which it happened.
  private struct Amount {
    var currency: String
    var priceYear: Int?
    var firstYear: Int
    var lastYear: Int

    /// Nil if the unit is no money, or the days are open.
    init?(_ unit: FigureUnit, _ firstDay: Int32, _ lastDay: Int32) {
      guard unit.isMoney else { return nil }
      let parts = unit.rawValue.split(separator: "/")
      currency = String(parts[0])
      if parts.count == 2 {
        guard let year = Int(parts[1]) else { return nil }
        (priceYear, firstYear, lastYear) = (year, year, year)
      } else {
        guard firstDay != .min, lastDay != .max else { return nil }
        (firstYear, lastYear) = (Int(firstDay / 10_000), Int(lastDay / 10_000))
      }
    }
  }

  private static func windows(_ memberships: [PartyCode: [Period]]?) -> [PartyCode: [CountingWindow]]? {
    memberships?.mapValues { periods in
      periods.map { CountingWindow(firstDay: $0.firstDay, lastDay: $0.lastDay) }
    }
  }
}

/// What one group of a total has of a pair.
struct PairPart {
  /// The group; nil where it has no name.
  var key: String?
  var transfers: [Transfer]
  /// All claims of the pair; those of other groups are masked.
  var claims: [CountedClaim]
  var options: CountingOptions
}

/// Counts one pair under a filter: groups its claims, masks what the question leaves out, adds up the rest.
struct PairCounter {
  private let knowledgeBase: KnowledgeBase
  private let context: CountingContext
  private let options: CountingOptions
  private let grouping: TransferGrouping
  private let totals: PairTotals

  private var filter: Filter { context.filter }
  private var vocabulary: Vocabulary { context.vocabulary }

  init(
    _ knowledgeBase: KnowledgeBase, _ context: CountingContext, _ stage: StageChoice, explain: Bool = false
  ) {
    self.knowledgeBase = knowledgeBase
    self.context = context
    let filter = context.filter
    var options = CountingOptions(stage: stage, includeDisputed: filter.includeDisputed, explain: explain)
    if filter.hasWindow {
      let window = Period(from: filter.since, to: filter.until)
      options.window = CountingWindow(
        firstDay: window.firstDay, lastDay: window.lastDay, within: filter.within)
    }
    options.categories = filter.categories.reduce(0) { $0 | knowledgeBase.categories.bits(below: $1) }
    options.weapons = Set(filter.weapons.map { context.vocabulary.rank(ofRow: $0) })
    self.options = options
    grouping = TransferGrouping(tree: knowledgeBase.categories)
    totals = PairTotals(tree: knowledgeBase.categories)
  }

  /// Hands over the totals of each group that the pair has a share in.
  func count(
    _ pair: PairClaims, by group: TotalGrouping,
    _ body: (_ key: String?, PairTotal, [Transfer], [CountedClaim]) throws -> Void
  ) throws {
    try eachPart(of: pair, by: group) { part in
      for total in totals(part, part.options) { try body(part.key, total, part.transfers, part.claims) }
    }
  }

  /// The totals of a part, one a unit.
  ///
  /// - Parameter masking: claims that are to be taken for not there.
  func totals(
    _ part: PairPart, _ options: CountingOptions, masking isMasked: (CountedClaim) -> Bool = { _ in false }
  ) -> [PairTotal] {
    var claims = part.claims
    for place in claims.indices where claims[place].scope == .aggregate && isMasked(claims[place]) {
      claims[place].rank = .masked
    }
    return totals.totals(
      claims: claims, transfers: part.transfers, options: options, conversion: context.conversion)
  }

  /// Hands over what each group has of the pair.
  func eachPart(of pair: PairClaims, by group: TotalGrouping, _ body: (PairPart) throws -> Void) throws {
    if group == .source { return try eachSource(of: pair, body) }
    let (transfers, claims) = prepared(pair)
    let options = options(for: pair)
    func add(_ key: String?, _ transfers: [Transfer], _ claims: [CountedClaim]) throws {
      try body(PairPart(key: key, transfers: transfers, claims: claims, options: options))
    }
    switch group {
    case .supplier, .recipient, .pair, .region, .supplierRegion:
      let key = knowledgeBase.pairKey(pair.supplier, pair.recipient, group, filter.states)
      try add(key, transfers, claims)
    case .category:
      let categories = knowledgeBase.categories
      try split(transfers, claims, add, { $0 < 0 ? nil : categories.slug(CategoryTree.Index($0)) }) {
        Int($0.category)
      } aggregate: {
        Int($0.category)
      }
    case .sipriClass:
      let categories = knowledgeBase.categories
      try split(transfers, claims, add, { $0 < 0 ? nil : categories.classes[$0] }) {
        categories.classIndex(of: $0.category)
      } aggregate: {
        categories.classIndex(of: $0.category)
      }
    case .weapon:
      try split(transfers, claims, add, { $0 <= 0 ? nil : vocabulary.designations[$0] }) {
        Int($0.weapon)
      } aggregate: {
        Int($0.weapon)
      }
    case .year:
      let years = transfers.flatMap { $0.byYears(claims) }
      try split(years, claims, add, PairCounter.years) {
        PairCounter.span($0.firstDay, $0.lastDay)
      } aggregate: {
        PairCounter.span($0.firstDay, $0.lastDay)
      }
    case .source: break
    }
  }

  /// The options with the times at which the pair's parties were members of what was asked for.
  private func options(for pair: PairClaims) -> CountingOptions {
    var options = options
    if let suppliers = context.suppliers {
      options.supplierWindows = pair.supplier.flatMap { suppliers[$0] } ?? []
    }
    if let recipients = context.recipients {
      options.recipientWindows = pair.recipient.flatMap { recipients[$0] } ?? []
    }
    return options
  }

  /// Hands over each origin's claims as if there were no others.
  private func eachSource(of pair: PairClaims, _ body: (PairPart) throws -> Void) throws {
    for origin in Set(pair.claims.map(\.origin)).sorted() {
      var own = pair
      own.claims.removeAll { $0.origin != origin }
      let (transfers, claims) = prepared(own)
      try body(
        PairPart(key: String(origin), transfers: transfers, claims: claims, options: options(for: pair)))
    }
  }

  /// The transfers of the claims, and the claims without those that stand in no total.
  private func prepared(_ pair: PairClaims) -> (transfers: [Transfer], claims: [CountedClaim]) {
    let claims = pair.withoutOverallAggregates.claims
    return (grouping.transfers(of: claims, verdicts: pair.verdicts), claims)
  }

  /// Adds up each part of the transfers and aggregates by itself.
  private func split(
    _ transfers: [Transfer], _ claims: [CountedClaim],
    _ add: (String?, [Transfer], [CountedClaim]) throws -> Void, _ name: (Int) -> String?,
    transfer: (Transfer) -> Int, aggregate: (CountedClaim) -> Int
  ) throws {
    let parts = Dictionary(grouping: transfers, by: transfer)
    // Other claims are found through their transfers alone.
    let loose = claims.indices.filter { claims[$0].scope == .aggregate || !claims[$0].rank.counts }
    guard !loose.isEmpty else {
      for key in parts.keys.sorted() { try add(name(key), parts[key] ?? [], claims) }
      return
    }
    var keys = Set(parts.keys)
    for place in loose where claims[place].scope == .aggregate && claims[place].rank.counts {
      keys.insert(aggregate(claims[place]))
    }
    let inTransfers = Set(transfers.flatMap { $0.members.map(\.claim) })
    let byKey = Dictionary(grouping: loose.filter { !inTransfers.contains($0) }) { aggregate(claims[$0]) }
    // One array for all parts: a pair may have thousands of claims and of parts.
    var part = claims
    for place in loose { part[place].rank = .masked }
    for key in keys.sorted() {
      let own = parts[key] ?? []
      let shown =
        (byKey[key] ?? []) + own.flatMap { $0.members.map(\.claim) }.filter { part[$0].rank == .masked }
      for place in shown { part[place].rank = claims[place].rank }
      try add(name(key), own, part)
      for place in shown { part[place].rank = .masked }
    }
  }

  /// First and last year in one number; 0 for a side that is open.
  private static func span(_ firstDay: Int32, _ lastDay: Int32) -> Int {
    let first = firstDay == .min ? 0 : Int(firstDay / 10_000)
    let last = lastDay == .max ? 0 : Int(lastDay / 10_000)
    return first * 10_000 + last
  }

  /// "2012", "2006–2019", "–2016", "2006–"; nil for no date at all.
  private static func years(_ span: Int) -> String? {
    let (first, last) = (span / 10_000, span % 10_000)
    if first == last { return first == 0 ? nil : "\(first)" }
    return "\(first == 0 ? "" : String(first))–\(last == 0 ? "" : String(last))"
  }
}

/// Lines of a total as they come together from many pairs.
struct TotalAccumulator {
  private struct Key: Hashable {
    var key: String?
    var unit: String
  }
  private var places: [Key: Int] = [:]
  private var rows: [TotalRow] = []

  /// Adds something to the line of that group and unit.
  mutating func add(key: String?, unit: String, _ body: (inout TotalRow) throws -> Void) throws {
    let place: Int
    let entry = Key(key: key, unit: unit)
    if let known = places[entry] {
      place = known
    } else {
      place = rows.count
      places[entry] = place
      rows.append(TotalRow(key: key, unit: unit))
    }
    try body(&rows[place])
  }

  /// The line of that group and unit, if there is one.
  func row(key: String?, unit: String) -> TotalRow? { places[Key(key: key, unit: unit)].map { rows[$0] } }

  /// The groups that have a line in that unit.
  func keys(of unit: String) -> [String?] { rows.filter { $0.unit == unit }.map(\.key) }

  /// The rows by key, then unit; what has no key comes first.
  var sorted: [TotalRow] {
    rows.sorted { ($0.key ?? "", $0.unit) < ($1.key ?? "", $1.unit) }
  }
}
