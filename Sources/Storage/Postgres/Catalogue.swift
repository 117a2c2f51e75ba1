import SQLite

/// What an SQLite file says of its own tables, views and indexes.
struct Catalogue {
  /// An ordinary table.
  struct Table {
    /// Its name.
    var name: String
    /// Its columns in order.
    var columns: [Column]
    /// The columns of its primary key, in the order of the key.
    var key: [String]
    /// Whether the key is the number of the row, which SQLite gives out.
    var numbersRows: Bool
    /// The columns of its further keys.
    var uniques: [[String]]
    /// Its references to other tables.
    var references: [Reference]
    /// The conditions of its CHECKs, of columns and of the whole row, in the order of the text.
    var checks: [[SQLNode]]
    /// The comment before it, nil if there is none.
    var comment: String?
  }
  /// A column.
  struct Column {
    /// Its name.
    var name: String
    /// The type of a STRICT table.
    var type: String
    /// Whether NULL is refused.
    var isRequired: Bool
    /// The text of its default, nil for none.
    var standard: String?
    /// The comment behind it, nil if there is none.
    var comment: String?
  }
  /// A foreign key.
  struct Reference {
    /// The columns that refer.
    var columns: [String]
    /// The table referred to.
    var table: String
    /// The columns referred to; empty for its primary key.
    var targets: [String]
  }
  /// A view.
  struct View {
    /// Its name.
    var name: String
    /// The SELECT.
    var select: [SQLNode]
    /// The comment before it, nil if there is none.
    var comment: String?
  }
  /// An index that is no key.
  struct Index {
    /// Its name.
    var name: String
    /// The table.
    var table: String
    /// Whether it is a key of some rows.
    var isUnique: Bool
    /// What is indexed.
    var columns: [SQLNode]
    /// Which rows; empty for all.
    var condition: [SQLNode]
  }
  /// A table of full text.
  struct FullText {
    /// Its name.
    var name: String
    /// The columns whose words are found.
    var columns: [String]
    /// The table that holds the texts and the column of its row; nil if they are held here.
    var content: (table: String, row: String)?
  }

  /// All tables, those that others refer to first.
  private(set) var tables: [Table] = []
  /// All views, in the order in which they were made.
  private(set) var views: [View] = []
  /// All indexes that are no keys.
  private(set) var indexes: [Index] = []
  /// All tables of full text.
  private(set) var fullTexts: [FullText] = []

  /// The catalogue of that file; comments before tables and views are those of `schema.sql`.
  ///
  /// - Throws: `UntranslatableSQL` for tables of a kind that a knowledge base has none of.
  ///
  /// - Parameter isWanted: whether a table, view or index of that name is to be in it.
  init(_ database: Database, _ isWanted: (String) -> Bool) throws {
    let comments = Catalogue.leadingComments(in: Schema.text)
    var tables: [Table] = []
    let list = try database.prepare(
      """
      SELECT s.type, s.name, s.sql, l.type, l.strict FROM sqlite_schema AS s
      LEFT JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name
      WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid
      """)
    while try list.step() {
      let name = try list.text(1)
      let sql = try list.text(2)
      guard isWanted(name) else { continue }
      guard PostgresName.isSafe(name) else { throw UntranslatableSQL("the name '\(name)'") }
      do {
        switch (try list.text(0), try list.textOrNil(3)) {
        case ("table", "shadow"): break
        case ("table", "virtual"): fullTexts.append(try Catalogue.fullText(name, sql))
        case ("table", "table"):
          guard try list.integer(4) == 1 else { throw UntranslatableSQL("a table that is not STRICT") }
          tables.append(try Catalogue.table(name, sql, database, comments[name]))
        case ("view", _):
          views.append(View(name: name, select: try Catalogue.select(sql), comment: comments[name]))
        case ("index", _): indexes.append(try Catalogue.index(name, sql))
        case (let kind, _): throw UntranslatableSQL("a \(kind)")
        }
      } catch let error as UntranslatableSQL {
        throw UntranslatableSQL(error.what, in: name)
      }
    }
    self.tables = Catalogue.referredFirst(tables)
  }

