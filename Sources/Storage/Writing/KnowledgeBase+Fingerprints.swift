public import ArmsModel
public import SQLite

/// A document whose text is a copy of another's.
public struct DocumentCopy: Hashable, Sendable {
  /// Its row.
  public var document: Int64
  /// The row of the document with whose voice it speaks.
  public var original: Int64
  /// The estimated share of the shorter text's runs of words that stand in the other, too, 0 to 1.
  public var similarity: Double
}

/// What recording fingerprints did, or would do.
public struct FingerprintResult: Hashable, Sendable {
  /// The number of the batch; nil if nothing changed, or nothing was to be changed.
  public var batch: Int64?
  /// Fingerprints that were new.
  public var added: Int
  /// Fingerprints that stood here already.
  public var known: Int
  /// The copies in the clusters of the given documents, afterwards.
  public var copies: [DocumentCopy]
  /// Documents that speak with another voice than before.
  public var changed: Int
}

extension KnowledgeBase {
  /// The row and identity of each document with that SHA-256 of its text, in the order of their identities.
  public func documents(sha256: String) throws -> [(row: Int64, hash: ContentHash)] {
    let statement = try database.cached(
      "SELECT id, hash FROM document WHERE lower(sha256) = :sha256 ORDER BY hash")
    defer { statement.reset() }
    try statement.bind(sha256.lowercased(), ":sha256")
    var found: [(row: Int64, hash: ContentHash)] = []
    while try statement.step() {
      found.append((try statement.integer(0), try statement.identity(1)))
    }
    return found
  }

  /// What a document is called in a sentence: its identity, publisher and date.
  public func heading(
    ofDocument row: Int64
  ) throws -> (hash: ContentHash, publisher: String?, published: String?) {
    let statement = try database.cached(
      "SELECT hash, publisher, published FROM document WHERE id = :document")
    defer { statement.reset() }
    try statement.bind(row, ":document")
    guard try statement.step() else { throw StorageError.damaged("document \(row) is not there") }
    return (try statement.identity(0), try statement.textOrNil(1), try statement.textOrNil(2))
  }

  /// Records the fingerprints of documents' texts as one batch, and lets copies speak with one voice.
  ///
  /// The newest fingerprint of a document holds. Transfers and totals that count origins otherwise now are made
  /// anew in the same transaction; `undo` of the batch takes all of it back.
  ///
  /// - Parameters:
  ///   - texts: rows of documents, each with the fingerprint of its text.
  ///   - commit: false to see what would happen and leave everything as it is.
  public func addFingerprints(
    _ texts: [(document: Int64, fingerprint: TextFingerprint)], by hand: Hand, commit: Bool = true
  ) throws -> FingerprintResult {
    try deriving(commit: commit) { derivation in
      let standing = try fingerprints(try Standing(self))
      var new: [Int64: TextFingerprint] = [:]
      for (document, fingerprint) in texts where standing[document] != fingerprint {
        new[document] = fingerprint
      }
      let given = Set(texts.map(\.document))
      var result = FingerprintResult(
        added: new.count, known: given.count - new.count, copies: [], changed: 0)
      guard !new.isEmpty else {
        result.copies = try copies(around: given)
        return .drop(result)
      }
      let words = new.count == 1 ? "fingerprint of 1 text" : "fingerprints of \(new.count) texts"
      let batch = try beginBatch(kind: "judgement", by: hand, note: words)
      for (document, fingerprint) in new.sorted(by: { $0.key < $1.key }) {
        try insert(fingerprint, of: document, batch)
      }
      result.changed = try derivation.finish().voices
      result.copies = try copies(around: given)
      if commit { result.batch = batch }
      return .keep(result)
    }
  }

  /// The source with whose voice each copy of another document speaks, by rows, as things are now.
  func copyOrigins() throws -> [Int64: Int64] {
    var copies: [Int64: Int64] = [:]
    try rows("SELECT document, original FROM document_copy ORDER BY document") { row in
      copies[try row.integer(0)] = try row.integer(1)
    }
    return try voices(of: copies)
  }

