import ArmsModel
public import SQLite

extension ListColumn {
  /// A transfer of a network, with the date of the order where a claim gives it.
  public static let networkTransfers: [ListColumn] =
    transfers + [
      ListColumn("category_name", .text, "(SELECT name FROM weapon_category WHERE slug = t.category)"),
      ListColumn(
        "ordered", .text,
        """
        (SELECT min(c.from_date) FROM transfer_claim AS tc JOIN claim AS c ON c.id = tc.claim
         WHERE tc.transfer = t.id AND c.status = 'ordered')
        """),
    ]

  /// A claim of a network, with its transfer and its document.
  public static let networkClaims: [ListColumn] = [
    ListColumn("id", .identity("c"), "c.hash"),
    ListColumn("transfer", .identity("t"), "t.key"),
    ListColumn("document", .identity("d"), "d.hash"),
    ListColumn("status", .text, "c.status"),
    ListColumn("from", .text, "c.from_date"),
    ListColumn("to", .text, "c.to_date"),
    ListColumn("evidence", .text, "c.evidence"),
    ListColumn("note", .text, "c.note"),
    ListColumn("asserted_by", .text, "coalesce(c.asserted_by_printed, s.name)"),
    ListColumn("publisher", .text, "d.publisher"),
    ListColumn("url", .text, "d.url"),
  ]

  /// A party of a network: names by which it may be found elsewhere, no demonyms and no capitals.
  public static let networkParties: [ListColumn] = [
    ListColumn("code", .text, "p.code"),
    ListColumn("name", .text, "p.name"),
    ListColumn("kind", .text, "p.kind"),
    ListColumn("alpha2", .text, "p.alpha2"),
    ListColumn("valid_from", .text, "p.valid_from"),
    ListColumn("valid_to", .text, "p.valid_to"),
    ListColumn(
      "also_called", .list,
      """
      (SELECT group_concat(name, char(10)) FROM (SELECT DISTINCT name FROM party_name
       WHERE party = p.code AND kind IN ('alias', 'sipri', 'former') AND name <> p.name ORDER BY id))
      """),
  ]
}

extension KnowledgeBase {
  /// A part of a network of transfers.
  public enum NetworkPart: Hashable, Sendable {
    /// With the columns of `ListColumn.networkTransfers`.
    case transfer
    /// With the columns of `ListColumn.networkClaims`.
    case claim
    /// With the columns of `ListColumn.documents`.
    case document
  }

  /// Hands over the transfers that pass the filter, then all claims that they rest on, then the documents of these.
  ///
  /// Where the filter names no stages, transfers that were agreed; without those that claims dispute, unless it
  /// includes them.
  ///
  /// - Returns: the number of transfers that pass the filter but for their stage or a dispute.
  public func network(_ filter: Filter, _ body: (NetworkPart, Statement) throws -> Void) throws -> Int {
    try loadDirectory()
    var filter = try writtenOut(filter)
    let asked = filter
    if filter.stages.isEmpty { filter.stages = Stage.allCases.filter(\.isAgreed) }
    return try withTransfers(of: filter) {
      var conditions = transferConditions(filter)
      if !filter.includeDisputed { conditions.add("t.disputed = 0") }
      func hand(_ part: NetworkPart, _ columns: [ListColumn], _ rest: String) throws -> Int {
        let statement = try database.prepare("SELECT \(ListColumn.select(columns)) FROM \(rest)")
        try conditions.bind(statement)
        var count = 0
        while try statement.step() {
          count += 1
          try body(part, statement)
        }
        return count
      }
      let found = try hand(
        .transfer, ListColumn.networkTransfers,
        """
        transfer AS t LEFT JOIN party AS ps ON ps.code = t.supplier LEFT JOIN party AS pr ON pr.code = t.recipient
        LEFT JOIN weapon AS w ON w.id = t.weapon WHERE \(conditions.sql) ORDER BY t.key
        """)
      let claims = """
        transfer AS t JOIN transfer_claim AS tc ON tc.transfer = t.id JOIN claim AS c ON c.id = tc.claim
        JOIN document AS d ON d.id = c.document LEFT JOIN source AS s ON s.id = c.asserted_by
        """
      _ = try hand(
        .claim, ListColumn.networkClaims, "\(claims) WHERE \(conditions.sql) ORDER BY t.key, c.hash")
      _ = try hand(
        .document, ListColumn.documents,
        "document AS d WHERE d.id IN (SELECT c.document FROM \(claims) WHERE \(conditions.sql)) ORDER BY d.hash"
      )
      let all = transferConditions(asked)
      let statement = try database.prepare("SELECT count(*) FROM transfer AS t WHERE \(all.sql)")
      try all.bind(statement)
      return try statement.step() ? Int(try statement.integer(0)) - found : 0
    }
  }
}
