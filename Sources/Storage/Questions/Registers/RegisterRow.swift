import ArmsModel

/// A transfer as a line of a trade register: what was ordered and when, what arrived and when.
public struct RegisterRow: Sendable {
  /// The transfer's identity, `t` and 16 digits.
  public var id: String
  /// The supplier's code; nil: not known.
  public var supplier: String?
  /// The recipient's code.
  public var recipient: String?
  /// The designation.
  public var weapon: String?
  /// What the register calls it: "anti-tank missile".
  public var description: String?
  /// The slug of the category.
  public var category: String?
  /// The furthest stage that its claims reach.
  public var stage: String
  /// The order, or the choice of a winner; nil: nobody speaks of one.
  public var order: Order?
  /// What arrived; nil: nobody says that anything did.
  public var delivery: Delivery?
  /// The unit of the two numbers; nil: pieces.
  public var numberUnit: String?
  /// In what state the arms were: `new`, `second-hand` and so on.
  public var condition: String?
  /// How they were supplied: `licence`, `aid` and so on.
  public var mode: String?
  /// TIV of what was delivered as totals count it, thousandths of a million.
  public var tiv: Int64?
  /// Million TIV of one piece, as the register prints it.
  public var tivPerUnit: Double?
  /// Million TIV of all that was ordered, likewise.
  public var tivOfOrder: Double?
  /// The register's comment, or the passage of an article.
  public var comments: String?
  /// The register's own key of the deal; nil: no register has it.
  public var deal: String?
  /// Number of claims.
  public var claims: Int
  /// Number of independent origins.
  public var origins: Int
  /// Whether claims disagree on whether it happened.
  public var isDisputed: Bool

  /// What was ordered.
  public struct Order: Hashable, Sendable {
    /// The year.
    public var year: Int?
    /// Whether the source marks the year as an estimate.
    public var isYearEstimated: Bool
    /// How many; nil: not said.
    public var number: Int64?
    /// Whether the source marks the number as an estimate.
    public var isNumberEstimated: Bool
  }

  /// What arrived.
  public struct Delivery: Hashable, Sendable {
    /// How many so far; nil: not said.
    public var number: Int64?
    /// Whether the source marks any of the numbers as an estimate.
    public var isNumberEstimated: Bool
    /// The single years, ascending; empty where only a span is known, or nothing.
    public var years: [Int]
    /// Whether the source marks any of the years as an estimate.
    public var areYearsEstimated: Bool
    /// The first date.
    public var first: String?
    /// The last date.
    public var last: String?
  }
}

/// What one claim says of a line of a register.
struct RegisterClaim {
  var id: Int64
  var status: String
  var from: String?
  var to: String?
  var years: [Int]
  var quantity: Int64?
  var quantityUnit: String?
  var estimates: Set<Substring>
  var hasValue: Bool
  var evidence: String?
  var deal: String?
  var description: String?
  var tivPerUnit: Double?
  var tivOfOrder: Double?
  var condition: String?
  var mode: String?
  var published: String
  var isPreferred: Bool

  var isOrder: Bool { status == "ordered" || status == "selected" }
  var isDelivery: Bool { status == "delivered" || status == "in-use" }

  /// First and last day as numbers that compare; nil without a date.
  var days: (first: Int32, last: Int32)? {
    let first = (from ?? to).flatMap { PartialDate($0) }?.firstDay
    let last = (to ?? from).flatMap { PartialDate($0) }?.lastDay
    if let first, let last { return (first, max(first, last)) }
    guard let first = years.min(), let last = years.max() else { return nil }
    return (Int32(clamping: first * 10_000 + 101), Int32(clamping: last * 10_000 + 1231))
  }

  /// Whether it speaks before `other` where both could: registers first, then what is preferred, then the later one.
  func leads(_ other: RegisterClaim) -> Bool {
    if (deal != nil) != (other.deal != nil) { return deal != nil }
    if isPreferred != other.isPreferred { return isPreferred }
    if published != other.published { return published > other.published }
    return id < other.id
  }
}

extension RegisterRow {
  /// Takes in what the transfer's claims say of order and delivery.
  mutating func take(_ all: [RegisterClaim]) {
    let claims = all.sorted { $0.leads($1) }
    // A price has a claim of its own, without a number.
    let orders = claims.filter(\.isOrder)
    let main =
      orders.first { $0.deal != nil && !$0.hasValue } ?? orders.first { $0.quantity != nil } ?? orders.first
    let delivered = RegisterRow.deliveries(claims)
    if let main {
      order = Order(
        year: main.days.map { Int($0.first / 10_000) }, isYearEstimated: main.estimates.contains("from"),
        number: main.quantity, isNumberEstimated: main.estimates.contains("quantity"))
    }
    if !delivered.isEmpty { delivery = Delivery(delivered) }
    let speaking = [main].compactMap { $0 } + delivered + claims
    func first<T>(_ value: (RegisterClaim) -> T?) -> T? { speaking.lazy.compactMap(value).first }
    numberUnit = first { $0.quantity == nil ? nil : .some($0.quantityUnit) } ?? nil
    condition = first(\.condition)
    mode = first(\.mode)
    comments = first(\.evidence)
    deal = first(\.deal)
    description = first(\.description)
    tivPerUnit = first(\.tivPerUnit)
    tivOfOrder = first(\.tivOfOrder)
  }

  /// The deliveries that together are what arrived: those of one register, or else of one article.
  private static func deliveries(_ claims: [RegisterClaim]) -> [RegisterClaim] {
    let all = claims.filter(\.isDelivery)
    guard let deal = all.first?.deal else { return Array(all.prefix(1)) }
    // Of two that share a day, the one that goes first; of one edition, the one that is more exact.
    func length(_ claim: RegisterClaim) -> Int32 { claim.days.map { $0.last - $0.first } ?? .max }
    let order = all.filter { $0.deal == deal }.sorted { a, b in
      if a.isPreferred != b.isPreferred || a.published != b.published { return a.leads(b) }
      return length(a) == length(b) ? a.id < b.id : length(a) < length(b)
    }
    var taken: [RegisterClaim] = []
    for claim in order {
      guard let days = claim.days else { continue }
      let isFree = taken.allSatisfy { other in
        other.days.map { $0.last < days.first || days.last < $0.first } ?? true
      }
      if isFree { taken.append(claim) }
    }
    return taken.isEmpty ? Array(order.prefix(1)) : taken
  }
}

extension RegisterRow.Delivery {
  /// What several deliveries come to.
  init(_ claims: [RegisterClaim]) {
    let numbers = claims.compactMap(\.quantity)
    number =
      numbers.isEmpty
      ? nil
      : numbers.reduce(0, saturatingSum)
    isNumberEstimated = claims.contains { $0.estimates.contains("quantity") }
    areYearsEstimated = claims.contains { !$0.estimates.isDisjoint(with: ["from", "to", "years"]) }
    years = Set(
      claims.flatMap { claim -> [Int] in
        guard claim.years.isEmpty, let days = claim.days, days.first / 10_000 == days.last / 10_000 else {
          return claim.years
        }
        return [Int(days.first / 10_000)]
      }
    ).sorted()
    first = claims.compactMap { $0.from ?? $0.to ?? $0.years.min().map { "\($0)" } }.min()
    last = claims.compactMap { $0.to ?? $0.from ?? $0.years.max().map { "\($0)" } }
      .reduce(nil) { a, b in a.map { TotalRow.later($0, b) } ?? b }
  }
}
