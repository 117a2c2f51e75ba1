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
    for group in classes(terms) where group.count > 1 {
      let order = group.sorted { terms[$0].days.first < terms[$1].days.first }
      for term in order {
        let claim = terms[term]
        let days = claim.days
        claims[taken[term]].delivery = CountedClaim.Delivery(
          quantity: claim.quantity, value: claim.value, firstDay: days.first, lastDay: days.last)
        claims[taken[term]].rank = .part
      }
      claims[taken[order[0]]].take(DeliverySum(order.map { terms[$0] }), of: order.map { terms[$0] })
    }
  }

  /// Deliveries that can be added up: all of them, or, where units differ, those of the same units.
  static func classes(_ terms: [CountedClaim]) -> [[Int]] {
    func units(_ claim: CountedClaim) -> [Int32] {
      [
        claim.saidQuantity == nil ? 0 : claim.saidQuantityUnit, claim.saidValue == nil ? 0 : claim.unit,
      ]
    }
    let all = terms.map(units)
    let differ = (0...1).contains { kind in Set(all.map { $0[kind] }).subtracting([0]).count > 1 }
    guard differ else { return [Array(terms.indices)] }
    return Set(all).sorted { $0.lexicographicallyPrecedes($1) }.map { wanted in
      terms.indices.filter { all[$0] == wanted }
    }
  }
}

/// A deal of a register.
struct DealKey: Hashable {
  var dataset: Int64
  var deal: UInt64

  init(_ claim: CountedClaim) { (dataset, deal) = (claim.dataset, claim.deal) }
}

/// What deliveries come to together.
struct DeliverySum {
  var quantity: CountedClaim.Interval?
  /// 0 if there is no quantity.
  var quantityUnit: Int32 = 0
  var value: CountedClaim.Interval?
  /// 0 if there is no value.
  var unit: Int32 = 0
  var firstDay = Int32.max
  var lastDay = Int32.min

  /// The sum of deliveries that name no two units of quantity, and no two of value.
  init(_ terms: [CountedClaim]) {
    quantity = DeliverySum.sum(terms.map(\.saidQuantity))
    value = DeliverySum.sum(terms.map(\.saidValue))
    for term in terms {
      if term.saidQuantity != nil { quantityUnit = term.saidQuantityUnit }
      if term.saidValue != nil { unit = term.unit }
      firstDay = min(firstDay, term.days.first)
      lastDay = max(lastDay, term.days.last)
    }
  }

  /// Low, best and high by themselves; where one does not say how much, the sum has no upper end.
  private static func sum(_ parts: [CountedClaim.Interval?]) -> CountedClaim.Interval? {
    let said = parts.compactMap { $0 }
    guard var sum = said.first else { return nil }
    for part in said.dropFirst() {
      sum.low = saturatingSum(sum.low, part.low)
      sum.best = saturatingSum(sum.best, part.best)
      sum.high = saturatingSum(sum.high, part.high)
      if part.qualifier != sum.qualifier { sum.qualifier = .none }
    }
    if said.count < parts.count { sum.high = .max }
    return sum
  }
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

  /// Makes it the one that has the sum; as credible as the least credible part.
  mutating func take(_ sum: DeliverySum, of terms: [CountedClaim]) {
    (quantity, value) = (sum.quantity, sum.value)
    if sum.quantityUnit != 0 { quantityUnit = sum.quantityUnit }
    if sum.unit != 0 { unit = sum.unit }
    (firstDay, lastDay) = (sum.firstDay, sum.lastDay)
    rank = terms.map(\.rank).max() ?? rank
    batch = terms.map(\.batch).max() ?? batch
    published = terms.map(\.published).max() ?? published
    for term in terms {
      if term.credibilityOrder > credibilityOrder { credibility = term.credibility }
      if Credibility.reliabilityOrder(term.reliability) > Credibility.reliabilityOrder(reliability) {
        reliability = term.reliability
      }
    }
  }
}
