public import ArmsModel
import SQLite

/// A deal as one line of a register tells it.
public struct RegisterLine: Sendable {
  /// The register's key.
  public var key: String
  /// The supplier as the register names it.
  public var supplier = ""
  /// The recipient as the register names it.
  public var recipient = ""
  /// When it was ordered.
  public var orderYear: Int?
  /// Whether the register marks that year as an estimate.
  public var isOrderYearUncertain = false
  /// How many were ordered.
  public var ordered: Int64?
  /// Whether that number is an estimate.
  public var isOrderedUncertain = false
  /// The designation as printed.
  public var designation = ""
  /// What it is, in the register's words.
  public var description: String?
  /// Whether anything was delivered.
  public var hasDeliveries = false
  /// How many were delivered; nil where not known, `Int64.max` where the sum is too large to be kept.
  public var delivered: Int64?
  /// Whether that number is an estimate.
  public var isDeliveredUncertain = false
  /// The years of delivery, ascending.
  public var years: [Int] = []
  /// Whether the goods were new.
  public var condition: Condition?
  /// The register's comment.
  public var comments: String?
  /// The TIV of a unit, as printed.
  public var tivPerUnit: String?
  /// The TIV of the order, as printed.
  public var tivOrder: String?
  /// The TIV of the deliveries as printed, where that has more digits than thousandths.
  public var tivDeliveredPrinted: String?
  /// The TIV of the deliveries, thousandths of a million; `Int64.max` where the sum is too large to be kept.
  public var tivDelivered: Int64?
  /// Whether a sum is too large to be kept.
  public var isTooLarge: Bool { delivered == .max || tivDelivered == .max }
}

extension KnowledgeBase {
  /// The deals of an edition of which some claim passes the filter, in the order of the edition.
  ///
  /// A register that gives deliveries year by year has them added up. Prices in comments are claims of their own and
  /// no part of a line.
  public func registerDeals(_ edition: Edition, _ filter: Filter) throws -> [RegisterLine] {
    let conditions = try dealConditions(filter)
    var standing = try claimConditions(Filter())
    try addStanding(&standing, filter)
    let names = try registerNames()
    let statement = try database.prepare(
      """
      SELECT c.deal, c.status, c.supplier, c.recipient, coalesce(c.weapon_printed, w.designation), c.from_date, c.to_date,
        c.years, c.quantity, c.value_thousandths, c.currency, c.condition, c.estimates, c.evidence,
        c.extra ->> 'x_description', c.extra ->> 'x_tiv_per_unit', c.extra ->> 'x_tiv_order',
        c.extra ->> 'x_tiv_delivered', c.extra ->> 'x_tiv_deal_unit', c.extra ->> 'x_designation'
      \(KnowledgeBase.dealSource)
      WHERE c.document = \(edition.document) AND c.deal IS NOT NULL AND c.scope = 'deal' AND \(standing.sql)
        AND c.deal IN (SELECT c.deal \(KnowledgeBase.dealSource)
          WHERE c.document = \(edition.document) AND \(conditions.sql))
      ORDER BY c.line NULLS LAST, c.id
      """)
    try conditions.bind(statement)
    var places: [String: Int] = [:]
    var deals: [RegisterLine] = []
    while try statement.step() {
      let key = try statement.text(0)
      let place = places[key] ?? deals.count
      if place == deals.count {
        places[key] = place
        deals.append(RegisterLine(key: key))
        let printed = edition.layout == "sipri-deals" ? DealKeyNames(key) : nil
        func name(_ column: Int32, _ base: String?) throws -> String {
          guard let code = try statement.textOrNil(column) else { return base ?? "" }
          let known = names[code] ?? code
          return base.map { $0 + known.reversed().prefix { $0 == "*" } } ?? known
        }
        deals[place].supplier = try name(2, printed?.supplier)
        deals[place].recipient = try name(3, printed?.recipient)
      }
      try deals[place].take(statement)
    }
    return deals
  }
}

/// The names at the beginning of a key that was made of what a line says: those that the line printed.
private struct DealKeyNames {
  var recipient: String
  var supplier: String

  init?(_ key: String) {
    let parts = key.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count >= 6, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    (recipient, supplier) = (String(parts[0]), String(parts[1]))
  }
}

extension RegisterLine {
  /// Adds what one of its claims says.
  fileprivate mutating func take(_ row: Statement) throws {
    let estimates = try row.textOrNil(12)?.split(separator: ";") ?? []
    if designation.isEmpty { designation = try row.textOrNil(19) ?? row.textOrNil(4) ?? "" }
    if description == nil { description = try row.textOrNil(14) }
    if condition == nil { condition = try row.textOrNil(11).flatMap { Condition(rawValue: $0) } }
    if comments == nil { comments = try row.textOrNil(13) }
    let currency = try row.textOrNil(10)
    guard try row.text(1) == "delivered" else {
      // Prices stand beside the order and say nothing that a line has a column for.
      guard currency == nil else { return }
      orderYear = try row.date(5)?.year
      isOrderYearUncertain = estimates.contains("from")
      ordered = try row.amountOrNil(8)
      isOrderedUncertain = estimates.contains("quantity")
      tivPerUnit = try row.textOrNil(15)
      tivOrder = try row.textOrNil(16)
      return
    }
    hasDeliveries = true
    if let number = try row.amountOrNil(8) { delivered = saturatingSum(delivered ?? 0, number) }
    if estimates.contains("quantity") { isDeliveredUncertain = true }
    if currency == "TIV" {
      let isFirst = tivDelivered == nil
      if let tiv = try row.amountOrNil(9) { tivDelivered = saturatingSum(tivDelivered ?? 0, tiv) }
      tivDeliveredPrinted = isFirst ? try row.textOrNil(17) : nil
    }
    if tivPerUnit == nil { tivPerUnit = try row.textOrNil(18) }
    let own = DeliveryYears(years: try row.years(7), from: try row.date(5), to: try row.date(6))
    years = Set(years + own.years).sorted()
  }
}

/// The years of a delivery: those that are listed, else those from its first date to its last.
struct DeliveryYears {
  /// Ascending; empty where not known.
  let years: [Int]

  init(years: [Int]?, from: PartialDate?, to: PartialDate?) {
    if let years {
      self.years = Set(years).sorted()
      return
    }
    let ends = [from ?? to, to ?? from].compactMap { $0?.year }
    self.years = ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : []
  }
}
