import ArgumentParser
import ArmsModel
import Counting
import Reporting
import Storage

/// `armskb diff`.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Which figures moved between two dates, and because of which claims.",
    discussion: """
      By when claims were recorded; with --published by when documents were published.

        armskb diff 2026-10-01 2026-11-01
        armskb diff 2012-12-31 2016-12-31 --published --recipient Azerbaijan
      """)

  @Argument(help: ArgumentHelp("The end of that day, month or year.", valueName: "date")) var first: String
  @Argument(help: ArgumentHelp("A later one.", valueName: "date")) var second: String
  @Flag(help: "By the dates of publication instead of recording.") var published = false
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    for text in [first, second] where PartialDate(text) == nil {
      throw ValidationError("'\(text)' is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    }
    if let a = PartialDate(first), let b = PartialDate(second), a.lastDay > b.lastDay {
      throw ValidationError("\(first) is later than \(second); the earlier date goes first")
    }
    if filters.asOf != nil || filters.publishedBy != nil {
      throw ValidationError("diff takes its two dates as arguments, not --as-of or --published-by")
    }
  }

  func run() throws {
    guard let first = PartialDate(first), let second = PartialDate(second) else { return }
    try database.reading { knowledgeBase in
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      try knowledgeBase.loadDirectory()
      let moved = try knowledgeBase.difference(
        from: first, to: second, by: published ? .published : .recorded, filter, stages: filters.stageChoices)
      let answer = try Answer(
        output, Diff.columns, title: "Figures that moved from \(first) to \(second)",
        readingOrder: [
          "supplier_name", "recipient_name", "unit", "best_before", "best_after", "change", "because",
        ])
      for line in moved.prefix(filters.limit ?? .max) {
        try answer.write(cells(line, knowledgeBase.directory))
      }
      try answer.finish()
      if moved.isEmpty {
        Console.say(
          "no figure moved from \(first) to \(second), by when it was \(published ? "published" : "recorded")"
        )
        return
      }
      if output.isForReading { try tell(moved, knowledgeBase) }
    }
  }

  private static let columns: [Column] = [
    Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name"),
    Column("unit"), Column("stage"), Column("low_before", .decimal), Column("best_before", .decimal),
    Column("high_before", .decimal), Column("low_after", .decimal), Column("best_after", .decimal),
    Column("high_after", .decimal), Column("change", .decimal), Column("because", .list),
  ]

  private func cells(_ line: MovedFigure, _ names: PartyDirectory) -> [Cell] {
    func name(_ code: PartyCode?) -> Cell {
      .text(code.map { names[$0]?.name ?? $0.rawValue } ?? "not known")
    }
    func figures(_ figure: Figure?) -> [Cell] {
      [
        Cell(thousandths: figure?.low), Cell(thousandths: figure?.best),
        Cell(thousandths: figure.flatMap { $0.high == .max ? nil : $0.high }),
      ]
    }
    var change: Int64?
    if let before = line.before, let after = line.after { change = after.best - before.best }
    return [
      Cell(optional: line.supplier?.rawValue), name(line.supplier), Cell(optional: line.recipient?.rawValue),
      name(line.recipient), .text(line.unit.rawValue), .text(line.stage),
    ] + figures(line.before) + figures(line.after) + [
      Cell(thousandths: change), .list(line.causes.map { "\($0.kind.rawValue) \($0.key.identifier("c"))" }),
    ]
  }

  /// The claims behind the moves, in words below the table.
  private func tell(_ moved: [MovedFigure], _ knowledgeBase: KnowledgeBase) throws {
    var told: Set<Int64> = []
    for line in moved.prefix(filters.limit ?? .max) {
      for cause in line.causes where told.insert(cause.claim).inserted {
        try knowledgeBase.claims(rows: [cause.claim]) { row in
          let card = try ClaimCard(row, knowledgeBase.directory)
          try Console.print("  \(cause.kind.rawValue): \(card.sentence)")
        }
      }
    }
  }
}
