import ArmsModel

/// Finds the deals that a dataset gives twice, in two layouts: one line a deal, and one a deal and year.
///
/// The former tells how much was delivered in all, in which years, the latter how much in which. Keys tell nothing
/// here: they differ. What is one deal in both takes its deliveries from the latter.
struct LayoutJoin {
  /// Deliveries of a register before releases were chosen, with their ranks then.
  private var deliveries: [(place: Int, rank: CountedClaim.Rank)] = []
  private var hasSpans = false
  private var hasYears = false

  /// Enters a claim of a register before it may be set aside.
  mutating func add(_ place: Int, _ claims: [CountedClaim]) {
    guard claims[place].isRegisterDelivery, claims[place].rank.counts else { return }
    if claims[place].years != 0 { hasSpans = true } else { hasYears = true }
    deliveries.append((place, claims[place].rank))
  }

  /// A deal of one release: what its deliveries come to, and when.
  private struct Deal {
    var key: DealKey
    /// Places of its deliveries; those that say the same twice, too.
    var places: [Int]
    var rank: CountedClaim.Rank
    var sum: CountedClaim
    /// Number of deliveries, copies not counted.
    var parts: Int
    var orderYear: Int32
  }

  /// What two deals have in common if they are one.
  private struct Likeness: Hashable {
    var dataset: Int64
    var years: UInt64
    var orderYear: Int32
    var quantity: [Int64]
    var condition: UInt8
    /// 0 where it does not matter.
    var weapon: Int32

    init(_ deal: Deal, byWeapon: Bool) {
      dataset = deal.sum.dataset
      years = deal.sum.years
      orderYear = deal.orderYear
      quantity =
        deal.sum.saidQuantity.map { [$0.low, $0.best, $0.high, Int64(deal.sum.saidQuantityUnit)] } ?? []
      condition = deal.sum.condition
      weapon = byWeapon ? deal.sum.weapon : 0
    }
  }

  /// A release with everything that belongs to one of its deals.
  private struct ReleaseDeal: Hashable {
    var release: Int32
    var deal: DealKey
  }

  /// Gives the deals in force the deliveries by year of the deals that they are in another release.
  ///
  /// A match is one that is the only one on both sides; first among deals of the same designation, then
  /// whatever it is called. Later releases come first.
  func join(_ claims: inout [CountedClaim]) {
    guard hasSpans, hasYears else { return }
    var spans = wholeDeals(claims)
    guard !spans.isEmpty else { return }
    let rows = Dictionary(
      grouping: claims.indices.filter { claims[$0].deal != 0 && claims[$0].scope == .deal }
    ) {
      ReleaseDeal(release: claims[$0].release, deal: DealKey(claims[$0]))
    }
    for (release, deals) in yearlyDeals(claims).sorted(by: { $0.release > $1.release }) {
      var deals = deals
      for byWeapon in [true, false] {
        let found = LayoutJoin.matches(spans, deals, byWeapon: byWeapon)
        for match in found {
          let yearly = deals[match.yearly]
          let own = rows[ReleaseDeal(release: release, deal: yearly.key)] ?? []
          LayoutJoin.join(spans[match.span], yearly, rows: own, &claims)
        }
        let (spansFound, dealsFound) = (Set(found.map(\.span)), Set(found.map(\.yearly)))
        spans = spans.indices.filter { !spansFound.contains($0) }.map { spans[$0] }
        deals = deals.indices.filter { !dealsFound.contains($0) }.map { deals[$0] }
      }
      for match in LayoutJoin.partialMatches(spans, deals) {
        let yearly = deals[match.yearly]
        let own = rows[ReleaseDeal(release: release, deal: yearly.key)] ?? []
        LayoutJoin.join(spans[match.span], yearly, rest: match.rest, rows: own, &claims)
      }
    }
  }

  // MARK: Deals that began before the years that are told one by one

  /// The years and the figures of a deal that the deliveries by year leave over: those before their first year.
  private struct Rest {
    var years: UInt64
    var lastYear: Int32
    var quantity: CountedClaim.Interval?
    var value: CountedClaim.Interval?
  }

