import CEmbedded
import SQLite

/// The tables, views and indexes of `schema.sql`, held against those of a file.
extension Schema {
  /// A table, view or index of `schema.sql`.
  struct Object: Hashable, Sendable {
    /// `table`, `view` or `index`.
    var kind: String
    /// The statement that makes it, as SQLite keeps it: without the semicolon.
    var sql: String
  }

  /// The names of the objects of `schema.sql`, in its order.
  static let order: [String] = statements.compactMap { statement in
    let words = statement.prefix(100).split { $0 == " " || $0 == "(" }
    guard words.count > 3, words[0] == "CREATE" else { return nil }
    return String(words[1] == "VIRTUAL" || words[1] == "UNIQUE" ? words[3] : words[2])
  }

  /// All objects of a knowledge base by their names, with the tables in which SQLite's full text keeps its own.
  static let objects: [String: Object] = {
    var objects: [String: Object] = [:]
    for statement in statements {
      let words = statement.prefix(100).split { $0 == " " || $0 == "(" }
      guard words.count > 2, words[0] == "CREATE" else { continue }
      let isVirtual = words[1] == "VIRTUAL"
      let (kind, name) = isVirtual || words[1] == "UNIQUE" ? (words[2], words[3]) : (words[1], words[2])
      let object = Object(kind: kind.lowercased(), sql: String(statement))
      objects[String(name)] = object
      if isVirtual { objects.merge(fullTextTables(String(name), object)) { first, _ in first } }
    }
    return objects
  }()

  /// Names of the tables that are no full text's.
  static var tables: Set<String> {
    Set(objects.filter { $0.value.kind == "table" && $0.value.sql.hasPrefix("CREATE TABLE ") }.keys)
      .filter { !$0.contains("_text_") }
  }

  /// The statements of `schema.sql`, each without its semicolon and what stands before it.
  private static var statements: [Substring] {
    var found: [Substring] = []
    let text = self.text
    let bytes = text.utf8
    var start: String.Index?
    var place = bytes.startIndex
    func skip(_ past: UInt8) {
      repeat { bytes.formIndex(after: &place) } while place < bytes.endIndex && bytes[place] != past
    }
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "'"): skip(UInt8(ascii: "'"))
      case UInt8(ascii: "-") where text[place...].hasPrefix("--"): skip(UInt8(ascii: "\n"))
      case UInt8(ascii: ";"):
        if let start { found.append(text[start..<place]) }
        start = nil
      case UInt8(ascii: " "), UInt8(ascii: "\n"): break
      default: start = start ?? place
      }
      if place < bytes.endIndex { bytes.formIndex(after: &place) }
    }
    return found
  }

  /// The tables that FTS5 makes beside a table of full text, in its own words.
  private static func fullTextTables(_ name: String, _ table: Object) -> [String: Object] {
    var parts = [
      "data": "(id INTEGER PRIMARY KEY, block BLOB)",
      "idx": "(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
      "docsize": "(id INTEGER PRIMARY KEY, sz BLOB)", "config": "(k PRIMARY KEY, v) WITHOUT ROWID",
    ]
    if !table.sql.contains("content =") {
      let columns = table.sql.drop { $0 != "(" }.dropFirst().split(separator: ",")
        .filter { !$0.contains("=") }
      parts["content"] =
        "(id INTEGER PRIMARY KEY, " + columns.indices.map { "c\($0)" }.joined(separator: ", ") + ")"
    }
    return Dictionary(
      uniqueKeysWithValues: parts.map {
        ("\(name)_\($0.key)", Object(kind: "table", sql: "CREATE TABLE '\(name)_\($0.key)'\($0.value)"))
      })
  }

  /// The tables, views and indexes of the file that bear names of ours.
  static func ownDefinitions(in database: Database) throws -> [String: Object] {
    var found: [String: Object] = [:]
    try definitions(in: database) {
      guard $0.kind != "trigger", objects[$0.name] != nil else { return }
      found[$0.name] = Object(kind: $0.kind, sql: $0.sql ?? "")
    }
    return found
  }

  /// Names of all that is defined in the file, but for what SQLite makes by itself.
  static func names(in database: Database) throws -> Set<String> {
    var names: Set<String> = []
    try definitions(in: database) { names.insert($0.name) }
    return names
  }

  /// Makes sure that every object of a knowledge base is in the file, word for word as in `schema.sql`, and that no
  /// trigger is on any: schema text of a file is never run unless it is this program's own.
  ///
  /// What else is in the file is left alone; nothing of this program reads it.
  ///
  /// - Throws: `StorageError.foreignSchema` with the first that differs.
  static func requireOwn(_ database: Database, path: String) throws {
    try requireNoTriggers(database, path: path)
    var missing = objects
    try definitions(in: database) { found in
      guard found.kind != "trigger", let own = missing.removeValue(forKey: found.name) else { return }
      guard found.kind == own.kind, found.sql == own.sql else {
        throw StorageError.foreignSchema(
          path: path, what: "the \(found.kind) '\(found.name)' is not as this program defines it")
      }
    }
    if let (name, own) = missing.min(by: { $0.key < $1.key }) {
      throw StorageError.foreignSchema(path: path, what: "the \(own.kind) '\(name)' is missing")
    }
  }

  /// Makes sure that no trigger is on any object of a knowledge base.
  static func requireNoTriggers(_ database: Database, path: String) throws {
    try definitions(in: database) { found in
      guard found.kind != "trigger" || objects[found.table] == nil else {
        throw StorageError.foreignSchema(
          path: path, what: "the trigger '\(found.name)' on '\(found.table)' is not of this program")
      }
    }
  }

  /// Tables, views, indexes and triggers that are not of this program, such as a person's own tables; sorted.
  static func additions(in database: Database) throws -> [String] {
    var found: [String] = []
    try definitions(in: database) {
      if $0.kind == "trigger" || objects[$0.name] == nil { found.append("\($0.kind) \($0.name)") }
    }
    return found
  }

  /// Drops them, views before tables and triggers with what they are on.
  static func eraseAdditions(in database: Database) throws {
    var found: [(kind: String, name: String)] = []
    try definitions(in: database) { if objects[$0.name] == nil { found.append(($0.kind, $0.name)) } }
    for kind in ["view", "index", "table"] {
      for (_, name) in found.filter({ $0.kind == kind }) {
        try database.execute("DROP \(kind) IF EXISTS \"\(name.replacing("\"", with: "\"\""))\"")
      }
    }
  }

  private typealias Definition = (kind: String, name: String, table: String, sql: String?)

  private static func definitions(in database: Database, _ body: (Definition) throws -> Void) throws {
    let statement = try database.prepare(
      """
      SELECT type, name, tbl_name, sql FROM main.sqlite_schema
      WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name, rowid
      """)
    while try statement.step() {
      try body(
        (
          try statement.text(0), try statement.text(1), try statement.text(2), try statement.textOrNil(3)
        ))
    }
  }
}
