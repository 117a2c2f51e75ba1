import Foundation
import Testing

/// `armskb diff` of two editions of an invented register, and the list of editions.
@Suite struct DiffEditionsTests {
  static let newer = [
    // The mark of the number delivered is gone, the volume is another.
    "Azerbaijan,Israel,2011,?,10,,Quill-1,anti-tank missile,10,,2012; 2013,New,Part of $90 m deal,0.5,5,6",
    "Azerbaijan,Israel,2012,,4,?,Heron-X,UAV,2,,2013,New,,3.25,13,6.5",
    "Armenia,Russia,2015,,8,,9K Lance-2,SAM,4,,2020,New,$40 m deal,0.1,0.8,0.4",
    "Armenia,France,2022,,3,,Garden-200,air search radar,,,,New,,8,24,",
  ]

  /// A desk with both editions, the older one in the file `old.csv`.
  static func desk() throws -> Desk {
    let desk = try Desk.empty()
    try desk.write("old.csv", DatasetImportTests.register(DatasetImportTests.rows, day: "5 May 2024"))
    try desk.write("new.csv", DatasetImportTests.register(newer, day: "7 Jun 2025"))
    #expect(try desk.run("import", "old.csv", "new.csv").status == 0)
    return desk
  }

  @Test func everyChangedFieldIsARow() throws {
    let desk = try DiffEditionsTests.desk()
    let run = try desk.run("diff", "old.csv", "latest", "--format", "csv")
    #expect(run.status == 0, "\(run.stderr)")
    try expectGolden("diff-editions.csv", run.stdout)
    try expectGolden("diff-editions.txt", run.stderr)
    for names in [["previous", "latest"], ["--releases", "2024", "2025-06-07"], ["old.csv", "2025"]] {
      #expect(try desk.run(["diff"] + names + ["--format", "csv"]).stdout == run.stdout, "\(names)")
    }
    let id = try desk.run("query", "releases", "--columns", "id", "--format", "csv").stdout
      .split(whereSeparator: \.isNewline).last.map(String.init)
    #expect(try desk.run("diff", #require(id), "latest", "--format", "csv").stdout == run.stdout)
    #expect(
      try desk.run("diff", "previous", "latest", "--limit", "2", "--format", "csv").stdout.split(
        separator: "\r\n"
      ).count == 3)
  }

  @Test func sumsHaveTheirReasons() throws {
    let desk = try DiffEditionsTests.desk()
    let pairs = try desk.run("diff", "previous", "latest", "--summary", "--format", "csv").stdout
    #expect(
      lines(pairs).map(String.init).contains("ISR,Israel,AZE,Azerbaijan,18,12.5,-5.5,0,-6.5,1,0,0,0,1,1"),
      "\(pairs)")
    let suppliers = try desk.run("diff", "previous", "latest", "--by", "supplier", "--format", "csv").stdout
    #expect(
      lines(suppliers).dropFirst().filter { !$0.isEmpty }.map(String.init) == [
        "ISR,Israel,18,12.5,-5.5,0,-6.5,1,0,0,0,1,1", "RUS,Russia,0,0.4,0.4,0,0,0,0.4,0,0,0,1",
        "FRA,France,0,0,0,0,0,0,0,0,1,0,0",
      ])
    let one = try desk.run("diff", "previous", "latest", "--weapon", "Quill-1", "--format", "csv")
    #expect(one.stderr.contains("difference: +1 = changed +1"), "\(one.stderr)")
    #expect(one.stdout.contains("mark lost") && !one.stdout.contains("Heron"))
  }

  @Test func editionsAreListed() throws {
    let desk = try DiffEditionsTests.desk()
    let table = try desk.run(
      "query", "releases", "--format", "csv", "--columns",
      "dataset,layout,generated,deals,claims,tiv,in_force,files")
    #expect(
      table.stdout == """
        dataset,layout,generated,deals,claims,tiv,in_force,files\r
        SIPRI Arms Transfers Database,sipri-deals,2025-06-07T13:02:03,4,9,12.9,true,new.csv\r
        SIPRI Arms Transfers Database,sipri-deals,2024-05-05T13:02:03,4,9,18,false,old.csv\r

        """)
    #expect(
      try desk.run("query", "releases", "german", "--format", "csv", "--columns", "id").stdout == "id\r\n")
    #expect(try desk.run("undo", "3", "--yes").status == 0)
    #expect(
      try desk.run("query", "releases", "--format", "csv", "--columns", "in_force").stdout
        == "in_force\r\ntrue\r\n")
  }

  @Test func unknownNamesGetTheList() throws {
    let desk = try DiffEditionsTests.desk()
    let unknown = try desk.run("diff", "2023-01", "latest")
    #expect(unknown.status == 64)
    #expect(unknown.stderr.contains("there is no edition '2023-01'; there are:"))
    #expect(
      unknown.stderr.contains("2024-05-05T13:02:03  SIPRI Arms Transfers Database, sipri-deals, old.csv"))
    #expect(try desk.run("diff", "latest", "new.csv").stderr.contains("both are the edition"))
    #expect(try desk.run("diff", "latest", "previous").status == 0)
    #expect(try desk.run("diff", "old.csv", "previous").stderr.contains("there is no edition 'previous'"))
    #expect(try desk.run("diff", "previous", "latest", "--stage", "ordered").status == 64)
    #expect(try desk.run("diff", "previous", "latest", "--published").status == 64)
    #expect(try Desk.empty().run("diff", "previous", "latest").stderr.contains("no dataset was imported yet"))
  }

  /// Two dates are days of recording, and say so where they are the days of editions, too.
  @Test func datesAreDatesUnlessToldOtherwise() throws {
    let desk = try DiffEditionsTests.desk()
    let dates = try desk.run("diff", "2024-05-05", "2025-06-07")
    #expect(dates.stderr.contains("no figure moved"))
    #expect(dates.stderr.contains("armskb diff --releases 2024-05-05 2025-06-07"))
    #expect(try desk.run("diff", "2020", "2021").stderr.contains("--releases") == false)
    #expect(try desk.run("diff", "2024-05-05", "2025-06-07", "--summary").status == 64)
  }

  /// A narrower export says nothing of what lies outside it, and several tables do not make a register.
  @Test func windowsAreHeldAgainstOneAnother() throws {
    let desk = try DiffEditionsTests.desk()
    let narrow = ["Azerbaijan,Israel,2012,,4,?,Heron-X,UAV,2,,2013,New,,3.25,13,6.5"]
    try desk.write(
      "narrow.csv", DatasetImportTests.register(narrow, day: "9 Jun 2025", years: "'2013' to '2014'"))
    #expect(try desk.run("import", "narrow.csv").status == 0)
    let run = try desk.run(
      "diff", "new.csv", "narrow.csv", "--format", "csv", "--columns", "change,designation,tiv_change")
    #expect(run.stdout == "change,designation,tiv_change\r\ngone,Quill-1,\r\n", "\(run.stdout)")
    #expect(run.stderr.contains("only the years 2013 to 2014 are compared"), "\(run.stderr)")
    #expect(run.stderr.contains("1 deal with deliveries beyond these years"))
  }
}