  /// Deals of which the deliveries by year tell those from some year on, each the only one that fits the other.
  ///
  /// They are of one designation, order year and condition, end in the same year, and come to no more than the deal.
  private static func partialMatches(
    _ spans: [Deal], _ deals: [Deal]
  ) -> [(span: Int, yearly: Int, rest: Rest)] {
    func alike(_ deal: Deal) -> [Int32] { [deal.sum.weapon, deal.orderYear, deal.sum.days.last / 10_000] }
    let yearly = Dictionary(grouping: deals.indices) { alike(deals[$0]) }
    var found: [(span: Int, yearly: Int, rest: Rest)] = []
    var (spansFound, dealsFound): ([Int: Int], [Int: Int]) = ([:], [:])
    for (span, whole) in spans.enumerated() {
      for place in yearly[alike(whole)] ?? [] {
        guard let rest = rest(of: whole, without: deals[place]) else { continue }
        found.append((span, place, rest))
        spansFound[span, default: 0] += 1
        dealsFound[place, default: 0] += 1
      }
    }
    return found.filter { spansFound[$0.span] == 1 && dealsFound[$0.yearly] == 1 }
  }

  /// What a deal has beyond those deliveries, or nil where they cannot be its later part.
  private static func rest(of whole: Deal, without deal: Deal) -> Rest? {
    let (sum, part) = (whole.sum, deal.sum)
    let (first, last) = (sum.days.first / 10_000, sum.days.last / 10_000)
    guard whole.key != deal.key, sum.dataset == part.dataset, sum.weapon == part.weapon,
      whole.orderYear == deal.orderYear, sum.condition == part.condition,
      sum.days.last != .max, sum.days.first != .min, part.windowFirstYear != 0,
      first < part.windowFirstYear, part.days.first / 10_000 >= part.windowFirstYear,
      last == part.days.last / 10_000
    else { return nil }
    let rounding = Int64(deal.parts + 1) * 10
    guard sum.saidQuantityUnit == part.saidQuantityUnit, sum.unit == part.unit,
      let value = difference(sum.saidValue, part.saidValue, rounding: rounding),
      let quantity = difference(sum.saidQuantity, part.saidQuantity, rounding: 0)
    else { return nil }
    // The years that are left: those from the first on up to one before the window, if they are without a gap.
    let years = sum.years &- part.years
    let end = (first..<part.windowFirstYear).first { CountedClaim.yearSet(first...$0) == years }
    return Rest(
      years: end == first ? 0 : years, lastYear: end ?? part.windowFirstYear - 1, quantity: quantity.rest,
      value: value.rest)
  }

  /// What is left of a figure; nil where the part is more than the whole.
  private static func difference(
    _ whole: CountedClaim.Interval?, _ part: CountedClaim.Interval?, rounding: Int64
  ) -> (rest: CountedClaim.Interval?, Void)? {
    guard let whole, let part else { return whole == nil && part == nil ? (nil, ()) : nil }
    guard part.best <= saturatingSum(whole.best, rounding) else { return nil }
    var rest = whole
    rest.best = max(0, whole.best - part.best)
    rest.low = min(rest.best, max(0, whole.low - part.best))
    rest.high = whole.high == .max ? .max : max(rest.best, whole.high - part.best)
    return (rest, ())
  }

  /// The deliveries by year take the place of what the other tells of these years; it keeps the years before.
  private static func join(
    _ span: Deal, _ yearly: Deal, rest: Rest, rows: [Int], _ claims: inout [CountedClaim]
  ) {
    for place in span.places {
      (claims[place].quantity, claims[place].value, claims[place].years) = (
        rest.quantity, rest.value, rest.years
      )
      claims[place].lastDay = rest.lastYear * 10_000 + 1_231
    }
    take(rows, yearly, for: span, &claims)
  }

  /// Lets deliveries by year count, under the key of the deal that they are.
  private static func take(_ rows: [Int], _ yearly: Deal, for span: Deal, _ claims: inout [CountedClaim]) {
    for place in rows { claims[place].deal = span.key.deal }
    for place in yearly.places {
      (claims[place].rank, claims[place].setAside) = (max(span.rank, yearly.rank), .newerRelease)
    }
  }

  /// The deals in force of which one claim tells what was delivered in several years.
  private func wholeDeals(_ claims: [CountedClaim]) -> [Deal] {
    let inForce = deliveries.filter { claims[$0.place].rank.counts }.map(\.place)
    let orders = orderYears(claims) { $0.rank.counts ? 0 : nil }
    return Dictionary(grouping: inForce) { DealKey(claims[$0]) }.compactMap { key, places in
      let first = claims[places[0]]
      let content = ClaimContent(first)
      let isOne = places.allSatisfy { claims[$0].years == first.years && ClaimContent(claims[$0]) == content }
      guard first.years != 0, isOne else { return nil }
      return Deal(
        key: key, places: places, rank: places.map { claims[$0].rank }.max() ?? .normal, sum: first, parts: 1,
        orderYear: orders[ReleaseDeal(release: 0, deal: key)] ?? 0)
    }
  }

