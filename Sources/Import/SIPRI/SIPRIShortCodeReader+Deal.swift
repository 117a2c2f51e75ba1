import ArmsModel

extension SIPRIShortCodeReader {
  /// Reads the cells of a record, and SIPRI's number of the deal; what is wrong with them is taken down in
  /// them.
  static func read(
    _ cells: inout DatasetCells, _ header: DatasetHeader<SIPRIShortCodeColumn>
  ) -> (deal: SIPRIDeal, id: String?) {
    func name(_ column: SIPRIShortCodeColumn) -> String { column.name }
    func party(_ column: SIPRIShortCodeColumn, _ code: SIPRIShortCodeColumn) -> String {
      if let name = cells.text(header[column]) { return name }
      return cells.needed(header[code] ?? header[column], (header[code] == nil ? column : code).name)
    }
    var deal = SIPRIDeal()
    deal.recipient = party(.recipient, .recipientCode)
    deal.supplier = party(.supplier, .supplierCode)
    deal.designation = cells.needed(header[.designation], name(.designation))
    deal.description = cells.text(header[.description])
    deal.armamentCategory = cells.text(header[.weaponClass])
      .flatMap { SIPRIShortCodeColumn.armamentCategory(ofCode: $0) }
    deal.orderYear = cells.year(header[.orderYear], name(.orderYear))
    deal.ordered = cells.integer(header[.ordered], name(.ordered))
    deal.hasOrder = header[.orderYear] != nil || header[.ordered] != nil
    if cells.cross(header[.isOrderedEstimate], name(.isOrderedEstimate)) {
      deal.orderEstimates.append("quantity")
    }
    if cells.cross(header[.isOrderYearEstimate], name(.isOrderYearEstimate)) {
      deal.orderEstimates.append("from")
    }
    deal.delivered = cells.integer(header[.delivered], name(.delivered))
    if cells.cross(header[.isDeliveredEstimate], name(.isDeliveredEstimate)) {
      deal.deliveryEstimates = ["quantity"]
    }
    if let text = cells.text(header[.years]) {
      if let years = SIPRIPrintedFigures.years(text) {
        (deal.years, deal.span) = (years.list, years.span)
      } else {
        cells.fault(
          "not a year", "'\(text)' is neither a year nor a span of years such as 2011-2013",
          at: header[.years],
          name(.years))
      }
    }
    deal.condition = condition(&cells, header[.status])
    deal.mode = cells.text(header[.term]).flatMap { mode(ofTerm: $0) }
    deal.tivDelivered = cells.volume(header[.tivDelivered], name(.tivDelivered))
    _ = cells.volume(header[.tivPerUnit], name(.tivPerUnit))
    _ = cells.volume(header[.tivOrder], name(.tivOrder))
    if !deal.supplier.isEmpty, deal.supplier == deal.recipient {
      cells.fault(
        "same party", "'\(deal.supplier)' is both supplier and recipient", at: header[.recipient], nil)
    }
    deal.extra = extra(cells, header, deal.tivDelivered)
    let id = cells.text(header[.id]).map { text in
      DatasetNumber.integer(text, decimalComma: false).map { String($0) } ?? text
    }
    return (deal, id)
  }

  private static func condition(_ cells: inout DatasetCells, _ place: Int?) -> String? {
    switch cells.text(place) {
    case nil: return nil
    case "N": return Condition.new.rawValue
    case "S": return Condition.secondHand.rawValue
    case "R": return Condition.modernized.rawValue
    case let text?:
      cells.fault(
        "unknown status", "'\(text)' is none of N (new), S (second hand), R (modernized)", at: place,
        SIPRIShortCodeColumn.status.name)
      return nil
    }
  }

  /// What the terms of a deal say of how the arms are passed on; what others mean is not known.
  private static func mode(ofTerm term: String) -> TransferMode? {
    switch term {
    case "AID": .aid
    case "ASS": .kitAssembly
    case "LIC": .licenceProduction
    default: nil
    }
  }

  /// The columns that the record format has no field for, as printed.
  private static func extra(
    _ cells: DatasetCells, _ header: DatasetHeader<SIPRIShortCodeColumn>, _ tiv: DatasetNumber.Thousandths?
  ) -> [String: String] {
    var extra: [String: String] = [:]
    for column in [
      SIPRIShortCodeColumn.recipientCode, .supplierCode, .lastYear, .term, .weaponClass, .coproduction,
    ] {
      if let text = cells.text(header[column]), text != "N/A", !(column == .lastYear && text == "0") {
        extra["x_\(column.name)"] = text
      }
    }
    extra["x_tiv_per_unit"] = cells.text(header[.tivPerUnit])
    extra["x_tiv_order"] = cells.text(header[.tivOrder])
    if let tiv, !tiv.isExact { extra["x_tiv_delivered"] = cells.text(header[.tivDelivered]) }
    return extra
  }
}

extension DatasetCells {
  /// Whether a cross stands in the cell.
  fileprivate mutating func cross(_ place: Int?, _ name: String) -> Bool {
    guard let text = text(place) else { return false }
    switch text.lowercased() {
    case "x", "true", "yes", "1", "1.0", "?": return true
    case "false", "no", "0", "0.0": return false
    default: break
    }
    fault("not a mark", "'\(text)' stands where only an X can", at: place, name)
    return false
  }
}
