import ArmsModel
import Testing

@testable import Counting

/// Two dollars a euro in 2011, three from then on, none before; units from 10 on are no money.
private let toDollars = UnitConversion(target: usd) { unit, firstDay, lastDay in
  guard unit == eur, firstDay >= 20_110_101, lastDay < .max else { return nil }
  return lastDay <= 20_111_231 ? 2 : 3
}

private func euros(_ claim: CountedClaim) -> CountedClaim {
  var claim = claim
  claim.unit = eur
  return claim
}

private func converted(
  _ claims: [CountedClaim], _ conversion: UnitConversion? = toDollars,
  _ options: CountingOptions = CountingOptions(explain: true)
) -> [PairTotal] {
  let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
  return PairTotals(tree: testTree).totals(
    claims: claims, transfers: transfers, options: options, conversion: conversion)
}

@Suite struct ConversionTests {
  @Test func otherMoneyIsAddedAtTheRateOfItsTime() {
    let claims = [
      claim(1, .ordered, weapon: 7, usd: 40, from: 2010),
      euros(claim(2, .ordered, weapon: 8, usd: 10, from: 2011)),
      euros(claim(3, .ordered, weapon: 9, usd: 10, from: 2012)),
      euros(claim(4, .ordered, weapon: 10, usd: 7, from: 1998)),
    ]
    let found = converted(claims)
    #expect(found.map(\.unit) == [usd, eur])
    #expect(found[0].figure == Figure(low: 90, best: 90, high: 90))
    #expect(found[1].figure == Figure(low: 7, best: 7, high: 7))
    #expect(found[0].items.map { $0.original?.unit ?? 0 } == [0, eur, eur])
    #expect(found[0].items.map { $0.original?.factor ?? 0 } == [0, 2, 3])
    #expect(found[0].items[1].original?.figure == Figure(low: 10, best: 10, high: 10))
    #expect(found[0].items[1].figure == Figure(low: 20, best: 20, high: 20))
    for total in found { #expect(total.recomputed() == total.figure) }
    #expect(converted(claims, nil).map { $0.figure?.best } == [40, 27])
  }

  @Test func whatWouldBeTooLargeStaysInItsOwnUnit() {
    let found = converted([
      euros(claim(1, .ordered, weapon: 7, usd: 600_000_000_000_000_000, from: 2012)),
      euros(claim(2, .ordered, weapon: 8, usd: 10, from: 2012)),
    ])
    #expect(found.map(\.unit) == [usd, eur])
    #expect(found.map { $0.items.map(\.isTooLargeToConvert) } == [[false], [true]])
    #expect(found.map { $0.figure?.best } == [30, 600_000_000_000_000_000])
  }

  @Test func aTransferInSeveralUnitsIsAddedOnce() {
    let both = [
      claim(1, .ordered, weapon: 7, pieces: 5, usd: 40, from: 2011),
      euros(claim(2, .ordered, weapon: 7, pieces: 5, usd: 30, from: 2011)),
    ]
    let found = converted(both)
    #expect(found.map(\.unit) == [UnitNumbers.pieces, usd])
    #expect(found[1].figure?.best == 40 && found[1].items.count == 1 && found[1].items[0].original == nil)
    var francs = euros(claim(3, .ordered, weapon: 7, pieces: 5, usd: 100, from: 2011, published: 20_120_101))
    francs.unit = 4
    let rates = UnitConversion(target: usd) { unit, _, _ in unit == eur ? 2 : unit == 4 ? 0.5 : nil }
    let later = converted([both[1], francs], rates).first { $0.unit == usd }
    #expect(later?.figure?.best == 50 && later?.items.count == 1)
    // What cannot be converted stays in its own unit.
    var volume = francs
    volume.unit = 12
    #expect(converted([both[0], volume], rates).map(\.unit) == [UnitNumbers.pieces, usd, 12])
  }

  @Test func aggregatesAreConvertedBeforeTheyAreCompared() {
    let claims = [
      euros(claim(1, .delivered, .aggregate, usd: 30, from: 2011)),
      claim(2, .ordered, weapon: 7, usd: 50, from: 2011),
    ]
    let total = converted(claims)[0]
    #expect(total.figure?.best == 60 && total.items.map(\.standing) == [.counted, .contained(in: 0)])
    #expect(total.recomputed() == total.figure)
    #expect(converted([claims[0]])[0].items[0].original?.factor == 2)
  }

  @Test func endsAreRoundedAndOpenOnesStayOpen() {
    #expect(Figure(low: 1, best: 3, high: .max).converted(0.5) == Figure(low: 1, best: 2, high: .max))
    #expect(Figure(low: 1, best: .max - 1, high: .max - 1).converted(4).high == .max)
    let useless = [Double.nan, .infinity, 0, -1]
    for factor in useless {
      let conversion = UnitConversion(target: usd) { _, _, _ in factor }
      #expect(
        converted([euros(claim(1, .ordered, weapon: 7, usd: 10, from: 2011))], conversion)[0].unit == eur)
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func explanationsAddUp(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims = randomClaims(
      &generator, deals: generator.number(0...30), aggregates: generator.number(0...6))
    for place in claims.indices where generator.happens(oneIn: 5) { claims[place].quantity?.high = .max }
    for place in claims.indices where generator.happens(oneIn: 9) { claims[place].value?.high = .max }
    let conversion = UnitConversion(target: usd) { unit, first, _ in
      unit == eur && first > 20_030_000 ? Double(first / 10_000 - 2000) / 7 : nil
    }
    let lean = converted(claims, conversion, CountingOptions())
    let explained = converted(claims, conversion)
    for total in explained {
      #expect(total.recomputed() == total.figure)
      guard let figure = total.figure else { continue }
      #expect(figure.low <= figure.best && figure.best <= figure.high)
    }
    #expect(summary(explained.filter { $0.transfers > 0 }) == summary(lean))
    #expect(explained.allSatisfy { $0.unit != usd || $0.items.allSatisfy { $0.original?.unit != usd } })
  }
}
