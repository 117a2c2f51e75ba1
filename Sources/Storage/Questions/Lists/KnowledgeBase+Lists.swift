import ArmsModel
public import SQLite

extension ListColumn {
  /// A transfer.
  public static let transfers: [ListColumn] = [
    ListColumn("id", .identity("t"), "t.key"),
    ListColumn("supplier", .text, "t.supplier"),
    ListColumn("supplier_name", .text, "ps.name"),
    ListColumn("recipient", .text, "t.recipient"),
    ListColumn("recipient_name", .text, "pr.name"),
    ListColumn("weapon", .text, "w.designation"),
    ListColumn("category", .text, "t.category"),
    ListColumn("stage", .text, "t.stage"),
    ListColumn("quantity_low", .integer, "t.quantity_low"),
    ListColumn("quantity_best", .integer, "t.quantity_best"),
    ListColumn("quantity_high", .integer, "t.quantity_high"),
    ListColumn("quantity_unit", .text, "t.quantity_unit"),
    ListColumn("value_low", .thousandths, "t.value_low"),
    ListColumn("value_best", .thousandths, "t.value_best"),
    ListColumn("value_high", .thousandths, "t.value_high"),
    ListColumn("unit", .text, "t.unit"),
    ListColumn("from", .text, "t.from_date"),
    ListColumn("to", .text, "t.to_date"),
    ListColumn("claims", .integer, "t.claims"),
    ListColumn("origins", .integer, "t.origins"),
    ListColumn("disputed", .boolean, "t.disputed"),
    ListColumn("quantity_qualifier", .text, "t.quantity_qualifier"),
    ListColumn("value_qualifier", .text, "t.value_qualifier"),
    ListColumn("absence", .text, "t.absence"),
    ListColumn("credibility", .integer, "t.credibility"),
    ListColumn("reliability", .text, "t.reliability"),
  ]

  /// A source with the number of claims that it said and of documents that it published.
  public static let sources: [ListColumn] = [
    ListColumn("source", .text, "s.name"),
    ListColumn("kind", .text, "s.kind"),
    ListColumn("home", .text, "s.home"),
    ListColumn("reliability", .text, "s.reliability"),
    ListColumn("claims", .integer, "coalesce(said.n, 0)"),
    ListColumn("documents", .integer, "coalesce(published.n, 0)"),
    ListColumn(
      "also_called", .list, "(SELECT group_concat(alias, ';') FROM source_alias WHERE source = s.id)"),
    ListColumn("url", .text, "s.url"),
    ListColumn("note", .text, "s.note"),
    ListColumn("licence", .text, "s.licence"),
    ListColumn("redistributable", .boolean, "s.redistributable"),
  ]

  /// A party with the number of claims on either side.
  public static let parties: [ListColumn] = [
    ListColumn("code", .text, "p.code"),
    ListColumn("name", .text, "p.name"),
    ListColumn("kind", .text, "p.kind"),
    ListColumn("region", .text, "p.region"),
    ListColumn("valid_from", .text, "p.valid_from"),
    ListColumn("valid_to", .text, "p.valid_to"),
    ListColumn(
      "successors", .list,
      "(SELECT group_concat(successor, ';') FROM (SELECT successor FROM party_successor WHERE party = p.code ORDER BY position))"
    ),
    ListColumn("as_supplier", .integer, "(SELECT count(*) FROM v_live_claim AS c WHERE c.supplier = p.code)"),
    ListColumn(
      "as_recipient", .integer, "(SELECT count(*) FROM v_live_claim AS c WHERE c.recipient = p.code)"),
    ListColumn(
      "also_called", .list,
      """
      (SELECT group_concat(name, ';') FROM (SELECT DISTINCT name FROM party_name
       WHERE party = p.code AND kind <> 'name' ORDER BY id))
      """),
  ]

  /// A weapon category.
  public static let categories: [ListColumn] = [
    ListColumn("category", .text, "k.slug"),
    ListColumn("parent", .text, "k.parent"),
    ListColumn("name", .text, "k.name"),
    ListColumn("sipri_class", .text, "k.sipri_class"),
    ListColumn("un_category", .text, "k.un_category"),
    ListColumn(
      "weapons", .integer, "(SELECT count(*) FROM weapon AS w WHERE category = k.slug AND \(Standing.weapon))"
    ),
    ListColumn(
      "words", .list,
      "(SELECT group_concat(word, ';') FROM (SELECT word FROM weapon_category_word WHERE category = k.slug ORDER BY word))"
    ),
  ]

