import Foundation
import Import
import SQLite
import Testing

@testable import Storage

@Suite("The schema and its versions")
struct SchemaTests {
  /// The definitions of a database, in the order of their names.
  private func definitions(_ database: Database) throws -> [String] {
    let statement = try database.prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
    var found: [String] = []
    while try statement.step() {
      found.append(try (0..<4).map { try statement.textOrNil($0) ?? "NULL" }.joined(separator: "|"))
    }
    return found
  }

  private func number(_ database: Database, _ sql: String) throws -> Int64 {
    let statement = try database.prepare(sql)
    return try statement.step() ? try statement.integer(0) : 0
  }

  /// A file of version 1, as that was when it was frozen.
  private func oldFile(_ path: String) throws -> Database {
    let database = try Database(path: path, mode: .create)
    let sql = checkout.appendingPathComponent("Tests/StorageTests/Fixtures/schema-1.sql")
    try database.execute(try String(contentsOf: sql, encoding: .utf8))
    return database
  }

  @Test("A new file says what it is")
  func identity() throws {
    let folder = try TemporaryFolder()
    try KnowledgeBase.made(at: folder.file("kb.db")).close()
    let database = try Database(path: folder.file("kb.db"), mode: .readOnly)
    #expect(try database.applicationID() == 0x4152_4D53)
    #expect(try database.userVersion() == Int32(Schema.version))
    let header = try bytes(ofFile: folder.file("kb.db"))
    #expect(Array(header[68..<72]) == Array("ARMS".utf8))
    // A plain file: no journal or shared memory beside it, and none needed to read it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kb.db"])
    #expect(header[18] == 1 && header[19] == 1)
  }

