import ArmsModel
import Counting
import SQLite

/// Writes the transfers of pairs of parties.
///
/// The rows of a pair are numbered in the canonical order of its transfers. Between numbers is room, so that a transfer that
/// comes later finds its place there, and rows that say what they said before need not be written again.
final class TransferRows {
  private let vocabulary: Vocabulary
  private let categories: CategoryTree
  private let insert: Statement
  private let insertMember: Statement
  private let findSame: Statement
  private let standing: Statement
  private let removeRow: Statement
  private let removeMembers: Statement
  private let rowUpTo: Statement
  /// The largest number of a row so far; nil: not looked up yet.
  private var lastRow: Int64?

  /// New rows are so far apart.
  private static let spacing: Int64 = 256

  /// In the order in which `bind` numbers them, from 1.
  private static let columns = [
    "supplier", "recipient", "weapon", "category", "stage", "disputed", "quantity_low", "quantity_best",
    "quantity_high", "quantity_unit", "value_low", "value_best", "value_high", "unit", "other_figures",
    "from_date", "to_date", "quantity_qualifier", "value_qualifier", "credibility", "reliability", "claims",
    "origins", "batch", "key", "absence",
  ]
  /// The number of the row is bound behind the columns.
  private static let idPlace = Int32(columns.count + 1)

  init(_ database: Database, _ vocabulary: Vocabulary, _ categories: CategoryTree) throws {
    self.vocabulary = vocabulary
    self.categories = categories
    let columns = TransferRows.columns.enumerated().map { (name: $1, place: "?\($0 + 1)") }
    let id = "?\(TransferRows.idPlace)"
    insert = try database.prepare(
      """
      INSERT INTO transfer (\(columns.map(\.name).joined(separator: ", ")), id)
      VALUES (\(columns.map(\.place).joined(separator: ", ")), \(id))
      """)
    insertMember = try database.prepare(
      "INSERT INTO transfer_claim (transfer, claim, rule, score) VALUES (?1, ?2, ?3, ?4)")
    findSame = try database.prepare(
      """
      SELECT 1 FROM transfer WHERE id = \(id)
        AND \(columns.map { "+\($0.name) IS \($0.place)" }.joined(separator: " AND "))
      """)
    standing = try database.prepare(
      """
      SELECT t.id, t.key, m.claim, m.rule, m.score FROM transfer AS t LEFT JOIN transfer_claim AS m ON m.transfer = t.id
      WHERE t.supplier IS ?1 AND t.recipient IS ?2 ORDER BY t.id, m.claim
      """)
    removeRow = try database.prepare("DELETE FROM transfer WHERE id = ?1")
    removeMembers = try database.prepare("DELETE FROM transfer_claim WHERE transfer = ?1")
    rowUpTo = try database.prepare("SELECT max(id) FROM transfer WHERE id <= ?1")
  }

  /// Writes the transfers of a pair, of which nothing stands.
  func append(_ transfers: [Transfer], of pair: PairClaims) throws {
    for transfer in transfers { try write(transfer, of: pair, row: nextRow()) }
  }

  /// Removes the transfers of a pair.
  func remove(supplier: String?, recipient: String?) throws {
    try replace(
      supplier: supplier, recipient: recipient, with: [],
      of: PairClaims(supplier: nil, recipient: nil, claims: [], verdicts: Verdicts()))
  }

  /// Writes the transfers of a pair in place of those that stand; rows that stay as they are are left alone.
  func replace(
    supplier: String?, recipient: String?, with transfers: [Transfer], of pair: PairClaims
  ) throws {
    try bindPair(supplier, recipient, standing)
    var plan = try plan(transfers, pair)
    for row in plan.gone { try remove(row) }
    for (place, row) in plan.rows.enumerated() where !plan.isKept[place] {
      if let row { try remove(row) }
    }
    if try !number(&plan.rows) {
      for (place, row) in plan.rows.enumerated() where plan.isKept[place] {
        if let row { try remove(row) }
      }
      return try append(transfers, of: pair)
    }
    for (place, transfer) in transfers.enumerated() where !plan.isKept[place] {
      guard let row = plan.rows[place] else { continue }
      try write(transfer, of: pair, row: row)
    }
  }

