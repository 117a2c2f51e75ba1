import ArmsModel
import Foundation
import Storage
import Testing

@Suite("Copies found by their texts")
struct FingerprintTests {
  /// Sentences made of numbers, so that two texts have in common what their numbers do.
  private func text(_ numbers: some Sequence<Int>) -> TextFingerprint {
    TextFingerprint(of: numbers.map { "word\($0 * $0 % 1_009) of\($0)" }.joined(separator: " "))
  }

  private func record(
    _ publisher: String?, agency: String? = nil, published: String? = nil, assertedBy: String? = nil,
    quantity: Int = 50, url: String? = nil
  ) -> TestRecord {
    var record = TestRecord()
    record.weapon = "Harop"
    record.quantity = quantity
    record.from = "2012"
    record.publisher = publisher
    record.agency = agency
    record.published = published
    record.assertedBy = assertedBy
    record.title = "Told by \(publisher ?? url ?? "nobody")"
    record.url = url
    return record
  }

  private func row(_ knowledgeBase: KnowledgeBase, _ publisher: String) throws -> Int64 {
    let statement = try knowledgeBase.database.prepare("SELECT id FROM document WHERE publisher = :publisher")
    try statement.bind(publisher, ":publisher")
    #expect(try statement.step())
    return try statement.integer(0)
  }

  private func copies(_ knowledgeBase: KnowledgeBase) throws -> [String] {
    try knowledgeBase.table(
      """
      SELECT d.publisher, o.publisher FROM document_copy AS c JOIN document AS d ON d.id = c.document
      JOIN document AS o ON o.id = c.original ORDER BY d.publisher
      """)
  }

  private func origins(_ knowledgeBase: KnowledgeBase, _ filter: Filter = Filter()) throws -> [[String]] {
    try knowledgeBase.totals(by: .pair, filter).filter { $0.unit == FigureUnit(quantityUnit: nil) }
      .map(\.originNames)
  }

  @Test("Copies count as one origin, the agency's, and as their own again after undo")
  func undone() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(
      [
        record("Early Post", published: "2013-02-01"),
        record("Late Post", agency: "TASS", published: "2013-02-03"),
        record("Other Paper", published: "2013-02-02"),
      ].map(\.json))
    let before = try Snapshot(knowledgeBase)
    #expect(try origins(knowledgeBase) == [["Early Post", "Other Paper", "TASS"]])
    let texts = [
      (document: try row(knowledgeBase, "Early Post"), fingerprint: text(0..<200)),
      (document: try row(knowledgeBase, "Late Post"), fingerprint: text(0..<110)),
      (document: try row(knowledgeBase, "Other Paper"), fingerprint: text(500..<700)),
    ]
    let trial = try knowledgeBase.addFingerprints(texts, by: .on(day: 3), commit: false)
    #expect(trial.batch == nil && trial.added == 3 && trial.copies.count == 1)
    #expect(try Snapshot(knowledgeBase) == before)
    #expect(try knowledgeBase.column("SELECT count(*) FROM document_fingerprint") == ["0"])

    let result = try knowledgeBase.addFingerprints(texts, by: .on(day: 3))
    #expect(result.batch == 3 && result.added == 3 && result.known == 0 && result.changed == 1)
    #expect(result.copies.map(\.document) == [texts[0].document])
    #expect(result.copies.map(\.original) == [texts[1].document])
    #expect(result.copies.allSatisfy { $0.similarity > 0.8 && $0.similarity <= 1 })
    #expect(try copies(knowledgeBase) == ["Early Post|Late Post"])
    #expect(try origins(knowledgeBase) == [["Other Paper", "TASS"]])

    let again = try knowledgeBase.addFingerprints(texts, by: .on(day: 4))
    #expect(again.batch == nil && again.added == 0 && again.known == 3 && again.copies == result.copies)

    let counted = try Snapshot(knowledgeBase)
    try knowledgeBase.deriveAll()
    #expect(try Snapshot(knowledgeBase) == counted, "all anew gives what the pairs that changed gave")

