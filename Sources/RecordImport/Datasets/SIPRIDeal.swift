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
  init(_ cells: inout DatasetCells, _ header: SIPRIDealsHeader) {
    typealias Column = SIPRIDealsHeader.Column
    func name(_ column: Column) -> String { column.name }
    recipient = cells.needed(header[.recipient], name(.recipient))
    supplier = cells.needed(header[.supplier], name(.supplier))
    orderYear = cells.year(header[.orderYear], name(.orderYear))
    isOrderYearEstimate = cells.mark(header.marks.orderYear, name(.orderYear))
    ordered = cells.integer(header[.ordered], name(.ordered))
    isOrderedEstimate = cells.mark(header.marks.ordered, name(.ordered))
    designation = cells.needed(header[.designation], name(.designation))
    description = cells.text(header[.description])
    delivered = cells.integer(header[.delivered], name(.delivered))
    isDeliveredEstimate = cells.mark(header.marks.delivered, name(.delivered))
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

/// The prices that comments give for several deals at once.
///
/// Every deal of the group says the same price; so that it stays one claim, its period is that of the orders of all
/// of them.
struct SIPRIPriceGroups {
  private struct Key: Hashable {
    var supplier: String
    var recipient: String
    var low: Int64
    var high: Int64?
    var currency: String
    var programme: String?

    init(_ price: SIPRIComment.Price, _ supplier: String, _ recipient: String) {
      self.supplier = supplier
      self.recipient = recipient
      low = price.lowThousandths
      high = price.highThousandths
      currency = price.currency
      programme = price.programme
    }
  }

  private struct Group {
    var first: Int?
    var last: Int?
    var passage: String
  }

  private var groups: [Key: Group] = [:]

  /// The group prices of a whole file.
  init(_ file: DatasetFile, _ sections: [DatasetSection<SIPRIDealsHeader>]) {
    var cells: [String] = []
    for section in sections {
      let header = section.header
      guard let comments = header[.comments] else { continue }
      for place in section.lines where SIPRIPriceGroups.mayName(file.lines[place]) {
        guard header.syntax.split(file.lines[place], into: &cells), cells.count > comments else { continue }
        let row = DatasetCells(cells: cells, text: "", syntax: header.syntax, decimalComma: false)
        guard let supplier = row.text(header[.supplier]), let recipient = row.text(header[.recipient]),
          let comment = row.text(comments)
        else { continue }
        let year = row.text(header[.orderYear]).flatMap { DatasetNumber.year($0) }
        for price in SIPRIComment(comment).prices where price.isOfGroup {
          let key = Key(price, supplier, recipient)
          var group = groups[key] ?? Group(first: year, last: year, passage: price.passage)
          if let year {
            group.first = min(group.first ?? year, year)
            group.last = max(group.last ?? year, year)
          }
          groups[key] = group
        }
      }
    }
  }

  /// Whether a line may have a comment with such a price.
  private static func mayName(_ line: String) -> Bool {
    DatasetSection<SIPRIDealsHeader>.contains(line, "art of")
  }

  /// The claim of a group's price, the same for all its deals.
  func claim(
    _ price: SIPRIComment.Price, supplier: String, recipient: String, orderYear: Int?
  ) -> DatasetClaim {
    let group = groups[Key(price, supplier, recipient)]
    var claim = DatasetClaim(status: "ordered")
    claim.supplier = PrintedParty(supplier)
    claim.recipient = PrintedParty(recipient)
    claim.isAggregate = true
    claim.valueThousandths = price.lowThousandths
    claim.valueMaxThousandths = price.highThousandths
    claim.currency = price.currency
    claim.from = (group?.first ?? orderYear).map { String($0) }
    claim.to = (group?.last ?? orderYear).map { String($0) }
    claim.evidence = group?.passage ?? price.passage
    claim.extra["x_programme"] = price.programme
    return claim
  }
}
