public import ArmsModel
import Counting
import SQLite

/// An edition of a dataset that was imported from its file.
public struct Edition: Hashable, Sendable {
  /// The row of its document.
  public var document: Int64
  /// The identity of its document.
  public var key: ContentHash
  /// The name of the dataset.
  public var dataset: String
  /// The row of the dataset.
  public var datasetRow: Int64
  /// The dataset's terms in a word; nil where not known.
  public var licence: String?
  /// Whether its rows may not be passed on.
  public var isRestricted: Bool
  /// The slug of the layout of its file; nil if it did not come as a file.
  public var layout: String?
  /// The title of its document.
  public var title: String
  /// When it was made, as exactly as the file says: `2024-10-13T14:20:11`; else when it was published; nil: not said.
  public var generated: String?
  /// The first year that it is limited to; nil: no limit on that side.
  public var firstYear: Int?
  /// The last year that it is limited to; nil: no limit on that side.
  ///
  /// Of one that does not say when it was made, the last year of its data.
  public var lastYear: Int?
  /// The suppliers that it is limited to; nil: all.
  public var suppliers: [PartyCode]?
  /// The recipients that it is limited to; nil: all.
  public var recipients: [PartyCode]?
  /// Whether it speaks of the pairs in it only.
  public var isSelection: Bool
  /// The files that it came from, as they were typed, in the order of their batches.
  public var files: [String] = []
  /// Claims that stand.
  public var claims = 0
  /// Deals of a register; 0 of a table of volumes.
  public var deals = 0
  /// The volume of its deals, or of the single years of a table, thousandths of a million TIV.
  public var tiv: Int64 = 0
  /// Whether its claims count: no newer or wider edition takes its place.
  public var isInForce = true

  /// When it was made, or at the earliest can have been made: the year after the last one in its data.
  ///
  /// Empty: not known.
  public var made: String { generated ?? lastYear.map { "\($0 + 1)" } ?? "" }

  /// The identifier in print.
  public var identifier: String { key.identifier("d") }

  /// How narrow it is: 2 if it is limited to some parties or pairs, 1 if to some years, those aside that nobody can know
  /// yet; added up.
  private var limits: Int {
    var limits = suppliers != nil || recipients != nil || isSelection ? 2 : 0
    let made = generated.flatMap { Int($0.prefix(4)) }
    let isCut = lastYear.flatMap { last in made.map { EditionsInForce.isLimit(last, madeIn: $0) } } ?? false
    if firstYear != nil || isCut { limits += 1 }
    return limits
  }

  /// Whether it is limited to some parties, pairs or years.
  var isPart: Bool { limits > 0 }

  /// Whether it is to be asked before the other one: what is in force, what is wider, and then what is newer.
  static func goesFirst(_ a: Edition, _ b: Edition) -> Bool {
    if a.isInForce != b.isInForce { return a.isInForce }
    if a.limits != b.limits { return a.limits < b.limits }
    if a.made != b.made { return a.made > b.made }
    return a.key < b.key
  }

  /// Whether it is a register, whose deals can be compared one by one.
  public var isRegister: Bool { deals > 0 }
}

/// Why a name means no single edition.
public enum UnknownEdition: Error, Hashable, Sendable {
  /// No edition is called so; those that there are.
  case none(name: String, all: [Edition])
  /// Several are called so.
  case several(name: String, [Edition])
  /// The one called so is no register of deals.
  case noRegister(Edition)
}

extension KnowledgeBase {
  /// The editions of datasets with claims that stand: by dataset, the newest first.
  public func editions() throws -> [Edition] {
    var editions = try editionHeads()
    let withdrawn = try withdrawnBatches()
    for place in editions.indices { try count(&editions[place], withdrawn) }
    editions.removeAll { $0.claims == 0 }
    return editions.sorted { a, b in
      if a.dataset != b.dataset { return a.dataset < b.dataset }
      if a.made != b.made { return a.made > b.made }
      return a.key < b.key
    }
  }

