import ArmsModel

/// A stretch of days with an amount; days as in `CountedClaim`, open sides at the ends of `Int32`.
struct DatedAmount {
  var first: Int32
  var last: Int32
  var amount: Int64
  /// How many transfers and aggregates it stands for.
  var items: Int
}

/// Chooses, among aggregates of one pair and unit, which to count: weighted interval scheduling.
///
/// A set of aggregates without a common day comes to the sum, over its members, of the larger of the member's
/// amount and the amounts inside it, and of all amounts that overlap none of them.
struct AggregateSchedule {
  private let aggregates: [DatedAmount]
  /// Deals by last day; of equal days only one, added up.
  private let deals: [DatedAmount]
  /// Per aggregate what counts for it.
  private let weights: [Worth]
  /// Day after which nothing overlaps the nothing before the first aggregate.
  private static let beginning = Int64(Int32.min) - 1

  /// What a choice comes to: amount first, then items explained.
  private struct Worth {
    var amount: Int64 = 0
    var items = 0

    mutating func add(_ deal: DatedAmount) {
      amount = saturatingSum(amount, deal.amount)
      items += deal.items
    }

    static func + (a: Worth, b: Worth) -> Worth {
      Worth(amount: saturatingSum(a.amount, b.amount), items: a.items + b.items)
    }

    static func > (a: Worth, b: Worth) -> Bool {
      a.amount == b.amount ? a.items > b.items : a.amount > b.amount
    }
  }

  /// A schedule of those.
  ///
  /// - Parameter aggregates: one per stretch of days, ascending by first, then last day.
  init(aggregates: [DatedAmount], deals: [DatedAmount]) {
    self.aggregates = aggregates
    var merged: [DatedAmount] = []
    for deal in deals.sorted(by: { ($0.last, $0.first) < ($1.last, $1.first) }) {
      if let previous = merged.last, previous.first == deal.first, previous.last == deal.last {
        merged[merged.count - 1].amount = saturatingSum(previous.amount, deal.amount)
        merged[merged.count - 1].items += deal.items
      } else {
        merged.append(deal)
      }
    }
    self.deals = merged
    weights = aggregates.map { aggregate in
      var inside = Worth()
      for deal in merged where aggregate.first <= deal.first && deal.last <= aggregate.last {
        inside.add(deal)
      }
      return Worth(amount: max(aggregate.amount, inside.amount), items: inside.items + 1)
    }
  }

  /// The set that comes to most; of several the one that explains more items, then the earlier one.
  func largest() -> [Int] { solve(isMaximal: false) { $0 > $1 } }

  /// Of the sets that no further aggregate fits into, the one that comes to least.
  func smallestMaximal() -> [Int] { solve(isMaximal: true) { $0.amount < $1.amount } }

  /// Goes through the aggregates from the last to the first.
  ///
  /// For each, and for the beginning, it keeps the best continuation: the end, or a later aggregate with the
  /// deals that lie wholly in the gap before it.
  private func solve(isMaximal: Bool, _ isBetter: (Worth, Worth) -> Bool) -> [Int] {
    let count = aggregates.count
    // Smallest last day among the aggregates from here on.
    var earliestEnd = [Int64](repeating: .max, count: count + 1)
    for place in stride(from: count - 1, through: 0, by: -1) {
      earliestEnd[place] = min(earliestEnd[place + 1], Int64(aggregates[place].last))
    }
    // Element `count` is the beginning.
    var worth = [Worth](repeating: Worth(), count: count + 1)
    var next = [Int](repeating: -1, count: count + 1)
    for place in stride(from: count - 1, through: -1, by: -1) {
      let end = place < 0 ? AggregateSchedule.beginning : Int64(aggregates[place].last)
      let following = firstAggregate(after: end)
      var best: Worth?
      var choice = -1
      if !isMaximal || following == count {
        var rest = Worth()
        for deal in deals where Int64(deal.first) > end { rest.add(deal) }
        best = rest
      }
      var gap = Worth()
      var deal = 0
      for candidate in following..<count {
        // A later one would leave room for a whole aggregate in the gap.
        if isMaximal, Int64(aggregates[candidate].first) > earliestEnd[following] { break }
        while deal < deals.count, deals[deal].last < aggregates[candidate].first {
          if Int64(deals[deal].first) > end { gap.add(deals[deal]) }
          deal += 1
        }
        let reached = gap + weights[candidate] + worth[candidate]
        if let known = best, !isBetter(reached, known) { continue }
        best = reached
        choice = candidate
      }
      let own = place < 0 ? count : place
      worth[own] = best ?? Worth()
      next[own] = choice
    }
    var chosen: [Int] = []
    var place = next[count]
    while place >= 0 {
      chosen.append(place)
      place = next[place]
    }
    return chosen
  }

  /// The first aggregate that begins after a day.
  private func firstAggregate(after day: Int64) -> Int {
    var low = 0
    var high = aggregates.count
    while low < high {
      let middle = (low + high) / 2
      if Int64(aggregates[middle].first) > day { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
