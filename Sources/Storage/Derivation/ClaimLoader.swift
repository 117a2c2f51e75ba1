public import ArmsModel
public import Counting
import SQLite

/// One pair of parties with all its claims that stand.
public struct PairClaims: Sendable {
  /// The supplier; nil where not known, or everybody.
  public var supplier: PartyCode?
  /// The recipient; nil where not known, or everybody.
  public var recipient: PartyCode?
  /// The claims, in the order of their rows.
  public var claims: [CountedClaim]
  /// What persons judged, of this pair and others.
  public var verdicts: Verdicts

  /// The same, without the aggregates where a side is open: those speak of a party towards everybody and are
  /// shown beside the totals, never in them.
  var withoutOverallAggregates: PairClaims {
    guard supplier == nil || recipient == nil else { return self }
    var copy = self
    for place in copy.claims.indices where copy.claims[place].scope == .aggregate {
      copy.claims[place].rank = .masked
    }
    return copy
  }
}

/// A pair as it was read, with what decides which of its claims count.
struct UnpreparedPair: Sendable {
  fileprivate(set) var pair: PairClaims
  fileprivate var releases: ReleaseChoice
  fileprivate var preparation: PairPreparation

  func prepared() -> PairClaims {
    var pair = pair
    preparation.prepare(&pair.claims, verdicts: pair.verdicts, releases: releases)
    return pair
  }
}

/// Reads claims pair by pair, reduced to what counting needs, with what persons and releases say of them.
struct ClaimLoader {
  private let knowledgeBase: KnowledgeBase
  private var vocabulary: Vocabulary
  private let grounds: Grounds
  private let preparation: PairPreparation
  private var currencies: [UInt64: Int32] = [:]

  /// - Parameter grounds: what decides which claims count; nil: as it is now.
  init(_ knowledgeBase: KnowledgeBase, _ vocabulary: Vocabulary, _ grounds: Grounds? = nil) throws {
    self.knowledgeBase = knowledgeBase
    var units = vocabulary.units
    preparation = PairPreparation(volumeUnit: units.number(of: .tiv), tree: knowledgeBase.categories)
    self.vocabulary = vocabulary
    self.grounds = try grounds ?? Grounds(knowledgeBase)
  }

  /// Columns in the order in which `claim(_:)` reads them.
  static let columns = """
    c.id, c.hash, c.document, c.origin, c.status, c.scope, c.weapon, c.category, c.quantity, c.quantity_max,
    c.quantity_unit, c.value_thousandths, c.value_max_thousandths, c.currency, c.price_year, c.from_date, c.to_date,
    c.credibility, c.batch, c.supplier, c.recipient, d.published, c.years, c.quantity_text, c.reliability,
    c.asserted_by IS NOT NULL, d.agency_source, c.deal, CASE WHEN c.value_thousandths > 0 THEN c.evidence END,
    CASE WHEN c.deal IS NOT NULL THEN c.condition END
    """

  /// Hands over the pairs in the order of supplier and recipient; `nil` stands before all codes.
  ///
  /// - Parameters:
  ///   - condition: SQL after WHERE, on `c` (claim) and `d` (document).
  ///   - bind: binds the parameters of the condition.
  ///   - sorted: true to read the table in order and sort, better for much of it; false to use an index.
  mutating func pairs(
    where condition: String, bind: (Statement) throws -> Void = { _ in }, sorted: Bool = false,
    _ body: (PairClaims) throws -> Void
  ) throws {
    try unpreparedPairs(where: condition, bind: bind, sorted: sorted) { raw in
      try body(raw.prepared())
    }
  }

