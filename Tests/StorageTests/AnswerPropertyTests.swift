import ArmsModel
import Counting
import Storage
import Testing

/// One thing that a question may be limited to.
private enum Limit: CaseIterable {
  case supplier, recipient, country, supplierRegion, recipientRegion, successor
  case source, assertedBy, asOf, publishedBy, credibility, withoutDocument
  case category, categories, weapon, weapons, since, until, within, supplierIn, recipientIn, unit, units
  case disputed, currency, constant

  static let ofParties: [Limit] = [
    .supplier, .recipient, .country, .supplierRegion, .recipientRegion, .successor,
  ]
  static let ofClaims: [Limit] = [
    .source, .assertedBy, .asOf, .publishedBy, .credibility, .withoutDocument,
  ]
  /// Those that a transfer passes or not as a whole, and a claim by itself.
  static let ofTransfers: [Limit] = [
    .category, .categories, .weapon, .weapons, .since, .until, .within, .supplierIn, .recipientIn, .unit,
    .units,
  ]
  /// What a list knows nothing of.
  static let ofTotals: [Limit] = [.disputed, .currency, .constant]
}

/// A made-up knowledge base: articles, editions of a register, verdicts, ranks and a withdrawal, on several days.
private struct Base {
  let knowledgeBase: KnowledgeBase
  var generator: SeededGenerator
  private let weapons: [Int64]
  private let sources: [Int64]
  private let documents: [Int64]

  /// The small world with a former state, an alliance, and a few rates.
  private static let data: ReferenceData = {
    var data = SmallWorld.data
    func party(_ code: String, _ name: String, _ kind: PartyKind, _ region: String?, _ successors: [String]) {
      data.parties.append(
        .init(
          party: Party(code: PartyCode(code), kind: kind, name: name, region: region), sipriName: nil,
          successors: successors.map { PartyCode($0) }, note: nil))
      data.names.append(PartyName(party: PartyCode(code), name: name, kind: .name))
    }
    party("SUN", "Soviet Union", .formerState, "Eastern Europe", ["RUS"])
    party("X-ORG", "The Alliance", .organisation, nil, [])
    func member(_ code: String, _ from: String, _ to: String?) {
      data.memberships.append(
        .init(
          organisation: PartyCode("X-ORG"), member: PartyCode(code),
          validity: Period(from: PartialDate(from), to: to.flatMap { PartialDate($0) })))
    }
    member("AZE", "2004-03-29", "2009-06")
    member("ARM", "1992", "2007-02")
    member("ISR", "2008-02-28", nil)
    member("RUS", "2005", nil)
    for year in 2005...2013 {
      data.rates.append(.init(base: "EUR", currency: "USD", year: year, rate: 1.25, source: "A bank"))
    }
    for year in 2005...2021 {
      data.prices.append(.init(currency: "USD", year: year, value: Double(year - 1920), source: "An office"))
    }
    return data
  }()

  init(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let knowledgeBase = try KnowledgeBase.inMemory(Base.data)
    var files = Array(World(&generator).files.shuffled(using: &generator).prefix(3))
    files += (0..<2).map { number in
      let records = generator.records(7).map { Base.varied($0, &generator) }
      return World.File(name: "more-\(number)", lines: records.map(\.json))
    }
    files.append(Base.deliveries(&generator))
    for file in files.shuffled(using: &generator) {
      try knowledgeBase.take(file, by: .on(day: generator.one(of: [2, 3, 5])))
    }
    try Base.judge(knowledgeBase, &generator)
    weapons = try knowledgeBase.column("SELECT id FROM weapon ORDER BY designation").compactMap { Int64($0) }
    sources = try knowledgeBase.column(
      "SELECT DISTINCT origin FROM claim UNION SELECT publisher_source FROM document ORDER BY 1"
    ).compactMap { Int64($0) }
    documents = try knowledgeBase.column("SELECT id FROM document ORDER BY id").compactMap { Int64($0) }
    (self.knowledgeBase, self.generator) = (knowledgeBase, generator)
  }

