import Foundation
import Testing

/// A register written again in the shape in which it came, and its volumes by year.
@Suite struct RegisterTests {
  private static let header =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"

  /// Invented deals: marks of uncertainty, doubles, nothing delivered, stars, prices, letters beyond ASCII.
  private static let deals = [
    "Norway,Sweden,2001,?,12,,Falk 7,fighter aircraft,12,?,2003,New,Incl 2 two-seaters; for SEK500 m,4.5,54,54",
    "Norway,Sweden,2001,?,12,,Falk 7,fighter aircraft,12,?,2003,New,Incl 2 two-seaters; for SEK500 m,4.5,54,54",
    "Norway,France,1998,,,,Étoile-2,anti-ship missile,40,,2000; 2001; 2004,New,,0.13,,5.2",
    "Finland,Sweden,2010,,6,?,Kråka,radar,0,,,Second hand but modernized,,2.5,15,",
    "Finland,unknown supplier(s),2005,?,3,?,Mule,truck,3,?,2005,Second hand,Supplier uncertain,0.05,0.15,0.15",
    "Hamas (Palestine)*,Finland,2007,?,20,?,Dart,portable SAM,20,?,2008,,,0.01,0.2,0.2",
    "United Nations**,Norway,2012,,2,,Ferry,transport ship,2,,2012,New,Part of $40 m deal,10.25,20.5,20.5",
    "France,Norway,2015,,5,,Strobe,sonar,2,,2016; 2018,New,Selected but not yet ordered,3,15,6",
  ]

  private static func file(_ deals: [String] = deals) -> String {
    ([
      "Transfers of major arms from All countries  to All countries . Deals with deliveries or orders made for "
        + "year range '1990' to '2020' ",
      "An invented register.", "", "Source: SIPRI Arms Transfers Database (c) SIPRI.",
      "Data generated: 3 Feb 2021 12:05:09 PM", header,
    ] + deals).joined(separator: "\n") + "\n"
  }

  private static let filled = Result {
    let desk = try Desk()
    try desk.write("register.csv", file())
    let filled = try desk.run("import", "register.csv", "--db", "armskb.db")
    #expect(filled.status == 0, "\(filled.stderr)")
    return try desk.read("armskb.db")
  }

  private func desk() throws -> Desk { try Desk(try RegisterTests.filled.get()) }

  /// The lines behind the header, sorted if wanted.
  private func rows(_ text: String, _ first: String = "Recipient,") -> [String] {
    lines(text).drop { !$0.hasPrefix(first) }.dropFirst().filter { !$0.isEmpty }.map(String.init)
  }

  @Test func everyCellComesBack() throws {
    let desk = try desk()
    let outcome = try desk.run("export", "sipri-register", "--for-own-use", "-o", "out.csv")
    #expect(outcome.status == 0 && outcome.stdout.isEmpty, "\(outcome.stderr)")
    let text = try desk.text("out.csv")
    #expect(lines(text).contains(Substring(RegisterTests.header)))
    #expect(rows(text) == RegisterTests.deals)
    #expect(text.contains("Data generated: 3 Feb 2021 12:05:09 PM\n") && !text.contains("\r"))
    #expect(text.contains("Source: SIPRI Arms Transfers Database"))
    #expect(outcome.stderr.contains("8 deals written"))
    // It is the same edition: nothing in it is new.
    let again = try desk.run("import", "out.csv")
    #expect(again.status == 0 && again.stderr.contains("0 claims added"), "\(again.stderr)")
    let standard = try desk.run("export", "sipri-register", "--for-own-use")
    #expect(standard.stdout == text)
  }

  @Test func aSelectionIsNotTakenForTheWhole() throws {
    let desk = try desk()
    let outcome = try desk.run(
      "export", "sipri-register", "--for-own-use", "--supplier", "Sweden", "-o", "out.csv")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(rows(try desk.text("out.csv")) == [0, 1, 3].map { RegisterTests.deals[$0] })
    let before = try totals(desk)
    #expect(try desk.run("import", "out.csv").status == 0)
    #expect(try totals(desk) == before, "nothing counts twice, and nothing is withdrawn")
    let since = try desk.run(
      "export", "sipri-register", "--for-own-use", "--since", "2012", "--category", "ship,sensor")
    #expect(rows(since.stdout) == [6, 7].map { RegisterTests.deals[$0] })
    #expect(rows(try desk.run("export", "sipri-register", "--for-own-use", "--limit", "2").stdout).count == 2)
  }

  private func totals(_ desk: Desk) throws -> String {
    let line = [
      "query", "totals", "--by", "pair", "--columns", "supplier,recipient,unit,low,best,high,transfers",
    ]
    let outcome = try desk.run(line)
    #expect(outcome.status == 0 && lines(outcome.stdout).count > 5, "\(outcome.stderr)")
    return outcome.stdout
  }

