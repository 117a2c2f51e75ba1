import ArmsModel
import Counting
import SQLite

/// Which batches stand at a moment, and so which claims: a claim does as long as one of its batches does.
struct Standing {
  /// The numbers of the batches that do not stand.
  let withdrawn: Set<Int64>
  /// For each claim that was stated again, the later batches that did so; empty where everything stands.
  private let restated: [Int64: [Int64]]

  /// - Parameter asOf: at the end of that day, by the dates of recording; nil: now.
  init(_ knowledgeBase: KnowledgeBase, asOf: PartialDate? = nil) throws {
    withdrawn = try knowledgeBase.withdrawnBatches(asOf: asOf)
    restated = withdrawn.isEmpty ? [:] : try knowledgeBase.restatements()
  }

  /// Whether everything stands.
  var isWhole: Bool { withdrawn.isEmpty }

  /// Whether the claim in that row, which came with that batch, stands.
  func stands(_ claim: Int64, of batch: Int64) -> Bool {
    !withdrawn.contains(batch) || restated[claim]?.contains { !withdrawn.contains($0) } ?? false
  }
}

/// All that decides which claims count and with whose voice, besides what they say themselves.
struct Grounds {
  let standing: Standing
  /// Per claim the rank that a person gave it.
  let ranks: [Int64: CountedClaim.Rank]
  let verdicts: Verdicts
  let voices: SourceVoices
  let editions: EditionsInForce
  /// The source that each copy of another document speaks for, by rows.
  let copyOrigins: [Int64: Int64]
  /// Per batch the last day on which its documents may have been published: the day after it, as days differ by place.
  let recordingDays: [Int64: Int32]
  /// The first of these days.
  let earliestRecording: Int32

  /// - Parameters:
  ///   - asOf: as things stood at the end of that day; nil: now.
  ///   - publishedBy: only editions that were out by the end of that day set others aside.
  init(_ knowledgeBase: KnowledgeBase, asOf: PartialDate? = nil, publishedBy: PartialDate? = nil) throws {
    standing = try Standing(knowledgeBase, asOf: asOf)
    ranks = try knowledgeBase.ranks(standing)
    verdicts = try knowledgeBase.verdicts(standing)
    voices = try SourceVoices(knowledgeBase)
    editions = try EditionsInForce(knowledgeBase, standing, publishedBy: publishedBy)
    recordingDays = try knowledgeBase.recordingDays()
    earliestRecording = recordingDays.values.min() ?? .max
    copyOrigins =
      try asOf == nil ? knowledgeBase.copyOrigins() : knowledgeBase.copyOrigins(standing)
  }
}

/// What is known of sources that bears on the weight of what they say.
struct SourceVoices: Equatable {
  /// Per row of a source its Admiralty reliability, 1 for A to 6 for F.
  private(set) var reliability: [Int64: UInt8] = [:]
  /// Rows of ministries: they speak of deals of their own.
  private(set) var primary: Set<Int64> = []

  init(_ knowledgeBase: KnowledgeBase) throws {
    try knowledgeBase.rows(
      "SELECT id, kind, reliability FROM source WHERE kind IS NOT NULL OR reliability IS NOT NULL ORDER BY id"
    ) { row in
      let id = try row.integer(0)
      if row.textBytes(1)?.elementsEqual("ministry".utf8) == true { primary.insert(id) }
      let grade = try row.reliability(2)
      if grade > 0 { reliability[id] = grade }
    }
  }
}

/// Conditions that a row tells of something that stands. Where everything does, `prepareStanding` takes them away.
extension Standing {
  private static let isOfStandingBatch = "batch NOT IN (SELECT batch FROM v_batch WHERE live = 0)"

  /// Of a document `d`.
  static let document = "EXISTS (SELECT 1 FROM v_live_claim AS standing WHERE standing.document = d.id)"
  /// Of a party `p`.
  static let party = """
    (p.\(isOfStandingBatch) OR EXISTS (SELECT 1 FROM v_live_claim AS standing WHERE standing.supplier = p.code)
      OR EXISTS (SELECT 1 FROM v_live_claim AS standing WHERE standing.recipient = p.code))
    """
  /// Of a weapon `w`.
  static let weapon = """
    (w.\(isOfStandingBatch) OR EXISTS (SELECT 1 FROM v_live_claim AS standing WHERE standing.weapon = w.id))
    """
  /// Of a source `s`.
  static let source = """
    (s.\(isOfStandingBatch) OR s.id IN (SELECT origin FROM v_live_claim UNION SELECT asserted_by FROM v_live_claim
      UNION SELECT publisher_source FROM document AS d WHERE \(document)
      UNION SELECT agency_source FROM document AS d WHERE \(document)))
    """
}

extension KnowledgeBase {
  /// Compiles a question about what stands, in the words of `v_live_claim` and of the conditions of `Standing`.
  ///
  /// Where nothing was withdrawn all rows stand, and it costs nothing to ask for those that do.
  func prepareStanding(_ sql: String) throws -> Statement {
    guard try withdrawnBatches().isEmpty else { return try database.prepare(sql) }
    var plain = sql
    for condition in [Standing.document, Standing.party, Standing.weapon, Standing.source] {
      plain = plain.replacing(condition, with: "1")
    }
    return try database.prepare(plain.replacing("v_live_claim", with: "claim"))
  }

  /// The first column of the first row of such a question as a number; 0 if there is no row.
  func standingCount(_ sql: String) throws -> Int64 {
    let statement = try prepareStanding(sql)
    return try statement.step() ? try statement.integer(0) : 0
  }
}

extension KnowledgeBase {
  /// Per batch the day after that of its recording, year × 10000 + month × 100 + day.
  fileprivate func recordingDays() throws -> [Int64: Int32] {
    var days: [Int64: Int32] = [:]
    try rows("SELECT id, date(recorded_at, '+1 day') FROM batch ORDER BY id") { row in
      if let day = try row.textOrNil(1).flatMap({ PartialDate($0) }) {
        days[try row.integer(0)] = day.firstDay
      }
    }
    return days
  }
}
