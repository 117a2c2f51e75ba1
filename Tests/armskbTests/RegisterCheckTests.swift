import Foundation
import Testing

/// An article beside an invented register: `armskb show`, `armskb check`, and tables of volumes against their register.
@Suite struct RegisterCheckTests {
  private static let deals = [
    "Azerbaijan,Israel,2011,?,10,,Kestrel 5,UAV,10,?,2012; 2013,New,$90 m deal,0.5,5,5",
    "Azerbaijan,Israel,2012,,40,,Sting,loitering munition,40,,2013,New,,0.25,10,10",
    "Azerbaijan,France,2015,,6,,Garden-200,air search radar,6,,2017,New,,3,18,18",
    "Armenia,Russia,2015,,8,,Lance-2,SAM,2,,2016,New,Part of $40 m deal,0.5,4,1",
    "Armenia,Russia,2016,,8,,Bison,tank,8,,2015; 2017,New,Part of $40 m deal; $12 m deal,1,8,8",
  ]

  private static func record(
    _ weapon: String?, _ category: String?, _ quantity: Int?, _ status: String, _ from: String?,
    supplier: String = "ISR", recipient: String = "AZE", _ more: String = ""
  ) -> String {
    func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
    return
      "{\"supplier\":\"\(supplier)\",\"recipient\":\"\(recipient)\",\"weapon\":\(text(weapon)),\"category\":\(text(category)),"
      + "\"quantity\":\(quantity.map(String.init) ?? "null"),\"status\":\"\(status)\",\"scope\":\"deal\",\"from\":\(text(from)),"
      + "\"to\":\(text(from)),\(more)\"document\":{\"title\":\"Arms of the valley\",\"publisher\":\"Valley Herald\","
      + "\"published\":\"2019-03-01\"}}"
  }

  private static let article =
    [
      record("Kestrel 5", "uav", 10, "ordered", "2011"),
      record("Kestrel 5", "uav", 10, "ordered", "2013"),
      record("Sting", "uav", 40, "delivered", "2013"),
      record("Garden-200", nil, 6, "ordered", "2015"),
      record("Mule 4x4", "other", 500, "delivered", "2014"),
      record("Long Tom 3", "artillery", 12, "delivered", "2014"),
      record("Lance-2", nil, 2, "ordered", "2015", supplier: "RUS", recipient: "ARM"),
    ].joined(separator: "\n") + "\n"

  private func desk(article: Bool = true) throws -> Desk {
    let desk = try Desk.empty()
    try desk.write("register.csv", DatasetImportTests.register(RegisterCheckTests.deals, day: "5 May 2024"))
    let run = try desk.run("import", "register.csv")
    #expect(run.status == 0, "\(run.stderr)")
    try desk.write("article.jsonl", RegisterCheckTests.article)
    if article { #expect(try desk.run("import", "article.jsonl").status == 0) }
    return desk
  }

  private func findings(_ desk: Desk, _ arguments: String...) throws -> [String] {
    let run = try desk.run(
      ["check"] + arguments + ["--format", "csv", "--columns", "check,supplier,recipient,sentence"])
    return lines(run.stdout).dropFirst().filter { !$0.isEmpty }.map(String.init)
  }

  @Test func mismatchesAreNotes() throws {
    let desk = try desk()
    let run = try desk.run("check", "--words", "--skip", "quantity")
    #expect(run.status == 0, "notes are no faults")
    try expectGolden("register-check.txt", desk.normalized(run.stdout))
    let kinds = try findings(desk).map { $0.split(separator: ",")[0] }.filter { $0.hasPrefix("register-") }
    #expect(
      kinds == [
        "register-year", "register-class", "register-scope", "register-stage", "register-supplier",
        "register-missing",
      ])
    #expect(try findings(desk, "--only", "register-year").count == 1)
    #expect(try findings(desk, "--recipient", "Armenia").contains { $0.hasPrefix("register-stage,RUS,ARM") })
  }

  /// Before an article goes in, and without storing anything.
  @Test func recordsAreComparedBeforeTheyGoIn() throws {
    let stored = try desk()
    let desk = try desk(article: false)
    let wanted = try findings(stored).filter { $0.hasPrefix("register-") }
    #expect(try findings(desk, "article.jsonl").filter { $0.hasPrefix("register-") } == wanted)
    #expect(try findings(desk).filter { $0.hasPrefix("register-") } == [])
  }

