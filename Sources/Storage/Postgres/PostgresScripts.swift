import SQLite

/// The scripts with which `psql` makes a knowledge base in PostgreSQL out of files of rows.
///
/// Made from what the SQLite file says of itself, so that a table or view that is new there is new here.
public struct PostgresScripts: Sendable {
  /// A table whose rows go into a file of its own.
  public struct Table: Hashable, Sendable {
    /// Its name; the file of its rows is `data/NAME.copy`.
    public var name: String
    /// Its columns in order.
    public var columns: [String]
    /// The columns of its key, the order of its rows.
    let key: [String]
    /// The column that PostgreSQL is to number, nil if there is none.
    let numbered: String?
  }
  /// The tables, those that others refer to first.
  public let tables: [Table]
  /// `schema.sql`: tables with keys and conditions, comments, full text, views.
  public let schema: String
  /// `keys.sql`: further keys, references and indexes, which are cheaper to make when the rows are in.
  public let keys: String

  /// The first line of each script, by which an export knows those of an earlier one.
  static let mark = "-- armskb export postgres"

  /// The scripts for that file.
  ///
  /// - Throws: `UntranslatableSQL` for a condition, view or table for which there is no rule.
  init(_ catalogue: Catalogue) throws(UntranslatableSQL) {
    let words = PostgresExpression(
      keys: Dictionary(catalogue.tables.map { ($0.name.lowercased(), $0.key) }) { first, _ in first })
    let owned = catalogue.fullTexts.filter { $0.content == nil }
    tables =
      catalogue.tables.map { table in
        Table(
          name: table.name, columns: table.columns.map(\.name), key: table.key,
          numbered: PostgresScripts.numbered(table))
      } + owned.map { Table(name: $0.name, columns: ["rowid"] + $0.columns, key: ["rowid"], numbered: nil) }
    schema = try PostgresScripts.schema(catalogue, words)
    keys = try PostgresScripts.keys(catalogue, words)
  }