  // MARK: - What stands

  /// What becomes of the rows of a pair.
  private struct Plan {
    /// Per transfer the number that its row has or takes over, ascending; nil: it had no row.
    var rows: [Int64?]
    /// Per transfer whether its row stays as it is.
    var isKept: [Bool]
    /// Rows of what is no transfer any more, or stands in another place.
    var gone: [Int64] = []
  }

  /// Holds the rows that `standing` gives against the transfers that are to stand.
  private func plan(_ transfers: [Transfer], _ pair: PairClaims) throws -> Plan {
    var plan = Plan(
      rows: Array(repeating: nil, count: transfers.count),
      isKept: Array(repeating: false, count: transfers.count))
    var places: [ContentHash: Int] = Dictionary(minimumCapacity: transfers.count)
    for (place, transfer) in transfers.enumerated() { places[transfer.key] = place }
    var row: Int64?
    /// The place of the transfer of that row, as long as the row says what it is to say.
    var same: Int?
    var members: [Transfer.Member] = []
    var seen = 0
    var next = 0
    func endRow() {
      if let same, seen == members.count { plan.isKept[same] = true }
    }
    while try standing.step() {
      let id = try standing.integer(0)
      if id != row {
        endRow()
        (row, same, seen) = (id, nil, 0)
        guard let key = standing.blobBytes(1).flatMap({ ContentHash(bytes: $0) }), let place = places[key],
          place >= next
        else {
          plan.gone.append(id)
          continue
        }
        plan.rows[place] = id
        next = place + 1
        guard try isSame(id, transfers[place], pair) else { continue }
        same = place
        members = transfers[place].members
        if members.count > 1 { members.sort { pair.claims[$0.claim].id < pair.claims[$1.claim].id } }
      }
      guard same != nil, !standing.isNull(2) else { continue }
      if seen < members.count, try isSame(standing, members[seen], pair) { seen += 1 } else { same = nil }
    }
    endRow()
    return plan
  }

  private func isSame(_ row: Statement, _ member: Transfer.Member, _ pair: PairClaims) throws -> Bool {
    try row.integer(2) == pair.claims[member.claim].id && row.integer(4) == Int64(member.score)
      && row.textBytes(3).map { Words.isSame($0, Words.rule(member.rule)) } ?? false
  }

  /// Whether the row says what would be written of the transfer.
  private func isSame(_ row: Int64, _ transfer: Transfer, _ pair: PairClaims) throws -> Bool {
    try withBound(transfer, of: pair, row: row, to: findSame) {
      defer { findSame.reset() }
      return try findSame.step()
    }
  }

  private func remove(_ row: Int64) throws {
    for statement in [removeMembers, removeRow] {
      try statement.bind(row, at: 1)
      try statement.run()
    }
  }

  // MARK: - Numbers

  /// Gives the transfers without a row a number between those of their neighbours, which no other pair has.
  ///
  /// - Returns: false if there is no room.
  private func number(_ rows: inout [Int64?]) throws -> Bool {
    var place = 0
    while let first = rows[place...].firstIndex(of: nil) {
      guard let end = rows[first...].firstIndex(where: { $0 != nil }), let high = rows[end] else {
        let last = first == 0 ? 0 : rows[first - 1] ?? 0
        for place in first..<rows.count { rows[place] = try nextRow(after: last) }
        return true
      }
      guard high > 0 else { return false }
      let low = max(first == 0 ? 0 : rows[first - 1] ?? 0, try lastRow(upTo: high - 1))
      let stride = (high - low) / Int64(end - first + 1)
      guard stride > 0 else { return false }
      for place in first..<end { rows[place] = low + stride * Int64(place - first + 1) }
      place = end
    }
    return true
  }

  /// A number behind all others, and behind one that a row takes over which is not written yet.
  private func nextRow(after taken: Int64 = 0) throws -> Int64 {
    let last = max(taken, try lastRow ?? lastRow(upTo: .max))
    let (row, isTooLarge) = last.addingReportingOverflow(TransferRows.spacing)
    guard !isTooLarge else {
      throw StorageError.damaged("table transfer holds a row with one of the largest numbers that there are")
    }
    lastRow = row
    return row
  }

