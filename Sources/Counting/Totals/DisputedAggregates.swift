import ArmsModel

/// Finds the period totals that somebody denies.
struct DisputedAggregates {
  private let claims: [CountedClaim]
  private let tree: CategoryTree
  /// Places of the denials that count.
  private let denials: [Int]

  init(_ claims: [CountedClaim], tree: CategoryTree) {
    self.claims = claims
    self.tree = tree
    denials = claims.indices.filter { claims[$0].stage == .denied && claims[$0].rank.counts }
  }

  /// The denials of an aggregate in any unit in which it gives a figure, or in pieces if it gives none.
  func denials(of place: Int) -> [Int] {
    let claim = claims[place]
    var units: [(unit: Int32, isQuantity: Bool)] = []
    if claim.saidQuantity != nil { units.append((claim.saidQuantityUnit, true)) }
    if claim.saidValue != nil { units.append((claim.unit, false)) }
    if units.isEmpty { units = [(UnitNumbers.pieces, true)] }
    return denials.filter { denial in
      units.contains { disputes(claims[denial], claim, unit: $0.unit, isQuantity: $0.isQuantity) }
    }
  }

  /// Whether somebody denies what an aggregate says in that unit.
  func isDisputed(_ claim: CountedClaim, unit: Int32, isQuantity: Bool) -> Bool {
    denials.contains { disputes(claims[$0], claim, unit: unit, isQuantity: isQuantity) }
  }

  /// Whether a denial is of that total: of its goods, its time and its figure, as far as it names them.
  private func disputes(
    _ denial: CountedClaim, _ total: CountedClaim, unit: Int32, isQuantity: Bool
  ) -> Bool {
    guard total.stage != .denied, total.stage != .cancelled else { return false }
    if denial.weapon != 0, total.weapon != 0 {
      guard denial.weapon == total.weapon else { return false }
    } else if denial.category >= 0, total.category >= 0 {
      guard tree.areKin(denial.category, total.category) else { return false }
    }
    func figure(_ claim: CountedClaim) -> CountedClaim.Interval? {
      if isQuantity { return claim.saidQuantityUnit == unit ? claim.saidQuantity : nil }
      return claim.unit == unit ? claim.saidValue : nil
    }
    let (days, own) = (total.days, denial.days)
    let isAround = own.first <= days.first && days.last <= own.last
    if let mine = figure(denial), let its = figure(total) {
      let isInside = days.first <= own.first && own.last <= days.last
      return agree(mine, its) && (isAround || isInside || !denial.isDated || !total.isDated)
    }
    // A denial without such a figure is of the whole total, or of something in it, which leaves the rest.
    return denial.scope == .aggregate && denial.isDated && total.isDated && isAround
  }
}
