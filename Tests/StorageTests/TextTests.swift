import ArmsModel
import SQLite
import Storage
import Testing

@Suite("Texts come out as they went in")
struct TextTests {
  @Test("Any text survives import and reading, byte for byte", arguments: 0..<100 as Range<UInt64>)
  func anyText(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var record = TestRecord()
    // Texts that only blanks could be left of are set apart by a letter.
    var texts: [String: String] = [:]
    func text(_ name: String) -> String {
      let text = "a" + generator.text(upTo: 12) + "z"
      texts[name] = text
      return text
    }
    record.weapon = text("weapon")
    record.quantityText = text("quantity_text")
    record.assertedBy = text("asserted_by")
    record.evidence = text("evidence")
    record.note = text("note")
    record.title = text("document.title")
    record.publisher = text("document.publisher")
    record.agency = text("document.agency")
    record.author = text("document.author")
    let knowledgeBase = try KnowledgeBase.inMemory()
    let result = try knowledgeBase.add([record.json])
    #expect(result.added == 1)
    var count = 0
    try knowledgeBase.claims(Filter()) { row in
      count += 1
      for (place, column) in ListColumn.claims.enumerated() {
        guard let wanted = texts[column.name] else { continue }
        let found = Array(try row.text(Int32(place)).utf8)
        #expect(found == Array(wanted.utf8), "\(column.name)")
      }
    }
    #expect(count == 1)
    #expect(try knowledgeBase.add([record.json]).known == 1)
  }

  @Test("Two spellings of one name that print alike stay two texts")
  func canonicallyEqual() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    var spellings: [String] = []
    for name in ["Caf\u{e9} 9", "Cafe\u{301} 9"] {
      record.weapon = name
      record.assertedBy = name
      spellings.append(name)
      try knowledgeBase.add([record.json])
    }
    var found: [[UInt8]] = []
    try knowledgeBase.claims(Filter()) { row in
      for (place, column) in ListColumn.claims.enumerated()
      where column.name == "weapon" || column.name == "asserted_by" {
        found.append(Array(try row.text(Int32(place)).utf8))
      }
    }
    #expect(found == spellings.flatMap { [Array($0.utf8), Array($0.utf8)] })
    // They are one weapon and one source all the same.
    #expect(try knowledgeBase.column("SELECT count(DISTINCT weapon) FROM claim") == ["1"])
    #expect(try knowledgeBase.column("SELECT count(DISTINCT asserted_by) FROM claim") == ["1"])
  }

  @Test("An alias keeps its spelling and finds the weapon and the source")
  func aliases() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    record.weapon = "harpy 2"
    record.assertedBy = "Stockholm International Peace Research Institute"
    try knowledgeBase.add([record.json])
    #expect(
      try knowledgeBase.table("SELECT weapon, asserted_by, origin, category FROM v_claim") == [
        "harpy 2|Stockholm International Peace Research Institute|SIPRI|loitering-munition"
      ])
    #expect(
      try knowledgeBase.table("SELECT weapon, category FROM v_transfer") == ["Harop|loitering-munition"])
  }

  @Test(
    "Claims that are exported as records are all known when they come back",
    arguments: 0..<100 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var records = generator.records(20)
    for place in records.indices {
      if generator.oneIn(3) { records[place].note = "n" + generator.text(upTo: 10) + "n" }
      if generator.oneIn(3) { records[place].publisher = "p" + generator.text(upTo: 6) + "p" }
      if generator.oneIn(3) { records[place].weapon = "w" + generator.text(upTo: 6) + "w" }
      if generator.oneIn(4) { records[place].quantityText = "some" }
      if generator.oneIn(4) { records[place].confidence = generator.one(of: ["0.1", "0.75", "1", "0"]) }
      if generator.oneIn(4) { records[place].years = [2010, 2012] }
      if generator.oneIn(4) { records[place].supplier = "X:Hill Front" }
      if generator.oneIn(4) {
        records[place].extra = [("x_a", "[1,{\"b\":null}]"), ("x_b", JSON.quote(generator.text(upTo: 6)))]
      }
    }
    let lines = records.map(\.json)
    let knowledgeBase = try KnowledgeBase.inMemory()
    let added = try knowledgeBase.add(lines).added
    let exported = try knowledgeBase.exported()
    #expect(exported.count == added)
    let again = try knowledgeBase.add(exported, by: .on(day: 3))
    #expect(again.added == 0)
    #expect(again.batch == nil)
    #expect(again.known == added)
    // An actor's code is known only where the actor is.
    let other = try KnowledgeBase.inMemory()
    let named = exported.map { $0.replacing("\"X-HILL-FRONT\"", with: "\"X:Hill Front\"") }
    try other.add(named)
    let (one, two) = (try Snapshot(knowledgeBase), try Snapshot(other))
    #expect(one.claims == two.claims)
    #expect(one.transfers == two.transfers)
    #expect(one.totals == two.totals)
    #expect(try other.exported() == exported)
  }

  @Test("X:NAME is stored as a party, in the import that brings it and later")
  func actors() throws {
    let folder = try TemporaryFolder()
    var knowledgeBase = try KnowledgeBase.made(at: folder.file("kb.db"))
    var record = TestRecord()
    record.recipient = "X:Hill Front"
    (record.value, record.currency) = (5, "USD")
    var trial = ImportOptions()
    trial.commit = false
    #expect(try knowledgeBase.add([record.json], options: trial).added == 1)
    #expect(try knowledgeBase.column("SELECT count(*) FROM party WHERE code GLOB 'X-*'") == ["0"])
    #expect(knowledgeBase.directory[PartyCode("X-HILL-FRONT")] == nil)
    try knowledgeBase.add([record.json])
    func expectStored() throws {
      #expect(
        try knowledgeBase.table("SELECT code, kind, name FROM party WHERE code GLOB 'X-*'") == [
          "X-HILL-FRONT|non-state|Hill Front"
        ])
      let lines = try knowledgeBase.totals(by: .recipient)
      #expect(lines.map(\.keys) == [["X-HILL-FRONT"]])
      #expect(lines.map(\.best) == [5_000])
      #expect(knowledgeBase.directory[PartyCode("X-HILL-FRONT")]?.name == "Hill Front")
    }
    try expectStored()
    try knowledgeBase.close()
    knowledgeBase = try KnowledgeBase(path: folder.file("kb.db"), for: .writing)
    #expect(try knowledgeBase.add([record.json]).known == 1)
    try expectStored()
    // Two new ones in one file, on either side, in both of which the second import knows the first.
    var second = record
    second.supplier = "X:River Guard"
    second.recipient = "X:hill front"
    var third = TestRecord()
    third.supplier = "X:Coast Band"
    #expect(try knowledgeBase.add([second.json, third.json], by: .on(day: 3)).added == 2)
    #expect(
      try knowledgeBase.column("SELECT code FROM party WHERE code GLOB 'X-*' ORDER BY 1") == [
        "X-COAST-BAND", "X-HILL-FRONT", "X-RIVER-GUARD",
      ])
    #expect(
      Set(try knowledgeBase.totals(by: .supplier).map(\.keys)) == [
        ["ISR"], ["X-COAST-BAND"], ["X-RIVER-GUARD"],
      ])
    _ = try knowledgeBase.undo(nil, by: .on(day: 4))
    #expect(try knowledgeBase.totals(by: .supplier).map(\.keys) == [["ISR"]])
    #expect(try knowledgeBase.database.foreignKeyCheck() == [])
    try knowledgeBase.close()
  }

  @Test(
    "The records' own keys come back under any name",
    arguments: [
      "x_plain", "x_it's", "x_it'\u{301}s", "x_'); DROP TABLE claim; --", "x_\"quoted\"", "x_a.b", "x_ü",
      "x_%",
      "x_🏳️‍🌈",
    ])
  func ownKeys(key: String) throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    record.extra = [(key, "\"kept\"")]
    do { try knowledgeBase.add([record.json]) } catch is BadRecords { return }
    let keys = try knowledgeBase.extraKeys()
    #expect(keys.map { Array($0.utf8) } == [Array(key.utf8)])
    let columns = ListColumn.claims(extraKeys: keys, asJSON: false)
    var values: [String?] = []
    try knowledgeBase.claims(Filter(), columns: columns) { row in
      values.append(try row.textOrNil(Int32(columns.count - 1)))
    }
    #expect(values == ["kept"])
  }
}

