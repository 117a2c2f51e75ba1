import ArmsModel

extension CheckRun {
  /// What contradicts itself within one transfer.
  mutating func checkTransfer(_ place: Int) {
    let transfer = transfers[place]
    let counted = counting(transfer)
    guard counted.count > 1 else { return }
    checkOccurrence(place, counted)
    checkFigures(place, counted, isQuantity: true)
    checkFigures(place, counted, isQuantity: false)
    checkOrderYears(place, counted)
    checkStage(place, counted)
    checkDeliveryBeforeOrder(place, counted)
  }

  /// Designation or category, and the time: "Kestrel-30, 2011".
  private func name(_ transfer: Transfer) -> String {
    let goods = goods(transfer.weapon, transfer.category)
    guard transfer.firstDay != .min || transfer.lastDay != .max else { return goods }
    return goods + ", " + FindingWords.days(transfer.firstDay, transfer.lastDay)
  }

  private mutating func checkOccurrence(_ place: Int, _ counted: [Int]) {
    let transfer = transfers[place]
    guard transfer.isDisputed else { return }
    var byStage: [Stage: [Int]] = [:]
    for claim in counted where claims[claim].stage.isAgreed || claims[claim].stage.isRefusal {
      byStage[claims[claim].stage, default: []].append(claim)
    }
    let stages = byStage.keys.sorted { $0.rawValue < $1.rawValue }
    let parts = stages.map { "\($0.participle) according to \(speakers(byStage[$0] ?? []))" }
    add(
      .occurrence, .warning, claims: stages.flatMap { byStage[$0] ?? [] }, transfers: [place],
      "Disputed (\(name(transfer))): \(FindingWords.list(parts, most: 6)). No total counts it unless disputed ones "
        + "are asked for; deprecate what proves wrong.")
  }

  private mutating func checkFigures(_ place: Int, _ counted: [Int], isQuantity: Bool) {
    var byUnit: [Int32: [(claim: Int, interval: CountedClaim.Interval)]] = [:]
    for claim in counted {
      let said = claims[claim]
      if isQuantity, let quantity = said.saidQuantity {
        byUnit[said.saidQuantityUnit, default: []].append((claim, quantity))
      } else if !isQuantity, let value = said.saidValue {
        byUnit[said.unit, default: []].append((claim, value))
      }
    }
    for unit in byUnit.keys.sorted() {
      let entries = byUnit[unit] ?? []
      guard let top = entries.map(\.interval.low).max(), let bottom = entries.map(\.interval.high).min(),
        top > saturatingSum(bottom, bottom / 10)
      else { continue }
      var contradicting: Set<Int> = []
      var excess: (delivered: Int, ordered: Int)?
      for (at, a) in entries.enumerated() {
        for b in entries[(at + 1)...] where !agree(a.interval, b.interval) {
          let (small, large) = a.interval.best < b.interval.best ? (a.claim, b.claim) : (b.claim, a.claim)
          switch standing(small, below: large) {
          case .fits: continue
          case .excess where isQuantity: excess = excess ?? (large, small)
          case .excess, .contradicts:
            contradicting.insert(small)
            contradicting.insert(large)
          }
        }
      }
      let intervals = Dictionary(entries.map { ($0.claim, $0.interval) }) { first, _ in first }
      func said(_ claim: Int) -> String {
        intervals[claim].map { words($0, unit, isQuantity: isQuantity) } ?? ""
      }
      if let excess {
        let delivered = intervals[excess.delivered]?.best ?? 0
        let ordered = intervals[excess.ordered]?.best ?? 0
        add(
          .moreDeliveredThanOrdered, .warning, claims: [excess.delivered, excess.ordered], transfers: [place],
          "\(said(excess.delivered)) delivered (\(speaker(excess.delivered))) against "
            + "\(said(excess.ordered)) ordered (\(speaker(excess.ordered))): \(name(transfers[place])). "
            + "Look for a further order, or judge the two to be different deals.",
          [
            number("delivered", delivered, unit, isQuantity: true),
            number("ordered", ordered, unit, isQuantity: true),
          ])
      }
      guard !contradicting.isEmpty else { continue }
      var statements: [(interval: CountedClaim.Interval, claims: [Int])] = []
      for entry in entries where contradicting.contains(entry.claim) {
        if let same = statements.firstIndex(where: { $0.interval == entry.interval }) {
          statements[same].claims.append(entry.claim)
        } else {
          statements.append((entry.interval, [entry.claim]))
        }
      }
      statements.sort {
        ($0.interval.best, $0.interval.low, $0.interval.high, $0.interval.qualifier.rawValue)
          < ($1.interval.best, $1.interval.low, $1.interval.high, $1.interval.qualifier.rawValue)
      }
      let parts = statements.map { "\(said($0.claims[0])) (\(speakers($0.claims)))" }
      let noun = isQuantity ? "quantities" : "values"
      add(
        isQuantity ? .quantity : .value, .warning, claims: Array(contradicting), transfers: [place],
        "Claims of one transfer (\(name(transfers[place]))) give different \(noun): "
          + "\(FindingWords.list(parts, most: 6)). Prefer the one that is right, or judge them to be different "
          + "deals.",
        statements.map { number("claimed", $0.interval.best, unit, isQuantity: isQuantity) })
    }
  }

