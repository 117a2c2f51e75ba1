import ArmsModel
import Counting
import SQLite

/// One line of a total: a group and a unit.
struct TotalRow {
  /// The group: a code, `SUPPLIER RECIPIENT`, …; nil for not known.
  var key: String?
  var unit: String
  /// Thousandths, of quantities too; nil if nothing has a figure.
  private var figure: Figure?
  /// The low end; nil also where the sum is too large to be kept, of which `absences` tells.
  var low: Int64? { kept?.low }
  var best: Int64? { kept?.best }
  /// The upper end; nil where there is none.
  var high: Int64? { kept.flatMap { $0.high == .max ? nil : $0.high } }
  private var kept: Figure? { isTooLarge ? nil : figure }
  /// Whether the sum is too large to be kept.
  var isTooLarge: Bool { figure?.isTooLarge == true }
  /// Rows of claims that would be too large in the unit that was asked for; some of them, if there are many.
  private(set) var unconverted: Set<Int64> = []
  /// The rates and indices that figures were converted with.
  var conversions: Set<String> = []
  /// Number of origins.
  var originCount: Int { originsCounted ?? origins.count }
  private var originsCounted: Int?
  var transfers = 0
  var unstated = 0
  var claims = 0
  var first: String?
  var last: String?
  var categories: UInt64 = 0
  /// Why figures are absent: bit n is the reason of that raw value.
  var absences: UInt8 = 0
  private(set) var origins = NumberCollection()
  private var documents = NumberCollection()

  /// About so many claims are named that are too large.
  private static let namedClaims = 10

  /// Up to so many origins are named in a line.
  static let namedOrigins = 5

  /// A SELECT from `pair_total` for `addUp`.
  ///
  /// - Parameter isSorted: by key and unit; else the rows come as they are found.
  static func select(key: String, where condition: String, isSorted: Bool = true) -> String {
    """
    SELECT \(key), unit, low, best, high, transfers, unstated, claims, first, last, categories,
      absences, origins, origin_set, documents, document_set
    FROM pair_total WHERE \(condition)\(isSorted ? " ORDER BY 1, 2" : "")
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

  /// Adds up rows of one key, which come in any order; gives a line for each unit, sorted by it.
  ///
  /// To sort the rows themselves, with all their sets, takes longer than to add them up.
  static func addUp(ofOneKey statement: Statement) throws -> [TotalRow] {
    var rows: [TotalRow] = []
    var places: [String: Int] = [:]
    while try statement.step() {
      let unit = try statement.text(1)
      if places[unit] == nil {
        places[unit] = rows.count
        rows.append(TotalRow(key: try statement.textOrNil(0), unit: unit))
      }
      if let place = places[unit] { try rows[place].add(statement) }
    }
    for place in rows.indices { rows[place].seal() }
    return rows.sorted { $0.unit < $1.unit }
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
  mutating func add(_ total: PairTotal, _ all: [CountedClaim]) {
    add(total.figure?.thousandths(isQuantity: total.isQuantity), total.absences)
    for item in total.items where item.isTooLargeToConvert && unconverted.count < TotalRow.namedClaims {
      unconverted.formUnion(item.claims.filter { all[$0].unit == total.unit }.map { all[$0].id })
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

  /// Adds a row of `pair_total`.
  mutating func add(_ row: Statement) throws {
    let absences = try TotalRow.absences(row, 11)
    add(try TotalRow.figure(row, absences), absences)
    transfers += try row.count(5)
    unstated += try row.count(6)
    claims += try row.count(7)
    if let date = try row.dateText(8) { first = first.map { TotalRow.earlier($0, date) } ?? date }
    if let date = try row.dateText(9) { last = last.map { TotalRow.later($0, date) } ?? date }
    categories |= UInt64(bitPattern: try row.integer(10))
    try NumberSet.decode(row, 13, count: try row.count(12)) { origins.insert($0) }
    try NumberSet.decode(row, 15, count: try row.count(14)) { documents.insert($0) }
  }

  /// Adds the one row of `pair_total` or `party_total` that makes the line; its numbers spare a look at the sets.
  mutating func take(_ row: Statement) throws {
    let reasons = try TotalRow.absences(row, 11)
    add(try TotalRow.figure(row, reasons), reasons)
    transfers = try row.count(5)
    unstated = try row.count(6)
    claims = try row.count(7)
    first = try row.dateText(8)
    last = try row.dateText(9)
    categories = UInt64(bitPattern: try row.integer(10))
    let originCount = try row.count(12)
    originsCounted = originCount
    if originCount <= TotalRow.namedOrigins, !row.isNull(13) {
      try NumberSet.decode(row, 13, count: originCount) { origins.insert($0) }
    }
    documentsCounted = try row.count(14)
  }

  /// Adds a figure; the sum may be too large.
  private mutating func add(_ more: Figure?, _ reasons: UInt8) {
    figure = Figure.sum(figure, more)
    absences |= reasons
    if isTooLarge { absences |= Absence.tooLarge.bit }
  }

  /// The figure of a row.
  private static func figure(_ row: Statement, _ absences: UInt8) throws -> Figure? {
    let (low, best, high) = (try row.amountOrNil(2), try row.amountOrNil(3), try row.amountOrNil(4))
    if absences & Absence.tooLarge.bit != 0 { return .tooLarge }
    return best.map { Figure(low: low ?? $0, best: $0, high: high ?? .max) }
  }

  /// A bit for each absence that there is.
  private static func absences(_ row: Statement, _ column: Int32) throws -> UInt8 {
    UInt8(try row.integer(column, in: 0...(1 << Int64(Absence.allCases.count)) - 1))
  }

  /// Adds another line, as one whose party is taken for this one's.
  mutating func merge(_ other: TotalRow) {
    add(other.figure, other.absences)
    transfers += other.transfers
    unstated += other.unstated
    claims += other.claims
    if let date = other.first { first = first.map { TotalRow.earlier($0, date) } ?? date }
    if let date = other.last { last = last.map { TotalRow.later($0, date) } ?? date }
    categories |= other.categories
    for origin in other.origins.members { origins.insert(origin) }
    for document in other.documents.members { documents.insert(document) }
  }

  /// The date that begins first; of two that begin on the same day, the one that says less.
  static func earlier(_ a: String, _ b: String) -> String { min(a, b) }

  /// The date that ends last: a year ends after all its months and days.
  static func later(_ a: String, _ b: String) -> String { max(a + "~", b + "~") == a + "~" ? a : b }
}
