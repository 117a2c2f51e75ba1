import Foundation
import Testing

/// Files that are as they should be.
@Suite struct ImportTests {
  static let records = [
    #"{"supplier":"Israel","recipient":"Azerbaijan","weapon":"Sting","quantity":3,"status":"delivered","document":{"url":"u"}}"#,
    #"{"supplier":"Russia","recipient":"Armenia","weapon":"Bison","quantity":4,"status":"delivered","document":{"url":"u"}}"#,
  ]
  static let header = "supplier,recipient,weapon,quantity,status,document_url"
  static let rows = ["Israel,Azerbaijan,Sting,3,delivered,u", "Russia,Armenia,Bison,4,delivered,u"]
  static let tabs = ([header] + rows).joined(separator: "\n").replacingOccurrences(of: ",", with: "\t")

  /// The same two claims, written in every way that is allowed.
  static let spellings: [(name: String, text: String)] = [
    ("a.jsonl", records.joined(separator: "\n") + "\n"),
    ("no-last-line-end.jsonl", records.joined(separator: "\n")),
    ("blank-lines.jsonl", "\n" + records.joined(separator: "\n\n \n") + "\n\n"),
    ("crlf.jsonl", records.joined(separator: "\r\n") + "\r\n"),
    ("mark.jsonl", "\u{FEFF}" + records.joined(separator: "\n")),
    ("a.json", "[" + records.joined(separator: ",\n") + "]"),
    ("mark.json", "\u{FEFF}[" + records.joined(separator: ",") + "]\r\n"),
    ("a.csv", ([header] + rows).joined(separator: "\n")),
    ("crlf.csv", ([header] + rows).joined(separator: "\r\n") + "\r\n"),
    ("mark.csv", "\u{FEFF}" + ([header] + rows).joined(separator: "\r\n")),
    (
      "mark-and-quotes.csv",
      "\u{FEFF}\"supplier\"" + header.dropFirst(8) + "\n" + rows.joined(separator: "\n")
    ),
    ("a.tsv", tabs), ("crlf.tsv", tabs.replacingOccurrences(of: "\n", with: "\r\n")),
  ]

