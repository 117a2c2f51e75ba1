import ArmsModel
import Counting
import Storage
import Testing

/// Former states, alliances and money are ways to look at totals: none of them touches a claim.
@Suite("Ways to look at the same claims")
struct ViewTests {
  private let soviet = TestRecord(
    supplier: "SUN", recipient: "IND", weapon: "T-72", quantity: 10, value: 100, currency: "USD", from: "1985"
  )
  private let russian = TestRecord(
    supplier: "RUS", recipient: "IND", weapon: "T-90S", quantity: 20, value: 300, currency: "USD",
    from: "2005")

  private func best(_ lines: [TotalLine], _ key: String, _ unit: String = "USD") -> Int64? {
    lines.first { $0.keys == [key] && $0.unit.rawValue == unit }?.best ?? nil
  }

  @Test("The Soviet Union stands by itself, or under Russia; the sum stays the same")
  func states() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    try knowledgeBase.add([soviet.json, russian.json])
    let asWas = try knowledgeBase.totals(by: .supplier)
    #expect(best(asWas, "SUN") == 100_000)
    #expect(best(asWas, "RUS") == 300_000)
    var filter = Filter()
    filter.states = .successor
    let joined = try knowledgeBase.totals(by: .supplier, filter)
    #expect(best(joined, "SUN") == nil)
    #expect(best(joined, "RUS") == 400_000)
    filter.suppliers = [PartyCode("RUS")]
    #expect(best(try knowledgeBase.totals(by: .supplier, filter), "RUS") == 400_000)
    // Counted from the claims instead of the kept totals, the same.
    filter.since = PartialDate("1980")
    #expect(best(try knowledgeBase.totals(by: .supplier, filter), "RUS") == 400_000)
    #expect(try knowledgeBase.claimCount(filter) == 2)
    filter.states = .asWas
    #expect(try knowledgeBase.claimCount(filter) == 1)
  }

  @Test("Members of an alliance count while they are members")
  func alliances() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    var early = TestRecord(
      supplier: "POL", recipient: "IND", weapon: "T-72", quantity: 10, value: 100, currency: "USD",
      from: "1995")
    try knowledgeBase.add([early.json])
    early.from = "2005"
    early.value = 50
    early.title = "Later"
    try knowledgeBase.add([early.json])
    let nato = try #require(
      try knowledgeBase.alliances().first {
        knowledgeBase.directory[$0]?.name.contains("NATO") == true
          || $0.rawValue.contains("NATO")
      })
    var filter = Filter()
    filter.supplierIn = [nato]
    let lines = try knowledgeBase.totals(by: .supplier, filter)
    #expect(best(lines, "POL") == 50_000)
    #expect(try knowledgeBase.claimCount(filter) == 1)
    var rows = 0
    try knowledgeBase.transfers(filter) { _ in rows += 1 }
    #expect(rows == 1)
    filter.supplierIn = []
    filter.recipientRegions = ["Southern Asia"]
    #expect(best(try knowledgeBase.totals(by: .supplier, filter), "POL") == 150_000)
    filter.recipientRegions = ["Western Asia"]
    #expect(try knowledgeBase.totals(by: .supplier, filter) == [])
  }

  @Test("Money is converted when asked, at the rate of its year; what cannot be is listed, TIV never is")
  func money() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    let euro = TestRecord(
      supplier: "FRA", recipient: "IND", weapon: "Rafale", value: 1_000_000, currency: "EUR", from: "2016")
    let undated = TestRecord(
      supplier: "FRA", recipient: "IND", weapon: "Mistral", value: 7_000_000, currency: "EUR",
      title: "Undated")
    let volume = TestRecord(
      supplier: "FRA", recipient: "IND", weapon: "Mirage 2000", value: 12, currency: "TIV", from: "2016",
      title: "Volume")
    let dollars = TestRecord(
      supplier: "FRA", recipient: "IND", weapon: "MICA", value: 500_000, currency: "USD", from: "2016",
      title: "Dollars")
    try knowledgeBase.add([euro, undated, volume, dollars].map(\.json))
    let plain = try knowledgeBase.totals(by: .supplier)
    var filter = Filter()
    filter.currency = "USD"
    let lines = try knowledgeBase.totals(by: .supplier, filter)
    // The average of the reference rates of 2016 was about 1.107 dollars a euro.
    let usd = try #require(best(lines, "FRA", "USD"))
    #expect((1_600_000_000...1_615_000_000).contains(usd))
    #expect(best(lines, "FRA", "EUR") == 7_000_000_000)
    #expect(best(lines, "FRA", "TIV") == 12_000)
    #expect(lines.first { $0.unit.rawValue == "USD" }?.conversions.isEmpty == false)
    filter.constantYear = 2020
    let deflated = try knowledgeBase.totals(by: .supplier, filter)
    let constant = try #require(best(deflated, "FRA", "USD/2020"))
    #expect(constant > usd)
    #expect(best(deflated, "FRA", "TIV") == 12_000)
    #expect(try knowledgeBase.totals(by: .supplier) == plain)
  }
}
