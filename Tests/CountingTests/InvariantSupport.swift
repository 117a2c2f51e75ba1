import ArmsModel
import Counting
import Testing

/// The claims of one pair, grouped and added up by the product and by the reference.
struct CountedPair {
  var claims: [CountedClaim]
  var verdicts: Verdicts
  var transfers: [Transfer]

  init(_ claims: [CountedClaim], _ verdicts: Verdicts = Verdicts()) {
    self.claims = claims
    self.verdicts = verdicts
    transfers = TransferGrouping(tree: testTree).transfers(of: claims, verdicts: verdicts)
  }

  /// What the transfers come to by the reference, their claims taken as the product grouped them.
  ///
  /// - Parameter window: the time that is asked for.
  func reference(_ window: CountingWindow? = nil) -> [ReferenceTransfer] {
    transfers.map { transfer in
      var facts = ReferenceTransfer(
        transfer.members.map(\.claim), of: claims, verdicts: verdicts, window: window)
      // Of several designations or categories that are equally narrow, any may stand for the transfer.
      if facts.weapons.contains(transfer.weapon) { facts.weapons = [transfer.weapon] }
      if facts.categories.contains(transfer.category) { facts.categories = [transfer.category] }
      return facts
    }
  }

  func totals(_ options: CountingOptions, _ conversion: UnitConversion? = nil) -> [PairTotal] {
    PairTotals(tree: testTree).totals(
      claims: claims, transfers: transfers, options: options, conversion: conversion)
  }

  /// The figures of the totals by unit; what has none is not in it.
  func figures(
    _ options: CountingOptions, _ conversion: UnitConversion? = nil
  ) -> [ReferenceUnit: Figure] {
    var figures: [ReferenceUnit: Figure] = [:]
    for total in totals(options, conversion) where total.figure != nil {
      figures[ReferenceUnit(number: total.unit, isQuantity: total.isQuantity)] = total.figure
    }
    return figures
  }
}

/// Options of every kind; the windows and filters differ from seed to seed.
func optionsOfEveryKind(_ seed: UInt64) -> [CountingOptions] {
  var generator = SeededGenerator(seed: seed &+ 77)
  func window(_ generator: inout SeededGenerator, within: Bool) -> CountingWindow {
    let first = Int32(generator.number(1999...2010))
    let last = first + Int32(generator.number(0...6))
    return CountingWindow(
      firstDay: generator.happens(oneIn: 5) ? .min : first * 10_000 + 101,
      lastDay: generator.happens(oneIn: 5) ? .max : last * 10_000 + 1231, within: within)
  }
  func categories(_ generator: inout SeededGenerator) -> UInt64 {
    let wanted = Int8(generator.number(0...6))
    return (0...6).reduce(0) { referenceIsBelow($1, wanted) ? $0 | 1 << UInt64($1) : $0 }
  }
  func weapons(_ generator: inout SeededGenerator) -> Set<Int32> {
    Set((0..<generator.number(1...2)).map { _ in Int32(generator.number(1...3)) })
  }
  var options = [
    CountingOptions(), CountingOptions(stage: .delivered), CountingOptions(stage: .exactly(.approved)),
    CountingOptions(stage: .exactly(generator.pick([.denied, .cancelled, .reported, .offered, .diverted]))),
    CountingOptions(includeDisputed: true),
    CountingOptions(window: window(&generator, within: false)),
    CountingOptions(includeDisputed: true, window: window(&generator, within: true)),
    CountingOptions(categories: categories(&generator)), CountingOptions(weapons: weapons(&generator)),
    CountingOptions(categories: categories(&generator) | categories(&generator)),
  ]
  var membership = CountingOptions()
  membership.supplierWindows = [window(&generator, within: false), window(&generator, within: false)]
  if generator.happens(oneIn: 2) { membership.recipientWindows = [window(&generator, within: false)] }
  options.append(membership)
  for place in options.indices { options[place].explain = true }
  return options
}

/// A figure in words, for what a failing test prints.
func text(_ figure: Figure?) -> String {
  guard let figure else { return "none" }
  return "\(figure.low)/\(figure.best)/" + (figure.high == .max ? "open" : "\(figure.high)")
}

/// Totals by unit on lines, in the order of the units.
func text(_ figures: [ReferenceUnit: Figure]) -> String {
  figures.sorted { $0.key < $1.key }.map { unit, figure in
    "\(unit.number)\(unit.isQuantity ? " things" : " money"): \(text(figure))"
  }.joined(separator: "; ")
}

/// Adds figure to figure, unit by unit.
func sum(_ all: [[ReferenceUnit: Figure]]) -> [ReferenceUnit: Figure] {
  all.reduce(into: [:]) { sums, figures in
    for (unit, figure) in figures {
      let old = sums[unit] ?? Figure(low: 0, best: 0, high: 0)
      sums[unit] = Figure(
        low: old.low + figure.low, best: old.best + figure.best,
        high: ReferenceTotals.open(old.high, figure.high))
    }
  }
}

/// What anybody sees of transfers without rows and places: figures, stages, origins, grades, days, and
/// the keys of members.
func summary(_ pair: CountedPair, keys: Bool = true) -> [String] {
  pair.transfers.map { transfer in
    let figures = transfer.figures.map { "\($0.unit) \($0.isQuantity) \(text($0.figure)) \($0.qualifier)" }
    let members = transfer.members.map {
      short(pair.claims[$0.claim].key) + " \($0.rule.rawValue) \($0.score)"
    }
    return [
      "\(transfer.stage.slug)\(transfer.isDisputed ? " disputed" : "")",
      "w\(transfer.weapon) c\(transfer.category)",
      "\(figures)", "\(transfer.firstDay) \(transfer.lastDay)", "origins \(transfer.origins)",
      "cred \(transfer.credibility)", "rel \(transfer.reliability)", keys ? "\(members)" : "",
    ].joined(separator: " ")
  }
}
