import ArmsModel
import Counting
import SQLite

/// Looks through the transfers of all pairs of parties for those that may be one.
///
/// Kept transfers tell nearly all that has to be compared; claims are read only where several stand in one transfer,
/// or where it matters who speaks. Pairs of whose claims registers, ranks or verdicts decide which count are grouped
/// from their claims.
final class ReviewRun {
  let vocabulary: Vocabulary
  private(set) var list: ReviewList
  private let knowledgeBase: KnowledgeBase
  private let database: Database
  private let grouping: TransferGrouping
  private let review: TransferReview
  private let kinship: DesignationKinship
  private let claimsOfTransfer: Statement
  private let voicesOfTransfer: Statement
  private let otherFigures: Statement
  private let transferOfClaim: Statement
  /// The transfers of the pair that is read.
  private var table = ReviewTable()
  private var sides: [ReviewList.Side] = []
  private var codes: (supplier: PartyCode?, recipient: PartyCode?) = (nil, nil)
  /// Per place who speaks of it, where somebody asked.
  private var voices: [Int: [Voice]] = [:]
  /// Per claim of the pair its origin after copies were found; nil: nobody asked.
  private var settledOrigins: [Int64: Int64]?
  private var units: [String: Int32] = [:]

  private struct Pair: Hashable {
    var supplier: PartyCode?
    var recipient: PartyCode?
  }

  /// A claim with its document and who says it.
  private struct Voice {
    var claim: Int64
    var document: Int64
    var origin: Int64
    var hasAsserter: Bool
  }

  init(_ knowledgeBase: KnowledgeBase, limit: Int?) throws {
    self.knowledgeBase = knowledgeBase
    database = knowledgeBase.database
    list = ReviewList(limit: limit)
    vocabulary = try knowledgeBase.vocabulary()
    grouping = TransferGrouping(tree: knowledgeBase.categories)
    review = TransferReview(tree: knowledgeBase.categories)
    kinship = DesignationKinship(designations: vocabulary.designations)
    claimsOfTransfer = try database.prepare(
      """
      SELECT c.status, c.category, c.weapon, c.from_date, c.to_date, c.years
      FROM transfer_claim AS m CROSS JOIN claim AS c ON c.id = m.claim WHERE m.transfer = ?1 ORDER BY m.claim
      """)
    voicesOfTransfer = try database.prepare(
      """
      SELECT c.id, c.document, c.origin, c.asserted_by IS NOT NULL
      FROM transfer_claim AS m CROSS JOIN claim AS c ON c.id = m.claim WHERE m.transfer = ?1 ORDER BY m.claim
      """)
    otherFigures = try database.prepare(
      """
      SELECT value ->> 'unit', value ->> 'kind', value ->> 'low', value ->> 'best', value ->> 'high'
      FROM json_each(?1) ORDER BY key
      """)
    transferOfClaim = try database.prepare("SELECT transfer FROM transfer_claim WHERE claim = ?1 ORDER BY 1")
  }

  // MARK: - From claims

  /// Reviews a pair by its claims.
  func review(_ pair: PairClaims) throws {
    let transfers = grouping.transfers(of: pair.claims, verdicts: pair.verdicts)
    let found = review.candidates(
      transfers, claims: pair.claims, kinship: kinship, verdicts: pair.verdicts)
    guard !found.isEmpty else { return }
    list.begin(pair.supplier, pair.recipient)
    var places: [Int: Int32] = [:]
    func place(_ transfer: Int) throws -> Int32 {
      if let known = places[transfer] { return known }
      defer { transferOfClaim.reset() }
      let claim = pair.claims[transfers[transfer].members[0].claim].id
      try transferOfClaim.bind(claim, at: 1)
      let row = try transferOfClaim.step() ? try transferOfClaim.integer(0) : 0
      let place = list.add(ReviewList.Side(key: transfers[transfer].key, row: row))
      places[transfer] = place
      return place
    }
    for candidate in found {
      list.add(
        try place(candidate.a), try place(candidate.b), candidate.marks,
        isUnsure: candidate.judgement == .unsure)
    }
  }

  // MARK: - From kept transfers

