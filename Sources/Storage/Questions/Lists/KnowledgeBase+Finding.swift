public import ArmsModel
import SQLite

/// What `armskb status` tells.
public struct Status: Hashable, Sendable {
  /// Version of the schema.
  public var schemaVersion: Int
  /// Size of the file in bytes.
  public var bytes: Int64
  /// Claims that stand.
  public var claims: Int64
  /// Claims that were withdrawn.
  public var withdrawn: Int64
  /// Transfers, of which disputed.
  public var transfers: Int64
  /// Transfers whose claims disagree on whether they happened.
  public var disputed: Int64
  /// Documents.
  public var documents: Int64
  /// Sources that said something.
  public var origins: Int64
  /// Parties.
  public var parties: Int64
  /// Weapons, of which without a category.
  public var weapons: Int64
  /// Weapons that came with claims and have no category.
  public var weaponsWithoutCategory: Int64
  /// Batches.
  public var batches: Int64
  /// When the newest document was published.
  public var newestDocument: String?
  /// When the last change was recorded.
  public var lastChange: String?
  /// What persons added to the file beside the knowledge base, such as `table notes`.
  public var additions: [String]
}

/// Why a name on the command line gives nothing.
public struct UnknownName: Error, Hashable, Sendable {
  /// What was looked for: weapon, source, category, stage.
  public var kind: String
  /// The name.
  public var name: String
  /// The nearest name known.
  public var nearest: String?
}

/// The rows of a table by all their names, as people type them.
public struct NamedRows {
  private let kind: String
  private let fold: (String) -> String
  /// Other forms of a name under which a row may be known, the nearest first.
  private let others: (String) -> [String]
  private var exact: [String: Int64] = [:]
  private var folded: [String: Int64] = [:]
  private var byOther: [String: Int64] = [:]

  /// No rows yet.
  ///
  /// - Parameters:
  ///   - kind: what a row is, in one word.
  ///   - fold: the form in which two names are compared.
  ///   - others: further forms of a name that is not found as it stands.
  init(
    _ kind: String, fold: @escaping (String) -> String, others: @escaping (String) -> [String] = { _ in [] }
  ) {
    self.kind = kind
    self.fold = fold
    self.others = others
  }

  /// Adds a name; it keeps the first row that bears it.
  mutating func add(_ name: String, row: Int64) {
    if exact[name] == nil { exact[name] = row }
    // Of punctuation alone nothing is left, which makes no two names one.
    let key = fold(name)
    if !key.isEmpty, folded[key] == nil { folded[key] = row }
  }

  /// Adds a form of a name under which people do not know it; it keeps the first row.
  mutating func add(form: String, row: Int64) { byOther[form] = byOther[form] ?? row }

  /// The row of that name: the first that bears it in any spelling.
  public func row(of name: String) throws(UnknownName) -> Int64 {
    if let row = [exact[name], folded[fold(name)]].compactMap({ $0 }).min() { return row }
    for other in others(name) {
      if let row = byOther[other] ?? exact[other] ?? folded[fold(other)] { return row }
    }
    throw UnknownName(kind: kind, name: name, nearest: NearestName.of(name, among: exact.keys))
  }
}

/// What a person judged of a claim.
public struct Judgement: Hashable, Sendable {
  /// same, different, unsure; or the rank.
  public var word: String
  /// The other claim of a verdict; nil for a rank.
  public var other: ContentHash?
  /// Why.
  public var reason: String
  /// Who.
  public var hand: String
  /// When, in UTC.
  public var recordedAt: String
  /// The batch that recorded it.
  public var batch: Int64
}

