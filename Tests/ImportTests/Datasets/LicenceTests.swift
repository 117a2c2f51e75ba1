import Testing

@testable import Import

@Suite("Export licences")
struct LicenceTests {
  @Test("British licences: approved up to an amount, or refused")
  func british() throws {
    let text = """
      licence_group,date,rating,count,value,country,refused
      7,2008-01,ML10,2,3540,"Island, New",0
      7,2008-01,ML10,1,0,"Island, New",0
      8,2008-02,5A002,1,12.5,Southland,0
      9,2008-02,End Use,1,,Southland,1
      """
    let reading = try #require(TableReading(text, CAATUKLicencesLayout.self))
    #expect(
      reading.claims.map(short) == [
        "United Kingdom>Island, New aircraft approved 2008-01 3540000 GBP",
        "United Kingdom>Island, New aircraft approved 2008-01 0 GBP",
        "United Kingdom>Southland other approved 2008-02 12500 GBP",
        "United Kingdom>Southland other denied 2008-02",
      ])
    #expect(
      reading.claims.map(\.deal) == [
        "7|2008-01|ML10|Island, New", "7|2008-01|ML10|Island, New#2", "8|2008-02|5A002|Southland",
        "9|2008-02|End Use|Southland",
      ])
    #expect(reading.claims[0].extra == ["x_rating": "ML10", "x_licences": "2"])
    #expect(reading.claims.map { $0.note == nil } == [true, true, false, false])
    #expect(reading.claims[2].note?.hasPrefix("Dual-use") == true)
    #expect(reading.claims.allSatisfy { !$0.isAggregate && $0.supplier?.code == "GBR" })
    #expect(reading.release.title == "UK export licences, 2008-01 to 2008-02")
  }

  @Test(
    "Categories of the military list",
    arguments: [
      ("ML1", "small-arms"), ("ML2", "artillery"), ("ML3", "ammunition"), ("ML4", "missile"),
      ("ML5", "sensor"),
      ("ML6", "armoured-vehicle"), ("ML7", "other"), ("ML9", "ship"), ("ML10", "aircraft"),
      ("ML15", "sensor"),
      ("ML22", "other"), ("PL5017", "other"), ("9A012", "other"), ("IRN", "other"),
    ])
  func ratings(rating: String, category: String) {
    #expect(CAATUKLicencesLayout.category(ofRating: rating).slug == category)
  }

  @Test("Some states of the file give the day; a column of the copy's own is kept")
  func days() throws {
    let text = """
      Licence group,date,rating,count,value,country,refused,checked by
      7,2008-01-02,ML10,2,5,Southland,0,Ada
      8,2008-02-30,ML1,1,5,Southland,0,
      """
    let reading = try #require(TableReading(text, CAATUKLicencesLayout.self))
    let claim = try #require(reading.claims.first)
    #expect((claim.from, claim.to) == ("2008-01-02", "2008-01-02"))
    #expect(claim.deal == "7|2008-01-02|ML10|Southland")
    #expect(claim.extra["x_checked_by"] == "Ada")
    #expect(reading.faults.map(\.kind) == ["not a month"])
    #expect(reading.release.title == "UK export licences, 2008-01 to 2008-01")
    #expect(
      reading.remarks == ["columns of the copy's own, kept with each record: 'checked by' as x_checked_by"])
  }

  @Test("The EU's tables saved again, with other separators and padding", arguments: [",", ";", "\t"])
  func europe(separator: String) throws {
    for lines in [
      ["2006,AT,Austria,LR,Liberia,UNMIL,Pistols", "2007,SE,Sweden,,Kosovo,,Vests"],
      ["2005,RO,Romania,,,1,0,", "2005,,,AD,Andorra,,,3"],
    ] {
      let plain = lines.joined(separator: "\n")
      let whole = try #require(TableReading(plain, CAATEULayout.self))
      #expect(whole.faults.isEmpty && !whole.claims.isEmpty)
      let padded = lines.map { ($0 + ",,,").replacing(",", with: separator) } + [separator + separator]
      let reading = try #require(TableReading(padded.joined(separator: "\n"), CAATEULayout.self))
      #expect(reading.claims.map(short) == whole.claims.map(short))
      #expect(reading.faults.isEmpty)
    }
  }

  @Test("Wrong lines are not licences")
  func wrong() throws {
    let text = """
      licence_group,date,rating,count,value,country,refused
      7,2008-13,ML10,2,x,,2
      7,2008-01,ML10,2,5,"Southland,0
      8,2008-01,ML1,1,5,Southland,0
      """
    let reading = try #require(TableReading(text, CAATUKLicencesLayout.self))
    #expect(
      reading.faults.map(\.kind) == [
        "not a month", "not a number", "no name", "not a 0 or 1", "number of cells",
      ])
    #expect(reading.rows.map(\.line) == [2, 3, 4] && reading.claims.count == 1)
  }

  @Test("Missions: a mission, items, and the country of the mission")
  func missions() throws {
    let text =
      "2006,NO,Northland,SO,Southland,Peace Force,\"Helmets, vests\r\nand \"\"Ox\"\" trucks\"\r\n"
      + "2007,NO,Northland,,Hill,UN,\n2007,,,SO,Southland,,\n"
    let reading = try #require(TableReading(text, CAATEULayout.self))
    #expect(
      reading.claims.map(short) == ["Northland>Southland approved 2006", "Northland>Hill approved 2007"])
    #expect(reading.claims[0].evidence == "Helmets, vests\nand \"Ox\" trucks")
    #expect(reading.claims.map(\.note) == ["Peace Force", "UN"])
    #expect(reading.claims.map(\.recipient?.code) == ["SO", nil])
    #expect(reading.rows.map(\.line) == [1, 3, 4])
    #expect(reading.faults.map(\.kind) == ["no name"])
    #expect(reading.claims[0].deal != reading.claims[1].deal)
  }

  @Test("Consultations are counted apart from arms")
  func consultations() throws {
    let text = """
      1998,NO,Northland,,,2,0,
      1998,,,SO,Southland,,,3
      1998,,,,,133,0,
      1998,NO,Northland,,,x,0,
      """
    let reading = try #require(TableReading(text, CAATEULayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>* reported 1998 2 consultation-initiated",
        "Northland>* reported 1998 0 consultation-received",
        "*>Southland reported 1998 3 consultation",
      ])
    #expect(reading.claims.allSatisfy { $0.isAggregate && $0.currency == nil })
    #expect(reading.faults.map(\.kind) == ["no name", "not a whole number"])
  }

  @Test("German exports: licences, and war weapons that left")
  func german() throws {
    let text =
      "year;gesamt;war_weapons;country_e;iso3_code\r\n2000-01-01;37;0;\"New Island\n\";NIS\r\n"
      + "2001-01-01;0;5;C\u{F4}te d`Or;123\r\n2001-02-01;x;;;\r\n"
    let reading = try #require(TableReading(text, GermanLicencesLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Germany>New Island approved 2000 37000 EUR", "Germany>New Island delivered 2000 0 EUR",
        "Germany>C\u{F4}te d`Or approved 2001 0 EUR", "Germany>C\u{F4}te d`Or delivered 2001 5000 EUR",
      ])
    #expect(reading.claims.map(\.recipient?.code) == ["NIS", "NIS", nil, nil])
    #expect(reading.rows.map(\.line) == [2, 4, 5])
    #expect(reading.rows[0].text == "2000-01-01;37;0;\"New Island\n\";NIS")
    #expect(reading.faults.map(\.kind) == ["not a year", "no name", "not a number"])
  }

  @Test("The published files")
  func published() throws {
    guard let uk = PublishedFiles.file("caat-uk-licences/values_2012-03.csv"),
      let ratings = PublishedFiles.file("caat-uk-licences/ratings_2012-03.csv"),
      let mission = PublishedFiles.file("caat-eu-arms-exports/mission.csv"),
      let consult = PublishedFiles.file("caat-eu-arms-exports/consult.csv"),
      let german = PublishedFiles.file("german-arms-exports/ruex_2000_2013.csv")
    else { return }
    let licences = try #require(TableReading(uk, CAATUKLicencesLayout.self))
    #expect(licences.rows.count == 45_679 && licences.faults.isEmpty)
    #expect(licences.claims.filter { $0.status == "denied" }.count == 699)
    #expect(Set(licences.claims.compactMap(\.deal)).count == 45_679)
    #expect(DatasetLayouts.open(ratings) == nil)
    let missions = try #require(TableReading(mission, CAATEULayout.self))
    #expect(missions.rows.count == 716 && missions.claims.count == 715)
    let consultations = try #require(TableReading(consult, CAATEULayout.self))
    #expect(consultations.rows.count == 735 && consultations.faults.count == 1)
    #expect(consultations.claims.count == 344 * 2 + 390)
    let exports = try #require(TableReading(german, GermanLicencesLayout.self))
    #expect(exports.rows.count == 2_497 && exports.faults.isEmpty && exports.claims.count == 4_994)
    let arms2003 = exports.claims.filter { $0.from == "2003" && $0.status == "delivered" }
    #expect(arms2003.compactMap(\.valueThousandths).reduce(0, +) == 1_332_736_000_000)
  }

  @Test("Every file is of one layout at most")
  func distinct() throws {
    let files = [
      "kiel-ukraine-support-tracker/weapons.csv", "kiel-ukraine-support-tracker/data_explorer.csv",
      "caat-uk-licences/values_2012-03.csv", "caat-eu-arms-exports/mission.csv",
      "caat-eu-arms-exports/consult.csv", "german-arms-exports/ruex_2000_2013.csv",
      "sipri-tiv-tables/tidy/sipri-exports-processed_1950-2021.csv",
      "sipri-tiv-tables/import-export-values_suppliers_1950-2024.csv",
      "sipri-tiv-tables/old-site/TIV-Export-EU-1950-2021.csv",
    ]
    for name in files {
      guard let file = PublishedFiles.file(name) else { return }
      #expect(DatasetLayouts.all.filter { $0.open(file) != nil }.count == 1, "\(name)")
    }
    for name in ["unroca/years.json", "unroca/countries.json"] {
      guard let file = PublishedFiles.file(name) else { return }
      #expect(DatasetLayouts.open(file) == nil)
    }
  }
}
