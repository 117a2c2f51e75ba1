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
    let writer = try DerivedRows(self)
    var loader = try ClaimLoader(self, writer.vocabulary, grounds)
    var suppliers: Set<PartyDirectory.Index> = []
    var recipients: Set<PartyDirectory.Index> = []
    for pair in touched.pairs.sorted() {
      let (supplier, recipient) = TouchedPairs.unpack(pair)
      suppliers.insert(supplier)
      recipients.insert(recipient)
      let codes = (code(supplier), code(recipient))
      try writer.remove(supplier: codes.0, recipient: codes.1)
      let condition =
        (codes.0 == nil ? "c.supplier IS NULL" : "c.supplier = :supplier") + " AND "
        + (codes.1 == nil ? "c.recipient IS NULL" : "c.recipient = :recipient")
      try loader.pairs(
        where: condition,
        bind: {
          if let code = codes.0 { try $0.bind(code, ":supplier") }
          if let code = codes.1 { try $0.bind(code, ":recipient") }
        }
      ) { try writer.write($0) }
    }
    for party in suppliers.sorted() { try writer.addUp(.supplier, code(party)) }
    for party in recipients.sorted() { try writer.addUp(.recipient, code(party)) }
  }

  /// Makes all transfers and totals anew; the caller may have a transaction open.
  public func deriveAll() throws { try deriveAll(nil) }

  /// - Parameter grounds: what decides now which claims count, where that is known.
  func deriveAll(_ grounds: Grounds?) throws {
    try loadDirectory()
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
      claimsUnderWay -= counted.pair.claims.count
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

  /// So many claims are read before the transfers of the first of them are written: what may be in memory.
  private static let claimsAhead = 8_192

  private func code(_ index: PartyDirectory.Index) -> String? {
    index < 0 ? nil : directory[index].code.rawValue
  }
}

/// A pair with what follows from its claims.
struct CountedPair: Sendable {
  var pair: PairClaims
  var transfers: [Transfer]
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
  private let insertTransfer: Statement
  private let insertMember: Statement
  private let insertTotal: Statement
  private let insertParty: Statement

