import Foundation
import Testing

/// What is asked of a register that is there in two layouts.
@Suite struct RegisterTotalsTests {
  private static let preamble = [
    "Transfers of major arms from All countries  to All countries . Deals with deliveries or orders made for "
      + "year range '1950' to '2021' ",
    "An invented register.", "", "Source: SIPRI Arms Transfers Database (c) SIPRI.",
    "Data generated: 3 Feb 2021 12:05:09 PM",
  ]

  private static let deals =
    preamble + [
      "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, "
        + ",Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons",
      "Norway,Sweden,2001,,12,,Falk 7,fighter aircraft,12,,2003; 2005,New,Maximum 54 seats,4.5,54,54",
      "Norway,Sweden,2002,,6,,Falk 8,fighter aircraft,6,,2004; 2006,New,,4.5,27,27",
    ]

  private static let deliveries =
    preamble + [
      "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,"
        + "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,"
        + "TIV deal unit,TIV delivery values,Local production",
      "901,Sweden,Norway,Falk 7,fighter aircraft,Aircraft,2001,No,4,No,2003,No,New,4.5,4.5,18,No",
      "901,Sweden,Norway,Falk 7,fighter aircraft,Aircraft,2001,No,8,No,2005,No,New,4.5,4.5,36,No",
    ]

  private func filled() throws -> Desk {
    let desk = try Desk()
    for (name, rows) in [
      ("deals.csv", RegisterTotalsTests.deals), ("years.csv", RegisterTotalsTests.deliveries),
    ] {
      try desk.write(name, rows.joined(separator: "\n") + "\n")
      let outcome = try desk.run("import", name)
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
    return desk
  }

  private let question = ["query", "totals", "--unit", "TIV", "--recipient", "Norway"]

  @Test func eachYearHasItsDeliveries() throws {
    let desk = try filled()
    let all = try desk.run(question + ["--format", "csv", "--columns", "supplier,low,best,high,transfers"])
    #expect(lines(all.stdout).last(where: { !$0.isEmpty }) == "SWE,81,81,81,2")
    let years = try desk.run(question + ["--by", "year", "--format", "csv", "--columns", "year,best"])
    #expect(lines(years.stdout).dropFirst().filter { !$0.isEmpty } == ["2003,18", "2004–2006,27", "2005,36"])
    let some = try desk.run(
      question + ["--since", "2005", "--until", "2005", "--format", "csv", "--columns", "best"])
    #expect(lines(some.stdout).last(where: { !$0.isEmpty }) == "63")
  }

  @Test func theProofListsEachDelivery() throws {
    let desk = try filled()
    let table = try desk.run(question + ["--explain", "--format", "table"]).stdout
    #expect(table.contains("deliveries: 2003: 18 + 2005: 36 = 54"), "\(table)")
    #expect(table.contains("part of the sum: 2005: 36"))
    #expect(table.contains("set aside: said by year in another file of the dataset"))
    #expect(table.contains("set aside: another file of the dataset says it"))
    let some = try desk.run(
      question + ["--explain", "--format", "table", "--since", "2005", "--until", "2005"]
    ).stdout
    #expect(
      some.contains("deliveries: 2005: 36\n") && some.contains("deliveries outside the dates: 2003: 18"))
    let json = try desk.run(question + ["--explain", "--format", "json"]).stdout
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    let parts = rows.first?["explanation"] as? [[String: Any]]
    let items = parts?.first?["items"] as? [[String: Any]] ?? []
    let deliveries = items.flatMap { $0["deliveries"] as? [[String: Any]] ?? [] }
    #expect(deliveries.map { ($0["best"] as? NSNumber)?.intValue } == [18, 36])
    #expect(deliveries.map { $0["from"] as? String } == ["2003", "2005"])
    #expect(deliveries.allSatisfy { $0["taken_in"] as? Bool == true })
  }

  /// Whoever opens the answer in a spreadsheet finds figures side by side and long lists behind them.
  @Test func listsStandBehindFigures() throws {
    let desk = try filled()
    let ranked = try desk.run(question + ["--window", "5", "--top", "1", "--by", "class", "--format", "csv"])
    let header = try #require(lines(ranked.stdout).first)
    #expect(header.contains(",unstated,window,rank,share,"), "\(header)")
    #expect(header.hasSuffix(",change_high,origin_names,categories,unstated_because,conversions"))
    // Of several units one line tells what reaches over the edges.
    let all = try desk.run("query", "totals", "--window", "2")
    #expect(lines(all.stderr).count { $0.hasPrefix("spanning: ") } == 1, "\(all.stderr)")
    #expect(all.stderr.contains(" % of the TIV, ") && all.stderr.contains(" % of the pieces in question"))
  }

  @Test func whyAnEditionDoesNotCount() throws {
    let desk = try filled()
    let both = try desk.run("query", "releases", "--columns", "layout,in_force")
    #expect(both.stdout.contains("sipri-deliveries\tfalse"))
    #expect(both.stderr.contains("another layout of the same one, to which this one lends its years"))
    #expect(try desk.run("undo", "2", "--yes").status == 0)
    #expect(try desk.run("query", "releases").stderr.isEmpty)
  }

  @Test func nothingIsFoundWrong() throws {
    let desk = try filled()
    let outcome = try desk.run("check", "--format", "jsonl")
    #expect(
      !outcome.stdout.contains("\"quantity\"") && !outcome.stdout.contains("stale"), "\(outcome.stdout)")
  }
}
