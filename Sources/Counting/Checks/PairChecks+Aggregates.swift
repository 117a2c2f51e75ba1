import ArmsModel

extension CheckRun {
  /// Totals that are smaller than their parts, and totals that contradict one another.
  mutating func checkAggregates() {
    checkDenials()
    checkMirrors()
    // A register's own sums are prices of groups of deals, or rounded tables, which are checked against its deals.
    let places = claims.indices.filter {
      claims[$0].scope == .aggregate && claims[$0].rank.counts && !claims[$0].isOfEdition
    }
    guard !places.isEmpty else { return }
    let distinct = contents(of: places)
    for (_, claims) in distinct {
      checkAgainstDeals(claims, isQuantity: true)
      checkAgainstDeals(claims, isQuantity: false)
    }
    checkRivals(distinct.map(\.claims), isQuantity: true)
    checkRivals(distinct.map(\.claims), isQuantity: false)
  }

  /// Totals that somebody denies.
  private mutating func checkDenials() {
    let disputes = DisputedAggregates(claims, tree: tree)
    var denials: [Int: [Int]] = [:]
    for (place, claim) in claims.enumerated() where claim.scope == .aggregate && claim.rank.counts {
      let own = disputes.denials(of: place)
      if !own.isEmpty { denials[place] = own }
    }
    for (_, copies) in contents(of: Array(denials.keys)) {
      guard let first = copies.first else { continue }
      let claim = claims[first]
      let deniers = Set(copies.flatMap { denials[$0] ?? [] }).sorted { claims[$0].key < claims[$1].key }
      let time = claim.isDated ? " for " + FindingWords.days(claim.days.first, claim.days.last) : ""
      add(
        .occurrence, .warning, claims: copies + deniers,
        "Disputed (the total of \(goods(claim.weapon, claim.category))\(time)): \(claim.stage.participle) according to "
          + "\(speakers(copies)), denied according to \(speakers(deniers)). No total counts it unless disputed ones "
          + "are asked for; deprecate what proves wrong.")
    }
  }

  /// What several reported to one dataset of the same time and kind, such as exporter and importer to the UN.
  private mutating func checkMirrors() {
    struct Subject: Hashable {
      var dataset: Int64
      var first: Int32
      var last: Int32
      var category: CategoryTree.Index
      var stage: Stage
      var unit: Int32
      var isQuantity: Bool
    }
    struct Report {
      var claims: [Int] = []
      var sum: Int64 = 0
    }
    var subjects: [Subject: [Int64: Report]] = [:]
    for (place, claim) in claims.enumerated()
    where claim.scope == .aggregate && claim.isOfEdition && claim.hasAsserter && claim.rank.counts
      && claim.isDated
    {
      for isQuantity in [true, false] {
        guard let (interval, unit) = figure(claim, isQuantity: isQuantity) else { continue }
        let subject = Subject(
          dataset: claim.dataset, first: claim.days.first, last: claim.days.last, category: claim.category,
          stage: claim.stage, unit: unit, isQuantity: isQuantity)
        var report = subjects[subject]?[claim.origin] ?? Report()
        report.claims.append(place)
        report.sum = saturatingSum(report.sum, interval.best)
        subjects[subject, default: [:]][claim.origin] = report
      }
    }
    for (subject, reports) in subjects where reports.count > 1 {
      let sorted = reports.values.sorted {
        ($0.sum, claims[$0.claims[0]].key) < ($1.sum, claims[$1.claims[0]].key)
      }
      guard let least = sorted.first?.sum, let most = sorted.last?.sum, differ(least, most) else { continue }
      let parts = sorted.map {
        "\(words($0.sum, subject.unit, isQuantity: subject.isQuantity)) (\(speakers($0.claims)))"
      }
      add(
        .aggregatesDisagree, .note, claims: sorted.flatMap(\.claims),
        "Exporter and importer report different figures of \(goods(0, subject.category)) "
          + "\(subject.stage.participle) for \(FindingWords.days(subject.first, subject.last)): "
          + "\(FindingWords.list(parts, most: 6)). Only one of them counts; prefer the one that is right.",
        sorted.map { number("claimed", $0.sum, subject.unit, isQuantity: subject.isQuantity) })
    }
  }

  private func figure(
    _ claim: CountedClaim, isQuantity: Bool
  ) -> (interval: CountedClaim.Interval, unit: Int32)? {
    if isQuantity { return claim.saidQuantity.map { ($0, claim.saidQuantityUnit) } }
    return claim.saidValue.map { ($0, claim.unit) }
  }

  /// What a total of that stage contains.
  private func choice(_ stage: Stage) -> StageChoice {
    stage.hasArrived ? .delivered : stage == .ordered ? .agreed : .exactly(stage)
  }