  /// The same, before releases, deliveries and copies are settled: `prepared()` does that, in any thread.
  mutating func unpreparedPairs(
    where condition: String, bind: (Statement) throws -> Void = { _ in }, sorted: Bool = false,
    _ body: (UnpreparedPair) throws -> Void
  ) throws {
    let order = sorted ? "+c.supplier, +c.recipient, c.id" : "c.supplier, c.recipient, c.id"
    let statement = try knowledgeBase.database.prepare(
      """
      SELECT \(ClaimLoader.columns) FROM claim AS c CROSS JOIN document AS d ON d.id = c.document
      WHERE \(condition) ORDER BY \(order)
      """)
    try bind(statement)
    var pair = PairClaims(supplier: nil, recipient: nil, claims: [], verdicts: grounds.verdicts)
    let editions = grounds.editions
    func handOver() throws {
      guard !pair.claims.isEmpty else { return }
      let choice = editions.isEmpty ? ReleaseChoice() : editions.choice(pair.supplier, pair.recipient)
      try body(UnpreparedPair(pair: pair, releases: choice, preparation: preparation))
    }
    var supplierBytes: UInt64 = 0
    var recipientBytes: UInt64 = 0
    var isFirst = true
    while try statement.step() {
      if !grounds.standing.isWhole,
        !grounds.standing.stands(try statement.integer(0), of: try statement.integer(18))
      {
        continue
      }
      let supplier = ClaimLoader.key(statement, 19)
      let recipient = ClaimLoader.key(statement, 20)
      if isFirst || supplier != supplierBytes || recipient != recipientBytes
        || supplier == .max || recipient == .max
      {
        let codes = (
          try statement.textOrNil(19).map { PartyCode($0) }, try statement.textOrNil(20).map { PartyCode($0) }
        )
        if isFirst || codes.0 != pair.supplier || codes.1 != pair.recipient {
          try handOver()
          pair.supplier = codes.0
          pair.recipient = codes.1
          pair.claims = []
        }
        (supplierBytes, recipientBytes, isFirst) = (supplier, recipient, false)
      }
      pair.claims.append(try claim(statement))
    }
    try handOver()
  }

  private mutating func claim(_ row: Statement) throws -> CountedClaim {
    let hash = try row.identity(1)
    let stage = try ClaimLoader.stage(row, 4)
    let id = try row.integer(0)
    let isAggregate = try ClaimLoader.isAggregate(row, 5)
    let weapon = try row.integerOrNil(6).map { vocabulary.rank(ofRow: $0) } ?? 0
    let category =
      row.textBytes(7).flatMap { knowledgeBase.categories.index(of: String(decoding: $0, as: UTF8.self)) }
      ?? vocabulary.category(ofRank: weapon)
    let (quantity, quantityMax) = (try row.amountOrNil(8), try row.amountOrNil(9))
    let (value, valueMax) = (try row.amountOrNil(11), try row.amountOrNil(12))
    var claim = CountedClaim(
      key: hash, id: id, document: try row.rowNumber(2), origin: try row.rowNumber(3), stage: stage,
      scope: isAggregate ? .aggregate : .deal, weapon: weapon, category: category)
    try readQuantity(row, quantity, quantityMax, &claim)
    if let number = value ?? valueMax, !row.isNull(13) {
      claim.value = CountedClaim.Interval(value ?? 0, valueMax ?? number)
      claim.unit = try unit(row)
      if let value, valueMax == nil, let evidence = row.textBytes(28) {
        let qualifier = EvidenceQualifier.read(evidence, thousandths: value)
        if qualifier != .none { claim.value = CountedClaim.Interval(QualifiedNumber(value, qualifier)) }
      }
    }
    (claim.firstDay, claim.lastDay) = try ClaimLoader.days(row, (15, 16, 22), isAggregate: isAggregate)
    claim.published = try row.date(21)?.firstDay ?? 0
    // What is dated after the day of recording is mistyped, and no later word than any other.
    if claim.published > grounds.earliestRecording,
      claim.published > grounds.recordingDays[try row.integer(18)] ?? .max
    {
      (claim.publishedAhead, claim.published) = (claim.published, 0)
    }
    claim.credibility = UInt8(try row.integerOrNil(17, in: 1...6) ?? 0)
    if !grounds.ranks.isEmpty, let rank = grounds.ranks[id] { claim.rank = rank }
    try readVoice(row, &claim)
    return claim
  }

