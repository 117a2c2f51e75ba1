public import ArmsModel
public import SQLite

extension ListColumn {
  /// A claim: the keys of the record format in order; `extra` is the last.
  public static let claims: [ListColumn] = [
    ListColumn("id", .identity("c"), "c.hash"),
    ListColumn("supplier", .text, "c.supplier"),
    ListColumn("recipient", .text, "c.recipient"),
    ListColumn("weapon", .text, "coalesce(c.weapon_printed, w.designation)"),
    ListColumn("category", .text, "c.category"),
    ListColumn("quantity", .integer, "c.quantity"),
    ListColumn("quantity_max", .integer, "c.quantity_max"),
    ListColumn("quantity_text", .text, "c.quantity_text"),
    ListColumn("quantity_unit", .text, "c.quantity_unit"),
    ListColumn("value", .thousandths, "c.value_thousandths"),
    ListColumn("value_max", .thousandths, "c.value_max_thousandths"),
    ListColumn("currency", .text, "c.currency"),
    ListColumn("price_year", .integer, "c.price_year"),
    ListColumn("status", .text, "c.status"),
    ListColumn("mode", .text, "c.mode"),
    ListColumn("condition", .text, "c.condition"),
    ListColumn("scope", .text, "c.scope"),
    ListColumn("from", .text, "c.from_date"),
    ListColumn("to", .text, "c.to_date"),
    ListColumn("years", .integerList, "c.years"),
    ListColumn("estimates", .list, "c.estimates"),
    ListColumn("asserted_by", .text, "coalesce(c.asserted_by_printed, s.name)"),
    ListColumn("evidence", .text, "c.evidence"),
    ListColumn("evidence_start", .integer, "c.evidence_start"),
    ListColumn("evidence_end", .integer, "c.evidence_end"),
    ListColumn("reliability", .text, "c.reliability"),
    ListColumn("credibility", .text, "c.credibility"),
    ListColumn("confidence", .real, "c.confidence"),
    ListColumn("note", .text, "c.note"),
    ListColumn("document.url", .text, "d.url"),
    ListColumn("document.title", .text, "d.title"),
    ListColumn("document.publisher", .text, "d.publisher"),
    ListColumn("document.agency", .text, "d.agency"),
    ListColumn("document.author", .text, "d.author"),
    ListColumn("document.published", .text, "d.published"),
    ListColumn("document.language", .text, "d.language"),
    ListColumn("document.sha256", .text, "d.sha256"),
    ListColumn("extra", .extra, "c.extra"),
  ]

  /// The columns of a claim, with one for each of the records' own keys in place of `extra`.
  ///
  /// - Parameter asJSON: values as JSON; otherwise texts as they are, and only the rest as JSON.
  ///   - withRanks: also what a person thought of each, and why.
  public static func claims(
    extraKeys keys: [String], asJSON: Bool, withRanks: Bool = false
  ) -> [ListColumn] {
    claims.dropLast()
      + (withRanks
        ? [("rank", "r.rank"), ("rank_reason", "r.reason")].map { name, column in
          ListColumn(
            name, .text,
            """
            (SELECT CASE r.rank WHEN 'normal' THEN NULL ELSE \(column) END FROM claim_rank AS r WHERE r.claim = c.id
             AND r.batch NOT IN (SELECT batch FROM v_batch WHERE live = 0) ORDER BY r.batch DESC LIMIT 1)
            """)
        } : [])
      + keys.map { key in
        if key == ClaimDraft.dealKey { return ListColumn(key, .text, "c.deal") }
        // In hexadecimal, as a name may hold anything: quotation marks with a mark behind them, U+0000.
        let name = key.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return ListColumn(key, .extra, ExtraMembers.value(ofKey: name, in: "c.extra", asJSON: asJSON))
      }
  }

  /// The SELECT of claims with those columns, without a WHERE clause.
  static func selectClaims(_ columns: [ListColumn] = claims) -> String {
    """
    SELECT \(select(columns))
    FROM claim AS c CROSS JOIN document AS d ON d.id = c.document
    LEFT JOIN weapon AS w ON w.id = c.weapon LEFT JOIN source AS s ON s.id = c.asserted_by
    """
  }
}

/// The members of a claim's `extra` in SQL, whole: SQLite's functions cut texts at U+0000, and round numbers.
///
/// While they work, U+0000 is half of a surrogate pair, which no record holds.
struct ExtraMembers {
  private static let half = "CAST(x'eda080' AS TEXT)"
  /// The key of a member `j`.
  static let key = "replace(j.key, \(half), char(0))"

  /// The members as rows of `j`.
  let table: String
  /// The value of `j` as text: JSON, unless it is a text; numbers with the digits that they were written with.
  let text: String

  /// - Parameter extra: the column or parameter that holds the object.
  init(of extra: String) {
    table =
      "json_each(CASE WHEN \(ExtraMembers.holdsZero(extra)) THEN \(ExtraMembers.safe(extra)) ELSE \(extra) END) AS j"
    let nested = "replace(j.value, '\\ud800', '\\u0000')"
    text = ExtraMembers.text(extra, ofText: "replace(j.value, \(ExtraMembers.half), char(0))", nested: nested)
  }

