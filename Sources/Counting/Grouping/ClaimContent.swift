import ArmsModel

extension CountedClaim {
  /// What it says how much of, each with the number of its unit: thousandths, of quantities too.
  public var thousandths: [(number: Int64, unit: Int32)] {
    let quantity = saidQuantity?.figure.thousandths(isQuantity: true)
    return [(quantity, saidQuantityUnit), (saidValue?.figure, unit)].compactMap { figure, unit in
      figure.map { ($0.high == .max ? $0.best : $0.high, unit) }
    }
  }

  /// The quantity, if it says one that can be used.
  var saidQuantity: Interval? {
    guard let quantity, quantity.low >= 0 else { return nil }
    return quantity
  }

  /// The unit of the quantity; pieces unless it says another.
  var saidQuantityUnit: Int32 { quantityUnit == 0 ? UnitNumbers.pieces : quantityUnit }

  /// The money or TIV, if it says one with its unit.
  var saidValue: Interval? {
    guard let value, value.low >= 0, unit != 0 else { return nil }
    return value
  }

  /// First and last day in that order; of a deal, a side that is open counts as the other one.
  var days: (first: Int32, last: Int32) {
    if scope == .deal { return CountedClaim.days(ofDeal: firstDay, lastDay) }
    return firstDay <= lastDay ? (firstDay, lastDay) : (lastDay, firstDay)
  }

  /// The days of a deal of which those are said.
  @inline(__always)
  static func days(ofDeal firstDay: Int32, _ lastDay: Int32) -> (first: Int32, last: Int32) {
    var (first, last) = (firstDay, lastDay)
    if first == .min, last != .max { first = last } else if last == .max, first != .min { last = first }
    return first <= last ? (first, last) : (last, first)
  }

  /// Lower goes before: 1 to 5 as said, 6 for what has no basis.
  var credibilityOrder: UInt8 { Credibility.order(credibility) }
}

extension CountedClaim.Interval {
  /// Whether all three numbers are the same, however they were qualified.
  func isSameNumber(as other: Self) -> Bool { low == other.low && best == other.best && high == other.high }

  /// Ascending by low, high, best.
  func precedes(_ other: Self) -> Bool {
    if low != other.low { return low < other.low }
    if high != other.high { return high < other.high }
    return best < other.best
  }

  /// Whether the two overlap or come within 10 % of one another; of whole numbers, exactly so.
  func agrees(with other: Self) -> Bool {
    low <= saturatingSum(other.high, other.high / 10) && other.low <= saturatingSum(high, high / 10)
  }

  /// Its numbers as a figure.
  var figure: Figure { Figure(low: low, best: best, high: high) }
}

/// What a claim says, without who says it and where: claims of the same content are copies of one another.
///
/// Numbers are compared, not how they were qualified: "up to 18" says the same as "0 to 18, best 18".
/// Ordered canonically: the most specific first (designation, category, quantity, value, date), then by date,
/// then by everything else, so that no choice depends on a claim's key.
struct ClaimContent: Comparable {
  private let head: UInt64
  private let lastDayAndWeapon: UInt64
  private let units: UInt64
  let quantity: CountedClaim.Interval
  let value: CountedClaim.Interval

  init(_ claim: CountedClaim) {
    let days = claim.days
    let isUndated = days.first == .min && days.last == .max
    var gaps: UInt64 = claim.weapon == 0 ? 16 : 0
    if claim.category < 0 { gaps += 8 }
    if claim.saidQuantity == nil { gaps += 4 }
    if claim.saidValue == nil { gaps += 2 }
    if isUndated { gaps += 1 }
    head =
      gaps << 48 | UInt64(UInt32(bitPattern: days.first ^ .min)) << 16 | UInt64(claim.stage.rawValue) << 8
      | UInt64(UInt8(bitPattern: claim.category &+ 1))
    lastDayAndWeapon =
      UInt64(UInt32(bitPattern: days.last ^ .min)) << 32 | UInt64(UInt32(bitPattern: claim.weapon))
    let quantityUnit = claim.saidQuantity == nil ? 0 : claim.saidQuantityUnit
    let unit = claim.saidValue == nil ? 0 : claim.unit
    units = UInt64(UInt32(bitPattern: quantityUnit)) << 32 | UInt64(UInt32(bitPattern: unit))
    quantity = claim.saidQuantity ?? CountedClaim.Interval(0)
    value = claim.saidValue ?? CountedClaim.Interval(0)
  }

  var firstDay: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: head >> 16)) ^ .min }
  var lastDay: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: lastDayAndWeapon >> 32)) ^ .min }
  var weapon: Int32 { Int32(truncatingIfNeeded: lastDayAndWeapon) }
  var category: CategoryTree.Index { Int8(truncatingIfNeeded: head) &- 1 }
  var stage: Stage { Stage(rawValue: UInt8(truncatingIfNeeded: head >> 8)) ?? .reported }
  /// The unit of the quantity, 0 if there is none.
  var quantityUnit: Int32 { Int32(truncatingIfNeeded: units >> 32) }
  /// The unit of the value, 0 if there is none.
  var unit: Int32 { Int32(truncatingIfNeeded: units) }
  var isDated: Bool { head >> 48 & 1 == 0 }

  static func < (a: ClaimContent, b: ClaimContent) -> Bool {
    if a.head != b.head { return a.head < b.head }
    if a.lastDayAndWeapon != b.lastDayAndWeapon { return a.lastDayAndWeapon < b.lastDayAndWeapon }
    if a.units != b.units { return a.units < b.units }
    if a.quantity.low != b.quantity.low { return a.quantity.low < b.quantity.low }
    if a.quantity.high != b.quantity.high { return a.quantity.high < b.quantity.high }
    if a.value.low != b.value.low { return a.value.low < b.value.low }
    if a.value.high != b.value.high { return a.value.high < b.value.high }
    if a.quantity.best != b.quantity.best { return a.quantity.best < b.quantity.best }
    return a.value.best < b.value.best
  }

  static func == (a: ClaimContent, b: ClaimContent) -> Bool {
    a.head == b.head && a.lastDayAndWeapon == b.lastDayAndWeapon && a.units == b.units
      && a.quantity.isSameNumber(as: b.quantity) && a.value.isSameNumber(as: b.value)
  }
}