extension KnowledgeBase {
  /// The claims that stand as JSON Lines, made from the rows that an export is made from.
  func exported() throws -> [String] {
    var lines: [String] = []
    try claims(Filter()) { row in
      var fields: [String] = []
      var document: [String] = []
      for (place, column) in ListColumn.claims.enumerated() {
        let index = Int32(place)
        guard !row.isNull(index) else { continue }
        let value: String
        switch column.kind {
        case .text:
          value = JSON.quote(
            String(decoding: row.textBytes(index) ?? .init(start: nil, count: 0), as: UTF8.self))
        case .list:
          value =
            "["
            + (try row.text(index)).split(separator: ";").map { JSON.quote(String($0)) }.joined(
              separator: ",") + "]"
        case .integerList:
          value = "[" + (try row.text(index)).split(separator: ";").joined(separator: ",") + "]"
        case .integer, .boolean: value = "\(try row.integer(index))"
        case .real: value = "\(try row.real(index))"
        case .thousandths:
          let number = try row.integer(index)
          let rest = "\(number % 1_000 + 1_000)".dropFirst()
          value = "\(number / 1_000)" + (rest == "000" ? "" : "." + rest)
        case .identity: continue
        case .extra:
          fields.append(String((try row.text(index)).dropFirst().dropLast()))
          continue
        }
        if column.name.hasPrefix("document.") {
          document.append("\(JSON.quote(String(column.name.dropFirst(9)))):\(value)")
        } else {
          fields.append("\(JSON.quote(column.name)):\(value)")
        }
      }
      fields.append("\"document\":{\(document.joined(separator: ","))}")
      lines.append("{\(fields.joined(separator: ","))}")
    }
    return lines
  }
}
