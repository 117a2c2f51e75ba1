import SQLite
import Testing

private struct Refused: Error {}

@Suite struct TransactionTests {
  @Test(arguments: [TransactionKind.deferred, .immediate, .exclusive])
  func allOrNothing(kind: TransactionKind) throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    let result = try database.transaction(kind) {
      #expect(database.isInTransaction)
      try database.execute("DELETE FROM number WHERE value = 1")
      return 7
    }
    #expect(result == 7)
    #expect(!database.isInTransaction)
    #expect(throws: Refused.self) {
      try database.transaction(kind) {
        try database.execute("DELETE FROM number")
        throw Refused()
      }
    }
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT count(*) FROM number") == 2)
  }

  @Test func aTransactionWithinATransactionIsRefused() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    try database.transaction {
      try database.execute("DELETE FROM number WHERE value = 1")
      #expect(failure { try database.transaction {} }?.code == .misuse)
      // The refusal leaves the outer one alone.
      #expect(database.isInTransaction)
      try database.savepoint {
        #expect(failure { try database.transaction {} }?.code == .misuse)
      }
    }
    #expect(try database.integer("SELECT count(*) FROM number") == 2)
  }

  @Test func whatCannotBeCommittedIsRolledBack() throws {
    let database = try Database.inMemory()
    try database.execute(
      """
      CREATE TABLE party (code TEXT PRIMARY KEY) STRICT;
      CREATE TABLE transfer (supplier TEXT REFERENCES party DEFERRABLE INITIALLY DEFERRED) STRICT;
      """)
    let breaking = "INSERT INTO transfer VALUES ('FRA')"
    let error = failure { try database.transaction { try database.execute(breaking) } }
    #expect(error?.code == .constraintForeignKey)
    #expect(!database.isInTransaction)
    let second = failure { try database.savepoint { try database.execute(breaking) } }
    #expect(second?.code == .constraintForeignKey)
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT count(*) FROM transfer") == 0)
  }

  @Test func anotherWritersLockIsBusy() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let one = try Database(path: path, mode: .readWrite, busyTimeout: 50)
    let two = try Database(path: path, mode: .readWrite, busyTimeout: 50)
    try one.transaction(.immediate) {
      #expect(failure { try two.transaction(.immediate) {} }?.code == .busy)
      #expect(try two.integer("SELECT count(*) FROM number") == 3)
      try one.execute("DELETE FROM number")
    }
    #expect(try two.integer("SELECT count(*) FROM number") == 0)
  }

  @Test func aReaderMakesTheCommitFailAndNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let reader = try Database(path: path, mode: .readOnly)
    let writer = try Database(path: path, mode: .readWrite, busyTimeout: 20)
    try reader.transaction {
      let seen = try reader.integer("SELECT count(*) FROM number")
      #expect(seen == 3)
      for useSavepoint in [false, true] {
        let error = failure {
          let delete = { try writer.execute("DELETE FROM number") }
          if useSavepoint { try writer.savepoint(delete) } else { try writer.transaction(.deferred, delete) }
        }
        #expect(error?.code == .busy)
        #expect(!writer.isInTransaction)
      }
    }
    #expect(try writer.integer("SELECT count(*) FROM number") == 3)
    try writer.transaction { try writer.execute("DELETE FROM number") }
  }

  @Test func aFullDiskLeavesWhatWasThere() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let database = try Database(path: path, mode: .readWrite)
    #expect(try database.integer("PRAGMA max_page_count = 10") == 10)
    let insert = try database.prepare("INSERT INTO number VALUES (?)")
    let error = failure {
      try database.transaction {
        for value in 10..<1_000_000 {
          try insert.bind(value, at: 1)
          try insert.run()
        }
      }
    }
    #expect(error?.code == .full)
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT count(*) FROM number") == 3)
    #expect(try database.integrityCheck().isEmpty)
    try database.execute("INSERT INTO number VALUES (4)")
  }

  @Test func aBodyCannotGoOnAfterSQLiteRolledBack() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    for useSavepoint in [false, true] {
      let error = failure {
        let body = {
          try database.execute("DELETE FROM number")
          try? database.execute("INSERT OR ROLLBACK INTO number VALUES (9), (9)")
        }
        if useSavepoint { try database.savepoint(body) } else { try database.transaction(.deferred, body) }
      }
      #expect(error?.code == .abortRollback)
      #expect(error?.code.primary == .abort)
    }
    #expect(try database.integer("SELECT count(*) FROM number") == 3)
  }

  @Test func savepointsAreUndoneAlone() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 5)
    try database.transaction {
      try database.execute("DELETE FROM number WHERE value = 1")
      try database.savepoint {
        try database.execute("DELETE FROM number WHERE value = 2")
        #expect(throws: Refused.self) {
          try database.savepoint {
            try database.execute("DELETE FROM number WHERE value = 3")
            throw Refused()
          }
        }
        try database.savepoint { try database.execute("DELETE FROM number WHERE value = 4") }
      }
      #expect(database.isInTransaction)
    }
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT sum(value) FROM number") == 8)
  }

  @Test func aSavepointAloneIsATransaction() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    try database.savepoint { try database.execute("DELETE FROM number WHERE value = 1") }
    #expect(!database.isInTransaction)
    #expect(throws: Refused.self) {
      try database.savepoint {
        try database.execute("DELETE FROM number")
        throw Refused()
      }
    }
    #expect(!database.isInTransaction)
    #expect(try database.integer("SELECT count(*) FROM number") == 2)
  }
}