extension KnowledgeBase {
  /// Numbers on the whole.
  public func status() throws -> Status {
    let all = try integer("SELECT count(*) FROM claim")
    let standing = try standingCount("SELECT count(*) FROM v_live_claim")
    return Status(
      schemaVersion: Int(try database.userVersion()),
      bytes: try integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
      claims: standing, withdrawn: all - standing, transfers: try integer("SELECT count(*) FROM transfer"),
      disputed: try integer("SELECT count(*) FROM transfer WHERE disputed = 1"),
      documents: try standingCount("SELECT count(*) FROM document AS d WHERE \(Standing.document)"),
      origins: try standingCount("SELECT count(DISTINCT origin) FROM v_live_claim"),
      parties: try standingCount("SELECT count(*) FROM party AS p WHERE \(Standing.party)"),
      weapons: try standingCount("SELECT count(*) FROM weapon AS w WHERE \(Standing.weapon)"),
      weaponsWithoutCategory: try standingCount(
        "SELECT count(*) FROM weapon AS w WHERE category IS NULL AND \(Standing.weapon)"),
      batches: try integer("SELECT count(*) FROM batch"),
      newestDocument: try newestDocument(),
      lastChange: try text("SELECT recorded_at FROM batch ORDER BY id DESC LIMIT 1"),
      additions: try Schema.additions(in: database))
  }

  private func newestDocument() throws -> String? {
    let statement = try prepareStanding(
      "SELECT max(published) FROM document AS d WHERE \(Standing.document)")
    return try statement.step() ? try statement.textOrNil(0) : nil
  }

  /// What makers are called, and the words for kinds of goods: what stands beside a designation in print.
  func designationForms() throws -> DesignationForms {
    var words: [(word: String, slug: String)] = []
    try rows("SELECT word, category FROM weapon_category_word ORDER BY word, category") {
      words.append((try $0.text(0), try $0.text(1)))
    }
    return DesignationForms(makers: try makerNames(), words: words, tree: categories)
  }

  /// What makers of arms are called.
  public func makerNames() throws -> [String] {
    var makers: [String] = []
    try rows(
      """
      SELECT m.name FROM maker AS m WHERE m.kind IS NOT 'export-agency'
      UNION SELECT a.alias FROM maker_alias AS a JOIN maker AS m ON m.id = a.maker WHERE m.kind IS NOT 'export-agency'
      ORDER BY 1
      """
    ) { makers.append(try $0.text(0)) }
    return makers
  }

  /// The weapons by designation and alias.
  public func weaponNames() throws -> NamedRows {
    let forms = try designationForms()
    var names = NamedRows(
      "weapon", fold: NameFolding.foldDesignation, others: { forms.plain($0).map { [$0.name] } ?? [] })
    try rows(
      "SELECT weapon, alias FROM weapon_alias UNION ALL SELECT id, designation FROM weapon ORDER BY 1, 2"
    ) { names.add(try $0.text(1), row: try $0.integer(0)) }
    return names
  }

  /// The sources by name and alias.
  public func sourceNames() throws -> NamedRows {
    var names = NamedRows("source", fold: NameFolding.fold, others: ClaimWriter.addressForms)
    try rows("SELECT source, alias FROM source_alias UNION ALL SELECT id, name FROM source ORDER BY 1, 2") {
      names.add(try $0.text(1), row: try $0.integer(0))
    }
    try rows(ClaimWriter.addressesSQL) { row in
      for form in ClaimWriter.addressForms(try row.text(1)).prefix(2) {
        names.add(form: form, row: try row.integer(0))
      }
    }
    return names
  }

  /// The row of the weapon of that designation or alias.
  public func weapon(named name: String) throws -> Int64 { try weaponNames().row(of: name) }

  /// The row of the source of that name or alias.
  public func source(named name: String) throws -> Int64 { try sourceNames().row(of: name) }

  /// The place of the category of that slug, name or word.
  public func category(named name: String) throws -> CategoryTree.Index {
    try loadDirectory()
    if let index = categories.index(of: name) { return index }
    let key = NameFolding.fold(name)
    var names: [String: String] = [:]
    try rows("SELECT category, word FROM weapon_category_word ORDER BY word") { row in
      names[NameFolding.fold(try row.text(1))] = try row.text(0)
    }
    for category in categories.categories {
      names[NameFolding.fold(category.name)] = category.slug
      names[NameFolding.fold(category.slug)] = category.slug
    }
    if !key.isEmpty, let slug = names[key], let index = categories.index(of: slug) { return index }
    let nearest = NearestName.of(name, among: names.keys).flatMap { names[$0] }
    throw UnknownName(kind: "category", name: name, nearest: nearest)
  }

