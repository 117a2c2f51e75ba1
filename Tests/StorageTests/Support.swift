import ArmsModel
import Foundation
import Import
import SQLite
import Storage
import Testing

/// A folder for the files of one test, gone with this object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("StorageTests-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// The folder of the checkout.
let checkout = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The bytes of a file.
func bytes(ofFile path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

extension Hand {
  /// The test, at noon of that day of March 2026.
  static func on(day: Int) -> Hand {
    Hand(name: "tester", moment: "2026-03-\(day < 10 ? "0" : "")\(day)T12:00:00Z", program: "test")
  }
}

/// What records must not have in a test that imports them.
struct BadRecords: Error {
  var messages: [String]
}

extension KnowledgeBase {
  /// A knowledge base in memory with the small world's names, or those of `data/`.
  static func inMemory(
    _ data: ReferenceData = SmallWorld.data, edition: String? = nil
  ) throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase(path: ":memory:", for: .creating)
    try knowledgeBase.install(data, edition: edition, by: .on(day: 1))
    return knowledgeBase
  }

  /// A new knowledge base at that path.
  static func made(at path: String, _ data: ReferenceData = SmallWorld.data) throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase(path: path, for: .creating)
    try knowledgeBase.install(data, by: .on(day: 1))
    return knowledgeBase
  }

  /// Imports JSON Lines; a faulty record is an error.
  @discardableResult
  func add(
    _ lines: some Sequence<String>, by hand: Hand = .on(day: 2), options: ImportOptions = ImportOptions()
  ) throws -> ImportResult {
    try add(text: Array(lines.joined(separator: "\n").utf8), by: hand, options: options)
  }

  /// Imports JSON Lines from bytes.
  @discardableResult
  func add(
    text: [UInt8], by hand: Hand = .on(day: 2), options: ImportOptions = ImportOptions()
  ) throws -> ImportResult {
    try loadDirectory()
    let input = ByteInput(bytes: text, name: "test.jsonl")
    return try importClaims(by: hand, options: options) { writer in
      let reader = try RecordReader(input, format: .jsonl, directory: directory, tree: categories)
      var parties = 0
      while try reader.next({ claim, problems in
        guard problems.isEmpty else { throw BadRecords(messages: problems.map(\.description)) }
        while parties < reader.newParties.count {
          try writer.addParty(reader.newParties[parties])
          parties += 1
        }
        _ = try writer.add(claim)
      }) {}
      return 0
    }
  }

  /// The values of the first column.
  func column(_ sql: String) throws -> [String] {
    let statement = try database.prepare(sql)
    var values: [String] = []
    while try statement.step() {
      values.append(statement.textBytes(0).map { String(decoding: $0, as: UTF8.self) } ?? "NULL")
    }
    return values
  }

  /// All rows, the columns parted by `|`.
  func table(_ sql: String) throws -> [String] {
    let statement = try database.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      rows.append(
        (0..<statement.columnCount).map { column in
          statement.textBytes(Int32(column)).map { String(decoding: $0, as: UTF8.self) } ?? "NULL"
        }.joined(separator: "|"))
    }
    return rows
  }
}

/// A small world, so that most tests do not depend on the tables in `data/`.
enum SmallWorld {
  static let data: ReferenceData = {
    var data = ReferenceData()
    func party(_ code: String, _ name: String, _ region: String?, kind: PartyKind = .state) {
      data.parties.append(
        .init(
          party: Party(code: PartyCode(code), kind: kind, name: name, region: region), sipriName: nil,
          successors: [], note: nil))
      data.names.append(PartyName(party: PartyCode(code), name: name, kind: .name))
    }
    party("ARM", "Armenia", "Western Asia")
    party("AZE", "Azerbaijan", "Western Asia")
    party("ISR", "Israel", "Western Asia")
    party("RUS", "Russia", "Eastern Europe")
    party("SRB", "Serbia", "Southern Europe")
    party("TUR", "Türkiye", nil)
    data.names.append(PartyName(party: PartyCode("AZE"), name: "Azeri", kind: .demonym))
    func category(_ slug: String, _ parent: String?) {
      data.categories.append(
        .init(
          category: WeaponCategory(slug: slug, parent: parent, name: slug.capitalized), sipriClass: nil,
          unCategory: nil, words: [slug + " word"]))
    }
    category("aircraft", nil)
    category("uav", "aircraft")
    category("missile", nil)
    category("loitering-munition", "missile")
    category("armoured-vehicle", nil)
    category("tank", "armoured-vehicle")
    data.makers.append(
      .init(
        name: "IAI", home: PartyCode("ISR"), kind: "company", aliases: ["Israel Aerospace Industries"],
        validity: Period(), note: nil))
    func weapon(_ designation: String, _ category: String, _ aliases: [String] = []) {
      data.weapons.append(
        .init(designation: designation, category: category, maker: nil, aliases: aliases, note: nil))
    }
    weapon("Harop", "loitering-munition", ["Harpy-2"])
    weapon("Heron", "uav")
    weapon("T-90S", "tank", ["T-90SA"])
    weapon("T-72", "tank")
    func source(_ name: String, _ kind: String, _ aliases: [String] = []) {
      data.sources.append(
        .init(
          name: name, kind: kind, home: nil, reliability: nil, aliases: aliases, url: nil, note: nil))
    }
    source("SIPRI", "institute", ["Stockholm International Peace Research Institute"])
    source("Reuters", "agency")
    source("TASS", "agency", ["ITAR-TASS"])
    source("The Daily", "newspaper")
    return data
  }()
}

/// The reference data that the program carries, read once.
enum RealWorld {
  static let data: Result<ReferenceData, any Error> = Result {
    try ReferenceTables.read { EmbeddedFiles.bytes($0) }
  }

  /// A knowledge base with them in memory.
  static func knowledgeBase() throws -> KnowledgeBase { try .inMemory(data.get()) }
}
