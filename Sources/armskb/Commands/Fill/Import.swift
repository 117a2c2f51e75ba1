import ArgumentParser
import ArmsModel
import Import
import Storage

/// `armskb import`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Store claim records, or the file of a dataset such as SIPRI's register.",
    discussion: """
      Records are JSON Lines, JSON, CSV or TSV (docs/records.md). Files of datasets are known by their content, \
      whatever they are called (docs/registers.md). Each file is one transaction: it goes in whole, or with any \
      error not at all. The same file twice changes nothing.

        armskb import articles.jsonl
        armskb import --dry-run articles.csv
        zcat articles.jsonl.gz | armskb import -
        armskb import trade-register.csv
        armskb import --park trade-register.csv
        armskb import --parked
      """)

  @Argument(help: ArgumentHelp("Files; - for standard input.", valueName: "file")) var files: [String] = []
  @OptionGroup var database: DatabaseOptions
  @Option(help: "Of records: jsonl, json, csv or tsv (else by content and the file's ending).")
  var format: String?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Flag(help: "Store the good records; write the others to FILE.rejected.jsonl (or .csv, .tsv, .txt).")
  var skipInvalid = false
  @Flag(help: "Of a file with errors, show all of them, not the first hundred.") var allProblems = false
  @Flag(
    help: "Of a dataset, keep records with unknown names until the names are known, and store the others.")
  var park = false
  @Flag(help: "Store the parked records whose names are known by now.") var parked = false
  @Option(
    help: ArgumentHelp(
      "When the file of a dataset was made, where it does not say so itself, such as 2024-03-18.",
      valueName: "date"))
  var made: String?
  @Option(help: ArgumentHelp("Who does it (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
    String?
  @Flag(help: "Leave the full text for later: the next import, or `armskb import` without this.")
  var noFullText = false
  @Flag(
    help: ArgumentHelp("Leave transfers and totals out (to measure the import alone).", visibility: .hidden))
  var noTransfers = false
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func validate() throws {
    if let format, RecordFormat(rawValue: format) == nil {
      let near = NearestName.of(format, among: RecordFormat.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no record format '\(format)'\(suggestion(near)) "
          + "(formats: \(RecordFormat.allCases.map(\.rawValue).joined(separator: ", ")))")
    }
    if let made, PartialDate(made) == nil {
      throw ValidationError("'\(made)' is no date for --made: give YYYY, YYYY-MM or YYYY-MM-DD")
    }
    if parked, !files.isEmpty {
      throw ValidationError("--parked takes no files: it stores what was parked before")
    }
    if files.isEmpty, !parked {
      throw ValidationError("Missing expected argument '<file> ...'")
    }
    if park, skipInvalid {
      throw ValidationError("--park keeps what --skip-invalid leaves out: give one of the two")
    }
  }

  func run() throws {
    if parked { return try importParked() }
    try InputFile.check(files)
    var failed = false
    try database.creating(forTrial: dryRun) { knowledgeBase in
      for file in files where try !importFile(file, into: knowledgeBase) { failed = true }
    }
    if failed { throw ExitCode(ExitStatus.dataError.rawValue) }
  }

  /// Imports a file; false if it had errors and was left out.
  private func importFile(_ file: String, into knowledgeBase: KnowledgeBase) throws -> Bool {
    try knowledgeBase.loadDirectory()
    switch try ImportSource.open(
      file, format: format.flatMap { RecordFormat(rawValue: $0) }, made: made.flatMap { PartialDate($0) })
    {
    case .records(let input, let format):
      let problems = ProblemList(input.name, skips: skipInvalid, showsAll: allProblems)
      let pass = ImportPass(
        input, format, problems: problems, progress: Console.errorIsTerminal && !quiet)
      return try importing(problems) {
        let result = try knowledgeBase.importClaims(
          by: .current(reviewer), options: options(input.name, input.totalBytes)
        ) { try pass.run(into: $0, knowledgeBase) }
        if quiet { return }
        if result.contradicting > 0 {
          let verb = result.contradicting == 1 ? "carries" : "carry"
          Console.say(
            "  note: \(count(result.contradicting, "record")) \(verb) the id of a claim that is here and says otherwise; "
              + "that one stands, too")
        }
        let isEmpty = pass.records == 0 ? ": it holds no records" : ""
        Console.say("\(input.name): \(sentence(result, pass.rejectPath))\(isEmpty)")
      }
    case .dataset(let reader, let input, let bytes):
      let name = input.name
      let problems = ProblemList(name, skips: skipInvalid, showsAll: allProblems)
      let pass = DatasetPass(
        name, park: park, problems: problems, rejectsStem: InputFile.rejectsStem(of: input))
      return try importing(problems) {
        let result = try knowledgeBase.importClaims(
          by: .current(reviewer), options: options(name, bytes)
        ) { try pass.run(reader, into: $0, knowledgeBase) }
        if quiet { return }
        Console.say("\(name): \(reader.release.title)")
        var remarks = pass.remarks
        if result.batch != nil, let edition = result.edition {
          remarks += standing(of: edition, knowledgeBase)
        }
        say(pass.ledger, remarks: remarks)
        Console.say("\(name): \(sentence(result, pass.rejectPath))")
      }
    case .unknown(let name, let problem, let line):
      Console.say("\(name)\(line.map { ":\($0):1" } ?? ""): \(problem)")
      return false
    }
  }

  /// What a person should know of an edition that was just stored; whatever goes wrong here, it is stored.
  private func standing(of edition: Int64, _ knowledgeBase: KnowledgeBase) -> [String] {
    do {
      return try knowledgeBase.isInForce(edition: edition)
        ? [] : ["counts nowhere: a newer edition has the say, or one of more years (armskb query releases)"]
    } catch {
      return ["stored, but whether it counts could not be read (armskb query releases tells): \(error)"]
    }
  }

  private func options(_ name: String, _ bytes: Int?) -> ImportOptions {
    var options = ImportOptions(file: name, bytes: bytes.map { Int64($0) })
    options.commit = !dryRun
    options.fullText = !noFullText
    options.settle = !noTransfers
    return options
  }

  /// Runs an import; false if the file had errors, which are reported.
  private func importing(_ problems: ProblemList, _ body: () throws -> Void) throws -> Bool {
    do {
      try body()
      return true
    } catch is ImportPass.HasErrors {
      problems.report(
        advice: problems.lacksNames
          ? "--park keeps such records until their names are known and stores the others"
          : "--skip-invalid stores the good records")
      return false
    }
  }

  /// Stores what was parked and is known by now.
  private func importParked() throws {
    try database.creating(forTrial: dryRun) { knowledgeBase in
      try knowledgeBase.loadDirectory()
      if try knowledgeBase.parkedRows().isEmpty { return Console.say("nothing is parked") }
      let pass = DatasetPass(
        "parked records", park: true, problems: ProblemList("parked records", skips: false),
        rejectsStem: "parked")
      let result = try knowledgeBase.importClaims(
        by: .current(reviewer), options: options("(parked records)", nil)
      ) {
        try pass.takeIn(knowledgeBase.parkedRows(), into: $0, knowledgeBase)
        return 0
      }
      if quiet { return }
      say(pass.ledger, remarks: [])
      Console.say("parked records: \(sentence(result, nil))")
    }
  }

  /// The ledger in words: records in, and what became of them.
  private func say(_ ledger: Ledger, remarks: [String]) {
    func amount(_ sum: (rows: Int, tiv: Int64)) -> String {
      "\(sum.rows)" + (sum.tiv == 0 ? "" : " (\(groupedDecimal(sum.tiv)) million TIV)")
    }
    let all = ledger.sum()
    let would = dryRun ? "would be " : ""
    Console.say("  records in   \(amount(all))\(dryRun ? ", a trial" : "")")
    for line in ledger.lines {
      let reason = line.reason.isEmpty ? "" : ": \(line.reason)"
      let name = line.outcome == .known ? "known already" : would + line.outcome.rawValue
      let padded = name + String(repeating: " ", count: max(1, 13 - name.count))
      Console.say("  \(padded)\(amount((line.rows, line.tiv)))\(reason)")
    }
    for remark in remarks { Console.say("  note: \(remark)") }
  }

  private func sentence(_ result: ImportResult, _ rejectPath: String?) -> String {
    let would = dryRun ? "would be " : ""
    var parts = ["\(count(result.added, "claim")) \(would)added"]
    if result.documents > 0 { parts[0] += " from \(count(result.documents, "new document"))" }
    if result.known > 0 { parts.append("\(result.known) already known") }
    if result.revived > 0 {
      parts.append("of these \(result.revived) \(dryRun ? "would stand" : "stand") again")
    }
    if result.rejected > 0 {
      parts.append("\(result.rejected) left out\(rejectPath.map { ", see \($0)" } ?? "")")
    }
    var text = parts.joined(separator: "; ")
    if let batch = result.batch { text += "   (batch \(batch); armskb undo \(batch) takes it back)" }
    return text
  }
}

/// "1 claim", "2 claims".
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
