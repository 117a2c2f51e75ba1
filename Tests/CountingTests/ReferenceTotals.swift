import ArmsModel
import Counting

/// Totals by trying every set of aggregates: slow, plain, and sharing nothing with what it checks.
struct ReferenceTotals {
  /// A deal or aggregate on its way up.
  struct Item {
    var first: Int32
    var last: Int32
    var category: Int8
    var weapon: Int32
    /// Own amount; low or best.
    var amount: Int64
    var high: Int64
    /// Number of transfers and aggregates that it stands for.
    var size = 1
  }

  /// Sum of amounts, and of `high` of all deals and all chosen aggregates.
  static func run(_ deals: [Item], _ aggregates: [Item], isLow: Bool) -> (sum: Int64, high: Int64) {
    var stream = deals
    var high = deals.reduce(0) { $0 + $1.high }
    var left = aggregates
    // The narrowest limit first: a designation before categories, deeper before higher, none at last.
    while let narrowest = left.min(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) {
      let level = left.filter { rank($0) == rank(narrowest) }
      left.removeAll { rank($0) == rank(narrowest) }
      let inside = stream.filter { covers(narrowest, $0) }
      stream.removeAll { covers(narrowest, $0) }
      let (chosen, items) = combine(inside, level, isLow: isLow)
      high += chosen.reduce(0) { $0 + $1.high }
      stream += items
    }
    return (stream.reduce(0) { $0 + $1.amount }, high)
  }

  private static func depth(_ category: Int8) -> Int {
    category < 0 ? 0 : 1 + depth(testTree.parent(of: category))
  }

  private static func rank(_ item: Item) -> [Int] {
    [item.weapon == 0 ? 1 : 0, -depth(item.category), Int(item.category), Int(item.weapon)]
  }

  private static func covers(_ limit: Item, _ item: Item) -> Bool {
    var ancestor = item.category
    while limit.category >= 0, ancestor >= 0, ancestor != limit.category {
      ancestor = testTree.parent(of: ancestor)
    }
    return (limit.weapon == 0 || limit.weapon == item.weapon)
      && (limit.category < 0 || ancestor == limit.category)
  }

  private static func overlap(_ a: Item, _ b: Item) -> Bool { a.first <= b.last && b.first <= a.last }

  private static func combine(
    _ deals: [Item], _ level: [Item], isLow: Bool
  ) -> (chosen: [Item], items: [Item]) {
    let level = level.sorted {
      let sign: Int64 = isLow ? 1 : -1
      return [Int64($0.first), Int64($0.last), sign * $0.amount, $0.high]
        .lexicographicallyPrecedes([Int64($1.first), Int64($1.last), sign * $1.amount, $1.high])
    }
    var best: (sum: Int64, size: Int, places: [Int], items: [Item])?
    for set in 0..<(1 << level.count) {
      let places = level.indices.filter { set >> $0 & 1 == 1 }
      let isDisjoint = places.allSatisfy { a in places.allSatisfy { a == $0 || !overlap(level[a], level[$0]) }
      }
      guard isDisjoint else { continue }
      let isMaximal = level.indices.allSatisfy { a in places.contains { overlap(level[$0], level[a]) } }
      if isLow, !isMaximal { continue }
      var items = deals.filter { deal in !places.contains { overlap(level[$0], deal) } }
      for place in places {
        var item = level[place]
        let inside = deals.filter { item.first <= $0.first && $0.last <= item.last }
        item.amount = max(item.amount, inside.reduce(0) { $0 + $1.amount })
        item.size += inside.reduce(0) { $0 + $1.size }
        items.append(item)
      }
      let sum = items.reduce(0) { $0 + $1.amount }
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
    return ((best?.places ?? []).map { level[$0] }, best?.items ?? [])
  }
}
