import Foundation
import Testing

/// Registers whose files lost the lines that say what they are and when they were made.
@Suite struct UndatedRegisterTests {
  private static let header =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"

  private static let jets = "Norway,Sweden,2001,,12,,Falk 7,fighter aircraft,12,,2003,New,,4.5,54,54"
  private static let moreJets = "Norway,Sweden,2001,,14,,Falk 7,fighter aircraft,14,,2003,New,,4.5,63,63"
  private static let radar = "Norway,Sweden,2010,,6,,Kråka,air search radar,6,,2012,New,,2.5,15,15"
  private static let sonar = "France,Norway,2015,,5,,Strobe,sonar,5,,2016,New,,3,15,15"

  private func bare(_ deals: [String]) -> String {
    ([UndatedRegisterTests.header] + deals).joined(separator: "\n") + "\n"
  }

  private func dated(_ deals: [String], _ day: String) -> String {
    """
    Transfers of major arms from All countries  to All countries . Deals with deliveries made for the year range \
    '1990' to '2030'
    Source: SIPRI Arms Transfers Database (c) SIPRI.
    Data generated: \(day) 12:05:09 PM

    """ + bare(deals)
  }

  /// The volume of everything in thousandths, after the files were imported in that order.
  private func volume(_ files: [String], _ options: [[String]] = []) throws -> Int {
    let desk = try Desk()
    for (place, text) in files.enumerated() {
      try desk.write("\(place).csv", text)
      let outcome = try desk.run(
        ["import", "\(place).csv", "--db", "armskb.db"] + (place < options.count ? options[place] : []))
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
    return try volume(desk)
  }

  private func volume(_ desk: Desk) throws -> Int {
    let outcome = try desk.run("query", "totals", "--unit", "TIV", "--format", "csv", "--columns", "best")
    return lines(outcome.stdout).dropFirst().compactMap { Double($0) }.reduce(0) { $0 + Int($1 * 1_000) }
  }

  private func bothWays(_ first: String, _ second: String) throws -> Set<Int> {
    [try volume([first, second]), try volume([second, first])]
  }

  @Test func aLaterOneTakesThePlaceOfAnEarlierOne() throws {
    // The later one goes on to 2016, and counts two jets more.
    let old = bare([UndatedRegisterTests.jets, UndatedRegisterTests.radar])
    let new = bare([UndatedRegisterTests.moreJets, UndatedRegisterTests.radar, UndatedRegisterTests.sonar])
    #expect(try bothWays(old, new) == [93_000])
  }

  @Test func theSameDealsAreOneEdition() throws {
    let deals = [UndatedRegisterTests.jets, UndatedRegisterTests.radar, UndatedRegisterTests.sonar]
    let saved = "\u{FEFF}" + bare(deals.reversed()).replacing(",", with: ";").replacing("\n", with: "\r\n")
    let desk = try Desk()
    try desk.write("one.csv", bare(deals))
    try desk.write("two.csv", saved)
    #expect(try desk.run("import", "one.csv", "--db", "armskb.db").status == 0)
    let again = try desk.run("import", "two.csv")
    #expect(again.stderr.contains("0 claims added"), "\(again.stderr)")
    #expect(try volume(desk) == 84_000)
  }

  @Test func exportsOfOneKindOfArmsAddUp() throws {
    let aircraft = bare([UndatedRegisterTests.jets])
    let sensors = bare([UndatedRegisterTests.radar, UndatedRegisterTests.sonar])
    #expect(try bothWays(aircraft, sensors) == [84_000])
    // What is newer of one kind sets aside that kind only.
    let whole = dated([UndatedRegisterTests.jets, UndatedRegisterTests.radar], "3 Feb 2014")
    let newer = bare([
      UndatedRegisterTests.moreJets,
      "Finland,Sweden,2016,,1,,Falk 7,fighter aircraft,1,,2017,New,,4.5,4.5,4.5",
    ])
    let made = ["--made", "2018"]
    #expect(try volume([whole, newer], [[], made]) == 15_000 + 63_000 + 4_500)
    #expect(try volume([newer, whole], [made, []]) == 15_000 + 63_000 + 4_500)
    // As long as nobody tells the day it may be an export of some years, which overwrites nothing.
    #expect(try bothWays(whole, newer) == [15_000 + 54_000])
  }

  @Test func theDayCanBeTold() throws {
    let old = bare([UndatedRegisterTests.moreJets])
    let new = bare([UndatedRegisterTests.jets])
    #expect(try volume([old, new], [["--made", "2024-03-18"], ["--made", "2025-03-13"]]) == 54_000)
    #expect(try volume([new, old], [["--made", "2025-03"], ["--made", "2024-03-18"]]) == 54_000)
    let desk = try Desk()
    try desk.write("dated.csv", dated([UndatedRegisterTests.jets], "3 Feb 2014"))
    let other = try desk.run("import", "dated.csv", "--made", "2024", "--db", "armskb.db")
    #expect(
      other.status == 65 && other.stderr.contains("says that it was made on 2014-02-03"), "\(other.stderr)")
    let wrong = try desk.run("import", "dated.csv", "--made", "yesterday", "--db", "armskb.db")
    #expect(wrong.status == 64 && wrong.stderr.contains("YYYY-MM-DD"), "\(wrong.stderr)")
  }

