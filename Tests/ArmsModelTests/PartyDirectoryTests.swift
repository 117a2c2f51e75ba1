import ArmsModel
import Testing

@Suite("A name finds its party at a time")
struct PartyDirectoryTests {
  private static func period(_ from: String?, _ to: String?) -> Period {
    Period(from: from.flatMap { PartialDate($0) }, to: to.flatMap { PartialDate($0) })
  }

  private func year(_ text: String) -> Period { PartyDirectoryTests.period(text, text) }

  private let directory = PartyDirectory(
    parties: [
      Party(code: PartyCode("ONE"), kind: .state, name: "Oneland", alpha2: "ON"),
      Party(code: PartyCode("TWO"), kind: .state, name: "Twoland", alpha2: "TW"),
      Party(
        code: PartyCode("OLD"), kind: .formerState, name: "Old Union", alpha2: "OU",
        validity: period("1922", "1991-12-26")),
      Party(code: PartyCode("X-HILL-FRONT"), kind: .nonState, name: "Hill Front"),
    ],
    names: [
      PartyName(party: PartyCode("ONE"), name: "Capital City", kind: .capital),
      PartyName(party: PartyCode("OLD"), name: "Oneland", kind: .former, validity: period("1922", "1991")),
      PartyName(party: PartyCode("ONE"), name: "Isles", kind: .alias),
      PartyName(party: PartyCode("TWO"), name: "Isles", kind: .alias),
      PartyName(party: PartyCode("ONE"), name: "Sea", kind: .alias),
      PartyName(party: PartyCode("TWO"), name: "Sea", kind: .alias),
      PartyName(party: PartyCode("NIL"), name: "Nowhere", kind: .alias),
      PartyName(party: PartyCode("ONE"), name: "...", kind: .alias),
    ],
    ambiguous: [
      PartyDirectory.AmbiguousName(name: "Isles", prefers: PartyCode("TWO")),
      PartyDirectory.AmbiguousName(name: "Sea", prefers: nil),
    ],
    successors: [PartyCode("OLD"): [PartyCode("ONE"), PartyCode("TWO"), PartyCode("GON")]])

  private func code(_ name: String, _ time: Period = Period(), published: String? = nil) throws -> String {
    let index = try directory.resolve(name, time: time, published: published.flatMap { PartialDate($0) })
    return directory[index].code.rawValue
  }

  private func failure(_ name: String, _ time: Period = Period()) -> PartyDirectory.Failure? {
    do throws(PartyDirectory.Failure) {
      _ = try directory.resolve(name, time: time)
      return nil
    } catch { return error }
  }

  @Test("By code, alpha-2 code, name and capital")
  func finds() throws {
    for name in ["ONE", "ON", "Oneland", "ONELAND", "the Oneland", "capital-city"] {
      #expect(try code(name) == "ONE")
    }
    #expect(try code("X-HILL-FRONT") == "X-HILL-FRONT")
    #expect(try code("Hill Front") == "X-HILL-FRONT")
    #expect(try code("X:Hill Front") == "X-HILL-FRONT")
  }

  @Test("X:NAME never means a state")
  func actorIsNoState() {
    guard case .unknown = failure("X:Oneland") else {
      Issue.record("a state was found")
      return
    }
  }

  @Test("A former state is not found outside its years, by name or by code")
  func formerStates() throws {
    #expect(try code("Old Union") == "OLD")
    #expect(try code("Old Union", year("1980")) == "OLD")
    #expect(try code("OLD", year("1991")) == "OLD")
    let wanted = PartyDirectory.Failure.outsideYears(
      try #require(directory[PartyCode("OLD")]), validity: PartyDirectoryTests.period("1922", "1991-12-26"),
      successors: [try #require(directory[PartyCode("ONE")]), try #require(directory[PartyCode("TWO")])])
    #expect(failure("Old Union", year("1995")) == wanted)
    #expect(failure("OLD", year("1995")) == wanted)
  }

  @Test("A name that a former state bore goes with the years")
  func timedNames() throws {
    #expect(try code("Oneland", year("2005")) == "ONE")
    #expect(try code("Oneland") == "ONE")
    let old = try directory.resolve("Oneland", time: Period(), published: PartialDate("1980"))
    #expect(["OLD", "ONE"].contains(directory[old].code.rawValue))
  }

  @Test("Of two bearers the rule decides; without a rule it is an error that names both")
  func ambiguity() throws {
    #expect(try code("Isles") == "TWO")
    let both = try [PartyCode("ONE"), PartyCode("TWO")].map { try #require(directory[$0]) }
    #expect(failure("Sea") == .ambiguous(both))
    #expect(failure("Sea", year("2005")) == .ambiguous(both))
  }

  @Test("An unknown name tells the nearest one")
  func unknown() {
    #expect(failure("Onelnd") == .unknown(nearest: "Oneland"))
    #expect(failure("Hil Front") == .unknown(nearest: "Hill Front"))
    #expect(failure("Wakanda") == .unknown(nearest: nil))
    #expect(failure("") == .unknown(nearest: nil))
    #expect(failure("...") == .unknown(nearest: nil))
    #expect(failure("Nowhere") == .unknown(nearest: nil))
  }

  @Test("A party that is added is found from then on; a code keeps its party")
  func adding() throws {
    var directory = directory
    let index = directory.add(Party(code: PartyCode("X-NEW"), kind: .nonState, name: "New Band"))
    #expect(try directory.resolve("New Band") == index)
    #expect(try directory.resolve("X:new band") == index)
    #expect(directory.add(Party(code: PartyCode("X-NEW"), kind: .nonState, name: "Other")) == index)
    #expect(directory[index].name == "New Band")
  }

  @Test("Whether an answer may be kept")
  func timeless() throws {
    let one = try #require(directory.index(of: PartyCode("ONE")))
    let two = try #require(directory.index(of: PartyCode("TWO")))
    let old = try #require(directory.index(of: PartyCode("OLD")))
    #expect(directory.isTimeless(two, name: "Twoland"))
    #expect(directory.isTimeless(one, name: "ONE"))
    #expect(!directory.isTimeless(one, name: "Oneland"))
    #expect(!directory.isTimeless(old, name: "Old Union"))
    #expect(!directory.isTimeless(two, name: "Isles"))
  }
}
