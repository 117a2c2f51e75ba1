import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Transfers that pass the filter as lines of a register, as far as its columns can hold what is known of them.
  ///
  /// Only what was agreed, unless the filter asks for other stages, and what is not disputed, unless it asks for that.
  /// A number has its best figure and is uncertain where low and high differ; other units than pieces, ranges of years
  /// and money stand in the comment. What no claim says stays empty, also whether anything was delivered.
  public func transfersAsDeals(_ filter: Filter, limit: Int? = nil) throws -> [RegisterLine] {
    let names = try registerNames()
    var categories: [String: String] = [:]
    try rows("SELECT slug, name FROM weapon_category ORDER BY slug") {
      categories[try $0.text(0)] = try $0.text(1)
    }
    var deals: [RegisterLine] = []
    var filter = filter
    if filter.stages.isEmpty { filter.stages = [.ordered, .delivered, .inUse] }
    try transfers(filter) { row in
      guard deals.count < limit ?? .max, try filter.includeDisputed || row.integer(20) == 0 else { return }
      let key = try row.identity(0)
      var deal = RegisterLine(key: key.identifier("t"))
      deal.supplier = try row.textOrNil(1).map { names[$0] ?? $0 } ?? "unknown supplier(s)"
      deal.recipient = try row.textOrNil(3).map { names[$0] ?? $0 } ?? "unknown recipient(s)"
      deal.designation = try row.textOrNil(5) ?? ""
      deal.description = try row.textOrNil(6).map { categories[$0] ?? $0 }
      let stage = try row.text(7)
      deal.hasDeliveries = true
      try take(claimsOf: key, into: &deal)
      var comment = ["armskb \(deal.key)", "\(stage)"]
      if try row.integer(20) != 0 { comment.append("disputed") }
      if let best = try row.amountOrNil(9) {
        let isUncertain = try row.integerOrNil(8) != row.integerOrNil(10)
        if let unit = try row.textOrNil(11) {
          comment.append("\(isUncertain ? "about " : "")\(best) \(unit)")
        } else if stage == "delivered" || stage == "in-use" {
          (deal.delivered, deal.isDeliveredUncertain) = (best, isUncertain)
        } else if stage == "ordered" {
          (deal.ordered, deal.isOrderedUncertain) = (best, isUncertain)
        } else {
          comment.append("\(isUncertain ? "about " : "")\(best) pieces")
        }
      }
      if let best = try row.amountOrNil(13), let unit = try row.textOrNil(15) {
        if unit == "TIV", stage == "delivered" {
          deal.tivDelivered = best
        } else {
          comment.append("\(unit) \(best / 1000)")
        }
      }
      let dates = [try row.dateText(16), try row.dateText(17)].compactMap { $0 }
      if deal.years.isEmpty, !dates.isEmpty { comment.append(Set(dates).sorted().joined(separator: " to ")) }
      comment.append("claims: \(try row.integer(18)), origins: \(try row.integer(19))")
      deal.comments = comment.joined(separator: "; ")
      deals.append(deal)
    }
    return deals
  }

  /// The year of the order, the years of delivery and the condition, as far as claims of the transfer say them.
  private func take(claimsOf key: ContentHash, into deal: inout RegisterLine) throws {
    let statement = try database.cached(
      """
      SELECT c.status, c.from_date, c.to_date, c.years, c.condition, c.estimates
      FROM transfer AS t JOIN transfer_claim AS tc ON tc.transfer = t.id JOIN claim AS c ON c.id = tc.claim
      WHERE t.key = :key ORDER BY c.id
      """)
    defer { statement.reset() }
    try key.withBytesThrowing { try statement.bind(blob: Array($0), ":key") }
    while try statement.step() {
      let from = try statement.date(1)
      if deal.condition == nil {
        deal.condition = try statement.textOrNil(4).flatMap { Condition(rawValue: $0) }
      }
      switch try statement.text(0) {
      case "ordered":
        guard let year = from?.year, year < deal.orderYear ?? .max else { break }
        deal.orderYear = year
        deal.isOrderYearUncertain =
          try statement.textOrNil(5)?.split(separator: ";").contains("from") ?? false
      case "delivered":
        let own = DeliveryYears(years: try statement.years(3), from: from, to: try statement.date(2))
        // From one year to another is not known for each year between.
        if !statement.isNull(3) || own.years.count == 1 { deal.years = Set(deal.years + own.years).sorted() }
      default: break
      }
    }
  }
}