  /// The days that a claim may mean, from the columns of its first and last date and its years.
  static func days(
    _ row: Statement, _ columns: (from: Int32, to: Int32, years: Int32), isAggregate: Bool
  ) throws -> (first: Int32, last: Int32) {
    let from = try row.date(columns.from)
    let to = try row.date(columns.to)
    var days = (first: from?.firstDay ?? .min, last: to?.lastDay ?? .max)
    if !isAggregate {
      // A deal that gives one date happened then.
      if let from, to == nil { days.last = from.lastDay }
      if let to, from == nil { days.first = to.firstDay }
    }
    if from == nil, to == nil, let years = try row.years(columns.years) {
      let all = years.compactMap { PartialDate(year: $0) }
      days = (all.map(\.firstDay).min() ?? .min, all.map(\.lastDay).max() ?? .max)
    }
    return days
  }

  private mutating func readQuantity(
    _ row: Statement, _ quantity: Int64?, _ quantityMax: Int64?, _ claim: inout CountedClaim
  ) throws {
    if let number = quantity ?? quantityMax {
      claim.quantity = CountedClaim.Interval(quantity ?? 0, quantityMax ?? number)
    }
    var unit: String?
    if quantityMax == nil, let text = try row.textOrNil(23) {
      let said = QuantityWords.readWithUnit(text, number: quantity)
      unit = said.unit
      switch said.reading {
      case .number(let number): claim.quantity = CountedClaim.Interval(number)
      case .absent(let reason): claim.absence = reason
      case .someUnknownNumber: break
      case .notUnderstood: claim.isQuantityUnread = true
      }
    }
    guard claim.quantity != nil else { return }
    guard !row.isNull(10) else {
      // "3 batteries" are no three pieces.
      claim.quantityUnit =
        try unit.map { try known(FigureUnit(quantityUnit: $0), row, 23) } ?? UnitNumbers.pieces
      return
    }
    claim.quantityUnit = try known(FigureUnit(quantityUnit: row.text(10)), row, 10)
  }

  /// The number of a unit; the vocabulary has all currencies, and the other units by way of an index.
  private func known(_ unit: FigureUnit, _ row: Statement, _ column: Int32) throws -> Int32 {
    guard let number = vocabulary.units[unit] else { throw row.doubt(column, "no unit that is known here") }
    return number
  }

  /// Who says it: the origin with its grade, whether it is a release, whether it is a copy.
  private func readVoice(_ row: Statement, _ claim: inout CountedClaim) throws {
    claim.batch = try row.integer(18)
    claim.hasAsserter = try row.integer(25) == 1
    claim.agency = try row.integerOrNil(26) ?? 0
    if !grounds.copyOrigins.isEmpty, !claim.hasAsserter, let origin = grounds.copyOrigins[claim.document] {
      claim.origin = origin
    }
    claim.reliability = try row.reliability(24)
    if claim.reliability == 0 { claim.reliability = grounds.voices.reliability[claim.origin] ?? 0 }
    claim.isPrimary = grounds.voices.primary.contains(claim.origin)
    guard !grounds.editions.isEmpty, let release = grounds.editions[claim.document] else { return }
    claim.dataset = release.dataset
    claim.isOfEdition = release.isFile
    try readVolume(row, &claim)
    claim.release = release.day(published: try row.date(21))
    claim.windowFirstYear = release.firstYear
    claim.windowLastYear = release.lastYear
    guard let key = row.textBytes(27) else { return }
    claim.deal = DealKey.number(key)
    if let condition = row.textBytes(29) { claim.condition = ClaimLoader.condition(condition) }
    if claim.stage == .delivered, let years = try row.years(22) {
      let single = Set(years.map { Int32($0) })
      if single.count > 1 { claim.years = CountedClaim.yearSet(single) }
    }
  }

