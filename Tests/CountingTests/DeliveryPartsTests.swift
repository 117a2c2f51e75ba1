import ArmsModel
import Testing

@testable import Counting

@Suite struct DeliveryPartsTests {
  private let tiv = ReferenceUnit(number: tivUnit, isQuantity: false)
  private let pieces = ReferenceUnit(number: UnitNumbers.pieces, isQuantity: true)

  /// A row of a register's deal 7, of the file 90: so many pieces and so many thousandths in those years.
  private func row(
    _ id: Int64, _ amount: Int64?, _ volume: Int64?, _ year: Int32, _ stage: Stage = .delivered
  ) -> CountedClaim {
    var row = claim(id, stage, weapon: 1, category: "fighter", pieces: amount, from: year, origin: 50)
    (row.dataset, row.release, row.document, row.deal) = (1, 20_260_501, 90, 7)
    (row.hasAsserter, row.published) = (true, 20_260_501)
    if let volume { (row.value, row.unit) = (.init(volume), tivUnit) }
    return row
  }

  private func prepared(_ claims: [CountedClaim], _ verdicts: Verdicts = Verdicts()) -> CountedPair {
    var claims = claims
    PairPreparation().prepare(&claims, verdicts: verdicts)
    return CountedPair(claims, verdicts)
  }

  /// An order of 12 in 2016, delivered 4 in 2017 (TIV 30), 8 in 2019 (60).
  private var deal: [CountedClaim] {
    [row(1, 12, nil, 2016, .ordered), row(2, 4, 30_000, 2017), row(3, 8, 60_000, 2019)]
  }

  private func window(_ first: Int32, _ last: Int32, within: Bool = false) -> CountingOptions {
    CountingOptions(
      window: CountingWindow(
        firstDay: first * 10_000 + 101, lastDay: last * 10_000 + 1231, within: within), explain: true)
  }

  @Test func deliveriesOfOneDealAddUp() {
    let pair = prepared(deal)
    #expect(pair.claims.map(\.rank) == [.normal, .normal, .part])
    #expect(pair.transfers.count == 1)
    #expect(pair.transfers[0].members.map(\.claim) == [1, 0, 2])
    #expect(pair.transfers[0].members.map(\.rule) == [.first, .designation, .part])
    #expect([pair.transfers[0].firstDay, pair.transfers[0].lastDay] == [20_160_101, 20_191_231])
    let figures = pair.figures(CountingOptions())
    #expect(text(figures[tiv]) == "90000/90000/90000")
    #expect(text(figures[pieces]) == "12/12/12")
    let total = pair.totals(CountingOptions(explain: true)).first { $0.unit == tivUnit }
    #expect(total?.claims == [0, 1, 2])
    #expect([total?.firstDay, total?.lastDay] == [20_170_101, 20_191_231])
    let parts = total?.items.first?.parts ?? []
    #expect(parts.map(\.claim) == [1, 2])
    #expect(parts.map(\.figure?.best) == [30_000, 60_000])
    #expect(parts.map(\.firstDay) == [20_170_101, 20_190_101])
  }

  @Test func aQuestionForSomeYearsGetsTheDeliveriesOfThese() {
    let pair = prepared(deal)
    func figures(_ first: Int32, _ last: Int32, within: Bool = false) -> [String] {
      let all = pair.figures(window(first, last, within: within))
      return [text(all[tiv]), text(all[pieces])]
    }
    #expect(figures(2017, 2019) == ["90000/90000/90000", "12/12/12"])
    #expect(figures(2017, 2018) == ["30000/30000/30000", "4/4/12"])
    #expect(figures(2018, 2019) == ["60000/60000/60000", "8/8/12"])
    // Between two deliveries nothing arrived, though the order was open; what was agreed overlaps.
    #expect(figures(2018, 2018) == ["none", "12/12/12"])
    #expect(figures(2016, 2016) == ["none", "12/12/12"])
    // The deal as a whole does not lie within, its delivery does.
    #expect(figures(2017, 2018, within: true) == ["30000/30000/30000", "none"])
    let total = pair.totals(window(2018, 2018)).first { $0.unit == tivUnit }
    #expect(total?.items.map(\.standing) == [.leftOut(.outsideWindow)])
    #expect(total?.items[0].parts.map(\.isTakenIn) == [false, false])
  }

