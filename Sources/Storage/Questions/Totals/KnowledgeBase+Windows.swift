public import ArmsModel
public import Counting
import SQLite

extension KnowledgeBase {
  /// Totals in order of size with ranks and shares, of all times or of windows of years.
  ///
  /// A window takes in what lies wholly inside it. Deals that reach over its edge are never split and never counted in
  /// two windows: they stand beside it as `spanning`.
  ///
  /// - Parameters:
  ///   - choice: nil for none; then the filter's dates hold as everywhere. With windows they are not looked at.
  ///   - top: how many lines of each unit, stage and window stand alone; the others are added up in one.
  /// - Returns: by stage, unit and window, the latest window first.
  public func rankedTotals(
    by grouping: TotalGrouping, _ filter: Filter = Filter(), stages: [StageChoice] = [.agreed],
    windows choice: WindowChoice? = nil, top: Int? = nil
  ) throws -> [RankedLine] {
    var groups: [LineGroup: [RankedLine]] = [:]
    let lines =
      try choice.map { try windowLines(by: grouping, filter, stages, $0) }
      ?? totals(by: grouping, filter, stages: stages).map { RankedLine(window: nil, line: $0) }
    for line in lines { groups[LineGroup(line), default: []].append(line) }
    let ranking = Ranking(top: top, categories: categories.categories.map(\.slug))
    func place(_ group: LineGroup) -> (Int, String, Int) {
      (stages.firstIndex { $0.word == group.stage } ?? 0, group.unit.rawValue, -(group.window?.lastYear ?? 0))
    }
    let order = groups.keys.sorted { place($0) < place($1) }
    return order.flatMap { ranking.ranked(groups[$0] ?? []) }
  }

  /// The first and last year of what is counted, by unit, whoever the parties and whatever the weapons.
  public func years(
    _ filter: Filter = Filter(), stages: [StageChoice] = [.agreed]
  ) throws -> [FigureUnit: ClosedRange<Int>] {
    var all = Filter()
    (all.asOf, all.publishedBy, all.minCredibility) = (filter.asOf, filter.publishedBy, filter.minCredibility)
    (all.sources, all.assertedBy, all.includeDisputed) = (
      filter.sources, filter.assertedBy, filter.includeDisputed
    )
    (all.currency, all.constantYear) = (filter.currency, filter.constantYear)
    var found: [FigureUnit: ClosedRange<Int>] = [:]
    func add(_ unit: FigureUnit, _ first: Int?, _ last: Int?) {
      guard let year = first ?? last else { return }
      let (first, last) = (min(first ?? year, last ?? year), max(first ?? year, last ?? year))
      let known = found[unit] ?? first...last
      found[unit] = min(known.lowerBound, first)...max(known.upperBound, last)
    }
    if all == Filter(), stages == [.agreed] {
      try rows("SELECT unit, min(first), max(last) FROM party_total WHERE side = 'supplier' GROUP BY unit") {
        row in
        add(FigureUnit(rawValue: try row.text(0)), try row.date(1)?.year, try row.date(2)?.year)
      }
      return found
    }
    try loadDirectory()
    let context = try CountingContext(self, all)
    for stage in stages {
      let counter = PairCounter(self, context, stage)
      try eachPair(all, context.vocabulary) { pair in
        try counter.count(pair, by: .pair) { _, total, _, _ in
          add(
            context.vocabulary.units[total.unit], total.firstDay == .min ? nil : Int(total.firstDay / 10_000),
            total.lastDay == .max ? nil : Int(total.lastDay / 10_000))
        }
      }
    }
    return found
  }

