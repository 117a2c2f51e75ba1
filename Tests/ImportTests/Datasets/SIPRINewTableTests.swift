import Foundation
import Testing

@testable import Import

@Suite("Volumes by year, new site")
struct SIPRINewTableTests {
  static func text(_ first: String, _ total: String) -> String {
    """
    Volume of transfers of major arms
    A '0' indicates that the volume is between 0 and 0.5 million

    Source: SIPRI Arms Transfers Database (c) SIPRI.
    Data generated: 3 Jan 2005 12:05:09 AM

    \(first),2001,2002,2003,2001-2003,Percentage,Sum total years,Percentage of total
    Southland,3,0 ,12,15,93.8%,15,93.8%
    Hill Front*,,1,,1,6.3%,1,6.3%
    \(total),3,1,12,16,100%,16,


    """
  }

  @Test("Totals towards everybody")
  func everybody() throws {
    let reading = try #require(
      TableReading(Self.text("Recipient", "Total world import"), SIPRINewTableLayout.self))
    #expect(
      reading.claims.map(short) == [
        "*>Southland delivered 2001 3000 TIV", "*>Southland delivered 2002 0-500 TIV",
        "*>Southland delivered 2003 12000 TIV", "*>Southland delivered 2001..2003 15000 TIV",
        "*>Hill Front* delivered 2002 1000 TIV", "*>Hill Front* delivered 2001..2003 1000 TIV",
      ])
    #expect(
      reading.claims[3].extra == ["x_percentage": "93.8%", "x_percentage_of_total": "93.8%"])
    #expect(reading.claims[0].extra.isEmpty)
    #expect(reading.remarks.isEmpty && reading.faults.isEmpty)
    let release = reading.release
    #expect(
      release.title
        == "Volume of transfers of major arms by recipient, 2001-2003, generated 2005-01-03T00:05:09")
    #expect((release.suppliers, release.recipients, release.isSelection) == (nil, nil, false))
    let exports = try #require(
      TableReading(Self.text("Exports by", "Total world export"), SIPRINewTableLayout.self))
    #expect(short(try #require(exports.claims.first)) == "Southland>* delivered 2001 3000 TIV")
  }

  @Test(
    "The row of totals names the other party",
    arguments: [
      ("Exports by", "Total exports to New Island", "Southland>New Island"),
      ("Supplier", "Total imports by New Island", "Southland>New Island"),
      ("Supplier", "Total exports by Southland", "Southland>*"),
      ("Recipient", "Total exports from New Island", "New Island>Southland"),
      ("Recipient", "Total export of New Island", "New Island>Southland"),
      ("Imports by", "Total imports from New Island", "New Island>Southland"),
    ])
  func partners(first: String, total: String, parties: String) throws {
    let reading = try #require(TableReading(Self.text(first, total), SIPRINewTableLayout.self))
    #expect(short(try #require(reading.claims.first)) == "\(parties) delivered 2001 3000 TIV")
    #expect(reading.remarks.isEmpty)
  }

  @Test("Without a word on whose volumes they are, rows make no claims; a title helps")
  func lost() throws {
    let cut = Self.text("Supplier", "Sum")
    let reading = try #require(TableReading(cut, SIPRINewTableLayout.self))
    #expect(reading.claims.isEmpty && reading.rows.count == 3)
    #expect(Set(reading.faults.map(\.kind)) == ["nobody's volumes"])
    let titled = cut.replacingOccurrences(of: "of major arms", with: "of major arms to New Island, 2001-2003")
      .replacingOccurrences(of: "Sum,3,1,12,16,100%,16,", with: "")
    let again = try #require(TableReading(titled, SIPRINewTableLayout.self))
    #expect(short(try #require(again.claims.first)) == "Southland>New Island delivered 2001 3000 TIV")
    #expect(again.remarks.count == 1)
  }

  @Test("The table of the top suppliers, with ranks and a rest")
  func top() throws {
    let text = """
      Volume of exports of major arms by the top suppliers  2001-2003;

      Data generated: 2 Nov 2004 10:30:55 PM

      ,Rank 2001-2003,,Supplier,2001,2002,2003,2001-2003, Share of global arms imports,
      ,1,,Southland,3,,12,15,75%,
      ,2,,Northland,,3,,3,15%,
      ,,,Others,1,,1,2,10%,
      ,,,Total,4,3,13,20,100%,
      """
    let reading = try #require(TableReading(text, SIPRINewTableLayout.self))
    #expect(reading.faults.isEmpty)
    #expect(
      reading.claims.map(short) == [
        "Southland>* delivered 2001 3000 TIV", "Southland>* delivered 2003 12000 TIV",
        "Southland>* delivered 2001..2003 15000 TIV", "Northland>* delivered 2002 3000 TIV",
        "Northland>* delivered 2001..2003 3000 TIV",
      ])
    #expect(
      reading.claims[2].extra == ["x_rank_2001_2003": "1", "x_share_of_global_arms_imports": "75%"])
    #expect(reading.remarks == ["'Others' are nobody by name: 2 million TIV of them stand in no claim"])
    #expect(!reading.release.isSelection)
  }

  @Test(
    "Regions are no parties: each row says so, and carries its volume",
    arguments: [
      "Imports by Regions", "Exports by Regions", "Region",
    ])
  func regions(first: String) throws {
    let text = Self.text(first, "World total").replacing("Southland", with: "Middle East")
    let reading = try #require(TableReading(text, SIPRINewTableLayout.self))
    #expect(reading.claims.isEmpty)
    #expect(reading.faults.map(\.kind) == ["speaks of a region", "speaks of a region"])
    #expect(reading.rows.map(\.tiv) == [15_000, 1_000])
    #expect(reading.remarks.isEmpty)
  }

  @Test("Years in another order, with other names, and beside other columns")
  func movedYears() throws {
    let text = Self.text("Recipient", "Total world import")
    let whole = try #require(TableReading(text, SIPRINewTableLayout.self))
    func changed(_ change: ([String]) -> [String]) throws -> TableReading {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return cells.count < 8 ? String(line) : change(cells).joined(separator: ",")
      }
      return try #require(TableReading(lines.joined(separator: "\n"), SIPRINewTableLayout.self))
    }
    let turned = try changed { [$0[0], $0[3], $0[2], $0[1]] + $0[4...] }
    #expect(Set(turned.claims) == Set(whole.claims) && turned.remarks.isEmpty)
    #expect(
      try changed { $0.map { $0.utf8.count == 4 && $0.hasPrefix("2") ? "X" + $0 : $0 } }.claims
        == whole.claims)
    #expect(
      try changed { $0.map { $0.utf8.count == 4 && $0.hasPrefix("2") ? $0 + ".0" : $0 } }.claims
        == whole.claims)
    #expect(try changed { [$0[0] == "Recipient" ? "" : "7"] + $0 }.claims == whole.claims)
    let lacking = try changed { [$0[0]] + $0[2...] }
    #expect(lacking.remarks == ["has no column for 2001"])
    #expect(lacking.claims.map(short) == whole.claims.map(short).filter { !$0.contains(" 2001 ") })
    let named = try changed { $0 + [$0[0] == "Recipient" ? "Continent" : "south"] }
    #expect(named.claims[3].extra["x_continent"] == "south")
  }

  @Test(
    "A sign before three digits divides thousands, unless it is a decimal sign elsewhere",
    arguments: [
      ("1.234", "12.345", 1_234_000), ("1.234", "12.5", 1_234), ("1\u{A0}234", "7", 1_234_000),
      ("1.234.567", "7", 1_234_567_000), ("1234.0", "7", 1_234_000), ("NaN", "7", nil),
    ] as [(String, String, Int64?)])
  func thousands(volume: String, other: String, thousandths: Int64?) throws {
    let text = Self.text("Recipient", "Total world import").replacing(
      "Southland,3,", with: "Southland,\(volume),"
    )
    .replacing(",12,15,93", with: ",\(other),15,93")
    let reading = try #require(TableReading(text, SIPRINewTableLayout.self))
    #expect(reading.faults.isEmpty)
    #expect(reading.claims.first { $0.from == "2001" && $0.to == "2001" }?.valueThousandths == thousandths)
  }

  @Test("Quoted thousands with commas")
  func commas() throws {
    let text = Self.text("Recipient", "Total world import").replacing(",12,15,93", with: ",\"12,345\",15,93")
    let reading = try #require(TableReading(text, SIPRINewTableLayout.self))
    #expect(reading.claims.contains { $0.valueThousandths == 12_345_000 })
  }

  @Test("Of many rows that do not add up a few are shown")
  func strayRows() throws {
    let rows = (0..<9).map { "Land \($0),3,,12,99,1%,99,1%" }
    let text = Self.text("Recipient", "Total world import")
      .replacing("Hill Front*,,1,,1,6.3%,1,6.3%", with: rows.joined(separator: "\n"))
    let remarks = try #require(TableReading(text, SIPRINewTableLayout.self)).remarks
    #expect(remarks.count { $0.hasPrefix("Land") } == 5)
    #expect(remarks.contains("and 4 rows more"))
  }

  @Test("A table with two names a row is not this one, and is told what it lacks")
  func pairs() throws {
    let file = DatasetFile("supplier,recipients,2001,2002,2003\nSouthland,Northland,1,2,\n,Westland,3,4,\n")
    #expect(DatasetLayouts.open(file) == nil)
    let near = try #require(DatasetRecognition.nearest(file))
    #expect(
      near.description
        == "no layout that is known; it comes nearest to SIPRI's table of volumes by year, in the layout of its "
        + "present site, but lacks the column with their sum, and has 'recipients', which that layout has not; in "
        + "such a table one name stands before the years, and its title or its row of totals says whose volumes they "
        + "are: put a first line on top such as 'TIV of arms exports from NAME' (the rows are who received them), "
        + "'TIV of arms imports to NAME' (who supplied them), or, where each row is towards everybody, 'TIV of arms "
        + "exports from all' or 'TIV of arms imports to all'")
  }

  @Test("What spreadsheets do to a file changes nothing", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    let text = Self.text("Exports by", "Total exports to New Island")
    let whole = try #require(TableReading(text, SIPRINewTableLayout.self))
    let reading = try #require(TableReading(damage.applied(to: text), SIPRINewTableLayout.self))
    #expect(reading.claims == whole.claims)
    #expect(reading.release == whole.release)
  }

  @Test("The published tables")
  func published() throws {
    let world = "sipri-tiv-tables/import-export-values_"
    guard let imports = PublishedFiles.file("\(world)recipients_1950-2024.csv"),
      let exports = PublishedFiles.file("\(world)suppliers_1950-2024.csv")
    else { return }
    for (file, count) in [(imports, 261), (exports, 136)] {
      let reading = try #require(TableReading(file, SIPRINewTableLayout.self))
      #expect(reading.rows.count == count)
      #expect(reading.faults.isEmpty && reading.remarks.isEmpty, "\(reading.remarks)")
      // The sums of rounded figures come as near to the published 2,065,055 and 33,544 as rounding lets them.
      let sums = reading.claims.filter { $0.from != $0.to }
      #expect(abs((sums.compactMap(\.valueThousandths).reduce(0, +)) - 2_065_055_000) <= Int64(count) * 500)
      let year = reading.claims.filter { $0.from == "2022" && $0.to == "2022" }
      #expect(abs((year.compactMap(\.valueThousandths).reduce(0, +)) - 33_544_000) <= Int64(count) * 500)
      #expect(reading.release.generated?.hasPrefix("2024-10-13T12:33:") == true)
      #expect(reading.release.window.first == nil && reading.release.window.last == nil)
      if count == 261 {
        #expect(sums.first { $0.recipient?.name == "India" }?.valueThousandths == 134_469_000)
      }
    }
  }
}