  /// Deals of another layout have other keys here: taken for a second edition, they would count twice.
  @Test func anEditionInAnotherLayoutIsPutIntoThisOne() throws {
    let desk = try Desk()
    let deliveries = """
      Source: SIPRI Arms Transfers Database (c) SIPRI.
      Data generated: 3 Feb 2021 12:05:09 PM
      SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,\
      Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,\
      Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production
      90001,Sweden,Norway,Falk 7,fighter aircraft,Aircraft,2001,Yes,7,No,2003,No,New,4.5,4.5,31.5,No
      90001,Sweden,Norway,Falk 7,fighter aircraft,Aircraft,2001,Yes,5,Yes,2005,No,New,4.5,4.5,22.5,No

      """
    try desk.write("deliveries.csv", deliveries)
    let filled = try desk.run("import", "deliveries.csv", "--db", "armskb.db")
    #expect(filled.status == 0, "\(filled.stderr)")
    let outcome = try desk.run("export", "sipri-register", "--for-own-use", "-o", "out.csv")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(
      rows(try desk.text("out.csv")) == [
        "Norway,Sweden,2001,?,,,Falk 7,fighter aircraft,12,?,2003; 2005,New,,4.5,,54"
      ])
    let again = try desk.run("import", "out.csv")
    #expect(again.status == 65 && again.stderr.contains("worked out by armskb"), "\(again.stderr)")
    // And a table by year has a year for all of it.
    let table = try desk.run(
      "export", "tiv-table", "--by", "supplier", "--for-own-use", "--since", "2003", "--until", "2005")
    #expect(
      rows(table.stdout, "Exports by,") == [
        "Sweden,32,,22,54,100%,54,100%", "Total,32,,22,54,100%,54,",
      ], "\(table.stderr)")
  }

  @Test func theNewestWholeEditionIsTaken() throws {
    let desk = try desk()
    let newer =
      RegisterTests.deals.dropLast() + ["France,Norway,2015,,5,,Strobe,sonar,5,,2016; 2018,New,,3,15,15"]
    try desk.write(
      "newer.csv", RegisterTests.file(Array(newer)).replacingOccurrences(of: "3 Feb 2021", with: "4 Mar 2022")
    )
    try desk.write(
      "part.csv",
      RegisterTests.file([RegisterTests.deals[0]]).replacingOccurrences(of: "3 Feb 2021", with: "5 Apr 2023")
        .replacingOccurrences(of: "All countries  to", with: "Sweden to"))
    #expect(try desk.run("import", "newer.csv", "part.csv").status == 0)
    let newest = try desk.run("export", "sipri-register", "--for-own-use")
    #expect(rows(newest.stdout) == Array(newer))
    #expect(newest.stderr.contains("--release takes one of them"))
    let old = try #require(newest.stderr.firstMatch(of: #/(d[0-9a-f]{16})  [^\n]*2021/#)?.1)
    let chosen = try desk.run("export", "sipri-register", "--for-own-use", "--release", String(old.prefix(8)))
    #expect(rows(chosen.stdout) == RegisterTests.deals, "\(chosen.stderr)")
    let past = try desk.run("export", "sipri-register", "--for-own-use", "--published-by", "2021-12-31")
    #expect(rows(past.stdout) == RegisterTests.deals)
    let nothing = try desk.run("export", "sipri-register", "--for-own-use", "--release", "d00000")
    #expect(nothing.status == 64 && nothing.stderr.contains(String(old)))
    // An edition that was withdrawn is no edition.
    #expect(try desk.run("undo", "3", "--yes").status == 0)
    #expect(rows(try desk.run("export", "sipri-register", "--for-own-use").stdout) == RegisterTests.deals)
  }

  @Test(arguments: ["sipri-register", "tiv-table --by supplier --apart"])
  func dataThatMayNotBePassedOn(what: String) throws {
    let desk = try desk()
    let line = ["export"] + what.split(separator: " ").map(String.init) + ["-o", "out.csv"]
    let outcome = try desk.run(line)
    #expect(
      outcome.status == 1 && outcome.stderr.contains("SIPRI Arms Transfers Database"), "\(outcome.stderr)")
    #expect(outcome.stderr.contains("--for-own-use") && !desk.exists("out.csv"))
    // The number is of what was asked for.
    let none = try desk.run(line + ["--supplier", "Sweden"]).stderr
    #expect(none != outcome.stderr && none.contains(" of SIPRI Arms Transfers Database"), "\(none)")
    #expect(try desk.run(line + ["--for-own-use"]).status == 0)
    #expect(try desk.run("export", "sipri-register", "--transfers").status == 1)
  }

  @Test func withoutARegister() throws {
    let outcome = try Desk.filled().run("export", "sipri-register")
    #expect(outcome.status == 1 && outcome.stderr.contains("armskb export transfers"))
  }

  // MARK: - Volumes

  @Test func aTableByYearDoesNotLoseWhatHasNoYear() throws {
    let desk = try desk()
    let outcome = try desk.run("export", "tiv-table", "--by", "supplier", "--for-own-use", "-o", "out.csv")
    #expect(outcome.status == 1 && !desk.exists("out.csv"))
    // 5.2 and 6 of 146.05.
    #expect(
      outcome.stderr.contains("11 of 140 million TIV were delivered over several years"), "\(outcome.stderr)")
    for way in ["--apart", "--spread", "one line a deal and year"] { #expect(outcome.stderr.contains(way)) }
  }

  @Test func whatIsKnownByYear() throws {
    let desk = try desk()
    let outcome = try desk.run("export", "tiv-table", "--by", "supplier", "--apart", "--for-own-use")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let years = (1990...2020).map(String.init).joined(separator: ",")
    let header = "Exports by,\(years),1990-2020,Percentage,Sum total years,Percentage of total,Not by year"
    #expect(lines(outcome.stdout).contains(Substring(header)))
    let table = rows(outcome.stdout, "Exports by,").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      table.map { $0[0] } == [
        "Sweden", "Norway", "France", "Finland", "unknown supplier(s)", "Total world export",
      ])
    func cell(_ row: Int, _ year: Int) -> Substring { table[row][year - 1989] }
    #expect(cell(0, 2003) == "108" && cell(0, 2004) == "")
    #expect(cell(1, 2012) == "20" && cell(1, 2016) == "")
    #expect(cell(3, 2008) == "0 " && cell(4, 2005) == "0 ")
    #expect(table[0][32...] == ["108", "77%", "108", "77%", ""])
    #expect(table[1][32...] == ["26", "19%", "26", "19%", "6"])
    #expect(table[2][32...] == ["5", "3.7%", "5", "3.7%", "5"])
    #expect(table[3][32...] == ["0 ", "0.1%", "0 ", "0.1%", ""])
    #expect(table[5][32...] == ["140", "100%", "140", "", "11"])
    #expect(
      outcome.stdout.contains("YEARS ARE INCOMPLETE") && outcome.stderr.contains("years are incomplete"))
  }

  @Test func equalShares() throws {
    let desk = try desk()
    let outcome = try desk.run(
      "export", "tiv-table", "--by", "recipient", "--spread", "--for-own-use", "--since", "2000", "--until",
      "2003")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(
      lines(outcome.stdout).contains(
        "Recipient,2000,2001,2002,2003,2000-2003,Percentage,Sum total years,Percentage of total"))
    // Of 5.2 in three years those of two: 1.734 and 1.733.
    #expect(rows(outcome.stdout) == ["Norway,2,2,,108,111,100%,111,100%", "Total,2,2,,108,111,100%,111,"])
    #expect(outcome.stdout.contains("ESTIMATE BY YEAR"))
    let apart = try desk.run(
      "export", "tiv-table", "--by", "recipient", "--apart", "--for-own-use", "--since", "2000", "--until",
      "2003")
    #expect(rows(apart.stdout) == ["Norway,,,,108,108,100%,108,100%,", "Total,,,,108,108,100%,108,,"])
    #expect(
      apart.stderr.contains("not in the table: 5 million TIV delivered partly inside"), "\(apart.stderr)")
    let clear = try desk.run(
      "export", "tiv-table", "--by", "recipient", "--for-own-use", "--since", "2005", "--until", "2012")
    #expect(clear.status == 0 && rows(clear.stdout).count == 4, "\(clear.stderr)")
    #expect(clear.stdout.contains("Each delivery stands in the year"))
    let one = try desk.run(
      "export", "tiv-table", "--by", "supplier", "--recipient", "NOR", "--spread", "--for-own-use")
    #expect(rows(one.stdout, "Supplier,").map { $0.prefix { $0 != "," } } == ["Sweden", "France", "Total"])
  }

  /// What armskb worked out is nobody's statement.
  @Test func ownCalculationsAreNotImported() throws {
    let desk = try desk()
    #expect(
      try desk.run("export", "tiv-table", "--by", "supplier", "--spread", "--for-own-use", "-o", "table.csv")
        .status == 0)
    #expect(
      try desk.run("export", "sipri-register", "--transfers", "--for-own-use", "-o", "own.csv").status == 0)
    for file in ["table.csv", "own.csv"] {
      let outcome = try desk.run("import", file)
      #expect(outcome.status == 65 && outcome.stderr.contains("worked out by armskb"), "\(outcome.stderr)")
    }
  }

  @Test func transfersInThatShape() throws {
    let desk = try Desk.filled()
    let outcome = try desk.run("export", "sipri-register", "--transfers")
    #expect(outcome.status == 0 && outcome.stdout.contains("NOT SIPRI'S DATA"))
    let table = rows(outcome.stdout).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(table.allSatisfy { $0.count == 16 })
    let listed = try desk.run("query", "transfers", "--stage", "agreed", "--columns", "id,disputed")
    let agreed = lines(listed.stdout).dropFirst().filter { $0.hasSuffix("\tfalse") }.map { $0.prefix(17) }
    #expect(!table.isEmpty && table.map { $0[12].split(separator: ";")[0] } == agreed.map { "armskb \($0)" })
    let kestrel = try #require(table.first { $0[6] == "Kestrel 5" })
    #expect(kestrel[0] == "Azerbaijan" && kestrel[1] == "Israel")
    try expectGolden("Output/export-sipri-register-transfers.txt", desk.normalized(outcome.stdout))
  }
}