  /// Each table behind those that it refers to, as far as they do not go round in a circle.
  private static func referredFirst(_ tables: [Table]) -> [Table] {
    var rest = tables
    var done: [Table] = []
    while !rest.isEmpty {
      let names = Set(rest.map(\.name))
      let place =
        rest.firstIndex { table in
          table.references.allSatisfy { $0.table == table.name || !names.contains($0.table) }
        } ?? 0
      done.append(rest.remove(at: place))
    }
    return done
  }
}

// MARK: - Reading the catalogue

extension Catalogue {
  private static func table(
    _ name: String, _ sql: String, _ database: Database, _ comment: String?
  ) throws -> Table {
    let definition = try TableText(sql)
    var columns: [Column] = []
    var key: [(place: Int64, name: String)] = []
    let info = try database.prepare(
      """
      SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(:name) ORDER BY cid
      """)
    try info.bind(name, ":name")
    while try info.step() {
      let column = try info.text(0)
      // A generated column is made of the others.
      guard try info.integer(5) == 0 else { continue }
      let place = try info.integer(4)
      if place > 0 { key.append((place, column)) }
      let isRequired = try info.integer(2) == 1
      columns.append(
        Column(
          name: column, type: try info.text(1), isRequired: isRequired,
          standard: try info.textOrNil(3), comment: definition.comments[column]))
    }
    key.sort { $0.place < $1.place }
    let first = columns.first { $0.name == key.first?.name }
    return Table(
      name: name, columns: columns, key: key.map(\.name),
      numbersRows: key.count == 1 && first?.type == "INTEGER" && !definition.hasNoRowNumber,
      uniques: try uniques(name, database), references: try references(name, database),
      checks: definition.checks, comment: comment)
  }

  private static func uniques(_ table: String, _ database: Database) throws -> [[String]] {
    let list = try database.prepare(
      """
      SELECT l.seq, i.name FROM pragma_index_list(:table) AS l, pragma_index_info(l.name) AS i
      WHERE l.origin = 'u' ORDER BY l.seq DESC, i.seqno
      """)
    try list.bind(table, ":table")
    var found: [(number: Int64, columns: [String])] = []
    while try list.step() {
      let number = try list.integer(0)
      if found.last?.number != number { found.append((number, [])) }
      found[found.count - 1].columns.append(try list.text(1))
    }
    return found.map(\.columns)
  }

  private static func references(_ table: String, _ database: Database) throws -> [Reference] {
    let list = try database.prepare(
      """
      SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(:table)
      ORDER BY id DESC, seq
      """)
    try list.bind(table, ":table")
    var found: [(number: Int64, reference: Reference)] = []
    while try list.step() {
      guard try list.text(4) == "NO ACTION", try list.text(5) == "NO ACTION" else {
        throw UntranslatableSQL("a foreign key that acts")
      }
      let number = try list.integer(0)
      if found.last?.number != number {
        found.append((number, Reference(columns: [], table: try list.text(1), targets: [])))
      }
      found[found.count - 1].reference.columns.append(try list.text(2))
      if let target = try list.textOrNil(3) { found[found.count - 1].reference.targets.append(target) }
    }
    return found.map(\.reference)
  }

  private static func select(_ sql: String) throws(UntranslatableSQL) -> [SQLNode] {
    let nodes = try SQLNode.tree(of: sql)
    guard nodes.count > 4, nodes[0].isWord("CREATE"), nodes[1].isWord("VIEW"), nodes[3].isWord("AS") else {
      throw UntranslatableSQL("a view with names of its own for its columns")
    }
    return Array(nodes[4...])
  }

  private static func index(_ name: String, _ sql: String) throws(UntranslatableSQL) -> Index {
    let nodes = try SQLNode.tree(of: sql)
    guard let on = nodes.firstIndex(where: { $0.isWord("ON") }), on + 2 < nodes.count,
      let table = nodes[on + 1].name, let columns = nodes[on + 2].group
    else { throw UntranslatableSQL("an index that is not read") }
    let rest = Array(nodes[(on + 3)...])
    guard rest.isEmpty || rest[0].isWord("WHERE") else {
      throw UntranslatableSQL("an index that is not read")
    }
    return Index(
      name: name, table: table, isUnique: nodes[1].isWord("UNIQUE"), columns: columns,
      condition: Array(rest.dropFirst()))
  }

