import ArmsModel
import Storage
import Testing

@Suite("A later edition of the reference data")
struct ReferenceUpdateTests {
  /// The small world as a later program knows it.
  private static let later: ReferenceData = {
    var data = SmallWorld.data
    // Sting 9 came with claims before; ZALA is another name of the Heron, as claims did not know.
    data.weapons.append(
      .init(designation: "Sting 9", category: "missile", maker: "IAI", aliases: [], note: nil))
    for place in data.weapons.indices where data.weapons[place].designation == "Heron" {
      data.weapons[place].aliases = ["ZALA"]
    }
    for place in data.weapons.indices where data.weapons[place].designation == "Harop" {
      data.weapons[place].category = "uav"
      data.weapons[place].aliases = []
    }
    data.categories.insert(
      .init(
        category: WeaponCategory(slug: "ship", parent: nil, name: "Ship"), sipriClass: nil, unCategory: nil,
        words: ["vessel"]), at: 1)
    data.sources.append(
      .init(
        name: "Valley Herald", kind: "newspaper", home: nil, reliability: "C",
        aliases: ["Herald of the Valley"], url: nil, note: nil))
    data.sources.append(
      .init(
        name: "Arms Register", kind: "dataset", home: nil, reliability: "A", aliases: [], url: nil, note: nil)
    )
    data.rates.append(.init(base: "EUR", currency: "USD", year: 2015, rate: 1.1, source: "a bank"))
    data.parties.append(
      .init(
        party: Party(code: PartyCode("GEO"), kind: .state, name: "Georgia", region: nil), sipriName: nil,
        successors: [], note: nil))
    data.names.append(PartyName(party: PartyCode("GEO"), name: "Georgia", kind: .name))
    data.names.append(PartyName(party: PartyCode("GEO"), name: "The Blues", kind: .alias))
    return data
  }()

  private var records: [String] {
    var all: [TestRecord] = []
    for (place, weapon) in ["Harop", "Heron", "Sting 9", "ZALA", "T-72"].enumerated() {
      all.append(
        TestRecord(
          weapon: weapon, quantity: place + 3, value: 100, currency: "EUR", from: "2015", title: "T\(place)",
          publisher: ["The Daily", "Valley Herald", "Herald of the Valley", "Arms Register", "Wire"][place]))
    }
    return all.map(\.json)
  }

  @Test("It reaches a file that is there as if it had been there from the start")
  func reaches() throws {
    let knowledgeBase = try KnowledgeBase.inMemory(edition: "one")
    try knowledgeBase.add(records)
    let before = try Snapshot(knowledgeBase)
    let batch = try #require(try knowledgeBase.update(to: "two", by: .on(day: 3)) { Self.later })
    let anew = try KnowledgeBase.inMemory(Self.later)
    try anew.add(records)
    let after = try Snapshot(knowledgeBase)
    #expect(after.claims == before.claims)
    #expect(after == (try Snapshot(anew)))
    for table in [
      "SELECT designation, category, maker FROM weapon ORDER BY 1",
      "SELECT name, kind, reliability FROM source ORDER BY 1",
      "SELECT alias, designation FROM weapon_alias AS a JOIN weapon AS w ON w.id = a.weapon ORDER BY 1",
      "SELECT slug, position FROM weapon_category ORDER BY 2", "SELECT code, name FROM party ORDER BY 1",
      "SELECT party, name, kind FROM party_name ORDER BY 1, 2",
      "SELECT base, currency, year, rate FROM exchange_rate",
      "SELECT s.name, count(*) FROM release AS r JOIN source AS s ON s.id = r.dataset GROUP BY 1",
      "SELECT coalesce(weapon_printed, w.designation) FROM claim AS c JOIN weapon AS w ON w.id = c.weapon ORDER BY hash",
    ] {
      #expect(try knowledgeBase.table(table) == anew.table(table), "\(table)")
    }
    let (transfers, totals) = (try knowledgeBase.transferLines(), try knowledgeBase.storedTotals())
    try knowledgeBase.deriveAll()
    #expect(try knowledgeBase.transferLines() == transfers)
    #expect(try knowledgeBase.storedTotals() == totals)
    #expect(try knowledgeBase.database.foreignKeyCheck() == [])
    // Once is enough, and it cannot be taken back as if claims did not rest on it.
    #expect(try knowledgeBase.update(to: "two", by: .on(day: 4)) { Self.later } == nil)
    #expect(throws: StorageError.cannotUndoReference(batch)) {
      try knowledgeBase.undo(batch, by: .on(day: 5))
    }
    var hits = 0
    try knowledgeBase.search("zala") { _ in hits += 1 }
    #expect(hits == 1)
  }

  @Test("What persons added stays theirs")
  func personsAdditions() throws {
    let knowledgeBase = try KnowledgeBase.inMemory(edition: "one")
    let blue = Party(code: PartyCode("X-BLUE"), kind: .nonState, name: "Blue Brigade")
    _ = try knowledgeBase.addParty(blue, aliases: ["The Blues"], by: .on(day: 2))
    _ = try knowledgeBase.addNames(["Anatolia"], of: PartyCode("TUR"), by: .on(day: 2))
    _ = try knowledgeBase.update(to: "two", by: .on(day: 3)) { Self.later }
    for (name, code) in [("The Blues", "X-BLUE"), ("Anatolia", "TUR"), ("Georgia", "GEO")] {
      let index = try knowledgeBase.directory.resolve(registerName: name)
      #expect(knowledgeBase.directory[index].code == PartyCode(code))
    }
    // Whoever brought tables of their own keeps them.
    let own = try KnowledgeBase.inMemory()
    #expect(try own.update(to: "two", by: .on(day: 3)) { Self.later } == nil)
  }
}