  /// A record with what others do not have: numbers in words, ends of months, years of delivery, a former state.
  private static func varied(_ record: TestRecord, _ generator: inout SeededGenerator) -> TestRecord {
    var record = record
    if record.supplier == "RUS", generator.oneIn(2) { record.supplier = "SUN" }
    if record.quantity == nil, generator.oneIn(2) {
      record.quantityText = generator.one(of: ["dozens", "a pair", "a batch"])
      if generator.oneIn(3) { record.quantityUnit = "battery" }
    }
    if record.quantity == nil, record.quantityText == nil, generator.oneIn(4) { record.quantityMax = 12 }
    if record.value == nil, record.currency == nil, generator.oneIn(5) {
      (record.valueMax, record.currency) = (90_000_000, "USD")
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: (record.from, record.to) = ("2007-01", "2007-02")
    case 1: (record.from, record.to) = ("2007-02-03", "2007-02-28")
    case 2: (record.from, record.to, record.years) = (nil, nil, [2009, 2006])
    case 3: (record.from, record.to) = (nil, "2008-06")
    default: break
    }
    record.published = generator.one(of: [nil, "2015-02", "2015-02-28", "2016-04", "2017"])
    return record
  }

  /// An edition of a register that gives deliveries year by year.
  private static func deliveries(_ generator: inout SeededGenerator) -> World.File {
    var release = ReleaseDraft(layout: "sipri-deliveries")
    release.generated = "2019-05-01"
    var lines: [String] = []
    for deal in 0..<4 {
      var record = TestRecord(recipient: generator.one(of: ["AZE", "ARM"]))
      record.weapon = generator.one(of: ["Harop", "Heron", "T-72"])
      (record.publisher, record.title, record.published) = ("Register", "By year", "2019-05-01")
      record.extra = [("x_dataset_deal", "\"by-year-\(deal)\"")]
      (record.quantity, record.from) = (12, "2006")
      lines.append(record.json)
      record.status = "delivered"
      for year in 2006...Int.random(in: 2006...2009, using: &generator) {
        (record.quantity, record.from) = (4, "\(year)")
        (record.value, record.currency) = (Int.random(in: 1...90, using: &generator), "TIV")
        lines.append(record.json)
      }
    }
    return World.File(name: "by-year", lines: lines, release: release)
  }

  private static func judge(_ knowledgeBase: KnowledgeBase, _ generator: inout SeededGenerator) throws {
    let pairs = try knowledgeBase.table(
      """
      SELECT a.id, b.id FROM v_live_claim AS a JOIN v_live_claim AS b ON a.supplier IS b.supplier
        AND a.recipient IS b.recipient AND a.id < b.id WHERE a.scope = 'deal' AND b.scope = 'deal' ORDER BY 1, 2
      """)
    for _ in 0..<3 where !pairs.isEmpty {
      let pair = generator.one(of: pairs).split(separator: "|").compactMap { Int64($0) }
      let verdict = generator.one(of: [Verdicts.Judgement.same, .same, .different])
      do {
        _ = try knowledgeBase.judge(pair[0], pair[1], verdict, reason: "so", by: .on(day: 6))
      } catch is JudgementError {}
    }
    let claims = try knowledgeBase.column("SELECT id FROM v_live_claim ORDER BY id").compactMap { Int64($0) }
    for rank in [CountedClaim.Rank.deprecated, .deprecated, .preferred] where !claims.isEmpty {
      _ = try knowledgeBase.rank(generator.one(of: claims), rank, reason: "so", by: .on(day: 7))
    }
    let batches = try knowledgeBase.batches().filter { $0.kind == "import" }
    if generator.oneIn(3), let batch = batches.last { _ = try knowledgeBase.undo(batch.id, by: .on(day: 8)) }
  }

