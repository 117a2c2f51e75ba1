import ArgumentParser
import ArmsModel
import Glibc
import Publishing
import Storage

/// `armskb fingerprint`.
struct Fingerprint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find reprints: texts that are copies of one another count as one origin.",
    discussion: """
      Each file is the plain text of an article. Its document is the one whose record has the text's SHA-256 \
      (document.sha256), or the one named by --document. A fingerprint is kept, never the text. docs/origins.md \
      says what counts as a copy.

        armskb fingerprint articles/*.txt
        armskb fingerprint reprint.txt --document d3f2a9
        armskb fingerprint --list
      """)

  @Argument(help: ArgumentHelp("Text files; - for standard input.", valueName: "file")) var files: [String] =
    []
  @Option(help: ArgumentHelp("The document that the one file is the text of.", valueName: "id"))
  var document: String?
  @Flag(help: "List the documents that are copies of others.") var list = false
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Option(help: ArgumentHelp("Who does it (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
    String?
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if list, !files.isEmpty || document != nil || dryRun {
      throw ValidationError("--list stands alone: it takes neither files nor --document or --dry-run")
    }
    if !list, files.isEmpty { throw ValidationError("give text files, or --list to see what is a copy") }
    if document != nil, files.count > 1 {
      throw ValidationError("--document names the document of one file; there are \(files.count)")
    }
  }

  func run() throws {
    guard !list else { return try listCopies() }
    try InputFile.check(files)
    let texts = try files.map { try Text(file: $0) }
    try database.writing { knowledgeBase in
      var found: [(document: Int64, fingerprint: TextFingerprint)] = []
      var problems: [Words] = []
      for text in texts {
        let documents = try self.documents(of: text, knowledgeBase)
        if documents.isEmpty { problems.append(text.withoutDocument) }
        if !documents.isEmpty, !text.fingerprint.isTelling {
          Console.say(
            "\(text.name): too short to be compared "
              + "(\(TextFingerprint.fewestRuns + TextFingerprint.runLength - 1) words are the least)")
        }
        found += documents.map { ($0, text.fingerprint) }
      }
      guard problems.isEmpty else {
        throw CommandFailure(.noInput, "\(Words(lines: problems))\n  nothing was changed")
      }
      let result = try knowledgeBase.addFingerprints(found, by: .current(reviewer), commit: !dryRun)
      for copy in result.copies {
        // What is stored by now stays stored, whether or not its documents can be named.
        do { Console.say("\(try sentence(copy, knowledgeBase))") } catch { Console.say("warning: \(error)") }
      }
      Console.say("\(sentence(result))")
    }
  }

  /// Rows of the documents that a file is the text of.
  private func documents(of text: Text, _ knowledgeBase: KnowledgeBase) throws -> [Int64] {
    guard let document else { return try knowledgeBase.documents(sha256: text.sha256).map(\.row) }
    let digits = document.dropFirst().lowercased()
    guard document.lowercased().hasPrefix("d"), (3...32).contains(digits.count),
      digits.allSatisfy(\.isHexDigit)
    else {
      throw CommandFailure(
        .usage, "--document \(quoted(document)): an identifier is d and at least three digits")
    }
    let found = try knowledgeBase.findDocuments(idPrefix: digits)
    guard let first = found.first else {
      throw CommandFailure(
        .noInput, "there is no document \(quoted(document)); armskb query documents lists them")
    }
    guard found.count == 1 else {
      let all = found.map { $0.hash.identifier("d") }.joined(separator: ", ")
      throw CommandFailure(.usage, "\(quoted(document)) may be any of: \(all)")
    }
    return [first.row]
  }

  private func sentence(_ copy: DocumentCopy, _ knowledgeBase: KnowledgeBase) throws -> String {
    func named(_ row: Int64) throws -> String {
      let heading = try knowledgeBase.heading(ofDocument: row)
      let words = [heading.publisher, heading.published].compactMap { $0 }.joined(separator: ", ")
      return heading.hash.identifier("d") + (words.isEmpty ? "" : " (\(words))")
    }
    let percent = Int((copy.similarity * 100).rounded())
    return "\(try named(copy.document)) is a copy of \(try named(copy.original)): \(percent) % in common"
  }

  private func sentence(_ result: FingerprintResult) -> String {
    let would = dryRun ? "would be " : ""
    var parts = ["\(count(result.added, "fingerprint")) \(would)added"]
    if result.known > 0 { parts.append("\(result.known) already known") }
    if result.changed > 0 {
      let verb = dryRun ? "would speak" : result.changed == 1 ? "now speaks" : "now speak"
      parts.append("\(count(result.changed, "document")) \(verb) with another voice")
    }
    if result.copies.isEmpty { parts.append("no copies among them") }
    var text = parts.joined(separator: "; ")
    if let batch = result.batch { text += "   (batch \(batch); armskb undo \(batch) takes it back)" }
    return text
  }

  private func listCopies() throws {
    try database.reading { knowledgeBase in
      let columns = ListColumn.copies
      let answer = try Answer(output, columns.map { Column($0) }, title: "Copies")
      try knowledgeBase.copies { try answer.write($0, columns.map(\.kind)) }
      try answer.finish()
      if answer.rowCount == 0 { Console.say("no copies are known; armskb fingerprint FILE… finds them") }
    }
  }
}

extension Fingerprint {
  /// The text of an article.
  private struct Text {
    var name: String
    var sha256: String
    var fingerprint: TextFingerprint

    init(file: String) throws {
      name = InputFile.name(file)
      let (bytes, text) = try ArticleFile.read(file, name)
      sha256 = TextDigest.sha256(bytes)
      fingerprint = TextFingerprint(of: text)
    }

    /// What to do where no document has this text.
    var withoutDocument: Words {
      """
      \(name): no document is recorded with the SHA-256 of this text
        name its document:  armskb fingerprint FILE --document ID   (armskb query documents lists them)
        or import its records with  document.sha256 \(sha256)
      """
    }
  }
}
