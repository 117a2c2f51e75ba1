import SQLite
import Testing

@Suite struct ExecutingTests {
  @Test func severalStatementsRunInOrder() throws {
    let database = try Database.inMemory()
    try database.execute(
      """
      -- a comment with a ; in it
      CREATE TABLE t (a);;
      INSERT INTO t VALUES (';'), (2); /* and another */
      UPDATE t SET a = 3 WHERE a = 2;
      SELECT * FROM t;
      -- the end
      """)
    #expect(try database.integer("SELECT count(*) FROM t") == 2)
    #expect(database.changes == 1)
    #expect(database.totalChanges == 3)
    #expect(database.lastInsertRowID == 2)
  }

  @Test(arguments: ["", " \n", ";", "-- nothing", "/* nothing */;"])
  func noStatementIsNothingToExecuteAndAnErrorToPrepare(sql: String) throws {
    let database = try Database.inMemory()
    try database.execute(sql)
    #expect(failure { _ = try database.prepare(sql) }?.code == .misuse)
  }

  @Test func theFailingStatementIsNamedAlone() throws {
    let database = try Database.inMemory()
    let error = failure {
      try database.execute("CREATE TABLE é (a UNIQUE);\n INSERT INTO é VALUES (1), (1);\nDROP TABLE é")
    }
    #expect(error?.code == .constraintUnique)
    #expect(error?.sql == "INSERT INTO é VALUES (1), (1)")
    #expect(error?.offset == nil)
    #expect(try database.integer("SELECT count(*) FROM é") == 0)
  }

  @Test func aMistakeHasAPlace() throws {
    let database = try Database.inMemory()
    let error = failure { try database.execute("SELECT 'é';\n  SELECT * FORM t WHERE 1; SELECT 2") }
    #expect(error?.code == .error)
    #expect(error?.sql == "SELECT * FORM t WHERE 1")
    #expect(error?.offset == 9)
    #expect(
      error?.description
        == #"near "FORM": syntax error (SQLite code 1, at byte 9), in: SELECT * FORM t WHERE 1"#)
    let second = failure { try database.execute("DROP TABLE missing; SELECT 2") }
    #expect(second?.sql == "DROP TABLE missing")
    let third = failure { try database.execute("SELECT 1 FROM é é é é; SELECT 2") }
    #expect(third?.sql == "SELECT 1 FROM é é é é")
    #expect(third?.offset == 20)
  }

  @Test(arguments: ["SELECT 1", "SELECT 1;", "SELECT 1 ; ; -- the first", "SELECT 1\n/* and last */\n"])
  func blanksMayFollowAStatement(sql: String) throws {
    #expect(try Database.inMemory().integer(sql) == 1)
  }

  @Test(arguments: ["SELECT 1; SELECT 2", "SELECT 1; nonsense", "SELECT 1;;SELECT * FROM missing"])
  func moreTextMayNot(sql: String) throws {
    let database = try Database.inMemory()
    let error = failure { _ = try database.prepare(sql) }
    #expect(error?.code == .misuse)
    #expect(error?.offset == 9)
    #expect(failure { _ = try database.cached(sql) }?.code == .misuse)
    try database.close()
  }

  @Test func textBehindU0000IsNotDroppedInSilence() throws {
    let database = try Database.inMemory()
    #expect(failure { try database.execute("SELECT 1;\0 DROP TABLE t") }?.code == .misuse)
    #expect(failure { _ = try database.prepare("SELECT 1\0") }?.code == .misuse)
  }

  @Test func boundValuesAreNotInTheError() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 1)
    let insert = try database.prepare("INSERT INTO number VALUES (:value)")
    try insert.bind("top secret", ":value")
    let error = failure { try insert.run() }
    #expect(error?.code == .constraintDataType)
    #expect(error.map { "\($0)".contains("secret") } == false)
    #expect(error?.sql == "INSERT INTO number VALUES (:value)")
  }
}

