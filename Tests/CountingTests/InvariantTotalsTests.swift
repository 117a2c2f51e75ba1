import ArmsModel
import Counting
import Testing

/// Totals against the plain reference, and invariants 6 and 7.
@Suite struct InvariantTotalsTests {
  @Test("Totals are those of trying every set of aggregates", arguments: 0..<300 as Range<UInt64>)
  func everySet(seed: UInt64) {
    let base = InvariantBase(seed: seed, aggregates: 7)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for options in optionsOfEveryKind(seed) {
        let reference = ReferenceTotals.run(counted.reference(options.window), pair.claims, options)
        #expect(text(counted.figures(options)) == text(reference), "\(options)\n\(base)")
      }
    }
  }

  @Test("The reference alone, from claims to totals, gives the same", arguments: 0..<200 as Range<UInt64>)
  func fromClaimsToTotals(seed: UInt64) {
    for pair in InvariantBase(seed: seed, []).pairs {
      let counted = CountedPair(pair.claims)
      let groups = ReferenceGrouping.run(pair.claims).map { ReferenceTransfer($0.counting, of: pair.claims) }
      // Of categories equally narrow the page names none: such pairs are left to the other tests.
      guard groups.allSatisfy({ $0.categories.count < 2 }) else { continue }
      for options in optionsOfEveryKind(seed) {
        let reference = ReferenceTotals.run(groups, pair.claims, options)
        let claims = pair.claims.map { text($0) }.joined(separator: "\n")
        #expect(text(counted.figures(options)) == text(reference), "\(options)\n\(claims)")
      }
    }
  }

  @Test(
    "6: an aggregate never hides nor doubles the deals that it contains", arguments: 0..<400 as Range<UInt64>)
  func aggregateBounds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let base = InvariantBase(seed: seed, aggregates: 0)
    var world = InvariantWorld(&generator)
    let options = CountingOptions(includeDisputed: true)
    for pair in base.pairs {
      var aggregate = world.claim(.aggregate, &generator)
      (aggregate.stage, aggregate.rank, aggregate.quantity) = (.delivered, .normal, nil)
      aggregate.value = world.number(generator.number(1...300) * 1_000, &generator)
      aggregate.unit = usd
      let deals = CountedPair(pair.claims, base.verdicts)
      let counted = CountedPair(pair.claims + [aggregate], base.verdicts)
      let agreed = deals.reference().filter { [.ordered, .delivered, .inUse].contains($0.stage) }
      let unit = ReferenceUnit(number: usd, isQuantity: false)
      func sum(_ isIn: (ReferenceTransfer) -> Bool) -> Int64 {
        agreed.filter(isIn).reduce(0) { $0 + ($1.figures[unit]?.figure.best ?? 0) }
      }
      func isCovered(_ deal: ReferenceTransfer) -> Bool {
        (aggregate.weapon == 0 || deal.weapons == [aggregate.weapon])
          && (aggregate.category < 0 || deal.categories.contains { referenceIsBelow($0, aggregate.category) })
      }
      let all = sum { _ in true }
      let inside = sum { isCovered($0) && aggregate.firstDay <= $0.first && $0.last <= aggregate.lastDay }
      guard let said = ReferenceNumber(aggregate.value, unit: usd) else { continue }
      let figure = counted.figures(options)[unit] ?? Figure(low: 0, best: 0, high: 0)
      let print = "\(text(aggregate))\n\(base)"
      #expect(figure.best >= max(said.best, all), "\(print)")
      #expect(figure.best <= max(said.best, inside) + all - inside, "\(print)")
      #expect(figure.low <= figure.best, "\(print)")
    }
  }

  @Test(
    "7: units never mix: a unit's total is that of what says it alone", arguments: 0..<200 as Range<UInt64>)
  func unitsNeverMix(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      let counting = PairTotals(tree: testTree)
      for options in optionsOfEveryKind(seed).prefix(6) {
        let all = counted.figures(options)
        #expect(
          Set(counted.totals(options).map { ReferenceUnit(number: $0.unit, isQuantity: $0.isQuantity) }).count
            == counted.totals(options).count)
        for (unit, figure) in all {
          // The transfers stay; what they and the aggregates say in other units is struck out.
          // A transfer of other units only is struck out wholly, lest it pass for one without figures.
          let transfers = counted.transfers.compactMap { transfer -> Transfer? in
            var bare = transfer
            bare.figures.removeAll { $0.unit != unit.number || $0.isQuantity != unit.isQuantity }
            return bare.figures.isEmpty && !transfer.figures.isEmpty ? nil : bare
          }
          let claims = pair.claims.map { claim in
            var claim = claim
            if unit.isQuantity {
              claim.value = nil
              if (claim.quantityUnit == 0 ? 1 : claim.quantityUnit) != unit.number { claim.quantity = nil }
            } else {
              claim.quantity = nil
              if claim.unit != unit.number { claim.value = nil }
            }
            return claim
          }
          let alone = counting.totals(claims: claims, transfers: transfers, options: options).first {
            $0.unit == unit.number && $0.isQuantity == unit.isQuantity
          }
          #expect(text(alone?.figure) == text(figure), "unit \(unit)\n\(base)")
        }
      }
    }
  }

  @Test("7: converting moves money only, at the rate, and drops nothing", arguments: 0..<200 as Range<UInt64>)
  func conversion(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    // Euros have a rate; dollars at prices of 2020 have none, and TIV is never asked for one.
    let factors: [Int32: Double] = seed % 3 == 0 ? [eur: 1.25, usd2020: 0.5] : [eur: 1.25]
    let conversion = UnitConversion(target: usd) { unit, _, _ in factors[unit] }
    let reference = ReferenceFactors(target: usd, factors: factors)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for options in optionsOfEveryKind(seed) {
        let converted = counted.figures(options, conversion)
        let expected = ReferenceTotals.run(
          counted.reference(options.window), pair.claims, options, factors: reference)
        #expect(text(converted) == text(expected), "\(options)\n\(base)")
        let bare = counted.figures(options)
        for (unit, figure) in bare
        where unit.isQuantity || (unit.number != usd && factors[unit.number] == nil) {
          #expect(text(converted[unit]) == text(figure), "unit \(unit)\n\(base)")
        }
        for (unit, _) in converted where !unit.isQuantity { #expect(factors[unit.number] == nil) }
      }
    }
  }
}