  /// What stands under a key, as text or as JSON; NULL if nothing does.
  ///
  /// - Parameter name: the key's bytes in hexadecimal.
  static func value(ofKey name: String, in extra: String, asJSON: Bool) -> String {
    func select(_ text: String, _ key: String, _ table: String) -> String {
      let shown = asJSON ? "CASE j.type WHEN 'text' THEN json_quote(\(text)) ELSE \(text) END" : text
      return "(SELECT \(shown) FROM \(table) WHERE \(key) = CAST(x'\(name)' AS TEXT))"
    }
    // Hardly any object holds U+0000, and to look for it costs little.
    let members = ExtraMembers(of: extra)
    let plain = select(text(extra, ofText: "j.value", nested: "j.value"), "j.key", "json_each(\(extra)) AS j")
    return """
      CASE WHEN \(extra) IS NULL THEN NULL WHEN \(holdsZero(extra)) THEN \(select(members.text, key, members.table))
      ELSE \(plain) END
      """
  }

  private static func holdsZero(_ extra: String) -> String { "\(extra) GLOB '*\\u0000*'" }

  /// The object with half a pair in place of U+0000.
  private static func safe(_ extra: String) -> String {
    // A backslash that is written twice escapes nothing; no control character stands in JSON.
    let apart = "replace(\(extra), '\\\\', char(1))"
    return "replace(replace(\(apart), '\\u0000', '\\ud800'), char(1), '\\\\')"
  }

  private static func text(_ extra: String, ofText text: String, nested: String) -> String {
    // Only of two paths does SQLite give what stands there, as a list; a key with a quotation mark has no path.
    let number = "rtrim(substr(json_extract(\(extra), '$.none', j.fullkey), 7), ']')"
    return """
      CASE j.type WHEN 'text' THEN \(text) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'
      WHEN 'array' THEN \(nested) WHEN 'object' THEN \(nested) ELSE coalesce(nullif(\(number), 'null'), j.value) END
      """
  }
}

extension KnowledgeBase {
  /// The order of a list of claims.
  public enum ClaimOrder: Hashable, Sendable {
    /// As they were recorded.
    case recorded
    /// By when it began, what has no date last; then as recorded.
    case time
  }

  /// Hands over the claims that stand and pass the filter, one row each with those columns.
  ///
  /// Rows are streamed: memory does not grow with their number.
  public func claims(
    _ filter: Filter, columns: [ListColumn] = ListColumn.claims, order: ClaimOrder = .recorded,
    limit: Int? = nil,
    _ body: (Statement) throws -> Void
  ) throws {
    if !filter.categories.isEmpty { try loadDirectory() }
    let conditions = try listConditions(filter)
    let order = order == .time ? "c.from_date NULLS LAST, c.id" : "c.id"
    let statement = try database.prepare(
      "\(ListColumn.selectClaims(columns)) WHERE \(conditions.sql) ORDER BY \(order) LIMIT \(limit ?? -1)")
    try conditions.bind(statement)
    while try statement.step() { try body(statement) }
  }

  /// Number of claims that stand and pass the filter.
  public func claimCount(_ filter: Filter) throws -> Int {
    try loadDirectory()
    let conditions = try listConditions(filter)
    let statement = try database.prepare(
      """
      SELECT count(*) FROM claim AS c CROSS JOIN document AS d ON d.id = c.document
      LEFT JOIN weapon AS w ON w.id = c.weapon WHERE \(conditions.sql)
      """)
    try conditions.bind(statement)
    return try statement.step() ? Int(try statement.integer(0)) : 0
  }

  /// The names of the records' own keys that claims have brought along, in the order of their bytes.
  ///
  /// `ClaimDraft.dealKey` is among them where a claim has the key of its deal.
  public func extraKeys() throws -> [String] {
    var keys: [String] = []
    // The deals of datasets that an older program imported are not written down there.
    try rows(
      """
      SELECT name FROM extra_key
      UNION SELECT '\(ClaimDraft.dealKey)' WHERE NOT EXISTS (SELECT 1 FROM extra_key WHERE name = '\(ClaimDraft.dealKey)')
        AND EXISTS (SELECT 1 FROM release AS r CROSS JOIN claim AS c ON c.document = r.document
                    WHERE r.layout IS NOT NULL AND c.deal IS NOT NULL)
      ORDER BY name
      """
    ) { keys.append(try $0.text(0)) }
    return keys
  }

  /// The spellings in which claims have those units of quantity.
  private func spellings(of units: [FigureUnit]) throws -> [String] {
    var found: [String] = []
    try rows(
      "SELECT DISTINCT quantity_unit FROM claim WHERE quantity_unit IS NOT NULL ORDER BY quantity_unit"
    ) {
      let text = try $0.text(0)
      if units.contains(FigureUnit(quantityUnit: text)) { found.append(text) }
    }
    return found
  }

