import ArmsModel
import Counting
import SQLite

/// What follows from claims, judgements and editions, and what of it must be made anew: the one place that decides.
///
/// It is begun inside a transaction before anything is changed, and finished when all is. Then it compares what decided
/// before which claims count with what decides now, and makes the transfers and totals of just those pairs of parties
/// anew of which claims came, went, were judged, or count otherwise.
struct Derivation {
  /// What a change did to claims and judgements that were there before.
  struct Changes {
    /// Claims that stood before and do not any more.
    var withdrawn: Int64 = 0
    /// Claims that stand again.
    var restored: Int64 = 0
    /// Verdicts, ranks and fingerprints of texts that came to hold, or ceased to.
    var judgements: Int64 = 0
    /// Documents that speak with another voice than before.
    var voices = 0
  }

  private let knowledgeBase: KnowledgeBase
  private let before: Grounds
  private let lastBatch: Int64
  private let lastClaim: Int64
  private let lastDocument: Int64
  private let fingerprints: Int64
  private var touched = TouchedPairs()

  /// What stands before a change; the caller has a transaction open.
  init(_ knowledgeBase: KnowledgeBase) throws {
    self.knowledgeBase = knowledgeBase
    try knowledgeBase.renewDirectory()
    before = try Grounds(knowledgeBase)
    lastBatch = try knowledgeBase.integer("SELECT coalesce(max(id), 0) FROM batch")
    lastClaim = try knowledgeBase.integer("SELECT coalesce(max(id), 0) FROM claim")
    lastDocument = try knowledgeBase.integer("SELECT coalesce(max(id), 0) FROM document")
    fingerprints = try knowledgeBase.integer("SELECT count(*) FROM document_fingerprint")
  }

  /// Which claims stood before the change.
  var standing: Standing { before.standing }

  /// Makes anew what the change makes necessary.
  ///
  /// - Parameters:
  ///   - new: pairs of parties of which claims came, or came to stand again.
  ///   - revives: whether claims that did not stand were stated again.
  mutating func finish(new: TouchedPairs = TouchedPairs(), revives: Bool = false) throws -> Changes {
    touched = new
    var changes = Changes()
    let now = try knowledgeBase.withdrawnBatches()
    let changed = before.standing.withdrawn.symmetricDifference(now)
    if !changed.isEmpty { try compareClaims(changed, &changes) }
    try compareJudgements(changed, &changes)
    // Which document is the original of copies depends on which stand.
    if !now.isEmpty || !changed.isEmpty || revives || changes.judgements > 0 {
      changes.voices = try compareVoices()
    }
    let after = try Grounds(knowledgeBase)
    if before.voices != after.voices {
      try knowledgeBase.deriveAll()
    } else {
      try compareEditions(after)
      try knowledgeBase.derive(touched, after)
    }
    return changes
  }

  // MARK: - What changed

  private mutating func touch(_ row: Statement, _ supplier: Int32, _ recipient: Int32) throws {
    func place(_ column: Int32) throws -> PartyDirectory.Index {
      guard let code = try row.textOrNil(column) else { return -1 }
      guard let place = knowledgeBase.directory.index(of: PartyCode(code)) else {
        throw row.doubt(column, "no party")
      }
      return place
    }
    touched.insert(supplier: try place(supplier), recipient: try place(recipient))
  }

  /// Claims that ceased to stand, or stand again, with those batches.
  private mutating func compareClaims(_ changed: Set<Int64>, _ changes: inout Changes) throws {
    let list = changed.sorted().map(String.init).joined(separator: ",")
    let after = try Standing(knowledgeBase)
    let ranges = try changed.sorted().map { try knowledgeBase.claimRows(ofBatch: $0) }
    let own = ranges.filter { !$0.isEmpty }.map { "id BETWEEN \($0.lowerBound) AND \($0.upperBound - 1)" }
    try knowledgeBase.rows(
      """
      SELECT id, batch, supplier, recipient FROM claim WHERE \(own.isEmpty ? "0" : own.joined(separator: " OR "))
      UNION SELECT id, batch, supplier, recipient FROM claim
        WHERE id IN (SELECT claim FROM claim_restated WHERE batch IN (\(list))) ORDER BY id
      """
    ) { row in
      let (id, batch) = (try row.integer(0), try row.integer(1))
      // What was stated again since is told by whoever stated it.
      let stands = after.stands(id, of: batch)
      guard before.standing.stands(id, of: batch) != stands else { return }
      if stands { changes.restored += 1 } else { changes.withdrawn += 1 }
      try touch(row, 2, 3)
    }
  }