    let undo = try knowledgeBase.undo(nil, by: .on(day: 5))
    #expect(undo.undone == 3)
    #expect(try copies(knowledgeBase) == [])
    #expect(try Snapshot(knowledgeBase) == before)
    _ = try knowledgeBase.undo(undo.batch, by: .on(day: 6))
    #expect(try Snapshot(knowledgeBase) == counted)
    #expect(try knowledgeBase.database.foreignKeyCheck() == [])
  }

  @Test("A claim with an asserter keeps its origin")
  func asserter() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([record("A", assertedBy: "SIPRI"), record("B")].map(\.json))
    _ = try knowledgeBase.addFingerprints(
      [(try row(knowledgeBase, "A"), text(0..<100)), (try row(knowledgeBase, "B"), text(0..<100))],
      by: .on(day: 3))
    #expect(try copies(knowledgeBase).count == 1)
    let names = try #require(try origins(knowledgeBase).first)
    #expect(names.count == 2 && names.contains("SIPRI"))
  }

  @Test("The original is the earliest; a day goes before its year", arguments: [false, true])
  func earliest(reversed: Bool) throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let records = [
      record("Year", published: "2013"), record("Day", published: "2013-05-02"), record("Undated"),
      record("Next", published: "2013-05-03"), record(nil, url: "https://site.example/a"),
    ]
    try knowledgeBase.add((reversed ? records.reversed() : records).map(\.json))
    let rows = try knowledgeBase.column("SELECT id FROM document ORDER BY id").compactMap { Int64($0) }
    let result = try knowledgeBase.addFingerprints(rows.map { ($0, text(0..<100)) }, by: .on(day: 3))
    #expect(try Set(result.copies.map(\.original)) == [row(knowledgeBase, "Day")])
    #expect(result.copies.count == 4)
    #expect(try origins(knowledgeBase) == [["Day"]])
  }

  @Test("Neither the order of import nor that of fingerprints matters", arguments: 0..<6 as Range<UInt64>)
  func order(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let outlets = (0..<12).map { "Outlet \($0)" }
    let starts = outlets.map { _ in Int.random(in: 0...4, using: &generator) * 60 }
    let records = outlets.map { outlet in
      record(
        outlet, agency: generator.oneIn(4) ? generator.one(of: ["TASS", "Reuters"]) : nil,
        published: generator.oneIn(3) ? nil : "2013-01-0\(Int.random(in: 1...9, using: &generator))",
        quantity: generator.one(of: [10, 50]))
    }
    var snapshots: [Snapshot] = []
    var lists: [[String]] = []
    for _ in 0..<2 {
      let knowledgeBase = try KnowledgeBase.inMemory()
      try knowledgeBase.add(records.shuffled(using: &generator).map(\.json))
      var texts = try outlets.indices.map { place in
        (
          document: try row(knowledgeBase, outlets[place]),
          fingerprint: text(starts[place]..<starts[place] + 100)
        )
      }
      texts.shuffle(using: &generator)
      _ = try knowledgeBase.addFingerprints(Array(texts.prefix(7)), by: .on(day: 3))
      _ = try knowledgeBase.addFingerprints(Array(texts.dropFirst(7)), by: .on(day: 4))
      snapshots.append(try Snapshot(knowledgeBase))
      lists.append(try copies(knowledgeBase))
    }
    #expect(snapshots[0] == snapshots[1])
    #expect(lists[0] == lists[1])
    #expect(!lists[0].isEmpty)
  }

  @Test("As of a date, the copies are those known then")
  func asOf() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(
      [record("A", published: "2013-01-01"), record("B", published: "2013-01-02")].map(\.json))
    _ = try knowledgeBase.addFingerprints(
      [(try row(knowledgeBase, "A"), text(0..<100)), (try row(knowledgeBase, "B"), text(0..<100))],
      by: .on(day: 10))
    var then = Filter()
    then.asOf = PartialDate("2026-03-09")
    #expect(try origins(knowledgeBase, then) == [["A", "B"]])
    then.asOf = PartialDate("2026-03-10")
    #expect(try origins(knowledgeBase, then) == [["A"]])
    _ = try knowledgeBase.undo(nil, by: .on(day: 12))
    #expect(try origins(knowledgeBase, then) == [["A"]])
    #expect(try origins(knowledgeBase) == [["A", "B"]])
  }

  @Test("A document whose claims were withdrawn lends its voice to nobody, until they stand again")
  func withdrawnOriginal() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([record("A", agency: "TASS").json], by: .on(day: 2))
    try knowledgeBase.add([record("B", published: "2013-01-02").json], by: .on(day: 3))
    try knowledgeBase.add([record("C", published: "2013-01-03").json], by: .on(day: 4))
    _ = try knowledgeBase.addFingerprints(
      ["A", "B", "C"].map { (try row(knowledgeBase, $0), text(0..<100)) }, by: .on(day: 5))
    #expect(try origins(knowledgeBase) == [["TASS"]])
    _ = try knowledgeBase.undo(2, by: .on(day: 6))
    #expect(try copies(knowledgeBase) == ["C|B"])
    #expect(try origins(knowledgeBase) == [["B"]])
    try knowledgeBase.add([record("A", agency: "TASS").json], by: .on(day: 7))
    #expect(try copies(knowledgeBase) == ["B|A", "C|A"])
    #expect(try origins(knowledgeBase) == [["TASS"]])
  }

  @Test("A corrected text replaces the earlier one; undo brings that back")
  func replaced() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([record("A"), record("B")].map(\.json))
    let (a, b) = (try row(knowledgeBase, "A"), try row(knowledgeBase, "B"))
    _ = try knowledgeBase.addFingerprints([(a, text(0..<100)), (b, text(0..<100))], by: .on(day: 3))
    #expect(try copies(knowledgeBase).count == 1)
    _ = try knowledgeBase.addFingerprints([(b, text(400..<500))], by: .on(day: 4))
    #expect(try copies(knowledgeBase) == [])
    _ = try knowledgeBase.undo(nil, by: .on(day: 5))
    #expect(try copies(knowledgeBase).count == 1)
  }

  @Test("The document of a text is found by its SHA-256, however that is written")
  func digest() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    let sha256 = TextDigest.sha256(Array("a text".utf8))
    let json = record("A").json.replacingOccurrences(
      of: "\"publisher\"", with: "\"sha256\":\"\(sha256)\",\"publisher\"")
    try knowledgeBase.add([json, record("B").json])
    #expect(try knowledgeBase.documents(sha256: sha256.uppercased()).map(\.row) == [row(knowledgeBase, "A")])
    #expect(try knowledgeBase.documents(sha256: TextDigest.sha256([])).isEmpty)
  }

  @Test("The list names copies and originals")
  func list() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add(
      [record("A", published: "2013-01-01"), record("B", published: "2013-01-02")].map(\.json))
    _ = try knowledgeBase.addFingerprints(
      [(try row(knowledgeBase, "A"), text(0..<100)), (try row(knowledgeBase, "B"), text(0..<100))],
      by: .on(day: 3))
    var rows: [[String]] = []
    try knowledgeBase.copies { row in
      #expect(Int(row.columnCount) == ListColumn.copies.count)
      rows.append(try [String(row.real(2)), row.text(3), row.text(4), row.text(5)])
    }
    #expect(rows == [["1.0", "B", "2013-01-02", "Told by B"]])
  }

  @Test("The first article is known by its text")
  func seed() throws {
    let path = checkout.appendingPathComponent("../shared/seed/jpost-2020-10-01.txt").standardized.path
    guard FileManager.default.fileExists(atPath: path) else {
      print("skipped: the text of the first article is not here")
      return
    }
    let knowledgeBase = try RealWorld.knowledgeBase()
    let records = checkout.appendingPathComponent("data/records/seed-jpost-2020-10-01.jsonl").path
    try knowledgeBase.add(text: bytes(ofFile: records))
    let text = try bytes(ofFile: path)
    #expect(try knowledgeBase.documents(sha256: TextDigest.sha256(text)).count == 1)
    let whole = TextFingerprint(of: String(decoding: text, as: UTF8.self))
    let half = TextFingerprint(of: String(decoding: text.prefix(text.count / 2), as: UTF8.self))
    #expect(whole.runs > 300)
    #expect(whole.isCopy(of: half))
  }
}
