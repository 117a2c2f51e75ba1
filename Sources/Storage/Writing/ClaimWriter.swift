public import ArmsModel
import Counting
import SQLite

/// Stores the claims of one file: one batch, one transaction.
///
/// `KnowledgeBase.importClaims` makes it and hands it to its closure.
public final class ClaimWriter {
  /// What became of a claim.
  public enum Outcome: Hashable, Sendable {
    /// It is new.
    case added
    /// It stood here already.
    case known
  }

  private let knowledgeBase: KnowledgeBase
  let database: Database
  let batch: Int64
  private(set) var touched = TouchedPairs()
  /// Claims that were new.
  public private(set) var added = 0
  /// Claims that were here already.
  public private(set) var known = 0
  /// Of the known ones, those that had been withdrawn and stand again.
  public private(set) var revived = 0
  /// Of the new ones, those whose records carry the identifier of another claim here, which says otherwise.
  public private(set) var contradicting = 0
  /// Documents that were new.
  public private(set) var documentsAdded = 0
  /// What is kept of the editions whose claims come next, beside their documents; nil: nothing is known of them.
  public var release: ReleaseDraft?
  /// What became of the records of a dataset's file; the import keeps it.
  public var ledger: Ledger?
  /// The records' own keys, where whoever hands over the claims knows them all; nil: they are looked for in the claims.
  public var extraKeys: Set<String>?
  /// The row of the document of the last edition that came.
  private(set) var edition: Int64?
  /// Whether new claims have keys of deals.
  private(set) var hasDeals = false
  /// Records that were parked, or taken in after they had been.
  var parked = 0
  /// Of the known ones, those that came with other batches; each is counted once.
  private(set) var restated = 0
  /// The rows of new claims are greater than this.
  let lastClaimBefore: Int64

  private let codes: CodeArena
  private let slugs: CodeArena
  private let insertClaim: Statement
  private let findClaim: Statement
  private let findExported: Statement
  private let restate: Statement
  private let insertDocument: Statement
  private let findDocument: Statement
  private let weapons: NameNumbers
  private let namesakes: WeaponNamesakes
  private let sources: NameNumbers
  private let forms: DesignationForms
  /// Categories of weapons by row, as far as they are known.
  private let weaponCategories: [Int64: CategoryTree.Index]
  private let standing: Standing
  /// Rows of the sources that are datasets: what they publish are releases.
  private let datasets: Set<Int64>
  private var buffer = ContentBuffer()
  private let fromText = UnsafeMutableRawBufferPointer.allocate(byteCount: 10, alignment: 1)
  private let toText = UnsafeMutableRawBufferPointer.allocate(byteCount: 10, alignment: 1)
  private var documents: [ContentHash: DocumentRow] = [:]
  private var lastDocument: (hash: ContentHash, row: DocumentRow)?
  /// True once the secondary indexes were dropped, to be made again at the end.
  private(set) var isBulk = false
  private let existing: Int64

  private struct DocumentRow {
    var id: Int64
    /// Agency, else publisher, else the site.
    var origin: Int64
  }

