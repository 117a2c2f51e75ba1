import ArmsModel
import Testing

@testable import Counting

/// Invariants 1 to 4 and 9 of what must always hold, on generated knowledge bases.
@Suite struct InvariantTests {
  @Test(
    "1: the same claim from one more outlet changes no total and no origin count",
    arguments: 0..<200 as Range<UInt64>)
  func oneMoreOutlet(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 1_000)
    for pair in base.pairs where !pair.claims.isEmpty {
      let before = CountedPair(pair.claims, base.verdicts)
      // Each document's copies are found before: what is added here says who speaks.
      var claims = pair.notAddedUp
      for _ in 0..<generator.number(1...4) {
        var copy = copy(of: generator.pick(pair.notAddedUp), &generator)
        if copy.rank == .preferred { copy.rank = .normal }
        claims.append(copy)
      }
      let copies = claims.dropFirst(pair.claims.count).map { text($0) }
      DeliveryParts.addUp(&claims, base.verdicts)
      let after = CountedPair(claims, base.verdicts)
      #expect(summary(after, keys: false) == summary(before, keys: false), "\(base)\ncopies \(copies)")
      for options in optionsOfEveryKind(seed) {
        #expect(
          summary(after.totals(options)) == summary(before.totals(options)), "\(base)\ncopies \(copies)")
      }
    }
  }

  @Test(
    "1: an outlet that copies an article without saying so is no origin", arguments: 0..<200 as Range<UInt64>)
  func unnamedCopy(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let days: [Int32] = [20_140_227, 20_140_228, 20_140_301]
    var claims: [CountedClaim] = []
    for number in 1...generator.number(2...6) {
      var original = claim(
        Int64(number), .ordered, weapon: Int32(number), pieces: Int64(generator.number(2...50)), from: 2010,
        origin: 1, published: days[0])
      original.document = 1
      claims.append(original)
    }
    let alone = CountedPair(claims)
    var copies = claims
    for place in copies.indices {
      copies[place].key = ContentHash(high: generator.next(), low: 1)
      (copies[place].id, copies[place].document, copies[place].origin) = (Int64(place + 100), 2, 2)
      copies[place].published = generator.pick(Array(days.prefix(1 + Int(seed % 3))))
    }
    // One article has one day.
    for place in copies.indices { copies[place].published = copies[0].published }
    if generator.happens(oneIn: 2) { for place in copies.indices { copies[place].agency = 9 } }
    claims += copies
    claims.shuffle(using: &generator)
    PairPreparation().prepare(&claims)
    let together = CountedPair(claims)
    #expect(together.transfers.map(\.origins) == alone.transfers.map(\.origins), "\(claims.map { text($0) })")
    #expect(together.transfers.map(\.credibility) == alone.transfers.map(\.credibility))
    #expect(together.figures(CountingOptions()) == alone.figures(CountingOptions()))
  }

  @Test(
    "2: the order of claims and of verdicts, and the numbers of rows, change nothing",
    arguments: 0..<200 as Range<UInt64>)
  func order(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 2_000)
    var other = base
    other.judged.shuffle(using: &generator)
    for (place, pair) in base.pairs.enumerated() {
      func renumbered(_ number: Int64) -> Int64 { number == 0 ? 0 : 1_000_003 - number * 17 }
      for claim in other.pairs[place].claims.indices {
        other.pairs[place].claims[claim].id = renumbered(pair.claims[claim].id)
        other.pairs[place].claims[claim].document = renumbered(pair.claims[claim].document)
        other.pairs[place].claims[claim].origin = renumbered(pair.claims[claim].origin)
        other.pairs[place].claims[claim].agency = renumbered(pair.claims[claim].agency)
        other.pairs[place].claims[claim].dataset = renumbered(pair.claims[claim].dataset)
      }
      other.pairs[place].claims.shuffle(using: &generator)
      let one = CountedPair(pair.claims, base.verdicts)
      let two = CountedPair(other.pairs[place].claims, other.verdicts)
      #expect(summary(two) == summary(one), "\(base)")
      for options in optionsOfEveryKind(seed) {
        #expect(summary(two.totals(options)) == summary(one.totals(options)), "\(base)")
      }
    }
  }

  @Test(
    "2: neither the order of preparation nor repeating it changes anything",
    arguments: 0..<200 as Range<UInt64>)
  func preparationInAnyOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 2_500)
    var world = InvariantWorld(&generator)
    var claims: [CountedClaim] = []
    claims += world.register(generator.number(0...5), &generator)
    for _ in 0..<generator.number(2...20) {
      claims.append(
        claims.isEmpty || generator.happens(oneIn: 2)
          ? world.claim(.deal, &generator) : world.repeated(generator.pick(claims), &generator))
      claims[claims.count - 1].hasAsserter = generator.happens(oneIn: 4)
    }
    var shuffled = claims.shuffled(using: &generator)
    PairPreparation().prepare(&claims)
    PairPreparation().prepare(&shuffled)
    func seen(_ claims: [CountedClaim]) -> [String] { claims.map { text($0) }.sorted() }
    #expect(seen(claims) == seen(shuffled))
    let once = seen(claims)
    PairPreparation().prepare(&claims)
    #expect(seen(claims) == once)
  }

  @Test("3: low <= best <= high, of every transfer, item and total", arguments: 0..<200 as Range<UInt64>)
  func lowBestHigh(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    func isOrdered(_ figure: Figure) -> Bool {
      0 <= figure.low && figure.low <= figure.best && figure.best <= figure.high && figure.best != .max
    }
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      #expect(counted.transfers.allSatisfy { $0.figures.allSatisfy { isOrdered($0.figure) } }, "\(base)")
      for options in optionsOfEveryKind(seed) {
        for total in counted.totals(options) {
          let figures = [total.figure] + total.items.flatMap { [$0.figure, $0.counted] }
          #expect(figures.allSatisfy { $0.map(isOrdered) ?? true }, "\(base)\n\(total)")
        }
      }
    }
  }

  @Test("4: totals by supplier, recipient and pair add up to the same", arguments: 0..<200 as Range<UInt64>)
  func sums(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for options in optionsOfEveryKind(seed) {
      let pairs = base.pairs.map { pair in
        (pair.supplier, pair.recipient, CountedPair(pair.claims, base.verdicts))
      }
      let figures = pairs.map { $0.2.figures(options) }
      let grand = sum(figures)
      for party in [\(Int, Int, CountedPair).0, \(Int, Int, CountedPair).1] {
        let parties = Set(pairs.map { $0[keyPath: party] })
        let rows = parties.map { row in
          sum(pairs.indices.filter { pairs[$0][keyPath: party] == row }.map { figures[$0] })
        }
        #expect(text(sum(rows)) == text(grand), "\(base)")
      }
      // The grand total is the reference's as well.
      let reference = sum(
        pairs.map { ReferenceTotals.run($0.2.reference(options.window), $0.2.claims, options) })
      #expect(text(grand) == text(reference), "\(options)\n\(base)")
    }
  }

  @Test(
    "9: what was known after a batch does not depend on what came later", arguments: 0..<200 as Range<UInt64>)
  func asOf(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      for batch in 1...6 as ClosedRange<Int64> {
        // A base that grew batch by batch, and one that is cut back to it.
        var cut = pair.notAddedUp.filter { $0.batch <= batch }
        var verdicts = Verdicts()
        for judged in base.judged where judged.batch <= batch {
          verdicts.add(judged.a, judged.b, judged.judgement, batch: judged.batch)
        }
        DeliveryParts.addUp(&cut, verdicts)
        let then = CountedPair(cut, verdicts)
        let grown = CountedPair(cut.sorted { ($0.batch, $0.key) < ($1.batch, $1.key) }, verdicts)
        #expect(summary(then) == summary(grown), "batch \(batch)\n\(base)")
        // A transfer is as old as the newest of what made it.
        for transfer in then.transfers { #expect(transfer.batch <= max(batch, 0), "\(base)") }
        #expect(then.transfers.map(\.batch) == then.reference().map(\.batch), "batch \(batch)\n\(base)")
      }
    }
  }
}
