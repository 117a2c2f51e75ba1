import ArmsModel
import Counting
import Testing

/// Invariants 10 and 11: a register adds up to its own tables, and its releases never double anything.
@Suite struct InvariantRegisterTests {
  /// A row of a register: one deal of one pair with what has been delivered of it.
  struct Row: Hashable {
    var pair: Int
    var weapon: Int32
    var pieces: Int64
    /// Volume delivered in thousandths; nil for an order of which nothing has been delivered.
    var volume: Int64?
    var ordered: Int32
    var firstYear: Int32
    var lastYear: Int32
    /// Which of the rows that say the same it is.
    var ordinal = 0
  }

  /// An edition of the register, or an export of some years of it.
  struct Edition {
    var release: ReferenceReleases.Release
    var rows: [Row]
  }

  private let unit = ReferenceUnit(number: tivUnit, isQuantity: false)

  private func rows(_ generator: inout SeededGenerator, _ count: Int) -> [Row] {
    var rows: [Row] = []
    for _ in 0..<count {
      let ordered = Int32(generator.number(2000...2012))
      let first = ordered + Int32(generator.number(0...3))
      rows.append(
        Row(
          pair: generator.number(0...2), weapon: Int32(generator.number(1...3)),
          pieces: Int64(generator.pick([1, 2, 10, 10])),
          volume: generator.happens(oneIn: 6) ? nil : Int64(generator.number(1...30) * 250), ordered: ordered,
          firstYear: first, lastYear: first + Int32(generator.number(0...2))))
      // Exact duplicates are deals of their own.
      while generator.happens(oneIn: 3) { rows.append(rows[rows.count - 1]) }
    }
    return numbered(rows)
  }

  private func numbered(_ rows: [Row]) -> [Row] {
    var seen: [Row: Int] = [:]
    return rows.map { row in
      var row = row
      row.ordinal = 0
      let count = seen[row, default: 0]
      seen[row] = count + 1
      row.ordinal = count
      return row
    }
  }

  /// The claims of an edition per pair: an order of each row, and its delivery.
  private func claims(_ edition: Edition) -> [[CountedClaim]] {
    var pairs: [[CountedClaim]] = [[], [], []]
    for (place, row) in edition.rows.enumerated() {
      // The same row has the same key of its deal in every edition.
      var deal: UInt64 = 14_695_981_039_346_656_037
      let words = [row.pair, Int(row.weapon), Int(row.pieces), Int(row.volume ?? -1), row.ordinal]
      for word in words + [Int(row.ordered), Int(row.firstYear), Int(row.lastYear)] {
        deal = (deal ^ UInt64(bitPattern: Int64(word))) &* 1_099_511_628_211
        deal ^= deal >> 29
      }
      let id = edition.release.document * 10_000 + Int64(place) * 2
      var order = claim(
        id, .ordered, weapon: row.weapon, category: ["fighter", "trainer", "anti-tank"][Int(row.weapon) - 1],
        pieces: row.pieces, from: row.ordered, origin: 50, published: edition.release.day)
      (order.dataset, order.release, order.deal) = (edition.release.dataset, edition.release.day, deal)
      (order.windowFirstYear, order.windowLastYear) = (edition.release.firstYear, edition.release.lastYear)
      (order.document, order.hasAsserter) = (edition.release.document, true)
      pairs[row.pair].append(order)
      guard let volume = row.volume else { continue }
      var delivery = order
      (delivery.id, delivery.stage) = (id + 1, .delivered)
      delivery.key = ContentHash(high: UInt64(id + 1) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(id + 1))
      (delivery.value, delivery.unit) = (.init(volume), tivUnit)
      (delivery.firstDay, delivery.lastDay) = (row.firstYear * 10_000 + 101, row.lastYear * 10_000 + 1231)
      pairs[row.pair].append(delivery)
    }
    return pairs
  }

  /// Sets aside what is not in force as the loader does, prepares, groups and adds up all pairs.
  private func total(
    _ editions: [Edition], press: [[CountedClaim]] = [], _ generator: inout SeededGenerator,
    _ options: CountingOptions = CountingOptions(stage: .delivered)
  ) -> (figure: Figure, transfers: Int) {
    let choice = ReleaseChoice(
      releases: editions.shuffled(using: &generator).map { edition in
        let release = edition.release
        return .init(
          document: release.document, dataset: release.dataset, day: release.day,
          firstYear: release.firstYear,
          lastYear: release.lastYear)
      })
    var figure = Figure(low: 0, best: 0, high: 0)
    var transfers = 0
    for pair in 0..<3 {
      var all = editions.flatMap { claims($0)[pair] }
      for place in all.indices where !choice.isInForce(all[place].document) { all[place].rank = .superseded }
      if pair < press.count { all += press[pair] }
      all.shuffle(using: &generator)
      PairPreparation().prepare(&all)
      let counted = CountedPair(all)
      let own = counted.figures(options)[unit] ?? Figure(low: 0, best: 0, high: 0)
      figure = Figure(
        low: figure.low + own.low, best: figure.best + own.best,
        high: ReferenceTotals.open(figure.high, own.high))
      transfers += counted.totals(options).first { $0.unit == tivUnit && !$0.isQuantity }?.transfers ?? 0
    }
    return (figure, transfers)
  }

