import ArmsModel
import Counting
import Testing

private func dollars(
  _ claims: [CountedClaim], _ options: CountingOptions = CountingOptions(explain: true)
) -> PairTotal? {
  totals(claims, options).first { $0.unit == usd }
}

/// Worked examples, most of them in docs/counting.md.
@Suite struct PairTotalsTests {
  @Test func aPeriodTotalBesideAggregatesAndDealsWithoutFigures() {
    let claims =
      [claim(1, .delivered, .aggregate, usd: 825_000_000_000, from: 2006, to: 2019)]
      + ["aircraft", "fighter", "anti-tank", "missiles"].enumerated().map {
        claim(Int64($0.offset + 2), .delivered, .aggregate, category: $0.element, from: 2006, to: 2019)
      } + [claim(6, .inUse, weapon: 7, from: 2020), claim(7, .inUse, category: "aircraft", from: 2020)]
    let found = totals(claims)
    #expect(found.map(\.unit) == [UnitNumbers.pieces, usd])
    #expect(found[0].figure == nil && found[0].transfers == 6 && found[0].unstated == 6)
    let amount: Int64 = 825_000_000_000
    #expect(found[1].figure == Figure(low: amount, best: amount, high: amount))
    #expect(found[1].transfers == 1 && found[1].unstated == 0 && found[1].claims == [0])
    #expect(found[1].firstDay == 20_060_101 && found[1].lastDay == 20_191_231)
  }

