import ArmsModel

/// What one pair has in one unit: transfers in their order, then aggregates, none of the same content twice.
struct Ledger {
  /// A transfer or an aggregate.
  struct Entry {
    var kind: CountingItem.Kind
    var figure: Figure?
    /// The figure before conversion; nil if it was not converted.
    var original: OriginalFigure?
    /// Whether it stays in its own unit as it would be too large in the one that was asked for.
    var isTooLargeToConvert = false
    var firstDay: Int32
    var lastDay: Int32
    var category: CategoryTree.Index
    var weapon: Int32
    /// Of aggregates only; a transfer knows its own.
    var claims: [Int] = []
    /// Why it is not taken in; nil if it is.
    var leftOut: CountingItem.LeftOut?
    /// The deliveries that a register gives year by year.
    var parts: [CountingItem.Part] = []

    var isAggregate: Bool {
      if case .aggregate = kind { return true }
      return false
    }

    func overlaps(_ other: Entry) -> Bool { firstDay <= other.lastDay && other.firstDay <= lastDay }

    func contains(_ other: Entry) -> Bool { firstDay <= other.firstDay && other.lastDay <= lastDay }
  }

  let unit: Int32
  let isQuantity: Bool
  private(set) var entries: [Entry] = []
  private var aggregates: [Entry] = []

  init(unit: Int32, isQuantity: Bool) {
    self.unit = unit
    self.isQuantity = isQuantity
  }

  mutating func add(_ entry: Entry) {
    if entry.isAggregate { aggregates.append(entry) } else { entries.append(entry) }
  }

  /// Puts the aggregates behind the transfers, in an order that depends on their content only.
  mutating func close(claims: [CountedClaim]) {
    guard !aggregates.isEmpty else { return }
    func key(_ entry: Entry) -> ContentHash { claims[entry.claims[0]].key }
    aggregates.sort { a, b in
      let order = Ledger.compare(a, b)
      return order == 0 ? key(a) < key(b) : order < 0
    }
    for entry in aggregates {
      if let last = entries.last, last.isAggregate, last.leftOut == nil, entry.leftOut == nil,
        Ledger.compare(last, entry) == 0
      {
        entries[entries.count - 1].claims += entry.claims
      } else {
        entries.append(entry)
      }
    }
    aggregates = []
  }

  /// Negative, zero or positive; what is taken in goes first.
  private static func compare(_ a: Entry, _ b: Entry) -> Int {
    func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    let parts = [
      order(a.leftOut == nil ? 0 : 1, b.leftOut == nil ? 0 : 1), order(a.firstDay, b.firstDay),
      order(a.lastDay, b.lastDay), order(a.category, b.category), order(a.weapon, b.weapon),
      order(a.figure?.low ?? -1, b.figure?.low ?? -1), order(a.figure?.high ?? -1, b.figure?.high ?? -1),
      order(a.figure?.best ?? -1, b.figure?.best ?? -1),
    ]
    return parts.first { $0 != 0 } ?? 0
  }
}

/// Which entries of a ledger count, climbing from the narrowest aggregates to the unlimited ones.
struct LedgerChoice {
  /// Per entry what became of it; numbers are places in the ledger.
  private(set) var standing: [CountingItem.Standing]
  /// Per entry what it comes to, with what lies inside it.
  private(set) var worth: [Figure]
  private var items: [Int]
  private let entries: [Ledger.Entry]
  private let tree: CategoryTree

  /// Aggregates that are limited alike.
  private struct Limit: Hashable {
    var category: CategoryTree.Index
    var weapon: Int32
  }

  /// The choice for `low` (of all maximal sets the least) or for `best` (the most).
  init(_ ledger: Ledger, tree: CategoryTree, isLow: Bool) {
    entries = ledger.entries
    self.tree = tree
    standing = entries.map { entry in entry.leftOut.map { .leftOut($0) } ?? .counted }
    worth = entries.map { $0.figure ?? Figure(low: 0, best: 0, high: 0) }
    items = [Int](repeating: 1, count: entries.count)
    var aggregates: [Limit: [Int]] = [:]
    for (place, entry) in entries.enumerated()
    where entry.isAggregate && entry.leftOut == nil && entry.figure != nil {
      aggregates[Limit(category: entry.category, weapon: entry.weapon), default: []].append(place)
    }
    guard !aggregates.isEmpty else { return }
    var stream = entries.indices.filter { !entries[$0].isAggregate && entries[$0].leftOut == nil }
    for limit in sorted(aggregates.keys) {
      stream = climb(stream, to: limit, aggregates[limit] ?? [], isLow: isLow)
    }
    placeUnstatedAggregates()
  }

