import ArmsModel
import Counting
import Storage
import Testing

@Suite("Windows of years, shares and top lists")
struct WindowTests {
  private struct Line: Hashable {
    var keys: [String?]
    var unit: FigureUnit
    var stage: String

    init(_ line: TotalLine) { (keys, unit, stage) = (line.keys, line.unit, line.stage) }
  }

  private func filled(_ generator: inout SeededGenerator) throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(generator.records(Int.random(in: 1...40, using: &generator)).map(\.json))
    return knowledgeBase
  }

  private static let groupings = TotalGrouping.allCases.filter { $0 != .year && $0 != .source }

  @Test("A window gives what asking for its years gives", arguments: 0..<60 as Range<UInt64>)
  func sameAsAsking(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 50_000)
    let knowledgeBase = try filled(&generator)
    let window = YearWindow(years: Int.random(in: 1...8, using: &generator), endingIn: 2012)
    let grouping = WindowTests.groupings[Int(seed) % WindowTests.groupings.count]
    let stages = [StageChoice.agreed, .exactly(.approved)]
    let lines = try knowledgeBase.rankedTotals(
      by: grouping, stages: stages, windows: WindowChoice(years: window.length, lastYear: 2012))
    func asked(_ window: YearWindow, within: Bool) throws -> [Line: TotalLine] {
      var filter = Filter()
      filter.since = PartialDate("\(window.firstYear)")
      filter.until = PartialDate("\(window.lastYear)")
      filter.within = within
      let all = try knowledgeBase.totals(by: grouping, filter, stages: stages)
      return Dictionary(uniqueKeysWithValues: all.map { (Line($0), $0) })
    }
    let inside = try asked(window, within: true)
    let touching = try asked(window, within: false)
    let before = try asked(window.previous, within: true)
    for line in lines {
      #expect(line.window == window)
      let key = Line(line.line)
      #expect(line.line == inside[key] ?? line.line, "\(key)")
      #expect(line.line.best == inside[key]?.best)
      #expect(line.spanning == (touching[key]?.best ?? 0) - (inside[key]?.best ?? 0), "\(key)")
      #expect(line.previous == before[key]?.best)
      #expect(line.spanning >= 0 && line.previousSpanning >= 0)
      if let share = line.share, let low = line.shareLow, let high = line.shareHigh {
        #expect(low <= share && share <= high)
        let group = lines.filter { $0.line.unit == line.line.unit && $0.line.stage == line.line.stage }
        if group.allSatisfy({ $0.spanning == 0 }) { #expect(low == share && share == high) }
      }
      if let change = line.change, let low = line.changeLow { #expect(low <= change) }
      if let change = line.change, let high = line.changeHigh { #expect(change <= high) }
    }
    let found = Set(lines.map { Line($0.line) })
    for (key, line) in inside where line.transfers > 0 { #expect(found.contains(key), "\(key)") }
  }

  @Test("Shares add up, and the others are what is left", arguments: 0..<60 as Range<UInt64>)
  func shares(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 60_000)
    let knowledgeBase = try filled(&generator)
    let windows = seed % 2 == 0 ? nil : WindowChoice(years: 4, lastYear: nil)
    let grouping = WindowTests.groupings[Int(seed) % WindowTests.groupings.count]
    let top = Int.random(in: 1...4, using: &generator)
    let all = try knowledgeBase.rankedTotals(by: grouping, windows: windows)
    let few = try knowledgeBase.rankedTotals(by: grouping, windows: windows, top: top)
    for unit in Set(all.map(\.line.unit)) {
      for window in Set(all.map(\.window)) {
        let all = all.filter { $0.line.unit == unit && $0.window == window }
        let few = few.filter { $0.line.unit == unit && $0.window == window }
        func sum(_ lines: [RankedLine], _ number: (RankedLine) -> Int64?) -> Int64 {
          lines.reduce(0) { $0 + (number($1) ?? 0) }
        }
        let hasFigure = sum(all) { $0.line.best } > 0
        #expect(sum(all) { $0.share } == (hasFigure ? 100_000 : 0))
        #expect(few.count == min(all.count, top + 1))
        for number in [
          \RankedLine.line.best, \.share, \.previous, \.line.low,
        ] as [KeyPath<RankedLine, Int64?>] {
          #expect(sum(all) { $0[keyPath: number] } == sum(few) { $0[keyPath: number] })
        }
        #expect(sum(all) { $0.spanning } == sum(few) { $0.spanning })
        #expect(sum(all) { Int64($0.line.transfers) } == sum(few) { Int64($0.line.transfers) })
        let bests = all.map { $0.line.best ?? -1 }
        #expect(bests == bests.sorted(by: >))
        for (place, line) in all.enumerated() where line.line.best != nil {
          #expect(line.rank == (bests.firstIndex(of: bests[place]) ?? 0) + 1)
        }
        for (one, other) in zip(all, few.prefix(top)) {
          #expect(one.line == other.line && one.share == other.share && one.rank == other.rank)
        }
      }
    }
  }

  /// The years of a table of volumes, and its sum over all of them, say the same.
  @Test("A dataset's sum over years that it also gives singly does not span")
  func tablesDoNotSpan() throws {
    var register = try Register()
    try register.release(100, day: "2020-03-01")
    for year in 2010...2019 {
      try register.claim(
        100, "delivered", deal: nil,
        [
          "from_date": "'\(year)'", "to_date": "'\(year)'", "value_thousandths": "\(year * 10)",
          "currency": "'TIV'",
        ])
    }
    try register.claim(
      100, "delivered", deal: nil,
      ["from_date": "'2010'", "to_date": "'2019'", "value_thousandths": "201450", "currency": "'TIV'"])
    try register.knowledgeBase.deriveAll()
    var filter = Filter()
    filter.units = [.tiv]
    let lines = try register.knowledgeBase.rankedTotals(
      by: .supplier, filter, windows: WindowChoice(years: 5))
    #expect(lines.count == 1)
    #expect(lines.first?.window?.name == "2015–2019")
    #expect(lines.first?.line.best == (2015...2019).reduce(0) { $0 + Int64($1) * 10 })
    #expect(lines.first?.previous == (2010...2014).reduce(0) { $0 + Int64($1) * 10 })
    #expect(lines.first?.spanning == 0 && lines.first?.previousSpanning == 0)
  }

  @Test("Windows end with the last year of a unit's data, whoever is asked for")
  func lastYear() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([
      TestRecord(recipient: "AZE", quantity: 3, status: "delivered", from: "2019").json,
      TestRecord(supplier: "RUS", recipient: "AZE", quantity: 5, status: "delivered", from: "2012").json,
      TestRecord(recipient: "ARM", value: 7, currency: "USD", status: "delivered", from: "2015").json,
    ])
    #expect(try knowledgeBase.years()[.pieces] == 2012...2019)
    var filter = Filter()
    filter.suppliers = [PartyCode("RUS")]
    let none = try knowledgeBase.rankedTotals(by: .supplier, filter, windows: WindowChoice(years: 3))
    #expect(none.isEmpty)
    var all = WindowChoice(years: 3)
    all.all = true
    let lines = try knowledgeBase.rankedTotals(by: .supplier, filter, windows: all)
    #expect(lines.map(\.window?.name) == ["2014–2016", "2011–2013"].suffix(lines.count))
    #expect(lines.last?.line.best == 5_000)
    all.firstYear = 2014
    #expect(
      try knowledgeBase.rankedTotals(by: .supplier, filter, windows: all).allSatisfy { $0.line.best == nil })
    let money = try knowledgeBase.rankedTotals(by: .recipient, windows: WindowChoice(years: 1))
    #expect(Set(money.map { "\($0.line.unit) \($0.window?.name ?? "")" }) == ["USD 2015", "pieces 2019"])
  }
}
