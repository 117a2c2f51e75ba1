import ArmsModel
import Counting
import Publishing
import Storage

/// Totals in order of size, with rank and share, and windows of years beside those before.
struct RankedReport {
  let knowledgeBase: KnowledgeBase
  let grouping: TotalGrouping
  let filter: Filter
  let stages: [StageChoice]
  let top: Int?
  let windows: WindowChoice?

  /// Writes the lines, and below them in words what they add up to.
  func write(_ output: OutputOptions, limit: Int?) throws {
    let lines = try knowledgeBase.rankedTotals(
      by: grouping, filter, stages: stages, windows: windows, top: top)
    let table = TotalsTable(knowledgeBase, grouping)
    let answer = try Answer(
      output, table.columns(figures: columns), title: "Totals by \(grouping.rawValue)",
      readingOrder: readingOrder(table),
      leftOutOfReading: leftOutOfReading(table, lines))
    for line in lines.prefix(limit ?? .max) {
      try answer.write(table.cells(line.line, others: line.others, figures: cells(line)))
    }
    try answer.finish()
    let groups = groups(of: lines)
    for group in groups { Console.say("\(sum(group))") }
    if windows != nil { remarks(lines) }
    var filter = filter
    if windows != nil { (filter.since, filter.until, filter.within) = (nil, nil, false) }
    try TotalsReport(knowledgeBase, grouping, filter, stages)
      .remarks(
        lines.map(\.line), isForReading: output.isForReading,
        together: groups.filter { sum($0) { $0.line.figure?.best } == .max }.compactMap { $0.first?.line })
  }

  private var columns: [Column] {
    let shares = [Column("rank", .integer), Column("share", .decimal)]
    guard windows != nil else { return shares }
    return [Column("window")] + shares + [
      Column("share_low", .decimal), Column("share_high", .decimal), Column("spanning", .decimal),
      Column("previous", .decimal), Column("previous_spanning", .decimal), Column("change", .decimal),
      Column("change_low", .decimal), Column("change_high", .decimal),
    ]
  }

  private func readingOrder(_ table: TotalsTable) -> [String] {
    let names = table.readingOrder.prefix { $0 != "unit" }
    let rest = table.readingOrder.drop { $0 != "best" }.dropFirst()
    guard windows != nil else { return ["rank"] + names + ["unit", "best", "share"] + rest }
    return ["rank"] + names + [
      "window", "unit", "best", "share", "previous", "change", "spanning", "share_low", "share_high",
      "change_low",
      "change_high", "previous_spanning",
    ] + rest
  }

  /// Where all deliveries are known by year, nothing spans, and figures are exact.
  private func leftOutOfReading(_ table: TotalsTable, _ lines: [RankedLine]) -> [String] {
    let names = table.leftOutOfReading(lines.map(\.line))
    guard lines.allSatisfy({ $0.spanning == 0 && $0.previousSpanning == 0 }) else { return names }
    return names + ["spanning", "previous_spanning", "share_low", "share_high", "change_low", "change_high"]
  }

  private func cells(_ line: RankedLine) -> [Cell] {
    let rank = line.rank.map { Cell.integer(Int64($0)) } ?? .null
    guard let window = line.window else { return [rank, Cell(thousandths: line.share)] }
    return [
      .text(window.name), rank, Cell(thousandths: line.share), Cell(thousandths: line.shareLow),
      Cell(thousandths: line.shareHigh), Cell(thousandths: line.spanning),
      Cell(thousandths: line.previous),
      Cell(thousandths: line.previousSpanning), Cell(thousandths: line.change),
      Cell(thousandths: line.changeLow), Cell(thousandths: line.changeHigh),
    ]
  }

  /// Lines of one stage, unit and window; they stand together.
  private func groups(of lines: [RankedLine]) -> [ArraySlice<RankedLine>] {
    var groups: [ArraySlice<RankedLine>] = []
    var start = 0
    for place in lines.indices {
      let (line, next) = (lines[place], place + 1 < lines.count ? lines[place + 1] : nil)
      if let next, next.line.stage == line.line.stage, next.line.unit == line.line.unit,
        next.window == line.window
      {
        continue
      }
      groups.append(lines[start...place])
      start = place + 1
    }
    return groups
  }

  private func sum(_ lines: ArraySlice<RankedLine>, _ figure: (RankedLine) -> Int64?) -> Int64 {
    lines.reduce(0) { saturatingSum($0, figure($1) ?? 0) }
  }

  /// What the lines of a window come to, and those before.
  private func sum(_ lines: ArraySlice<RankedLine>) -> String {
    guard let first = lines.first else { return "" }
    let stage = stages.count > 1 ? ", \(first.line.stage)" : ""
    guard let window = first.window else {
      return "all\(stage): \(groupedDecimal(sum(lines) { $0.line.figure?.best })) \(first.line.unit)"
    }
    let now = (best: sum(lines) { $0.line.figure?.best }, spanning: sum(lines) { $0.spanning })
    let before = (best: sum(lines) { $0.previous }, spanning: sum(lines) { $0.previousSpanning })
    func range(_ figure: (best: Int64, spanning: Int64)) -> String {
      let most = saturatingSum(figure.best, figure.spanning)
      return groupedDecimal(figure.best) + (most > figure.best ? " to \(groupedDecimal(most))" : "")
    }
    var text = "\(window.name)\(stage): \(range(now)) \(first.line.unit)"
    guard before.best > 0 || before.spanning > 0 else { return text }
    text += "; \(window.previous.name): \(range(before))"
    // A range of changes would only repeat the two ranges.
    guard before.best > 0, before.best < .max, now.best < .max, now.spanning == 0, before.spanning == 0 else {
      return text
    }
    let tenths = ((Double(now.best) / Double(before.best) - 1) * 1_000).rounded()
    guard tenths.magnitude < 1e12 else { return text }
    return text + " (\(tenths > 0 ? "+" : "")\(groupedDecimal(Int64(tenths) * 100)) %)"
  }

  /// What the figures of windows are, and what they are not.
  private func remarks(_ lines: [RankedLine]) {
    Console.say(
      "counted in a window: what lies wholly inside; no deal is split, and none counts in two windows")
    var shares: [FigureUnit: [Int64]] = [:]
    for group in groups(of: lines) {
      let best = group.reduce(0.0) { $0 + Double($1.line.best ?? 0) }
      let spanning = group.reduce(0.0) { $0 + Double($1.spanning) }
      let isKept = group.allSatisfy { !$0.line.isTooLarge && $0.spanning < .max }
      guard spanning > 0, isKept, let unit = group.first?.line.unit else { continue }
      shares[unit, default: []].append(Int64((spanning / (best + spanning) * 1_000).rounded()) * 100)
    }
    let parts = shares.sorted { $0.key < $1.key }.compactMap { unit, all -> String? in
      guard let least = all.min(), let most = all.max() else { return nil }
      let share = least == most ? groupedDecimal(most) : "\(groupedDecimal(least)) to \(groupedDecimal(most))"
      return "\(share) % of the \(unit)"
    }
    guard !parts.isEmpty else { return }
    Console.say(
      "spanning: \(parts.joined(separator: ", ")) in question is of deals that reach over the edge of a window; the true "
        + "figure lies between best and best + spanning"
        + (shares[.tiv] != nil
          ? "; SIPRI's export with 17 columns gives deliveries by year, which makes \(parts.count > 1 ? "TIV" : "it") exact"
          : ""))
  }
}
