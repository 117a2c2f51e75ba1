import ArmsModel
import SQLite

extension KnowledgeBase {
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
