import ArmsModel
import SQLite

/// One numbered change of the knowledge base.
public struct Batch: Hashable, Sendable {
  /// Its number, from 1.
  public var id: Int64
  /// reference, import, undo or judgement.
  public var kind: String
  /// UTC, such as `2026-11-22T16:07:31Z`.
  public var recordedAt: String
  /// Who did it.
  public var hand: String
  /// The file that was imported, as typed.
  public var file: String?
  /// Claims that were new.
  public var added: Int64
  /// Claims that stood here already.
  public var known: Int64
  /// Records left out.
  public var rejected: Int64
  /// The batch that this one withdraws or restores.
  public var undoes: Int64?
  /// Whether it stands.
  public var isLive: Bool
  /// Free text.
  public var note: String?
}

/// Who changes the knowledge base, and when.
public struct Hand: Hashable, Sendable {
  /// The person.
  public var name: String
  /// The moment in UTC, such as `2026-11-22T16:07:31Z`.
  public var moment: String
  /// The version of the program.
  public var program: String
  /// A person at a moment.
  public init(name: String, moment: String, program: String) {
    self.name = name
    self.moment = moment
    self.program = program
  }
}

extension KnowledgeBase {
  /// The batches, the newest first.
  public func batches(limit: Int = -1) throws -> [Batch] {
    let statement = try database.cached(
      """
      SELECT batch, kind, recorded_at, hand, file, added, known, rejected, undoes, live, note
      FROM v_batch ORDER BY batch DESC LIMIT :limit
      """)
    defer { statement.reset() }
    try statement.bind(Int64(limit), ":limit")
    var batches: [Batch] = []
    while try statement.step() {
      batches.append(
        Batch(
          id: try statement.integer(0), kind: try statement.text(1), recordedAt: try statement.text(2),
          hand: try statement.text(3), file: try statement.textOrNil(4),
          added: Int64(try statement.count(5)), known: Int64(try statement.count(6)),
          rejected: Int64(try statement.count(7)),
          undoes: try statement.integerOrNil(8), isLive: try statement.integer(9) == 1,
          note: try statement.textOrNil(10)))
    }
    return batches
  }

  /// Adds a batch; the caller has a transaction open.
  func beginBatch(
    kind: String, by hand: Hand, file: String? = nil, bytes: Int64? = nil, undoes: Int64? = nil,
    note: String? = nil, fullText: Bool = true
  ) throws -> Int64 {
    let statement = try database.cached(
      """
      INSERT INTO batch (kind, recorded_at, hand, file, file_bytes, full_text, undoes, note, program)
      VALUES (:kind, :at, :hand, :file, :bytes, :full_text, :undoes, :note, :program)
      """)
    try statement.bind(kind, ":kind")
    try statement.bind(hand.moment, ":at")
    try statement.bind(hand.name, ":hand")
    try statement.bind(file, ":file")
    try statement.bind(bytes, ":bytes")
    try statement.bind(fullText ? 1 : 0 as Int64, ":full_text")
    try statement.bind(undoes, ":undoes")
    try statement.bind(note, ":note")
    try statement.bind(hand.program, ":program")
    try statement.run()
    let batch = database.lastInsertRowID
    // Where the numbers are used up, SQLite takes one that is free; the newest would not be the largest any more.
    guard try integer("SELECT max(id) FROM batch") == batch else {
      throw StorageError.damaged("table batch holds a row with the largest number that there is")
    }
    return batch
  }

  /// Numbers of the batches that do not stand.
  func withdrawnBatches() throws -> Set<Int64> {
    var withdrawn: Set<Int64> = []
    try rows("SELECT batch FROM v_batch WHERE live = 0 ORDER BY batch") {
      withdrawn.insert(try $0.integer(0))
    }
    return withdrawn
  }

  /// For each claim that was stated again, the later batches that did so.
  func restatements() throws -> [Int64: [Int64]] {
    var restated: [Int64: [Int64]] = [:]
    try rows("SELECT claim, batch FROM claim_restated ORDER BY claim, batch") { row in
      restated[try row.integer(0), default: []].append(try row.integer(1))
    }
    return restated
  }
}
