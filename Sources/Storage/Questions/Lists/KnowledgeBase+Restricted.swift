import SQLite

extension KnowledgeBase {
  /// Datasets that may not be passed on and whose files were imported, with the number of all their claims, those that
  /// were withdrawn among them, and parked records.
  ///
  /// Single figures that somebody took from such a dataset by hand are quotations and no part of this.
  public func restrictedDatasets() throws -> [WithheldDataset] {
    var found: [WithheldDataset] = []
    let statement = try database.prepare(
      """
      SELECT s.name, s.licence,
        (SELECT count(*) FROM release AS r JOIN claim AS c ON c.document = r.document
         WHERE r.dataset = s.id AND r.layout IS NOT NULL)
        + (SELECT count(*) FROM parked_row AS p WHERE p.release ->> 'dataset' = s.name) AS records
      FROM source AS s WHERE s.redistributable = 0 ORDER BY s.name
      """)
    while try statement.step() {
      let records = Int(try statement.integer(2))
      guard records > 0 else { continue }
      found.append(
        WithheldDataset(name: try statement.text(0), licence: try statement.textOrNil(1), claims: records))
    }
    return found
  }
}