  @Test(arguments: spellings)
  func everySpelling(name: String, text: String) throws {
    let desk = try Desk.empty()
    try desk.write("reference.jsonl", ImportTests.spellings[0].text)
    try desk.write(name, text)
    let outcome = try desk.run("import", name)
    #expect(outcome.status == 0 && outcome.stdout.isEmpty)
    #expect(
      outcome.stderr
        == "\(name): 2 claims added from 1 new document   (batch 2; armskb undo 2 takes it back)\n")
    let again = try desk.run("import", "reference.jsonl")
    // Another file states them, too, and a third time it says nothing new.
    #expect(
      again.stderr
        == "reference.jsonl: 0 claims added; 2 already known   (batch 3; armskb undo 3 takes it back)\n")
    #expect(
      try desk.run("import", "reference.jsonl").stderr == "reference.jsonl: 0 claims added; 2 already known\n"
    )
  }

  @Test func standardInput() throws {
    let desk = try Desk.empty()
    let outcome = try desk.run(["import", "-", "--format", "csv"], input: ImportTests.spellings[7].text)
    #expect(outcome.status == 0)
    #expect(outcome.stderr.hasPrefix("<stdin>: 2 claims added from 1 new document"))
    let named = try desk.run(["import", "-", "--format", "jsonl"], input: ImportTests.spellings[0].text)
    #expect(named.stderr == "<stdin>: 0 claims added; 2 already known\n")
    let bad = try desk.run(
      ["import", "-", "--format", "csv", "--skip-invalid"],
      input: "supplier,recipient,document_url\nIsreal,ARM,u\nFRA,ARM,u\n")
    #expect(bad.status == 0 && desk.exists("stdin.rejected.csv"), "\(bad.stderr)")
  }

  @Test func theFormatGoesBeforeTheEnding() throws {
    let desk = try Desk.empty()
    try desk.write("claims.txt", ImportTests.spellings[0].text)
    #expect(try desk.run("import", "claims.txt", "--format", "jsonl").status == 0)
    try desk.write("CLAIMS.CSV", ImportTests.spellings[7].text)
    let again = try desk.run("import", "CLAIMS.CSV")
    #expect(again.stderr.hasPrefix("CLAIMS.CSV: 0 claims added; 2 already known   (batch 3;"))
  }

  @Test func sameFileTwice() throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    let (log, totals) = (
      try desk.run("log").stdout, try desk.run("query", "totals", "--format", "json").stdout
    )
    for file in Prepared.files {
      try desk.write(file, try fixture(file))
      let again = try desk.run("import", file)
      #expect(again.status == 0)
      #expect(again.stderr.contains("0 claims added; "))
    }
    #expect(try desk.claimCount() == claims)
    #expect(try desk.run("log").stdout == log)
    #expect(try desk.run("query", "totals", "--format", "json").stdout == totals)
  }

  @Test func severalFilesAndQuiet() throws {
    let desk = try Desk.empty()
    for file in Prepared.files { try desk.write(file, try fixture(file)) }
    let outcome = try desk.run(["import", "-q"] + Prepared.files)
    #expect(outcome.status == 0 && outcome.stderr.isEmpty && outcome.stdout.isEmpty)
    #expect(try desk.claimCount() == 16)
  }

  @Test func aFaultyFileDoesNotStopTheOthers() throws {
    let desk = try Desk.empty()
    try desk.write("bad.csv", "supplier,document_url\nIsreal,u\n")
    try desk.write("good.csv", ImportTests.spellings[7].text)
    let outcome = try desk.run("import", "bad.csv", "good.csv")
    #expect(outcome.status == 65)
    #expect(
      outcome.stderr.contains("did you mean 'Israel'?") && outcome.stderr.contains("good.csv: 2 claims added")
    )
    #expect(try desk.claimCount() == 2)
  }

  /// A misspelt name of a file costs nothing.
  @Test func aMissingFileStopsBeforeTheFirst() throws {
    let desk = try Desk.empty()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    let outcome = try desk.run("import", "good.csv", "godo.csv")
    #expect(outcome.status == 66 && outcome.stderr.contains("godo.csv"))
    #expect(try desk.claimCount() == 0)
    let nothing = try Desk()
    #expect(try nothing.run("import", "godo.csv").status == 66)
    #expect(try nothing.files() == [], "a wrong name makes no knowledge base")
  }

  @Test func dryRunChangesNothing() throws {
    let desk = try Desk.empty()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    let before = try desk.read("armskb.db")
    let outcome = try desk.run("import", "--dry-run", "good.csv")
    #expect(outcome.status == 0)
    #expect(outcome.stderr == "good.csv: 2 claims would be added from 1 new document\n")
    #expect(try desk.claimCount() == 0)
    #expect(try desk.run("log").stdout == (try Desk(before).run("log").stdout))
    #expect(
      try desk.run("sql", "SELECT count(*) AS n FROM document", "--format", "csv").stdout == "n\r\n0\r\n")
  }

  @Test func dryRunMakesNoKnowledgeBase() throws {
    let desk = try Desk()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    #expect(try desk.run("import", "--dry-run", "--db", "new.db", "good.csv").status == 0)
    #expect(try desk.files() == ["good.csv"])
  }

  @Test func aPartyOfOnesOwn() throws {
    let desk = try Desk.empty()
    try desk.write(
      "own.csv",
      "supplier,recipient,weapon,quantity,status,document_url\nX:River League,ARM,Bison,2,delivered,u\n")
    let outcome = try desk.run("import", "own.csv")
    #expect(outcome.status == 0 && !outcome.wasKilled, "\(outcome.stderr.prefix(300))")
    let rows = try desk.run("query", "transfers", "--supplier", "River League", "--format", "csv")
    #expect(rows.status == 0 && rows.stdout.contains("X-RIVER-LEAGUE"), "\(rows.stderr)")
  }

  /// Each new party costs the same, however many came before it.
  @Test(.timeLimit(.minutes(1)))
  func manyPartiesOfOnesOwn() throws {
    let desk = try Desk.empty()
    let names = (1...3_000).map { "X:Band of \($0 * 7_919 % 10_007) brothers" }
    let records = names.map {
      #"{"supplier":"\#($0)","recipient":"Azerbaijan","weapon":"Sting","document":{"url":"u"}}"#
    }
    try desk.write("own.jsonl", records.joined(separator: "\n"))
    let outcome = try desk.run("import", "own.jsonl")
    #expect(outcome.status == 0 && outcome.stderr.contains("3000 claims added"), "\(outcome.stderr)")
    let last = try desk.run("query", "parties", "Band of 7919 brothers", "--format", "csv")
    #expect(last.stdout.contains("X-BAND-OF-7919-BROTHERS"), "\(last.stdout)")
  }

  /// A name that somebody bears already is looked up anew once a party of that code is there.
  @Test func aCodeGoesBeforeAName() throws {
    let desk = try Desk.empty()
    #expect(try desk.run("party", "add", "X-LEAGUE", "River League").status == 0)
    #expect(try desk.run("party", "name", "X-LEAGUE", "X Guard").status == 0)
    try desk.write(
      "own.csv",
      "supplier,recipient,document_url\nX-GUARD,ARM,u\nX:Guard,AZE,u\nX-GUARD,AZE,u\n")
    let outcome = try desk.run("import", "own.csv")
    #expect(outcome.stderr.contains("2 claims added"), "\(outcome.stderr)")
    let rows = try desk.run("query", "claims", "--columns", "supplier,recipient", "--format", "csv").stdout
    #expect(rows == "supplier,recipient\r\nX-LEAGUE,ARM\r\nX-GUARD,AZE\r\n")
  }

  @Test func whoDidIt() throws {
    let desk = try Desk.empty()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    try desk.run("import", "good.csv", "--reviewer", "Anahit")
    let hands = try desk.run("log", "--columns", "batch,hand", "--format", "csv").stdout
    #expect(hands == "batch,hand\r\n2,Anahit\r\n1,tester\r\n")
  }
}
