import Foundation
import Testing

/// What is one deal, one source, one statement, on the reference data that the program carries.
@Suite struct OneDealTests {
  private func desk(_ records: [[String: Any]]) throws -> Desk {
    let desk = try Desk()
    try add(records, to: desk)
    return desk
  }

  private func add(_ records: [[String: Any]], to desk: Desk) throws {
    let lines = try records.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
    }
    try desk.write("records.jsonl", lines.joined(separator: "\n") + "\n")
    let outcome = try desk.run("import", "records.jsonl")
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  private func order(_ weapon: String, _ number: Int, _ more: [String: Any] = [:]) -> [String: Any] {
    let record: [String: Any] = [
      "supplier": "TUR", "recipient": "QAT", "weapon": weapon, "quantity": 17, "status": "ordered",
      "from": "2018",
      "document": [
        "title": "Paper \(number) on \(weapon)", "publisher": "Post \(number)", "published": "2018-04",
      ],
    ]
    return record.merging(more) { $1 }
  }

  private func total(
    _ value: Int, _ more: [String: Any], by asserter: String, on day: String
  ) -> [String: Any] {
    let record: [String: Any] = [
      "supplier": "SWE", "recipient": "PER", "scope": "aggregate", "value": value, "currency": "EUR",
      "status": "delivered", "from": "2011", "to": "2014", "asserted_by": asserter,
      "document": ["title": "By \(asserter) on \(day)", "publisher": "Post", "published": day],
    ]
    return record.merging(more) { $1 }
  }

