/// What was delivered of one deal in one year, as SIPRI's register says it.
struct SIPRIDelivery {
  /// SIPRI's number of the deal.
  let id: String
  /// The year of delivery.
  let year: Int?
  /// The volume of this year.
  let tivDelivered: DatasetNumber.Thousandths?

  private let supplier: String
  private let recipient: String
  private let designation: String
  private let description: String?
  private let armamentCategory: String?
  private let orderYear: Int?
  private let delivered: Int64?
  private let condition: String?
  private let orderYearStanding: Standing
  private let deliveredStanding: Standing
  private let yearStanding: Standing
  private var extra: [String: String] = [:]

  /// Whether SIPRI calls a figure an estimate.
  fileprivate enum Standing { case stated, estimate, notStated }

  /// Reads the cells of a record; what is wrong with them is taken down in them.
  init(_ cells: inout DatasetCells, _ header: DatasetHeader<SIPRIDeliveriesColumn>) {
    func name(_ column: SIPRIDeliveriesColumn) -> String { column.name }
    func standing(_ column: SIPRIDeliveriesColumn, _ cells: inout DatasetCells) -> Standing {
      guard let place = header[column] else { return .stated }
      return cells.answer(place, column.name).map { $0 ? .estimate : .stated } ?? .notStated
    }
    id = SIPRIDelivery.number(cells.needed(header[.id], name(.id)))
    supplier = cells.needed(header[.supplier], name(.supplier))
    recipient = cells.needed(header[.recipient], name(.recipient))
    let printed = cells.needed(header[.designation], name(.designation))
    designation = SIPRIDelivery.withoutDash(printed)
    description = cells.text(header[.description])
    armamentCategory = cells.text(header[.armamentCategory])
    orderYear = cells.year(header[.orderYear], name(.orderYear))
    orderYearStanding = standing(.isOrderYearEstimate, &cells)
    delivered = cells.integer(header[.delivered], name(.delivered))
    deliveredStanding = standing(.isDeliveredEstimate, &cells)
    year = cells.year(header[.year], name(.year))
    yearStanding = standing(.isYearEstimate, &cells)
    condition = cells.condition(header[.status], name(.status))
    tivDelivered = cells.volume(header[.tivDelivered], name(.tivDelivered))
    _ = cells.volume(header[.tivNewUnit], name(.tivNewUnit))
    _ = cells.volume(header[.tivDealUnit], name(.tivDealUnit))
    let local = cells.answer(header[.localProduction], name(.localProduction))
    if year == nil, cells.text(header[.year]) == nil {
      cells.fault("empty", "is empty, every record has one", at: header[.year], name(.year))
    }
    if !supplier.isEmpty, supplier == recipient {
      cells.fault("same party", "'\(supplier)' is both supplier and recipient", at: header[.recipient], nil)
    }
    extra["x_description"] = description
    extra["x_armament_category"] = armamentCategory
    extra["x_local_production"] = local.map { $0 ? "yes" : "no" }
    extra["x_tiv_new_unit"] = cells.text(header[.tivNewUnit])
    extra["x_tiv_deal_unit"] = cells.text(header[.tivDealUnit])
    if designation != printed { extra["x_designation"] = printed }
    if let tivDelivered, !tivDelivered.isExact {
      extra["x_tiv_delivered"] = cells.text(header[.tivDelivered])
    }
  }

  /// The order: that there was one, and its year.
  var order: DatasetClaim {
    var order = base("ordered")
    order.from = orderYear.map { String($0) }
    let keys = ["x_description", "x_armament_category", "x_local_production", "x_designation"]
    order.extra = extra.filter { keys.contains($0.key) }
    order.mark([("from", orderYearStanding)])
    return order
  }

  /// What was delivered in the year.
  var claim: DatasetClaim {
    var claim = base("delivered")
    claim.from = year.map { String($0) }
    claim.to = claim.from
    if let delivered, delivered > 0 { claim.quantity = delivered }
    if let tivDelivered {
      claim.valueThousandths = tivDelivered.value
      if tivDelivered.value == 0, tivDelivered.isExact { claim.valueMaxThousandths = 500 }
      claim.currency = "TIV"
    }
    claim.extra = extra
    claim.mark([("quantity", deliveredStanding), ("from", yearStanding), ("to", yearStanding)])
    return claim
  }

  private func base(_ status: String) -> DatasetClaim {
    var claim = DatasetClaim(status: status)
    claim.supplier = PrintedParty(supplier)
    claim.recipient = PrintedParty(recipient)
    claim.weapon = designation
    if let description {
      claim.category = SIPRIDescriptions.category(
        description: description, armamentCategory: armamentCategory)
    }
    claim.condition = condition
    claim.deal = id
    return claim
  }

  /// A deal's number, also where a program made `60320.0` of it.
  private static func number(_ text: String) -> String {
    DatasetNumber.integer(text, decimalComma: false).map { String($0) } ?? text
  }

  /// A designation without the dash behind which SIPRI names no variant.
  private static func withoutDash(_ text: String) -> String {
    text.hasSuffix(" -") ? DatasetCell.trimmed(String(text.dropLast(2))) : text
  }
}

extension DatasetClaim {
  /// Notes which fields are estimates, and of which it is not stated.
  fileprivate mutating func mark(_ fields: [(name: String, standing: SIPRIDelivery.Standing)]) {
    estimates = fields.filter { $0.standing == .estimate }.map(\.name)
    let open = fields.filter { $0.standing == .notStated }.map(\.name)
    if !open.isEmpty { extra["x_estimates_not_stated"] = open.joined(separator: ";") }
  }
}
