import Foundation
import SQLite
import Testing

/// Files that hold what this program never writes: every value is doubted where it is read.
@Suite struct CraftedFileTests {
  /// A desk whose knowledge base was changed by somebody whom no constraint holds back.
  private func crafted(_ desk: Desk, _ change: String) throws -> Desk {
    let database = try Database(path: desk.path("armskb.db"), mode: .readWrite)
    try database.execute("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; BEGIN;")
    try database.execute(change)
    try database.execute("COMMIT")
    try database.close()
    return desk
  }

  @Test(arguments: [
    (
      "claim SET reliability = '@' WHERE id = 1", "query totals --by year",
      "row 1, column reliability holds '@'"
    ),
    ("claim SET credibility = 9 WHERE id = 1", "query totals --by year", "row 1, column credibility holds 9"),
    ("claim SET currency = '' WHERE id = 1", "query totals --by year", "row 1, column currency holds ''"),
    ("claim SET currency = '' WHERE id = 1", "import more.jsonl", "row 1, column currency holds ''"),
    (
      "claim SET status = 'dddddddd' WHERE id = 1", "query totals --by year",
      "row 1, column status holds 'dddddddd'"
    ),
    ("claim SET scope = 'something' WHERE id = 1", "check", "row 1, column scope holds 'something'"),
    (
      "claim SET quantity = -9223372036854775807 - 1 WHERE id = 1", "query totals --by year",
      "row 1, column quantity holds -9223372036854775808, less than 0"
    ),
    (
      "claim SET from_date = '1999xyz' WHERE id = 1", "cite",
      "row 1, column from_date holds '1999xyz', no date"
    ),
    ("claim SET years = '2016;99999999999' WHERE id = 3", "query totals --by year", "row 3, column years"),
    ("claim SET hash = x'00' WHERE id = 1", "query claims", "row 1, column hash holds a BLOB of 1 bytes"),
    (
      "claim SET note = CAST(x'6f6bfe' AS TEXT) WHERE id = 2", "export claims",
      "row 2, column note holds text that is not UTF-8"
    ),
    ("claim SET document = -5 WHERE id = 1", "check --only dangling-reference", "1 row of claim refers"),
    ("transfer SET key = x''", "query transfers", ", column key holds a BLOB of 0 bytes"),
    (
      "transfer SET other_figures = '['", "check",
      ", column other_figures holds no JSON"
    ),
    (
      "pair_total SET claims = 9223372036854775807", "query totals --by pair",
      ", column claims holds 9223372036854775807, more than"
    ),
    (
      "pair_total SET origin_set = x'ffffffffffffffffff7f'",
      "query totals --states successor",
      ", column origin_set holds a BLOB of 10 bytes"
    ),
    (
      "pair_total SET document_set = x'0101010101'", "query totals --states successor",
      ", column document_set holds a BLOB of 5 bytes"
    ),
    (
      "party_total SET best = -1", "query totals --top 1",
      ", column best holds -1, less than 0"
    ),
    (
      "party_total SET first = '20'", "query totals", ", column first holds '20', no date"
    ),
    (
      "source SET reliability = 'G' WHERE id = 1", "query totals --by year",
      "table source, row 1, column reliability"
    ),
    (
      "document SET published = '9999-99-99' WHERE id = 1", "query totals --by year",
      "row 1, column published"
    ),
    ("batch SET added = -1 WHERE id = 2", "log", "table batch, row 2, column added holds -1"),
    (
      "party SET kind = 'kingdom' WHERE code = 'ARM'", "query totals --by year",
      "table party, row 'ARM', column kind"
    ),
    (
      "party_name SET valid_from = 'soon' WHERE id = 1", "query totals --by year",
      "row 1, column valid_from holds 'soon'"
    ),
    (
      "INSERT INTO exchange_rate VALUES ('EUR', 'USD', 2010, 9e999, 'x', 1)", "query totals --currency EUR",
      "column rate holds Inf, no number above 0"
    ),
    (
      "INSERT INTO exchange_rate VALUES ('EUR', 'USD', 2010, 0.0, 'x', 1)", "query totals --currency EUR",
      "column rate holds 0.0, no number above 0"
    ),
    (
      "INSERT INTO exchange_rate VALUES ('EUR', 'USD', 9223372036854775807, 1.5, 'x', 1)",
      "query totals --currency EUR",
      "column year holds 9223372036854775807"
    ),
  ])
  func aValueThatNothingWritesIsNamed(change: String, line: String, place: String) throws {
    let desk = try crafted(
      try .filled(), change.hasPrefix("INSERT") ? change : "UPDATE OR IGNORE \(change)")
    try desk.write(
      "more.jsonl",
      #"{"supplier": "ISR", "recipient": "AZE", "quantity": 1, "status": "delivered", "document": {"title": "T"}}"#
    )
    let outcome = try desk.run(line.split(separator: " ").map(String.init))
    #expect(!outcome.wasKilled)
    let said = outcome.stdout + outcome.stderr
    #expect(said.contains(place), "\(said)")
    if line.hasPrefix("check") {
      // It looks on as far as it can, and says so in its list.
      #expect(outcome.status == 1 && outcome.stdout.contains("error"))
    } else {
      #expect(outcome.status == 65)
      #expect(outcome.stderr.contains("armskb.db is damaged: ") && outcome.stderr.contains("armskb check"))
    }
  }

