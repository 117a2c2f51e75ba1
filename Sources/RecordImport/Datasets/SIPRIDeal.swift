/// One deal of SIPRI's register, its cells read.
struct SIPRIDeal {
  let recipient: String
  let supplier: String
  let orderYear: Int?
  let ordered: Int64?
  let designation: String
  let description: String?
  let delivered: Int64?
  let years: [Int]
  let condition: String?
  let comments: String?
  let tivDelivered: DatasetNumber.Thousandths?
  private let isOrderYearEstimate: Bool
  private let isOrderedEstimate: Bool
  private let isDeliveredEstimate: Bool
  private let printed: (tivPerUnit: String?, tivOrder: String?, tivDelivered: String?)

  /// Reads the cells of a record; what is wrong with them is taken down in them.
  init(_ cells: inout DatasetCells, _ header: DatasetHeader<SIPRIDealsColumn>) {
    func name(_ column: SIPRIDealsColumn) -> String { column.name }
    recipient = cells.needed(header[.recipient], name(.recipient))
    supplier = cells.needed(header[.supplier], name(.supplier))
    orderYear = cells.year(header[.orderYear], name(.orderYear))
    isOrderYearEstimate = cells.mark(header.mark(of: .orderYear), name(.orderYear))
    ordered = cells.integer(header[.ordered], name(.ordered))
    isOrderedEstimate = cells.mark(header.mark(of: .ordered), name(.ordered))
    designation = cells.needed(header[.designation], name(.designation))
    description = cells.text(header[.description])
    delivered = cells.integer(header[.delivered], name(.delivered))
    isDeliveredEstimate = cells.mark(header.mark(of: .delivered), name(.delivered))
    years = cells.years(header[.years], name(.years))
    condition = cells.condition(header[.status], name(.status))
    comments = cells.text(header[.comments])
    tivDelivered = cells.volume(header[.tivDelivered], name(.tivDelivered))
    _ = cells.volume(header[.tivPerUnit], name(.tivPerUnit))
    _ = cells.volume(header[.tivOrder], name(.tivOrder))
    printed = (
      cells.text(header[.tivPerUnit]), cells.text(header[.tivOrder]), cells.text(header[.tivDelivered])
    )
    if !supplier.isEmpty, supplier == recipient {
      cells.fault("same party", "'\(supplier)' is both supplier and recipient", at: header[.recipient], nil)
    }
  }

  /// What tells it from other deals of the file.
  var keyParts: [String] {
    [
      SIPRIDeal.withoutStars(recipient), SIPRIDeal.withoutStars(supplier), orderYear.map { String($0) } ?? "",
      designation, description ?? "", condition ?? "",
    ]
  }

  /// Its claims: the order, what was delivered, and the prices in its comment.
  func claims(key: String, groups: SIPRIPriceGroups) -> [DatasetClaim] {
    let comment = comments.map { SIPRIComment($0) }
    var base = DatasetClaim(status: "ordered")
    base.supplier = PrintedParty(supplier)
    base.recipient = PrintedParty(recipient)
    base.weapon = designation
    base.category = description.flatMap { SIPRIDescriptions.category(description: $0, armamentCategory: nil) }
    base.condition = condition
    base.mode = comment?.mode?.rawValue
    base.evidence = comments
    base.deal = key
    if let comment, comment.isSupplierUncertain || comment.isRecipientUncertain { base.credibility = 3 }
    if comment?.isSelectedOnly ?? false { base.status = "selected" }
    base.from = orderYear.map { String($0) }

    var claims = [order(base, comment)]
    if let delivery = delivery(base) { claims.append(delivery) }
    for price in comment?.prices ?? [] {
      claims.append(
        price.isOfGroup
          ? groups.claim(price, supplier: supplier, recipient: recipient, orderYear: orderYear)
          : SIPRIDeal.priced(base, price))
    }
    return claims
  }

  private func order(_ base: DatasetClaim, _ comment: SIPRIComment?) -> DatasetClaim {
    var order = base
    order.quantity = ordered
    if isOrderedEstimate { order.estimates.append("quantity") }
    if isOrderYearEstimate { order.estimates.append("from") }
    order.extra["x_description"] = description
    order.extra["x_tiv_per_unit"] = printed.tivPerUnit
    order.extra["x_tiv_order"] = printed.tivOrder
    if let comment {
      order.extra["x_financed_by"] = comment.financedBy
      order.extra["x_via"] = comment.via
      order.extra["x_used_by"] = comment.usedBy
      order.extra["x_programme"] = comment.programme
    }
    return order
  }

  /// What was delivered; nil if nothing was.
  private func delivery(_ base: DatasetClaim) -> DatasetClaim? {
    guard delivered ?? 0 > 0 || !years.isEmpty || tivDelivered?.value ?? 0 > 0 else { return nil }
    var delivery = base
    delivery.status = "delivered"
    delivery.from = years.first.map { String($0) }
    delivery.to = years.last.map { String($0) }
    delivery.years = years.isEmpty ? nil : years
    if let delivered, delivered > 0 { delivery.quantity = delivered }
    if isDeliveredEstimate { delivery.estimates.append("quantity") }
    if let tivDelivered {
      delivery.valueThousandths = tivDelivered.value
      if tivDelivered.value == 0, tivDelivered.isExact { delivery.valueMaxThousandths = 500 }
      delivery.currency = "TIV"
      if !tivDelivered.isExact { delivery.extra["x_tiv_delivered"] = printed.tivDelivered }
    }
    return delivery
  }

  /// The price of this deal alone.
  private static func priced(_ base: DatasetClaim, _ price: SIPRIComment.Price) -> DatasetClaim {
    var claim = base
    claim.valueThousandths = price.lowThousandths
    claim.valueMaxThousandths = price.highThousandths
    claim.currency = price.currency
    claim.extra["x_programme"] = price.programme
    return claim
  }

  /// A party's name without the stars that SIPRI puts behind those that are no states.
  static func withoutStars(_ name: String) -> String {
    guard name.utf8.last == UInt8(ascii: "*") else { return name }
    return DatasetCell.trimmed(String(name.prefix { $0 != "*" }))
  }
}
