import ArmsModel
import Counting
import SQLite
import Storage
import Testing

/// A register as an import would store it, written row by row.
struct Register {
  let knowledgeBase: KnowledgeBase
  private var next: Int64 = 1

  init() throws {
    knowledgeBase = try KnowledgeBase.inMemory()
    // Brings the batch that the rows belong to.
    try knowledgeBase.add([TestRecord(supplier: "SRB", recipient: "ARM").json])
    try run("INSERT INTO source (id, name, kind, batch) VALUES (900, 'Register', 'dataset', 1)")
    try run("INSERT INTO source (id, name, batch) VALUES (901, 'Institute', 1)")
    for name in ["Kestrel-30", "Kestrel-31"] {
      try run("INSERT INTO weapon (designation, category, batch) VALUES ('\(name)', 'uav', 1)")
    }
  }

  func run(_ sql: String) throws { try knowledgeBase.database.execute(sql) }

  /// An edition; columns of `release` with their values as SQL.
  func release(_ document: Int64, day: String, batch: Int64 = 2, _ columns: [String: String] = [:]) throws {
    try run(
      """
      INSERT INTO document (id, hash, title, publisher, published, publisher_source, batch)
      VALUES (\(document), randomblob(16), 'Edition \(document)', 'Register', '\(day)', 900, \(batch))
      """)
    let names = columns.keys.sorted()
    try run(
      """
      INSERT INTO release (document, dataset, batch\(names.map { ", \($0)" }.joined()))
      VALUES (\(document), 900, \(batch)\(names.map { ", \(columns[$0] ?? "NULL")" }.joined()))
      """)
  }

  /// A claim of an edition; columns of `claim` with their values as SQL.
  @discardableResult
  mutating func claim(
    _ document: Int64, _ status: String, deal: String?, _ columns: [String: String], batch: Int64 = 2
  ) throws -> Int64 {
    let id = 10_000 + next
    next += 1
    var all = [
      "supplier": "'ISR'", "recipient": "'AZE'", "scope": "'deal'", "asserted_by": "901", "origin": "901",
      "weapon": "(SELECT id FROM weapon WHERE designation = 'Kestrel-30')",
    ]
    if deal == nil { all["scope"] = "'aggregate'" }
    if deal == nil { all["weapon"] = "NULL" }
    all["deal"] = deal.map { "'\($0)'" } ?? "NULL"
    for (name, value) in columns { all[name] = value }
    let names = all.keys.sorted()
    try run(
      """
      INSERT INTO claim (id, hash, batch, document, status\(names.map { ", \($0)" }.joined()))
      VALUES (\(id), randomblob(16), \(batch), \(document), '\(status)'\(names.map { ", \(all[$0] ?? "NULL")" }.joined()))
      """)
    return id
  }

  /// An order of so many in a year.
  mutating func order(
    _ document: Int64, _ deal: String, _ pieces: Int?, _ year: Int, _ columns: [String: String] = [:]
  ) throws {
    var all = columns
    all["from_date"] = "'\(year)'"
    if let pieces { all["quantity"] = "\(pieces)" }
    try claim(document, "ordered", deal: deal, all)
  }

  /// A delivery of so many with so many thousandths of TIV, in one year or several.
  mutating func delivery(
    _ document: Int64, _ deal: String, _ pieces: Int, _ tiv: Int, _ years: [Int],
    _ columns: [String: String] = [:]
  ) throws {
    var all = columns
    all["quantity"] = "\(pieces)"
    (all["value_thousandths"], all["currency"]) = ("\(tiv)", "'TIV'")
    (all["from_date"], all["to_date"]) = ("'\(years[0])'", "'\(years[years.count - 1])'")
    if years.count > 1 { all["years"] = "'\(years.map(String.init).joined(separator: ";"))'" }
    try claim(document, "delivered", deal: deal, all)
  }

