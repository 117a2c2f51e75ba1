import ArgumentParser
import ArmsModel
import Counting
import Publishing
import Storage

/// `armskb query country`.
struct QueryCountry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "country",
    abstract: "One party on one page: what it receives and supplies, disputes, sources.",
    discussion: """
        armskb query country Azerbaijan
        armskb query country "Soviet Union" --format json
      """)

  @Argument(help: ArgumentHelp("A name, alias, demonym, former name or code.", valueName: "name")) var name:
    String
  @Flag(help: "Give each figure a hash and its question in full, to be printed with it (see cite).")
  var cite = false
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard filters.country.isEmpty else {
      throw ValidationError("the page is of one country: limit the other side with --supplier or --recipient")
    }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      var filters = filters
      filters.country += [name]
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      guard let code = filter.countries.last, let party = knowledgeBase.directory[code] else { return }
      if output.isForReading {
        try page(party, filter, knowledgeBase)
      } else {
        // Formats for programs have one table: every line of the page under the section that it belongs to.
        try rows(party, filter, knowledgeBase)
      }
    }
  }

  /// The sides of a party that are asked for, with the filter for each and the totals that stand there.
  private func sections(
    _ party: Party, _ filter: Filter
  ) -> [(title: String, name: String, filter: Filter, by: TotalGrouping)] {
    var filter = filter
    filter.countries = []
    var sections: [(title: String, name: String, filter: Filter, by: TotalGrouping)] = []
    if filter.recipients.isEmpty || filter.recipients.contains(party.code) {
      var receives = filter
      receives.recipients = [party.code]
      sections += [
        ("receives from", "received_by_supplier", receives, .supplier),
        ("receives, by category", "received_by_category", receives, .category),
        ("receives, over time", "received_by_year", receives, .year),
      ]
    }
    if filter.suppliers.isEmpty || filter.suppliers.contains(party.code) {
      var supplies = filter
      supplies.suppliers = [party.code]
      sections += [
        ("supplies to", "supplied_by_recipient", supplies, .recipient),
        ("supplies, by category", "supplied_by_category", supplies, .category),
        ("supplies, over time", "supplied_by_year", supplies, .year),
      ]
    }
    return sections
  }

  private func page(_ party: Party, _ filter: Filter, _ knowledgeBase: KnowledgeBase) throws {
    try Console.print("\(party.name) (\(party.code))\(party.region.map { ", \($0)" } ?? "")")
    if !party.validity.isUnknown {
      let from = party.validity.from?.description ?? ""
      try Console.print("  \(from) to \(party.validity.to?.description ?? "now")")
    }
    let successors = knowledgeBase.directory.successors(of: party.code)
    if !successors.isEmpty {
      try Console.print("  then: \(successors.map { "\($0.name) (\($0.code))" }.joined(separator: ", "))")
    }
    for section in sections(party, filter) {
      let lines = try knowledgeBase.totals(by: section.by, section.filter, stages: filters.stageChoices)
      guard !lines.isEmpty else { continue }
      try Console.print("\n\(party.name) \(section.title):")
      let table = TotalsTable(knowledgeBase, section.by)
      let answer = try Answer(
        output, table.columns, title: section.title, readingOrder: table.readingOrder,
        leftOutOfReading: table.leftOutOfReading(lines))
      let sorted = table.sorted(lines, stages: filters.stageChoices.map(\.word))
      for line in sorted { try answer.write(table.cells(line)) }
      try answer.finish()
      try citations(section.by, section.filter, of: Array(sorted), knowledgeBase)?.tell(sorted)
      try TooLargeWords.tell(lines, by: section.by, section.filter, filters.stageChoices, knowledgeBase)
    }
    var own = filter
    own.countries = [party.code]
    try Console.print("\nTransfers:")
    try writeTransfers(knowledgeBase, own, output, limit: filters.limit)
    var disputed: [String] = []
    try knowledgeBase.transfers(own) { row in
      guard try row.integer(20) == 1 else { return }
      let key = try row.identity(0)
      let what = try row.textOrNil(5) ?? row.textOrNil(6) ?? "arms"
      disputed.append(
        "  \(key.identifier("t"))  \(try row.textOrNil(2) ?? "not known") to \(try row.textOrNil(4) ?? "not known"), \(what)"
      )
    }
    if !disputed.isEmpty {
      try Console.print("\nDisputed (armskb show ID):\n\(Words(lines: disputed))")
    }
    var overall: [String] = []
    var sides = filter
    sides.countries = [party.code]
    try knowledgeBase.overallClaims(sides, limit: 20) {
      overall.append("  " + (try ClaimCard($0, knowledgeBase.directory)).sentence)
    }
    if !overall.isEmpty {
      try Console.print("\nReported overall, not part of the totals:\n\(Words(lines: overall))")
    }
    try Console.print("\nAccording to:")
    let sources = try knowledgeBase.originCounts(own)
    for (name, claims) in sources.prefix(15) {
      try Console.print("  \(name): \(count(claims, "claim"))")
    }
    if sources.count > 15 { try Console.print("  and \(sources.count - 15) more") }
  }

  /// The citations of a section's figures, where they are asked for.
  private func citations(
    _ grouping: TotalGrouping, _ filter: Filter, of lines: [TotalLine], _ knowledgeBase: KnowledgeBase
  ) throws -> LineCitations? {
    cite ? try LineCitations(knowledgeBase, grouping, filter, filters.stageChoices, of: lines) : nil
  }

  private func rows(_ party: Party, _ filter: Filter, _ knowledgeBase: KnowledgeBase) throws {
    var columns = [
      Column("section"), Column("key"), Column("key_name"), Column("unit"), Column("stage"),
      Column("low", .decimal), Column("best", .decimal), Column("high", .decimal),
      Column("transfers", .integer), Column("claims", .integer), Column("origins", .integer),
      Column("first"), Column("last"),
    ]
    if cite { columns.append(Column("cite")) }
    let answer = try Answer(output, columns, title: party.name)
    for section in sections(party, filter) {
      let lines = try knowledgeBase.totals(by: section.by, section.filter, stages: filters.stageChoices)
      let citations = try citations(section.by, section.filter, of: lines, knowledgeBase)
      try TooLargeWords.tell(lines, by: section.by, section.filter, filters.stageChoices, knowledgeBase)
      for line in lines {
        let key = line.keys.first ?? nil
        var cells: [Cell] = [
          .text(section.name), Cell(optional: key), .text(TotalsTable(knowledgeBase, section.by).name(key)),
          .text(line.unit.rawValue), .text(line.stage), Cell(thousandths: line.low),
          Cell(thousandths: line.best),
          Cell(thousandths: line.high),
          .integer(Int64(line.transfers)), .integer(Int64(line.claims)), .integer(Int64(line.origins)),
          Cell(optional: line.first), Cell(optional: line.last),
        ]
        if let citations { cells.append(.text(citations.short(line))) }
        try answer.write(cells)
      }
    }
    try answer.finish()
  }
}
