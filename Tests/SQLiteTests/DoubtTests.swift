import Testing

@testable import SQLite

@Suite("Values that may not stand where they stand")
struct DoubtTests {
  private let database: Database

  init() throws {
    database = try .inMemory()
    try database.execute(
      #"""
      CREATE TABLE deal (id INTEGER PRIMARY KEY, stage, year);
      CREATE TABLE rate ("base" TEXT, year TEXT, value, PRIMARY KEY (base, year)) WITHOUT ROWID;
      CREATE TABLE "a ""table""" ("a ""column""");
      INSERT INTO deal VALUES (5, 'ordered', 2001), (17, 'lost', 1200), (23, x'00ff', 'soon');
      INSERT INTO rate VALUES ('EUR', '2001', 1.5), ('USD', '2002', -1.5);
      INSERT INTO "a ""table""" VALUES (1.5), (NULL);
      """#)
  }

  private func row(_ sql: String) throws -> Statement {
    let statement = try database.prepare(sql)
    #expect(try statement.step())
    return statement
  }

  @Test(
    "The error names table, row and column, also where the question shows no key",
    arguments: [
      ("SELECT stage FROM deal WHERE year = 1200", "table deal, row 17, column stage holds 'lost', no stage"),
      (
        "SELECT d.stage AS word FROM deal AS d WHERE d.id = 23",
        "table deal, row 23, column stage holds a BLOB of 2 bytes, no stage"
      ),
      (
        "SELECT value FROM rate WHERE year = '2002'",
        "table rate, row 'USD', '2002', column value holds -1.5, no stage"
      ),
      (
        #"SELECT "a ""column""" FROM "a ""table""""#,
        #"table a "table", row 1, column a "column" holds 1.5, no stage"#
      ),
      (
        "SELECT upper(stage), id FROM deal WHERE id = 17",
        "column 0 'upper(stage)', of deal 17, holds 'LOST', no stage"
      ),
      ("SELECT 'a' || char(10) || 'b' AS text", "column 0 'text' holds 'a\u{FFFD}b', no stage"),
    ])
  func place(sql: String, message: String) throws {
    let statement = try row(sql)
    let error = statement.doubt(0, "no stage")
    #expect(error.code == .mismatch)
    #expect(error.message == message)
    // The row is still there to be read.
    #expect(!statement.isNull(0))
  }

  @Test("A value of another type is named as well")
  func types() throws {
    #expect(
      failure { _ = try row("SELECT year FROM deal WHERE id = 23").integer(0) }?.message
        == "table deal, row 23, column year holds TEXT, not INTEGER")
    try database.execute("UPDATE deal SET stage = CAST(x'6fff' AS TEXT) WHERE id = 5")
    let statement = try row("SELECT stage FROM deal WHERE id = 5")
    for error in [failure { _ = try statement.text(0) }, failure { _ = try statement.utf8(0) }] {
      #expect(error?.message == "table deal, row 5, column stage holds text that is not UTF-8")
    }
  }

  @Test("Numbers outside of a range")
  func ranges() throws {
    let statement = try row("SELECT year, NULL, 9223372036854775807, -9223372036854775807 - 1 FROM deal")
    #expect(try statement.integer(0, in: 2001...2001) == 2001)
    #expect(try statement.integerOrNil(0, in: 0...3000) == 2001)
    #expect(try statement.integerOrNil(1, in: 0...0) == nil)
    #expect(try statement.integer(2, in: 0...Int64.max) == .max)
    #expect(
      failure { _ = try statement.integer(0, in: 0...2000) }?.message
        == "table deal, row 5, column year holds 2001, more than 2000")
    #expect(
      failure { _ = try statement.integerOrNil(3, in: 1...5) }?.message
        .hasSuffix("holds -9223372036854775808, less than 1") == true)
    #expect(failure { _ = try statement.integer(1, in: 0...1) }?.code == .mismatch)
  }

  @Test("Text of any length is told from what is no UTF-8")
  func utf8() throws {
    for text in ["", "a", "1234567", "12345678", "123456789é", "é", String(repeating: "x", count: 1000)] {
      let statement = try database.prepare("SELECT ?1")
      try statement.bind(text, at: 1)
      #expect(try statement.step())
      #expect(try statement.utf8(0).map { String(decoding: $0, as: UTF8.self) } == text)
    }
    let others = try row("SELECT 12, NULL, x'41', CAST(x'3132333435363738ff' AS TEXT)")
    #expect(try others.utf8(0).map { String(decoding: $0, as: UTF8.self) } == "12")
    #expect(try others.utf8(1) == nil)
    #expect(failure { _ = try others.utf8(2) }?.code == .mismatch)
    #expect(failure { _ = try others.utf8(3) }?.code == .mismatch)
  }
}
