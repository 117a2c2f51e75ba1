import ArgumentParser
import ArmsModel
import Counting
import Import
import Publishing
import Reading
import Storage

/// `armskb check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the claims, the file, and records or articles before they go in.",
    discussion: """
      Without files: every check, of all claims and of the knowledge base itself. With files of records: what is \
      wrong with their claims, seen together with all that is known of the same parties; nothing is stored.

      With articles in plain text: each amount of money is looked up among what is known of the parties and years \
      that are named with it, and money that is credited to SIPRI is checked like that of a record.

        armskb check
        armskb check --recipient Azerbaijan --only volume-index-as-money,value
        armskb check articles.jsonl --format json
        armskb check article.txt
        armskb check --list

      Exit status 1 if there is an error or a warning; notes alone are no faults and give 0. Records that import \
      would refuse give 65.
      """)

  @Argument(help: ArgumentHelp("Records or articles (.txt, .md); - for standard input.", valueName: "file"))
  var files: [String] = []
  @Flag(help: "List the checks with their meaning.") var list = false
  @OptionGroup var choice: CheckChoice
  @Flag(help: "In words, with who says what, even where the output is no terminal.") var words = false
  @Flag(
    help: "First make kept transfers, totals and the full text anew, if they are not what the claims give.")
  var mend =
    false
  @Option(
    help:
      "Records: jsonl, json, csv or tsv; articles: txt or md (else by the file's ending, or the content of a pipe)."
  )
  var inputFormat: String?
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    let all = RecordFormat.allCases.map(\.rawValue) + CheckCommand.articleEndings
    if let inputFormat, !all.contains(inputFormat) {
      throw ValidationError(
        "there is no input format '\(inputFormat)'\(suggestion(NearestName.of(inputFormat, among: all))) "
          + "(formats: \(all.joined(separator: ", ")))")
    }
    if words, output.format != nil {
      throw ValidationError("--words is a format of its own; leave out --format")
    }
    guard !files.isEmpty else { return }
    if filters.asOf != nil {
      throw ValidationError("files are checked against what is known now; leave out --as-of")
    }
    if mend { throw ValidationError("--mend is for the knowledge base; leave out the files") }
  }

  func run() throws {
    try InputFile.check(files.filter { $0 == "-" })
    if list { return try CheckList(output, words: words).write(choice.chosen) }
    let view = FindingView(output, words: words, limit: filters.limit)
    let hasFaults: Bool
    if files.isEmpty {
      if mend { try database.writing { try mend($0) } }
      hasFaults = try database.reading { try check($0, view) }
    } else if files.contains(where: isArticle) {
      hasFaults = try checkArticles()
    } else {
      hasFaults = try checkFiles(view)
    }
    if hasFaults { throw ExitCode(ExitStatus.failure.rawValue) }
  }

  private func mend(_ knowledgeBase: KnowledgeBase) throws {
    let stale = try knowledgeBase.integrity([.staleTransfers, .staleTotals, .fullText])
    guard !stale.isEmpty else {
      return Console.say("nothing to mend: all transfers, totals and the full text follow from the claims")
    }
    let isTextStale = stale.contains { $0.check == .file(.fullText) }
    try knowledgeBase.remake(fullText: isTextStale)
    Console.say(
      """
      transfers\(isTextStale ? ", totals and the full text" : " and totals") were made anew; before: \
      \(count(stale.count, "finding"))
      """)
  }

  /// Checks all that is kept; true if there are faults.
  private func check(_ knowledgeBase: KnowledgeBase, _ view: FindingView) throws -> Bool {
    let filter = try filters.filter(knowledgeBase)
    var chosen = choice.chosen
    let leavesOutFile = filter != Filter() && choice.only.isEmpty && chosen.contains { !$0.isOfClaims }
    if leavesOutFile { chosen.removeAll { !$0.isOfClaims } }
    let fileChecks = CheckChoice.fileChecks(chosen).subtracting([.evidencePlace])
    var report = try knowledgeBase.findings(
      filter, checks: CheckChoice.claimChecks(chosen), integrity: fileChecks)
    if chosen.contains(.file(.evidencePlace)),
      !report.findings.contains(where: { $0.check == .file(.database) })
    {
      report.add(try knowledgeBase.misplacedEvidence(filter))
    }
    var summary = FindingSummary(report, chosen)
    summary.alsoChecked = fileChecks.isEmpty ? nil : "the file itself"
    if leavesOutFile { summary.remark = "The file itself was not checked; without filters it is." }
    try view.write(report.findings, summary, knowledgeBase)
    return report.hasFaults
  }

  // MARK: - Files

  private func checkFiles(_ view: FindingView) throws -> Bool {
    let inputs = try files.map { file in (file: file, format: try recordFormat(file)) }
    try InputFile.check(files)
    let chosen = choice.chosen.filter(\.isOfClaims)
    return try database.creating(forTrial: true) { knowledgeBase in
      let pass = CheckPass()
      var hasFaults = false
      var options = ImportOptions()
      (options.commit, options.fullText, options.settle) = (false, false, false)
      do {
        _ = try knowledgeBase.importClaims(by: .current(nil), options: options) { writer in
          for (file, format) in inputs {
            let (input, format) = try open(file, format)
            try pass.run(input, format, into: writer, knowledgeBase)
          }
          guard pass.problemCount == 0 else { throw CheckPass.HasErrors() }
          // Only in here do the claims of the files stand.
          let filter = try filters.filter(knowledgeBase)
          let report = try CheckChoice.findings(knowledgeBase, filter, chosen, tried: pass.tried)
          var summary = FindingSummary(report, chosen)
          summary.tried = (claims: pass.tried.places.count, files: files.count)
          try view.write(report.findings, summary, knowledgeBase, tried: pass.tried)
          hasFaults = report.hasFaults
          return 0
        }
      } catch is CheckPass.HasErrors {
        pass.report()
        throw ExitCode(ExitStatus.dataError.rawValue)
      }
      return hasFaults
    }
  }

  // MARK: - Articles

  private static let articleEndings = ["txt", "md"]

  private func isArticle(_ file: String) -> Bool {
    if let inputFormat { return CheckCommand.articleEndings.contains(inputFormat) }
    let parts = file.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && CheckCommand.articleEndings.contains(String(parts[parts.count - 1]))
  }

  private func checkArticles() throws -> Bool {
    if let other = files.first(where: { !isArticle($0) }) {
      throw CommandFailure(
        .usage,
        "\(other) is no article, as the others are: check records and articles one after the other"
      )
    }
    try InputFile.check(files)
    let texts = try files.map { file -> (name: String, text: ArticleText) in
      let name = InputFile.name(file)
      return (name, ArticleText(try ArticleFile.read(file, name).bytes))
    }
    let checksVolumes = choice.chosen.contains(.claims(.volumeIndexAsMoney))
    guard checksVolumes || choice.only.isEmpty else {
      throw CommandFailure(.usage, "of the checks only volume-index-as-money is made on articles")
    }
    return try database.creating(forTrial: true) { knowledgeBase in
      guard try filters.filter(knowledgeBase) == Filter() else {
        throw CommandFailure(.usage, "filters choose among claims; of an article everything is checked")
      }
      try knowledgeBase.loadDirectory()
      let check = ArticleCheck(
        texts, knowledgeBase, checksVolumes: checksVolumes, compares: choice.only.isEmpty)
      let findings = try check.findings()
      try ArticleView(output, words: words, limit: filters.limit)
        .write(findings, amounts: check.amounts, files: files.count, knowledgeBase.directory)
      return findings.contains { $0.severity > .note }
    }
  }

  /// The format of a file of records, by what the user says or by its name; nil: to be told by its content.
  private func recordFormat(_ file: String) throws -> RecordFormat? {
    if let format = inputFormat.flatMap({ RecordFormat(rawValue: $0) }) ?? RecordFormat(fileName: file) {
      return format
    }
    if file == "-" || InputFile.isStream(file) { return nil }
    if [".html", ".htm", ".xhtml"].contains(where: file.lowercased().hasSuffix) {
      throw CommandFailure(
        .usage, "\(file): web pages are not read yet; save the article as plain text (.txt)")
    }
    throw CommandFailure(
      .usage,
      "\(file): the ending tells no format; add --input-format jsonl, json, csv or tsv for records, txt for an article"
    )
  }

  private func open(_ file: String, _ format: RecordFormat?) throws -> (ByteInput, RecordFormat) {
    switch try ImportSource.open(file, format: format, option: "--input-format txt for an article, or") {
    case .records(let input, let format): return (input, format)
    case .dataset(let reader, let input, _):
      throw CommandFailure(
        .dataError,
        "\(input.name): \(reader.release.title): datasets are checked once they are imported")
    case .unknown(let name, let problem, let line):
      throw CommandFailure(
        .dataError, "\(name)\(line.map { ":\($0):1" } ?? ""): \(problem)")
    }
  }
}

