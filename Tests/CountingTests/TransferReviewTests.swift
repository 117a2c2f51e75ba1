import ArmsModel
import Testing

@testable import Counting

/// Designations by number: 1 and 2 are variants, 3 spells 1 anew, 4 and 5 only look alike.
private let designations = [
  "", "Kestrel-30", "Kestrel-30SM", "Kestrel 30", "Hawk", "Hawkeye", "Iskra", "Iskra-M",
]

private func transfers(_ claims: [CountedClaim]) -> [Transfer] {
  TransferGrouping(tree: testTree).transfers(of: claims)
}

private func review(_ claims: [CountedClaim], _ verdicts: Verdicts = Verdicts()) -> [ReviewCandidate] {
  TransferReview(tree: testTree).candidates(
    transfers(claims), claims: claims, designations: designations, verdicts: verdicts)
}

/// The reasons of the one pair that two claims make, or nil if it is no candidate.
private func reasons(_ a: CountedClaim, _ b: CountedClaim) -> [ReviewCandidate.Reason]? {
  let found = review([a, b])
  #expect(found.count <= 1)
  return found.first?.reasons
}

@Suite struct TransferReviewTests {
  @Test func whatTheRulesMergeIsNoCandidate() {
    #expect(
      review([
        claim(1, .ordered, weapon: 1, pieces: 12, from: 2011),
        claim(2, .delivered, weapon: 1, pieces: 12, from: 2013),
      ]).isEmpty)
  }

  @Test func oneWithoutADateMayBeTheSame() {
    let found = reasons(claim(1, .ordered, weapon: 1, pieces: 12, from: 2011), claim(2, .ordered, weapon: 1))
    #expect(found == [.sameDesignation, .noDate, .noFigure])
  }

  @Test(
    arguments: [
      (1, 2, ReviewCandidate.Reason.variant), (1, 3, .sameSpelling), (6, 7, .variant), (4, 5, nil),
      (1, 4, nil),
      (2, 3, .variant),
    ] as [(Int32, Int32, ReviewCandidate.Reason?)])
  func variantsAreFoundBySpelling(a: Int32, b: Int32, reason: ReviewCandidate.Reason?) {
    let found = reasons(
      claim(1, .ordered, weapon: a, pieces: 12, from: 2011),
      claim(2, .ordered, weapon: b, pieces: 12, from: 2011))
    #expect(found?.first == reason)
    #expect((found == nil) == (reason == nil))
  }

  @Test(arguments: [
    ("Su-30SM", ["su30"]), ("T-72", []), ("Iskander-M", ["iskander"]), ("Su-30", []),
    ("Leopard 2A4", ["leopard", "leopard2", "leopard2a"]), ("Hawkeye", []), ("S-300PMU", ["s300"]), ("", []),
  ])
  func stemsEndBetweenWordsOrBehindNumbers(name: String, stems: [String]) {
    #expect(DesignationKinship.stems(of: name) == stems)
  }

  @Test(arguments: [(2010, false), (2011, true), (2016, true), (2017, false)])
  func aSmallerDeliveryMayBeAPart(year: Int32, isOne: Bool) {
    let found = reasons(
      claim(1, .ordered, weapon: 1, pieces: 12, from: 2011),
      claim(2, .delivered, weapon: 1, pieces: 4, from: year))
    #expect((found?.contains(.mayBePart) == true) == isOne)
    #expect((found != nil) == isOne)
  }

  @Test func tenOrSixtyContradict() {
    func found(_ other: CountedClaim) -> [ReviewCandidate.Reason]? {
      reasons(claim(1, .ordered, weapon: 1, pieces: 60, from: 2011), other)
    }
    #expect(
      found(claim(2, .ordered, weapon: 1, pieces: 10, from: 2011))?.contains(.quantityContradicts) == true)
    #expect(
      found(claim(2, .delivered, weapon: 1, pieces: 80, from: 2013))?.contains(.quantityContradicts) == true)
    #expect(found(claim(2, .ordered, weapon: 1, pieces: 10)) == nil)
    #expect(found(claim(2, .ordered, weapon: 2, pieces: 10, from: 2011)) == nil)
    #expect(found(claim(2, .ordered, weapon: 1, pieces: 10, from: 2014)) == nil)
  }

  @Test func twoFiguresInOneBreathAreTwoDeals() {
    var other = claim(2, .ordered, weapon: 1, pieces: 10, from: 2011, origin: 1)
    other.document = 1
    #expect(reasons(claim(1, .ordered, weapon: 1, pieces: 60, from: 2011), other) == nil)
  }

  @Test func contradictoryInTwoThingsIsTwoDeals() {
    #expect(
      reasons(
        claim(1, .ordered, weapon: 1, pieces: 60, usd: 900, from: 2011),
        claim(2, .ordered, weapon: 1, pieces: 10, usd: 100, from: 2011)) == nil)
  }

  @Test(arguments: [(2021, true), (2022, false), (2013, true)])
  func yearsMayContradict(year: Int32, isOne: Bool) {
    let found = reasons(
      claim(1, .ordered, weapon: 1, pieces: 12, from: 2011),
      claim(2, .ordered, weapon: 1, pieces: 12, from: year))
    #expect((found?.contains(.yearsContradict) == true) == isOne)
  }

  @Test func anApprovalIsACeiling() {
    let found = reasons(
      claim(1, .approved, weapon: 1, usd: 1000, from: 2011),
      claim(2, .ordered, weapon: 1, usd: 700, from: 2012))
    #expect(found?.contains(.ceiling) == true)
  }

  @Test func aCategoryAloneNeedsDatesAndSilence() {
    func found(_ a: CountedClaim, _ b: CountedClaim) -> Bool { reasons(a, b) != nil }
    let fighters = claim(1, .ordered, weapon: 1, category: "fighter", pieces: 12, from: 2011)
    #expect(found(fighters, claim(2, .ordered, category: "combat", from: 2012)))
    #expect(!found(fighters, claim(2, .ordered, category: "ships", from: 2012)))
    #expect(!found(fighters, claim(2, .ordered, category: "combat")))
    #expect(!found(fighters, claim(2, .ordered, category: "combat", pieces: 40, from: 2012)))
    #expect(!found(fighters, claim(2, .ordered, from: 2012)))
    #expect(found(fighters, claim(2, .ordered, category: "combat", pieces: 12)))
    #expect(found(fighters, claim(2, .delivered, category: "combat", pieces: 4, from: 2013)))
  }

  @Test func verdictsGoBeforeAll() {
    let claims = [
      claim(1, .ordered, weapon: 1, pieces: 12, from: 2011), claim(2, .ordered, weapon: 1),
    ]
    for judgement in Verdicts.Judgement.allCases {
      var verdicts = Verdicts()
      verdicts.add(claims[0].key, claims[1].key, judgement, batch: 1)
      let found = TransferReview(tree: testTree).candidates(
        transfers(claims), claims: claims, designations: designations, verdicts: verdicts)
      #expect(found.map(\.judgement) == (judgement == .unsure ? [.unsure] : []))
    }
  }

  @Test func aRegisterTellsItsDealsApart() {
    var claims = [claim(1, .ordered, weapon: 1, pieces: 12, from: 2011), claim(2, .ordered, weapon: 1)]
    for place in claims.indices {
      claims[place].dataset = 9
      claims[place].deal = UInt64(place + 1)
    }
    #expect(review(claims).isEmpty)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func theOrderOfClaimsChangesNothing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = randomClaims(&generator, deals: 60, aggregates: 3)
    func words(_ claims: [CountedClaim]) -> [String] {
      let made = transfers(claims)
      return TransferReview(tree: testTree).candidates(made, claims: claims, designations: designations).map {
        let keys = [made[$0.a].key.identifier("t"), made[$0.b].key.identifier("t")].sorted()
        return "\($0.score) \(keys) \($0.reasons)"
      }
    }
    #expect(words(claims) == words(claims.shuffled(using: &generator)))
  }

  /// The windows of time and the lists by category must not hide what comparing each with each finds.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func comparingEachWithEachFindsNoMore(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = randomClaims(&generator, deals: 50, aggregates: 0)
    let made = transfers(claims)
    let review = TransferReview(tree: testTree)
    let sides = made.enumerated().map { ReviewSide($1, place: $0, claims: claims) }
    let kinship = DesignationKinship(sides.map(\.weapon), names: designations)
    var slow: Set<[Int]> = []
    for a in sides.indices {
      for b in sides.indices where b > a {
        let relation = kinship.relation(sides[a].weapon, sides[b].weapon)
        if review.marks(sides[a], sides[b], relation) != nil { slow.insert([a, b]) }
      }
    }
    let fast = review.candidates(made, claims: claims, designations: designations).map { [$0.a, $0.b] }
    #expect(fast.count == Set(fast).count)
    #expect(Set(fast) == slow)
  }

  @Test func everyReasonHasASentence() {
    for reason in ReviewCandidate.Reason.allCases { #expect(reason.sentence.hasSuffix(".")) }
  }
}
