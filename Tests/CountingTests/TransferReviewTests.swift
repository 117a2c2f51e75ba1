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

  /// Neither the lists by designation and category nor, where these are long, the keys that candidates are looked for
  /// by must hide what comparing each with each finds, or find anything twice.
  @Test(arguments: 0..<60 as Range<UInt64>, [0, 2_048])
  func comparingEachWithEachFindsNoMore(seed: UInt64, few: Int) {
    var generator = SeededGenerator(seed: seed)
    let claims = randomClaims(&generator, deals: 50, aggregates: 0)
    let review = TransferReview(tree: testTree)
    let table = ReviewTable(transfers(claims), claims)
    let comparison = ReviewComparison(table: table, tree: testTree, kin: review.kin)
    let kinship = DesignationKinship(designations: designations)
    for contradictionsOnly in [false, true] {
      var slow: [[Int]: ReviewMarks] = [:]
      for a in table.sides.indices {
        for b in table.sides.indices where b > a {
          let relation = kinship.relation(table.sides[a].weapon, table.sides[b].weapon)
          guard let found = comparison.compare(a, b, relation),
            !found.needsTwoVoices || !table.shareVoice(a, b),
            !contradictionsOnly || found.marks.isContradiction
          else { continue }
          slow[[a, b]] = found.marks
        }
      }
      var fast: [[Int]: ReviewMarks] = [:]
      var count = 0
      review.search(table, kinship, contradictionsOnly: contradictionsOnly, few: few) { a, b, marks in
        fast[[a, b]] = marks
        count += 1
      }
      #expect(fast == slow)
      #expect(count == fast.count)
    }
  }

  /// Deals of one pair that are many, and of which few may be one.
  enum Crowd: String, CaseIterable {
    case withoutWeapon, withoutWeaponOrDate, inOneYear, ofOneWeapon, inOneDocument, smallerOrders, ofManyUnits

    func claims(_ count: Int) -> [CountedClaim] {
      // No two of them come within 10 % of one another.
      var grades: [Int64] = [2]
      while grades.count < 100 { grades.append(grades[grades.count - 1] * 5 / 4 + 1) }
      return (0..<count).map { place in
        var new = claim(Int64(place + 1), .ordered)
        new.quantity = .init(grades[place % 90])
        new.quantityUnit = UnitNumbers.pieces
        new.value = .init(grades[place / 90])
        new.unit = usd
        let year = Int32(1990 + place % 30)
        (new.firstDay, new.lastDay) = (year * 10_000 + 101, year * 10_000 + 1231)
        switch self {
        case .withoutWeapon: break
        case .withoutWeaponOrDate: (new.firstDay, new.lastDay) = (.min, .max)
        case .inOneYear: (new.firstDay, new.lastDay) = (2010_01_01, 2010_12_31)
        case .ofOneWeapon:
          new.weapon = 1
          // Both contradict in any two.
          new.quantity = .init(grades[place % 90] * 1_000 + Int64(place / 90))
          new.value = .init(grades[place / 90 * 7 % 90] * Int64(1 + place % 90 * 3))
        case .inOneDocument:
          new.weapon = 1
          (new.document, new.origin, new.value, new.unit) = (1, 1, nil, 0)
        case .smallerOrders:
          new.stage = place % 2 == 0 ? .ordered : .delivered
          new.category = 0
          new.value = nil
          new.unit = 0
          new.quantity = .init(grades[place % 2 * 50 + place % 45] * 1_000 + Int64(place))
          (new.firstDay, new.lastDay) = (2010_01_01 + Int32(place % 9), 2010_12_31)
        case .ofManyUnits:
          new.quantity = nil
          new.quantityUnit = 0
          new.unit = Int32(2 + place % 40)
        }
        return new
      }
    }
  }

  /// The pairs that are compared grow with the deals and with the pairs that are found, not with the square.
  @Test(arguments: Crowd.allCases)
  func whatIsComparedGrowsWithWhatIsFound(crowd: Crowd) {
    let claims = crowd.claims(3_000)
    // Each a transfer of its own: what is compared matters here, not what the rules merge.
    let transfers = claims.indices.map { place in
      let claim = claims[place]
      return Transfer(
        members: [.init(claim: place, rule: .first)], key: claim.key, stage: claim.stage, isDisputed: false,
        weapon: claim.weapon, category: claim.category, figures: FigureMaker.figures(of: [claim]),
        firstDay: claim.firstDay, lastDay: claim.lastDay, origins: 1)
    }
    var found = 0
    let compared = TransferReview(tree: testTree).search(
      ReviewTable(transfers, claims), DesignationKinship(designations: designations),
      contradictionsOnly: false
    ) { _, _, _ in found += 1 }
    #expect(compared < 40 * (claims.count + found))
    #expect(compared < claims.count * claims.count / 6)
  }

  @Test func everyReasonHasASentence() {
    for reason in ReviewCandidate.Reason.allCases { #expect(reason.sentence.hasSuffix(".")) }
  }
}
