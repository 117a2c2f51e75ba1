public import ArmsModel

/// What is settled among the claims of one pair before they are grouped: releases, deliveries by year, copies.
public struct PairPreparation: Sendable {
  private let volumeUnit: Int32
  private let tree: CategoryTree

  /// The rules of docs/counting.md.
  ///
  /// - Parameters:
  ///   - volumeUnit: the number of the unit in which registers measure deals, TIV: sums in it give way to the
  ///     deals; 0: none.
  ///   - tree: the categories with the classes of arms that registers are limited to.
  public init(volumeUnit: Int32 = 0, tree: CategoryTree = CategoryTree([])) {
    self.volumeUnit = volumeUnit
    self.tree = tree
  }

  /// Sets aside what another release of the same dataset says better, adds up deliveries that a register gives year
  /// by year, and gives copies the origin of what they copy.
  ///
  /// - Parameters:
  ///   - claims: all live claims of one pair, none of them prepared before.
  ///   - verdicts: what persons judged: deliveries that were judged different are not added up.
  ///   - releases: which releases are in force for the pair.
  public func prepare(
    _ claims: inout [CountedClaim], verdicts: Verdicts = Verdicts(), releases: ReleaseChoice = ReleaseChoice()
  ) {
    if claims.contains(where: { $0.dataset != 0 }) {
      chooseReleases(&claims, releases)
      setAsideTables(&claims, releases)
      setAsideOldAggregates(&claims)
      DeliveryParts.addUp(&claims, verdicts)
    }
    setAsideCorrectedTotals(&claims)
    CopyFinder.settleOrigins(&claims)
  }

  /// Of what one source said of one period and one kind of goods only the figure counts that it gave last.
  ///
  /// A figure was given on the earliest day that is known of any of its claims, so that later copies change nothing.
  private func setAsideCorrectedTotals(_ claims: inout [CountedClaim]) {
    struct Subject: Hashable {
      var origin: Int64
      var kind: Kind
      var first: Int32
      var last: Int32
    }
    struct Said: Hashable {
      var quantity: CountedClaim.Interval?
      var value: CountedClaim.Interval?
    }
    var subjects: [Subject: [Int]] = [:]
    for (place, claim) in claims.enumerated()
    where claim.scope == .aggregate && claim.rank.counts && claim.dataset == 0 && claim.isDated {
      let (first, last) = claim.days
      subjects[Subject(origin: claim.origin, kind: Kind(claim), first: first, last: last), default: []]
        .append(place)
    }
    for places in subjects.values where places.count > 1 {
      // What a person prefers is decided.
      if places.contains(where: { claims[$0].rank == .preferred }) { continue }
      func said(_ place: Int) -> Said {
        Said(quantity: claims[place].saidQuantity, value: claims[place].saidValue)
      }
      var firstSaid: [Said: Int32] = [:]
      for place in places where claims[place].published > 0 {
        firstSaid[said(place)] = min(firstSaid[said(place)] ?? .max, claims[place].published)
      }
      guard firstSaid.count > 1, let last = firstSaid.values.max() else { continue }
      for place in places {
        guard let day = firstSaid[said(place)], day < last else { continue }
        (claims[place].rank, claims[place].setAside) = (.superseded, .corrected)
      }
    }
  }

  /// Sets aside the deals of releases that are not in force, save what these say by year and the others do not.
  private func chooseReleases(_ claims: inout [CountedClaim], _ releases: ReleaseChoice) {
    var layouts = LayoutJoin()
    for place in claims.indices where claims[place].deal != 0 && claims[place].dataset != 0 {
      layouts.add(place, claims)
      guard claims[place].rank.counts,
        let reason = releases.reason(claims[place].document, class: classIndex(claims[place]))
      else { continue }
      (claims[place].rank, claims[place].setAside) = (.superseded, reason)
    }
    if releases.hasSharedYears { setAsideSharedYears(&claims, releases) }
    layouts.join(&claims)
  }

