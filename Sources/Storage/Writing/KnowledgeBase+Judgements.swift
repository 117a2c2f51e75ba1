import ArmsModel
public import Counting
import SQLite

/// What a person's judgement did.
public struct JudgementResult: Hashable, Sendable {
  /// The number of its batch.
  public var batch: Int64
  /// Transfers of the pair of parties before.
  public var transfersBefore: Int
  /// Transfers of the pair of parties afterwards.
  public var transfersAfter: Int
}

/// Why a judgement cannot be recorded.
public enum JudgementError: Error, Hashable, Sendable {
  /// Both are the same claim.
  case sameClaim
  /// They are about different suppliers or recipients.
  case otherParties
  /// One is a sum over a period, which is never part of a transfer.
  case aggregate
  /// An earlier verdict on other claims says the opposite of what would follow; its batch.
  case contradicts(batch: Int64)
  /// The claim was withdrawn.
  case withdrawn
}

extension KnowledgeBase {
  /// Records what a person thinks of two claims: whether both speak of one transfer.
  ///
  /// A batch of its own; the transfers and totals of the pair are made anew in the same transaction. The verdict
  /// goes before every rule, outlives imports, and `undo` of the batch withdraws it.
  ///
  /// - Parameters:
  ///   - a: the row of a claim.
  ///   - b: the row of another claim on the same parties.
  ///   - commit: false to see what would happen and leave everything as it is.
  /// - Throws: `JudgementError`.
  public func judge(
    _ a: Int64, _ b: Int64, _ judgement: Verdicts.Judgement, reason: String, by hand: Hand,
    commit: Bool = true
  ) throws -> JudgementResult {
    try loadDirectory()
    guard a != b else { throw JudgementError.sameClaim }
    let (first, second) = (try judged(a), try judged(b))
    guard first.supplier == second.supplier, first.recipient == second.recipient else {
      throw JudgementError.otherParties
    }
    guard !first.isAggregate, !second.isAggregate else { throw JudgementError.aggregate }
    try refuseContradiction(first.hash, second.hash, judgement)
    return try recordJudgement(on: first, by: hand, note: "\(judgement.rawValue): \(reason)", commit: commit)
    {
      batch in
      let statement = try database.cached(
        """
        INSERT INTO verdict (claim, other, batch, judgement, reason)
        VALUES (:claim, :other, :batch, :judgement, :reason)
        """)
      try statement.bind(min(a, b), ":claim")
      try statement.bind(max(a, b), ":other")
      try statement.bind(batch, ":batch")
      try statement.bind(judgement.rawValue, ":judgement")
      try statement.bind(reason, ":reason")
      try statement.run()
    }
  }

  /// Ranks a claim: preferred gives the figure before all others, deprecated gives none.
  ///
  /// A batch of its own, as with `judge`.
  public func rank(
    _ claim: Int64, _ rank: CountedClaim.Rank, reason: String, by hand: Hand, commit: Bool = true
  ) throws -> JudgementResult {
    try loadDirectory()
    let subject = try judged(claim)
    let word =
      switch rank {
      case .preferred: "preferred"
      case .deprecated: "deprecated"
      case .normal, .part, .superseded, .masked: "normal"
      }
    return try recordJudgement(on: subject, by: hand, note: "\(word): \(reason)", commit: commit) { batch in
      let statement = try database.cached(
        "INSERT INTO claim_rank (claim, batch, rank, reason) VALUES (:claim, :batch, :rank, :reason)")
      try statement.bind(claim, ":claim")
      try statement.bind(batch, ":batch")
      try statement.bind(word, ":rank")
      try statement.bind(reason, ":reason")
      try statement.run()
    }
  }

  private struct Subject {
    var hash: ContentHash
    var supplier: String?
    var recipient: String?
    var isAggregate: Bool
  }

  private func judged(_ row: Int64) throws -> Subject {
    guard try standing(ofClaim: row).stands else { throw JudgementError.withdrawn }
    let statement = try database.cached("SELECT hash, supplier, recipient, scope FROM claim WHERE id = :id")
    defer { statement.reset() }
    try statement.bind(row, ":id")
    guard try statement.step() else { throw StorageError.damaged("claim \(row) is not there") }
    return Subject(
      hash: try statement.identity(0), supplier: try statement.textOrNil(1),
      recipient: try statement.textOrNil(2),
      isAggregate: try statement.text(3) == "aggregate")
  }

