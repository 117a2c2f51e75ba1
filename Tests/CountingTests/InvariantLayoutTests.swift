import ArmsModel
import Counting
import Testing

/// Invariants 10 and 11 where a register comes in two layouts, in editions limited to some pairs or years, and with
/// tables beside it.
@Suite struct InvariantLayoutTests {
  private let unit = ReferenceUnit(number: tivUnit, isQuantity: false)
  private let categories: [Int8] = [2, 3, 5]

  /// Deals so crowded that many look alike, and some are the same in all but their number.
  private func deals(_ generator: inout SeededGenerator) -> [RealDeal] {
    var deals: [RealDeal] = []
    for number in 1...generator.number(1...30) {
      if let last = deals.last, generator.happens(oneIn: 6) {
        deals.append(last)
        deals[deals.count - 1].number = UInt64(number)
        if generator.happens(oneIn: 2) { deals[deals.count - 1].weapon = Int32(generator.number(1...3)) }
        continue
      }
      let ordered = Int32(generator.number(2000...2004))
      var deliveries: [RealDeal.Delivery] = []
      for year in ordered...(ordered + 4) where generator.happens(oneIn: 2) {
        deliveries.append(
          .init(
            year: year, pieces: Int64(generator.number(1...3)), volume: Int64(generator.number(1...4) * 250)))
      }
      deals.append(
        RealDeal(
          number: UInt64(number), pair: generator.number(0...2), weapon: Int32(generator.number(1...3)),
          condition: UInt8(generator.number(1...2)), ordered: ordered, pieces: 12, deliveries: deliveries))
    }
    return deals
  }

  /// The same register a year later: some volumes are corrected.
  private func revised(_ deals: [RealDeal], _ generator: inout SeededGenerator) -> [RealDeal] {
    deals.map { deal in
      var deal = deal
      for place in deal.deliveries.indices where generator.happens(oneIn: 6) {
        deal.deliveries[place].volume += 1_000
      }
      return deal
    }
  }

