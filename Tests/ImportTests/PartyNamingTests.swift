import ArmsModel
import Testing

@testable import Import

/// How names of parties are understood.
@Suite struct PartyNamingTests {
  private func supplier(_ name: String, _ fields: String = "") throws -> ClaimReading {
    try ClaimReading(#"{"supplier": "\#(name)", \#(fields) "document": {"url": "u"}}"#, .jsonl)
  }

  @Test(arguments: ["AZE", "AZ", "Azerbaijan", "AZERBAIJAN", "  azeri ", "The Azerbaijani"])
  func codesNamesAndDemonyms(name: String) throws {
    #expect(try supplier(name).good.first?.supplier == "AZE")
  }

  @Test func aFormerStateHasItsYears() throws {
    #expect(try supplier("USSR").good.count == 1)
    #expect(try supplier("USSR", #""from": "1991-12","#).good.count == 1)
    #expect(try supplier("USSR", #""from": "1991-12-27","#).good.isEmpty)
    #expect(try supplier("USSR", #""years": [1990, 1993],"#).good.count == 1)
    #expect(try supplier("USSR", #""years": [1993],"#).good.isEmpty)
    #expect(try supplier("SUN", #""to": "1993","#).good.isEmpty)
  }

  @Test func anAggregateWithOneDateIsOpenOnTheOtherSide() throws {
    #expect(try supplier("USSR", #""to": "1993", "scope": "aggregate","#).good.count == 1)
    #expect(try supplier("USSR", #""from": "1993", "scope": "aggregate","#).good.isEmpty)
    #expect(try supplier("USSR", #""from": "1920", "scope": "aggregate","#).good.count == 1)
    #expect(try supplier("USSR", #""from": "1920","#).good.isEmpty)
  }

  @Test func theCodeOfAnExportedActorIsTakenUnlessItIsNearAKnownOne() throws {
    #expect(try supplier("X-HILL-FRONT").good.first?.supplier == "X-HILL-FRONT")
    #expect(try supplier("X-hill front").good.isEmpty)
    #expect(try supplier("X-").good.isEmpty)
  }

  @Test func anActorIsAddedOnceAndOnlyForGoodRecords() throws {
    let reading = try ClaimReading(
      """
      {"supplier": "Israel", "recipient": "X:River Guard", "quantity": -1, "document": {"url": "u"}}
      {"supplier": "Israel", "recipient": "X:Lake Guard", "document": {"url": "u"}}
      {"supplier": "X:lake guard", "recipient": "India", "document": {"url": "u"}}
      {"supplier": "Lake Guard", "recipient": "India", "document": {"url": "u"}}
      {"supplier": "X:Hill Front", "recipient": "India", "document": {"url": "u"}}
      {"supplier": "X:X-HILL-FRONT", "recipient": "India", "document": {"url": "u"}}
      """, .jsonl)
    #expect(reading.problems.count == 1)
    #expect(
      reading.newParties == [Party(code: "X-LAKE-GUARD", kind: .nonState, name: "Lake Guard")])
    #expect(reading.good[0].recipient == "X-LAKE-GUARD")
    #expect(
      reading.good.dropFirst().map(\.supplier) == [
        "X-LAKE-GUARD", "X-LAKE-GUARD", "X-HILL-FRONT", "X-HILL-FRONT",
      ])
  }

  @Test func oneSideIsEnough() throws {
    #expect(try supplier("Israel").good.count == 1)
    #expect(try ClaimReading(#"{"recipient": "India", "document": {"title": "t"}}"#, .jsonl).good.count == 1)
  }
}
