import Foundation
import Testing

@testable import armskb

/// Tidy tables in a folder, described so that other programs read them rightly.
@Suite struct DataPackageTests {
  static let tables = [
    "claims", "transfers", "transfer_claims", "totals", "totals_by_year", "parties", "categories", "sources",
    "documents",
  ]

  /// The rows of a table as Foundation reads the JSON of the same question.
  private func rows(_ desk: Desk, _ line: String) throws -> [[String: Any]] {
    let outcome = try desk.run(line.split(separator: " ").map(String.init) + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  private func records(_ desk: Desk, _ table: String) throws -> [String] {
    // No text of the fixtures that stands in these tables holds a line end.
    try desk.text("out/\(table).csv").components(separatedBy: "\r\n").dropLast().map { $0 }
  }

  @Test func description() throws {
    let desk = try Desk.filled()
    let outcome = try desk.run(
      "export", "datapackage", "out", "--title", "Invented arms, 2nd!", "--licence", "CC0-1.0")
    #expect(outcome.status == 0 && outcome.stdout.isEmpty)
    #expect(
      outcome.stderr.hasPrefix("out: 16 claims, ") && lines(outcome.stderr).count == 2,
      "\(outcome.stderr)")
    let text = try desk.text("out/datapackage.json")
      .replacing(#/"hash": "sha256:[0-9a-f]{64}"/#, with: #""hash": "sha256:<digits>""#)
      .replacing(#/"bytes": \d+/#, with: #""bytes": <number>"#)
    try expectGolden("datapackage.json", desk.normalized(text))
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: desk.path("out")))
        == Set(DataPackageTests.tables.map { "\($0).csv" } + ["datapackage.json"]))
    for table in ["claims", "transfers", "totals", "totals_by_year", "documents"] {
      try expectGolden("DataPackage/\(table).csv", try desk.text("out/\(table).csv"))
    }
  }

  @Test func everyColumnHasWords() {
    for table in PackageTable.all {
      for column in table.columns {
        #expect(ColumnWords.words(table.name, column.flatName) != nil, "\(table.name).\(column.flatName)")
      }
    }
  }

