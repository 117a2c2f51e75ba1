import ArmsModel
import Counting
import Testing

/// Invariant 8: every figure can be taken apart into its claims; what was left out is listed with the reason.
@Suite struct InvariantExplanationTests {
  /// Adds the list up by the rule in docs/counting.md: what is counted, an aggregate at the larger of its own
  /// figure and of what lies inside; for high all that was taken in.
  private func addedUp(_ total: PairTotal) -> Figure? {
    let items = total.items
    func worth(_ place: Int, isLow: Bool) -> Int64 {
      let own = isLow ? items[place].figure?.low : items[place].figure?.best
      var inside: Int64 = 0
      for other in items.indices {
        let standing = isLow ? items[other].standingInLow : items[other].standing
        if standing == .contained(in: place) { inside += worth(other, isLow: isLow) }
      }
      return max(own ?? 0, inside)
    }
    let takenIn = items.filter { !$0.standing.isLeftOut }
    guard takenIn.contains(where: { $0.figure != nil }) else { return nil }
    let best = items.indices.filter { items[$0].standing == .counted }
    let low = items.indices.filter { items[$0].standingInLow == .counted }
    let bestSum = best.reduce(0) { $0 + worth($1, isLow: false) }
    return Figure(
      low: min(low.reduce(0) { $0 + worth($1, isLow: true) }, bestSum), best: bestSum,
      high: takenIn.reduce(0) { ReferenceTotals.open($0, $1.figure?.high ?? 0) })
  }

