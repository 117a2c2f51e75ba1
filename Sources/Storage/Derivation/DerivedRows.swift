import ArmsModel
import Counting
import SQLite
import Threading

/// Makes transfers and totals anew from the claims that stand.
///
/// They are a function of the claims and the rules alone, so that doing it for the pairs that changed gives what
/// doing it for all would.
extension KnowledgeBase {
  /// Makes the transfers and totals of those pairs anew; the caller has a transaction open.
  func derive(_ touched: TouchedPairs, _ grounds: Grounds) throws {
    if touched.areMany { return try deriveAll(grounds) }
    if touched.pairs.count > KnowledgeBase.fewPairs { try keepManyPages() }
    let writer = try DerivedRows(self)
    var loader = try ClaimLoader(self, writer.vocabulary, grounds)
    var suppliers: Set<PartyDirectory.Index> = []
    var recipients: Set<PartyDirectory.Index> = []
    // One thread reads and writes, others group and add up.
    let groups = writer.groupingLine()
    let totals = writer.totalsLine()
    func replaceFirst() throws {
      if let grouped = groups.take() { try writer.replace(with: grouped, totals) }
    }
    for pair in touched.pairs.sorted() {
      let (supplier, recipient) = TouchedPairs.unpack(pair)
      suppliers.insert(supplier)
      recipients.insert(recipient)
      let codes = (code(supplier), code(recipient))
      let condition =
        (codes.0 == nil ? "c.supplier IS NULL" : "c.supplier = :supplier") + " AND "
        + (codes.1 == nil ? "c.recipient IS NULL" : "c.recipient = :recipient")
      var hasClaims = false
      try loader.unpreparedPairs(
        where: condition,
        bind: {
          if let code = codes.0 { try $0.bind(code, ":supplier") }
          if let code = codes.1 { try $0.bind(code, ":recipient") }
        }
      ) { unprepared in
        groups.put(unprepared)
        hasClaims = true
      }
      if !hasClaims { try writer.remove(supplier: codes.0, recipient: codes.1) }
      if groups.underWay > 1 { try replaceFirst() }
    }
    while groups.underWay > 0 { try replaceFirst() }
    for party in suppliers.sorted() { try writer.addUp(.supplier, code(party)) }
    for party in recipients.sorted() { try writer.addUp(.recipient, code(party)) }
  }

  /// Makes all transfers and totals anew; the caller may have a transaction open.
  public func deriveAll() throws { try deriveAll(nil) }

  /// - Parameter grounds: what decides now which claims count, where that is known.
  func deriveAll(_ grounds: Grounds?) throws {
    try loadDirectory()
    try keepManyPages()
    try database.execute(
      SecondaryIndexes.drop(of: "transfer") + SecondaryIndexes.drop(of: "transfer_claim")
        + SecondaryIndexes.drop(of: "pair_total")
        + "DELETE FROM transfer_claim; DELETE FROM transfer; DELETE FROM pair_total; DELETE FROM party_total;"
    )
    let writer = try DerivedRows(self)
    var loader = try ClaimLoader(self, writer.vocabulary, grounds)
    // One thread reads and writes, another one counts.
    let line = writer.counting()
    var claimsUnderWay = 0
    func writeFirst() throws {
      guard let counted = line.take() else { return }
      claimsUnderWay -= counted.grouped.pair.claims.count
      try writer.write(counted)
    }
    try loader.unpreparedPairs(where: "1", sorted: true) { unprepared in
      line.put(unprepared)
      claimsUnderWay += unprepared.pair.claims.count
      while claimsUnderWay > KnowledgeBase.claimsAhead, line.underWay > 1 { try writeFirst() }
    }
    while line.underWay > 0 { try writeFirst() }
    try database.execute(
      SecondaryIndexes.create(of: "transfer") + SecondaryIndexes.create(of: "transfer_claim")
        + SecondaryIndexes.create(of: "pair_total"))
    try writer.addUpAll()
  }

  /// Up to so many pairs share few pages.
  private static let fewPairs = 16

  /// So many claims are read before the transfers of the first of them are written: what may be in memory.
  private static let claimsAhead = 8_192

  private func code(_ index: PartyDirectory.Index) -> String? {
    index < 0 ? nil : directory[index].code.rawValue
  }
}

