import Foundation
import Testing

@testable import Storage

/// Where the knowledge base is, and what is said if it is not one.
@Suite struct StateTests {
  /// A reading command on nothing says what to type and makes nothing.
  @Test(arguments: [
    ["status"], ["log"], ["query", "totals"], ["query", "parties"], ["query", "country", "Israel"],
    ["show", "c123"],
    ["search", "x"], ["export", "claims"], ["sql", "SELECT 1"], ["undo"], ["backup", "copy.db"], ["migrate"],
  ])
  func missing(line: [String]) throws {
    let desk = try Desk()
    let outcome = try desk.run(line)
    #expect(outcome.status == 66 && outcome.stdout.isEmpty, "\(outcome.stderr)")
    #expect(
      outcome.stderr.contains("there is no knowledge base at \(desk.path("data-home/armskb/armskb.db"))"))
    #expect(outcome.stderr.contains("armskb import FILE"))
    #expect(try desk.files() == [])
    let named = try desk.run(line + ["--db", "here.db"])
    #expect(named.status == 66 && named.stderr.contains("no knowledge base at here.db"), "\(named.stderr)")
    #expect(named.stderr.contains("armskb import FILE --db here.db"))
    #expect(try desk.files() == [])
  }

  @Test func wherePathsLead() throws {
    let desk = try Desk()
    func file() throws -> String {
      let status = try desk.run("status")
      let line = status.stdout.split(separator: "\n").first { $0.hasPrefix("file") } ?? ""
      return String(line.dropFirst(13).prefix { $0 != "(" }).trimmingCharacters(in: .whitespaces)
    }
    // From the last resort to the first.
    try desk.write("data-home/armskb/armskb.db", try Prepared.empty.get())
    #expect(try file() == desk.path("data-home/armskb/armskb.db"))
    try desk.write("armskb.db", try Prepared.empty.get())
    #expect(try file() == "armskb.db")
    try desk.write("other.db", try Prepared.empty.get())
    desk.environment["ARMSKB_DB"] = "other.db"
    #expect(try file() == "other.db")
    try desk.write("third.db", try Prepared.empty.get())
    #expect(try desk.run("status", "--db", "third.db").stdout.contains("third.db"))
    desk.environment["ARMSKB_DB"] = ""
    #expect(try file() == "armskb.db", "an empty variable is none")
  }

  @Test func theUsersOwnIsMade() throws {
    for first in [["init"], ["import", "good.csv"]] {
      let desk = try Desk()
      try desk.write("good.csv", ImportTests.spellings[7].text)
      let made = try desk.run(first)
      #expect(made.status == 0, "\(made.stderr)")
      #expect(desk.exists("data-home/armskb/armskb.db"))
      desk.environment["XDG_DATA_HOME"] = ""
      #expect(try desk.run(first).status == 0)
      #expect(desk.exists("home/.local/share/armskb/armskb.db"))
    }
  }

  @Test func initDoesNotOverwrite() throws {
    let desk = try Desk.filled()
    let before = try desk.read("armskb.db")
    let outcome = try desk.run("init", "--db", "armskb.db")
    #expect(outcome.status == 73 && outcome.stderr.contains("armskb.db is there already"))
    #expect(try desk.read("armskb.db") == before)
    let nowhere = try desk.run("init", "--db", "no/such/folder.db")
    #expect(nowhere.status == 73 && nowhere.stderr.contains("no/such/folder.db"))
    let data = try desk.run("init", "--db", "new.db", "--data", "nowhere")
    #expect(data.status == 66 && data.stderr.contains("nowhere/"), "\(data.stderr)")
    #expect(!desk.exists("new.db"))
  }

  @Test func faultyReferenceTables() throws {
    let desk = try Desk()
    for name in try FileManager.default.contentsOfDirectory(atPath: testFile("Fixtures/Reference").path) {
      try desk.write("tables/\(name)", try fixture("Reference/\(name)"))
    }
    try desk.write(
      "tables/weapons.csv", "designation,category,maker,aliases,note\nSting,misile,Hillside Works,,\n")
    let outcome = try desk.run("init", "--db", "new.db", "--data", "tables")
    #expect(outcome.status == 65)
    #expect(
      outcome.stderr.contains("weapons.csv:2:7: ") && outcome.stderr.contains("'missile'"),
      "\(outcome.stderr)")
    #expect(!desk.exists("new.db"))
  }

  /// A file that is something else, as each kind of command sees it.
  @Test(arguments: [
    ["status"], ["query", "totals"], ["undo", "--yes"], ["import", "good.csv"], ["migrate"],
  ])
  func notAKnowledgeBase(line: [String]) throws {
    let desk = try Desk()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    try desk.write("text.db", String(repeating: "supplier,recipient\n", count: 100))
    try desk.write("truncated.db", try Prepared.filled.get().prefix(20_000))
    try desk.write("empty.db", "")
    try FileManager.default.createDirectory(
      at: desk.url.appendingPathComponent("folder.db"), withIntermediateDirectories: false)
    let other = try KnowledgeBase(path: desk.path("other.db"), for: .creating)
    try other.database.execute("PRAGMA application_id = 7")
    try other.close()
    for (file, says) in [
      ("text.db", "text.db is not an SQLite database"), ("truncated.db", "truncated.db is damaged"),
      ("folder.db", "folder.db is a folder"), ("other.db", "not an armskb knowledge base"),
    ] {
      let before = try? desk.read(file)
      let outcome = try desk.run(line + ["--db", file])
      #expect(outcome.status == 65 && !outcome.wasKilled, "\(file): \(outcome.stderr)")
      #expect(outcome.stderr.contains(says), "\(outcome.stderr)")
      #expect((try? desk.read(file)) == before)
    }
    if line[0] != "import" {
      let empty = try desk.run(line + ["--db", "empty.db"])
      #expect(empty.status == 65, "\(empty.stderr)")
    }
  }

  @Test func newerSchema() throws {
    let desk = try Desk.filled()
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    try knowledgeBase.database.execute("PRAGMA user_version = 99")
    try knowledgeBase.close()
    for line in [["status"], ["query", "totals"], ["undo", "--yes"], ["migrate"]] {
      let outcome = try desk.run(line)
      #expect(outcome.status == 1, "\(line)")
      #expect(
        outcome.stderr.contains("armskb.db was written by a newer armskb (schema 99"), "\(outcome.stderr)")
    }
  }

  @Test func migrateHasNothingToDo() throws {
    let outcome = try Desk.filled().run("migrate")
    #expect(outcome.status == 0 && outcome.stderr == "armskb.db is up to date already\n")
  }

  @Test func locked() throws {
    let desk = try Desk.filled()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    let writer = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    try writer.database.execute("BEGIN IMMEDIATE")
    // Reading goes on meanwhile.
    #expect(try desk.run("query", "totals").status == 0)
    let outcome = try desk.run("import", "good.csv")
    #expect(outcome.status == 75)
    #expect(
      outcome.stderr.contains("armskb.db is being read or written by another program; try again"),
      "\(outcome.stderr)"
    )
    try writer.database.execute("ROLLBACK")
    try writer.close()
    #expect(try desk.run("import", "good.csv").status == 0)
  }

  @Test func undoAsks() throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    let asked = try desk.run("undo")
    #expect(asked.status == 64 && asked.stderr.contains("add --yes"), "\(asked.stderr)")
    #expect(asked.stderr.contains("batch 5: 2 claims would be withdrawn"), "\(asked.stderr)")
    let trial = try desk.run("undo", "--dry-run")
    #expect(trial.status == 0 && trial.stderr == "batch 5: 2 claims would be withdrawn\n")
    #expect(try desk.claimCount() == claims)
    let done = try desk.run("undo", "--yes")
    #expect(done.status == 0)
    #expect(done.stderr == "batch 5: 2 claims withdrawn   (batch 6; armskb undo 6 takes it back)\n")
    #expect(try desk.claimCount() == claims - 2)
    #expect(try desk.run("undo", "6", "--yes").stderr.contains("2 stand again"))
    #expect(try desk.claimCount() == claims)
    try expectGolden("log-after-undo.csv", desk.normalized(try desk.run("log", "--format", "csv").stdout))
  }

  @Test func undoRefuses() throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    for (batch, says) in [("99", "there is no batch 99"), ("1", "reference data")] {
      let outcome = try desk.run("undo", batch, "--yes")
      #expect(outcome.status == 1 && outcome.stderr.contains(says), "\(outcome.stderr)")
    }
    #expect(try desk.run("undo", "2", "--yes").status == 0)
    let again = try desk.run("undo", "2", "--yes")
    #expect(again.status == 1 && again.stderr.contains("batch 2 is withdrawn already"))
    #expect(try Desk.empty().run("undo", "--yes").stderr.contains("no batch left"))
    #expect(try desk.claimCount() == claims - 5)
  }

  @Test func totalsFollowAnUndo() throws {
    let desk = try Desk.filled()
    let before = try desk.run("query", "totals", "--format", "json").stdout
    try desk.run("undo", "2", "--yes")
    let without = try desk.run("query", "totals", "--format", "json").stdout
    #expect(without != before && !without.contains("Hillside"))
    try desk.write("drones.jsonl", try fixture("drones.jsonl"))
    let again = try desk.run("import", "drones.jsonl")
    #expect(again.stderr.contains("of these 5 stand again"), "\(again.stderr)")
    #expect(try desk.run("query", "totals", "--format", "json").stdout == before)
  }

  @Test func status() throws {
    let desk = try Desk.filled()
    try expectGolden("status.txt", desk.normalized(try desk.run("status").stdout))
    try expectGolden("status-empty.txt", desk.normalized(try Desk.empty().run("status").stdout))
  }

  @Test func schemaIsTheFile() throws {
    let schema = try Data(contentsOf: testFile("../../schema.sql"))
    let outcome = try Desk().run("schema")
    #expect(outcome.status == 0 && outcome.output == schema)
  }

  @Test func backup() throws {
    let desk = try Desk.filled()
    #expect(try desk.run("backup", "copy.db").status == 0)
    let totals = try desk.run("query", "totals", "--format", "json").stdout
    #expect(try desk.run("query", "totals", "--format", "json", "--db", "copy.db").stdout == totals)
    let again = try desk.run("backup", "copy.db")
    #expect(again.status == 73 && again.stderr.contains("copy.db is there already"))
    #expect(try desk.run("backup", "no/copy.db").status == 73)
    #expect(try desk.files() == ["armskb.db", "copy.db"])
  }

  /// Reading never changes the file, not even a file that cannot be written.
  @Test func readingChangesNothing() throws {
    let desk = try Desk.filled()
    let before = try desk.read("armskb.db")
    for line in [
      ["status"], ["query", "totals", "--explain"], ["query", "country", "AZE"], ["search", "sting"],
      ["export", "claims"], ["log"], ["sql", "SELECT 1"],
    ] {
      #expect(try desk.run(line).status == 0)
    }
    #expect(try desk.read("armskb.db") == before)
    #expect(try desk.files() == ["armskb.db"])
  }
}
