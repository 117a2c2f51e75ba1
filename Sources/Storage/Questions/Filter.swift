public import ArmsModel
import SQLite

/// What a question is limited to; empty lists and nil limit nothing.
public struct Filter: Hashable, Sendable {
  /// Only these suppliers.
  public var suppliers: [PartyCode] = []
  /// Only these recipients.
  public var recipients: [PartyCode] = []
  /// Only what has one of these on either side.
  public var countries: [PartyCode] = []
  /// Only these categories and those below them.
  public var categories: [CategoryTree.Index] = []
  /// Only these weapons, by row.
  public var weapons: [Int64] = []
  /// Only these stages; totals read them as `StageChoice`.
  public var stages: [Stage] = []
  /// Only what these sources published or said, by row.
  public var sources: [Int64] = []
  /// Only what these said, by row.
  public var assertedBy: [Int64] = []
  /// From that day on.
  public var since: PartialDate?
  /// Up to that day.
  public var until: PartialDate?
  /// Only what lies wholly inside `since` and `until`; otherwise what has a day in common.
  public var within = false
  /// Only these units.
  public var units: [FigureUnit] = []
  /// As things stood at the end of that day, by the date of recording.
  public var asOf: PartialDate?
  /// Only claims of that Admiralty credibility or better; those without any are left out.
  public var minCredibility: Int?
  /// Only what was published by the end of that day; what has no date of publication is left out.
  public var publishedBy: PartialDate?
  /// Only suppliers that were members of one of these at the time.
  public var supplierIn: [PartyCode] = []
  /// Only recipients that were members of one of these at the time.
  public var recipientIn: [PartyCode] = []
  /// Only suppliers in one of these regions.
  public var supplierRegions: [String] = []
  /// Only recipients in one of these regions.
  public var recipientRegions: [String] = []
  /// How former states are taken.
  public var states = StatesView.asWas
  /// The money to convert into; nil: none.
  public var currency: String?
  /// The year whose prices converted money is given in; nil: those of its time.
  public var constantYear: Int?
  /// Also transfers whose claims disagree on whether they happened.
  public var includeDisputed = false
  /// Nothing that these documents say, by row; transfers and totals are then what the other claims give.
  public var withoutDocuments: [Int64] = []

  /// No limits.
  public init() {}

  /// Whether nothing but the parties and the units is limited, and the stages, of which totals are told by themselves.
  var limitsPartiesOnly: Bool {
    var rest = self
    rest.stages = []
    rest.suppliers = []
    rest.recipients = []
    rest.countries = []
    rest.units = []
    rest.states = .asWas
    rest.supplierRegions = []
    rest.recipientRegions = []
    return rest == Filter()
  }

  /// Whether transfers are what all claims of their pair give that stand now: nothing limits single claims.
  var takesAllClaims: Bool {
    sources.isEmpty && assertedBy.isEmpty && withoutDocuments.isEmpty && publishedBy == nil
      && minCredibility == nil && asOf == nil
  }

  /// The window as days, or nil if there is none.
  var hasWindow: Bool { since != nil || until != nil }
}

/// How former states are taken in lines and filters.
public enum StatesView: String, CaseIterable, Hashable, Sendable {
  /// Each by itself, as it was then.
  case asWas = "as-was"
  /// Under the state that continues it: the Soviet Union under Russia.
  case successor
}

/// Conditions of a WHERE clause with the values of their parameters.
struct Conditions {
  private var clauses: [String] = []
  private var texts: [(name: String, value: String)] = []

  /// The clauses joined by AND.
  var sql: String { clauses.isEmpty ? "1" : clauses.joined(separator: " AND ") }

  mutating func add(_ clause: String) { clauses.append(clause) }

  /// A parameter that stands for `value`; its name with the colon.
  mutating func parameter(_ value: String) -> String {
    let name = ":p\(texts.count)"
    texts.append((name, value))
    return name
  }

  mutating func add(_ column: String, in values: [String]) {
    guard !values.isEmpty else { return }
    clauses.append("\(column) IN (\(values.map { parameter($0) }.joined(separator: ", ")))")
  }

  mutating func add(_ column: String, in values: [Int64]) {
    guard !values.isEmpty else { return }
    clauses.append("\(column) IN (\(values.map(String.init).joined(separator: ", ")))")
  }

  func bind(_ statement: Statement) throws {
    for (name, value) in texts { try statement.bind(value, name) }
  }

  /// Supplier, recipient and either side, for a table under that alias.
  mutating func addParties(_ filter: Filter, _ table: String) {
    clauses += partyClauses(filter, table)
  }

  /// The same for claims `c`, by way of their rows: these come from an index alone, and in ascending order, so that
  /// the claims are read as they lie.
  mutating func addPartiesByRow(_ filter: Filter) {
    let inner = partyClauses(filter, "x")
    guard !inner.isEmpty else { return }
    clauses.append("c.id IN (SELECT x.id FROM claim AS x WHERE \(inner.joined(separator: " AND ")))")
  }

  private mutating func partyClauses(_ filter: Filter, _ table: String) -> [String] {
    func list(_ codes: [PartyCode]) -> String { codes.map { parameter($0.rawValue) }.joined(separator: ", ") }
    var found: [String] = []
    if !filter.suppliers.isEmpty { found.append("\(table).supplier IN (\(list(filter.suppliers)))") }
    if !filter.recipients.isEmpty { found.append("\(table).recipient IN (\(list(filter.recipients)))") }
    if !filter.countries.isEmpty {
      let names = list(filter.countries)
      found.append("(\(table).supplier IN (\(names)) OR \(table).recipient IN (\(names)))")
    }
    return found
  }

