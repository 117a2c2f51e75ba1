import ArmsModel

/// The deliveries of a deal that a register gives year by year: together they are one figure.
enum DeliveryParts {
  /// Adds up the deliveries of each deal whose register gives several, of days that none shares with another.
  ///
  /// The first in time then has the sum and the span, the others are parts of it. Of two that share a day the
  /// one counts that is preferred, else that of the later release; the other is a copy of it or set aside.
  static func addUp(_ claims: inout [CountedClaim], _ verdicts: Verdicts) {
    var places = claims.indices.filter { claims[$0].isRegisterDelivery && claims[$0].rank.counts }
    guard places.count > 1 else { return }
    places.sort { a, b in
      let (a, b) = (claims[a], claims[b])
      if a.dataset != b.dataset { return a.dataset < b.dataset }
      return a.deal == b.deal ? goesBefore(a, b) : a.deal < b.deal
    }
    var start = 0
    var torn: [DealKey: Bool]?
    while start < places.count {
      var end = start + 1
      while end < places.count, claims[places[end]].isDeal(of: claims[places[start]]) { end += 1 }
      if end - start > 1 {
        let marked = torn ?? tornDeals(claims, verdicts)
        torn = marked
        if marked[DealKey(claims[places[start]])] == nil { addUp(places[start..<end], &claims) }
      }
      start = end
    }
  }

  /// Whether of two deliveries of one deal the first is taken before the second.
  private static func goesBefore(_ a: CountedClaim, _ b: CountedClaim) -> Bool {
    if a.rank != b.rank { return a.rank > b.rank }
    if a.release != b.release { return a.release > b.release }
    let contents = (ClaimContent(a), ClaimContent(b))
    if contents.0 != contents.1 { return contents.0 < contents.1 }
    // Later copies change nothing.
    let days = (a.published == 0 ? .max : a.published, b.published == 0 ? .max : b.published)
    return days.0 == days.1 ? a.key < b.key : days.0 < days.1
  }

  /// Deals of which a person judged that their deliveries are not all of one transfer: they are not added up.
  private static func tornDeals(_ claims: [CountedClaim], _ verdicts: Verdicts) -> [DealKey: Bool] {
    let judged = PairVerdicts(claims, verdicts)
    guard !judged.different.isEmpty else { return [:] }
    var roots = Array(claims.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while roots[place] != place { place = roots[place] }
      return place
    }
    for pair in judged.same { roots[root(pair.a)] = root(pair.b) }
    var deals: [Int: Set<DealKey>] = [:]
    for place in claims.indices where claims[place].deal != 0 {
      deals[root(place), default: []].insert(DealKey(claims[place]))
    }
    var torn: [DealKey: Bool] = [:]
    for pair in judged.different {
      let common = (deals[root(pair.a)] ?? []).intersection(deals[root(pair.b)] ?? [])
      for deal in common { torn[deal] = true }
    }
    return torn
  }

  /// Adds up the deliveries of one deal, in the order in which they are taken.
  private static func addUp(_ places: ArraySlice<Int>, _ claims: inout [CountedClaim]) {
    var taken: [Int] = []
    var others: [Int] = []
    for place in places {
      let days = claims[place].days
      let isDated = days.first != .min && days.last != .max
      let isFree = taken.allSatisfy { claims[$0].days.last < days.first || days.last < claims[$0].days.first }
      if isDated && isFree { taken.append(place) } else { others.append(place) }
    }
    guard taken.count > 1 else { return }
    let contents = taken.map { ClaimContent(claims[$0]) }
    for place in others {
      claims[place].rank = contents.contains(ClaimContent(claims[place])) ? .part : .superseded
    }
    let terms = taken.map { claims[$0] }
    for (place, term) in zip(taken, terms) {
      claims[place].delivery = CountedClaim.Delivery(
        quantity: term.quantity, value: term.value, firstDay: term.days.first, lastDay: term.days.last)
      claims[place].rank = .part
    }
    for var sum in sums(of: terms) {
      sum.claim.delivery = claims[taken[sum.term]].delivery
      claims[taken[sum.term]] = sum.claim
    }
  }

