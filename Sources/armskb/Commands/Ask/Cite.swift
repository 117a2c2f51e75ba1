import ArgumentParser
import ArmsModel
import Counting
import Publishing
import Storage

/// `armskb cite`.
struct Cite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Figures with all that they rest on, ready to print below them, and a hash to check them by.",
    discussion: """
      Takes what query totals takes. The hash is of the question, the figure and the claims below it: whoever has the \
      same claims gets the same one, whenever and in whatever order they were imported. docs/citing.md says over \
      which bytes.

        armskb cite --supplier Israel --recipient Azerbaijan --unit USD
        armskb cite --supplier ISR --recipient AZE --unit USD --verify 0a1b2c3d4e5f
      """)

  @Option(help: ArgumentHelp(TotalGrouping.help, valueName: "by"))
  var by: String = "supplier"
  @Option(
    help: ArgumentHelp(
      "Whether a figure still has that hash (12 digits or more): exit 0 if so, 1 if not.", valueName: "hash"))
  var verify: String?
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if TotalGrouping(rawValue: by) == nil {
      let all = TotalGrouping.allCases.map(\.rawValue)
      throw ValidationError(
        "there are no totals by '\(by)'\(suggestion(NearestName.of(by, among: all))) (by: \(all.joined(separator: ", ")))"
      )
    }
    if let verify {
      let digits = Cite.digits(verify)
      guard (12...32).contains(digits.count), digits.allSatisfy(\.isHexDigit) else {
        throw ValidationError("--verify '\(verify)': a hash is 12 to 32 digits of 0-9a-f")
      }
    }
  }

  func run() throws {
    guard let grouping = TotalGrouping(rawValue: by) else { return }
    try database.reading { knowledgeBase in
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      let table = TotalsTable(knowledgeBase, grouping)
      let stages = filters.stageChoices
      let lines = table.sorted(
        try knowledgeBase.totals(by: grouping, filter, stages: stages), stages: stages.map(\.word))
      func each(_ lines: [TotalLine], _ body: (Citation) throws -> Void) throws {
        try knowledgeBase.citations(of: lines, by: grouping, filter, stages: stages, body)
      }
      let page = CitationPage(
        directory: knowledgeBase.directory, table: table, grouping: grouping,
        newest: try knowledgeBase.newestBatchDay(asOf: filter.asOf) ?? "none",
        asked: String(Hand.current(nil).moment.prefix(10)))
      if let verify { return try check(Cite.digits(verify), page) { try each(lines, $0) } }
      let chosen = Array(lines.prefix(filters.limit ?? .max))
      try TooLargeWords.tell(lines, by: grouping, filter, stages, knowledgeBase)
      if chosen.isEmpty { Console.say("no transfers at this stage are known") }
      if isInWords { return try write(page) { try each(chosen, $0) } }
      let answer = try Answer(
        output, table.columns.prefix { $0.name != "transfers" } + CitationPage.columns, title: "Citations")
      try each(chosen) { try answer.write(page.cells($0)) }
      try answer.finish()
    }
  }

  /// Words, unless a format is asked for or told by the file's ending.
  private var isInWords: Bool {
    if output.format != nil { return output.isForReading }
    guard let name = output.output, name != "-" else { return true }
    return OutputFormat(fileName: name) == nil
  }

  private func write(_ page: CitationPage, _ each: ((Citation) throws -> Void) throws -> Void) throws {
    let file = try OutputFile(output.output)
    var isFirst = true
    try each { citation in
      if !isFirst { try file.write("\n") }
      isFirst = false
      try page.tell(citation) { try file.write("\($0)\n") }
    }
    try file.close()
  }

  private func check(
    _ digits: String, _ page: CitationPage, _ each: ((Citation) throws -> Void) throws -> Void
  ) throws {
    let shown = 10
    var same: Words?
    var figures: [String] = []
    var all = 0
    try each { citation in
      let hash = Citation.digits(citation.hash)
      all += 1
      if same == nil, hash.hasPrefix(digits) { same = "still so: \(page.figure(citation)) (\(hash))" }
      if all <= shown { figures.append("    \(page.figure(citation)) (\(hash.prefix(12)))") }
    }
    if let same { return try Console.print(same) }
    var lines = ["no figure of this question has the hash \(digits)"]
    lines.append(all == 0 ? "  it gives no figure now" : "  it gives now:")
    lines += figures
    if all > shown { lines.append("    and \(all - shown) more") }
    if filters.asOf == nil {
      lines.append("  to ask what was known on the day of the citation, add --as-of DATE")
    }
    throw CommandFailure(.failure, Words(lines: lines))
  }

  private static func digits(_ hash: String) -> String {
    let hash = hash.lowercased()
    return hash.hasPrefix("sha256:") ? String(hash.dropFirst(7)) : hash
  }
}

