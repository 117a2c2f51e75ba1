import ArmsModel
import Publishing
import Storage

/// Writes the transfers that pass the filter as lines of a trade register: one a deal, order and delivery side by side.
func writeRegister(
  _ knowledgeBase: KnowledgeBase, _ filter: Filter, _ output: OutputOptions, limit: Int?
) throws {
  let answer = try Answer(
    output, registerColumns, title: "Trade register", readingOrder: registerReadingOrder,
    leftOutOfReading: ["supplier", "recipient"])
  try knowledgeBase.register(filter, limit: limit) { try answer.write(cells($0, knowledgeBase.directory)) }
  try answer.finish()
  guard answer.rowCount > 0 else { return Console.say("no transfers are known") }
}

private let registerColumns: [Column] = [
  Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name"),
  Column("order_year", .integer), Column("order_year_estimated", .boolean),
  Column("number_ordered", .integer),
  Column("number_ordered_estimated", .boolean), Column("weapon"), Column("description"), Column("category"),
  Column("number_delivered", .integer), Column("number_delivered_estimated", .boolean),
  Column("years_of_delivery", .integerList), Column("years_of_delivery_estimated", .boolean),
  Column("first_delivery"), Column("last_delivery"), Column("number_unit"), Column("condition"),
  Column("mode"),
  Column("stage"), Column("tiv_per_unit", .real), Column("tiv_order", .real),
  Column("tiv_delivered", .decimal),
  Column("comments"), Column("deal"), Column("claims", .integer), Column("origins", .integer),
  Column("disputed", .boolean), Column("id"),
]

/// What tells most, first.
private let registerReadingOrder = [
  "supplier_name", "recipient_name", "number_ordered", "weapon", "order_year", "number_delivered",
  "years_of_delivery", "tiv_delivered", "description", "condition", "comments", "disputed", "id",
]

private func cells(_ row: RegisterRow, _ directory: PartyDirectory) -> [Cell] {
  func name(_ code: String?) -> Cell { Cell(optional: code.map { directory[PartyCode($0)]?.name ?? $0 }) }
  // A sum that is too large to be kept is no number.
  func number(_ number: Int64?) -> Cell { number.map { $0 == .max ? .null : .integer($0) } ?? .null }
  func real(_ number: Double?) -> Cell { number.map { .real($0) } ?? .null }
  // A mark says something only where there is something to mark.
  func mark(_ isEstimated: Bool?, of isThere: Bool?) -> Cell {
    isThere == true ? isEstimated.map { .boolean($0) } ?? .null : .null
  }
  let (order, delivery) = (row.order, row.delivery)
  let years = delivery?.years ?? []
  return [
    Cell(optional: row.supplier), name(row.supplier), Cell(optional: row.recipient), name(row.recipient),
    number(order?.year.map { Int64($0) }), mark(order?.isYearEstimated, of: order.map { $0.year != nil }),
    number(order?.number), mark(order?.isNumberEstimated, of: order.map { $0.number != nil }),
    Cell(optional: row.weapon), Cell(optional: row.description), Cell(optional: row.category),
    number(delivery?.number), mark(delivery?.isNumberEstimated, of: delivery.map { $0.number != nil }),
    Cell(listOrNull: years.map { "\($0)" }),
    mark(delivery?.areYearsEstimated, of: delivery.map { $0.first != nil || $0.last != nil }),
    Cell(optional: delivery?.first), Cell(optional: delivery?.last), Cell(optional: row.numberUnit),
    Cell(optional: row.condition), Cell(optional: row.mode), .text(row.stage), real(row.tivPerUnit),
    real(row.tivOfOrder), Cell(thousandths: row.tiv), Cell(optional: row.comments), Cell(optional: row.deal),
    .integer(Int64(row.claims)), .integer(Int64(row.origins)), .boolean(row.isDisputed), .text(row.id),
  ]
}
