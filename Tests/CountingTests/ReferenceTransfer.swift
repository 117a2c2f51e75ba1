import ArmsModel
import Counting

/// A unit of a total; a quantity unit that is spelt like a currency is none.
struct ReferenceUnit: Hashable, Comparable {
  var number: Int32
  var isQuantity: Bool

  static func < (a: ReferenceUnit, b: ReferenceUnit) -> Bool {
    a.number == b.number ? a.isQuantity && !b.isQuantity : a.number < b.number
  }
}

/// What the claims of one transfer come to, worked out claim by claim as docs/counting.md says it.
///
/// Where the page leaves room it is read so: "that very figure" has the same low, best and high; whoever's
/// reliability has no basis is the least reliable; a figure without credibility that two origins give has 2.
struct ReferenceTransfer {
  /// A figure, and what is known of the claim that gives its best number.
  struct Best: Hashable {
    var figure: Figure
    var credibility: UInt8
    /// What chose among the claims: rank, credibility, origins, publication; larger goes first.
    var merit: [Int64]
  }

  var counting: [Int]
  var stage = Stage.reported
  var isDisputed = false
  /// The designations named: one, unless a verdict joined several.
  var weapons: Set<Int32> = []
  /// The narrowest categories named; of several that are alike in depth any.
  var categories: Set<Int8> = []
  var figures: [ReferenceUnit: Best] = [:]
  /// The days of figures that have others than the transfer: values that a register gives for deliveries.
  var days: [ReferenceUnit: (first: Int32, last: Int32)] = [:]
  /// Units in which all that is said lies outside the window.
  var outside: Set<ReferenceUnit> = []
  var first = Int32.min
  var last = Int32.max
  var origins: Int
  var batch: Int64

  init(
    _ places: some Sequence<Int>, of claims: [CountedClaim], verdicts: Verdicts = Verdicts(),
    window: CountingWindow? = nil
  ) {
    let places = Array(places)
    counting = places.filter { claims[$0].rank.counts }.sorted()
    let members = counting.map { claims[$0] }
    origins = Set(members.map(\.origin)).count
    let judged = members.flatMap { verdicts.of($0.key).map(\.batch) }
    batch = (members.map(\.batch) + judged).max() ?? 0
    weapons = Set(members.map(\.weapon)).subtracting([0])
    let named = Set(members.map(\.category)).subtracting([-1])
    let depth = named.map(ReferenceTransfer.depth).max() ?? 0
    categories = named.filter { ReferenceTransfer.depth($0) == depth }
    (stage, isDisputed) = ReferenceTransfer.stage(Set(members.map(\.stage)))
    let dated = members.map(ReferenceGrouping.Statement.init).filter { $0.isDated }
    if let first = dated.map(\.first).min(), let last = dated.map(\.last).max() {
      (self.first, self.last) = (first, last)
    }
    figures = ReferenceTransfer.figures(members)
    limit(places.map { claims[$0] }, to: window)
  }

  private static func figures(_ members: [CountedClaim]) -> [ReferenceUnit: Best] {
    var figures: [ReferenceUnit: Best] = [:]
    for isQuantity in [true, false] {
      let said = members.compactMap { claim in
        let statement = ReferenceGrouping.Statement(claim)
        return (isQuantity ? statement.quantity : statement.value).map { (claim, $0) }
      }
      for unit in Set(said.map(\.1.unit)) {
        figures[ReferenceUnit(number: unit, isQuantity: isQuantity)] = best(
          said.filter { $0.1.unit == unit }, members)
      }
    }
    return figures
  }

  /// Gives values of deliveries the days of these, and takes out the deliveries outside the window.
  private mutating func limit(_ members: [CountedClaim], to window: CountingWindow?) {
    // What each row of a register says of what arrived, by itself.
    let rows = members.filter {
      $0.deal != 0 && $0.stage == .delivered && ($0.rank.counts || $0.delivery != nil) && $0.firstDay != .min
    }.map { claim -> CountedClaim in
      guard let own = claim.delivery else { return claim }
      var row = claim
      (row.quantity, row.value, row.firstDay, row.lastDay) = (
        own.quantity, own.value, own.firstDay, own.lastDay
      )
      return row
    }
    func isInside(_ row: CountedClaim) -> Bool {
      guard let window else { return true }
      if window.within { return window.firstDay <= row.firstDay && row.lastDay <= window.lastDay }
      return max(row.firstDay, window.firstDay) <= min(row.lastDay, window.lastDay)
    }
    let inside = rows.filter(isInside)
    // Whatever does not come from a register's deliveries, and the sums of what lies inside, deal by deal.
    var limited = members.filter { claim in
      claim.rank.counts && claim.delivery == nil
        && !rows.contains { $0.key == claim.key && !isInside($0) }
    }
    for deal in Set(inside.filter { $0.delivery != nil }.map(\.deal)) {
      let all = rows.filter { $0.deal == deal && $0.delivery != nil }
      limited.append(
        ReferenceParts.sum(
          all.filter(isInside), rank: all.contains { $0.rank == .preferred } ? .preferred : .normal))
    }
    let figuresInside = ReferenceTransfer.figures(limited)
    for unit in figures.keys {
      let own = rows.filter { row in
        let statement = ReferenceGrouping.Statement(row)
        return (unit.isQuantity ? statement.quantity : statement.value)?.unit == unit.number
      }
      guard !own.isEmpty else { continue }
      let taken = own.filter(isInside)
      if !unit.isQuantity, let first = taken.map(\.firstDay).min(), let last = taken.map(\.lastDay).max() {
        days[unit] = (first, last)
      }
      guard taken.count < own.count else { continue }
      if let rest = figuresInside[unit], unit.isQuantity || !taken.isEmpty {
        figures[unit] = rest
      } else {
        outside.insert(unit)
      }
    }
  }

