import ArmsModel
import Counting
import Foundation
import Import
import SQLite
import Storage
import Testing

@Suite("What the checks find in a knowledge base")
struct FindingsTests {
  /// "some $825 million between 2006 and 2019", according to SIPRI.
  private var seed: TestRecord {
    var record = TestRecord()
    (record.value, record.currency, record.scope) = (825_000_000, "USD", "aggregate")
    (record.status, record.from, record.to, record.assertedBy) = ("delivered", "2006", "2019", "SIPRI")
    (record.publisher, record.agency, record.published) = ("The Daily", "Reuters", "2020-10-01")
    return record
  }

  private func release(_ tiv: Int, _ published: String) -> TestRecord {
    var record = seed
    (record.value, record.currency, record.agency) = (tiv, "TIV", nil)
    (record.publisher, record.published, record.title) = ("SIPRI", published, "Table of \(published)")
    return record
  }

  private func volumes(
    _ knowledgeBase: KnowledgeBase, _ filter: Filter = Filter()
  ) throws -> [KnowledgeFinding] {
    try knowledgeBase.findings(filter, checks: [.volumeIndexAsMoney]).findings
  }

  @Test("Money by SIPRI is a possible volume without a release, a probable one beside it")
  func volumeIndex() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try knowledgeBase.add([seed.json])
    let possible = try #require(try volumes(knowledgeBase).first)
    #expect(possible.severity == .warning && possible.sentence.contains("possibly"))
    #expect(possible.supplier == PartyCode("ISR") && possible.recipient == PartyCode("AZE"))
    try knowledgeBase.add([release(875, "2022-07-28").json])
    let probable = try #require(try volumes(knowledgeBase).first)
    #expect(probable.severity == .error && probable.sentence.contains("875 million TIV"))
    #expect(
      probable.numbers.map { "\($0.name) \($0.thousandths) \($0.unit)" }
        == ["claimed 825000000000 USD", "release-2022-07-28 875000 TIV"])
    #expect(probable.claims.count == 1)
  }

  @Test(
    "Whoever the claim names SIPRI as, it is SIPRI",
    arguments: [
      "SIPRI", "Stockholm International Peace Research Institute", "the SIPRI database",
      "Sipri Yearbook 2020",
    ])
  func spellings(name: String) throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = seed
    record.assertedBy = name
    try knowledgeBase.add([record.json])
    #expect(try volumes(knowledgeBase).count == 1)
    record.assertedBy = "The minister"
    let other = try KnowledgeBase.inMemory()
    try other.add([record.json])
    #expect(try volumes(other).isEmpty)
  }

  @Test("A filter on claims chooses among findings and leaves pairs whole")
  func filters() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var order = TestRecord()
    (order.weapon, order.quantity, order.from, order.published) = ("Heron", 10, "2011", "2011-05-01")
    var denial = order
    (denial.status, denial.assertedBy, denial.published) = ("denied", "TASS", "2011-06-01")
    (denial.title, denial.publisher) = ("Not so", "Evening News")
    var tanks = order
    (tanks.supplier, tanks.weapon) = ("RUS", "T-72")
    var noTanks = denial
    (noTanks.supplier, noTanks.weapon) = ("RUS", "T-72")
    try knowledgeBase.add([order, denial, tanks, noTanks].map(\.json))
    func suppliers(_ change: (inout Filter) throws -> Void) throws -> [String] {
      var filter = Filter()
      try change(&filter)
      return try knowledgeBase.findings(filter, checks: [.occurrence]).findings.compactMap(
        \.supplier?.rawValue)
    }
    #expect(try suppliers { _ in } == ["ISR", "RUS"])
    #expect(try suppliers { $0.suppliers = [PartyCode("RUS")] } == ["RUS"])
    #expect(try suppliers { $0.weapons = [try knowledgeBase.weapon(named: "Heron")] } == ["ISR"])
    #expect(try suppliers { $0.assertedBy = [try knowledgeBase.source(named: "TASS")] } == ["ISR", "RUS"])
    #expect(try suppliers { $0.publishedBy = PartialDate("2011-05") }.isEmpty, "the denial was not out yet")
    #expect(try suppliers { $0.asOf = PartialDate("2026-03-01") }.isEmpty, "nothing was recorded yet")
    #expect(try suppliers { $0.since = PartialDate("2015") }.isEmpty)
    let report = try knowledgeBase.findings()
    #expect(report.pairs == 2 && report.claims == 4)
    #expect(report.findings.first?.claims.count == 2 && report.findings.first?.transfers.count == 1)
  }

  @Test(
    "The order of import changes no finding, and their order is total", arguments: 0..<40 as Range<UInt64>)
  func orderOfImport(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 9_000)
    let lines = generator.records(40).map(\.json)
    func findings(_ lines: [String]) throws -> [String] {
      let knowledgeBase = try KnowledgeBase.inMemory()
      try knowledgeBase.add(lines)
      return try knowledgeBase.findings().findings.map { finding in
        let claims = finding.claims.map { $0.key.identifier("c") }.joined(separator: " ")
        return "\(finding.severity) \(finding.check.name) \(claims) \(finding.sentence)"
      }
    }
    let wanted = try findings(lines)
    #expect(try findings(lines.reversed()) == wanted)
    #expect(try findings(lines.shuffled(using: &generator)) == wanted)
  }

  @Test("Claims that are tried are seen with all that is known, and leave nothing")
  func trial() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var tank = TestRecord()
    (tank.supplier, tank.weapon, tank.from) = ("RUS", "T-72", "2011")
    var noTank = tank
    (noTank.status, noTank.title) = ("denied", "Not so")
    try knowledgeBase.add([release(875, "2022-07-28"), tank, noTank].map(\.json))
    let before = try Snapshot(knowledgeBase)
    let tried = TriedClaims()
    var found: [KnowledgeFinding] = []
    var options = ImportOptions()
    (options.commit, options.settle) = (false, false)
    _ = try knowledgeBase.importClaims(by: .on(day: 5), options: options) { writer in
      let input = ByteInput(bytes: Array("\n\(seed.json)\n".utf8), name: "new.jsonl")
      let reader = try RecordReader(
        input, format: .jsonl, directory: knowledgeBase.directory, tree: knowledgeBase.categories)
      while try reader.next({ claim, _ in
        _ = try writer.add(claim)
        tried.add(claim, at: .init(file: "new.jsonl", line: reader.recordLine), in: knowledgeBase)
      }) {}
      found = try knowledgeBase.findings(tried: tried).findings
      return 0
    }
    #expect(
      found.map(\.check) == [.claims(.volumeIndexAsMoney)], "not the tanks, which are of no claim in the file"
    )
    #expect(found.first?.severity == .error)
    #expect(found.first?.claims.compactMap { tried.places[$0.key]?.line } == [2])
    #expect(try Snapshot(knowledgeBase) == before)
    #expect(try volumes(knowledgeBase).isEmpty)
  }

  @Test("Every check has a name of its own and a meaning that is a sentence")
  func names() {
    let all = KnowledgeCheck.allCases
    #expect(Set(all.map(\.name)).count == all.count)
    for check in all {
      #expect(KnowledgeCheck(name: check.name) == check)
      #expect(check.meaning.hasSuffix("."))
    }
    #expect(KnowledgeCheck(name: "nothing") == nil)
  }
}