  private func edition(
    _ rows: [Row], document: Int64, day: Int32, years: ClosedRange<Int32>? = nil
  ) -> Edition {
    let release = ReferenceReleases.Release(
      document: document, dataset: 1, day: day, firstYear: years?.lowerBound ?? 0,
      lastYear: years?.upperBound ?? 0)
    return Edition(
      release: release, rows: rows.filter { row in years?.overlaps(row.firstYear...row.lastYear) ?? true })
  }

  private func volume(_ rows: [Row]) -> Figure {
    let sum = rows.reduce(0) { $0 + ($1.volume ?? 0) }
    return Figure(low: sum, best: sum, high: sum)
  }

  @Test(
    "10: a register's delivery rows add up to its own total, duplicates included",
    arguments: 0..<300 as Range<UInt64>)
  func registerSums(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = rows(&generator, generator.number(1...40))
    let register = edition(rows, document: 90, day: 20_260_501)
    let delivered = rows.filter { $0.volume != nil }
    let counted = total([register], &generator)
    #expect(text(counted.figure) == text(volume(rows)), "\(rows)")
    #expect(counted.transfers == delivered.count, "\(rows)")
    // So do the deliveries of a window, where none reaches over its edge.
    for year in [2003, 2006, 2009] as [Int32] {
      let window = CountingWindow(
        firstDay: year * 10_000 + 101, lastDay: (year + 3) * 10_000 + 1231, within: true)
      let inside = delivered.filter { year <= $0.firstYear && $0.lastYear <= year + 3 }
      let options = CountingOptions(stage: .delivered, window: window)
      #expect(text(total([register], &generator, options).figure) == text(volume(inside)), "\(year) \(rows)")
    }
  }

