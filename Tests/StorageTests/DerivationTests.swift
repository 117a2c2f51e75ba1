import ArmsModel
import Counting
import Storage
import Testing

/// Takes back what was made to be looked at.
private struct TakenBack: Error {}

extension KnowledgeBase {
  /// All that is derived, and the order in which the transfers of a pair stand.
  fileprivate func kept() throws -> [String] {
    try transferLines() + storedTotals()
      + table("SELECT supplier, recipient, hex(key) FROM transfer ORDER BY supplier, recipient, id")
  }

  /// The same as it would be if all of it were made anew; what is kept stays as it is.
  fileprivate func keptIfMadeAnew() throws -> [String] {
    var lines: [String] = []
    do {
      try database.savepoint {
        try deriveAll()
        lines = try kept()
        throw TakenBack()
      }
    } catch is TakenBack {}
    return lines
  }

  /// The numbers and keys of the rows of transfers.
  fileprivate func transferRows() throws -> [String] {
    try table("SELECT id, hex(key) FROM transfer ORDER BY id")
  }
}

@Suite("What is kept is what the claims give, whatever was done to them")
struct DerivationTests {
  @Test(
    "After each of many changes, of editions too, all that is kept is as if it were made anew",
    arguments: 0..<60 as Range<UInt64>)
  func sequences(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 90_000)
    let world = World(&generator)
    let knowledgeBase = try KnowledgeBase.inMemory()
    var steps: [String] = []
    for _ in 0..<12 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5:
        let file = generator.one(of: world.files)
        // Rows that were parked come later, with a batch of their own.
        let isPart = Int.random(in: 0..<4, using: &generator) == 0
        let lines = isPart ? Array(file.lines.shuffled(using: &generator).prefix(3)) : file.lines
        steps.append("\(file.name)\(isPart ? " in part" : "")")
        try knowledgeBase.take(file, lines: lines)
      case 5..<8:
        let undoable = try knowledgeBase.batches().filter { $0.isLive && $0.kind != "reference" }
        guard !undoable.isEmpty else { continue }
        let batch = generator.one(of: undoable).id
        steps.append("undo \(batch)")
        _ = try knowledgeBase.undo(batch, by: .on(day: 3))
      case 8:
        let claims = try knowledgeBase.column("SELECT id FROM v_live_claim ORDER BY id").compactMap(
          Int64.init)
        guard !claims.isEmpty else { continue }
        let rank = generator.one(of: [CountedClaim.Rank.preferred, .deprecated, .normal])
        steps.append("rank")
        _ = try knowledgeBase.rank(generator.one(of: claims), rank, reason: "so", by: .on(day: 3))
      default:
        let pairs = try knowledgeBase.table(
          """
          SELECT a.id, b.id FROM v_live_claim AS a JOIN v_live_claim AS b ON a.supplier IS b.supplier
            AND a.recipient IS b.recipient AND a.id < b.id WHERE a.scope = 'deal' AND b.scope = 'deal' ORDER BY 1, 2
          """)
        guard !pairs.isEmpty else { continue }
        let pair = generator.one(of: pairs).split(separator: "|").compactMap { Int64($0) }
        steps.append("judge")
        let verdict = generator.one(of: [Verdicts.Judgement.same, .different, .unsure])
        do {
          _ = try knowledgeBase.judge(pair[0], pair[1], verdict, reason: "so", by: .on(day: 3))
        } catch is JudgementError {}
      }
      #expect(try knowledgeBase.kept() == knowledgeBase.keptIfMadeAnew(), "after \(steps)")
    }
    #expect(try knowledgeBase.database.foreignKeyCheck().isEmpty)
  }

  @Test(
    "What batches that stand give is what they give in an empty file", arguments: 0..<30 as Range<UInt64>)
  func replay(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 95_000)
    let world = World(&generator)
    let knowledgeBase = try KnowledgeBase.inMemory()
    var files: [Int64: World.File] = [:]
    for _ in 0..<14 {
      if Int.random(in: 0..<3, using: &generator) > 0 {
        let file = generator.one(of: world.files)
        if let batch = try knowledgeBase.take(file) { files[batch] = file }
      } else {
        let undoable = try knowledgeBase.batches().filter { $0.isLive && $0.kind != "reference" }
        guard !undoable.isEmpty else { continue }
        _ = try knowledgeBase.undo(generator.one(of: undoable).id, by: .on(day: 3))
      }
    }
    let anew = try KnowledgeBase.inMemory()
    let live = try knowledgeBase.batches().filter(\.isLive).map(\.id)
    for batch in live.shuffled(using: &generator) { if let file = files[batch] { try anew.take(file) } }
    #expect(try Snapshot(knowledgeBase) == Snapshot(anew))
  }

  @Test("Of a pair only the transfers that change are written; undone, all stand where they stood")
  func untouchedRows() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    func line(_ year: Int, _ weapon: String) -> String {
      TestRecord(weapon: weapon, quantity: 10, from: "\(year)").json
    }
    try knowledgeBase.add((0..<40).map { line(1980 + $0, ["Harop", "Heron"][$0 % 2]) })
    // That a pair is written at once leaves room in it.
    try knowledgeBase.deriveAll()
    let before = try knowledgeBase.transferRows()
    #expect(before.count > 4)
    let result = try knowledgeBase.add([line(2000, "Hermes 450"), line(1950, "Harop")])
    let after = try knowledgeBase.transferRows()
    #expect(after.count == before.count + 2)
    #expect(Set(before).isSubset(of: after))
    #expect(try knowledgeBase.kept() == knowledgeBase.keptIfMadeAnew())
    _ = try knowledgeBase.undo(result.batch, by: .on(day: 3))
    #expect(try knowledgeBase.transferRows() == before)
  }

  @Test("Transfers stand in their order also where there is no room left between two of them")
  func noRoom() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    // Too far apart in number to be one.
    func line(_ place: Int) -> String {
      TestRecord(weapon: "Harop", quantity: 1 << (place + 1), from: "\(1900 + 4 * place)").json
    }
    try knowledgeBase.add([line(0), line(29)])
    for place in (1..<29).reversed() {
      try knowledgeBase.add([line(place)])
      #expect(try knowledgeBase.kept() == knowledgeBase.keptIfMadeAnew(), "\(place)")
    }
    #expect(try knowledgeBase.transferRows().count == 30)
  }

  @Test("A claim stands as long as one file states it, and the same file again leaves no batch")
  func restating() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let line = TestRecord(weapon: "Harop", quantity: 10).json
    let (first, second) = (World.File(name: "a", lines: [line]), World.File(name: "b", lines: [line]))
    let batch = try knowledgeBase.take(first)
    #expect(try knowledgeBase.take(first) == nil)
    #expect(try knowledgeBase.take(second) != nil)
    #expect(try knowledgeBase.take(second) == nil)
    _ = try knowledgeBase.undo(batch, by: .on(day: 3))
    #expect(try knowledgeBase.claimCount(Filter()) == 1)
  }
}
