import ArgumentParser
import ArmsModel
import Storage

/// `armskb export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write claims, transfers, totals, parties or sources; CSV unless told otherwise.",
    discussion: """
      Exported claims are records again: `armskb import` takes them and finds nothing new.

        armskb export claims -o claims.csv
        armskb export totals --by pair --recipient Armenia -o armenia.csv
        armskb export claims --format jsonl | gzip > claims.jsonl.gz
        armskb export postgres moving/ && cd moving && psql -d arms -f load.sql

      Rows of datasets whose terms do not let them be passed on are left out of claims and transfers, with a word \
      about it; --for-own-use writes them. See docs/neighbours.md.
      """)

  /// What can be exported.
  static let subjects =
    [
      "claims", "transfers", "totals", "parties", "sources", "categories", "weapons", "documents",
    ] + NeighbourOptions.Subject.allCases.map(\.rawValue)

  /// What holds rows of datasets as they are, so that their terms decide.
  static let limitedByTerms = ["claims", "transfers"] + NeighbourOptions.Subject.allCases.map(\.rawValue)

  @Argument(
    help: ArgumentHelp(
      "claims, transfers, totals, parties, sources, categories, weapons, documents or postgres.",
      valueName: "what"))
  var what: String
  @OptionGroup var neighbours: NeighbourOptions
  @Option(help: "For totals: supplier, recipient, pair, category, weapon, year, region or source.")
  var by: String?
  @Flag(help: "Also rows of datasets that may not be passed on.") var forOwnUse = false
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if !Export.subjects.contains(what) {
      throw ValidationError(
        "there is no export of '\(what)'\(suggestion(NearestName.of(what, among: Export.subjects))) "
          + "(what: \(Export.subjects.joined(separator: ", ")))")
    }
    try neighbours.validate(what, filters, output)
    if let by, TotalGrouping(rawValue: by) == nil {
      let all = TotalGrouping.allCases.map(\.rawValue)
      throw ValidationError(
        "there are no totals by '\(by)'\(suggestion(NearestName.of(by, among: all))) "
          + "(by: \(all.joined(separator: ", ")))")
    }
    if by != nil, what != "totals" { throw ValidationError("--by is for totals") }
    if money.currency != nil || money.constant != nil, what != "totals" {
      throw ValidationError(
        "--currency and --constant are for totals; claims keep the money that was printed")
    }
    if forOwnUse, !Export.limitedByTerms.contains(what) {
      throw ValidationError("--for-own-use is for \(Export.limitedByTerms.joined(separator: ", "))")
    }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      if try neighbours.write(what, knowledgeBase, isForOwnUse: forOwnUse) { return }
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      var output = output
      if output.format == nil, output.output == nil || output.chosenFormat == .tsv && !hasEnding {
        output.format = "csv"
      }
      switch what {
      case "claims", "transfers":
        let terms = try ExportTerms(
          knowledgeBase, &filter, ofTransfers: what == "transfers", isForOwnUse: forOwnUse)
        func atEnd(_ rows: Int) throws { if filters.limit != 0 { try terms.refuseIfNothingIsLeft(rows) } }
        if what == "claims" {
          try writeClaims(
            knowledgeBase, filter, output, order: .recorded, limit: filters.limit, atEnd: atEnd)
        } else {
          try writeTransfers(knowledgeBase, filter, output, limit: filters.limit, atEnd: atEnd)
        }
        terms.tell()
      case "totals":
        var asked = filter
        let terms = try ExportTerms(knowledgeBase, &asked, ofTransfers: true, isForOwnUse: true)
        let grouping = by.flatMap { TotalGrouping(rawValue: $0) } ?? .supplier
        try TotalsReport(knowledgeBase, grouping, filter, filters.stageChoices)
          .write(output, explain: false, limit: filters.limit)
        terms.tellOfTotals()
      default:
        guard let list = KnowledgeBase.ReferenceList(rawValue: what) else { return }
        let answer = try Answer(output, list.columns.map { .init($0) }, title: what)
        let kinds = list.columns.map(\.kind)
        try knowledgeBase.list(list, filter, limit: filters.limit) { try answer.write($0, kinds) }
        try answer.finish()
      }
    }
  }

  /// Whether the file's ending tells a format.
  private var hasEnding: Bool {
    guard let name = output.output else { return false }
    return name.hasSuffix(".tsv") || name.hasSuffix(".tab")
  }
}