  @Test(
    "10: deliveries by year are added up as comparing row with row does it",
    arguments: 0..<300 as Range<UInt64>)
  func addedUp(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 900)
    var world = InvariantWorld(&generator)
    var claims = world.register(generator.number(1...10), &generator)
    let said = claims.map { text($0) }
    let expected = ReferenceParts.settled(claims)
    PairPreparation().prepare(&claims)
    for (claim, expected) in zip(claims, expected) {
      let (one, other) = (ReferenceGrouping.Statement(claim), ReferenceGrouping.Statement(expected))
      #expect(one == other && claim.rank == expected.rank, "\(text(claim))\n\(text(expected))\n\(said)")
      #expect(claim.delivery == expected.delivery, "\(text(claim))\n\(text(expected))\n\(said)")
      #expect(claim.batch == expected.batch && claim.published == expected.published, "\(said)")
    }
  }

  @Test(
    "10: what the press says of the register's deals changes nothing in its volumes",
    arguments: 0..<200 as Range<UInt64>)
  func registerAndPress(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 500)
    let rows = rows(&generator, generator.number(1...20))
    let register = edition(rows, document: 90, day: 20_260_501)
    var press: [[CountedClaim]] = [[], [], []]
    for number in 0..<generator.number(1...10) {
      let row = generator.pick(rows)
      var article = claim(
        Int64(5_000_000 + number), generator.pick([.ordered, .delivered, .inUse, .denied, .cancelled]),
        weapon: row.weapon,
        pieces: generator.happens(oneIn: 2) ? row.pieces : nil,
        usd: generator.happens(oneIn: 2) ? Int64(generator.number(1...90) * 1_000) : nil, from: row.ordered,
        origin: Int64(generator.number(1...4)), published: 20_130_301)
      article.category = testTree.index(of: ["fighter", "trainer", "anti-tank"][Int(row.weapon) - 1]) ?? -1
      press[row.pair].append(article)
    }
    // The press may say of an order that it arrived, never how much, and may deny it: the volumes stay the register's.
    let figure = total([register], press: press, &generator).figure
    #expect(text(figure) == text(volume(rows)), "\(rows)\n\(press.flatMap { $0.map { text($0) } })")
  }

  @Test(
    "11: a second release, the same one twice or one of some years never doubles anything",
    arguments: 0..<300 as Range<UInt64>)
  func releases(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let old = rows(&generator, generator.number(1...25))
    // A year later: some rows are gone, some corrected, some new.
    var new: [Row] = []
    for row in old where !generator.happens(oneIn: 8) {
      var row = row
      if generator.happens(oneIn: 6) { row.volume = Int64(generator.number(1...30) * 250) }
      new.append(row)
    }
    new = numbered(new + rows(&generator, generator.number(0...5)))
    let years = (Int32(2003)...Int32(2003 + generator.number(0...8)))
    var editions = [edition(new, document: 91, day: 20_260_501)]
    let others = [
      edition(old, document: 90, day: 20_250_501),
      // The same release once more, as another file.
      edition(new, document: 92, day: 20_260_501),
      // Exports of some years: of the old release, of the same, and made later.
      edition(old, document: 93, day: 20_250_501, years: years),
      edition(new, document: 94, day: 20_260_501, years: years),
      edition(new, document: 95, day: 20_260_801, years: years),
      edition(old, document: 96, day: 20_240_501),
    ]
    let print = "\(new)\n\(old)"
    for other in others.shuffled(using: &generator) {
      if generator.happens(oneIn: 4) { continue }
      editions.insert(other, at: generator.number(0...editions.count))
      let counted = total(editions, &generator)
      #expect(text(counted.figure) == text(volume(new)), "\(editions.map(\.release))\n\(print)")
      #expect(
        counted.transfers == new.filter { $0.volume != nil }.count, "\(editions.map(\.release))\n\(print)")
    }
  }

  @Test("11: windows that overlap partly hold each deal once", arguments: 0..<200 as Range<UInt64>)
  func partialWindows(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = rows(&generator, generator.number(1...25))
    let first = edition(rows, document: 90, day: 20_250_501, years: 2000...2007)
    let second = edition(rows, document: 91, day: 20_260_501, years: 2005...2016)
    let union = rows.filter { first.rows.contains($0) || second.rows.contains($0) }
    let counted = total([first, second], &generator)
    #expect(text(counted.figure) == text(volume(union)), "\(rows)")
    #expect(counted.transfers == union.filter { $0.volume != nil }.count, "\(rows)")
  }

  @Test("11: which releases are in force", arguments: 0..<300 as Range<UInt64>)
  func inForce(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var releases: [ReferenceReleases.Release] = []
    for document in 1...generator.number(1...10) {
      let first = generator.happens(oneIn: 3) ? 0 : Int32(generator.number(1990...2000))
      let last = generator.happens(oneIn: 3) ? 0 : Int32(generator.number(2000...2005))
      releases.append(
        .init(
          document: Int64(document), dataset: Int64(generator.number(1...2)),
          day: generator.pick([0, 20_240_101, 20_250_101, 20_260_101]), firstYear: first, lastYear: last))
    }
    let choice = ReleaseChoice(
      releases: releases.shuffled(using: &generator).map {
        .init(
          document: $0.document, dataset: $0.dataset, day: $0.day, firstYear: $0.firstYear,
          lastYear: $0.lastYear)
      })
    for release in releases {
      let expected = ReferenceReleases.isInForce(release, among: releases)
      #expect(choice.isInForce(release.document) == expected, "\(release)\n\(releases)")
    }
    // Of every dataset something is in force.
    for dataset in Set(releases.map(\.dataset)) {
      #expect(releases.contains { $0.dataset == dataset && choice.isInForce($0.document) }, "\(releases)")
    }
  }

  @Test(
    "11: a total of a newer release takes the place of the older one's", arguments: 0..<200 as Range<UInt64>)
  func releaseTotals(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // Totals of the same years, said by two to four releases, each with its own figure, at times twice.
    let years = (2000 + Int32(generator.number(0...5)), 2010 + Int32(generator.number(0...5)))
    var all: [CountedClaim] = []
    var newest: Int64 = 0
    for release in 0..<generator.number(2...4) {
      var aggregate = claim(
        Int64(release + 1), .delivered, .aggregate, from: years.0, to: years.1, origin: 50)
      newest = Int64(generator.number(1...900))
      (aggregate.value, aggregate.unit, aggregate.dataset) = (.init(newest), tivUnit, 1)
      aggregate.release = 20_200_501 + Int32(release) * 10_000
      aggregate.published = aggregate.release
      all.append(aggregate)
      if generator.happens(oneIn: 3) { all.append(copy(of: aggregate, &generator)) }
    }
    let print = "\(all.map { text($0) })"
    all.shuffle(using: &generator)
    PairPreparation().prepare(&all)
    let figure = CountedPair(all).figures(CountingOptions())[unit]
    #expect(text(figure) == "\(newest)/\(newest)/\(newest)", "\(print)")
  }
}
