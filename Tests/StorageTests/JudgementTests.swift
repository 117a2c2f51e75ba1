import ArmsModel
import Counting
import Storage
import Testing

@Suite("What a person judges goes before the rules")
struct JudgementTests {
  /// An order of twelve, and four that arrived: a part by its number, so that the rules keep them apart.
  private let order = TestRecord(
    weapon: "T-90S", quantity: 12, value: 900, currency: "USD", from: "2011", title: "Order",
    published: "2011-05-01")
  private let lot = TestRecord(
    weapon: "T-90S", quantity: 4, status: "delivered", from: "2013", title: "First lot",
    published: "2013-06-01")

  private func filled() throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([order.json, lot.json])
    return knowledgeBase
  }

  private func transfers(_ knowledgeBase: KnowledgeBase, _ filter: Filter = Filter()) throws -> [String] {
    var rows: [String] = []
    try knowledgeBase.transfers(filter) { row in
      rows.append("\(try row.text(7)) \(try row.integerOrNil(8) ?? -1)-\(try row.integerOrNil(10) ?? -1)")
    }
    return rows
  }

  private func claims(_ knowledgeBase: KnowledgeBase) throws -> [Int64] {
    try knowledgeBase.column("SELECT id FROM claim ORDER BY id").compactMap { Int64($0) }
  }

  @Test("Two transfers judged the same are one, until the verdict is withdrawn")
  func sameAndBack() throws {
    let knowledgeBase = try filled()
    let before = try Snapshot(knowledgeBase)
    #expect(try transfers(knowledgeBase) == ["ordered 12-12", "delivered 4-4"])
    let rows = try claims(knowledgeBase)
    let result = try knowledgeBase.judge(
      rows[0], rows[1], .same, reason: "one contract", by: .on(day: 3))
    #expect(result.transfersBefore == 2)
    #expect(result.transfersAfter == 1)
    #expect(try transfers(knowledgeBase) == ["delivered 4-12"])
    #expect(
      try knowledgeBase.table("SELECT judgement, reason, hand, live FROM v_verdict")
        == ["same|one contract|tester|1"])
    let undo = try knowledgeBase.undo(result.batch, by: .on(day: 4))
    #expect(undo.judgements == 1)
    #expect(try transfers(knowledgeBase) == ["ordered 12-12", "delivered 4-4"])
    #expect(try Snapshot(knowledgeBase).totals == before.totals)
    _ = try knowledgeBase.undo(undo.batch, by: .on(day: 5))
    #expect(try transfers(knowledgeBase) == ["delivered 4-12"])
  }

  @Test("A verdict outlives importing the same records again, and withdrawing and restoring them")
  func survivesImport() throws {
    let knowledgeBase = try filled()
    let rows = try claims(knowledgeBase)
    _ = try knowledgeBase.judge(rows[0], rows[1], .same, reason: "one contract", by: .on(day: 3))
    try knowledgeBase.add([lot.json, order.json], by: .on(day: 4))
    #expect(try transfers(knowledgeBase) == ["delivered 4-12"])
    let undo = try knowledgeBase.undo(2, by: .on(day: 5))
    #expect(try transfers(knowledgeBase) == [])
    _ = try knowledgeBase.undo(undo.batch, by: .on(day: 6))
    #expect(try transfers(knowledgeBase) == ["delivered 4-12"])
  }

  @Test("Two that say the same can be judged different, and count twice")
  func different() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var other = order
    other.title = "Another order"
    try knowledgeBase.add([order.json, other.json])
    #expect(try transfers(knowledgeBase) == ["ordered 12-12"])
    let rows = try claims(knowledgeBase)
    _ = try knowledgeBase.judge(rows[0], rows[1], .different, reason: "two contracts", by: .on(day: 3))
    #expect(try transfers(knowledgeBase) == ["ordered 12-12", "ordered 12-12"])
    let line = try #require(
      try knowledgeBase.totals(by: .supplier).first { $0.unit == FigureUnit(rawValue: "USD") })
    #expect(line.best == 1_800_000)
  }

  @Test("A later verdict on the same two holds; one that contradicts others is refused")
  func contradictions() throws {
    let knowledgeBase = try filled()
    var third = lot
    third.quantity = 7
    third.title = "Second lot"
    try knowledgeBase.add([third.json])
    let rows = try claims(knowledgeBase)
    _ = try knowledgeBase.judge(rows[0], rows[1], .same, reason: "a", by: .on(day: 3))
    let second = try knowledgeBase.judge(rows[0], rows[2], .same, reason: "b", by: .on(day: 3))
    #expect(throws: (any Error).self) {
      try knowledgeBase.judge(rows[1], rows[2], .different, reason: "c", by: .on(day: 3))
    }
    _ = try knowledgeBase.judge(rows[0], rows[2], .different, reason: "d", by: .on(day: 4))
    #expect(try transfers(knowledgeBase).count == 2)
    #expect(throws: JudgementError.contradicts(batch: second.batch + 1)) {
      try knowledgeBase.judge(rows[1], rows[2], .same, reason: "e", by: .on(day: 4))
    }
    #expect(throws: JudgementError.sameClaim) {
      try knowledgeBase.judge(rows[1], rows[1], .same, reason: "f", by: .on(day: 4))
    }
  }

  @Test("A verdict leaves nothing behind when it is refused or only tried")
  func dryRun() throws {
    let knowledgeBase = try filled()
    let before = try Snapshot(knowledgeBase)
    let rows = try claims(knowledgeBase)
    let result = try knowledgeBase.judge(
      rows[0], rows[1], .same, reason: "one contract", by: .on(day: 3), commit: false)
    #expect(result.transfersAfter == 1)
    #expect(try Snapshot(knowledgeBase).totals == before.totals)
    #expect(try knowledgeBase.column("SELECT count(*) FROM verdict") == ["0"])
  }

  @Test("Claims about other parties, and sums over a period, cannot be judged with a deal")
  func refused() throws {
    let knowledgeBase = try filled()
    var elsewhere = order
    elsewhere.recipient = "ARM"
    var sum = order
    sum.scope = "aggregate"
    try knowledgeBase.add([elsewhere.json, sum.json])
    let rows = try claims(knowledgeBase)
    #expect(throws: JudgementError.otherParties) {
      try knowledgeBase.judge(rows[0], rows[2], .same, reason: "a", by: .on(day: 3))
    }
    #expect(throws: JudgementError.aggregate) {
      try knowledgeBase.judge(rows[0], rows[3], .same, reason: "a", by: .on(day: 3))
    }
    _ = try knowledgeBase.undo(2, by: .on(day: 4))
    #expect(throws: JudgementError.withdrawn) {
      try knowledgeBase.judge(rows[0], rows[1], .same, reason: "a", by: .on(day: 5))
    }
  }

  @Test("A deprecated claim gives no figure, a preferred one goes first, and normal takes it back")
  func ranks() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var dearer = order
    dearer.value = 950
    dearer.title = "Dearer"
    try knowledgeBase.add([order.json, dearer.json])
    let rows = try claims(knowledgeBase)
    func usd() throws -> [Int64?] {
      let line = try knowledgeBase.totals(by: .supplier).first { $0.unit == FigureUnit(rawValue: "USD") }
      return [line?.low, line?.best, line?.high]
    }
    #expect(try usd() == [900_000, 900_000, 950_000])
    _ = try knowledgeBase.rank(rows[1], .preferred, reason: "the contract itself", by: .on(day: 3))
    #expect(try usd() == [900_000, 950_000, 950_000])
    _ = try knowledgeBase.rank(rows[0], .deprecated, reason: "corrected since", by: .on(day: 4))
    #expect(try usd() == [950_000, 950_000, 950_000])
    _ = try knowledgeBase.rank(rows[0], .normal, reason: "the correction was wrong", by: .on(day: 5))
    #expect(try usd() == [900_000, 950_000, 950_000])
    var past = Filter()
    past.asOf = PartialDate(year: 2026, month: 3, day: 4)
    #expect(try knowledgeBase.totals(by: .supplier, past).first?.low == 950_000)
  }

  @Test("Transfers as of a day are those that stood that day")
  func past() throws {
    let knowledgeBase = try filled()
    let rows = try claims(knowledgeBase)
    _ = try knowledgeBase.judge(rows[0], rows[1], .same, reason: "one contract", by: .on(day: 6))
    var filter = Filter()
    filter.asOf = PartialDate(year: 2026, month: 3, day: 5)
    #expect(try transfers(knowledgeBase, filter) == ["ordered 12-12", "delivered 4-4"])
    #expect(try transfers(knowledgeBase) == ["delivered 4-12"])
    filter.asOf = nil
    filter.publishedBy = PartialDate(year: 2012)
    #expect(try transfers(knowledgeBase, filter) == ["ordered 12-12"])
    #expect(try knowledgeBase.totals(by: .supplier, filter).map(\.documents) == [1, 1])
  }

  @Test("The review list names the two, and drops them once they are judged")
  func review() throws {
    let knowledgeBase = try filled()
    let items = try knowledgeBase.reviewItems(Filter())
    #expect(items.count == 1)
    #expect(items.first?.reasons.contains(.mayBePart) == true)
    let item = try #require(items.first)
    _ = try knowledgeBase.judge(item.firstClaim, item.secondClaim, .unsure, reason: "?", by: .on(day: 3))
    #expect(try knowledgeBase.reviewItems(Filter()).map(\.isUnsure) == [true])
    _ = try knowledgeBase.judge(item.firstClaim, item.secondClaim, .different, reason: "!", by: .on(day: 3))
    #expect(try knowledgeBase.reviewItems(Filter()) == [])
  }

  @Test("What moved between two days is told with the claims that moved it")
  func difference() throws {
    let knowledgeBase = try filled()
    var more = order
    more.value = 980
    more.title = "More"
    try knowledgeBase.add([more.json], by: .on(day: 5))
    func day(_ day: Int) throws -> PartialDate { try #require(PartialDate(year: 2026, month: 3, day: day)) }
    let moved = try knowledgeBase.difference(from: day(2), to: day(5), by: .recorded)
    #expect(moved.map(\.unit.rawValue) == ["USD"])
    #expect(moved.first?.before == Figure(low: 900_000, best: 900_000, high: 900_000))
    #expect(moved.first?.after?.high == 980_000)
    #expect(moved.first?.causes.map(\.kind) == [.added])
    #expect(try knowledgeBase.difference(from: day(5), to: day(9), by: .recorded) == [])
    let published = try knowledgeBase.difference(
      from: try #require(PartialDate("2010")), to: try #require(PartialDate("2013")), by: .published)
    #expect(published.map(\.unit.rawValue) == ["USD", "pieces"])
  }
}
