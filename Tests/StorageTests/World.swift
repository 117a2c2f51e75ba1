import ArmsModel
import Import
import Storage

/// Files of a made-up world: records of articles, and editions of a register in two layouts, whole, windowed, limited
/// to a supplier, of some pairs only, dated and not.
struct World {
  struct File {
    var name: String
    var lines: [String]
    var release: ReleaseDraft?
  }

  var files: [File] = []

  init(_ generator: inout SeededGenerator) {
    for number in 0..<3 {
      files.append(File(name: "articles-\(number)", lines: generator.records(6).map(\.json)))
    }
    for number in 0..<6 { files.append(edition(number, &generator)) }
  }

  private func edition(_ number: Int, _ generator: inout SeededGenerator) -> File {
    let layout = generator.one(of: ["sipri-deals", "sipri-deals", "sipri-deliveries"])
    var release = ReleaseDraft(layout: layout)
    let year = 2018 + Int.random(in: 0...3, using: &generator)
    let isDated = Bool.random(using: &generator)
    release.generated = isDated ? "\(year)-03-01" : nil
    release.lastYear = isDated ? nil : year - 1
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: (release.firstYear, release.lastYear) = (2014, 2016)
    case 1: release.isSelection = true
    case 2: release.suppliers = [PartyCode("ISR")]
    default: break
    }
    var lines: [String] = []
    for deal in 0..<Int.random(in: 2...6, using: &generator) {
      var record = TestRecord()
      record.supplier = release.suppliers == nil ? generator.one(of: ["ISR", "RUS", "TUR"]) : "ISR"
      record.recipient = generator.one(of: ["AZE", "ARM"])
      record.weapon = generator.one(of: ["Harop", "Heron", "T-72"])
      record.quantity = Int.random(in: 1...5, using: &generator) * 4
      record.from = "\(2013 + Int.random(in: 0...4, using: &generator))"
      (record.publisher, record.title) = ("Register", "Edition \(number)")
      record.published = release.generated
      record.extra = [("x_dataset_deal", "\"\(layout)-\(deal)\"")]
      lines.append(record.json)
      record.status = "delivered"
      (record.value, record.currency) = (Int.random(in: 1...90, using: &generator), "TIV")
      lines.append(record.json)
    }
    if Bool.random(using: &generator) {
      var sum = TestRecord(supplier: "ISR", recipient: "AZE")
      (sum.scope, sum.status, sum.from, sum.to) = ("aggregate", "delivered", "2013", "2017")
      (sum.value, sum.currency, sum.publisher, sum.title) = (700, "TIV", "Register", "Edition \(number)")
      sum.published = release.generated
      lines.append(sum.json)
    }
    return File(name: "edition-\(number)", lines: lines, release: release)
  }
}

extension KnowledgeBase {
  /// Imports a file of a made-up world, or some of its lines.
  @discardableResult
  func take(
    _ file: World.File, lines: [String]? = nil, by hand: Hand = .on(day: 2)
  ) throws -> Int64? {
    let text = (lines ?? file.lines).joined(separator: "\n")
    return try importClaims(by: hand, options: ImportOptions(file: file.name)) { writer in
      writer.release = file.release
      let reader = try RecordReader(
        ByteInput(bytes: Array(text.utf8), name: file.name), format: .jsonl, directory: directory,
        tree: categories)
      while try reader.next({ claim, problems in
        guard problems.isEmpty else { throw BadRecords(messages: problems.map(\.description)) }
        _ = try writer.add(claim)
      }) {}
      return 0
    }.batch
  }
}