  static func depth(_ category: Int8) -> Int {
    category < 0 ? 0 : 1 + depth(testTree.parent(of: category))
  }

  /// The table of docs/counting.md, row by row.
  static func stage(_ stages: Set<Stage>) -> (Stage, isDisputed: Bool) {
    let ladder: [Stage] = [
      .offered, .requested, .negotiating, .approved, .selected, .ordered, .delivered, .inUse,
    ]
    let furthest = ladder.last { stages.contains($0) }
    let happened = !stages.isDisjoint(with: [.ordered, .delivered, .inUse])
    let arrived = !stages.isDisjoint(with: [.delivered, .inUse])
    if stages.contains(.denied), !happened { return (.denied, false) }
    if stages.contains(.cancelled), !arrived { return (.cancelled, stages.contains(.denied) && happened) }
    if let furthest {
      return (furthest, (stages.contains(.denied) && happened) || (stages.contains(.cancelled) && arrived))
    }
    let beside: [Stage] = [.denied, .cancelled, .suspended, .diverted]
    return (beside.first { stages.contains($0) } ?? .reported, false)
  }

  private static func best(_ said: [(CountedClaim, ReferenceNumber)], _ members: [CountedClaim]) -> Best {
    let merits = said.map { claim, number -> (merit: [Int64], credibility: UInt8, number: Int64) in
      let givers = said.filter { $0.1 == number }.map(\.0)
      let origins = Set(givers.map(\.origin)).count
      let contradictions = said.filter {
        !$0.1.agrees(number) && grade($0.0.reliability) <= grade(claim.reliability)
          && !isPart($0, (claim, number)) && !isPart((claim, number), $0)
      }
      let credibility = effective(
        claim.credibility, origins: origins, hasPrimary: givers.contains { $0.isPrimary },
        isContradicted: !contradictions.isEmpty)
      let statement = ReferenceGrouping.Statement(claim)
      let copies = members.filter { ReferenceGrouping.Statement($0) == statement }
      let published = copies.map(\.published).filter { $0 > 0 }.min() ?? 0
      let merit = [
        claim.rank == .preferred ? 1 : 0, -Int64(grade(credibility)), Int64(origins), Int64(published),
        -number.best,
      ]
      return (merit, credibility, number.best)
    }
    let chosen = merits.max { $0.merit.lexicographicallyPrecedes($1.merit) } ?? ([], 0, 0)
    let figure = Figure(
      low: said.map(\.1.low).min() ?? 0, best: chosen.number, high: said.map(\.1.high).max() ?? 0)
    return Best(figure: figure, credibility: chosen.credibility, merit: chosen.merit)
  }

  /// Whether one row of a register says that a part of what the other one orders was delivered.
  private static func isPart(
    _ a: (claim: CountedClaim, number: ReferenceNumber), _ b: (claim: CountedClaim, number: ReferenceNumber)
  ) -> Bool {
    a.claim.deal != 0
      && [a.claim.dataset, Int64(bitPattern: a.claim.deal)]
        == [b.claim.dataset, Int64(bitPattern: b.claim.deal)]
      && a.number.best < b.number.best
      && [.delivered, .inUse].contains(a.claim.stage) && ReferenceGrouping.Statement(b.claim).kind == 0
  }

  /// 1 to 5; what has no basis comes after.
  static func grade(_ number: UInt8) -> UInt8 { (1...5).contains(number) ? number : 6 }

  /// The credibility of a figure: as said, raised by origins, capped by contradiction; no basis stays none.
  static func effective(
    _ said: UInt8, origins: Int, hasPrimary: Bool, isContradicted: Bool
  ) -> UInt8 {
    var credibility = grade(said)
    if origins >= 2 { credibility = min(credibility, 2) }
    if origins >= 3, hasPrimary { credibility = 1 }
    if isContradicted, credibility < 4 { credibility = 4 }
    return credibility == 6 ? said : credibility
  }
}
