import Counting
import SQLite
import Storage

/// What a knowledge base answers, without anything that depends on the order of import.
struct Snapshot: Equatable {
  var claims: [String]
  var transfers: [String]
  var totals: [String: [TotalLine]]

  init(_ knowledgeBase: KnowledgeBase, _ filter: Filter = Filter()) throws {
    claims = try knowledgeBase.hashes(filter)
    transfers = try knowledgeBase.transferLines()
    totals = [:]
    for grouping in TotalGrouping.allCases {
      totals["\(grouping)"] = try knowledgeBase.totals(by: grouping, filter).ordered
      for stage in [StageChoice.delivered, .exactly(.approved)] {
        totals["\(grouping) \(stage.word)"] =
          try knowledgeBase.totals(by: grouping, filter, stages: [stage]).ordered
      }
    }
  }

  /// Only the figures of the totals: what one more outlet's copy leaves as it is.
  var figures: [String: [String]] {
    totals.filter { !$0.key.hasPrefix("source") }.mapValues { lines in
      lines.map {
        "\($0.keys) \($0.unit) \(String(describing: ($0.low, $0.best, $0.high))) \($0.transfers) \($0.unstated) "
          + "\($0.origins) \($0.originNames) \($0.first ?? "")–\($0.last ?? "") \($0.categories)"
      }
    }
  }
}

extension [TotalLine] {
  /// In an order that does not depend on rows: sources are told apart by row, and printed by name.
  var ordered: [TotalLine] {
    func key(_ line: TotalLine) -> String {
      (line.keys.map { $0 ?? "" } + [line.unit.rawValue, line.stage]).joined(separator: "\u{1}")
    }
    return sorted { key($0) < key($1) }
  }
}

extension KnowledgeBase {
  /// The identities of the claims that stand and pass the filter, in their order.
  func hashes(_ filter: Filter = Filter()) throws -> [String] {
    var found: [String] = []
    try claims(filter) { row in
      found.append(try row.blob(0).map { String($0, radix: 16) }.joined(separator: "-"))
    }
    return found.sorted()
  }

  /// The transfers with their members, in the order of their identities.
  func transferLines() throws -> [String] {
    try table(
      """
      SELECT hex(t.key), t.supplier, t.recipient, w.designation, t.category, t.stage, t.disputed, t.quantity_low,
        t.quantity_best, t.quantity_high, t.quantity_unit, t.value_low, t.value_best, t.value_high, t.unit,
        t.other_figures, t.from_date, t.to_date, t.claims, t.origins,
        (SELECT group_concat(m, ' ') FROM (SELECT hex(c.hash) || ':' || tc.rule AS m FROM transfer_claim AS tc
          JOIN claim AS c ON c.id = tc.claim WHERE tc.transfer = t.id ORDER BY c.hash))
      FROM transfer AS t LEFT JOIN weapon AS w ON w.id = t.weapon ORDER BY t.key
      """)
  }

  /// The tables of totals as they are stored, in the order of their keys.
  func storedTotals() throws -> [String] {
    try table(
      """
      SELECT 'pair', supplier, recipient, unit, low, best, high, transfers, unstated, claims, first, last, categories,
        hex(origin_set), hex(document_set) FROM pair_total ORDER BY supplier, recipient, unit
      """)
      + table(
        """
        SELECT side, party, unit, low, best, high, transfers, unstated, claims, first, last, categories,
          hex(origin_set), documents FROM party_total ORDER BY side, party, unit
        """)
  }
}
