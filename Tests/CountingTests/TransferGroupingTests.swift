import ArmsModel
import Testing

@testable import Counting

private func transfers(_ claims: [CountedClaim]) -> [Transfer] {
  TransferGrouping(tree: testTree).transfers(of: claims)
}

@Suite struct TransferGroupingTests {
  @Test func anOrderAndItsDeliveryAreOneTransfer() {
    let found = transfers([
      claim(1, .ordered, weapon: 7, pieces: 12, from: 2011),
      claim(2, .delivered, weapon: 7, pieces: 12, from: 2013),
    ])
    #expect(found.count == 1)
    #expect(found[0].stage == .delivered)
    #expect(found[0].members.map(\.rule) == [.first, .designation])
    #expect(found[0].figures.map(\.figure) == [Figure(low: 12, best: 12, high: 12)])
    #expect(found[0].firstDay == 20_110_101 && found[0].lastDay == 20_131_231)
    #expect(found[0].origins == 2)
  }

  @Test(arguments: [(2010, false), (2011, true), (2016, true), (2017, false)])
  func aDeliveryBeginsUpToFiveYearsAfterTheOrder(year: Int32, isOne: Bool) {
    let found = transfers([
      claim(1, .ordered, weapon: 7, from: 2011), claim(2, .delivered, weapon: 7, from: year),
    ])
    #expect((found.count == 1) == isOne)
  }

  @Test(arguments: [(2009, false), (2010, true), (2012, true), (2013, false)])
  func ordersLieAtMostOneYearApart(year: Int32, isOne: Bool) {
    let found = transfers([
      claim(1, .ordered, weapon: 7, from: 2011), claim(2, .selected, weapon: 7, from: year),
    ])
    #expect((found.count == 1) == isOne)
  }

  @Test(arguments: [(10, 11, true), (10, 12, false), (100, 110, true), (100, 111, false), (1, 2, false)])
  func quantitiesAgreeWithinTenPerCent(a: Int64, b: Int64, isOne: Bool) {
    for (a, b) in [(a, b), (b, a)] {
      let found = transfers([
        claim(1, .ordered, weapon: 7, pieces: a, from: 2011),
        claim(2, .ordered, weapon: 7, pieces: b, from: 2011),
      ])
      #expect((found.count == 1) == isOne)
    }
  }

  @Test func aChainOfNearQuantitiesIsNotOneTransfer() {
    let claims = (0..<4).map { claim(Int64($0 + 1), .ordered, weapon: 7, pieces: 100 + $0 * 9, from: 2011) }
    for transfer in transfers(claims) {
      let figure = transfer.figures[0].figure
      #expect(figure.high * 10 <= figure.low * 11)
    }
    #expect(transfers(claims).count > 1)
  }

