extension DatasetFault {
  /// A record with another number of cells than the header.
  static func cells(_ record: QuotedRecord, of width: Int) -> DatasetFault {
    let quotation = record.isClosed ? "" : "; a quotation mark in it opens and never closes"
    return DatasetFault(
      kind: "number of cells", sentence: "\(record.cells.count) cells where \(width) belong\(quotation)",
      column: record.column(of: min(record.cells.count, width) - 1))
  }

  /// A cell that holds something else than a year, a number, ….
  static func notA(_ kind: String, _ record: QuotedRecord, _ cell: Int, _ field: String) -> DatasetFault {
    let found = record[cell].isEmpty ? "nothing stands here" : "'\(record[cell])' is none"
    return DatasetFault(
      kind: "not a \(kind)", sentence: "a \(kind) is needed; \(found)", field: field,
      column: record.column(of: cell))
  }

  /// A cell without a name.
  static func noName(_ record: QuotedRecord, _ cell: Int, _ field: String) -> DatasetFault {
    DatasetFault(
      kind: "no name", sentence: "a name is needed; nothing stands here", field: field,
      column: record.column(of: cell))
  }
}
