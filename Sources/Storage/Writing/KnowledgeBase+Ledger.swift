import ArmsModel
import Counting
import SQLite

/// What became of a record of a dataset.
public enum RowOutcome: String, CaseIterable, Hashable, Sendable {
  /// At least one of its claims is new.
  case stored
  /// All its claims stood here already.
  case known
  /// It waits until a name in it is known.
  case parked
  /// It was left out.
  case rejected
}

/// One line of the ledger: how many records of a file went one way for one reason.
public struct LedgerLine: Hashable, Sendable {
  /// What became of them.
  public var outcome: RowOutcome
  /// Why; empty for what was stored.
  public var reason: String
  /// How many.
  public var rows: Int
  /// The TIV that they carry, thousandths of a million.
  public var tiv: Int64

  /// A line.
  public init(outcome: RowOutcome, reason: String, rows: Int, tiv: Int64) {
    self.outcome = outcome
    self.reason = reason
    self.rows = rows
    self.tiv = tiv
  }
}

/// The ledger of one file: records in are those stored, known, parked and rejected.
public struct Ledger: Hashable, Sendable {
  private struct Key: Hashable {
    var outcome: RowOutcome
    var reason: String
  }
  private var entries: [Key: (rows: Int, tiv: Int64)] = [:]

  /// Nothing came in.
  public init() {}

  /// Whether the two say the same.
  public static func == (a: Ledger, b: Ledger) -> Bool { a.lines == b.lines }
  /// Mixes in its lines.
  public func hash(into hasher: inout Hasher) { hasher.combine(lines) }

  /// Enters a record.
  public mutating func add(_ outcome: RowOutcome, reason: String = "", tiv: Int64 = 0, rows: Int = 1) {
    let entry = entries[Key(outcome: outcome, reason: reason)] ?? (0, 0)
    entries[Key(outcome: outcome, reason: reason)] = (entry.rows + rows, saturatingSum(entry.tiv, tiv))
  }

  /// Its lines: stored, known, parked, rejected; by reason.
  public var lines: [LedgerLine] {
    let order = RowOutcome.allCases
    return entries.map {
      LedgerLine(outcome: $0.key.outcome, reason: $0.key.reason, rows: $0.value.rows, tiv: $0.value.tiv)
    }.sorted {
      let places = (order.firstIndex(of: $0.outcome) ?? 0, order.firstIndex(of: $1.outcome) ?? 0)
      return places.0 == places.1 ? $0.reason < $1.reason : places.0 < places.1
    }
  }

  /// Records and TIV that went that way; all of them for nil.
  public func sum(_ outcome: RowOutcome? = nil) -> (rows: Int, tiv: Int64) {
    entries.reduce((0, 0)) { sum, entry in
      guard outcome == nil || entry.key.outcome == outcome else { return sum }
      return (sum.rows + entry.value.rows, saturatingSum(sum.tiv, entry.value.tiv))
    }
  }
}

/// A record that waits until a name in it is known.
public struct ParkedRow: Hashable, Sendable {
  /// Its row, 0 before it is stored.
  public var id: Int64 = 0
  /// The batch that parked it, 0 before it is stored.
  public var batch: Int64 = 0
  /// The file, as typed.
  public var file: String
  /// The line on which it begins.
  public var line: Int
  /// Why it waits.
  public var reason: String
  /// The name that is not known; nil where something else is wrong.
  public var name: String?
  /// The TIV that it carries, thousandths of a million.
  public var tiv: Int64
  /// The edition, as JSON.
  public var release: String
  /// The record, as JSON.
  public var record: String

  /// A record that waits.
  public init(
    file: String, line: Int, reason: String, name: String?, tiv: Int64, release: String, record: String
  ) {
    self.file = file
    self.line = line
    self.reason = reason
    self.name = name
    self.tiv = tiv
    self.release = release
    self.record = record
  }
}

