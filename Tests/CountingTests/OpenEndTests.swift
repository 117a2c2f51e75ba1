import ArmsModel
import Testing

@testable import Counting

private func pieces(_ id: Int64, _ quantity: CountedClaim.Interval, weapon: Int32 = 7) -> CountedClaim {
  var new = claim(id, .ordered, weapon: weapon, pieces: 1, from: 2011)
  new.quantity = quantity
  return new
}

@Suite struct OpenEndTests {
  private let moreThan60 = CountedClaim.Interval(QualifiedNumber(60, .moreThan))

  @Test func anOpenEndStaysOpenInSums() {
    let claims = [pieces(1, moreThan60), pieces(2, .init(12), weapon: 8), pieces(3, .init(8, 12), weapon: 9)]
    let total = totals(claims)[0]
    #expect(total.figure == Figure(low: 80, best: 80, high: .max))
    #expect(total.recomputed() == total.figure)
  }

  @Test func anOpenEndInsideAnAggregateStaysOpen() {
    var aggregate = claim(2, .delivered, .aggregate, pieces: 100, from: 2010, to: 2012)
    let total = totals([pieces(1, moreThan60), aggregate])[0]
    #expect(total.figure == Figure(low: 100, best: 100, high: .max))
    #expect(total.items[0].counted == Figure(low: 100, best: 100, high: .max))
    #expect(total.recomputed() == total.figure)
    aggregate.quantity = moreThan60
    #expect(totals([aggregate]).map(\.figure) == [Figure(low: 60, best: 60, high: .max)])
  }

  @Test func whatIsQualifiedOtherwiseIsAnotherStatement() {
    let transfers = TransferGrouping(tree: testTree).transfers(of: [
      pieces(1, moreThan60), pieces(2, .init(60)), pieces(3, .init(QualifiedNumber(60, .nearly))),
    ])
    #expect(transfers.count == 1)
    #expect(transfers[0].figures.map(\.figure) == [Figure(low: 54, best: 60, high: .max)])
    #expect(transfers[0].members.map(\.rule) == [.first, .designation, .designation])
    // The same ends with another number in print are not the same content.
    var a = CountedClaim.Interval(54, 66)
    a.best = 60
    #expect(ClaimContent(pieces(1, a)) != ClaimContent(pieces(1, .init(54, 66))))
    #expect(ClaimContent(pieces(1, .init(0, 18))) == ClaimContent(pieces(1, .init(.init(18, .lessThan)))))
  }

  @Test func membershipLeavesOutOtherYears() {
    let claims = [
      claim(1, .ordered, weapon: 7, pieces: 5, from: 2003),
      claim(2, .ordered, weapon: 8, pieces: 6, from: 2005),
      claim(3, .ordered, weapon: 9, pieces: 7),
    ]
    var options = CountingOptions(explain: true)
    options.recipientWindows = [CountingWindow(firstDay: 20_040_329)]
    let total = totals(claims, options)[0]
    #expect(total.figure?.best == 13)
    #expect(total.items.last?.standing == .leftOut(.notMember))
    #expect(total.recomputed() == total.figure)
    options.supplierWindows = [
      CountingWindow(lastDay: 20_031_231), CountingWindow(firstDay: 20_040_401, lastDay: 20_041_231),
    ]
    #expect(totals(claims, options)[0].figure?.best == 7)
    options.recipientWindows = nil
    #expect(totals(claims, options)[0].figure?.best == 12)
  }

  @Test func absenceSaysWhy() {
    var silent = claim(1, .ordered, weapon: 7, from: 2011)
    silent.absence = .withheld
    var total = claim(2, .delivered, .aggregate, from: 2015)
    total.absence = .notKnown
    let found = totals([silent, total])[0]
    #expect(found.figure == nil && found.unstated == 2)
    #expect(found.absences == 1 << Absence.withheld.rawValue | 1 << Absence.notKnown.rawValue)
  }
}