  private func rows(_ desk: Desk, _ arguments: String...) throws -> [[String: Any]] {
    let outcome = try desk.run(arguments + ["--format", "json"])
    return try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]], "\(outcome.stderr)")
  }

  private func totals(_ desk: Desk, _ more: String...) throws -> [[String: Any]] {
    let outcome = try desk.run(["query", "totals", "--by", "pair", "--format", "json"] + more)
    return try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]], "\(outcome.stderr)")
  }

  private func checks(_ desk: Desk) throws -> [String] {
    try rows(desk, "check").compactMap { $0["check"] as? String }
  }

  private func best(_ desk: Desk, _ more: String...) throws -> [Double] {
    let outcome = try desk.run(["query", "totals", "--by", "pair", "--format", "json"] + more)
    let rows = try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]] ?? []
    return rows.compactMap { ($0["best"] as? NSNumber)?.doubleValue }
  }

  // MARK: Names

  @Test(arguments: [
    ["Bayraktar TB2", "Baykar Bayraktar TB2", "Bayraktar TB2 armed drone"],
    ["Boeing AH-64 Apache attack helicopters", "AH-64 Apache", "AH-64 Apache helicopter"],
    ["Quill 7", "Quill 7 system", "Roketsan Quill 7 missiles"],
  ])
  func makersAndKindsOfGoodsMakeNoSecondDeal(spellings: [String]) throws {
    for list in [spellings, spellings.reversed()] {
      let desk = try desk(list.enumerated().map { order($1, $0) })
      #expect(try best(desk) == [17])
      #expect(
        try rows(desk, "query", "claims").compactMap { $0["weapon"] as? String }.sorted() == list.sorted())
      #expect(try desk.run("check").stderr.contains("identity") == false)
    }
  }

  @Test func namesakesOfOtherKindsStayTwo() throws {
    let desk = try desk([order("Hawk", 1), order("Hawk surface-to-air missile system", 2)])
    #expect(try best(desk) == [34])
  }

  @Test func whatOnlyNamesAKindOrANumberKeepsItsName() throws {
    let names = ["patrol boat", "155 mm howitzer", "Saab 340", "light tank"]
    let desk = try desk(names.enumerated().map { order($1, $0) })
    let found = try rows(desk, "query", "transfers").compactMap { $0["weapon"] as? String }
    #expect(found.sorted() == names.sorted())
  }

  // MARK: Origins

  @Test(arguments: [
    "reuters.com", "www.reuters.com", "HTTPS://WWW.Reuters.com/world/", "m.reuters.com", "uk.reuters.com",
    "Reuters",
  ])
  func anOutletByItsAddressIsThatOutlet(address: String) throws {
    let desk = try desk([
      order("Quill 7", 1, ["document": ["title": "A", "publisher": "Reuters", "published": "2018-04-01"]]),
      order("Quill 7", 2, ["document": ["title": "B", "publisher": address, "published": "2018-04-02"]]),
    ])
    #expect(try totals(desk).first?["origins"] as? Int == 1)
    #expect(try rows(desk, "query", "claims", "--source", address).count == 2)
  }

  @Test func oneArticleUnderSeveralAddressesIsOneOrigin() throws {
    let addresses = [
      "https://www.valleyherald.example/2018/04/quills",
      "http://valleyherald.example/2018/04/quills/?utm_medium=rss",
      "https://m.valleyherald.example/2018/04/quills#top", "https://amp.valleyherald.example/2018/04/quills",
      "https://web.archive.org/web/2018/https://www.valleyherald.example/2018/04/quills",
    ]
    let desk = try desk(addresses.map { order("Quill 7", 1, ["document": ["title": "Quills", "url": $0]]) })
    #expect(try totals(desk).first?["origins"] as? Int == 1)
  }

  // MARK: Counting

  @Test func theLaterWordOfOneSourceOnAPeriodCounts() throws {
    let desk = try desk([
      total(80, [:], by: "A minister", on: "2015-02-01"), total(60, [:], by: "A minister", on: "2015-05-01"),
      // A late copy of the first word is no later word.
      total(80, ["note": "copied"], by: "A minister", on: "2015-09-01"),
      total(40, ["recipient": "CHL"], by: "A minister", on: "2015-02-01"),
    ])
    #expect(try best(desk).sorted() == [40, 60])
    let why = try desk.run("query", "totals", "--supplier", "SWE", "--recipient", "PER", "--explain").stdout
    #expect(why.contains("its own source gave another figure later"), "\(why)")
  }

  @Test func ofOneDayOrOfOthersNoWordIsLater() throws {
    let desk = try desk([
      total(80, [:], by: "A minister", on: "2015-02-01"), total(60, [:], by: "An envoy", on: "2015-05-01"),
    ])
    #expect(try best(desk) == [80])
  }

  @Test func aDeniedTotalIsDisputed() throws {
    let denial: [String: Any] = ["status": "denied"]
    let desk = try desk([
      total(80, [:], by: "A minister", on: "2015-02-01"), total(80, denial, by: "An envoy", on: "2015-05-01"),
    ])
    #expect(try best(desk).isEmpty && best(desk, "--include-disputed") == [80])
    #expect(try checks(desk).contains("occurrence"))
    // A denial of another figure, or of other years, is of something else.
    let other = try self.desk([
      total(80, [:], by: "A minister", on: "2015-02-01"), total(30, denial, by: "An envoy", on: "2015-05-01"),
      total(80, ["status": "denied", "from": "1999", "to": "2003"], by: "A clerk", on: "2015-05-01"),
    ])
    #expect(try best(other) == [80])
  }

  // MARK: Checks

  @Test(arguments: [
    (2_500_000_000, "USD", "a contract worth $2.5 million for the boats", true),
    (2_500_000, "USD", "worth 2.5 billion dollars", true),
    (4_000_000_000, "USD", "contracts amounted to $4", false), (40_000_000, "EUR", "for £40 million", true),
    (40_000_000, "USD", "for C$40 million", true), (40_000_000, "CAD", "for $40 million", false),
    (40_000_000, "USD", "for US$40 million, or EUR 36 million", false),
    (34_000_000, "USD", "for $2 million each", false),
    (40_000_000, "USD", "without a word on the price in 2018", false),
  ])
  func aSumIsHeldAgainstItsPassage(value: Int, currency: String, passage: String, isFound: Bool) throws {
    let desk = try desk([order("Quill 7", 1, ["value": value, "currency": currency, "evidence": passage])])
    #expect(try checks(desk).contains("against-evidence") == isFound)
    #expect(try desk.run("check", "records.jsonl").stdout.contains("against-evidence") == isFound)
  }

  @Test func onePassageInTwoReadingsIsNamed() throws {
    let passage =
      ["evidence": "Qatar takes 17 Quills", "evidence_start": 5, "evidence_end": 26] as [String: Any]
    let desk = try desk([order("Quill 7", 1, passage)])
    #expect(try !checks(desk).contains("one-passage"))
    try add([order("Quill 7", 1, passage.merging(["quantity": 71]) { $1 })], to: desk)
    #expect(try checks(desk).contains("one-passage"))
    // Two deals of one sentence differ in more than that.
    try add([order("Quill 7", 1, passage.merging(["quantity": 5, "from": "2012"]) { $1 })], to: desk)
    #expect(try rows(desk, "check", "--only", "one-passage").count == 1)
  }

  @Test func oneDealUnderTwoSuppliersIsNamed() throws {
    let desk = try desk([
      order("Quill 7", 1), order("Quill 7", 2, ["supplier": "CHN"]), order("Quill 7", 3, ["quantity": 3]),
    ])
    let finding = try #require(try rows(desk, "check", "--only", "two-suppliers").first)
    let claims = try #require(finding["claims"] as? [String])
    #expect(claims.count == 2)
    let judged = try desk.run("judge", "same", claims[0], claims[1], "--reason", "one deal")
    #expect(judged.status != 0 && judged.stderr.contains("deprecated"), "\(judged.stderr)")
    #expect(try desk.run("rank", claims[0], "deprecated", "--reason", "other state").status == 0)
    #expect(try rows(desk, "check", "--only", "two-suppliers").isEmpty)
  }

  @Test func aNoticeThatMayAmendAnotherIsNamed() throws {
    func notice(_ value: Int, _ day: String) -> [String: Any] {
      order(
        "Quill 7", 1,
        [
          "status": "approved", "value": value, "currency": "USD", "from": day, "asserted_by": "DSCA",
          "document": ["title": "Notice of \(day)", "publisher": "DSCA", "published": day],
        ])
    }
    let desk = try desk([notice(400, "2018-04-03")])
    #expect(try !checks(desk).contains("amended-notice"))
    try add([notice(700, "2021-04-03")], to: desk)
    #expect(try checks(desk).contains("amended-notice"))
  }

  @Test func othersPrintVolumesAsMoneyToo() throws {
    let volume: [String: Any] = [
      "value": 515, "currency": "TIV",
      "document": ["title": "T", "publisher": "SIPRI", "published": "2016-03"],
    ]
    for source in ["World Bank", "sipri.org"] {
      let desk = try desk([
        total(512_000_000, ["currency": "USD"], by: source, on: "2016-05-01"),
        total(0, volume, by: "SIPRI", on: "2016-03-01"),
      ])
      #expect(try checks(desk).contains("volume-index-as-money"), "\(source)")
    }
  }

  // MARK: Judgements

  @Test(arguments: ["jsonl", "csv"])
  func ranksTravelWithClaims(format: String) throws {
    let here = try desk([order("Quill 7", 1), order("Quill 8", 2, ["supplier": "CHN"])])
    let claim = try #require(try rows(here, "query", "claims", "--supplier", "CHN").first?["id"] as? String)
    #expect(try here.run("rank", claim, "deprecated", "--reason", "a \"misprint\"").status == 0)
    #expect(try here.run("export", "claims", "--format", format, "-o", "claims.\(format)").status == 0)
    let there = try Desk()
    try there.write("claims.\(format)", try here.read("claims.\(format)"))
    #expect(try there.run("import", "claims.\(format)").status == 0)
    #expect(try best(there) == [17] && best(here) == [17])
    #expect(
      try rows(there, "query", "claims").compactMap { $0["rank_reason"] as? String } == ["a \"misprint\""])
    // What came back says nothing new.
    let again = try here.run("import", "claims.\(format)")
    #expect(again.status == 0 && again.stderr.contains("0 claims added"), "\(again.stderr)")
    #expect(try best(here) == [17])
    #expect(try there.run("undo", "2", "--yes").status == 0)
    #expect(try best(there).isEmpty)
  }
}
