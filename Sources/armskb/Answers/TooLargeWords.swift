import ArmsModel
import Counting
import Storage

/// Says which claims make sums too large to be kept, beside an answer that leaves their figures empty.
enum TooLargeWords {
  /// So many lines and claims are named; the rest is counted.
  private static let shown = 5

  /// How a claim that is mistyped is set aside.
  private static let advice: Words =
    "  if one is mistyped, set it aside: armskb rank ID deprecated --reason …"

  /// Names what is too large to be added up.
  static func tell<Item>(_ items: [Item], _ name: (Item) -> Words) {
    guard !items.isEmpty else { return }
    Console.say("too large to be added up, and left empty:")
    for item in items.prefix(shown) { Console.say("  \(name(item))") }
    if items.count > shown { Console.say("  and \(items.count - shown) more") }
  }

  /// Names the claims because of which lines of a total have no figure, or are not converted.
  ///
  /// - Parameter together: a line of each unit and stage of which the lines together are too large, too.
  static func tell(
    _ lines: [TotalLine], by grouping: TotalGrouping, _ filter: Filter, _ stages: [StageChoice],
    _ knowledgeBase: KnowledgeBase, together: [TotalLine] = []
  ) throws {
    let sums = try knowledgeBase.tooLargeSums(
      by: grouping, filter, stages: stages, among: lines, together: together)
    let table = TotalsTable(knowledgeBase, grouping)
    for sum in sums.prefix(shown) {
      let name = sum.keys.map { $0.map { table.name($0) }.joined(separator: " to ") } ?? "all together"
      let stage = stages.count > 1 ? ", \(sum.stage)" : ""
      Console.say(
        "too large to be added up, and left empty: \(name), \(sum.unit)\(stage); the largest claims:")
      try tell(claims: sum.claims, knowledgeBase)
    }
    if sums.count > shown {
      Console.say("and \(count(sums.count - shown, "more line")) too large to be added up")
    }
    if !sums.isEmpty { Console.say(advice) }
    let unconverted = Set(lines.flatMap(\.unconverted)).sorted()
    guard !unconverted.isEmpty else { return }
    Console.say("too large to be converted, and left in its own unit:")
    try tell(claims: Array(unconverted.prefix(shown)), knowledgeBase)
    if unconverted.count > shown { Console.say("  and more") }
    if sums.isEmpty { Console.say(advice) }
  }

  /// One line a claim: who, what, how much; where it stands.
  static func tell(claims rows: [Int64], _ knowledgeBase: KnowledgeBase) throws {
    var sentences: [Int64: String] = [:]
    try knowledgeBase.claimCards(rows) { sentences[$0] = $1.sentence }
    for row in rows {
      let place = try knowledgeBase.place(ofClaim: row).map { ", \($0)" } ?? ""
      Console.say("  \(sentences[row] ?? "")\(place)")
    }
  }
}
