/// A figure as it was before it was converted.
typealias OriginalFigure = (figure: Figure, unit: Int32, factor: Double)

extension Figure {
  /// Each number times a factor, rounded to the nearest multiple of `step`; an open end stays open.
  func converted(_ factor: Double, step: Int64 = 1) -> Figure {
    func number(_ value: Int64) -> Int64 {
      guard value != .max else { return .max }
      let product = (Double(value) * factor / Double(step)).rounded() * Double(step)
      return product < 0x1p63 ? Int64(product) : .max
    }
    return Figure(low: number(low), best: number(best), high: number(high))
  }
}

extension UnitConversion {
  /// No figure is larger, in thousandths: as large as one of a record may be.
  private static let most = 1e18

  /// The factor, where it is one that can be used, and gives a figure that can be added to others.
  func usableFactor(_ unit: Int32, _ entry: Ledger.Entry, _ figure: Figure) -> Double? {
    rate(unit, entry).flatMap { isTooLarge(figure, $0) ? nil : $0 }
  }

  /// Whether there is a factor, and only the size of what it gives stands against its use.
  func isTooLarge(_ unit: Int32, _ entry: Ledger.Entry, _ figure: Figure) -> Bool {
    unit != target && rate(unit, entry).map { isTooLarge(figure, $0) } ?? false
  }

  private func rate(_ unit: Int32, _ entry: Ledger.Entry) -> Double? {
    factor(unit, firstDay: entry.firstDay, lastDay: entry.lastDay).flatMap {
      $0 > 0 && $0.isFinite ? $0 : nil
    }
  }

  private func isTooLarge(_ figure: Figure, _ factor: Double) -> Bool {
    Double(figure.high == .max ? figure.best : figure.high) * factor > UnitConversion.most
  }

  /// The one of a transfer's values that is converted, or nil; and which of the others give way to it, or to one
  /// that is in the target unit anyway.
  ///
  /// - Parameter entries: per figure the entry that it stands in.
  func choice(
    _ figures: [Transfer.UnitFigure], _ entries: [Ledger.Entry], _ claims: [CountedClaim]
  ) -> (converted: Int?, factor: Double, dropped: [Int]) {
    var best: Int?
    var bestFactor = 1.0
    var convertible: [Int] = []
    for (place, figure) in figures.enumerated() where !figure.isQuantity && figure.unit != target {
      guard let factor = usableFactor(figure.unit, entries[place], figure.figure) else { continue }
      convertible.append(place)
      if let known = best, !claims[figure.bestClaim].leads(claims[figures[known].bestClaim]) { continue }
      best = place
      bestFactor = factor
    }
    if figures.contains(where: { !$0.isQuantity && $0.unit == target }) { best = nil }
    return (best, bestFactor, convertible.filter { $0 != best })
  }
}