  /// The lines of all windows, each with what reaches over the edges and with the figures of the window before.
  private func windowLines(
    by grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice], _ choice: WindowChoice
  ) throws -> [RankedLine] {
    try loadDirectory()
    var filter = try writtenOut(filter)
    (filter.since, filter.until, filter.within) = (nil, nil, false)
    let units = Set(filter.units)
    let years = try years(filter, stages: stages).filter { units.isEmpty || units.contains($0.key) }
    let windowsOfUnit = years.mapValues { choice.windows(over: $0) }
    let asked = Set(windowsOfUnit.values.joined())
    let windows = Array(asked.union(asked.map(\.previous)))
    let names = try SourceNames(self)
    let context = try CountingContext(self, filter)
    var lines: [RankedLine] = []
    for stage in stages {
      var sums = windows.map { WindowSum($0) }
      let counter = PairCounter(self, context, stage)
      try eachPair(filter, context.vocabulary) { pair in
        try counter.eachPart(of: pair, by: grouping) { part in
          for place in sums.indices { try sums[place].add(part, counter, context) }
        }
      }
      let sumOf = Dictionary(uniqueKeysWithValues: zip(windows, sums))
      for (unit, own) in windowsOfUnit {
        for window in own {
          guard let sum = sumOf[window] else { continue }
          let previous = sumOf[window.previous]
          let keys = sum.keys(of: unit.rawValue).union(previous?.keys(of: unit.rawValue) ?? [])
          for key in keys {
            let row = sum.rows.row(key: key, unit: unit.rawValue) ?? TotalRow(key: key, unit: unit.rawValue)
            var line = RankedLine(window: window, line: try self.line(row, grouping, stage.word, names))
            line.spanning = sum.spanning(key, unit.rawValue)
            let before = previous?.rows.row(key: key, unit: unit.rawValue)
            line.previous = before?.isTooLarge == true ? .max : before?.best
            line.previousSpanning = previous?.spanning(key, unit.rawValue) ?? 0
            lines.append(line)
          }
        }
      }
    }
    return lines
  }
}

private struct LineGroup: Hashable {
  var stage: String
  var unit: FigureUnit
  var window: YearWindow?

  init(_ line: RankedLine) {
    stage = line.line.stage
    unit = line.line.unit
    window = line.window
  }
}

/// What one window comes to, as the pairs come in.
private struct WindowSum {
  private struct Key: Hashable {
    var key: String?
    var unit: String
  }
  private let inside: CountingWindow
  private let touching: CountingWindow
  /// The lines of what lies wholly inside.
  private(set) var rows = TotalAccumulator()
  /// Best figures of all that shares a day with the window.
  private var reaching: [Key: Int64] = [:]

  init(_ window: YearWindow) {
    inside = window.days(within: true)
    touching = window.days(within: false)
  }

  mutating func add(_ part: PairPart, _ counter: PairCounter, _ context: CountingContext) throws {
    func unit(_ total: PairTotal) -> String { context.vocabulary.units[total.unit].rawValue }
    var options = part.options
    options.window = touching
    let all = counter.totals(part, options, masking: { $0.isBrokenDown(in: part.claims, unlessIn: inside) })
    guard !all.isEmpty else { return }
    for total in all {
      guard let own = total.figure?.thousandths(isQuantity: total.isQuantity) else { continue }
      let key = Key(key: part.key, unit: unit(total))
      reaching[key] = saturatingSum(reaching[key] ?? 0, own.best)
    }
    options.window = inside
    for total in counter.totals(part, options) {
      try rows.add(key: part.key, unit: unit(total)) { row in
        row.add(total, part.claims)
        for conversion in context.conversions(in: total) { row.conversions.insert(conversion) }
      }
    }
  }

  /// The groups that have anything in it, or reaching over its edges.
  func keys(of unit: String) -> Set<String?> {
    Set(rows.keys(of: unit)).union(reaching.keys.filter { $0.unit == unit }.map(\.key))
  }

  /// What reaches over its edges could add; `Int64.max`: too large to be kept.
  func spanning(_ key: String?, _ unit: String) -> Int64 {
    if reaching[Key(key: key, unit: unit)] == .max { return .max }
    return max((reaching[Key(key: key, unit: unit)] ?? 0) - (rows.row(key: key, unit: unit)?.best ?? 0), 0)
  }
}

extension CountedClaim {
  /// Whether it is a sum over a period that reaches out of the window, and its own edition of a dataset gives figures
  /// of parts of that period, too: then it tells nothing that these do not.
  fileprivate func isBrokenDown(in claims: [CountedClaim], unlessIn window: CountingWindow) -> Bool {
    guard scope == .aggregate, dataset != 0, rank.counts else { return false }
    if window.firstDay <= firstDay, lastDay <= window.lastDay { return false }
    return claims.contains { other in
      other.scope == .aggregate && other.document == document && other.unit == unit && other.rank.counts
        && firstDay <= other.firstDay && other.lastDay <= lastDay
        && (firstDay, lastDay) != (other.firstDay, other.lastDay)
    }
  }
}
