import ArmsModel
import Counting
import Publishing
import Storage

/// Shows what was found in articles: as compilers write theirs, or as rows in one of the formats.
struct ArticleView {
  private let output: OutputOptions
  private let inWords: Bool
  private let limit: Int

  /// In words on a terminal, unless a format is asked for.
  init(_ output: OutputOptions, words: Bool, limit: Int?) {
    self.output = output
    inWords = words || (output.writesToTerminal && output.format == nil)
    self.limit = limit ?? .max
  }

  /// Writes the findings and says what was read.
  func write(_ findings: [ArticleFinding], amounts: Int, files: Int, _ names: PartyDirectory) throws {
    let shown = findings.prefix(limit)
    let summary = ArticleView.summary(findings, shown: shown.count, amounts: amounts, files: files)
    guard inWords else {
      try writeRows(shown, names)
      return Console.say("\(summary)")
    }
    let text = try PlainText(width: Console.width, to: output)
    var last: ArticleFinding?
    for finding in shown {
      if let last, last.file != finding.file || last.range != finding.range { try tell(last, to: text) }
      last = finding
      try text.add(
        "\(finding.file):\(finding.line):\(finding.column): \(finding.severity.rawValue): "
          + "\(finding.sentence) [\(finding.kind.rawValue)]", isWhole: true)
    }
    if let last { try tell(last, to: text) }
    if !shown.isEmpty { try text.add("") }
    try text.add(summary)
    try text.finish()
  }

  /// The passage stands once behind all that is said of its amounts.
  private func tell(_ finding: ArticleFinding, to text: PlainText) throws {
    try text.add("“\(finding.passage)”", indent: 6)
  }

  private func writeRows(_ findings: ArraySlice<ArticleFinding>, _ names: PartyDirectory) throws {
    let isJSON = output.chosenFormat == .json || output.chosenFormat == .jsonl
    var columns = [
      Column("file"), Column("line", .integer), Column("column", .integer), Column("check"),
      Column("severity"),
      Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name"),
      Column("sentence"), Column("claims", .list), Column("passage"), Column("passage_start", .integer),
      Column("passage_end", .integer),
    ]
    if isJSON { columns.append(Column("numbers", .json)) }
    let answer = try Answer(
      output, columns, title: "Findings",
      readingOrder: [
        "file", "line", "column", "severity", "check", "supplier_name", "recipient_name", "sentence",
      ])
    for finding in findings {
      func name(_ code: PartyCode?) -> Cell { Cell(optional: code.map { names[$0]?.name ?? $0.rawValue }) }
      var cells: [Cell] = [
        .text(finding.file), .integer(Int64(finding.line)), .integer(Int64(finding.column)),
        .text(finding.kind.rawValue), .text(finding.severity.rawValue),
        Cell(optional: finding.supplier?.rawValue), name(finding.supplier),
        Cell(optional: finding.recipient?.rawValue), name(finding.recipient), .text(finding.sentence),
        finding.claims.isEmpty && !isJSON ? .null : .list(finding.claims), .text(finding.passage),
        .integer(Int64(finding.range.lowerBound)), .integer(Int64(finding.range.upperBound)),
      ]
      if isJSON {
        cells.append(
          .text(
            JSONText.array(
              finding.numbers.map {
                .object([
                  ("name", .text($0.name)), ("value", .decimal($0.thousandths)),
                  ("unit", .text($0.unit.rawValue)),
                ])
              }
            ).encoded))
      }
      try answer.write(cells)
    }
    try answer.finish()
  }

  private static func summary(_ findings: [ArticleFinding], shown: Int, amounts: Int, files: Int) -> String {
    let extent = "\(count(amounts, "amount")) of money in \(count(files, "article"))"
    let counts = Finding.Severity.allCases.reversed().compactMap { severity -> String? in
      let number = findings.count { $0.severity == severity }
      return number == 0 ? nil : count(number, severity.rawValue)
    }
    guard let last = counts.last else { return "Nothing found: \(extent)." }
    let list = counts.count > 1 ? counts.dropLast().joined(separator: ", ") + " and " + last : last
    var sentence = "\(list): \(extent)."
    if shown < findings.count { sentence += " Only \(shown == 1 ? "the first is" : "\(shown) are") shown." }
    if !findings.contains(where: { $0.severity > .note }) { sentence += " Notes alone are no faults." }
    return sentence
  }
}