@Suite struct StatementTests {
  @Test func shape() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 1)
    let query = try database.prepare("SELECT value, value + :plus AS sum FROM number WHERE value > ?5")
    #expect(query.columnCount == 2)
    #expect(query.columnNames == ["value", "sum"])
    #expect(query.isReadOnly)
    #expect(query.parameterCount == 5)
    #expect(try query.parameterIndex(":plus") == 1)
    let change = try database.prepare("DELETE FROM number")
    #expect(change.columnCount == 0)
    #expect(change.columnNames.isEmpty)
    #expect(!change.isReadOnly)
  }

  @Test func anUnknownParameterNamesTheOthers() throws {
    let database = try Database.inMemory()
    let statement = try database.prepare("SELECT :supplier, ?, :year")
    let error = failure { try statement.bind(2_000, "year") }
    #expect(error?.code == .range)
    #expect(error?.message == "no parameter 'year' in the statement: there are :supplier, :year")
    let plain = try database.prepare("SELECT ?")
    #expect(failure { try plain.bindNull(":a") }?.message.hasSuffix("it has no named parameters") == true)
  }

  @Test(arguments: [-1, 0, 2] as [Int32])
  func aParameterThatIsNotThere(index: Int32) throws {
    let statement = try Database.inMemory().prepare("SELECT ?")
    let blob: [UInt8] = [1]
    for error in [
      failure { try statement.bind(1 as Int64, at: index) }, failure { try statement.bind(1.5, at: index) },
      failure { try statement.bind("a", at: index) }, failure { try statement.bindNull(at: index) },
      failure { try statement.bind(blob: blob, at: index) },
    ] {
      #expect(error?.code == .range)
      #expect(error?.message == "no parameter \(index): the statement has 1")
    }
  }

  @Test func bindingsStayUntilCleared() throws {
    let statement = try Database.inMemory().prepare("SELECT :a")
    try statement.bind(7, ":a")
    for _ in 0..<2 {
      #expect(try statement.step())
      #expect(try statement.integer(0) == 7)
      statement.reset()
    }
    statement.clearBindings()
    #expect(try statement.step())
    #expect(statement.isNull(0))
  }

  @Test func aStatementIsReadyAgainAtItsEndAndAfterAFailure() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 1)
    let insert = try database.prepare("INSERT INTO number VALUES (?)")
    try insert.bind(1, at: 1)
    #expect(failure { try insert.run() }?.code == .constraintUnique)
    try insert.bind(2, at: 1)
    #expect(try !insert.step())
    try insert.bind(3, at: 1)
    try insert.run()
    #expect(try database.integer("SELECT sum(value) FROM number") == 6)
  }

  @Test func bindingWhileItRunsIsRefused() throws {
    let statement = try Database.inMemory().prepare("SELECT ?")
    #expect(try statement.step())
    #expect(failure { try statement.bind(1, at: 1) }?.code == .misuse)
    statement.reset()
    try statement.bind(1, at: 1)
  }

  @Test func borrowedBytesAreReadWhereTheyAre() throws {
    let database = try Database.inMemory()
    let statement = try database.prepare("SELECT ?1, ?2, typeof(?1), typeof(?2)")
    let bytes = Array("né\0e".utf8)
    try bytes.withUnsafeBytes { bytes in
      try statement.bind(borrowedText: bytes, at: 1)
      try statement.bind(borrowedBlob: bytes, at: 2)
      #expect(try statement.step())
      #expect(try Array(statement.text(0).utf8) == Array(bytes))
      #expect(try statement.blob(1) == Array(bytes))
      statement.reset()
      statement.clearBindings()
    }
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    try statement.bind(borrowedText: empty, at: 1)
    try statement.bind(borrowedBlob: empty, at: 2)
    #expect(try statement.step())
    #expect(try statement.text(2) == "text")
    #expect(try statement.text(3) == "blob")
  }

  @Test func aLongTextIsTooBigUnderALimit() throws {
    let database = try Database.inMemory()
    #expect(database.setLimit(.length, to: 1_000) > 1_000)
    let statement = try database.prepare("SELECT ?")
    #expect(failure { try statement.bind(String(repeating: "a", count: 2_000), at: 1) }?.code == .tooBig)
    database.setLimit(.sqlLength, to: 10)
    #expect(failure { try database.execute("SELECT 1234567890") }?.code == .tooBig)
  }
}

@Suite struct StatementCacheTests {
  @Test func aStatementInUseGivesAFreshOne() throws {
    let database = try Database.inMemory()
    try database.fillNumbers(upTo: 3)
    let sql = "SELECT value FROM number WHERE value >= :least ORDER BY value"
    let first = try database.cached(sql)
    try first.bind(1, ":least")
    let second = try database.cached(sql)
    try second.bind(3, ":least")
    #expect(try first.step())
    #expect(try second.step())
    #expect(try first.integer(0) == 1)
    #expect(try second.integer(0) == 3)
    #expect(first !== second)
  }

  @Test func itComesBackWithoutBindingsAndAtItsStart() throws {
    let database = try Database.inMemory()
    func leaveInTheMiddle() throws {
      let statement = try database.cached("SELECT :a UNION ALL SELECT 2")
      try statement.bind(1, ":a")
      #expect(try statement.step())
    }
    try leaveInTheMiddle()
    let again = try database.cached("SELECT :a UNION ALL SELECT 2")
    #expect(try again.step())
    #expect(again.isNull(0))
  }

  @Test func leavingItGivesUpItsLocks() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeNumbers()
    let reader = try Database(path: path, mode: .readOnly)
    let writer = try Database(path: path, mode: .readWrite, busyTimeout: 0)
    func readOneRow() throws {
      let statement = try reader.cached("SELECT value FROM number")
      #expect(try statement.step())
      #expect(failure { try writer.execute("DELETE FROM number") }?.code == .busy)
      withExtendedLifetime(statement) {}
    }
    try readOneRow()
    try writer.execute("DELETE FROM number")
  }

  @Test func manyStatementsPassThroughIt() throws {
    let database = try Database.inMemory()
    for round in 0..<3 {
      for number in 0..<200 {
        let statement = try database.cached("SELECT \(number) + :round")
        try statement.bind(round, ":round")
        #expect(try statement.step())
        #expect(try statement.integer(0) == Int64(number + round))
      }
    }
    // The oldest are let go: 64 remain, and the one that counts.
    #expect(try database.integer("SELECT count(*) FROM sqlite_stmt") == 65)
    try database.close()
  }

  @Test func itSeesANewSchema() throws {
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    func columns() throws -> Int32 {
      let statement = try database.cached("SELECT * FROM t")
      #expect(try statement.step())
      return statement.columnCount
    }
    #expect(try columns() == 1)
    try database.execute("ALTER TABLE t ADD COLUMN b")
    #expect(try columns() == 2)
    try database.execute("DROP TABLE t")
    #expect(failure { _ = try columns() }?.code == .error)
  }
}
