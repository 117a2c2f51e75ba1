import Foundation
import SQLite
import Testing

@testable import Storage

/// What is left when the program does not come to its end.
@Suite struct InterruptionTests {
  static func records(_ range: Range<Int>) -> String {
    let (suppliers, recipients) = (["ISR", "RUS", "TUR", "FRA"], ["AZE", "ARM"])
    var text = ""
    for number in range {
      text += """
        {"supplier": "\(suppliers[number % 4])", "recipient": "\(recipients[number / 4 % 2])", "weapon": "W\(number % 50)", \
        "quantity": \(number % 90 + 1), "status": "delivered", "from": "\(1995 + number % 25)", \
        "evidence": "Invented passage number \(number).", "document": {"url": "https://example.org/\(number / 20)"}}

        """
    }
    return text
  }

  /// Ended by force at some moment, fifteen times: the knowledge base is as before, and whole.
  @Test func killed() throws {
    let desk = try Desk.filled()
    try desk.write("many.jsonl", InterruptionTests.records(0..<20_000))
    let before = try desk.read("armskb.db")
    let claims = try desk.claimCount()
    let start = ContinuousClock.now
    #expect(try desk.run("import", "many.jsonl").status == 0)
    var whole = (ContinuousClock.now - start) / .milliseconds(1)
    #expect(try desk.claimCount() == claims + 20_000)

    try desk.write("armskb.db", before)
    var generator = SeededGenerator(seed: 7)
    var kills = 0
    for _ in 0..<60 where kills < 15 {
      let run = try desk.launch(["import", "many.jsonl"])
      Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.98, using: &generator) * whole / 1000)
      kill(run.process.processIdentifier, SIGKILL)
      let outcome = try run.wait()
      if outcome.wasKilled { kills += 1 } else { whole *= 0.8 }
      // One that was quicker has stored all, and the next begins anew.
      let found = try desk.claimCount()
      #expect(found == claims || found == claims + 20_000)
      if found == claims {
        let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"))
        #expect(try knowledgeBase.database.integrityCheck() == [])
        try knowledgeBase.close()
      }
      if found != claims {
        for name in try desk.files() where name.hasPrefix("armskb.db") {
          try FileManager.default.removeItem(atPath: desk.path(name))
        }
        try desk.write("armskb.db", before)
      }
    }
    #expect(kills >= 15)
    #expect(try desk.run("import", "many.jsonl").stderr.contains("20000 claims added"))
    #expect(try desk.claimCount() == claims + 20_000)
  }

  /// A writer that ended by force while its change went into the file: whoever reads next puts it right.
  @Test func unfinishedChangeIsRolledBackByAReader() throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    let file = desk.path("armskb.db")
    do {
      // A cache of a few pages spills the change into the file long before it is done.
      let writer = try Database(path: file, mode: .readWrite)
      try writer.execute(
        "PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE claim SET note = hex(zeroblob(2000))")
      try FileManager.default.copyItem(atPath: file, toPath: desk.path("copy.db"))
      try FileManager.default.copyItem(atPath: file + "-journal", toPath: desk.path("copy.db-journal"))
      try writer.execute("ROLLBACK")
      try writer.close()
    }
    let status = try desk.run("status", "--db", "copy.db")
    #expect(status.status == 0, "\(status.stderr)")
    #expect(status.stdout.contains("claims       \(claims)\n"))
    #expect(try !desk.files().contains("copy.db-journal"))
  }

  /// Ctrl-C while records come in.
  @Test func interrupted() throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    let pipe = Pipe()
    let run = try desk.launch(["import", "-", "--format", "jsonl"], standardInput: pipe)
    try pipe.fileHandleForWriting.write(contentsOf: Data(InterruptionTests.records(0..<2_000).utf8))
    // It works by now: more was written than a pipe holds.
    run.process.interrupt()
    let outcome = try run.wait()
    try pipe.fileHandleForWriting.close()
    #expect(outcome.status == 130 && !outcome.wasKilled)
    #expect(outcome.stdout.isEmpty && outcome.stderr.isEmpty)
    #expect(try desk.claimCount() == claims)
    #expect(try desk.run("log", "--columns", "batch").stdout == "batch\n5\n4\n3\n2\n1\n")
  }

  /// A file that was begun does not take the place of the old one, and leaves nothing behind.
  @Test func interruptedExport() throws {
    let desk = try Desk.filled()
    try desk.write("out.csv", "precious\n")
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    let run = try desk.launch(["sql", endless, "--time-limit", "60", "-o", "out.csv"])
    let start = ContinuousClock.now
    while try desk.files().count < 3, ContinuousClock.now - start < .seconds(20) { usleep(5_000) }
    run.process.interrupt()
    #expect(try run.wait().status == 130)
    #expect(try desk.text("out.csv") == "precious\n")
    #expect(try desk.files() == ["armskb.db", "out.csv"])
  }

  /// Ctrl-C in the middle of an allocation, where whatever allocates in its turn breaks the heap.
  @Test(arguments: [
    "import drones.jsonl", "export claims -o out.csv", "export datapackage out",
    "export datasette out", "export postgres out", "query totals", "query transfers -o out.csv", "check",
    "undo 5 --yes",
  ])
  func interruptedWhileItAllocates(line: String) throws {
    let desk = try Desk.filled()
    try desk.write(".run-interrupt.c", try fixture("interrupt-in-malloc.c"))
    let made = try desk.shell(
      "$(command -v clang || command -v cc) -shared -fPIC -o .run-interrupt.so .run-interrupt.c -ldl")
    #expect(made.status == 0, "\(made.stderr)")
    let claims = try desk.claimCount()
    try desk.write("drones.jsonl", try fixture("drones.jsonl"))
    for allocation in [1, 20, 300, 2_000] {
      desk.environment = ["LD_PRELOAD": desk.path(".run-interrupt.so"), "INTERRUPT_AT": "\(allocation)"]
      let outcome = try desk.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == 130 && !outcome.wasKilled, "\(allocation): \(outcome.stderr)")
    }
    desk.environment = [:]
    #expect(try desk.files() == ["armskb.db", "drones.jsonl"])
    #expect(try desk.claimCount() == claims)
  }
}
