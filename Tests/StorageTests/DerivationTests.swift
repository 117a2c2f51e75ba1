import ArmsModel
import Counting
import RecordImport
import Storage
import Testing

/// Files of a made-up world: records of articles, and editions of a register in two layouts, whole, windowed, limited
/// to a supplier, of some pairs only, dated and not.
private struct World {
  struct File {
    var name: String
    var lines: [String]
    var release: ReleaseDraft?
  }

  var files: [File] = []

  init(_ generator: inout SeededGenerator) {
    for number in 0..<3 {
      files.append(File(name: "articles-\(number)", lines: generator.records(6).map(\.json)))
    }
    for number in 0..<6 { files.append(edition(number, &generator)) }
  }

  private func edition(_ number: Int, _ generator: inout SeededGenerator) -> File {
    let layout = generator.one(of: ["sipri-deals", "sipri-deals", "sipri-deliveries"])
    var release = ReleaseDraft(layout: layout)
    let year = 2018 + Int.random(in: 0...3, using: &generator)
    let isDated = Bool.random(using: &generator)
    release.generated = isDated ? "\(year)-03-01" : nil
    release.lastYear = isDated ? nil : year - 1
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: (release.firstYear, release.lastYear) = (2014, 2016)
    case 1: release.isSelection = true
    case 2: release.suppliers = [PartyCode("ISR")]
    default: break
    }
    var lines: [String] = []
    for deal in 0..<Int.random(in: 2...6, using: &generator) {
      var record = TestRecord()
      record.supplier = release.suppliers == nil ? generator.one(of: ["ISR", "RUS", "TUR"]) : "ISR"
      record.recipient = generator.one(of: ["AZE", "ARM"])
      record.weapon = generator.one(of: ["Harop", "Heron", "T-72"])
      record.quantity = Int.random(in: 1...5, using: &generator) * 4
      record.from = "\(2013 + Int.random(in: 0...4, using: &generator))"
      (record.publisher, record.title) = ("Register", "Edition \(number)")
      record.published = release.generated
      record.extra = [("x_dataset_deal", "\"\(layout)-\(deal)\"")]
      lines.append(record.json)
      record.status = "delivered"
      (record.value, record.currency) = (Int.random(in: 1...90, using: &generator), "TIV")
      lines.append(record.json)
    }
    if Bool.random(using: &generator) {
      var sum = TestRecord(supplier: "ISR", recipient: "AZE")
      (sum.scope, sum.status, sum.from, sum.to) = ("aggregate", "delivered", "2013", "2017")
      (sum.value, sum.currency, sum.publisher, sum.title) = (700, "TIV", "Register", "Edition \(number)")
      sum.published = release.generated
      lines.append(sum.json)
    }
    return File(name: "edition-\(number)", lines: lines, release: release)
  }
}

extension KnowledgeBase {
  /// Imports a file of a made-up world, or some of its lines.
  @discardableResult
  fileprivate func take(_ file: World.File, lines: [String]? = nil) throws -> Int64? {
    let text = (lines ?? file.lines).joined(separator: "\n")
    return try importClaims(by: .on(day: 2), options: ImportOptions(file: file.name)) { writer in
      writer.release = file.release
      let reader = try RecordReader(
        ByteInput(bytes: Array(text.utf8), name: file.name), format: .jsonl, directory: directory,
        tree: categories)
      while try reader.next({ claim, problems in
        guard problems.isEmpty else { throw BadRecords(messages: problems.map(\.description)) }
        _ = try writer.add(claim)
      }) {}
      return 0
    }.batch
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
      let (transfers, totals) = (try knowledgeBase.transferLines(), try knowledgeBase.storedTotals())
      try knowledgeBase.deriveAll()
      #expect(try knowledgeBase.transferLines() == transfers, "after \(steps)")
      #expect(try knowledgeBase.storedTotals() == totals, "after \(steps)")
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
