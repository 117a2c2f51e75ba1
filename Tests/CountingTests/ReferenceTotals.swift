import ArmsModel
import Counting

/// Totals of one pair by trying every set of aggregates: slow, plain, sharing nothing with what it checks.
struct ReferenceTotals {
  /// A deal or aggregate on its way up.
  struct Item: Hashable {
    var first: Int32
    var last: Int32
    var category: Int8
    var weapon: Int32
    var low: Int64
    var best: Int64
    var high: Int64
    /// Number of transfers and aggregates that it stands for.
    var size = 1
  }

  /// The total in each unit; nil where nothing that was taken in has a figure.
  static func run(
    _ transfers: [ReferenceTransfer], _ claims: [CountedClaim],
    _ options: CountingOptions = CountingOptions(),
    factors: ReferenceFactors? = nil
  ) -> [ReferenceUnit: Figure] {
    var deals: [ReferenceUnit: [Item]] = [:]
    var aggregates: [ReferenceUnit: Set<Item>] = [:]
    for transfer in transfers {
      var item = Item(
        first: transfer.first, last: transfer.last, category: transfer.categories.min() ?? -1,
        weapon: transfer.weapons.min() ?? 0, low: 0, best: 0, high: 0)
      // What has no figure is listed with the pieces: it adds nothing, yet a set may account for it.
      if transfer.figures.isEmpty {
        guard isTakenIn(item, transfer.stage, isDisputed: transfer.isDisputed, options) else { continue }
        deals[ReferenceUnit(number: 1, isQuantity: true), default: []].append(item)
      }
      for (unit, figure) in factors?.converted(transfer.figures) ?? transfer.figures.mapValues(\.figure) {
        let days = transfer.days[unit] ?? (transfer.first, transfer.last)
        (item.first, item.last) = days
        let isVolume = !unit.isQuantity && transfer.days[unit] != nil
        guard !transfer.outside.contains(unit),
          isTakenIn(item, transfer.stage, isDisputed: transfer.isDisputed && !isVolume, options)
        else { continue }
        (item.low, item.best, item.high) = (figure.low, figure.best, figure.high)
        deals[unit, default: []].append(item)
      }
    }
    for claim in claims where claim.scope == .aggregate && claim.rank.counts {
      var item = Item(
        first: claim.firstDay, last: claim.lastDay, category: claim.category, weapon: claim.weapon, low: 0,
        best: 0, high: 0)
      let quantity = ReferenceNumber(claim.quantity, unit: claim.quantityUnit == 0 ? 1 : claim.quantityUnit)
      let value = claim.unit == 0 ? nil : ReferenceNumber(claim.value, unit: claim.unit)
      for (number, isQuantity) in [(quantity, true), (value, false)] {
        guard let number else { continue }
        var unit = ReferenceUnit(number: number.unit, isQuantity: isQuantity)
        let isDisputed = isDenied(claim, claims, unit)
        guard isTakenIn(item, claim.stage, isDisputed: isDisputed, options) else { continue }
        var figure = Figure(low: number.low, best: number.best, high: number.high)
        if let factors, !isQuantity { (unit, figure) = factors.converted(unit, figure) }
        (item.low, item.best, item.high) = (figure.low, figure.best, figure.high)
        aggregates[unit, default: []].insert(item)
      }
    }
    var totals: [ReferenceUnit: Figure] = [:]
    for unit in Set(deals.keys).union(aggregates.keys) {
      // Nothing that is said is zero: what is zero throughout is unstated.
      guard (deals[unit] ?? []).contains(where: { $0.best > 0 }) || aggregates[unit] != nil else { continue }
      totals[unit] = total(deals[unit] ?? [], Array(aggregates[unit] ?? []))
    }
    return totals
  }

