import ArmsModel

/// The total of one pair in one unit, with the items that it was made of.
public struct PairTotal: Sendable {
  /// The unit's number; pieces also for what has no figure at all.
  public var unit: Int32
  /// Whether it is a number of things; if not, figures are thousandths of money or TIV.
  public var isQuantity: Bool
  /// Low, best and high; nil if nothing that is taken in has a figure, `.tooLarge` if it cannot be kept.
  public var figure: Figure?
  /// The counted items; with `explain` also all others, behind them.
  public var items: [CountingItem]
  /// Number of transfers and aggregates that are counted.
  public var transfers: Int
  /// Number of those that have no figure in any unit.
  public var unstated: Int
  /// Places of the claims of what is counted or lies inside it, deprecated and superseded ones excepted, in
  /// ascending order.
  public var claims: [Int]
  /// The first day of the counted items whose first day is known; `Int32.min` if there is none.
  public var firstDay: Int32
  /// The last day of the counted items whose last day is known; `Int32.max` if there is none.
  public var lastDay: Int32
  /// The categories that the pair's transfers and aggregates in any unit name, those left out by the options
  /// excepted: bit n is place n.
  public var categories: UInt64
  /// Why the unstated ones have no figure: bit n is the `Absence` of that raw value.
  public var absences: UInt8 = 0

  /// The figure, added up again from `items` alone; of use only for a total made with `explain`.
  ///
  /// Follows the stated rule and takes no other way than anybody with pen and paper would: a counted
  /// transfer adds its own figure, a counted aggregate the larger of its own and the sum of what it contains;
  /// `high` adds every transfer and every aggregate that was chosen, absorbed or not.
  public func recomputed() -> Figure? {
    guard items.contains(where: { $0.figure != nil && !$0.standing.isLeftOut }) else { return nil }
    func sum(
      _ standing: (CountingItem) -> CountingItem.Standing, _ number: (Figure) -> Int64
    ) -> Int64 {
      var inside: [Int: [Int]] = [:]
      var roots: [Int] = []
      for (place, item) in items.enumerated() {
        switch standing(item) {
        case .counted: roots.append(place)
        case .contained(let container): inside[container, default: []].append(place)
        case .overlapped, .leftOut: break
        }
      }
      func worth(_ place: Int) -> Int64 {
        let contents = (inside[place] ?? []).reduce(0) { saturatingSum($0, worth($1)) }
        return max(items[place].figure.map(number) ?? 0, contents)
      }
      return roots.reduce(0) { saturatingSum($0, worth($1)) }
    }
    let best = sum({ $0.standing }, { $0.best })
    let low = sum({ $0.standingInLow }, { $0.low })
    var high: Int64 = 0
    var isOpen = false
    for case let own? in items.map({ $0.standing.isLeftOut ? nil : $0.figure }) {
      isOpen = isOpen || own.high == .max && !own.isTooLarge
      high = saturatingSum(high, own.high)
    }
    return Figure(low: min(low, best), best: best, high: high)
      .orTooLarge(isOpen: isOpen, isQuantity: isQuantity)
  }
}

extension CountingItem.Standing {
  /// Whether it was not taken in.
  public var isLeftOut: Bool {
    if case .leftOut = self { return true }
    return false
  }
}