  /// Reviews the pairs of parties that the filter names by their kept transfers.
  func reviewKept(_ filter: Filter) throws {
    let bound = try boundPairs()
    var conditions = Conditions()
    conditions.addParties(filter, "t")
    let statement = try database.prepare(
      """
      SELECT t.id, t.supplier, t.recipient, t.weapon, t.category, t.stage, t.from_date, t.to_date, t.quantity_low,
        t.quantity_best, t.quantity_high, t.quantity_unit, t.value_low, t.value_best, t.value_high, t.unit,
        t.other_figures, t.claims, t.key
      FROM transfer AS t WHERE \(conditions.sql) ORDER BY t.supplier, t.recipient, t.id
      """)
    try conditions.bind(statement)
    var key: (supplier: UInt64, recipient: UInt64)?
    var isBound = false
    while try statement.step() {
      let own = (supplier: ClaimLoader.key(statement, 1), recipient: ClaimLoader.key(statement, 2))
      let isSame = key.map { $0 == own && own.supplier != .max && own.recipient != .max } ?? false
      if !isSame {
        let parties = (
          supplier: try statement.textOrNil(1).map { PartyCode($0) },
          recipient: try statement.textOrNil(2).map { PartyCode($0) }
        )
        if key == nil || parties != codes {
          try reviewTable()
          codes = parties
          isBound = bound.contains(Pair(supplier: parties.supplier, recipient: parties.recipient))
          if isBound { try reviewBound() }
        }
        key = own
      }
      if !isBound { try add(statement) }
    }
    try reviewTable()
  }

  /// Pairs of whose claims some do not count, or count otherwise than by themselves.
  private func boundPairs() throws -> Set<Pair> {
    var pairs: Set<Pair> = []
    for sql in [
      """
      SELECT DISTINCT c.supplier, c.recipient FROM release AS r CROSS JOIN claim AS c ON c.document = r.document
      WHERE c.deal IS NOT NULL
      """,
      "SELECT DISTINCT c.supplier, c.recipient FROM claim_rank AS r CROSS JOIN claim AS c ON c.id = r.claim",
      "SELECT DISTINCT c.supplier, c.recipient FROM verdict AS v CROSS JOIN claim AS c ON c.id = v.claim",
    ] {
      try knowledgeBase.rows(sql + " ORDER BY 1, 2") { row in
        pairs.insert(
          Pair(
            supplier: try row.textOrNil(0).map { PartyCode($0) },
            recipient: try row.textOrNil(1).map { PartyCode($0) }))
      }
    }
    return pairs
  }

  /// Hands over the pair that is read with all its claims.
  private func withClaims(_ body: (PairClaims) throws -> Void) throws {
    loader = try loader ?? ClaimLoader(knowledgeBase, vocabulary)
    let (supplier, recipient) = (codes.supplier?.rawValue, codes.recipient?.rawValue)
    try loader?.pairs(
      where: (supplier == nil ? "c.supplier IS NULL" : "c.supplier = :supplier") + " AND "
        + (recipient == nil ? "c.recipient IS NULL" : "c.recipient = :recipient"),
      bind: {
        if let supplier { try $0.bind(supplier, ":supplier") }
        if let recipient { try $0.bind(recipient, ":recipient") }
      }, body)
  }

  private var loader: ClaimLoader?

  private func reviewBound() throws { try withClaims { try review($0) } }

  /// Enters a kept transfer into the table.
  private func add(_ row: Statement) throws {
    let id = try row.integer(0)
    guard let key = try row.identityOrNil(18) else {
      throw StorageError.damaged("transfer \(id) has no identity")
    }
    let stage = try ClaimLoader.stage(row, 5)
    let weapon = try row.integerOrNil(3).map { vocabulary.rank(ofRow: $0) } ?? 0
    let category = category(row, 4)
    sides.append(ReviewList.Side(key: key, row: id))
    table.add(weapon: weapon, category: category, stage: stage)
    if let best = try row.integerOrNil(9) {
      let unit = row.isNull(11) ? UnitNumbers.pieces : unit(row, 11)
      try addFigure(row, (8, best, 10), unit, isQuantity: true)
    }
    if let best = try row.integerOrNil(13) {
      try addFigure(row, (12, best, 14), unit(row, 15), isQuantity: false)
    }
    if !row.isNull(16) { try addOtherFigures(try row.text(16), of: id) }
    guard try row.integer(17) == 1 else { return try addClaims(of: id) }
    // What its one claim says, the transfer says.
    table.addClaim(
      stage: stage, category: category,
      firstDay: row.textBytes(6).flatMap { PartialDate(utf8: $0)?.firstDay } ?? .min,
      lastDay: row.textBytes(7).flatMap { PartialDate(utf8: $0)?.lastDay } ?? .max)
  }

  private func addFigure(
    _ row: Statement, _ columns: (low: Int32, best: Int64, high: Int32), _ unit: Int32, isQuantity: Bool
  ) throws {
    table.add(
      Figure(
        low: try row.integerOrNil(columns.low) ?? columns.best, best: columns.best,
        high: try row.integerOrNil(columns.high) ?? .max),
      unit: unit, isQuantity: isQuantity)
  }