  private func recordJudgement(
    on subject: Subject, by hand: Hand, note: String, commit: Bool, _ insert: (Int64) throws -> Void
  ) throws -> JudgementResult {
    try deriving(commit: commit) { derivation in
      let before = try transferCount(subject)
      let batch = try beginBatch(kind: "judgement", by: hand, note: note)
      try insert(batch)
      _ = try derivation.finish()
      return .keep(
        JudgementResult(
          batch: batch, transfersBefore: before, transfersAfter: try transferCount(subject)))
    }
  }

  private func transferCount(_ subject: Subject) throws -> Int {
    let statement = try database.cached(
      "SELECT count(*) FROM transfer WHERE supplier IS :supplier AND recipient IS :recipient")
    defer { statement.reset() }
    try statement.bind(subject.supplier, ":supplier")
    try statement.bind(subject.recipient, ":recipient")
    return try statement.step() ? Int(try statement.integer(0)) : 0
  }

  /// A "different" between claims that are "same" through others, or a "same" that would join two that are
  /// "different", is refused: a person has to withdraw the other verdict first.
  private func refuseContradiction(
    _ a: ContentHash, _ b: ContentHash, _ judgement: Verdicts.Judgement
  ) throws {
    guard judgement != .unsure else { return }
    let verdicts = try verdicts(Standing(self))
    guard !verdicts.isEmpty else { return }
    // The verdict on these two themselves is the one that is being replaced.
    func cluster(of start: ContentHash) -> [ContentHash: Int64] {
      var found = [start: Int64(0)]
      var open = [start]
      while let claim = open.popLast() {
        for verdict in verdicts.of(claim) where verdict.judgement == .same && found[verdict.other] == nil {
          if (claim == a && verdict.other == b) || (claim == b && verdict.other == a) { continue }
          found[verdict.other] = verdict.batch
          open.append(verdict.other)
        }
      }
      return found
    }
    let left = cluster(of: a)
    if judgement == .different {
      if let batch = left[b] { throw JudgementError.contradicts(batch: batch) }
      return
    }
    let right = cluster(of: b)
    for claim in left.keys.sorted() {
      for verdict in verdicts.of(claim) where verdict.judgement == .different && right[verdict.other] != nil {
        if (claim == a && verdict.other == b) || (claim == b && verdict.other == a) { continue }
        throw JudgementError.contradicts(batch: verdict.batch)
      }
    }
  }

  /// The verdicts whose batches stand.
  func verdicts(_ standing: Standing) throws -> Verdicts {
    var verdicts = Verdicts()
    try rows(
      """
      SELECT a.hash, b.hash, v.judgement, v.batch FROM verdict AS v
      JOIN claim AS a ON a.id = v.claim JOIN claim AS b ON b.id = v.other ORDER BY v.batch, v.claim, v.other
      """
    ) { row in
      let batch = try row.integer(3)
      guard !standing.withdrawn.contains(batch) else { return }
      verdicts.add(
        try row.identity(0), try row.identity(1), try row.word(2, "no judgement"), batch: batch)
    }
    return verdicts
  }

  /// Whether a person ranked any claim.
  public func hasRanks() throws -> Bool {
    try integer("SELECT EXISTS (SELECT 1 FROM claim_rank WHERE rank <> 'normal')") == 1
  }

  /// Per claim the rank that a person gave it, where one stands.
  func ranks(_ standing: Standing) throws -> [Int64: CountedClaim.Rank] {
    var ranks: [Int64: CountedClaim.Rank] = [:]
    try rows("SELECT claim, batch, rank FROM claim_rank ORDER BY claim, batch") { row in
      guard !standing.withdrawn.contains(try row.integer(1)) else { return }
      switch try row.text(2) {
      case "preferred": ranks[try row.integer(0)] = .preferred
      case "deprecated": ranks[try row.integer(0)] = .deprecated
      case "normal": ranks[try row.integer(0)] = .normal
      default: throw row.doubt(2, "no rank")
      }
    }
    return ranks
  }
}
