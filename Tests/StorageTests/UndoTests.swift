import ArmsModel
import Storage
import Testing

@Suite("Taking back, and taking that back")
struct UndoTests {
  @Test(
    "What is undone is as it was before, and what is restored as it was then",
    arguments: 0..<40 as Range<UInt64>)
  func chains(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(generator.records(12).map(\.json))
    let before = try Snapshot(knowledgeBase)
    let target = try #require(try knowledgeBase.add(generator.records(12).map(\.json), by: .on(day: 3)).batch)
    let after = try Snapshot(knowledgeBase)
    var batch = target
    for step in 0..<5 {
      let result = try knowledgeBase.undo(batch, by: .on(day: 4 + step))
      #expect(result.undone == batch)
      #expect((result.withdrawn > 0) == (step % 2 == 0))
      #expect((result.restored > 0) == (step % 2 == 1))
      batch = result.batch
      let wanted = step % 2 == 0 ? before : after
      let now = try Snapshot(knowledgeBase)
      #expect(now.claims == wanted.claims)
      #expect(now.transfers == wanted.transfers)
      #expect(now.totals == wanted.totals)
      let stored = try knowledgeBase.storedTotals()
      try knowledgeBase.deriveAll()
      #expect(try knowledgeBase.storedTotals() == stored)
      #expect(try Snapshot(knowledgeBase) == now)
    }
  }

  @Test("Batches may be undone in any order", arguments: 0..<40 as Range<UInt64>)
  func anyOrder(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 500)
    let parts = (0..<4).map { _ in generator.records(8).map(\.json) }
    let knowledgeBase = try KnowledgeBase.inMemory()
    let batches = try parts.map { try knowledgeBase.add($0).batch }
    let kept = Int.random(in: 0..<4, using: &generator)
    for place in (0..<4).shuffled(using: &generator) where place != kept {
      if let batch = batches[place] { _ = try knowledgeBase.undo(batch, by: .on(day: 5)) }
    }
    let alone = try KnowledgeBase.inMemory()
    try alone.add(parts[kept])
    #expect(try Snapshot(knowledgeBase) == Snapshot(alone))
    #expect(try knowledgeBase.database.foreignKeyCheck().isEmpty)
  }

  @Test("A claim that two batches state survives the undo of either, and not of both")
  func restated() throws {
    var shared = TestRecord()
    (shared.value, shared.currency) = (100, "USD")
    var first = TestRecord()
    first.recipient = "ARM"
    var second = TestRecord()
    second.supplier = "RUS"
    for undoFirst in [true, false] {
      let knowledgeBase = try KnowledgeBase.inMemory()
      let one = try #require(try knowledgeBase.add([shared.json, first.json]).batch)
      let result = try knowledgeBase.add([second.json, shared.json, shared.json], by: .on(day: 3))
      #expect(result.added == 1)
      #expect(result.known == 2)
      let two = try #require(result.batch)
      _ = try knowledgeBase.undo(undoFirst ? one : two, by: .on(day: 4))
      #expect(try knowledgeBase.totals(by: .supplier).first { $0.unit.rawValue == "USD" }?.best == 100_000)
      #expect(try knowledgeBase.claimCount(Filter()) == 2)
      #expect(try knowledgeBase.column("SELECT count(*) FROM v_claim") == ["2"])
      let last = try knowledgeBase.undo(undoFirst ? two : one, by: .on(day: 5))
      #expect(last.withdrawn == 2)
      #expect(try knowledgeBase.claimCount(Filter()) == 0)
      #expect(try knowledgeBase.totals(by: .supplier).isEmpty)
      #expect(try knowledgeBase.transferLines().isEmpty)
      #expect(try knowledgeBase.status().withdrawn == 3)
    }
  }

  @Test("Importing again what was withdrawn makes it stand again")
  func revival() throws {
    var generator = SeededGenerator(seed: 9)
    let lines = generator.records(20).map(\.json)
    let knowledgeBase = try KnowledgeBase.inMemory()
    let first = try knowledgeBase.add(lines)
    let before = try Snapshot(knowledgeBase)
    _ = try knowledgeBase.undo(first.batch, by: .on(day: 3))
    let again = try knowledgeBase.add(lines, by: .on(day: 4))
    #expect(again.added == 0)
    #expect(again.revived == first.added)
    #expect(again.batch != nil)
    #expect(try Snapshot(knowledgeBase) == before)
    // It is the second statement that stands now: the first is still withdrawn.
    _ = try knowledgeBase.undo(again.batch, by: .on(day: 5))
    #expect(try knowledgeBase.claimCount(Filter()) == 0)
  }

  @Test("Without a number the newest import that stands is meant")
  func newest() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    #expect(throws: StorageError.nothingToUndo) { try knowledgeBase.undo(nil, by: .on(day: 2)) }
    var record = TestRecord()
    record.note = "one"
    let one = try knowledgeBase.add([record.json]).batch
    record.note = "two"
    let two = try knowledgeBase.add([record.json]).batch
    #expect(try knowledgeBase.undo(nil, by: .on(day: 3)).undone == two)
    #expect(try knowledgeBase.undo(nil, by: .on(day: 3)).undone == one)
    #expect(throws: StorageError.nothingToUndo) { try knowledgeBase.undo(nil, by: .on(day: 3)) }
    let batches = try knowledgeBase.batches()
    #expect(batches.map(\.kind) == ["undo", "undo", "import", "import", "reference"])
    #expect(batches.map(\.isLive) == [true, true, false, false, true])
    #expect(batches.map(\.undoes) == [one, two, nil, nil, nil])
  }

  @Test("What cannot be undone is refused, and nothing is changed")
  func refusals() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let batch = try #require(try knowledgeBase.add([TestRecord().json]).batch)
    #expect(throws: StorageError.noSuchBatch(99)) { try knowledgeBase.undo(99, by: .on(day: 3)) }
    #expect(throws: StorageError.cannotUndoReference(1)) { try knowledgeBase.undo(1, by: .on(day: 3)) }
    _ = try knowledgeBase.undo(batch, by: .on(day: 3))
    #expect(throws: StorageError.alreadyWithdrawn(batch)) { try knowledgeBase.undo(batch, by: .on(day: 3)) }
    #expect(try knowledgeBase.batches().count == 3)
  }

  @Test("A trial undo tells what it would do, and does nothing")
  func trial() throws {
    var generator = SeededGenerator(seed: 3)
    let knowledgeBase = try KnowledgeBase.inMemory()
    let batch = try knowledgeBase.add(generator.records(20).map(\.json)).batch
    let before = try Snapshot(knowledgeBase)
    let trial = try knowledgeBase.undo(batch, by: .on(day: 3), commit: false)
    #expect(try Snapshot(knowledgeBase) == before)
    #expect(try knowledgeBase.batches().count == 2)
    #expect(try knowledgeBase.undo(batch, by: .on(day: 3)) == trial)
  }
}