  init(
    _ knowledgeBase: KnowledgeBase, batch: Int64, directory: PartyDirectory, standing: Standing
  ) throws {
    self.knowledgeBase = knowledgeBase
    database = knowledgeBase.database
    self.batch = batch
    self.standing = standing
    codes = CodeArena(directory.parties.map(\.code.rawValue))
    slugs = CodeArena(knowledgeBase.categories.categories.map(\.slug))
    lastClaimBefore = try knowledgeBase.integer("SELECT coalesce(max(id), 0) FROM claim")
    existing = lastClaimBefore
    insertClaim = try database.prepare(ClaimWriter.insertClaimSQL)
    findClaim = try database.prepare("SELECT id, batch FROM claim WHERE hash = :hash")
    let (here, there) = (ExtraMembers(of: "extra"), ExtraMembers(of: ":extra"))
    findExported = try database.prepare(
      """
      SELECT hash, deal, extra, extra IS NOT NULL AND
        (SELECT group_concat(hex(j.key) || ':' || hex(\(here.text))) FROM \(here.table))
        IS (SELECT group_concat(hex(j.key) || ':' || hex(\(there.text))) FROM \(there.table))
      FROM claim WHERE hash >= :low AND hash <= :high ORDER BY hash
      """)
    restate = try database.prepare(
      "INSERT INTO claim_restated (claim, batch) VALUES (:claim, :batch) ON CONFLICT DO NOTHING")
    insertDocument = try database.prepare(
      """
      INSERT INTO document (hash, url, title, publisher, agency, author, published, language, sha256,
        publisher_source, agency_source, batch)
      VALUES (:hash, :url, :title, :publisher, :agency, :author, :published, :language, :sha256,
        :publisher_source, :agency_source, :batch)
      """)
    findDocument = try database.prepare(
      "SELECT id, agency_source, publisher_source, url, title FROM document WHERE hash = :hash")
    var datasets: Set<Int64> = []
    try knowledgeBase.rows("SELECT id FROM source WHERE kind = 'dataset' ORDER BY id") {
      datasets.insert(try $0.integer(0))
    }
    self.datasets = datasets
    weapons = try NameNumbers(
      database,
      names: """
        SELECT weapon AS id, alias AS name, 0 AS own FROM weapon_alias
        UNION ALL SELECT id, designation, 1 FROM weapon ORDER BY own, id
        """,
      insert: "INSERT INTO weapon (designation, batch) VALUES (:name, :batch)", batch: batch,
      tellsNamesakes: true, fold: NameFolding.foldDesignation)
    namesakes = try WeaponNamesakes(knowledgeBase)
    forms = try knowledgeBase.designationForms()
    var categories: [Int64: CategoryTree.Index] = [:]
    try knowledgeBase.rows("SELECT id, category FROM weapon WHERE category IS NOT NULL ORDER BY id") {
      categories[try $0.integer(0)] = knowledgeBase.categories.index(of: try $0.text(1))
    }
    weaponCategories = categories
    sources = try NameNumbers(
      database,
      names: """
        SELECT source AS id, alias AS name, 0 AS own FROM source_alias
        UNION ALL SELECT id, name, 1 FROM source ORDER BY own, id
        """,
      insert: "INSERT INTO source (name, batch) VALUES (:name, :batch)", addresses: ClaimWriter.addressesSQL,
      batch: batch, fold: NameFolding.fold, others: ClaimWriter.addressForms)
  }

  /// A site as it is, then with those above it: only an outlet that the reference data know has all of its site.
  static func addressForms(_ text: String) -> [String] {
    let sites = WebAddress.sites(of: text)
    return sites.first.map { ["=" + $0] + sites } ?? []
  }

  /// Sources with their addresses: of several at one address the one that is no dataset, then the first.
  static let addressesSQL = """
    SELECT id, url FROM source WHERE url IS NOT NULL ORDER BY kind IS 'dataset', id
    """

  deinit {
    fromText.deallocate()
    toText.deallocate()
  }

  /// Columns in the order in which `add(_:)` numbers them; the benchmark's C program uses the same text.
  static let insertClaimSQL = """
    INSERT INTO claim (hash, batch, document, supplier, recipient, weapon, weapon_printed, category, quantity,
      quantity_max, quantity_text, quantity_unit, value_thousandths, value_max_thousandths, currency, price_year, status,
      mode, condition, scope, from_date, to_date, years, estimates, asserted_by, asserted_by_printed, origin, evidence,
      evidence_start, evidence_end, reliability, credibility, confidence, note, extra, deal, line)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
      ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37)
    ON CONFLICT (hash) DO NOTHING
    """

  /// Tells the writer of a party that came with the claims; its place must be the next one.
  public func addParty(_ party: Party) throws {
    let statement = try database.cached(
      "INSERT INTO party (code, kind, name, batch) VALUES (:code, :kind, :name, :batch) ON CONFLICT DO NOTHING"
    )
    try statement.bind(party.code.rawValue, ":code")
    try statement.bind(party.kind.rawValue, ":kind")
    try statement.bind(party.name, ":name")
    try statement.bind(batch, ":batch")
    try statement.run()
    let name = try database.cached(
      "INSERT INTO party_name (party, name, kind, batch) VALUES (:party, :name, 'name', :batch)")
    try name.bind(party.code.rawValue, ":party")
    try name.bind(party.name, ":name")
    try name.bind(batch, ":batch")
    try name.run()
    codes.append(party.code.rawValue)
    knowledgeBase.directory.add(party)
  }