/// Which checks are made.
struct CheckChoice: ParsableArguments {
  @Option(help: ArgumentHelp("Only these checks (armskb check --list).", valueName: "checks")) var only:
    [String] = []
  @Option(help: ArgumentHelp("All checks but these.", valueName: "checks")) var skip: [String] = []

  func validate() throws {
    let all = KnowledgeCheck.allCases.map(\.name)
    for name in names(only) + names(skip) where !all.contains(name) {
      let near = NearestName.of(name, among: all)
      throw ValidationError(
        "there is no check \(quoted(name))\(suggestion(near)) (checks: \(all.joined(separator: ", ")))"
      )
    }
  }

  /// The checks that are left, in their order.
  var chosen: [KnowledgeCheck] {
    let (only, skip) = (names(only), names(skip))
    return KnowledgeCheck.allCases.filter {
      (only.isEmpty || only.contains($0.name)) && !skip.contains($0.name)
    }
  }

  private func names(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { String($0).trimmed }.filter { !$0.isEmpty }
  }

  /// What those of the checks that are of claims find.
  static func findings(
    _ knowledgeBase: KnowledgeBase, _ filter: Filter, _ checks: [KnowledgeCheck], tried: TriedClaims? = nil
  ) throws -> FindingReport {
    var report = try knowledgeBase.findings(filter, checks: claimChecks(checks), tried: tried)
    if checks.contains(.file(.evidencePlace)) {
      report.add(try knowledgeBase.misplacedEvidence(filter, tried: tried))
    }
    return report
  }

