import Foundation
import SQLite
import Testing

@Suite struct OpeningTests {
  @Test func createMakesAFileAndOpensItAgain() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let again = try Database(path: path, mode: .create)
    #expect(try again.integer("SELECT count(*) FROM number") == 3)
    #expect(again.path == path)
    #expect(!again.isReadOnly)
  }

  @Test(arguments: [Database.Mode.readOnly, .readWrite])
  func aMissingFileIsNotMade(mode: Database.Mode) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("missing.db")
    let error = failure { _ = try Database(path: path, mode: mode) }
    #expect(error?.code.primary == .cannotOpen)
    #expect(error?.message == "unable to open database file: No such file or directory")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func readOnlyRefusesToWrite() throws {
    let folder = try TemporaryFolder()
    let database = try Database(path: try folder.makeNumbers(), mode: .readOnly)
    #expect(database.isReadOnly)
    #expect(try database.integer("SELECT sum(value) FROM number") == 6)
    #expect(failure { try database.execute("DELETE FROM number") }?.code.primary == .readOnly)
  }

  @Test func aPathIsNeverAURI() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers("50%20x?mode=memory#y.db")
    #expect(FileManager.default.fileExists(atPath: path))
    // Read as a URI, this one would open the file that was just made.
    #expect(failure { _ = try Database(path: "file:" + path, mode: .readOnly) }?.code.primary == .cannotOpen)
    #expect(
      failure { _ = try Database(path: "file::memory:?cache=shared", mode: .readOnly) }?.code.primary
        == .cannotOpen)
  }

  @Test(arguments: ["", "a\0b"])
  func aPathThatWouldMeanSomethingElseIsRefused(path: String) {
    #expect(failure { _ = try Database(path: path, mode: .create) }?.code == .cannotOpen)
  }

  @Test func aFolderIsNoDatabase() throws {
    let folder = try TemporaryFolder()
    #expect(failure { _ = try Database(path: folder.path, mode: .create) }?.code.primary == .cannotOpen)
  }

  @Test(arguments: [2, 20, 100, 5_000])
  func whatIsNoDatabaseIsNoticed(size: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("letter.db")
    try Data(repeating: UInt8(ascii: "x"), count: size).write(to: URL(fileURLWithPath: path))
    for mode in [Database.Mode.readOnly, .readWrite, .create] {
      #expect(failure { _ = try Database(path: path, mode: mode) }?.code == .notADatabase)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == size)
  }

  @Test func aFileThatWasCutOffIsNoticed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers(upTo: 5_000)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(failure { _ = try Database(path: path, mode: .readOnly) }?.code.primary == .corrupt)
    try whole.prefix(50).write(to: URL(fileURLWithPath: path))
    #expect(failure { _ = try Database(path: path, mode: .readOnly) }?.code.primary == .corrupt)
    try whole.prefix(10).write(to: URL(fileURLWithPath: path))
    #expect(failure { _ = try Database(path: path, mode: .readOnly) }?.code == .notADatabase)
  }

  @Test func anEmptyFileIsAnEmptyDatabase() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("empty.db")
    try Data().write(to: URL(fileURLWithPath: path))
    let database = try Database(path: path, mode: .readOnly)
    #expect(try database.integer("SELECT count(*) FROM sqlite_schema") == 0)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everything"))
  func aFileThatCanOnlyBeReadIsRefusedForWriting() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    chmod(path, 0o400)
    #expect(failure { _ = try Database(path: path, mode: .readWrite) }?.code == .readOnly)
    #expect(failure { _ = try Database(path: path, mode: .create) }?.code == .readOnly)
    let database = try Database(path: path, mode: .readOnly)
    #expect(try database.integer("SELECT count(*) FROM number") == 3)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everything"))
  func aFolderThatCanOnlyBeReadIsNoticedAtTheFirstWrite() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    chmod(folder.path, 0o500)
    let database = try Database(path: path, mode: .readWrite)
    #expect(failure { try database.execute("DELETE FROM number") }?.code == .readOnlyDirectory)
    let other = folder.file("other.db")
    #expect(failure { _ = try Database(path: other, mode: .create) }?.code.primary == .cannotOpen)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func nothingIsMadeWhereNothingCanBeMade() {
    let error = failure { _ = try Database(path: "/proc/self/arms.db", mode: .create) }
    #expect(error?.code.primary == .cannotOpen)
  }

  @Test func aLockedFileIsBusyAfterTheTimeout() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let holder = try Database(path: path, mode: .readWrite)
    try holder.execute("BEGIN EXCLUSIVE")
    let start = ContinuousClock.now
    #expect(failure { _ = try Database(path: path, mode: .readOnly, busyTimeout: 100) }?.code == .busy)
    #expect(start.duration(to: .now) >= .milliseconds(90))
    try holder.execute("COMMIT")
    #expect(try Database(path: path, mode: .readOnly, busyTimeout: 0).integer("SELECT 1") == 1)
  }

  @Test func foreignKeysAreEnforced() throws {
    let database = try Database.inMemory()
    try database.execute(
      """
      CREATE TABLE party (code TEXT PRIMARY KEY) STRICT;
      CREATE TABLE transfer (supplier TEXT NOT NULL REFERENCES party) STRICT;
      """)
    let error = failure { try database.execute("INSERT INTO transfer VALUES ('FRA')") }
    #expect(error?.code == .constraintForeignKey)
    #expect(error?.code.primary == .constraint)
  }

  @Test func theSchemaOfAFileIsNotTrusted() throws {
    let database = try Database.inMemory()
    #expect(try database.integer("PRAGMA trusted_schema") == 0)
    try database.execute("PRAGMA writable_schema = ON")
    #expect(failure { try database.execute("DELETE FROM sqlite_schema") } != nil)
  }

  @Test func aNameInDoubleQuotesIsNoText() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 1)
    #expect(failure { try database.execute(#"SELECT * FROM number WHERE value = "FRA""#) }?.code == .error)
  }
}