  /// A weapon designation.
  public static let weapons: [ListColumn] = [
    ListColumn("weapon", .text, "w.designation"),
    ListColumn("category", .text, "w.category"),
    ListColumn("maker", .text, "m.name"),
    ListColumn("maker_home", .text, "m.home"),
    ListColumn("claims", .integer, "(SELECT count(*) FROM v_live_claim AS c WHERE c.weapon = w.id)"),
    ListColumn(
      "also_called", .list,
      "(SELECT group_concat(alias, ';') FROM (SELECT alias FROM weapon_alias WHERE weapon = w.id ORDER BY alias))"
    ),
    ListColumn("note", .text, "w.note"),
  ]

  /// A document.
  public static let documents: [ListColumn] = [
    ListColumn("id", .identity("d"), "d.hash"),
    ListColumn("title", .text, "d.title"),
    ListColumn("publisher", .text, "d.publisher"),
    ListColumn("agency", .text, "d.agency"),
    ListColumn("author", .text, "d.author"),
    ListColumn("published", .text, "d.published"),
    ListColumn("language", .text, "d.language"),
    ListColumn("url", .text, "d.url"),
    ListColumn("sha256", .text, "d.sha256"),
    ListColumn("claims", .integer, "(SELECT count(*) FROM v_live_claim AS c WHERE c.document = d.id)"),
  ]

  /// A hit of the full text.
  public static let hits: [ListColumn] = [
    ListColumn("kind", .text, "kind"),
    ListColumn("id", .text, "id"),
    ListColumn("text", .text, "text"),
    ListColumn("supplier", .text, "supplier"),
    ListColumn("recipient", .text, "recipient"),
    ListColumn("publisher", .text, "publisher"),
    ListColumn("published", .text, "published"),
  ]
}

extension KnowledgeBase {
  /// Hands over the transfers that pass the filter, with the columns of `ListColumn.transfers`.
  ///
  /// Of a filter on sources and credibility it is enough that one claim of the transfer passes.
  /// In the order of supplier, recipient, time and identity.
  public func transfers(_ filter: Filter, limit: Int? = nil, _ body: (Statement) throws -> Void) throws {
    if !filter.categories.isEmpty { try loadDirectory() }
    let filter = try writtenOut(filter)
    try withTransfers(of: filter) {
      let conditions = transferConditions(filter)
      let statement = try database.prepare(
        """
        SELECT \(ListColumn.select(ListColumn.transfers)) FROM transfer AS t
        LEFT JOIN party AS ps ON ps.code = t.supplier LEFT JOIN party AS pr ON pr.code = t.recipient
        LEFT JOIN weapon AS w ON w.id = t.weapon WHERE \(conditions.sql)
        ORDER BY t.supplier, t.recipient, coalesce(t.from_date, t.to_date, '9'), t.key LIMIT \(limit ?? -1)
        """)
      try conditions.bind(statement)
      defer { statement.reset() }
      while try statement.step() { try body(statement) }
    }
  }

  /// How many transfers that pass the filter no total of what was agreed takes in: those whose stage is not said,
  /// and those that sources dispute; whatever the filter's stages.
  public func notCounted(_ filter: Filter) throws -> (reported: Int, disputed: Int) {
    try loadDirectory()
    var filter = try writtenOut(filter)
    filter.stages = []
    return try withTransfers(of: filter, asCounted: true) { try countNotCounted(filter) }
  }

  private func countNotCounted(_ filter: Filter) throws -> (reported: Int, disputed: Int) {
    // Word for word the conditions of the indexes transfer_reported and transfer_disputed.
    let conditions = transferConditions(filter)
    func count(_ condition: String, _ index: String) throws -> Int {
      // These hold the few that are asked for; left alone, SQLite looks at every transfer of a party. Temporary
      // tables have no indexes.
      let hint = filter.takesAllClaims ? "INDEXED BY \(index)" : ""
      let statement = try database.prepare(
        "SELECT count(*) FROM transfer AS t \(hint) WHERE \(condition) AND \(conditions.sql)")
      try conditions.bind(statement)
      return try statement.step() ? Int(try statement.integer(0)) : 0
    }
    return (
      try count("t.stage = 'reported'", "transfer_reported"),
      try count(
        "t.disputed = 1 AND t.stage IN ('ordered', 'delivered', 'in-use')", "transfer_disputed")
    )
  }

