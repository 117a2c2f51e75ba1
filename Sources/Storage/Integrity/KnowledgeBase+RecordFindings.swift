import ArmsModel
import Counting
import SQLite

extension KnowledgeBase {
  /// What records say against their own passages, against one another of one passage, and of one deal under two
  /// suppliers.
  ///
  /// What a person deprecated is not looked at.
  ///
  /// - Parameter tried: only what concerns one of these claims.
  func recordFindings(
    _ filter: Filter, _ checks: Set<Check>, _ tried: TriedClaims?
  ) throws -> [KnowledgeFinding] {
    guard !checks.isDisjoint(with: [.evidence, .reading, .supplier]) else { return [] }
    let whole = try writtenOut(filter).partiesAndDates
    let ranks = try ranks(Standing(self, asOf: whole.asOf))
    var found: [KnowledgeFinding] = []
    if checks.contains(.evidence) || checks.contains(.reading) {
      found += try passageFindings(whole, checks, ranks, tried)
    }
    if checks.contains(.supplier) { found += try supplierFindings(whole, ranks, tried) }
    return found
  }

  private struct Reading {
    var claim: KnowledgeFinding.Claim
    var quantity: Int64?
    var value: Int64?
    var unit: String?

    func contradicts(_ other: Reading) -> Bool {
      guard unit == other.unit || value == nil || other.value == nil else { return true }
      func differ(_ a: Int64?, _ b: Int64?) -> Bool {
        guard let a, let b else { return false }
        return a != b
      }
      return differ(quantity, other.quantity) || differ(value, other.value)
    }
  }

  /// What one passage says of one deal, as far as records agree on it.
  private struct Subject: Hashable {
    var document: Int64
    var supplier: PartyCode?
    var recipient: PartyCode?
    var weapon: Int64
    /// Stage, scope, dates and unit of the pieces.
    var words: [String?]
    var start: Int64?
    var passage: Int
  }

  private func passageFindings(
    _ filter: Filter, _ checks: Set<Check>, _ ranks: [Int64: CountedClaim.Rank], _ tried: TriedClaims?
  ) throws -> [KnowledgeFinding] {
    var found: [KnowledgeFinding] = []
    var readings: [Subject: [Reading]] = [:]
    var conditions = try claimConditions(filter)
    conditions.add("c.evidence IS NOT NULL AND c.deal IS NULL")
    let statement = try prepareStanding(
      """
      SELECT c.id, c.hash, c.supplier, c.recipient, c.evidence, c.value_thousandths, c.value_max_thousandths,
        c.currency, c.price_year, c.quantity, c.document, c.weapon, c.status, c.scope, c.from_date, c.to_date,
        c.quantity_unit, c.evidence_start
      FROM v_live_claim AS c JOIN document AS d ON d.id = c.document WHERE \(conditions.sql) ORDER BY c.id
      """)
    try conditions.bind(statement)
    while try statement.step() {
      let row = statement
      let id = try row.integer(0)
      guard ranks[id] != .deprecated, let evidence = row.textBytes(4) else { continue }
      let claim = KnowledgeFinding.Claim(row: id, key: try row.identity(1))
      let parties = (try row.textOrNil(2).map { PartyCode($0) }, try row.textOrNil(3).map { PartyCode($0) })
      let (value, most) = (try row.amountOrNil(5), try row.amountOrNil(6))
      let currency = try row.textOrNil(7)
      let quantity = try row.amountOrNil(9)
      if checks.contains(.evidence), tried == nil || tried?.places[claim.key] != nil, row.isNull(8),
        let currency, currency != "TIV", let low = value ?? most
      {
        let sum = EvidenceDoubt.Sum(low: low, high: most ?? low, currency: currency, pieces: quantity)
        if let doubt = EvidenceDoubt.of(sum, in: evidence) {
          found.append(finding(doubt, sum, claim, parties))
        }
      }
      if checks.contains(.reading), let weapon = try row.integerOrNil(11), quantity != nil || value != nil {
        var hasher = Hasher()
        hasher.combine(bytes: evidence)
        let subject = Subject(
          document: try row.integer(10), supplier: parties.0, recipient: parties.1, weapon: weapon,
          words: try [12, 13, 14, 15, 16].map { try row.textOrNil($0) }, start: try row.integerOrNil(17),
          passage: hasher.finalize())
        readings[subject, default: []].append(
          Reading(claim: claim, quantity: quantity, value: value, unit: currency))
      }
    }
    for (subject, list) in readings where list.count > 1 {
      let claims = list.filter { reading in list.contains { reading.contradicts($0) } }.map(\.claim)
        .sorted { $0.key < $1.key }
      guard !claims.isEmpty, tried == nil || claims.contains(where: { tried?.places[$0.key] != nil }) else {
        continue
      }
      found.append(
        KnowledgeFinding(
          check: .claims(.reading), severity: .warning, supplier: subject.supplier,
          recipient: subject.recipient,
          sentence: "One passage of one document is read in \(claims.count) ways "
            + "(\(claims.map { $0.key.identifier("c") }.joined(separator: ", "))), and all of them are counted. "
            + "Withdraw what was mistyped (armskb undo of its batch), or deprecate it (armskb rank).",
          claims: claims))
    }
    return found
  }

