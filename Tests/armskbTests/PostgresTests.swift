import Foundation
import SQLite
import Testing

/// A knowledge base in a real PostgreSQL: the same rows, the same figures.
@Suite(
  .enabled(
    if: PostgresServer.isInstalled, "PostgreSQL 14 or later is not installed (apt-get install postgresql)"))
struct PostgresTests {
  private static let records = testFile("../../data/records").standardized

  /// A knowledge base on a desk, and what became of it in PostgreSQL.
  private struct Base {
    var desk: Desk
    var server: PostgresServer
    var database: String
  }

  /// The records of `data/`, imported, exported and loaded once.
  private static let prepared = Result {
    let desk = try Desk()
    let files = try FileManager.default.contentsOfDirectory(atPath: records.path).filter {
      $0.hasSuffix(".jsonl")
    }
    let line = ["import", "--quiet", "--db", "armskb.db"] + files.sorted().map { records.path + "/" + $0 }
    let filled = try desk.run(line)
    #expect(filled.status == 0, "\(filled.stderr)")
    // All kinds of rows that imports do not make.
    let deals =
      "SELECT min(id), max(id) FROM v_claim WHERE scope = 'deal' AND supplier = 'ISR' AND recipient = 'AZE'"
    let claims = lines(try desk.run("sql", deals, "--format", "tsv").stdout)[1].split(separator: "\t").map(
      String.init)
    let judged = try desk.run("judge", "different", claims[0], claims[1], "--reason", "for the test")
    #expect(judged.status == 0, "\(judged.stderr)")
    #expect(try desk.run("undo", "3", "--yes").status == 0)
    return (file: try desk.read("armskb.db"), database: try load(desk).database)
  }

  private static func loaded() throws -> Base {
    let (file, database) = try prepared.get()
    return Base(desk: try Desk(file), server: try PostgresServer.shared.get(), database: database)
  }

  /// Exports what is on the desk, loads it, and gives the database.
  private static func load(_ desk: Desk) throws -> Base {
    let exported = try desk.run("export", "postgres", "out", "--for-own-use")
    #expect(exported.status == 0, "\(exported.stderr)")
    let server = try PostgresServer.shared.get()
    let database = try server.database(desk)
    let loaded = try desk.psql(server, database, file: "load.sql", in: "out")
    #expect(loaded.status == 0 && loaded.stderr.isEmpty && loaded.stdout.isEmpty, "\(loaded.stderr)")
    return Base(desk: desk, server: server, database: database)
  }

  /// The rows of a question to SQLite, each as a line that does not depend on who writes it.
  private func ours(_ line: [String], _ desk: Desk) throws -> [String] {
    let outcome = try desk.run(line + ["--format", "jsonl"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try canonical(outcome.stdout)
  }

  private func theirs(_ sql: String, _ base: Base) throws -> [String] {
    let outcome = try base.desk.psql(base.server, base.database, "SELECT row_to_json(t) FROM (\(sql)) AS t")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try canonical(outcome.stdout)
  }

  private func canonical(_ text: String) throws -> [String] {
    try lines(text).filter { !$0.isEmpty }.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return object.filter { !($0.value is NSNull) }.map { key, value in
        if let number = value as? NSNumber { return "\(key)=\(number.doubleValue)" }
        let text = "\(value)"
        return "\(key)=\(text.hasPrefix("\\x") ? String(text.dropFirst(2)) : text)"
      }.sorted().joined(separator: " | ")
    }.sorted()
  }

  private func names(_ condition: String, _ desk: Desk) throws -> [String] {
    let sql = """
      SELECT name FROM sqlite_schema AS s WHERE \(condition) AND name NOT LIKE 'sqlite_%' ORDER BY name
      """
    return lines(try desk.run("sql", sql, "--format", "tsv").stdout).dropFirst().filter { !$0.isEmpty }.map(
      String.init)
  }

  @Test func everyTableHasItsRows() throws {
    let base = try PostgresTests.loaded()
    let tables = try names(
      "type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'", base.desk)
    #expect(tables.count > 30)
    for table in tables {
      let rows = try ours(["sql", "SELECT * FROM \(table)", "--time-limit", "60"], base.desk)
      #expect(try theirs("SELECT * FROM \(table)", base) == rows, "\(table)")
    }
    let full = try base.desk.psql(base.server, base.database, "SELECT count(*) FROM weapon_text")
    #expect(
      full.stdout.hasPrefix(
        try base.desk.run("sql", "SELECT count(*) FROM weapon").stdout.split(separator: "\n")[1]))
  }

