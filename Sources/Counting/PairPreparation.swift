/// What is settled among the claims of one pair before they are grouped: releases, deliveries by year, copies.
public struct PairPreparation: Sendable {
  /// The rules of docs/counting.md.
  public init() {}

  /// Sets aside what newer releases of the same dataset say anew, adds up deliveries that a register gives year by
  /// year, and gives copies the origin of what they copy.
  ///
  /// Claims of whole editions, known by their deal keys, are set aside by `ReleaseChoice` instead, before this.
  ///
  /// - Parameters:
  ///   - claims: all live claims of one pair, none of them prepared before.
  ///   - verdicts: what persons judged: deliveries that were judged different are not added up.
  public func prepare(_ claims: inout [CountedClaim], verdicts: Verdicts = Verdicts()) {
    if claims.contains(where: { $0.dataset != 0 }) {
      setAsideOldAggregates(&claims)
      DeliveryParts.addUp(&claims, verdicts)
    }
    CopyFinder.settleOrigins(&claims)
  }

  /// A total of a newer release takes the place of one of an older release whose period it contains.
  private func setAsideOldAggregates(_ claims: inout [CountedClaim]) {
    guard claims.contains(where: PairPreparation.isReleaseTotal) else { return }
    let places = claims.indices.filter { PairPreparation.isReleaseTotal(claims[$0]) }
    var kinds: [Kind: [Int]] = [:]
    for place in places { kinds[Kind(claims[place]), default: []].append(place) }
    for (_, places) in kinds where places.count > 1 {
      let old = places.filter { place in
        places.contains { PairPreparation.renews(claims[$0], claims[place]) }
      }
      for place in old { claims[place].rank = .superseded }
    }
  }

  private static func isReleaseTotal(_ claim: CountedClaim) -> Bool {
    claim.dataset != 0 && claim.deal == 0 && claim.scope == .aggregate && claim.rank.counts
  }

  private static func renews(_ new: CountedClaim, _ old: CountedClaim) -> Bool {
    guard new.release > old.release else { return false }
    let (days, oldDays) = (new.days, old.days)
    return days.first <= oldDays.first && oldDays.last <= days.last
  }

  /// What two totals of a dataset have to share for one to take the place of the other.
  private struct Kind: Hashable {
    var dataset: Int64
    var stage: UInt8
    var category: Int8
    var weapon: Int32
    /// Units of quantity and value, 0 for none said.
    var units: [Int32]

    init(_ claim: CountedClaim) {
      dataset = claim.dataset
      stage = claim.stage.rawValue
      category = claim.category
      weapon = claim.weapon
      units = [
        claim.saidQuantity == nil ? 0 : claim.saidQuantityUnit, claim.saidValue == nil ? 0 : claim.unit,
      ]
    }
  }
}