/// A pair with the transfers that its claims speak of.
struct GroupedPair: Sendable {
  var pair: PairClaims
  var transfers: [Transfer]
}

/// A pair with what follows from its claims.
struct CountedPair: Sendable {
  var grouped: GroupedPair
  var totals: [PairTotal]
}

/// Writes transfers, pair totals and party totals.
final class DerivedRows {
  enum Side: String {
    case supplier, recipient
  }

  let vocabulary: Vocabulary
  private let database: Database
  private let categories: CategoryTree
  private let grouping: TransferGrouping
  private let totals: PairTotals
  private let transfers: TransferRows
  private let insertTotal: Statement
  private let insertParty: Statement

  init(_ knowledgeBase: KnowledgeBase) throws {
    database = knowledgeBase.database
    vocabulary = try knowledgeBase.vocabulary()
    categories = knowledgeBase.categories
    grouping = TransferGrouping(tree: categories)
    totals = PairTotals(tree: categories)
    transfers = try TransferRows(database, vocabulary, categories)
    insertTotal = try database.prepare(
      """
      INSERT INTO pair_total (supplier, recipient, unit, low, best, high, transfers, unstated, claims, first, last,
        categories, absences, origins, documents, origin_set, document_set)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
      """)
    insertParty = try database.prepare(
      """
      INSERT INTO party_total (side, party, unit, low, best, high, transfers, unstated, claims, first, last,
        categories, absences, origins, origin_set, documents)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      """)
  }

  /// Counts pairs in a thread of its own.
  func counting() -> WorkLine<UnpreparedPair, CountedPair> {
    WorkLine { [grouping, totals] in
      {
        let grouped = DerivedRows.group($0.prepared(), grouping)
        return CountedPair(grouped: grouped, totals: DerivedRows.totals(of: grouped, totals))
      }
    }
  }

  /// Groups the claims of pairs in a thread of its own.
  func groupingLine() -> WorkLine<UnpreparedPair, GroupedPair> {
    WorkLine { [grouping] in { DerivedRows.group($0.prepared(), grouping) } }
  }

  /// Adds up pairs in a thread of its own.
  func totalsLine() -> WorkLine<GroupedPair, [PairTotal]> {
    WorkLine { [totals] in { DerivedRows.totals(of: $0, totals) } }
  }

  private static func group(_ pair: PairClaims, _ grouping: TransferGrouping) -> GroupedPair {
    GroupedPair(pair: pair, transfers: grouping.transfers(of: pair.claims, verdicts: pair.verdicts))
  }

  private static func totals(of grouped: GroupedPair, _ totals: PairTotals) -> [PairTotal] {
    totals.totals(claims: grouped.pair.withoutOverallAggregates.claims, transfers: grouped.transfers)
  }

  /// Writes the transfers and totals of a pair, of which nothing stands.
  func write(_ pair: PairClaims) throws {
    let grouped = DerivedRows.group(pair, grouping)
    try write(CountedPair(grouped: grouped, totals: DerivedRows.totals(of: grouped, totals)))
  }

  /// Writes the transfers and totals of a counted pair, of which nothing stands.
  func write(_ counted: CountedPair) throws {
    try transfers.append(counted.grouped.transfers, of: counted.grouped.pair)
    for total in counted.totals { try write(total, of: counted.grouped.pair) }
  }

  /// Writes the transfers and totals of a pair in place of what stands of it.
  ///
  /// - Parameter line: adds up while the transfers are written.
  func replace(with grouped: GroupedPair, _ line: WorkLine<GroupedPair, [PairTotal]>) throws {
    line.put(grouped)
    let codes = (grouped.pair.supplier?.rawValue, grouped.pair.recipient?.rawValue)
    try transfers.replace(
      supplier: codes.0, recipient: codes.1, with: grouped.transfers, of: grouped.pair)
    try removeTotals(supplier: codes.0, recipient: codes.1)
    for total in line.take() ?? [] { try write(total, of: grouped.pair) }
  }

  /// Removes what stands of a pair that has no claims any more.
  func remove(supplier: String?, recipient: String?) throws {
    try transfers.remove(supplier: supplier, recipient: recipient)
    try removeTotals(supplier: supplier, recipient: recipient)
  }