  /// The same as it was when that stood.
  func copyOrigins(_ standing: Standing) throws -> [Int64: Int64] {
    let copies = try copies(standing)
    return try voices(
      of: Dictionary(copies.map { ($0.document, $0.original) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Makes `document_copy` anew from the fingerprints that stand; the caller has a transaction open.
  ///
  /// - Returns: rows of the documents that speak with another voice than before.
  @discardableResult
  func deriveCopies() throws -> Set<Int64> {
    let before = try copyOrigins()
    try database.execute("DELETE FROM document_copy")
    let insert = try database.cached(
      "INSERT INTO document_copy (document, original, similarity) VALUES (:document, :original, :similarity)")
    for copy in try copies(try Standing(self)) {
      try insert.bind(copy.document, ":document")
      try insert.bind(copy.original, ":original")
      try insert.bind(copy.similarity, ":similarity")
      try insert.run()
    }
    let after = try copyOrigins()
    return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
  }
}

extension ListColumn {
  /// The columns of `KnowledgeBase.copies`.
  public static let copies: [ListColumn] = [
    ListColumn("document", .identity("d"), "d.hash"), ListColumn("original", .identity("d"), "o.hash"),
    ListColumn("similarity", .real, "round(dc.similarity, 2)"), ListColumn("publisher", .text, "d.publisher"),
    ListColumn("published", .text, "d.published"), ListColumn("title", .text, "d.title"),
  ]
}

extension KnowledgeBase {
  /// Hands over the documents that are copies of others, ordered by original and similarity.
  ///
  /// - Parameter body: gets rows with the columns of `ListColumn.copies`.
  public func copies(_ body: (Statement) throws -> Void) throws {
    try rows(
      """
      SELECT \(ListColumn.select(ListColumn.copies)) FROM document_copy AS dc
      JOIN document AS d ON d.id = dc.document JOIN document AS o ON o.id = dc.original
      ORDER BY o.hash, dc.similarity DESC, d.hash
      """, body)
  }

  private func insert(_ fingerprint: TextFingerprint, of document: Int64, _ batch: Int64) throws {
    let statement = try database.cached(
      """
      INSERT INTO document_fingerprint (document, batch, shingles, hashes)
      VALUES (:document, :batch, :shingles, :hashes)
      """)
    try statement.bind(document, ":document")
    try statement.bind(batch, ":batch")
    try statement.bind(fingerprint.runs, ":shingles")
    try statement.bind(blob: fingerprint.bytes, ":hashes")
    try statement.run()
  }

  /// The copies that share an original with one of the documents.
  private func copies(around documents: Set<Int64>) throws -> [DocumentCopy] {
    var all: [DocumentCopy] = []
    try rows("SELECT document, original, similarity FROM document_copy ORDER BY original, document") { row in
      all.append(
        DocumentCopy(
          document: try row.integer(0), original: try row.integer(1), similarity: try row.share(2)))
    }
    let originals = Set(
      all.filter { documents.contains($0.document) || documents.contains($0.original) }.map(\.original))
    return all.filter { originals.contains($0.original) }
  }

  /// The newest fingerprint of each document, of batches that stand.
  private func fingerprints(_ standing: Standing) throws -> [Int64: TextFingerprint] {
    var found: [Int64: TextFingerprint] = [:]
    try rows("SELECT document, batch, shingles, hashes FROM document_fingerprint ORDER BY document, batch") {
      row in
      guard !standing.withdrawn.contains(try row.integer(1)) else { return }
      let document = try row.integer(0)
      let runs = try row.count(2)
      guard row.type(3) == .blob,
        let fingerprint = row.blobBytes(3).flatMap({ TextFingerprint(runs: runs, bytes: $0) })
      else { throw row.doubt(3, "no fingerprint") }
      found[document] = fingerprint
    }
    return found
  }

  /// The copies among the documents that stand and have a fingerprint, ordered by row.
  private func copies(_ standing: Standing) throws -> [DocumentCopy] {
    let fingerprints = try fingerprints(standing)
    guard fingerprints.count > 1 else { return [] }
    var documents = fingerprints.keys.sorted()
    if !standing.isWhole { documents = try documents.filter { try stands(document: $0, standing) } }
    let texts = documents.compactMap { fingerprints[$0] }
    var copies: [DocumentCopy] = []
    for cluster in CopySearch.clusters(of: texts) {
      let facts = try cluster.map { (place: $0, rank: try OriginRank(documents[$0], self)) }
      guard let original = facts.min(by: { $0.rank < $1.rank })?.place else { continue }
      for place in cluster where place != original {
        copies.append(
          DocumentCopy(
            document: documents[place], original: documents[original],
            similarity: texts[place].containment(with: texts[original])))
      }
    }
    return copies.sorted { $0.document < $1.document }
  }

  /// Whether a claim of the document stands.
  private func stands(document: Int64, _ standing: Standing) throws -> Bool {
    let statement = try database.cached("SELECT id, batch FROM claim WHERE document = :document ORDER BY id")
    try statement.bind(document, ":document")
    defer { statement.reset() }
    while try statement.step() {
      if standing.stands(try statement.integer(0), of: try statement.integer(1)) { return true }
    }
    return false
  }

  /// For each copy the source with whose voice it speaks: the original's agency, else its publisher, else what its
  /// claims name as their origin, for only they know the site of a document without either.
  private func voices(of copies: [Int64: Int64]) throws -> [Int64: Int64] {
    var ofOriginal: [Int64: Int64] = [:]
    for original in Set(copies.values).sorted() {
      ofOriginal[original] = try OriginRank(original, self).voice
    }
    return copies.compactMapValues { ofOriginal[$0] }
  }
}

/// What makes a document the original among copies: that it names an agency, else an outlet; that it is the
/// earliest; and if nothing tells them apart, its identity.
private struct OriginRank: Comparable {
  /// The row of the source that the document speaks for; nil if each of its claims names another.
  let voice: Int64?
  private let place: Int
  private let day: Int32
  private let hash: ContentHash

  init(_ document: Int64, _ knowledgeBase: KnowledgeBase) throws {
    let statement = try knowledgeBase.database.cached(
      """
      SELECT agency_source, publisher_source,
        (SELECT origin FROM claim WHERE document = d.id AND asserted_by IS NULL ORDER BY id LIMIT 1), published, hash
      FROM document AS d WHERE id = :document
      """)
    defer { statement.reset() }
    try statement.bind(document, ":document")
    guard try statement.step() else { throw StorageError.damaged("document \(document) is not there") }
    let sources = try (0..<3 as Range<Int32>).map { try statement.rowNumberOrNil($0) }
    place = sources.firstIndex { $0 != nil } ?? sources.count
    voice = place < sources.count ? sources[place] : nil
    // "2020" may be any day of that year: a known day goes before it.
    day = try statement.date(3)?.lastDay ?? .max
    hash = try statement.identity(4)
  }

  static func < (a: OriginRank, b: OriginRank) -> Bool {
    (a.place, a.day, a.hash) < (b.place, b.day, b.hash)
  }
}