  /// Stores a claim, unless the same one is here.
  public func add(_ draft: ClaimDraft) throws -> Outcome {
    let documentHash = draft.identity?.document ?? draft.document.hash(using: &buffer)
    let document = try row(of: draft.document, documentHash)
    let supplier = draft.supplier < 0 ? nil : codes[Int(draft.supplier)]
    let recipient = draft.recipient < 0 ? nil : codes[Int(draft.recipient)]
    let category = draft.category < 0 ? nil : slugs[Int(draft.category)]
    func identity(of draft: ClaimDraft) -> ContentHash {
      draft.hash(
        document: documentHash, supplier: supplier, recipient: recipient, category: category, using: &buffer)
    }
    var hash = draft.identity?.claim ?? identity(of: draft)
    var contradicts = false
    var isExport = draft.identifier == hash.high
    if let identifier = draft.identifier, !isExport {
      switch try exported(identifier, draft, identity: identity) {
      case .same(let identity): (hash, isExport) = (identity, true)
      case .other: contradicts = true
      case .none: break
      }
    }

    let weapon = try draft.weapon.map { printed in
      let found = try weapons.number(printed, plain: draft.deal == nil ? plainWeapon : nil)
      guard draft.deal != nil, draft.category >= 0 else { return found }
      return try namesakes.weapon(found, printed, draft.category, weapons)
    }
    let asserter = try draft.assertedBy.map { try sources.number($0) }
    let isNew = try hash.withBytesThrowing { hashBytes in
      let s = insertClaim
      s.clearBindings()
      try s.bind(borrowedBlob: hashBytes, at: 1)
      try s.bind(batch, at: 2)
      try s.bind(document.id, at: 3)
      if let supplier { try s.bind(borrowedText: supplier, at: 4) }
      if let recipient { try s.bind(borrowedText: recipient, at: 5) }
      if let weapon, let printed = draft.weapon {
        try s.bind(weapon.id, at: 6)
        if !weapon.isOwnSpelling { try s.bind(borrowedText: printed.bytes, at: 7) }
      }
      if let category { try s.bind(borrowedText: category, at: 8) }
      if let quantity = draft.quantity { try s.bind(quantity, at: 9) }
      if let quantity = draft.quantityMax { try s.bind(quantity, at: 10) }
      if let text = draft.quantityText { try s.bind(borrowedText: text.bytes, at: 11) }
      if let text = draft.quantityUnit { try s.bind(borrowedText: text.bytes, at: 12) }
      if let value = draft.valueThousandths { try s.bind(value, at: 13) }
      if let value = draft.valueMaxThousandths { try s.bind(value, at: 14) }
      if let text = draft.currency { try s.bind(borrowedText: text.bytes, at: 15) }
      if let year = draft.priceYear { try s.bind(Int64(year), at: 16) }
      try s.bind(borrowedText: Words.stages[Int(draft.status.rawValue)], at: 17)
      if let mode = draft.mode { try s.bind(mode.rawValue, at: 18) }
      if let condition = draft.condition { try s.bind(condition.rawValue, at: 19) }
      try s.bind(borrowedText: draft.scope == .deal ? Words.deal : Words.aggregate, at: 20)
      if let date = draft.period.from { try s.bind(borrowedText: date.write(to: fromText), at: 21) }
      if let date = draft.period.to { try s.bind(borrowedText: date.write(to: toText), at: 22) }
      if let text = draft.years { try s.bind(borrowedText: text.bytes, at: 23) }
      if let text = draft.estimates { try s.bind(borrowedText: text.bytes, at: 24) }
      if let asserter, let printed = draft.assertedBy {
        try s.bind(asserter.id, at: 25)
        if !asserter.isOwnSpelling { try s.bind(borrowedText: printed.bytes, at: 26) }
      }
      try s.bind(asserter?.id ?? document.origin, at: 27)
      if let text = draft.evidence { try s.bind(borrowedText: text.bytes, at: 28) }
      if let place = draft.evidenceStart { try s.bind(place, at: 29) }
      if let place = draft.evidenceEnd { try s.bind(place, at: 30) }
      if let letter = draft.reliability { try s.bind(borrowedText: Words.letter(letter), at: 31) }
      if let digit = draft.credibility { try s.bind(Int64(digit), at: 32) }
      if let number = draft.confidence { try s.bind(number, at: 33) }
      if let text = draft.note { try s.bind(borrowedText: text.bytes, at: 34) }
      if let text = draft.extra { try s.bind(borrowedText: text.bytes, at: 35) }
      if let text = draft.deal { try s.bind(borrowedText: text.bytes, at: 36) }
      if let line = draft.line { try s.bind(line, at: 37) }
      defer { s.reset() }
      _ = try s.step()
      return database.changes > 0
    }
    guard isNew else {
      try notice(known: hash, draft, isExport: isExport)
      if draft.rank != nil { try keepRank(of: hash, draft) }
      return .known
    }
    if draft.rank != nil { try keepRank(of: hash, draft) }
    touched.insert(supplier: draft.supplier, recipient: draft.recipient)
    if contradicts { contradicting += 1 }
    if draft.deal != nil { hasDeals = true }
    added += 1
    if added == ClaimWriter.manyClaims { try knowledgeBase.keepManyPages() }
    if !isBulk, added >= ClaimWriter.bulkThreshold, Int64(added) * 4 >= existing { try goBulk() }
    return .added
  }

