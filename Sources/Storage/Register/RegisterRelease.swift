public import ArmsModel
import SQLite

/// An edition of a register of arms transfers: a document whose claims bear the register's keys of deals.
public struct RegisterRelease: Hashable, Sendable {
  /// The row of its document.
  public var document: Int64
  /// The document's identity.
  public var hash: ContentHash
  /// The document's title, which tells edition from edition.
  public var title: String
  /// The dataset that publishes it.
  public var dataset: String
  /// The dataset's terms in a word; nil where not known.
  public var licence: String?
  /// Whether its rows may not be passed on.
  public var isRestricted: Bool
  /// The slug of the layout of its file; nil if it did not come as a file.
  public var layout: String?
  /// When it was made, as the file says it; else the day of publication.
  public var generated: String?
  /// The years that it is limited to; nil for a side without limit.
  public var window: (first: Int?, last: Int?) { (firstYear, lastYear) }
  private var firstYear: Int?
  private var lastYear: Int?
  /// Whether it is limited to some suppliers, recipients or pairs.
  public var isSelection: Bool

  /// The identifier in print.
  public var identifier: String { hash.identifier("d") }

  fileprivate init(_ row: Statement) throws {
    document = try row.integer(0)
    hash = try row.identity(1)
    title = try row.textOrNil(2) ?? ""
    dataset = try row.text(3)
    licence = try row.textOrNil(4)
    isRestricted = try row.integerOrNil(5) == 0
    layout = try row.textOrNil(6)
    generated = try row.textOrNil(7)
    firstYear = try row.yearOrNil(8)
    lastYear = try row.yearOrNil(9)
    isSelection = try row.integer(10) != 0
  }
}

extension KnowledgeBase {
  /// The editions of registers that have deals that stand and pass the filter: whole ones first, then the newest.
  ///
  /// Which are whole and when those without a day were made is guessed as counting does (docs/counting.md, "Releases").
  public func registerEditions(_ filter: Filter) throws -> [RegisterRelease] {
    let conditions = try dealConditions(filter)
    let statement = try database.prepare(
      """
      SELECT p.id, p.hash, p.title, s.name, s.licence, s.redistributable, r.layout,
        coalesce(r.generated, p.published), r.window_from, r.window_to,
        r.is_selection OR r.suppliers IS NOT NULL OR r.recipients IS NOT NULL AS is_selection
      FROM release AS r JOIN document AS p ON p.id = r.document JOIN source AS s ON s.id = r.dataset
      WHERE EXISTS (SELECT 1 \(KnowledgeBase.dealSource) WHERE c.document = r.document AND \(conditions.sql))
      ORDER BY is_selection,
        r.window_from IS NOT NULL OR r.window_to < coalesce(r.generated, p.published, r.window_to + 1) - 1,
        coalesce(r.generated, p.published, CAST(r.window_to + 1 AS TEXT)) DESC, p.hash
      """)
    try conditions.bind(statement)
    var editions: [RegisterRelease] = []
    while try statement.step() { editions.append(try RegisterRelease(statement)) }
    return editions
  }

  /// The tables of claims of deals, for the conditions of `dealConditions`.
  static var dealSource: String {
    """
    FROM claim AS c CROSS JOIN document AS d ON d.id = c.document LEFT JOIN weapon AS w ON w.id = c.weapon
    """
  }

  /// That a claim is one of a register's deals, stands, and passes the filter.
  func dealConditions(_ filter: Filter) throws -> Conditions {
    try loadDirectory()
    var conditions = try listConditions(filter)
    conditions.add("c.deal IS NOT NULL AND c.scope = 'deal'")
    return conditions
  }

  /// Parties as a register names them: SIPRI's spelling, a star behind those that are no states, two behind
  /// organisations; by code.
  public func registerNames() throws -> [String: String] {
    var names: [String: String] = [:]
    try rows("SELECT code, coalesce(sipri_name, name), kind FROM party ORDER BY code") { row in
      let stars =
        switch try row.text(2) {
        case "non-state": "*"
        case "organisation": "**"
        default: ""
        }
      names[try row.text(0)] = try row.text(1) + stars
    }
    return names
  }
}