  /// Rows of the claims of a document.
  public func claimRows(ofDocument row: Int64) throws -> [Int64] {
    let statement = try database.cached("SELECT id FROM claim WHERE document = :document ORDER BY id")
    defer { statement.reset() }
    try statement.bind(row, ":document")
    var found: [Int64] = []
    while try statement.step() { found.append(try statement.integer(0)) }
    return found
  }

  /// The transfer that a claim stands in: its row, identity and the rule; nil for aggregates.
  public func transfer(ofClaim row: Int64) throws -> (row: Int64, key: ContentHash, rule: String)? {
    let statement = try database.cached(
      """
      SELECT t.id, t.key, tc.rule FROM transfer_claim AS tc JOIN transfer AS t ON t.id = tc.transfer
      WHERE tc.claim = :claim
      """)
    defer { statement.reset() }
    try statement.bind(row, ":claim")
    guard try statement.step() else { return nil }
    return (try statement.integer(0), try statement.identity(1), try statement.text(2))
  }

  /// The claims of a transfer with the rule by which each stands there, and the points it fitted with.
  public func members(ofTransfer row: Int64) throws -> [(claim: Int64, rule: String, score: Int64)] {
    let statement = try database.cached(
      "SELECT claim, rule, score FROM transfer_claim WHERE transfer = :transfer ORDER BY claim")
    defer { statement.reset() }
    try statement.bind(row, ":transfer")
    var found: [(claim: Int64, rule: String, score: Int64)] = []
    while try statement.step() {
      found.append((try statement.integer(0), try statement.text(1), try statement.integer(2)))
    }
    return found
  }

  /// The batch with which a transfer came to be grouped as it is, and when that was recorded.
  public func grouping(ofTransfer row: Int64) throws -> (batch: Int64, recordedAt: String)? {
    let statement = try database.cached(
      "SELECT b.id, b.recorded_at FROM transfer AS t JOIN batch AS b ON b.id = t.batch WHERE t.id = :transfer"
    )
    defer { statement.reset() }
    try statement.bind(row, ":transfer")
    return try statement.step() ? (try statement.integer(0), try statement.text(1)) : nil
  }

  /// What persons judged of a claim, the newest last; only what stands.
  public func judgements(ofClaim row: Int64) throws -> [Judgement] {
    let statement = try database.cached(
      """
      SELECT v.judgement, c.hash, v.reason, b.hand, b.recorded_at, b.batch FROM
        (SELECT judgement, other, reason, batch FROM verdict WHERE claim = :claim
         UNION ALL SELECT judgement, claim, reason, batch FROM verdict WHERE other = :claim
         UNION ALL SELECT rank, NULL, reason, batch FROM claim_rank WHERE claim = :claim) AS v
      JOIN v_batch AS b ON b.batch = v.batch AND b.live = 1 LEFT JOIN claim AS c ON c.id = v.other
      ORDER BY b.batch, c.hash
      """)
    defer { statement.reset() }
    try statement.bind(row, ":claim")
    var found: [Judgement] = []
    while try statement.step() {
      found.append(
        Judgement(
          word: try statement.text(0), other: try statement.identityOrNil(1),
          reason: try statement.text(2), hand: try statement.text(3), recordedAt: try statement.text(4),
          batch: try statement.integer(5)))
    }
    return found
  }

  /// The batches that state a claim, and whether it stands.
  public func standing(ofClaim row: Int64) throws -> (batches: [Int64], stands: Bool) {
    let statement = try database.cached(
      """
      SELECT batch FROM claim WHERE id = :claim
      UNION SELECT batch FROM claim_restated WHERE claim = :claim ORDER BY 1
      """)
    defer { statement.reset() }
    try statement.bind(row, ":claim")
    var batches: [Int64] = []
    while try statement.step() { batches.append(try statement.integer(0)) }
    let withdrawn = try withdrawnBatches()
    return (batches, batches.contains { !withdrawn.contains($0) })
  }
}