extension KnowledgeBase {
  /// The ledger of a batch; nil if it is none of a dataset's file.
  public func ledger(ofBatch batch: Int64) throws -> Ledger? {
    var ledger = Ledger()
    var isEmpty = true
    let statement = try database.cached(
      "SELECT outcome, reason, rows, tiv_thousandths FROM batch_row WHERE batch = :batch ORDER BY outcome, reason"
    )
    defer { statement.reset() }
    try statement.bind(batch, ":batch")
    while try statement.step() {
      ledger.add(
        try statement.word(0, "no outcome"), reason: try statement.text(1),
        tiv: try statement.integer(3, in: 0...Int64.max), rows: try statement.count(2))
      isEmpty = false
    }
    return isEmpty ? nil : ledger
  }

  /// The records that wait, in the order in which they were parked; of one batch, or of all.
  public func parkedRows(batch: Int64? = nil) throws -> [ParkedRow] {
    var parked: [ParkedRow] = []
    try rows(
      """
      SELECT id, batch, file, line, reason, name, tiv_thousandths, release, record FROM parked_row
      WHERE batch NOT IN (SELECT batch FROM v_batch WHERE live = 0)
        AND (taken_in IS NULL OR taken_in IN (SELECT batch FROM v_batch WHERE live = 0))
      ORDER BY id
      """
    ) { row in
      var found = ParkedRow(
        file: try row.text(2), line: try row.count(3), reason: try row.text(4),
        name: try row.textOrNil(5), tiv: try row.integer(6, in: 0...Int64.max), release: try row.text(7),
        record: try row.text(8)
      )
      found.id = try row.integer(0)
      found.batch = try row.integer(1)
      if batch == nil || found.batch == batch { parked.append(found) }
    }
    return parked
  }

  /// Enters a ledger for a batch; the caller has a transaction open.
  func record(_ ledger: Ledger, ofBatch batch: Int64) throws {
    let statement = try database.cached(
      """
      INSERT INTO batch_row (batch, outcome, reason, rows, tiv_thousandths)
      VALUES (:batch, :outcome, :reason, :rows, :tiv)
      """)
    for line in ledger.lines {
      try statement.bind(batch, ":batch")
      try statement.bind(line.outcome.rawValue, ":outcome")
      try statement.bind(line.reason, ":reason")
      try statement.bind(line.rows, ":rows")
      try statement.bind(line.tiv, ":tiv")
      try statement.run()
    }
  }
}

extension ClaimWriter {
  /// Parks a record; false if the same one waits already.
  public func park(_ row: ParkedRow) throws -> Bool {
    let known = try database.cached(
      """
      SELECT 1 FROM parked_row WHERE line = :line AND record = :record AND release = :release
        AND batch NOT IN (SELECT batch FROM v_batch WHERE live = 0)
        AND (taken_in IS NULL OR taken_in IN (SELECT batch FROM v_batch WHERE live = 0))
      """)
    defer { known.reset() }
    try known.bind(row.line, ":line")
    try known.bind(row.record, ":record")
    try known.bind(row.release, ":release")
    if try known.step() { return false }
    let insert = try database.cached(
      """
      INSERT INTO parked_row (batch, file, line, reason, name, tiv_thousandths, release, record)
      VALUES (:batch, :file, :line, :reason, :name, :tiv, :release, :record)
      """)
    try insert.bind(batch, ":batch")
    try insert.bind(row.file, ":file")
    try insert.bind(row.line, ":line")
    try insert.bind(row.reason, ":reason")
    try insert.bind(row.name, ":name")
    try insert.bind(row.tiv, ":tiv")
    try insert.bind(row.release, ":release")
    try insert.bind(row.record, ":record")
    try insert.run()
    parked += 1
    return true
  }

  /// Says of a parked record that this batch stored it.
  public func takeIn(_ row: ParkedRow) throws {
    let statement = try database.cached("UPDATE parked_row SET taken_in = :batch WHERE id = :id")
    try statement.bind(batch, ":batch")
    try statement.bind(row.id, ":id")
    try statement.run()
    parked += 1
  }
}
