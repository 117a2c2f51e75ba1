import Foundation
import Testing

/// Figures so absurd that their sums cannot be kept: the line is empty, the claims are named, all else is as it would be.
@Suite struct TooLargeTests {
  /// A record of the largest figure that one may have, unless another is given.
  private static func record(
    _ supplier: String, _ recipient: String, _ number: Int, year: Int = 2010,
    figure: Int = 1_000_000_000_000_000,
    unit: String = "USD"
  ) -> String {
    """
    {"supplier": "\(supplier)", "recipient": "\(recipient)", "value": \(figure), "currency": "\(unit)", \
    "status": "ordered", "weapon": "Quill-\(number)", "from": "\(year)", \
    "document": {"title": "\(supplier) to \(recipient), \(number)", "publisher": "Gazette"}}

    """
  }

  /// Twelve deals of Israel with Azerbaijan that come to too much, and others that do not.
  private static let records =
    (0..<12).map { record("ISR", "AZE", $0, year: 2000 + $0) }.joined()
    + record("FRA", "AZE", 20, figure: 500) + record("ISR", "ARM", 21, figure: 70, unit: "EUR")
    + record("RUS", "ARM", 22, year: 2015, unit: "KWD")

  private static let filled = Result {
    let desk = try Desk.empty()
    try desk.write("absurd.jsonl", records)
    let imported = try desk.run("import", "absurd.jsonl")
    #expect(imported.status == 0, "\(imported.stderr)")
    return try desk.read("armskb.db")
  }

  private func desk() throws -> Desk { try Desk(try TooLargeTests.filled.get()) }

  /// What the program prints; nothing in it may be the end of the numbers.
  @discardableResult
  private func run(_ desk: Desk, _ arguments: String..., status: Int32 = 0) throws -> Outcome {
    try run(desk, arguments, status: status)
  }

