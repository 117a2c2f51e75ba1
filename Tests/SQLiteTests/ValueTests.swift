import SQLite
import Testing

@Suite struct ValueTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func anyValueSurvives(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = String.random(upTo: 40, using: &generator)
    // Small ones too, which SQLite stores in fewer bytes.
    let integer = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
    let real = Double(bitPattern: generator.next())
    let blob = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
      UInt8(truncatingIfNeeded: generator.next())
    }
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE t (a TEXT, b INTEGER, c REAL, d BLOB) STRICT")
    let insert = try database.prepare("INSERT INTO t VALUES (:a, :b, :c, :d), (?1, ?2, ?3, ?4)")
    try insert.bind(text, ":a")
    try insert.bind(integer, ":b")
    try insert.bind(real, ":c")
    try insert.bind(blob: blob, ":d")
    try insert.run()
    let query = try database.prepare("SELECT a, b, c, d FROM t")
    for _ in 0..<2 {
      #expect(try query.step())
      // By bytes: == on texts would accept é spelt otherwise.
      #expect(try Array(query.text(0).utf8) == Array(text.utf8))
      #expect(try query.integer(1) == integer)
      #expect(try query.realOrNil(2)?.bitPattern == (real.isNaN ? nil : real.bitPattern))
      #expect(try query.blob(3) == blob)
      #expect(query.textBytes(0).map { Array($0) } == Array(text.utf8))
      #expect(query.blobBytes(3).map { Array($0) } == blob)
    }
    #expect(try !query.step())
  }

  @Test(arguments: [0, .min, .max, -1, 1 << 53 + 1] as [Int64])
  func integersAreExact(value: Int64) throws {
    let statement = try Database.inMemory().prepare("SELECT ?")
    try statement.bind(value, at: 1)
    #expect(try statement.step())
    #expect(try statement.integer(0) == value)
    #expect(try statement.integerOrNil(0) == value)
  }

  @Test(arguments: ["", "\0", "a\0b", "\0\0end", "e\u{301}", "é", "🇫🇷"])
  func textsAreWhole(text: String) throws {
    let database = try Database.inMemory()
    let statement = try database.prepare("SELECT :a, typeof(:a), length(CAST(:a AS BLOB))")
    try statement.bind(text, ":a")
    #expect(try statement.step())
    #expect(try Array(statement.text(0).utf8) == Array(text.utf8))
    #expect(try statement.text(1) == "text")
    #expect(try statement.integer(2) == Int64(text.utf8.count))
    #expect(statement.withText(0) { $0?.count } == text.utf8.count)
    // Not even no bytes at no address are NULL.
    statement.reset()
    try statement.bind(text: UnsafeRawBufferPointer(start: nil, count: 0), at: 1)
    #expect(try statement.step())
    #expect(try statement.text(0).isEmpty)
  }

  @Test func anEmptyBlobIsNotNull() throws {
    let statement = try Database.inMemory().prepare("SELECT ?")
    try statement.bind(blob: [], at: 1)
    #expect(try statement.step())
    #expect(!statement.isNull(0))
    #expect(try statement.blob(0).isEmpty)
    #expect(try statement.blobOrNil(0) == [])
    #expect(statement.blobBytes(0)?.count == 0)
  }

  @Test func nilIsNull() throws {
    let statement = try Database.inMemory().prepare("SELECT :a, :b, :c, :d, :e")
    try statement.bind(nil as Int64?, ":a")
    try statement.bind(nil as Double?, ":b")
    try statement.bind(nil as String?, ":c")
    try statement.bind(blob: nil, ":d")
    try statement.bind(1, ":e")
    try statement.bindNull(":e")
    #expect(try statement.step())
    #expect(try statement.integerOrNil(0) == nil)
    #expect(try statement.realOrNil(1) == nil)
    #expect(try statement.textOrNil(2) == nil)
    #expect(try statement.blobOrNil(3) == nil)
    #expect(statement.textBytes(2) == nil)
    #expect(statement.blobBytes(3) == nil)
    #expect((0..<5).allSatisfy { statement.isNull($0) && statement.type($0) == .null })
    #expect(failure { _ = try statement.integer(4) }?.message == "column 4 ':e' holds NULL, not INTEGER")
  }

  @Test func textThatIsNotUTF8IsAnErrorAndYetReadable() throws {
    let bytes: [UInt8] = [0x61, 0xff, 0xfe, 0x00, 0x62]
    let statement = try Database.inMemory().prepare("SELECT :a AS name")
    try bytes.withUnsafeBytes { try statement.bind(text: $0, at: 1) }
    #expect(try statement.step())
    let error = failure { _ = try statement.text(0) }
    #expect(error?.code == .mismatch)
    #expect(error?.message == "column 0 'name' holds text that is not UTF-8")
    #expect(error?.sql == "SELECT :a AS name")
    #expect(failure { _ = try statement.textOrNil(0) }?.code == .mismatch)
    #expect(statement.textBytes(0).map { Array($0) } == bytes)
    #expect(statement.type(0) == .text)
  }

  @Test func aValueOfAnotherTypeIsNotConverted() throws {
    let sql = "SELECT 1 AS i, 1.0 AS r, '1' AS t, x'31' AS b, NULL AS n"
    let statement = try Database.inMemory().prepare(sql)
    #expect(try statement.step())
    let types: [ColumnType] = [.integer, .real, .text, .blob, .null]
    for (column, type) in types.enumerated() {
      let column = Int32(column)
      #expect(statement.type(column) == type)
      let failures: [(ColumnType, SQLiteError?)] = [
        (.integer, type == .integer ? nil : failure { _ = try statement.integer(column) }),
        (.real, type == .real ? nil : failure { _ = try statement.real(column) }),
        (.text, type == .text ? nil : failure { _ = try statement.text(column) }),
        (.blob, type == .blob ? nil : failure { _ = try statement.blob(column) }),
      ]
      for case (let wanted, let error?) in failures {
        let name = statement.columnNames[Int(column)]
        #expect(error.code == .mismatch)
        #expect(error.message == "column \(column) '\(name)' holds \(type), not \(wanted)")
        #expect(error.sql == statement.sql)
      }
      let spelling = statement.textBytes(column).map { String(decoding: $0, as: UTF8.self) }
      #expect(spelling == ["1", "1.0", "1", "1", nil][Int(column)])
    }
    #expect(failure { _ = try statement.integerOrNil(2) }?.code == .mismatch)
    #expect(failure { _ = try statement.realOrNil(0) }?.code == .mismatch)
    #expect(failure { _ = try statement.textOrNil(3) }?.code == .mismatch)
    #expect(failure { _ = try statement.blobOrNil(2) }?.code == .mismatch)
  }

  @Test(arguments: [-1, 1, .max, .min] as [Int32])
  func aColumnThatIsNotThere(column: Int32) throws {
    let statement = try Database.inMemory().prepare("SELECT 1")
    #expect(try statement.step())
    for error in [
      failure { _ = try statement.integer(column) }, failure { _ = try statement.integerOrNil(column) },
      failure { _ = try statement.real(column) }, failure { _ = try statement.realOrNil(column) },
      failure { _ = try statement.text(column) }, failure { _ = try statement.textOrNil(column) },
      failure { _ = try statement.blob(column) }, failure { _ = try statement.blobOrNil(column) },
    ] {
      #expect(error?.code == .range)
      #expect(error?.message == "no column \(column): the statement has 1")
    }
    #expect(statement.isNull(column))
    #expect(statement.textBytes(column) == nil)
    #expect(try statement.integer(0) == 1)
  }

  @Test func noRowIsNoNull() throws {
    let statement = try Database.inMemory().prepare("SELECT 1")
    #expect(failure { _ = try statement.integerOrNil(0) }?.code == .misuse)
    try statement.run()
    #expect(failure { _ = try statement.textOrNil(0) }?.code == .misuse)
    #expect(failure { _ = try statement.blob(0) }?.code == .misuse)
  }
}
