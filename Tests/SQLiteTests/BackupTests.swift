import SQLite
import Testing

@Suite struct BackupTests {
  @Test func aCopyHoldsEverything() throws {
    let folder = try TemporaryFolder()
    let source = try Database(path: try folder.makeNumbers(upTo: 5_000), mode: .readOnly)
    let target = try Database(path: folder.file("copy.db"), mode: .create)
    try target.execute("CREATE TABLE gone (a)")
    var steps: [(remaining: Int, total: Int)] = []
    try source.backup(to: target, pagesPerStep: 4) { remaining, total in
      steps.append((remaining, total))
      return false
    }
    #expect(try target.integer("SELECT count(*) FROM number") == 5_000)
    #expect(failure { try target.execute("SELECT * FROM gone") } != nil)
    #expect(steps.count > 2)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.remaining > $1.remaining && $0.total == $1.total })
    #expect(try target.integrityCheck().isEmpty)
  }

  @Test(arguments: [false, true])
  func writingMeanwhile(byTheSameConnection: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers(upTo: 5_000)
    let source = try Database(path: path, mode: .readWrite)
    let other = try Database(path: path, mode: .readWrite)
    let writer = byTheSameConnection ? source : other
    let target = try Database.inMemory()
    var steps = 0
    try source.backup(to: target, pagesPerStep: 5) { _, _ in
      steps += 1
      if steps <= 3 { try? writer.execute("INSERT INTO number VALUES (\(100_000 + steps))") }
      return false
    }
    #expect(try target.integer("SELECT count(*) FROM number") == 5_003)
    #expect(try target.integrityCheck().isEmpty)
  }

  @Test func stoppingLeavesTheTargetAsItWas() throws {
    let folder = try TemporaryFolder()
    let source = try Database(path: try folder.makeNumbers(upTo: 5_000), mode: .readOnly)
    let target = try Database(path: try folder.makeNumbers("target.db", upTo: 2), mode: .readWrite)
    let error = failure { try source.backup(to: target, pagesPerStep: 1) { _, _ in true } }
    #expect(error?.code == .interrupt)
    #expect(try target.integer("SELECT count(*) FROM number") == 2)
    try source.close()
    try target.close()
  }

  @Test func whatCannotBeCopiedTo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let source = try Database(path: path, mode: .readOnly)
    #expect(failure { try source.backup(to: source) }?.code == .error)
    #expect(failure { try source.backup(to: source, pagesPerStep: 0) }?.code == .misuse)
    let readOnly = try Database(path: try folder.makeNumbers("second.db"), mode: .readOnly)
    #expect(failure { try source.backup(to: readOnly) }?.code.primary == .readOnly)
    let full = try Database(path: folder.file("full.db"), mode: .create)
    try full.execute("PRAGMA max_page_count = 1")
    #expect(failure { try source.backup(to: full) }?.code == .full)
    let busy = try Database.inMemory()
    try busy.transaction {
      try busy.execute("CREATE TABLE t (a)")
      #expect(failure { try source.backup(to: busy) }?.code == .error)
    }
  }
}

@Suite struct CheckTests {
  @Test func versionAndApplication() throws {
    let folder = try TemporaryFolder()
    let database = try Database(path: folder.file("a.db"), mode: .create)
    #expect(try database.userVersion() == 0)
    #expect(try database.applicationID() == 0)
    try database.setUserVersion(-7)
    try database.setApplicationID(0x4152_4d53)
    try database.close()
    let again = try Database(path: folder.file("a.db"), mode: .readOnly)
    #expect(try again.userVersion() == -7)
    #expect(try again.applicationID() == 0x4152_4d53)
    #expect(failure { try again.setUserVersion(1) }?.code.primary == .readOnly)
  }

  @Test(arguments: [0, 1, 4_096, .max, .min])
  func cacheSizes(kibibytes: Int) throws {
    let database = try Database.inMemory()
    try database.setCacheSize(kibibytes: kibibytes)
    #expect(try database.integer("PRAGMA cache_size") == -Int64(Int32(clamping: max(0, kibibytes))))
  }

  @Test func brokenReferencesAreFound() throws {
    let database = try Database.inMemory()
    try database.execute(
      """
      PRAGMA foreign_keys = OFF;
      CREATE TABLE party (code TEXT PRIMARY KEY) STRICT;
      CREATE TABLE transfer (id INTEGER PRIMARY KEY, supplier TEXT REFERENCES party) STRICT;
      INSERT INTO transfer VALUES (5, 'FRA'), (6, NULL);
      """)
    let expected = ForeignKeyViolation(table: "transfer", rowID: 5, parent: "party", foreignKey: 0)
    #expect(try database.foreignKeyCheck() == [expected])
    try database.execute("INSERT INTO party VALUES ('FRA')")
    #expect(try database.foreignKeyCheck().isEmpty)
  }

  @Test func aMeaninglessPageIsFound() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers(upTo: 5_000)
    #expect(try Database(path: path, mode: .readOnly).integrityCheck().isEmpty)
    for page in 4...12 { try overwritePage(page, of: path) }
    let database = try Database(path: path, mode: .readOnly)
    #expect(try !database.integrityCheck().isEmpty)
    #expect(try database.integrityCheck(limit: 1).count == 1)
    let error = failure { try database.execute("SELECT sum(value) FROM number NOT INDEXED") }
    #expect(error?.code.primary == .corrupt)
  }

  @Test func codesHaveWords() {
    #expect("\(ResultCode.constraintForeignKey)" == "constraint failed")
    #expect(ResultCode(rawValue: 787) == .constraintForeignKey)
    #expect(Database.libraryVersion.hasPrefix("3."))
  }
}