  /// Whether a denial disputes a total.
  ///
  /// "It disputes what a total says in a unit if it fits in goods, and either gives a figure in it that agrees, where one
  /// period lies inside the other or one has none, or gives none, is a total itself and contains its period."
  static func isDenied(_ total: CountedClaim, _ claims: [CountedClaim], _ unit: ReferenceUnit) -> Bool {
    func said(_ claim: CountedClaim) -> CountedClaim.Interval? {
      let own = unit.isQuantity ? (claim.quantityUnit == 0 ? 1 : claim.quantityUnit) : claim.unit
      guard own == unit.number, let number = unit.isQuantity ? claim.quantity : claim.value, number.low >= 0
      else { return nil }
      return number
    }
    func isDated(_ claim: CountedClaim) -> Bool { claim.firstDay != .min || claim.lastDay != .max }
    if [.denied, .cancelled].contains(total.stage) { return false }
    for stated in claims where stated.stage == .denied && stated.rank.counts {
      var denial = stated
      // "A deal with only a beginning or only an end is taken to be of that date."
      if denial.scope == .deal, isDated(denial) {
        if denial.firstDay == .min { denial.firstDay = denial.lastDay }
        if denial.lastDay == .max { denial.lastDay = denial.firstDay }
      }
      let bothNamed = denial.weapon > 0 && total.weapon > 0
      if bothNamed, denial.weapon != total.weapon { continue }
      if !bothNamed, denial.category >= 0, total.category >= 0,
        !referenceIsBelow(denial.category, total.category), !referenceIsBelow(total.category, denial.category)
      {
        continue
      }
      let contains = denial.firstDay <= total.firstDay && denial.lastDay >= total.lastDay
      let liesInside = total.firstDay <= denial.firstDay && total.lastDay >= denial.lastDay
      if let a = said(denial), let b = said(total) {
        func most(_ high: Int64) -> Int64 { high == .max ? .max : high + high / 10 }
        let isNear = most(a.high) >= b.low && most(b.high) >= a.low
        if isNear, contains || liesInside || !isDated(denial) || !isDated(total) { return true }
      } else if denial.scope == .aggregate, isDated(denial), isDated(total), contains {
        return true
      }
    }
    return false
  }

  /// Whether it passes every filter; "what has no date is outside every window", save those of memberships.
  private static func isTakenIn(
    _ item: Item, _ stage: Stage, isDisputed: Bool, _ options: CountingOptions
  ) -> Bool {
    switch options.stage {
    case .agreed: guard [.ordered, .delivered, .inUse].contains(stage) else { return false }
    case .delivered: guard [.delivered, .inUse].contains(stage) else { return false }
    case .exactly(let wanted): guard stage == wanted else { return false }
    }
    if isDisputed, !options.includeDisputed { return false }
    let isDated = item.first != .min || item.last != .max
    func sharesADay(_ window: CountingWindow) -> Bool {
      max(item.first, window.firstDay) <= min(item.last, window.lastDay)
    }
    if let window = options.window {
      let isInside = item.first >= window.firstDay && item.last <= window.lastDay
      guard isDated, window.within ? isInside : sharesADay(window) else { return false }
    }
    for windows in [options.supplierWindows, options.recipientWindows] {
      if let windows, isDated, !windows.contains(where: sharesADay) { return false }
    }
    guard options.categories == 0 || isNamed(item.category, in: options.categories) else { return false }
    return options.weapons.isEmpty || options.weapons.contains(item.weapon)
  }

  /// The rules of "Aggregates and the deals inside them", every set tried.
  static func total(_ deals: [Item], _ aggregates: [Item]) -> Figure {
    let best = climb(deals, aggregates, isLow: false)
    let low = climb(deals, aggregates, isLow: true)
    let sum = best.items.reduce(0) { $0 + $1.best }
    return Figure(
      low: min(low.items.reduce(0) { $0 + $1.low }, sum), best: sum,
      high: (deals + best.chosen).reduce(0) { open($0, $1.high) })
  }

  /// The sum; open if either is.
  static func open(_ a: Int64, _ b: Int64) -> Int64 { a == .max || b == .max ? .max : a + b }

  /// The narrowest limit first: a designation before categories, deeper before higher, none at last.
  private static func climb(
    _ deals: [Item], _ aggregates: [Item], isLow: Bool
  ) -> (chosen: [Item], items: [Item]) {
    var stream = deals
    var chosen: [Item] = []
    var left = aggregates
    while let narrowest = left.min(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) {
      let level = left.filter { rank($0) == rank(narrowest) }
      left.removeAll { rank($0) == rank(narrowest) }
      let inside = stream.filter { covers(narrowest, $0) }
      stream.removeAll { covers(narrowest, $0) }
      let step = combine(inside, level, isLow: isLow)
      chosen += step.chosen
      stream += step.items
    }
    return (chosen, stream)
  }

