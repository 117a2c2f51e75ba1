import ArmsModel
public import Counting
public import SQLite

extension ListColumn {
  /// A claim of a data package: its document by identifier, names beside codes.
  public static let packageClaims: [ListColumn] =
    [
      ListColumn("id", .identity("c"), "c.hash"),
      ListColumn("document", .identity("d"), "d.hash"),
      ListColumn("supplier", .text, "c.supplier"),
      ListColumn("supplier_name", .text, "(SELECT name FROM party WHERE code = c.supplier)"),
      ListColumn("recipient", .text, "c.recipient"),
      ListColumn("recipient_name", .text, "(SELECT name FROM party WHERE code = c.recipient)"),
      ListColumn("weapon", .text, "coalesce(c.weapon_printed, w.designation)"),
      ListColumn("category", .text, "coalesce(c.category, w.category)"),
    ]
    + claims.filter {
      !["id", "supplier", "recipient", "weapon", "category", "extra"].contains($0.name)
        && !$0.name.hasPrefix("document.")
    } + [
      ListColumn("origin", .text, "(SELECT name FROM source WHERE id = c.origin)"),
      ListColumn("extra", .extra, "c.extra"),
    ]

  /// Which claims a transfer of a data package rests on.
  public static let packageLinks: [ListColumn] = [
    ListColumn("transfer", .identity("t"), "t.key"),
    ListColumn("claim", .identity("c"), "c.hash"),
    ListColumn("rule", .text, "tc.rule"),
    ListColumn("score", .integer, "tc.score"),
  ]

  /// A party of a data package.
  public static let packageParties: [ListColumn] = parties.filter {
    !["as_supplier", "as_recipient"].contains($0.name)
  }

  /// A weapon category of a data package.
  public static let packageCategories: [ListColumn] = categories.filter { $0.name != "weapons" }

  /// A source of a data package.
  public static let packageSources: [ListColumn] = sources.filter {
    !["claims", "documents"].contains($0.name)
  }

  /// A document of a data package, with its outlet and agency as sources.
  public static let packageDocuments: [ListColumn] =
    documents.filter { $0.name != "claims" } + [
      ListColumn("publisher_source", .text, "(SELECT name FROM source WHERE id = d.publisher_source)"),
      ListColumn("agency_source", .text, "(SELECT name FROM source WHERE id = d.agency_source)"),
    ]
}

extension KnowledgeBase {
  /// Hands over which claims the transfers rest on, with the columns of `ListColumn.packageLinks`.
  ///
  /// Only transfers that pass the filter, and claims that pass it themselves.
  public func transferClaims(_ filter: Filter, _ body: (Statement) throws -> Void) throws {
    try loadDirectory()
    let filter = try writtenOut(filter)
    // Claims are chosen apart: both lists number their parameters from the first.
    let chosen = (
      name: "package_claim", definition: "CREATE TEMP TABLE package_claim (id INTEGER PRIMARY KEY)"
    )
    try withTransfers(of: filter) {
      try withTemporaryTables([chosen]) {
        try chooseClaims(filter)
        let transfers = transferConditions(filter)
        let statement = try database.prepare(
          """
          SELECT \(ListColumn.select(ListColumn.packageLinks)) FROM transfer AS t
          JOIN transfer_claim AS tc ON tc.transfer = t.id JOIN temp.package_claim AS p ON p.id = tc.claim
          JOIN claim AS c ON c.id = tc.claim WHERE \(transfers.sql) ORDER BY t.key, c.hash
          """)
        try transfers.bind(statement)
        while try statement.step() { try body(statement) }
      }
    }
  }

  private func chooseClaims(_ filter: Filter) throws {
    let insert = try database.prepare("INSERT INTO temp.package_claim (id) VALUES (?1)")
    try claims(filter, columns: [ListColumn("row", .integer, "c.id")]) { row in
      try insert.bind(try row.integer(0), at: 1)
      try insert.run()
    }
  }

  /// Hands over totals of each supplier, recipient and year, with these three as keys; a span of years where
  /// nothing says more.
  ///
  /// As with totals by year, each line stands for itself: a period total may contain deals of the others.
  public func yearlyPairTotals(
    _ filter: Filter, stages: [StageChoice] = [.agreed], _ body: (TotalLine) throws -> Void
  ) throws {
    try loadDirectory()
    let filter = try writtenOut(filter)
    let units = Set(filter.units.map(\.rawValue))
    let names = try SourceNames(self)
    for stage in stages {
      // Pairs come in the order of their codes; only where states are merged may a later one add to a line.
      try computedTotals(.year, filter, stage, inTurn: filter.states == .asWas) { pair, year in
        "\(self.pairKey(pair.supplier, pair.recipient, .pair, filter.states) ?? " ") \(year ?? "")"
      } each: { row in
        guard units.isEmpty || units.contains(row.unit) else { return }
        var line = try line(row, .year, stage.word, names)
        line.keys = (row.key ?? "  ").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
          .map { $0.isEmpty ? nil : String($0) }
        try body(line)
      }
    }
  }

  /// The outlets and datasets that published documents, with the host of each where it is known.
  public func publishers(_ filter: Filter) throws -> [(name: String, url: String?)] {
    var conditions = Conditions()
    if !filter.withoutDocuments.isEmpty {
      conditions.add("id NOT IN (\(filter.withoutDocuments.map(String.init).joined(separator: ", ")))")
    }
    let statement = try database.prepare(
      """
      SELECT name, url FROM source
      WHERE id IN (SELECT publisher_source FROM document WHERE \(conditions.sql)) ORDER BY name
      """)
    var found: [(name: String, url: String?)] = []
    while try statement.step() { found.append((try statement.text(0), try statement.textOrNil(1))) }
    return found
  }
}