  /// Limits a filter further.
  mutating func limit(_ filter: inout Filter, by limit: Limit) {
    func code(_ codes: [String]) -> PartyCode { PartyCode(generator.one(of: codes)) }
    let tree = knowledgeBase.categories
    switch limit {
    case .supplier: filter.suppliers.append(code(["ISR", "RUS", "SUN", "TUR"]))
    case .recipient: filter.recipients.append(code(["AZE", "ARM"]))
    case .country: filter.countries.append(code(["AZE", "ARM", "ISR", "RUS"]))
    case .supplierRegion:
      filter.supplierRegions.append(generator.one(of: ["Western Asia", "Eastern Europe"]))
    case .recipientRegion: filter.recipientRegions.append("Western Asia")
    case .successor: filter.states = .successor
    case .source: filter.sources.append(generator.one(of: sources))
    case .assertedBy: filter.assertedBy.append(generator.one(of: sources))
    case .asOf: filter.asOf = PartialDate("2026-03-0\(generator.one(of: [2, 3, 4, 6, 7, 9]))")
    case .publishedBy:
      filter.publishedBy = PartialDate(generator.one(of: ["2015-02", "2016", "2016-04", "2019"]))
    case .credibility: filter.minCredibility = Int.random(in: 2...5, using: &generator)
    case .withoutDocument: filter.withoutDocuments.append(generator.one(of: documents))
    case .category, .categories:
      for _ in 0..<(limit == .category ? 1 : 2) {
        let slug = generator.one(of: ["aircraft", "uav", "missile", "tank", "loitering-munition"])
        if let category = tree.index(of: slug) { filter.categories.append(CategoryTree.Index(category)) }
      }
    case .weapon, .weapons:
      for _ in 0..<(limit == .weapon ? 1 : 2) { filter.weapons.append(generator.one(of: weapons)) }
    case .since: filter.since = PartialDate(generator.one(of: ["2006", "2007-02", "2007-03-01", "2009"]))
    case .until: filter.until = PartialDate(generator.one(of: ["2007", "2007-02", "2007-02-28", "2010"]))
    case .within:
      if filter.since == nil { filter.since = PartialDate("2007") }
      filter.within = true
    case .supplierIn: filter.supplierIn = [PartyCode("X-ORG")]
    case .recipientIn: filter.recipientIn = [PartyCode("X-ORG")]
    case .unit:
      filter.units = [FigureUnit(rawValue: generator.one(of: ["USD", "EUR", "TIV", "pieces", "battery"]))]
    case .units: filter.units = [FigureUnit(rawValue: "USD/2020"), .pieces, .tiv]
    case .disputed: filter.includeDisputed = true
    case .currency: filter.currency = generator.one(of: ["USD", "EUR"])
    case .constant: (filter.currency, filter.constantYear) = ("USD", 2020)
    }
  }

  /// A filter of up to three of those limits.
  mutating func filter(of limits: [Limit]) -> Filter {
    var filter = Filter()
    for _ in 0..<Int.random(in: 1...3, using: &generator) { limit(&filter, by: generator.one(of: limits)) }
    return filter
  }
}

extension KnowledgeBase {
  /// The identities of a list of claims, as they come, with those of the aggregates towards everybody.
  fileprivate func listed(
    _ filter: Filter, _ order: ClaimOrder = .recorded, limit: Int? = nil
  ) throws -> (claims: [ContentHash], overall: Set<ContentHash>) {
    var found: (claims: [ContentHash], overall: Set<ContentHash>) = ([], [])
    try claims(filter, order: order, limit: limit) { row in
      let key = try row.identity(0)
      found.claims.append(key)
      guard try row.text(16) == "aggregate" else { return }
      if try row.textOrNil(1) == nil || row.textOrNil(2) == nil { found.overall.insert(key) }
    }
    return found
  }

  /// The identities of a list of transfers, as they come, and which of them are disputed.
  fileprivate func transferKeys(
    _ filter: Filter, limit: Int? = nil
  ) throws -> (all: [ContentHash], disputed: Set<ContentHash>) {
    var found: (all: [ContentHash], disputed: Set<ContentHash>) = ([], [])
    try transfers(filter, limit: limit) { row in
      found.all.append(try row.identity(0))
      if try row.integer(20) == 1 { found.disputed.insert(try row.identity(0)) }
    }
    return found
  }

  fileprivate func explained(
    by grouping: TotalGrouping, _ filter: Filter, _ stage: StageChoice
  ) throws -> [ExplainedTotal] {
    var found: [ExplainedTotal] = []
    try explain(by: grouping, filter, stages: [stage]) { found.append($0) }
    return found
  }
}

extension ExplainedTotal {
  /// The identities of the claims of an item.
  fileprivate func keys(_ item: CountingItem) -> [ContentHash] { item.claims.map { claims[$0].key } }

