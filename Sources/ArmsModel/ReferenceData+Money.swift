extension ReferenceData {
  /// One row of exchange-rates.csv.
  public struct RateRow: Hashable, Sendable {
    /// ISO 4217 code of the currency of which there is one.
    public var base: String
    /// ISO 4217 code of the currency that it is worth.
    public var currency: String
    /// The year that the rate is an average of.
    public var year: Int
    /// How much of the currency one base is worth; above zero.
    public var rate: Double
    /// Who published it.
    public var source: String
    /// A row of those cells.
    public init(base: String, currency: String, year: Int, rate: Double, source: String) {
      self.base = base
      self.currency = currency
      self.year = year
      self.rate = rate
      self.source = source
    }
  }

  /// One row of price-indices.csv.
  public struct PriceRow: Hashable, Sendable {
    /// ISO 4217 code of the currency whose prices these are.
    public var currency: String
    /// The year that the index is an average of.
    public var year: Int
    /// The index; above zero.
    public var value: Double
    /// Who published it.
    public var source: String
    /// A row of those cells.
    public init(currency: String, year: Int, value: Double, source: String) {
      self.currency = currency
      self.year = year
      self.value = value
      self.source = source
    }
  }

  /// One row of memberships.csv.
  public struct MembershipRow: Hashable, Sendable {
    /// The alliance or union.
    public var organisation: PartyCode
    /// The state.
    public var member: PartyCode
    /// When it belonged to it, both ends inclusive; without an end where it still does.
    public var validity: Period
    /// A row of those cells.
    public init(organisation: PartyCode, member: PartyCode, validity: Period) {
      self.organisation = organisation
      self.member = member
      self.validity = validity
    }
  }
}
