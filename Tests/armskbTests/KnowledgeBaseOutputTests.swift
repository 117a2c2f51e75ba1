import ArgumentParser
import Foundation
import Testing

@testable import armskb

/// No output goes over a knowledge base, however it is pointed there.
@Suite struct KnowledgeBaseOutputTests {
  /// A desk where much leads to the knowledge base.
  private func desk() throws -> Desk {
    let desk = try Desk.filled()
    let made = try desk.shell(
      """
      ln -s armskb.db soft.db; ln armskb.db hard.db; ln -s soft.db twice.csv; ln -s . here; mkdir folder
      ln -s ../armskb.db folder/out.csv; ln -s "$PWD/here/soft.db" far.tsv; cp armskb.db other.db
      """)
    #expect(made.status == 0, "\(made.stderr)")
    return desk
  }

  @Test(arguments: [
    "-o armskb.db", "-o ./armskb.db", "-o \"$PWD/armskb.db\"", "-o folder/../armskb.db",
    "-o here/here/armskb.db",
    "-o //proc/self/cwd/armskb.db", "-o soft.db", "-o hard.db", "-o twice.csv", "-o folder/out.csv",
    "-o far.tsv",
    "-o hard.db --db soft.db", "--db hard.db -o far.tsv", "-o soft.db --db \"$PWD/armskb.db\"",
    "-o /dev/stdout >> armskb.db", "-o /dev/fd/5 5>> armskb.db", "-o /proc/self/fd/5 5<> hard.db",
    "-o /proc/thread-self/fd/1 >> soft.db", "-o /dev/stderr 2>> armskb.db", ">> armskb.db", "2>> armskb.db",
    "-o - >> hard.db", "-o armskb.db-wal", "-o armskb.db-journal", "-o here/armskb.db-shm", "-o soft.db-wal",
    "-o hard.db-journal",
    // Those that are not in use.
    "-o other.db", "-o /dev/stdout >> other.db", "-o other.db-wal", "-o /dev/stdout 1<> other.db",
    "-o armskb.db --db other.db", "-o soft.db-journal --db other.db", ">> armskb.db --db other.db",
  ])
  func pointedAtIt(way: String) throws {
    let desk = try desk()
    let before = try desk.state()
    let outcome = try desk.shell("\"$ARMSKB\" export claims --format csv \(way)")
    #expect(outcome.status == 73, "\(outcome.stderr)")
    // Where words would go into it, none is said.
    let says = outcome.stderr.contains("knowledge base") && outcome.stderr.hasSuffix("nothing was written\n")
    #expect(says || way.contains("2>>"), "\(outcome.stderr)")
    #expect(try desk.state() == before)
  }

  @Test func byTheEnvironmentOrByDefault() throws {
    let desk = try desk()
    try desk.shell("mkdir -p data-home/armskb; ln -s ../../other.db data-home/armskb/armskb.db")
      .expectSuccess()
    let before = try desk.state()
    for line in [
      "\"$ARMSKB\" log -o armskb.db", "ARMSKB_DB=soft.db \"$ARMSKB\" log -o hard.db",
      "cd folder; \"$ARMSKB\" log -o ../other.db", "cd folder; \"$ARMSKB\" log -o ../other.db-wal",
    ] {
      let outcome = try desk.shell(line)
      #expect(outcome.status == 73, "\(line): \(outcome.stderr)")
      #expect(try desk.state() == before)
    }
  }

  /// Every command that takes `-o`, with what else it needs.
  private static let commands = [
    "query totals": "", "query transfers": "", "query claims": "", "query country": "AZE",
    "query conflicts": "",
    "query sources": "", "query parties": "", "query categories": "", "query weapons": "",
    "query documents": "",
    "query releases": "", "show": "AZE", "search": "sting", "diff": "2012 2016", "cite": "",
    "review transfers": "", "fingerprint": "--list", "export": "ftm", "check": "", "log": "",
    "sql": "VALUES·(1)",
  ]