@Suite("Volumes by pair and year")
struct SIPRITidyTableTests {
  @Test("One claim a line")
  func lines() throws {
    let text = """
      supplier,recipient,year,value,supplier_cown
      Northland,"Island, New",2001,0,11
      Northland,Southland,2003,7,11
      Northland,,2003,x,11
      Northland,Southland,2003
      """
    let reading = try #require(TableReading(text, SIPRITidyTableLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>Island, New delivered 2001 0-500 TIV", "Northland>Southland delivered 2003 7000 TIV",
      ])
    #expect(reading.faults.map(\.kind) == ["no name", "not a number", "number of cells"])
    #expect(reading.faults.map(\.column) == [11, 17, 21])
    #expect(reading.release.title == "TIV of arms exports by pair and year, 360info's long form, 2001-2003")
    #expect(TableReading("supplier;recipient\na;b", SIPRITidyTableLayout.self) == nil)
  }

  @Test("The published file")
  func published() throws {
    guard let file = PublishedFiles.file("sipri-tiv-tables/tidy/sipri-exports-processed_1950-2021.csv") else {
      return
    }
    let reading = try #require(TableReading(file, SIPRITidyTableLayout.self))
    #expect(reading.rows.count == 21_324 && reading.claims.count == 21_324 && reading.faults.isEmpty)
    #expect(reading.release.window.first == nil && reading.release.lastYear == 2021)
  }
}
