import ArmsModel
import Foundation
import Testing

@testable import Import

@Suite struct GoodInputTests {
  private func fixture(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: testFile("Fixtures/\(name)")), as: UTF8.self)
  }

  @Test func everyFieldArrives() throws {
    let reading = try ClaimReading(fixture("good.jsonl"), .jsonl)
    #expect(reading.messages == [])
    let claim = try #require(reading.good.first)
    #expect(claim.supplier == "ISR" && claim.recipient == "AZE")
    #expect(
      claim.fields == [
        "weapon": "Harop \"loitering\" drone", "category": "loitering-munition", "quantity": "50",
        "quantity_max": "60", "quantity_text": "50 to 60", "quantity_unit": "battery",
        "value": "825000000000", "value_max": "900000000125", "currency": "USD", "price_year": "2016",
        "status": "delivered", "mode": "sale", "condition": "new", "scope": "deal", "from": "2016",
        "to": "2017-03-04", "years": "2017;2016", "estimates": "quantity;from",
        "asserted_by": "An institute", "evidence": "Fifty,\nor \"sixty\"", "evidence_start": "10",
        "evidence_end": "30", "reliability": "66", "credibility": "2", "confidence": "0.85",
        "note": "Zażółć", "extra": #"{"x_a":"1","x_desk":"north"}"#, "url": "https://example.org/1",
        "title": "Drones, again", "publisher": "The Invented Post", "agency": "Invented Press",
        "author": "A. Writer", "published": "2020-10-01", "language": "en",
        "sha256": String(repeating: "0123456789abcdef", count: 4),
      ])
  }

  @Test func whatIsNotSaidIsNotKnown() throws {
    let reading = try ClaimReading(fixture("good.jsonl"), .jsonl)
    try #require(reading.good.count == 4)
    #expect(
      reading.good[1].fields == [
        "value": "12500", "currency": "TIV", "scope": "aggregate", "status": "reported", "from": "1985",
        "to": "1994", "title": "A table",
      ])
    #expect(reading.good[1].supplier == nil)
    #expect(reading.good[3].fields["quantity"] == "0")
    #expect(reading.good[3].fields["weapon"] == nil && reading.good[3].fields["years"] == nil)
    #expect(reading.good[2].fields["extra"] == nil)
  }

  @Test func theFormatDoesNotChangeTheClaim() throws {
    let lines = try ClaimReading(fixture("good.jsonl"), .jsonl)
    let rows = try ClaimReading(fixture("good.csv"), .csv)
    #expect(rows.messages == [])
    #expect(rows.good == lines.good)
    let objects = try fixture("good.jsonl").split(separator: "\n").joined(separator: ",\n")
    #expect(try ClaimReading("[\n\(objects)\n]\n", .json).good == lines.good)
  }

  @Test func marksAndLineEndsDoNotChangeTheClaim() throws {
    let text = "supplier,recipient,from,document_url\nIsrael,Azerbaijan,2016,u\n"
    let plain = try ClaimReading(text, .csv)
    #expect(plain.good.count == 1)
    #expect(try ClaimReading("\u{FEFF}" + text, .csv).good == plain.good)
    #expect(try ClaimReading(text.replacingOccurrences(of: "\n", with: "\r\n"), .csv).good == plain.good)
    #expect(try ClaimReading(String(text.dropLast()), .csv).good == plain.good)
    #expect(try ClaimReading(text.replacingOccurrences(of: ",", with: "\t"), .tsv).good == plain.good)
    let line = #"{"supplier":"Israel","recipient":"Azerbaijan","from":"2016","document":{"url":"u"}}"#
    #expect(try ClaimReading("\u{FEFF}\(line)\r\n\r\n", .jsonl).good == plain.good)
  }

  @Test func keysMayComeInAnyOrder() throws {
    let reading = try ClaimReading(
      """
      {"supplier": "Israel", "quantity": 3, "document": {"url": "u"}}
      {"document": {"url": "u"}, "quantity": 3, "supplier": "Israel"}
      {"quantity": 3, "document": {"title": null, "url": "u"}, "recipient": null, "supplier": "Israel"}
      """, .jsonl)
    #expect(reading.messages == [] && reading.good.count == 3)
    #expect(Set(reading.good.map(\.hash)).count == 1)
  }

  @Test func ownKeysAreKeptInOneOrder() throws {
    let reading = try ClaimReading(
      """
      {"supplier": "Israel", "document": {"url": "u"}, "x_b": [1, {"k": "a b"}], "x_B": "tab\\t\\u0001é", \
      "x_a": {"y": 1.50, "z": null}, "x_none": null}
      """, .jsonl)
    #expect(
      reading.good.first?.fields["extra"]
        == #"{"x_B":"tab\t\u0001é","x_a":{"y":1.50,"z":null},"x_b":[1,{"k":"a b"}]}"#)
  }

  @Test func upToAValueIsAnUpperEndAlone() throws {
    let reading = try ClaimReading(
      "supplier,value_max,currency,quantity_max,document_url\nIsrael,5,EUR,80,u\n", .csv)
    #expect(reading.messages == [])
    #expect(reading.good.first?.fields["value"] == nil)
    #expect(reading.good.first?.fields["value_max"] == "5000")
    #expect(reading.good.first?.fields["quantity_max"] == "80")
  }

  @Test func currencyAloneIsAllowed() throws {
    #expect(try ClaimReading("supplier,currency,document_url\nIsrael,EUR,u\n", .csv).good.count == 1)
  }

  @Test func theEndOfANameTellsTheFormat() {
    #expect(RecordFormat(fileName: "a/b.c/deals.JSONL") == .jsonl)
    #expect(RecordFormat(fileName: "deals.json") == .json)
    #expect(RecordFormat(fileName: "deals.csv") == .csv)
    #expect(RecordFormat(fileName: "deals.tsv") == .tsv)
    #expect(RecordFormat(fileName: "csv") == nil)
    #expect(RecordFormat(fileName: "deals.txt") == nil)
  }

  @Test func everyFieldIsInTheManual() throws {
    let manual = try String(
      contentsOf: testFile("../../docs/records.md").standardizedFileURL, encoding: .utf8)
    for field in RecordField.allCases {
      let name = field.isOfDocument ? String(field.key.dropFirst("document.".count)) : field.key
      #expect(manual.contains("| `\(name)`"), "\(name)")
    }
    for word in Stage.allCases.map(\.slug) + TransferMode.allCases.map(\.rawValue)
      + Condition.allCases.map(\.rawValue) + Scope.allCases.map(\.rawValue)
    {
      #expect(manual.contains("`\(word)`"), "\(word)")
    }
  }

  @Test func theExamplesOfTheManualAreOneClaim() throws {
    let manual = try String(
      contentsOf: testFile("../../docs/records.md").standardizedFileURL, encoding: .utf8)
    func example(_ language: String) throws -> String {
      let rest = try #require(manual.components(separatedBy: "```\(language)\n").dropFirst().first)
      return try #require(rest.components(separatedBy: "```").first)
    }
    let line = try ClaimReading(example("json"), .jsonl)
    let row = try ClaimReading(example("csv"), .csv)
    #expect(line.messages == [] && row.messages == [])
    #expect(line.good.count == 1 && line.good == row.good)
  }
}
