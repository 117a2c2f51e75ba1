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
  /// One line a class of SIPRI's, with one for what has none.
  case sipriClass = "class"
  /// One line a designation, with one for what names none.
  case weapon
  /// One line a year, and one a span of years for what has no single one; nothing is split.
  case year
  /// One line a region of recipients.
  case region
  /// One line a region of suppliers.
  case supplierRegion = "supplier-region"
  /// One line a source: what the claims of that origin alone add up to.
  case source

  /// The name of its column.
  public var column: String { self == .supplierRegion ? "supplier_region" : rawValue }

  /// Whether all of a pair stands in one line, which the parties alone decide.
  var keepsPairsWhole: Bool {
    switch self {
    case .supplier, .recipient, .pair, .region, .supplierRegion: true
    case .category, .sipriClass, .weapon, .year, .source: false
    }
  }
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
  /// Why the unstated ones have no figure, and why the line has none where its sum is too large.
  public var absences: [Absence]
  /// The rates and indices that figures were converted with, each with its source.
  public var conversions: [String]
  /// Rows of claims in it that would be too large in the unit that was asked for; some, if there are many.
  public var unconverted: [Int64] = []

  /// Whether its sum is too large to be kept, so that it has no figure.
  public var isTooLarge: Bool { absences.contains(.tooLarge) }

  /// The figure; nil if there is none.
  public internal(set) var figure: Figure? {
    get { isTooLarge ? .tooLarge : best.map { Figure(low: low ?? $0, best: $0, high: high ?? .max) } }
    set {
      let kept = newValue?.isTooLarge == true ? nil : newValue
      (low, best) = (kept?.low, kept?.best)
      high = kept.flatMap { $0.high == .max ? nil : $0.high }
    }
  }
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
  /// The units and designations that items name by number.
  public var vocabulary: Vocabulary
  /// The rates and indices that figures were converted with, each with its source.
  public var conversions: [String]
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
    let filter = try writtenOut(filter)
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
    guard grouping.keepsPairsWhole else { return nil }
    if filter.states == .successor || grouping == .region || grouping == .supplierRegion {
      return try storedMappedTotals(grouping, filter)
    }
    let isWhole = filter.countries.isEmpty
    switch grouping {
    case .supplier where isWhole && filter.recipients.isEmpty:
      return try storedPartyTotals("supplier", filter.suppliers)
    case .recipient where isWhole && filter.suppliers.isEmpty:
      return try storedPartyTotals("recipient", filter.recipients)
    case .supplier, .recipient: return try storedPairTotals(grouping.rawValue, filter)
    case .pair:
      return try storedPairTotals("coalesce(supplier, '') || ' ' || coalesce(recipient, '')", filter)
    case .category, .sipriClass, .weapon, .year, .region, .supplierRegion, .source: return nil
    }
  }

  /// Kept totals of pairs under keys that follow from the two parties.
  private func storedMappedTotals(_ grouping: TotalGrouping, _ filter: Filter) throws -> [TotalRow] {
    var conditions = Conditions()
    conditions.addParties(filter, "pair_total")
    let statement = try database.prepare(
      TotalRow.select(
        key: "coalesce(supplier, '') || ' ' || coalesce(recipient, '')", where: conditions.sql))
    try conditions.bind(statement)
    var rows = TotalAccumulator()
    while try statement.step() {
      let codes = try statement.text(0).split(separator: " ", omittingEmptySubsequences: false)
      let supplier = codes[0].isEmpty ? nil : PartyCode(String(codes[0]))
      let recipient = codes[1].isEmpty ? nil : PartyCode(String(codes[1]))
      let key = pairKey(supplier, recipient, grouping, filter.states)
      try rows.add(key: key, unit: try statement.text(1)) { try $0.add(statement) }
    }
    return rows.sorted
  }

  /// The key of a pair's line in totals by supplier, recipient, pair or region.
  func pairKey(
    _ supplier: PartyCode?, _ recipient: PartyCode?, _ grouping: TotalGrouping, _ states: StatesView
  ) -> String? {
    func code(_ party: PartyCode?) -> String? {
      states == .asWas ? party?.rawValue : party.map { successor(of: $0).rawValue }
    }
    switch grouping {
    case .supplier: return code(supplier)
    case .recipient: return code(recipient)
    case .region: return code(recipient).flatMap { directory[PartyCode($0)]?.region }
    case .supplierRegion: return code(supplier).flatMap { directory[PartyCode($0)]?.region }
    default: return "\(code(supplier) ?? "") \(code(recipient) ?? "")"
    }
  }

  private func storedPairTotals(_ key: String, _ filter: Filter) throws -> [TotalRow] {
    var conditions = Conditions()
    conditions.addParties(filter, "pair_total")
    let statement = try database.prepare(TotalRow.select(key: key, where: conditions.sql))
    try conditions.bind(statement)
    // With one party on the other side, or a line a pair, no line is made of two rows.
    let other = key == "supplier" ? filter.recipients : key == "recipient" ? filter.suppliers : []
    let isOneEach = other.count == 1 || (key != "supplier" && key != "recipient")
    guard isOneEach else { return try TotalRow.addUp(statement) }
    return try takeLines(statement)
  }

  private func storedPartyTotals(_ side: String, _ parties: [PartyCode]) throws -> [TotalRow] {
    var conditions = Conditions()
    conditions.add("side = '\(side)'")
    conditions.add("party", in: parties.map(\.rawValue))
    let statement = try database.prepare(
      """
      SELECT party, unit, low, best, high, transfers, unstated, claims, first, last, categories,
        absences, origins, origin_set, documents
      FROM party_total WHERE \(conditions.sql) ORDER BY 1, 2
      """)
    try conditions.bind(statement)
    return try takeLines(statement)
  }

  /// One line from each row.
  private func takeLines(_ statement: Statement) throws -> [TotalRow] {
    var rows: [TotalRow] = []
    while try statement.step() {
      var row = TotalRow(key: try statement.textOrNil(0), unit: try statement.text(1))
      try row.take(statement)
      rows.append(row)
    }
    return rows
  }

  /// Totals made from the claims at this moment.
  func computedTotals(
    _ grouping: TotalGrouping, _ filter: Filter, _ stage: StageChoice
  ) throws -> [TotalRow] {
    var rows: [TotalRow] = []
    try computedTotals(grouping, filter, stage, inTurn: false, key: { $1 }, each: { rows.append($0) })
    return rows
  }

  /// Hands over totals made from the claims at this moment, by key and unit.
  ///
  /// - Parameters:
  ///   - inTurn: each pair's lines as soon as it was counted, where lines are of one pair and keys in their order.
  ///   - key: makes the key of a pair's line from that of its part.
  func computedTotals(
    _ grouping: TotalGrouping, _ filter: Filter, _ stage: StageChoice, inTurn: Bool,
    key: (PairClaims, String?) -> String?, each body: (TotalRow) throws -> Void
  ) throws {
    var rows = TotalAccumulator()
    let context = try CountingContext(self, filter)
    let counter = PairCounter(self, context, stage)
    try eachPair(filter, context.vocabulary) { pair in
      try counter.count(pair, by: grouping) { part, total, _, claims in
        try rows.add(key: key(pair, part), unit: context.vocabulary.units[total.unit].rawValue) { row in
          row.add(total, claims)
          for conversion in context.conversions(in: total) { row.conversions.insert(conversion) }
        }
      }
      guard inTurn else { return }
      for row in rows.sorted { try body(row) }
      rows = TotalAccumulator()
    }
    for row in rows.sorted { try body(row) }
  }

  /// Hands over the parts of each line of a total, one for each pair that has a share in it, with all that was
  /// counted and left out.
  public func explain(
    by grouping: TotalGrouping, _ filter: Filter, stages: [StageChoice] = [.agreed],
    _ body: (ExplainedTotal) throws -> Void
  ) throws {
    try loadDirectory()
    let filter = try writtenOut(filter)
    let units = Set(filter.units)
    let names = try SourceNames(self)
    let context = try CountingContext(self, filter)
    for stage in stages {
      let counter = PairCounter(self, context, stage, explain: true)
      try eachPair(filter, context.vocabulary) { pair in
        try counter.count(pair, by: grouping) { key, total, transfers, claims in
          let unit = context.vocabulary.units[total.unit]
          guard units.isEmpty || units.contains(unit) else { return }
          try body(
            ExplainedTotal(
              keys: try keys(key, grouping, names), supplier: pair.supplier, recipient: pair.recipient,
              unit: unit, stage: stage.word, total: total, transfers: transfers, claims: claims,
              vocabulary: context.vocabulary, conversions: context.conversions(in: total).sorted()))
        }
      }
    }
  }

  /// Hands over each pair with the claims that pass the filter's conditions on single claims.
  func eachPair(_ filter: Filter, _ vocabulary: Vocabulary, _ body: (PairClaims) throws -> Void) throws {
    var loader = try ClaimLoader(
      self, vocabulary, Grounds(self, asOf: filter.asOf, publishedBy: filter.publishedBy))
    let conditions = try claimConditions(filter)
    let isNarrow = !(filter.suppliers.isEmpty && filter.recipients.isEmpty && filter.countries.isEmpty)
    try loader.pairs(where: conditions.sql, bind: { try conditions.bind($0) }, sorted: !isNarrow, body)
  }

  private func keys(_ key: String?, _ grouping: TotalGrouping, _ names: SourceNames) throws -> [String?] {
    switch grouping {
    case .pair:
      (key ?? " ").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map {
        $0.isEmpty ? nil : String($0)
      }
    case .source: [try key.flatMap { Int64($0) }.flatMap { try names[$0] }]
    case .supplier, .recipient, .category, .sipriClass, .weapon, .year, .region, .supplierRegion: [key]
    }
  }

  func line(
    _ row: TotalRow, _ grouping: TotalGrouping, _ stage: String, _ names: SourceNames
  ) throws -> TotalLine {
    let origins =
      row.originCount <= TotalRow.namedOrigins
      ? try row.origins.members.compactMap { try names[$0] }.sorted() : []
    return TotalLine(
      keys: try keys(row.key, grouping, names), unit: FigureUnit(rawValue: row.unit), stage: stage,
      low: row.low, best: row.best,
      high: row.high, transfers: row.transfers, unstated: row.unstated, claims: row.claims,
      origins: row.originCount, originNames: origins, documents: row.documentCount, first: row.first,
      last: row.last,
      categories: categories.categories.indices.filter { row.categories & (1 << UInt64($0)) != 0 }.map {
        categories.categories[$0].slug
      },
      absences: Absence.allCases.filter { row.absences & $0.bit != 0 },
      conversions: row.conversions.sorted(), unconverted: row.unconverted.sorted())
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
