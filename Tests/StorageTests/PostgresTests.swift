import SQLite
import Testing

@testable import Storage

@Suite("What SQLite says of itself, in the words of PostgreSQL")
struct PostgresTests {
  private func translated(_ sql: String) throws -> String {
    try PostgresExpression(keys: ["party_name": ["id"], "batch_state": ["batch", "changed_by"]])
      .text(SQLNode.tree(of: sql))
  }

  @Test(
    "Rules",
    arguments: [
      ("length(code) = 3 OR code GLOB 'X-*'", "length(code) = 3 OR code ~ '^X-.*$'"),
      ("a NOT GLOB '[A-F]?.'", "a !~ '^[A-F].[.]$'"),
      ("a GLOB 'it''s'", "a ~ '^it''s$'"),
      ("low / 1000.0 AS low", "trim_scale(low * 0.001) AS low"),
      ("c.low/10.0", "trim_scale(c.low * 0.1)"),
      ("sum(a) / 100.0", "trim_scale(sum(a) * 0.01)"),
      ("(a + b) / 10.0", "trim_scale((a + b) * 0.1)"),
      ("a / 1000", "a / 1000"),
      (
        "'c' || lower(hex(substr(a.hash, 1, 8))) AS id",
        "'c' || lower(upper(encode(substr(a.hash, 1, 8), 'hex'))) AS id"
      ),
      (
        "(SELECT group_concat(n.name, '; ') FROM party_name AS n WHERE n.party = party.code)",
        "(SELECT string_agg((n.name)::text, '; ' ORDER BY n.id) FROM party_name AS n WHERE n.party = party.code)"
      ),
      (
        "SELECT group_concat(live) FROM batch_state",
        "SELECT string_agg((live)::text, ',' ORDER BY batch_state.batch, batch_state.changed_by) FROM batch_state"
      ),
      ("ifnull(a, 0)", "coalesce(a, 0)"), ("a IS NOT NULL", "a IS NOT NULL"),
      ("a IS b", "a IS NOT DISTINCT FROM b"), ("a IS NOT 'x'", "a IS DISTINCT FROM 'x'"),
      ("a LIKE 'x%'", "a ILIKE 'x%'"), ("a == 1", "a = 1"), ("x'00FF'", "'\\x00FF'::bytea"),
      ("CAST(a AS INTEGER)", "CAST(a AS bigint)"),
      ("a IN (SELECT b FROM c) -- why", "a IN (SELECT b FROM c)"),
      ("user = \"select\" AND Name = 1", "\"user\" = \"select\" AND name = 1"),
      ("SELECT x FROM (SELECT 1 AS x)", "SELECT x FROM (SELECT 1 AS x) AS q3"),
      ("SELECT x FROM (SELECT 1 AS x) AS y", "SELECT x FROM (SELECT 1 AS x) AS y"),
    ])
  func rule(sql: String, wanted: String) throws {
    #expect(try translated(sql) == wanted)
  }

  @Test(
    "What no rule is known for is refused",
    arguments: [
      "json_extract(extra, '$.a')", "extra ->> 'a'", "a GLOB b", "a COLLATE NOCASE = 'x'", "max(a, b)",
      "group_concat(a) FROM v_claim", "SELECT group_concat(a) FROM b JOIN c", "a = ?", "a = :b", "a || b + c",
      "a = b = c", "a * b / 1000.0", "'open", "(a", "a)", "count(*) OVER ()", "group_concat(DISTINCT a)",
      "\\! ls", "a REGEXP 'b'",
    ])
  func refusal(sql: String) throws {
    #expect(throws: UntranslatableSQL.self) { try translated(sql) }
  }

