import ArmsModel
import SQLite

extension Schema {
  /// A step from a version to the next: what `schema.sql` alone does not tell.
  ///
  /// Tables are made anew as the newest `schema.sql` defines them, and take over the columns that they share with the
  /// old ones. A step changes rows before that, where they could not stand in the new tables otherwise.
  struct Migration: Sendable {
    /// The version that it begins with.
    var from: Int
    /// What changed, for whoever reads this list.
    var name: String
    /// SQL on the old tables; empty where there is nothing to do.
    var sql: String
    /// The digest of the definitions of that version, as no other ones are taken over; nil for whatever they are.
    var definitions: String?
  }

  /// The steps in order.
  static let migrations = [
    Migration(
      from: 1, name: "keys, checks of words and dates, identifiers as columns", sql: "",
      definitions: "aea404061e5e22abd8147bce6f56b37d65e8a52225d667a14dcc08c764f44562")
  ]

  /// Brings the file to the newest version, in one transaction.
  ///
  /// - Parameters:
  ///   - before: called when nobody else can change the file any more, and nothing is changed yet.
  ///   - after: what SQL alone cannot do, in the same transaction.
  /// - Throws: `StorageError.foreignSchema` if the file's tables are not those of its version; `StorageError.damaged` if
  ///   rows refer to others that are not there; `SQLiteError` where a row cannot stand in the new tables.
  static func migrate(
    _ database: Database, path: String, by steps: [Migration] = migrations,
    before: () throws -> Void = {}, after: () throws -> Void = {}
  ) throws {
    // Tables that others refer to are replaced; inside a transaction these pragmas do nothing.
    try database.execute("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON")
    defer { try? database.execute("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON") }
    try database.transaction(.immediate) {
      // Another program may have done it meanwhile.
      let found = Int(try database.userVersion())
      let due = steps.filter { $0.from >= found }
      guard let first = due.first else { return }
      try requireNoTriggers(database, path: path)
      if let wanted = first.definitions { try requireDigest(wanted, database, path) }
      try before()
      for step in due { try database.execute(step.sql) }
      try rebuild(database)
      try database.setUserVersion(Int32(version))
      try after()
      if let broken = try database.foreignKeyCheck().first {
        throw StorageError.damaged(
          "row \(broken.rowID ?? 0) of \(broken.table) refers to a row of \(broken.parent) that is not there")
      }
    }
  }

  /// Makes all tables, views and indexes of ours as `schema.sql` has them; what persons added stays.
  private static func rebuild(_ database: Database) throws {
    let old = try ownDefinitions(in: database)
    for kind in ["view", "index"] {
      for (name, object) in old where object.kind == kind { try database.execute("DROP \(kind) \(name)") }
    }
    for name in order {
      guard let new = objects[name] else { continue }
      guard new.kind == "table", let former = old[name] else {
        try database.execute(new.sql)
        continue
      }
      if former == new { continue }
      try database.execute("ALTER TABLE \(name) RENAME TO \(name)_before; \(new.sql)")
      let kept = try columns(of: name + "_before", database)
      let columns = try columns(of: name, database).filter(kept.contains).joined(separator: ", ")
      try database.execute(
        "INSERT INTO \(name) (\(columns)) SELECT \(columns) FROM \(name)_before; DROP TABLE \(name)_before")
    }
  }

  /// The columns of a table that hold values of their own, in order.
  static func columns(of table: String, _ database: Database) throws -> [String] {
    let statement = try database.prepare(
      "SELECT name FROM pragma_table_info('\(table)', 'main') ORDER BY cid")
    var names: [String] = []
    while try statement.step() { names.append(try statement.text(0)) }
    return names
  }

  private static func requireDigest(_ wanted: String, _ database: Database, _ path: String) throws {
    guard try digest(of: ownDefinitions(in: database)) == wanted else {
      throw StorageError.foreignSchema(path: path, what: "its tables are not as an earlier program made them")
    }
  }

  /// A digest of definitions, whatever the order in which they were made.
  static func digest(of definitions: [String: Object]) -> String {
    let lines = definitions.map { "\($0.key)\n\($0.value.kind)\n\($0.value.sql)\n" }.sorted()
    var digest = FileDigest()
    Array(lines.joined().utf8).withUnsafeBytes { digest.update($0) }
    return digest.hexadecimal
  }
}