  @Test("8: an explanation adds up to its figure", arguments: 0..<300 as Range<UInt64>)
  func addsUp(seed: UInt64) {
    let base = InvariantBase(seed: seed, aggregates: 7)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for options in optionsOfEveryKind(seed) {
        var lean = options
        lean.explain = false
        let explained = counted.totals(options)
        for total in explained {
          #expect(text(addedUp(total)) == text(total.figure), "unit \(total.unit)\n\(base)")
          #expect(text(total.recomputed()) == text(total.figure), "unit \(total.unit)\n\(base)")
        }
        #expect(
          summary(counted.totals(lean)) == summary(explained.filter { $0.transfers > 0 }),
          "\(options)\n\(base)")
      }
    }
  }

  @Test("8: deliveries by year add up to what their register gives", arguments: 0..<300 as Range<UInt64>)
  func partsAddUp(seed: UInt64) {
    let base = InvariantBase(seed: seed, [.register])
    for pair in base.pairs {
      let counted = CountedPair(pair.claims)
      for options in optionsOfEveryKind(seed) {
        for total in counted.totals(options) {
          for item in total.items where !item.parts.isEmpty {
            for part in item.parts {
              let isInside = options.window.map { window in
                window.within
                  ? window.firstDay <= part.firstDay && part.lastDay <= window.lastDay
                  : window.firstDay <= part.lastDay && part.firstDay <= window.lastDay
              }
              #expect(part.isTakenIn == isInside ?? true, "\(options)\n\(base)")
              #expect(item.claims.contains(part.claim), "\(base)")
            }
            guard !total.isQuantity, total.unit == tivUnit, item.parts.contains(where: \.isTakenIn) else {
              continue
            }
            let said = item.parts.filter(\.isTakenIn).compactMap(\.figure)
            guard !said.isEmpty else { continue }
            // Nobody but the register speaks of TIV here, unless a press claim of the pair does.
            let others = item.claims.filter { pair.claims[$0].deal == 0 && pair.claims[$0].unit == tivUnit }
            guard others.isEmpty else { continue }
            #expect(item.figure?.best == said.reduce(0) { $0 + $1.best }, "\(options)\n\(base)")
            #expect(item.figure?.low == said.reduce(0) { $0 + $1.low }, "\(options)\n\(base)")
          }
        }
      }
    }
  }

  @Test("8: converted figures name what they were made of", arguments: 0..<100 as Range<UInt64>)
  func conversions(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    let conversion = UnitConversion(target: usd) { unit, _, _ in unit == eur ? 1.25 : nil }
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for total in counted.totals(CountingOptions(explain: true), conversion) {
        #expect(text(addedUp(total)) == text(total.figure), "unit \(total.unit)\n\(base)")
        for item in total.items {
          guard let original = item.original else { continue }
          #expect(total.unit == usd && !total.isQuantity && original.unit == eur && original.factor == 1.25)
          let expected = ReferenceFactors(target: usd, factors: [eur: 1.25]).converted(
            ReferenceUnit(number: eur, isQuantity: false), original.figure)
          #expect(text(item.figure) == text(expected.1), "\(base)")
        }
      }
    }
  }

  @Test(
    "8: every claim of the pair stands where it should, with every figure it gives",
    arguments: 0..<200 as Range<UInt64>)
  func everyClaimIsListed(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for options in optionsOfEveryKind(seed) {
        let totals = counted.totals(options)
        var listed: [CountingItem.Kind: [ReferenceUnit]] = [:]
        var unitsOfAggregate: [Int: [ReferenceUnit]] = [:]
        for total in totals {
          let unit = ReferenceUnit(number: total.unit, isQuantity: total.isQuantity)
          for item in total.items {
            listed[item.kind, default: []].append(unit)
            if case .transfer(let place) = item.kind {
              #expect(Set(item.claims) == Set(counted.transfers[place].members.map(\.claim)), "\(base)")
            } else {
              for claim in item.claims { unitsOfAggregate[claim, default: []].append(unit) }
            }
          }
        }
        for (place, facts) in counted.reference().enumerated() {
          let units =
            facts.figures.isEmpty ? [ReferenceUnit(number: 1, isQuantity: true)] : facts.figures.keys.sorted()
          #expect(listed[.transfer(place)]?.sorted() == units, "transfer \(place)\n\(base)")
        }
        for (place, claim) in pair.claims.enumerated() where claim.scope == .aggregate {
          let statement = ReferenceGrouping.Statement(claim)
          var units = statement.quantity.map { [ReferenceUnit(number: $0.unit, isQuantity: true)] } ?? []
          units += statement.value.map { [ReferenceUnit(number: $0.unit, isQuantity: false)] } ?? []
          if units.isEmpty { units = [ReferenceUnit(number: 1, isQuantity: true)] }
          #expect(unitsOfAggregate[place]?.sorted() == units.sorted(), "[\(place)]\n\(base)")
        }
        // "Places of the claims of what is counted or lies inside it, the deprecated excepted."
        for total in totals {
          #expect(total.claims == total.claims.sorted() && Set(total.claims).count == total.claims.count)
          #expect(total.claims.allSatisfy { pair.claims[$0].rank.contributes }, "\(base)")
          let counted = total.items.filter { $0.standing == .counted }.flatMap(\.claims)
          #expect(
            Set(total.claims).isSuperset(of: counted.filter { pair.claims[$0].rank.contributes }), "\(base)")
        }
      }
    }
  }

  @Test(
    "8: claims that are deprecated or superseded are listed as such where they stand alone",
    arguments: 0..<200 as Range<UInt64>)
  func setAsideClaimsAreListed(seed: UInt64) {
    let base = InvariantBase(seed: seed)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      let totals = counted.totals(CountingOptions(explain: true))
      let listed = Set(totals.flatMap { $0.items.flatMap(\.claims) })
      let missing = pair.claims.indices.filter { !listed.contains($0) }
      #expect(missing.isEmpty, "\(missing)\n\(base)")
    }
  }

  @Test("8: every reason that is given is true", arguments: 0..<200 as Range<UInt64>)
  func reasonsAreTrue(seed: UInt64) {
    let base = InvariantBase(seed: seed, aggregates: 7)
    for pair in base.pairs {
      let counted = CountedPair(pair.claims, base.verdicts)
      for options in optionsOfEveryKind(seed) {
        for total in counted.totals(options) {
          for item in total.items {
            for standing in [item.standing, item.standingInLow] {
              let isLow = standing != item.standing
              #expect(
                isTrue(standing, of: item, in: total, counted, options, isLow: isLow),
                "\(standing): \(item.claims)\n\(options)\n\(base)")
            }
          }
        }
      }
    }
  }

  private func isTrue(
    _ standing: CountingItem.Standing, of item: CountingItem, in total: PairTotal, _ counted: CountedPair,
    _ options: CountingOptions, isLow: Bool
  ) -> Bool {
    func sharesADay(_ first: Int32, _ last: Int32) -> Bool { item.firstDay <= last && first <= item.lastDay }
    func isAggregate(_ item: CountingItem) -> Bool {
      if case .aggregate = item.kind { return true }
      return false
    }
    func covers(_ other: CountingItem) -> Bool {
      isAggregate(other) && (other.weapon == 0 || other.weapon == item.weapon)
        && (other.category < 0 || referenceIsBelow(item.category, other.category))
    }
    let claims = item.claims.map { counted.claims[$0] }
    var stage = claims.first?.stage ?? .reported
    var isDisputed = false
    if case .transfer(let place) = item.kind {
      (stage, isDisputed) = (counted.transfers[place].stage, counted.transfers[place].isDisputed)
    }
    if case .aggregate(let place) = item.kind {
      isDisputed = ReferenceTotals.isDenied(
        counted.claims[place], counted.claims,
        ReferenceUnit(number: item.original?.unit ?? total.unit, isQuantity: total.isQuantity))
    }
    let isDated = item.firstDay != .min || item.lastDay != .max
    switch standing {
    case .counted: return true
    case .contained(let place):
      let other = total.items[place]
      return covers(other) && other.firstDay <= item.firstDay && item.lastDay <= other.lastDay
    case .overlapped(let place):
      let other = total.items[place]
      let isInside = other.firstDay <= item.firstDay && item.lastDay <= other.lastDay
      return covers(other) && sharesADay(other.firstDay, other.lastDay) && !isInside
    case .leftOut(let reason):
      switch reason {
      case .stage(let own): return own == stage && !options.stage.includes(stage)
      case .denied: return stage == .denied && options.stage != .exactly(.denied)
      case .cancelled: return stage == .cancelled && options.stage != .exactly(.cancelled)
      case .disputed: return isDisputed && !options.includeDisputed
      case .deprecated:
        return claims.contains { $0.rank == .deprecated } && claims.allSatisfy { !$0.rank.counts }
      case .superseded, .otherLayout, .saidByYear, .saidByDeal, .corrected:
        return claims.allSatisfy { !$0.rank.counts }
          && claims.contains { $0.rank == .superseded && $0.setAside.leftOut == reason }
      case .part: return claims.allSatisfy { $0.rank == .part }
      case .undated: return !isDated && options.window != nil
      case .outsideWindow:
        guard let window = options.window else { return false }
        func isOutside(_ first: Int32, _ last: Int32) -> Bool {
          window.within
            ? first < window.firstDay || last > window.lastDay
            : last < window.firstDay || window.lastDay < first
        }
        // Of several deliveries none may lie in the window, though their span does.
        let deliveries = claims.filter { $0.deal != 0 && $0.stage == .delivered && $0.rank.contributes }
        let areOutside = deliveries.allSatisfy { claim in
          isOutside(claim.delivery?.firstDay ?? claim.firstDay, claim.delivery?.lastDay ?? claim.lastDay)
        }
        return isOutside(item.firstDay, item.lastDay) || (!deliveries.isEmpty && areOutside)
      case .notMember:
        return [options.supplierWindows, options.recipientWindows].contains { windows in
          windows?.allSatisfy { !sharesADay($0.firstDay, $0.lastDay) } ?? false
        }
      case .otherCategory: return options.categories != 0 && !isNamed(item.category, in: options.categories)
      case .otherWeapon: return !options.weapons.isEmpty && !options.weapons.contains(item.weapon)
      case .otherAggregate:
        return isAggregate(item)
          && total.items.contains { other in
            isAggregate(other) && sharesADay(other.firstDay, other.lastDay)
              && (other.weapon, other.category) == (item.weapon, item.category)
              && !(isLow ? other.standingInLow : other.standing).isLeftOut
          }
      case .outweighed: return isAggregate(item)
      }
    }
  }
}
