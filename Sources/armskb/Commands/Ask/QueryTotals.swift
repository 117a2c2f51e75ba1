import ArgumentParser
import ArmsModel
import Counting
import Publishing
import Storage

/// `armskb query totals`.
struct QueryTotals: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "totals",
    abstract: "Totals by supplier, recipient, pair, category, class, weapon, year, region or source.",
    discussion: """
      Deals are counted once however many outlets report them, an order and its delivery once; a period total and \
      the deals inside it are not added; units never mix. docs/counting.md has the rules.

        armskb query totals --by supplier --recipient Azerbaijan
        armskb query totals --by year --supplier ISR --recipient AZE --explain
        armskb query totals --unit TIV --window 5 --top 10
        armskb query totals --stage approved --unit USD
        armskb query totals --currency USD --constant 2020 --supplier-in NATO
      """)

  @Option(help: ArgumentHelp(TotalGrouping.help, valueName: "by"))
  var by: [String] = ["supplier"]
  @Flag(help: "Say what was counted, what was left out, and why.") var explain = false
  @Flag(help: "Give each figure a hash and its question in full, to be printed with it (see cite).")
  var cite = false
  @OptionGroup var shares: ShareOptions
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    let words = by.flatMap { $0.split(separator: ",") }.map { String($0).trimmed }
    guard words.count == 1 else {
      let pair = Set(words) == ["supplier", "recipient"] ? "; did you mean 'pair'?" : ""
      throw ValidationError(
        "--by \(words.joined(separator: ",")): totals are by one thing at a time\(pair)")
    }
    if let grouping {
      try shares.check(grouping, filters)
      if shares.isAsked, explain || cite {
        throw ValidationError("--explain and --cite take apart plain totals: leave out --top and --window")
      }
      return
    }
    let all = TotalGrouping.allCases.map(\.rawValue)
    throw ValidationError(
      "there are no totals by '\(words[0])'\(suggestion(NearestName.of(words[0], among: all))) (by: \(all.joined(separator: ", ")))"
    )
  }

  private var grouping: TotalGrouping? { TotalGrouping(rawValue: by.joined()) }

  func run() throws {
    try database.reading { knowledgeBase in
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      let grouping = grouping ?? .supplier
      if shares.isAsked {
        let report = RankedReport(
          knowledgeBase: knowledgeBase, grouping: grouping, filter: filter, stages: filters.stageChoices,
          top: shares.top, windows: shares.choice(filters))
        return try report.write(output, limit: filters.limit)
      }
      let report = TotalsReport(knowledgeBase, grouping, filter, filters.stageChoices)
      try report.write(output, explain: explain, cite: cite, limit: filters.limit)
    }
  }
}

/// Totals as rows, with their explanation where it was asked for.
struct TotalsReport {
  private let knowledgeBase: KnowledgeBase
  private let grouping: TotalGrouping
  private let filter: Filter
  private let stages: [StageChoice]

