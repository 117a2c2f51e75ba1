import ArmsModel

/// The ledgers of one pair while they are being filled, one per unit.
struct LedgerBook {
  private let claims: [CountedClaim]
  private let admission: Admission
  private let explain: Bool
  private let conversion: UnitConversion?
  private let window: CountingWindow?
  /// Whether any claim is one of a register's deals.
  private let hasRegister: Bool
  private let disputes: DisputedAggregates
  private let printedSums: PrintedSums
  private(set) var ledgers: [Ledger] = []
  /// Bits of the categories that something taken in names.
  private(set) var categories: UInt64 = 0

  init(
    _ claims: [CountedClaim], _ options: CountingOptions, _ conversion: UnitConversion?, tree: CategoryTree
  ) {
    self.claims = claims
    disputes = DisputedAggregates(claims, tree: tree)
    self.conversion = conversion
    admission = Admission(options)
    explain = options.explain
    window = options.window
    hasRegister = claims.contains { $0.deal != 0 }
    printedSums = PrintedSums(claims, options.window)
  }

  /// Enters a transfer under each unit in which it has a figure; under pieces if it has none.
  mutating func add(_ transfer: Transfer, at place: Int) {
    // All its deliveries lie within its time.
    if !explain, let window, transfer.lastDay < window.firstDay || window.lastDay < transfer.firstDay {
      return
    }
    let entry = Ledger.Entry(
      kind: .transfer(place), figure: nil, firstDay: transfer.firstDay, lastDay: transfer.lastDay,
      category: transfer.category, weapon: transfer.weapon)
    let leftOut = admission.reason(entry, transfer.stage, isDisputed: transfer.isDisputed)
    let deliveries = hasRegister ? TransferDeliveries(transfer, claims, window) : nil
    guard let deliveries, !deliveries.isEmpty else {
      guard leftOut == nil || explain else { return }
      if leftOut == nil { nameCategories(of: transfer) }
      var entry = entry
      entry.leftOut = leftOut
      return add(transfer.figures, Array(repeating: entry, count: transfer.figures.count), else: entry)
    }
    var figures: [Transfer.UnitFigure] = []
    var entries: [Ledger.Entry] = []
    for figure in transfer.figures {
      var own = entry
      own.leftOut = leftOut
      let delivered = deliveries.limited(figure)
      if let days = delivered.days {
        (own.firstDay, own.lastDay) = days
        // A volume is the register's own measure: that others dispute the deal takes nothing out of it.
        own.leftOut = admission.reason(
          own, transfer.stage, isDisputed: transfer.isDisputed && figure.isQuantity)
      }
      if delivered.isOutside, own.leftOut == nil { own.leftOut = .outsideWindow }
      if own.leftOut == nil { nameCategories(of: transfer) } else if !explain { continue }
      if explain { own.parts = deliveries.parts(in: figure) }
      figures.append(delivered.figure)
      entries.append(own)
    }
    guard transfer.figures.isEmpty else { return add(figures, entries, else: nil) }
    guard leftOut == nil || explain else { return }
    if leftOut == nil { nameCategories(of: transfer) }
    var own = entry
    own.leftOut = leftOut
    add([], [], else: own)
  }

  private mutating func nameCategories(of transfer: Transfer) {
    for member in transfer.members where claims[member.claim].rank.counts {
      categories |= bit(claims[member.claim].category)
    }
  }

  /// Enters the figures of a transfer, each in its entry; `unstated` under pieces if there are none.
  private mutating func add(
    _ figures: [Transfer.UnitFigure], _ entries: [Ledger.Entry], else unstated: Ledger.Entry?
  ) {
    if figures.isEmpty, let unstated { add(unstated, UnitNumbers.pieces, isQuantity: true) }
    if let conversion { return addConverted(entries, figures, conversion) }
    for (place, figure) in figures.enumerated() {
      var entry = entries[place]
      entry.figure = figure.figure
      add(entry, figure.unit, isQuantity: figure.isQuantity)
    }
  }

