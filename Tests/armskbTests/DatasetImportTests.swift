import Foundation
import Testing

/// Files of datasets on the command line: recognised, counted row by row, parked and taken in.
@Suite struct DatasetImportTests {
  static let header =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    + "SIPRI TIV of delivered weapons"

  /// An invented register of that day with those records.
  static func register(
    _ rows: [String], day: String = "5 May 2025", selection: String = "All countries  to All countries ",
    years: String = "'1950' to '2025'"
  ) -> String {
    """
    Transfers of major arms from \(selection). Deliveries made for year range \(years)
    A '?' marks uncertain data.

    Source: SIPRI Arms Transfers Database
    Data generated: \(day) 1:02:03 PM
    \(header)
    \(rows.joined(separator: "\n"))

    """
  }

  static let rows = [
    "Azerbaijan,Israel,2011,?,10,,Quill-1,anti-tank missile,10,?,2012; 2013,New,Part of $90 m deal,0.5,5,5",
    "Azerbaijan,Israel,2012,,4,?,Heron-X,UAV,2,,2013,New,,3.25,13,6.5",
    "Azerbaijan,Israel,2012,,4,?,Heron-X,UAV,2,,2013,New,,3.25,13,6.5",
    "Armenia,Russia,2015,,8,,Lance-2,SAM,,,,New,$40 m deal,0.1,0.8,",
  ]

  private func total(_ desk: Desk, _ arguments: String...) throws -> [String] {
    try desk.run(
      ["query", "totals", "--unit", "TIV", "--columns", "supplier,best,transfers", "--format", "csv"]
        + arguments
    ).stdout.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }

  @Test func everyRowIsAccountedFor() throws {
    let desk = try Desk.empty()
    try desk.write("anything.txt", DatasetImportTests.register(DatasetImportTests.rows))
    let run = try desk.run("import", "anything.txt")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stderr.contains("records in   4 (18 million TIV)"))
    #expect(run.stderr.contains("stored       4 (18 million TIV)"))
    #expect(try total(desk, "--by", "supplier") == ["ISR,18,3"])
    let ledger = try desk.run("log", "--batch", "2", "--format", "csv").stdout
    #expect(ledger.contains("2,stored,,4,18,anything.txt"))