  /// The identity of the transfer that an item is.
  fileprivate func transferKey(_ item: CountingItem) -> ContentHash? {
    guard case .transfer(let place) = item.kind else { return nil }
    return transfers[place].key
  }

  /// Whether a register gives any of its deals.
  fileprivate var hasRegister: Bool { claims.contains { $0.deal != 0 } }

  /// Everything that it lists.
  fileprivate var allKeys: Set<ContentHash> { Set(total.items.flatMap { keys($0) }) }
}

/// What a line of a total is, but for its claims.
private struct LineName: Hashable {
  var keys: [String?]
  var unit: FigureUnit
}

/// What lines come to together.
private struct Sum: Equatable {
  var figure: Figure?
  var transfers = 0
  var unstated = 0
  var claims: Int = 0

  init(_ lines: [TotalLine]) {
    for line in lines {
      figure = Figure.sum(figure, line.figure)
      transfers += line.transfers
      unstated += line.unstated
      claims += line.claims
    }
  }
}

@Suite("Answers to one question do not contradict one another, whatever it is limited to")
struct AnswerPropertyTests {
  /// So many filters are tried on each knowledge base.
  private static let filters = 6
  private static let seeds = 0..<8 as Range<UInt64>
  private static let stages: [StageChoice] = [.agreed, .delivered, .exactly(.approved), .exactly(.reported)]
  private static let whole: [TotalGrouping] = [.supplier, .recipient, .pair, .region, .supplierRegion]

  private func sums(_ lines: [TotalLine]) -> [FigureUnit: Sum] {
    Dictionary(grouping: lines, by: \.unit).mapValues { Sum($0) }
  }

