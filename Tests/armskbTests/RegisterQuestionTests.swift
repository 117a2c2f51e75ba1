import Foundation
import Testing

/// What is asked of registers: shares, top lists, windows of years, lines of a register.
@Suite struct RegisterQuestionTests {
  /// A deal of an invented register.
  struct Deal {
    var supplier: String
    var recipient: String
    var years: [Int]
    /// Quarters of a million TIV.
    var quarters: Int
    var tiv: Double { Double(quarters) / 4 }

    /// As a line of the layout with one line a deal.
    func line(_ number: Int) -> String {
      let list = years.map(String.init).joined(separator: "; ")
      return "\(recipient),\(supplier),\((years.first ?? 2000) - 1),,\(years.count),,Quill-\(number),UAV,"
        + "\(years.count),,\(list),New,,1,\(tiv),\(tiv)"
    }

    /// As lines of the layout with one line a deal and year; the first year has what does not divide.
    func lines(_ number: Int) -> [(line: String, year: Int, quarters: Int)] {
      years.enumerated().map { place, year in
        let own = quarters / years.count + (place == 0 ? quarters % years.count : 0)
        return (
          "\(number),\(supplier),\(recipient),Quill-\(number),UAV,Aircraft,\((years.first ?? 2000) - 1),No,1,No,"
            + "\(year),No,New,1,1,\(Double(own) / 4),No", year, own
        )
      }
    }
  }

  static func byYear(_ rows: [String]) -> String {
    """
    Transfers of major arms from All countries  to All countries . Deals with deliveries made for year range '1950' to '2025'

    Source: SIPRI Arms Transfers Database
    Data generated: 5 May 2025 1:02:03 PM
    SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,\
    Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,\
    Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production
    \(rows.joined(separator: "\n"))

    """
  }

  static func deals(seed: UInt64) -> [Deal] {
    var generator = SeededGenerator(seed: seed)
    let pairs = [
      ("Israel", "Azerbaijan"), ("Russia", "Armenia"), ("France", "Armenia"), ("Israel", "Armenia"),
      ("Russia", "Azerbaijan"),
    ]
    // The last year of the data is the same in every case.
    var deals = [Deal(supplier: "France", recipient: "Armenia", years: [2023], quarters: 10)]
    for _ in 0..<Int.random(in: 5...25, using: &generator) {
      let pair = pairs[Int.random(in: 0..<pairs.count, using: &generator)]
      let first = Int.random(in: 2001...2022, using: &generator)
      let length = Bool.random(using: &generator) ? 1 : Int.random(in: 2...6, using: &generator)
      let years = (first...min(first + length - 1, 2023)).filter { year in
        year == first || Bool.random(using: &generator)
      }
      deals.append(
        Deal(
          supplier: pair.0, recipient: pair.1, years: years,
          quarters: Int.random(in: 8...200, using: &generator)))
    }
    return deals
  }

  static let codes = ["Israel": "ISR", "Russia": "RUS", "France": "FRA"]

  private func objects(_ desk: Desk, _ arguments: String...) throws -> [[String: Any]] {
    let run = try desk.run(["query"] + arguments + ["--format", "json"])
    #expect(run.status == 0, "\(run.stderr)")
    return try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
  }

  private func number(_ value: Any?) -> Double? { (value as? NSNumber)?.doubleValue }

  /// Hundredths of a per cent, of all lines together.
  private func shares(_ rows: [[String: Any]]) -> Int {
    rows.reduce(0) { $0 + Int(((number($1["share"]) ?? 0) * 100).rounded()) }
  }