    let again = try desk.run("import", "anything.txt")
    #expect(again.stderr.contains("known already 4 (18 million TIV)"), "\(again.stderr)")
    #expect(again.stderr.contains("0 claims added"))
    #expect(try total(desk, "--by", "supplier") == ["ISR,18,3"])
    #expect(try desk.run("undo", "2", "--yes").status == 0)
    #expect(try total(desk, "--by", "supplier") == [])
  }

  @Test func unknownNamesStopTheFile() throws {
    let desk = try Desk.empty()
    let rows =
      DatasetImportTests.rows + ["Azerbaidjan,Israel,2014,,1,,Heron-X,UAV,1,,2015,New,,3.25,3.25,3.25"]
    try desk.write("register.csv", DatasetImportTests.register(rows))
    let run = try desk.run("import", "register.csv")
    #expect(run.status == 65)
    #expect(
      run.stderr.contains(
        "register.csv:11:1: recipient: unknown party 'Azerbaidjan'; did you mean 'Azerbaijan'?"))
    #expect(run.stderr.contains("nothing of the file was stored (--park"))
    #expect(try desk.claimCount() == 0)
  }

  @Test func parkedRowsGoInOnceTheNameIsKnown() throws {
    let desk = try Desk.empty()
    let rows =
      DatasetImportTests.rows + ["Blue Brigade*,Israel,2014,,1,,Heron-X,UAV,1,,2015,New,,3.25,3.25,3.25"]
    try desk.write("register.csv", DatasetImportTests.register(rows))
    let run = try desk.run("import", "--park", "register.csv")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stderr.contains("records in   5 (21.25 million TIV)"))
    #expect(run.stderr.contains("parked       1 (3.25 million TIV): unknown party 'Blue Brigade*'"))
    let waiting = try desk.run("log", "--parked", "--format", "csv").stdout
    #expect(waiting.contains("2,register.csv,11,unknown party 'Blue Brigade*',Blue Brigade*,3.25"))
    #expect(
      try desk.run("import", "--park", "register.csv").stderr.contains("1 (3.25 million TIV): parked before"))

    let still = try desk.run("import", "--parked")
    #expect(still.status == 0 && still.stderr.contains("0 claims added"), "\(still.stderr)")
    #expect(try desk.run("party", "add", "X-BLUE-BRIGADE", "Blue Brigade").status == 0)
    let taken = try desk.run("import", "--parked")
    #expect(taken.stderr.contains("stored       1 (3.25 million TIV)"), "\(taken.stderr)")
    #expect(try total(desk, "--by", "supplier") == ["ISR,21.25,4"])
    #expect(try desk.run("import", "--parked").stderr == "nothing is parked\n")

    #expect(try desk.run("undo", "--yes").status == 0)
    #expect(try total(desk, "--by", "supplier") == ["ISR,18,3"])
    #expect(try desk.run("import", "--parked").stderr.contains("stored       1"))
    #expect(try total(desk, "--by", "supplier") == ["ISR,21.25,4"])
  }

  @Test func rowsThatAreSkippedAreWrittenAside() throws {
    let desk = try Desk.empty()
    let bad = "Nowhere,Israel,2014,,1,,Heron-X,UAV,1,,2015,New,,3.25,3.25,3.25"
    try desk.write("register.csv", DatasetImportTests.register(DatasetImportTests.rows + [bad]))
    let run = try desk.run("import", "--skip-invalid", "register.csv")
    #expect(run.status == 0)
    #expect(run.stderr.contains("rejected     1 (3.25 million TIV): unknown party 'Nowhere'"))
    #expect(try String(decoding: desk.read("register.csv.rejected.txt"), as: UTF8.self) == bad + "\n")
  }

  @Test func namesOfFilesTellNothing() throws {
    let desk = try Desk.empty()
    let text = DatasetImportTests.register(DatasetImportTests.rows)
    try desk.write("claims.jsonl", text)
    #expect(try desk.run("import", "claims.jsonl").status == 0)
    #expect(try total(desk, "--by", "supplier") == ["ISR,18,3"])
    let other = try Desk.empty()
    #expect(try other.run(["import", "-"], input: text).status == 0)
    #expect(try total(other, "--by", "supplier") == ["ISR,18,3"])
  }

  @Test func anUnknownHeaderNamesTheNearestLayout() throws {
    let desk = try Desk.empty()
    let header = DatasetImportTests.header.replacingOccurrences(of: "Weapon designation", with: "Thing")
    try desk.write("register.csv", "A title\n" + header + "\n")
    let run = try desk.run("import", "register.csv")
    #expect(run.status == 65)
    #expect(run.stderr.hasPrefix("register.csv:2:1: no layout that is known; it comes nearest to "))
    #expect(run.stderr.contains("lacks 'Weapon designation', and has 'Thing'"), "\(run.stderr)")
  }

  @Test func aTableOfSomethingElseIsToldSoInOneSentence() throws {
    let desk = try Desk.empty()
    try desk.write("ratings.csv", "rating,military\nML1,1\n")
    let run = try desk.run("import", "ratings.csv")
    #expect(run.status == 65)
    #expect(
      run.stderr
        == "ratings.csv:1:1: no column of the first line is known: it is neither a table of claim records "
        + "(docs/records.md) nor the file of a known dataset (docs/registers.md)\n")
  }

  /// A name that is wanted belongs to somebody already.
  @Test func namesAreGivenOnce() throws {
    let desk = try Desk.empty()
    let taken = try desk.run("party", "add", "X-ISRAEL", "Israel")
    #expect(taken.status == 1 && taken.stderr.contains("'Israel' is Israel (ISR) already"), "\(taken.stderr)")
    #expect(try desk.run("party", "name", "Israel", "Judaea").status == 0)
    #expect(try desk.run("query", "parties", "Judaea", "--format", "csv").stdout.contains("ISR"))
    #expect(try desk.run("party", "add", "blue", "Blue").status == 64)
  }
}