  private func run(_ desk: Desk, _ arguments: [String], status: Int32 = 0) throws -> Outcome {
    let outcome = try desk.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.stderr)")
    for text in [outcome.stdout, outcome.stderr] {
      #expect(!text.filter { $0 != "," }.contains("922337203685477"), "\(arguments): \(text)")
    }
    return outcome
  }

  private func lines(_ text: String) -> [Substring] { text.split { $0.isNewline } }

  /// Whether a claim is named with the file that it came from.
  private func namesClaim(_ text: String) -> Bool {
    text.split(separator: "\n").contains {
      $0.contains("Israel to Azerbaijan, Quill-") && $0.contains("; c") && $0.hasSuffix("absurd.jsonl")
    }
  }

  @Test(arguments: [
    ("supplier", "ISR"), ("recipient", "AZE"), ("pair", "ISR"), ("category", ""), ("class", ""),
    ("region", "Western Asia"), ("supplier-region", "Western Asia"), ("source", "Gazette"),
  ])
  func totalsNameTheClaims(_ grouping: String, key: String) throws {
    let desk = try desk()
    let column = grouping == "pair" ? "supplier" : grouping.replacing("-", with: "_")
    // Kept totals, and those counted for the question.
    for day in ["2099-01-01", nil] {
      let outcome = try run(
        desk,
        [
          "query", "totals", "--by", grouping, "--columns",
          "\(column),unit,low,best,high,transfers,unstated_because",
        ]
          + (day.map { ["--as-of", $0] } ?? []))
      #expect(
        lines(outcome.stdout).contains { $0.hasPrefix("\(key)\tUSD\t\t\t\t") && $0.hasSuffix("\ttoo large") })
      #expect(namesClaim(outcome.stderr), "\(outcome.stderr)")
    }
  }

  @Test func otherLinesAreAsTheyWouldBe() throws {
    let without = try Desk.empty()
    let rest = TooLargeTests.records.split(separator: "\n").suffix(3).joined(separator: "\n")
    try without.write("absurd.jsonl", rest)
    try without.run("import", "absurd.jsonl")
    let columns = "supplier,recipient,unit,low,best,high,transfers,claims,first,last,unstated_because"
    let alone = try run(without, "query", "totals", "--by", "pair", "--columns", columns).stdout
    let all = try run(try desk(), "query", "totals", "--by", "pair", "--columns", columns).stdout
    #expect(lines(all).filter { !$0.hasSuffix("too large") } == lines(alone))
    #expect(lines(all).count == lines(alone).count + 1)
  }

  @Test func years() throws {
    // In no year is it too much, and nothing is said.
    let outcome = try run(try desk(), "query", "totals", "--by", "year", "--unit", "USD")
    #expect(!outcome.stdout.contains("too large") && !outcome.stderr.contains("too large"))
    let window = try run(
      try desk(), "query", "totals", "--unit", "USD", "--window", "12", "--columns",
      "supplier,best,spanning,share,unstated_because")
    #expect(lines(window.stdout).contains("ISR\t\t\t\ttoo large"), "\(window.stdout)")
    #expect(lines(window.stdout).contains("FRA\t500\t0\t\t"), "\(window.stdout)")
    #expect(namesClaim(window.stderr))
  }

  @Test func ranks() throws {
    let top = try run(
      try desk(), "query", "totals", "--unit", "USD", "--top", "1", "--columns",
      "supplier,best,rank,share,unstated_because")
    #expect(
      top.stdout
        == "supplier\tbest\trank\tshare\tunstated_because\nFRA\t500\t1\t\t\nothers\t\t\t\ttoo large\n")
    #expect(
      top.stderr.contains("all: more than can be added up USD") && namesClaim(top.stderr), "\(top.stderr)")
    // Lines of which each can be kept, but not their sum: the shares are exact all the same.
    let desk = try Desk.empty()
    let states = ["ARM", "AZE", "FRA", "ISR", "RUS"]
    try desk.write(
      "absurd.jsonl",
      states.flatMap { a in states.filter { $0 != a }.map { (a, $0) } }.enumerated()
        .map { TooLargeTests.record($1.0, $1.1, $0) }.joined())
    try desk.run("import", "absurd.jsonl")
    let shares = try run(
      desk, "query", "totals", "--top", "2", "--columns", "supplier,best,share,unstated_because")
    #expect(
      shares.stdout == """
        supplier\tbest\tshare\tunstated_because
        ARM\t4000000000000000\t20\t
        AZE\t4000000000000000\t20\t
        others\t\t60\ttoo large

        """, "\(shares.stdout)")
    #expect(
      namesClaim(shares.stderr) || shares.stderr.contains("Armenia to Azerbaijan, Quill-"), "\(shares.stderr)"
    )
    // Nothing is too large where nobody asks for a sum of all.
    let plain = try run(desk, "query", "totals")
    #expect(!plain.stderr.contains("too large"))
  }

  @Test func proofsAndCitations() throws {
    let desk = try desk()
    let words = try run(desk, "query", "totals", "--explain", "--cite", "--format", "table")
    #expect(words.stdout.contains("Israel to Azerbaijan, USD, agreed: more than can be added up\n"))
    #expect(words.stdout.contains("= more than can be added up USD"))
    let json = try run(desk, "query", "totals", "--by", "pair", "--explain", "--format", "jsonl")
    #expect(json.stdout.contains(#""best":null"#) && namesClaim(json.stderr))
    let cited = try run(desk, "cite", "--by", "pair")
    #expect(cited.stdout.contains("Arms from Israel to Azerbaijan, agreed: more than can be added up, USD."))
    #expect(
      cited.stdout.contains("Arms from France to Azerbaijan, agreed: 500 USD.") && namesClaim(cited.stderr))
  }

  @Test func otherAnswers() throws {
    let desk = try desk()
    for format in ["table", "csv"] {
      let page = try run(desk, "query", "country", "AZE", "--format", format)
      #expect(namesClaim(page.stderr), "\(page.stderr)")
    }
    let transfers = try run(desk, "query", "transfers", "--supplier", "ISR")
    #expect(lines(transfers.stdout).count == 14)
    let totals = try run(desk, "export", "totals", "--by", "pair")
    #expect(lines(totals.stdout).contains { $0.hasPrefix("ISR,Israel,AZE,Azerbaijan,USD,agreed,,,,12,") })
    #expect(namesClaim(totals.stderr))
    let folder = try run(desk, "export", "datapackage", "out")
    #expect(namesClaim(folder.stderr))
    let moved = try run(desk, "diff", "2020", "2099")
    #expect(
      lines(moved.stdout).contains {
        $0.hasPrefix("ISR\tIsrael\tAZE\tAzerbaijan\tUSD\tagreed\t\t\t\t\t\t\t\tadded c")
      })
    #expect(moved.stderr.contains("  Israel to Azerbaijan, USD, 2099: added c"), "\(moved.stderr)")
  }

  @Test func conversions() throws {
    // The small world has no rates.
    let desk = try Desk()
    try desk.write("absurd.jsonl", TooLargeTests.records)
    try run(desk, "import", "absurd.jsonl", "--db", "armskb.db")
    let outcome = try run(
      desk, "query", "totals", "--currency", "USD", "--columns", "supplier,unit,best,unstated_because")
    #expect(lines(outcome.stdout).contains("RUS\tKWD\t1000000000000000\t"))
    #expect(
      lines(outcome.stdout).contains("FRA\tUSD\t500\t")
        && lines(outcome.stdout).contains("ISR\tUSD\t\ttoo large"))
    let tail =
      outcome.stderr.split(separator: "too large to be converted, and left in its own unit:").last ?? ""
    #expect(tail.contains("Russia to Armenia, Quill-22, KWD 1,000,000,000,000,000"), "\(outcome.stderr)")
  }

  @Test func checkNamesThem() throws {
    let desk = try desk()
    let found = try run(desk, "check", "--only", "too-large,stale-totals,stale-transfers", status: 1)
    let finding = try #require(
      lines(found.stdout).first { $0.hasPrefix("too-large\twarning\tISR\tIsrael\tAZE\tAzerbaijan\t") })
    #expect(finding.contains("All claims in USD come to more than can be added up"))
    #expect(lines(found.stdout).count == 2)
    #expect(lines(try run(desk, "check", "--only", "too-large", "--supplier", "FRA").stdout).count == 1)
    // Before they go in, with file and line.
    let empty = try Desk.empty()
    try empty.write("absurd.jsonl", TooLargeTests.records)
    let tried = try run(empty, "check", "absurd.jsonl", "--only", "too-large", status: 1)
    #expect(lines(tried.stdout).contains { $0.hasPrefix("absurd.jsonl\t") && $0.contains("\ttoo-large\t") })
    // What is set aside makes nothing too large.
    let rows = try desk.run(
      "query", "claims", "--supplier", "ISR", "--recipient", "AZE", "--columns", "id", "--limit", "4")
    for id in lines(rows.stdout).dropFirst() {
      try desk.run("rank", String(id), "deprecated", "--reason", "mistyped")
    }
    try run(desk, "check", "--only", "too-large")
    #expect(
      lines(try run(desk, "query", "totals", "--columns", "supplier,unit,best").stdout)
        .contains("ISR\tUSD\t8000000000000000"))
  }

  /// A register whose volumes, and pieces of one deal, are too many.
  @Test func registers() throws {
    let desk = try Desk()
    let huge = 999_999_999_999_999
    try desk.write(
      "register.csv",
      """
      Transfers of major arms from All countries  to All countries . Deals with deliveries or orders made for year range '1990' to '2020'
      An invented register.

      Source: SIPRI Arms Transfers Database (c) SIPRI.
      Data generated: 3 Feb 2021 12:05:09 PM
      Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,\
      Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
      Finland,Norway,2012,,2,,Ferry,transport ship,2,,2012,New,,10.25,20.5,20.5

      """
        + (0..<12).map {
          "Norway,Sweden,2001,,12,,Falk \($0),fighter aircraft,12,,2003,New,,\(huge),,\(huge)\n"
        }.joined())
    let imported = try desk.run("import", "register.csv", "--db", "armskb.db")
    #expect(imported.status == 0, "\(imported.stderr)")
    let table = try run(
      desk, "export", "tiv-table", "--by", "supplier", "--for-own-use", "--since", "2003", "--until", "2012")
    let rows = lines(table.stdout)
    #expect(rows.contains { $0.hasPrefix("Norway,,,,,,,,,,20,20,") }, "\(table.stdout)")
    #expect(rows.contains { $0.hasPrefix("Sweden,,,,,,,,,,,,") })
    #expect(rows.contains { $0.hasPrefix("Total,,,,,,,,,,20,,") })
    #expect(
      table.stderr.contains("sums with the volume of claim c") && table.stderr.contains(", line "),
      "\(table.stderr)")
    try run(desk, "export", "sipri-register", "--for-own-use")
    let totals = try run(
      desk, "query", "totals", "--unit", "TIV", "--columns", "supplier,best,unstated_because")
    #expect(lines(totals.stdout).contains("SWE\t\ttoo large") && lines(totals.stdout).contains("NOR\t20.5\t"))
    #expect(totals.stderr.contains(", register.csv:"), "\(totals.stderr)")
    try run(desk, "query", "releases")
    try run(desk, "log", "--format", "csv")
  }
}
