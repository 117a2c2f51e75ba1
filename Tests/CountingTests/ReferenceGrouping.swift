import ArmsModel
import Counting

/// A number with its unit as a claim says it, whatever its qualifier.
struct ReferenceNumber: Hashable {
  var unit: Int32
  var low: Int64
  var best: Int64
  var high: Int64

  init?(_ interval: CountedClaim.Interval?, unit: Int32) {
    guard let interval, interval.low >= 0 else { return nil }
    (self.unit, low, best, high) = (unit, interval.low, interval.best, interval.high)
  }

  /// "Differ by at most 10 % of the smaller. Ranges agree where they overlap or come that close."
  func agrees(_ other: ReferenceNumber) -> Bool {
    let (below, above) = low <= other.low ? (self, other) : (other, self)
    if above.low <= below.high { return true }
    return Double(above.low - below.high) * 10 <= Double(below.high)
  }
}

/// Groups deal claims as docs/counting.md says it in words, comparing each with each.
///
/// Where the page leaves room it is read so: "both dated" means the statement and at least one that is in the
/// transfer already; "a quantity of two or more" means that its low end is; "everything else they say" is the
/// stage, the category, the last day, the designation, the units and the numbers, in this order. Only claims
/// that have no deal keys and no verdicts; what those do is tested by what must hold of them.
struct ReferenceGrouping {
  /// What documents say alike.
  struct Statement: Hashable {
    var stage: Stage
    var weapon: Int32
    var category: Int8
    var quantity: ReferenceNumber?
    var value: ReferenceNumber?
    var first: Int32
    var last: Int32

    init(_ claim: CountedClaim) {
      stage = claim.stage
      weapon = claim.weapon
      category = claim.category
      quantity = ReferenceNumber(claim.quantity, unit: claim.quantityUnit == 0 ? 1 : claim.quantityUnit)
      value = claim.unit == 0 ? nil : ReferenceNumber(claim.value, unit: claim.unit)
      // "A deal with only a beginning or only an end is taken to be of that date."
      first = claim.firstDay == .min && claim.lastDay != .max ? claim.lastDay : claim.firstDay
      last = claim.lastDay == .max && claim.firstDay != .min ? claim.firstDay : claim.lastDay
    }

    var isDated: Bool { first != .min }
    var start: Int { Int(first / 10_000) }
    var end: Int { Int(last / 10_000) }

    var kind: Int {
      switch stage {
      case .offered, .requested, .negotiating, .approved, .selected, .ordered, .reported: 0
      case .delivered, .inUse: 1
      case .denied, .cancelled, .suspended, .diverted: 2
      }
    }

    var order: [Int64] {
      var gaps: [Int64] = [weapon == 0 ? 1 : 0, category < 0 ? 1 : 0]
      gaps += [quantity == nil ? 1 : 0, value == nil ? 1 : 0, isDated ? 0 : 1]
      let words = [
        Int64(first), Int64(stage.rawValue), Int64(category), Int64(last), Int64(weapon),
        Int64(quantity?.unit ?? 0), Int64(value?.unit ?? 0),
      ]
      let numbers = [
        quantity?.low ?? 0, quantity?.high ?? 0, value?.low ?? 0, value?.high ?? 0, quantity?.best ?? 0,
        value?.best ?? 0,
      ]
      return gaps + words + numbers
    }
  }