  /// A designation without its maker and the kind of goods, and whether a weapon may be meant by it.
  private func plainWeapon(_ printed: String) -> (name: String, fits: (Int64) -> Bool)? {
    guard let plain = forms.plain(printed) else { return nil }
    return (plain.name, { [self] in forms.fits(plain.kind, weaponCategories[$0] ?? -1) })
  }

  /// Keeps what a person thought of the claim where the record comes from, unless the claim has that rank here.
  private func keepRank(of hash: ContentHash, _ draft: ClaimDraft) throws {
    guard let rank = draft.rank?.string else { return }
    try hash.withBytesThrowing {
      try findClaim.bind(borrowedBlob: $0, at: 1); _ = try findClaim.step()
    }
    let id = try findClaim.integer(0)
    findClaim.reset()
    let statement = try database.cached(
      """
      INSERT INTO claim_rank (claim, batch, rank, reason) SELECT :claim, :batch, :rank, :reason
      WHERE :rank IS NOT coalesce((SELECT r.rank FROM claim_rank AS r WHERE r.claim = :claim
        AND r.batch NOT IN (SELECT batch FROM v_batch WHERE live = 0) ORDER BY r.batch DESC LIMIT 1), 'normal')
      ON CONFLICT DO NOTHING
      """)
    defer { statement.reset() }
    try statement.bind(id, ":claim")
    try statement.bind(batch, ":batch")
    try statement.bind(rank, ":rank")
    try statement.bind(draft.rankReason?.string ?? "as imported", ":reason")
    try statement.run()
    if database.changes > 0 { touched.insert(supplier: draft.supplier, recipient: draft.recipient) }
  }

  private enum Exported {
    /// It says what an export of the claim with that identity says.
    case same(ContentHash)
    /// There is such a claim, and it says otherwise.
    case other
  }

  /// Whether a record is an export of the claim here that it names; nil if there is none of that name.
  ///
  /// Not all that is part of a claim's identity is in every export of it: an older one, or one of chosen columns, lacks
  /// the key of the deal, and tables hold the records' own numbers as texts.
  private func exported(
    _ identifier: UInt64, _ draft: ClaimDraft, identity: (ClaimDraft) -> ContentHash
  ) throws -> Exported? {
    findExported.reset()
    defer { findExported.reset() }
    findExported.clearBindings()
    try ContentHash(high: identifier, low: 0).withBytesThrowing {
      try findExported.bind(blob: Array($0), ":low")
    }
    try ContentHash(high: identifier, low: .max).withBytesThrowing {
      try findExported.bind(blob: Array($0), ":high")
    }
    if let extra = draft.extra { try findExported.bind(extra.string, ":extra") }
    var found: Exported?
    while try findExported.step() {
      var same = draft
      if same.deal == nil {
        same.deal = BorrowedText(findExported.textBytes(1))
      }
      if try findExported.integer(3) != 0 {
        same.extra = BorrowedText(findExported.textBytes(2))
      }
      let stored = findExported.blobBytes(0).flatMap { ContentHash(bytes: $0) }
      if let stored, identity(same) == stored { return .same(stored) }
      found = .other
    }
    return found
  }

  /// From so many new claims on, making the indexes anew is cheaper than keeping them.
  private static let bulkThreshold = 16_384
  /// From so many new claims on, pages are worth being kept.
  private static let manyClaims = 256

  private func goBulk() throws {
    insertClaim.reset()
    try database.execute(SecondaryIndexes.drop(of: "claim"))
    isBulk = true
  }

