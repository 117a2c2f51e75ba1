import SQLite

extension KnowledgeBase {
  /// Datasets that may not be passed on and whose files were imported, with the number of claims and parked records.
  ///
  /// Single figures that somebody took from such a dataset by hand are quotations and no part of this.
  public func restrictedDatasets() throws -> [(name: String, records: Int64)] {
    var found: [(name: String, records: Int64)] = []
    let statement = try database.prepare(
      """
      SELECT s.name,
        (SELECT count(*) FROM release AS r JOIN claim AS c ON c.document = r.document
         WHERE r.dataset = s.id AND r.layout IS NOT NULL)
        + (SELECT count(*) FROM parked_row AS p WHERE p.release ->> 'dataset' = s.name) AS records
      FROM source AS s WHERE s.redistributable = 0 ORDER BY s.name
      """)
    while try statement.step() {
      let records = try statement.integer(1)
      if records > 0 { found.append((try statement.text(0), records)) }
    }
    return found
  }
}
