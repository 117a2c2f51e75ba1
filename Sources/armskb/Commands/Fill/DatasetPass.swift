import ArmsModel
import Import
import Storage

/// One walk through a dataset's file: every record is stored, known already, parked or rejected, and counted so.
final class DatasetPass {
  private let file: String
  private let park: Bool
  private let problems: ProblemList
  private let rejectsStem: String
  private var rejects: RejectedLines?
  /// What became of the records.
  private(set) var ledger = Ledger()
  /// What a person should know of the file.
  private(set) var remarks: [String] = []

  /// Where the records that were left out are.
  var rejectPath: String? { rejects?.path }

  /// - Parameter rejectsStem: how the name begins of a file for records that are left out.
  init(_ file: String, park: Bool, problems: ProblemList, rejectsStem: String) {
    self.file = file
    self.park = park
    self.problems = problems
    self.rejectsStem = rejectsStem
  }

  /// Reads all records; gives the number of those rejected.
  ///
  /// - Throws: `ImportPass.HasErrors` at the end if there were faults that are neither parked nor skipped.
  func run(
    _ reader: any DatasetReader, into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase
  ) throws -> Int {
    let release = reader.release
    writer.release =
      DatasetMapper(
        file: file, release: release, directory: knowledgeBase.directory, tree: knowledgeBase.categories
      ).releaseDraft()
    let releaseText = release.json.json
    let records = MappedRecords(
      reader, file: file, directory: knowledgeBase.directory, tree: knowledgeBase.categories)
    while let record = records.next() {
      let row = record.row
      guard let obstacle = record.obstacles.first else {
        guard problems.isEmpty || problems.skips else { continue }
        try store(row, record.drafts, writer)
        continue
      }
      if obstacle.isOutOfScope {
        ledger.add(.rejected, reason: obstacle.reason, tiv: row.tiv ?? 0)
      } else if park {
        try park(row, obstacle, releaseText, writer)
      } else {
        problems.note(
          record.obstacles.map(\.problem), lacksName: record.obstacles.contains { $0.name != nil })
        guard problems.skips else { continue }
        ledger.add(.rejected, reason: obstacle.reason, tiv: row.tiv ?? 0)
        try reject(row)
      }
    }
    remarks = records.remarks + release.doubts
    writer.extraKeys = records.extraKeys
    try rejects?.close()
    if !problems.isEmpty, !problems.skips { throw ImportPass.HasErrors() }
    writer.ledger = ledger
    return ledger.sum(.rejected).rows
  }

  /// Stores those of the parked records whose names are known by now.
  func takeIn(_ waiting: [ParkedRow], into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase) throws {
    var mappers: [String: DatasetMapper] = [:]
    for parked in waiting {
      guard let row = JSONValue(parked.record).flatMap({ DatasetRow(json: $0) }),
        let release = JSONValue(parked.release).flatMap({ DatasetRelease(json: $0) })
      else {
        ledger.add(.parked, reason: "not readable any more", tiv: parked.tiv)
        continue
      }
      let mapper =
        mappers[parked.release]
        ?? DatasetMapper(
          file: parked.file, release: release, directory: knowledgeBase.directory,
          tree: knowledgeBase.categories)
      mappers[parked.release] = mapper
      if let obstacle = mapper.obstacles(row).first {
        ledger.add(.parked, reason: obstacle.reason, tiv: parked.tiv)
        continue
      }
      writer.release = mapper.releaseDraft()
      try mapper.withDrafts(of: row) { try store(row, $0, writer) }
      try writer.takeIn(parked)
    }
    writer.ledger = ledger
  }

  private func store(_ row: DatasetRow, _ drafts: [ClaimDraft], _ writer: ClaimWriter) throws {
    let tiv = row.tiv ?? 0
    if drafts.isEmpty {
      ledger.add(.rejected, reason: "says nothing of a transfer", tiv: tiv)
      return
    }
    let before = writer.added + writer.revived
    for draft in drafts { _ = try writer.add(draft) }
    ledger.add(writer.added + writer.revived > before ? .stored : .known, tiv: tiv)
  }

