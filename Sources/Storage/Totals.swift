public import ArmsModel
public import Counting
import SQLite

/// What the lines of a total stand for.
public enum TotalGrouping: String, CaseIterable, Hashable, Sendable {
  /// One line a supplier.
  case supplier
  /// One line a recipient.
  case recipient
  /// One line a supplier and recipient.
  case pair
  /// One line a weapon category, with one for what names none.
  case category
  /// One line a designation, with one for what names none.
  case weapon
  /// One line a year, and one a span of years for what has no single one; nothing is split.
  case year
  /// One line a region of recipients.
  case region
  /// One line a source: what the claims of that origin alone add up to.
  case source
}

/// One line of a total: a group, a unit and a stage.
public struct TotalLine: Hashable, Sendable {
  /// The group: a code, slug, name or span; two codes for pairs; nil for not known or none named.
  public var keys: [String?]
  /// What is counted.
  public var unit: FigureUnit
  /// Which stages are taken in: `agreed`, `delivered`, or a single one.
  public var stage: String
  /// Thousandths of the unit, of pieces too; nil if nothing that is counted has a figure.
  public var low: Int64?
  /// The figure to print, in thousandths.
  public var best: Int64?
  /// Thousandths.
  public var high: Int64?
  /// Transfers and aggregates that are counted.
  public var transfers: Int
  /// Of these, how many have no figure.
  public var unstated: Int
  /// Claims that speak of what is counted, or of what lies inside it.
  public var claims: Int
  /// Independent origins of these claims.
  public var origins: Int
  /// Names of the origins if there are up to five.
  public var originNames: [String]
  /// Documents that the claims stand in.
  public var documents: Int
  /// When the earliest of what is counted began.
  public var first: String?
  /// When the latest of what is counted ended.
  public var last: String?
  /// Slugs of the weapon categories that are named.
  public var categories: [String]
}

/// Why a total of one pair and unit is what it is.
public struct ExplainedTotal: Sendable {
  /// The line of the total that it is a part of.
  public var keys: [String?]
  /// The supplier; nil for not known.
  public var supplier: PartyCode?
  /// The recipient; nil for not known.
  public var recipient: PartyCode?
  /// The unit.
  public var unit: FigureUnit
  /// Which stages are taken in.
  public var stage: String
  /// The total with everything that was counted and left out; places are those of `claims`.
  public var total: PairTotal
  /// The transfers that items name by place.
  public var transfers: [Transfer]
  /// The claims that items name by place.
  public var claims: [CountedClaim]
  /// The designations that items name by number.
  public var designations: [String]
}

extension StageChoice {
  /// The word on the command line.
  public var word: String {
    switch self {
    case .agreed: "agreed"
    case .delivered: "delivered"
    case .exactly(let stage): stage.slug
    }
  }
}

extension KnowledgeBase {
  /// Totals of what passes the filter, by group, unit and stage, in that order.
  ///
  /// - Parameter stages: one set of lines for each; totals never add across them.
  public func totals(
    by grouping: TotalGrouping, _ filter: Filter = Filter(), stages: [StageChoice] = [.agreed]
  ) throws -> [TotalLine] {
    try loadDirectory()
    let isStored = filter.limitsPartiesOnly && stages == [.agreed]
    var rows: [(stage: String, rows: [TotalRow])] = []
    if isStored, let stored = try storedTotals(grouping, filter) {
      rows = [("agreed", stored)]
    } else {
      for stage in stages { rows.append((stage.word, try computedTotals(grouping, filter, stage))) }
    }
    let units = Set(filter.units.map(\.rawValue))
    var lines: [TotalLine] = []
    let names = try SourceNames(self)
    for (stage, rows) in rows {
      for row in rows where units.isEmpty || units.contains(row.unit) {
        lines.append(try line(row, grouping, stage, names))
      }
    }
    return lines
  }

  /// The totals that are kept, where the question asks for no others; nil if it does.
  private func storedTotals(_ grouping: TotalGrouping, _ filter: Filter) throws -> [TotalRow]? {
    let isWhole = filter.countries.isEmpty
    switch grouping {
    case .supplier where isWhole && filter.recipients.isEmpty:
      return try storedPartyTotals("supplier", filter.suppliers)
    case .recipient where isWhole && filter.suppliers.isEmpty:
      return try storedPartyTotals("recipient", filter.recipients)
    case .supplier, .recipient: return try storedPairTotals(grouping.rawValue, filter)
    case .pair:
      return try storedPairTotals("coalesce(supplier, '') || ' ' || coalesce(recipient, '')", filter)
    case .category, .weapon, .year, .region, .source: return nil
    }
  }

  private func storedPairTotals(_ key: String, _ filter: Filter) throws -> [TotalRow] {
    var conditions = Conditions()
    conditions.addParties(filter, "pair_total")
    let statement = try database.prepare(TotalRow.select(key: key, where: conditions.sql))
    try conditions.bind(statement)
    return try TotalRow.addUp(statement)
  }