  @Test func aWindowOfARegisterCannotOverflow() throws {
    for (year, line) in [("9223372036854775807", "query releases"), ("-3", "query totals --by year")] {
      let desk = try crafted(try .withRegisters(), "UPDATE release SET window_to = \(year)")
      let outcome = try desk.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == 65 && !outcome.wasKilled)
      #expect(outcome.stderr.contains("column window_to holds \(year)"), "\(outcome.stderr)")
    }
  }

  @Test func anUndoThatUndoesItselfOrALaterOneIsRefused() throws {
    for undone in [2, 3] {
      let desk = try crafted(
        try .filled(), "UPDATE batch SET kind = 'undo', undoes = \(undone) WHERE id = 2")
      let before = try desk.read("armskb.db")
      let outcome = try desk.run("undo", "2", "--yes")
      #expect(outcome.status == 65 && !outcome.wasKilled)
      #expect(
        outcome.stderr.contains("table batch, row 2, column undoes holds \(undone), no batch before it"),
        "\(outcome.stderr)")
      #expect(try desk.read("armskb.db").count == before.count)
      #expect(try desk.run("log").status == 0)
    }
  }

  @Test func aLongChainOfUndosIsGoneThrough() throws {
    let desk = try crafted(
      try .filled(),
      """
      WITH RECURSIVE chain (id) AS (SELECT max(id) + 1 FROM batch UNION ALL SELECT id + 1 FROM chain LIMIT 30000)
      INSERT INTO batch (id, kind, recorded_at, hand, undoes, program)
      SELECT id, 'undo', '2026-01-01T00:00:00Z', 'x', id - 1, '0' FROM chain
      """)
    let outcome = try desk.run("undo", "30005", "--yes")
    #expect(outcome.status == 0 && !outcome.wasKilled, "\(outcome.stderr)")
  }

  @Test func numbersOfBatchesThatAreUsedUpAreNoticed() throws {
    let desk = try crafted(
      try .filled(),
      "INSERT INTO batch (id, kind, recorded_at, hand, program) VALUES (9223372036854775807, 'import', '', '', '')"
    )
    let outcome = try desk.run("undo", "2", "--yes")
    #expect(outcome.status == 65 && outcome.stderr.contains("table batch"), "\(outcome.stderr)")
    #expect(try desk.run("query", "totals").status == 0)
  }

  @Test func rowsWithNumbersFarAwayAreCountedInLittleMemory() throws {
    let desk = try crafted(
      try .filled(),
      """
      UPDATE document SET id = id + 4611686018427387904; UPDATE claim SET document = document + 4611686018427387904;
      """)
    let outcome = try desk.run(
      "query", "totals", "--by", "region", "--format", "csv", "--columns", "region,documents")
    #expect(outcome.status == 0 && !outcome.wasKilled, "\(outcome.stderr)")
  }

  // MARK: - Full text

  @Test(arguments: [
    "INSERT INTO claim_text (claim_text) VALUES ('delete-all')",
    "DELETE FROM claim_text_data WHERE id > 10",
    "UPDATE claim_text_data SET block = zeroblob(length(block)) WHERE id > 10",
    "DELETE FROM claim_text_docsize WHERE id = 2",
    "UPDATE claim SET evidence = 'quite another text that nobody has taken in' WHERE evidence IS NOT NULL",
    "INSERT INTO document_text (document_text) VALUES ('delete-all')",
    "DELETE FROM weapon_text WHERE rowid = 1",
  ])
  func aDestroyedFullTextIsFoundAndMended(change: String) throws {
    let desk = try Desk.filled()
    #expect(try desk.run("check", "--only", "full-text").status == 0)
    // Tables of the full text can be written where a connection is not told to defend them.
    try desk.write(
      ".change.py",
      "import sqlite3, sys; c = sqlite3.connect('armskb.db'); c.execute(sys.argv[1]); c.commit()")
    let changed = try desk.python([".change.py", change])
    try #require(changed.status == 0, "needs Python: \(changed.stderr)")
    let found = try desk.run("check", "--only", "full-text", "--format", "csv")
    #expect(found.status == 1 && !found.wasKilled, "\(found.stdout)\(found.stderr)")
    #expect(found.stdout.contains("full-text,error,") && found.stdout.contains("`armskb check --mend`"))
    let mended = try desk.run("check", "--mend", "--only", "full-text")
    #expect(mended.status == 0, "\(mended.stdout)\(mended.stderr)")
    let text = change.contains("another") ? "nobody has taken in" : "Kestrel"
    #expect(try desk.run("search", text, "--format", "jsonl").stdout.contains("\"claim\""))
  }

  @Test func aFullTextThatIsLeftForLaterIsNoFault() throws {
    let desk = try Desk.empty()
    try desk.write("drones.jsonl", try fixture("drones.jsonl"))
    #expect(try desk.run("import", "--no-full-text", "drones.jsonl").status == 0)
    let outcome = try desk.run("check", "--only", "full-text")
    #expect(outcome.status == 0, "\(outcome.stdout)")
  }

  // MARK: - Hundreds of files

  @Test func damagedAndCraftedFilesNeverTrap() throws {
    let desk = try Desk()
    let script = testFile("../Torture/crafted.py").path
    let outcome = try desk.shell("python3 '\(script)' \"$ARMSKB\" 40 3 --commands 3")
    try #require(outcome.status != 127, "needs Python")
    #expect(outcome.status == 0, "\(outcome.stdout)\(outcome.stderr)")
  }
}
