import ArmsModel
import Counting
import Publishing
import Storage

/// Shows findings: in words, with who says what, or as rows in one of the formats.
struct FindingView {
  private let output: OutputOptions
  private let inWords: Bool
  private let limit: Int

  /// In words on a terminal, unless a format is asked for.
  init(_ output: OutputOptions, words: Bool, limit: Int?) {
    self.output = output
    inWords = words || (output.writesToTerminal && output.format == nil)
    self.limit = limit ?? .max
  }

  private var isJSON: Bool { !inWords && (output.chosenFormat == .json || output.chosenFormat == .jsonl) }

  /// So many claims of one finding are told in words; the rest is counted.
  private static let claimsInWords = 8

  /// Writes the findings with who says what, and says what was checked.
  func write(
    _ findings: [KnowledgeFinding], _ summary: FindingSummary, _ knowledgeBase: KnowledgeBase,
    tried: TriedClaims? = nil
  ) throws {
    let shown = findings.prefix(limit)
    var summary = summary
    summary.shown = shown.count
    guard inWords else {
      try writeRows(shown, knowledgeBase, tried)
      Console.say("\(summary.sentence)")
      return
    }
    let text = try PlainText(width: Console.width, to: output)
    if let tried {
      try withCards(shown, knowledgeBase) { try tell($0, $1, tried, to: text) }
      if !shown.isEmpty { try text.add("") }
    } else {
      try tell(shown, knowledgeBase, to: text)
    }
    try text.add(summary.sentence)
    try text.finish()
  }

  /// Hands over each finding with the cards of the claims that are shown of it, by row.
  ///
  /// Cards are read for some hundred findings at a time: those of all would take more memory than the findings.
  private func withCards(
    _ findings: ArraySlice<KnowledgeFinding>, _ knowledgeBase: KnowledgeBase,
    _ body: (KnowledgeFinding, [Int64: ClaimCard]) throws -> Void
  ) throws {
    let most = inWords ? FindingView.claimsInWords : isJSON ? .max : 0
    var rest = findings
    while !rest.isEmpty {
      let part = rest.prefix(500)
      rest = rest.dropFirst(part.count)
      var cards: [Int64: ClaimCard] = [:]
      let rows = Set(part.flatMap { $0.claims.prefix(most).map(\.row) })
      try knowledgeBase.claimCards(rows.sorted()) { cards[$0] = $1 }
      for finding in part { try body(finding, cards) }
    }
  }

  // MARK: - Rows

  private func writeRows(
    _ findings: ArraySlice<KnowledgeFinding>, _ knowledgeBase: KnowledgeBase, _ tried: TriedClaims?
  ) throws {
    let names = knowledgeBase.directory
    var columns = [
      Column("check"), Column("severity"), Column("supplier"), Column("supplier_name"), Column("recipient"),
      Column("recipient_name"), Column("sentence"), Column("claims", .list), Column("transfers", .list),
    ]
    if tried != nil { columns.insert(contentsOf: [Column("file"), Column("line", .integer)], at: 0) }
    if isJSON { columns += [Column("numbers", .json), Column("said", .json)] }
    let answer = try Answer(
      output, columns, title: "Findings",
      readingOrder: ["file", "line", "severity", "check", "supplier_name", "recipient_name", "sentence"])
    try withCards(findings, knowledgeBase) { finding, cards in
      var cells: [Cell] = []
      if let tried {
        let place = places(finding, tried).first
        cells = [Cell(optional: place?.file), place.map { .integer(Int64($0.line)) } ?? .null]
      }
      cells += [
        .text(finding.check.name), .text(finding.severity.rawValue),
        Cell(optional: finding.supplier?.rawValue),
        name(finding.supplier, finding, names), Cell(optional: finding.recipient?.rawValue),
        name(finding.recipient, finding, names), .text(finding.sentence),
        list(finding.claims.map { $0.key.identifier("c") }),
        list(finding.transfers.map { $0.identifier("t") }),
      ]
      if isJSON { cells += [.text(numbers(finding).encoded), .text(said(finding, cards, tried).encoded)] }
      try answer.write(cells)
    }
    try answer.finish()
  }

