import ArmsModel
import Storage
import Testing

@Suite("Lists, numbers and the search speak of what stands")
struct StandingTests {
  private func rows(
    _ knowledgeBase: KnowledgeBase, _ what: KnowledgeBase.ReferenceList, matching text: String
  ) throws -> Int {
    var count = 0
    try knowledgeBase.list(what, matching: text) { _ in count += 1 }
    return count
  }

  private func hits(_ knowledgeBase: KnowledgeBase, _ query: String) throws -> Int {
    var count = 0
    try knowledgeBase.search(query) { _ in count += 1 }
    return count
  }

  @Test("What was withdrawn is neither listed nor counted nor found, and comes back with its batch")
  func withdrawn() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([TestRecord(weapon: "Harop", published: "2015-01-02").json])
    let before = try knowledgeBase.status()
    var other = TestRecord(weapon: "Zorbotron 5", evidence: "zebraword", url: "https://example.org/1")
    (other.title, other.publisher, other.agency) = ("Okapi headline", "Quux Daily", "Quux Wire")
    (other.published, other.assertedBy) = ("2025-03-04", "A Colonel")
    let batch = try #require(try knowledgeBase.add([other.json], by: .on(day: 3)).batch)
    let lists: [(KnowledgeBase.ReferenceList, String)] = [
      (.documents, "Okapi"), (.weapons, "Zorbotron"), (.sources, "Quux Daily"), (.sources, "Quux Wire"),
      (.sources, "A Colonel"),
    ]
    for (list, text) in lists { #expect(try rows(knowledgeBase, list, matching: text) == 1, "\(text)") }
    for word in ["okapi", "zorbotron", "zebraword"] { #expect(try hits(knowledgeBase, word) == 1, "\(word)") }
    let undone = try knowledgeBase.undo(batch, by: .on(day: 4))
    for (list, text) in lists { #expect(try rows(knowledgeBase, list, matching: text) == 0, "\(text)") }
    for word in ["okapi", "zorbotron", "zebraword"] { #expect(try hits(knowledgeBase, word) == 0, "\(word)") }
    let after = try knowledgeBase.status()
    #expect(after.documents == before.documents)
    #expect(after.weapons == before.weapons)
    #expect(after.weaponsWithoutCategory == before.weaponsWithoutCategory)
    #expect(after.origins == before.origins)
    #expect(after.newestDocument == before.newestDocument)
    #expect((after.claims, after.withdrawn) == (1, 1))
    _ = try knowledgeBase.undo(undone.batch, by: .on(day: 5))
    for (list, text) in lists { #expect(try rows(knowledgeBase, list, matching: text) == 1, "\(text)") }
    for word in ["okapi", "zorbotron", "zebraword"] { #expect(try hits(knowledgeBase, word) == 1, "\(word)") }
  }

  @Test("A claim that gives years and no dates lies between the first and the last of them")
  func years() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([
      TestRecord(weapon: "Harop", quantity: 9, status: "delivered", years: [2019, 2017]).json
    ])
    for (since, until, within, isIn) in [
      ("2016", nil, false, true), ("2019", nil, false, true), ("2020", nil, false, false),
      (nil, "2017", false, true), (nil, "2016", false, false), ("2017", "2019", true, true),
      ("2018", "2019", true, false),
    ] {
      var filter = Filter()
      filter.since = since.flatMap { PartialDate($0) }
      filter.until = until.flatMap { PartialDate($0) }
      filter.within = within
      let name = "\(since ?? "") to \(until ?? "")"
      #expect(try knowledgeBase.claimCount(filter) == (isIn ? 1 : 0), "\(name)")
      #expect(
        try !knowledgeBase.totals(by: .supplier, filter, stages: [.delivered]).isEmpty == isIn, "\(name)")
    }
  }

  @Test("Claims and totals know the members of an alliance alike, by month, day or year")
  func members() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    // Seven states joined NATO on 29 March 2004.
    for (from, to, isIn) in [
      ("2004-03", "2004-03", true), ("2004", nil, true), ("2004-02", "2004-02", false), ("2003", nil, false),
      ("2004-03-29", nil, true), ("2004-03-28", "2004-03-28", false),
    ] as [(String, String?, Bool)] {
      let record = TestRecord(
        supplier: "USA", recipient: "BGR", weapon: "Javelin", quantity: 7, from: from, to: to)
      let batch = try knowledgeBase.add([record.json]).batch
      var filter = Filter()
      filter.recipientIn = [PartyCode("X-NATO")]
      #expect(try knowledgeBase.claimCount(filter) == (isIn ? 1 : 0), "\(from)")
      #expect(try knowledgeBase.totals(by: .recipient, filter).isEmpty == !isIn, "\(from)")
      _ = try knowledgeBase.undo(batch, by: .on(day: 3))
    }
  }

  @Test("What is reported overall beside totals keeps to the sides, dates and units of the question")
  func overall() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var imports = TestRecord(supplier: nil, recipient: "ISR", value: 5, currency: "USD", status: "delivered")
    (imports.scope, imports.from, imports.to) = ("aggregate", "1990", "1999")
    try knowledgeBase.add([imports.json])
    func count(_ change: (inout Filter) -> Void) throws -> Int {
      var filter = Filter()
      change(&filter)
      return try knowledgeBase.overallCount(filter)
    }
    let israel = [PartyCode("ISR")]
    #expect(try count { $0.recipients = israel } == 1)
    #expect(try count { $0.countries = israel } == 1)
    #expect(try count { $0.suppliers = israel } == 0)
    #expect(try count { ($0.suppliers, $0.recipients) = ([PartyCode("RUS")], israel) } == 1)
    #expect(try count { $0.since = PartialDate("1999") } == 1)
    #expect(try count { $0.since = PartialDate("2000") } == 0)
    #expect(try count { $0.units = [.pieces] } == 0)
    #expect(try count { $0.units = [FigureUnit(currency: "USD", priceYear: nil)] } == 1)
  }
}