  private func removeTotals(supplier: String?, recipient: String?) throws {
    let statement = try database.cached(
      "DELETE FROM pair_total WHERE supplier IS :supplier AND recipient IS :recipient")
    try statement.bind(supplier, ":supplier")
    try statement.bind(recipient, ":recipient")
    try statement.run()
  }

  /// Writes the transfers of a pair, of which nothing stands.
  func writeTransfers(_ pair: PairClaims) throws {
    try transfers.append(grouping.transfers(of: pair.claims, verdicts: pair.verdicts), of: pair)
  }

  private func write(_ total: PairTotal, of pair: PairClaims) throws {
    let s = insertTotal
    s.clearBindings()
    if let code = pair.supplier { try s.bind(code.rawValue, at: 1) }
    if let code = pair.recipient { try s.bind(code.rawValue, at: 2) }
    try s.bind(vocabulary.units[total.unit].rawValue, at: 3)
    // Quantities are kept in thousandths here, too, so that one column holds one kind of number.
    if let figure = total.figure?.thousandths(isQuantity: total.isQuantity), !figure.isTooLarge {
      try s.bind(figure.low, at: 4)
      try s.bind(figure.best, at: 5)
      if figure.high != .max { try s.bind(figure.high, at: 6) }
    }
    try s.bind(total.transfers, at: 7)
    try s.bind(total.unstated, at: 8)
    try s.bind(total.claims.count, at: 9)
    let span = TransferFigures.span(firstDay: total.firstDay, lastDay: total.lastDay)
    if let first = span.from { try s.bind(first, at: 10) }
    if let last = span.to { try s.bind(last, at: 11) }
    try s.bind(Int64(bitPattern: total.categories), at: 12)
    let origins = NumberCollection.distinct(total.claims.map { pair.claims[$0].origin })
    let documents = NumberCollection.distinct(total.claims.map { pair.claims[$0].document })
    try s.bind(Int64(total.absences), at: 13)
    try s.bind(origins.count, at: 14)
    try s.bind(documents.count, at: 15)
    try s.bind(blob: NumberSet.encode(origins), at: 16)
    try s.bind(blob: NumberSet.encode(documents), at: 17)
    try s.run()
  }

  /// Adds up the pairs of one party.
  func addUp(_ side: Side, _ party: String?) throws {
    let delete = try database.cached("DELETE FROM party_total WHERE side = :side AND party IS :party")
    try delete.bind(side.rawValue, ":side")
    try delete.bind(party, ":party")
    try delete.run()
    let select = try database.cached(
      TotalRow.select(key: side.rawValue, where: "\(side.rawValue) IS :party", isSorted: false))
    try select.bind(party, ":party")
    try write(side, TotalRow.addUp(ofOneKey: select))
  }

  /// Adds up the pairs of every party, of which nothing stands.
  func addUpAll() throws {
    for side in [Side.supplier, .recipient] {
      try write(
        side, TotalRow.addUp(database.prepare(TotalRow.select(key: side.rawValue, where: "1"))))
    }
  }

  private func write(_ side: Side, _ rows: [TotalRow]) throws {
    for row in rows {
      let s = insertParty
      s.clearBindings()
      try s.bind(side.rawValue, at: 1)
      if let key = row.key { try s.bind(key, at: 2) }
      try s.bind(row.unit, at: 3)
      if let low = row.low { try s.bind(low, at: 4) }
      if let best = row.best { try s.bind(best, at: 5) }
      if let high = row.high { try s.bind(high, at: 6) }
      try s.bind(row.transfers, at: 7)
      try s.bind(row.unstated, at: 8)
      try s.bind(row.claims, at: 9)
      if let first = row.first { try s.bind(first, at: 10) }
      if let last = row.last { try s.bind(last, at: 11) }
      try s.bind(Int64(bitPattern: row.categories), at: 12)
      try s.bind(Int64(row.absences), at: 13)
      try s.bind(row.originCount, at: 14)
      if row.originCount <= TotalRow.namedOrigins {
        try s.bind(blob: NumberSet.encode(row.origins.members), at: 15)
      }
      try s.bind(row.documentCount, at: 16)
      try s.run()
    }
  }
}