  /// `load.sql`: all of it in one transaction, given the rows that each table has and its next number.
  ///
  /// - Parameter counts: the rows in the file of each table, by its name.
  /// - Parameter next: the number after the highest, by the names of tables that number their rows.
  public func load(counts: [String: Int], next: [String: Int64]) -> String {
    var lines = [
      PostgresScripts.mark, "-- Fills an empty database: in this folder type  psql -d NAME -f load.sql",
      "-- All of it or, after any fault, nothing. PostgreSQL 14 or later, a database in UTF-8.",
      "\\set QUIET on", "\\set ON_ERROR_STOP on", "\\encoding UTF8", "SET client_min_messages = warning;",
      "SET standard_conforming_strings = on;", "BEGIN;",
      "\\ir schema.sql",
    ]
    for table in tables {
      let columns = table.columns.map(PostgresName.quoted).joined(separator: ", ")
      lines.append(
        "\\copy \(PostgresName.quoted(table.name)) (\(columns)) FROM 'data/\(table.name).copy' "
          + "WITH (FORMAT text, ENCODING 'UTF8')")
    }
    lines.append("\\ir keys.sql")
    for table in tables {
      guard let column = table.numbered, let number = next[table.name] else { continue }
      lines.append(
        "ALTER TABLE \(PostgresName.quoted(table.name)) ALTER COLUMN \(PostgresName.quoted(column)) RESTART WITH \(number);"
      )
    }
    // A file that was cut off at the end of a line would go in without a word.
    lines.append("DO $$ BEGIN")
    for table in tables {
      let count = counts[table.name] ?? 0
      lines.append(
        "  IF (SELECT count(*) FROM \(PostgresName.quoted(table.name))) <> \(count) THEN "
          + "RAISE EXCEPTION 'data/\(table.name).copy is not whole: it had \(count) rows'; END IF;")
    }
    lines.append("END $$;")
    lines.append("ANALYZE \(tables.map { PostgresName.quoted($0.name) }.joined(separator: ", "));")
    lines.append("COMMIT;")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Numbers that SQLite gives out itself; not those that are another table's.
  private static func numbered(_ table: Catalogue.Table) -> String? {
    guard table.numbersRows, let key = table.key.first,
      !table.references.contains(where: { $0.columns == [key] })
    else { return nil }
    return key
  }
}

// MARK: - schema.sql

extension PostgresScripts {
  private static func schema(
    _ catalogue: Catalogue, _ words: PostgresExpression
  ) throws(UntranslatableSQL) -> String {
    var parts = [
      """
      \(mark)
      -- A knowledge base of armskb in PostgreSQL, made from the tables of its SQLite file; `armskb schema` prints
      -- those. Identifiers, units and empty values mean the same: NULL is not known, never zero; money and TIV are
      -- in thousandths of a unit; dates keep the precision that was printed. Texts compare byte by byte.
      """
    ]
    for table in catalogue.tables {
      do throws(UntranslatableSQL) { parts.append(try create(table, words)) } catch {
        throw UntranslatableSQL(error.what, in: table.name)
      }
    }
    if !catalogue.fullTexts.isEmpty { parts.append(wordSearch) }
    for text in catalogue.fullTexts { parts.append(create(text)) }
    for view in catalogue.views {
      do throws(UntranslatableSQL) {
        let select = try words.text(view.select).trimmedBlanks
        parts.append("CREATE VIEW \(PostgresName.quoted(view.name)) AS\n\(select);")
      } catch {
        throw UntranslatableSQL(error.what, in: view.name)
      }
    }
    parts.append(comments(catalogue).joined(separator: "\n"))
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func create(
    _ table: Catalogue.Table, _ words: PostgresExpression
  ) throws(UntranslatableSQL) -> String {
    var lines: [String] = []
    let number = numbered(table)
    for column in table.columns {
      guard let type = PostgresName.types[column.type] else {
        throw UntranslatableSQL("the type \(column.type) of \(column.name)")
      }
      var line = "\(PostgresName.quoted(column.name)) \(type)"
      // By its bytes, as in SQLite, whatever the language of the database.
      if type == "text" { line += " COLLATE \"C\"" }
      if column.name == number { line += " GENERATED BY DEFAULT AS IDENTITY" }
      if column.isRequired, !table.key.contains(column.name) { line += " NOT NULL" }
      if let standard = column.standard {
        line += " DEFAULT \(try words.text(try SQLNode.tree(of: standard)))"
      }
      lines.append(line)
    }
    if !table.key.isEmpty { lines.append("PRIMARY KEY (\(list(table.key)))") }
    for check in table.checks { lines.append("CHECK (\(try words.text(check).trimmedBlanks))") }
    return
      "CREATE TABLE \(PostgresName.quoted(table.name)) (\n  \(lines.joined(separator: ",\n  "))\n);"
  }

  /// How words are found: without their diacritics where the server has the means, and `S-400` as `S 400`.
  private static var wordSearch: String {
    """
    CREATE TEXT SEARCH CONFIGURATION armskb (COPY = pg_catalog.simple);
    DO $$ BEGIN
      CREATE EXTENSION IF NOT EXISTS unaccent;
      ALTER TEXT SEARCH CONFIGURATION armskb ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
    EXCEPTION WHEN OTHERS THEN
      RAISE WARNING 'words are found with their diacritics only: the extension unaccent is not to be had (%)', SQLERRM;
    END $$;
    CREATE FUNCTION armskb_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN to_tsvector('armskb', translate($1, '-/._:@', '      '));
    CREATE FUNCTION armskb_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN plainto_tsquery('armskb', translate($1, '-/._:@', '      '));
    COMMENT ON FUNCTION armskb_words(text) IS 'The words of a text, as the indexes of full text hold them.';
    COMMENT ON FUNCTION armskb_query(text) IS 'All of these words: SELECT rowid FROM claim_text WHERE words @@ armskb_query(''S-400 battery'')';
    """
  }

  /// A table or view under the name that the full text has in SQLite, with a column `words` to search in.
  private static func create(_ text: Catalogue.FullText) -> String {
    let name = PostgresName.quoted(text.name)
    guard let content = text.content else {
      let columns = text.columns.map { "\(PostgresName.quoted($0)) text COLLATE \"C\"" }
      return """
        CREATE TABLE \(name) (
          rowid bigint PRIMARY KEY,
          \(columns.joined(separator: ",\n  ")),
          words tsvector GENERATED ALWAYS AS (\(vector(text))) STORED
        );
        """
    }
    return """
      CREATE VIEW \(name) AS
      SELECT \(PostgresName.quoted(content.row)) AS rowid, \(list(text.columns)), \(vector(text)) AS words
      FROM \(PostgresName.quoted(content.table));
      """
  }

  private static func vector(_ text: Catalogue.FullText) -> String {
    let texts = text.columns.map { "coalesce(\(PostgresName.quoted($0)), '')" }
    return "armskb_words(\(texts.joined(separator: " || ' ' || ")))"
  }

  private static func comments(_ catalogue: Catalogue) -> [String] {
    var lines: [String] = []
    for table in catalogue.tables {
      let name = PostgresName.quoted(table.name)
      if let comment = table.comment {
        lines.append("COMMENT ON TABLE \(name) IS \(PostgresName.literal(comment));")
      }
      for column in table.columns {
        guard let comment = column.comment else { continue }
        lines.append(
          "COMMENT ON COLUMN \(name).\(PostgresName.quoted(column.name)) IS \(PostgresName.literal(comment));"
        )
      }
    }
    for view in catalogue.views {
      guard let comment = view.comment else { continue }
      lines.append(
        "COMMENT ON VIEW \(PostgresName.quoted(view.name)) IS \(PostgresName.literal(comment));")
    }
    return lines
  }

  private static func list(_ names: [String]) -> String {
    names.map(PostgresName.quoted).joined(separator: ", ")
  }
}

// MARK: - keys.sql

extension PostgresScripts {
  private static func keys(
    _ catalogue: Catalogue, _ words: PostgresExpression
  ) throws(UntranslatableSQL) -> String {
    var lines = [
      mark, "-- What schema.sql leaves for when the rows are in: further keys, references, indexes.", "",
    ]
    for table in catalogue.tables {
      let name = PostgresName.quoted(table.name)
      for columns in table.uniques { lines.append("ALTER TABLE \(name) ADD UNIQUE (\(list(columns)));") }
    }
    for table in catalogue.tables {
      let name = PostgresName.quoted(table.name)
      for reference in table.references {
        let targets = reference.targets.isEmpty ? "" : " (\(list(reference.targets)))"
        lines.append(
          "ALTER TABLE \(name) ADD FOREIGN KEY (\(list(reference.columns))) REFERENCES "
            + "\(PostgresName.quoted(reference.table))\(targets);")
      }
    }
    for index in catalogue.indexes {
      do throws(UntranslatableSQL) {
        let condition = index.condition.isEmpty ? "" : " WHERE\(try words.text(index.condition))"
        lines.append(
          "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(PostgresName.quoted(index.name)) ON "
            + "\(PostgresName.quoted(index.table)) (\(try words.text(index.columns).trimmedBlanks))\(condition);"
        )
      } catch {
        throw UntranslatableSQL(error.what, in: index.name)
      }
    }
    for text in catalogue.fullTexts {
      let place = text.content.map { PostgresName.quoted($0.table) } ?? PostgresName.quoted(text.name)
      lines.append(
        "CREATE INDEX \(PostgresName.quoted(text.name + "_words")) ON \(place) USING gin "
          + "(\(text.content == nil ? "words" : vector(text)));")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension KnowledgeBase {
  /// The scripts with which `psql` makes this knowledge base in PostgreSQL.
  ///
  /// - Parameter includingAdditions: with tables, views and indexes that persons added to the file.
  /// - Throws: `UntranslatableSQL` if the file has a table, condition or view for which there is no rule.
  public func postgresScripts(includingAdditions: Bool = false) throws -> PostgresScripts {
    try PostgresScripts(try Catalogue(database) { includingAdditions || Schema.objects[$0] != nil })
  }
}
