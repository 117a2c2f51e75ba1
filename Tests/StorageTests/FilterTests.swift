import ArmsModel
import Counting
import Storage
import Testing

@Suite("Lists and totals read a filter alike")
struct FilterTests {
  private func transferCount(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws -> Int {
    var count = 0
    try knowledgeBase.transfers(filter) { _ in count += 1 }
    return count
  }

  @Test("A month ends with its own last day", arguments: ["2007-02", "2007-02-28", "2007-02-20"])
  func shortMonths(to: String) throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let record = TestRecord(
      weapon: "Harop", quantity: 9, from: "2007-02-03", to: to, published: to)
    try knowledgeBase.add([record.json])
    for (until, isIn) in [("2007-02-28", true), ("2007-02", true), ("2007-02-27", to == "2007-02-20")] {
      var window = Filter()
      (window.until, window.within) = (PartialDate(until), true)
      var published = Filter()
      published.publishedBy = PartialDate(until)
      for filter in [window, published] {
        #expect(try knowledgeBase.claimCount(filter) == (isIn ? 1 : 0), "\(until)")
        #expect(try transferCount(knowledgeBase, filter) == (isIn ? 1 : 0), "\(until)")
        #expect(try knowledgeBase.totals(by: .supplier, filter).isEmpty == !isIn, "\(until)")
      }
    }
  }

  @Test("Pieces have numbers in words and upper ends with them, and what has no figure at all")
  func pieces() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([
      TestRecord(weapon: "Harop", quantityText: "dozens").json,
      TestRecord(weapon: "Heron", quantityMax: 8).json,
      TestRecord(weapon: "T-72").json, TestRecord(weapon: "T-90S", value: 5, currency: "USD").json,
    ])
    var filter = Filter()
    filter.units = [.pieces]
    let line = try #require(try knowledgeBase.totals(by: .supplier, filter).first)
    #expect(line.transfers == 3 && line.unstated == 1)
    #expect(try transferCount(knowledgeBase, filter) == 3)
    #expect(try knowledgeBase.claimCount(filter) == 2)
  }

  @Test("Origins are counted of the claims that the filter lists")
  func origins() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([
      TestRecord(weapon: "Harop", from: "2007", publisher: "Evening News").json,
      TestRecord(weapon: "T-72", from: "2011", publisher: "The Daily").json,
    ])
    var years = Filter()
    years.since = PartialDate("2010")
    var kind = Filter()
    kind.categories = [CategoryTree.Index(try #require(knowledgeBase.categories.index(of: "tank")))]
    for filter in [years, kind] {
      #expect(try knowledgeBase.originCounts(filter).map(\.name) == ["The Daily"])
    }
  }

  @Test("What totals do not take in is told as well where the stages are typed")
  func notCounted() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([TestRecord(weapon: "Harop", status: "reported").json])
    var filter = Filter()
    filter.stages = [.ordered, .delivered, .inUse]
    #expect(try knowledgeBase.notCounted(filter).reported == 1)
  }

  @Test("Of several categories or weapons an explanation says what it left out, as of one")
  func several() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(
      ["Harop", "T-72", "Heron"].map { TestRecord(weapon: $0, quantity: 9).json })
    var kinds = Filter()
    kinds.categories = try ["tank", "uav"].map {
      CategoryTree.Index(try #require(knowledgeBase.categories.index(of: $0)))
    }
    var weapons = Filter()
    weapons.weapons = try knowledgeBase.column(
      "SELECT id FROM weapon WHERE designation IN ('T-72', 'Heron') ORDER BY id"
    ).compactMap { Int64($0) }
    for (filter, reason) in [(kinds, CountingItem.LeftOut.otherCategory), (weapons, .otherWeapon)] {
      var standings: [CountingItem.Standing] = []
      try knowledgeBase.explain(by: .supplier, filter) { standings += $0.total.items.map(\.standing) }
      #expect(standings == [.counted, .counted, .leftOut(reason)])
      #expect(try knowledgeBase.totals(by: .supplier, filter).map(\.best) == [18_000])
    }
  }
}