  @Test func theLatestIsWrittenAndCompared() throws {
    let desk = try Desk()
    try desk.write("new.csv", bare([UndatedRegisterTests.moreJets, UndatedRegisterTests.sonar]))
    try desk.write("old.csv", bare([UndatedRegisterTests.jets]))
    #expect(try desk.run("import", "new.csv", "old.csv", "--db", "armskb.db").status == 0)
    let written = try desk.run("export", "sipri-register", "--for-own-use")
    #expect(written.stdout.contains(UndatedRegisterTests.sonar), "\(written.stderr)")
    let changes = try desk.run(
      "diff", "previous", "latest", "--format", "csv", "--columns", "designation,field,old,new")
    #expect(changes.stdout.contains("Falk 7,delivered,12,14"), "\(changes.stdout)")
  }

  /// The Ukraine Support Tracker has no years either: nobody can tell which file is newer, but both at once are wrong.
  @Test func ofTwoFilesWithoutAnyYearOneCounts() throws {
    func tracker(_ tanks: Int) -> String {
      """
      "donor","category","number_of_weapons","monetary_value_eur","weapons_list"
      "Poland","Tanks",\(tanks),7,"T-72M (\(tanks))"
      "Norway","Howitzers",5,7,"M109 (5)"

      """
    }
    for files in [[tracker(30), tracker(34)], [tracker(34), tracker(30)]] {
      let desk = try Desk()
      for (place, text) in files.enumerated() {
        try desk.write("\(place).csv", text)
        let outcome = try desk.run("import", "\(place).csv", "--db", "armskb.db")
        #expect(outcome.status == 0, "\(outcome.stderr)")
      }
      let totals = try desk.run(
        "query", "totals", "--unit", "pieces", "--format", "csv", "--columns", "supplier,best")
      try #require(lines(totals.stdout).count > 2, "\(totals.stderr)")
      #expect(
        ["NOR,5", "POL,30"] == lines(totals.stdout)[1...2].sorted().map { $0.replacing("34", with: "30") }
      )
    }
    let desk = try Desk()
    for (tanks, day) in [(34, "2026-01"), (30, "2026-04")] {
      try desk.write("tracker.csv", tracker(tanks))
      #expect(try desk.run("import", "tracker.csv", "--made", day, "--db", "armskb.db").status == 0)
    }
    let totals = try desk.run(
      "query", "totals", "--supplier", "POL", "--unit", "pieces", "--format", "csv", "--columns", "best")
    #expect(lines(totals.stdout)[1] == "30")
  }

  /// Data of a year come in the next one: who asks in 2025 for all years up to 2024 has everything.
  @Test func anEditionUpToTheYearBeforeIsWhole() throws {
    func asked(_ years: String, _ deals: [String], _ day: String) -> String {
      dated(deals, day).replacing("'1990' to '2030'", with: years)
    }
    let old = asked("'Not specified' to 'Not specified'", [UndatedRegisterTests.jets], "13 Mar 2024")
    let new = asked("'1950' to '2024'", [UndatedRegisterTests.moreJets], "13 Mar 2025")
    #expect(try bothWays(old, new) == [63_000])
    let some = asked("'1950' to '2010'", [UndatedRegisterTests.moreJets], "13 Mar 2025")
    #expect(try bothWays(old, some) == [54_000])
  }

  @Test func itSaysSo() throws {
    let desk = try Desk()
    try desk.write("bare.csv", bare([UndatedRegisterTests.jets]))
    let outcome = try desk.run("import", "bare.csv", "--db", "armskb.db")
    #expect(outcome.stderr.contains("note: does not say when it was made"), "\(outcome.stderr)")
    try desk.write("newer.csv", dated([UndatedRegisterTests.jets], "3 Feb 2024"))
    try desk.write("older.csv", bare([UndatedRegisterTests.moreJets]))
    #expect(try !desk.run("import", "newer.csv").stderr.contains("counts nowhere"))
    #expect(try desk.run("import", "older.csv").stderr.contains("note: counts nowhere: a newer edition"))
    let releases = try desk.run(
      "query", "releases", "--format", "csv", "--columns", "generated,to_year,in_force")
    #expect(lines(releases.stdout)[1...3] == ["2024-02-03T12:05:09,,true", ",2003,false", ",2003,false"])
  }
}