  @Test func aVolumeHasTheDaysOfItsDeliveries() {
    let pair = prepared([row(1, 12, nil, 2016, .ordered), row(2, 12, 90_000, 2018)])
    #expect(text(pair.figures(window(2015, 2017))[tiv]) == "none")
    #expect(text(pair.figures(window(2015, 2017))[pieces]) == "12/12/12")
    #expect(text(pair.figures(window(2018, 2018, within: true))[tiv]) == "90000/90000/90000")
    // A total of 2018 contains it, one of 2016 to 2017 does not.
    for (years, sum) in [((2018, 2018), "95000"), ((2016, 2017), "185000")] as [((Int32, Int32), String)] {
      var table = claim(9, .delivered, .aggregate, from: years.0, to: years.1)
      (table.value, table.unit) = (.init(95_000), tivUnit)
      #expect(
        text(prepared(pair.claims + [table]).figures(CountingOptions())[tiv])
          .split(separator: "/")[1] == sum)
    }
  }

  @Test func aPartWithoutANumberLeavesTheSumOpen() {
    let pair = prepared([row(2, 4, 30_000, 2017), row(3, nil, 60_000, 2019)])
    let figures = pair.figures(CountingOptions())
    #expect(text(figures[pieces]) == "4/4/open")
    #expect(text(figures[tiv]) == "90000/90000/90000")
  }

  @Test func rangesAddUpEndByEnd() {
    var first = row(2, 4, 0, 2017)
    first.value = .init(QualifiedNumber(low: 0, best: 0, high: 500, qualifier: .none))
    var second = row(3, 8, 0, 2019)
    second.quantity = .init(6, 8)
    second.value = .init(QualifiedNumber(low: 0, best: 0, high: 500, qualifier: .none))
    let figures = prepared([first, second]).figures(CountingOptions())
    #expect(text(figures[tiv]) == "0/0/1000")
    #expect(text(figures[pieces]) == "10/10/12")
  }

  @Test func unitsAreAddedUpByThemselves() {
    var battery = [row(3, 2, 50_000, 2018), row(4, 3, 60_000, 2019)]
    for place in battery.indices { battery[place].quantityUnit = batteries }
    let figures = prepared([row(2, 4, 30_000, 2017), row(5, 1, 10_000, 2020)] + battery).figures(
      CountingOptions())
    #expect(text(figures[pieces]) == "5/5/5")
    #expect(text(figures[ReferenceUnit(number: batteries, isQuantity: true)]) == "5/5/5")
    #expect(text(figures[tiv]) == "150000/150000/150000")
  }

  @Test func theSameDeliveriesInAnotherFileOfTheReleaseAddNothing() {
    let again = [row(12, 4, 30_000, 2017), row(13, 8, 60_000, 2019)].map { row -> CountedClaim in
      var row = row
      row.document = 91
      return row
    }
    let pair = prepared(again + deal)
    #expect(pair.claims.filter(\.rank.counts).count == 2)
    #expect(pair.transfers.count == 1)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "90000/90000/90000")
    // A later release that knows more of one year, and nothing of another.
    var renewed = row(14, 9, 70_000, 2019)
    (renewed.document, renewed.release) = (92, 20_270_501)
    let later = prepared([renewed] + deal)
    #expect(text(later.figures(CountingOptions())[tiv]) == "100000/100000/100000")
    #expect(later.claims[3].rank == .superseded)
  }

  @Test func deliveriesThatAPersonTellsApartAreNotAddedUp() {
    var verdicts = Verdicts()
    verdicts.add(deal[1].key, deal[2].key, .different, batch: 1)
    let pair = prepared(deal, verdicts)
    #expect(pair.transfers.count == 2)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "90000/90000/90000")
    #expect(pair.claims.allSatisfy { $0.delivery == nil })
    // What a person says of another deal leaves the sum alone.
    let press = claim(20, .delivered, weapon: 1, category: "fighter", pieces: 4, from: 2017)
    var apart = Verdicts()
    apart.add(press.key, deal[1].key, .different, batch: 1)
    #expect(text(prepared(deal + [press], apart).figures(CountingOptions())[tiv]) == "90000/90000/90000")
  }

  @Test func aDeprecatedDeliveryIsNoPart() {
    var claims = deal
    claims[2].rank = .deprecated
    let pair = prepared(claims)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "30000/30000/30000")
    #expect(pair.claims[1].delivery == nil)
  }

  @Test func aPartialDeliveryIsNoContradiction() {
    var order = row(1, 12, nil, 2016, .ordered)
    var delivery = row(2, 4, 30_000, 2017)
    (order.credibility, order.reliability) = (2, 2)
    (delivery.credibility, delivery.reliability) = (2, 2)
    let pair = prepared([order, delivery])
    #expect(pair.transfers.map(\.credibility) == [2])
    #expect(text(pair.figures(CountingOptions())[pieces]) == "4/4/12")
    let checks = PairChecks(
      tree: testTree,
      units: PairCheckUnits(tiv: tivUnit, isMoney: { $0 == usd || $0 == eur }, name: { "\($0)" })
    )
    let context = PairContext(supplier: .init(name: "A"), recipient: .init(name: "B"))
    let found = checks.findings(claims: pair.claims, transfers: pair.transfers, context: context)
    #expect(found.isEmpty, "\(found.map(\.sentence))")
    // More delivered than ordered is one, as it is between others.
    delivery.quantity = .init(20)
    #expect(prepared([order, delivery]).transfers[0].figures[0].figure.best == 12)
  }

  /// What stands under each year or span, by unit.
  private func byYear(_ pair: CountedPair) -> [String] {
    pair.transfers.flatMap { $0.byYears(pair.claims) }.map { share in
      let years = [share.firstDay / 10_000, share.lastDay / 10_000]
      let figures = share.figures.map { "\($0.unit):\(text($0.figure))" }
      return "\(years[0])-\(years[1]) \(figures.joined(separator: " "))"
    }.sorted()
  }

  @Test func deliveriesStandUnderTheirYears() {
    let price = row(4, nil, nil, 2016, .ordered)
    var priced = price
    (priced.value, priced.unit) = (.init(500_000), usd)
    #expect(
      byYear(prepared(deal + [priced])) == [
        "2016-2019 2:500000/500000/500000", "2017-2017 1:4/4/4 5:30000/30000/30000",
        "2019-2019 1:8/8/8 5:60000/60000/60000",
      ])
    let pair = prepared(deal)
    let shares = pair.transfers[0].byYears(pair.claims)
    #expect(shares.map { $0.members.map(\.claim).sorted() } == [[0, 1], [0, 2]])
    // One delivery stands under its year, several that are not told apart under their span.
    #expect(
      byYear(prepared([row(1, 12, nil, 2016, .ordered), row(2, 12, 90_000, 2018)]))
        == ["2018-2018 1:12/12/12 5:90000/90000/90000"])
    var several = row(2, 12, 90_000, 2017)
    several.lastDay = 20_201_231
    #expect(
      byYear(prepared([row(1, 12, nil, 2016, .ordered), several]))
        == ["2017-2020 1:12/12/12 5:90000/90000/90000"])
    // What nothing was delivered of stands under its order, a delivery without a number under its year.
    #expect(byYear(prepared([row(1, 12, nil, 2016, .ordered)])) == ["2016-2016 1:12/12/12"])
    #expect(
      byYear(prepared([row(2, 4, 30_000, 2017), row(3, nil, nil, 2018)]))
        == ["2017-2017 1:4/4/4 5:30000/30000/30000", "2018-2018 "])
    let press = claim(20, .ordered, weapon: 1, category: "fighter", pieces: 12, from: 2016, to: 2018)
    #expect(byYear(prepared([press])) == ["2016-2018 1:12/12/12"])
  }

  @Test func dealsThatAPersonTakesForOneStandUnderTheirSpan() {
    let other = deal.map { row -> CountedClaim in
      var row = row
      (row.id, row.key, row.deal) = (row.id + 10, ContentHash(high: 1, low: UInt64(row.id)), 8)
      return row
    }
    var verdicts = Verdicts()
    verdicts.add(deal[0].key, other[0].key, .same, batch: 1)
    let pair = prepared(deal + other, verdicts)
    #expect(byYear(pair) == ["2017-2019 1:12/12/12 5:90000/90000/90000"])
    let shares = pair.transfers[0].byYears(pair.claims)
    #expect(shares.map { $0.members.count } == [6])
    // In a window as everywhere.
    let years = PairTotals(tree: testTree).totals(
      claims: pair.claims, transfers: shares, options: window(2018, 2019))
    #expect(years.map { text($0.figure) } == pair.totals(window(2018, 2019)).map { text($0.figure) })
  }

  @Test func deliveriesThatAreTooManyHaveNoSum() {
    let most: Int64 = 1_000_000_000_000_000_000
    let rows = (0..<10).map { row(2 + $0, 4, most, 2001 + Int32($0)) }
    let pair = prepared(rows)
    #expect(pair.transfers.count == 1)
    #expect(pair.transfers[0].figures.map(\.figure.isTooLarge) == [false, true])
    #expect(
      pair.transfers[0].byYears(pair.claims).allSatisfy { $0.figures.allSatisfy { !$0.figure.isTooLarge } })
  }

  @Test func thePressSpeaksOfTheWholeDeal() {
    let press = claim(20, .delivered, weapon: 1, category: "fighter", pieces: 12, from: 2019, origin: 3)
    let pair = prepared(deal + [press])
    #expect(pair.transfers.count == 1)
    #expect(text(pair.figures(CountingOptions())[pieces]) == "12/12/12")
    // The transfer is the same one whatever years are asked for.
    #expect(Set(pair.totals(window(2017, 2018)).flatMap { $0.items.map(\.kind) }) == [.transfer(0)])
  }
}
