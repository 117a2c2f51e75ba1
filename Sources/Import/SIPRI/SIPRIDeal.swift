import ArmsModel

/// One deal of SIPRI's register, its cells read.
struct SIPRIDeal {
  var recipient = ""
  var supplier = ""
  var orderYear: Int?
  var ordered: Int64?
  var designation = ""
  var description: String?
  /// SIPRI's class, for descriptions that are not known.
  var armamentCategory: String?
  var delivered: Int64?
  /// The single years of delivery; empty where only the first and the last are known.
  var years: [Int] = []
  /// The first and the last year of delivery, where the years between them are not told.
  var span: (first: Int, last: Int)?
  var condition: String?
  var comments: String?
  var tivDelivered: DatasetNumber.Thousandths?
  /// How the arms are passed on, where the layout says so; otherwise the comment may.
  var mode: TransferMode?
  /// False where the file has no column for anything about the order.
  var hasOrder = true
  /// Columns that the record format has no field for.
  var extra: [String: String] = [:]
  /// Which of `quantity` and `from` of the order are estimates.
  var orderEstimates: [String] = []
  /// Which of `quantity`, `from` and `to` of the delivery are estimates.
  var deliveryEstimates: [String] = []

  /// A deal of which nothing is known.
  init() {}

  /// Reads the cells of a record; what is wrong with them is taken down in them.
  init(_ cells: inout DatasetCells, _ header: DatasetHeader<SIPRIDealsColumn>) {
    func name(_ column: SIPRIDealsColumn) -> String { column.name }
    recipient = cells.needed(header[.recipient], name(.recipient))
    supplier = cells.needed(header[.supplier], name(.supplier))
    orderYear = cells.year(header[.orderYear], name(.orderYear))
    let isOrderYearEstimate = cells.mark(header.mark(of: .orderYear), name(.orderYear))
    ordered = cells.integer(header[.ordered], name(.ordered))
    if cells.mark(header.mark(of: .ordered), name(.ordered)) { orderEstimates.append("quantity") }
    if isOrderYearEstimate { orderEstimates.append("from") }
    designation = cells.needed(header[.designation], name(.designation))
    description = cells.text(header[.description])
    delivered = cells.integer(header[.delivered], name(.delivered))
    if cells.mark(header.mark(of: .delivered), name(.delivered)) { deliveryEstimates = ["quantity"] }
    years = cells.years(header[.years], name(.years))
    condition = cells.condition(header[.status], name(.status))
    comments = cells.text(header[.comments])
    tivDelivered = cells.volume(header[.tivDelivered], name(.tivDelivered))
    _ = cells.volume(header[.tivPerUnit], name(.tivPerUnit))
    _ = cells.volume(header[.tivOrder], name(.tivOrder))
    extra["x_tiv_per_unit"] = cells.text(header[.tivPerUnit])
    extra["x_tiv_order"] = cells.text(header[.tivOrder])
    if let tivDelivered, !tivDelivered.isExact {
      extra["x_tiv_delivered"] = cells.text(header[.tivDelivered])
    }
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
    base.category = description.flatMap {
      SIPRIDescriptions.category(description: $0, armamentCategory: armamentCategory)
    }
    base.condition = condition
    base.mode = (mode ?? comment?.mode)?.rawValue
    base.evidence = comments
    base.deal = key
    if let comment, comment.isSupplierUncertain || comment.isRecipientUncertain { base.credibility = 3 }
    if comment?.isSelectedOnly ?? false { base.status = "selected" }
    base.from = orderYear.map { String($0) }

    var claims: [DatasetClaim] = []
    let delivery = delivery(base)
    if hasOrder || delivery == nil { claims.append(order(base, comment)) }
    if var delivery {
      if claims.isEmpty {
        delivery.extra.merge(extra) { first, _ in first }
        delivery.extra["x_description"] = description
      }
      claims.append(delivery)
    }
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
    order.estimates = orderEstimates
    order.extra = extra
    order.extra["x_tiv_delivered"] = nil
    order.extra["x_description"] = description
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
    let isDated = !years.isEmpty || span != nil
    guard isDated || delivered ?? 0 > 0 || tivDelivered?.value ?? 0 > 0 else { return nil }
    var delivery = base
    delivery.status = "delivered"
    delivery.from = (span?.first ?? years.first).map { String($0) }
    delivery.to = (span?.last ?? years.last).map { String($0) }
    delivery.years = years.isEmpty ? nil : years
    if let delivered, delivered > 0 { delivery.quantity = delivered }
    delivery.estimates = deliveryEstimates
    if let tivDelivered {
      delivery.valueThousandths = tivDelivered.value
      if tivDelivered.value == 0, tivDelivered.isExact { delivery.valueMaxThousandths = 500 }
      delivery.currency = "TIV"
    }
    delivery.extra["x_tiv_delivered"] = extra["x_tiv_delivered"]
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
