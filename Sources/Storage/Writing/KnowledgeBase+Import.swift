import ArmsModel
import SQLite

/// What an import did, or would do.
public struct ImportResult: Hashable, Sendable {
  /// The number of its batch; nil if nothing changed, or nothing was to be changed.
  public var batch: Int64?
  /// Claims that were new.
  public var added: Int
  /// Claims that stood here already.
  public var known: Int
  /// Of the known ones, those that had been withdrawn and stand again.
  public var revived: Int
  /// Of the new ones, those whose records carry the identifier of another claim here, which says otherwise.
  public var contradicting = 0
  /// Records left out because of their faults.
  public var rejected: Int
  /// Documents that were new.
  public var documents: Int
  /// Sources that were new.
  public var sources: Int
  /// The row of the document of the last edition of a dataset that came; nil: none did.
  public var edition: Int64?
}

/// How to import.
public struct ImportOptions: Sendable {
  /// The file, as typed.
  public var file: String?
  /// Its size.
  public var bytes: Int64?
  /// False: do everything, report it, and leave the file as it is.
  public var commit = true
  /// False: leave the full text for the next import, or `indexFullText()`.
  public var fullText = true
  /// False: leave transfers and totals for `deriveAll()`, for measuring; totals would not see the claims.
  public var settle = true

  /// The usual way.
  public init(file: String? = nil, bytes: Int64? = nil) {
    self.file = file
    self.bytes = bytes
  }
}

extension KnowledgeBase {
  /// Stores the claims of one file as one batch, in one transaction, with all that follows from them.
  ///
  /// Nothing is stored if `body` throws, or if a file of the same name brought the same claims before.
  ///
  /// - Parameter body: hands each claim to the writer; gives the number of records that it left out.
  public func importClaims(
    by hand: Hand, options: ImportOptions, _ body: (ClaimWriter) throws -> Int
  ) throws -> ImportResult {
    var before: PartyDirectory?
    var isKept = false
    // What the records brought is forgotten with them.
    defer { if !isKept, let before { directory = before } }
    return try deriving(commit: options.commit) { derivation in
      before = directory
      let batch = try beginBatch(
        kind: "import", by: hand, file: options.file, bytes: options.bytes, fullText: options.fullText)
      let writer = try ClaimWriter(
        self, batch: batch, directory: directory, standing: derivation.standing)
      let rejected = try body(writer)
      var result = ImportResult(
        batch: batch, added: writer.added, known: writer.known, revived: writer.revived,
        contradicting: writer.contradicting, rejected: rejected, documents: writer.documentsAdded,
        sources: writer.sourcesAdded, edition: writer.edition)
      let isNew = writer.added > 0 || writer.parked > 0 || writer.restated > 0
      guard isNew, try !isRepeated(batch, options.file, writer) else {
        result.batch = nil
        return .drop(result)
      }
      if writer.isBulk { try database.execute(SecondaryIndexes.create(of: "claim")) }
      try record(result, batch)
      if let ledger = writer.ledger { try record(ledger, ofBatch: batch) }
      if writer.hasDeals { try recordExtraKeys([ClaimDraft.dealKey]) }
      if let keys = writer.extraKeys {
        try recordExtraKeys(keys)
      } else {
        try recordExtraKeys(since: writer.lastClaimBefore)
      }
      try indexNewTexts(writer, fullText: options.fullText)
      if options.settle { _ = try derivation.finish(new: writer.touched, revives: writer.revived > 0) }
      if !options.commit { result.batch = nil }
      isKept = options.commit
      return .keep(result)
    }
  }

  /// Whether the batch says what another one from a file of that name says that stands: the same claims, and no others.
  private func isRepeated(_ batch: Int64, _ file: String?, _ writer: ClaimWriter) throws -> Bool {
    guard writer.added == 0, writer.parked == 0, writer.revived == 0 else { return false }
    let statement = try database.cached(
      """
      SELECT EXISTS (SELECT 1 FROM v_batch AS b WHERE kind = 'import' AND live = 1 AND file IS :file AND b.batch <> :batch
        AND added + (SELECT count(*) FROM claim_restated AS own WHERE own.batch = b.batch) = :claims
        AND NOT EXISTS (SELECT 1 FROM claim_restated AS r JOIN claim AS c ON c.id = r.claim
          WHERE r.batch = :batch AND c.batch <> b.batch
            AND NOT EXISTS (SELECT 1 FROM claim_restated AS s WHERE s.claim = r.claim AND s.batch = b.batch)))
      """)
    defer { statement.reset() }
    try statement.bind(file, ":file")
    try statement.bind(batch, ":batch")
    try statement.bind(writer.restated, ":claims")
    return try statement.step() && statement.integer(0) == 1
  }

  private func record(_ result: ImportResult, _ batch: Int64) throws {
    let statement = try database.cached(
      "UPDATE batch SET added = :added, known = :known, rejected = :rejected WHERE id = :id")
    try statement.bind(result.added, ":added")
    try statement.bind(result.known, ":known")
    try statement.bind(result.rejected, ":rejected")
    try statement.bind(batch, ":id")
    try statement.run()
  }

  private func recordExtraKeys(_ keys: Set<String>) throws {
    let statement = try database.cached("INSERT INTO extra_key (name) VALUES (:name) ON CONFLICT DO NOTHING")
    for key in keys.sorted() {
      try statement.bind(key, ":name")
      try statement.run()
    }
  }

  /// Remembers the records' own keys among the new claims.
  private func recordExtraKeys(since claim: Int64) throws {
    let statement = try database.cached(
      """
      INSERT INTO extra_key (name)
      SELECT DISTINCT \(ExtraMembers.key) FROM claim AS c, \(ExtraMembers(of: "c.extra").table)
      WHERE c.id > :claim AND c.extra IS NOT NULL ORDER BY 1 ON CONFLICT DO NOTHING
      """)
    try statement.bind(claim, ":claim")
    try statement.run()
  }

  /// Puts new designations and, if wanted, evidence, notes and titles into the full text.
  private func indexNewTexts(_ writer: ClaimWriter, fullText: Bool) throws {
    let weapon = try database.cached(
      "INSERT INTO weapon_text (rowid, designation) VALUES (:id, :designation)")
    for (id, name) in writer.newWeapons {
      try weapon.bind(id, ":id")
      try weapon.bind(name, ":designation")
      try weapon.run()
    }
    if fullText { try indexFullText() }
  }

  /// Brings the full text up to the newest claim and document; the caller may have a transaction open.
  public func indexFullText() throws {
    try database.execute(
      """
      INSERT INTO claim_text (rowid, evidence, note)
      SELECT id, evidence, note FROM claim
      WHERE id > coalesce((SELECT max(id) FROM claim_text_docsize), 0) AND (evidence IS NOT NULL OR note IS NOT NULL)
      ORDER BY id;
      INSERT INTO document_text (rowid, title)
      SELECT id, title FROM document
      WHERE id > coalesce((SELECT max(id) FROM document_text_docsize), 0) AND title IS NOT NULL ORDER BY id;
      UPDATE batch SET full_text = 1 WHERE full_text = 0;
      """)
  }
}