  /// Figures by line: "keys unit low/best/high".
  func totals(
    by grouping: TotalGrouping = .pair, stages: [StageChoice] = [.agreed],
    _ change: (inout Filter) -> Void = { _ in }
  ) throws -> [String] {
    var filter = Filter()
    filter.suppliers = [PartyCode("ISR")]
    change(&filter)
    return try knowledgeBase.totals(by: grouping, filter, stages: stages).map { line in
      func text(_ number: Int64?) -> String { number.map { "\($0)" } ?? "-" }
      return "\(line.keys.map { $0 ?? "-" }.joined(separator: " ")) \(line.unit) "
        + "\(text(line.low))/\(text(line.best))/\(text(line.high))"
    }
  }
}

@Suite("Registers of deals")
struct RegisterTests {
  @Test("Deliveries by year are one transfer, and a question about some years gets those")
  func deliveriesByYear() throws {
    var register = try Register()
    try register.release(50, day: "2026-02-12")
    try register.order(50, "7", 12, 2016)
    try register.delivery(50, "7", 4, 30_000, [2017])
    try register.delivery(50, "7", 8, 60_000, [2019])
    try register.knowledgeBase.remake()
    #expect(
      try register.totals() == ["ISR AZE TIV 90000/90000/90000", "ISR AZE pieces 12000/12000/12000"])
    #expect(
      try register.totals { ($0.since, $0.until) = (PartialDate("2017"), PartialDate("2018")) }
        == ["ISR AZE TIV 30000/30000/30000", "ISR AZE pieces 4000/4000/12000"])
    #expect(
      try register.totals { ($0.since, $0.until) = (PartialDate("2018"), PartialDate("2018")) }
        == ["ISR AZE pieces 12000/12000/12000"])
    #expect(
      try register.knowledgeBase.table(
        "SELECT claims, quantity_best, from_date, to_date FROM transfer WHERE supplier = 'ISR'")
        == ["3|12|2016|2019"])
    #expect(
      try register.knowledgeBase.column(
        "SELECT rule FROM transfer_claim JOIN claim ON claim.id = claim WHERE supplier = 'ISR' ORDER BY claim"
      )
        == ["same designation", "first", "part of the sum"])
    #expect(try register.knowledgeBase.findings().findings.isEmpty)
    let stale = try register.knowledgeBase.integrity([.staleTransfers, .staleTotals, .danglingReference])
    #expect(stale.isEmpty, "\(stale)")
  }

  @Test("Totals by year give each year its deliveries")
  func byYear() throws {
    var register = try Register()
    try register.release(50, day: "2026-02-12")
    try register.order(50, "7", 12, 2016)
    try register.delivery(50, "7", 4, 30_000, [2017])
    try register.delivery(50, "7", 8, 60_000, [2019])
    try register.order(50, "8", 5, 2017)
    try register.delivery(50, "8", 5, 7_500, [2019])
    try register.order(50, "9", 6, 2017)
    try register.delivery(50, "9", 6, 9_000, [2018, 2020])
    try register.knowledgeBase.remake()
    #expect(
      try register.totals(by: .year) { $0.units = [.tiv] } == [
        "2017 TIV 30000/30000/30000", "2018–2020 TIV 9000/9000/9000", "2019 TIV 67500/67500/67500",
      ])
    #expect(
      try register.totals(by: .year) {
        ($0.since, $0.until, $0.units) = (PartialDate("2019"), PartialDate("2019"), [.pieces])
      } == ["2018–2020 pieces 6000/6000/6000", "2019 pieces 13000/13000/13000"])
    var items: [String: Int] = [:]
    try register.knowledgeBase.explain(by: .year, Filter(), stages: [.delivered]) { part in
      #expect(part.total.recomputed() == part.total.figure)
      let counted = part.total.items.filter { $0.standing == .counted }
      if part.unit == .tiv { items[part.keys[0] ?? "-"] = counted.count }
    }
    #expect(items == ["2017": 1, "2018–2020": 1, "2019": 2])
  }

  private let deals = ["layout": "'sipri-deals'"]
  private let deliveries = ["layout": "'sipri-deliveries'"]

  @Test("Of two layouts of one release one counts, the other lends its years")
  func layouts() throws {
    var register = try Register()
    try register.release(50, day: "2026-02-12", deliveries)
    try register.release(51, day: "2026-02-12", deals)
    let new = ["condition": "'new'"]
    try register.order(51, "AZE|ISR|2016", 12, 2016, new)
    try register.delivery(51, "AZE|ISR|2016", 12, 90_000, [2017, 2019], new)
    try register.order(50, "77", nil, 2016, new)
    try register.delivery(50, "77", 4, 30_000, [2017], new)
    try register.delivery(50, "77", 8, 60_000, [2019], new)
    // Told by year in neither: the condition differs.
    try register.order(51, "AZE|ISR|2017", 5, 2017, new)
    try register.delivery(51, "AZE|ISR|2017", 5, 6_000, [2018, 2020], new)
    try register.delivery(50, "78", 2, 2_000, [2018], ["condition": "'second-hand'"])
    try register.delivery(50, "78", 3, 4_000, [2020], ["condition": "'second-hand'"])
    try register.knowledgeBase.remake()
    #expect(try register.totals { $0.units = [.tiv] } == ["ISR AZE TIV 96000/96000/96000"])
    #expect(
      try register.totals(by: .year) { $0.units = [.tiv] } == [
        "2017 TIV 30000/30000/30000", "2018–2020 TIV 6000/6000/6000", "2019 TIV 60000/60000/60000",
      ])
    var aside: Set<CountedClaim.SetAside> = []
    try register.knowledgeBase.explain(by: .pair, Filter()) { part in
      aside.formUnion(part.claims.filter { $0.rank == .superseded }.map(\.setAside))
    }
    #expect(aside == [.byYear, .otherLayout])
  }

  @Test("An edition limited to some pairs sets others aside in these only")
  func limitedEditions() throws {
    var register = try Register()
    try register.release(50, day: "2025-02-12", deals)
    let turkey = ["recipient": "'TUR'"]
    try register.delivery(50, "1", 1, 1_000, [2017])
    try register.delivery(50, "2", 2, 2_000, [2017], turkey)
    try register.delivery(50, "3", 4, 4_000, [2017], ["supplier": "'RUS'"])
    func totals() throws -> [String] {
      try register.knowledgeBase.remake()
      return try register.totals {
        $0.suppliers = []
        $0.units = [.tiv]
      }
    }
    #expect(
      try totals() == [
        "ISR AZE TIV 1000/1000/1000", "ISR TUR TIV 2000/2000/2000", "RUS AZE TIV 4000/4000/4000",
      ])
    // Of Israel only, later: its deal with Turkey is gone.
    try register.release(51, day: "2026-02-12", deals.merging(["suppliers": "'ISR;SRB'"]) { $1 })
    try register.delivery(51, "1", 1, 1_500, [2017])
    #expect(try totals() == ["ISR AZE TIV 1500/1500/1500", "RUS AZE TIV 4000/4000/4000"])
    // Of a file that does not say what it is limited to, only what is in it is known.
    try register.release(52, day: "2026-03-12", deals.merging(["is_selection": "1"]) { $1 })
    try register.delivery(52, "3", 4, 4_500, [2017], ["supplier": "'RUS'"])
    #expect(try totals() == ["ISR AZE TIV 1500/1500/1500", "RUS AZE TIV 4500/4500/4500"])
    try register.release(53, day: "2026-04-12", deals.merging(["recipients": "'TUR'"]) { $1 })
    try register.delivery(53, "2", 2, 2_500, [2017], turkey)
    #expect(
      try totals() == [
        "ISR AZE TIV 1500/1500/1500", "ISR TUR TIV 2500/2500/2500", "RUS AZE TIV 4500/4500/4500",
      ])
    // What was out by a day knows nothing of later editions.
    let then = try register.totals {
      ($0.publishedBy, $0.units) = (PartialDate("2025"), [.tiv])
    }
    #expect(then == ["ISR AZE TIV 1000/1000/1000", "ISR TUR TIV 2000/2000/2000"])
  }

  @Test("A table stands aside in pairs and years of which the register gives the deals")
  func tables() throws {
    var register = try Register()
    try register.release(60, day: "2025-03-10", ["layout": "'sipri-tiv-new'"])
    func table(_ year: Int, _ tiv: Int, _ columns: [String: String] = [:]) throws {
      var all = ["from_date": "'\(year)'", "to_date": "'\(year)'", "currency": "'TIV'"]
      all["value_thousandths"] = "\(tiv)"
      try register.claim(60, "delivered", deal: nil, all.merging(columns) { $1 })
    }
    try table(2017, 91_000)
    try table(2024, 7_000)
    try table(2017, 5_000, ["recipient": "'TUR'"])
    try table(2017, 99_000, ["recipient": "NULL"])
    func totals() throws -> [String] {
      try register.knowledgeBase.remake()
      return try register.totals { $0.units = [.tiv] }
    }
    #expect(try totals() == ["ISR AZE TIV 98000/98000/98000", "ISR TUR TIV 5000/5000/5000"])
    // Made in 2023: of 2024 it cannot know.
    try register.release(50, day: "2023-02-12", deals.merging(["recipients": "'AZE'"]) { $1 })
    try register.delivery(50, "1", 4, 90_400, [2017])
    #expect(try totals() == ["ISR AZE TIV 97400/97400/97400", "ISR TUR TIV 5000/5000/5000"])
    var reasons: [CountingItem.Standing] = []
    try register.knowledgeBase.explain(by: .pair, Filter()) { part in
      #expect(part.total.recomputed() == part.total.figure)
      if part.unit == .tiv { reasons += part.total.items.map(\.standing).filter(\.isLeftOut) }
    }
    #expect(reasons == [.leftOut(.saidByDeal)])
    try register.release(51, day: "2026-02-12", deals)
    try register.delivery(51, "1", 4, 90_500, [2017])
    #expect(try totals() == ["ISR AZE TIV 90500/90500/90500"])
  }

  @Test("What a register's comment says of another number is no word about its TIV")
  func comments() throws {
    var register = try Register()
    try register.release(50, day: "2026-02-12", deals)
    try register.delivery(50, "7", 10, 3_000, [2017], ["evidence": "'Second-hand (but maximum 3 years old)'"])
    try register.knowledgeBase.remake()
    #expect(try register.totals { $0.units = [.tiv] } == ["ISR AZE TIV 3000/3000/3000"])
  }

  @Test("Zero TIV in print is less than half a million, in datasets only")
  func lessThanHalf() throws {
    var register = try Register()
    try register.release(50, day: "2026-02-12")
    let zero = [
      "value_thousandths": "0", "value_max_thousandths": "500", "currency": "'TIV'", "from_date": "'2017'",
      "to_date": "'2017'",
    ]
    try register.claim(50, "delivered", deal: "7", zero)
    try register.claim(
      50, "delivered", deal: "8", zero.merging(["from_date": "'2014'", "to_date": "'2014'"]) { $1 })
    try register.knowledgeBase.remake()
    #expect(try register.totals() == ["ISR AZE TIV 0/0/1000"])
    #expect(
      try register.knowledgeBase.column(
        "SELECT DISTINCT ifnull(value_qualifier, '-') FROM transfer WHERE supplier = 'ISR'") == ["-"])
    let press = try Register()
    var record = TestRecord()
    (record.value, record.valueMax, record.currency, record.from) = (0, 5, "TIV", "2017")
    try press.knowledgeBase.add([record.json])
    #expect(try press.totals() == ["ISR AZE TIV 0/5000/5000"])
  }
}
