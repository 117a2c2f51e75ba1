import ArmsModel
import Foundation
import Import
import Storage
import Testing

@Suite("The tables of data/ as the program carries them")
struct ReferenceDataTests {
  private func data() throws -> ReferenceData { try RealWorld.data.get() }

  @Test("Every file that is carried is the file of the checkout, byte for byte")
  func embedded() throws {
    let names = EmbeddedFiles.names
    #expect(Set(names) == Set(ReferenceTables.files + ["schema.sql", "schema-postgres.sql"]))
    for name in names {
      let file = try bytes(ofFile: checkout.appendingPathComponent(name).path)
      #expect(EmbeddedFiles.bytes(name) == file, "\(name)")
      #expect(!file.isEmpty)
    }
    #expect(EmbeddedFiles.bytes("data/none.csv") == nil)
    #expect(EmbeddedFiles.text("data/none.csv") == "")
  }

  @Test("There are as many parties, weapons, makers and sources as are promised")
  func counts() throws {
    let data = try data()
    let iso = data.parties.filter { $0.party.alpha2 != nil && $0.party.kind != .formerState }
    #expect(iso.count >= 249)
    #expect(Set(iso.compactMap(\.party.alpha2)).count == iso.count)
    #expect(iso.allSatisfy { $0.party.code.rawValue.utf8.count == 3 })
    #expect(data.weapons.count >= 400)
    #expect(data.makers.count >= 150)
    #expect(data.sources.count >= 80)
    #expect(data.categories.count <= 63)
    #expect(data.rates.count >= 3000)
    #expect(data.prices.count >= 75)
    #expect(data.memberships.count >= 100)
    let slugs = Set(data.categories.map(\.category.slug))
    for slug in [
      "aircraft", "air-defence", "armoured-vehicle", "artillery", "engine", "missile", "naval-weapon",
      "satellite",
      "sensor", "ship", "small-arms", "ammunition", "other", "helicopter", "uav", "tank", "anti-tank-missile",
      "loitering-munition", "manpads", "submarine",
    ] { #expect(slugs.contains(slug), "\(slug)") }
  }

  @Test("What is installed is what was read")
  func installed() throws {
    let data = try data()
    let knowledgeBase = try KnowledgeBase.inMemory(data)
    let (read, stored) = (data.directory, knowledgeBase.directory)
    #expect(Set(read.parties) == Set(stored.parties))
    #expect(knowledgeBase.categories.categories == data.categoryTree.categories)
    for name in data.names where name.validity.isUnknown {
      let one = try? read[read.resolve(name.name)].code
      let other = try? stored[stored.resolve(name.name)].code
      #expect(one == other, "\(name.name)")
    }
    for party in read.parties {
      #expect(read.successors(of: party.code) == stored.successors(of: party.code))
    }
    #expect(try knowledgeBase.database.foreignKeyCheck() == [])
    #expect(try knowledgeBase.database.integrityCheck() == [])
    let status = try knowledgeBase.status()
    #expect(Int(status.parties) == data.parties.count)
    #expect(Int(status.weapons) == data.weapons.count)
    #expect(status.claims == 0)
    #expect(status.weaponsWithoutCategory == 0)
  }

  @Test("A weapon, source and category are found by any of their names; a misspelt one tells the nearest")
  func named() throws {
    let knowledgeBase = try KnowledgeBase.inMemory(data())
    #expect(try knowledgeBase.weapon(named: "harop") == knowledgeBase.weapon(named: "HAROP"))
    #expect(try knowledgeBase.source(named: "sipri") == knowledgeBase.source(named: "SIPRI"))
    #expect(try knowledgeBase.category(named: "uav") == knowledgeBase.categories.index(of: "uav"))
    #expect {
      try knowledgeBase.category(named: "helicoptr")
    } throws: {
      let error = $0 as? UnknownName
      return error?.kind == "category" && error?.name == "helicoptr" && error?.nearest == "helicopter"
    }
    #expect {
      try knowledgeBase.source(named: "Reutrs")
    } throws: {
      let error = $0 as? UnknownName
      return error?.kind == "source" && error?.name == "Reutrs" && error?.nearest == "Reuters"
    }
  }

  private static func year(_ year: Int?) -> Period {
    let date = year.flatMap { PartialDate(year: $0) }
    return Period(from: date, to: date)
  }

  @Test(
    "Names of the press find their parties",
    arguments: [
      ("Azeri", nil, "AZE"), ("Azerbaijani", nil, "AZE"), ("Baku", nil, "AZE"), ("azerbaijan", 2012, "AZE"),
      ("AZ", nil, "AZE"), ("AZE", nil, "AZE"), ("Türkiye", nil, "TUR"), ("Turkey", nil, "TUR"),
      ("turkiye", nil, "TUR"), ("Ankara", 2020, "TUR"), ("Holland", nil, "NLD"),
      ("the Netherlands", nil, "NLD"),
      ("Dutch", nil, "NLD"), ("Côte d'Ivoire", nil, "CIV"), ("Cote d’Ivoire", nil, "CIV"),
      ("Ivory Coast", nil, "CIV"),
      ("U.S.", nil, "USA"), ("US", nil, "USA"), ("United States", nil, "USA"), ("Washington", nil, "USA"),
      ("UK", nil, "GBR"), ("Britain", nil, "GBR"), ("Soviet Union", nil, "SUN"),
      ("Soviet Union", 1985, "SUN"),
      ("USSR", 1991, "SUN"), ("Russia", 1985, "SUN"), ("Russia", 1995, "RUS"), ("Russia", nil, "RUS"),
      ("Moscow", 1980, "SUN"), ("Moscow", 2013, "RUS"), ("Yugoslavia", nil, "YUG"),
      ("Yugoslavia", 1980, "YUG"),
      ("Yugoslavia", 1999, "SRB"), ("Burma", nil, "MMR"), ("Burma", 1980, "MMR"), ("Burma", 2015, "MMR"),
      ("Myanmar", nil, "MMR"), ("South Korea", nil, "KOR"), ("North Korea", nil, "PRK"),
      ("Israeli", nil, "ISR"),
      ("Czech Republic", 2010, "CZE"), ("Czechoslovakia", 1980, "CSK"), ("Zaire", 1980, "COD"),
      ("Guinean", nil, "GIN"),
    ] as [(String, Int?, String)])
  func finds(name: String, year: Int?, code: String) throws {
    let directory = try data().directory
    let index = try directory.resolve(name, time: ReferenceDataTests.year(year))
    #expect(directory[index].code.rawValue == code)
  }

  @Test("The date of publication decides between bearers of a name when the claim has none")
  func published() throws {
    let directory = try data().directory
    let then = try directory.resolve("Yugoslavia", published: PartialDate("1999-05-01"))
    #expect(directory[then].code.rawValue == "SRB")
    let before = try directory.resolve("Moscow", published: PartialDate("1980"))
    #expect(directory[before].code.rawValue == "SUN")
  }

  @Test(
    "A former state outside its years is refused, and its successors are told", arguments: [1921, 1993, 2020])
  func outsideYears(year: Int) throws {
    let directory = try data().directory
    for name in ["Soviet Union", "USSR", "SUN"] {
      do throws(PartyDirectory.Failure) {
        _ = try directory.resolve(name, time: ReferenceDataTests.year(year))
        Issue.record("\(name) was found in \(year)")
      } catch {
        guard case .outsideYears(let party, _, let successors) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(party.code.rawValue == "SUN")
        #expect(successors.first?.code.rawValue == "RUS")
        #expect(successors.count == 15)
      }
    }
  }

  @Test(
    "Names of two parties are asked about",
    arguments: [("Korea", ["KOR", "PRK"]), ("Congo", ["COD", "COG"])])
  func ambiguous(name: String, codes: [String]) throws {
    let directory = try data().directory
    #expect(throws: PartyDirectory.Failure.ambiguous(codes.compactMap { directory[PartyCode($0)] })) {
      try directory.resolve(name)
    }
  }

  @Test("X:NAME finds a known actor and never a state")
  func actors() throws {
    let directory = try data().directory
    let index = try directory.resolve("X:Hamas")
    #expect(directory[index].code.rawValue == "X-HAMAS")
    #expect(directory[index].kind == .nonState)
    #expect(throws: PartyDirectory.Failure.self) { try directory.resolve("X:Azerbaijan") }
  }

  @Test(
    "A misspelt name tells the one that was meant",
    arguments: [("Azerbaidjan", "Azerbaijan"), ("Isreal", "Israel"), ("Armenai", "Armenia")])
  func nearest(typed: String, meant: String) throws {
    let directory = try data().directory
    #expect(throws: PartyDirectory.Failure.unknown(nearest: meant)) { try directory.resolve(typed) }
  }

  @Test(
    "Names of states are known as lists write them: turned, shortened, in brackets",
    arguments: [
      ("Rep. of Korea", "KOR"), ("Korea, Rep. of", "KOR"), ("Korea (the Republic of)", "KOR"),
      ("Dem. People's Rep. of Korea", "PRK"), ("Korea (the Democratic People's Republic of)", "PRK"),
      ("Dem. Rep. of the Congo", "COD"), ("Congo (Democratic Republic of the)", "COD"),
      ("Congo, Dem. Rep. of the", "COD"), ("Rep. of the Congo", "COG"), ("Congo, Rep. of", "COG"),
      ("United Rep. of Tanzania", "TZA"), ("Tanzania, United Rep. of", "TZA"),
      ("Lao People's Dem. Rep.", "LAO"), ("Lao, People's Democratic Republic", "LAO"), ("Czech Rep.", "CZE"),
      ("Dominican Rep.", "DOM"), ("Rep. of Moldova", "MDA"), ("Syrian Arab Rep.", "SYR"),
      ("Central African Rep.", "CAF"), ("Russian Fed.", "RUS"), ("Iran, Isl. Rep.", "IRN"),
      ("Iran (Islamic Republic of)", "IRN"), ("China, People's Republic of", "CHN"),
      ("China, Republic of", "TWN"), ("Bolivia (Plurinational State of)", "BOL"),
      ("Venezuela (Bolivarian Rep. of)", "VEN"), ("Micronesia (Fed. States of)", "FSM"),
      ("Gambia (the)", "GMB"), ("Bahamas, The", "BHS"), ("Yemen, Rep. of", "YEM"),
      ("German Dem. Rep.", "DDR"), ("Germany, Fed. Rep. of", "DEU"), ("Marshall Is.", "MHL"),
      ("Solomon Is.", "SLB"), ("Bosnia & Herzegovina", "BIH"), ("Egypt, Arab Rep. of", "EGY"),
      ("Huthi rebels (Yemen)", "X-HOUTHIS"),
    ])
  func listed(name: String, code: String) throws {
    let directory = try data().directory
    #expect(directory[try directory.resolve(name)].code.rawValue == code)
    #expect(directory[try directory.resolve(registerName: name)].code.rawValue == code)
  }

  @Test(
    "Where no name is near, none is suggested: never that of another state",
    arguments: [
      "Dominican Kingdom", "Upper Congo", "Guinea Bissau Conakry", "Norther", "People's Republic", "Olanda",
    ])
  func nobody(typed: String) throws {
    let directory = try data().directory
    #expect(throws: PartyDirectory.Failure.unknown(nearest: nil)) { try directory.resolve(typed) }
  }

  @Test("Every party is found by its code and by its name while it existed")
  func allFound() throws {
    let data = try data()
    let directory = data.directory
    for party in directory.parties {
      let index = try directory.resolve(party.code.rawValue)
      #expect(directory[index].code == party.code)
      do throws(PartyDirectory.Failure) {
        let named = try directory.resolve(party.name, time: party.validity)
        #expect(directory[named].code == party.code, "\(party.name)")
      } catch {
        guard case .ambiguous = error else {
          Issue.record("\(party.name): \(error)")
          continue
        }
      }
    }
  }
}
