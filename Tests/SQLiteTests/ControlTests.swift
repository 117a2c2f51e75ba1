import Foundation
import SQLite
import Synchronization
import Testing

@Suite struct InterruptingTests {
  @Test func anotherThreadStopsAStatement() throws {
    let database = try Database.inMemory()
    let interrupter = database.interrupter()
    // Again and again, as an interrupt that comes before the statement has no effect.
    let isStopped = Mutex(false)
    let thread = Thread {
      while !isStopped.withLock({ $0 }) {
        interrupter.interrupt()
        usleep(2_000)
      }
    }
    thread.start()
    defer { isStopped.withLock { $0 = true } }
    #expect(failure { try database.execute(endless) }?.code == .interrupt)
  }

  @Test func anInterruptedWriteTakesTheTransactionWithIt() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    let interrupter = database.interrupter()
    database.setProgressHandler(every: 1_000) {
      interrupter.interrupt()
      return false
    }
    let error = failure {
      try database.transaction {
        try database.execute("DELETE FROM number WHERE value = 1")
        try database.execute("INSERT INTO number \(endless)")
      }
    }
    #expect(error?.code == .interrupt)
    database.setProgressHandler(every: 1, nil)
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT count(*) FROM number") == 3)
  }

  @Test func itIsSafeAfterTheDatabase() throws {
    let closed = try Database.inMemory()
    let interrupter = closed.interrupter()
    try closed.close()
    interrupter.interrupt()
    try Database.inMemory().interrupter().interrupt()
  }

  @Test func itIsSafeWhileDatabasesComeAndGo() throws {
    for _ in 0..<50 {
      let database = try Database.inMemory()
      let interrupter = database.interrupter()
      let thread = Thread { for _ in 0..<200 { interrupter.interrupt() } }
      thread.start()
      try? database.execute("SELECT 1")
      try database.close()
    }
  }
}

@Suite struct ProgressHandlerTests {
  @Test func aTimeLimit() throws {
    let database = try Database.inMemory()
    let deadline = ContinuousClock.now + .milliseconds(50)
    database.setProgressHandler(every: 10_000) { ContinuousClock.now > deadline }
    let error = failure { try database.execute(endless) }
    #expect(error?.code == .interrupt)
    #expect(error?.message == "interrupted")
    #expect(ContinuousClock.now > deadline)
    database.setProgressHandler(every: 10_000, nil)
    #expect(try database.integer("SELECT 1") == 1)
  }

  @Test func theLastOneCounts() throws {
    let database = try Database.inMemory()
    database.setProgressHandler(every: 100) { true }
    var calls = 0
    database.setProgressHandler(every: 100) {
      calls += 1
      return calls == 5
    }
    #expect(failure { try database.execute(endless) }?.code == .interrupt)
    #expect(calls == 5)
  }
}

@Suite struct AuthorizerTests {
  @Test(arguments: [
    "ATTACH ':memory:' AS other", "DETACH main", "PRAGMA user_version", "PRAGMA user_version = 3",
    "SELECT * FROM pragma_table_list", "INSERT INTO number VALUES (4)", "UPDATE number SET value = 4",
    "DELETE FROM number", "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)", "DROP TABLE number", "BEGIN",
    "SAVEPOINT s", "ALTER TABLE number RENAME TO n", "CREATE VIEW v AS SELECT 1", "ANALYZE", "REINDEX",
    "VACUUM INTO 'copy.db'",
  ])
  func onlyQuestions(sql: String) throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    database.setAuthorizer { $0.isQuestion }
    let error = failure { try database.execute(sql) }
    #expect(error?.code == .notAuthorized)
    let total = """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
      SELECT sum(abs(value)) FROM number JOIN n ON i = value
      """
    #expect(try database.integer(total) == 6)
    database.setAuthorizer(nil)
    #expect(try database.integer("SELECT count(*) FROM number") == 3)
  }

  @Test(arguments: [
    "SELECT load_extension('x')", "UPDATE sqlite_master SET sql = ''", "UPDATE sqlite_schema SET name = 'n'",
    "UPDATE main.sqlite_master SET rootpage = 1",
  ])
  func whatSQLiteRefusesInOtherWords(sql: String) throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    database.setAuthorizer { $0.isQuestion }
    #expect(failure { try database.execute(sql) } != nil)
  }

  @Test func actionsAreNamed() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    var actions: Set<AuthorizerAction> = []
    database.setAuthorizer {
      actions.insert($0)
      return true
    }
    try database.execute(
      """
      BEGIN;
      SAVEPOINT s;
      UPDATE number SET value = abs(value);
      DELETE FROM number WHERE value = 1;
      INSERT INTO number VALUES (8);
      PRAGMA cache_size = 100;
      COMMIT;
      ATTACH ':memory:' AS other;
      DETACH other;
      """)
    let expected: Set<AuthorizerAction> = [
      .transaction("BEGIN"), .savepoint("BEGIN", name: "s"), .update(table: "number", column: "value"),
      .read(table: "number", column: "value"), .function("abs"), .delete(table: "number"),
      .insert(table: "number"), .pragma("cache_size", argument: "100"), .transaction("COMMIT"),
      .attach(file: ":memory:"), .detach(database: "other"),
    ]
    #expect(actions == expected)
    #expect(expected.filter(\.isWriting).count == 3)
    #expect(AuthorizerAction.schema(2).isWriting)
  }

  @Test func statementsCompiledBeforeAreAskedAbout() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    let delete = try database.prepare("DELETE FROM number")
    database.setAuthorizer { !$0.isWriting }
    #expect(failure { try delete.run() }?.code == .notAuthorized)
  }

  @Test func fullTextQuestionsAreQuestions() throws {
    let folder = try TemporaryFolder()
    let writer = try Database(path: folder.file("articles.db"), mode: .create)
    try writer.execute(
      "CREATE VIRTUAL TABLE article USING fts5 (body); INSERT INTO article VALUES ('tanks and ships')")
    let reader = try Database(path: folder.file("articles.db"), mode: .readOnly)
    reader.setAuthorizer { $0.isQuestion }
    let query = try reader.prepare(
      """
      SELECT snippet(article, 0, '[', ']', '…', 5), bm25(article) FROM article
      WHERE article MATCH 'ship*' ORDER BY rank
      """)
    #expect(try query.step())
    #expect(try query.text(0) == "tanks and [ships]")
    #expect(try query.real(1) < 0)
  }
}
