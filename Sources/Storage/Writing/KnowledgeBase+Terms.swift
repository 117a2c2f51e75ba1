import SQLite

/// A dataset that was taken in as a file, and whose terms do not let its rows be passed on.
public struct WithheldDataset: Hashable, Sendable {
  /// The name of the source.
  public var name: String
  /// Its terms in a word, such as `sipri-nc`; nil if no word is known for them.
  public var licence: String?
  /// Claims of it that were asked for.
  public var claims: Int
}

extension KnowledgeBase {
  /// Rows of the documents that are whole files of datasets whose terms do not let their rows be passed on.
  ///
  /// A single figure that somebody took from such a dataset, and what an article says of it, is not among them.
  public func withheldDocuments() throws -> [Int64] {
    var documents: [Int64] = []
    try rows(
      """
      SELECT r.document FROM release AS r JOIN source AS s ON s.id = r.dataset
      WHERE r.layout IS NOT NULL AND s.redistributable = 0 ORDER BY r.document
      """
    ) { documents.append(try $0.integer(0)) }
    return documents
  }

  /// The datasets behind those documents, with the number of their claims that stand and pass the filter.
  ///
  /// Datasets of which no claim passes are left out. In the order of their names.
  public func withheldDatasets(_ filter: Filter, documents: [Int64]) throws -> [WithheldDataset] {
    guard !documents.isEmpty else { return [] }
    try loadDirectory()
    var filter = filter
    filter.withoutDocuments = []
    var conditions = try listConditions(filter)
    conditions.add("c.document", in: documents)
    let statement = try database.prepare(
      """
      SELECT o.name, o.licence, count(*) FROM claim AS c CROSS JOIN document AS d ON d.id = c.document
      LEFT JOIN weapon AS w ON w.id = c.weapon JOIN release AS r ON r.document = c.document
      JOIN source AS o ON o.id = r.dataset WHERE \(conditions.sql) GROUP BY o.id ORDER BY o.name
      """)
    try conditions.bind(statement)
    var found: [WithheldDataset] = []
    while try statement.step() {
      found.append(
        WithheldDataset(
          name: try statement.text(0), licence: try statement.textOrNil(1),
          claims: Int(try statement.integer(2))))
    }
    return found
  }
}
