import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Whether the file holds anything that is not to be passed on: claims of such datasets, also withdrawn ones, or
  /// records of a dataset's file that wait as they were read.
  public func hasWithheldRows() throws -> Bool {
    let documents = try withheldDocuments()
    let list = documents.map(String.init).joined(separator: ", ")
    return try integer("SELECT EXISTS (SELECT 1 FROM parked_row)") == 1
      || integer("SELECT EXISTS (SELECT 1 FROM claim WHERE document IN (\(list)))") == 1
  }

  /// Erases what is not to be passed on, and makes transfers and totals anew: for a copy that is to be published.
  ///
  /// The documents stay, as names of what is missing.
  ///
  /// - Returns: the number of claims that are left.
  public func eraseWithheldRows() throws -> Int {
    let documents = try withheldDocuments().map(String.init).joined(separator: ", ")
    try database.transaction(.immediate) {
      // What follows from the claims goes first: each row of a claim would be looked for there.
      try database.execute(
        """
        DELETE FROM transfer_claim; DELETE FROM transfer; DELETE FROM parked_row;
        CREATE TEMP TABLE withheld AS SELECT id, batch FROM claim WHERE document IN (\(documents));
        DELETE FROM verdict WHERE claim IN (SELECT id FROM temp.withheld) OR other IN (SELECT id FROM temp.withheld);
        DELETE FROM claim_rank WHERE claim IN (SELECT id FROM temp.withheld);
        DELETE FROM claim_restated WHERE claim IN (SELECT id FROM temp.withheld);
        DELETE FROM document_fingerprint WHERE document IN (\(documents));
        DELETE FROM document_copy WHERE document IN (\(documents)) OR original IN (\(documents));
        DELETE FROM claim WHERE id IN (SELECT id FROM temp.withheld);
        CREATE TEMP TABLE withheld_weapon AS SELECT id FROM weapon
          WHERE batch IN (SELECT batch FROM temp.withheld) AND id NOT IN (SELECT weapon FROM weapon_alias)
            AND id NOT IN (SELECT weapon FROM claim WHERE weapon IS NOT NULL);
        DELETE FROM weapon_text WHERE rowid IN (SELECT id FROM temp.withheld_weapon);
        DELETE FROM weapon WHERE id IN (SELECT id FROM temp.withheld_weapon);
        DELETE FROM extra_key WHERE name NOT IN
          (SELECT \(ExtraMembers.key) FROM claim AS c, \(ExtraMembers(of: "c.extra").table) WHERE c.extra IS NOT NULL)
          AND (name <> '\(ClaimDraft.dealKey)' OR NOT EXISTS (SELECT 1 FROM claim WHERE deal IS NOT NULL));
        INSERT INTO claim_text (claim_text) VALUES ('rebuild');
        INSERT INTO document_text (document_text) VALUES ('rebuild');
        INSERT INTO weapon_text (weapon_text) VALUES ('rebuild');
        UPDATE batch SET full_text = 1 WHERE full_text = 0;
        DROP TABLE temp.withheld_weapon; DROP TABLE temp.withheld;
        """)
    }
    try remake()
    return Int(try integer("SELECT count(*) FROM claim"))
  }

  /// Erases tables, views and indexes that are not of this program: for a copy that is to be published.
  public func eraseAdditions() throws {
    try Schema.eraseAdditions(in: database)
  }

  /// The names of the columns of a table or view, in order.
  public func columnNames(of table: String) throws -> [String] {
    let statement = try database.prepare(
      "SELECT name FROM pragma_table_xinfo(:table) WHERE hidden <> 1 ORDER BY cid")
    try statement.bind(table, ":table")
    var names: [String] = []
    while try statement.step() { names.append(try statement.text(0)) }
    return names
  }

  /// Writes a copy without gaps, as one plain file that needs no other beside it.
  ///
  /// - Parameter path: must not be there.
  public func vacuum(into path: String) throws {
    try database.vacuum(into: path)
  }
}
