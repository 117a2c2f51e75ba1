import ArmsModel
import Counting
import Storage
import Testing

@Suite("What always holds, whatever was imported")
struct PropertyTests {
  private func lines(_ generator: inout SeededGenerator) -> [String] {
    generator.records(Int.random(in: 1...40, using: &generator)).map(\.json)
  }

  private func expectSame(
    _ a: Snapshot, _ b: Snapshot, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.claims == b.claims, sourceLocation: sourceLocation)
    #expect(a.transfers == b.transfers, sourceLocation: sourceLocation)
    for (grouping, lines) in a.totals {
      #expect(lines == b.totals[grouping], "by \(grouping)", sourceLocation: sourceLocation)
    }
  }

  @Test("The order of import changes nothing", arguments: 0..<100 as Range<UInt64>)
  func order(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let lines = lines(&generator)
    let one = try KnowledgeBase.inMemory()
    try one.add(lines)
    let other = try KnowledgeBase.inMemory()
    try other.add(lines.shuffled(using: &generator))
    try expectSame(Snapshot(one), Snapshot(other))
  }

  @Test(
    "Whichever spelling of a new weapon comes first, the figures are the same",
    arguments: 0..<50 as Range<UInt64>)
  func spellings(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 7_000)
    var records = generator.records(20)
    for place in records.indices {
      records[place].weapon = generator.one(of: [
        "Spear Nine", "SPEAR-9", "spear-nine", "Spear 9", "Heron", nil,
      ])
      records[place].category = nil
    }
    let lines = records.map(\.json)
    func figures(_ lines: [String]) throws -> [[TotalLine]] {
      let knowledgeBase = try KnowledgeBase.inMemory()
      try knowledgeBase.add(lines)
      return try [TotalGrouping.supplier, .recipient, .pair, .category, .year].map {
        try knowledgeBase.totals(by: $0)
      }
    }
    #expect(try figures(lines) == figures(lines.shuffled(using: &generator)))
  }

  @Test("Many small files give what one large one gives", arguments: 0..<100 as Range<UInt64>)
  func incremental(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 1_000)
    let lines = lines(&generator)
    let whole = try KnowledgeBase.inMemory()
    try whole.add(lines)
    let parts = try KnowledgeBase.inMemory()
    var rest = lines[...]
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1...7, using: &generator))
      rest = rest.dropFirst(part.count)
      try parts.add(part)
    }
    try expectSame(Snapshot(whole), Snapshot(parts))
    // The order of the claims is the same, and so are all rows: the tables must be equal to the byte.
    let (stored, transfers) = (try parts.storedTotals(), try parts.transferLines())
    #expect(try whole.storedTotals() == stored)
    try parts.deriveAll()
    #expect(try parts.storedTotals() == stored)
    #expect(try parts.transferLines() == transfers)
    #expect(try parts.database.foreignKeyCheck().isEmpty)
  }

  @Test(
    "Totals by supplier, recipient, pair and region add up to the same figure of each unit",
    arguments: 0..<100 as Range<UInt64>)
  func sums(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 2_000)
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(lines(&generator))
    var filters = [Filter(), Filter(), Filter()]
    filters[1].recipients = [PartyCode("AZE")]
    filters[2].since = PartialDate("2007")
    filters[2].until = PartialDate("2010")
    for filter in filters {
      for stage in [StageChoice.agreed, .delivered, .exactly(.approved)] {
        func sum(_ grouping: TotalGrouping) throws -> [FigureUnit: [Int64]] {
          var sums: [FigureUnit: [Int64]] = [:]
          for line in try knowledgeBase.totals(by: grouping, filter, stages: [stage]) {
            let parts = [
              line.low ?? 0, line.best ?? 0, line.high ?? 0, Int64(line.transfers), Int64(line.unstated),
              Int64(line.claims),
            ]
            sums[line.unit] = zip(sums[line.unit] ?? Array(repeating: 0, count: 6), parts).map { $0 + $1 }
          }
          return sums
        }
        let pairs = try sum(.pair)
        #expect(try sum(.supplier) == pairs)
        #expect(try sum(.recipient) == pairs)
        #expect(try sum(.region) == pairs)
      }
    }
  }

  @Test("low <= best <= high, and no more is unstated than there is", arguments: 0..<100 as Range<UInt64>)
  func bounds(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 3_000)
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(lines(&generator))
    for grouping in TotalGrouping.allCases {
      for line in try knowledgeBase.totals(by: grouping, stages: [.agreed, .exactly(.reported)]) {
        #expect((line.low == nil) == (line.best == nil))
        #expect((line.high == nil) == (line.best == nil))
        if let low = line.low, let best = line.best, let high = line.high {
          #expect(0 <= low && low <= best && best <= high)
        }
        #expect(line.unstated <= line.transfers)
        #expect(line.origins <= line.claims)
        #expect(line.documents <= line.claims)
        #expect(line.origins > 0)
      }
    }
    try knowledgeBase.transfers(Filter()) { row in
      for column in [8, 12] as [Int32] {
        guard let best = try row.integerOrNil(column + 1) else { continue }
        let (low, high) = (try row.integer(column), try row.integer(column + 2))
        #expect(low <= best && best <= high)
      }
    }
  }

  @Test(
    "The stored totals are those that are worked out from the claims", arguments: 0..<100 as Range<UInt64>)
  func storedAndComputed(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 4_000)
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(lines(&generator))
    var filters = [Filter(), Filter(), Filter(), Filter(), Filter(), Filter()]
    filters[1].suppliers = [PartyCode("ISR")]
    filters[2].recipients = [PartyCode("AZE")]
    filters[3].countries = [PartyCode("ARM"), PartyCode("RUS")]
    filters[4].units = [FigureUnit(rawValue: "USD"), .tiv]
    filters[5].suppliers = [PartyCode("RUS"), PartyCode("TUR")]
    filters[5].recipients = [PartyCode("ARM")]
    for filter in filters {
      var later = filter
      later.asOf = PartialDate("2999")
      for grouping in [TotalGrouping.supplier, .recipient, .pair] {
        let stored = try knowledgeBase.totals(by: grouping, filter)
        let computed = try knowledgeBase.totals(by: grouping, later)
        #expect(stored == computed, "by \(grouping)")
      }
    }
    // A denial disputes deals, which are kept as such, and period totals.
    let count = "SELECT (SELECT count(*) FROM transfer WHERE disputed = 1) + count(*) FROM claim"
    if try knowledgeBase.column("\(count) WHERE status = 'denied'") == ["0"] {
      var disputed = Filter()
      disputed.includeDisputed = true
      #expect(
        try knowledgeBase.totals(by: .pair) == knowledgeBase.totals(by: .pair, disputed))
    }
  }

  @Test("One more outlet's copy changes no total and no origin count", arguments: 0..<100 as Range<UInt64>)
  func oneMoreOutlet(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 5_000)
    var records = generator.records(Int.random(in: 1...30, using: &generator))
    for place in records.indices {
      // Origin and date are those of whoever said it first; a copy may only be as late.
      records[place].assertedBy = records[place].assertedBy ?? records[place].agency ?? "The Daily"
      records[place].published = "2014-01-01"
    }
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(records.map(\.json))
    let before = try Snapshot(knowledgeBase)
    var copies = records.shuffled(using: &generator)
    for place in copies.indices {
      copies[place].publisher = "Copycat"
      copies[place].agency = nil
      copies[place].title = "Copy of " + (copies[place].title ?? "")
    }
    #expect(try knowledgeBase.add(copies.map(\.json), by: .on(day: 3)).added == Set(copies.map(\.json)).count)
    let after = try Snapshot(knowledgeBase)
    for (grouping, lines) in before.figures { #expect(after.figures[grouping] == lines, "by \(grouping)") }
    #expect(before.transfers.count == after.transfers.count)
  }

  @Test(
    "Units never mix: each line holds what claims of its unit alone give", arguments: 0..<100 as Range<UInt64>
  )
  func units(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 6_000)
    let records = generator.records(Int.random(in: 1...40, using: &generator))
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(records.map(\.json))
    let known = Set(
      records.flatMap { record in
        [
          record.currency.map { $0 + (record.priceYear.map { "/\($0)" } ?? "") },
          record.quantityUnit ?? "pieces",
        ]
      })
    var largest: [String: Int64] = [:]
    for record in records {
      if let value = record.valueMax ?? record.value, let currency = record.currency {
        let unit = currency + (record.priceYear.map { "/\($0)" } ?? "")
        largest[unit, default: 0] += Int64(max(value, record.value ?? 0)) * 1_000
      }
      if let quantity = record.quantityMax ?? record.quantity {
        largest[record.quantityUnit ?? "pieces", default: 0] += Int64(quantity) * 1_000
      }
    }
    for line in try knowledgeBase.totals(by: .pair) {
      #expect(known.contains(line.unit.rawValue))
      #expect((line.high ?? 0) <= largest[line.unit.rawValue, default: 0])
    }
  }

  @Test("A quantity in 'USD' is not money")
  func quantityUnitNamedAsCurrency() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var money = TestRecord()
    (money.value, money.currency) = (100, "USD")
    var odd = TestRecord()
    (odd.quantity, odd.quantityUnit, odd.weapon) = (7, "USD", "T-72")
    do { try knowledgeBase.add([money.json, odd.json]) } catch is BadRecords { return }
    for filter in [
      Filter(),
      {
        var f = Filter(); f.asOf = PartialDate("2999"); return f
      }(),
    ] {
      for grouping in [TotalGrouping.supplier, .pair] {
        let best = try knowledgeBase.totals(by: grouping, filter).compactMap(\.best).sorted()
        #expect(best == [7_000, 100_000])
      }
    }
  }

  @Test("Sums that are too large are empty, and say so")
  func tooLarge() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    record.quantity = 1_000_000_000_000_000
    try knowledgeBase.add(
      (0..<12).map { number in
        record.weapon = "Weapon \(number)"
        return record.json
      })
    var past = Filter()
    past.asOf = PartialDate("2999")
    for filter in [Filter(), past] {
      for line in try knowledgeBase.totals(by: .supplier, filter) {
        #expect(line.low == nil && line.best == nil && line.high == nil && line.transfers == 12)
        #expect(line.absences == [.tooLarge] && line.isTooLarge)
      }
    }
  }
}
