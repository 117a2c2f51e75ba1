import Foundation
import Testing

/// Transfers as entities of FollowTheMoney.
@Suite struct FTMTests {
  private struct Entity: Decodable {
    var id: String
    var schema: String
    var properties: [String: [String]]
    subscript(name: String) -> String? { properties[name]?.first }
  }

  private func entities(_ desk: Desk, _ words: String...) throws -> [Entity] {
    let outcome = try desk.run(["export", "ftm"] + words)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try lines(outcome.stdout).filter { !$0.isEmpty }.map {
      try JSONDecoder().decode(Entity.self, from: Data($0.utf8))
    }
  }

  @Test func golden() throws {
    let desk = try Desk.filled()
    let outcome = try desk.run("export", "ftm")
    #expect(outcome.status == 0)
    try expectGolden("ftm.txt", outcome.stdout + "(stderr)\n" + outcome.stderr)
    #expect(try desk.run("export", "ftm", "-o", "out.jsonl", "--format", "jsonl").stdout.isEmpty)
    #expect(try desk.read("out.jsonl") == outcome.output)
  }

  /// What total takes in is what is written, unless stages are asked for.
  @Test func onlyWhatWasAgreed() throws {
    let desk = try Desk.filled()
    let contracts = try entities(desk).filter { $0.schema == "Contract" }
    #expect(Set(contracts.compactMap { $0["status"] }).isSubset(of: ["ordered", "delivered", "in-use"]))
    let denied = try entities(desk, "--stage", "denied", "--include-disputed").filter {
      $0.schema == "Contract"
    }
    #expect(denied.count == 1 && denied[0]["status"] == "denied")
    let aze = try entities(desk, "--recipient", "AZE").filter { $0.schema == "Contract" }
    #expect(!aze.isEmpty && aze.count < contracts.count)
    #expect(aze.allSatisfy { $0["authority"] == "armskb-party-AZE" })
    #expect(try desk.run("export", "ftm", "--until", "1950").stdout.isEmpty)
  }