  /// Enters an aggregate likewise, or a deal claim that is set aside and fits no transfer.
  mutating func add(_ claim: CountedClaim, at place: Int) {
    var entry = entry(of: claim, at: place)
    switch claim.rank {
    case .masked: return
    case .deprecated: entry.leftOut = .deprecated
    case .superseded: entry.leftOut = claim.setAside.leftOut
    case .part: entry.leftOut = .part
    case .normal, .preferred: break
    }
    let isSetAside = entry.leftOut != nil
    func entered(_ figure: Figure?, _ unit: Int32, isQuantity: Bool) -> Ledger.Entry? {
      var own = entry
      own.figure = figure
      if !isSetAside {
        let isDisputed =
          claim.scope == .aggregate && disputes.isDisputed(claim, unit: unit, isQuantity: isQuantity)
        own.leftOut = reason(own, claim, at: place, isDisputed: isDisputed)
      }
      return own.leftOut == nil || explain ? own : nil
    }
    if let quantity = claim.saidQuantity,
      let entry = entered(quantity.figure, claim.saidQuantityUnit, isQuantity: true)
    {
      if entry.leftOut == nil { categories |= bit(claim.category) }
      add(entry, claim.saidQuantityUnit, isQuantity: true)
    }
    if let value = claim.saidValue, var entry = entered(value.figure, claim.unit, isQuantity: false) {
      if entry.leftOut == nil { categories |= bit(claim.category) }
      if let conversion, claim.unit != conversion.target,
        let factor = conversion.usableFactor(claim.unit, entry, value.figure)
      {
        add(converted: entry, value.figure, claim.unit, factor, to: conversion.target)
      } else {
        entry.isTooLargeToConvert = conversion?.isTooLarge(claim.unit, entry, value.figure) ?? false
        add(entry, claim.unit, isQuantity: false)
      }
    }
    if claim.saidQuantity == nil, claim.saidValue == nil,
      let entry = entered(nil, UnitNumbers.pieces, isQuantity: true)
    {
      if entry.leftOut == nil { categories |= bit(claim.category) }
      add(entry, UnitNumbers.pieces, isQuantity: true)
    }
  }

  private func entry(of claim: CountedClaim, at place: Int) -> Ledger.Entry {
    let days = claim.days
    return Ledger.Entry(
      kind: claim.scope == .aggregate ? .aggregate(place) : .claim(place), figure: nil,
      firstDay: days.first, lastDay: days.last, category: claim.category, weapon: claim.weapon,
      claims: [place])
  }

  /// Why a claim that counts is not taken in: for itself, or as a sum or a part of one that its source prints.
  private func reason(
    _ entry: Ledger.Entry, _ claim: CountedClaim, at place: Int, isDisputed: Bool
  ) -> CountingItem.LeftOut? {
    if let reason = admission.reason(entry, claim.stage, isDisputed: isDisputed) { return reason }
    if printedSums.isOutside(place, claims) { return .outsideWindow }
    guard let sum = printedSums.sum(of: place, claims),
      admission.reason(self.entry(of: claims[sum], at: sum), claims[sum].stage, isDisputed: false) == nil
    else { return nil }
    return .otherAggregate
  }

  /// The ledgers in ascending order of the units' numbers.
  mutating func close() {
    ledgers.sort { $0.unit == $1.unit ? $0.isQuantity && !$1.isQuantity : $0.unit < $1.unit }
    for place in ledgers.indices { ledgers[place].close(claims: claims) }
  }

  /// Enters the figures of a transfer, one of its values converted if it has none in the target unit.
  private mutating func addConverted(
    _ entries: [Ledger.Entry], _ figures: [Transfer.UnitFigure], _ conversion: UnitConversion
  ) {
    let choice = conversion.choice(figures, entries, claims)
    for (place, figure) in figures.enumerated() where !choice.dropped.contains(place) {
      if place == choice.converted {
        add(converted: entries[place], figure.figure, figure.unit, choice.factor, to: conversion.target)
      } else {
        var entry = entries[place]
        entry.figure = figure.figure
        entry.isTooLargeToConvert =
          !figure.isQuantity && conversion.isTooLarge(figure.unit, entry, figure.figure)
        add(entry, figure.unit, isQuantity: figure.isQuantity)
      }
    }
  }

  private mutating func add(
    converted entry: Ledger.Entry, _ figure: Figure, _ unit: Int32, _ factor: Double, to target: Int32
  ) {
    var entry = entry
    entry.figure = figure.converted(factor, step: conversion?.step ?? 1)
    entry.original = (figure, unit, factor)
    add(entry, target, isQuantity: false)
  }

  private mutating func add(_ entry: Ledger.Entry, _ unit: Int32, isQuantity: Bool) {
    for place in ledgers.indices
    where ledgers[place].unit == unit && ledgers[place].isQuantity == isQuantity {
      ledgers[place].add(entry)
      return
    }
    var ledger = Ledger(unit: unit, isQuantity: isQuantity)
    ledger.add(entry)
    ledgers.append(ledger)
  }

  private func bit(_ category: CategoryTree.Index) -> UInt64 { category < 0 ? 0 : 1 << UInt64(category) }
}