  @Test("Every table, condition, index, view and comment of the schema is there")
  func schema() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let scripts = try knowledgeBase.postgresScripts()
    let all = scripts.schema + scripts.keys
    for name in try knowledgeBase.column(
      """
      SELECT name FROM sqlite_schema AS s WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
        AND NOT EXISTS (SELECT 1 FROM pragma_table_list AS l WHERE l.name = s.name AND l.type = 'shadow')
      """)
    {
      #expect(
        all.contains("CREATE TABLE \(name) ") || all.contains("CREATE VIEW \(name) ")
          || all.contains("CREATE INDEX \(name) ") || all.contains("CREATE UNIQUE INDEX \(name) "), "\(name)")
    }
    func count(_ word: String, in text: String) -> Int {
      text.split(separator: word, omittingEmptySubsequences: false).count - 1
    }
    #expect(count("CHECK (", in: Schema.text) == count("CHECK (", in: all))
    #expect(
      try knowledgeBase.column(
        "SELECT count(*) FROM pragma_table_list AS l, pragma_foreign_key_list(l.name) WHERE l.schema = 'main'"
      )
        == ["\(count("FOREIGN KEY", in: all))"])
    #expect(all.contains("COMMENT ON TABLE party_name IS 'Every way a party is written: names"))
    #expect(all.contains("COMMENT ON COLUMN party.sipri_name IS 'SIPRI''s spelling, without stars';"))
    // One comment for three columns on a line, one behind the last column, one behind a long condition.
    #expect(all.contains("COMMENT ON COLUMN transfer.value_low IS 'thousandths of unit';"))
    #expect(all.contains("COMMENT ON COLUMN transfer.value_high IS 'thousandths of unit';"))
    #expect(all.contains("COMMENT ON COLUMN batch.program IS 'version that wrote it';"))
    #expect(all.contains("COMMENT ON COLUMN source.reliability IS 'Admiralty code';"))
    #expect(!all.contains("COMMENT ON COLUMN batch.kind"))
  }

  @Test("A table, index and view that are new appear by themselves, parents first")
  func newTable() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.database.execute(
      """
      CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent, "order" TEXT DEFAULT 'it''s',
        weight REAL, PRIMARY KEY (parent, "order")) STRICT, WITHOUT ROWID;
      CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT UNIQUE,  -- how it is called
        CHECK (name GLOB '?*')) STRICT;
      CREATE UNIQUE INDEX heavy ON child (weight DESC) WHERE weight > 1.5;
      CREATE VIEW v_child AS SELECT child."order", name FROM child JOIN parent ON parent.id = child.parent;
      """)
    let scripts = try knowledgeBase.postgresScripts(includingAdditions: true)
    #expect(
      scripts.schema.contains(
        """
        CREATE TABLE parent (
          id bigint GENERATED BY DEFAULT AS IDENTITY,
          name text COLLATE "C",
          PRIMARY KEY (id),
          CHECK (name ~ '^..*$')
        );

        CREATE TABLE child (
          parent bigint,
          "order" text COLLATE "C" DEFAULT 'it''s',
          weight double precision,
          PRIMARY KEY (parent, "order")
        );
        """))
    #expect(
      scripts.schema.contains("CREATE VIEW v_child AS\nSELECT child.\"order\", name FROM child JOIN parent"))
    #expect(scripts.keys.contains("ALTER TABLE parent ADD UNIQUE (name);"))
    #expect(scripts.keys.contains("ALTER TABLE child ADD FOREIGN KEY (parent) REFERENCES parent;"))
    #expect(scripts.keys.contains("CREATE UNIQUE INDEX heavy ON child (weight DESC) WHERE weight > 1.5;"))
    let load = scripts.load(counts: ["parent": 3], next: ["parent": 8])
    #expect(load.contains("\\copy child (parent, \"order\", weight) FROM 'data/child.copy'"))
    #expect(load.contains("ALTER TABLE parent ALTER COLUMN id RESTART WITH 8;"))
  }

  @Test(
    "A file with something that cannot be said names the place",
    arguments: [
      ("CREATE TABLE lax (a)", "lax"), ("CREATE TABLE anything (a ANY) STRICT", "anything"),
      ("CREATE TABLE folded (a TEXT COLLATE NOCASE) STRICT", "folded"),
      ("CREATE TABLE odd (a TEXT CHECK (unicode(a) > 32)) STRICT", "odd"),
      ("CREATE TABLE acts (a INTEGER REFERENCES batch ON DELETE CASCADE) STRICT", "acts"),
      ("CREATE VIEW v_odd AS SELECT printf('%d', 1)", "v_odd"),
      ("CREATE INDEX odd ON claim (quote(extra))", "odd"),
      ("CREATE TRIGGER t AFTER INSERT ON batch BEGIN SELECT 1; END", "t"),
    ])
  func place(sql: String, name: String) throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.database.execute(sql)
    let error = #expect(throws: UntranslatableSQL.self) {
      try knowledgeBase.postgresScripts(includingAdditions: true)
    }
    #expect(error?.place == name)
  }

  @Test("Rows as COPY reads them")
  func rows() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.database.execute(
      """
      CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB, d REAL) STRICT;
      INSERT INTO t VALUES (1, 'tab' || char(9) || char(10) || char(13) || '\\ \\N é', x'00ff', 0.1),
        (2, NULL, NULL, NULL), (-3, '', x'', 1.0), (4, char(97, 0, 98), NULL, 0.1 + 0.2),
        (5, CAST(x'61ff' AS TEXT), NULL, 1e300);
      """)
    let table = try #require(
      knowledgeBase.postgresScripts(includingAdditions: true).tables.first { $0.name == "t" })
    var text = ""
    let result = try knowledgeBase.copyRows(of: table) { text += String(decoding: $0, as: UTF8.self) }
    #expect(
      text == """
        -3\t\t\\\\x\t1.0
        1\ttab\\t\\n\\r\\\\ \\\\N é\t\\\\x00ff\t0.1
        2\t\\N\t\\N\t\\N
        4\ta␀b\t\\N\t0.30000000000000004
        5\ta\u{FFFD}\t\\N\t1e+300

        """)
    #expect(result.rows == 5 && result.changedTexts == 2)
    #expect(try knowledgeBase.nextNumber(of: table) == 6)
  }
}
