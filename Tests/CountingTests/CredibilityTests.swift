import ArmsModel
import Testing

@testable import Counting

private func transfer(_ claims: [CountedClaim], same: [(Int, Int)] = []) -> Transfer? {
  var verdicts = Verdicts()
  for (a, b) in same { verdicts.add(claims[a].key, claims[b].key, .same, batch: 1) }
  let found = TransferGrouping(tree: testTree).transfers(of: claims, verdicts: verdicts)
  return found.count == 1 ? found[0] : nil
}

@Suite struct CredibilityTests {
  private func said(
    _ id: Int64, _ pieces: Int64 = 100, credibility: UInt8 = 0, reliability: UInt8 = 0, origin: Int64? = nil
  ) -> CountedClaim {
    var new = claim(
      id, .ordered, weapon: 7, pieces: pieces, from: 2011, origin: origin, credibility: credibility)
    new.reliability = reliability
    return new
  }

  @Test(arguments: [
    (0, 1, false, 0), (6, 1, false, 6), (3, 1, false, 3), (0, 2, false, 2), (5, 2, false, 2),
    (1, 2, false, 1),
    (6, 3, false, 2), (4, 3, true, 1), (4, 2, true, 2),
  ])
  func independentOriginsRaise(stated: UInt8, origins: Int64, isPrimary: Bool, expected: UInt8) {
    let claims = (1...origins).map { number in
      var claim = said(number, credibility: stated)
      claim.isPrimary = isPrimary && number == origins
      return claim
    }
    #expect(transfer(claims)?.credibility == expected)
  }

  @Test func anOutletMoreRaisesNothing() {
    #expect(
      transfer([said(1, credibility: 4, origin: 3), said(2, credibility: 4, origin: 3)])?.credibility == 4)
  }

  @Test func figuresNearOneAnotherDoNotRaiseEachOther() {
    #expect(transfer([said(1, 100, credibility: 4), said(2, 104, credibility: 5)])?.credibility == 4)
  }

  @Test func contradictionByTheEquallyReliableCaps() {
    func grade(_ own: UInt8, _ other: UInt8, credibility: UInt8 = 2) -> UInt8? {
      let claims = [
        said(1, 100, credibility: credibility, reliability: own), said(2, 150, reliability: other),
      ]
      return transfer(claims, same: [(0, 1)])?.credibility
    }
    #expect(grade(2, 2) == 4)
    #expect(grade(2, 1) == 4)
    #expect(grade(2, 3) == 2)
    #expect(grade(2, 0) == 2)
    #expect(grade(0, 6) == 4)
    #expect(grade(2, 2, credibility: 5) == 5)
    let claims = [said(1, 100, reliability: 2), said(2, 150, reliability: 2)]
    #expect(transfer(claims, same: [(0, 1)])?.credibility == 0)
  }

  @Test func bestGoesByWhatOthersMakeOfIt() {
    // Two origins outweigh one that calls itself probable.
    let claims = [said(1, 100, credibility: 3), said(2, 108), said(3, 108)]
    #expect(transfer(claims)?.figures[0].figure.best == 108)
    #expect(transfer(claims + [said(4, 104, credibility: 1)])?.figures[0].figure.best == 104)
  }

  @Test func theValueSpeaksForTheTransfer() {
    var priced = said(1, 100, credibility: 3, reliability: 2)
    priced.value = .init(900)
    priced.unit = usd
    let other = said(2, 100, credibility: 1, reliability: 1)
    #expect(transfer([priced, other])?.credibility == 3)
    #expect(transfer([priced, other])?.reliability == 2)
    #expect(transfer([said(3, credibility: 3), other])?.credibility == 1)
  }

  @Test func withoutFiguresTheOriginsCount() {
    func told(_ id: Int64, _ stage: Stage, credibility: UInt8 = 0) -> CountedClaim {
      var new = claim(id, stage, weapon: 7, from: 2011, credibility: credibility)
      new.absence = id == 2 ? .withheld : .notSaid
      return new
    }
    #expect(transfer([told(1, .ordered, credibility: 3)])?.credibility == 3)
    #expect(transfer([told(1, .ordered), told(2, .delivered)])?.credibility == 2)
    #expect(transfer([told(1, .ordered), told(2, .delivered)])?.absence == .withheld)
    let denied = [told(1, .ordered, credibility: 4), told(2, .denied, credibility: 1)]
    #expect(transfer(denied)?.credibility == 4)
    #expect(transfer([told(1, .requested, credibility: 4), denied[1]])?.credibility == 1)
  }

  @Test func theBestFigureKeepsItsQualifier() {
    var about = said(1, credibility: 1)
    about.quantity = .init(QualifiedNumber(100, .about))
    let found = transfer([about, said(2, 104, credibility: 3)])
    #expect(found?.figures[0].qualifier == .about)
    #expect(found?.figures[0].figure == Figure(low: 90, best: 100, high: 110))
    #expect(transfer([said(1)])?.figures[0].qualifier == Qualifier.none)
  }
}