  /// A claim that is here: it is stated again, and stands again if it had been withdrawn.
  ///
  /// - Parameter isExport: it came out of a knowledge base, and is no second statement of what stands there.
  private func notice(known hash: ContentHash, _ draft: ClaimDraft, isExport: Bool) throws {
    known += 1
    try hash.withBytesThrowing {
      try findClaim.bind(borrowedBlob: $0, at: 1); _ = try findClaim.step()
    }
    let id = try findClaim.integer(0)
    let own = try findClaim.integer(1)
    findClaim.reset()
    if own == batch { return }  // twice in the same file
    let isStanding = standing.stands(id, of: own)
    if isExport, isStanding { return }
    try restate.bind(id, at: 1)
    try restate.bind(batch, at: 2)
    try restate.run()
    guard database.changes > 0 else { return }
    restated += 1
    if !isStanding {
      revived += 1
      touched.insert(supplier: draft.supplier, recipient: draft.recipient)
    }
  }

  private func row(of document: DocumentDraft, _ hash: ContentHash) throws -> DocumentRow {
    if let lastDocument, lastDocument.hash == hash { return lastDocument.row }
    let row = try documents[hash] ?? findOrInsert(document, hash)
    if documents.count >= 1 << 16 { documents.removeAll(keepingCapacity: true) }
    documents[hash] = row
    lastDocument = (hash, row)
    return row
  }

  private func findOrInsert(_ draft: DocumentDraft, _ hash: ContentHash) throws -> DocumentRow {
    let publisher = try draft.publisher.map { try sources.number($0).id }
    let agency = try draft.agency.map { try sources.number($0).id }
    let origin = try agency ?? publisher ?? site(of: draft)
    let found: Int64? = try hash.withBytesThrowing { bytes in
      try findDocument.bind(borrowedBlob: bytes, at: 1)
      defer { findDocument.reset() }
      return try findDocument.step() ? try findDocument.integer(0) : nil
    }
    if let found {
      if let publisher, release != nil { try addRelease(found, of: publisher) }
      return DocumentRow(id: found, origin: origin)
    }
    try hash.withBytesThrowing { bytes in
      let s = insertDocument
      s.clearBindings()
      try s.bind(borrowedBlob: bytes, at: 1)
      if let text = draft.url { try s.bind(borrowedText: text.bytes, at: 2) }
      if let text = draft.title { try s.bind(borrowedText: text.bytes, at: 3) }
      if let text = draft.publisher { try s.bind(borrowedText: text.bytes, at: 4) }
      if let text = draft.agency { try s.bind(borrowedText: text.bytes, at: 5) }
      if let text = draft.author { try s.bind(borrowedText: text.bytes, at: 6) }
      if let date = draft.published { try s.bind(date.description, at: 7) }
      if let text = draft.language { try s.bind(borrowedText: text.bytes, at: 8) }
      if let text = draft.sha256 { try s.bind(borrowedText: text.bytes, at: 9) }
      if let publisher { try s.bind(publisher, at: 10) }
      if let agency { try s.bind(agency, at: 11) }
      try s.bind(batch, at: 12)
      try s.run()
    }
    documentsAdded += 1
    let row = DocumentRow(id: database.lastInsertRowID, origin: origin)
    if let publisher, release != nil || datasets.contains(publisher) { try addRelease(row.id, of: publisher) }
    return row
  }

  private func addRelease(_ document: Int64, of dataset: Int64) throws {
    if release != nil { edition = document }
    // A dataset that the reference data do not know is one all the same; what it published before are editions, too.
    let source = try database.cached("UPDATE source SET kind = 'dataset' WHERE id = :id AND kind IS NULL")
    try source.bind(dataset, ":id")
    try source.run()
    if database.changes > 0 {
      let earlier = try database.cached(
        """
        INSERT INTO release (document, dataset, batch)
        SELECT id, publisher_source, batch FROM document WHERE publisher_source = :id ORDER BY id ON CONFLICT DO NOTHING
        """)
      try earlier.bind(dataset, ":id")
      try earlier.run()
    }
    let statement = try database.cached(
      """
      INSERT INTO release (document, dataset, layout, generated, window_from, window_to, suppliers, recipients,
        is_selection, batch)
      VALUES (:document, :dataset, :layout, :generated, :from, :to, :suppliers, :recipients, :selection, :batch)
      ON CONFLICT (document) DO UPDATE SET layout = excluded.layout, generated = excluded.generated,
        window_from = excluded.window_from, window_to = excluded.window_to, suppliers = excluded.suppliers,
        recipients = excluded.recipients, is_selection = excluded.is_selection
      WHERE excluded.layout IS NOT NULL
      """)
    func list(_ codes: [PartyCode]?) -> String? { codes?.map(\.rawValue).joined(separator: ";") }
    try statement.bind(document, ":document")
    try statement.bind(dataset, ":dataset")
    try statement.bind(release?.layout, ":layout")
    try statement.bind(release?.generated, ":generated")
    try statement.bind(release?.firstYear.map { Int64($0) }, ":from")
    try statement.bind(release?.lastYear.map { Int64($0) }, ":to")
    try statement.bind(list(release?.suppliers), ":suppliers")
    try statement.bind(list(release?.recipients), ":recipients")
    try statement.bind(release?.isSelection == true ? 1 : 0 as Int64, ":selection")
    try statement.bind(batch, ":batch")
    try statement.run()
  }

