import Foundation
import Testing

/// The explanation as JSON is a proof: a script that knows nothing else arrives at the figures.
@Suite struct ProofTests {
  private struct Item {
    var number: Int
    var standing: String
    var by: Int?
    var low: Decimal?
    var best: Decimal?
    var high: Decimal?
    var standingInLow: String
    var byInLow: Int?
  }

  private func decimal(_ value: Any?) -> Decimal? {
    (value as? NSNumber).map { Decimal(string: $0.stringValue) ?? .nan }
  }

  /// What an item comes to: its own number, or the sum of what lies inside it if that is more.
  private func worth(
    _ item: Item, _ items: [Item], _ standing: (Item) -> (String, Int?), _ number: (Item) -> Decimal?
  ) -> Decimal {
    let inside = items.filter { standing($0) == ("contained", item.number) }
    return max(
      number(item) ?? 0, inside.reduce(0) { $0 + worth($1, items, standing, number) })
  }

  @Test(arguments: [
    ["--by", "pair"], ["--by", "supplier", "--recipient", "AZE"], ["--by", "year"], ["--by", "category"],
    ["--by", "pair", "--currency", "USD"], ["--by", "pair", "--stage", "delivered"],
    ["--by", "recipient", "--since", "2012", "--include-disputed"],
    ["--by", "pair", "--published-by", "2013"],
  ])
  func addsUp(arguments: [String]) throws {
    let desk = try Desk()
    let records = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("data/records")
    let files = try FileManager.default.contentsOfDirectory(atPath: records.path).sorted()
      .filter { $0.hasSuffix(".jsonl") }.map { records.appendingPathComponent($0).path }
    #expect(try desk.run(["import"] + files).status == 0)
    let outcome = try desk.run(["query", "totals", "--explain", "--format", "json"] + arguments)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [[String: Any]])
    #expect(!rows.isEmpty)
    var proved = 0
    for row in rows {
      let parts = try #require(row["explanation"] as? [[String: Any]])
      var sum: (low: Decimal, best: Decimal, high: Decimal?) = (0, 0, 0)
      for part in parts {
        let items = (part["items"] as? [[String: Any]] ?? []).map { item in
          Item(
            number: item["item"] as? Int ?? 0, standing: item["standing"] as? String ?? "",
            by: item["by_item"] as? Int, low: decimal(item["low"]), best: decimal(item["best"]),
            high: decimal(item["high"]), standingInLow: item["standing_in_low"] as? String ?? "",
            byInLow: item["by_item_in_low"] as? Int)
        }
        #expect(Set(items.map(\.number)).count == items.count)
        let best = items.filter { $0.standing == "counted" }.reduce(Decimal(0)) {
          $0 + worth($1, items, { ($0.standing, $0.by) }, { $0.best })
        }
        let low = items.filter { $0.standingInLow == "counted" }.reduce(Decimal(0)) {
          $0 + worth($1, items, { ($0.standingInLow, $0.byInLow) }, { $0.low })
        }
        let taken = items.filter { $0.standing != "left out" && $0.best != nil }
        let high = taken.contains { $0.high == nil } ? nil : taken.reduce(Decimal(0)) { $0 + ($1.high ?? 0) }
        sum.best += best
        sum.low += min(low, best)
        sum.high = sum.high.flatMap { all in high.map { all + $0 } }
      }
      guard let best = decimal(row["best"]) else { continue }
      #expect(sum.best == best, "\(row)")
      #expect(sum.low == decimal(row["low"]), "\(row)")
      #expect(sum.high == decimal(row["high"]), "\(row)")
      proved += 1
    }
    #expect(proved > 0)
  }
}
