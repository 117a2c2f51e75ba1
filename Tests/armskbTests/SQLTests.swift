import Foundation
import Testing

/// Questions in SQL: nothing but questions, and not for ever.
@Suite struct SQLTests {
  @Test(arguments: [
    "ATTACH 'other.db' AS o", "PRAGMA user_version = 3", "PRAGMA table_info(claim)",
    "INSERT INTO party (code) VALUES ('XYZ')",
    "DELETE FROM claim", "UPDATE claim SET note = ''", "DROP TABLE claim", "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)",
    "VACUUM INTO 'copy.db'", "BEGIN", "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM claim", "", "-- nothing",
    "SELECT load_extension('x')", "WITH x AS (SELECT 1) DELETE FROM claim", "EXPLAIN DELETE FROM claim",
    "DETACH main",
    "SELECT * FROM pragma_table_info('claim')",
  ])
  func refuses(statement: String) throws {
    let desk = try Desk.filled()
    let before = try desk.read("armskb.db")
    let outcome = try desk.run("sql", statement)
    #expect(outcome.status == 64 && outcome.stdout.isEmpty, "\(outcome.stdout)\(outcome.stderr)")
    #expect(outcome.stderr.hasPrefix("armskb: "))
    #expect(try desk.read("armskb.db") == before)
    #expect(try desk.files() == ["armskb.db"])
  }

  @Test(arguments: [
    "SELECT 1 AS n", "SELECT 1 AS n;", "SELECT 1 AS n; -- done", "VALUES (1)",
    "WITH x(n) AS (SELECT 1) SELECT n FROM x",
    "  select 1 as n\n", "/* why */ SELECT 1 AS n",
  ])
  func answers(statement: String) throws {
    let outcome = try Desk.filled().run("sql", statement, "--format", "jsonl")
    #expect(
      outcome.status == 0 && outcome.stdout.contains(": 1}") || outcome.stdout.contains(":1}"),
      "\(outcome.stdout)\(outcome.stderr)")
  }

  @Test func values() throws {
    let outcome = try Desk.filled().run(
      "sql", "SELECT 1 AS a, 2.5 AS b, 'x' || char(0) || 'y' AS c, NULL AS d, x'00ff' AS e, 1 AS a",
      "--format", "json")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    try expectGolden("sql-values.json", outcome.stdout)
  }

  @Test func fromStandardInput() throws {
    let outcome = try Desk.filled().run(
      ["sql", "-", "--format", "csv"], input: "SELECT 1 AS n\nUNION SELECT 2\n")
    #expect(outcome.stdout == "n\r\n1\r\n2\r\n")
  }

  @Test(
    "Bounded in memory",
    arguments: [
      ("SELECT zeroblob(1000000000)", "larger than 8 MB"),
      ("SELECT hex(zeroblob(5000000))", "larger than 8 MB"),
    ])
  func bounded(statement: String, says: String) throws {
    let outcome = try Desk.filled().run("sql", statement)
    #expect(outcome.status == 1 && outcome.stderr.contains(says), "\(outcome.stderr)")
  }

  @Test func readsWhatPersonsAdded() throws {
    let desk = try Desk.filled()
    let added = try desk.shell(
      "python3 -c 'import sqlite3; sqlite3.connect(\"armskb.db\").execute(\"CREATE VIEW mine AS SELECT 7 AS n\")'"
    )
    guard added.status == 0 else { return }
    #expect(try desk.run("sql", "SELECT n FROM mine").stdout == "n\n7\n")
    #expect(try desk.run("status").stdout.contains("also here    view mine (left alone)\n"))
  }

  @Test func endsInTime() throws {
    let desk = try Desk.filled()
    let start = ContinuousClock.now
    let outcome = try desk.run(
      "sql", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
      "--time-limit", "0.2")
    #expect(
      outcome.status == 1 && outcome.stderr.contains("stopped after 0.2 seconds; --time-limit allows more"))
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
