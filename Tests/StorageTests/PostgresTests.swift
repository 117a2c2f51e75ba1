import SQLite
import Testing

@testable import Storage

@Suite("The two schemas say the same, and rows leave as COPY reads them")
struct PostgresTests {
  /// Of tables the columns, types, keys, references and conditions; indexes; of views the columns.
  @Test("schema-postgres.sql has what schema.sql has, in the same order")
  func sameSchema() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let ours = try OwnSchema(knowledgeBase.database)
    let theirs = PostgresSchema(PostgresScripts.schema + PostgresScripts.keys)
    #expect(ours.tables.count > 30 && ours.indexes.count > 20 && ours.views.count > 10)
    #expect(theirs.tables.map(\.name) == ours.tables.map(\.name))
    for (their, our) in zip(theirs.tables, ours.tables) {
      #expect(their.columns == our.columns, "\(our.name)")
      #expect(their.rules.sorted() == our.rules.sorted(), "\(our.name)")
    }
    #expect(theirs.indexes.filter { !$0.contains(" USING gin ") } == ours.indexes)
    #expect(theirs.views == ours.views)
    #expect(
      theirs.other.map { $0.prefix(30) } == [
        "CREATE TEXT SEARCH CONFIGURATI", "DO $$ BEGIN CREATE EXTENSION I",
        "CREATE FUNCTION armskb_words(t", "CREATE FUNCTION armskb_query(t",
        "DO $$ DECLARE numbered text; B",
      ])
    // The tables whose rows get numbers are those that go on with them.
    let numbered = theirs.tables.filter { $0.rules.contains("NUMBERED id") }.map(\.name)
    let list = try #require(theirs.other.last?.firstMatch(of: #/ARRAY\[(.*?)\]/#)).1
    #expect(list.matches(of: #/'(\w+)'/#).map { String($0.1) } == numbered)
  }

  @Test("What a table and a column mean is said in the same words")
  func sameWords() {
    var found = PostgresSchema(PostgresScripts.schema).comments
    for table in Schema.words {
      #expect(found.removeValue(forKey: table.name) == table.description)
      for column in table.columns {
        #expect(found.removeValue(forKey: "\(table.name).\(column.name)") == column.description)
      }
    }
    // Three columns of one line have one comment there.
    #expect(
      found == [
        "transfer.value_best": "thousandths of unit", "transfer.value_high": "thousandths of unit",
        "v_live_claim": "Claims that stand, as things are now.",
      ])
  }

  @Test("The tables that are written, and the script that loads them")
  func tables() throws {
    let tables = try KnowledgeBase.inMemory().postgresTables()
    let schema = PostgresSchema(PostgresScripts.schema)
    #expect(tables.map(\.name) == schema.tables.map(\.name) + ["weapon_text"])
    for (table, their) in zip(tables, schema.tables) {
      #expect(table.columns == their.columns.filter { !$0.contains(" AS ") }.map { $0.word })
    }
    #expect(tables.last?.columns == ["rowid", "designation", "aliases"])
    for script in [PostgresScripts.schema, PostgresScripts.keys, PostgresScripts.load([])] {
      #expect(script.hasPrefix("\(PostgresScripts.mark)\n"))
    }
    #expect(!PostgresScripts.schema.contains("REFERENCES") && !PostgresScripts.keys.contains("CREATE TABLE"))
    let load = PostgresScripts.load([(tables[1], 3)])
    #expect(load.contains("\\copy batch_state (batch, changed_by, live) FROM 'data/batch_state.copy'"))
    #expect(load.contains("IF (SELECT count(*) FROM batch_state) <> 3 THEN RAISE EXCEPTION"))
  }

  @Test("Rows are ordered by their columns, without sorting where a key does it")
  func order() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let keyless = ["pair_total", "party_total", "weapon_text"]
    for table in try knowledgeBase.postgresTables() where !keyless.contains(table.name) {
      let order = table.columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
      let plan = try knowledgeBase.table(
        "EXPLAIN QUERY PLAN SELECT \(table.list) FROM \(table.name) ORDER BY \(order)")
      #expect(!plan.joined().contains("TEMP B-TREE"), "\(table.name): \(plan)")
    }
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
    let table = PostgresScripts.Table(name: "t", columns: ["a", "b", "c", "d"])
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
  }
}

/// A table in words of its own: what both databases say alike.
private struct TableLines {
  var name: String
  /// `name type [NOT NULL] [DEFAULT …] [AS …]`, in order.
  var columns: [String] = []
  /// Keys, references, conditions, and whether rows are numbered.
  var rules: [String] = []
}

/// What SQLite says of a new knowledge base, in PostgreSQL's names of types.
private struct OwnSchema {
  var tables: [TableLines] = []
  var indexes: [String] = []
  var views: [String] = []

