import ArmsModel

/// How far a figure is to be believed within its transfer, by the Admiralty's grades.
enum Credibility {
  /// The grade after what others say: raised by independent origins, capped by contradiction.
  ///
  /// - Parameters:
  ///   - stated: 1 to 5 as claimed; 0 and 6: no basis.
  ///   - origins: number of independent origins of the very same.
  ///   - hasPrimary: whether one of these is a primary document.
  ///   - isContradicted: whether one as reliable, or more so, says something else.
  /// - Returns: 1 to 5, or `stated` where there is no basis and nothing gives one.
  static func effective(stated: UInt8, origins: Int, hasPrimary: Bool, isContradicted: Bool) -> UInt8 {
    var grade = order(stated)
    if origins >= 2 { grade = min(grade, 2) }
    if origins >= 3, hasPrimary { grade = 1 }
    guard grade < 6 else { return stated }
    return isContradicted ? max(grade, 4) : grade
  }

  /// Lower goes before: 1 to 5, then 6 for what has no basis.
  static func order(_ grade: UInt8) -> UInt8 { (1...5).contains(grade) ? grade : 6 }

  /// Lower is more reliable: 1 for A to 5 for E, then 6 for what cannot be judged.
  static func reliabilityOrder(_ grade: UInt8) -> UInt8 { (1...5).contains(grade) ? grade : 6 }
}

extension CountedClaim {
  /// Whether, of the values of one transfer in several units, the one that this claim gives stands for all:
  /// preferred, more credible, published later.
  public func leads(_ other: CountedClaim) -> Bool {
    if rank != other.rank { return rank > other.rank }
    if credibilityOrder != other.credibilityOrder { return credibilityOrder < other.credibilityOrder }
    return published > other.published
  }
}

/// What the claims of a transfer without figures come to.
struct UnfiguredCredibility {
  private(set) var credibility: UInt8 = 0
  private(set) var reliability: UInt8 = 0

  /// - Parameters:
  ///   - places: the counting claims, in canonical order.
  ///   - stage: the transfer's stage.
  init(_ claims: [CountedClaim], _ places: [Int], _ stage: Stage) {
    let siding = places.filter { claims[$0].sides(with: stage) }
    func order(_ place: Int) -> (UInt8, UInt8, UInt8) {
      let claim = claims[place]
      // Reliability that is not said comes after all grades.
      return (.max - claim.rank.rawValue, claim.credibilityOrder, claim.reliability &- 1)
    }
    guard let best = siding.min(by: { order($0) < order($1) }) else { return }
    credibility = Credibility.effective(
      stated: claims[best].credibility, origins: Set(siding.map { claims[$0].origin }).count,
      hasPrimary: siding.contains { claims[$0].isPrimary }, isContradicted: false)
    reliability = claims[best].reliability
  }
}

extension CountedClaim {
  /// Whether it says that what became of the transfer did happen: of one that was refused or cancelled just
  /// that, of any other whatever is neither.
  fileprivate func sides(with stage: Stage) -> Bool {
    switch stage {
    case .denied, .cancelled: self.stage == stage
    default: self.stage != .denied && self.stage != .cancelled
    }
  }
}
