import ArmsModel
import Counting
import Testing

/// Transfers against the plain reference, verdicts, register deals, and invariant 5.
@Suite struct InvariantTransferTests {
  @Test("Transfers are those of comparing each claim with each", arguments: 0..<400 as Range<UInt64>)
  func grouping(seed: UInt64) {
    for pair in InvariantBase(seed: seed, []).pairs {
      let counted = CountedPair(pair.claims)
      let product = counted.transfers.map { Set($0.members.map(\.claim)) }
      let reference = ReferenceGrouping.run(pair.claims).map { $0.counting.union($0.others) }
      func lines(_ transfers: [Set<Int>]) -> [String] { transfers.map { "\($0.sorted())" }.sorted() }
      let claims = pair.claims.enumerated().map { "[\($0)] \(text($1))" }.joined(separator: "\n")
      #expect(lines(product) == lines(reference), "\(claims)")
    }
  }

  @Test(
    "Stage, figures, origins and credibility are what the claims give", arguments: 0..<300 as Range<UInt64>)
  func facts(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for (transfer, facts) in zip(counted.transfers, counted.reference()) {
        let members = transfer.members.map { "[\($0.claim)] " + text(pair.claims[$0.claim]) }.joined(
          separator: "\n")
        #expect(transfer.stage == facts.stage && transfer.isDisputed == facts.isDisputed, "\(members)")
        #expect(
          facts.weapons.isEmpty ? transfer.weapon == 0 : facts.weapons.contains(transfer.weapon), "\(members)"
        )
        #expect(
          facts.categories.isEmpty ? transfer.category == -1 : facts.categories.contains(transfer.category),
          "\(members)")
        #expect([transfer.firstDay, transfer.lastDay] == [facts.first, facts.last], "\(members)")
        #expect(transfer.origins == facts.origins, "\(members)")
        #expect(transfer.batch == facts.batch, "\(members)\n\(base.judged)")
        var figures: [ReferenceUnit: Figure] = [:]
        for figure in transfer.figures {
          figures[ReferenceUnit(number: figure.unit, isQuantity: figure.isQuantity)] = figure.figure
        }
        #expect(text(figures) == text(facts.figures.mapValues(\.figure)), "\(members)")
        // The transfer's grade is that of its best value, else of its best quantity.
        let values = facts.figures.filter { !$0.key.isQuantity }
        let best = (values.isEmpty ? facts.figures : values).values
        // "Cannot be judged" and "not said" are both no basis.
        let graded = best.map { ReferenceTransfer.grade($0.credibility) }
        if !graded.isEmpty {
          #expect(graded.contains(ReferenceTransfer.grade(transfer.credibility)), "\(graded)\n\(members)")
        }
      }
    }
  }

  @Test("Every deal claim that counts stands in exactly one transfer", arguments: 0..<200 as Range<UInt64>)
  func partition(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      let members = counted.transfers.flatMap { $0.members.map(\.claim) }
      #expect(Set(members).count == members.count, "\(base)")
      let deals = pair.claims.indices.filter { pair.claims[$0].scope == .deal }
      #expect(Set(deals).isSuperset(of: members), "\(base)")
      #expect(Set(members).isSuperset(of: deals.filter { pair.claims[$0].rank.counts }), "\(base)")
      for transfer in counted.transfers {
        #expect(transfer.members.contains { pair.claims[$0.claim].rank.counts }, "\(base)")
      }
    }
  }

  /// "Different" always holds; "same" in the order of keys, unless it would join what is judged different.
  @Test("A person's verdict wins over every rule", arguments: 0..<400 as Range<UInt64>)
  func verdicts(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      var home: [ContentHash: Int] = [:]
      var clusters: [Set<ContentHash>] = []
      for (place, transfer) in counted.transfers.enumerated() {
        for member in transfer.members { home[pair.claims[member.claim].key] = place }
      }
      // What was judged of deprecated claims holds as well: they stand with what they were judged to be.
      let keys = Set(pair.claims.map(\.key))
      for key in keys { clusters.append([key]) }
      let judged = base.judged.filter { keys.contains($0.a) && keys.contains($0.b) }.map { verdict in
        (min(verdict.a, verdict.b), max(verdict.a, verdict.b), verdict.judgement)
      }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      func isBarred(_ one: Set<ContentHash>, _ other: Set<ContentHash>) -> Bool {
        judged.contains { a, b, judgement in
          judgement == .different
            && ((one.contains(a) && other.contains(b)) || (one.contains(b) && other.contains(a)))
        }
      }
      for (a, b, judgement) in judged {
        if judgement == .different, let one = home[a], let other = home[b] {
          #expect(one != other, "\(short(a)) \(short(b))\n\(base)")
        }
        guard judgement == .same, let one = clusters.firstIndex(where: { $0.contains(a) }),
          let other = clusters.firstIndex(where: { $0.contains(b) }), one != other,
          !isBarred(clusters[one], clusters[other])
        else { continue }
        clusters[one].formUnion(clusters[other])
        clusters.remove(at: other)
      }
      for cluster in clusters {
        #expect(Set(cluster.compactMap { home[$0] }).count < 2, "\(cluster.map(short))\n\(base)")
      }
    }
  }

  @Test(
    "Verdicts that say nothing new, or that nobody could give, change nothing",
    arguments: 0..<200 as Range<UInt64>)
  func idleVerdicts(seed: UInt64) {
    for pair in InvariantBase(seed: seed, [.register]).pairs {
      let bare = CountedPair(pair.claims)
      var verdicts = Verdicts()
      for transfer in bare.transfers {
        let keys = transfer.members.map { pair.claims[$0.claim].key }
        for (a, b) in zip(keys, keys.dropFirst()) { verdicts.add(a, b, .unsure, batch: 9) }
      }
      verdicts.add(ContentHash(high: 1, low: 2), ContentHash(high: 3, low: 4), .same, batch: 9)
      let judged = CountedPair(pair.claims, verdicts)
      #expect(summary(judged) == summary(bare), "\(pair.claims.map { text($0) })")
    }
  }

  @Test(
    "A register's deal is one transfer, and two of its deals never are", arguments: 0..<100 as Range<UInt64>)
  func registerDeals(seed: UInt64) {
    let base = InvariantBase(seed: seed, [.register])
    for pair in base.pairs {
      let counted = CountedPair(pair.claims)
      var home: [UInt64: Set<Int>] = [:]
      for (place, transfer) in counted.transfers.enumerated() {
        var keys: Set<UInt64> = []
        for member in transfer.members where pair.claims[member.claim].deal != 0 {
          let deal = pair.claims[member.claim].deal
          home[deal, default: []].insert(place)
          keys.insert(deal)
        }
        #expect(keys.count < 2, "two deals of a register in one transfer: \(keys)\n\(base)")
      }
      #expect(
        home.values.allSatisfy { $0.count == 1 }, "a deal of a register in two transfers: \(home)\n\(base)")
    }
  }

  @Test("5: an order and its delivery count once", arguments: 0..<300 as Range<UInt64>)
  func orderAndDelivery(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var world = InvariantWorld(&generator)
    var orders: [CountedClaim] = []
    var claims: [CountedClaim] = []
    for weapon in 1...generator.number(1...60) {
      var order = world.new(.ordered, .deal, &generator)
      (order.weapon, order.origin) = (Int32(weapon), Int64(generator.number(1...5)))
      order.category = Int8(generator.number(-1...6))
      order.quantity = world.number(generator.number(2...50), &generator)
      order.quantityUnit = UnitNumbers.pieces
      if generator.happens(oneIn: 2) {
        (order.value, order.unit) = (world.number(generator.number(1...90) * 1_000, &generator), usd)
      }
      let from = Int32(generator.number(2000...2010))
      (order.firstDay, order.lastDay) = (from * 10_000 + 101, from * 10_000 + 1231)
      orders.append(order)
      claims.append(order)
      for _ in 0..<generator.number(0...2) {
        var delivery = order
        let other = world.new(generator.pick([.delivered, .inUse]), .deal, &generator)
        (delivery.key, delivery.id, delivery.stage) = (other.key, other.id, other.stage)
        delivery.origin = Int64(generator.number(1...5))
        let year = from + Int32(generator.number(0...1))
        (delivery.firstDay, delivery.lastDay) = (year * 10_000 + 101, year * 10_000 + 1231)
        if generator.happens(oneIn: 3) { delivery.value = nil }
        claims.append(delivery)
      }
    }
    claims.shuffle(using: &generator)
    let alone = CountedPair(orders)
    let both = CountedPair(claims)
    #expect(both.transfers.count == orders.count, "\(claims.map { text($0) })")
    #expect(text(both.figures(CountingOptions())) == text(alone.figures(CountingOptions())))
  }
}
