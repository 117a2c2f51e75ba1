import ArmsModel
import Foundation
import Testing

@testable import Import

@Suite struct ReferenceTablesTests {
  private static let tables: [String: String] = [
    "data/parties.csv": """
    code,kind,name,alpha2,sipri_name,aliases,demonyms,capital,region,valid_from,valid_to,successors,note
    CZE,state,Czechia,CZ,Czech Republic,,Czech,Prague,Eastern Europe,1993-01-01,,,
    CSK,former-state,Czechoslovakia,,,,Czechoslovak,Prague,Eastern Europe,1918-10-28,1992-12-31,CZE,
    X-HILL-FRONT,non-state,Hill Front,,,THF; The Front,,,,,,,
    """,
    "data/former-names.csv": "party,name,valid_from,valid_to,note\nCZE,Bohemia,1993,1994,invented\n",
    "data/ambiguous-names.csv": "name,candidates,rule,note\nCzech,CZE;CSK,CZE,\n",
    "data/weapon-categories.csv": """
    slug,parent,name,sipri_class,un_category,words
    missile,,Missiles,Missiles,VII,missile;missiles
    manpads,missile,Portable missiles,,,"MANPADS;shoulder-fired, portable"
    """,
    "data/makers.csv": "name,home,kind,aliases,valid_from,valid_to,note\nHill Works,CZE,company,HW,,,\n",
    "data/weapons.csv": "designation,category,maker,aliases,note\nH-1,manpads,Hill Works,Hillock,\n",
    "data/sources.csv":
      "name,kind,home,reliability,aliases,url,licence,redistributable,note\nHill Post,newspaper,CZE,C,HP,hill.example,,,\n",
    "data/memberships.csv": """
    organisation,member,valid_from,valid_to
    X-HILL-FRONT,CZE,1994,1996-03
    X-HILL-FRONT,CZE,1996-04-01,
    """,
    "data/exchange-rates.csv": "base,currency,year,rate,source\nEUR,USD,2012,1.25,Hill Bank\n",
    "data/price-indices.csv": "currency,year,value,source\nUSD,2012,229.594,Hill Office\n",
  ]

  private func read(_ change: (inout [String: String]) -> Void = { _ in }) throws -> ReferenceData {
    var tables = Self.tables
    change(&tables)
    return try ReferenceTables.read { name in tables[name].map { Array($0.utf8) } }
  }

  private func problems(_ change: (inout [String: String]) -> Void) -> [String] {
    do {
      _ = try read(change)
      return []
    } catch let error as ImportProblems {
      return error.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func rowsBecomeValues() throws {
    let data = try read()
    #expect(data.parties.map(\.party.code) == ["CZE", "CSK", "X-HILL-FRONT"])
    #expect(data.parties[1].party.validity == SmallWorld.years("1918-10-28", "1992-12-31"))
    #expect(data.parties[1].successors == ["CZE"])
    #expect(data.names.contains(PartyName(party: "CZE", name: "Czech Republic", kind: .sipri)))
    #expect(data.names.contains(PartyName(party: "X-HILL-FRONT", name: "The Front", kind: .alias)))
    #expect(data.categories.map(\.category.parent) == [nil, "missile"])
    #expect(data.categories[1].words == ["MANPADS", "shoulder-fired, portable"])
    #expect(data.makers.first?.home == "CZE")
    #expect(data.weapons.first?.aliases == ["Hillock"])
    #expect(data.sources.first?.reliability == "C")
    #expect(
      data.memberships
        == [("1994", "1996-03"), ("1996-04-01", nil)].map { from, to in
          ReferenceData.MembershipRow(
            organisation: "X-HILL-FRONT", member: "CZE",
            validity: Period(from: PartialDate(from), to: to.flatMap { PartialDate($0) }))
        })
    #expect(
      data.rates
        == [
          ReferenceData.RateRow(base: "EUR", currency: "USD", year: 2012, rate: 1.25, source: "Hill Bank")
        ])
    #expect(data.prices.map(\.value) == [229.594])
  }

  @Test func aSharedCapitalIsToldApartByTheYears() throws {
    let directory = try read().directory
    let early = try directory.resolve("Prague", time: SmallWorld.years("1985", "1985"))
    let late = try directory.resolve("Prague", time: SmallWorld.years("1995", "1995"))
    #expect(directory[early].code == "CSK" && directory[late].code == "CZE")
  }

  @Test func allProblemsAreToldAtOnce() throws {
    let found = problems { tables in
      tables["data/parties.csv", default: ""] += """
        \nCZE,nation,,C,,Hill Front,,,,1990-13,,CZX,
        cz1,state,Nowhere,,,,,,,2000,1999,,
        """
      tables["data/former-names.csv", default: ""] += "CZF,Moravia,1993,93,\n"
      tables["data/ambiguous-names.csv", default: ""] += "Front,CZE;ZZZ,AAA,\n"
      tables["data/weapon-categories.csv", default: ""] += "\nBig Gun,gun,Guns,,,missile\n"
      tables["data/makers.csv", default: ""] += "HW,CZE,shop,,,,\n"
      tables["data/weapons.csv", default: ""] += "H 1,manpad,Hill Work,,\n"
      tables["data/sources.csv"] =
        "name,kind,hom,reliability,aliases,url,licence,redistributable,note\nHill Post,paper,,Z,,,,,\n"
      tables["data/memberships.csv", default: ""] += """
        \nX-HILL-FRONT,CZE,1996,1997
        CZE,CZF,,1990
        CSK,CSK,1980,1979
        """
      tables["data/exchange-rates.csv", default: ""] += """
        USD,EUR,2012,0.8,Hill Bank
        EUR,USE,12,-1,Hill Bank
        USD,USD,1850,1e3,
        EUR,GBP,2012,0,Hill Bank
        """
      tables["data/price-indices.csv", default: ""] += "USD,2012,230,Hill Office\nTIV,2013,nan,\n"
    }
    try expectGolden("reference-tables", found.joined(separator: "\n") + "\n")
  }

  @Test func missingFilesAndColumnsAreTold() {
    #expect(
      problems { $0["data/weapons.csv"] = nil } == ["data/weapons.csv:1:1: there is no such file"])
    #expect(
      problems { $0["data/weapons.csv"] = "" }
        == ["data/weapons.csv:1:1: holds no records: is it the right file?"])
    #expect(
      problems { $0["data/former-names.csv"] = "party,name,valid_from,valid_to\n" }
        == ["data/former-names.csv:1:1: the column 'note' is missing"])
  }

  /// The tables that come with the program.
  @Test func theTablesOfTheProjectAreSound() throws {
    let root = testFile("../..").standardizedFileURL
    do {
      let data = try ReferenceTables.read { name in
        (try? Data(contentsOf: root.appendingPathComponent(name))).map { Array($0) }
      }
      #expect(data.parties.count > 200)
      #expect(data.directory.index(of: "SUN") != nil)
    } catch let error as ImportProblems {
      Issue.record("\(error)")
    }
  }
}
