import ArmsModel
import Publishing
import SQLite
import Storage

/// Writes the claims that pass the filter, in the fields of the record format.
///
/// The records' own `x_` keys become keys or columns again.
///
/// - Parameter atEnd: gets the number of rows before the last of them is handed over; what it throws leaves no file.
func writeClaims(
  _ knowledgeBase: KnowledgeBase, _ filter: Filter, _ output: OutputOptions, order: KnowledgeBase.ClaimOrder,
  limit: Int?, atEnd: (Int) throws -> Void = { _ in }
) throws {
  let format = output.chosenFormat
  let columns = ListColumn.claims(
    extraKeys: try knowledgeBase.extraKeys(), asJSON: format == .json || format == .jsonl,
    withRanks: try knowledgeBase.hasRanks())
  let answer = try Answer(
    output,
    columns.map { column in
      var shown = Column(column)
      if column.kind == .extra { shown.isNested = false }
      return shown
    }, title: "Claims", readingOrder: claimReadingOrder)
  let kinds = columns.map(\.kind)
  try knowledgeBase.claims(filter, columns: columns, order: order, limit: limit) {
    try answer.write($0, kinds)
  }
  try atEnd(answer.rowCount)
  try answer.finish()
}

/// What tells most, first: the order of a claim's columns in a table on a terminal.
private let claimReadingOrder = [
  "supplier", "recipient", "weapon", "category", "quantity", "quantity_text", "value", "currency", "status",
  "from", "to",
  "asserted_by", "document_publisher", "document_published", "evidence", "id",
]
