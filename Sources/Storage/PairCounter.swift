import ArmsModel
import Counting

/// Counts one pair under a filter: groups its claims, masks what the question leaves out, adds up the rest.
struct PairCounter {
  private let knowledgeBase: KnowledgeBase
  private let vocabulary: Vocabulary
  private let filter: Filter
  private let options: CountingOptions
  private let grouping: TransferGrouping
  private let totals: PairTotals
  private let categoryBits: UInt64
  private let weapons: Set<Int32>

  init(
    _ knowledgeBase: KnowledgeBase, _ vocabulary: Vocabulary, _ filter: Filter, _ stage: StageChoice,
    explain: Bool = false
  ) {
    self.knowledgeBase = knowledgeBase
    self.vocabulary = vocabulary
    self.filter = filter
    var options = CountingOptions(stage: stage, includeDisputed: filter.includeDisputed, explain: explain)
    if filter.hasWindow {
      let window = Period(from: filter.since, to: filter.until)
      options.window = CountingWindow(
        firstDay: window.firstDay, lastDay: window.lastDay, within: filter.within)
    }
    // A single category or weapon is left to counting, which then says why it left out the others.
    if filter.categories.count == 1 { options.category = filter.categories[0] }
    if filter.weapons.count == 1 { options.weapon = vocabulary.rank(ofRow: filter.weapons[0]) }
    self.options = options
    grouping = TransferGrouping(tree: knowledgeBase.categories)
    totals = PairTotals(tree: knowledgeBase.categories)
    categoryBits = filter.categories.reduce(0) { $0 | knowledgeBase.categories.bits(below: $1) }
    weapons = Set(filter.weapons.map { vocabulary.rank(ofRow: $0) })
  }

  /// Hands over the totals of each group that the pair has a share in.
  func count(
    _ pair: PairClaims, by group: TotalGrouping,
    _ body: (_ key: String?, PairTotal, [Transfer], [CountedClaim]) throws -> Void
  ) throws {
    if group == .source { return try countBySource(pair, body) }
    let (transfers, claims) = prepared(pair)
    func add(_ key: String?, _ transfers: [Transfer], _ claims: [CountedClaim]) throws {
      for total in totals.totals(claims: claims, transfers: transfers, options: options) {
        try body(key, total, transfers, claims)
      }
    }
    switch group {
    case .supplier: try add(pair.supplier?.rawValue, transfers, claims)
    case .recipient: try add(pair.recipient?.rawValue, transfers, claims)
    case .pair:
      try add("\(pair.supplier?.rawValue ?? "") \(pair.recipient?.rawValue ?? "")", transfers, claims)
    case .region: try add(pair.recipient.flatMap { knowledgeBase.directory[$0]?.region }, transfers, claims)
    case .category:
      let categories = knowledgeBase.categories
      try split(transfers, claims, add, { $0 < 0 ? nil : categories.slug(CategoryTree.Index($0)) }) {
        Int($0.category)
      } aggregate: {
        Int($0.category)
      }
    case .weapon:
      try split(transfers, claims, add, { $0 <= 0 ? nil : vocabulary.designations[$0] }) {
        Int($0.weapon)
      } aggregate: {
        Int($0.weapon)
      }
    case .year:
      try split(transfers, claims, add, PairCounter.years) {
        PairCounter.span($0.firstDay, $0.lastDay)
      } aggregate: {
        PairCounter.span($0.firstDay, $0.lastDay)
      }
    case .source: break
    }
  }

  /// Adds up each origin's claims as if there were no others.
  private func countBySource(
    _ pair: PairClaims, _ body: (_ key: String?, PairTotal, [Transfer], [CountedClaim]) throws -> Void
  ) throws {
    for origin in Set(pair.claims.map(\.origin)).sorted() {
      var own = pair
      own.claims.removeAll { $0.origin != origin }
      let (transfers, claims) = prepared(own)
      for total in totals.totals(claims: claims, transfers: transfers, options: options) {
        try body(String(origin), total, transfers, claims)
      }
    }
  }

  /// Groups the claims and takes out what several categories or weapons exclude.
  private func prepared(_ pair: PairClaims) -> (transfers: [Transfer], claims: [CountedClaim]) {
    var claims = pair.withoutOverallAggregates.claims
    var transfers = grouping.transfers(of: claims)
    if filter.categories.count > 1 {
      let bits = categoryBits
      mask(&transfers, &claims) { category, _ in category >= 0 && bits & (1 << UInt64(category)) != 0 }
    }
    if filter.weapons.count > 1 {
      let weapons = weapons
      mask(&transfers, &claims) { _, weapon in weapons.contains(weapon) }
    }
    return (transfers, claims)
  }

  private func mask(
    _ transfers: inout [Transfer], _ claims: inout [CountedClaim],
    _ keep: (_ category: CategoryTree.Index, _ weapon: Int32) -> Bool
  ) {
    transfers.removeAll { !keep($0.category, $0.weapon) }
    for place in claims.indices where claims[place].scope == .aggregate {
      if !keep(claims[place].category, claims[place].weapon) { claims[place].rank = .deprecated }
    }
  }

  /// Adds up each part of the transfers and aggregates by itself.
  private func split(
    _ transfers: [Transfer], _ claims: [CountedClaim],
    _ add: (String?, [Transfer], [CountedClaim]) throws -> Void, _ name: (Int) -> String?,
    transfer: (Transfer) -> Int, aggregate: (CountedClaim) -> Int
  ) throws {
    var keys = Set(transfers.map(transfer))
    for claim in claims where claim.scope == .aggregate && claim.rank.counts {
      keys.insert(aggregate(claim))
    }
    for key in keys.sorted() {
      var part = claims
      for place in part.indices where part[place].scope == .aggregate && aggregate(part[place]) != key {
        part[place].rank = .deprecated
      }
      try add(name(key), transfers.filter { transfer($0) == key }, part)
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
    var unit: Int32
  }
  private var places: [Key: Int] = [:]
  private var rows: [TotalRow] = []

  mutating func add(key: String?, _ total: PairTotal, _ claims: [CountedClaim], _ units: UnitNumbers) throws {
    let place: Int
    let entry = Key(key: key, unit: total.unit)
    if let known = places[entry] {
      place = known
    } else {
      place = rows.count
      places[entry] = place
      rows.append(TotalRow(key: key, unit: units[total.unit].rawValue))
    }
    try rows[place].add(total, claims)
  }

  /// The rows by key, then unit; what has no key comes first.
  var sorted: [TotalRow] {
    rows.sorted { ($0.key ?? "", $0.unit) < ($1.key ?? "", $1.unit) }
  }
}