  /// The transfers as sets of places of claims: those that count, and the deprecated that stand with them.
  static func run(_ claims: [CountedClaim]) -> [(counting: Set<Int>, others: Set<Int>)] {
    let deals = claims.indices.filter { claims[$0].scope == .deal }
    let statements = Set(deals.filter { claims[$0].rank.counts }.map { Statement(claims[$0]) })
    var transfers: [[Statement]] = []
    for statement in statements.sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
      if let place = place(of: statement, in: transfers) {
        transfers[place].append(statement)
      } else {
        transfers.append([statement])
      }
    }
    var result = transfers.map { statements in
      let places = deals.filter { claims[$0].rank.counts && statements.contains(Statement(claims[$0])) }
      return (counting: Set(places), others: Set<Int>())
    }
    for deal in deals where !claims[deal].rank.counts {
      let statement = Statement(claims[deal])
      let with = transfers.firstIndex { $0.contains(statement) } ?? place(of: statement, in: transfers)
      if let with { result[with].others.insert(deal) }
    }
    return result
  }

  /// The transfer that it fits best, the first founded of several.
  private static func place(of statement: Statement, in transfers: [[Statement]]) -> Int? {
    var found: (place: Int, points: Int)?
    for place in transfers.indices {
      guard let points = points(statement, transfers[place]), points > found?.points ?? 0 else { continue }
      found = (place, points)
    }
    return found?.place
  }

  /// The points that it has with a transfer; nil if it contradicts one there, or nothing convinces.
  private static func points(_ new: Statement, _ old: [Statement]) -> Int? {
    guard old.allSatisfy({ areCompatible(new, $0) }) else { return nil }
    let sameWeapon = new.weapon != 0 && old.contains { $0.weapon == new.weapon }
    let quantityAgrees = old.contains { $0.quantity != nil && $0.quantity?.unit == new.quantity?.unit }
    let valueAgrees = old.contains { $0.value != nil && $0.value?.unit == new.value?.unit }
    let bothDated = new.isDated && old.contains { $0.isDated }
    if sameWeapon {
      guard bothDated || quantityAgrees || valueAgrees else { return nil }
    } else {
      let isSilent = new.weapon == 0 && new.category < 0
      let isMany = (new.quantity?.low ?? 0) >= 2
      guard bothDated, valueAgrees || (quantityAgrees && isMany && !isSilent) else { return nil }
    }
    var points = (sameWeapon ? 4 : 0) + (quantityAgrees ? 3 : 0) + (valueAgrees ? 3 : 0)
    if new.category >= 0 {
      if old.contains(where: { $0.category == new.category }) {
        points += 2
      } else if old.contains(where: { referenceIsBelow($0.category, new.category, orAbove: true) }) {
        points += 1
      }
    }
    let edges = (0...2).flatMap { kind in
      let starts = old.filter { $0.kind == kind && $0.isDated }.map(\.start)
      return [starts.min(), starts.max()].compactMap { $0 }
    }
    if new.isDated, edges.contains(new.start) { points += 1 }
    return points
  }

  /// Whether two statements could speak of one deal.
  static func areCompatible(_ a: Statement, _ b: Statement) -> Bool {
    if a.weapon != 0, b.weapon != 0 {
      if a.weapon != b.weapon { return false }
    } else if a.category >= 0, b.category >= 0, !referenceIsBelow(a.category, b.category, orAbove: true) {
      return false
    }
    if let one = a.quantity, let other = b.quantity, one.unit == other.unit, !one.agrees(other) {
      return false
    }
    if let one = a.value, let other = b.value, one.unit == other.unit, !one.agrees(other) { return false }
    guard a.isDated, b.isDated else { return true }
    let (x, y) = a.kind <= b.kind ? (a, b) : (b, a)
    switch (x.kind, y.kind) {
    case (0, 1): return y.start >= x.start && y.start <= x.end + 5
    case (0, 2): return y.start >= x.start - 1 && y.start <= x.end + 5
    case (1, 2): return y.start >= x.start - 5 && y.start <= x.end + 5
    default:
      return abs(x.start - y.start) <= 1 || (x.start <= y.start && y.end <= x.end)
        || (y.start <= x.start && x.end <= y.end)
    }
  }
}

/// Whether a category is the other one or below it; `orAbove`: or above.
func referenceIsBelow(_ category: Int8, _ other: Int8, orAbove: Bool = false) -> Bool {
  guard category >= 0, other >= 0 else { return false }
  var step = category
  while step >= 0 {
    if step == other { return true }
    step = testTree.parent(of: step)
  }
  return orAbove && referenceIsBelow(other, category)
}

/// Whether a category is in a set in which bit n is place n.
func isNamed(_ category: Int8, in set: UInt64) -> Bool { category >= 0 && set >> UInt64(category) & 1 == 1 }