  /// Conditions on transfers `t`.
  func transferConditions(_ filter: Filter) -> Conditions {
    var conditions = Conditions()
    conditions.addParties(filter, "t")
    conditions.add("t.category", in: slugs(filter.categories))
    conditions.add("t.weapon", in: filter.weapons)
    conditions.add("t.stage", in: filter.stages.map(\.slug))
    conditions.addWindow(filter, from: "t.from_date", to: "t.to_date")
    conditions.addMembership(filter.supplierIn, of: "t.supplier", from: "t.from_date", to: "t.to_date")
    conditions.addMembership(filter.recipientIn, of: "t.recipient", from: "t.from_date", to: "t.to_date")
    if !filter.units.isEmpty {
      let names = filter.units.map { conditions.parameter($0.rawValue) }.joined(separator: ", ")
      // What has no figure at all is counted with the pieces.
      let unstated = filter.units.contains(.pieces) ? "t.absence IS NOT NULL OR " : ""
      conditions.add(
        """
        (\(unstated)t.unit IN (\(names)) OR (t.quantity_best IS NOT NULL AND coalesce(t.quantity_unit, 'pieces') IN (\(names)))
         OR EXISTS (SELECT 1 FROM json_each(t.other_figures) AS o WHERE o.value ->> 'unit' IN (\(names))))
        """)
    }
    var claim: [String] = []
    if !filter.sources.isEmpty {
      let list = filter.sources.map(String.init).joined(separator: ", ")
      claim.append(
        "(d.publisher_source IN (\(list)) OR d.agency_source IN (\(list)) OR c.origin IN (\(list)))")
    }
    if !filter.assertedBy.isEmpty {
      claim.append("c.asserted_by IN (\(filter.assertedBy.map(String.init).joined(separator: ", ")))")
    }
    if let credibility = filter.minCredibility { claim.append("c.credibility <= \(credibility)") }
    if !claim.isEmpty {
      conditions.add(
        """
        EXISTS (SELECT 1 FROM transfer_claim AS tc JOIN claim AS c ON c.id = tc.claim
          JOIN document AS d ON d.id = c.document WHERE tc.transfer = t.id AND \(claim.joined(separator: " AND ")))
        """)
    }
    return conditions
  }

  /// Hands over the transfer in that row, with the columns of `ListColumn.transfers`.
  public func transfer(row: Int64, _ body: (Statement) throws -> Void) throws {
    let statement = try database.prepare(
      """
      SELECT \(ListColumn.select(ListColumn.transfers)) FROM transfer AS t
      LEFT JOIN party AS ps ON ps.code = t.supplier LEFT JOIN party AS pr ON pr.code = t.recipient
      LEFT JOIN weapon AS w ON w.id = t.weapon WHERE t.id = :id
      """)
    try statement.bind(row, ":id")
    while try statement.step() { try body(statement) }
  }

  /// Who first said the claims that pass the filter, with the number of claims; the largest number first.
  public func originCounts(_ filter: Filter) throws -> [(name: String, claims: Int)] {
    try loadDirectory()
    let conditions = try listConditions(filter)
    let statement = try database.prepare(
      """
      SELECT o.name, count(*) FROM claim AS c CROSS JOIN document AS d ON d.id = c.document
      LEFT JOIN weapon AS w ON w.id = c.weapon JOIN source AS o ON o.id = c.origin WHERE \(conditions.sql) GROUP BY o.id ORDER BY 2 DESC, 1
      """)
    try conditions.bind(statement)
    var found: [(name: String, claims: Int)] = []
    while try statement.step() { found.append((try statement.text(0), Int(try statement.integer(1)))) }
    return found
  }

  /// Aggregates of one party towards everybody: reported overall, never part of a total.
  ///
  /// With the columns of `ListColumn.claims`, the earliest first.
  public func overallClaims(_ filter: Filter, limit: Int, _ body: (Statement) throws -> Void) throws {
    let conditions = try overallConditions(filter)
    let statement = try database.prepare(
      """
      \(ListColumn.selectClaims()) WHERE \(conditions.sql)
      ORDER BY coalesce(c.from_date, d.published), c.id LIMIT \(limit)
      """)
    try conditions.bind(statement)
    while try statement.step() { try body(statement) }
  }

  /// Number of the claims that `overallClaims` hands over when nothing limits them.
  public func overallCount(_ filter: Filter) throws -> Int {
    let conditions = try overallConditions(filter)
    // Looking up the document of each takes twenty times as long as counting.
    let joins =
      filter.limitsPartiesOnly
      ? "" : "CROSS JOIN document AS d ON d.id = c.document LEFT JOIN weapon AS w ON w.id = c.weapon"
    // Left alone, SQLite goes by recipient and looks at many more rows.
    let statement = try database.prepare(
      "SELECT count(*) FROM claim AS c INDEXED BY claim_overall \(joins) WHERE \(conditions.sql)")
    try conditions.bind(statement)
    return try statement.step() ? Int(try statement.integer(0)) : 0
  }