  /// A number for a line, the same for the same.
  private func number(_ line: String) -> UInt64 {
    line.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The claims of an edition about a pair: one line a deal, or one a deal and year.
  private func claims(_ edition: LayoutEdition, _ pair: Int) -> [CountedClaim] {
    var claims: [CountedClaim] = []
    var seen: [RealDeal: UInt64] = [:]
    for deal in edition.deals(of: pair) {
      var key = deal.number
      if edition.layout == .deals {
        // This layout has no numbers: its keys are made of what the line says, and of how often it did.
        var line = deal
        line.number = 0
        let ordinal = seen[line, default: 0]
        seen[line] = ordinal + 1
        key = number("\(line)") &+ ordinal
      }
      func row(_ stage: Stage, _ from: Int32, _ to: Int32) -> CountedClaim {
        let id = edition.release.document * 100_000 + Int64(pair * 10_000 + claims.count)
        var row = claim(id, stage, weapon: deal.weapon, from: from, to: to, origin: 50)
        row.category = categories[Int(deal.weapon) - 1]
        (row.dataset, row.release, row.published) = (1, edition.release.day, edition.release.day)
        (row.document, row.deal, row.hasAsserter) = (edition.release.document, max(key, 1), true)
        row.condition = deal.condition
        return row
      }
      var order = row(.ordered, deal.ordered, deal.ordered)
      if edition.layout == .deals { (order.quantity, order.quantityUnit) = (.init(deal.pieces), 1) }
      claims.append(order)
      guard let first = deal.years.min(), let last = deal.years.max() else { continue }
      if edition.layout == .deals {
        var delivery = row(.delivered, first, last)
        (delivery.quantity, delivery.quantityUnit) = (.init(deal.delivered), 1)
        (delivery.value, delivery.unit) = (.init(deal.volume), tivUnit)
        if deal.years.count > 1 { delivery.years = CountedClaim.yearSet(deal.years) }
        claims.append(delivery)
      } else {
        for part in deal.deliveries {
          var delivery = row(.delivered, part.year, part.year)
          (delivery.quantity, delivery.quantityUnit) = (.init(part.pieces), 1)
          (delivery.value, delivery.unit) = (.init(part.volume), tivUnit)
          claims.append(delivery)
        }
      }
    }
    return claims
  }

  /// A table of the same dataset: what arrived by year, rounded to whole millions.
  private func table(_ deals: [RealDeal], _ pair: Int, day: Int32) -> [CountedClaim] {
    let parts = deals.filter { $0.pair == pair }.flatMap(\.deliveries)
    return Set(parts.map(\.year)).sorted().enumerated().map { place, year in
      let sum = parts.filter { $0.year == year }.reduce(0) { $0 + $1.volume }
      var row = claim(
        Int64(9_000_000 + pair * 1_000 + place) + Int64(day) * 10_000_000, .delivered, .aggregate, from: year,
        origin: 50)
      (row.dataset, row.release, row.published, row.document) = (1, day, day, 99)
      (row.value, row.unit, row.hasAsserter) = (.init((sum + 500) / 1_000 * 1_000), tivUnit, true)
      return row
    }
  }

  /// The claims of a pair, settled as a loader would.
  private func counted(
    _ editions: [LayoutEdition], tables: [CountedClaim] = [], _ pair: Int,
    _ generator: inout SeededGenerator
  ) -> CountedPair {
    let releases = ReleaseChoice(
      releases: editions.shuffled(using: &generator).map { edition in
        .init(
          document: edition.release.document, dataset: edition.release.dataset, day: edition.release.day,
          firstYear: edition.release.firstYear, lastYear: edition.release.lastYear,
          layout: edition.layout.rawValue,
          coverage: edition.pairs?.contains(pair) ?? true ? .everything : .nothing)
      })
    var all = editions.flatMap { claims($0, pair) } + tables
    all.shuffle(using: &generator)
    PairPreparation(volumeUnit: tivUnit).prepare(&all, releases: releases)
    return CountedPair(all)
  }

  /// The register in both layouts, and editions that must not change anything beside them.
  private func editions(
    _ deals: [RealDeal], _ old: [RealDeal], _ generator: inout SeededGenerator
  ) -> [LayoutEdition] {
    func edition(
      _ document: Int64, _ day: Int32, _ layout: LayoutEdition.Layout, _ deals: [RealDeal],
      years: ClosedRange<Int32>? = nil, pairs: Set<Int>? = nil
    ) -> LayoutEdition {
      LayoutEdition(
        release: .init(
          document: document, dataset: 1, day: day, firstYear: years?.lowerBound ?? 0,
          lastYear: years?.upperBound ?? 0), layout: layout, pairs: pairs, deals: deals)
    }
    let years = Int32(2002)...Int32(2002 + generator.number(0...5))
    let others = [
      edition(91, 20_260_501, .deliveries, deals), edition(92, 20_250_501, .deals, old),
      edition(93, 20_250_501, .deliveries, old), edition(94, 20_260_801, .deliveries, deals, years: years),
      edition(95, 20_260_801, .deals, old, years: years),
      edition(96, 20_260_501, .deals, deals, pairs: [generator.number(0...2)]),
      edition(97, 20_240_501, .deliveries, old, pairs: [0, 1]),
    ]
    var all = [edition(90, 20_260_501, .deals, deals)]
    for other in others where generator.happens(oneIn: 2) {
      all.insert(other, at: generator.number(0...all.count))
    }
    // Now and then the newest edition speaks of one pair only.
    if generator.happens(oneIn: 3) { all.append(edition(98, 20_270_501, .deals, deals, pairs: [2])) }
    if generator.happens(oneIn: 3) { all.append(edition(88, 20_270_501, .deliveries, deals, pairs: [1])) }
    return all
  }

  @Test(
    "10 and 11: two layouts of one register, and limited editions, add up to its own total",
    arguments: 0..<400 as Range<UInt64>)
  func layouts(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let old = deals(&generator)
    let deals = revised(old, &generator)
    let editions = editions(deals, old, &generator)
    let print = "\(editions.map { ($0.release, $0.layout, $0.pairs) })"
    for pair in 0...2 {
      let counted = counted(editions, pair, &generator)
      guard let leading = ReferenceLayouts.leading(editions, pair) else { continue }
      let own = leading.deals(of: pair)
      let delivered = CountingOptions(stage: .delivered)
      let all = counted.totals(delivered).first { $0.unit == tivUnit && !$0.isQuantity }
      let sum = own.reduce(0) { $0 + $1.volume }
      #expect(all?.figure?.best ?? 0 == sum && all?.figure?.high ?? 0 == sum, "pair \(pair)\n\(print)")
      #expect(all?.transfers ?? 0 == own.filter { !$0.deliveries.isEmpty }.count, "pair \(pair)\n\(print)")

      let byYear = ReferenceLayouts.toldByYear(leading, editions, pair)
      for first in [2001, 2003, 2005] as [Int32] {
        for within in [false, true] {
          let last = first + Int32(generator.number(0...3))
          let options = CountingOptions(
            stage: .delivered,
            window: CountingWindow(
              firstDay: first * 10_000 + 101, lastDay: last * 10_000 + 1231, within: within))
          var expected: Int64 = 0
          for (place, deal) in own.enumerated() {
            guard let begin = deal.years.min(), let end = deal.years.max() else { continue }
            if byYear.contains(place) {
              for part in deal.deliveries where (first...last).contains(part.year) { expected += part.volume }
            } else if within ? first <= begin && end <= last : begin <= last && first <= end {
              expected += deal.volume
            }
          }
          #expect(
            counted.figures(options)[unit]?.best ?? 0 == expected,
            "\(first)-\(last) within \(within), pair \(pair)\n\(own)\n\(print)")
        }
      }
      // By year: each its deliveries, and under its span what is not told apart.
      var lines: [String: Int64] = [:]
      for transfer in counted.transfers.flatMap({ $0.byYears(counted.claims) }) {
        let volume = transfer.figures.first { $0.unit == tivUnit && !$0.isQuantity }?.figure.best ?? 0
        let years = "\(transfer.firstDay / 10_000)-\(transfer.lastDay / 10_000)"
        if volume > 0 { lines[years, default: 0] += volume }
      }
      var expected: [String: Int64] = [:]
      for (place, deal) in own.enumerated() {
        guard let begin = deal.years.min(), let end = deal.years.max() else { continue }
        if byYear.contains(place) {
          for part in deal.deliveries { expected["\(part.year)-\(part.year)", default: 0] += part.volume }
        } else {
          expected["\(begin)-\(end)", default: 0] += deal.volume
        }
      }
      #expect(lines == expected, "pair \(pair)\n\(own)\n\(print)")
      // Nothing is lost from the explanation.
      let listed = Set(
        counted.totals(CountingOptions(explain: true)).flatMap { $0.items.flatMap(\.claims) })
      #expect(listed.count == counted.claims.count, "pair \(pair)\n\(print)")
    }
  }

