import ArmsModel
import Testing

@testable import Counting

private let grouping = TransferGrouping(tree: testTree)

/// Ids of the claims of each transfer, in order.
private func groups(_ claims: [CountedClaim], _ verdicts: Verdicts = Verdicts()) -> [[Int64]] {
  grouping.transfers(of: claims, verdicts: verdicts)
    .map { $0.members.map { claims[$0.claim].id }.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
}

private func verdicts(
  _ claims: [CountedClaim], same: [(Int, Int)] = [], different: [(Int, Int)] = [], unsure: [(Int, Int)] = []
) -> Verdicts {
  var verdicts = Verdicts()
  for (list, judgement) in [(same, Verdicts.Judgement.same), (different, .different), (unsure, .unsure)] {
    for (a, b) in list { verdicts.add(claims[a].key, claims[b].key, judgement, batch: 40) }
  }
  return verdicts
}

private func registered(_ claim: CountedClaim, _ deal: UInt64, dataset: Int64 = 1) -> CountedClaim {
  var claim = claim
  claim.dataset = dataset
  claim.deal = deal
  return claim
}

@Suite struct VerdictTests {
  private let order = claim(1, .ordered, weapon: 7, pieces: 12, from: 2011)
  private let part = claim(2, .delivered, weapon: 7, pieces: 4, from: 2013)

  @Test func sameJoinsWhatTheRulesKeepApart() {
    let claims = [order, part]
    #expect(groups(claims) == [[1], [2]])
    let found = grouping.transfers(of: claims, verdicts: verdicts(claims, same: [(0, 1)]))
    #expect(found.count == 1)
    #expect(found[0].members.map(\.rule) == [.first, .verdict])
    #expect(found[0].members.map(\.score) == [0, 0])
    #expect(found[0].stage == .delivered && found[0].batch == 40)
    #expect(found[0].figures[0].figure.low == 4 && found[0].figures[0].figure.high == 12)
  }

  @Test func whatStoodWithEitherComesAlong() {
    var claims = [order, part]
    claims.append(claim(3, .delivered, weapon: 7, pieces: 12, from: 2012))
    claims.append(claim(4, .inUse, weapon: 7, pieces: 4, from: 2014))
    #expect(groups(claims) == [[1, 3], [2, 4]])
    #expect(groups(claims, verdicts(claims, same: [(0, 1)])) == [[1, 2, 3, 4]])
    // What agrees with one part only still finds it.
    claims.append(claim(5, .inUse, weapon: 7, pieces: 12, from: 2013))
    #expect(groups(claims, verdicts(claims, same: [(0, 1)])) == [[1, 2, 3, 4, 5]])
  }

  @Test func differentSplitsEvenTheSameContent() {
    var claims = (1...4).map { claim(Int64($0), .ordered, weapon: 7, pieces: 12, from: 2011) }
    claims.sort { $0.key < $1.key }
    let ids = claims.map(\.id)
    let found = groups(claims, verdicts(claims, different: [(1, 3)]))
    // Further copies go with the smaller key.
    #expect(Set(found) == [[ids[0], ids[1], ids[2]].sorted(), [ids[3]]])
    #expect(groups(claims, verdicts(claims, unsure: [(1, 3)])).count == 1)
    // But what an origin says elsewhere goes with what was judged of it.
    claims[2].origin = claims[3].origin
    #expect(
      Set(groups(claims, verdicts(claims, different: [(1, 3)]))) == [
        [ids[0], ids[1]].sorted(), [ids[2], ids[3]].sorted(),
      ])
  }

  @Test func differentKeepsCompatibleClaimsApart() {
    let claims = [
      order, claim(2, .delivered, weapon: 7, pieces: 12, from: 2013),
      claim(3, .inUse, weapon: 7, pieces: 12, from: 2014),
    ]
    #expect(groups(claims) == [[1, 2, 3]])
    #expect(groups(claims, verdicts(claims, different: [(0, 1)])).count == 2)
    #expect(groups(claims, verdicts(claims, different: [(0, 1), (1, 2), (0, 2)])) == [[1], [2], [3]])
  }

  @Test func ofContradictingVerdictsDifferentHolds() {
    var claims = [order, part, claim(3, .ordered, weapon: 8, pieces: 30, from: 1999)]
    claims.sort { $0.key < $1.key }
    let ids = claims.map(\.id)
    let judged = verdicts(claims, same: [(0, 1), (1, 2)], different: [(0, 2)])
    #expect(Set(groups(claims, judged)) == [[ids[0], ids[1]].sorted(), [ids[2]]])
  }

  @Test func aVerdictOutweighsWhatACopySays() {
    // 1 and 2 say the same; 2 is not what 3 speaks of, but 1 is.
    let claims = [order, claim(2, .ordered, weapon: 7, pieces: 12, from: 2011), part].enumerated().map {
      var claim = $0.element
      claim.id = Int64($0.offset + 1)
      return claim
    }
    var distinct = claims
    distinct[2].key = ContentHash(high: 9, low: 9)
    let judged = verdicts(distinct, same: [(0, 2)], different: [(1, 2)])
    #expect(groups(distinct, judged) == [[1, 3], [2]])
  }

  @Test func theLastVerdictOnTwoClaimsHolds() {
    let claims = [order, part]
    var judged = verdicts(claims, same: [(0, 1)])
    judged.add(part.key, order.key, .unsure, batch: 50)
    #expect(groups(claims, judged) == [[1], [2]])
  }

  @Test func aVerdictReachesWhatDoesNotCount() {
    var claims = [order, part, claim(3, .inUse, weapon: 9, pieces: 60, from: 2020)]
    claims[1].rank = .deprecated
    #expect(groups(claims) == [[1], [3]])
    let judged = verdicts(claims, same: [(0, 1)])
    let found = grouping.transfers(of: claims, verdicts: judged)
    #expect(groups(claims, judged) == [[1, 2], [3]])
    #expect(found.flatMap { $0.figures.map(\.figure.best) }.sorted() == [12, 60])
    #expect(found.first { $0.members.count == 2 }?.members.last?.rule == .verdict)
    // And through it: 1 is 2, 2 is 3.
    #expect(groups(claims, verdicts(claims, same: [(0, 1), (1, 2)])) == [[1, 2, 3]])
    claims[1].quantity = .init(12)
    #expect(groups(claims, verdicts(claims, different: [(0, 1)])) == [[1], [3]])
  }

  @Test func aDealKeyOfARegisterJoinsAndParts() {
    let rows = [
      registered(order, 5), registered(part, 5),
      registered(claim(3, .ordered, weapon: 7, pieces: 12, from: 2011), 6),
      registered(claim(4, .delivered, weapon: 7, pieces: 12, from: 2013), 6),
    ]
    #expect(groups(rows) == [[1, 2], [3, 4]])
    let found = grouping.transfers(of: rows)
    #expect(found.flatMap { $0.members.map(\.rule) }.contains(.register))
    // What no register knows joins one of them; another register's key says nothing of these.
    let report = claim(5, .inUse, weapon: 7, pieces: 12, from: 2014)
    #expect(groups(rows + [report]).count == 2)
    #expect(groups(rows + [registered(report, 77, dataset: 2)]).count == 2)
    #expect(groups(rows + [registered(report, 77)]).count == 3)
  }

  @Test func exactDuplicatesInARegisterAreSeparateDeals() {
    let rows = (1...3).map {
      registered(claim(Int64($0), .ordered, weapon: 7, pieces: 12, from: 2011), UInt64($0))
    }
    #expect(groups(rows) == [[1], [2], [3]])
    // A copy of one elsewhere adds no deal and no figure.
    let copied = rows + [claim(9, .ordered, weapon: 7, pieces: 12, from: 2011, origin: 1)]
    let found = grouping.transfers(of: copied)
    #expect(found.map(\.members.count).sorted() == [1, 1, 2])
    // Two registers that list the same two deals under their own keys.
    let others = (1...2).map {
      registered(claim(Int64($0) + 10, .ordered, weapon: 7, pieces: 12, from: 2011), 8, dataset: 2)
    }
    #expect(groups(rows + others).count == 3)
    #expect(groups(rows + others, verdicts(rows, same: [(0, 2)])).count == 2)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func whateverIsJudgedHolds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims = randomClaims(&generator, deals: generator.number(4...60), aggregates: 2)
    var judged = Verdicts()
    let live = claims.indices.filter { claims[$0].scope == .deal && claims[$0].rank.counts }
    guard live.count > 1 else { return }
    var different: [(ContentHash, ContentHash)] = []
    var same: [(ContentHash, ContentHash)] = []
    for place in claims.indices where claims[place].scope == .deal && generator.happens(oneIn: 3) {
      claims[place].dataset = Int64(generator.number(1...2))
      claims[place].deal = UInt64(generator.number(1...5))
    }
    for _ in 0..<generator.number(1...6) {
      let (a, b) = (claims[generator.pick(live)].key, claims[generator.pick(live)].key)
      guard a != b, !different.contains(where: { $0 == (a, b) || $0 == (b, a) }) else { continue }
      if generator.happens(oneIn: 2) {
        guard !same.contains(where: { $0 == (a, b) || $0 == (b, a) }) else { continue }
        different.append((a, b))
        judged.add(a, b, .different, batch: 1)
      } else {
        same.append((a, b))
        judged.add(a, b, .same, batch: 1)
      }
    }
    let found = grouping.transfers(of: claims, verdicts: judged)
    var transferOf: [ContentHash: Int] = [:]
    for (number, transfer) in found.enumerated() {
      for member in transfer.members { transferOf[claims[member.claim].key] = number }
    }
    for (a, b) in different { #expect(transferOf[a] == nil || transferOf[a] != transferOf[b]) }
    if different.isEmpty { for (a, b) in same { #expect(transferOf[a] == transferOf[b]) } }
    // Nothing is lost, and the order of the claims is of no account.
    let places = found.flatMap { $0.members.map(\.claim) }
    #expect(Set(places).count == places.count && Set(live).isSubset(of: places))
    let keys = found.map { $0.members.map { claims[$0.claim].key } }
    claims.shuffle(using: &generator)
    let shuffled = grouping.transfers(of: claims, verdicts: judged)
    #expect(shuffled.map { $0.members.map { claims[$0.claim].key } } == keys)
    // Withdrawn, all is as it was.
    #expect(summary(totals(claims)) == summary(totals(claims.sorted { $0.id < $1.id })))
  }
}