  /// The sums of deliveries, each in the place of the first in time that it is made of: one claim, or, where they
  /// name several units of one kind, one for each that is the first to name its unit.
  static func sums(of terms: [CountedClaim]) -> [(term: Int, claim: CountedClaim)] {
    let order = terms.indices.sorted { terms[$0].days.first < terms[$1].days.first }
    guard let first = order.first else { return [] }
    let quantities = UnitSums(order.map { (terms[$0].saidQuantity, terms[$0].saidQuantityUnit) })
    let values = UnitSums(order.map { (terms[$0].saidValue, terms[$0].unit) })
    let carriers = Set(quantities.sums.map(\.place) + values.sums.map(\.place) + [0])
    let firstDay = terms[first].days.first
    let lastDay = terms.map(\.days.last).max() ?? firstDay
    return carriers.sorted().map { place in
      var claim = terms[order[place]]
      let (quantity, value) = (quantities.sum(at: place), values.sum(at: place))
      (claim.quantity, claim.quantityUnit) = (quantity?.sum, quantity?.unit ?? claim.quantityUnit)
      (claim.value, claim.unit) = (value?.sum, value?.unit ?? claim.unit)
      (claim.firstDay, claim.lastDay) = (firstDay, lastDay)
      claim.rank = terms.map(\.rank).max() ?? claim.rank
      claim.batch = terms.map(\.batch).max() ?? claim.batch
      claim.published = terms.map(\.published).max() ?? claim.published
      // As credible as the least credible of them.
      for term in terms {
        if term.credibilityOrder > claim.credibilityOrder { claim.credibility = term.credibility }
        if Credibility.reliabilityOrder(term.reliability) > Credibility.reliabilityOrder(claim.reliability) {
          claim.reliability = term.reliability
        }
      }
      return (order[place], claim)
    }
  }
}

/// A deal of a register.
struct DealKey: Hashable {
  var dataset: Int64
  var deal: UInt64

  init(_ claim: CountedClaim) { (dataset, deal) = (claim.dataset, claim.deal) }
}

/// What deliveries, in the order of time, come to in each unit of one kind.
private struct UnitSums {
  /// The sum, its unit, and the place at which it stands.
  typealias Sum = (place: Int, unit: Int32, sum: CountedClaim.Interval)
  private(set) var sums: [Sum] = []

  /// Low, best and high by themselves; where one does not say how much, the sum has no upper end.
  init(_ terms: [(said: CountedClaim.Interval?, unit: Int32)]) {
    for (place, term) in terms.enumerated() {
      guard let said = term.said else { continue }
      if let known = sums.firstIndex(where: { $0.unit == term.unit }) {
        let sum = sums[known].sum.figure + said.figure
        (sums[known].sum.low, sums[known].sum.best, sums[known].sum.high) = (sum.low, sum.best, sum.high)
        if said.qualifier != sums[known].sum.qualifier { sums[known].sum.qualifier = .none }
      } else {
        sums.append((place, term.unit, said))
      }
    }
    guard sums.count == 1 else { return }
    sums[0].place = 0
    if terms.contains(where: { $0.said == nil }) { sums[0].sum.high = .max }
  }

  func sum(at place: Int) -> Sum? { sums.first { $0.place == place } }
}

extension CountedClaim {
  /// Whether a register says that something of one of its deals was delivered.
  var isRegisterDelivery: Bool { deal != 0 && dataset != 0 && stage == .delivered && scope == .deal }

  /// Whether the register of another claim gives both the same deal key.
  func isDeal(of other: CountedClaim) -> Bool { dataset == other.dataset && deal == other.deal }

  /// The claim with its own figures and days, where it has those of a sum.
  var byItself: CountedClaim {
    guard let delivery else { return self }
    var claim = self
    (claim.quantity, claim.value) = (delivery.quantity, delivery.value)
    (claim.firstDay, claim.lastDay) = (delivery.firstDay, delivery.lastDay)
    return claim
  }
}