  private enum Standing {
    /// The smaller may be a part of the larger, or lies below it as below a ceiling.
    case fits
    /// More arrived than was ordered.
    case excess
    case contradicts
  }

  /// How the smaller of two figures that differ stands to the larger.
  private func standing(_ small: Int, below large: Int) -> Standing {
    let (a, b) = (claims[small], claims[large])
    // Somebody has decided between them.
    if (a.rank == .preferred) != (b.rank == .preferred) { return .fits }
    if isOneDeal(small, large) { return .fits }
    if (b.stage.rung ?? .max) < (Stage.selected.rung ?? 0), a.stage.isAgreed { return .fits }
    let isOrder = { (claim: CountedClaim) in TimeKind(claim.stage) == .order }
    if a.stage.hasArrived, isOrder(b) { return .fits }
    if a.stage == .inUse, b.stage == .delivered { return .fits }
    if a.stage.hasArrived, b.stage.hasArrived {
      // Parts that arrive one after the other are no contradiction.
      let (daysA, daysB) = (a.days, b.days)
      if daysA.last < daysB.first || daysB.last < daysA.first { return .fits }
    }
    if a.stage == .ordered, b.stage.hasArrived { return .excess }
    return .contradicts
  }

  /// Whether both say what one register says of one deal: it knows that the two go together.
  private func isOneDeal(_ a: Int, _ b: Int) -> Bool {
    claims[a].deal != 0 && claims[a].deal == claims[b].deal && claims[a].dataset == claims[b].dataset
  }

  private mutating func checkOrderYears(_ place: Int, _ counted: [Int]) {
    let orders = counted.filter { claims[$0].stage == .ordered && claims[$0].isDated }
    let years = orders.map { claims[$0].days.first / 10_000 }
    guard let first = years.min(), let last = years.max(), last > first + 1 else { return }
    var contradicting: Set<Int> = []
    for (at, a) in orders.enumerated() {
      for b in orders[(at + 1)...] {
        var span = YearSpan()
        let (daysA, daysB) = (claims[a].days, claims[b].days)
        span.add(daysA.first / 10_000, daysA.last / 10_000)
        guard !span.agrees(daysB.first / 10_000, daysB.last / 10_000) else { continue }
        contradicting.insert(a)
        contradicting.insert(b)
      }
    }
    guard !contradicting.isEmpty else { return }
    let parts = contradicting.sorted { claims[$0].isEarlier(than: claims[$1]) }.map {
      "\(FindingWords.days(claims[$0].days.first, claims[$0].days.last)) (\(speaker($0)))"
    }
    let goods = goods(transfers[place].weapon, transfers[place].category)
    add(
      .year, .warning, claims: Array(contradicting), transfers: [place],
      "Claims of one transfer (\(goods)) date its order differently: \(FindingWords.list(parts, most: 6)). "
        + "Deprecate the wrong date, or judge them to be different deals.")
  }

