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

  /// Whether a claim of the same kind fits every one: beginning within a year, around all, or inside all.
  func agrees(_ start: Int32, _ end: Int32) -> Bool {
    isEmpty || (maxStart <= start + 1 && start <= minStart + 1) || (start <= minStart && maxEnd <= end)
      || (maxStart <= start && end <= minEnd)
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

  var isDated: Bool { !order.isEmpty || !delivery.isEmpty || !ending.isEmpty }

  mutating func add(_ claim: Candidate) {
    if claim.category >= 0 { categories |= 1 << UInt64(claim.category) }
    guard claim.isDated else { return }
    switch claim.time {
    case .order: order.add(claim.start, claim.end)
    case .delivery: delivery.add(claim.start, claim.end)
    case .ending: ending.add(claim.start, claim.end)
    }
  }

  func isCompatibleInTime(_ claim: Candidate) -> Bool {
    guard claim.isDated else { return true }
    let start = claim.start
    let end = claim.end
    switch claim.time {
    case .order:
      return order.agrees(start, end) && delivery.begin(before: 0, start, end, after: 5)
        && ending.begin(before: 1, start, end, after: 5)
    case .delivery:
      return delivery.agrees(start, end) && order.areFollowed(by: start, before: 0, after: 5)
        && ending.begin(before: 5, start, end, after: 5)
    case .ending:
      return ending.agrees(start, end) && order.areFollowed(by: start, before: 1, after: 5)
        && delivery.areFollowed(by: start, before: 5, after: 5)
    }
  }

  func begins(in year: Int32) -> Bool {
    order.minStart == year || order.maxStart == year || delivery.minStart == year
      || delivery.maxStart == year || ending.minStart == year || ending.maxStart == year
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