  init(_ knowledgeBase: KnowledgeBase) throws {
    database = knowledgeBase.database
    vocabulary = try knowledgeBase.vocabulary()
    categories = knowledgeBase.categories
    grouping = TransferGrouping(tree: categories)
    totals = PairTotals(tree: categories)
    insertTransfer = try database.prepare(
      """
      INSERT INTO transfer (supplier, recipient, weapon, category, stage, disputed, quantity_low, quantity_best,
        quantity_high, quantity_unit, value_low, value_best, value_high, unit, other_figures, from_date, to_date,
        quantity_qualifier, value_qualifier, credibility, reliability, claims, origins, batch, key, absence)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
        ?23, ?24, ?25, ?26)
      """)
    insertMember = try database.prepare(
      "INSERT INTO transfer_claim (transfer, claim, rule, score) VALUES (?1, ?2, ?3, ?4)")
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

  /// Removes what stands of a pair.
  func remove(supplier: String?, recipient: String?) throws {
    for sql in [
      """
      DELETE FROM transfer_claim WHERE transfer IN
        (SELECT id FROM transfer WHERE supplier IS :supplier AND recipient IS :recipient)
      """,
      "DELETE FROM transfer WHERE supplier IS :supplier AND recipient IS :recipient",
      "DELETE FROM pair_total WHERE supplier IS :supplier AND recipient IS :recipient",
    ] {
      let statement = try database.cached(sql)
      try statement.bind(supplier, ":supplier")
      try statement.bind(recipient, ":recipient")
      try statement.run()
    }
  }

  /// Counts pairs in a thread of its own.
  func counting() -> WorkLine<UnpreparedPair, CountedPair> {
    WorkLine { [grouping, totals] in { DerivedRows.count($0.prepared(), grouping, totals) } }
  }

  private static func count(
    _ pair: PairClaims, _ grouping: TransferGrouping, _ totals: PairTotals
  ) -> CountedPair {
    let transfers = grouping.transfers(of: pair.claims, verdicts: pair.verdicts)
    let counted = pair.withoutOverallAggregates
    return CountedPair(
      pair: pair, transfers: transfers, totals: totals.totals(claims: counted.claims, transfers: transfers))
  }

  /// Writes the transfers and totals of a pair, of which nothing stands.
  func write(_ pair: PairClaims) throws { try write(DerivedRows.count(pair, grouping, totals)) }

  /// Writes the transfers and totals of a counted pair, of which nothing stands.
  func write(_ counted: CountedPair) throws {
    for transfer in counted.transfers { try write(transfer, of: counted.pair) }
    for total in counted.totals { try write(total, of: counted.pair) }
  }

  /// Writes the transfers of a pair, of which nothing stands.
  @discardableResult
  func writeTransfers(_ pair: PairClaims) throws -> [Transfer] {
    let transfers = grouping.transfers(of: pair.claims, verdicts: pair.verdicts)
    for transfer in transfers { try write(transfer, of: pair) }
    return transfers
  }

  private func write(_ transfer: Transfer, of pair: PairClaims) throws {
    let s = insertTransfer
    s.clearBindings()
    if let code = pair.supplier { try s.bind(code.rawValue, at: 1) }
    if let code = pair.recipient { try s.bind(code.rawValue, at: 2) }
    if transfer.weapon > 0 { try s.bind(vocabulary.weaponRows[Int(transfer.weapon)], at: 3) }
    if transfer.category >= 0 { try s.bind(categories.slug(transfer.category), at: 4) }
    try s.bind(transfer.stage.slug, at: 5)
    try s.bind(transfer.isDisputed ? 1 : 0, at: 6)
    let (quantity, value, others) = TransferFigures.choose(transfer.figures, pair.claims)
    if let quantity, !quantity.figure.isTooLarge {
      try s.bind(quantity.figure.low, at: 7)
      try s.bind(quantity.figure.best, at: 8)
      if quantity.figure.high != .max { try s.bind(quantity.figure.high, at: 9) }
      if let word = quantity.qualifier.word { try s.bind(word, at: 18) }
      if quantity.unit != UnitNumbers.pieces { try s.bind(vocabulary.units[quantity.unit].rawValue, at: 10) }
    }
    if let value, !value.figure.isTooLarge {
      try s.bind(value.figure.low, at: 11)
      try s.bind(value.figure.best, at: 12)
      if value.figure.high != .max { try s.bind(value.figure.high, at: 13) }
      if let word = value.qualifier.word { try s.bind(word, at: 19) }
      try s.bind(vocabulary.units[value.unit].rawValue, at: 14)
    }
    let isTooLarge = transfer.figures.contains { $0.figure.isTooLarge }
    let kept = others.filter { !$0.figure.isTooLarge }
    if !kept.isEmpty { try s.bind(TransferFigures.json(kept, vocabulary.units), at: 15) }
    let dates = TransferFigures.span(firstDay: transfer.firstDay, lastDay: transfer.lastDay)
    if let from = dates.from { try s.bind(from, at: 16) }
    if let to = dates.to { try s.bind(to, at: 17) }
    if transfer.credibility > 0 { try s.bind(Int64(transfer.credibility), at: 20) }
    if transfer.reliability > 0 {
      try s.bind(borrowedText: Words.letter(64 + transfer.reliability), at: 21)
    }
    if transfer.figures.isEmpty || isTooLarge {
      try s.bind((isTooLarge ? .tooLarge : transfer.absence).word, at: 26)
    }
    try s.bind(transfer.members.count, at: 22)
    try s.bind(transfer.origins, at: 23)
    try s.bind(transfer.batch, at: 24)
    try transfer.key.withBytesThrowing { bytes in
      try s.bind(borrowedBlob: bytes, at: 25)
      try s.run()
    }
    let id = database.lastInsertRowID
    for member in transfer.members {
      try insertMember.bind(id, at: 1)
      try insertMember.bind(pair.claims[member.claim].id, at: 2)
      try insertMember.bind(borrowedText: Words.rule(member.rule), at: 3)
      try insertMember.bind(member.score, at: 4)
      try insertMember.run()
    }
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
    try addUp(side, where: "\(side.rawValue) IS :party") { statement in
      try statement.bind(party, ":party")
    }
  }

  /// Adds up the pairs of every party, of which nothing stands.
  func addUpAll() throws {
    try addUp(.supplier, where: "1") { _ in }
    try addUp(.recipient, where: "1") { _ in }
  }

  private func addUp(_ side: Side, where condition: String, bind: (Statement) throws -> Void) throws {
    let select = try database.prepare(TotalRow.select(key: side.rawValue, where: condition))
    try bind(select)
    for row in try TotalRow.addUp(select) {
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
