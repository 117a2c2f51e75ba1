public import ArmsModel
public import Counting
import SQLite

/// A figure with all that it rests on, so that a reader with the same claims can make it again.
public struct Citation: Sendable {
  /// The figure.
  public var line: TotalLine
  /// The options that ask for this one line, in the order of their names, each with its value.
  public var query: [Option]
  /// Whether `query` gives no other line; else the line's keys tell it from the others.
  public var isNarrow: Bool
  /// The claims that have a part in the figure, in the order of their identities.
  public var claims: [Claim]
  /// The documents that these stand in, in the order of publication; those without a date last.
  public var documents: [Document]
  /// What persons judged that bears on it.
  public var judgements: [Judgement]
  /// The first 16 bytes of the SHA-256 of `content`.
  public var hash: ContentHash

  /// An option with its value.
  public struct Option: Hashable, Sendable {
    /// The name, without dashes.
    public var name: String
    /// The value; nil for a flag.
    public var value: String?
  }

  /// A claim that has a part in the figure.
  public struct Claim: Hashable, Sendable {
    /// Its identity.
    public var key: ContentHash
    /// The row of its document.
    public var document: Int64
    /// Its rank: preferred or normal; of transfers also those that are set aside.
    public var rank: CountedClaim.Rank
    /// Who is named as saying so; nil for the outlet itself.
    public var assertedBy: String?
  }

  /// A document that claims stand in.
  public struct Document: Hashable, Sendable {
    /// Its row.
    public var row: Int64
    /// Its identity.
    public var key: ContentHash
    /// The outlet.
    public var publisher: String?
    /// The agency that it names as its source.
    public var agency: String?
    /// The headline.
    public var title: String?
    /// The day, or less.
    public var published: String?
    /// The address.
    public var url: String?
  }

  /// What a person judged of a claim, or of two.
  public struct Judgement: Hashable, Sendable {
    /// The claim.
    public var claim: ContentHash
    /// The other claim of a verdict; nil for a rank.
    public var other: ContentHash?
    /// same, different, preferred or deprecated.
    public var word: String
    /// Why.
    public var reason: String
    /// Who.
    public var hand: String
    /// The day.
    public var date: String
  }

