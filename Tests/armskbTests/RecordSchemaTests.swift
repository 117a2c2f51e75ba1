import Foundation
import Import
import Testing

/// The JSON Schema of records agrees with what the import takes.
@Suite struct RecordSchemaTests {
  private func schema(_ arguments: String...) throws -> [String: Any] {
    let outcome = try Desk().run(["schema", "records"] + arguments)
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    return try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
  }

  @Test func propertiesAreTheKeys() throws {
    let schema = try schema()
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    let document = try #require(properties["document"]?["properties"] as? [String: [String: Any]])
    let keys = properties.keys.filter { $0 != "document" } + document.keys.map { "document.\($0)" }
    #expect(Set(keys) == Set(RecordField.allCases.map(\.key)))
    let all = properties.merging(document) { one, _ in one }
    for (key, property) in all where key != "document" {
      #expect((property["description"] as? String)?.isEmpty == false, "\(key)")
      #expect((property["examples"] as? [Any])?.isEmpty == false, "\(key)")
      #expect(property["type"] != nil || property["enum"] != nil, "\(key)")
    }
    #expect(try self.schema("--array")["type"] as? String == "array")
  }

  @Test func theTablesAreStillThere() throws {
    let desk = try Desk()
    let tables = try desk.run("schema")
    #expect(tables.status == 0 && tables.stdout.contains("CREATE TABLE claim ("))
    #expect(try desk.run("schema", "tables").output == tables.output)
    #expect(try desk.files() == [], "no knowledge base is made or needed")
  }

  @Test func theExampleIsARecord() throws {
    let examples = try #require(try schema()["examples"] as? [Any])
    let desk = try Desk()
    try desk.write("example.json", try JSONSerialization.data(withJSONObject: examples))
    let outcome = try desk.run("import", "example.json", "--db", "new.db")
    #expect(outcome.status == 0 && outcome.stderr.contains("1 claim added"), "\(outcome.stderr)")
  }

  /// Records that the import refuses, and the schema, too.
  static let bad = [
    #"{"supplier": "ISR"}"#,
    #"{"document": {"url": "u"}}"#,
    #"{"supplier": null, "recipient": "", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "document": {"publisher": "p"}}"#,
    #"{"supplier": "ISR", "document": "u"}"#,
    #"{"supplier": "ISR", "recipent": "AZE", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "document": {"url": "u", "titel": "t"}}"#,
    #"{"supplier": "ISR", "document": {"url": "u", "x_mine": "t"}}"#,
    #"{"supplier": 5, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "quantity": "some", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "quantity": -1, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "quantity": 1.5, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "quantity": 1000000000000001, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 5, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value_max": 5, "currency": null, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": "5", "currency": "USD", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 5, "currency": "US$", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 5, "currency": "TIV", "price_year": 2000, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 5, "currency": "USD", "price_year": 1850, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "status": "deliverd", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "mode": "gift", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "condition": "old", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "scope": "total", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "category": "tnak", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "from": "2019-13", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "from": 2019, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "to": "1899", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "years": ["2016"], "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "years": 2016, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "estimates": ["document_url"], "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "reliability": "G", "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "credibility": 7, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "confidence": 1.5, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "evidence_start": 5, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "evidence_end": 5, "evidence_start": null, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "document": {"url": "u", "sha256": "abc"}}"#,
    #"{"supplier": "ISR", "document": {"url": "u", "published": "May 2020"}}"#,
  ]

  /// Records that both take.
  static let good = [
    #"{"supplier": "ISR", "document": {"url": "u"}}"#,
    #"{"recipient": "AZE", "supplier": null, "document": {"title": "t", "url": null}}"#,
    #"{"supplier": "ISR", "x_mine": {"a": [1, null]}, "x_": 5, "id": "anything", "document": {"url": "u"}}"#,
    #"{"supplier": "X:River Guard", "credibility": 3, "years": [], "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "credibility": "3", "years": null, "estimates": ["value"], "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 872.4, "currency": "TIV", "price_year": null, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "value": 8.25e8, "currency": "USD", "price_year": 2000, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "quantity": 0, "quantity_max": 1000000000000000, "document": {"url": "u"}}"#,
    #"{"supplier": "ISR", "evidence_start": 0, "evidence_end": 0, "from": "2100-12-31", "document": {"url": "u"}}"#,
  ]

  @Test(arguments: bad)
  func theImportRefuses(record: String) throws {
    let desk = try Desk.empty()
    #expect(try desk.run(["import", "-", "--format", "jsonl"], input: record + "\n").status == 65)
  }

  @Test(arguments: good)
  func theImportTakes(record: String) throws {
    let desk = try Desk.empty()
    let outcome = try desk.run(["import", "-", "--format", "jsonl"], input: record + "\n")
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  /// The same verdicts by somebody else's reader of JSON Schema.
  @Test(.enabled(if: Python.has("jsonschema"), Python.missing("jsonschema")))
  func pythonAgrees() throws {
    let desk = try Desk.filled()
    try desk.write("record.json", try desk.run("schema", "records").stdout)
    try desk.write("records.json", try desk.run("schema", "records", "--array").stdout)
    try desk.write("good.jsonl", RecordSchemaTests.good.joined(separator: "\n") + "\n")
    try desk.write("bad.jsonl", RecordSchemaTests.bad.joined(separator: "\n") + "\n")
    for format in ["json", "jsonl"] { try desk.run("export", "claims", "-o", "export.\(format)") }
    try desk.write("overall.json", try fixture("overall.json"))
    let outcome = try desk.python(
      """
      import glob, json, sys
      from jsonschema import Draft202012Validator
      one, many = (json.load(open(name)) for name in ("record.json", "records.json"))
      for schema in one, many:
          Draft202012Validator.check_schema(schema)
      record, array = Draft202012Validator(one), Draft202012Validator(many)
      files = sorted(glob.glob(sys.argv[1] + "/*.jsonl"))
      assert len(files) > 70, len(files)
      checked = 0
      for name in files + [sys.argv[2], "good.jsonl", "export.jsonl"]:
          for line in open(name, encoding="utf-8"):
              if line.strip():
                  checked += 1
                  for error in record.iter_errors(json.loads(line)):
                      print("should be valid:", name, line, error.message)
      for name in "export.json", "overall.json":
          for error in array.iter_errors(json.load(open(name, encoding="utf-8"))):
              print("should be valid:", name, error.message)
      for line in open("bad.jsonl", encoding="utf-8"):
          if record.is_valid(json.loads(line)) or array.is_valid([json.loads(line)]):
              print("should be invalid:", line)
      for schema in one["properties"], one["properties"]["document"]["properties"]:
          for key, value in schema.items():
              for example in value.get("examples", []):
                  Draft202012Validator(value).validate(example)
      for example in one["examples"]:
          record.validate(example)
      print(checked > 200)
      """, testFile("../../data/records").standardizedFileURL.path, testFile("Fixtures/drones.jsonl").path)
    #expect(outcome.status == 0 && outcome.stdout == "True\n", "\(outcome.stdout)\(outcome.stderr)")
  }
}
