import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Hands over the transfers that pass the filter as lines of a trade register, in the order of `transfers(_:)`.
  ///
  /// Claims that count for nothing, deprecated ones and those of editions that are not in force, are not looked at.
  public func register(_ filter: Filter, limit: Int? = nil, _ body: (RegisterRow) throws -> Void) throws {
    try loadDirectory()
    let filter = try writtenOut(filter)
    try withTransfers(of: filter) {
      let members = try RegisterMembers(self, filter)
      let conditions = transferConditions(filter)
      let statement = try database.prepare(
        """
        SELECT t.id, t.key, t.supplier, t.recipient, w.designation, t.category, t.stage, t.unit, t.value_best,
          t.other_figures, t.claims, t.origins, t.disputed
        FROM transfer AS t LEFT JOIN weapon AS w ON w.id = t.weapon WHERE \(conditions.sql)
        ORDER BY t.supplier, t.recipient, coalesce(t.from_date, t.to_date, '9'), t.key LIMIT \(limit ?? -1)
        """)
      try conditions.bind(statement)
      defer { statement.reset() }
      while try statement.step() {
        var row = RegisterRow(
          id: try statement.identity(1).identifier("t"), supplier: try statement.textOrNil(2),
          recipient: try statement.textOrNil(3),
          weapon: try statement.textOrNil(4), category: try statement.textOrNil(5),
          stage: try statement.text(6),
          claims: try statement.count(10), origins: try statement.count(11),
          isDisputed: try statement.integer(12) != 0)
        row.tiv =
          try statement.textOrNil(7) == FigureUnit.tiv.rawValue
          ? try statement.amountOrNil(8) : members.tiv(in: statement, 9)
        row.take(try members.claims(of: try statement.integer(0)))
        try body(row)
      }
    }
  }
}

/// Reads the claims of transfers, as far as they count and a register has a column for what they say.
private struct RegisterMembers {
  private let statement: Statement
  private let figure: Statement
  private let ranks: [Int64: CountedRank]
  private let editions: EditionsInForce
  private let tree: CategoryTree

  private enum CountedRank {
    case preferred, deprecated, normal
  }

  init(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    let standing = try Standing(knowledgeBase, asOf: filter.asOf)
    tree = knowledgeBase.categories
    editions = try EditionsInForce(knowledgeBase, standing, publishedBy: filter.publishedBy)
    ranks = try knowledgeBase.ranks(standing).mapValues { rank in
      switch rank {
      case .preferred: .preferred
      case .deprecated: .deprecated
      default: .normal
      }
    }
    statement = try knowledgeBase.database.prepare(
      """
      SELECT c.id, c.status, c.from_date, c.to_date, c.years, c.quantity, c.quantity_unit, c.estimates,
        c.value_thousandths IS NOT NULL OR c.value_max_thousandths IS NOT NULL, c.evidence, c.deal,
        c.extra ->> 'x_description', c.extra ->> 'x_tiv_per_unit', c.extra ->> 'x_tiv_order', c.condition, c.mode,
        coalesce(d.published, ''), c.document, c.supplier, c.recipient, coalesce(c.category, w.category)
      FROM transfer_claim AS tc CROSS JOIN claim AS c ON c.id = tc.claim
      CROSS JOIN document AS d ON d.id = c.document LEFT JOIN weapon AS w ON w.id = c.weapon WHERE tc.transfer = :transfer ORDER BY c.id
      """)
    figure = try knowledgeBase.database.prepare(
      "SELECT value ->> 'best' FROM json_each(:figures) WHERE value ->> 'unit' = 'TIV'")
  }

  func claims(of transfer: Int64) throws -> [RegisterClaim] {
    defer { statement.reset() }
    try statement.bind(transfer, ":transfer")
    var claims: [RegisterClaim] = []
    while try statement.step() {
      let id = try statement.integer(0)
      let rank = ranks[id]
      let deal = try statement.textOrNil(10)
      if rank == .deprecated { continue }
      if deal != nil,
        !editions.isInForce(
          try statement.integer(17), try statement.textOrNil(18), try statement.textOrNil(19),
          classIndex: tree.classIndex(of: try statement.textOrNil(20).flatMap { tree.index(of: $0) } ?? -1))
      {
        continue
      }
      claims.append(
        RegisterClaim(
          id: id, status: try statement.text(1), from: try statement.dateText(2),
          to: try statement.dateText(3), years: try statement.years(4) ?? [],
          quantity: try statement.amountOrNil(5), quantityUnit: try statement.textOrNil(6),
          estimates: Set(try statement.textOrNil(7)?.split(separator: ";") ?? []),
          hasValue: try statement.integer(8) != 0, evidence: try statement.textOrNil(9), deal: deal,
          description: try statement.textOrNil(11),
          tivPerUnit: try statement.textOrNil(12).flatMap { Double($0) },
          tivOfOrder: try statement.textOrNil(13).flatMap { Double($0) },
          condition: try statement.textOrNil(14),
          mode: try statement.textOrNil(15), published: try statement.text(16),
          isPreferred: rank == .preferred))
    }
    return claims
  }

  /// The best figure in TIV among a transfer's other figures.
  func tiv(in row: Statement, _ column: Int32) throws -> Int64? {
    guard let figures = try row.textOrNil(column) else { return nil }
    defer { figure.reset() }
    do throws(SQLiteError) {
      try figure.bind(figures, ":figures")
      return try figure.step() ? try figure.amountOrNil(0) : nil
    } catch {
      // It speaks of the text alone, not of the row that it stands in.
      throw row.doubt(column, "no list of figures (\(error.message))")
    }
  }
}