  /// No items are an empty array in JSON and an empty cell elsewhere.
  private func list(_ items: [String]) -> Cell { items.isEmpty && !isJSON ? .null : .list(items) }

  private func name(_ code: PartyCode?, _ finding: KnowledgeFinding, _ names: PartyDirectory) -> Cell {
    guard code != nil || finding.check.isOfClaims else { return .null }
    return .text(party(code, finding, names))
  }

  private func party(_ code: PartyCode?, _ finding: KnowledgeFinding, _ names: PartyDirectory) -> String {
    guard let code else {
      return [.claims(.registerTable), .claims(.tooLarge)].contains(finding.check) ? "everybody" : "not known"
    }
    return names[code]?.name ?? code.rawValue
  }

  private func numbers(_ finding: KnowledgeFinding) -> JSONText {
    .array(
      finding.numbers.map {
        .object([
          ("name", .text($0.name)), ("value", .decimal($0.thousandths)), ("unit", .text($0.unit.rawValue)),
        ])
      })
  }

  private func said(
    _ finding: KnowledgeFinding, _ cards: [Int64: ClaimCard], _ tried: TriedClaims?
  ) -> JSONText {
    .array(
      finding.claims.compactMap { claim in
        guard let card = cards[claim.row], case .object(var pairs) = card.json else { return nil }
        pairs.insert(("claim", .text(card.sentence)), at: 1)
        if let tried {
          let place = tried.places[claim.key]
          pairs.append(("file", .optional(place?.file)))
          pairs.append(("line", place.map { .number(String($0.line)) } ?? .null))
        }
        return .object(pairs)
      })
  }

  private func places(_ finding: KnowledgeFinding, _ tried: TriedClaims) -> [TriedClaims.Place] {
    finding.claims.compactMap { tried.places[$0.key] }.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  // MARK: - Words

  /// Findings under the heading of their check, each with its claims.
  private func tell(
    _ findings: ArraySlice<KnowledgeFinding>, _ knowledgeBase: KnowledgeBase, to text: PlainText
  ) throws {
    let names = knowledgeBase.directory
    var rest = findings
    while let first = rest.first {
      let group = rest.prefix { $0.check == first.check && $0.severity == first.severity }
      rest = rest.dropFirst(group.count)
      try text.add("\(first.severity.rawValue): \(first.check.name) (\(group.count))")
      try text.add(first.check.meaning, indent: 2)
      try withCards(group, knowledgeBase) { finding, cards in
        try text.add("")
        if finding.check.isOfClaims {
          try text.add(
            [finding.supplier, finding.recipient]
              .map { party($0, finding, names) }.joined(separator: " to "),
            indent: 2)
        }
        try text.add(finding.sentence, indent: 4)
        try tellClaims(finding, cards, to: text)
      }
      try text.add("")
    }
  }

  /// A finding of files in the form in which compilers write theirs, so that editors jump to the place.
  private func tell(
    _ finding: KnowledgeFinding, _ cards: [Int64: ClaimCard], _ tried: TriedClaims, to text: PlainText
  ) throws {
    let all = places(finding, tried)
    let place = all.first.map { "\($0.file):\($0.line): " } ?? ""
    try text.add(
      "\(place)\(finding.severity.rawValue): \(finding.sentence) [\(finding.check.name)]", isWhole: true)
    for other in all.dropFirst().prefix(FindingView.claimsInWords) {
      try text.add("also at \(other.file):\(other.line)", indent: 4)
    }
    if all.count > FindingView.claimsInWords + 1 {
      try text.add("and \(all.count - FindingView.claimsInWords - 1) more places", indent: 4)
    }
    var known = finding
    known.claims.removeAll { tried.places[$0.key] != nil }
    try tellClaims(known, cards, to: text)
  }

  private func tellClaims(_ finding: KnowledgeFinding, _ cards: [Int64: ClaimCard], to text: PlainText) throws
  {
    for claim in finding.claims.prefix(FindingView.claimsInWords) {
      guard let card = cards[claim.row] else { continue }
      try text.add(card.citation, indent: 6, hanging: 8)
      if let evidence = card.evidence { try text.add("“\(evidence)”", indent: 8) }
    }
    if finding.claims.count > FindingView.claimsInWords {
      try text.add("and \(count(finding.claims.count - FindingView.claimsInWords, "more claim"))", indent: 6)
    }
  }
}

/// What was checked and what came of it, in one sentence.
struct FindingSummary {
  private let report: FindingReport
  private let checks: [KnowledgeCheck]
  /// What was looked at beside the claims.
  var alsoChecked: String?
  /// The claims of files, where files were checked.
  var tried: (claims: Int, files: Int)?
  /// So many findings are shown.
  var shown = 0
  /// Something to add.
  var remark: String?