  /// Those of the checks that are of claims.
  static func claimChecks(_ checks: [KnowledgeCheck]) -> Set<Check> {
    var found: Set<Check> = []
    for case .claims(let check) in checks { found.insert(check) }
    return found
  }

  /// Those of the checks that are of the file.
  static func fileChecks(_ checks: [KnowledgeCheck]) -> Set<IntegrityCheck> {
    var found: Set<IntegrityCheck> = []
    for case .file(let check) in checks { found.insert(check) }
    return found
  }
}

/// The list of checks.
struct CheckList {
  private let output: OutputOptions
  private let inWords: Bool

  init(_ output: OutputOptions, words: Bool) {
    self.output = output
    inWords = words || (output.writesToTerminal && output.format == nil)
  }

  func write(_ checks: [KnowledgeCheck]) throws {
    guard inWords else {
      let answer = try Answer(output, [Column("check"), Column("of"), Column("meaning")], title: "Checks")
      for check in checks {
        try answer.write([
          .text(check.name), .text(check.isOfClaims ? "claims" : "file"), .text(check.meaning),
        ])
      }
      return try answer.finish()
    }
    let text = try PlainText(width: Console.width, to: output)
    for (title, isOfClaims) in [("Of claims:", true), ("Of the knowledge base itself:", false)] {
      let part = checks.filter { $0.isOfClaims == isOfClaims }
      guard !part.isEmpty else { continue }
      try text.add(title)
      for check in part {
        let head = check.name + String(repeating: " ", count: max(1, 28 - check.name.count))
        try text.add(head + check.meaning, indent: 2, hanging: 30)
      }
    }
    try text.finish()
  }
}