  @Test func showPutsTheRowsBesideTheClaim() throws {
    let desk = try desk()
    func claim(_ weapon: String, _ arguments: String...) throws -> String {
      let list = try desk.run(
        [
          "query", "claims", "--weapon", weapon, "--source", "Valley Herald", "--format", "csv", "--columns",
          "id",
        ]
          + arguments)
      return try #require(lines(list.stdout).dropFirst().first.map(String.init))
    }
    let shown = try desk.run("show", claim("Kestrel 5"), "--format", "table").stdout
    #expect(shown.contains("in the register   SIPRI Arms Transfers Database of 2024-05-05"))
    #expect(
      shown.contains("2011? Kestrel 5 (UAV), 10 ordered, 10? delivered, 2012–2013, 5 million TIV, line 7"))
    #expect(shown.contains("It agrees: 10 ordered."))
    let radar = try desk.run("show", claim("Garden-200"), "--format", "table").stdout
    #expect(radar.contains("2015 Garden-200 (air search radar), from France"))
    #expect(radar.contains("register-supplier: "))
    #expect(try desk.run("show", claim("Long Tom 3"), "--format", "table").stdout.contains("no such row"))
    let transfer = try desk.run(
      "query", "transfers", "--weapon", "Sting", "--format", "csv", "--columns", "id")
    let id = try #require(lines(transfer.stdout).dropFirst().first.map(String.init))
    #expect(try desk.run("show", id, "--format", "table").stdout.contains("in the register"))
    // The register is not held against itself, nor is there anything without one.
    let own = try desk.run(
      "query", "claims", "--weapon", "Sting", "--asserted-by", "SIPRI", "--format", "csv", "--columns", "id")
    let row = try #require(lines(own.stdout).dropFirst().first.map(String.init))
    #expect(try !desk.run("show", row, "--format", "table").stdout.contains("in the register"))
  }

  @Test func articlesInPlainTextAreCompared() throws {
    let desk = try desk(article: false)
    try desk.write(
      "article.txt", "In 2011 Israel sold Azerbaijan drones of the type Kestrel 5 for $90 million.\n")
    let run = try desk.run("check", "article.txt", "--format", "csv", "--columns", "check,sentence")
    #expect(run.status == 0)
    #expect(run.stdout.contains("in-the-register"))
    #expect(run.stdout.contains("lists 1 deal of Israel to Azerbaijan"), "\(run.stdout)")
    #expect(
      run.stdout.contains("Kestrel 5 (order of 2011: 10 ordered, 10? delivered, 2012–2013)"), "\(run.stdout)")
  }

  /// What a register alone says raises no findings: prices in comments, deliveries before their order, names out of
  /// their time, less delivered than ordered.
  @Test func aRegisterAloneIsQuiet() throws {
    let desk = try Desk.empty()
    let odd = ["Soviet Union,Russia,1995,,5,,Bison,tank,5,,1996,New,$500 m deal,1,5,5"]
    try desk.write("register.csv", DatasetImportTests.register(RegisterCheckTests.deals + odd))
    #expect(try desk.run("import", "register.csv").status == 0)
    let run = try desk.run("check", "--skip", "weapons-without-category", "--format", "csv")
    #expect(run.status == 0 && lines(run.stdout).count == 2, "\(run.stdout)")
  }

  @Test func tablesAreHeldAgainstTheirRegister() throws {
    let desk = try desk(article: false)
    func table(_ israel: String, day: String = "5 May 2024") -> String {
      """
      SIPRI Arms Transfers Database: volume of exports from all countries, 1950-2024
      Figures are TIVs expressed in millions.

      Source: SIPRI Arms Transfers Database
      Data generated: \(day) 1:05:00 PM

      Exports by,2012,2013,2014,2015,2016,2017,2012-2017,Percentage,Sum total years,Percentage of total
      France,,,,,,18,18,42.9%,18,42.9%
      Israel,3,12,,,,,\(israel),35.7%,\(israel),35.7%
      Russia,,,,4,1,4,9,21.4%,9,21.4%
      Total world export,3,12,,4,1,22,42,100%,42,

      """
    }
    try desk.write("fits.csv", table("15"))
    let imported = try desk.run("import", "fits.csv")
    #expect(imported.status == 0, "\(imported.stderr)")
    #expect(try findings(desk, "--only", "register-table") == [])
    #expect(try desk.run("undo", "--yes").status == 0)
    try desk.write("wrong.csv", table("25"))
    #expect(try desk.run("import", "wrong.csv").status == 0)
    let found = try findings(desk, "--only", "register-table")
    #expect(found.count == 1 && found[0].hasPrefix("register-table,ISR,,"), "\(found)")
    #expect(
      found.first?.contains("Israel to everybody in 2012–2017: 25 in the table, 15 in the register") == true,
      "\(found)")
    #expect(try desk.run("check", "--only", "register-table").status == 1)
    // A table of another day is of another edition.
    let other = try self.desk(article: false)
    try other.write("wrong.csv", table("25", day: "6 May 2024"))
    #expect(try other.run("import", "wrong.csv").status == 0)
    #expect(try findings(other, "--only", "register-table") == [])
  }
}