/// The hashes and questions of the lines of a total, found by line.
struct LineCitations {
  private var citations: [Explanation.Line: String] = [:]

  init(
    _ knowledgeBase: KnowledgeBase, _ grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice],
    of lines: [TotalLine]
  ) throws {
    try knowledgeBase.citations(of: lines, by: grouping, filter, stages: stages) { citation in
      let line = citation.line
      let key = citation.isNarrow ? "" : "  (\(line.keys.map { $0 ?? "none" }.joined(separator: " to ")))"
      citations[Explanation.Line(line)] =
        "\(Citation.digits(citation.hash).prefix(12))  \(citation.typed)\(key)"
    }
  }

  /// Hash and question on one line.
  func short(_ line: TotalLine) -> String { citations[Explanation.Line(line)] ?? "" }

  /// Writes the short form of each line below a table.
  func tell(_ lines: some Sequence<TotalLine>) throws {
    for line in lines { try Console.print("cite: \(short(line))") }
  }
}

extension Citation {
  /// The question as one types it.
  var typed: String {
    "armskb query totals"
      + query.map { " --\($0.name)" + ($0.value.map { " \(Citation.quoted($0))" } ?? "") }.joined()
  }

  /// A word of the shell.
  private static func quoted(_ word: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:+@%")
    if !word.isEmpty, word.allSatisfy({ plain.contains($0) }) { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// Citations in words and as cells.
struct CitationPage {
  let directory: PartyDirectory
  let table: TotalsTable
  let grouping: TotalGrouping
  /// The day of the newest batch.
  let newest: String
  /// Today.
  let asked: String

  /// What is cited, the figure and its range.
  func figure(_ citation: Citation) -> String {
    let line = citation.line
    var text = "\(subject(citation)), \(line.stage): "
    if line.isTooLarge { return text + "more than can be added up, \(line.unit)" }
    guard let best = line.best, let low = line.low else { return text + "no figure, \(line.unit)" }
    text += "\(groupedDecimal(best)) \(line.unit)"
    switch line.high {
    case nil: text += low == best ? " or more" : " (\(groupedDecimal(low)) or more)"
    case let high? where high != low: text += " (\(groupedDecimal(low)) to \(groupedDecimal(high)))"
    case _?: break
    }
    return text
  }

  /// All of it, line by line, to be printed under a figure.
  func tell(_ citation: Citation, _ write: (Words) throws -> Void) throws {
    let line = citation.line
    try write(Words(figure(citation) + "."))
    if line.unit == .tiv {
      try write("TIV is SIPRI's trend-indicator value, in millions: a volume of arms, not a price.")
    }
    try write("Query: \(citation.typed)")
    try write(
      "Asked on \(asked), with armskb \(Version.current), of a knowledge base whose newest batch is of \(newest)."
    )
    try write(Words("Rests on \(extent(citation)):"))
    let claims = Dictionary(grouping: citation.claims, by: \.document)
    for document in citation.documents {
      try write("  \(document.sentence)")
      for claim in claims[document.row] ?? [] {
        let rank = claim.rank == .normal ? "" : ", \(claim.rank.word)"
        try write(
          Words(
            "    \(claim.key.identifier("c"))" + (claim.assertedBy.map { ", \($0)" } ?? "")
              + rank))
      }
    }
    for judgement in citation.judgements { try write("Judged: \(judgement.sentence)") }
    for conversion in line.conversions { try write("Converted: \(conversion)") }
    try write(Words("Hash: \(Citation.digits(citation.hash))"))
  }

  /// The columns beside those of the figure.
  static let columns: [Column] = [
    Column("query"), Column("asked"), Column("program"), Column("newest_batch"),
    Column("cited_claims", .json), Column("cited_documents", .json), Column("judgements", .json),
    Column("conversions", .list), Column("hash"),
  ]

  /// A cell for each column.
  func cells(_ citation: Citation) -> [Cell] {
    let figure = table.columns.prefix { $0.name != "transfers" }.count
    let documents = Dictionary(citation.documents.map { ($0.row, $0.key) }) { first, _ in first }
    let claims = citation.claims.map { claim in
      JSONText.object([
        ("id", .text(claim.key.identifier("c"))),
        ("document", .optional(documents[claim.document]?.identifier("d"))),
        ("asserted_by", .optional(claim.assertedBy)), ("rank", .text(claim.rank.word)),
      ])
    }
    return table.cells(citation.line).prefix(figure) + [
      .text(citation.typed), .text(asked), .text(Version.current), .text(newest),
      .text(JSONText.array(claims).encoded),
      .text(JSONText.array(citation.documents.map(\.json)).encoded),
      .text(JSONText.array(citation.judgements.map(\.json)).encoded), .list(citation.line.conversions),
      .text(Citation.digits(citation.hash)),
    ]
  }

  private func subject(_ citation: Citation) -> String {
    func party(_ option: String) -> String? {
      let codes = citation.query.filter { $0.name == option }.compactMap(\.value)
      guard codes.count == 1 else { return nil }
      return directory[PartyCode(codes[0])]?.name ?? codes[0]
    }
    var text = "Arms"
    if let supplier = party("supplier") { text += " from \(supplier)" }
    if let recipient = party("recipient") { text += " to \(recipient)" }
    guard !citation.isNarrow else { return text }
    let name = citation.line.keys.map { table.name($0) }.joined(separator: " to ")
    return "\(text), by \(grouping.rawValue): \(name)"
  }

  private func extent(_ citation: Citation) -> String {
    let line = citation.line
    let several = line.transfers == 1 ? "transfer or period total" : "transfers or period totals"
    var parts = ["\(line.transfers) \(several)"]
    if line.unstated > 0, line.unstated < line.transfers {
      parts.append("\(line.unstated) of them without a figure")
    }
    parts.append(count(citation.claims.count, "claim"))
    let names =
      line.originNames.isEmpty
      ? "" : " (\(line.originNames.joined(separator: ", ")))"
    parts.append(count(line.origins, "independent origin") + names)
    parts.append(count(citation.documents.count, "document"))
    return parts.joined(separator: ", ")
  }
}

extension Citation.Document {
  /// Publisher, title, date, address.
  fileprivate var sentence: String {
    let outlet = [publisher, agency.map { "from \($0)" }].compactMap { $0 }.joined(separator: ", ")
    let parts = [
      outlet.isEmpty ? nil : outlet, title.map { "“\($0)”" }, published ?? "no date", url,
      key.identifier("d"),
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  fileprivate var json: JSONText {
    .object([
      ("id", .text(key.identifier("d"))), ("publisher", .optional(publisher)), ("agency", .optional(agency)),
      ("title", .optional(title)), ("published", .optional(published)), ("url", .optional(url)),
    ])
  }
}

extension Citation.Judgement {
  /// What, of which claims, why, by whom.
  fileprivate var sentence: String {
    let claims = [claim, other].compactMap { $0?.identifier("c") }.joined(separator: " and ")
    return "\(claims) \(word): “\(reason)” (\(hand), \(date))"
  }

  fileprivate var json: JSONText {
    .object([
      ("claim", .text(claim.identifier("c"))), ("other", .optional(other?.identifier("c"))),
      ("judgement", .text(word)), ("reason", .text(reason)), ("hand", .text(hand)), ("date", .text(date)),
    ])
  }
}