  @Test(
    "11: editions of two layouts whose years overlap in part double nothing and lose nothing",
    arguments: 0..<200 as Range<UInt64>)
  func overlappingYears(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 3_000)
    let deals = deals(&generator)
    func edition(
      _ document: Int64, _ layout: LayoutEdition.Layout, _ years: ClosedRange<Int32>, _ day: Int32
    ) -> LayoutEdition {
      LayoutEdition(
        release: .init(
          document: document, dataset: 1, day: day, firstYear: years.lowerBound, lastYear: years.upperBound),
        layout: layout, pairs: nil, deals: deals)
    }
    // The lines by year give way where both have a year: what they tell can be cut exactly.
    let days = generator.pick([[20_260_501, 20_260_501], [20_260_501, 20_250_501]] as [[Int32]])
    let editions = [
      edition(90, .deals, 2002...2005, days[0]),
      generator.happens(oneIn: 2)
        ? edition(91, .deliveries, 2004...2009, days[1]) : edition(91, .deliveries, 2000...2003, days[1]),
    ]
    let years = min(2002, editions[1].release.firstYear)...max(2005, editions[1].release.lastYear)
    for pair in 0...2 {
      let parts = deals.filter { $0.pair == pair }.flatMap(\.deliveries).filter { years.contains($0.year) }
      let figure = counted(editions, pair, &generator).figures(CountingOptions(stage: .delivered))[unit]
      #expect(figure?.best ?? 0 == parts.reduce(0) { $0 + $1.volume }, "pair \(pair) \(editions)")
    }
    // The other way round what spans the edge cannot be cut: nothing is lost, and single years are not doubled.
    let later = [
      edition(90, .deals, 2002...2005, 20_250_501), edition(91, .deliveries, 2004...2009, 20_260_501),
    ]
    for pair in 0...2 {
      let own = deals.filter { $0.pair == pair }
      let parts = own.flatMap(\.deliveries).filter { (2002...2009).contains($0.year) }
      let sum = parts.reduce(0) { $0 + $1.volume }
      let spans = own.filter { deal in
        let years = deal.years.filter { (2002...2005).contains($0) }
        return years.contains { $0 < 2004 } && years.contains { $0 >= 2004 }
      }
      let edge = spans.flatMap(\.deliveries).filter { [2004, 2005].contains($0.year) }
      let figure = counted(later, pair, &generator).figures(CountingOptions(stage: .delivered))[unit]
      #expect(figure?.best ?? 0 >= sum, "pair \(pair) \(deals)")
      #expect(figure?.best ?? 0 <= edge.reduce(sum) { $0 + $1.volume }, "pair \(pair) \(deals)")
    }
  }

  @Test("Generated registers hold deals that are joined, and deals that cannot be")
  func coverage() {
    var found: [String: Int] = [:]
    for seed in 0..<100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let old = deals(&generator)
      let editions = editions(revised(old, &generator), old, &generator)
      for pair in 0...2 {
        for claim in counted(editions, pair, &generator).claims {
          if claim.rank == .superseded { found["\(claim.setAside)", default: 0] += 1 }
          if claim.rank == .part { found["part", default: 0] += 1 }
          if claim.rank.counts, claim.years != 0 { found["span", default: 0] += 1 }
        }
      }
    }
    for name in ["newerRelease", "otherLayout", "byYear", "part", "span"] {
      #expect(found[name, default: 0] >= 50, "\(name): \(found)")
    }
  }

  @Test(
    "10: a table stands aside where the register gives the deals of its years, and nowhere else",
    arguments: 0..<200 as Range<UInt64>)
  func tables(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 7_000)
    let deals = deals(&generator)
    let years: ClosedRange<Int32>? = generator.happens(oneIn: 2) ? nil : 2002...2005
    let day = generator.pick([20_260_501, 20_040_501] as [Int32])
    let edition = LayoutEdition(
      release: .init(
        document: 90, dataset: 1, day: day, firstYear: years?.lowerBound ?? 0,
        lastYear: years?.upperBound ?? 0), layout: generator.pick([.deals, .deliveries]), pairs: [0, 1],
      deals: deals)
    for pair in 0...2 {
      let tables = table(deals, pair, day: 20_260_101)
      let counted = counted([edition], tables: tables, pair, &generator)
      var expected: [Int32: Bool] = [:]
      for row in tables {
        let year = row.firstDay / 10_000
        expected[year] = pair < 2 && edition.release.years.contains(year) && year <= day / 10_000
      }
      for claim in counted.claims where claim.scope == .aggregate {
        let isAside = claim.rank == .superseded && claim.setAside == .byDeal
        #expect(isAside == expected[claim.firstDay / 10_000], "\(text(claim)) \(edition.release)")
      }
      let figure = counted.figures(CountingOptions(stage: .delivered))[unit]?.best ?? 0
      if years == nil, day > 20_250_000 {
        let sum = edition.deals(of: pair).reduce(0) { $0 + $1.volume }
        let volumes = tables.reduce(0) { $0 + ($1.value?.best ?? 0) }
        #expect(figure == (pair < 2 ? sum : volumes), "pair \(pair)\n\(deals)")
      }
      let explained = counted.totals(CountingOptions(explain: true)).flatMap(\.items)
      let aside = explained.filter { $0.standing == .leftOut(.saidByDeal) }.count
      #expect(aside == expected.values.filter { $0 }.count)
    }
  }
}