  /// The text that is hashed, as docs/citing.md describes it.
  public var content: String {
    var lines = ["armskb citation 1"]
    // What was known at a time is told by the claims below; the same question at another time is the same one.
    for option in query where option.name != "as-of" {
      lines.append("option \(option.name)" + (option.value.map { " \(Citation.escaped($0))" } ?? ""))
    }
    for key in line.keys { lines.append("key" + (key.map { " \(Citation.escaped($0))" } ?? "")) }
    func number(_ thousandths: Int64?) -> String { thousandths.map { "\($0)" } ?? "-" }
    lines.append(
      "figure \(number(line.low)) \(number(line.best)) \(number(line.high)) \(line.transfers) \(line.unstated)"
    )
    for claim in claims { lines.append("claim \(Citation.digits(claim.key)) \(claim.rank.word)") }
    for judgement in judgements {
      let other = judgement.other.map { " " + Citation.digits($0) } ?? ""
      lines.append("judged \(Citation.digits(judgement.claim))\(other) \(judgement.word)")
    }
    for conversion in line.conversions { lines.append("converted \(Citation.escaped(conversion))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// All 32 digits of an identity.
  public static func digits(_ key: ContentHash) -> String {
    func padded(_ half: UInt64) -> String {
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return padded(key.high) + padded(key.low)
  }

  /// The text on one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension CountedClaim.Rank {
  /// The word for it.
  public var word: String {
    switch self {
    case .masked, .deprecated: "deprecated"
    case .superseded: "superseded"
    case .normal, .part: "normal"
    case .preferred: "preferred"
    }
  }
}

extension KnowledgeBase {
  /// Hands over lines of a question's totals, each with all that it rests on, in the order in which they are given.
  ///
  /// What lines rest on waits in a temporary table, so that memory does not grow with the number of claims below all of
  /// them, only with that below one.
  ///
  /// - Parameter lines: of `totals(by:_:stages:)` with the same question; what the others rest on is passed over.
  /// - Complexity: that of explaining the totals; made for narrow questions.
  public func citations(
    of lines: [TotalLine], by grouping: TotalGrouping, _ filter: Filter, stages: [StageChoice] = [.agreed],
    _ body: (Citation) throws -> Void
  ) throws {
    let judgements = try CitedJudgements(self, asOf: filter.asOf)
    try withTemporaryTables([CitationBasis.table]) {
      try putAside(lines, by: grouping, filter, stages)
      let rows = try database.prepare(CitationBasis.inOrder)
      var isAtRow = try rows.step()
      for (number, line) in lines.enumerated() {
        var basis = CitationBasis()
        while isAtRow, try rows.integer(0) == Int64(number) {
          try basis.add(rows)
          isAtRow = try rows.step()
        }
        try body(try citation(of: line, basis, by: grouping, filter, judgements))
      }
    }
  }

  /// Fills the table with the claims that each line rests on.
  private func putAside(
    _ lines: [TotalLine], by grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice]
  ) throws {
    let numbers = Dictionary(
      lines.enumerated().map { number, line in
        (CitedLine(keys: line.keys, unit: line.unit, stage: line.stage), number)
      }
    ) { first, _ in first }
    let insert = try database.prepare(CitationBasis.insert)
    try explain(by: grouping, filter, stages: stages) { part in
      guard let number = numbers[CitedLine(keys: part.keys, unit: part.unit, stage: part.stage)] else {
        return
      }
      let (places, setAside) = CitationBasis.places(part, isWhole: grouping.keepsPairsWhole)
      for place in places { try CitationBasis.insert(part.claims[place], false, number, insert) }
      for place in setAside { try CitationBasis.insert(part.claims[place], true, number, insert) }
    }
  }

  private func citation(
    of line: TotalLine, _ basis: CitationBasis, by grouping: TotalGrouping, _ filter: Filter,
    _ judgements: CitedJudgements
  ) throws -> Citation {
    var citation = Citation(
      line: line, query: try query(by: grouping, filter, line), isNarrow: grouping.isNarrowed(to: line),
      claims: try basis.claims.map { claim in
        Citation.Claim(
          key: claim.key, document: claim.document, rank: claim.rank, assertedBy: try asserter(of: claim.row))
      },
      documents: try documents(Set(basis.claims.map(\.document))),
      judgements: judgements.bearing(on: basis.claims.map(\.key), setAside: basis.setAside),
      hash: ContentHash(high: 0, low: 0))
    citation.hash = Array(citation.content.utf8).withUnsafeBytes { ContentHash(of: $0) }
    return citation
  }

  /// The day of the newest batch by the end of that day; nil if there is none.
  public func newestBatchDay(asOf: PartialDate?) throws -> String? {
    let statement = try database.cached(
      "SELECT max(substr(recorded_at, 1, 10)) FROM batch WHERE substr(recorded_at, 1, 10) <= :day")
    defer { statement.reset() }
    let day = asOf.map { PartialDate(packed: $0.lastDay).description } ?? "9999"
    try statement.bind(day, ":day")
    return try statement.step() ? try statement.textOrNil(0) : nil
  }

  /// The options that ask for one line, defaults written out, names as codes.
  private func query(
    by grouping: TotalGrouping, _ filter: Filter, _ line: TotalLine
  ) throws -> [Citation.Option] {
    var options: [Citation.Option] = []
    func add(_ name: String, _ values: [String]) {
      for value in Set(values).sorted() { options.append(Citation.Option(name: name, value: value)) }
    }
    func flag(_ name: String, _ isSet: Bool) {
      if isSet { options.append(Citation.Option(name: name, value: nil)) }
    }
    var suppliers = filter.suppliers.map(\.rawValue)
    var recipients = filter.recipients.map(\.rawValue)
    if grouping.isNarrowed(to: line) {
      let keys = line.keys.compactMap { $0 }
      if grouping == .supplier || grouping == .pair { suppliers = [keys[0]] }
      if grouping == .recipient || grouping == .pair { recipients = [keys[keys.count - 1]] }
    }
    add("as-of", [filter.asOf?.description].compactMap { $0 })
    add("asserted-by", try names(of: filter.assertedBy, "SELECT name FROM source WHERE id = :id"))
    add("by", [grouping.rawValue])
    add("category", filter.categories.map { categories.slug($0) })
    add("constant", [filter.constantYear.map(String.init)].compactMap { $0 })
    add("country", filter.countries.map(\.rawValue))
    add("currency", [filter.currency ?? filter.constantYear.map { _ in "USD" }].compactMap { $0 })
    flag("include-disputed", filter.includeDisputed)
    add("min-credibility", [filter.minCredibility.map(String.init)].compactMap { $0 })
    add("published-by", [filter.publishedBy?.description].compactMap { $0 })
    add("recipient", recipients)
    add("recipient-in", filter.recipientIn.map(\.rawValue) + filter.recipientRegions)
    add("since", [filter.since?.description].compactMap { $0 })
    add("source", try names(of: filter.sources, "SELECT name FROM source WHERE id = :id"))
    add("stage", [line.stage])
    add("states", [filter.states.rawValue])
    add("supplier", suppliers)
    add("supplier-in", filter.supplierIn.map(\.rawValue) + filter.supplierRegions)
    add("unit", [line.unit.rawValue])
    add("until", [filter.until?.description].compactMap { $0 })
    add("weapon", try names(of: filter.weapons, "SELECT designation FROM weapon WHERE id = :id"))
    flag("within", filter.within && filter.hasWindow)
    return options
  }

  private func names(of rows: [Int64], _ sql: String) throws -> [String] {
    let statement = try database.cached(sql)
    var names: [String] = []
    for row in rows {
      defer { statement.reset() }
      try statement.bind(row, ":id")
      if try statement.step() { names.append(try statement.text(0)) }
    }
    return names
  }

  private func asserter(of claim: Int64) throws -> String? {
    let statement = try database.cached(
      """
      SELECT coalesce(c.asserted_by_printed, s.name) FROM claim AS c JOIN source AS s ON s.id = c.asserted_by
      WHERE c.id = :id
      """)
    defer { statement.reset() }
    try statement.bind(claim, ":id")
    return try statement.step() ? try statement.textOrNil(0) : nil
  }

  private func documents(_ rows: Set<Int64>) throws -> [Citation.Document] {
    let statement = try database.cached(
      "SELECT hash, publisher, agency, title, published, url FROM document WHERE id = :id")
    var found: [Citation.Document] = []
    for row in rows {
      defer { statement.reset() }
      try statement.bind(row, ":id")
      guard try statement.step() else { throw StorageError.damaged("document \(row) is not there") }
      found.append(
        Citation.Document(
          row: row, key: try statement.identity(0), publisher: try statement.textOrNil(1),
          agency: try statement.textOrNil(2),
          title: try statement.textOrNil(3), published: try statement.textOrNil(4),
          url: try statement.textOrNil(5)))
    }
    return found.sorted { ($0.published ?? "9999", $0.key) < ($1.published ?? "9999", $1.key) }
  }
}

extension TotalGrouping {
  /// Whether a line is what one gets by asking for its parties alone.
  fileprivate func isNarrowed(to line: TotalLine) -> Bool {
    switch self {
    case .supplier, .recipient, .pair: line.keys.allSatisfy { $0 != nil }
    case .category, .sipriClass, .weapon, .year, .region, .supplierRegion, .source: false
    }
  }
}

private struct CitedLine: Hashable {
  var keys: [String?]
  var unit: FigureUnit
  var stage: String
}

/// The claims that a line rests on.
private struct CitationBasis {
  struct Claim {
    var key: ContentHash
    var row: Int64
    var document: Int64
    var rank: CountedClaim.Rank
  }

  /// In the order of their identities.
  private(set) var claims: [Claim] = []
  /// Claims of what is out because all its claims are deprecated.
  private(set) var setAside: Set<ContentHash> = []

  /// The table in which they wait, by the number of their line.
  static let table = (
    name: "cited",
    definition:
      "CREATE TEMP TABLE cited (line INTEGER, hash BLOB, claim INTEGER, document INTEGER, rank INTEGER, "
      + "is_set_aside INTEGER)"
  )
  static let insert = """
    INSERT INTO temp.cited (line, hash, claim, document, rank, is_set_aside)
    VALUES (:line, :hash, :claim, :document, :rank, :is_set_aside)
    """
  /// Columns in the order in which `add(_:)` reads them.
  static let inOrder = """
    SELECT line, hash, claim, document, rank, is_set_aside FROM temp.cited ORDER BY line, hash, is_set_aside
    """

  /// Places of the claims of a part that its line rests on, and of those that are set aside; each once.
  static func places(_ part: ExplainedTotal, isWhole: Bool) -> (claims: Set<Int>, setAside: Set<Int>) {
    var claims: Set<Int> = []
    var setAside: Set<Int> = []
    for item in part.total.items {
      if !item.standing.isLeftOut || !item.standingInLow.isLeftOut {
        claims.formUnion(item.claims)
      } else if isWhole, item.standing == .leftOut(.deprecated) {
        // In lines that split pairs, what belongs to another line is taken out in the same way.
        setAside.formUnion(item.claims)
      }
    }
    return (claims, setAside)
  }

  static func insert(_ claim: CountedClaim, _ isSetAside: Bool, _ line: Int, _ statement: Statement) throws {
    try statement.bind(line, at: 1)
    try claim.key.withBytesThrowing { try statement.bind(blob: $0, at: 2) }
    try statement.bind(claim.id, at: 3)
    try statement.bind(claim.document, at: 4)
    try statement.bind(Int64(claim.rank.rawValue), at: 5)
    try statement.bind(isSetAside ? 1 : 0, at: 6)
    try statement.run()
  }

  mutating func add(_ row: Statement) throws {
    let key = try row.identity(1)
    guard try row.integer(5) == 0 else {
      setAside.insert(key)
      return
    }
    let rank = CountedClaim.Rank(rawValue: UInt8(truncatingIfNeeded: try row.integer(4))) ?? .normal
    claims.append(Claim(key: key, row: try row.integer(2), document: try row.integer(3), rank: rank))
  }
}

/// Verdicts and ranks that hold, or held at a time, with their reasons.
private struct CitedJudgements {
  private var all: [Citation.Judgement] = []

  init(_ knowledgeBase: KnowledgeBase, asOf: PartialDate?) throws {
    let withdrawn = try knowledgeBase.withdrawnBatches(asOf: asOf)
    struct Subject: Hashable {
      var claim: ContentHash
      var other: ContentHash?
    }
    var latest: [Subject: Citation.Judgement] = [:]
    try knowledgeBase.rows(
      """
      SELECT a.hash, b.hash, v.judgement, v.reason, t.hand, substr(t.recorded_at, 1, 10), v.batch
      FROM verdict AS v JOIN batch AS t ON t.id = v.batch
      JOIN claim AS a ON a.id = v.claim JOIN claim AS b ON b.id = v.other
      UNION ALL
      SELECT a.hash, NULL, r.rank, r.reason, t.hand, substr(t.recorded_at, 1, 10), r.batch
      FROM claim_rank AS r JOIN batch AS t ON t.id = r.batch JOIN claim AS a ON a.id = r.claim
      ORDER BY 7
      """
    ) { row in
      guard !withdrawn.contains(try row.integer(6)) else { return }
      let claim = try row.identity(0)
      let other = try row.identityOrNil(1)
      // Rows of claims lie in the order of their import: identities do not depend on it.
      let first = other.map { min(claim, $0) } ?? claim
      let second = other.map { max(claim, $0) }
      latest[Subject(claim: first, other: second)] = Citation.Judgement(
        claim: first, other: second, word: try row.text(2), reason: try row.text(3), hand: try row.text(4),
        date: try row.text(5))
    }
    all = latest.values.filter { $0.word != "unsure" && $0.word != "normal" }.sorted { a, b in
      (a.claim, a.other ?? ContentHash(high: 0, low: 0)) < (b.claim, b.other ?? ContentHash(high: 0, low: 0))
    }
  }

  /// Those on claims of the figure, and those that keep claims out of it.
  func bearing(on claims: [ContentHash], setAside: Set<ContentHash>) -> [Citation.Judgement] {
    guard !all.isEmpty else { return [] }
    let claims = Set(claims)
    return all.filter { judgement in
      if let other = judgement.other { return claims.contains(judgement.claim) || claims.contains(other) }
      return claims.contains(judgement.claim)
        || judgement.word == "deprecated" && setAside.contains(judgement.claim)
    }
  }
}
