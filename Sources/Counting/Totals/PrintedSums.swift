import ArmsModel

/// The sums that an edition of a dataset prints beside their parts: a table's total over the years, and its years.
///
/// A part is rounded by itself; what the parts come to is off by their roundings, what is printed as the sum is not.
/// So the sum counts, and its parts do not. Where a window does not contain it, the parts alone tell what lies there.
struct PrintedSums {
  /// Per part one of the sums that it is in, the widest.
  private var sumOfPart: [Int: Int] = [:]
  private var sums: Set<Int> = []
  private let window: CountingWindow?

  /// What a sum and its parts have in common.
  private struct Kind: Hashable {
    var document: Int64
    var stage: UInt8
    var category: CategoryTree.Index
    var weapon: Int32
    var unit: Int32
    var quantityUnit: Int32

    init(_ claim: CountedClaim) {
      document = claim.document
      stage = claim.stage.rawValue
      (category, weapon) = (claim.category, claim.weapon)
      unit = claim.saidValue == nil ? 0 : claim.unit
      quantityUnit = claim.saidQuantity == nil ? 0 : claim.saidQuantityUnit
    }
  }

  init(_ claims: [CountedClaim], _ window: CountingWindow?) {
    self.window = window
    let totals = claims.indices.filter { claims[$0].isReleaseTotal }
    guard totals.count > 1 else { return }
    for (_, places) in Dictionary(grouping: totals, by: { Kind(claims[$0]) }) where places.count > 1 {
      let sorted = places.sorted { a, b in
        let (own, other) = (claims[a].days, claims[b].days)
        if own.first != other.first { return own.first < other.first }
        return own.last == other.last ? claims[a].key < claims[b].key : own.last > other.last
      }
      var widest = sorted[0]
      for place in sorted.dropFirst() {
        let (days, wide) = (claims[place].days, claims[widest].days)
        if days.last > wide.last {
          widest = place
        } else if days != wide {
          sumOfPart[place] = widest
          sums.insert(widest)
        }
      }
    }
  }

  /// Whether that claim is a sum that the window does not contain, so that its parts stand for it.
  func isOutside(_ place: Int, _ claims: [CountedClaim]) -> Bool {
    guard let window, sums.contains(place) else { return false }
    let days = claims[place].days
    return days.first < window.firstDay || window.lastDay < days.last
  }

  /// The sum that stands for that claim; nil if it stands for itself.
  func sum(of place: Int, _ claims: [CountedClaim]) -> Int? {
    sumOfPart[place].flatMap { isOutside($0, claims) ? nil : $0 }
  }
}