  /// TIV as a dataset prints it: what its comment says is about other things.
  private func readVolume(_ row: Statement, _ claim: inout CountedClaim) throws {
    guard claim.value != nil, row.textBytes(13)?.elementsEqual("TIV".utf8) == true,
      let value = try row.amountOrNil(11)
    else { return }
    guard let max = try row.amountOrNil(12) else {
      if !row.isNull(27) { claim.value = CountedClaim.Interval(QualifiedNumber(value, .none)) }
      return
    }
    // Zero in print: something, and less than half a million.
    if value == 0, max <= 500 {
      claim.value = CountedClaim.Interval(QualifiedNumber(low: 0, best: 0, high: max, qualifier: .none))
    }
  }

  /// The state of the goods by a number; 0 for a word that stands for none.
  private static func condition(_ word: UnsafeRawBufferPointer) -> UInt8 {
    let place = Condition.allCases.firstIndex { $0.rawValue.utf8.elementsEqual(word) }
    return place.map { UInt8($0 + 1) } ?? 0
  }

  private mutating func unit(_ row: Statement) throws -> Int32 {
    guard row.isNull(14), let bytes = row.textBytes(13), bytes.count == 3 else {
      let year = try row.yearOrNil(14)
      return try known(FigureUnit(currency: try row.text(13), priceYear: year), row, 13)
    }
    let key = UInt64(bytes[0]) << 16 | UInt64(bytes[1]) << 8 | UInt64(bytes[2])
    if let number = currencies[key] { return number }
    let number = try known(FigureUnit(currency: try row.text(13), priceYear: nil), row, 13)
    currencies[key] = number
    return number
  }

  /// The code in a column packed into a number: 0 for NULL, `max` for more than seven bytes.
  static func key(_ row: Statement, _ column: Int32) -> UInt64 {
    guard let bytes = row.textBytes(column) else { return 0 }
    guard bytes.count < 8 else { return .max }
    var key: UInt64 = 1
    for byte in bytes { key = key << 8 | UInt64(byte) }
    return key
  }

  static func stage(_ row: Statement, _ column: Int32) throws -> Stage {
    guard let bytes = row.textBytes(column), let stage = stage(bytes),
      Words.isSame(bytes, Words.stages[Int(stage.rawValue)])
    else { throw row.doubt(column, "no stage") }
    return stage
  }

  private static func isAggregate(_ row: Statement, _ column: Int32) throws -> Bool {
    let bytes = row.textBytes(column)
    if let bytes, Words.isSame(bytes, Words.deal) { return false }
    guard let bytes, Words.isSame(bytes, Words.aggregate) else { throw row.doubt(column, "no scope") }
    return true
  }

  /// The stage that those bytes can be the word of, if they are the word of any.
  private static func stage(_ bytes: UnsafeRawBufferPointer) -> Stage? {
    guard let first = bytes.first else { return nil }
    // The first letter and the length tell all stages apart.
    switch (first, bytes.count) {
    case (UInt8(ascii: "o"), 7): return bytes[1] == UInt8(ascii: "f") ? .offered : .ordered
    case (UInt8(ascii: "r"), 9): return .requested
    case (UInt8(ascii: "n"), _): return .negotiating
    case (UInt8(ascii: "a"), _): return .approved
    case (UInt8(ascii: "s"), 8): return .selected
    case (UInt8(ascii: "d"), 9): return .delivered
    case (UInt8(ascii: "i"), _): return .inUse
    case (UInt8(ascii: "d"), 6): return .denied
    case (UInt8(ascii: "c"), _): return .cancelled
    case (UInt8(ascii: "s"), 9): return .suspended
    case (UInt8(ascii: "d"), 8): return .diverted
    case (UInt8(ascii: "r"), 8): return .reported
    default: return nil
    }
  }
}
