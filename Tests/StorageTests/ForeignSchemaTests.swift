import Foundation
import SQLite
import Testing

@testable import Storage

@Suite("Nothing that a file's schema says is run unless it is this program's own")
struct ForeignSchemaTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("kb.db")
    let knowledgeBase = try KnowledgeBase.made(at: path)
    try knowledgeBase.add([TestRecord().json])
    try knowledgeBase.close()
  }

  private func alter(_ sql: String) throws {
    let database = try Database(path: path, mode: .readWrite)
    try database.execute(sql)
    try database.close()
  }

  @Test("Every object of a new file is known, to the letter")
  func complete() throws {
    let database = try Database(path: path, mode: .readOnly)
    #expect(try Schema.names(in: database) == Set(Schema.objects.keys))
    try Schema.requireOwn(database, path: path)
    #expect(try Schema.additions(in: database) == [])
    #expect(Schema.tables.isSuperset(of: ["claim", "document", "batch", "party"]))
  }

  @Test(
    "What differs is refused by name",
    arguments: [
      (
        "CREATE TRIGGER late AFTER INSERT ON claim BEGIN SELECT 1; END",
        "the trigger 'late' on 'claim' is not of this program"
      ),
      (
        "CREATE TRIGGER instead INSTEAD OF DELETE ON v_claim BEGIN SELECT 1; END",
        "the trigger 'instead' on 'v_claim' is not of this program"
      ),
      (
        "DROP VIEW v_batch; CREATE VIEW v_batch AS SELECT 1 AS batch, 1 AS live",
        "the view 'v_batch' is not as this program defines it"
      ),
      (
        "DROP VIEW v_batch; CREATE TABLE v_batch (batch, live)",
        "the table 'v_batch' is not as this program defines it"
      ),
      (
        "ALTER TABLE batch ADD COLUMN extra TEXT", "the table 'batch' is not as this program defines it"
      ),
      (
        "DROP INDEX party_name_by_party; CREATE INDEX party_name_by_party ON party_name (name)",
        "the index 'party_name_by_party' is not as this program defines it"
      ),
      ("DROP INDEX party_name_by_party", "the index 'party_name_by_party' is missing"),
      (
        "DROP TABLE weapon_text; CREATE VIRTUAL TABLE weapon_text USING fts5 (designation, aliases)",
        "the table 'weapon_text' is not as this program defines it"
      ),
    ])
  func refused(sql: String, what: String) throws {
    try alter(sql)
    let before = try bytes(ofFile: path)
    for purpose in [KnowledgeBase.Purpose.reading, .writing, .creating] {
      #expect(throws: StorageError.foreignSchema(path: path, what: what)) {
        try KnowledgeBase(path: path, for: purpose)
      }
    }
    #expect(try bytes(ofFile: path) == before)
  }

  @Test("What a person added beside it stays, is named, and takes part in nothing")
  func additions() throws {
    try alter(
      """
      CREATE TABLE note (claim INTEGER, words TEXT);
      CREATE INDEX note_by_claim ON note (claim);
      CREATE INDEX claim_by_note ON claim (note);
      CREATE VIEW noted AS SELECT * FROM v_claim JOIN note ON note.claim = 1;
      CREATE TRIGGER note_late AFTER INSERT ON note BEGIN SELECT 1; END;
      INSERT INTO note VALUES (1, 'mine');
      """)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    let named = try knowledgeBase.status().additions
    #expect(
      named == [
        "index claim_by_note", "index note_by_claim", "table note", "trigger note_late", "view noted",
      ])
    var record = TestRecord()
    record.note = "another"
    #expect(try knowledgeBase.add([record.json]).added == 1)
    _ = try knowledgeBase.undo(nil, by: .on(day: 3))
    #expect(try knowledgeBase.integrity([.database, .danglingReference]) == [])
    try knowledgeBase.close()
    let database = try Database(path: path, mode: .readOnly)
    #expect(try Schema.additions(in: database) == named)
    let statement = try database.prepare("SELECT words FROM note")
    #expect(try statement.step())
    #expect(try statement.text(0) == "mine")
  }

  @Test("What a person added is not published with a copy")
  func erased() throws {
    try alter(
      """
      CREATE TABLE note (words TEXT); INSERT INTO note VALUES ('mine');
      CREATE VIEW noted AS SELECT * FROM note; CREATE INDEX claim_by_note ON claim (note);
      """)
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    try knowledgeBase.eraseAdditions()
    #expect(try knowledgeBase.status().additions == [])
    try knowledgeBase.close()
    #expect(try KnowledgeBase(path: path).status().claims == 1)
  }

  @Test("A trigger that comes while the file is open stops the change, and nothing of it is stored")
  func lateTrigger() throws {
    let knowledgeBase = try KnowledgeBase(path: path, for: .writing)
    let before = try knowledgeBase.batches().count
    try alter("CREATE TRIGGER late AFTER INSERT ON claim BEGIN DELETE FROM claim; END")
    var record = TestRecord()
    record.note = "another"
    #expect(throws: SQLiteError.self) { try knowledgeBase.add([record.json]) }
    #expect(try knowledgeBase.batches().count == before)
    #expect(try knowledgeBase.status().claims == 1)
    try knowledgeBase.close()
  }

  @Test(
    "Other files and pragmas are out of reach",
    arguments: ["ATTACH ':memory:' AS other", "PRAGMA temp_store = 2"])
  func restricted(sql: String) throws {
    for purpose in [KnowledgeBase.Purpose.reading, .writing, .creating] {
      let knowledgeBase = try KnowledgeBase(path: path, for: purpose)
      #expect { try knowledgeBase.database.execute(sql) } throws: {
        ($0 as? SQLiteError)?.code == .notAuthorized
      }
      try knowledgeBase.close()
    }
  }
}

@Suite("Questions are answered from one moment")
struct OneMomentTests {
  @Test("A writer that stores between two statements is not seen by the second", arguments: [false, true])
  func beside(staysInLog: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    let writer = try KnowledgeBase.made(at: path)
    try writer.close()
    // A reader in the log's mode keeps the file in it.
    let other = try KnowledgeBase(path: path, for: .writing)
    try other.add([TestRecord().json])
    let reader = try KnowledgeBase(path: path)
    try reader.atOneMoment {
      #expect(try reader.status().claims == 1)
      var record = TestRecord()
      record.note = "meanwhile"
      #expect(try other.add([record.json]).added == 1)
      if staysInLog { try other.close() }
      #expect(try reader.status().claims == 1)
      #expect(try reader.batches().count == 2)
    }
    let later = try reader.atOneMoment { try reader.status().claims }
    #expect(later == 2)
    try reader.close()
  }

  @Test("A failure in the middle leaves no transaction open")
  func failing() throws {
    struct Stop: Error {}
    let knowledgeBase = try KnowledgeBase.inMemory()
    #expect(throws: Stop.self) { try knowledgeBase.atOneMoment { throw Stop() } }
    #expect(!knowledgeBase.database.isInTransaction)
  }
}
