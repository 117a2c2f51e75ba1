import ArmsModel

/// The years that the claims of one kind within a transfer give.
struct YearSpan {
  /// Earliest and latest year in which one begins; `minStart` > `maxStart` if there is none.
  var minStart = Int32.max
  var maxStart = Int32.min
  /// Earliest and latest year in which one ends.
  var minEnd = Int32.max
  var maxEnd = Int32.min

  var isEmpty: Bool { minStart > maxStart }

  mutating func add(_ start: Int32, _ end: Int32) {
    minStart = min(minStart, start)
    maxStart = max(maxStart, start)
    minEnd = min(minEnd, end)
    maxEnd = max(maxEnd, end)
  }

  /// Whether a claim of the same kind fits every one, each beginning within a year of it, around it or inside
  /// it; nil if that differs from one to the other.
  @inline(__always)
  func fits(_ start: Int32, _ end: Int32) -> Bool? {
    if isEmpty || (maxStart <= start + 1 && start <= minStart + 1) || (start <= minStart && maxEnd <= end)
      || (maxStart <= start && end <= minEnd)
    {
      return true
    }
    // All are alike, or none is near.
    if minStart == maxStart && minEnd == maxEnd { return false }
    if start > maxEnd && start > maxStart + 1 { return false }
    return end < minStart && start < minStart - 1 ? false : nil
  }

  /// Whether a claim of the same kind surely fits every one.
  func agrees(_ start: Int32, _ end: Int32) -> Bool { fits(start, end) ?? false }

  /// Whether two claims of one kind fit: they begin at most a year apart, or one lies inside the other.
  static func agree(_ a: (start: Int32, end: Int32), _ b: (start: Int32, end: Int32)) -> Bool {
    abs(a.start - b.start) <= 1 || (a.start <= b.start && b.end <= a.end)
      || (b.start <= a.start && a.end <= b.end)
  }

  /// Whether each of these begins at most `before` years before the beginning and `after` after the end.
  func begin(before: Int32, _ start: Int32, _ end: Int32, after: Int32) -> Bool {
    isEmpty || (minStart >= start - before && maxStart <= end + after)
  }

  /// Whether `start` is at most `before` years before any of these begins, and `after` after any ends.
  func areFollowed(by start: Int32, before: Int32, after: Int32) -> Bool {
    isEmpty || (start >= maxStart - before && start <= minEnd + after)
  }
}

/// Which years of a claim may be compared with which.
enum TimeKind {
  /// Up to the order, and what is merely reported.
  case order
  /// Delivered, or seen with the recipient.
  case delivery
  /// Refused, cancelled, suspended or diverted.
  case ending

  init(_ stage: Stage) {
    switch stage {
    case .delivered, .inUse: self = .delivery
    case .denied, .cancelled, .suspended, .diverted: self = .ending
    case .offered, .requested, .negotiating, .approved, .selected, .ordered, .reported: self = .order
    }
  }
}

/// What is known of a transfer while claims are being grouped, so that a check needs no look at its claims.
struct TransferSummary {
  var weapon: Int32
  /// Bits of the categories named.
  var categories: UInt64 = 0
  var order = YearSpan()
  var delivery = YearSpan()
  var ending = YearSpan()
  /// Place of its first figure in `FigureSlots`, or -1.
  var firstSlot: Int32 = -1
  /// Place of its last dated claim in `YearChains`, or -1.
  var lastYears: Int32 = -1

  var isDated: Bool { !order.isEmpty || !delivery.isEmpty || !ending.isEmpty }

  mutating func add(_ claim: Candidate) {
    if claim.category >= 0 { categories |= 1 << UInt64(claim.category) }
    guard claim.isDated else { return }
    add(claim.time, claim.start, claim.end)
  }

  /// Adds the years of a claim.
  @inline(__always)
  mutating func add(_ kind: TimeKind, _ start: Int32, _ end: Int32) {
    switch kind {
    case .order: order.add(start, end)
    case .delivery: delivery.add(start, end)
    case .ending: ending.add(start, end)
    }
  }

  /// Whether a claim fits in time as far as this tells; nil if its own kind has to be asked one by one.
  func fitsInTime(_ claim: Candidate) -> Bool? {
    claim.isDated ? fitsInTime(claim.time, claim.start, claim.end) : true
  }

  /// The same for the years of a claim of that kind.
  @inline(__always)
  func fitsInTime(_ kind: TimeKind, _ start: Int32, _ end: Int32) -> Bool? {
    switch kind {
    case .order:
      guard delivery.begin(before: 0, start, end, after: 5), ending.begin(before: 1, start, end, after: 5)
      else { return false }
      return order.fits(start, end)
    case .delivery:
      guard order.areFollowed(by: start, before: 0, after: 5), ending.begin(before: 5, start, end, after: 5)
      else { return false }
      return delivery.fits(start, end)
    case .ending:
      guard order.areFollowed(by: start, before: 1, after: 5),
        delivery.areFollowed(by: start, before: 5, after: 5)
      else { return false }
      return ending.fits(start, end)
    }
  }