  /// A claim that falls behind what was so before it: talks after the delivery, an order after the end.
  private mutating func checkStage(_ place: Int, _ counted: [Int]) {
    func isEarly(_ stage: Stage) -> Bool { (stage.rung ?? .max) <= (Stage.selected.rung ?? 0) }
    let arrived = counted.filter { claims[$0].stage.hasArrived && claims[$0].knownBy != nil }
    let ended = counted.filter { claims[$0].stage == .cancelled && claims[$0].knownBy != nil }
    for (before, after): ([Int], (Stage) -> Bool) in [
      (arrived, isEarly), (ended, { isEarly($0) || $0 == .ordered }),
    ] {
      let first = before.min {
        let (a, b) = (claims[$0].knownBy ?? .max, claims[$1].knownBy ?? .max)
        return a != b ? a < b : claims[$0].key < claims[$1].key
      }
      guard let first, let day = claims[first].knownBy else { continue }
      let behind = counted.filter { after(claims[$0].stage) && (claims[$0].saidFrom ?? .min) > day }
      guard !behind.isEmpty else { continue }
      let stages = Set(behind.map { claims[$0].stage }).sorted { $0.rawValue < $1.rawValue }.map(\.participle)
      add(
        .stage, .note, claims: [first] + behind, transfers: [place],
        "\(name(transfers[place])): \(claims[first].stage.participle) by \(FindingWords.day(day)) according to "
          + "\(speaker(first)), yet \(FindingWords.list(stages)) later according to \(speakers(behind)). Judge "
          + "whether the later claims speak of another deal.")
    }
  }

  private mutating func checkDeliveryBeforeOrder(_ place: Int, _ counted: [Int]) {
    func earliest(_ list: [Int], _ day: (CountedClaim) -> Int32) -> Int? {
      list.min { (day(claims[$0]), claims[$0].key) < (day(claims[$1]), claims[$1].key) }
    }
    let orders = counted.filter { claims[$0].stage == .ordered && claims[$0].isDated }
    let deliveries = counted.filter { claims[$0].stage.hasArrived && claims[$0].isDated }
    guard let order = earliest(orders, { $0.days.first }),
      let delivery = earliest(deliveries, { $0.latestBeginning }),
      claims[delivery].latestBeginning < claims[order].days.first, !isOneDeal(order, delivery)
    else { return }
    let (orderDays, deliveryDays) = (claims[order].days, claims[delivery].days)
    add(
      .deliveryBeforeOrder, .warning, claims: [order, delivery], transfers: [place],
      "\(goods(transfers[place].weapon, transfers[place].category)): the delivery is dated "
        + "\(FindingWords.days(deliveryDays.first, deliveryDays.last)) (\(speaker(delivery))), its order "
        + "\(FindingWords.days(orderDays.first, orderDays.last)) (\(speaker(order))). Correct a date, or judge "
        + "them to be different deals.")
  }

  // MARK: - Two transfers