@Suite("What is wrong with a file")
struct IntegrityTests {
  private func filled() throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var generator = SeededGenerator(seed: 77)
    try knowledgeBase.add(generator.records(60).map(\.json))
    return knowledgeBase
  }

  private func faults(_ knowledgeBase: KnowledgeBase) throws -> [KnowledgeFinding] {
    try knowledgeBase.integrity().filter { $0.severity > .note }
  }

  @Test("Imports and undoing leave what counting everything anew gives", arguments: 0..<25 as Range<UInt64>)
  func nothingGoesStale(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 12_000)
    let knowledgeBase = try KnowledgeBase.inMemory()
    for day in 2...5 { try knowledgeBase.add(generator.records(15).map(\.json), by: .on(day: day)) }
    #expect(try faults(knowledgeBase).isEmpty)
    _ = try knowledgeBase.undo(Int64.random(in: 2...5, using: &generator), by: .on(day: 6))
    #expect(try faults(knowledgeBase).isEmpty)
    #expect(try knowledgeBase.column("SELECT name FROM temp.sqlite_schema").isEmpty, "nothing is left behind")
  }

  @Test(
    "A kept figure that was changed by hand is found with its pair, and mended",
    arguments: [
      (
        "UPDATE transfer SET quantity_best = 3 WHERE supplier = 'ISR' AND recipient = 'AZE'",
        "stale-transfers"
      ),
      (
        "DELETE FROM transfer_claim WHERE transfer IN (SELECT id FROM transfer WHERE supplier = 'ISR' AND recipient = 'AZE')",
        "stale-transfers"
      ),
      (
        "UPDATE transfer_claim SET rule = 'verdict' WHERE transfer IN (SELECT id FROM transfer WHERE supplier = 'ISR' AND recipient = 'AZE')",
        "stale-transfers"
      ),
      ("UPDATE pair_total SET best = best + 1 WHERE supplier = 'ISR' AND recipient = 'AZE'", "stale-totals"),
      ("DELETE FROM pair_total WHERE supplier = 'ISR' AND recipient = 'AZE'", "stale-totals"),
      (
        """
        INSERT INTO pair_total SELECT supplier, recipient, 'XAU', low, best, high, transfers, unstated, claims, first, last,
          categories, absences, origins, documents, origin_set, document_set
        FROM pair_total WHERE supplier = 'ISR' AND recipient = 'AZE' LIMIT 1
        """, "stale-totals"
      ),
      (
        "UPDATE party_total SET claims = claims + 1 WHERE side = 'supplier' AND party = 'ISR'", "stale-totals"
      ),
    ])
  func staleRows(change: String, check: String) throws {
    let knowledgeBase = try filled()
    #expect(try faults(knowledgeBase).isEmpty)
    try knowledgeBase.database.execute(change)
    let found = try faults(knowledgeBase)
    #expect(found.map(\.check.name) == [check])
    #expect(found.first?.severity == .error && found.first?.supplier == PartyCode("ISR"))
    try knowledgeBase.remake()
    #expect(try faults(knowledgeBase).isEmpty)
  }

  @Test("Rows that refer to nothing are counted by table")
  func dangling() throws {
    let knowledgeBase = try filled()
    try knowledgeBase.database.execute(
      "PRAGMA foreign_keys = OFF; DELETE FROM claim_rank; INSERT INTO claim_rank VALUES (999999, 1, 'normal', 'x');"
    )
    let found = try faults(knowledgeBase)
    #expect(found.map(\.check.name) == ["dangling-reference"])
    #expect(
      found.first?.sentence.hasPrefix("1 row of claim_rank refers to rows of claim that are not there")
        == true)
  }

  @Test("Evidence must be as long as its place, in bytes")
  func evidence() throws {
    let knowledgeBase = try KnowledgeBase.inMemory()
    var record = TestRecord()
    (record.evidence, record.weapon) = ("dix « Heron »", "Heron")
    let line = record.json.replacing(
      "\"evidence\":", with: "\"evidence_start\":10,\"evidence_end\":25,\"evidence\":")
    try knowledgeBase.add([line])
    #expect(try faults(knowledgeBase).isEmpty)
    try knowledgeBase.add([line.replacing("25", with: "23").replacing("dix", with: "six")])
    let found = try knowledgeBase.misplacedEvidence()
    #expect(found.count == 1 && found.first?.claims.count == 1)
    #expect(found.first?.sentence.contains("is 15 bytes long") == true)
  }

  @Test("Faults of the reference data")
  func referenceData() throws {
    var data = SmallWorld.data
    func party(
      _ code: String, _ name: String, _ kind: PartyKind, _ validity: Period = Period(), _ next: [String] = []
    ) {
      data.parties.append(
        .init(
          party: Party(code: PartyCode(code), kind: kind, name: name, validity: validity), sipriName: nil,
          successors: next.map { PartyCode($0) }, note: nil))
    }
    party(
      "YUG", "Yugoslavia", .formerState, Period(from: PartialDate("1918"), to: PartialDate("1992")), ["SCG"])
    party("SCG", "Serbia and Montenegro", .formerState, Period(from: PartialDate("1992"), to: nil), ["YUG"])
    party("X-PACT", "The Pact", .organisation)
    data.memberships = [
      .init(
        organisation: PartyCode("X-PACT"), member: PartyCode("YUG"),
        validity: Period(from: PartialDate("1950"), to: PartialDate("1995")))
    ]
    data.names.append(PartyName(party: PartyCode("AZE"), name: "The Valley", kind: .alias))
    data.names.append(PartyName(party: PartyCode("ARM"), name: "the valley", kind: .alias))
    let knowledgeBase = try KnowledgeBase.inMemory(data)
    try knowledgeBase.database.execute("UPDATE weapon_category SET position = 63 WHERE slug = 'tank'")
    let found = try faults(knowledgeBase)
    #expect(
      Set(found.map(\.check.name)) == ["category-bits", "former-states", "membership-years", "shared-names"])
    #expect(found.contains { $0.sentence.contains("no end is recorded") && $0.sentence.contains("SCG") })
    #expect(found.contains { $0.sentence.contains("lead in a circle") && $0.severity == .error })
    #expect(found.contains { $0.sentence.contains("Yugoslavia ") || $0.sentence.contains("ended in 1992") })
    #expect(
      found.contains { $0.sentence.contains("Azerbaijan (AZE)") && $0.sentence.contains("Armenia (ARM)") })
    try knowledgeBase.database.execute("INSERT INTO ambiguous_name (name, batch) VALUES ('THE VALLEY', 1)")
    #expect(try faults(knowledgeBase).allSatisfy { $0.check != .file(.sharedNames) })
  }

  @Test("The program's own reference data has no faults")
  func ownReferenceData() throws {
    let found = try faults(RealWorld.knowledgeBase())
    #expect(found.isEmpty, "\(found.map(\.sentence))")
  }

  @Test("A file that SQLite finds damaged is not looked at further")
  func damage() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    let knowledgeBase = try KnowledgeBase.made(at: path)
    try knowledgeBase.add([TestRecord().json])
    let size = try #require(UInt64(knowledgeBase.column("PRAGMA page_size")[0]))
    let page = try #require(
      UInt64(knowledgeBase.column("SELECT rootpage FROM sqlite_schema WHERE name = 'claim_by_document'")[0]))
    try knowledgeBase.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: (page - 1) * size)
    try file.write(contentsOf: Data(repeating: 0, count: Int(size)))
    try file.close()
    let damaged = try KnowledgeBase(path: path)
    let found = try damaged.integrity()
    #expect(!found.isEmpty && found.allSatisfy { $0.check == .file(.database) && $0.severity == .error })
  }
}
