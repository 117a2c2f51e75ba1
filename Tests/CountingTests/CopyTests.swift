import ArmsModel
import Testing

@testable import Counting

@Suite struct CopyTests {
  /// A document with one claim per figure, its origin the agency if it has one, else itself.
  private func document(
    _ id: Int64, _ published: Int32, agency: Int64 = 0, _ pieces: [Int64]
  ) -> [CountedClaim] {
    pieces.map { number in
      var new = claim(
        id * 100 + number, .ordered, weapon: Int32(number), pieces: number, from: 2011,
        origin: agency == 0 ? id : agency, published: published)
      new.document = id
      new.agency = agency
      return new
    }
  }

  private func origins(_ claims: [CountedClaim]) -> [Int64] {
    var claims = claims
    PairPreparation().prepare(&claims)
    return claims.map(\.origin)
  }

  @Test func twoFiguresWithinTwoDaysAreACopy() {
    let first = document(1, 20_120_228, [4, 5])
    #expect(origins(first + document(2, 20_120_301, [4, 5, 6])) == [1, 1, 1, 1, 1])
    #expect(origins(document(2, 20_120_301, [4, 5, 6]) + first) == [1, 1, 1, 1, 1])
    #expect(origins(first + document(2, 20_120_302, [4, 5])) == [1, 1, 2, 2])
    #expect(origins(first + document(2, 20_120_301, [5, 6])) == [1, 1, 2, 2])
    #expect(origins(first + document(2, 0, [4, 5])) == [1, 1, 2, 2])
    // Within the year's turn, and across the leap day.
    #expect(origins(document(1, 20_111_231, [4, 5]) + document(2, 20_120_102, [4, 5])) == [1, 1, 1, 1])
    #expect(origins(document(1, 20_110_228, [4, 5]) + document(2, 20_110_302, [4, 5])) == [1, 1, 1, 1])
  }

  @Test func theAgencyIsTheOrigin() {
    let wire = document(1, 20_120_105, agency: 50, [4, 5])
    #expect(origins(document(2, 20_120_104, [4, 5]) + wire) == [50, 50, 50, 50])
    #expect(origins(document(2, 20_120_104, agency: 60, [4, 5]) + wire) == [60, 60, 50, 50])
    // A copy of a copy leads to the first.
    let chain = wire + document(2, 20_120_107, [4, 5, 6]) + document(3, 20_120_109, [5, 6])
    #expect(origins(chain) == [50, 50, 50, 50, 50, 50, 50])
  }

  @Test func whoNamesSomebodyCopiesNobody() {
    var claims = document(1, 20_120_105, [4, 5]) + document(2, 20_120_106, [4, 5, 6])
    claims[3].hasAsserter = true
    claims[3].origin = 99
    #expect(origins(claims) == [1, 1, 2, 99, 2])
    claims[4].quantity = .init(5)
    claims[4].weapon = 5
    #expect(origins(claims) == [1, 1, 1, 99, 1])
  }

  @Test func statementsWithoutAFigureTellNothing() {
    var claims = document(1, 20_120_105, [4, 5]) + document(2, 20_120_105, [4, 5])
    for place in claims.indices where claims[place].weapon == 5 { claims[place].quantity = nil }
    #expect(origins(claims) == [1, 1, 2, 2])
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func eachCopyIsFound(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims: [CountedClaim] = []
    for id in 1...Int64(generator.number(2...12)) {
      let numbers = Set((0..<generator.number(1...4)).map { _ in Int64(generator.number(1...6)) }).sorted()
      claims += document(
        id, Int32(20_120_101 + generator.number(0...12)), agency: Int64(generator.pick([0, 0, 0, 50, 60])),
        numbers)
    }
    for place in claims.indices where generator.happens(oneIn: 8) { claims[place].hasAsserter = true }
    #expect(origins(claims) == slowOrigins(claims))
    let found = Dictionary(uniqueKeysWithValues: zip(claims.map(\.id), origins(claims)))
    claims.shuffle(using: &generator)
    for (claim, origin) in zip(claims, origins(claims)) { #expect(found[claim.id] == origin) }
  }

  /// Every document against every other one.
  private func slowOrigins(_ claims: [CountedClaim]) -> [Int64] {
    let own = claims.filter { !$0.hasAsserter }
    let documents = Dictionary(grouping: own, by: \.document)
    func key(_ document: Int64) -> ContentHash {
      documents[document]?.map(\.key).min() ?? ContentHash(high: 0, low: 0)
    }
    func isCopy(_ a: CountedClaim, _ b: CountedClaim) -> Bool {
      let shared = Set((documents[a.document] ?? []).map(\.weapon)).intersection(
        (documents[b.document] ?? []).map(\.weapon))
      return shared.count >= 2 && abs(a.published - b.published) <= 2
        && (a.agency == b.agency || a.agency == 0 || b.agency == 0)
    }
    func original(_ claim: CountedClaim) -> Int64 {
      func order(_ claim: CountedClaim) -> (Int, Int32, ContentHash) {
        (claim.agency == 0 ? 1 : 0, claim.published, key(claim.document))
      }
      let earlier = documents.values.compactMap(\.first).filter {
        $0.document != claim.document && isCopy($0, claim) && order($0) < order(claim)
      }
      guard let first = earlier.min(by: { order($0) < order($1) }) else { return claim.origin }
      return original(first)
    }
    return claims.map { $0.hasAsserter ? $0.origin : original($0) }
  }
}
