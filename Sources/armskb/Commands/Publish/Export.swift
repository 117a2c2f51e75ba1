import ArgumentParser
import ArmsModel
import Storage

/// `armskb export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write claims, transfers, totals, parties or sources; CSV unless told otherwise.",
    discussion: """
      Exported claims are records again: `armskb import` takes them and finds nothing new. `datapackage` fills a \
      folder with tidy tables and their description, `datasette` one with a plain SQLite file and what Datasette shows \
      it by; `ftm` writes entities of FollowTheMoney, one a line.

        armskb export claims -o claims.csv
        armskb export totals --by pair --recipient Armenia -o armenia.csv
        armskb export claims --format jsonl | gzip > claims.jsonl.gz
        armskb export datapackage arms/ --licence CC-BY-4.0
        armskb export datasette public/ --title "Arms to the Caucasus"
        armskb export postgres moving/ && cd moving && psql -d arms -f load.sql
        armskb export sipri-register --recipient Norway -o norway.csv
        armskb export tiv-table --by recipient --supplier France -o france.csv

      Rows of datasets whose terms do not let them be passed on are left out of claims and transfers, with a word \
      about it; --for-own-use writes them. See docs/neighbours.md.
      """)

  /// What can be exported.
  enum Subject: String, CaseIterable {
    case claims, transfers, totals, parties, sources, categories, weapons, documents
    case ftm, datapackage, datasette
    case postgres
    case sipriRegister = "sipri-register"
    case tivTable = "tiv-table"

    /// Whether it fills a folder.
    var isFolder: Bool { self == .datapackage || self == .datasette || self == .postgres }

    /// Whether it can be published with a title and a licence.
    var isPublication: Bool { self == .datapackage || self == .datasette }

    /// Whether rows of datasets are in it as they are, so that their terms decide.
    var holdsRows: Bool {
      self == .claims || self == .transfers || self == .ftm || self == .sipriRegister || self == .tivTable
        || isFolder
    }
  }

  @Argument(
    help: ArgumentHelp(
      "\(Subject.allCases.dropLast().map(\.rawValue).joined(separator: ", ")) or \(Subject.tivTable.rawValue).",
      valueName: "what"))
  var what: String
  @Argument(
    help: ArgumentHelp(
      "For datapackage, datasette and postgres: a new or empty folder, or one that this export wrote before.",
      valueName: "folder"))
  var folder: String?
  @Option(
    help: ArgumentHelp(
      "For totals: \(TotalGrouping.help) For tiv-table: supplier or recipient.", valueName: "by"))
  var by: String?
  @Flag(help: "Also rows of datasets that may not be passed on.") var forOwnUse = false
  @OptionGroup var publication: PublicationOptions
  @OptionGroup var neighbours: NeighbourOptions
  @OptionGroup var money: MoneyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard let subject = Subject(rawValue: what) else {
      let all = Subject.allCases.map(\.rawValue)
      throw ValidationError(
        "there is no export of '\(what)'\(suggestion(NearestName.of(what, among: all))) "
          + "(what: \(all.joined(separator: ", ")))")
    }
    if let by, TotalGrouping(rawValue: by) == nil {
      let all = TotalGrouping.allCases.map(\.rawValue)
      throw ValidationError(
        "there are no totals by '\(by)'\(suggestion(NearestName.of(by, among: all))) "
          + "(by: \(all.joined(separator: ", ")))")
    }
    if by != nil, subject != .totals, subject != .tivTable {
      throw ValidationError("--by is for totals and tiv-table")
    }
    if money.currency != nil || money.constant != nil, subject != .totals {
      throw ValidationError(
        "--currency and --constant are for totals; claims keep the money that was printed")
    }
    if forOwnUse, !subject.holdsRows {
      throw ValidationError("--for-own-use is for \(Export.list(where: \.holdsRows))")
    }
    if subject == .ftm {
      if output.format ?? "jsonl" != "jsonl" || output.columns != nil || output.excel {
        throw ValidationError(
          "ftm is JSON Lines with columns of its own: without --format, --columns and --excel")
      }
      if filters.limit != nil {
        throw ValidationError("--limit is not for ftm: its entities belong together")
      }
    }
    try validateFolder(subject)
    try neighbours.validate(what, by: by, filters, output)
  }

  private func validateFolder(_ subject: Subject) throws {
    if publication.title != nil || publication.licence != nil, !subject.isPublication {
      throw ValidationError("--title and --licence are for \(Export.list(where: \.isPublication))")
    }
    guard subject.isFolder else {
      if let folder {
        throw ValidationError(
          "'\(folder)': \(what) go to standard output or into one file: -o \(folder).csv")
      }
      return
    }
    if folder == nil || folder == "-" || folder == "" {
      throw ValidationError("name a folder: armskb export \(what) FOLDER")
    }
    if output.format != nil || output.output != nil || output.columns != nil || output.excel {
      throw ValidationError("--format, --output, --columns and --excel are not for a folder")
    }
    if subject == .datasette, !filters.typed.isEmpty {
      throw ValidationError(
        "\(filters.typed): datasette gets the whole knowledge base, which it filters itself")
    }
    if filters.limit != nil {
      throw ValidationError("--limit is not for a folder: its tables belong together")
    }
  }

  private static func list(where condition: (Subject) -> Bool) -> String {
    Subject.allCases.filter(condition).map(\.rawValue).joined(separator: ", ")
  }

  func run() throws {
    guard let subject = Subject(rawValue: what) else { return }
    try database.reading { knowledgeBase in
      let words = NeighbourWords(what: what, by: by, folder: folder ?? "", isForOwnUse: forOwnUse)
      if try neighbours.write(words, knowledgeBase, filters, output) { return }
      var filter = try filters.filter(knowledgeBase)
      try money.apply(to: &filter, knowledgeBase)
      switch subject {
      case .claims, .transfers: try writeRows(subject, knowledgeBase, filter)
      case .totals: try writeTotals(knowledgeBase, filter)
      case .ftm: try writeFTM(knowledgeBase, filter)
      case .datapackage: try writeDataPackage(knowledgeBase, filter)
      case .datasette: try writeDatasette(knowledgeBase)
      case .postgres, .sipriRegister, .tivTable: break
      case .parties, .sources, .categories, .weapons, .documents:
        guard let list = KnowledgeBase.ReferenceList(rawValue: what) else { return }
        let answer = try Answer(asCSV, list.columns.map { .init($0) }, title: what)
        let kinds = list.columns.map(\.kind)
        try knowledgeBase.list(list, filter, limit: filters.limit) { try answer.write($0, kinds) }
        try answer.finish()
      }
    }
  }

  private func writeRows(_ subject: Subject, _ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    var filter = filter
    let terms = try ExportTerms(
      knowledgeBase, &filter, ofTransfers: subject == .transfers, isForOwnUse: forOwnUse)
    func atEnd(_ rows: Int) throws { try terms.refuseIfNothingIsLeft(rows) }
    if subject == .claims {
      try writeClaims(knowledgeBase, filter, asCSV, order: .recorded, limit: filters.limit, atEnd: atEnd)
    } else {
      try writeTransfers(knowledgeBase, filter, asCSV, limit: filters.limit, atEnd: atEnd)
    }
    terms.tell()
  }

  private func writeTotals(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    var asked = filter
    let terms = try ExportTerms(knowledgeBase, &asked, ofTransfers: true, isForOwnUse: true)
    let grouping = by.flatMap { TotalGrouping(rawValue: $0) } ?? .supplier
    try TotalsReport(knowledgeBase, grouping, filter, filters.stageChoices)
      .write(asCSV, explain: false, limit: filters.limit)
    terms.tellOfTotals()
  }

  private func writeDataPackage(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    var filter = filter
    try knowledgeBase.loadDirectory()
    let terms = try ExportTerms(knowledgeBase, &filter, ofTransfers: true, isForOwnUse: forOwnUse)
    let export = DataPackageExport(
      knowledgeBase: knowledgeBase, filter: filter, stages: filters.stageChoices, terms: terms,
      words: PublicationWords(publication, selection: filters.typed))
    let counts = try export.write(to: folder ?? "")
    Console.say("\(folder ?? ""): \(counts.map { "\($0.rows) \($0.table)" }.joined(separator: ", "))")
    terms.tell()
  }

  private func writeFTM(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    var filter = filter
    let terms = try ExportTerms(knowledgeBase, &filter, ofTransfers: true, isForOwnUse: forOwnUse)
    let summary = try FTMExport(knowledgeBase: knowledgeBase, filter: filter, output: output.output)
      .write(atEnd: { try terms.refuseIfNothingIsLeft($0) })
    let counts = summary.entities.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    Console.say("entities: \(counts.isEmpty ? "none" : counts.joined(separator: ", "))")
    if summary.leftOut > 0 {
      Console.say(
        "not among them: \(count(summary.leftOut, "transfer")) not agreed, or disputed (--stage, --include-disputed)"
      )
    }
    terms.tell()
  }

  private func writeDatasette(_ knowledgeBase: KnowledgeBase) throws {
    var filter = Filter()
    let terms = try ExportTerms(knowledgeBase, &filter, isForOwnUse: forOwnUse)
    let path = folder ?? ""
    try DatasetteExport(
      knowledgeBase: knowledgeBase, isForOwnUse: forOwnUse, terms: terms, words: PublicationWords(publication)
    ).write(to: path)
    Console.say("\(path): armskb.db, metadata.yaml, datasette.yaml; next: datasette \(path)")
    terms.tell()
  }

  /// The output options, with CSV where nothing else is asked for.
  private var asCSV: OutputOptions {
    var output = output
    let hasEnding = output.output.map { $0.hasSuffix(".tsv") || $0.hasSuffix(".tab") } ?? false
    if output.format == nil, output.output == nil || output.chosenFormat == .tsv && !hasEnding {
      output.format = "csv"
    }
    return output
  }
}
