import ArmsModel
import Import
import Publishing
import Storage

/// One walk through a file of records: good ones go to the writer, faults are collected.
final class ImportPass {
  /// The file has faults and they are not to be skipped.
  struct HasErrors: Error {}

  private let input: ByteInput
  private let format: RecordFormat
  private let problems: ProblemList
  private let progress: Progress?
  private var rejects: RejectFile?
  /// How many records there were, good and bad.
  private(set) var records = 0

  /// Where the records that were left out are.
  var rejectPath: String? { rejects?.path }

  init(_ input: ByteInput, _ format: RecordFormat, problems: ProblemList, progress: Bool) {
    self.input = input
    self.format = format
    self.problems = problems
    self.progress = progress ? Progress(input) : nil
  }

  /// Reads all records; gives the number of those left out.
  ///
  /// - Throws: `HasErrors` at the end if there were faults and they are not to be skipped.
  func run(into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase) throws -> Int {
    defer { progress?.clear() }
    do {
      try read(into: writer, knowledgeBase)
    } catch let list as ImportProblems {
      problems.note(list.problems, isRecord: false)
      throw HasErrors()
    }
    try rejects?.close()
    if problems.isEmpty { return 0 }
    if !problems.skips { throw HasErrors() }
    problems.report()
    return problems.records
  }

  private func read(into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase) throws {
    let reader = try RecordReader(
      input, format: format, directory: knowledgeBase.directory, tree: knowledgeBase.categories)
    var parties = 0
    var goOn = true
    while goOn {
      goOn = try reader.next { claim, faults in
        if !faults.isEmpty {
          // That there is nothing at all is no fault of a record.
          if problems.skips, faults[0].reason == .noRecords { throw ImportProblems(faults) }
          problems.note(faults)
          if problems.skips { try reject(reader, faults) }
          return
        }
        // Once the file has a fault nothing of it is stored; what follows is only read for its faults.
        guard problems.isEmpty || problems.skips else { return }
        while parties < reader.newParties.count {
          try writer.addParty(reader.newParties[parties])
          parties += 1
        }
        _ = try writer.add(claim)
      }
      records = reader.recordCount
      if problems.areTooMany(of: records) { throw HasErrors() }
      if records & 1_023 == 0 { progress?.show() }
    }
    try ImportProblems.refuseNothing(reader)
  }

  private func reject(_ reader: RecordReader, _ problems: [ImportProblem]) throws {
    let stem = InputFile.rejectsStem(of: input)
    let file =
      try rejects ?? RejectFile(stem: stem, format, separator: reader.separator, header: reader.headerBytes)
    rejects = file
    try file.add(reader.recordBytes, problems)
  }
}

extension ImportProblems {
  /// Refuses a file without a single line: a table of nothing has its header, an array of nothing its brackets.
  static func refuseNothing(_ reader: RecordReader) throws {
    guard reader.recordCount == 0, reader.format == .jsonl else { return }
    let location = SourceLocation(file: reader.input.name, line: 1, column: 1)
    throw ImportProblems([ImportProblem(location: location, reason: .noRecords)])
  }
}

/// The records that were left out, unchanged, each with the reason.
final class RejectFile {
  let path: String
  private let format: RecordFormat
  private let file: OutputFile
  private let separator: String
  /// What the reasons stand under in a table; a file that was rejected before has one such column already.
  private let reasonColumn: String

  /// - Parameters:
  ///   - stem: how its name begins.
  ///   - separator: what parts the fields of a table, as a byte.
  ///   - header: the header line of a table, without its line end.
  init(stem: String, _ format: RecordFormat, separator: UInt8, header: [UInt8]) throws {
    path = "\(stem).rejected.\(format.rejects.rawValue)"
    self.format = format
    self.separator = String(decoding: [separator], as: UTF8.self)
    file = try OutputFile(path)
    reasonColumn = RejectFile.freeName(in: String(decoding: header, as: UTF8.self))
    if format == .csv || format == .tsv {
      try header.withUnsafeBytes { try file.write($0) }
      try write(self.separator + reasonColumn + "\n")
    }
  }

  /// `x_rejected`, or with a number if the text holds that already.
  private static func freeName(in text: String) -> String {
    var name = "x_rejected"
    var number = 1
    while text.contains(name + (number == 1 ? "" : "_\(number)")) { number += 1 }
    if number > 1 { name += "_\(number)" }
    return name
  }

  func add(_ record: UnsafeRawBufferPointer, _ problems: [ImportProblem]) throws {
    let reason = problems.map { TerminalText.line($0.description) }.joined(separator: "; ")
    switch format {
    case .csv:
      try file.write(record)
      try write(
        separator + "\""
          + reason.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\"\n")
    case .tsv:
      try file.write(record)
      try write(separator + reason + "\n")
    case .jsonl, .json:
      // The record as it is, with the reason as one more key where it is an object at all.
      let text = Array(record).map { $0 == 10 || $0 == 13 ? 32 : $0 }
      if let end = text.lastIndex(of: UInt8(ascii: "}")), text[..<end].contains(UInt8(ascii: ":")) {
        try text[..<end].withUnsafeBytes { try file.write($0) }
        let key = RejectFile.freeName(in: String(decoding: text, as: UTF8.self))
        try write(", \"\(key)\": \(JSONText.quote(reason))}\n")
      } else {
        try text.withUnsafeBytes { try file.write($0) }
        try write("\n")
      }
    }
  }

  func close() throws { try file.close() }

  private func write(_ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
  }
}

/// A line on the terminal that says how far a file is read.
final class Progress {
  private let input: ByteInput
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var isShown = false

  init(_ input: ByteInput) { self.input = input }

  func show() {
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500), now - last > .milliseconds(100) else { return }
    last = now
    isShown = true
    let done = input.bytesRead / 1_000_000
    let text = input.totalBytes.map { total in
      "\(done) / \(total / 1_000_000) MB  \(total == 0 ? 100 : input.bytesRead * 100 / total) %"
    }
    Console.showProgress("\(input.name)  \(text ?? "\(done) MB")")
  }

  func clear() {
    if isShown { Console.showProgress(nil) }
    isShown = false
  }
}
