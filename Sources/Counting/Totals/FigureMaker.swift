import ArmsModel

/// Makes the figures of one transfer of what its claims say, unit by unit.
struct FigureMaker {
  private var entries: [Entry] = []
  /// Per figure made the credibility of its best claim.
  private(set) var credibility: [UInt8] = []

  /// One claim's figure in one unit.
  private struct Entry {
    var unit: Int32
    var isQuantity: Bool
    var interval: CountedClaim.Interval
    var origin: Int64
    var claim: Int
    /// Place among the entries as they came, which is canonical.
    var order: Int
    /// Earliest publication that is known of the same content, 0 for none.
    var published: Int32
    /// Number of independent origins of the same figure in the transfer.
    var origins = 1
    /// As stated, then as others raise and cap it.
    var credibility: UInt8
  }

  /// Forgets the claims and figures of the transfer before.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    credibility.removeAll(keepingCapacity: true)
  }

  /// Enters what a claim says.
  mutating func add(_ content: ClaimContent, _ place: Int, _ claim: CountedClaim, published: Int32) {
    func add(_ unit: Int32, _ interval: CountedClaim.Interval, isQuantity: Bool) {
      entries.append(
        Entry(
          unit: unit, isQuantity: isQuantity, interval: interval, origin: claim.origin, claim: place,
          order: entries.count, published: published, credibility: claim.credibility))
    }
    if content.quantityUnit != 0 { add(content.quantityUnit, content.quantity, isQuantity: true) }
    if content.unit != 0 { add(content.unit, content.value, isQuantity: false) }
  }

  /// The figures of claims that speak of one transfer, in any order.
  static func figures(of claims: [CountedClaim]) -> [Transfer.UnitFigure] {
    let groups = ContentGroups(claims) { _ in true }
    var maker = FigureMaker()
    for group in groups.contents.indices {
      let own = groups.claims(of: group)
      let published: Int32 = own.map { claims[$0].published }.filter { $0 > 0 }.min() ?? 0
      for place in own { maker.add(groups.contents[group], place, claims[place], published: published) }
    }
    return maker.make(claims)
  }

  /// Low, best and high of each unit.
  mutating func make(_ claims: [CountedClaim]) -> [Transfer.UnitFigure] {
    if entries.isEmpty { return [] }
    if entries.count == 1 {
      credibility.append(entries[0].credibility)
      return [figure(0..<1, best: entries[0], claims)]
    }
    entries.sort { a, b in
      if a.unit != b.unit { return a.unit < b.unit }
      if a.isQuantity != b.isQuantity { return a.isQuantity }
      if !a.interval.isSameNumber(as: b.interval) { return a.interval.precedes(b.interval) }
      return a.origin < b.origin
    }
    var result: [Transfer.UnitFigure] = []
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].unit == entries[start].unit,
        entries[end].isQuantity == entries[start].isQuantity
      {
        end += 1
      }
      grade(start..<end, claims)
      var best = entries[start]
      for entry in entries[start..<end].dropFirst() where goesBefore(entry, best, claims) { best = entry }
      credibility.append(best.credibility)
      result.append(figure(start..<end, best: best, claims))
      start = end
    }
    return result
  }

  /// The figure that stands for the transfer: the value whose best claim leads, else the first quantity.
  func leading(_ figures: [Transfer.UnitFigure], _ claims: [CountedClaim]) -> Int? {
    if figures.count < 2 { return figures.indices.first }
    var leading: Int?
    for (place, figure) in figures.enumerated() where !figure.isQuantity {
      if let known = leading, !claims[figure.bestClaim].leads(claims[figures[known].bestClaim]) { continue }
      leading = place
    }
    return leading ?? figures.indices.first
  }

  private func figure(
    _ range: Range<Int>, best: Entry, _ claims: [CountedClaim]
  ) -> Transfer.UnitFigure {
    var figure = best.interval.figure
    for entry in entries[range] {
      figure.low = min(figure.low, entry.interval.low)
      figure.high = max(figure.high, entry.interval.high)
    }
    var result = Transfer.UnitFigure(
      unit: best.unit, isQuantity: best.isQuantity, figure: figure, bestClaim: best.claim)
    let said = best.isQuantity ? claims[best.claim].quantity : claims[best.claim].value
    result.qualifier = said?.qualifier ?? .none
    return result
  }

  /// Counts the origins of each figure of one unit, whose entries are neighbours by figure and origin, and
  /// raises and caps the credibility of its claims.
  private mutating func grade(_ range: Range<Int>, _ claims: [CountedClaim]) {
    guard range.count > 1 else { return }
    let isDisputed = hasContradiction(range)
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var origins = 0
      while end < range.upperBound, entries[end].interval.isSameNumber(as: entries[start].interval) {
        if end == start || entries[end].origin != entries[end - 1].origin { origins += 1 }
        end += 1
      }
      let hasPrimary = origins >= 3 && entries[start..<end].contains { claims[$0.claim].isPrimary }
      for place in start..<end {
        entries[place].origins = origins
        entries[place].credibility = Credibility.effective(
          stated: entries[place].credibility, origins: origins, hasPrimary: hasPrimary,
          isContradicted: isDisputed && isContradicted(place, range, claims))
      }
      start = end
    }
  }

  /// Whether any two entries differ by more than 10 %; only verdicts and deal keys bring such together.
  private func hasContradiction(_ range: Range<Int>) -> Bool {
    var largestLow = Int64.min
    var smallestHigh = Int64.max
    for entry in entries[range] {
      largestLow = max(largestLow, entry.interval.low)
      smallestHigh = min(smallestHigh, entry.interval.high)
    }
    return largestLow > saturatingSum(smallestHigh, smallestHigh / 10)
  }

  /// Whether somebody as reliable, or more so, says something else than an entry.
  private func isContradicted(_ place: Int, _ range: Range<Int>, _ claims: [CountedClaim]) -> Bool {
    let own = Credibility.reliabilityOrder(claims[entries[place].claim].reliability)
    return entries[range].contains { other in
      Credibility.reliabilityOrder(claims[other.claim].reliability) <= own
        && !other.interval.agrees(with: entries[place].interval)
        && !isPartialDelivery(other, entries[place], claims)
    }
  }

  /// Whether a register says of one deal that less was delivered than ordered, which is no contradiction.
  private func isPartialDelivery(_ a: Entry, _ b: Entry, _ claims: [CountedClaim]) -> Bool {
    let (small, large) = a.interval.best < b.interval.best ? (a, b) : (b, a)
    let (delivery, order) = (claims[small.claim], claims[large.claim])
    return delivery.deal != 0 && delivery.deal == order.deal && delivery.dataset == order.dataset
      && delivery.stage.hasArrived && TimeKind(order.stage) == .order
  }

  /// Whether `a` rather than `b` gives the best figure.
  private func goesBefore(_ a: Entry, _ b: Entry, _ claims: [CountedClaim]) -> Bool {
    let rankA = claims[a.claim].rank
    let rankB = claims[b.claim].rank
    if rankA != rankB { return rankA > rankB }
    let grades = (Credibility.order(a.credibility), Credibility.order(b.credibility))
    if grades.0 != grades.1 { return grades.0 < grades.1 }
    if a.origins != b.origins { return a.origins > b.origins }
    if a.published != b.published { return a.published > b.published }
    if a.interval.best != b.interval.best { return a.interval.best < b.interval.best }
    if !a.interval.isSameNumber(as: b.interval) { return a.interval.precedes(b.interval) }
    // Of claims that say the same the earliest known one speaks, then the more reliable one, so that a later
    // copy changes nothing.
    let days = (claims[a.claim].published, claims[b.claim].published)
    if days.0 != days.1 { return days.1 == 0 || (days.0 != 0 && days.0 < days.1) }
    let voices = (voice(a, claims), voice(b, claims))
    return voices.0 == voices.1 ? a.order < b.order : voices.0 < voices.1
  }

  /// Lower speaks first: by reliability, then by how the number is qualified.
  private func voice(_ entry: Entry, _ claims: [CountedClaim]) -> Int {
    let claim = claims[entry.claim]
    let said = entry.isQuantity ? claim.quantity : claim.value
    return Int(claim.reliability &- 1) << 8 | Int(said?.qualifier.rawValue ?? 0)
  }
}
