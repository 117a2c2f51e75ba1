import ArmsModel
import Foundation
import Storage
import Testing

@Suite("The first article and its copy")
struct SeedTests {
  private func seed(_ name: String) throws -> [UInt8] {
    try bytes(ofFile: checkout.appendingPathComponent("data/records/\(name).jsonl").path)
  }

  private func azerbaijan() -> Filter {
    var filter = Filter()
    filter.recipients = [PartyCode("AZE")]
    return filter
  }

  private func expectSeedTotal(_ knowledgeBase: KnowledgeBase) throws {
    let lines = try knowledgeBase.totals(by: .supplier, azerbaijan()).filter {
      $0.unit == FigureUnit(rawValue: "USD")
    }
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(line.keys == ["ISR"])
    #expect(line.best == 825_000_000_000)
    // "some $825 million": ten per cent to either side.
    #expect(line.low == 742_500_000_000)
    #expect(line.high == 907_500_000_000)
    #expect(line.transfers == 1)
    #expect(line.unstated == 0)
    #expect(line.origins == 1)
    #expect(line.originNames == ["SIPRI"])
    #expect(line.first == "2006")
    #expect(line.last == "2019")
  }

  @Test("One article of two paragraphs gives one total of 825 million, said by SIPRI")
  func seedTotals() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    let result = try knowledgeBase.add(text: seed("seed-jpost-2020-10-01"))
    #expect(result.added > 0)
    #expect(result.known == 0)
    #expect(result.batch == 2)
    #expect(result.documents == 1)
    try expectSeedTotal(knowledgeBase)
    #expect(try knowledgeBase.database.foreignKeyCheck().isEmpty)
  }

  @Test("A second outlet's copy changes neither a total nor the number of origins")
  func secondOutlet() throws {
    let knowledgeBase = try RealWorld.knowledgeBase()
    try knowledgeBase.add(text: seed("seed-jpost-2020-10-01"))
    let before = try Snapshot(knowledgeBase).figures
    let result = try knowledgeBase.add(text: seed("seed-second-outlet"), by: .on(day: 3))
    #expect(result.added > 0)
    try expectSeedTotal(knowledgeBase)
    let line = try #require(
      try knowledgeBase.totals(by: .supplier, azerbaijan()).first { $0.unit == FigureUnit(rawValue: "USD") })
    #expect(line.documents == 2)
    for (grouping, lines) in try Snapshot(knowledgeBase).figures { #expect(lines == before[grouping]) }
  }

  @Test("The order of the two files does not matter")
  func order() throws {
    let one = try RealWorld.knowledgeBase()
    try one.add(text: seed("seed-jpost-2020-10-01"))
    try one.add(text: seed("seed-second-outlet"))
    let other = try RealWorld.knowledgeBase()
    try other.add(text: seed("seed-second-outlet"))
    try other.add(text: seed("seed-jpost-2020-10-01"))
    #expect(try Snapshot(one) == Snapshot(other))
  }

  @Test("The same file twice changes nothing but SQLite's counter of changes")
  func sameFileTwice() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kb.db")
    let first = try KnowledgeBase.made(at: path, RealWorld.data.get())
    let added = try first.add(text: seed("seed-jpost-2020-10-01")).added
    try first.close()
    let before = try bytes(ofFile: path)
    let second = try KnowledgeBase(path: path, for: .writing)
    let content = try second.table("SELECT * FROM batch") + Snapshot(second).transfers
    let result = try second.add(text: seed("seed-jpost-2020-10-01"), by: .on(day: 3))
    #expect(result.batch == nil)
    #expect(result.added == 0)
    #expect(result.known == added)
    #expect(try second.table("SELECT * FROM batch") + Snapshot(second).transfers == content)
    try second.close()
    // Bytes 24 to 27 and 92 to 95 of the header. <https://sqlite.org/fileformat.html#file_change_counter>
    let changed = try differences(before, bytes(ofFile: path))
    #expect(changed.filter { !(24..<28).contains($0) && !(92..<96).contains($0) } == [])
  }

  @Test("All records of data/records are sound, and give one answer in either order")
  func allRecords() throws {
    let folder = checkout.appendingPathComponent("data/records")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".jsonl") }.sorted()
    #expect(names.count >= 50)
    let files = try names.map { try bytes(ofFile: folder.appendingPathComponent($0).path) }
    let one = try RealWorld.knowledgeBase()
    for file in files { try one.add(text: file) }
    let other = try RealWorld.knowledgeBase()
    for file in files.reversed() { try other.add(text: file) }
    let (a, b) = (try Snapshot(one), try Snapshot(other))
    #expect(a.claims == b.claims)
    #expect(a.transfers == b.transfers)
    for (grouping, lines) in a.totals { #expect(lines == b.totals[grouping], "by \(grouping)") }
    #expect(try one.database.foreignKeyCheck().isEmpty)
    #expect(try one.database.integrityCheck() == [])
  }
}

/// The places at which two files differ; a length that differs counts as one.
func differences(_ a: [UInt8], _ b: [UInt8]) -> [Int] {
  (a.count == b.count ? [] : [min(a.count, b.count)])
    + zip(a, b).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
}