  /// Per day of release the deals whose deliveries it gives by year.
  private func yearlyDeals(_ claims: [CountedClaim]) -> [(release: Int32, deals: [Deal])] {
    let orders = orderYears(claims) { $0.release }
    let groups = Dictionary(grouping: deliveries) {
      ReleaseDeal(release: claims[$0.place].release, deal: DealKey(claims[$0.place]))
    }
    var deals: [Int32: [Deal]] = [:]
    for (group, entries) in groups {
      var byYear: [Int32: CountedClaim] = [:]
      let isByYear = entries.allSatisfy { entry in
        let claim = claims[entry.place]
        let (first, last) = claim.days
        guard claim.years == 0, first != .min, first / 10_000 == last / 10_000 else { return false }
        if let known = byYear[first / 10_000] { return ClaimContent(known) == ClaimContent(claim) }
        byYear[first / 10_000] = claim
        return true
      }
      let years = byYear.keys.sorted()
      guard isByYear, !years.isEmpty else { continue }
      let sums = DeliveryParts.sums(of: years.compactMap { byYear[$0] })
      guard sums.count == 1, var sum = sums.first?.claim else { continue }
      sum.years = CountedClaim.yearSet(years)
      deals[group.release, default: []].append(
        Deal(
          key: group.deal, places: entries.map(\.place), rank: entries.map(\.rank).max() ?? .normal, sum: sum,
          parts: years.count, orderYear: orders[group] ?? 0))
    }
    return deals.map { ($0.key, $0.value) }
  }

  /// The earliest year in which each deal was ordered.
  ///
  /// - Parameter release: which release a claim is taken for; nil: none.
  private func orderYears(
    _ claims: [CountedClaim], _ release: (CountedClaim) -> Int32?
  ) -> [ReleaseDeal: Int32] {
    var years: [ReleaseDeal: Int32] = [:]
    for claim in claims
    where claim.deal != 0 && claim.dataset != 0 && claim.scope == .deal && TimeKind(claim.stage) == .order {
      let first = claim.days.first
      guard first != .min, claim.rank != .deprecated, let release = release(claim) else { continue }
      let deal = ReleaseDeal(release: release, deal: DealKey(claim))
      years[deal] = min(years[deal] ?? .max, first / 10_000)
    }
    return years
  }

  /// The deals that are one, each the only one like the other.
  private static func matches(
    _ spans: [Deal], _ deals: [Deal], byWeapon: Bool
  ) -> [(span: Int, yearly: Int)] {
    let alike = Dictionary(grouping: spans.indices) { Likeness(spans[$0], byWeapon: byWeapon) }
    var partners: [Int: [Int]] = [:]
    var rivals: [Int: Int] = [:]
    for (yearly, deal) in deals.enumerated() {
      for span in alike[Likeness(deal, byWeapon: byWeapon)] ?? []
      where spans[span].key != deal.key && deal.parts > 1 && hasSameVolume(spans[span].sum, deal) {
        partners[span, default: []].append(yearly)
        rivals[yearly, default: 0] += 1
      }
    }
    return partners.compactMap { span, yearly in
      guard yearly.count == 1, rivals[yearly[0]] == 1 else { return nil }
      return (span, yearly[0])
    }
  }

  /// Whether the volumes are the same but for rounding: 0.01 for each delivery and for the sum.
  private static func hasSameVolume(_ whole: CountedClaim, _ deal: Deal) -> Bool {
    guard let a = whole.saidValue, let b = deal.sum.saidValue else {
      return whole.saidValue == nil && deal.sum.saidValue == nil
    }
    let rounding = Int64(deal.parts + 1) * 10
    return whole.unit == deal.sum.unit && a.low <= saturatingSum(b.high, rounding)
      && b.low <= saturatingSum(a.high, rounding)
  }

  /// The deliveries by year take the place of the one that tells them together.
  ///
  /// - Parameter rows: all claims of the former's deal in its release.
  private static func join(_ span: Deal, _ yearly: Deal, rows: [Int], _ claims: inout [CountedClaim]) {
    for place in span.places { (claims[place].rank, claims[place].setAside) = (.superseded, .byYear) }
    take(rows, yearly, for: span, &claims)
  }
}