  @Test func anOrderAndItsDeliveryCountOnce() {
    let claims = [
      claim(1, .ordered, weapon: 7, pieces: 12, usd: 900, from: 2011),
      claim(2, .delivered, weapon: 7, pieces: 12, from: 2013),
    ]
    #expect(
      totals(claims).map(\.figure) == [
        Figure(low: 12, best: 12, high: 12), Figure(low: 900, best: 900, high: 900),
      ])
    let delivered = totals(claims, CountingOptions(stage: .delivered))
    #expect(delivered.map(\.transfers) == [1, 1])
  }

  @Test func aPeriodTotalIsNotAddedToTheDealsInsideIt() {
    func total(_ amount: Int64) -> PairTotal? {
      dollars([
        claim(1, .delivered, .aggregate, usd: amount, from: 2006, to: 2010),
        claim(2, .ordered, weapon: 7, usd: 40, from: 2007),
        claim(3, .ordered, weapon: 8, usd: 50, from: 2010),
        claim(4, .ordered, weapon: 9, usd: 7, from: 2012),
      ])
    }
    #expect(total(100)?.figure == Figure(low: 107, best: 107, high: 197))
    #expect(total(60)?.figure == Figure(low: 97, best: 97, high: 157))
    #expect(total(60)?.items.map(\.standing) == [.counted, .counted, .contained(in: 1), .contained(in: 1)])
    #expect(total(60)?.items[1].counted == Figure(low: 90, best: 90, high: 150))
  }

  @Test func ofTwoOverlappingPeriodTotalsOneCounts() {
    let total = dollars([
      claim(1, .delivered, .aggregate, usd: 100, from: 2006, to: 2010),
      claim(2, .delivered, .aggregate, usd: 70, from: 2010, to: 2014),
    ])
    #expect(total?.figure == Figure(low: 70, best: 100, high: 100))
    #expect(total?.items.map(\.standing) == [.counted, .leftOut(.otherAggregate)])
    #expect(total?.items.map(\.standingInLow) == [.leftOut(.otherAggregate), .counted])
  }

  @Test func aTransferWithoutDateOverlapsEveryAggregate() {
    func total(_ amount: Int64) -> PairTotal? {
      dollars([
        claim(1, .delivered, .aggregate, usd: 100, from: 2006, to: 2010),
        claim(2, .ordered, weapon: 7, usd: amount),
      ])
    }
    #expect(total(40)?.figure == Figure(low: 100, best: 100, high: 140))
    #expect(total(40)?.items.map(\.standing) == [.counted, .overlapped(by: 0)])
    #expect(total(140)?.figure == Figure(low: 100, best: 140, high: 140))
    #expect(total(140)?.items.map(\.standing) == [.counted, .leftOut(.outweighed)])
  }

  @Test func anAggregateWithoutBeginningIsOpenThere() {
    var aggregate = claim(1, .delivered, .aggregate, usd: 100, from: 2006, to: 2010)
    aggregate.firstDay = .min
    #expect(dollars([aggregate, claim(2, .ordered, weapon: 7, usd: 40, from: 1980)])?.figure?.best == 100)
    #expect(dollars([aggregate, claim(2, .ordered, weapon: 7, usd: 40, from: 2011)])?.figure?.best == 140)
  }

  @Test func anAggregateOfACategoryTakesInOnlyThatCategory() {
    let aircraft = claim(1, .delivered, .aggregate, category: "aircraft", usd: 100, from: 2006, to: 2010)
    let fighters = claim(2, .ordered, category: "fighter", usd: 40, from: 2007)
    let ships = claim(3, .ordered, category: "ships", usd: 30, from: 2007)
    let all = claim(4, .delivered, .aggregate, usd: 120, from: 2005, to: 2012)
    #expect(dollars([aircraft, fighters, ships])?.figure == Figure(low: 130, best: 130, high: 170))
    let total = dollars([aircraft, fighters, ships, all])
    #expect(total?.figure == Figure(low: 130, best: 130, high: 290))
    #expect(total?.transfers == 1 && total?.claims == [0, 1, 2, 3])
    #expect(
      total?.items.map(\.standing) == [.counted, .contained(in: 3), .contained(in: 0), .contained(in: 0)])
  }

  @Test func anAggregateOfADesignationTakesInOnlyThatDesignation() {
    let total = dollars([
      claim(1, .delivered, .aggregate, weapon: 7, category: "fighter", usd: 100, from: 2006, to: 2010),
      claim(2, .ordered, weapon: 7, category: "fighter", usd: 40, from: 2007),
      claim(3, .ordered, weapon: 8, category: "fighter", usd: 30, from: 2007),
    ])
    #expect(total?.figure?.best == 130)
  }

  @Test func lowStaysBelowBestWhereTheirChoicesPart() {
    let total = dollars([
      claim(1, .delivered, .aggregate, category: "aircraft", usd: 60, from: 2006, to: 2008),
      claim(2, .delivered, .aggregate, category: "aircraft", usd: 110, from: 2007, to: 2012),
      claim(3, .ordered, category: "fighter", usd: 40, from: 2011),
      claim(4, .delivered, .aggregate, usd: 100, from: 2005, to: 2009),
    ])
    #expect(total?.figure == Figure(low: 110, best: 110, high: 150))
    #expect(total?.recomputed() == total?.figure)
  }

  @Test func disputedAndCancelledDealsAreOutUnlessAskedFor() {
    let denied = [
      claim(1, .ordered, weapon: 7, usd: 40, from: 2011), claim(2, .denied, weapon: 7, from: 2012),
    ]
    #expect(dollars(denied)?.figure == nil)
    #expect(dollars(denied)?.items.map(\.standing) == [.leftOut(.disputed)])
    #expect(dollars(denied, CountingOptions(includeDisputed: true))?.figure?.best == 40)
    #expect(totals(denied, CountingOptions()).isEmpty)
    let cancelled = [
      claim(1, .ordered, weapon: 7, usd: 40, from: 2011), claim(2, .cancelled, weapon: 7, from: 2012),
    ]
    #expect(dollars(cancelled)?.items.map(\.standing) == [.leftOut(.cancelled)])
    #expect(dollars(cancelled, CountingOptions(stage: .exactly(.cancelled)))?.figure?.best == 40)
    #expect(dollars(cancelled, CountingOptions(stage: .exactly(.cancelled)))?.transfers == 1)
  }

  @Test func ceilingsHaveTotalsOfTheirOwn() {
    let claims = [
      claim(1, .approved, weapon: 7, usd: 500, from: 2011),
      claim(2, .ordered, weapon: 8, usd: 40, from: 2011),
    ]
    #expect(dollars(claims)?.figure?.best == 40)
    #expect(dollars(claims)?.items.last?.standing == .leftOut(.stage(.approved)))
    #expect(dollars(claims, CountingOptions(stage: .exactly(.approved)))?.figure?.best == 500)
  }

  @Test func aWindowCutsNothing() {
    let claims = [
      claim(1, .ordered, weapon: 7, usd: 40, from: 2009, to: 2011),
      claim(2, .ordered, weapon: 8, usd: 5, from: 2011),
      claim(3, .ordered, weapon: 9, usd: 2),
    ]
    var options = CountingOptions(
      window: CountingWindow(firstDay: 20_100_101, lastDay: 20_121_231), explain: true)
    #expect(dollars(claims, options)?.figure?.best == 45)
    options.window?.within = true
    #expect(dollars(claims, options)?.figure?.best == 5)
    let reasons = dollars(claims, options)?.items.map(\.standing) ?? []
    #expect(reasons.contains(.leftOut(.outsideWindow)) && reasons.contains(.leftOut(.undated)))
  }

  @Test func unknownIsNotNought() {
    let found = totals([
      claim(1, .ordered, weapon: 7, from: 2011), claim(2, .ordered, weapon: 8, pieces: 3, from: 2011),
    ])
    #expect(found.map(\.figure) == [Figure(low: 3, best: 3, high: 3)])
    #expect(found[0].transfers == 2 && found[0].unstated == 1)
  }

  @Test func figuresTooLargeToAddStayLarge() {
    let total = dollars([
      claim(1, .ordered, weapon: 7, usd: .max, from: 2011),
      claim(2, .ordered, weapon: 8, usd: .max, from: 2011),
      claim(3, .ordered, .aggregate, usd: .max, from: 2011),
    ])
    #expect(total?.figure == Figure(low: .max, best: .max, high: .max))
  }

  @Test func unitsGivenInOrderHaveTheSameNumbers() {
    let units = ["USD", "EUR", "TIV"].map(FigureUnit.init(rawValue:))
    var a = UnitNumbers(units)
    var b = UnitNumbers(units.reversed())
    for unit in units { #expect(a.number(of: unit) == b.number(of: unit)) }
    #expect(a.number(of: .pieces) == UnitNumbers.pieces)
  }

  /// Of no unit does a sum end at the largest number, which nobody said.
  @Test func whatCannotBeKeptIsTooLarge() {
    func sum(_ count: Int, _ make: (Int64) -> CountedClaim) -> PairTotal? {
      let found = totals((1...Int64(count)).map(make), CountingOptions(explain: true)).last
      #expect(found?.recomputed() == found?.figure)
      return found
    }
    let most: Int64 = 1_000_000_000_000_000_000
    for scope in [Scope.deal, .aggregate] {
      let figures = [9, 10].map { count in
        sum(count) { claim($0, .ordered, scope, weapon: Int32($0), usd: most, from: 2000 + Int32($0)) }
      }
      #expect(figures[0]?.figure == Figure(low: 9 * most, best: 9 * most, high: 9 * most))
      #expect(figures[0]?.absences == 0)
      #expect(figures[1]?.figure == .tooLarge && figures[1]?.absences == Absence.tooLarge.bit)
      #expect(figures[1]?.transfers == 10)
    }
    // Pieces are kept as thousandths.
    let pieces = [9, 10].map { count in
      sum(count) { claim($0, .ordered, weapon: Int32($0), pieces: most / 1_000, from: 2000 + Int32($0)) }
    }
    #expect(pieces[0]?.figure?.best == 9 * most / 1_000 && pieces[1]?.figure == .tooLarge)
    // The upper end alone is too large, which is another thing than none.
    let ranges = sum(9) { id in
      var about = claim(id, .ordered, weapon: Int32(id), usd: most, from: 2000 + Int32(id))
      about.value = .init(most, most + most / 10)
      return about
    }
    #expect(ranges?.figure == .tooLarge)
    let open = sum(9) { id in
      var more = claim(id, .ordered, weapon: Int32(id), usd: most, from: 2000 + Int32(id))
      more.value = .init(most, .max)
      return more
    }
    #expect(open?.figure == Figure(low: 9 * most, best: 9 * most, high: .max))
  }
}
