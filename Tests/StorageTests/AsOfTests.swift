import ArmsModel
import Storage
import Testing

@Suite("As things stood on a day")
struct AsOfTests {
  @Test("Asking as of a date gives what asking on that date gave", arguments: 0..<40 as Range<UInt64>)
  func asOf(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let knowledgeBase = try KnowledgeBase.inMemory()
    var then: [(day: Int, totals: [String: [TotalLine]], claims: [String])] = []
    for day in 2..<10 {
      let live = try knowledgeBase.batches().filter { $0.isLive && $0.kind != "reference" }
      if generator.oneIn(3), !live.isEmpty {
        _ = try knowledgeBase.undo(generator.one(of: live).id, by: .on(day: day))
      } else {
        try knowledgeBase.add(generator.records(6).map(\.json), by: .on(day: day))
      }
      // Another change on the same day: the end of the day is what counts.
      if generator.oneIn(3) { try knowledgeBase.add(generator.records(3).map(\.json), by: .on(day: day)) }
      let now = try Snapshot(knowledgeBase)
      then.append((day, now.totals, now.claims))
    }
    for (day, totals, claims) in then {
      var filter = Filter()
      filter.asOf = PartialDate(year: 2026, month: 3, day: day)
      let now = try Snapshot(knowledgeBase, filter)
      #expect(now.claims == claims)
      #expect(now.totals == totals)
    }
    var before = Filter()
    before.asOf = PartialDate("2026-02")
    #expect(try knowledgeBase.hashes(before).isEmpty)
    #expect(try knowledgeBase.totals(by: .pair, before).isEmpty)
    var month = Filter()
    month.asOf = PartialDate("2026-03")
    #expect(try knowledgeBase.hashes(month) == then.last?.claims)
  }
}