  @Test("Every table is strict")
  func strict() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let lax = try knowledgeBase.column(
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%' ORDER BY name
      """)
    #expect(lax == [])
    #expect(
      try knowledgeBase.column("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND strict") != [
        "0"
      ])
  }

  @Test("A plain connection reads every table and view, and checks every index")
  func plainConnection() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    var generator = SeededGenerator(seed: 1)
    let knowledgeBase = try KnowledgeBase.made(at: path)
    try knowledgeBase.add(generator.records(30).map(\.json))
    _ = try knowledgeBase.add(generator.records(5).map(\.json), by: .on(day: 3))
    _ = try knowledgeBase.undo(nil, by: .on(day: 4))
    try knowledgeBase.close()
    let database = try Database(path: path, mode: .readOnly)
    let statement = try database.prepare(
      "SELECT name FROM sqlite_schema WHERE type IN ('view', 'table') AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'"
    )
    var names: [String] = []
    while try statement.step() { names.append(try statement.text(0)) }
    for view in [
      "v_batch", "v_claim", "v_document", "v_live_claim", "v_pair", "v_party", "v_recipient", "v_supplier",
      "v_transfer",
    ] {
      #expect(names.contains(view))
      #expect(try number(database, "SELECT count(*) FROM (SELECT * FROM \(view))") > 0, "\(view)")
    }
    for name in names { _ = try number(database, "SELECT count(*) FROM (SELECT * FROM \(name))") }
    #expect(
      try number(database, "SELECT CAST(sum(best) AS INTEGER) FROM v_supplier WHERE unit = 'USD'")
        == number(database, "SELECT CAST(sum(best) AS INTEGER) FROM v_recipient WHERE unit = 'USD'"))
    #expect(try database.integrityCheck() == [])
    #expect(try database.foreignKeyCheck() == [])
  }

  @Test("An old file that was brought up to date is a new file")
  func migratedIsNew() throws {
    let folder = try TemporaryFolder()
    let old = try oldFile(folder.file("old.db"))
    try Schema.migrate(old, path: "old.db")
    let new = try Database(path: folder.file("new.db"), mode: .create)
    try new.execute(Schema.text)
    #expect(try definitions(old) == definitions(new))
    #expect(try old.userVersion() == new.userVersion())
    #expect(try old.applicationID() == new.applicationID())
    // Once is enough.
    try Schema.migrate(old, path: "old.db")
    #expect(try definitions(old) == definitions(new))
  }

  @Test("Steps are taken in order, each once, those of the file's version first")
  func steps() throws {
    let folder = try TemporaryFolder()
    let old = try oldFile(folder.file("old.db"))
    let steps = [
      Schema.Migration(from: 0, name: "never", sql: "CREATE TABLE never (a INTEGER) STRICT"),
      Schema.Migration(
        from: 1, name: "one", sql: "CREATE TABLE added (a INTEGER) STRICT; INSERT INTO added VALUES (7)"),
      Schema.Migration(
        from: 2, name: "two", sql: "ALTER TABLE added ADD COLUMN b TEXT; UPDATE added SET b = 'x'"),
    ]
    try Schema.migrate(old, path: "old.db", by: steps)
    #expect(try old.userVersion() == Int32(Schema.version))
    #expect(try number(old, "SELECT a FROM added WHERE b = 'x'") == 7)
    #expect(try !definitions(old).contains { $0.hasPrefix("table|never") })
  }

  @Test("A step that fails leaves the file as it was")
  func failedStep() throws {
    let folder = try TemporaryFolder()
    let old = try oldFile(folder.file("old.db"))
    let before = try definitions(old)
    let steps = [
      Schema.Migration(from: 1, name: "one", sql: "CREATE TABLE added (a INTEGER) STRICT"),
      Schema.Migration(from: 2, name: "two", sql: "INSERT INTO nowhere VALUES (1)"),
    ]
    #expect(throws: SQLiteError.self) { try Schema.migrate(old, path: "old.db", by: steps) }
    #expect(try definitions(old) == before)
    #expect(try old.userVersion() == 1)
    #expect(try number(old, "PRAGMA foreign_keys") == 1)
  }

  /// A knowledge base of version 1, as a program of that time made it, in a folder of its own.
  private func frozen(_ folder: TemporaryFolder) throws -> String {
    let path = folder.file("kb.db")
    let fixture = checkout.appendingPathComponent("Tests/StorageTests/Fixtures/knowledge-base-1.db")
    try FileManager.default.copyItem(atPath: fixture.path, toPath: path)
    return path
  }

  @Test("A knowledge base of version 1 keeps all that was in it, and what a person added beside it")
  func frozenFile() throws {
    let folder = try TemporaryFolder()
    let path = try frozen(folder)
    try "a copy of somebody else's".write(toFile: path + ".schema-1", atomically: true, encoding: .utf8)
    #expect(throws: StorageError.older(path: path, version: 1, supported: Schema.version)) {
      try KnowledgeBase(path: path)
    }
    #expect(try migrate(path) == .migrated(copy: path + ".schema-1-2"))
    #expect(try String(contentsOfFile: path + ".schema-1", encoding: .utf8) == "a copy of somebody else's")
    let old = try Database(path: path + ".schema-1-2", mode: .readOnly)
    #expect(try old.userVersion() == 1)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    #expect(try knowledgeBase.database.foreignKeyCheck() == [])
    #expect(try knowledgeBase.database.integrityCheck() == [])
    func rows(_ database: Database, _ sql: String) throws -> [String] {
      let statement = try database.prepare(sql)
      var found: [String] = []
      while try statement.step() {
        found.append(
          (0..<statement.columnCount).map { column in
            statement.textBytes(Int32(column)).map { String(decoding: $0, as: UTF8.self) } ?? "NULL"
          }.joined(separator: "|"))
      }
      return found
    }
    for table in [
      "batch", "batch_state", "party", "party_name", "weapon", "source", "document", "claim",
      "claim_restated",
      "claim_rank", "verdict", "notes", "my_claims", "pair_total", "party_total",
    ] {
      let names = try rows(old, "SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
      let all = "SELECT \(names.joined(separator: ", ")) FROM \(table) ORDER BY 1, 2, 3"
      let sql = names.count < 3 ? "SELECT * FROM \(table) ORDER BY 1, 2" : all
      #expect(try rows(knowledgeBase.database, sql) == rows(old, sql), "\(table)")
    }
    #expect(try rows(old, "SELECT count(*) FROM claim") == ["20"])
    #expect(
      try knowledgeBase.column("SELECT identifier FROM claim ORDER BY id LIMIT 1") == ["c8214c519da6e3a98"])
    // It goes on as a knowledge base: what was withdrawn comes back.
    #expect(try knowledgeBase.status().additions == ["table notes", "view my_claims"])
    #expect(try knowledgeBase.undo(8, by: .on(day: 5)).restored == 4)
    try knowledgeBase.close()
    #expect(try migrate(path) == .upToDate)
  }

  @Test("A file whose tables are not those of version 1, or with a trigger on one, is not brought up to date")
  func foreignOldFile() throws {
    for sql in [
      "CREATE TRIGGER mine AFTER INSERT ON claim BEGIN SELECT 1; END",
      "DROP VIEW v_claim; CREATE VIEW v_claim AS SELECT 1 AS id", "DROP INDEX claim_by_pair",
    ] {
      let folder = try TemporaryFolder()
      let path = try frozen(folder)
      let database = try Database(path: path, mode: .readWrite)
      try database.execute(sql)
      try database.close()
      let before = try bytes(ofFile: path)
      #expect(throws: StorageError.self, "\(sql)") { try migrate(path) }
      #expect(try bytes(ofFile: path) == before)
    }
  }

  @Test("Dates, words and keys that no claim can have are refused by the tables themselves")
  func checks() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([
      TestRecord(weapon: "Harop", quantity: 3, value: 7, currency: "USD", from: "2015-04").json
    ])
    for sql in [
      "UPDATE claim SET from_date = '1999xyz'", "UPDATE claim SET to_date = '2015-4'",
      "UPDATE claim SET mode = 'gift'",
      "UPDATE claim SET condition = 'used'", "UPDATE source SET kind = 'rumour'",
      "UPDATE transfer SET stage = 'sold'",
      "UPDATE document SET published = 'May 2015'",
      "INSERT INTO transfer SELECT * FROM (SELECT NULL, supplier, recipient, weapon, category, stage, disputed, "
        + "quantity_low, quantity_best, quantity_high, quantity_unit, value_low, value_best, value_high, unit, "
        + "other_figures, from_date, to_date, quantity_qualifier, value_qualifier, absence, credibility, reliability, "
        + "claims, origins, batch, key FROM transfer)",
      "INSERT INTO pair_total SELECT * FROM pair_total", "INSERT INTO party_total SELECT * FROM party_total",
    ] {
      #expect(throws: SQLiteError.self, "\(sql)") { try knowledgeBase.database.execute(sql) }
    }
  }

  @Test("A file that is up to date needs no copy")
  func nothingToMigrate() throws {
    let folder = try TemporaryFolder()
    try KnowledgeBase.made(at: folder.file("kb.db")).close()
    #expect(try migrate(folder.file("kb.db")) == .upToDate)
    #expect(throws: StorageError.missing(path: folder.file("none.db"))) {
      try migrate(folder.file("none.db"))
    }
  }

  /// Brings a file up to date; a copy is a plain one.
  @discardableResult
  private func migrate(_ path: String) throws -> MigrationResult {
    try KnowledgeBase.migrate(path: path) { try $0.backup(to: Database(path: $1, mode: .create)) }
  }

  @Test(
    "A file that lost the numbers that mark it, as in a dump, is marked again if it is one",
    arguments: [("application_id", 0), ("user_version", 0), ("user_version", -1)])
  func marked(pragma: String, number: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    try KnowledgeBase.made(at: path).close()
    let database = try Database(path: path, mode: .readWrite)
    try database.execute("PRAGMA \(pragma) = \(number)")
    for purpose in [KnowledgeBase.Purpose.reading, .writing, .creating] {
      #expect(throws: StorageError.unmarked(path: path)) { try KnowledgeBase(path: path, for: purpose) }
    }
    #expect(try migrate(path) == .marked)
    #expect(try KnowledgeBase(path: path).status().parties == 6)
    #expect(try migrate(path) == .upToDate)
    try database.execute("PRAGMA \(pragma) = \(number); DROP VIEW v_batch")
    try database.close()
    let before = try bytes(ofFile: path)
    #expect(throws: StorageError.foreignSchema(path: path, what: "the view 'v_batch' is missing")) {
      try migrate(path)
    }
    #expect(try bytes(ofFile: path) == before)
  }

  @Test(
    "A file of a newer program is refused, with both versions",
    arguments: [KnowledgeBase.Purpose.reading, .writing, .creating])
  func newer(purpose: KnowledgeBase.Purpose) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    try KnowledgeBase.made(at: path).close()
    let database = try Database(path: path, mode: .readWrite)
    try database.setUserVersion(99)
    try database.close()
    let before = try bytes(ofFile: path)
    let error = StorageError.newer(path: path, version: 99, supported: Schema.version)
    #expect(throws: error) { try KnowledgeBase(path: path, for: purpose) }
    #expect(throws: error) { try migrate(path) }
    #expect(try bytes(ofFile: path) == before)
    #expect(error.description.contains("99"))
  }

  @Test(
    "A database of another program is refused and left alone",
    arguments: [KnowledgeBase.Purpose.reading, .writing, .creating])
  func foreign(purpose: KnowledgeBase.Purpose) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("other.db")
    let other = try Database(path: path, mode: .create)
    try other.execute("CREATE TABLE song (title TEXT)")
    try other.close()
    let before = try bytes(ofFile: path)
    #expect(throws: StorageError.notAKnowledgeBase(path: path)) {
      try KnowledgeBase(path: path, for: purpose)
    }
    #expect(throws: StorageError.notAKnowledgeBase(path: path)) { try migrate(path) }
    #expect(try bytes(ofFile: path) == before)
  }

  @Test("What is no database is refused", arguments: [KnowledgeBase.Purpose.reading, .writing, .creating])
  func noDatabase(purpose: KnowledgeBase.Purpose) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("letter.txt")
    let text = Data(String(repeating: "Dear reader, this is no database. ", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: path))
    #expect { try KnowledgeBase(path: path, for: purpose) } throws: {
      ($0 as? SQLiteError)?.code.primary == .notADatabase
    }
    #expect(try bytes(ofFile: path) == Array(text))
  }

  @Test("No file is made by asking or changing, only by creating")
  func missing() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    #expect(throws: (any Error).self) { try KnowledgeBase(path: path) }
    #expect(throws: (any Error).self) { try KnowledgeBase(path: path, for: .writing) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    #expect(try !KnowledgeBase(path: path, for: .creating).hasReferenceData)
  }

  @Test("Dropping and making the secondary indexes gives the schema again")
  func secondaryIndexes() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let before = try definitions(knowledgeBase.database)
    for table in ["claim", "transfer", "transfer_claim", "pair_total"] {
      try knowledgeBase.database.execute(SecondaryIndexes.drop(of: table))
      #expect(try definitions(knowledgeBase.database).count < before.count)
      try knowledgeBase.database.execute(SecondaryIndexes.create(of: table))
    }
    #expect(try definitions(knowledgeBase.database) == before)
  }

  @Test("Sets of row numbers come out of a blob as they went in", arguments: 0..<60 as Range<UInt64>)
  func numberSets(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let limit = generator.one(of: [10 as Int64, 200, 5_000, 1 << 20, 1 << 40, .max])
    let count = generator.one(of: [0, 1, 50, 1_024, 1_025, 2_049, 5_000])
    let numbers = (0..<count).map { _ in Int64.random(in: 0...limit, using: &generator) }
    let wanted = Set(numbers).sorted()
    var collection = NumberCollection()
    for number in numbers { collection.insert(number) }
    #expect(collection.members == wanted)
    #expect(collection.count == wanted.count)
    #expect(NumberCollection.distinct(numbers) == wanted)
    var decoded: [Int64] = []
    let found = NumberSet.encode(wanted).withUnsafeBytes { bytes in
      NumberSet.decode(bytes) { decoded.append($0) }
    }
    #expect(found == wanted.count)
    #expect(decoded == wanted)
  }

  @Test(
    "Bytes that are no set of row numbers are told from one",
    arguments: [
      [0x80], [0x01, 0x80], [0x01, 0x00], [0x00, 0x00], [UInt8](repeating: 0xFF, count: 9) + [0x7F],
      [UInt8](repeating: 0xFF, count: 8) + [0x7F, 0x01], [UInt8](repeating: 0x80, count: 10) + [0x01],
    ] as [[UInt8]])
  func noNumberSets(bytes: [UInt8]) {
    #expect(bytes.withUnsafeBytes { NumberSet.decode($0) { _ in } } == nil)
  }

  @Test("Numbers far behind all others do not cost the memory of what lies between")
  func strayNumbers() {
    var collection = NumberCollection()
    let far = (0..<3_000).map { Int64($0) << 50 }
    for number in far + Array(0..<3_000) + far { collection.insert(number) }
    #expect(collection.members == Set(far).union(0..<3_000).sorted())
    #expect(collection.count == 5_999)
  }
}