  private func storedPartyTotals(_ side: String, _ parties: [PartyCode]) throws -> [TotalRow] {
    var conditions = Conditions()
    conditions.add("side = '\(side)'")
    conditions.add("party", in: parties.map(\.rawValue))
    let statement = try database.prepare(
      """
      SELECT party, unit, low, best, high, transfers, unstated, claims, first, last, categories, origin_set, documents
      FROM party_total WHERE \(conditions.sql) ORDER BY 1, 2
      """)
    try conditions.bind(statement)
    var rows: [TotalRow] = []
    while try statement.step() {
      var row = TotalRow(key: try statement.textOrNil(0), unit: try statement.text(1))
      try row.add(statement, documentsAreSet: false)
      rows.append(row)
    }
    return rows
  }

  /// Totals made from the claims at this moment.
  private func computedTotals(
    _ grouping: TotalGrouping, _ filter: Filter, _ stage: StageChoice
  ) throws -> [TotalRow] {
    var rows = TotalAccumulator()
    try eachPair(filter) { pair, vocabulary in
      let counter = PairCounter(self, vocabulary, filter, stage)
      try counter.count(pair, by: grouping) { key, total, _, claims in
        try rows.add(key: key, total, claims, vocabulary.units)
      }
    }
    return rows.sorted
  }

  /// Hands over the parts of each line of a total, one for each pair that has a share in it, with all that was
  /// counted and left out.
  public func explain(
    by grouping: TotalGrouping, _ filter: Filter, stages: [StageChoice] = [.agreed],
    _ body: (ExplainedTotal) throws -> Void
  ) throws {
    try loadDirectory()
    let units = Set(filter.units)
    let names = try SourceNames(self)
    for stage in stages {
      try eachPair(filter) { pair, vocabulary in
        let counter = PairCounter(self, vocabulary, filter, stage, explain: true)
        try counter.count(pair, by: grouping) { key, total, transfers, claims in
          let unit = vocabulary.units[total.unit]
          guard units.isEmpty || units.contains(unit) else { return }
          try body(
            ExplainedTotal(
              keys: try keys(key, grouping, names), supplier: pair.supplier, recipient: pair.recipient,
              unit: unit, stage: stage.word, total: total, transfers: transfers, claims: claims,
              designations: vocabulary.designations))
        }
      }
    }
  }

  /// Hands over each pair with the claims that pass the filter's conditions on single claims.
  func eachPair(_ filter: Filter, _ body: (PairClaims, Vocabulary) throws -> Void) throws {
    let vocabulary = try vocabulary()
    var loader = try ClaimLoader(self, vocabulary, asOf: filter.asOf)
    let conditions = try claimConditions(filter)
    let isNarrow = !(filter.suppliers.isEmpty && filter.recipients.isEmpty && filter.countries.isEmpty)
    try loader.pairs(where: conditions.sql, bind: { try conditions.bind($0) }, sorted: !isNarrow) {
      try body($0, vocabulary)
    }
  }

  private func keys(_ key: String?, _ grouping: TotalGrouping, _ names: SourceNames) throws -> [String?] {
    switch grouping {
    case .pair:
      (key ?? " ").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map {
        $0.isEmpty ? nil : String($0)
      }
    case .source: [try key.flatMap { Int64($0) }.flatMap { try names[$0] }]
    case .supplier, .recipient, .category, .weapon, .year, .region: [key]
    }
  }

  private func line(
    _ row: TotalRow, _ grouping: TotalGrouping, _ stage: String, _ names: SourceNames
  ) throws -> TotalLine {
    let origins = row.origins.count <= 5 ? try row.origins.members.compactMap { try names[$0] }.sorted() : []
    return TotalLine(
      keys: try keys(row.key, grouping, names), unit: FigureUnit(rawValue: row.unit), stage: stage,
      low: row.low, best: row.best,
      high: row.high, transfers: row.transfers, unstated: row.unstated, claims: row.claims,
      origins: row.origins.count, originNames: origins, documents: row.documentCount, first: row.first,
      last: row.last,
      categories: categories.categories.indices.filter { row.categories & (1 << UInt64($0)) != 0 }.map {
        categories.categories[$0].slug
      })
  }
}

/// Looks up names of sources by row, and remembers them.
final class SourceNames {
  private let statement: Statement
  private var names: [Int64: String] = [:]

  init(_ knowledgeBase: KnowledgeBase) throws {
    statement = try knowledgeBase.database.prepare("SELECT name FROM source WHERE id = :id")
  }

  subscript(row: Int64) -> String? {
    get throws {
      if let name = names[row] { return name }
      defer { statement.reset() }
      try statement.bind(row, ":id")
      guard try statement.step() else { return nil }
      let name = try statement.text(0)
      names[row] = name
      return name
    }
  }
}