  private static func rank(_ item: Item) -> [Int] {
    [
      item.weapon == 0 ? 1 : 0, -ReferenceTransfer.depth(item.category), Int(item.category), Int(item.weapon),
    ]
  }

  private static func covers(_ limit: Item, _ item: Item) -> Bool {
    (limit.weapon == 0 || limit.weapon == item.weapon)
      && (limit.category < 0 || referenceIsBelow(item.category, limit.category))
  }

  private static func overlap(_ a: Item, _ b: Item) -> Bool { a.first <= b.last && b.first <= a.last }

  private static func combine(
    _ deals: [Item], _ level: [Item], isLow: Bool
  ) -> (chosen: [Item], items: [Item]) {
    func amount(_ item: Item) -> Int64 { isLow ? item.low : item.best }
    let level = level.sorted {
      let sign: Int64 = isLow ? 1 : -1
      return [Int64($0.first), Int64($0.last), sign * amount($0), $0.low, $0.high, $0.best]
        .lexicographicallyPrecedes(
          [Int64($1.first), Int64($1.last), sign * amount($1), $1.low, $1.high, $1.best])
    }
    var best: (sum: Int64, size: Int, places: [Int], items: [Item])?
    for set in 0..<(1 << level.count) {
      let places = level.indices.filter { set >> $0 & 1 == 1 }
      let isDisjoint = places.allSatisfy { a in
        places.allSatisfy { a == $0 || !overlap(level[a], level[$0]) }
      }
      guard isDisjoint else { continue }
      let isMaximal = level.indices.allSatisfy { a in places.contains { overlap(level[$0], level[a]) } }
      if isLow, !isMaximal { continue }
      var items = deals.filter { deal in !places.contains { overlap(level[$0], deal) } }
      for place in places {
        var item = level[place]
        let inside = deals.filter { item.first <= $0.first && $0.last <= item.last }
        item.low = max(item.low, inside.reduce(0) { $0 + $1.low })
        item.best = max(item.best, inside.reduce(0) { $0 + $1.best })
        item.size += inside.reduce(0) { $0 + $1.size }
        items.append(item)
      }
      let sum = items.reduce(0) { $0 + amount($1) }
      let size = items.reduce(0) { $0 + $1.size }
      if let known = best {
        if isLow ? sum > known.sum : sum < known.sum { continue }
        if sum == known.sum {
          if !isLow, size < known.size { continue }
          if isLow || size == known.size, !places.lexicographicallyPrecedes(known.places) { continue }
        }
      }
      best = (sum, size, places, items)
    }
    let places = best?.places ?? []
    return (places.map { level[$0] }, best?.items ?? [])
  }
}

/// Rates into one unit of money, plainly multiplied.
struct ReferenceFactors {
  var target: Int32
  var factors: [Int32: Double]

  func converted(_ unit: ReferenceUnit, _ figure: Figure) -> (ReferenceUnit, Figure) {
    guard !unit.isQuantity, let factor = factors[unit.number] else { return (unit, figure) }
    func times(_ number: Int64) -> Int64 {
      number == .max ? .max : Int64((Double(number) * factor).rounded())
    }
    return (
      ReferenceUnit(number: target, isQuantity: false),
      Figure(low: times(figure.low), best: times(figure.best), high: times(figure.high))
    )
  }

  /// One figure of money in the target unit; what cannot be converted stays.
  func converted(_ figures: [ReferenceUnit: ReferenceTransfer.Best]) -> [ReferenceUnit: Figure] {
    var result: [ReferenceUnit: Figure] = [:]
    var convertible: [(merit: [Int64], unit: ReferenceUnit, figure: Figure)] = []
    for (unit, best) in figures {
      if !unit.isQuantity, factors[unit.number] != nil || unit.number == target {
        let merit = [unit.number == target ? 1 : 0] + best.merit.prefix(2) + [best.merit[3]]
        convertible.append((merit + [-Int64(unit.number)], unit, best.figure))
      } else {
        result[unit] = best.figure
      }
    }
    if let first = convertible.max(by: { $0.merit.lexicographicallyPrecedes($1.merit) }) {
      let (unit, figure) =
        first.unit.number == target ? (first.unit, first.figure) : converted(first.unit, first.figure)
      result[unit] = figure
    }
    return result
  }
}
