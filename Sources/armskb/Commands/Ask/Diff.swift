import ArgumentParser
import ArmsModel
import Counting
import Publishing
import Storage

/// `armskb diff`.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two dates, or between two editions of a register.",
    discussion: """
      Two dates: which figures moved, and because of which claims; by when claims were recorded, with --published by \
      when documents were published.

        armskb diff 2026-10-01 2026-11-01
        armskb diff 2012-12-31 2016-12-31 --published --recipient Azerbaijan

      Two editions of a register: which deals were added, are gone or were changed, field by field, and why a total \
      moved. An edition is named by its id (d…), by the file that it came from, by latest or previous, or by the \
      beginning of the time at which it was made (armskb query releases). Two dates mean days of recording \
      unless --releases says that they are editions.

        armskb diff previous latest
        armskb diff --releases 2024-10 2026-05 --summary
        armskb diff old.csv new.csv --by supplier --since 2010
      """)

  @Argument(help: ArgumentHelp("The end of that day, month or year; or an edition.", valueName: "from"))
  var first: String
  @Argument(help: ArgumentHelp("A later one.", valueName: "to")) var second: String
  @Flag(help: "Dates: by the dates of publication instead of recording.") var published = false
  @Flag(help: "The two are editions, also if they look like dates.") var releases = false
  @Flag(help: "Editions: the sums of the changes by pair, with their reasons.") var summary = false
  @Option(help: ArgumentHelp("Editions: these sums by pair, supplier or recipient.", valueName: "what"))
  var by: EditionDifference.Grouping?
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  /// Whether the arguments name editions.
  private var isOfEditions: Bool { releases || PartialDate(first) == nil || PartialDate(second) == nil }

  func validate() throws {
    if isOfEditions {
      if published { throw ValidationError("--published goes with two dates, not with editions") }
      if money.currency != nil || money.constant != nil {
        throw ValidationError("editions are compared in TIV, which is never converted")
      }
      return
    }
    if summary || by != nil {
      throw ValidationError(
        "--summary and --by are for editions of a register; if \(first) and \(second) are the days on which two were "
          + "made, add --releases")
    }
    if let a = PartialDate(first), let b = PartialDate(second), a.lastDay > b.lastDay {
      throw ValidationError("\(first) is later than \(second); the earlier date goes first")
    }
    if filters.asOf != nil || filters.publishedBy != nil {
      throw ValidationError("diff takes its two dates as arguments, not --as-of or --published-by")
    }
  }

  func run() throws {
    if isOfEditions {
      let grouping = by ?? (summary ? .pair : nil)
      return try database.reading {
        try EditionDifference(filters: filters, output: output, grouping: grouping).write(first, second, $0)
      }
    }
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
      TooLargeWords.tell(moved.filter { $0.before?.isTooLarge == true || $0.after?.isTooLarge == true }) {
        tooLarge($0, knowledgeBase.directory)
      }
      if moved.isEmpty {
        Console.say(
          "no figure moved from \(first) to \(second), by when it was \(published ? "published" : "recorded")"
        )
      } else if output.isForReading {
        try tell(moved, knowledgeBase)
      }
      try pointToEditions(knowledgeBase)
    }
  }

  /// Both dates may be meant as those of editions.
  private func pointToEditions(_ knowledgeBase: KnowledgeBase) throws {
    guard !published, (try? knowledgeBase.registers(named: first, second)) != nil else { return }
    Console.say("these are the dates of two editions, too: armskb diff --releases \(first) \(second)")
  }

  private static let columns: [Column] = [
    Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name"),
    Column("unit"), Column("stage"), Column("low_before", .decimal), Column("best_before", .decimal),
    Column("high_before", .decimal), Column("low_after", .decimal), Column("best_after", .decimal),
    Column("high_after", .decimal), Column("change", .decimal), Column("because", .list),
  ]

  /// Which figure is too large, and which claims moved it.
  private func tooLarge(_ line: MovedFigure, _ names: PartyDirectory) -> Words {
    let parties = [line.supplier, line.recipient].map { code in
      code.map { names[$0]?.name ?? $0.rawValue } ?? "not known"
    }
    let day = line.after?.isTooLarge == true ? second : first
    let causes = line.causes.prefix(5).map { "\($0.kind.rawValue) \($0.key.identifier("c"))" }
    let more = line.causes.count > 5 ? " and \(line.causes.count - 5) more" : ""
    return
      "\(parties.joined(separator: " to ")), \(line.unit), \(day): \(causes.joined(separator: ", "))\(more)"
  }

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
    if let before = line.before, let after = line.after, !before.isTooLarge, !after.isTooLarge {
      change = after.best - before.best
    }
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
