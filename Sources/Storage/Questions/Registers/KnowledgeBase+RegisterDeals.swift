import ArmsModel
public import Counting
import SQLite

extension KnowledgeBase {
  /// What became of the deals between two registers.
  ///
  /// - Parameter years: only these years; nil for no limit on that side.
  public func difference(
    from first: Edition, to second: Edition, years: (first: Int?, last: Int?) = (nil, nil)
  ) throws -> RegisterDifference {
    RegisterDifference(from: try register(first), to: try register(second), years: years)
  }

  /// The deals of a register, in the order of its file.
  public func register(_ edition: Edition) throws -> RegisterEdition {
    var register = RegisterEdition(deals: try registerDeals(edition.document), layout: edition.layout ?? "")
    (register.firstYear, register.lastYear) = (edition.firstYear, edition.lastYear)
    register.suppliers = edition.suppliers.map { Set($0) }
    register.recipients = edition.recipients.map { Set($0) }
    register.isSelection = edition.isSelection
    return register
  }

  /// All designations and aliases of the weapons in those rows.
  public func designations(ofWeapons rows: [Int64]) throws -> [String] {
    guard !rows.isEmpty else { return [] }
    let list = rows.map(String.init).joined(separator: ",")
    var names: [String] = []
    let statement = try database.prepare(
      """
      SELECT designation FROM weapon WHERE id IN (\(list))
      UNION SELECT alias FROM weapon_alias WHERE weapon IN (\(list)) ORDER BY 1
      """)
    while try statement.step() { names.append(try statement.text(0)) }
    return names
  }

  /// The deals of an edition.
  ///
  /// - Parameters:
  ///   - recipient: only those for that party.
  ///   - weapon: gives the row of a designation its number.
  func registerDeals(
    _ document: Int64, to recipient: PartyCode? = nil, weapon: (Int64) -> Int32 = { _ in 0 }
  ) throws -> [RegisterDeal] {
    let table = try withdrawnBatches().isEmpty ? "claim" : "v_live_claim"
    let statement = try database.prepare(
      """
      SELECT c.deal, c.hash, c.line, c.supplier, c.recipient, coalesce(c.weapon_printed, w.designation), c.category,
        c.condition, c.status, c.quantity, c.value_thousandths, c.currency, c.from_date, c.years, c.estimates,
        c.evidence, json_extract(c.extra, '$.x_description'), json_extract(c.extra, '$.x_estimates_not_stated'),
        c.to_date, c.weapon
      FROM \(table) AS c LEFT JOIN weapon AS w ON w.id = c.weapon
      WHERE \(recipient == nil ? "" : "+")c.document = :document AND c.deal IS NOT NULL\(recipient == nil ? "" : " AND c.recipient = :recipient")
      ORDER BY c.id
      """)
    try statement.bind(document, ":document")
    if let recipient { try statement.bind(recipient.rawValue, ":recipient") }
    var deals: [RegisterDeal] = []
    var places: [String: Int] = [:]
    while try statement.step() {
      let key = try statement.text(0)
      let place: Int
      if let known = places[key] {
        place = known
      } else {
        place = deals.count
        places[key] = place
        deals.append(try KnowledgeBase.deal(key, statement))
        deals[place].weapon = try statement.integerOrNil(19).map(weapon) ?? 0
      }
      try KnowledgeBase.enter(statement, in: &deals[place])
    }
    // Claims that were parked stand behind those of later lines.
    for place in deals.indices where !deals[place].deliveries.isEmpty { deals[place].settle() }
    return deals.enumerated().sorted { a, b in
      let (x, y) = (a.element.line ?? .max, b.element.line ?? .max)
      return x == y ? a.offset < b.offset : x < y
    }.map(\.element)
  }

  private static func deal(_ key: String, _ row: Statement) throws -> RegisterDeal {
    var deal = RegisterDeal(key: key, designation: try row.textOrNil(5) ?? "")
    deal.claim = try row.identity(1)
    deal.line = try row.integerOrNil(2)
    deal.supplier = try row.textOrNil(3).map { PartyCode($0) }
    deal.recipient = try row.textOrNil(4).map { PartyCode($0) }
    deal.category = try row.textOrNil(6)
    deal.condition = try row.textOrNil(7)
    deal.description = try row.textOrNil(16)
    return deal
  }

  private static func enter(_ row: Statement, in deal: inout RegisterDeal) throws {
    let status = try row.text(8)
    let estimates = try row.textOrNil(14) ?? ""
    let open = try row.textOrNil(17) ?? ""
    func mark(_ field: Substring) -> RegisterDeal.Mark {
      if estimates.split(separator: ";").contains(field) { return .estimate }
      return open.split(separator: ";").contains(field) ? .notStated : .none
    }
    let isVolume = try row.textOrNil(11) == "TIV"
    let first = try row.date(12)?.year
    guard status == "delivered" else {
      // A price says nothing new of the order.
      guard row.isNull(11) || isVolume else { return }
      deal.status = status
      deal.orderYear = first
      deal.orderYearMark = mark("from")
      deal.ordered = try row.amountOrNil(9)
      deal.orderedMark = mark("quantity")
      deal.comment = try row.textOrNil(15)
      return
    }
    let quantity = try row.amountOrNil(9)
    let tiv = isVolume ? try row.amountOrNil(10) : nil
    if let years = try row.years(13) {
      deal.delivered = quantity
      deal.deliveredMark = mark("quantity")
      deal.tiv = tiv
      deal.years = years
      if mark("years") == .estimate { deal.estimatedYears = deal.years }
      return
    }
    let last = try row.date(18)?.year
    guard let year = first, last ?? year == year else {
      (deal.delivered, deal.deliveredMark, deal.tiv) = (quantity, mark("quantity"), tiv)
      // Only the ends of the time are known: that there were deliveries in every year is no more than likely.
      if let year = first, let last, last > year {
        deal.years = Array(year...last)
      }
      return
    }
    deal.deliveries.append(
      RegisterDeal.Delivery(year: year, quantity: quantity, tiv: tiv, mark: mark("quantity")))
    if mark("from") == .estimate { deal.estimatedYears.append(year) }
  }
}

extension RegisterDeal {
  /// Puts the single deliveries together.
  fileprivate mutating func settle() {
    deliveries.sort { $0.year < $1.year }
    estimatedYears = Set(estimatedYears).sorted()
    years = Set(deliveries.map(\.year)).sorted()
    sumDeliveries()
  }
}