  @Test("Every listed claim is accounted for, once, and no other", arguments: seeds)
  func claimsAreExplained(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 210_000)
    let knowledgeBase = base.knowledgeBase
    for number in 0..<AnswerPropertyTests.filters {
      let ofTransfers = Limit.ofTransfers.filter { $0 != .unit && $0 != .units }
      let filter = base.filter(of: Limit.ofParties + Limit.ofClaims + (number % 2 == 0 ? [] : ofTransfers))
      let (listed, overall) = try knowledgeBase.listed(filter)
      let claims = Set(listed)
      #expect(claims.count == listed.count)
      #expect(try knowledgeBase.claimCount(filter) == listed.count, "\(filter)")
      #expect(
        try knowledgeBase.originCounts(filter).reduce(0) { $0 + $1.claims } == listed.count, "\(filter)")
      let stage = anyStage(&base)
      let parts = try knowledgeBase.explained(by: .pair, filter, stage)
      let told = parts.reduce(into: Set<ContentHash>()) { $0.formUnion($1.allKeys) }
      #expect(claims.subtracting(overall).subtracting(told).isEmpty, "\(filter)")
      // What the same claims give, were nothing but the claims limited.
      var ofClaims = filter
      (ofClaims.categories, ofClaims.weapons) = ([], [])
      (ofClaims.since, ofClaims.until, ofClaims.within) = (nil, nil, false)
      (ofClaims.supplierIn, ofClaims.recipientIn) = ([], [])
      #expect(told.subtracting(try knowledgeBase.listed(ofClaims).claims).isEmpty, "\(filter)")
      if filter == ofClaims { try areListedUnderTheirUnits(parts, filter, knowledgeBase) }
      for part in parts {
        let all = part.total.items.flatMap { part.keys($0) }
        #expect(all.count == Set(all).count, "twice in \(part.unit) of \(filter)")
        #expect(part.total.recomputed() == part.total.figure)
      }
    }
  }

  /// That each claim which gives a figure is listed where its unit is asked for.
  private func areListedUnderTheirUnits(
    _ parts: [ExplainedTotal], _ filter: Filter, _ knowledgeBase: KnowledgeBase
  ) throws {
    for unit in [FigureUnit.pieces, FigureUnit(rawValue: "USD"), FigureUnit(rawValue: "battery")] {
      var asked = filter
      asked.units = [unit]
      var giving: Set<ContentHash> = []
      for part in parts {
        let units = part.vocabulary.units
        for claim in part.claims {
          let isGiven =
            (claim.quantity != nil && units[claim.quantityUnit] == unit)
            || (claim.value != nil && claim.unit > 0 && units[claim.unit] == unit)
          if isGiven { giving.insert(claim.key) }
        }
      }
      #expect(giving.isSubset(of: try knowledgeBase.listed(asked).claims), "\(asked)")
    }
  }

  private func anyStage(_ base: inout Base) -> StageChoice {
    base.generator.one(of: AnswerPropertyTests.stages)
  }

  @Test("Lines are what their explanations come to", arguments: seeds)
  func linesAreExplained(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 220_000)
    for _ in 0..<AnswerPropertyTests.filters { try linesAreExplained(&base) }
  }

  private func linesAreExplained(_ base: inout Base) throws {
    let filter = base.filter(of: Limit.allCases)
    let stage = anyStage(&base)
    for grouping in TotalGrouping.allCases {
      let parts = Dictionary(
        grouping: try base.knowledgeBase.explained(by: grouping, filter, stage),
        by: { LineName(keys: $0.keys, unit: $0.unit) })
      let lines = try base.knowledgeBase.totals(by: grouping, filter, stages: [stage])
      #expect(lines.count == Set(lines.map { LineName(keys: $0.keys, unit: $0.unit) }).count)
      for line in lines {
        let parts = parts[LineName(keys: line.keys, unit: line.unit)] ?? []
        let name = "\(line.keys) \(line.unit) of \(filter)"
        let figure = parts.reduce(nil) {
          Figure.sum($0, $1.total.figure?.thousandths(isQuantity: $1.total.isQuantity))
        }
        #expect(line.figure == figure, "\(name)")
        #expect(line.transfers == parts.reduce(0) { $0 + $1.total.transfers }, "\(name)")
        #expect(line.unstated == parts.reduce(0) { $0 + $1.total.unstated }, "\(name)")
        let counted = parts.flatMap { part in part.total.claims.map { part.claims[$0] } }
        #expect(line.claims == counted.count, "\(name)")
        #expect(line.documents == Set(counted.map(\.document)).count, "\(name)")
        #expect(line.origins == Set(counted.map(\.origin)).count, "\(name)")
      }
      // Nothing is counted that has no line.
      let told = Set(lines.map { LineName(keys: $0.keys, unit: $0.unit) })
      for (name, parts) in parts where parts.contains(where: { $0.total.transfers > 0 }) {
        #expect(told.contains(name), "\(name) of \(filter)")
      }
      guard grouping != .source, grouping != .year else { continue }
      // A claim stands in one line only.
      var lineOf: [ContentHash: [String?]] = [:]
      for (name, parts) in parts {
        for key in parts.reduce(into: Set<ContentHash>(), { $0.formUnion($1.allKeys) }) {
          #expect(lineOf[key] ?? name.keys == name.keys, "by \(grouping) of \(filter)")
          lineOf[key] = name.keys
        }
      }
    }
  }

  @Test("Whoever is asked for, sums are the same", arguments: seeds)
  func sumsAgree(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 230_000)
    for _ in 0..<AnswerPropertyTests.filters { try sumsAgree(&base) }
  }

  private func sumsAgree(_ base: inout Base) throws {
    let filter = base.filter(of: Limit.allCases)
    let stage = anyStage(&base)
    let knowledgeBase = base.knowledgeBase
    func totals(_ grouping: TotalGrouping, _ filter: Filter) throws -> [TotalLine] {
      try knowledgeBase.totals(by: grouping, filter, stages: [stage])
    }
    let pairs = sums(try totals(.pair, filter))
    for grouping in AnswerPropertyTests.whole {
      #expect(sums(try totals(grouping, filter)) == pairs, "by \(grouping) of \(filter)")
      let ranked = try knowledgeBase.rankedTotals(by: grouping, filter, stages: [stage])
      #expect(Set(ranked.map(\.line)) == Set(try totals(grouping, filter)), "by \(grouping) of \(filter)")
    }
    // The two sides of a country's page.
    guard filter.suppliers.isEmpty, filter.recipients.isEmpty else { return }
    for (side, other, limit) in [
      (TotalGrouping.recipient, TotalGrouping.supplier, \Filter.recipients),
      (.supplier, .recipient, \Filter.suppliers),
    ] as [(TotalGrouping, TotalGrouping, WritableKeyPath<Filter, [PartyCode]>)] {
      let lines = Dictionary(grouping: try totals(side, filter)) { $0.keys[0] }
      for code in ["AZE", "ISR", "RUS"] {
        var page = filter
        page[keyPath: limit] = [PartyCode(code)]
        #expect(try totals(side, page) == lines[code] ?? [], "\(code) of \(filter)")
        #expect(sums(try totals(other, page)) == sums(lines[code] ?? []), "\(code) of \(filter)")
      }
    }
  }

  @Test("Lines of kinds and years come to no less than all", arguments: seeds)
  func parts(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 240_000)
    for _ in 0..<AnswerPropertyTests.filters { try parts(&base) }
  }

  private func parts(_ base: inout Base) throws {
    let filter = base.filter(of: Limit.allCases)
    let stage = anyStage(&base)
    let knowledgeBase = base.knowledgeBase
    let explained = try knowledgeBase.explained(by: .pair, filter, stage)
    let all = sums(try knowledgeBase.totals(by: .pair, filter, stages: [stage]))
    // A register's deliveries stand under their years, and are held to windows by themselves.
    let hasDeliveries = explained.contains(where: \.hasRegister)
    for grouping in [TotalGrouping.category, .sipriClass, .weapon] + (hasDeliveries ? [] : [.year]) {
      let parts = sums(try knowledgeBase.totals(by: grouping, filter, stages: [stage]))
      #expect(Set(parts.keys) == Set(all.keys), "by \(grouping) of \(filter)")
      for (unit, sum) in all {
        let items = explained.filter { $0.unit == unit }.flatMap(\.total.items)
        let hasAggregates = items.contains { item in
          guard case .aggregate = item.kind else { return false }
          return !item.standing.isLeftOut || !item.standingInLow.isLeftOut
        }
        if hasAggregates {
          #expect(
            parts[unit]?.figure?.best ?? 0 >= sum.figure?.best ?? 0, "by \(grouping) \(unit) of \(filter)")
        } else {
          #expect(parts[unit] == sum, "by \(grouping) \(unit) of \(filter)")
        }
      }
    }
  }

  @Test("Transfers that are listed are those that totals take in", arguments: seeds)
  func transfersAreExplained(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 250_000)
    for _ in 0..<AnswerPropertyTests.filters { try transfersAreExplained(&base) }
  }

  private func transfersAreExplained(_ base: inout Base) throws {
    let limits = Limit.ofParties + Limit.ofTransfers + [.asOf, .publishedBy, .withoutDocument, .disputed]
    let filter = base.filter(of: limits)
    let knowledgeBase = base.knowledgeBase
    for stage in AnswerPropertyTests.stages {
      let parts = try knowledgeBase.explained(by: .pair, filter, stage)
      var asked = filter
      asked.stages = Stage.allCases.filter { stage.includes($0) }
      let (listed, disputed) = try knowledgeBase.transferKeys(asked)
      #expect(Set(listed).count == listed.count)
      var counted: Set<ContentHash> = []
      var leftOut: Set<ContentHash> = []
      var ofRegister: Set<ContentHash> = []
      for part in parts {
        for item in part.total.items {
          guard let key = part.transferKey(item) else { continue }
          if item.claims.contains(where: { part.claims[$0].deal != 0 }) { ofRegister.insert(key) }
          if !item.standing.isLeftOut { counted.insert(key) }
          if item.standing == .leftOut(.disputed) { leftOut.insert(key) }
        }
      }
      // A register's deliveries count by themselves.
      let hasTime =
        filter.since != nil || filter.until != nil || !filter.supplierIn.isEmpty
        || !filter.recipientIn.isEmpty
      let apart = hasTime ? ofRegister : []
      let name = "\(stage.word) of \(filter)"
      #expect(counted.subtracting(apart).isSubset(of: listed), "\(name)")
      #expect(Set(listed).subtracting(counted).subtracting(apart).isSubset(of: leftOut), "\(name)")
      #expect(Set(listed).intersection(leftOut).isSubset(of: disputed), "\(name)")
      if filter.includeDisputed { #expect(leftOut.isEmpty) }
    }
    // Those that a filter on single claims chooses are the transfers as they are.
    var whole = Filter()
    (whole.suppliers, whole.recipients) = (filter.suppliers, filter.recipients)
    var chosen = whole
    base.limit(&chosen, by: base.generator.one(of: [.source, .assertedBy, .credibility]))
    let claims = Set(try knowledgeBase.listed(chosen).claims)
    var having: Set<ContentHash> = []
    for part in try knowledgeBase.explained(by: .pair, whole, .agreed) {
      for transfer in part.transfers
      where transfer.members.contains(where: { claims.contains(part.claims[$0.claim].key) }) {
        having.insert(transfer.key)
      }
    }
    #expect(Set(try knowledgeBase.transferKeys(chosen).all) == having, "\(chosen)")
  }

  @Test("What is told to be left out is what totals leave out", arguments: seeds)
  func notCounted(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 290_000)
    for _ in 0..<AnswerPropertyTests.filters { try notCounted(&base) }
  }

  private func notCounted(_ base: inout Base) throws {
    let timeless: [Limit] = [.category, .categories, .weapon, .weapons, .unit, .units, .successor]
    let filter = base.filter(of: Limit.ofParties + Limit.ofClaims + timeless)
    func transfers(_ filter: Filter, _ stage: StageChoice, where isMeant: (Transfer) -> Bool) throws -> Int {
      try base.knowledgeBase.explained(by: .pair, filter, stage).reduce(into: Set<[String]>()) {
        found, part in
        for item in part.total.items where !item.standing.isLeftOut {
          guard case .transfer(let place) = item.kind, isMeant(part.transfers[place]) else { continue }
          found.insert(["\(part.keys)", "\(part.transfers[place].key)"])
        }
      }.count
    }
    var asked = filter
    asked.stages = [.ordered, .delivered, .inUse]
    for filter in [filter, asked] {
      let found = try base.knowledgeBase.notCounted(filter)
      #expect(try transfers(filter, .exactly(.reported)) { _ in true } == found.reported, "\(filter)")
      var disputed = filter
      disputed.includeDisputed = true
      #expect(try transfers(disputed, .agreed, where: \.isDisputed) == found.disputed, "\(filter)")
    }
  }

  @Test("A narrower question gets nothing that a wider one does not", arguments: seeds)
  func monotone(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 260_000)
    for _ in 0..<AnswerPropertyTests.filters { try monotone(&base) }
  }

  private func monotone(_ base: inout Base) throws {
    let wide = base.filter(of: Limit.allCases.filter { $0 != .asOf && $0 != .successor })
    var narrow = wide
    // One more of the same kind widens, and so does a former state's successor.
    let fresh = (Limit.ofParties + Limit.ofClaims + Limit.ofTransfers).filter { limit in
      var tried = wide
      base.limit(&tried, by: limit)
      return limit != .asOf && limit != .successor && isNarrower(tried, wide)
    }
    guard !fresh.isEmpty else { return }
    let limit = base.generator.one(of: fresh)
    base.limit(&narrow, by: limit)
    guard isNarrower(narrow, wide) else { return }
    let knowledgeBase = base.knowledgeBase
    let name = "\(limit): \(narrow)"
    #expect(
      Set(try knowledgeBase.listed(narrow).claims).isSubset(of: try knowledgeBase.listed(wide).claims),
      "\(name)")
    guard ![.publishedBy, .withoutDocument].contains(limit) else { return }
    #expect(
      Set(try knowledgeBase.transferKeys(narrow).all).isSubset(of: try knowledgeBase.transferKeys(wide).all),
      "\(name)")
    guard !Limit.ofClaims.contains(limit) else { return }
    func takenIn(_ filter: Filter) throws -> Set<[ContentHash]> {
      try knowledgeBase.explained(by: .pair, filter, .agreed).reduce(into: []) { found, part in
        for item in part.total.items {
          switch item.standing {
          case .leftOut(.otherAggregate), .leftOut(.outweighed): break
          case .leftOut: continue
          case .counted, .contained, .overlapped: break
          }
          found.insert(part.keys(item).sorted())
        }
      }
    }
    #expect(try takenIn(narrow).isSubset(of: takenIn(wide)), "\(name)")
    // Of some of a deal's deliveries another claim may speak best.
    let isOfTime = [Limit.since, .until, .within].contains(limit)
    if isOfTime, try knowledgeBase.explained(by: .pair, wide, .agreed).contains(where: \.hasRegister) {
      return
    }
    let sums = try knowledgeBase.totals(by: .pair, wide).reduce(into: [LineName: Int64]()) {
      $0[LineName(keys: $1.keys, unit: $1.unit)] = $1.best
    }
    for line in try knowledgeBase.totals(by: .pair, narrow) {
      #expect(
        line.best ?? 0 <= sums[LineName(keys: line.keys, unit: line.unit)] ?? 0, "\(line.unit) of \(name)")
    }
  }

  /// Whether everything that was limited is so in the same way, and something else is as well.
  private func isNarrower(_ narrow: Filter, _ wide: Filter) -> Bool {
    func kept<T: Equatable>(_ path: KeyPath<Filter, [T]>) -> Bool {
      wide[keyPath: path].isEmpty || wide[keyPath: path] == narrow[keyPath: path]
    }
    func keptDate(_ path: KeyPath<Filter, PartialDate?>) -> Bool {
      wide[keyPath: path] == nil || wide[keyPath: path] == narrow[keyPath: path]
    }
    return narrow != wide && kept(\.suppliers) && kept(\.recipients) && kept(\.countries)
      && kept(\.categories)
      && kept(\.weapons) && kept(\.sources) && kept(\.assertedBy) && kept(\.units) && kept(\.supplierRegions)
      && kept(\.recipientRegions) && kept(\.supplierIn) && kept(\.recipientIn) && keptDate(\.since)
      && keptDate(\.until) && keptDate(\.publishedBy) && keptDate(\.asOf)
      && (wide.minCredibility == nil || wide.minCredibility == narrow.minCredibility)
  }

  @Test("Limits on rows and their order change no row", arguments: seeds)
  func limits(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 270_000)
    for _ in 0..<AnswerPropertyTests.filters { try limits(&base) }
  }

  private func limits(_ base: inout Base) throws {
    let filter = base.filter(of: Limit.allCases)
    let knowledgeBase = base.knowledgeBase
    let rows = Int.random(in: 0...9, using: &base.generator)
    for order in [KnowledgeBase.ClaimOrder.recorded, .time] {
      let all = try knowledgeBase.listed(filter, order).claims
      #expect(
        try knowledgeBase.listed(filter, order, limit: rows).claims == Array(all.prefix(rows)), "\(filter)")
      #expect(Set(all) == Set(try knowledgeBase.listed(filter).claims), "\(filter)")
    }
    let transfers = try knowledgeBase.transferKeys(filter).all
    #expect(
      try knowledgeBase.transferKeys(filter, limit: rows).all == Array(transfers.prefix(rows)), "\(filter)")
    var overall: [ContentHash] = []
    try knowledgeBase.overallClaims(filter, limit: 1_000) { overall.append(try $0.identity(0)) }
    #expect(try knowledgeBase.overallCount(filter) == overall.count, "\(filter)")
  }

  @Test("What is stored is what a question that limits nothing gets", arguments: seeds)
  func stored(seed: UInt64) throws {
    var base = try Base(seed: seed &+ 280_000)
    for _ in 0..<AnswerPropertyTests.filters { try stored(&base) }
  }

  private func stored(_ base: inout Base) throws {
    let filter = base.filter(of: Limit.ofParties + [.unit, .units])
    var later = filter
    later.asOf = PartialDate("2999")
    for grouping in AnswerPropertyTests.whole {
      #expect(
        try base.knowledgeBase.totals(by: grouping, filter) == base.knowledgeBase.totals(by: grouping, later),
        "by \(grouping) of \(filter)")
    }
    #expect(try base.knowledgeBase.listed(filter).claims == base.knowledgeBase.listed(later).claims)
    #expect(try base.knowledgeBase.transferKeys(filter).all == base.knowledgeBase.transferKeys(later).all)
  }
}