  /// The editions of registers that have deals that stand and pass the filter, those first that are to be asked first.
  public func registerEditions(_ filter: Filter) throws -> [Edition] {
    let conditions = try dealConditions(filter)
    return try editionHeads(
      "EXISTS (SELECT 1 \(KnowledgeBase.dealSource) WHERE c.document = r.document AND \(conditions.sql))",
      filter, bind: conditions.bind
    ).sorted(by: Edition.goesFirst)
  }

  /// The editions of datasets, without their numbers and files; also those without claims that stand.
  ///
  /// - Parameters:
  ///   - condition: SQL on `r` (release), `d` (document), `s` (its dataset).
  ///   - filter: its dates say when they are to be in force.
  func editionHeads(
    _ condition: String = "r.layout IS NOT NULL", _ filter: Filter = Filter(),
    bind: (Statement) throws -> Void = { _ in }
  ) throws -> [Edition] {
    var editions: [Edition] = []
    let row = try database.prepare(
      """
      SELECT r.document, d.hash, s.name, r.dataset, r.layout, d.title, coalesce(r.generated, d.published), r.window_from,
        r.window_to, r.suppliers, r.recipients, r.is_selection, s.licence, s.redistributable
      FROM release AS r JOIN document AS d ON d.id = r.document JOIN source AS s ON s.id = r.dataset
      WHERE \(condition) ORDER BY r.document
      """)
    try bind(row)
    while try row.step() {
      func codes(_ column: Int32) throws -> [PartyCode]? {
        try row.textOrNil(column)?.split(separator: ";").map { PartyCode(String($0)) }
      }
      editions.append(
        Edition(
          document: try row.integer(0), key: try row.identity(1), dataset: try row.text(2),
          datasetRow: try row.integer(3), licence: try row.textOrNil(12),
          isRestricted: try row.integerOrNil(13) == 0, layout: try row.textOrNil(4),
          title: try row.textOrNil(5) ?? "", generated: try row.textOrNil(6),
          firstYear: try row.yearOrNil(7), lastYear: try row.yearOrNil(8),
          suppliers: try codes(9), recipients: try codes(10), isSelection: try row.integer(11) == 1))
    }
    let inForce = try EditionsInForce(
      self, Standing(self, asOf: filter.asOf), publishedBy: filter.publishedBy)
    for place in editions.indices {
      editions[place].isInForce = inForce.isInForce(editions[place].document)
    }
    return editions
  }

  /// Whether a file of a dataset was ever imported.
  public var hasEditions: Bool {
    get throws { try integer("SELECT EXISTS (SELECT 1 FROM release WHERE layout IS NOT NULL)") == 1 }
  }

  /// Whether claims of the edition in that document count anywhere.
  public func isInForce(edition document: Int64) throws -> Bool {
    try EditionsInForce(self, Standing(self)).isInForce(document)
  }

