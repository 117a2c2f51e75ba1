public import ArmsModel
import SQLite

extension KnowledgeBase {
  /// The exchange rates and price indices that stand here.
  public func moneyTable() throws -> MoneyTable {
    var rates: [ReferenceData.RateRow] = []
    try rows("SELECT base, currency, year, rate, source FROM exchange_rate ORDER BY base, currency, year") {
      row in
      rates.append(
        ReferenceData.RateRow(
          base: try row.text(0), currency: try row.text(1), year: try row.year(2),
          rate: try row.positive(3), source: try row.text(4)))
    }
    var indices: [ReferenceData.PriceRow] = []
    try rows("SELECT currency, year, value, source FROM price_index ORDER BY currency, year") { row in
      indices.append(
        ReferenceData.PriceRow(
          currency: try row.text(0), year: try row.year(1), value: try row.positive(2),
          source: try row.text(3)))
    }
    return MoneyTable(rates: rates, indices: indices)
  }

  /// The members of an alliance or union with the periods in which each belonged to it, in order of time.
  ///
  /// - Returns: an empty dictionary for a party that has no members here.
  public func memberships(of organisation: PartyCode) throws -> [PartyCode: [Period]] {
    let statement = try database.cached(
      """
      SELECT member, valid_from, valid_to FROM membership WHERE organisation = :organisation
      ORDER BY member, valid_from
      """)
    defer { statement.reset() }
    try statement.bind(organisation.rawValue, ":organisation")
    var found: [PartyCode: [Period]] = [:]
    while try statement.step() {
      let period = Period(from: try statement.date(1), to: try statement.date(2))
      found[PartyCode(try statement.text(0)), default: []].append(period)
    }
    return found
  }

  /// Stores alliances, rates and indices; part of `install(_:by:)`.
  func insertMoney(_ data: ReferenceData, _ batch: Int64) throws {
    let membership = try database.prepare(
      """
      INSERT INTO membership (organisation, member, valid_from, valid_to, batch)
      VALUES (:organisation, :member, :valid_from, :valid_to, :batch) ON CONFLICT DO NOTHING
      """)
    for row in data.memberships {
      try membership.bind(row.organisation.rawValue, ":organisation")
      try membership.bind(row.member.rawValue, ":member")
      try membership.bind(row.validity.from?.description, ":valid_from")
      try membership.bind(row.validity.to?.description, ":valid_to")
      try membership.bind(batch, ":batch")
      try membership.run()
    }
    let rate = try database.prepare(
      """
      INSERT INTO exchange_rate (base, currency, year, rate, source, batch)
      VALUES (:base, :currency, :year, :rate, :source, :batch) ON CONFLICT DO NOTHING
      """)
    for row in data.rates {
      try rate.bind(row.base, ":base")
      try rate.bind(row.currency, ":currency")
      try rate.bind(row.year, ":year")
      try rate.bind(row.rate, ":rate")
      try rate.bind(row.source, ":source")
      try rate.bind(batch, ":batch")
      try rate.run()
    }
    let price = try database.prepare(
      """
      INSERT INTO price_index (currency, year, value, source, batch)
      VALUES (:currency, :year, :value, :source, :batch) ON CONFLICT DO NOTHING
      """)
    for row in data.prices {
      try price.bind(row.currency, ":currency")
      try price.bind(row.year, ":year")
      try price.bind(row.value, ":value")
      try price.bind(row.source, ":source")
      try price.bind(batch, ":batch")
      try price.run()
    }
  }
}