  private static func fullText(_ name: String, _ sql: String) throws(UntranslatableSQL) -> FullText {
    let nodes = try SQLNode.tree(of: sql)
    guard let using = nodes.firstIndex(where: { $0.isWord("USING") }), using + 2 < nodes.count,
      nodes[using + 1].isWord("FTS5"), let inside = nodes[using + 2].group
    else { throw UntranslatableSQL("a virtual table other than FTS5") }
    var columns: [String] = []
    var options: [String: String] = [:]
    for part in inside.splitAtCommas() {
      guard let name = part.first?.name else { throw UntranslatableSQL("a column of FTS5 without a name") }
      if part.count > 2, part[1].isSign("="), let value = part[2].token {
        options[name.lowercased()] =
          value.kind == .string ? String(value.text.dropFirst().dropLast()) : value.text
      } else if !(part.count > 1 && part[1].isWord("UNINDEXED")) {
        columns.append(name)
      }
    }
    let content = options["content"].map { (table: $0, row: options["content_rowid"] ?? "rowid") }
    guard content?.table != "" else { throw UntranslatableSQL("full text without its texts") }
    return FullText(name: name, columns: columns, content: content)
  }

  /// The comments on the lines just before CREATE TABLE and CREATE VIEW, by name.
  static func leadingComments(in schema: String) -> [String: String] {
    var found: [String: String] = [:]
    var lines: [String] = []
    for line in schema.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("--") {
        lines.append(line.drop { $0 == "-" }.trimmedBlanks)
        continue
      }
      let words = line.split(separator: " ")
      if words.count > 2, words[0] == "CREATE", !lines.isEmpty {
        found[String(words[1] == "VIRTUAL" ? words[3] : words[2])] = lines.joined(separator: " ")
      }
      lines = []
    }
    return found
  }
}

extension Substring {
  /// The text without blanks at either end.
  fileprivate var trimmedBlanks: String { String(self).trimmedBlanks }
}

/// What the text of CREATE TABLE says and no pragma does: conditions and comments.
private struct TableText {
  var checks: [[SQLNode]] = []
  var comments: [String: String] = [:]
  /// Whether the table is one WITHOUT ROWID.
  var hasNoRowNumber = false

  init(_ sql: String) throws(UntranslatableSQL) {
    let tokens = try SQLToken.tokens(of: sql)
    let nodes = try SQLNode.tree(of: tokens)
    guard let place = nodes.firstIndex(where: { $0.group != nil }), let inside = nodes[place].group else {
      throw UntranslatableSQL("a table without a list of columns")
    }
    hasNoRowNumber = nodes[place...].contains { $0.isWord("WITHOUT") }
    for item in inside.splitAtCommas() {
      for (place, node) in item.enumerated() {
        if place > 0,
          ["COLLATE", "AUTOINCREMENT", "CONFLICT", "DEFERRABLE"].contains(where: { node.isWord($0) })
        {
          throw UntranslatableSQL(node.token?.text.uppercased() ?? "")
        }
        if node.isWord("CHECK"), place + 1 < item.count, let condition = item[place + 1].group {
          checks.append(condition)
        }
      }
    }
    comments = TableText.comments(tokens)
  }

  /// A comment belongs to the columns that begin on its line, else to the one before.
  private static func comments(_ tokens: [SQLToken]) -> [String: String] {
    let constraints: Set<String> = ["CHECK", "PRIMARY", "UNIQUE", "FOREIGN", "CONSTRAINT"]
    var found: [String: String] = [:]
    var depth = 0
    var isStart = false
    var onLine: [String] = []
    var last: String?
    for token in tokens {
      if token.space.contains("\n") { onLine = [] }
      if token.kind == .comment {
        for column in onLine.isEmpty ? [last].compactMap({ $0 }) : onLine {
          found[column] = found[column].map { "\($0) \(token.text)" } ?? token.text
        }
        continue
      }
      if isStart, depth == 1 {
        let isColumn = token.kind == .name || !constraints.contains(token.text.uppercased())
        last = isColumn ? token.text : nil
        if isColumn { onLine.append(token.text) }
      }
      isStart = false
      if token.isSign("(") {
        depth += 1
        isStart = depth == 1
      } else if token.isSign(")") {
        depth -= 1
      } else if token.isSign(","), depth == 1 {
        isStart = true
      }
    }
    return found
  }
}