  init(_ database: Database) throws {
    func rows(_ sql: String, _ name: String) throws -> [[String]] {
      let statement = try database.prepare(sql)
      try statement.bind(name, ":name")
      var rows: [[String]] = []
      while try statement.step() {
        rows.append(
          (0..<Int32(statement.columnCount)).map { column in
            statement.textBytes(column).map { String(decoding: $0, as: UTF8.self) } ?? ""
          })
      }
      return rows
    }
    for name in Schema.order {
      let object = try #require(Schema.objects[name])
      let sql = object.sql.normal
      let columns = try rows(
        """
        SELECT name, type, "notnull" OR pk > 0, dflt_value, hidden IN (2, 3), pk
        FROM pragma_table_xinfo(:name) WHERE hidden <> 1 ORDER BY cid
        """, name)
      if object.kind == "index" {
        indexes.append(sql.replacing("ifnull(", with: "coalesce("))
      } else if sql.hasPrefix("CREATE VIRTUAL ") {
        // Full text that another table holds is a view there.
        let list = (["rowid"] + columns.map { $0[0] } + ["words"]).joined(separator: ", ")
        views.append("\(name): \(list)")
      } else if object.kind == "view" {
        views.append("\(name): \(columns.map { $0[0] }.joined(separator: ", "))")
      } else {
        let references = try rows(
          #"SELECT "from", "table", "to", on_update, on_delete FROM pragma_foreign_key_list(:name)"#, name)
        var table = TableLines(name: name)
        let items = sql.items
        for column in columns {
          let types = [
            "INTEGER": "bigint", "TEXT": "text COLLATE \"C\"", "REAL": "double precision", "BLOB": "bytea",
          ]
          var line = "\(column[0]) \(types[column[1]] ?? "?")"
          if column[2] == "1" { line += " NOT NULL" }
          if !column[3].isEmpty { line += " DEFAULT \(column[3])" }
          if column[4] == "1", let item = items.first(where: { $0.word == column[0] }) {
            line += " AS \(item.groups(after: "AS")[0])"
          }
          table.columns.append(line)
        }
        let key = columns.filter { $0[5] != "0" }.sorted { $0[5] < $1[5] }
        if !key.isEmpty { table.rules.append("PRIMARY KEY \(key.map { $0[0] }.joined(separator: ", "))") }
        if key.count == 1, key[0][1] == "INTEGER", !references.contains(where: { $0[0] == key[0][0] }) {
          table.rules.append("NUMBERED \(key[0][0])")
        }
        for unique in try rows(
          """
          SELECT (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
          FROM pragma_index_list(:name) AS l WHERE origin = 'u'
          """, name)
        {
          table.rules.append("UNIQUE \(unique[0])")
        }
        for line in references {
          #expect(line[3...] == ["NO ACTION", "NO ACTION"])
          table.rules.append("REFERENCES \(line[0]) \(line[1]) (\(line[2]))")
        }
        for item in items {
          table.rules += item.groups(after: "CHECK").map { "CHECK \(OwnSchema.condition($0))" }
        }
        tables.append(table)
      }
    }
    views.sort()
  }

  /// A condition with patterns as PostgreSQL writes them, and without what NULL makes superfluous.
  private static func condition(_ text: String) -> String {
    let date = "~ '^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$'"
    let year = #"'\[12\]\[0-9\]\[0-9\]\[0-9\]"#
    let dates =
      "(\\w+) GLOB \(year)' OR \\1 GLOB \(year)-\\[01\\]\\[0-9\\]' "
      + "OR \\1 GLOB \(year)-\\[01\\]\\[0-9\\]-\\[0-3\\]\\[0-9\\]'"
    guard let dates = try? Regex(dates, as: (Substring, Substring).self) else { return "?" }
    return text.replacing(dates) { "\($0.1) \(date)" }
      .replacing("GLOB '[A-F]'", with: "~ '^[A-F]$'").replacing("GLOB 'X-*'", with: "~ '^X-'")
      .replacing(#/^(\w+) IS NULL OR (?=\1 )/#, with: "")
  }
}

/// What `schema-postgres.sql` says, by a parse that knows no more than that file.
private struct PostgresSchema {
  var tables: [TableLines] = []
  var indexes: [String] = []
  var views: [String] = []
  var comments: [String: String] = [:]
  var other: [String] = []

  init(_ text: String) {
    let plain = text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
    for statement in plain.parts(";").map(\.normal) where !statement.isEmpty {
      if let table = statement.prefixMatch(of: #/CREATE TABLE (\w+) /#)?.1 {
        let lines = PostgresSchema.table(String(table), statement)
        if table == "weapon_text" {
          views.append("\(table): \(lines.columns.map(\.word).joined(separator: ", "))")
        } else {
          tables.append(lines)
        }
      } else if let alter = statement.prefixMatch(of: #/ALTER TABLE (\w+) /#) {
        let place = tables.firstIndex { $0.name == alter.1 }
        for item in statement[alter.range.upperBound...].parts(",").map(\.normal) {
          let rule =
            item.wholeMatch(of: #/ADD FOREIGN KEY \((\w+)\) REFERENCES (\w+ \(\w+\))/#).map {
              "REFERENCES \($0.1) \($0.2)"
            } ?? item.wholeMatch(of: #/ADD UNIQUE \((\w+)\)/#).map { "UNIQUE \($0.1)" } ?? "? \(item)"
          if let place { tables[place].rules.append(rule) } else { other.append(statement) }
        }
      } else if let view = statement.prefixMatch(of: #/CREATE VIEW (\w+) AS SELECT /#) {
        let list = statement[view.range.upperBound...].until(" FROM ").parts(",").map {
          $0.normal.split { " .".contains($0) }.last ?? ""
        }
        views.append("\(view.1): \(list.joined(separator: ", "))")
      } else if statement.hasPrefix("CREATE INDEX ") || statement.hasPrefix("CREATE UNIQUE INDEX ") {
        indexes.append(statement)
      } else if let comment = statement.wholeMatch(
        of: #/COMMENT ON (TABLE|COLUMN|VIEW|FUNCTION) (\S+) IS '(.*)'/#)
      {
        if comment.1 != "FUNCTION" {
          comments[String(comment.2)] = String(comment.3).replacing("''", with: "'")
        }
      } else {
        other.append(statement)
      }
    }
    views.sort()
  }

  private static func table(_ name: String, _ statement: String) -> TableLines {
    var table = TableLines(name: name)
    for item in statement.items {
      table.rules += item.groups(after: "CHECK").map { "CHECK \(condition($0))" }
      var line = item.until(" CHECK (")
      if item.hasPrefix("PRIMARY KEY ") {
        table.rules.append("PRIMARY KEY \(item.groups(after: "KEY")[0])")
      } else if !item.hasPrefix("CHECK ") {
        if line.contains(" GENERATED BY DEFAULT AS IDENTITY") {
          table.rules.append("NUMBERED \(item.word)")
          line.replace(" GENERATED BY DEFAULT AS IDENTITY", with: "")
        }
        if line.contains(" PRIMARY KEY") {
          table.rules.append("PRIMARY KEY \(item.word)")
          line.replace(" PRIMARY KEY", with: " NOT NULL")
        }
        // The digits of an identifier are in small letters there already.
        line = line.replacing(#/ GENERATED ALWAYS AS \((.*)\) STORED/#) { " AS \($0.1)" }
          .replacing(#/substr\(encode\((\w+), 'hex'\), 1, 16\)/#) { "lower(substr(hex(\($0.1)), 1, 16))" }
        table.columns.append(line)
      }
    }
    let keys =
      table.rules.first { $0.hasPrefix("PRIMARY KEY ") }?.split { " ,".contains($0) }.dropFirst(2) ?? []
    #expect(
      keys.allSatisfy { key in table.columns.contains { $0.hasPrefix("\(key) ") && $0.contains("NOT NULL") } }
    )
    return table
  }

  /// A condition with its lists of words written out.
  private static func condition(_ text: String) -> String {
    text.replacing(#/(\w+) IN \((.*?)\)/#) { list in
      list.2.split(separator: ", ").map { "\(list.1) = \($0)" }.joined(separator: " OR ")
    }
  }
}

extension StringProtocol {
  /// The text on one line, without comments and with single blanks.
  fileprivate var normal: String {
    split(separator: "\n").map { String($0).replacing(#/ -- .*/#, with: "") }.joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
      .replacing("( ", with: "(").replacing(" )", with: ")")
  }

  /// The word that it begins with.
  fileprivate var word: String { String(prefix { $0 != " " }) }

  /// What stands between signs of that kind, but for those in parentheses and quotation marks.
  fileprivate func parts(_ sign: Character) -> [String] {
    var parts = [""]
    var depth = 0
    var isQuoted = false
    var isBody = false
    var last: Character?
    for character in self {
      if character == "'" { isQuoted.toggle() }
      if character == "$", last == "$" { isBody.toggle() }
      if !isQuoted, character == "(" { depth += 1 }
      if !isQuoted, character == ")" { depth -= 1 }
      last = character
      if character == sign, depth == 0, !isQuoted, !isBody {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  /// What stands before some words that are in no parentheses; all if they are not there.
  fileprivate func until(_ words: String) -> String {
    var place = startIndex
    while let found = self[place...].firstRange(of: words) {
      let before = String(self[..<found.lowerBound])
      if before.filter({ $0 == "(" }).count == before.filter({ $0 == ")" }).count { return before }
      place = found.upperBound
    }
    return String(self)
  }

  /// The definitions in a statement that makes a table.
  fileprivate var items: [String] {
    drop { $0 != "(" }.description.groups(after: "")[0].parts(",").map(\.normal)
  }

  /// What stands in the parentheses that follow a word.
  fileprivate func groups(after word: String) -> [String] {
    var groups: [String] = []
    var place = startIndex
    while let found = self[place...].firstRange(of: word.isEmpty ? "(" : word + " (") {
      let rest = self[found.upperBound...]
      var depth = 1
      let end = rest.firstIndex { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth == 0
      }
      groups.append(String(rest[..<(end ?? rest.endIndex)]))
      place = end ?? endIndex
    }
    return groups
  }
}