  /// Judgements of those batches, and of new ones.
  private mutating func compareJudgements(_ changed: Set<Int64>, _ changes: inout Changes) throws {
    let list = changed.sorted().map(String.init).joined(separator: ",")
    let isChanged = "(batch > \(lastBatch) OR batch IN (\(list)))"
    try knowledgeBase.rows(
      """
      SELECT c.supplier, c.recipient FROM
        (SELECT claim, batch FROM verdict UNION ALL SELECT claim, batch FROM claim_rank) AS j
      JOIN claim AS c ON c.id = j.claim WHERE \(isChanged.replacing("batch", with: "j.batch")) ORDER BY j.claim, j.batch
      """
    ) { row in
      changes.judgements += 1
      try touch(row, 0, 1)
    }
    changes.judgements += try knowledgeBase.integer(
      "SELECT count(*) FROM document_fingerprint WHERE \(isChanged)")
  }

  /// Finds copies anew; gives the number of documents that speak with another voice than before.
  private mutating func compareVoices() throws -> Int {
    guard
      try knowledgeBase.integer(
        "SELECT EXISTS (SELECT 1 FROM document_fingerprint) OR EXISTS (SELECT 1 FROM document_copy)") == 1
    else { return 0 }
    let changed = try knowledgeBase.deriveCopies()
    for document in changed.sorted() { try touchPairs(ofDocument: document) }
    return changed.count
  }

  /// Pairs of whose claims other editions decide now which count.
  private mutating func compareEditions(_ after: Grounds) throws {
    let changes = before.editions.changes(to: after.editions)
    for document in changes.documents.sorted() where document <= lastDocument {
      try touchPairs(ofDocument: document)
    }
    guard !changes.datasets.isEmpty, !touched.areMany else { return }
    let list = changes.datasets.sorted().map(String.init).joined(separator: ",")
    try knowledgeBase.rows(
      """
      SELECT DISTINCT c.supplier, c.recipient FROM release AS r CROSS JOIN claim AS c ON c.document = r.document
      WHERE r.dataset IN (\(list)) ORDER BY 1, 2
      """
    ) { row in
      let (supplier, recipient) = (
        try row.textOrNil(0).map { PartyCode($0) }, try row.textOrNil(1).map { PartyCode($0) }
      )
      let choice = after.editions.choice(supplier, recipient)
      guard before.editions.choice(supplier, recipient).decidesOtherwise(than: choice) else { return }
      try touch(row, 0, 1)
    }
  }

  private mutating func touchPairs(ofDocument document: Int64) throws {
    let statement = try knowledgeBase.database.cached(
      "SELECT DISTINCT supplier, recipient FROM claim WHERE document = :document ORDER BY supplier, recipient"
    )
    try statement.bind(document, ":document")
    defer { statement.reset() }
    while try statement.step() { try touch(statement, 0, 1) }
  }
}

extension KnowledgeBase {
  /// The rows of the claims that came with a batch: those of one batch lie together, in the order of the batches.
  func claimRows(ofBatch batch: Int64) throws -> Range<Int64> {
    let next = try database.cached("SELECT id, batch FROM claim WHERE id >= :row ORDER BY id LIMIT 1")
    defer { next.reset() }
    let end = try integer("SELECT coalesce(max(id), 0) + 1 FROM claim")
    /// The first row with a claim of that batch or of a later one.
    func first(from batch: Int64) throws -> Int64 {
      var (low, high) = (Int64(0), end)
      while low < high {
        let middle = low + (high - low) / 2
        try next.bind(middle, ":row")
        let (row, found) = try next.step() ? (try next.integer(0), try next.integer(1)) : (end, .max)
        next.reset()
        if found < batch { low = row + 1 } else { high = middle }
      }
      return low
    }
    let start = try first(from: batch)
    return start..<max(start, batch == .max ? end : try first(from: batch + 1))
  }

  /// Changes what follows from the claims with what is changed.
  ///
  /// - Parameter commit: false to see what would happen and leave everything as it is.
  func deriving<Result>(
    commit: Bool = true, _ body: (inout Derivation) throws -> Outcome<Result>
  ) throws -> Result {
    try loadDirectory()
    return try change(commit: commit) {
      var derivation = try Derivation(self)
      return try body(&derivation)
    }
  }
}

/// Pairs of parties whose claims changed, by their places in the directory; -1 for a side not known.
struct TouchedPairs {
  /// The pairs; no longer kept up once there are `many`.
  private(set) var pairs: Set<UInt64> = []

  /// From so many pairs on, all are made anew: one walk through the table is cheaper than many small ones.
  static let many = 2_000

  /// Whether there are so many that all pairs are made anew.
  var areMany: Bool { pairs.count >= TouchedPairs.many }

  mutating func insert(supplier: PartyDirectory.Index, recipient: PartyDirectory.Index) {
    if areMany { return }
    pairs.insert(UInt64(UInt32(bitPattern: supplier)) << 32 | UInt64(UInt32(bitPattern: recipient)))
  }

  /// The two places of a member of `pairs`.
  static func unpack(_ pair: UInt64) -> (supplier: PartyDirectory.Index, recipient: PartyDirectory.Index) {
    (Int32(bitPattern: UInt32(pair >> 32)), Int32(bitPattern: UInt32(truncatingIfNeeded: pair)))
  }
}