  /// Designations before categories before what is unlimited; of categories the innermost first.
  private func sorted(_ limits: some Sequence<Limit>) -> [Limit] {
    func depth(_ category: CategoryTree.Index) -> Int {
      var depth = -1
      var category = category
      while category >= 0, depth < tree.categories.count {
        category = tree.parent(of: category)
        depth += 1
      }
      return depth
    }
    return limits.sorted { a, b in
      if (a.weapon == 0) != (b.weapon == 0) { return a.weapon != 0 }
      let depths = (depth(a.category), depth(b.category))
      if depths.0 != depths.1 { return depths.0 > depths.1 }
      return (a.category, a.weapon) < (b.category, b.weapon)
    }
  }

  private func covers(_ limit: Limit, _ entry: Ledger.Entry) -> Bool {
    if limit.weapon != 0, entry.weapon != limit.weapon { return false }
    return limit.category < 0 || tree.isBelow(entry.category, limit.category)
  }

  /// Combines the deals that a limit covers with its aggregates; gives the deals for the next limit.
  private mutating func climb(_ stream: [Int], to limit: Limit, _ aggregates: [Int], isLow: Bool) -> [Int] {
    let members = stream.filter { covers(limit, entries[$0]) }
    // Of several aggregates over the same days one stands for all: at most one can count.
    var candidates: [Int] = []
    for place in aggregates {
      guard let last = candidates.last, entries[last].firstDay == entries[place].firstDay,
        entries[last].lastDay == entries[place].lastDay
      else {
        candidates.append(place)
        continue
      }
      let isBetter = isLow ? worth[place].low < worth[last].low : worth[place].best > worth[last].best
      if isBetter { candidates[candidates.count - 1] = place }
    }
    let schedule = AggregateSchedule(
      aggregates: candidates.map { amount($0, isLow: isLow) }, deals: members.map { amount($0, isLow: isLow) }
    )
    let chosen = (isLow ? schedule.smallestMaximal() : schedule.largest()).map { candidates[$0] }
    for place in aggregates where !chosen.contains(place) {
      let isRival = chosen.contains { entries[$0].overlaps(entries[place]) }
      standing[place] = .leftOut(isRival ? .otherAggregate : .outweighed)
    }
    for aggregate in chosen {
      var inside = Figure(low: 0, best: 0, high: 0)
      for member in members where entries[aggregate].overlaps(entries[member]) {
        if entries[aggregate].contains(entries[member]) {
          standing[member] = .contained(in: aggregate)
          inside = inside + worth[member]
          items[aggregate] += items[member]
        } else if standing[member] == .counted {
          standing[member] = .overlapped(by: aggregate)
        }
      }
      worth[aggregate].low = max(worth[aggregate].low, inside.low)
      worth[aggregate].best = max(worth[aggregate].best, inside.best)
      worth[aggregate].high = saturatingSum(worth[aggregate].high, inside.high)
    }
    // All that came stood as counted; most limits change nothing of that.
    guard members.contains(where: { standing[$0] != .counted }) else { return stream + chosen }
    return stream.filter { standing[$0] == .counted } + chosen
  }

  private func amount(_ place: Int, isLow: Bool) -> DatedAmount {
    DatedAmount(
      first: entries[place].firstDay, last: entries[place].lastDay,
      amount: isLow ? worth[place].low : worth[place].best, items: items[place])
  }

  /// An aggregate without a figure adds nothing and takes nothing away.
  ///
  /// Where a counted one covers it, it says no more than that.
  private mutating func placeUnstatedAggregates() {
    let chosen = entries.indices.filter { place in
      guard entries[place].isAggregate, entries[place].figure != nil else { return false }
      return standing[place] == .counted
    }
    for (place, entry) in entries.enumerated()
    where entry.isAggregate && entry.leftOut == nil && entry.figure == nil {
      let cover = chosen.first { other in
        let limit = Limit(category: entries[other].category, weapon: entries[other].weapon)
        return covers(limit, entry) && entries[other].overlaps(entry)
      }
      if let cover {
        standing[place] = entries[cover].contains(entry) ? .contained(in: cover) : .overlapped(by: cover)
      }
    }
  }
}