  /// That the last day that `date`, an SQL expression, may mean is not after the limit's.
  mutating func add(lastDayOf date: String, upTo limit: PartialDate) {
    let last = PartialDate(packed: limit.lastDay)
    // As `lastDay` has it, which knows no short months.
    let isEndOfMonth = PartialDate(packed: last.packed / 100 * 100).lastDay == last.packed
    let day = parameter(isEndOfMonth ? "\(last.description.prefix(7))-31" : last.description)
    add("\(Conditions.lastDay(date)) <= \(day)")
  }

  /// The first day that a partial date, an SQL expression, may mean: such days compare as texts.
  static func firstDay(_ date: String) -> String { "substr(\(date) || '-01-01', 1, 10)" }

  /// The last day that it may mean; of a month the 31st.
  static func lastDay(_ date: String) -> String {
    "substr(\(date) || substr('-12-31', CASE length(\(date)) WHEN 4 THEN 1 ELSE 4 END), 1, 10)"
  }

  /// That a side was a member of one of the organisations at some time of `from` to `to`, which are SQL expressions.
  mutating func addMembership(_ organisations: [PartyCode], of party: String, from: String, to: String) {
    guard !organisations.isEmpty else { return }
    let names = organisations.map { parameter($0.rawValue) }.joined(separator: ", ")
    add(
      """
      EXISTS (SELECT 1 FROM membership AS m WHERE m.organisation IN (\(names)) AND m.member = \(party)
        AND (\(to) IS NULL OR \(Conditions.firstDay("m.valid_from")) <= \(Conditions.lastDay(to)))
        AND (\(from) IS NULL OR m.valid_to IS NULL OR \(Conditions.lastDay("m.valid_to")) >= \(Conditions.firstDay(from))))
      """)
  }

  /// The window, for SQL expressions of a first and a last date.
  mutating func addWindow(_ filter: Filter, from: String, to: String) {
    guard filter.hasWindow else { return }
    add("(\(from) IS NOT NULL OR \(to) IS NOT NULL)")
    if let since = filter.since {
      let day = parameter(PartialDate(packed: since.firstDay).description)
      add(
        filter.within
          ? "\(Conditions.firstDay(from)) >= \(day)"
          : "(\(to) IS NULL OR \(Conditions.lastDay(to)) >= \(day))")
    }
    if let until = filter.until {
      if filter.within { return add(lastDayOf: to, upTo: until) }
      let day = parameter(PartialDate(packed: until.lastDay).description)
      add("(\(from) IS NULL OR \(Conditions.firstDay(from)) <= \(day))")
    }
  }
}

extension KnowledgeBase {
  /// Conditions on single claims `c` with document `d`: parties, sources, credibility, recording date.
  ///
  /// - Parameter byRow: for a list in the order of the rows; otherwise for a walk pair by pair.
  func claimConditions(_ filter: Filter, byRow: Bool = false) throws -> Conditions {
    var conditions = Conditions()
    if byRow { conditions.addPartiesByRow(filter) } else { conditions.addParties(filter, "c") }
    if !filter.sources.isEmpty {
      let list = filter.sources.map(String.init).joined(separator: ", ")
      conditions.add(
        "(d.publisher_source IN (\(list)) OR d.agency_source IN (\(list)) OR c.origin IN (\(list)))")
    }
    conditions.add("c.asserted_by", in: filter.assertedBy)
    if !filter.withoutDocuments.isEmpty {
      conditions.add(
        "c.document NOT IN (\(filter.withoutDocuments.map(String.init).joined(separator: ", ")))")
    }
    if let date = filter.publishedBy { conditions.add(lastDayOf: "d.published", upTo: date) }
    if let credibility = filter.minCredibility { conditions.add("c.credibility <= \(credibility)") }
    if let asOf = filter.asOf {
      let day = conditions.parameter(PartialDate(packed: asOf.lastDay).description)
      conditions.add(
        """
        (c.batch IN (SELECT id FROM batch WHERE substr(recorded_at, 1, 10) <= \(day)) OR c.id IN
          (SELECT claim FROM claim_restated WHERE batch IN (SELECT id FROM batch WHERE substr(recorded_at, 1, 10) <= \(day))))
        """)
    }
    return conditions
  }

  /// Adds that the claim `c` stands now, or at the end of the day of `asOf`.
  func addStanding(_ conditions: inout Conditions, _ filter: Filter) throws {
    let withdrawn = try withdrawnBatches(asOf: filter.asOf)
    guard !withdrawn.isEmpty else { return }
    let list = withdrawn.sorted().map(String.init).joined(separator: ", ")
    conditions.add(
      """
      (c.batch NOT IN (\(list)) OR EXISTS (SELECT 1 FROM claim_restated AS r
        WHERE r.claim = c.id AND r.batch NOT IN (\(list))))
      """)
  }

  /// The slugs of the categories and of all below them.
  func slugs(_ indexes: [CategoryTree.Index]) -> [String] {
    let bits = indexes.reduce(UInt64(0)) { $0 | categories.bits(below: $1) }
    return categories.categories.indices.filter { bits & (1 << UInt64($0)) != 0 }.map {
      categories.categories[$0].slug
    }
  }
}