  /// Conditions on claims `c`, with document `d` and weapon `w`, of a list of claims.
  func listConditions(_ filter: Filter) throws -> Conditions {
    let filter = try writtenOut(filter)
    var conditions = try claimConditions(filter, byRow: true)
    try addStanding(&conditions, filter)
    conditions.add("coalesce(c.category, w.category)", in: slugs(filter.categories))
    conditions.add("c.weapon", in: filter.weapons)
    conditions.add("c.status", in: filter.stages.map(\.slug))
    if !filter.units.isEmpty {
      let names = filter.units.map { conditions.parameter($0.rawValue) }.joined(separator: ", ")
      let spellings = try spellings(of: filter.units).map { conditions.parameter($0) }.joined(separator: ", ")
      conditions.add(
        """
        (c.currency || coalesce('/' || c.price_year, '') IN (\(names))
         OR (coalesce(c.quantity, c.quantity_max, c.quantity_text) IS NOT NULL
             AND coalesce(c.quantity_unit, 'pieces') IN (\(names)\(spellings.isEmpty ? "" : ", " + spellings))))
        """)
    }
    // What gives years and no dates happened between the first and the last of them, as counting has it.
    func ends(_ own: String, _ other: String, _ function: String) -> String {
      """
      CASE WHEN c.from_date IS NULL AND c.to_date IS NULL
        THEN (SELECT CAST(\(function)(value) AS TEXT) FROM json_each('[' || replace(c.years, ';', ',') || ']'))
        ELSE coalesce(\(own), CASE c.scope WHEN 'deal' THEN \(other) END) END
      """
    }
    let to = ends("c.to_date", "c.from_date", "max")
    let from = ends("c.from_date", "c.to_date", "min")
    conditions.addWindow(filter, from: from, to: to)
    conditions.addMembership(filter.supplierIn, of: "c.supplier", from: from, to: to)
    conditions.addMembership(filter.recipientIn, of: "c.recipient", from: from, to: to)
    return conditions
  }

  /// The row and identity of each claim whose printed identifier begins so; at most 20.
  public func findClaims(idPrefix digits: String) throws -> [(row: Int64, hash: ContentHash)] {
    try find(in: "claim", idPrefix: digits)
  }

  /// The row and identity of each document whose printed identifier begins so; at most 20.
  public func findDocuments(idPrefix digits: String) throws -> [(row: Int64, hash: ContentHash)] {
    try find(in: "document", idPrefix: digits)
  }

  private func find(in table: String, idPrefix digits: String) throws -> [(row: Int64, hash: ContentHash)] {
    let range = NameRange(hexPrefix: digits)
    let statement = try database.cached(
      "SELECT id, hash FROM \(table) WHERE hash >= :low AND hash <= :high ORDER BY hash LIMIT 20")
    defer { statement.reset() }
    try statement.bind(blob: range.low, ":low")
    try statement.bind(blob: range.high, ":high")
    var found: [(row: Int64, hash: ContentHash)] = []
    while try statement.step() {
      found.append((try statement.integer(0), try statement.identity(1)))
    }
    return found
  }

  /// Hands over the claims in those rows, whether they stand or not, in the order of the rows.
  public func claims(rows: [Int64], _ body: (Statement) throws -> Void) throws {
    let list = rows.map(String.init).joined(separator: ", ")
    let statement = try database.prepare("\(ListColumn.selectClaims()) WHERE c.id IN (\(list)) ORDER BY c.id")
    while try statement.step() { try body(statement) }
  }

  /// Withdrawn batches at the end of that day, by the dates of recording; nil: now.
  func withdrawnBatches(asOf: PartialDate?) throws -> Set<Int64> {
    guard let asOf else { return try withdrawnBatches() }
    let statement = try database.cached(
      """
      SELECT batch FROM (
        SELECT s.batch, s.live, max(s.changed_by) FROM batch_state AS s JOIN batch AS b ON b.id = s.changed_by
        WHERE substr(b.recorded_at, 1, 10) <= :day GROUP BY s.batch)
      WHERE live = 0 ORDER BY batch
      """)
    defer { statement.reset() }
    try statement.bind(PartialDate(packed: asOf.lastDay).description, ":day")
    var withdrawn: Set<Int64> = []
    while try statement.step() { withdrawn.insert(try statement.integer(0)) }
    // A batch recorded after that day did not stand then.
    let later = try database.cached(
      "SELECT id FROM batch WHERE substr(recorded_at, 1, 10) > :day ORDER BY id")
    defer { later.reset() }
    try later.bind(PartialDate(packed: asOf.lastDay).description, ":day")
    while try later.step() { withdrawn.insert(try later.integer(0)) }
    return withdrawn
  }
}

/// The 16-byte values that begin with some hexadecimal digits.
struct NameRange {
  var low: [UInt8]
  var high: [UInt8]

  init(hexPrefix digits: String) {
    func bytes(paddedWith digit: Character) -> [UInt8] {
      let padded = Array(digits.prefix(32)) + Array(repeating: digit, count: max(0, 32 - digits.count))
      return stride(from: 0, to: 32, by: 2).map { UInt8(String(padded[$0...$0 + 1]), radix: 16) ?? 0 }
    }
    low = bytes(paddedWith: "0")
    high = bytes(paddedWith: "f")
  }
}