  /// Two transfers that differ in one thing.
  mutating func checkPair(_ pair: ReviewCandidate) {
    let (a, b) = (transfers[pair.a], transfers[pair.b])
    let goods = goods(a.weapon, a.category)
    let places = [counting(a), counting(b)]
    let (speakersA, speakersB) = (speakers(places[0]), speakers(places[1]))
    let ending = "Judge them with `armskb review transfers`."
    let all = places[0] + places[1]
    if pair.marks.contains(.yearsContradict) {
      let (first, second) = (a.firstDay, a.key) <= (b.firstDay, b.key) ? (a, b) : (b, a)
      let isTurned = first.key != a.key
      add(
        .year, .note, claims: all, transfers: [pair.a, pair.b],
        "\(goods), with the same figure: \(FindingWords.days(first.firstDay, first.lastDay)) "
          + "(\(isTurned ? speakersB : speakersA)) and \(FindingWords.days(second.firstDay, second.lastDay)) "
          + "(\(isTurned ? speakersA : speakersB)). Either two deals, or one with a wrong date. \(ending)")
      return
    }
    let isQuantity = pair.marks.contains(.quantityContradicts)
    for x in a.figures where x.isQuantity == isQuantity {
      for y in b.figures where y.isQuantity == isQuantity && y.unit == x.unit && !agree(x.figure, y.figure) {
        let isFirstSmaller = x.figure.best < y.figure.best
        let (small, large) = isFirstSmaller ? (x.figure.best, y.figure.best) : (y.figure.best, x.figure.best)
        let (smallBy, largeBy) = isFirstSmaller ? (speakersA, speakersB) : (speakersB, speakersA)
        let (smaller, larger) = isFirstSmaller ? (a, b) : (b, a)
        let smallWords = words(small, x.unit, isQuantity: isQuantity)
        let largeWords = words(large, x.unit, isQuantity: isQuantity)
        if isQuantity, smaller.stage == .ordered, larger.stage.hasArrived, !hasOrder(larger) {
          add(
            .moreDeliveredThanOrdered, .note, claims: all, transfers: [pair.a, pair.b],
            "\(goods): \(largeWords) delivered (\(largeBy)) against \(smallWords) ordered (\(smallBy)). Either two "
              + "deals, or one told in two ways. \(ending)",
            [
              number("delivered", large, x.unit, isQuantity: true),
              number("ordered", small, x.unit, isQuantity: true),
            ])
        } else {
          let days = FindingWords.days(min(a.firstDay, b.firstDay), max(a.lastDay, b.lastDay))
          add(
            isQuantity ? .quantity : .value, .warning, claims: all, transfers: [pair.a, pair.b],
            "\(goods), \(days): \(smallWords) (\(smallBy)) or \(largeWords) (\(largeBy)). Either two deals, or one "
              + "told in two ways; until somebody judges, they stand as two. \(ending)",
            [
              number("smaller", small, x.unit, isQuantity: isQuantity),
              number("larger", large, x.unit, isQuantity: isQuantity),
            ])
        }
        return
      }
    }
  }

  private func hasOrder(_ transfer: Transfer) -> Bool {
    transfer.members.contains { claims[$0.claim].rank.counts && TimeKind(claims[$0.claim].stage) == .order }
  }

  /// Approvals that one source gave of one designation with one number, or one value, in several documents, and that
  /// stand as several: a later notice often restates an earlier one with a new total.
  mutating func checkAmendments() {
    struct Subject: Hashable {
      var origin: Int64
      var weapon: Int32
      var figure: CountedClaim.Interval
      var unit: Int32
      var isQuantity: Bool
    }
    var subjects: [Subject: [Int]] = [:]
    var transferOf: [Int: Int] = [:]
    for (place, transfer) in transfers.enumerated() where transfer.stage == .approved && transfer.weapon != 0
    {
      for member in counting(transfer) {
        let claim = claims[member]
        guard claim.stage == .approved, claim.deal == 0, claim.published > 0 else { continue }
        transferOf[member] = place
        if let quantity = claim.saidQuantity, quantity.best > 1 {
          subjects[
            Subject(
              origin: claim.origin, weapon: transfer.weapon, figure: quantity, unit: claim.saidQuantityUnit,
              isQuantity: true), default: []
          ].append(member)
        }
        if let value = claim.saidValue {
          subjects[
            Subject(
              origin: claim.origin, weapon: transfer.weapon, figure: value, unit: claim.unit,
              isQuantity: false),
            default: []
          ].append(member)
        }
      }
    }
    for (subject, places) in subjects {
      let concerned = Set(places.compactMap { transferOf[$0] })
      guard concerned.count > 1, Set(places.map { claims[$0].published }).count > 1 else { continue }
      let sorted = places.sorted {
        (claims[$0].published, claims[$0].key) < (claims[$1].published, claims[$1].key)
      }
      let parts = sorted.map { place in
        let claim = claims[place]
        let other = subject.isQuantity ? claim.saidValue : claim.saidQuantity
        let unit = subject.isQuantity ? claim.unit : claim.saidQuantityUnit
        let figure = other.map { words($0, unit, isQuantity: !subject.isQuantity) } ?? "no figure"
        return "\(figure) in \(FindingWords.day(claim.published))"
      }
      let alike = words(subject.figure, subject.unit, isQuantity: subject.isQuantity)
      add(
        .amendment, .note, claims: places, transfers: Array(concerned),
        "\(goods(subject.weapon, -1)), \(alike): approved more than once according to \(speakers(places)): "
          + "\(FindingWords.list(parts, most: 6)). If a later notice amends an earlier one, deprecate the earlier; "
          + "until then both count as ceilings.")
    }
  }