  private func addOtherFigures(_ json: String, of transfer: Int64) throws {
    defer { otherFigures.reset() }
    try otherFigures.bind(json, at: 1)
    do {
      while try otherFigures.step() {
        try addFigure(
          otherFigures, (2, try otherFigures.integer(3), 4), unit(otherFigures, 0),
          isQuantity: try otherFigures.text(1) == "quantity")
      }
    } catch let error as SQLiteError where error.code.primary == .error || error.code.primary == .mismatch {
      throw StorageError.damaged("transfer \(transfer) has other_figures that are none: \(error.message)")
    }
  }

  private func addClaims(of transfer: Int64) throws {
    defer { claimsOfTransfer.reset() }
    try claimsOfTransfer.bind(transfer, at: 1)
    while try claimsOfTransfer.step() {
      let stage = try ClaimLoader.stage(claimsOfTransfer, 0)
      var category = category(claimsOfTransfer, 1)
      if category < 0, let weapon = try claimsOfTransfer.integerOrNil(2) {
        category = vocabulary.category(ofRank: vocabulary.rank(ofRow: weapon))
      }
      let days = try ClaimLoader.days(claimsOfTransfer, (3, 4, 5), isAggregate: false)
      table.addClaim(stage: stage, category: category, firstDay: days.first, lastDay: days.last)
    }
  }

  private func category(_ row: Statement, _ column: Int32) -> CategoryTree.Index {
    row.textBytes(column).flatMap {
      knowledgeBase.categories.index(of: String(decoding: $0, as: UTF8.self))
    } ?? -1
  }

  /// A number for a unit, of no meaning but equality.
  private func unit(_ row: Statement, _ column: Int32) -> Int32 {
    guard let bytes = row.textBytes(column) else { return 0 }
    if bytes.count == 3 { return Int32(bytes[0]) << 16 | Int32(bytes[1]) << 8 | Int32(bytes[2]) }
    let name = String(decoding: bytes, as: UTF8.self)
    if let known = units[name] { return known }
    // Greater than what three bytes give.
    let number = 1 << 24 + Int32(truncatingIfNeeded: units.count)
    units[name] = number
    return number
  }

  /// Looks for candidates among the transfers in the table, and empties it.
  private func reviewTable() throws {
    defer {
      table.removeAll()
      sides.removeAll(keepingCapacity: true)
      voices.removeAll(keepingCapacity: true)
      settledOrigins = nil
    }
    guard table.count > 1 else { return }
    var places: [Int32] = []
    try review.forEachCandidate(
      in: table, kinship, shareVoice: { try self.shareVoice($0, $1) }, voice: { try self.voice(of: $0) }
    ) { candidate in
      if places.isEmpty {
        self.list.begin(self.codes.supplier, self.codes.recipient)
        places = Array(repeating: -1, count: self.table.count)
      }
      for place in [candidate.a, candidate.b] where places[place] < 0 {
        places[place] = self.list.add(self.sides[place])
      }
      self.list.add(places[candidate.a], places[candidate.b], candidate.marks, isUnsure: false)
    }
  }

  // MARK: - Voices

  private func voices(of place: Int) throws -> [Voice] {
    if let known = voices[place] { return known }
    defer { voicesOfTransfer.reset() }
    try voicesOfTransfer.bind(sides[place].row, at: 1)
    var found: [Voice] = []
    while try voicesOfTransfer.step() {
      found.append(
        Voice(
          claim: try voicesOfTransfer.integer(0), document: try voicesOfTransfer.integer(1),
          origin: try voicesOfTransfer.integer(2), hasAsserter: try voicesOfTransfer.integer(3) == 1))
    }
    voices[place] = found
    return found
  }

  private func voice(of place: Int) throws -> (document: Int64, origin: Int64)? {
    let all = try voices(of: place)
    guard let first = all.first, all.count == 1 else { return nil }
    // All of a document that name nobody speak with one voice, whosever that is.
    return (first.document, first.hasAsserter ? first.origin : -1)
  }

  /// Whether somebody speaks of both transfers in one document.
  private func shareVoice(_ a: Int, _ b: Int) throws -> Bool {
    let others = try voices(of: b)
    for own in try voices(of: a) {
      for other in others where own.document == other.document {
        if !own.hasAsserter, !other.hasAsserter { return true }
        if own.hasAsserter, other.hasAsserter {
          if own.origin == other.origin { return true }
          continue
        }
        // Whether the one that names nobody copies somebody else is told by all claims of the pair.
        if try origin(own) == origin(other) { return true }
      }
    }
    return false
  }

  private func origin(_ voice: Voice) throws -> Int64 {
    if settledOrigins == nil {
      var origins: [Int64: Int64] = [:]
      try withClaims { pair in for claim in pair.claims { origins[claim.id] = claim.origin } }
      settledOrigins = origins
    }
    return settledOrigins?[voice.claim] ?? voice.origin
  }
}