  /// The largest number of a row up to that one; at least 0.
  private func lastRow(upTo row: Int64) throws -> Int64 {
    defer { rowUpTo.reset() }
    try rowUpTo.bind(row, at: 1)
    return max(0, try rowUpTo.step() ? try rowUpTo.integerOrNil(0) ?? 0 : 0)
  }

  // MARK: - Writing

  private func bindPair(_ supplier: String?, _ recipient: String?, _ statement: Statement) throws {
    statement.clearBindings()
    if let supplier { try statement.bind(supplier, at: 1) }
    if let recipient { try statement.bind(recipient, at: 2) }
  }

  private func write(_ transfer: Transfer, of pair: PairClaims, row: Int64) throws {
    try withBound(transfer, of: pair, row: row, to: insert) { try insert.run() }
    for member in transfer.members {
      try insertMember.bind(row, at: 1)
      try insertMember.bind(pair.claims[member.claim].id, at: 2)
      try insertMember.bind(borrowedText: Words.rule(member.rule), at: 3)
      try insertMember.bind(member.score, at: 4)
      try insertMember.run()
    }
  }

  /// Runs `body` while all columns of the transfer's row are bound.
  private func withBound<Result>(
    _ transfer: Transfer, of pair: PairClaims, row: Int64, to s: Statement, _ body: () throws -> Result
  ) throws -> Result {
    s.clearBindings()
    if let code = pair.supplier { try s.bind(code.rawValue, at: 1) }
    if let code = pair.recipient { try s.bind(code.rawValue, at: 2) }
    if transfer.weapon > 0 { try s.bind(vocabulary.weaponRows[Int(transfer.weapon)], at: 3) }
    if transfer.category >= 0 { try s.bind(categories.slug(transfer.category), at: 4) }
    try s.bind(transfer.stage.slug, at: 5)
    try s.bind(transfer.isDisputed ? 1 : 0, at: 6)
    let (quantity, value, others) = TransferFigures.choose(transfer.figures, pair.claims)
    if let quantity, !quantity.figure.isTooLarge {
      try s.bind(quantity.figure.low, at: 7)
      try s.bind(quantity.figure.best, at: 8)
      if quantity.figure.high != .max { try s.bind(quantity.figure.high, at: 9) }
      if let word = quantity.qualifier.word { try s.bind(word, at: 18) }
      if quantity.unit != UnitNumbers.pieces { try s.bind(vocabulary.units[quantity.unit].rawValue, at: 10) }
    }
    if let value, !value.figure.isTooLarge {
      try s.bind(value.figure.low, at: 11)
      try s.bind(value.figure.best, at: 12)
      if value.figure.high != .max { try s.bind(value.figure.high, at: 13) }
      if let word = value.qualifier.word { try s.bind(word, at: 19) }
      try s.bind(vocabulary.units[value.unit].rawValue, at: 14)
    }
    let isTooLarge = transfer.figures.contains { $0.figure.isTooLarge }
    let kept = others.filter { !$0.figure.isTooLarge }
    if !kept.isEmpty { try s.bind(TransferFigures.json(kept, vocabulary.units), at: 15) }
    let dates = TransferFigures.span(firstDay: transfer.firstDay, lastDay: transfer.lastDay)
    if let from = dates.from { try s.bind(from, at: 16) }
    if let to = dates.to { try s.bind(to, at: 17) }
    if transfer.credibility > 0 { try s.bind(Int64(transfer.credibility), at: 20) }
    if transfer.reliability > 0 {
      try s.bind(borrowedText: Words.letter(64 + transfer.reliability), at: 21)
    }
    if transfer.figures.isEmpty || isTooLarge {
      try s.bind((isTooLarge ? .tooLarge : transfer.absence).word, at: 26)
    }
    try s.bind(transfer.members.count, at: 22)
    try s.bind(transfer.origins, at: 23)
    try s.bind(transfer.batch, at: 24)
    try s.bind(row, at: TransferRows.idPlace)
    return try transfer.key.withBytesThrowing { bytes in
      try s.bind(borrowedBlob: bytes, at: 25)
      return try body()
    }
  }
}