  @Test func everyViewGivesItsRows() throws {
    let base = try PostgresTests.loaded()
    let views = try names("type = 'view'", base.desk)
    #expect(views.contains("v_supplier") && views.count >= 10)
    for view in views {
      let rows = try ours(["sql", "SELECT * FROM \(view)", "--time-limit", "60"], base.desk)
      #expect(!rows.isEmpty, "\(view)")
      #expect(try theirs("SELECT * FROM \(view)", base) == rows, "\(view)")
    }
  }

  /// What `query totals` says, digit for digit.
  @Test(arguments: [("supplier", "supplier"), ("recipient", "recipient"), ("pair", "supplier,recipient")])
  func totals(by: String, keys: String) throws {
    let base = try PostgresTests.loaded()
    var columns = keys.split(separator: ",").flatMap { [$0, $0 + "_name"] }.map(String.init)
    columns += ["unit", "low", "best", "high", "transfers", "unstated", "claims", "first", "last"]
    if by != "pair" { columns.append("documents") }
    let list = columns.joined(separator: ",")
    let tsv = try base.desk.run(
      "query", "totals", "--by", by, "--columns", list, "--format", "tsv")
    // A party that is not known has no name, which answers say in words.
    let asked = columns.map { $0.hasSuffix("_name") ? "coalesce(\($0), 'not known')" : $0 }.joined(
      separator: ", ")
    let figures = try base.desk.psql(base.server, base.database, "SELECT \(asked) FROM v_\(by)")
    let wanted = lines(tsv.stdout).dropFirst().map { $0.replacingOccurrences(of: "\t", with: "|") }
    #expect(lines(figures.stdout).map(String.init).sorted() == wanted.sorted())
    #expect(wanted.count > 10)
    for unit in ["USD", "TIV", "pieces"] { #expect(wanted.contains { $0.contains("|\(unit)|") }) }
  }

  @Test func keysNumbersAndComments() throws {
    let base = try PostgresTests.loaded()
    func ask(_ sql: String) throws -> String {
      let outcome = try base.desk.psql(base.server, base.database, sql)
      return outcome.stdout.trimmingCharacters(in: .whitespacesAndNewlines) + outcome.stderr
    }
    let references = try base.desk.run(
      "sql",
      """
      SELECT count(*) FROM sqlite_schema AS s WHERE type = 'table' AND sql LIKE '%REFERENCES%'
      """)
    #expect(references.status == 0)
    #expect(
      try ask("SELECT count(DISTINCT conrelid) FROM pg_constraint WHERE contype = 'f' AND convalidated")
        == lines(references.stdout)[1])
    #expect(
      try ask("INSERT INTO claim_restated VALUES (1, 999999)").contains("violates foreign key constraint"))
    #expect(
      try ask(
        """
        BEGIN; INSERT INTO batch (kind, recorded_at, hand, program) VALUES ('import', '2026', 'x', 'y')
        RETURNING id = (SELECT max(id) + 1 FROM v_batch AS b(id)); ROLLBACK
        """) == "t")
    #expect(
      try ask("BEGIN; INSERT INTO party (code, kind, name, batch) VALUES ('Y-12', 'state', 'x', 1)")
        .contains("violates check constraint"))
    #expect(
      try ask("SELECT col_description('party'::regclass, 5)") == "SIPRI's spelling, without stars")
    #expect(try ask("SELECT obj_description('batch_state'::regclass)").hasPrefix("A batch is live unless"))
  }

  @Test(arguments: ["Harop", "drone deal", "S-400", "s 400", "Türkiye", "turkiye", "xyzzy"])
  func fullText(words: String) throws {
    let base = try PostgresTests.loaded()
    for table in ["claim_text", "document_text", "weapon_text"] {
      let phrase = words.split { !$0.isLetter && !$0.isNumber }.map { "\"\($0)\"" }.joined(separator: " AND ")
      let own = try base.desk.run(
        "sql", "SELECT rowid FROM \(table) WHERE \(table) MATCH '\(phrase)' ORDER BY rowid")
      let found = try base.desk.psql(
        base.server, base.database,
        "SELECT rowid FROM \(table) WHERE words @@ armskb_query('\(words)') ORDER BY rowid")
      #expect(found.status == 0, "\(found.stderr)")
      #expect(
        lines(found.stdout).filter { !$0.isEmpty } == lines(own.stdout).dropFirst().filter { !$0.isEmpty },
        "\(table)")
    }
    let plan = try base.desk.psql(
      base.server, base.database,
      "SET enable_seqscan = off; EXPLAIN SELECT rowid FROM claim_text WHERE words @@ armskb_query('\(words)')"
    )
    #expect(plan.stdout.contains("claim_text_words"), "\(plan.stdout)")
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func anyTextArrives(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var records = ""
    for number in 0..<40 {
      let texts = (0..<3).map { _ in
        RoundTripTests.quoted(RoundTripTests.text(using: &generator).replacingOccurrences(of: "\0", with: ""))
      }
      records += """
        {"supplier": "ISR", "recipient": "AZE", "quantity": \(number), "note": \(texts[0]), "evidence": \(texts[1]), \
        "confidence": \(Double.random(in: 0...1, using: &generator)), "document": {"url": "u\(number)", "title": \(texts[2])}}

        """
    }
    let desk = try Desk.empty()
    try desk.write("in.jsonl", records)
    #expect(try desk.run("import", "in.jsonl").status == 0)
    let base = try PostgresTests.load(desk)
    let columns = "quantity, hex(note) AS note, hex(evidence) AS evidence, hex(title) AS title, confidence"
    let rows = try ours(
      ["sql", "SELECT \(columns) FROM claim JOIN document ON document.id = document"], desk)
    func hex(_ name: String) -> String { "upper(encode(convert_to(\(name), 'UTF8'), 'hex')) AS \(name)" }
    let found = try theirs(
      """
      SELECT quantity, \(hex("note")), \(hex("evidence")), \(hex("title")), confidence
      FROM claim JOIN document ON document.id = claim.document
      """, base)
    #expect(rows.count == 40 && found == rows)
  }

  @Test func whatItCannotHoldIsSaid() throws {
    let desk = try Desk.empty()
    try desk.write(
      "in.jsonl", #"{"supplier": "ISR", "recipient": "AZE", "note": "a\u0000b", "document": {"url": "u"}}"#)
    #expect(try desk.run("import", "in.jsonl").status == 0)
    let outcome = try desk.run("export", "postgres", "out")
    #expect(
      outcome.status == 0 && outcome.stderr.contains("changed: 1 text with U+0000 (now ␀)"),
      "\(outcome.stderr)")
    let base = try PostgresTests.load(desk)
    #expect(try desk.psql(base.server, base.database, "SELECT note FROM claim").stdout == "a␀b\n")
  }

  @Test(arguments: ["claim", "party"])
  func aFileThatIsNotWholeLoadsNothing(table: String) throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "postgres", "out").status == 0)
    var text = lines(try desk.text("out/data/\(table).copy"))
    text.remove(at: text.count - 2)
    try desk.write("out/data/\(table).copy", text.joined(separator: "\n"))
    let server = try PostgresServer.shared.get()
    let database = try server.database(desk)
    let outcome = try desk.psql(server, database, file: "load.sql", in: "out")
    #expect(outcome.status == 3, "\(outcome.stderr)")
    #expect(try desk.psql(server, database, "\\dt").stdout.isEmpty)
    // And into a database that has such tables already nothing is loaded either.
    #expect(try desk.run("export", "postgres", "out").status == 0)
    #expect(try desk.psql(server, database, file: "load.sql", in: "out").status == 0)
    let again = try desk.psql(server, database, file: "load.sql", in: "out")
    #expect(again.status == 3 && again.stderr.contains("already exists"))
    #expect(try desk.psql(server, database, "SELECT count(*) FROM claim").stdout == "16\n")
  }
}