  init(_ knowledgeBase: KnowledgeBase, _ grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice]) {
    self.knowledgeBase = knowledgeBase
    self.grouping = grouping
    self.filter = filter
    self.stages = stages
  }

  /// Writes the totals; on a terminal the explanation follows in words, otherwise it is one more column.
  func write(_ output: OutputOptions, explain: Bool, cite: Bool = false, limit: Int? = nil) throws {
    let lines = try knowledgeBase.totals(by: grouping, filter, stages: stages)
    let table = TotalsTable(knowledgeBase, grouping)
    let sorted = Array(table.sorted(lines, stages: stages.map(\.word)).prefix(limit ?? .max))
    try knowledgeBase.withTextsAside { aside in
      if explain {
        try Explanation.putAside(
          sorted, asJSON: !output.isForReading, aside, knowledgeBase, grouping, filter, stages)
      }
      try write(lines, sorted, table, output, explanations: explain ? aside : nil, cite: cite)
    }
    try remarks(lines, isForReading: output.isForReading)
  }

  private func write(
    _ lines: [TotalLine], _ sorted: [TotalLine], _ table: TotalsTable, _ output: OutputOptions,
    explanations: TextsAside?, cite: Bool
  ) throws {
    let citations = cite ? try LineCitations(knowledgeBase, grouping, filter, stages, of: lines) : nil
    let inColumn = explanations != nil && !output.isForReading
    let citeInColumn = cite && !output.isForReading
    let answer = try Answer(
      output,
      table.columns + (inColumn ? [Column("explanation", .json)] : [])
        + (citeInColumn ? [Column("cite")] : []),
      title: "Totals by \(grouping.rawValue)", readingOrder: table.readingOrder,
      leftOutOfReading: table.leftOutOfReading(lines))
    for (place, line) in sorted.enumerated() {
      var cells = table.cells(line)
      if inColumn { cells.append(.text(try explanations?.array(of: place) ?? "[]")) }
      if citeInColumn { cells.append(Cell(optional: citations?.short(line))) }
      try answer.write(cells)
    }
    try answer.finish()
    if output.isForReading { try citations?.tell(sorted) }
    guard output.isForReading else { return }
    for place in sorted.indices {
      try explanations?.each(of: place) {
        try Console.print(
          "\n\(Words(lines: $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))")
      }
    }
  }

  /// What stands beside the totals, in words on standard error.
  ///
  /// - Parameter together: a line of each unit and stage of which the lines together are too large to be added up.
  func remarks(_ lines: [TotalLine], isForReading: Bool, together: [TotalLine] = []) throws {
    if lines.isEmpty { Console.say("no transfers at this stage are known") }
    if lines.contains(where: { $0.unit == .tiv }) {
      Console.say("TIV: SIPRI's trend-indicator value in millions, a volume of arms and not a price")
    }
    if lines.contains(where: { $0.unstated > 0 }) {
      Console.say(
        "unstated: transfers for which no source gives a figure; they count as transfers and add nothing")
    }
    try conversionRemarks(lines)
    try TooLargeWords.tell(lines, by: grouping, filter, stages, knowledgeBase, together: together)
    if filter.states == .successor {
      Console.say("former states stand under the state that continues them; their claims are unchanged")
    }
    if [.category, .sipriClass, .weapon, .year].contains(grouping) {
      Console.say("each line stands for itself: a period total may contain deals of the others")
    }
    if filter.hasTime {
      Console.say(
        filter.within
          ? "counted: what lies wholly inside the dates" : "counted: what overlaps the dates, never cut")
    }
    try overall(isForReading)
    guard stages == [.agreed] else { return }
    let not = try knowledgeBase.notCounted(filter)
    if not.reported > 0 {
      Console.say(
        "not counted: \(count(not.reported, "transfer")) whose stage is not said (--stage reported)")
    }
    if not.disputed > 0, !filter.includeDisputed {
      let hasVolumes = try lines.contains { $0.unit == .tiv } && knowledgeBase.hasEditions
      let volumes = hasVolumes ? ", but for TIV that a register gives" : ""
      Console.say(
        "not counted\(volumes): \(count(not.disputed, "transfer")) that sources dispute (--include-disputed)")
    }
  }

  /// With which rates money was converted, and what could not be.
  private func conversionRemarks(_ lines: [TotalLine]) throws {
    guard filter.currency != nil || filter.constantYear != nil else { return }
    let target = FigureUnit(currency: filter.currency ?? "USD", priceYear: filter.constantYear)
    let sentences = Set(lines.flatMap(\.conversions)).sorted()
    if !sentences.isEmpty { Console.say("converted into \(target):") }
    for sentence in sentences { Console.say("  \(sentence)") }
    let rest = Set(lines.map(\.unit)).filter { $0 != target && $0.isMoney }.sorted()
    if !rest.isEmpty {
      Console.say(
        "not converted, for want of a date or a rate or as it would be too large, and listed in its own unit: "
          + "\(rest.map(\.rawValue).joined(separator: ", "))"
          + "; these lines may speak of deals that are counted in \(target), too")
    }
    if lines.contains(where: { $0.unit == .tiv }) {
      Console.say("TIV is no money and is never converted")
    }
  }

  /// Totals of one party towards everybody, which are never merged into the others.
  private func overall(_ isForReading: Bool) throws {
    guard grouping == .supplier || grouping == .recipient || grouping == .pair else { return }
    let all = try knowledgeBase.overallCount(filter)
    guard all > 0 else { return }
    Console.say(
      "reported overall, not part of the totals: \(count(all, "figure")) of one party towards everybody"
        + (isForReading ? "" : " (--format table names them)"))
    guard isForReading else { return }
    let shown = 10
    try knowledgeBase.overallClaims(filter, limit: shown) { row in
      Console.say("  \(try ClaimCard(row, knowledgeBase.directory).sentence)")
    }
    if all > shown { Console.say("  and \(all - shown) more") }
  }
}

extension Filter {
  /// Whether it has a window.
  var hasTime: Bool { since != nil || until != nil }
}
