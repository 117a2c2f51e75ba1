import ArmsModel
import Counting
import Storage
import Testing

/// Invariant 9 on whole knowledge bases: imports, withdrawals, verdicts and ranks of several days.
@Suite("Asking as of a day, whatever was recorded since")
struct AsOfPropertyTests {
  /// What is asked: totals by everything, narrowed in several ways, the transfers, and the claims.
  private static let filters: [Filter] = {
    var filters = [Filter](repeating: Filter(), count: 5)
    filters[1].suppliers = [PartyCode("ISR")]
    filters[1].includeDisputed = true
    filters[2].since = PartialDate("2007")
    filters[2].until = PartialDate("2010")
    filters[2].within = true
    filters[3].recipients = [PartyCode("AZE")]
    filters[3].units = [FigureUnit(rawValue: "USD"), .tiv]
    filters[4].publishedBy = PartialDate("2019")
    return filters
  }()

  /// Two of the filters, others for another seed.
  private func answers(
    of knowledgeBase: KnowledgeBase, _ seed: UInt64, asOf day: PartialDate? = nil
  ) throws -> [String] {
    var answers: [String] = []
    for place in [0, 1 + Int(seed % 4)] {
      var filter = AsOfPropertyTests.filters[place]
      filter.asOf = day
      for grouping in [
        TotalGrouping.pair, TotalGrouping.allCases[Int(seed / 4) % TotalGrouping.allCases.count],
      ] {
        let stages = [StageChoice.agreed, .delivered, .exactly(.approved)]
        let lines = try knowledgeBase.totals(by: grouping, filter, stages: stages).ordered
        answers += lines.map { "filter \(place) by \(grouping): \($0)" }
      }
      try knowledgeBase.transfers(filter) { row in
        let cells = (0..<row.columnCount).map { column in
          row.textBytes(Int32(column)).map { String(decoding: $0, as: UTF8.self) } ?? "-"
        }
        answers.append("filter \(place) transfer: \(cells.joined(separator: "|"))")
      }
      answers += try knowledgeBase.hashes(filter).map { "filter \(place) claim: \($0)" }
    }
    return answers
  }

  /// Records something; a person's judgement that cannot be is left out.
  private func act(
    on knowledgeBase: KnowledgeBase, by hand: Hand, _ generator: inout SeededGenerator
  ) throws -> String {
    let rows = try knowledgeBase.column("SELECT id FROM claim").compactMap(Int64.init)
    let live = try knowledgeBase.batches().filter { $0.isLive && $0.kind != "reference" }
    do {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where !live.isEmpty:
        let batch = generator.one(of: live).id
        _ = try knowledgeBase.undo(batch, by: hand)
        return "undo \(batch)"
      case 1...3 where rows.count > 1:
        // Of the claims of one pair, since no others can be judged.
        let pairs = try knowledgeBase.table(
          """
          SELECT a.id, b.id FROM claim AS a JOIN claim AS b ON a.supplier IS b.supplier
            AND a.recipient IS b.recipient AND a.id < b.id AND a.scope = 'deal' AND b.scope = 'deal'
          """)
        guard !pairs.isEmpty else { return "nothing to judge" }
        let pair = generator.one(of: pairs).split(separator: "|").compactMap { Int64($0) }
        let judgement = generator.one(of: Verdicts.Judgement.allCases)
        _ = try knowledgeBase.judge(pair[0], pair[1], judgement, reason: "read both", by: hand)
        return "\(pair[0]) \(judgement.rawValue) \(pair[1])"
      case 4 where !rows.isEmpty:
        let row = generator.one(of: rows)
        let rank = generator.one(of: [CountedClaim.Rank.preferred, .deprecated, .normal])
        _ = try knowledgeBase.rank(row, rank, reason: "better sourced", by: hand)
        return "\(row) \(rank)"
      default:
        let records = generator.records(Int.random(in: 2...7, using: &generator)).map(\.json)
        try knowledgeBase.add(records, by: hand)
        return "import of \(records.count)"
      }
    } catch let error as JudgementError {
      return "refused: \(error)"
    }
  }

  @Test("9: asking as of a day gives what asking on that day gave", arguments: 0..<60 as Range<UInt64>)
  func asOf(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 90_000)
    let knowledgeBase = try KnowledgeBase.inMemory()
    var days: [(day: Int, acts: [String], answers: [String])] = []
    for day in [2, 3, 5, 8, 9, 14] {
      // Several things on one day: the end of the day is what counts.
      let acts = try (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        try act(on: knowledgeBase, by: .on(day: day), &generator)
      }
      days.append((day, acts, try answers(of: knowledgeBase, seed)))
    }
    for (day, acts, then) in days {
      let now = try answers(of: knowledgeBase, seed, asOf: PartialDate(year: 2026, month: 3, day: day))
      let gone = Set(then).subtracting(now).sorted()
      let new = Set(now).subtracting(then).sorted()
      let history = days.map { "day \($0.day): \($0.acts.joined(separator: ", "))" }.joined(separator: "\n")
      #expect(gone.isEmpty && new.isEmpty, "day \(day) \(acts)\nthen \(gone)\nnow \(new)\n\(history)")
      // A day on which nothing was recorded is as the one before.
      guard day != 2, day != 3, day != 9, day != 14 else { continue }
      let before = days.last { $0.day < day }.map(\.answers)
      let quiet = try answers(of: knowledgeBase, seed, asOf: PartialDate(year: 2026, month: 3, day: day - 1))
      #expect(before.map { Set($0) == Set(quiet) } ?? false, "day \(day - 1)\n\(history)")
    }
  }
}