  private func classIndex(_ claim: CountedClaim) -> Int { tree.classIndex(of: claim.category) }

  /// Sets aside the deliveries in years of which another release in force tells the deals in another layout, and
  /// with them deals of which nothing else was delivered.
  private func setAsideSharedYears(_ claims: inout [CountedClaim], _ releases: ReleaseChoice) {
    struct ReleaseDeal: Hashable {
      var document: Int64
      var deal: DealKey
    }
    /// Per deal whether all its deliveries are set aside.
    var isTold: [ReleaseDeal: Bool] = [:]
    for place in claims.indices where claims[place].isRegisterDelivery && claims[place].rank.counts {
      let claim = claims[place]
      let own = releases.isTold(
        claim.document, class: classIndex(claim), firstDay: claim.days.first, lastDay: claim.days.last)
      let deal = ReleaseDeal(document: claim.document, deal: DealKey(claim))
      isTold[deal] = own && isTold[deal] ?? true
      if own { (claims[place].rank, claims[place].setAside) = (.superseded, .otherLayout) }
    }
    for place in claims.indices where claims[place].deal != 0 && claims[place].rank.counts {
      let claim = claims[place]
      if isTold[ReleaseDeal(document: claim.document, deal: DealKey(claim))] == true {
        (claims[place].rank, claims[place].setAside) = (.superseded, .otherLayout)
      }
    }
  }

  /// A sum in TIV gives way to the deals where the register itself gives these.
  private func setAsideTables(_ claims: inout [CountedClaim], _ releases: ReleaseChoice) {
    guard volumeUnit != 0 else { return }
    for place in claims.indices where claims[place].isReleaseTotal {
      let claim = claims[place]
      guard claim.saidValue != nil, claim.unit == volumeUnit,
        releases.givesDeals(of: claim.dataset, firstDay: claim.days.first, lastDay: claim.days.last)
      else { continue }
      (claims[place].rank, claims[place].setAside) = (.superseded, .byDeal)
    }
  }

  /// A total of a newer release takes the place of one of an older release whose period it contains.
  private func setAsideOldAggregates(_ claims: inout [CountedClaim]) {
    guard claims.contains(where: \.isReleaseTotal) else { return }
    let places = claims.indices.filter { claims[$0].isReleaseTotal }
    var kinds: [Kind: [Int]] = [:]
    for place in places { kinds[Kind(claims[place]), default: []].append(place) }
    for (_, places) in kinds where places.count > 1 {
      let reach = reach(places, claims)
      let old = places.filter { place in
        places.contains { PairPreparation.renews(claims[$0], claims[place]) }
          || reach.contains { $0.renews(claims[place], among: reach) }
      }
      for place in old { claims[place].rank = .superseded }
    }
  }

  /// From when to when an edition that does not say when it was made has totals of one kind.
  private struct Reach {
    var document: Int64
    var first: Int32
    var last: Int32

    /// Whether it takes the place of a total of another such edition: it goes on longer, and its years have it.
    func renews(_ claim: CountedClaim, among others: [Reach]) -> Bool {
      guard let other = others.first(where: { $0.document == claim.document }), other.document != document
      else {
        return false
      }
      return other.last < last && first <= claim.days.first && claim.days.last <= last
    }
  }

  /// The editions of a dataset's own files whose day nobody told: which is the later one their data tell.
  private func reach(_ places: [Int], _ claims: [CountedClaim]) -> [Reach] {
    let undated = places.filter { claims[$0].isOfEdition && claims[$0].published == 0 }
    guard undated.count > 1 else { return [] }
    return Dictionary(grouping: undated) { claims[$0].document }.compactMap { document, places in
      guard let first = places.map({ claims[$0].days.first }).min(),
        let last = places.map({ claims[$0].days.last }).max(), last != .max
      else { return nil }
      return Reach(document: document, first: first, last: last)
    }
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
