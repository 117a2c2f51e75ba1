import ArmsModel
import Storage
import Testing

@Suite("Full text")
struct SearchTests {
  private func search(_ query: String, in knowledgeBase: KnowledgeBase, limit: Int? = nil) throws -> [String]
  {
    var found: [String] = []
    try knowledgeBase.search(query, limit: limit) { row in
      found.append("\(try row.text(0)) \(try row.text(2))")
    }
    return found
  }

  private func made() throws -> (KnowledgeBase, batch: Int64?) {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    record.evidence = "Zwölf Drohnen wurden geliefert"
    record.note = "the convoy was photographed"
    record.title = "Convoys on the Kür"
    record.weapon = "Spear Nine"
    return (knowledgeBase, try knowledgeBase.add([record.json]).batch)
  }

  @Test(
    "A word of the evidence, note, title, designation or alias is found, whatever its case and accents",
    arguments: [
      ("drohnen", "claim Zwölf Drohnen wurden geliefert"), ("ZWOLF", "claim Zwölf Drohnen wurden geliefert"),
      ("zwo\u{308}lf geliefert", "claim Zwölf Drohnen wurden geliefert"),
      ("photographed", "claim Zwölf Drohnen wurden geliefert"), ("kur", "document Convoys on the Kür"),
      ("\"on the\"", "document Convoys on the Kür"), ("geli*", "claim Zwölf Drohnen wurden geliefert"),
      ("spear", "weapon Spear Nine"), ("heron", "weapon Heron ()"), ("harpy", "weapon Harop (Harpy-2)"),
      ("T-90SA", "weapon T-90S (T-90SA)"),
    ])
  func finds(query: String, wanted: String) throws {
    let (knowledgeBase, _) = try made()
    let found = try search(query, in: knowledgeBase)
    #expect(found.contains(wanted) || found.contains(wanted.replacing(" ()", with: "")), "\(found)")
  }

  @Test(
    "What does not occur is not found",
    arguments: ["submarine", "drohnen submarine", "\"drohnen zwölf\"", "ohnen", "", " ", "\"\"", "***", "\""])
  func findsNothing(query: String) throws {
    let (knowledgeBase, _) = try made()
    #expect(try search(query, in: knowledgeBase).isEmpty)
  }

  @Test("A withdrawn claim is not found, a restored one is")
  func withdrawn() throws {
    let (knowledgeBase, batch) = try made()
    let undo = try knowledgeBase.undo(batch, by: .on(day: 3))
    #expect(try search("drohnen", in: knowledgeBase).isEmpty)
    _ = try knowledgeBase.undo(undo.batch, by: .on(day: 4))
    #expect(try search("drohnen", in: knowledgeBase).count == 1)
  }

  @Test("A limit limits, and claims go first")
  func limit() throws {
    let (knowledgeBase, _) = try made()
    let all = try search("convoy*", in: knowledgeBase)
    #expect(all.map { $0.prefix { $0 != " " } } == ["claim", "document"])
    #expect(try search("convoy*", in: knowledgeBase, limit: 1) == Array(all.prefix(1)))
    #expect(try search("convoy*", in: knowledgeBase, limit: 0).isEmpty)
  }

  @Test("A text that was left for later is found once the next import or `indexFullText` took it in")
  func later() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var options = ImportOptions()
    options.fullText = false
    var record = TestRecord()
    record.evidence = "first passage"
    try knowledgeBase.add([record.json], options: options)
    #expect(try search("passage", in: knowledgeBase).isEmpty)
    record.evidence = "second passage"
    try knowledgeBase.add([record.json])
    #expect(try search("passage", in: knowledgeBase).count == 2)
    record.evidence = "third passage"
    try knowledgeBase.add([record.json], options: options)
    try knowledgeBase.indexFullText()
    try knowledgeBase.indexFullText()
    #expect(try search("passage", in: knowledgeBase).count == 3)
    try knowledgeBase.database.execute("INSERT INTO claim_text (claim_text) VALUES ('integrity-check')")
    #expect(try knowledgeBase.database.integrityCheck() == [])
  }

  @Test("No text whatever is a faulty query", arguments: 0..<40 as Range<UInt64>)
  func anyQuery(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (knowledgeBase, _) = try made()
    let pieces = [
      "\"", "\"", "*", "(", ")", "^", "-", "+", ":", "{", "}", "NEAR", "AND", "OR", "NOT", "evidence:", "a",
      "'",
      "drohnen", "\u{0}", "\u{301}", "\u{200d}", ";", "\\", " ", " ", "\u{202e}", "²", "ﬁ", "\n", "🏳️‍🌈",
      "col : a", "שלום",
    ]
    for _ in 0..<10 {
      var query = ""
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        query += generator.oneIn(4) ? generator.text(upTo: 4) : generator.one(of: pieces)
      }
      do {
        try knowledgeBase.search(query) { _ in }
        for list in KnowledgeBase.ReferenceList.allCases {
          try knowledgeBase.list(list, matching: query) { _ in }
        }
      } catch { Issue.record("\(Array(query.unicodeScalars)): \(error)") }
    }
  }

  @Test("What asks for more than a moment's work is refused, each word counted once")
  func bounds() throws {
    let (knowledgeBase, _) = try made()
    func words(_ count: Int, _ end: String = "") -> String {
      (0..<count).map { "w\($0)\(end)" }.joined(separator: " ")
    }
    for query in [
      words(32), words(8, "*"), "\"\(words(32))\"", String(repeating: "drohnen ", count: 125),
      "T-90 " + words(30), String(repeating: "-", count: 1_000),
    ] {
      #expect(throws: Never.self) { try knowledgeBase.search(query) { _ in } }
    }
    for (query, limit) in [
      (words(33), SearchLimit.words(32)), ("\"\(words(33))\"", .words(32)), ("T-90 " + words(31), .words(32)),
      (words(9, "*"), .beginnings(8)), (String(repeating: "drohnen ", count: 126), .characters(1_000)),
      ("a" + String(repeating: ".a", count: 40), .words(32)),
    ] {
      #expect(throws: limit) { try knowledgeBase.search(query) { _ in } }
    }
  }

  @Test(
    "A mark behind a quotation mark, or U+0000, is no faulty query",
    arguments: ["\"\u{301}a", "a\u{0}b", "\"a\u{0}\""])
  func oddQueries(query: String) throws {
    let (knowledgeBase, _) = try made()
    #expect(throws: Never.self) { try knowledgeBase.search(query) { _ in } }
  }

  @Test("Wild cards of LIKE in a name are letters like any other")
  func wildCards() throws {
    let (knowledgeBase, _) = try made()
    func count(_ text: String) throws -> Int {
      var count = 0
      try knowledgeBase.list(.weapons, matching: text) { _ in count += 1 }
      return count
    }
    #expect(try count("90") == 1)
    #expect(try count("T-") == 2)
    #expect(try count("T_90") == 0)
    #expect(try count("%") == 0)
    #expect(try count("%\u{301}") == 0)
    #expect(try count("\\") == 0)
  }
}