  /// One total, in all its copies, against the deals inside it that count at its stage.
  private mutating func checkAgainstDeals(_ copies: [Int], isQuantity: Bool) {
    guard let first = copies.first, let (total, unit) = figure(claims[first], isQuantity: isQuantity),
      total.high != .max
    else { return }
    let aggregate = claims[first]
    let days = aggregate.days
    let stages = choice(aggregate.stage)
    var sum: Int64 = 0
    var inside: [Int] = []
    for (place, transfer) in transfers.enumerated()
    where stages.includes(transfer.stage) && !transfer.isDisputed {
      guard aggregate.weapon == 0 || transfer.weapon == aggregate.weapon,
        aggregate.category < 0 || tree.isBelow(transfer.category, aggregate.category),
        let figure = transfer.figures.first(where: { $0.unit == unit && $0.isQuantity == isQuantity })
      else { continue }
      let own =
        TransferDeliveries(transfer, claims).limited(figure).days ?? (transfer.firstDay, transfer.lastDay)
      guard own.first != .min || own.last != .max, days.first <= own.first, own.last <= days.last else {
        continue
      }
      sum = saturatingSum(sum, figure.figure.best)
      inside.append(place)
    }
    // Totals in print are rounded.
    guard sum > saturatingSum(total.high, total.high / 100) else { return }
    let time = aggregate.isDated ? " for " + FindingWords.days(days.first, days.last) : ""
    let goods = goods(aggregate.weapon, aggregate.category)
    let comes = inside.count == 1 ? "comes" : "come"
    add(
      .aggregateBelowDeals, .warning, claims: copies + inside.flatMap { counting(transfers[$0]) },
      transfers: inside,
      "The total of \(words(total, unit, isQuantity: isQuantity)) of \(goods)\(time) (\(speakers(copies))) is smaller "
        + "than the \(FindingWords.count(inside.count, "deal")) inside it, which \(comes) to "
        + "\(words(sum, unit, isQuantity: isQuantity)). Look for a deal that is counted twice, or a total that leaves "
        + "something out.",
      [
        number("total", total.best, unit, isQuantity: isQuantity),
        number("deals", sum, unit, isQuantity: isQuantity),
      ])
  }

  /// Totals over the same days, goods and stage whose figures differ.
  private mutating func checkRivals(_ distinct: [[Int]], isQuantity: Bool) {
    struct Subject: Hashable {
      var first: Int32
      var last: Int32
      var category: CategoryTree.Index
      var weapon: Int32
      var stage: Stage
      var unit: Int32
    }
    var subjects: [Subject] = []
    var bySubject: [Subject: [(claims: [Int], interval: CountedClaim.Interval)]] = [:]
    for copies in distinct {
      guard let first = copies.first, let (interval, unit) = figure(claims[first], isQuantity: isQuantity),
        claims[first].isDated
      else { continue }
      let claim = claims[first]
      let subject = Subject(
        first: claim.days.first, last: claim.days.last, category: claim.category, weapon: claim.weapon,
        stage: claim.stage, unit: unit)
      if bySubject[subject] == nil { subjects.append(subject) }
      bySubject[subject, default: []].append((copies, interval))
    }
    for subject in subjects {
      let entries = (bySubject[subject] ?? []).sorted { a, b in
        a.interval.best != b.interval.best
          ? a.interval.best < b.interval.best : claims[a.claims[0]].key < claims[b.claims[0]].key
      }
      // Where somebody prefers one, it is decided.
      let preferred = entries.filter { $0.claims.contains { claims[$0].rank == .preferred } }
      let rivals = preferred.isEmpty ? entries : preferred
      let contradicting = rivals.filter { a in
        rivals.contains { !agree(a.interval, $0.interval) && differ(a.interval.best, $0.interval.best) }
      }
      guard contradicting.count > 1 else { continue }
      let parts = contradicting.map {
        "\(words($0.interval, subject.unit, isQuantity: isQuantity)) (\(speakers($0.claims)))"
      }
      let goods = goods(subject.weapon, subject.category)
      add(
        .aggregatesDisagree, .warning, claims: contradicting.flatMap(\.claims),
        "Totals of \(goods) \(subject.stage.participle) for \(FindingWords.days(subject.first, subject.last)) differ: "
          + "\(FindingWords.list(parts, most: 6)). Only one of them counts; prefer the one that is right.",
        contradicting.map { number("claimed", $0.interval.best, subject.unit, isQuantity: isQuantity) })
    }
  }

  /// Whether two numbers differ by more than 10 % of the smaller.
  private func differ(_ a: Int64, _ b: Int64) -> Bool {
    let (small, large) = (min(a, b), max(a, b))
    return large > saturatingSum(small, small / 10)
  }
}