  @Test func rowsAreThoseOfTheQuestions() throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "datapackage", "out").status == 0)
    #expect(try records(desk, "transfers").count - 1 == rows(desk, "query transfers").count)
    #expect(try records(desk, "totals").count - 1 == rows(desk, "query totals --by pair").count)
    #expect(try records(desk, "parties").count - 1 == rows(desk, "query parties").count)
    #expect(try records(desk, "documents").count - 1 == rows(desk, "query documents").count)
    #expect(
      try desk.text("out/transfers.csv") == (try desk.run("query", "transfers", "--format", "csv").stdout))
  }

  /// The lines of years by pair add up to those of `query totals --by year`.
  @Test(arguments: ["", "--recipient AZE", "--stage delivered,ordered", "--states successor"])
  func yearsOfPairsAreYears(filter: String) throws {
    let desk = try Desk.filled()
    let words = filter.split(separator: " ").map(String.init)
    #expect(try desk.run(["export", "datapackage", "out"] + words).status == 0)
    var wanted: [String: Double] = [:]
    for line in try rows(desk, "query totals --by year \(filter)") {
      let key = "\(line["year"] as? String ?? "") \(line["unit"] ?? "") \(line["stage"] ?? "")"
      wanted[key] = (line["best"] as? Double) ?? 0
    }
    let table = try records(desk, "totals_by_year").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = table[0].map(String.init)
    func cell(_ row: [Substring], _ name: String) -> String {
      header.firstIndex(of: name).map { String(row[$0]) } ?? ""
    }
    var found: [String: Double] = [:]
    for row in table.dropFirst() {
      let (year, first, last) = (cell(row, "year"), cell(row, "first_year"), cell(row, "last_year"))
      #expect(year.isEmpty || year == first && year == last)
      let span = !year.isEmpty ? year : first.isEmpty && last.isEmpty ? "" : "\(first)–\(last)"
      found["\(span) \(cell(row, "unit")) \(cell(row, "stage"))", default: 0] +=
        Double(cell(row, "best")) ?? 0
    }
    #expect(found == wanted)
    #expect(!found.isEmpty)
  }

  @Test func twiceIsTheSame() throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "datapackage", "one").status == 0)
    #expect(try desk.run("export", "datapackage", "two/").status == 0)
    try desk.write("two/mine.txt", "mine")
    #expect(try desk.run("export", "datapackage", "two").status == 0)
    for table in DataPackageTests.tables {
      #expect(try desk.read("one/\(table).csv") == (try desk.read("two/\(table).csv")))
    }
    #expect(try desk.read("one/datapackage.json") == (try desk.read("two/datapackage.json")))
    #expect(try desk.text("two/mine.txt") == "mine")
    #expect(try desk.files() == ["armskb.db", "one", "two"])
  }

  @Test func otherFoldersAreLeftAlone() throws {
    let desk = try Desk.filled()
    try desk.write("precious/claims.csv", "precious")
    try desk.write("other/datapackage.json", #"{"name": "somebody-else-s"}"#)
    try desk.write("file", "x")
    for (folder, says) in [
      ("precious", "holds other files"), ("other", "holds other files"), ("file", "it is a file"),
      ("no/such", "No such file"),
    ] {
      let outcome = try desk.run("export", "datapackage", folder)
      #expect(outcome.status == 73 && outcome.stderr.contains(says), "\(outcome.stderr)")
    }
    #expect(try desk.text("precious/claims.csv") == "precious")
    #expect(try desk.files() == ["armskb.db", "file", "other", "precious"])
  }

  @Test func nothingIsLeftBehind() throws {
    let desk = try Desk.filled()
    try desk.write("many.jsonl", InterruptionTests.records(0..<20_000))
    #expect(try desk.run("import", "--quiet", "many.jsonl").status == 0)
    let run = try desk.launch(["export", "datapackage", "out"])
    let start = ContinuousClock.now
    while try desk.files().count < 3, ContinuousClock.now - start < .seconds(20) { usleep(2_000) }
    run.process.interrupt()
    let outcome = try run.wait()
    #expect(outcome.status == 130, "\(outcome.stderr)")
    #expect(try desk.files() == ["armskb.db", "many.jsonl"])
    // Over an earlier export: that one stays whole.
    #expect(try desk.run("export", "datapackage", "out", "--recipient", "AZE").status == 0)
    let before = try desk.read("out/claims.csv")
    let again = try desk.launch(["export", "datapackage", "out"])
    while try desk.files().count < 4, ContinuousClock.now - start < .seconds(40) { usleep(2_000) }
    again.process.interrupt()
    #expect(try again.wait().status == 130)
    #expect(try desk.read("out/claims.csv") == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.path("out")).count == 10)
  }

  @Test func rowsThatMayNotBePassedOnAreLeftOut() throws {
    let desk = try Desk.withRegisters()
    let outcome = try desk.run("export", "datapackage", "out")
    #expect(outcome.status == 0 && outcome.stderr.contains("left out, as the terms"), "\(outcome.stderr)")
    for table in ["claims", "transfers", "totals", "totals_by_year"] {
      #expect(!(try desk.text("out/\(table).csv").contains("Longbow 9")))
      #expect(!(try desk.text("out/\(table).csv").contains("register row")))
    }
    // Totals count what is in the package: nothing of the one dataset, all of the other.
    let volumes = try records(desk, "totals").filter { $0.contains(",TIV,") }
    #expect(
      volumes.map { $0.prefix(45) } == [
        "ISR,Israel,AZE,Azerbaijan,TIV,agreed,145.5,14", "RUS,Russia,AZE,Azerbaijan,TIV,agreed,9,9,9,1,",
      ], "\(volumes)")
    #expect(try desk.run("export", "datapackage", "own", "--for-own-use").status == 0)
    #expect(try desk.text("own/claims.csv").contains("Longbow 9"))
    #expect(try desk.text("own/datapackage.json").contains("Holds rows of Register of Examples"))
    let nothing = try desk.run("export", "datapackage", "none", "--weapon", "Longbow 9")
    #expect(nothing.status == 1 && nothing.stderr.contains("nothing is left to export"))
    #expect(try desk.files() == ["armskb.db", "out", "own"])
  }
}
