import Foundation
import Storage
import Testing

@testable import armskb

/// A published file, and what Datasette shows it by.
@Suite struct DatasetteTests {
  @Test func files() throws {
    let desk = try Desk.filled()
    let outcome = try desk.run(
      "export", "datasette", "out", "--title", "Invented arms", "--licence", "CC0-1.0")
    #expect(outcome.status == 0 && outcome.stdout.isEmpty)
    #expect(
      outcome.stderr == "out: armskb.db, metadata.yaml, datasette.yaml; next: datasette out\n",
      "\(outcome.stderr)")
    let found = try FileManager.default.contentsOfDirectory(atPath: desk.path("out")).sorted()
    #expect(found == ["armskb.db", "datasette.yaml", "metadata.yaml"])
    let metadata = try desk.text("out/metadata.yaml").replacing(
      #/sha256:[0-9a-f]{64}/#, with: "sha256:<digits>")
    try expectGolden("Datasette/metadata.yaml", metadata)
    try expectGolden("Datasette/datasette.yaml", try desk.text("out/datasette.yaml"))
    // One plain file, in a folder that nobody may write to.
    let header = try desk.read("out/armskb.db")
    #expect(header[18] == 1 && header[19] == 1)
    for line in [
      ["query", "totals", "--explain"], ["query", "claims"], ["query", "transfers"], ["search", "sting"],
    ] {
      let format = ["--format", "json"]
      #expect(
        try desk.run(line + format + ["--db", "out/armskb.db"]).output == (try desk.run(line + format).output)
      )
    }
    #expect(try desk.run("export", "datasette", "out").status == 0, "an earlier export is replaced")
    #expect(try desk.files() == ["armskb.db", "out"])
  }

  @Test func everyColumnOfViewsHasWords() throws {
    let metadata = DatasetteMetadata(
      words: PublicationWords(try PublicationOptions.parse([])), terms: ExportTerms.none)
    let desk = try Desk.filled()
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"))
    defer { try? knowledgeBase.close() }
    let text = try metadata.metadata(knowledgeBase).encoded
    for view in ["v_claim", "v_transfer", "v_supplier", "v_recipient", "v_pair", "v_party", "v_document"] {
      let tree = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let database = (tree?["databases"] as? [String: Any])?["armskb"] as? [String: Any]
      let table = (database?["tables"] as? [String: Any])?[view] as? [String: Any]
      let columns = try #require(table?["columns"] as? [String: String])
      let names = try knowledgeBase.columnNames(of: view)
      #expect(
        Set(columns.keys) == Set(names) && !names.isEmpty, "\(view): \(Set(names).subtracting(columns.keys))")
    }
  }

  /// The tables' words are those of schema.sql.
  @Test func schemaIsReadAsItIsWritten() throws {
    let words = Dictionary(uniqueKeysWithValues: Schema.words.map { ($0.name, $0) })
    #expect(words["claim"]?.description?.hasPrefix("One statement by one asserter in one document.") == true)
    #expect(
      words["release"]?.columns.first { $0.name == "generated" }?.description
        == "as the file says, '2024-10-13T14:20:11'")
    #expect(
      words["party_total"] != nil
        && words["party_total"]?.description?.hasPrefix("pair_total added up") == true)
    #expect(words["batch"]?.description == nil, "the heading above it is no description")
    #expect(words["claim_text"] != nil && words["weapon_category"] != nil)
    let desk = try Desk.empty()
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"))
    defer { try? knowledgeBase.close() }
    for table in Schema.words {
      let columns = try knowledgeBase.columnNames(of: table.name)
      #expect(!columns.isEmpty && Set(table.columns.map(\.name)).isSubset(of: columns), "\(table.name)")
    }
  }

  @Test func rowsThatMayNotBePassedOnAreErased() throws {
    let desk = try Desk.withRegisters()
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    try knowledgeBase.database.execute(
      """
      INSERT INTO parked_row (batch, file, line, reason, release, record)
      VALUES (2, 'register.csv', 7, 'unknown party', '{}', '{"text": "a waiting row"}')
      """)
    try knowledgeBase.close()
    let before = try desk.read("armskb.db")
    for text in ["Longbow 9", "register row two", "a waiting row"] {
      #expect(before.range(of: Data(text.utf8)) != nil)
    }
    let outcome = try desk.run("export", "datasette", "out")
    #expect(outcome.status == 0 && outcome.stderr.contains("left out, as the terms"), "\(outcome.stderr)")
    let after = try desk.read("out/armskb.db")
    for text in ["Longbow 9", "register row", "a waiting row", "x_row"] {
      #expect(after.range(of: Data(text.utf8)) == nil, "\(text) is still in the file")
    }
    #expect(after.range(of: Data("Register of Examples, edition of 2 May 2021".utf8)) != nil)
    #expect(try desk.read("armskb.db") == before)

    // The copy is whole, and its transfers and totals are those of a data package.
    let checked = try desk.run("check", "--db", "out/armskb.db", "--format", "json")
    #expect(!checked.stdout.contains("stale") && !checked.stdout.contains("dangling"), "\(checked.stdout)")
    #expect(try desk.run("export", "datapackage", "package").status == 0)
    let columns = "supplier,recipient,unit,low,best,high,transfers,claims"
    #expect(
      try desk.run(
        "query", "totals", "--by", "pair", "--db", "out/armskb.db", "--format", "csv", "--columns", columns
      ).stdout.split(separator: "\r\n").dropFirst().sorted()
        == desk.text("package/totals.csv").split(separator: "\r\n").dropFirst().map { line in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          return [0, 2, 4, 6, 7, 8, 9, 11].map { cells[$0] }.joined(separator: ",")[...]
        }.sorted())
    #expect(
      try desk.run("export", "transfers", "--db", "out/armskb.db").output
        == (try desk.run("export", "transfers").output))
    #expect(
      try desk.run("search", "register", "--db", "out/armskb.db", "--format", "csv").stdout.contains(
        "Open Register"))

    let own = try desk.run("export", "datasette", "own", "--for-own-use")
    #expect(own.status == 0 && own.stderr.contains("for your own use, not to be passed on"))
    #expect(try desk.read("own/armskb.db").range(of: Data("a waiting row".utf8)) != nil)
    #expect(try desk.text("own/metadata.yaml").contains("license: \"For your own use, not to be passed on"))
    #expect(try desk.files() == ["armskb.db", "out", "own", "package"])
  }

  @Test func refusesWhenNothingIsLeft() throws {
    let desk = try Desk.withRegisters()
    // Only the register's import stands; the others are not there at all.
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    try knowledgeBase.database.execute(
      """
      DELETE FROM transfer_claim; DELETE FROM transfer;
      DELETE FROM claim WHERE document NOT IN (SELECT r.document FROM release AS r JOIN source AS s ON s.id = r.dataset
        WHERE s.redistributable = 0)
      """)
    try knowledgeBase.close()
    let outcome = try desk.run("export", "datasette", "out")
    #expect(outcome.status == 1 && outcome.stderr.contains("nothing is left to export"), "\(outcome.stderr)")
    #expect(try desk.files() == ["armskb.db"])
  }

  @Test(.enabled(if: Python.has("yaml"), Python.missing("pyyaml")))
  func textsSurviveYAML() throws {
    let desk = try Desk.filled()
    for title in [
      "yes", "a: b # c", "“ä” \"\\\" '\u{85}\u{2028}\u{FEFF}\u{7F}\u{1F600}", "two\nlines\t", "- 1", "null",
    ] {
      #expect(try desk.run("export", "datasette", "out", "--title=\(title)").status == 0)
      let outcome = try desk.python(
        """
        import json, yaml
        print(json.dumps(yaml.safe_load(open("out/metadata.yaml", encoding="utf-8"))["title"]))
        """)
      let found =
        try JSONSerialization.jsonObject(with: outcome.output, options: .fragmentsAllowed) as? String
      #expect(found.map { Array($0.utf8) } == Array(title.utf8), "\(outcome.stdout)\(outcome.stderr)")
    }
  }

  /// Datasette itself, without a port.
  @Test(.enabled(if: Python.has("datasette"), Python.missing("datasette")))
  func served() throws {
    let desk = try Desk.withRegisters()
    #expect(try desk.run("export", "datasette", "out", "--licence", "CC0-1.0").status == 0)
    func get(_ path: String) throws -> Outcome {
      try desk.python(
        ["-m", "datasette", "serve", "out/armskb.db", "-m", "out/metadata.yaml", "--get", path])
    }
    let index = try get("/armskb.json")
    #expect(index.status == 0 && index.stdout.contains("CC0-1.0"), "\(index.stdout)\(index.stderr)")
    let page = try get("/armskb/v_transfer")
    #expect(page.status == 0 && page.stdout.contains("The real-world deals, one row each"), "\(page.stderr)")
    #expect(
      page.stdout.contains(#"data-column="supplier_name""#)
        && page.stdout.contains("The furthest that its claims reach"))
    let rest = try desk.python(
      """
      import asyncio, yaml
      from datasette.app import Datasette
      metadata = yaml.safe_load(open("out/metadata.yaml", encoding="utf-8"))
      datasette = Datasette(["out/armskb.db"], metadata=metadata, settings={"facet_time_limit_ms": 5000})

      async def get(path):
          response = await datasette.client.get(path)
          assert response.status_code == 200, (path, response.status_code, response.text[-500:])
          return response

      async def main():
          await datasette.invoke_startup()
          claims = (await get("/armskb/claim.json?_search=drones&_shape=objects&_labels=on")).json()
          assert [row["evidence"] for row in claims["rows"]] == ["ten Kestrel 5 drones for 60 million dollars"]
          assert claims["rows"][0]["supplier"] == {"value": "ISR", "label": "Israel"}, claims["rows"]
          assert claims["rows"][0]["document"]["label"] == "Ten drones for Baku"
          transfers = (await get("/armskb/v_transfer.json?_shape=objects&_size=max")).json()
          facets = {name: {item["value"]: item["count"] for item in facet["results"]}
              for name, facet in transfers["facet_results"].items()}
          assert set(facets) == {"supplier_name", "recipient_name", "category", "stage", "unit"}, facets
          assert sum(facets["stage"].values()) == len(transfers["rows"])
          dates = [row["from_date"] for row in transfers["rows"] if row["from_date"]]
          assert dates == sorted(dates, reverse=True)
          found = (await get("/armskb/search.json?words=Kestrel drones&_shape=array")).json()
          assert len(found) == 1 and found[0]["id"].startswith("c"), found
          assert (await get('/armskb/search.json?words="half a &_shape=array')).json() == []
          transfer = next(row for row in transfers["rows"] if row["claims"] == 2)
          rows = (await get(f"/armskb/claims_of_transfer.json?transfer={transfer['id']}&_shape=array")).json()
          assert len(rows) == 2, rows
          pairs = (await get("/armskb/suppliers_of.json?recipient=AZE&_shape=array")).json()
          assert {row["supplier"] for row in pairs} == {"ISR", "RUS"}, pairs
          database = (await get("/armskb.json")).json()
          for table in database["tables"] + database["views"]:
              # Datasette 0.65 cannot show a view with binary columns as a page.
              if table["name"] != "v_live_claim" and not table["name"].startswith(("claim_text", "document_text")):
                  await get(f"/armskb/{table['name']}?_size=5")
          for row in "party/AZE", "claim/1", "document/1", "weapon/1":
              await get(f"/armskb/{row}")
          print("same")

      asyncio.run(main())
      """)
    #expect(rest.status == 0 && rest.stdout == "same\n", "\(rest.stdout)\(rest.stderr)")
  }

  @Test(.enabled(if: Python.has("sqlite_utils"), Python.missing("sqlite-utils")))
  func sqliteUtilsReadsIt() throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "datasette", "out").status == 0)
    let wanted = try desk.run(
      "query", "totals", "--by", "supplier", "--format", "json", "--columns", "supplier,unit,best,transfers")
    let outcome = try desk.python(
      """
      import json, sys
      import sqlite_utils
      database = sqlite_utils.Database("out/armskb.db")
      rows = database.query("SELECT supplier, unit, best, transfers FROM v_supplier")
      wanted = json.loads(sys.argv[1])
      key = lambda row: (row["supplier"] or "", row["unit"])
      assert sorted(rows, key=key) == sorted(wanted, key=key)
      assert [row["id"] for row in database["claim"].search("drones")] != [] if database["claim"].detect_fts() else True
      print("same")
      """, wanted.stdout)
    #expect(outcome.status == 0 && outcome.stdout == "same\n", "\(outcome.stdout)\(outcome.stderr)")
  }
}
