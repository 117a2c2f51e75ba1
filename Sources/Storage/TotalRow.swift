import Counting
import SQLite

/// One line of a total: a group and a unit.
struct TotalRow {
  /// The group: a code, `SUPPLIER RECIPIENT`, …; nil for not known.
  var key: String?
  var unit: String
  /// Thousandths, of quantities too; nil if nothing has a figure.
  var low: Int64?
  var best: Int64?
  var high: Int64?
  var transfers = 0
  var unstated = 0
  var claims = 0
  var first: String?
  var last: String?
  var categories: UInt64 = 0
  private(set) var origins = NumberCollection()
  private var documents = NumberCollection()

  /// A SELECT from `pair_total` for `addUp`, ordered by key and unit.
  static func select(key: String, where condition: String) -> String {
    """
    SELECT \(key), unit, low, best, high, transfers, unstated, claims, first, last, categories, origin_set, document_set
    FROM pair_total WHERE \(condition) ORDER BY 1, 2
    """
  }

  /// Adds up neighbouring rows of the same key and unit.
  static func addUp(_ statement: Statement) throws -> [TotalRow] {
    var rows: [TotalRow] = []
    while try statement.step() {
      let key = try statement.textOrNil(0)
      let unit = try statement.text(1)
      if rows.last.map({ $0.key == key && $0.unit == unit }) != true {
        if !rows.isEmpty { rows[rows.count - 1].seal() }
        rows.append(TotalRow(key: key, unit: unit))
      }
      try rows[rows.count - 1].add(statement)
    }
    if !rows.isEmpty { rows[rows.count - 1].seal() }
    return rows
  }

  /// Keeps the number of documents and forgets which they are: the line is complete.
  mutating func seal() {
    documentsCounted = documentCount
    documents = NumberCollection()
  }

  /// Number of documents.
  var documentCount: Int { documentsCounted ?? documents.count }
  private var documentsCounted: Int?

  /// A line of that group and unit, still empty.
  init(key: String?, unit: String) {
    self.key = key
    self.unit = unit
  }

  /// Adds the total of a pair.
  mutating func add(_ total: PairTotal, _ all: [CountedClaim]) throws {
    if let figure = total.figure {
      let scale: Int64 = total.isQuantity ? 1_000 : 1
      low = try TotalRow.sum(low, TotalRow.product(figure.low, scale))
      best = try TotalRow.sum(best, TotalRow.product(figure.best, scale))
      high = try TotalRow.sum(high, TotalRow.product(figure.high, scale))
    }
    transfers += total.transfers
    unstated += total.unstated
    claims += total.claims.count
    let span = TransferFigures.span(firstDay: total.firstDay, lastDay: total.lastDay)
    if let date = span.from { first = first.map { TotalRow.earlier($0, date) } ?? date }
    if let date = span.to { last = last.map { TotalRow.later($0, date) } ?? date }
    categories |= total.categories
    for place in total.claims {
      origins.insert(all[place].origin)
      documents.insert(all[place].document)
    }
  }

  /// Adds a row of `pair_total`, or of `party_total`, which holds a number instead of a set of documents.
  mutating func add(_ row: Statement, documentsAreSet: Bool = true) throws {
    low = try TotalRow.sum(low, row.integerOrNil(2))
    best = try TotalRow.sum(best, row.integerOrNil(3))
    high = try TotalRow.sum(high, row.integerOrNil(4))
    transfers += Int(try row.integer(5))
    unstated += Int(try row.integer(6))
    claims += Int(try row.integer(7))
    if let date = try row.textOrNil(8) { first = first.map { TotalRow.earlier($0, date) } ?? date }
    if let date = try row.textOrNil(9) { last = last.map { TotalRow.later($0, date) } ?? date }
    categories |= UInt64(bitPattern: try row.integer(10))
    if let bytes = row.blobBytes(11) { NumberSet.decode(bytes) { origins.insert($0) } }
    if !documentsAreSet {
      documentsCounted = Int(try row.integer(12))
    } else if let bytes = row.blobBytes(12) {
      NumberSet.decode(bytes) { documents.insert($0) }
    }
  }

  /// The product, or an error where it does not fit.
  static func product(_ number: Int64, _ scale: Int64) throws -> Int64 {
    let (product, overflow) = number.multipliedReportingOverflow(by: scale)
    guard !overflow else { throw StorageError.tooLarge }
    return product
  }

  static func sum(_ a: Int64?, _ b: Int64?) throws -> Int64? {
    guard let a, let b else { return a ?? b }
    let (sum, overflow) = a.addingReportingOverflow(b)
    guard !overflow else { throw StorageError.tooLarge }
    return sum
  }

  /// The date that begins first; of two that begin on the same day, the one that says less.
  static func earlier(_ a: String, _ b: String) -> String { min(a, b) }

  /// The date that ends last: a year ends after all its months and days.
  static func later(_ a: String, _ b: String) -> String { max(a + "~", b + "~") == a + "~" ? a : b }
}
