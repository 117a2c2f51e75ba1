import Foundation
import Testing

@testable import RecordImport

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
