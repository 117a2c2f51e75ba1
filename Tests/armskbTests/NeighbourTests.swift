import Foundation
import Testing

/// Other people's programs read what is written for them, and find the same figures.
@Suite(.serialized) struct NeighbourTests {
  /// A knowledge base with all that stands in data/records.
  private static let real = Result {
    let desk = try Desk()
    let folder = testFile("../../data/records").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".jsonl") }
    let filled = try desk.run(
      ["import", "--quiet", "--db", "armskb.db"] + files.map { folder.appendingPathComponent($0).path })
    #expect(filled.status == 0, "\(filled.stderr)")
    return try desk.read("armskb.db")
  }

  /// A desk with that on it.
  static func realDesk() throws -> Desk { try Desk(try real.get()) }

  /// A knowledge base whose texts hold what readers may stumble over.
  private static func awkward() throws -> Desk {
    let desk = try Desk.empty()
    var generator = SeededGenerator(seed: 11)
    var records = ""
    for number in 0..<40 {
      // Readers of CSV in Python before 3.11 stop at U+0000; the other characters have to pass.
      let texts = (0..<4).map { _ in
        RoundTripTests.quoted(RoundTripTests.text(using: &generator).replacing("\u{0}", with: ""))
      }
      records += """
        {"supplier": "ISR", "recipient": "AZE", "quantity": \(number + 1), "note": \(texts[0]), "weapon": \(texts[3]), \
        "evidence": \(texts[1]), "x_\(number % 3) é": \(texts[2]), "status": "delivered", \
        "document": {"url": "u\(number)", "title": \(texts[2]), "publisher": \(texts[0])}}

        """
    }
    try desk.write("in.jsonl", records)
    let outcome = try desk.run("import", "in.jsonl")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return desk
  }

  // MARK: - Frictionless

  @Test(
    .enabled(if: Python.has("frictionless"), Python.missing("frictionless")),
    arguments: [
      "", "--recipient AZE", "--supplier RUS --stage delivered,reported", "--since 2012 --within",
      "--as-of 2020", "--states successor", "--unit USD,TIV --include-disputed", "--source Valley·Herald",
      "--min-credibility 3",
    ])
  func frictionless(filter: String) throws {
    let words = filter.split(separator: " ").map { String($0).replacing("·", with: " ") }
    try valid(try Desk.filled(), words)
    if filter.isEmpty || filter.hasPrefix("--recipient") {
      try valid(try NeighbourTests.realDesk(), words)
    }
  }

  @Test(.enabled(if: Python.has("frictionless"), Python.missing("frictionless")))
  func frictionlessWithAwkwardTexts() throws { try valid(try NeighbourTests.awkward(), []) }

  @Test(.enabled(if: Python.has("frictionless"), Python.missing("frictionless")))
  func frictionlessWithRegisters() throws {
    let desk = try Desk.withRegisters()
    try valid(desk, [])
    try valid(desk, ["--for-own-use"])
  }

  private func valid(_ desk: Desk, _ words: [String]) throws {
    let exported = try desk.run(["export", "datapackage", "out"] + words)
    #expect(exported.status == 0, "\(exported.stderr)")
    let outcome = try desk.python(["-m", "frictionless", "validate", "--json", "out/datapackage.json"])
    #expect(outcome.status == 0, "\(outcome.stdout.suffix(4000))\(outcome.stderr)")
    let report = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    let tasks = try #require(report?["tasks"] as? [[String: Any]])
    #expect(tasks.count == DataPackageTests.tables.count)
  }

  /// The description says enough for faults to be found.
  @Test(
    .enabled(if: Python.has("frictionless"), Python.missing("frictionless")),
    arguments: [
      ("transfers.csv", ",ISR,", ",ISX,", "foreign-key"),
      ("transfers.csv", ",12,", ",a dozen,", "type-error"),
      ("claims.csv", ",delivered,", ",deliverd,", "constraint-error"),
      ("claims.csv", "supplier_name", "supplier", "label"), ("totals.csv", "145.5", "145.6", "hash-count"),
    ])
  func frictionlessFindsFaults(file: String, old: String, new: String, says: String) throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "datapackage", "out").status == 0)
    let text = try desk.text("out/\(file)")
    try #require(text.contains(old))
    try desk.write("out/\(file)", text.replacing(old, with: new, maxReplacements: 1))
    let outcome = try desk.python(["-m", "frictionless", "validate", "--json", "out/datapackage.json"])
    #expect(outcome.status != 0 && outcome.stdout.contains(says), "\(outcome.stdout.suffix(2000))")
  }

  // MARK: - The same figures

  /// Writes what the questions say, for the programs below to compare with.
  private func answers(_ desk: Desk) throws {
    for (name, line) in [
      ("suppliers", "totals --by supplier"), ("recipients", "totals --by recipient"),
      ("pairs", "totals --by pair"), ("transfers", "transfers"), ("claims", "claims"),
    ] {
      let outcome = try desk.run(
        ["query"] + line.split(separator: " ").map(String.init) + ["-o", "\(name).json"])
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
  }

  private static let compare = """
    import json, math

    def answer(name):
        return json.load(open(name + ".json", encoding="utf-8"))

    def wanted(name, *keys):
        return {tuple(line[key] for key in keys): line["best"] for line in answer(name)}

    def same(found, wanted):
        assert found.keys() == wanted.keys(), found.keys() ^ wanted.keys()
        for key in wanted:
            assert (found[key] or 0) == (wanted[key] or 0), (key, found[key], wanted[key])

    """

  @Test(.enabled(if: Python.has("pandas"), Python.missing("pandas")))
  func pandas() throws {
    let desk = try NeighbourTests.realDesk()
    try answers(desk)
    #expect(try desk.run("export", "datapackage", "out").status == 0)
    for what in ["claims", "transfers"] {
      #expect(try desk.run("export", what, "-o", "\(what).csv").status == 0)
    }
    let outcome = try desk.python(
      NeighbourTests.compare + """
        import pandas
        claims, transfers = pandas.read_csv("claims.csv"), pandas.read_csv("transfers.csv")
        assert len(claims) == len(answer("claims")) and len(transfers) == len(answer("transfers"))
        assert claims["value"].sum() == sum(claim["value"] or 0 for claim in answer("claims"))
        package = {name: pandas.read_csv(f"out/{name}.csv") for name in
            ("claims", "transfers", "transfer_claims", "totals", "parties", "documents")}
        assert len(package["claims"]) == len(claims) and len(package["transfers"]) == len(transfers)
        totals = package["totals"]
        for side in "supplier", "recipient":
            sums = totals.groupby([side, "unit"])["best"].sum()
            same({key: sums[key] for key in sums.index},
                {key: best for key, best in wanted(side + "s", side, "unit").items() if key[0]})
        joined = package["transfer_claims"].merge(package["claims"], left_on="claim", right_on="id")
        joined = joined.merge(package["documents"], left_on="document", right_on="id")
        counts = joined.groupby("transfer").size()
        for transfer in answer("transfers"):
            assert counts[transfer["id"]] == transfer["claims"], transfer
        # Namibia is NAM here: the two letters NA would be read as missing.
        assert not package["parties"]["code"].isna().any()
        print("same", len(claims))
        """)
    #expect(outcome.status == 0 && outcome.stdout.hasPrefix("same 202"), "\(outcome.stdout)\(outcome.stderr)")
  }

  @Test(.enabled(if: Python.has("duckdb"), Python.missing("duckdb")))
  func duckDB() throws {
    let desk = try NeighbourTests.realDesk()
    try answers(desk)
    #expect(try desk.run("export", "datapackage", "out").status == 0)
    #expect(try desk.run("export", "claims", "-o", "claims.jsonl").status == 0)
    #expect(try desk.run("export", "transfers", "-o", "transfers.tsv").status == 0)
    let outcome = try desk.python(
      NeighbourTests.compare + """
        import duckdb
        def one(sql):
            return duckdb.sql(sql).fetchall()[0][0]
        for file in "'claims.jsonl'", "'out/claims.csv'":
            assert one(f"SELECT count(*) FROM {file}") == len(answer("claims")), file
        for file in "'transfers.tsv'", "'out/transfers.csv'":
            assert one(f"SELECT count(*) FROM {file}") == len(answer("transfers")), file
        for side in "supplier", "recipient":
            rows = duckdb.sql(f"SELECT {side}, unit, sum(best) FROM 'out/totals.csv' GROUP BY ALL").fetchall()
            same({(party, unit): best for party, unit, best in rows}, wanted(side + "s", side, "unit"))
        sums = duckdb.sql("SELECT supplier, recipient, unit, best FROM 'out/totals.csv'").fetchall()
        same({row[:3]: row[3] for row in sums}, wanted("pairs", "supplier", "recipient", "unit"))
        print("same")
        """)
    #expect(outcome.status == 0 && outcome.stdout == "same\n", "\(outcome.stdout)\(outcome.stderr)")
  }

  @Test(
    .enabled(
      if: Python.has("duckdb", "duckdb_extension_sqlite_scanner"),
      Python.missing("duckdb-extension-sqlite-scanner")))
  func duckDBReadsEveryView() throws {
    let desk = try NeighbourTests.realDesk()
    // Each kind of row: a verdict, and a claim that does not stand.
    let transfers = lines(try desk.run("query", "claims", "--format", "tsv", "--columns", "id").stdout)
    let ids = transfers.dropFirst().prefix(1).map(String.init)
    #expect(try desk.run("rank", ids[0], "preferred", "--reason", "so").status == 0)
    #expect(try desk.run("undo", "--yes", "3").status == 0)
    let outcome = try desk.python(
      """
      import duckdb, duckdb_extension_sqlite_scanner, os, sqlite3
      own, theirs = sqlite3.connect("armskb.db"), duckdb.connect()
      for folder, _, files in os.walk(os.path.dirname(duckdb_extension_sqlite_scanner.__file__)):
          for file in files:
              if file.endswith(".duckdb_extension"):
                  theirs.execute(f"LOAD '{os.path.join(folder, file)}'")
      theirs.execute("ATTACH 'armskb.db' AS kb (TYPE sqlite, READ_ONLY)")
      theirs.execute("SHOW ALL TABLES")
      types = {int: "BIGINT", float: "DOUBLE", str: "VARCHAR", bytes: "BLOB"}
      views = [name for name, in own.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1")]
      assert len(views) > 9, views
      for view in views:
          rows = own.execute(f"SELECT * FROM {view}").fetchall()
          answer = theirs.execute(f"SELECT * FROM kb.{view}")
          described = [(name, str(kind)) for name, kind, *_ in answer.description]
          key = lambda row: [str(cell) for cell in row]
          assert sorted(rows, key=key) == sorted(answer.fetchall(), key=key), view
          for place, (name, kind) in enumerate(described):
              found = {types[type(row[place])] for row in rows if row[place] is not None}
              assert found <= {kind}, (view, name, kind, found)
      best = "SELECT max(value_best) FROM {}v_transfer WHERE unit = 'USD'"
      assert own.execute(best.format("")).fetchall() == theirs.execute(best.format("kb.")).fetchall()
      print("same", len(views))
      """)
    #expect(outcome.status == 0 && outcome.stdout.hasPrefix("same "), "\(outcome.stdout)\(outcome.stderr)")
  }

  @Test(.enabled(if: Python.has("sqlite_utils"), Python.missing("sqlite-utils")))
  func sqliteUtils() throws {
    let desk = try NeighbourTests.realDesk()
    try answers(desk)
    #expect(try desk.run("export", "datapackage", "out").status == 0)
    for table in DataPackageTests.tables {
      let inserted = try desk.python(
        ["-m", "sqlite_utils", "insert", "new.db", table, "out/\(table).csv", "--csv"])
      #expect(inserted.status == 0, "\(inserted.stdout)\(inserted.stderr)")
    }
    let outcome = try desk.python(
      NeighbourTests.compare + """
        import sqlite_utils
        made, own = sqlite_utils.Database("new.db"), sqlite_utils.Database("armskb.db")
        def count(database, table):
            return next(database.query(f"SELECT count(*) AS n FROM {table}"))["n"]
        assert count(made, "claims") == len(answer("claims")) == count(own, "v_claim")
        assert count(made, "transfers") == len(answer("transfers")) == count(own, "v_transfer")
        for side in "supplier", "recipient":
            sums = {(row["party"], row["unit"]): row["best"] for row in made.query(
                f"SELECT nullif({side}, '') AS party, unit, sum(nullif(best, '')) AS best FROM totals GROUP BY 1, 2")}
            same(sums, wanted(side + "s", side, "unit"))
            kept = {(row[side], row["unit"]): row["best"] for row in own.query(f"SELECT * FROM v_{side}")}
            same(kept, wanted(side + "s", side, "unit"))
        print("same")
        """)
    #expect(outcome.status == 0 && outcome.stdout == "same\n", "\(outcome.stdout)\(outcome.stderr)")
  }
}
