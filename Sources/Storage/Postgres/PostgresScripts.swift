import SQLite

/// The scripts with which `psql` makes a knowledge base in PostgreSQL out of files of rows: the two parts of
/// `schema-postgres.sql`, and one that loads the rows between them.
public enum PostgresScripts {
  /// A table whose rows go into a file of its own, `data/NAME.copy`.
  public struct Table: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its columns in order, but for those that are made of others.
    public var columns: [String]
    /// The columns as SQL lists them.
    var list: String { columns.joined(separator: ", ") }
  }

  /// The first line of each script, by which an export knows those of an earlier one.
  public static let mark = "-- armskb export postgres"
  /// `schema.sql`: tables with keys and conditions, comments, full text, views.
  public static var schema: String { "\(mark)\n\(text[..<rows])" }
  /// `keys.sql`: further keys, references and indexes, which are cheaper to make when the rows are in.
  public static var keys: String { "\(mark)\n\(text[rows...])" }

  private static let text = EmbeddedFiles.text("schema-postgres.sql")
  /// Where the file says that the rows come in.
  private static let rows = text.firstRange(of: "-- Here the rows come in")?.lowerBound ?? text.endIndex

  /// `load.sql`: all of it in one transaction, given the rows that the file of each table has.
  public static func load(_ tables: [(table: Table, rows: Int)]) -> String {
    let copies = tables.map { table, _ in
      "\\copy \(table.name) (\(table.list)) FROM 'data/\(table.name).copy' WITH (FORMAT text, ENCODING 'UTF8')"
    }
    // A file that was cut off at the end of a line would go in without a word.
    let counts = tables.map { table, rows in
      "  IF (SELECT count(*) FROM \(table.name)) <> \(rows) THEN "
        + "RAISE EXCEPTION 'data/\(table.name).copy is not whole: it had \(rows) rows'; END IF;"
    }
    return """
      \(mark)
      -- Fills an empty database: in this folder type  psql -d NAME -f load.sql
      -- All of it or, after any fault, nothing. PostgreSQL 14 or later, a database in UTF-8.
      \\set QUIET on
      \\set ON_ERROR_STOP on
      \\encoding UTF8
      SET client_min_messages = warning;
      SET standard_conforming_strings = on;
      BEGIN;
      \\ir schema.sql
      \(copies.joined(separator: "\n"))
      \\ir keys.sql
      DO $$ BEGIN
      \(counts.joined(separator: "\n"))
      END $$;
      ANALYZE \(tables.map(\.table.name).joined(separator: ", "));
      COMMIT;

      """
  }
}

extension KnowledgeBase {
  /// The tables whose rows are taken to PostgreSQL: all of `schema.sql` that hold any themselves.
  public func postgresTables() throws -> [PostgresScripts.Table] {
    try Schema.order.compactMap { name in
      guard let object = Schema.objects[name], object.kind == "table", !object.sql.contains("content =")
      else { return nil }
      // Full text has the row's number beside its columns.
      let row = object.sql.hasPrefix("CREATE VIRTUAL ") ? ["rowid"] : []
      return PostgresScripts.Table(name: name, columns: row + (try Schema.columns(of: name, database)))
    }
  }
}