  @Test func byEveryCommand() throws {
    var found: Set<String> = []
    for path in HelpTests.pages {
      let type = try #require(command(path))
      if type.configuration.subcommands.isEmpty, ArmsKB.helpMessage(for: type).contains("--output") {
        found.insert(path.joined(separator: " "))
      }
    }
    #expect(found.subtracting(KnowledgeBaseOutputTests.commands.keys).isEmpty, "new: \(found)")
    let desk = try desk()
    let before = try desk.state()
    for (command, words) in KnowledgeBaseOutputTests.commands {
      let line = "\(command) \(words)".split(separator: " ").map {
        $0.replacingOccurrences(of: "·", with: " ")
      }
      for file in ["far.tsv", "soft.db-wal"] {
        let outcome = try desk.run(line + ["-o", file])
        #expect(outcome.status == 73, "\(line): \(outcome.stderr)")
        #expect(
          outcome.stdout.isEmpty && outcome.stderr.contains("knowledge base"), "\(line): \(outcome.stderr)")
      }
    }
    #expect(try desk.state() == before)
  }

  private func command(_ path: [String]) -> (any ParsableCommand.Type)? {
    var type: (any ParsableCommand.Type)? = ArmsKB.self
    for name in path { type = type?.configuration.subcommands.first { $0._commandName == name } }
    return type
  }

  /// Before any work: a question that takes long is not asked at all.
  @Test func itIsSaidAtOnce() throws {
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    let outcome = try desk().run("sql", endless, "--time-limit", "30", "-o", "soft.db")
    #expect(outcome.status == 73, "\(outcome.stderr)")
  }

  @Test func asAFileOfAFolder() throws {
    let desk = try desk()
    for what in ["datapackage", "postgres"] { try desk.run("export", what, what).expectSuccess() }
    try desk.shell("ln -f armskb.db datapackage/claims.csv; ln -sf ../../hard.db postgres/data/party.copy")
      .expectSuccess()
    let before = try desk.state()
    for what in ["datapackage", "postgres"] {
      let outcome = try desk.run("export", what, what)
      #expect(
        outcome.status == 73 && outcome.stderr.contains("is the knowledge base itself"), "\(outcome.stderr)")
    }
    // A folder of that name cannot be made.
    for what in ["datapackage", "datasette", "postgres"] {
      #expect(try desk.run("export", what, "soft.db").status == 73)
    }
    #expect(try desk.state() == before)
  }

  /// The file of an earlier export is a knowledge base: it may be replaced only as long as nobody worked with it.
  @Test func overAnExportForDatasette() throws {
    let desk = try desk()
    try desk.run("export", "datasette", "out").expectSuccess()
    try desk.write("drones.jsonl", try fixture("drones.jsonl"))
    try desk.shell("cd out; \"$ARMSKB\" undo --yes").expectSuccess()
    let before = try desk.state()
    let changed = try desk.run("export", "datasette", "out")
    #expect(changed.status == 73 && changed.stderr.contains("may hold somebody's work"), "\(changed.stderr)")
    let itself = try desk.shell("cd out; \"$ARMSKB\" export datasette .")
    #expect(itself.status == 73 && itself.stderr.contains("is the knowledge base itself"), "\(itself.stderr)")
    #expect(try desk.state() == before)
    try FileManager.default.removeItem(atPath: desk.path("out/armskb.db"))
    try desk.run("export", "datasette", "out").expectSuccess()
    try desk.write("out/armskb.db-wal", "of somebody who works with it")
    #expect(try desk.run("export", "datasette", "out").status == 73)
  }

  @Test func asAFileOfRejectedRecords() throws {
    let desk = try desk()
    try desk.write("bad.jsonl", "{\"supplier\": \"Nowhere\"}\n")
    try desk.shell("ln -s armskb.db bad.jsonl.rejected.jsonl").expectSuccess()
    let (before, claims) = (try desk.state(), try desk.claimCount())
    let outcome = try desk.run("import", "bad.jsonl", "--skip-invalid")
    #expect(
      outcome.status == 73 && outcome.stderr.contains("is the knowledge base itself"), "\(outcome.stderr)")
    // A writing command changes the mode of the file, whatever comes of it.
    #expect(try desk.claimCount() == claims)
    let isOther = { (name: String) in !["armskb.db", "hard.db"].contains(name) }
    #expect(try desk.state().filter { isOther($0.key) } == before.filter { isOther($0.key) })
  }

  /// One that comes to the place after the last look at it stays, too.
  @Test func oneThatComesInTheLastMoment() throws {
    let desk = try desk()
    let other = try desk.read("other.db")
    for call in 1...2 {
      try desk.write("out.csv", "old\n")
      try desk.atCall("name \(call) run 0", run: "cp other.db new.db && mv new.db out.csv")
      let outcome = try desk.run("export", "claims", "-o", "out.csv")
      #expect(
        outcome.status == 73 && outcome.stderr.contains("out.csv is a knowledge base"), "\(outcome.stderr)")
      #expect(try desk.read("out.csv") == other)
    }
    try FileManager.default.removeItem(atPath: desk.path("out.csv"))
    try desk.atCall("name 1 run 0", run: "cp other.db new.db")
    let made = try desk.run("init", "--db", "new.db")
    #expect(made.status == 73 && made.stderr.contains("new.db is there already"), "\(made.stderr)")
    #expect(try desk.read("new.db") == other)
    #expect(try desk.files().allSatisfy { !$0.contains(".part") })
  }
}