@Suite struct ClosingTests {
  @Test func closingTwiceIsClosing() throws {
    let database = try Database.inMemory()
    try database.close()
    try database.close()
  }

  @Test func aLivingStatementKeepsTheDatabaseOpen() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    func closeTooEarly() throws {
      let statement = try database.prepare("SELECT value FROM number")
      #expect(try statement.step())
      let error = failure { try database.close() }
      #expect(error?.code == .busy)
      #expect(error?.sql == "SELECT value FROM number")
      // Nothing was lost by the attempt.
      #expect(try statement.step())
      #expect(try statement.integer(0) == 2)
      #expect(try database.integer("SELECT 1") == 1)
    }
    try closeTooEarly()
    try database.close()
  }

  @Test func aStatementKeepsADatabaseThatNobodyHolds() throws {
    let folder = try TemporaryFolder()
    let statement = try Database(path: try folder.makeNumbers(), mode: .readOnly)
      .cached("SELECT sum(value) FROM number")
    #expect(try statement.step())
    #expect(try statement.integer(0) == 6)
  }

  @Test func cachedStatementsDoNotKeepIt() throws {
    let database = try Database.inMemory()
    for number in 0..<10 { try database.cached("SELECT \(number)").run() }
    try database.close()
  }

  @Test func aClosedDatabaseSaysSo() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 1)
    try database.close()
    let target = try Database.inMemory()
    #expect(failure { try database.execute("SELECT 1") }?.code == .misuse)
    #expect(failure { _ = try database.prepare("SELECT 1") }?.message == "the connection is closed")
    #expect(failure { _ = try database.cached("SELECT 1") }?.code == .misuse)
    #expect(failure { try database.transaction {} }?.code == .misuse)
    #expect(failure { try database.savepoint {} }?.code == .misuse)
    #expect(failure { try database.backup(to: target) }?.code == .misuse)
    #expect(failure { try target.backup(to: database) }?.code == .misuse)
    #expect(failure { _ = try database.userVersion() }?.code == .misuse)
    #expect(database.changes == 0)
    #expect(database.totalChanges == 0)
    #expect(database.lastInsertRowID == 0)
    #expect(!database.isInTransaction)
    #expect(!database.isReadOnly)
    #expect(database.setLimit(.attached, to: 0) == 0)
    database.setProgressHandler(every: 1) { true }
    database.setAuthorizer { _ in false }
  }

  @Test func whatIsNotCommittedIsRolledBack() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let database = try Database(path: path, mode: .readWrite)
    try database.execute("BEGIN; DELETE FROM number")
    try database.close()
    #expect(try Database(path: path, mode: .readOnly).integer("SELECT count(*) FROM number") == 3)
  }
}
