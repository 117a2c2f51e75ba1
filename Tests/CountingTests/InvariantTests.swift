import ArmsModel
import Counting
import Testing

/// What must always hold, on generated pairs; numbers as in docs/counting.md.
@Suite struct InvariantTests {
  private static let options = CountingOptions(includeDisputed: true, explain: true)

  private func claims(_ seed: UInt64) -> (claims: [CountedClaim], generator: SeededGenerator) {
    var generator = SeededGenerator(seed: seed)
    let deals = generator.number(0...(seed % 10 == 0 ? 120 : 25))
    let aggregates = generator.number(0...8)
    let claims = randomClaims(&generator, deals: deals, aggregates: aggregates)
    return (claims, generator)
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func oneMoreOutletChangesNothing(seed: UInt64) {
    var (claims, generator) = claims(seed)
    guard !claims.isEmpty else { return }
    let before = totals(claims)
    let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
    for _ in 0..<3 { claims.append(copy(of: generator.pick(claims), &generator)) }
    #expect(summary(totals(claims)) == summary(before))
    let after = TransferGrouping(tree: testTree).transfers(of: claims)
    #expect(after.map(\.origins) == transfers.map(\.origins))
    #expect(after.map { $0.figures.map(\.figure) } == transfers.map { $0.figures.map(\.figure) })
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func orderChangesNothing(seed: UInt64) {
    var (claims, generator) = claims(seed)
    let before = totals(claims)
    let keys = TransferGrouping(tree: testTree).transfers(of: claims).map { transfer in
      transfer.members.map { claims[$0.claim].key }
    }
    claims.shuffle(using: &generator)
    #expect(summary(totals(claims)) == summary(before))
    let shuffled = TransferGrouping(tree: testTree).transfers(of: claims).map { transfer in
      transfer.members.map { claims[$0.claim].key }
    }
    #expect(shuffled == keys)
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func lowIsBelowBestIsBelowHigh(seed: UInt64) {
    let claims = claims(seed).claims
    for stage in [StageChoice.agreed, .delivered, .exactly(.approved), .exactly(.reported)] {
      for total in totals(claims, CountingOptions(stage: stage, includeDisputed: seed % 2 == 0)) {
        guard let figure = total.figure else { continue }
        #expect(figure.low <= figure.best && figure.best <= figure.high)
        for item in total.items.compactMap(\.counted) {
          #expect(item.low <= item.best && item.best <= item.high)
        }
        #expect(total.items.reduce(0) { $0 + ($1.counted?.best ?? 0) } == figure.best)
      }
    }
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func explanationsAddUp(seed: UInt64) {
    let claims = claims(seed).claims
    let lean = totals(claims, CountingOptions())
    let explained = totals(claims)
    for total in explained { #expect(total.recomputed() == total.figure) }
    #expect(summary(explained.filter { $0.transfers > 0 }) == summary(lean))
    // Every transfer and every aggregate claim has a place: a term, inside one, or left out with its reason.
    let listed = Set(explained.flatMap { $0.items.flatMap(\.claims) })
    let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
    #expect(listed.isSuperset(of: transfers.flatMap { $0.members.map(\.claim) }))
    #expect(listed.isSuperset(of: claims.indices.filter { claims[$0].scope == .aggregate }))
  }

  @Test(arguments: 0..<600 as Range<UInt64>)
  func totalsAreThoseOfEverySetTried(seed: UInt64) {
    let claims = claims(seed).claims
    let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
    for total in totals(claims, InvariantTests.options) {
      func items(_ isLow: Bool) -> (deals: [ReferenceTotals.Item], aggregates: [ReferenceTotals.Item]) {
        var deals: [ReferenceTotals.Item] = []
        for transfer in transfers where transfer.stage.isAgreed {
          for figure in transfer.figures
          where figure.unit == total.unit && figure.isQuantity == total.isQuantity {
            deals.append(
              ReferenceTotals.Item(
                first: transfer.firstDay, last: transfer.lastDay, category: transfer.category,
                weapon: transfer.weapon,
                amount: isLow ? figure.figure.low : figure.figure.best, high: figure.figure.high))
          }
          if transfer.figures.isEmpty, total.unit == UnitNumbers.pieces {
            deals.append(
              ReferenceTotals.Item(
                first: transfer.firstDay, last: transfer.lastDay, category: transfer.category,
                weapon: transfer.weapon,
                amount: 0, high: 0))
          }
        }
        var seen: Set<[Int64]> = []
        var aggregates: [ReferenceTotals.Item] = []
        for claim in claims
        where claim.scope == .aggregate && claim.rank != .deprecated && claim.stage.isAgreed {
          guard let figure = total.isQuantity ? claim.quantity : claim.value,
            (total.isQuantity ? claim.quantityUnit : claim.unit) == total.unit
          else { continue }
          let content = [
            Int64(claim.firstDay), Int64(claim.lastDay), Int64(claim.category), Int64(claim.weapon),
            figure.low,
            figure.high,
          ]
          guard seen.insert(content).inserted else { continue }
          aggregates.append(
            ReferenceTotals.Item(
              first: claim.firstDay, last: claim.lastDay, category: claim.category, weapon: claim.weapon,
              amount: figure.low, high: figure.high))
        }
        return (deals, aggregates)
      }
      let (deals, aggregates) = items(false)
      let best = ReferenceTotals.run(deals, aggregates, isLow: false)
      let low = ReferenceTotals.run(items(true).deals, aggregates, isLow: true)
      if let figure = total.figure {
        #expect(figure == Figure(low: min(low.sum, best.sum), best: best.sum, high: best.high))
      } else {
        #expect(best.sum == 0)
      }
    }
  }

  /// An aggregate over deals never yields less than either alone, nor more than the larger and the rest.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func anAggregateNeitherHidesNorDoubles(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let deals = randomClaims(&generator, deals: generator.number(1...15), aggregates: 0)
    var aggregate = claim(
      99_999, .delivered, .aggregate, usd: Int64(generator.number(1...300)),
      from: Int32(generator.number(2000...2006)),
      to: Int32(generator.number(2006...2014)))
    if generator.happens(oneIn: 4) { aggregate.lastDay = .max }
    let transfers = TransferGrouping(tree: testTree).transfers(of: deals)
    func sum(_ isIncluded: (Transfer) -> Bool) -> Int64 {
      transfers.filter { $0.stage.isAgreed && isIncluded($0) }.reduce(0) { sum, transfer in
        sum + (transfer.figures.first { $0.unit == usd }?.figure.best ?? 0)
      }
    }
    let all = sum { _ in true }
    let inside = sum { aggregate.firstDay <= $0.firstDay && $0.lastDay <= aggregate.lastDay }
    let own = aggregate.value?.low ?? 0
    let best = totals(deals + [aggregate], InvariantTests.options).first { $0.unit == usd }?.figure?.best ?? 0
    #expect(best >= max(own, all))
    #expect(best <= max(own, inside) + all - inside)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func anOrderAndItsDeliveryCountOnce(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims: [CountedClaim] = []
    for weapon in 1...generator.number(1...80) {
      let order = claim(
        Int64(weapon), .ordered, weapon: Int32(weapon), pieces: Int64(generator.number(1...50)),
        from: Int32(generator.number(2000...2010)))
      claims.append(order)
      if generator.happens(oneIn: 2) {
        var delivery = order
        delivery.key = ContentHash(high: generator.next(), low: 1)
        delivery.stage = generator.pick([.delivered, .inUse])
        delivery.firstDay += Int32(generator.number(0...5)) * 10_000
        delivery.lastDay = delivery.firstDay + 1130
        claims.append(delivery)
      }
    }
    let ordered = claims.filter { $0.stage == .ordered }
    #expect(totals(claims).map(\.figure) == totals(ordered).map(\.figure))
    #expect(totals(claims).map(\.transfers) == [ordered.count])
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func unitsNeverMix(seed: UInt64) {
    let claims = claims(seed).claims
    // Without its money no total of quantities changes, where grouping does not rest on money.
    let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
    let withoutDollars = transfers.map { transfer in
      var transfer = transfer
      transfer.figures.removeAll { $0.unit == usd }
      return transfer
    }
    let bare = claims.map { claim in
      var claim = claim
      if claim.unit == usd { claim.value = nil }
      return claim
    }
    let counting = PairTotals(tree: testTree)
    func others(_ claims: [CountedClaim], _ transfers: [Transfer]) -> [String] {
      summary(
        counting.totals(claims: claims, transfers: transfers).filter {
          $0.unit != usd && $0.unit != UnitNumbers.pieces
        })
    }
    #expect(others(claims, transfers) == others(bare, withoutDollars))
    #expect(Set(totals(claims).map { [$0.unit, $0.isQuantity ? 1 : 0] }).count == totals(claims).count)
  }
}