  /// What lies inside, what spans, the window before: against a plain sum over the deals.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func windowsOfDeals(seed: UInt64) throws {
    let deals = RegisterQuestionTests.deals(seed: seed)
    let desk = try Desk.empty()
    let text = DatasetImportTests.register(deals.enumerated().map { $1.line($0) })
    try desk.write("register.csv", text)
    let imported = try desk.run("import", "register.csv")
    #expect(imported.status == 0, "\(imported.stderr)")
    let rows = try objects(desk, "totals", "--unit", "TIV", "--window", "5", "--all-windows")
    var inAll = 0.0
    for window in Set(rows.compactMap { $0["window"] as? String }) {
      let bounds = window.split(separator: "–").compactMap { Int($0) }
      let lines = rows.filter { $0["window"] as? String == window }
      let hasFigure = lines.contains { number($0["best"]) != nil }
      #expect(shares(lines) == (hasFigure ? 10_000 : 0), "\(window)")
      for (name, code) in RegisterQuestionTests.codes {
        let own = deals.filter { $0.supplier == name }
        func inside(_ first: Int, _ last: Int) -> Double {
          own.filter { ($0.years.first ?? 0) >= first && ($0.years.last ?? 0) <= last }.map(\.tiv).reduce(
            0, +)
        }
        func touching(_ first: Int, _ last: Int) -> Double {
          own.filter { ($0.years.first ?? 0) <= last && ($0.years.last ?? 0) >= first }.map(\.tiv).reduce(
            0, +)
        }
        let line = lines.first { $0["supplier"] as? String == code }
        let best = inside(bounds[0], bounds[1])
        let previous = inside(bounds[0] - 5, bounds[0] - 1)
        #expect(number(line?["best"]) ?? 0 == best, "\(code) \(window)")
        #expect(number(line?["spanning"]) ?? 0 == touching(bounds[0], bounds[1]) - best, "\(code) \(window)")
        #expect(number(line?["previous"]) ?? 0 == previous, "\(code) \(window)")
        inAll += best
        if best > 0, previous > 0 {
          #expect(
            number(line?["change"]) == ((best / previous - 1) * 1000).rounded() / 10, "\(code) \(window)")
        }
        if previous == 0 { #expect(line?["change"] is NSNull?) }
      }
    }
    // Windows from the last year of the data on leave nothing out but what spans.
    func window(_ year: Int) -> Int { (2023 - year) / 5 }
    let whole = deals.filter { window($0.years.first ?? 0) == window($0.years.last ?? 0) }
    #expect(inAll == whole.map(\.tiv).reduce(0, +))
  }

  /// Deliveries by year make every window exact.
  @Test(arguments: 0..<6 as Range<UInt64>)
  func windowsOfDeliveries(seed: UInt64) throws {
    let deals = RegisterQuestionTests.deals(seed: seed)
    let desk = try Desk.empty()
    let rows = deals.enumerated().flatMap { number, deal in
      deal.lines(number + 1).map { (deal.supplier, $0.line, $0.year, $0.quarters) }
    }
    try desk.write("register.csv", RegisterQuestionTests.byYear(rows.map(\.1)))
    let imported = try desk.run("import", "register.csv")
    #expect(imported.status == 0, "\(imported.stderr)")
    for (arguments, bounds) in [(["--window", "5"], 2019...2023), (["--window", "2012-2014"], 2012...2014)] {
      let run = try desk.run(["query", "totals", "--unit", "TIV", "--format", "json"] + arguments)
      #expect(!run.stderr.contains("spanning"), "\(run.stderr)")
      let lines = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
      for (name, code) in RegisterQuestionTests.codes {
        let own = rows.filter { $0.0 == name && bounds.contains($0.2) }
        let line = lines.first { $0["supplier"] as? String == code }
        #expect(number(line?["best"]) ?? 0 == Double(own.map(\.3).reduce(0, +)) / 4, "\(code) \(bounds)")
        #expect(number(line?["spanning"]) ?? 0 == 0)
        #expect(line == nil || number(line?["change"]) == number(line?["change_low"]))
      }
    }
    let all = try objects(desk, "totals", "--unit", "TIV", "--window", "5", "--all-windows")
    let sum = all.compactMap { number($0["best"]) }.reduce(0, +)
    #expect(sum == deals.map(\.tiv).reduce(0, +))
  }

  /// The largest, and one line for the others; whatever is asked for, shares add up.
  @Test(arguments: [
    "supplier", "recipient", "pair", "class", "category", "weapon", "region", "supplier-region",
  ])
  func topLists(by: String) throws {
    let desk = try Desk.empty()
    let deals = RegisterQuestionTests.deals(seed: 77)
    try desk.write("register.csv", DatasetImportTests.register(deals.enumerated().map { $1.line($0) }))
    #expect(try desk.run("import", "register.csv").status == 0)
    let plain = try objects(desk, "totals", "--unit", "TIV", "--by", by)
    for top in [1, 2, 1000] {
      let rows = try objects(desk, "totals", "--unit", "TIV", "--by", by, "--top", "\(top)")
      #expect(rows.count == min(plain.count, top + 1))
      #expect(shares(rows) == 10_000)
      #expect(
        rows.compactMap { number($0["best"]) }.reduce(0, +)
          == plain.compactMap { number($0["best"]) }.reduce(0, +))
      #expect(
        rows.compactMap { number($0["transfers"]) }.reduce(0, +)
          == plain.compactMap { number($0["transfers"]) }.reduce(0, +))
      for (row, other) in zip(rows.prefix(top), plain) {
        #expect(number(row["best"]) == number(other["best"]))
        #expect(row["rank"] is NSNumber)
      }
      if plain.count > top {
        let key = by == "pair" ? "recipient" : by.replacingOccurrences(of: "-", with: "_")
        #expect(rows.last?[key] as? String == "others")
        #expect(rows.last?["\(key)_name"] as? String == "others (\(plain.count - top))")
        #expect(rows.last?["rank"] is NSNull && rows.last?["origins"] is NSNull)
      }
    }
  }

  /// One line a deal, order and delivery side by side; what totals count is what stands there.
  @Test func linesOfARegister() throws {
    let desk = try Desk.filled()
    try desk.write("register.csv", DatasetImportTests.register(DatasetImportTests.rows))
    #expect(try desk.run("import", "register.csv").status == 0)
    let rows = try objects(desk, "transfers", "--register")
    #expect(rows.count == (try objects(desk, "transfers")).count)
    let own = rows.filter { $0["deal"] is String }
    #expect(own.count == 4)
    let quill = try #require(own.first { $0["weapon"] as? String == "Quill-1" })
    #expect(quill["order_year"] as? Int == 2011 && quill["order_year_estimated"] as? Bool == true)
    #expect(quill["number_ordered"] as? Int == 10 && quill["number_ordered_estimated"] as? Bool == false)
    #expect(quill["number_delivered"] as? Int == 10)
    #expect(quill["years_of_delivery"] as? [Int] == [2012, 2013])
    #expect(quill["description"] as? String == "anti-tank missile")
    #expect(quill["comments"] as? String == "Part of $90 m deal")
    #expect(quill["condition"] as? String == "new")
    #expect(number(quill["tiv_delivered"]) == 5 && number(quill["tiv_per_unit"]) == 0.5)
    let herons = own.filter { $0["weapon"] as? String == "Heron-X" }
    #expect(herons.count == 2 && Set(herons.compactMap { $0["deal"] as? String }).count == 2)
    #expect(
      herons.allSatisfy { $0["number_ordered_estimated"] as? Bool == true && number($0["tiv_order"]) == 13 })
    let lance = try #require(own.first { $0["weapon"] as? String == "Lance-2" })
    #expect(lance["number_delivered"] is NSNull && lance["years_of_delivery"] is NSNull)
    #expect(lance["tiv_delivered"] is NSNull && lance["number_delivered_estimated"] is NSNull)
    // Articles stand among them, with what they say.
    #expect(rows.contains { $0["deal"] is NSNull && $0["number_ordered"] is NSNumber })
    let sum = rows.compactMap { number($0["tiv_delivered"]) }.reduce(0, +)
    let total = try objects(desk, "totals", "--unit", "TIV").compactMap { number($0["best"]) }.reduce(0, +)
    #expect(sum <= total && sum >= 18)
    #expect(try objects(desk, "transfers", "--register", "--weapon", "Heron-X").count == 2)
    #expect(try objects(desk, "transfers", "--register", "--limit", "3").count == 3)
  }

  /// Deliveries by year are one line.
  @Test func yearsOfADealAreOneLine() throws {
    let desk = try Desk.empty()
    let rows = [
      "7,Israel,Azerbaijan,Quill-1,UAV,Aircraft,2011,Yes,4,Yes,2012,No,New,1,1,4,No",
      "7,Israel,Azerbaijan,Quill-1,UAV,Aircraft,2011,Yes,6,No,2014,No,New,1,1,6,No",
    ]
    try desk.write("register.csv", RegisterQuestionTests.byYear(rows))
    #expect(try desk.run("import", "register.csv").status == 0)
    let all = try objects(desk, "transfers", "--register")
    let row = try #require(all.first)
    #expect(all.count == 1 && row["deal"] as? String == "7")
    #expect(row["order_year"] as? Int == 2011 && row["order_year_estimated"] as? Bool == true)
    #expect(row["number_delivered"] as? Int == 10 && row["number_delivered_estimated"] as? Bool == true)
    #expect(row["years_of_delivery"] as? [Int] == [2012, 2014] && number(row["tiv_delivered"]) == 10)
  }

  static let questions = [
    "query totals --unit TIV --top 1", "query totals --unit TIV --window 5 --top 2 --by recipient",
    "query totals --unit TIV --window 2 --all-windows", "query totals --unit TIV --by class",
    "query totals --unit TIV --by supplier-region", "query transfers --register",
  ]

  @Test(arguments: questions)
  func golden(question: String) throws {
    let desk = try Desk.empty()
    let rows =
      DatasetImportTests.rows + [
        "Armenia,France,2009,,6,,Lance-2,SAM,6,?,2010,New,,0.5,3,3",
        "Azerbaijan,Türkiye,2013,,20,,Heron-X,UAV,20,,2014; 2015; 2016,Second hand,,1,20,20",
        "Armenia,Russia,2015,,30,,Ox-4,tank,30,,2016,Second hand but modernized,,2,60,60",
      ]
    try desk.write("register.csv", DatasetImportTests.register(rows))
    let imported = try desk.run("import", "register.csv")
    #expect(imported.status == 0, "\(imported.stderr)")
    var text = ""
    for format in ["table", "csv", "json"] {
      let run = try desk.run(question.split(separator: " ").map(String.init) + ["--format", format])
      #expect(run.status == 0, "\(run.stderr)")
      text += "$ armskb \(question) --format \(format)\n\(run.stdout)"
      if !run.stderr.isEmpty { text += "(stderr)\n\(run.stderr)" }
      text += "\n"
    }
    try expectGolden("Output/register-\(question.replacing(#/[^A-Za-z0-9]+/#, with: "-")).txt", text)
  }

  /// The real register, where it is at hand: the largest suppliers in the order of the table of the same day, and
  /// five years against its yearly figures.
  @Test func realRegister() throws {
    guard let datasets = RegisterTablesTests.datasets else { return }
    let register = datasets.appendingPathComponent("sipri-trade-register")
    let table = try String(
      contentsOf: datasets.appendingPathComponent(
        "sipri-tiv-tables/import-export-values_suppliers_1950-2024.csv"), encoding: .isoLatin1)
    let cells = lines(table).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(cells.first { $0.first == "Exports by" })
    let suppliers = cells.drop { $0 != header }.dropFirst().prefix {
      $0.count > 70 && !$0[0].hasPrefix("Total")
    }
    let desk = try Desk()
    #expect(try desk.run("init", "--db", "armskb.db").status == 0)
    let deals = register.appendingPathComponent("deals_all_1950-2024_generated-2024-10-13.csv").path
    #expect(try desk.run("import", deals).status == 0)
    let top = try objects(desk, "totals", "--unit", "TIV", "--top", "10").dropLast()
    #expect(top.compactMap { $0["supplier_name"] as? String } == suppliers.prefix(10).map { $0[0] })

    let other = try Desk()
    #expect(try other.run("init", "--db", "armskb.db").status == 0)
    let years = register.appendingPathComponent("deliveries_all_2000-2030_generated-2025-01-03.csv").path
    #expect(try other.run("import", years).status == 0)
    let window = try objects(other, "totals", "--unit", "TIV", "--window", "2019-2023")
    #expect(shares(window) == 10_000)
    var found = 0
    for row in window {
      guard let name = row["supplier_name"] as? String, let cells = suppliers.first(where: { $0[0] == name })
      else {
        continue
      }
      found += 1
      func sum(_ years: ClosedRange<Int>) -> Double {
        years.map { year in
          header.firstIndex(of: "\(year)").flatMap { Double(cells[$0].trimmingCharacters(in: .whitespaces)) }
            ?? 0
        }.reduce(0, +)
      }
      #expect(abs((number(row["best"]) ?? 0) - sum(2019...2023)) <= 2.5, "\(name)")
      #expect(abs((number(row["previous"]) ?? 0) - sum(2014...2018)) <= 2.5, "\(name)")
      #expect(number(row["spanning"]) == 0, "\(name)")
    }
    #expect(found >= 60)
  }
}