/// What needs no server.
@Suite struct PostgresExportTests {
  private static let files = ["data", "keys.sql", "load.sql", "schema.sql"]

  private func files(_ desk: Desk) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: desk.path("out")).sorted()
  }

  @Test func filesOfTheExport() throws {
    let desk = try Desk.filled()
    let outcome = try desk.run("export", "postgres", "out")
    #expect(
      outcome.status == 0 && outcome.stdout.isEmpty && outcome.stderr.contains("psql -d NAME -f load.sql"))
    #expect(try files(desk) == PostgresExportTests.files)
    let first = try desk.text("out/data/claim.copy")
    #expect(lines(first).count == 17)
    // Written again it is the same, and full-text tables are not among the files.
    #expect(try desk.run("export", "postgres", "out").status == 0)
    #expect(try desk.text("out/data/claim.copy") == first)
    let data = try FileManager.default.contentsOfDirectory(atPath: desk.path("out/data"))
    #expect(data.filter { $0.contains("_text") } == ["weapon_text.copy"])
    #expect(data.allSatisfy { $0.hasSuffix(".copy") })
  }

  /// What a person added to the file may be in words that cannot be said in PostgreSQL.
  @Test func whatPersonsAddedIsLeftAlone() throws {
    let desk = try Desk.filled()
    let database = try Database(path: desk.path("armskb.db"), mode: .readWrite)
    try database.execute("CREATE VIEW v_odd AS SELECT printf('%d', 1) AS a")
    try database.close()
    let outcome = try desk.run("export", "postgres", "out")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try !desk.text("out/schema.sql").contains("v_odd"))
  }

  /// Somebody else's files are left alone, above all a schema.sql.
  @Test(arguments: ["schema.sql", "notes.txt", "data/mine.txt", "data", "load.sql"])
  func aFolderWithOtherFilesIsRefused(name: String) throws {
    let desk = try Desk.filled()
    try desk.write("out/\(name)", "precious")
    let outcome = try desk.run("export", "postgres", "out")
    #expect(outcome.status == 73 && outcome.stderr.contains("holds other files"), "\(outcome.stderr)")
    #expect(try desk.text("out/\(name)") == "precious")
    #expect(try files(desk) == [String(name.prefix { $0 != "/" })])
  }

  @Test func anEmptyFolderWillDo() throws {
    let desk = try Desk.filled()
    try FileManager.default.createDirectory(atPath: desk.path("out"), withIntermediateDirectories: true)
    #expect(try desk.run("export", "postgres", "out/").status == 0)
    // An export that was interrupted leaves rows without the scripts: the next one goes on.
    for file in ["load.sql", "schema.sql", "keys.sql"] {
      try FileManager.default.removeItem(atPath: desk.path("out/" + file))
    }
    #expect(try desk.run("export", "postgres", "out").status == 0)
    #expect(try files(desk) == PostgresExportTests.files)
  }

  @Test func aPlaceThatCannotBeWritten() throws {
    let desk = try Desk.filled()
    try desk.write("file", "precious")
    for folder in ["file", "no/such/folder", "/dev/full"] {
      let outcome = try desk.run("export", "postgres", folder)
      #expect(
        outcome.status == 73 && outcome.stderr.contains("cannot create"), "\(folder): \(outcome.stderr)")
    }
    #expect(try desk.text("file") == "precious")
  }

  /// Data that may not be passed on stay here unless one says that they will.
  @Test func dataThatMayNotBePassedOn() throws {
    let desk = try Desk.filled()
    let database = try Database(path: desk.path("armskb.db"), mode: .readWrite)
    try database.execute(
      """
      UPDATE source SET redistributable = 0 WHERE name = 'Institute of Counting';
      INSERT INTO release (document, dataset, layout, batch)
        SELECT (SELECT min(document) FROM claim), id, 'deals', 1 FROM source WHERE name = 'Institute of Counting';
      """)
    try database.close()
    let outcome = try desk.run("export", "postgres", "out")
    #expect(
      outcome.status == 1 && outcome.stderr.contains("1 record of Institute of Counting"), "\(outcome.stderr)"
    )
    #expect(outcome.stderr.contains("--for-own-use") && !desk.exists("out"))
    #expect(try desk.run("export", "postgres", "out", "--for-own-use").status == 0)
    #expect(try files(desk) == PostgresExportTests.files)
  }
}