  private func finding(
    _ doubt: EvidenceDoubt, _ sum: EvidenceDoubt.Sum, _ claim: KnowledgeFinding.Claim,
    _ parties: (PartyCode?, PartyCode?)
  ) -> KnowledgeFinding {
    func words(_ low: Int64, _ high: Int64, _ currency: String) -> String {
      FindingWords.money(low, currency) + (low == high ? "" : " to " + FindingWords.money(high, currency))
    }
    let amount = doubt.amount
    let claimed = words(sum.low, sum.high, sum.currency)
    let printed = words(
      amount.thousandths, amount.thousandthsMax ?? amount.thousandths, amount.currency)
    let (severity, text): (Finding.Severity, String) =
      switch doubt {
      case .currency: (.warning, "is in another currency than in its own passage, which says \(printed)")
      case .magnitude:
        (.warning, "has its point at another place than in its own passage, which says \(printed)")
      case .number: (.note, "is not the sum in its own passage, which says \(printed)")
      }
    return KnowledgeFinding(
      check: .claims(.evidence), severity: severity, supplier: parties.0, recipient: parties.1,
      sentence:
        "\(claimed) (\(claim.key.identifier("c"))) \(text). Correct the record, or rank it (armskb rank).",
      claims: [claim],
      numbers: [
        KnowledgeFinding.Number(
          name: "claimed", thousandths: sum.low, unit: FigureUnit(currency: sum.currency, priceYear: nil)),
        KnowledgeFinding.Number(
          name: "passage", thousandths: amount.thousandths,
          unit: FigureUnit(currency: amount.currency, priceYear: nil)),
      ])
  }

  /// Deals of one recipient, designation, year and figure that have several suppliers in documents of one month.
  private func supplierFindings(
    _ filter: Filter, _ ranks: [Int64: CountedClaim.Rank], _ tried: TriedClaims?
  ) throws -> [KnowledgeFinding] {
    var conditions = try claimConditions(filter)
    conditions.add(
      """
      c.weapon IS NOT NULL AND c.scope = 'deal' AND c.deal IS NULL AND c.supplier IS NOT NULL
      AND c.recipient IS NOT NULL AND coalesce(c.from_date, c.to_date) IS NOT NULL
      AND c.status IN ('ordered', 'delivered', 'in-use', 'selected', 'approved')
      AND (c.quantity > 1 OR c.value_thousandths > 0)
      """)
    let statement = try prepareStanding(
      """
      SELECT group_concat(c.id, ';'), c.recipient FROM v_live_claim AS c JOIN document AS d ON d.id = c.document
      WHERE \(conditions.sql)
      GROUP BY c.recipient, c.weapon, substr(coalesce(c.from_date, c.to_date), 1, 4), c.quantity, c.quantity_unit,
        CASE WHEN c.quantity > 1 THEN NULL ELSE c.value_thousandths END,
        CASE WHEN c.quantity > 1 THEN NULL ELSE c.currency END
      HAVING count(DISTINCT c.supplier) > 1 ORDER BY min(c.hash)
      """)
    try conditions.bind(statement)
    var groups: [(rows: [Int64], recipient: PartyCode)] = []
    while try statement.step() {
      groups.append(
        (
          try statement.text(0).split(separator: ";").compactMap { Int64($0) },
          PartyCode(try statement.text(1))
        ))
    }
    return try groups.compactMap { group in
      let told = try group.rows.filter { ranks[$0] != .deprecated }.prefix(200).map(toldDeal)
      // What two tell of one deal they tell at one time, and not in one document, which tells of two.
      let alike = told.filter { one in told.contains { one.isAlike($0) } }.sorted {
        $0.claim.key < $1.claim.key
      }
      let suppliers = Set(alike.map(\.supplier)).sorted { $0.rawValue < $1.rawValue }
      guard suppliers.count > 1,
        tried == nil || alike.contains(where: { tried?.places[$0.claim.key] != nil })
      else { return nil }
      let names = suppliers.map { supplier in
        let own = alike.filter { $0.supplier == supplier }.map { $0.claim.key.identifier("c") }
        return "\(directory[supplier]?.name ?? supplier.rawValue) (\(own.prefix(3).joined(separator: ", ")))"
      }
      return KnowledgeFinding(
        check: .claims(.supplier), severity: .warning, supplier: nil, recipient: group.recipient,
        sentence: "\(alike[0].weapon): told alike but for the supplier, \(names.joined(separator: " or ")), "
          + "and counted under each. If it is one deal, deprecate what names the wrong one "
          + "(armskb rank CLAIM deprecated --reason …).",
        claims: alike.map(\.claim))
    }
  }

  private struct ToldDeal {
    var claim: KnowledgeFinding.Claim
    var supplier: PartyCode
    var document: Int64
    var weapon: String
    var value: Int64?
    var currency: String?
    var published: PartialDate?

    func isAlike(_ other: ToldDeal) -> Bool {
      guard supplier != other.supplier, document != other.document else { return false }
      if let value, let its = other.value, currency == other.currency {
        return max(value, its) <= min(value, its) + min(value, its) / 10
      }
      // Without a price in common only what is told in one month is one piece of news.
      guard let one = published?.firstDay, let two = other.published?.firstDay else { return false }
      let months = (one / 10_000 * 12 + one / 100 % 100) - (two / 10_000 * 12 + two / 100 % 100)
      return abs(months) <= 1
    }
  }

  private func toldDeal(_ row: Int64) throws -> ToldDeal {
    let statement = try database.cached(
      """
      SELECT c.hash, c.supplier, c.document, w.designation, c.value_thousandths, c.currency, d.published
      FROM claim AS c JOIN weapon AS w ON w.id = c.weapon JOIN document AS d ON d.id = c.document WHERE c.id = :row
      """)
    defer { statement.reset() }
    try statement.bind(row, ":row")
    guard try statement.step() else { throw StorageError.damaged("claim \(row) is not there") }
    return ToldDeal(
      claim: KnowledgeFinding.Claim(row: row, key: try statement.identity(0)),
      supplier: PartyCode(try statement.text(1)), document: try statement.integer(2),
      weapon: try statement.text(3), value: try statement.amountOrNil(4),
      currency: try statement.textOrNil(5),
      published: try statement.date(6))
  }
}