  private func count(_ edition: inout Edition, _ withdrawn: Set<Int64>) throws {
    let table = withdrawn.isEmpty ? "claim" : "v_live_claim"
    let ofDeals = "currency = 'TIV' AND deal IS NOT NULL"
    let ofYears = "currency = 'TIV' AND scope = 'aggregate' AND from_date = to_date"
    // In two parts, as SQLite fails where a sum is too large.
    let statement = try database.cached(
      """
      SELECT count(*), count(DISTINCT deal),
        sum(CASE WHEN \(ofDeals) THEN value_thousandths / 1000000 END),
        sum(CASE WHEN \(ofDeals) THEN value_thousandths % 1000000 END),
        sum(CASE WHEN \(ofYears) THEN value_thousandths / 1000000 END),
        sum(CASE WHEN \(ofYears) THEN value_thousandths % 1000000 END)
      FROM \(table) WHERE document = :document
      """)
    defer { statement.reset() }
    try statement.bind(edition.document, ":document")
    if try statement.step() {
      edition.claims = Int(try statement.integer(0))
      edition.deals = Int(try statement.integer(1))
      func sum(_ column: Int32) throws -> Int64? {
        guard let large = try statement.integerOrNil(column),
          let small = try statement.integerOrNil(column + 1)
        else { return nil }
        let (product, overflow) = large.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : saturatingSum(product, small)
      }
      edition.tiv = try sum(2) ?? sum(4) ?? 0
    }
    let files = try database.cached(
      """
      SELECT file FROM batch WHERE file IS NOT NULL AND id IN (
        SELECT batch FROM claim WHERE document = :document
        UNION SELECT r.batch FROM claim_restated AS r JOIN claim AS c ON c.id = r.claim WHERE c.document = :document)
      ORDER BY id
      """)
    defer { files.reset() }
    try files.bind(edition.document, ":document")
    while try files.step() {
      let file = try files.text(0)
      if !edition.files.contains(file) { edition.files.append(file) }
    }
  }

  /// The two registers of those names, the first and the second.
  ///
  /// A name is a document's identity (`d` and its first digits), the beginning of the time at which the edition was
  /// made (`2024-10`), the file that it came from, `latest`, or `previous`: the newest that is older than the other
  /// one, of the same layout if there is any.
  ///
  /// - Throws: `UnknownEdition`.
  public func registers(named first: String, _ second: String) throws -> (Edition, Edition) {
    let all = try editions()
    guard first != "previous" else {
      let other = try KnowledgeBase.edition(second == "previous" ? "latest" : second, all)
      return (try KnowledgeBase.edition(before: other, all), other)
    }
    let one = try KnowledgeBase.edition(first, all)
    guard second != "previous" else { return (one, try KnowledgeBase.edition(before: one, all)) }
    return (one, try KnowledgeBase.edition(second, all))
  }

  private static func edition(_ name: String, _ all: [Edition]) throws(UnknownEdition) -> Edition {
    if name == "latest" {
      let newest = all.filter(\.isRegister).max {
        ($0.made, $1.key) < ($1.made, $0.key)
      }
      guard let newest else { throw .none(name: name, all: all) }
      return newest
    }
    var found: [Edition] = []
    let digits = name.dropFirst().lowercased()
    if name.lowercased().hasPrefix("d"), digits.count >= 3, digits.allSatisfy(\.isHexDigit) {
      found = all.filter { $0.key.identifier("d").dropFirst().hasPrefix(digits) }
    }
    if found.isEmpty, isTime(name) { found = all.filter { $0.generated?.hasPrefix(name) ?? false } }
    if found.isEmpty { found = all.filter { $0.files.contains(name) } }
    if found.isEmpty {
      found = all.filter { $0.files.contains { $0.split(separator: "/").last.map(String.init) == name } }
    }
    guard let first = found.first else { throw .none(name: name, all: all) }
    let registers = found.filter(\.isRegister)
    guard registers.count <= 1 else { throw .several(name: name, registers) }
    guard let register = registers.first else { throw .noRegister(first) }
    return register
  }

  private static func edition(before other: Edition, _ all: [Edition]) throws(UnknownEdition) -> Edition {
    let older = all.filter {
      $0.isRegister && $0.datasetRow == other.datasetRow && $0.made < other.made
    }
    let same = older.filter { $0.layout == other.layout }
    let newest = (same.isEmpty ? older : same).max {
      ($0.made, $1.key) < ($1.made, $0.key)
    }
    guard let newest else { throw .none(name: "previous", all: all) }
    return newest
  }

  /// Whether that is the beginning of a time: a year, and whatever follows it.
  private static func isTime(_ name: String) -> Bool {
    name.count >= 4 && name.prefix(4).allSatisfy { $0.isASCII && $0.isNumber }
      && name.allSatisfy { $0.isASCII && ($0.isNumber || "-T:".contains($0)) }
  }
}
