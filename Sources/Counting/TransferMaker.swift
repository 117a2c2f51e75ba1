import ArmsModel

/// Makes transfers of grouped claims: their stage, time, category and figures.
struct TransferMaker {
  private let claims: [CountedClaim]
  private let live: ContentGroups
  private let depths: [Int]
  private var origins: [Int64] = []
  private var figures: [Entry] = []

  /// One claim's figure in one unit.
  private struct Entry {
    var unit: Int32
    var isQuantity: Bool
    var interval: CountedClaim.Interval
    var origin: Int64
    var claim: Int
    /// Place of its content in canonical order.
    var group: Int
    /// Earliest publication that is known of the same content, 0 for none.
    var published: Int32
    /// Number of independent origins of the same figure in the transfer.
    var origins = 0
  }

  init(claims: [CountedClaim], live: ContentGroups, depths: [Int]) {
    self.claims = claims
    self.live = live
    self.depths = depths
  }

  /// The transfer of those contents, each with why it stands there.
  mutating func transfer(of groups: [(group: Int, rule: Transfer.Rule)]) -> Transfer {
    var members: [Transfer.Member] = []
    var stages = StageSet()
    var first = Int32.max
    var last = Int32.min
    var weapon: Int32 = 0
    var category: CategoryTree.Index = -1
    origins.removeAll(keepingCapacity: true)
    figures.removeAll(keepingCapacity: true)
    for (group, rule) in groups {
      let content = live.contents[group]
      stages.insert(content.stage)
      if content.isDated {
        first = min(first, content.firstDay)
        last = max(last, content.lastDay)
      }
      if weapon == 0 { weapon = content.weapon }
      category = narrower(category, content.category)
      let places = live.claims(of: group)
      var published: Int32 = 0
      for claim in places where claims[claim].published > 0 {
        published = published == 0 ? claims[claim].published : min(published, claims[claim].published)
      }
      for (place, claim) in places.enumerated() {
        members.append(Transfer.Member(claim: claim, rule: place == 0 ? rule : .sameContent))
        origins.append(claims[claim].origin)
        if content.quantityUnit != 0 {
          figures.append(
            Entry(
              unit: content.quantityUnit, isQuantity: true, interval: content.quantity,
              origin: claims[claim].origin, claim: claim, group: group, published: published))
        }
        if content.unit != 0 {
          figures.append(
            Entry(
              unit: content.unit, isQuantity: false, interval: content.value, origin: claims[claim].origin,
              claim: claim, group: group, published: published))
        }
      }
    }
    let stage = stages.verdict
    return Transfer(
      members: members, key: claims[members[0].claim].key, stage: stage.stage, isDisputed: stage.isDisputed,
      weapon: weapon, category: category, figures: unitFigures(),
      firstDay: first <= last ? first : .min, lastDay: first <= last ? last : .max,
      origins: countDistinct(&origins))
  }

  private func narrower(_ a: CategoryTree.Index, _ b: CategoryTree.Index) -> CategoryTree.Index {
    guard a >= 0 else { return b }
    guard b >= 0, a != b else { return a }
    let depthA = depths[Int(a)]
    let depthB = depths[Int(b)]
    return depthA == depthB ? min(a, b) : depthA > depthB ? a : b
  }

  private func countDistinct(_ numbers: inout [Int64]) -> Int {
    if numbers.count < 2 { return numbers.count }
    numbers.sort()
    return zip(numbers, numbers.dropFirst()).reduce(1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }

  /// Low, best and high of each unit in `figures`.
  private mutating func unitFigures() -> [Transfer.UnitFigure] {
    if figures.count == 1 { return [unitFigure(0..<1)] }
    figures.sort { a, b in
      if a.unit != b.unit { return a.unit < b.unit }
      if a.isQuantity != b.isQuantity { return a.isQuantity }
      if a.interval.low != b.interval.low { return a.interval.low < b.interval.low }
      if a.interval.high != b.interval.high { return a.interval.high < b.interval.high }
      return a.origin < b.origin
    }
    var result: [Transfer.UnitFigure] = []
    var start = 0
    while start < figures.count {
      var end = start + 1
      while end < figures.count, figures[end].unit == figures[start].unit,
        figures[end].isQuantity == figures[start].isQuantity
      {
        end += 1
      }
      result.append(unitFigure(start..<end))
      start = end
    }
    return result
  }

  /// The figure of one unit, whose entries are neighbours, sorted by figure and origin.
  private mutating func unitFigure(_ range: Range<Int>) -> Transfer.UnitFigure {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var distinct = 0
      while end < range.upperBound, figures[end].interval == figures[start].interval {
        if end == start || figures[end].origin != figures[end - 1].origin { distinct += 1 }
        end += 1
      }
      for place in start..<end { figures[place].origins = distinct }
      start = end
    }
    var best = figures[range.lowerBound]
    var figure = Figure(low: best.interval.low, best: 0, high: best.interval.high)
    for entry in figures[range].dropFirst() {
      figure.low = min(figure.low, entry.interval.low)
      figure.high = max(figure.high, entry.interval.high)
      if goesBefore(entry, best) { best = entry }
    }
    figure.best = best.interval.best
    return Transfer.UnitFigure(
      unit: best.unit, isQuantity: best.isQuantity, figure: figure, bestClaim: best.claim)
  }

  /// Whether `a` rather than `b` gives the best figure.
  private func goesBefore(_ a: Entry, _ b: Entry) -> Bool {
    let claimA = claims[a.claim]
    let claimB = claims[b.claim]
    if claimA.rank != claimB.rank { return claimA.rank > claimB.rank }
    if claimA.credibilityOrder != claimB.credibilityOrder {
      return claimA.credibilityOrder < claimB.credibilityOrder
    }
    if a.origins != b.origins { return a.origins > b.origins }
    if a.published != b.published { return a.published > b.published }
    if a.interval.low != b.interval.low { return a.interval.low < b.interval.low }
    if a.interval.high != b.interval.high { return a.interval.high < b.interval.high }
    if a.group != b.group { return a.group < b.group }
    return claimA.key < claimB.key
  }
}

/// The stages that the claims of one transfer name.
struct StageSet {
  private var bits: UInt32 = 0

  mutating func insert(_ stage: Stage) { bits |= 1 << UInt32(stage.rawValue) }

  func contains(_ stage: Stage) -> Bool { bits & (1 << UInt32(stage.rawValue)) != 0 }

  /// The transfer's stage, and whether its claims disagree on whether it happened.
  var verdict: (stage: Stage, isDisputed: Bool) {
    let ladder = bits & ((1 << (UInt32(Stage.inUse.rawValue) + 1)) - 1)
    let furthest =
      ladder == 0 ? nil : Stage(rawValue: UInt8(31 - ladder.leadingZeroBitCount))
    let happened = furthest?.isAgreed ?? false
    let arrived = furthest?.hasArrived ?? false
    let isDisputed = (contains(.denied) && happened) || (contains(.cancelled) && arrived)
    if contains(.denied), !happened { return (.denied, false) }
    if contains(.cancelled), !arrived { return (.cancelled, isDisputed) }
    if let furthest { return (furthest, isDisputed) }
    if contains(.suspended) { return (.suspended, false) }
    return (contains(.diverted) ? .diverted : .reported, false)
  }
}