  private func overallConditions(_ filter: Filter) throws -> Conditions {
    try loadDirectory()
    let filter = try writtenOut(filter)
    var rest = filter
    (rest.suppliers, rest.recipients, rest.countries) = ([], [], [])
    var conditions = try listConditions(rest)
    // Word for word the condition of the index claim_overall.
    conditions.add("c.scope = 'aggregate' AND (c.supplier IS NULL OR c.recipient IS NULL)")
    // Of a pair the one's supplies to everybody are told, and what the other receives from everybody.
    var sides: [String] = []
    func add(_ codes: [PartyCode], _ columns: [String]) {
      guard !codes.isEmpty else { return }
      let names = codes.map { conditions.parameter($0.rawValue) }.joined(separator: ", ")
      sides += columns.map { "c.\($0) IN (\(names))" }
    }
    add(filter.suppliers, ["supplier"])
    add(filter.recipients, ["recipient"])
    add(filter.countries, ["supplier", "recipient"])
    if !sides.isEmpty { conditions.add("(\(sides.joined(separator: " OR ")))") }
    return conditions
  }

  /// A list of `what`, with the columns of the same name in `ListColumn`.
  public enum ReferenceList: String, CaseIterable, Sendable {
    /// Publishers, agencies, institutes, persons.
    case sources
    /// Suppliers and recipients.
    case parties
    /// Weapon categories.
    case categories
    /// Weapon designations.
    case weapons
    /// Documents.
    case documents

    /// The columns.
    public var columns: [ListColumn] {
      switch self {
      case .sources: ListColumn.sources
      case .parties: ListColumn.parties
      case .categories: ListColumn.categories
      case .weapons: ListColumn.weapons
      case .documents: ListColumn.documents
      }
    }
  }

  /// Hands over a list of what is known.
  ///
  /// - Parameters:
  ///   - text: only rows with this text in a name or alias, whatever its case; nil for all.
  ///   - columns: others than those of the list; nil for these.
  public func list(
    _ what: ReferenceList, matching text: String? = nil, _ filter: Filter = Filter(), limit: Int? = nil,
    columns: [ListColumn]? = nil, _ body: (Statement) throws -> Void
  ) throws {
    try loadDirectory()
    var conditions = Conditions()
    let select: String
    let order: String
    /// Text that LIKE takes as it is, between two wild cards.
    let pattern = text.map {
      "%" + $0.unicodeScalars.map { "%_\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined() + "%"
    }
    func match(_ expressions: [String]) {
      guard let pattern else { return }
      let name = conditions.parameter(pattern)
      conditions.add(
        "(" + expressions.map { "\($0) LIKE \(name) ESCAPE '\\'" }.joined(separator: " OR ") + ")")
    }
    switch what {
    case .sources:
      select = """
        source AS s LEFT JOIN (SELECT origin, count(*) AS n FROM v_live_claim GROUP BY origin) AS said ON said.origin = s.id
        LEFT JOIN (SELECT publisher_source AS source, count(*) AS n FROM document AS d WHERE \(Standing.document) GROUP BY 1)
          AS published ON published.source = s.id
        """
      conditions.add(Standing.source)
      order = "coalesce(said.n, 0) DESC, s.name"
      match([
        "s.name", "coalesce((SELECT group_concat(alias, ';') FROM source_alias WHERE source = s.id), '')",
      ])
    case .parties:
      select = "party AS p"
      conditions.add(Standing.party)
      order = "p.name, p.code"
      conditions.add("p.code", in: filter.countries.map(\.rawValue))
      match(["p.code", "coalesce((SELECT group_concat(name, ';') FROM party_name WHERE party = p.code), '')"])
    case .categories:
      select = "weapon_category AS k"
      order = "k.position"
      conditions.add("k.slug", in: slugs(filter.categories))
      match([
        "k.slug", "k.name",
        "coalesce((SELECT group_concat(word, ';') FROM weapon_category_word WHERE category = k.slug), '')",
      ])
    case .weapons:
      select = "weapon AS w LEFT JOIN maker AS m ON m.id = w.maker"
      conditions.add(Standing.weapon)
      order = "w.designation"
      conditions.add("w.category", in: slugs(filter.categories))
      conditions.add("w.id", in: filter.weapons)
      match([
        "w.designation",
        "coalesce((SELECT group_concat(alias, ';') FROM weapon_alias WHERE weapon = w.id), '')",
        "coalesce(m.name, '')",
      ])
    case .documents:
      select = "document AS d"
      conditions.add(Standing.document)
      order = "d.published, d.id"
      match(["coalesce(d.title, '')", "coalesce(d.url, '')", "coalesce(d.publisher, '')"])
    }
    let statement = try prepareStanding(
      """
      SELECT \(ListColumn.select(columns ?? what.columns)) FROM \(select) WHERE \(conditions.sql)
      ORDER BY \(order) LIMIT \(limit ?? -1)
      """)
    try conditions.bind(statement)
    while try statement.step() { try body(statement) }
  }
}
