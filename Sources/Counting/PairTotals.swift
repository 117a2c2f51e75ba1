public import ArmsModel

/// Adds up the transfers and aggregates of one pair, unit by unit.
public struct PairTotals: Sendable {
  private let tree: CategoryTree

  /// Totals with the categories of that tree.
  public init(tree: CategoryTree) { self.tree = tree }

  /// The totals of one pair, one element per unit, in ascending order of the units' numbers.
  ///
  /// A unit in which nothing is taken in has a total only with `explain`.
  ///
  /// - Parameters:
  ///   - claims: all live claims of the pair; of those of scope `.aggregate` the aggregates are made.
  ///   - transfers: what `TransferGrouping` made of the same list.
  ///   - conversion: into which unit of money figures are converted first; nil: none.
  public func totals(
    claims: [CountedClaim], transfers: [Transfer], options: CountingOptions = CountingOptions(),
    conversion: UnitConversion? = nil
  ) -> [PairTotal] {
    var ledgers: [Ledger] = []
    var categories: UInt64 = 0
    func add(_ entry: Ledger.Entry, _ unit: Int32, isQuantity: Bool) {
      for place in ledgers.indices
      where ledgers[place].unit == unit && ledgers[place].isQuantity == isQuantity {
        ledgers[place].add(entry)
        return
      }
      var ledger = Ledger(unit: unit, isQuantity: isQuantity)
      ledger.add(entry)
      ledgers.append(ledger)
    }

    for (place, transfer) in transfers.enumerated() {
      var entry = Ledger.Entry(
        kind: .transfer(place), figure: nil, firstDay: transfer.firstDay, lastDay: transfer.lastDay,
        category: transfer.category, weapon: transfer.weapon)
      entry.leftOut = reason(entry, transfer.stage, isDisputed: transfer.isDisputed, options)
      if entry.leftOut == nil {
        for member in transfer.members where claims[member.claim].rank != .deprecated {
          categories |= bit(claims[member.claim].category)
        }
      } else if !options.explain {
        continue
      }
      if transfer.figures.isEmpty { add(entry, UnitNumbers.pieces, isQuantity: true) }
      for figure in transfer.figures {
        entry.figure = figure.figure
        add(entry, figure.unit, isQuantity: figure.isQuantity)
      }
    }
    for (place, claim) in claims.enumerated() where claim.scope == .aggregate {
      let days = claim.days
      var entry = Ledger.Entry(
        kind: .aggregate(place), figure: nil, firstDay: days.first, lastDay: days.last,
        category: claim.category, weapon: claim.weapon, claims: [place])
      let isDeprecated = claim.rank == .deprecated
      entry.leftOut = isDeprecated ? .deprecated : reason(entry, claim.stage, isDisputed: false, options)
      if entry.leftOut == nil {
        categories |= bit(claim.category)
      } else if !options.explain {
        continue
      }
      if let quantity = claim.saidQuantity {
        entry.figure = Figure(low: quantity.low, best: quantity.best, high: quantity.high)
        add(entry, claim.saidQuantityUnit, isQuantity: true)
      }
      if let value = claim.saidValue {
        entry.figure = Figure(low: value.low, best: value.best, high: value.high)
        add(entry, claim.unit, isQuantity: false)
      }
      if entry.figure == nil { add(entry, UnitNumbers.pieces, isQuantity: true) }
    }
    ledgers.sort { $0.unit == $1.unit ? $0.isQuantity && !$1.isQuantity : $0.unit < $1.unit }
    for place in ledgers.indices { ledgers[place].close(claims: claims) }
    return ledgers.map {
      total(of: $0, claims: claims, transfers: transfers, categories: categories, options)
    }
  }

  private func bit(_ category: CategoryTree.Index) -> UInt64 { category < 0 ? 0 : 1 << UInt64(category) }

  /// Why something is not taken in, or nil if it is.
  private func reason(
    _ entry: Ledger.Entry, _ stage: Stage, isDisputed: Bool, _ options: CountingOptions
  ) -> CountingItem.LeftOut? {
    if !options.stage.includes(stage) {
      switch stage {
      case .denied: return .denied
      case .cancelled: return .cancelled
      default: return .stage(stage)
      }
    }
    if isDisputed, !options.includeDisputed { return .disputed }
    if let window = options.window {
      if entry.firstDay == .min, entry.lastDay == .max { return .undated }
      let fits =
        window.within
        ? window.firstDay <= entry.firstDay && entry.lastDay <= window.lastDay
        : window.firstDay <= entry.lastDay && entry.firstDay <= window.lastDay
      if !fits { return .outsideWindow }
    }
    if options.category >= 0, !tree.isBelow(entry.category, options.category) { return .otherCategory }
    if options.weapon != 0, entry.weapon != options.weapon { return .otherWeapon }
    return nil
  }