  // MARK: - Parties

  /// Claims about days on which one of the two parties did not exist.
  mutating func checkYears(of side: PairContext.Side, role: String) {
    let (first, last) = (side.validity.firstDay, side.validity.lastDay)
    guard !side.validity.isUnknown else { return }
    // A register's names hold at any time: DR Congo in 1965 is the Congo of then.
    let counted = claims.indices.filter {
      claims[$0].rank.counts && claims[$0].isDated && !claims[$0].isOfEdition
    }
    let before = counted.filter { claims[$0].days.last < first }
    let after = counted.filter { claims[$0].days.first > last }
    for (places, isBefore) in [(before, true), (after, false)] where !places.isEmpty {
      let from = places.map { claims[$0].days.first }.min() ?? .min
      let to = places.map { claims[$0].days.last }.max() ?? .max
      let limit = (isBefore ? side.validity.from : side.validity.to)?.description ?? ""
      let concerned = Set(places)
      let verb = places.count == 1 ? "lies" : "lie"
      let edge = isBefore ? "before \(side.name) began (\(limit))" : "after \(side.name) ended (\(limit))"
      let other = isBefore ? "predecessor" : "successor"
      add(
        .partyOutsideYears, .warning, claims: places,
        transfers: transfers.indices.filter {
          transfers[$0].members.contains { concerned.contains($0.claim) }
        },
        "\(FindingWords.count(places.count, "claim")) about \(FindingWords.days(from, to)) \(verb) \(edge). Correct "
          + "the date, or record the \(other) as the \(role).")
    }
  }
}

extension CountedClaim {
  /// Whether it says when.
  var isDated: Bool { days.first != .min || days.last != .max }

  /// The last day on which it may have begun, as precise as its first day looks.
  fileprivate var latestBeginning: Int32 {
    let (first, last) = days
    guard first != .min else { return last }
    if first % 10_000 == 101 { return min(last, first - 101 + 1231) }
    return first % 100 == 1 ? min(last, PartialMonth(first).last) : first
  }

  /// The day by which what it says was so: the end of its time, at the latest its publication.
  fileprivate var knownBy: Int32? {
    let last = days.last
    if last == .max { return published > 0 ? PartialDate(packed: published).lastDay : nil }
    return published > 0 ? min(last, PartialDate(packed: published).lastDay) : last
  }

  /// The first day on which what it says can be so: that of its time, else of its publication.
  fileprivate var saidFrom: Int32? {
    let first = days.first
    if first != .min { return first }
    return published > 0 && !isDated ? PartialDate(packed: published).firstDay : nil
  }

  fileprivate func isEarlier(than other: CountedClaim) -> Bool {
    if days != other.days { return days < other.days }
    return key < other.key
  }
}

extension Stage {
  fileprivate var isRefusal: Bool { self == .denied || self == .cancelled }

  /// The stage as it stands after "was": "ordered".
  var participle: String {
    switch self {
    case .offered: "offered"
    case .requested: "requested"
    case .negotiating: "being negotiated"
    case .approved: "approved"
    case .selected: "selected"
    case .ordered: "ordered"
    case .delivered: "delivered"
    case .inUse: "in use"
    case .denied: "denied"
    case .cancelled: "cancelled"
    case .suspended: "suspended"
    case .diverted: "diverted"
    case .reported: "reported"
    }
  }
}
