import Foundation
import Testing

/// Files of datasets as sites, programs and people leave them, and what is right of each.
@Suite struct RegisterKindsTests {
  private static let header =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"

  private struct Base {
    let desk: Desk
    var status: Int32 = 0
    var said = ""

    /// A base with those files, by their endings, imported in that order.
    init(_ files: [(ending: String, text: String)]) throws {
      desk = try Desk()
      for (place, file) in files.enumerated() {
        let name = "\(place).\(file.ending)"
        try desk.write(name, file.text)
        let outcome = try desk.run("import", name, "--db", "armskb.db")
        status = max(status, Int32(outcome.status))
        said += outcome.stdout + outcome.stderr
      }
    }

    init(_ text: String, _ ending: String = "csv") throws { try self.init([(ending, text)]) }

    func best(_ arguments: String...) throws -> Double {
      let outcome = try desk.run(
        ["query", "totals", "--by", "pair", "--format", "csv", "--columns", "best"] + arguments)
      return lines(outcome.stdout).dropFirst().compactMap { Double($0) }.reduce(0, +)
    }

    func tiv(_ arguments: String...) throws -> Double {
      let outcome = try desk.run(
        ["query", "totals", "--by", "pair", "--unit", "TIV", "--format", "csv", "--columns", "best"]
          + arguments)
      return lines(outcome.stdout).dropFirst().compactMap { Double($0) }.reduce(0, +)
    }

    func weapons() throws -> [String] {
      let outcome = try desk.run(
        "query", "transfers", "--format", "csv", "--columns", "weapon,category", "--limit", "0")
      return lines(outcome.stdout).dropFirst().filter { !$0.isEmpty }.map { String($0) }.sorted()
    }
  }

  // MARK: Tables of volumes

  private func oldTable(_ title: String, _ rows: [String]) -> String {
    ([
      title, "Source: SIPRI Arms Transfers Database", "Generated: 4 March 2020", "",
      ",2001,2002,2003,Total",
    ]
      + rows).joined(separator: "\n") + "\n"
  }

  @Test(arguments: [
    ("exports to all", "", "NOR"), ("imports to all", "", "NOR"), ("exports from all", "NOR", ""),
    ("imports from all", "NOR", ""), ("exports from Sweden", "SWE", "NOR"),
    ("exports to Sweden", "NOR", "SWE"), ("imports by Sweden", "NOR", "SWE"),
    ("exports from all to Sweden", "NOR", "SWE"), ("exports from the top 10 exporters", "NOR", ""),
  ])
  func theTitleOfAnOldTableTellsWhoSupplied(title: String, supplier: String, recipient: String) throws {
    let base = try Base(oldTable("\"TIV of arms \(title), 2001-2003\",,,,", ["Norway,2,,3,5"]))
    #expect(base.status == 0, "\(base.said)")
    let claims = try base.desk.run(
      "query", "claims", "--format", "csv", "--columns", "supplier,recipient", "--limit", "1")
    #expect(lines(claims.stdout).dropFirst().first == "\(supplier),\(recipient)")
  }

  @Test func aTableWithANameOverItsNamesIsReadableWithTheLineThatIsAdvised() throws {
    let table = "Country,2001,2002,2003,Total\nNorway,2,,3,5\nChile,1,0,,1\n"
    let bare = try Base(table)
    #expect(bare.status == 65 && bare.said.contains("'TIV of arms exports from all'"), "\(bare.said)")
    #expect(try Base("TIV of arms exports from all\n" + table).status == 0)
    #expect(try Base("\"TIV of arms exports from Sweden, 2001-2003\"\n" + table).tiv() == 6)
  }

  @Test func aPrintedSumGoesBeforeItsRoundedCells() throws {
    let base = try Base(
      oldTable("TIV of arms exports from Sweden", ["Norway,3,3,3,8", "Chile,1,0,,1", "Total,4,4,3,9"]))
    #expect(try base.tiv() == 9)
    #expect(try base.tiv("--since", "2001", "--until", "2002") == 7)
    #expect(try base.tiv("--since", "2001", "--until", "2003") == 9)
    let years = try base.desk.run(
      "query", "totals", "--by", "year", "--unit", "TIV", "--format", "csv", "--columns", "year,best")
    #expect(lines(years.stdout).contains("2002,3"))
  }

  @Test func rowsOfOnePartyAddUp() throws {
    let rows = ["Burma,1,,2,3", "Myanmar,,4,2,6", "Chile,5,,,5", "Total,6,4,4,14"]
    let base = try Base(oldTable("TIV of arms exports from Sweden", rows))
    #expect(base.status == 0 && !base.said.contains("already"), "\(base.said)")
    #expect(base.said.contains("'Burma' (line 6) and 'Myanmar' (line 7) are one party; added up"))
    #expect(try base.tiv() == 14)
    #expect(try base.tiv("--since", "2003", "--until", "2003") == 4)
  }