  private func total(
    of ledger: Ledger, claims: [CountedClaim], transfers: [Transfer], categories: UInt64,
    _ options: CountingOptions
  ) -> PairTotal {
    let entries = ledger.entries
    let choice = LedgerChoice(ledger, tree: tree, isLow: false)
    let hasAggregates = entries.contains { $0.isAggregate && $0.leftOut == nil && $0.figure != nil }
    let lowChoice = hasAggregates ? LedgerChoice(ledger, tree: tree, isLow: true) : choice
    var result = PairTotal(
      unit: ledger.unit, isQuantity: ledger.isQuantity, figure: nil, items: [], transfers: 0, unstated: 0,
      claims: [], firstDay: .max, lastDay: .min, categories: categories)

    var figure = Figure(low: 0, best: 0, high: 0)
    var hasFigure = false
    for (place, entry) in entries.enumerated() {
      let standing = choice.standing[place]
      if lowChoice.standing[place] == .counted {
        figure.low = saturatingSum(figure.low, lowChoice.worth[place].low)
      }
      guard !standing.isLeftOut else { continue }
      hasFigure = hasFigure || entry.figure != nil
      figure.high = saturatingSum(figure.high, entry.figure?.high ?? 0)
      if isCounted(place, choice) {
        addClaims(of: entry, claims, transfers, to: &result.claims)
      }
      guard standing == .counted else { continue }
      figure.best = saturatingSum(figure.best, choice.worth[place].best)
      result.transfers += 1
      if entry.figure == nil { result.unstated += 1 }
      if entry.firstDay != .min { result.firstDay = min(result.firstDay, entry.firstDay) }
      if entry.lastDay != .max { result.lastDay = max(result.lastDay, entry.lastDay) }
    }
    figure.low = min(figure.low, figure.best)
    if hasFigure { result.figure = figure }
    if result.firstDay == .max { result.firstDay = .min }
    if result.lastDay == .min { result.lastDay = .max }
    result.claims.sort()
    result.items = items(entries, choice, lowChoice, transfers, explain: options.explain)
    return result
  }

  /// Whether an entry is counted, or lies inside one that is.
  private func isCounted(_ place: Int, _ choice: LedgerChoice) -> Bool {
    var place = place
    while case .contained(let container) = choice.standing[place] { place = container }
    return choice.standing[place] == .counted
  }

  private func addClaims(
    of entry: Ledger.Entry, _ claims: [CountedClaim], _ transfers: [Transfer], to list: inout [Int]
  ) {
    switch entry.kind {
    case .aggregate: list += entry.claims
    case .transfer(let transfer):
      for member in transfers[transfer].members where claims[member.claim].rank != .deprecated {
        list.append(member.claim)
      }
    }
  }

  /// The entries as items: the counted ones, and behind them, if asked for, the others.
  private func items(
    _ entries: [Ledger.Entry], _ choice: LedgerChoice, _ lowChoice: LedgerChoice, _ transfers: [Transfer],
    explain: Bool
  ) -> [CountingItem] {
    var order = entries.indices.filter { choice.standing[$0] == .counted }
    if explain { order += entries.indices.filter { choice.standing[$0] != .counted } }
    var placeOf: [Int: Int] = [:]
    if explain { for (item, entry) in order.enumerated() { placeOf[entry] = item } }
    func moved(_ standing: CountingItem.Standing) -> CountingItem.Standing {
      switch standing {
      case .contained(let container): .contained(in: placeOf[container] ?? container)
      case .overlapped(let aggregate): .overlapped(by: placeOf[aggregate] ?? aggregate)
      case .counted, .leftOut: standing
      }
    }
    return order.map { place in
      let entry = entries[place]
      var claims = entry.claims
      if case .transfer(let transfer) = entry.kind { claims = transfers[transfer].members.map(\.claim) }
      let counts = choice.standing[place] == .counted
      return CountingItem(
        kind: entry.kind, figure: entry.figure,
        counted: counts && (entry.figure != nil || choice.worth[place].best > 0) ? choice.worth[place] : nil,
        standing: moved(choice.standing[place]), standingInLow: moved(lowChoice.standing[place]),
        firstDay: entry.firstDay, lastDay: entry.lastDay, category: entry.category, weapon: entry.weapon,
        claims: claims)
    }
  }
}