  init(_ report: FindingReport, _ checks: [KnowledgeCheck]) {
    self.report = report
    self.checks = checks
  }

  /// The sentence, with a full stop, and the remark behind it.
  var sentence: String {
    var extent = "\(count(checks.count, "check")) of "
    if let tried {
      let others = max(0, report.claims - tried.claims)
      extent += "\(count(tried.claims, "claim")) in \(count(tried.files, "file"))"
      if others > 0 { extent += ", beside \(count(others, "other")) on the same parties" }
    } else if alsoChecked == nil || checks.contains(where: \.isOfClaims) {
      extent += "\(count(report.claims, "claim")) on \(count(report.pairs, "pair")) of parties"
      extent += alsoChecked.map { " and of \($0)" } ?? ""
    } else {
      extent += alsoChecked ?? ""
    }
    let counts = Finding.Severity.allCases.reversed().compactMap { severity -> String? in
      let number = report.findings.count { $0.severity == severity }
      return number == 0 ? nil : count(number, severity.rawValue)
    }
    var parts: [String] = []
    if counts.isEmpty {
      parts.append("Nothing found: \(extent).")
    } else {
      let list =
        counts.count > 1
        ? counts.dropLast().joined(separator: ", ") + " and " + counts[counts.count - 1] : counts[0]
      parts.append("\(list): \(extent).")
      if !report.hasFaults { parts.append("Notes alone are no faults.") }
      if shown < report.findings.count {
        parts.append(
          shown == 0
            ? "None is shown." : shown == 1 ? "Only the first is shown." : "The first \(shown) are shown.")
      }
    }
    if let remark { parts.append(remark) }
    return parts.joined(separator: " ")
  }
}

/// Paragraphs for people, safe on any terminal and broken to a width.
final class PlainText {
  private let width: Int
  private let file: OutputFile
  /// What is not written yet.
  private var text = ""

  /// - Throws: status 73 where the options' file cannot be created.
  init(width: Int, to output: OutputOptions) throws {
    self.width = max(40, width)
    file = try OutputFile(output.output)
  }

  /// Adds a paragraph.
  ///
  /// - Parameters:
  ///   - hanging: the indent of all lines but the first; nil for the same.
  ///   - isWhole: leave it on one line.
  func add(_ paragraph: String, indent: Int = 0, hanging: Int? = nil, isWhole: Bool = false) throws {
    let paragraph = TerminalText.line(paragraph)
    var line = String(repeating: " ", count: indent)
    var length = indent
    var isEmpty = true
    for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
      let size = word.count
      if !isEmpty, !isWhole, word != "%", length + 1 + size > width {
        text += line + "\n"
        line = String(repeating: " ", count: hanging ?? indent) + word
        length = (hanging ?? indent) + size
        continue
      }
      if !isEmpty {
        line += " "
        length += 1
      }
      line += word
      length += size
      isEmpty = false
    }
    text += (paragraph.isEmpty ? "" : line) + "\n"
    if text.utf8.count > 1 << 16 { try writeOut() }
  }

  /// Writes what is left; a file takes its name only now.
  func finish() throws {
    try writeOut()
    try file.close()
  }

  private func writeOut() throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    text = ""
  }
}