  // MARK: Registers

  @Test(arguments: [
    "\u{A9} Stockholm International Peace Research Institute, 2020; all rights reserved.",
    "Copyright SIPRI 2020", "\"(c) SIPRI, 2020\";;;;;;;;;;;;;;;;", "Source: SIPRI Arms Transfers Database",
  ])
  func aLineBelowTheTableIsNoRecord(footer: String) throws {
    let base = try Base(
      """
      Deal ID;Seller;Buyer;Designation;Description;Armament category;Order date;Order date is estimate;\
      Numbers delivered;Numbers delivered is estimate;Delivery year;Delivery year is estimate;Status;\
      SIPRI estimate;TIV deal unit;TIV delivery values;Local production
      7;Sweden;Norway;Falk 7;APC;Armoured vehicles;2008;No;4;No;2010;No;New;0.5;0.5;2;No

      \(footer)

      """, "txt")
    #expect(base.status == 0, "\(base.said)")
    #expect(try base.tiv() == 2)
  }

  @Test func aDealWithALineForEachYearIsRefused() throws {
    func deal(_ name: String, _ years: [Int]) -> [String] {
      years.map { "Norway,Sweden,2001,,8,,\(name),tank,8,,\($0),New,,2,16,16" }
    }
    let rows = deal("Falk 1", [2002, 2003, 2004]) + deal("Falk 2", [2002, 2003])
    let base = try Base(([RegisterKindsTests.header] + rows).joined(separator: "\n") + "\n")
    #expect(base.status == 65 && base.said.contains("a line for each year of delivery"), "\(base.said)")
    // A share on each line is right, and so are two deals that are alike.
    let shares = (2002...2005).map { "Norway,Sweden,2001,,8,,Falk 1,tank,2,,\($0),New,,2,16,4" }
    #expect(try Base(([RegisterKindsTests.header] + shares).joined(separator: "\n") + "\n").tiv() == 16)
    #expect(
      try Base(([RegisterKindsTests.header] + deal("Falk 3", [2002, 2003])).joined(separator: "\n") + "\n")
        .tiv() == 32)
  }

  @Test func theDescriptionTellsNamesakesApart() throws {
    let rows = [
      "Jordan,United States,1980,,4,,HAWK,surface-to-air missile system,4,,1982,New,,10,40,40",
      "Jordan,United Kingdom,1990,,10,,Hawk,trainer/combat aircraft,10,,1992,New,,6,60,60",
      "India,Soviet Union,1960,,3,,P-15,air-search radar,3,,1962,New,,4,12,12",
      "India,Soviet Union,1970,,30,,P-15,anti-ship missile,30,,1972,New,,0.5,15,15",
    ]
    let expected = [
      "Hawk,trainer-aircraft", "MIM-23 HAWK,sam-system", "P-15 Termit,anti-ship-missile", "P-15,radar",
    ]
    for rows in [rows, rows.reversed()] {
      let base = try Base(([RegisterKindsTests.header] + rows).joined(separator: "\n") + "\n")
      #expect(try base.weapons() == expected)
      // Another file finds the same weapons again.
      let more = [
        RegisterKindsTests.header, "India,Soviet Union,1964,,5,,P-15,air-search radar,5,,1966,New,,4,20,20",
      ]
      try base.desk.write("more.csv", more.joined(separator: "\n") + "\n")
      #expect(try base.desk.run("import", "more.csv").status == 0)
      let found = try base.desk.run(
        "sql", "SELECT count(*) FROM weapon WHERE designation = 'P-15'", "--format", "csv")
      #expect(lines(found.stdout).dropFirst().first == "1")
    }
  }

  // MARK: Two layouts

  private static func file(_ years: String, _ made: String, _ lines: [String]) -> (String, String) {
    (
      "csv",
      ([
        "Transfers of major arms from All countries  to All countries . Deals with deliveries made for the year range "
          + years, "Source: SIPRI Arms Transfers Database (c) SIPRI.", "Data generated: \(made) 12:05:09 PM",
      ] + lines).joined(separator: "\n") + "\n"
    )
  }

  @Test func deliveriesByYearCountForTheYearsThatTheyCover() throws {
    let deals = RegisterKindsTests.file(
      "'1950' to '2021'", "3 Feb 2023",
      [
        RegisterKindsTests.header,
        "Chile,Norway,1996,,12,,Falk 1,tank,12,,1997; 1999; 2001; 2002,New,,2,24,24",
        "Chile,Norway,2003,,4,,Falk 2,tank,4,,2004; 2005,New,,5,20,20",
      ])
    let deliveries = RegisterKindsTests.file(
      "'2000' to '2021'", "5 May 2023",
      [
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
          + "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
          + "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production",
        "31,Norway,Chile,Falk 1,tank,Armoured vehicles,1996,No,3,No,2001,No,New,2,2,6,No",
        "31,Norway,Chile,Falk 1,tank,Armoured vehicles,1996,No,4,No,2002,No,New,2,2,8,No",
        "32,Norway,Chile,Falk 2,tank,Armoured vehicles,2003,No,1,No,2004,No,New,5,5,5,No",
        "32,Norway,Chile,Falk 2,tank,Armoured vehicles,2003,No,3,No,2005,No,New,5,5,15,No",
      ])
    for files in [[deals, deliveries], [deliveries, deals]] {
      let base = try Base(files.map { (ending: $0.0, text: $0.1) })
      #expect(try base.tiv() == 44)
      #expect(try base.tiv("--since", "2001", "--until", "2001") == 6)
      #expect(try base.tiv("--since", "2000", "--until", "2004") == 19)
      #expect(try base.tiv("--until", "1999") == 10)
    }
  }

  // MARK: JSON

  @Test(arguments: [
    #"[{"Recipient":"Norway","Supplier":"Sweden","Year of order":2000," ":"?","Number ordered":8," .1":NaN,"#
      + #""Weapon designation":"Falk 7","Weapon description":"tank","Number delivered":8.0," .2":null,"#
      + #""Year(s) of delivery":"2001; 2002","SIPRI TIV of delivered weapons":16.0}]"#,
    #"{"Recipient":{"0":"Norway"},"Supplier":{"0":"Sweden"},"Weapon designation":{"0":"Falk 7"},"#
      + #""Weapon description":{"0":"tank"},"Number delivered":{"0":8},"Year(s) of delivery":{"0":"2001; 2002"},"#
      + #""SIPRI TIV of delivered weapons":{"0":16}}"#,
    #"{"columns":["Recipient","Supplier","Weapon designation","Weapon description","Number delivered","#
      + #""Year(s) of delivery","SIPRI TIV of delivered weapons"],"index":[0],"#
      + #""data":[["Norway","Sweden","Falk 7","tank",8,"2001; 2002",16]]}"#,
    #"{"buyer":"Norway","seller":"Sweden","desig2":"Falk 7","desc":"tank","nrdel":8,"delyears":"2001-2002","tivdel":16}"#
      + "\n"
      + #"{"buyer":"Chile","seller":"Sweden","desig2":"Falk 8","desc":"tank","nrdel":0,"tivdel":0}"#,
    #"[{"recipient":"Norway","supplier":"Sweden","weapon_designation":"Falk 7","weapon_description":"tank","#
      + #""number_delivered":8,"year_s_of_delivery":"2001; 2002","sipri_tiv_of_delivered_weapons":16}]"#,
  ])
  func rowsOfARegisterMayBeObjects(text: String) throws {
    let base = try Base(text, "json")
    #expect(base.status == 0, "\(base.said)")
    #expect(try base.tiv() == 16)
  }

  @Test func aFaultInARowOfJSONIsFoundOnItsLine() throws {
    let base = try Base(
      """
      [
        {"buyer": "Norway", "seller": "Sweden", "desig2": "Falk 7", "desc": "tank", "nrdel": 8, "tivdel": 16},
        {"buyer": "Atlantis", "seller": "Sweden", "desig2": "Falk 7", "desc": "tank", "nrdel": 8, "tivdel": 16}
      ]
      """, "json")
    #expect(base.status == 65 && base.said.contains("0.json:3:"), "\(base.said)")
  }

  // MARK: Editions that do not say their day

  @Test func theLaterOfTwoMonthlyTablesIsInForce() throws {
    func table(_ months: [(Int, String)]) -> (ending: String, text: String) {
      let rows = months.map { "Norway,NOR,2023,\($0.0),1,0,0,\($0.1),0,0" }
      let header = "country,iso,year,month,total,financial,humanitarian,military,commitments,to_be_allocated"
      return ("csv", ([header] + rows).joined(separator: "\n") + "\n")
    }
    let old = table([(5, "0.1"), (6, "0.2"), (7, "0.3")])
    let new = table([(5, "0.1"), (7, "0.2"), (8, "0.1")])
    for files in [[old, new], [new, old]] {
      let base = try Base(files)
      #expect(base.said.contains("does not say when it was made"))
      // June is no longer listed, July was lowered, August came.
      #expect(try base.best("--unit", "EUR") == 400_000_000)
    }
  }
}