  /// The source that stands for a document without outlet and agency: its site, else its title.
  private func site(of draft: DocumentDraft) throws -> Int64 {
    var name = draft.title?.string ?? ""
    if let url = draft.url?.string {
      name = WebAddress.site(of: url) ?? url
    }
    return try name.withBorrowed { try sources.number($0).id }
  }

  /// Rows of weapons that the claims brought along.
  var newWeapons: [(id: Int64, name: String)] { weapons.added }
  /// Number of sources that the claims brought along.
  public var sourcesAdded: Int { sources.added.count }
}

/// Short texts kept at fixed places in memory, to be bound without copying.
final class CodeArena {
  private var texts: [UnsafeRawBufferPointer] = []

  init(_ codes: [String]) { for code in codes { append(code) } }

  deinit { for text in texts { text.deallocate() } }

  func append(_ code: String) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: code.utf8.count, alignment: 1)
    copy.copyBytes(from: code.utf8)
    texts.append(UnsafeRawBufferPointer(copy))
  }

  subscript(index: Int) -> UnsafeRawBufferPointer { texts[index] }
}

/// The fixed words of the claim table as bytes that never move.
enum Words {
  /// By raw value of the stage; place 0 is empty.
  static var stages: StageWords { StageWords() }

  struct StageWords {
    subscript(raw: Int) -> UnsafeRawBufferPointer {
      switch raw {
      case 1: Words.bytes("offered")
      case 2: Words.bytes("requested")
      case 3: Words.bytes("negotiating")
      case 4: Words.bytes("approved")
      case 5: Words.bytes("selected")
      case 6: Words.bytes("ordered")
      case 7: Words.bytes("delivered")
      case 8: Words.bytes("in-use")
      case 9: Words.bytes("denied")
      case 10: Words.bytes("cancelled")
      case 11: Words.bytes("suspended")
      case 12: Words.bytes("diverted")
      default: Words.bytes("reported")
      }
    }
  }

  static func isSame(_ text: UnsafeRawBufferPointer, _ word: UnsafeRawBufferPointer) -> Bool {
    text.count == word.count && text.elementsEqual(word)
  }

  static var deal: UnsafeRawBufferPointer { bytes("deal") }
  static var aggregate: UnsafeRawBufferPointer { bytes("aggregate") }

  /// The Admiralty letter of that byte.
  static func letter(_ byte: UInt8) -> UnsafeRawBufferPointer {
    let all = bytes("ABCDEF")
    let place = Int(byte) - 65
    guard all.indices.contains(place) else { return UnsafeRawBufferPointer(rebasing: all[0..<0]) }
    return UnsafeRawBufferPointer(rebasing: all[place...place])
  }

  /// The word of a rule of grouping.
  static func rule(_ rule: Transfer.Rule) -> UnsafeRawBufferPointer {
    switch rule {
    case .first: bytes("first")
    case .sameContent: bytes("same content")
    case .designation: bytes("same designation")
    case .figure: bytes("same figure")
    case .register: bytes("same deal key")
    case .part: bytes("part of the sum")
    case .verdict: bytes("verdict")
    }
  }

  private static func bytes(_ text: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}

extension ContentHash {
  /// Hands over the 16 bytes to something that may throw.
  func withBytesThrowing<T>(_ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
    try withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { try body($0) }
  }
}

extension String {
  /// Hands over the text as borrowed bytes; an empty one as a single blank.
  func withBorrowed<T>(_ body: (BorrowedText) throws -> T) throws -> T {
    var copy = isEmpty ? " " : self
    return try copy.withUTF8 { bytes in
      guard let text = BorrowedText(UnsafeRawBufferPointer(bytes)) else {
        throw StorageError.damaged("no text")
      }
      return try body(text)
    }
  }
}
