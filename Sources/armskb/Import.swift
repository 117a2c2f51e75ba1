import ArgumentParser
import ArmsModel
import Glibc
import RecordImport
import Storage

/// `armskb import`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Store claim records: JSON Lines, JSON, CSV or TSV.",
    discussion: """
      Each file is one transaction: it goes in whole, or with any error not at all. The same file twice changes \
      nothing. docs/records.md describes the records.

        armskb import articles.jsonl
        armskb import --dry-run articles.csv
        converter | armskb import - --format jsonl
      """)

  @Argument(help: ArgumentHelp("Files; - for standard input.", valueName: "file")) var files: [String]
  @OptionGroup var database: DatabaseOptions
  @Option(help: "jsonl, json, csv or tsv (else by the file's ending).") var format: String?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Flag(help: "Store the good records; write the others to FILE.rejected.jsonl (or .csv, .tsv).")
  var skipInvalid = false
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
  }

  func run() throws {
    // Mistakes in the names of files should not cost the work on those before them.
    for file in files where file != "-" { _ = try ByteInput(path: file) }
    var failed = false
    try database.creating(forTrial: dryRun) { knowledgeBase in
      for file in files where try !importFile(file, into: knowledgeBase) { failed = true }
    }
    if failed { throw ExitCode(ExitStatus.dataError.rawValue) }
  }

  /// Imports a file; false if it had errors and was left out.
  private func importFile(_ file: String, into knowledgeBase: KnowledgeBase) throws -> Bool {
    if file == "-", format == nil {
      throw CommandFailure(
        .usage, "standard input has no name to tell its format: add --format jsonl, csv, …")
    }
    guard let format = format.flatMap({ RecordFormat(rawValue: $0) }) ?? RecordFormat(fileName: file) else {
      throw CommandFailure(
        .usage, "\(file): the ending tells no format; add --format jsonl, json, csv or tsv")
    }
    let input = file == "-" ? ByteInput(descriptor: STDIN_FILENO, name: "<stdin>") : try ByteInput(path: file)
    try knowledgeBase.loadDirectory()
    let pass = ImportPass(
      input, format, skipInvalid: skipInvalid, progress: Console.errorIsTerminal && !quiet)
    var options = ImportOptions(file: input.name, bytes: input.totalBytes.map { Int64($0) })
    options.commit = !dryRun
    options.fullText = !noFullText
    options.settle = !noTransfers
    do {
      let result = try knowledgeBase.importClaims(by: .current(reviewer), options: options) { writer in
        try pass.run(into: writer, knowledgeBase)
      }
      if !quiet { Console.say("\(input.name): \(sentence(result, pass))") }
      return true
    } catch is ImportPass.HasErrors {
      pass.report()
      return false
    }
  }

  private func sentence(_ result: ImportResult, _ pass: ImportPass) -> String {
    let would = dryRun ? "would be " : ""
    var parts = ["\(count(result.added, "claim")) \(would)added"]
    if result.documents > 0 { parts[0] += " from \(count(result.documents, "new document"))" }
    if result.known > 0 { parts.append("\(result.known) already known") }
    if result.revived > 0 {
      parts.append("of these \(result.revived) \(dryRun ? "would stand" : "stand") again")
    }
    if result.rejected > 0 {
      parts.append("\(result.rejected) left out\(pass.rejectPath.map { ", see \($0)" } ?? "")")
    }
    var text = parts.joined(separator: "; ")
    if let batch = result.batch { text += "   (batch \(batch); armskb undo \(batch) takes it back)" }
    return text
  }
}

/// "1 claim", "2 claims".
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
