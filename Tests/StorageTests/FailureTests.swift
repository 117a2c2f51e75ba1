import Foundation
import SQLite
import Storage
import Testing

@Suite("When something goes wrong nothing is half done")
struct FailureTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("kb.db")
    var generator = SeededGenerator(seed: 4)
    let knowledgeBase = try KnowledgeBase.made(at: path)
    try knowledgeBase.add(generator.records(20).map(\.json))
    try knowledgeBase.close()
  }

  private func manyLines() -> [String] {
    var generator = SeededGenerator(seed: 8)
    return generator.records(400).map { record in
      var record = record
      record.note = generator.text(upTo: 40)
      return record.json
    }
  }

  @Test("A trial import leaves the file's bytes as they were")
  func trial() throws {
    let before = try bytes(ofFile: path)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    let content = try Snapshot(knowledgeBase)
    var options = ImportOptions()
    options.commit = false
    let trial = try knowledgeBase.add(manyLines(), options: options)
    #expect(trial.batch == nil)
    #expect(try Snapshot(knowledgeBase) == content)
    try knowledgeBase.close()
    #expect(try differences(before, bytes(ofFile: path)) == [])
    // What it foretold comes true.
    let again = try KnowledgeBase(path: path, for: .writing)
    var result = try again.add(manyLines())
    #expect(result.batch != nil)
    result.batch = nil
    #expect(result == trial)
    try again.close()
  }

  @Test("A body that fails stores nothing")
  func failingBody() throws {
    let before = try bytes(ofFile: path)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    let content = try Snapshot(knowledgeBase)
    let parties = knowledgeBase.directory.parties.count
    var actor = TestRecord()
    actor.supplier = "X:New Band"
    #expect(throws: BadRecords.self) {
      try knowledgeBase.add(manyLines() + [actor.json, #"{"supplier":"Wakanda","document":{"title":"x"}}"#])
    }
    #expect(try Snapshot(knowledgeBase) == content)
    #expect(knowledgeBase.directory.parties.count == parties)
    #expect(try knowledgeBase.batches().count == 2)
    try knowledgeBase.add(manyLines().prefix(3))
    try knowledgeBase.close()
    #expect(try bytes(ofFile: path) != before)
  }

  @Test("On a full disk the import is an error and the file as before", arguments: [0, 1, 5, 20])
  func fullDisk(pages: Int) throws {
    let before = try bytes(ofFile: path)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    let content = try Snapshot(knowledgeBase)
    let count = try #require(Int(try knowledgeBase.column("PRAGMA page_count")[0]))
    _ = try knowledgeBase.column("PRAGMA max_page_count = \(count + pages)")
    #expect {
      try knowledgeBase.add(manyLines())
    } throws: {
      ($0 as? SQLiteError)?.code.primary == .full
    }
    #expect(!knowledgeBase.database.isInTransaction)
    #expect(try Snapshot(knowledgeBase) == content)
    // With room again, the same connection goes on.
    _ = try knowledgeBase.column("PRAGMA max_page_count = 1000000")
    #expect(try knowledgeBase.add([manyLines()[0]]).added == 1)
    _ = try knowledgeBase.undo(nil, by: .on(day: 9))
    #expect(try Snapshot(knowledgeBase) == content)
    #expect(try knowledgeBase.database.integrityCheck() == [])
    try knowledgeBase.close()
    #expect(before.count > 0)
  }

  @Test("A file that somebody else is changing is busy, and unchanged")
  func locked() throws {
    let before = try bytes(ofFile: path)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing, busyTimeout: 20)
    let other = try Database(path: path, mode: .readWrite)
    try other.execute("BEGIN IMMEDIATE")
    #expect {
      try knowledgeBase.add([TestRecord().json])
    } throws: {
      ($0 as? SQLiteError)?.code.primary == .busy
    }
    #expect {
      try knowledgeBase.undo(2, by: .on(day: 3))
    } throws: {
      ($0 as? SQLiteError)?.code.primary == .busy
    }
    // Questions are answered all the same.
    let reader = try KnowledgeBase(path: path)
    #expect(try !reader.totals(by: .supplier).isEmpty)
    try reader.close()
    try other.execute("ROLLBACK")
    try other.close()
    #expect(try knowledgeBase.batches().count == 2)
    #expect(try knowledgeBase.add([TestRecord().json]).added == 1)
    try knowledgeBase.close()
    #expect(try bytes(ofFile: path) != before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kb.db"])
  }

  @Test("A file that cannot be changed can be asked", .enabled(if: getuid() != 0))
  func readOnlyFolder() throws {
    chmod(path, 0o400)
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    let reader = try KnowledgeBase(path: path)
    #expect(try !reader.totals(by: .supplier).isEmpty)
    try reader.close()
    #expect(throws: SQLiteError.self) {
      try KnowledgeBase(path: path, for: .writing).add([TestRecord().json])
    }
  }

  @Test("Reading never changes the file")
  func reading() throws {
    let before = try bytes(ofFile: path)
    let reader = try KnowledgeBase(path: path)
    _ = try Snapshot(reader)
    try reader.search("item") { _ in }
    #expect(throws: SQLiteError.self) { try reader.add([TestRecord().json]) }
    #expect(throws: SQLiteError.self) { try reader.undo(2, by: .on(day: 3)) }
    try reader.close()
    #expect(try bytes(ofFile: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kb.db"])
  }

  @Test(
    "A file that is cut off is an error or a finding, never an answer without one",
    arguments: [1, 10, 100, 500, 900, 980])
  func truncated(perMille: Int) throws {
    let whole = try bytes(ofFile: path)
    let cut = folder.file("cut.db")
    try Data(whole.prefix(whole.count * perMille / 1_000)).write(to: URL(fileURLWithPath: cut))
    do {
      let knowledgeBase = try KnowledgeBase(path: cut)
      #expect(try knowledgeBase.database.integrityCheck() != [])
      _ = try? Snapshot(knowledgeBase)
    } catch let error as SQLiteError {
      #expect([.corrupt, .notADatabase, .inputOutput].contains(error.code.primary))
    }
    #expect(throws: (any Error).self) {
      let knowledgeBase = try KnowledgeBase(path: cut, for: .writing)
      try knowledgeBase.add(manyLines())
      if try !knowledgeBase.database.integrityCheck().isEmpty { throw BadRecords(messages: ["damaged"]) }
    }
  }

  @Test("A connection undoes what another one imported meanwhile, new parties included")
  func undoOfAnother() throws {
    let one = try KnowledgeBase(path: path, for: .writing)
    let before = try Snapshot(one)
    let other = try KnowledgeBase(path: path, for: .writing)
    var record = TestRecord()
    record.supplier = "X:First Band"
    let batch = try other.add([record.json]).batch
    #expect(try one.undo(batch, by: .on(day: 3)).withdrawn == 1)
    #expect(try Snapshot(one) == before)
    try one.close()
    try other.close()
  }

  @Test("Two imports at the same time from two connections both go in, one after the other")
  func twoWriters() throws {
    let one = try KnowledgeBase(path: path, for: .writing)
    let other = try KnowledgeBase(path: path, for: .writing)
    var record = TestRecord()
    record.supplier = "X:First Band"
    try one.add([record.json])
    record.supplier = "X:Second Band"
    try other.add([record.json])
    record.supplier = "X:Third Band"
    try one.add([record.json])
    try other.close()
    try one.close()
    let reader = try KnowledgeBase(path: path)
    #expect(
      try reader.column("SELECT DISTINCT supplier FROM claim WHERE supplier GLOB 'X-*' ORDER BY 1") == [
        "X-FIRST-BAND", "X-SECOND-BAND", "X-THIRD-BAND",
      ])
    #expect(
      try reader.column(
        "SELECT party FROM party_total WHERE side = 'supplier' AND party GLOB 'X-*' ORDER BY 1") == [
          "X-FIRST-BAND", "X-SECOND-BAND", "X-THIRD-BAND",
        ])
    #expect(try reader.database.foreignKeyCheck() == [])
    let stored = try reader.storedTotals()
    try reader.close()
    let writer = try KnowledgeBase(path: path, for: .writing)
    try writer.deriveAll()
    #expect(try writer.storedTotals() == stored)
    try writer.close()
  }

  @Test("A temporary table that cannot be dropped is told, as SQLite may have ended the transaction")
  func temporaryTable() throws {
    let knowledgeBase = try KnowledgeBase(path: path)
    var links = 0
    try knowledgeBase.transferClaims(Filter()) { _ in links += 1 }
    #expect(links > 0)
    let dropTemporaryTable: Int32 = 13
    knowledgeBase.database.setAuthorizer { $0 != .schema(dropTemporaryTable) }
    let error = #expect(throws: SQLiteError.self) { try knowledgeBase.transferClaims(Filter()) { _ in } }
    #expect(error?.code == .notAuthorized)
  }
}