  private func park(
    _ row: DatasetRow, _ obstacle: DatasetMapper.Obstacle, _ release: String, _ writer: ClaimWriter
  ) throws {
    let parked = ParkedRow(
      file: file, line: row.line, reason: obstacle.reason, name: obstacle.name, tiv: row.tiv ?? 0,
      release: release, record: row.json.json)
    let isNew = try writer.park(parked)
    ledger.add(isNew ? .parked : .known, reason: isNew ? obstacle.reason : "parked before", tiv: row.tiv ?? 0)
  }

  private func reject(_ row: DatasetRow) throws {
    let file = try rejects ?? RejectedLines(stem: rejectsStem)
    rejects = file
    try file.add(row.text)
  }
}

/// The records of a dataset that were left out, as they stand in the file.
final class RejectedLines {
  let path: String
  private let file: OutputFile

  init(stem: String) throws {
    path = stem + ".rejected.txt"
    file = try OutputFile(path)
  }

  func add(_ text: String) throws { try Array((text + "\n").utf8).withUnsafeBytes { try file.write($0) } }

  func close() throws { try file.close() }
}

/// The faults of one file as they are found: the first ones are shown, all are counted.
final class ProblemList {
  /// Whether records with faults are left out, and the others stored.
  let skips: Bool
  private let file: String
  private var problems: [ImportProblem] = []
  private var problemCount = 0
  private var recordsWithProblems = 0
  /// Whether a record of a dataset waits for nothing but a name.
  private(set) var lacksNames = false

  /// Whether the file was given up before its end.
  private(set) var isGivenUp = false

  /// So many problems are shown; the rest is counted.
  private let shown: Int
  /// Without a limit given so many are shown.
  private static let shownAtFirst = 100
  /// A file with so many bad records is another file than was meant, or has no end.
  private static let tooMany = 100_000

  /// Two-letter codes that are no code of a state here.
  private var foreignCodes: Set<String> = []

  /// - Parameter showsAll: show every problem.
  init(_ file: String, skips: Bool, showsAll: Bool = false) {
    self.file = file
    self.skips = skips
    shown = showsAll ? .max : ProblemList.shownAtFirst
  }

  var isEmpty: Bool { problemCount == 0 }
  /// Records that have any.
  var records: Int { recordsWithProblems }

  /// Enters the faults of a record, or of what stands before the first one.
  func note(_ new: [ImportProblem], isRecord: Bool = true, lacksName: Bool = false) {
    if lacksName { lacksNames = true }
    if isRecord { recordsWithProblems += 1 }
    problemCount += new.count
    if problems.count < shown { problems += new.prefix(shown - problems.count) }
    for problem in new {
      if case .unknownParty(let name, _) = problem.reason, name.utf8.count == 2, foreignCodes.count < 1_000,
        name.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
      {
        foreignCodes.insert(name)
      }
    }
  }

  /// Whether to give up, of so many records: nothing of the file will be stored, and no end need be in sight.
  func areTooMany(of records: Int) -> Bool {
    isGivenUp =
      recordsWithProblems >= ProblemList.tooMany && (!skips || recordsWithProblems == records)
    return isGivenUp
  }

  /// Says what is wrong with the file.
  func report(advice: String = "--skip-invalid stores the good records") {
    for problem in problems { Console.say("\(problem)") }
    if problemCount > problems.count {
      Console.say("and \(problemCount - problems.count) more (--all-problems)")
    }
    if !foreignCodes.isEmpty {
      let some = foreignCodes.sorted().prefix(3).joined(separator: ", ")
      Console.say(
        "\(file): two letters are read as codes of ISO 3166-1, which does not have \(some); if the file has other codes, "
          + "such as FIPS 10-4, all of them must be translated: many are another state's in ISO (GM, AU)")
    }
    if recordsWithProblems == 0 {
      Console.say(
        "\(file): \(count(problemCount, "error")) before the first record; nothing was stored")
      return
    }
    let errors = "\(count(problemCount, "error")) in \(count(recordsWithProblems, "record"))"
    if isGivenUp {
      return Console.say("\(file): \(errors), where reading stopped; nothing of the file was stored")
    }
    Console.say(
      skips
        ? "\(file): \(errors); these records were left out"
        : "\(file): \(errors); nothing of the file was stored (\(advice))")
  }
}
