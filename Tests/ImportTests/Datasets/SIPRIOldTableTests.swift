import Foundation
import Testing

@testable import Import

@Suite("Volumes by year, old site")
struct SIPRIOldTableTests {
  static let plain = """
    "TIV of arms exports from Northland, 2001-2003",,,,
    Figures may not add up due to the conventions of rounding.,,,,
    "For more, see the site",,,,
    ,,,,
    Generated: 8 July 2004,,,,
    ,,,,
    ,2001,2002,2003,Total
    Hill Front**,,0,,0
    Southland,3,,12,15
    ,,,,
    Total,3,0,12,15

    """

  @Test("Years, sums, zeros and blanks of each partner")
  func partners() throws {
    let reading = try #require(TableReading(Self.plain, SIPRIOldTableLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>Hill Front** delivered 2002 0-500 TIV",
        "Northland>Hill Front** delivered 2001..2003 0-500 TIV",
        "Northland>Southland delivered 2001 3000 TIV", "Northland>Southland delivered 2003 12000 TIV",
        "Northland>Southland delivered 2001..2003 15000 TIV",
      ])
    #expect(reading.claims.allSatisfy { $0.isAggregate && $0.deal == nil })
    #expect(reading.rows.map(\.line) == [8, 9])
    #expect(reading.rows.map(\.tiv) == [0, 15000])
    #expect(reading.remarks.isEmpty && reading.faults.isEmpty)
    let release = reading.release
    #expect(release.title == "TIV of arms exports from Northland, 2001-2003, generated 2004-07-08")
    #expect((release.assertedBy, release.generated) == ("SIPRI", "2004-07-08"))
    #expect((release.firstYear, release.lastYear) == (2001, 2003))
    #expect((release.suppliers, release.recipients, release.isSelection) == (["Northland"], nil, false))
  }

  @Test("Volumes too large to be added up end at the largest number")
  func hugeVolumes() throws {
    let row = "Southland,999999999999999,999999999999999,999999999999999,15\n"
    let many = Self.plain.replacing("Southland,3,,12,15\n", with: String(repeating: row, count: 20))
    #expect(try #require(TableReading(many, SIPRIOldTableLayout.self)).remarks.count > 3)
  }

  @Test("What spreadsheets do to a file changes nothing", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    let whole = try #require(TableReading(Self.plain, SIPRIOldTableLayout.self))
    let reading = try #require(TableReading(damage.applied(to: Self.plain), SIPRIOldTableLayout.self))
    #expect(reading.claims == whole.claims)
    #expect(reading.release == whole.release)
    #expect(reading.remarks.isEmpty)
  }

  @Test("Saved with tabs, beside row numbers, and with years that are missing or moved")
  func reshaped() throws {
    let whole = try #require(TableReading(Self.plain, SIPRIOldTableLayout.self))
    let tabbed = Self.plain.replacing(",,,,", with: "").replacing("Northland, 2", with: "Northland; 2")
      .replacing(",", with: "\t").replacing("Northland; 2", with: "Northland, 2")
    #expect(try #require(TableReading(tabbed, SIPRIOldTableLayout.self)).claims == whole.claims)
    let numbered = Self.plain.replacing("\n,2001", with: "\nUnnamed: 0,,2001").replacing(
      "\nHill", with: "\n0,Hill"
    )
    .replacing("\nSouth", with: "\n1,South").replacing("\nTotal", with: "\n2,Total")
    #expect(try #require(TableReading(numbered, SIPRIOldTableLayout.self)).claims == whole.claims)
    let shorter = Self.plain.replacing(",2001,", with: ",").replacing("**,,", with: "**,")
      .replacing("Southland,3,", with: "Southland,").replacing("Total,3,", with: "Total,")
    let reading = try #require(TableReading(shorter, SIPRIOldTableLayout.self))
    #expect(reading.remarks == ["has no column for 2001"])
    #expect(reading.claims.map(short) == whole.claims.map(short).filter { !$0.contains(" 2001 ") })
  }

  @Test("Classes of weapons without title and sum are nobody's volumes")
  func classes() throws {
    let text = ",2001,2002\nAircraft,3,4\nSatellites,,1\n"
    let reading = try #require(TableReading(text, SIPRIOldTableLayout.self))
    #expect(reading.faults.map(\.kind) == ["nobody's volumes", "nobody's volumes"])
    #expect(reading.rows.map(\.tiv) == [7_000, 1_000])
  }

  @Test("Imports, everybody, and classes of weapons")
  func titles() throws {
    func first(_ from: String, _ to: String, row: String = "Southland") throws -> String {
      let text = Self.plain.replacingOccurrences(of: from, with: to)
        .replacingOccurrences(of: "Southland", with: row).replacingOccurrences(of: "Hill Front**", with: row)
      let reading = try #require(TableReading(text, SIPRIOldTableLayout.self))
      return short(try #require(reading.claims.first))
    }
    let title = "exports from Northland"
    #expect(try first(title, "imports to Northland") == "Southland>Northland delivered 2002 0-500 TIV")
    #expect(try first(title, "exports from all") == "Southland>* delivered 2002 0-500 TIV")
    #expect(
      try first(title, "imports to the top 50 largest importers") == "*>Southland delivered 2002 0-500 TIV")
    #expect(
      try first(title, title, row: "Air defence systems")
        == "Northland>* air-defence delivered 2002 0-500 TIV")
  }

  @Test("Wrong cells and lost titles are said, not guessed")
  func faults() throws {
    let wrong = Self.plain.replacingOccurrences(
      of: "Southland,3,,12,15", with: "Southland,3,x,12,15\nEastland,4")
    let reading = try #require(TableReading(wrong, SIPRIOldTableLayout.self))
    #expect(reading.rows.map(\.faults.count) == [0, 1, 1])
    #expect(reading.faults.map(\.kind) == ["not a number", "number of cells"])
    #expect((reading.faults[0].field, reading.faults[0].column) == ("2002", 13))
    #expect(reading.rows[1].claims.isEmpty)

    let nameless = Self.plain.split(separator: "\n").dropFirst().joined(separator: "\n")
    let lost = try #require(TableReading(nameless, SIPRIOldTableLayout.self))
    #expect(lost.faults.map(\.kind) == ["nobody's volumes", "nobody's volumes"])
    #expect(lost.release.isSelection)
  }

  @Test("Sums that disagree are remarked, within rounding they are not")
  func sums() throws {
    func remarks(_ row: String, _ total: String) throws -> [String] {
      let text = Self.plain.replacingOccurrences(of: "Southland,3,,12,15", with: row)
        .replacingOccurrences(of: "Total,3,0,12,15", with: total)
      return try #require(TableReading(text, SIPRIOldTableLayout.self)).remarks
    }
    #expect(try remarks("Southland,3,,12,16", "Total,4,0,12,16") == [])
    #expect(try remarks("Southland,3,,12,17", "Total,3,0,12,17").count == 1)
    #expect(try remarks("Southland,3,,12,15", "Total,3,0,22,15").count == 1)
    #expect(try remarks("Southland,3,,12,15", "").first?.contains("cut") == true)
  }

  @Test("The published tables")
  func published() throws {
    let counts = ["ISR": 96, "RUS": 107, "FRA": 140, "TUR": 43, "XXS": 111, "EU": 1]
    for (name, count) in counts {
      guard let file = PublishedFiles.file("sipri-tiv-tables/old-site/TIV-Export-\(name)-1950-2021.csv")
      else {
        return
      }
      let reading = try #require(TableReading(file, SIPRIOldTableLayout.self))
      #expect(reading.rows.count == count)
      #expect(reading.faults.isEmpty && reading.remarks.isEmpty, "\(name): \(reading.remarks)")
      #expect(reading.release.generated == "2022-07-28")
      guard name == "ISR" else { continue }
      let claims = reading.claims.filter { $0.recipient?.name == "Azerbaijan" }
      let years = claims.filter { $0.from == $0.to }
      #expect(claims.filter { $0.from != $0.to }.map(\.valueThousandths) == [896_000])
      #expect(years.compactMap(\.valueThousandths).reduce(0, +) == 897_000)
      let disputed = years.filter { ("2006"..."2019").contains($0.from ?? "") }
      #expect(disputed.compactMap(\.valueThousandths).reduce(0, +) == 875_000)
    }
  }
}
