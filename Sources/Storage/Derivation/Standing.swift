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

  /// - Parameters:
  ///   - asOf: as things stood at the end of that day; nil: now.
  ///   - publishedBy: only editions that were out by the end of that day set others aside.
  init(_ knowledgeBase: KnowledgeBase, asOf: PartialDate? = nil, publishedBy: PartialDate? = nil) throws {
    standing = try Standing(knowledgeBase, asOf: asOf)
    ranks = try knowledgeBase.ranks(standing)
    verdicts = try knowledgeBase.verdicts(standing)
    voices = try SourceVoices(knowledgeBase)
    editions = try EditionsInForce(knowledgeBase, standing, publishedBy: publishedBy)
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