  func begins(in year: Int32) -> Bool {
    order.minStart == year || order.maxStart == year || delivery.minStart == year
      || delivery.maxStart == year || ending.minStart == year || ending.maxStart == year
  }
}

/// The years of each dated claim of the transfers that are being made: per transfer a chain.
struct YearChains {
  private struct Link {
    var start: Int32
    var end: Int32
    var time: TimeKind
    var previous: Int32
  }
  private var links: [Link] = []

  /// Enters a claim's years into the chain that ends at `last`.
  mutating func add(_ claim: Candidate, to last: inout Int32) {
    links.append(Link(start: claim.start, end: claim.end, time: claim.time, previous: last))
    last = Int32(links.count - 1)
  }

  /// Whether a claim fits every one of its kind in a chain.
  func agree(_ claim: Candidate, from last: Int32) -> Bool {
    var place = last
    while place >= 0 {
      let link = links[Int(place)]
      if link.time == claim.time, !YearSpan.agree((claim.start, claim.end), (link.start, link.end)) {
        return false
      }
      place = link.previous
    }
    return true
  }
}

/// What is compared of a claim's content while it looks for its transfer.
struct Candidate {
  let weapon: Int32
  let category: CategoryTree.Index
  let isDated: Bool
  let time: TimeKind
  /// Years in which it begins and ends.
  let start: Int32
  let end: Int32
  let quantity: CountedClaim.Interval
  /// 0 for no quantity.
  let quantityUnit: Int32
  let value: CountedClaim.Interval
  /// 0 for no value.
  let unit: Int32

  init(_ content: ClaimContent) {
    weapon = content.weapon
    category = content.category
    isDated = content.isDated
    time = TimeKind(content.stage)
    start = content.firstDay / 10_000
    end = content.lastDay / 10_000
    quantity = content.quantity
    quantityUnit = content.quantityUnit
    value = content.value
    unit = content.unit
  }

  /// The points of agreeing with itself in all that it says: what a copy of it fits with.
  var selfScore: UInt8 {
    (weapon != 0 ? 4 : 0) + (quantityUnit != 0 ? 3 : 0) + (unit != 0 ? 3 : 0) + (category >= 0 ? 2 : 0)
      + (isDated ? 1 : 0)
  }
}

/// The figures of the transfers that are being made: per transfer a chain, one element per unit.
struct FigureSlots {
  private struct Slot {
    var unit: Int32
    var isQuantity: Bool
    /// Largest lower and smallest upper end: enough to compare a figure with every one at once.
    var maxLow: Int64
    var minHigh: Int64
    var next: Int32
  }
  private var slots: [Slot] = []

  /// How a claim's figures stand towards those of a transfer.
  struct Agreement {
    var quantity = false
    var value = false
  }

  /// Which figures are within 10 % of all of the same unit, or nil if one contradicts.
  func agreement(_ claim: Candidate, from first: Int32) -> Agreement? {
    var agreement = Agreement()
    var place = first
    while place >= 0 {
      let slot = slots[Int(place)]
      if slot.isQuantity {
        if slot.unit == claim.quantityUnit {
          guard FigureSlots.agree(slot, claim.quantity) else { return nil }
          agreement.quantity = true
        }
      } else if slot.unit == claim.unit {
        guard FigureSlots.agree(slot, claim.value) else { return nil }
        agreement.value = true
      }
      place = slot.next
    }
    return agreement
  }

  /// Enters a claim's figures into the chain that begins at `first`.
  mutating func add(_ claim: Candidate, to first: inout Int32) {
    if claim.quantityUnit != 0 { add(claim.quantity, claim.quantityUnit, isQuantity: true, to: &first) }
    if claim.unit != 0 { add(claim.value, claim.unit, isQuantity: false, to: &first) }
  }

  private mutating func add(
    _ figure: CountedClaim.Interval, _ unit: Int32, isQuantity: Bool, to first: inout Int32
  ) {
    var place = first
    while place >= 0 {
      if slots[Int(place)].unit == unit, slots[Int(place)].isQuantity == isQuantity {
        slots[Int(place)].maxLow = max(slots[Int(place)].maxLow, figure.low)
        slots[Int(place)].minHigh = min(slots[Int(place)].minHigh, figure.high)
        return
      }
      place = slots[Int(place)].next
    }
    slots.append(
      Slot(unit: unit, isQuantity: isQuantity, maxLow: figure.low, minHigh: figure.high, next: first))
    first = Int32(slots.count - 1)
  }

  /// Ranges agree where they overlap or come within 10 % of one another; of whole numbers, exactly so.
  private static func agree(_ slot: Slot, _ figure: CountedClaim.Interval) -> Bool {
    slot.maxLow <= saturatingSum(figure.high, figure.high / 10)
      && figure.low <= saturatingSum(slot.minHigh, slot.minHigh / 10)
  }
}
