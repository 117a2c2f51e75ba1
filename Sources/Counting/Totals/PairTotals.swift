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
    var book = LedgerBook(claims, options, conversion, tree: tree)
    for (place, transfer) in transfers.enumerated() { book.add(transfer, at: place) }
    for (place, claim) in claims.enumerated() where claim.scope == .aggregate {
      book.add(claim, at: place)
    }
    if options.explain {
      for place in setAside(claims, transfers) { book.add(claims[place], at: place) }
    }
    book.close()
    return book.ledgers.map {
      total(of: $0, claims: claims, transfers: transfers, categories: book.categories, options)
    }
  }

  /// Places of the deal claims that give no figure and stand in no transfer.
  private func setAside(_ claims: [CountedClaim], _ transfers: [Transfer]) -> [Int] {
    let places = claims.indices.filter { claims[$0].scope == .deal && !claims[$0].rank.counts }
    guard !places.isEmpty else { return [] }
    let placed = Set(transfers.flatMap { $0.members.map(\.claim) })
    return places.filter { !placed.contains($0) }.sorted { claims[$0].key < claims[$1].key }
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
    var (hasFigure, isOpen) = (false, false)
    for (place, entry) in entries.enumerated() {
      let standing = choice.standing[place]
      if lowChoice.standing[place] == .counted {
        figure.low = saturatingSum(figure.low, lowChoice.worth[place].low)
      }
      guard !standing.isLeftOut else { continue }
      if let own = entry.figure {
        hasFigure = true
        isOpen = isOpen || own.high == .max && !own.isTooLarge
        figure.high = saturatingSum(figure.high, own.high)
      }
      if isCounted(place, choice) {
        addClaims(of: entry, claims, transfers, to: &result.claims)
      }
      guard standing == .counted else { continue }
      figure.best = saturatingSum(figure.best, choice.worth[place].best)
      result.transfers += 1
      if entry.figure == nil {
        result.unstated += 1
        result.absences |= absence(of: entry, claims, transfers).bit
      }
      if entry.firstDay != .min { result.firstDay = min(result.firstDay, entry.firstDay) }
      if entry.lastDay != .max { result.lastDay = max(result.lastDay, entry.lastDay) }
    }
    figure.low = min(figure.low, figure.best)
    if hasFigure {
      result.figure = figure.orTooLarge(isOpen: isOpen, isQuantity: ledger.isQuantity)
      if result.figure?.isTooLarge == true { result.absences |= Absence.tooLarge.bit }
    }
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

  private func absence(
    of entry: Ledger.Entry, _ claims: [CountedClaim], _ transfers: [Transfer]
  ) -> Absence {
    switch entry.kind {
    case .aggregate(let place), .claim(let place): claims[place].absence
    case .transfer(let transfer): transfers[transfer].absence
    }
  }

  private func addClaims(
    of entry: Ledger.Entry, _ claims: [CountedClaim], _ transfers: [Transfer], to list: inout [Int]
  ) {
    switch entry.kind {
    case .aggregate: list += entry.claims
    case .claim: break
    case .transfer(let transfer):
      for member in transfers[transfer].members where claims[member.claim].rank.contributes {
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
        kind: entry.kind, figure: entry.figure, original: entry.original,
        isTooLargeToConvert: entry.isTooLargeToConvert,
        counted: counts && (entry.figure != nil || choice.worth[place].best > 0) ? choice.worth[place] : nil,
        standing: moved(choice.standing[place]), standingInLow: moved(lowChoice.standing[place]),
        firstDay: entry.firstDay, lastDay: entry.lastDay, category: entry.category, weapon: entry.weapon,
        claims: claims, parts: entry.parts)
    }
  }
}

extension Figure {
  /// The figure, or that it is too large: where one of its numbers was, or would be as the thousandths that are kept.
  ///
  /// - Parameter isOpen: whether something in it has no upper end, so that `high` tells nothing.
  func orTooLarge(isOpen: Bool, isQuantity: Bool) -> Figure {
    if high == .max, !isOpen { return .tooLarge }
    return isTooLarge || thousandths(isQuantity: isQuantity).isTooLarge ? .tooLarge : self
  }
}