  @Test func differentDesignationsStayApart() {
    #expect(
      transfers([
        claim(1, .ordered, weapon: 7, category: "fighter", pieces: 12, from: 2011),
        claim(2, .ordered, weapon: 8, category: "fighter", pieces: 12, from: 2011),
      ]).count == 2)
  }

  @Test func kindredCategoriesNeedAFigureThatAgrees() {
    func count(_ category: String?, _ pieces: Int64?, _ dollars: Int64? = nil, year: Int32? = 2011) -> Int {
      transfers([
        claim(1, .ordered, weapon: 7, category: "fighter", pieces: 12, usd: 900, from: 2011),
        claim(2, .ordered, category: category, pieces: pieces, usd: dollars, from: year),
      ]).count
    }
    #expect(count("aircraft", 12) == 1)
    #expect(count("fighter", 13) == 1)
    #expect(count("fighter", nil) == 2)
    #expect(count("trainer", 12) == 2)
    #expect(count("ships", nil, 900) == 2)
    #expect(count("combat", nil, 950) == 1)
    #expect(count("combat", 12, year: nil) == 2)
    #expect(count(nil, 12) == 2)
    #expect(count(nil, nil, 900) == 1)
  }

  @Test func aSingleWeaponOfAKindConvincesNobody() {
    #expect(
      transfers([
        claim(1, .ordered, category: "ships", pieces: 1, from: 2011),
        claim(2, .delivered, category: "ships", pieces: 1, from: 2012),
      ]).count == 2)
  }

  @Test func anUndatedClaimOfADesignationNeedsAFigure() {
    let dated = claim(1, .ordered, weapon: 7, pieces: 12, from: 2011)
    #expect(transfers([dated, claim(2, .inUse, weapon: 7)]).count == 2)
    #expect(transfers([dated, claim(2, .inUse, weapon: 7, pieces: 12)]).count == 1)
  }

  @Test func aDenialOfAnOrderIsADispute() {
    let found = transfers([
      claim(1, .ordered, weapon: 7, from: 2011), claim(2, .denied, weapon: 7, from: 2012),
    ])
    #expect(found.map(\.stage) == [.ordered])
    #expect(found.map(\.isDisputed) == [true])
    let refused = transfers([
      claim(1, .requested, weapon: 7, from: 2011), claim(2, .denied, weapon: 7, from: 2012),
    ])
    #expect(refused.map(\.stage) == [.denied])
    #expect(refused.map(\.isDisputed) == [false])
  }

  @Test func aCancellationTakesAnOrderOutAndDisputesADelivery() {
    let order = claim(1, .ordered, weapon: 7, from: 2011)
    let cancelled = claim(2, .cancelled, weapon: 7, from: 2012)
    #expect(transfers([order, cancelled]).map(\.stage) == [.cancelled])
    let found = transfers([order, cancelled, claim(3, .delivered, weapon: 7, from: 2012)])
    #expect(found.map(\.stage) == [.delivered])
    #expect(found.map(\.isDisputed) == [true])
  }

  @Test func bestFollowsRankThenCredibilityThenOriginsThenPublication() {
    func best(_ change: (inout [CountedClaim]) -> Void) -> Int64? {
      var claims = [
        claim(1, .ordered, weapon: 7, pieces: 100, from: 2011),
        claim(2, .ordered, weapon: 7, pieces: 104, from: 2011),
        claim(3, .ordered, weapon: 7, pieces: 108, from: 2011),
      ]
      change(&claims)
      let found = transfers(claims)
      #expect(found.count == 1)
      #expect(found[0].figures[0].figure.low == 100 && found[0].figures[0].figure.high == 108)
      return found[0].figures[0].figure.best
    }
    #expect(best { _ in } == 100)
    #expect(best { $0[1].published = 20_120_101 } == 104)
    #expect(
      best {
        $0[1].published = 20_120_101
        $0.append(claim(4, .delivered, weapon: 7, pieces: 108, from: 2012))
      } == 108)
    #expect(
      best {
        $0.append(claim(4, .delivered, weapon: 7, pieces: 108, from: 2012))
        $0[1].credibility = 1
      } == 104)
    #expect(
      best {
        $0[1].credibility = 1
        $0[2].rank = .preferred
      } == 108)
  }

  @Test func theUpperEndOfARangeIsNotLost() {
    var range = claim(2, .ordered, weapon: 7, pieces: 12, usd: 100, from: 2011)
    range.quantity = .init(12, 16)
    var wide = claim(3, .ordered, weapon: 7, pieces: 12, usd: 100, from: 2011)
    wide.value = .init(100, 130)
    let found = transfers([claim(1, .ordered, weapon: 7, pieces: 12, usd: 100, from: 2011), range, wide])
    #expect(
      found.map { $0.figures.map(\.figure) } == [
        [Figure(low: 12, best: 12, high: 16), Figure(low: 100, best: 100, high: 130)]
      ])
  }

  @Test func deprecatedClaimsGiveNothing() {
    let order = claim(1, .ordered, weapon: 7, pieces: 100, from: 2011)
    let found = transfers([
      order, claim(2, .delivered, weapon: 7, pieces: 105, from: 2011, rank: .deprecated),
      claim(3, .ordered, weapon: 9, pieces: 5, from: 2011, rank: .deprecated),
    ])
    #expect(found.count == 1)
    #expect(found[0].members.map(\.claim) == [0, 1])
    #expect(found[0].stage == .ordered && found[0].origins == 1)
    #expect(found[0].figures.map(\.figure) == [Figure(low: 100, best: 100, high: 100)])
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func theIndexFindsWhatLookingAtEveryTransferFinds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims = randomClaims(&generator, deals: 200, aggregates: 0)
    // Wider in time than most, so that the index has years to leave out.
    for place in claims.indices where claims[place].firstDay > 0 && claims[place].lastDay < .max {
      let shift = Int32(generator.number(0...3)) * 90_000
      claims[place].firstDay += shift
      claims[place].lastDay += shift
    }
    let contents = ContentGroups(claims) { $0.scope == .deal && $0.rank != .deprecated }.contents
    let late = ContentGroups(claims) { $0.rank == .deprecated }.contents
    let count = testTree.categories.count
    let roots = (0..<count).map { testTree.root(of: Int8($0)) }
    let kin = (0..<count).map { a in
      (0..<count).reduce(UInt64(0)) { $0 | (testTree.areKin(Int8(a), Int8($1)) ? 1 << UInt64($1) : 0) }
    }
    var indexed = GroupingRun(roots: roots, kin: kin, isIndexed: true)
    var plain = GroupingRun(roots: roots, kin: kin, isIndexed: false)
    for content in contents {
      indexed.place(Candidate(content))
      plain.place(Candidate(content))
    }
    #expect(indexed.transferOf == plain.transferOf)
    #expect(indexed.rules == plain.rules)
    for content in late {
      let a = indexed.find(Candidate(content), includesBroader: true)
      let b = plain.find(Candidate(content), includesBroader: true)
      #expect(a?.transfer == b?.transfer && a?.rule == b?.rule)
    }
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func everyDealClaimStandsInOneTransfer(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = randomClaims(&generator, deals: 300, aggregates: 5)
    let places = transfers(claims).flatMap { $0.members.map(\.claim) }
    #expect(Set(places).count == places.count)
    let live = claims.indices.filter { claims[$0].scope == .deal && claims[$0].rank != .deprecated }
    #expect(Set(live).isSubset(of: places))
    #expect(places.allSatisfy { claims[$0].scope == .deal })
  }

  /// No two claims of a transfer contradict one another.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func membersAgreePairwise(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = randomClaims(&generator, deals: seed % 2 == 0 ? 40 : 150, aggregates: 0)
    for transfer in transfers(claims) {
      let members = transfer.members.map { claims[$0.claim] }.filter { $0.rank != .deprecated }
      for a in members {
        for b in members {
          if a.weapon != 0, b.weapon != 0 { #expect(a.weapon == b.weapon) }
          if let p = a.quantity, let q = b.quantity, a.quantityUnit == b.quantityUnit {
            #expect(p.low * 10 <= q.high * 11)
          }
          if let p = a.value, let q = b.value, a.unit == b.unit { #expect(p.low * 10 <= q.high * 11) }
          if a.stage.hasArrived, b.stage == .ordered, a.firstDay > 0, b.firstDay > 0 {
            #expect(a.firstDay / 10_000 >= b.firstDay / 10_000)
          }
        }
      }
    }
  }
}