  /// Money is money; the volume index never is.
  @Test func volumesAreNoAmounts() throws {
    let desk = try Desk.withRegisters()
    let contracts = try entities(desk, "--for-own-use").filter { $0.schema == "Contract" }
    let volumes = contracts.filter { $0["description"]?.contains("TIV") == true }
    #expect(!volumes.isEmpty)
    for contract in volumes { #expect(contract["amount"] == nil && contract["currency"] == nil) }
    let dollars = try #require(contracts.first { $0["currency"] == "USD" })
    #expect(dollars["amount"] == dollars["amountUsd"] && dollars["amountEur"] == nil)
    for contract in contracts { #expect((contract["amount"] == nil) == (contract["currency"] == nil)) }
  }

  /// The date of a contract is that of its order, not of a delivery.
  @Test func deliveriesAreNoDatesOfContracts() throws {
    let desk = try Desk.filled()
    let all = try entities(desk)
    for contract in all where contract.schema == "Contract" {
      let links = all.filter { $0.schema == "Documentation" && $0["entity"] == contract.id }
      #expect(
        (contract["contractDate"] != nil)
          == links.contains { $0["role"] == "ordered" && $0["startDate"] != nil })
      #expect(!links.isEmpty)
    }
  }

  @Test func rowsThatMayNotBePassedOnAreLeftOut() throws {
    let desk = try Desk.withRegisters()
    let outcome = try desk.run("export", "ftm")
    #expect(outcome.status == 0 && outcome.stderr.contains("left out, as the terms"), "\(outcome.stderr)")
    #expect(!outcome.stdout.contains("Longbow 9") && !outcome.stdout.contains("Register of Examples"))
    #expect(try desk.run("export", "ftm", "--for-own-use").stdout.contains("Longbow 9"))
    let nothing = try desk.run("export", "ftm", "--weapon", "Longbow 9", "-o", "out.jsonl")
    #expect(nothing.status == 1 && nothing.stderr.contains("nothing is left to export"))
    #expect(try desk.files() == ["armskb.db"])
  }

  /// Whole knowledge bases by FollowTheMoney's own model: every value is valid, and as it would write it itself.
  @Test(
    .enabled(if: Python.has("followthemoney"), Python.missing("followthemoney")),
    arguments: ["small", "registers", "real", "languages"])
  func validated(world: String) throws {
    let desk: Desk
    switch world {
    case "registers": desk = try .withRegisters()
    case "real": desk = try NeighbourTests.realDesk()
    case "languages": desk = try FTMTests.everyParty()
    default: desk = try .filled()
    }
    let stages = [
      "delivered", "ordered", "in-use", "denied", "reported", "approved", "negotiating", "cancelled",
    ]
    let exported = try desk.run(
      "export", "ftm", "--for-own-use", "--include-disputed", "--stage", stages.joined(separator: ","), "-o",
      "out.jsonl")
    #expect(exported.status == 0, "\(exported.stderr)")
    let outcome = try desk.python(
      """
      import json
      from followthemoney import model
      from followthemoney.exc import InvalidData
      from followthemoney.proxy import EntityProxy
      entities = {}
      for line in open("out.jsonl", encoding="utf-8"):
          entity = json.loads(line)
          assert entity["id"] not in entities, entity["id"]
          entities[entity["id"]] = entity
      for entity in entities.values():
          schema = model.get(entity["schema"])
          try:
              schema.validate(entity)
          except InvalidData as error:
              print(entity["id"], error.errors)
          for name in schema.required:
              assert entity["properties"].get(name), (entity["id"], name)
          proxy = EntityProxy.from_dict(entity, cleaned=False) if hasattr(EntityProxy, "from_dict") \\
              else model.get_proxy(entity, cleaned=False)
          for name, values in entity["properties"].items():
              property = schema.get(name)
              assert property is not None, (entity["schema"], name)
              if property.type.name not in ("url", "text", "string", "name") and sorted(proxy.get(name)) != sorted(values):
                  print(entity["id"], name, values, proxy.get(name))
              if property.type.name == "entity":
                  for value in values:
                      range = model.get(entities[value]["schema"])
                      assert range.is_a(property.range), (entity["id"], name, value)
      print("valid", len(entities))
      """)
    #expect(outcome.status == 0 && outcome.stdout.hasPrefix("valid "), "\(outcome.stdout)\(outcome.stderr)")
    // The package's own command reads and writes all of them.
    let again = try desk.python(
      "from followthemoney.cli.cli import cli; cli()", "validate", "-i", "out.jsonl", "-o", "again.jsonl")
    #expect(again.status == 0, "\(again.stderr)")
    #expect(lines(try desk.text("again.jsonl")).count == lines(try desk.text("out.jsonl")).count)
  }

  /// A transfer from every party that there is, in documents of many languages.
  private static func everyParty() throws -> Desk {
    let desk = try Desk()
    #expect(try desk.run("init", "--db", "armskb.db").status == 0)
    let parties = try desk.run("query", "parties", "--columns", "code", "--format", "tsv").stdout
    let codes = lines(parties).dropFirst().filter { !$0.isEmpty }
    #expect(codes.count > 350)
    let languages = [
      "en", "de", "pt-BR", "gu", "RU", "tlh", "zh-Hant", "hy", "az", "x", "fa", "sr-Latn", "kk",
    ]
    var records = ""
    for (number, code) in codes.enumerated() {
      let other = code == "SWE" ? "NOR" : "SWE"
      records += """
        {"supplier": "\(code)", "recipient": "\(other)", "weapon": "W\(number)", "status": "ordered", "from": "1985-05", \
        "value": \(number).5, "currency": "\(number % 2 == 0 ? "EUR" : "TIV")", \
        "document": {"url": "https://example.org/\(number)?a=ü b", "title": "T\(number)", "published": "2001", \
        "language": "\(languages[number % languages.count])"}}

        """
    }
    try desk.write("in.jsonl", records)
    let outcome = try desk.run("import", "in.jsonl", "--skip-invalid")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    // Most of them; some were no states in that year.
    #expect(try desk.claimCount() > 100)
    return desk
  }
}
