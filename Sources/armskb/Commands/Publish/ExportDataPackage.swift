import ArmsModel
import Counting
import Publishing
import SQLite
import Storage

/// `armskb export datapackage`: tidy tables as CSV with their description, after Frictionless's Data Package.
struct DataPackageExport {
  let knowledgeBase: KnowledgeBase
  /// What the claims, transfers and totals are limited to.
  let filter: Filter
  let stages: [StageChoice]
  let terms: ExportTerms
  let words: PublicationWords

  /// A file that was written.
  private struct File {
    var name: String
    var digest = FileDigest()
  }

  /// Writes the folder; returns the number of rows of each table.
  func write(to path: String) throws -> [(table: String, rows: Int)] {
    let folder = try OutputFolder(path) { path, _ in
      FolderContents.has("\"made_by\": \"armskb export datapackage\"", near: "datapackage.json", in: path)
    }
    var resources: [JSONText] = []
    var counts: [(table: String, rows: Int)] = []
    for table in PackageTable.all {
      var rows = 0
      var file = File(name: table.file)
      try folder.write(table.file) { sink in
        let answer = Answer(csv: table.columns) { bytes in
          file.digest.update(bytes)
          try sink(bytes)
        }
        try write(table, to: answer)
        rows = answer.rowCount
        if table.name == "claims" { try terms.refuseIfNothingIsLeft(rows) }
        try answer.finish()
      }
      counts.append((table.name, rows))
      resources.append(resource(table, file))
    }
    try folder.write("datapackage.json", text: description(resources).laidOut() + "\n")
    try folder.finish()
    return counts
  }

  private func write(_ table: PackageTable, to answer: Answer) throws {
    func rows(_ columns: [ListColumn]) -> (Statement) throws -> Void {
      let kinds = columns.map(\.kind)
      return { try answer.write($0, kinds) }
    }
    func list(_ what: KnowledgeBase.ReferenceList, _ columns: [ListColumn]) throws {
      try knowledgeBase.list(what, columns: columns, rows(columns))
    }
    switch table.name {
    case "claims":
      let columns = ListColumn.packageClaims
      try knowledgeBase.claims(filter, columns: columns, rows(columns))
    case "transfers": try knowledgeBase.transfers(filter, rows(ListColumn.transfers))
    case "transfer_claims": try knowledgeBase.transferClaims(filter, rows(ListColumn.packageLinks))
    case "totals":
      let lines = try knowledgeBase.totals(by: .pair, filter, stages: stages)
      for line in lines { try answer.write(parties(line) + figures(line)) }
      try TooLargeWords.tell(lines, by: .pair, filter, stages, knowledgeBase)
    case "totals_by_year":
      try knowledgeBase.yearlyPairTotals(filter, stages: stages) { line in
        try answer.write(parties(line) + years(line.keys[2]) + figures(line))
      }
    case "parties": try list(.parties, ListColumn.packageParties)
    case "categories": try list(.categories, ListColumn.packageCategories)
    case "sources": try list(.sources, ListColumn.packageSources)
    default: try list(.documents, ListColumn.packageDocuments)
    }
  }

  private func parties(_ line: TotalLine) -> [Cell] {
    line.keys.prefix(2).flatMap { code in
      [Cell(optional: code), Cell(optional: code.map { knowledgeBase.directory[PartyCode($0)]?.name ?? $0 })]
    }
  }

  /// The year, then the first and the last of a span, from "2012", "2006–2019", "–2016" or "2006–".
  private func years(_ key: String?) -> [Cell] {
    let ends = (key ?? "–").split(separator: "–", omittingEmptySubsequences: false).map { Int64($0) }
    let first = ends.first ?? nil
    let last = ends.last ?? nil
    return [ends.count == 1 ? first : nil, first, last].map { $0.map { .integer($0) } ?? .null }
  }

  private func figures(_ line: TotalLine) -> [Cell] {
    [
      .text(line.unit.rawValue), .text(line.stage), Cell(thousandths: line.low), Cell(thousandths: line.best),
      Cell(thousandths: line.high), .integer(Int64(line.transfers)), .integer(Int64(line.unstated)),
      .integer(Int64(line.claims)), .integer(Int64(line.origins)), .integer(Int64(line.documents)),
      Cell(optional: line.first), Cell(optional: line.last), Cell(listOrNull: line.originNames),
      Cell(listOrNull: line.categories),
    ]
  }

  private func resource(_ table: PackageTable, _ file: File) -> JSONText {
    .object([
      ("name", .text(table.name)), ("title", .text(table.title)), ("path", .text(file.name)),
      ("profile", "tabular-data-resource"), ("format", "csv"), ("mediatype", "text/csv"),
      ("encoding", "utf-8"), ("bytes", .number(String(file.digest.byteCount))),
      ("hash", .text("sha256:" + file.digest.hexadecimal)),
      (
        "dialect",
        .object([("delimiter", ","), ("lineTerminator", "\r\n"), ("quoteChar", "\""), ("doubleQuote", true)])
      ),
      ("schema", table.schema),
    ])
  }

  private func description(_ resources: [JSONText]) throws -> JSONText {
    let status = try knowledgeBase.status()
    var about: [(String, JSONText)] = [
      ("made_by", "armskb export datapackage"), ("version", .text(Version.current)),
      ("newest_batch", .optional(status.lastChange)),
    ]
    if !words.selection.isEmpty { about.append(("selection", .text(words.selection))) }
    var parts: [(String, JSONText)] = [
      ("profile", "tabular-data-package"), ("armskb", .object(about)), ("name", .text(words.name)),
      ("title", .text(words.title)), ("description", .text(words.description)),
    ]
    if let licences = words.licences(terms) { parts.append(("licenses", .array(licences))) }
    let sources = try knowledgeBase.publishers(filter).map { source in
      JSONText.object(
        [("title", .text(source.name))]
          + (source.url.map { [("path", .text($0.contains("://") ? $0 : "https://\($0)"))] } ?? []))
    }
    if !sources.isEmpty { parts.append(("sources", .array(sources))) }
    return .object(parts + [("resources", .array(resources))])
  }
}
