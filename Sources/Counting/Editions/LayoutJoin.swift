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
      guard isByYear, years.count > 1 else { continue }
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
      where spans[span].key != deal.key && hasSameVolume(spans[span].sum, deal) {
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
    for place in rows { claims[place].deal = span.key.deal }
    for place in yearly.places {
      (claims[place].rank, claims[place].setAside) = (max(span.rank, yearly.rank), .newerRelease)
    }
  }
}
