import ArmsModel
import Glibc
import RecordImport
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
    let reader: RecordReader
    do {
      reader = try RecordReader(
        input, format: format, directory: knowledgeBase.directory, tree: knowledgeBase.categories)
    } catch let list as ImportProblems {
      problems.note(list.problems, isRecord: false)
      throw HasErrors()
    }
    var parties = 0
    var records = 0
    var goOn = true
    while goOn {
      goOn = try reader.next { claim, faults in
        records += 1
        if !faults.isEmpty {
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
      if records & 1_023 == 0 { progress?.show() }
    }
    try rejects?.close()
    if problems.isEmpty { return 0 }
    if !problems.skips { throw HasErrors() }
    problems.report()
    return problems.records
  }

  private func reject(_ reader: RecordReader, _ problems: [ImportProblem]) throws {
    let file = try rejects ?? RejectFile(of: input.name, format, header: reader.headerBytes)
    rejects = file
    try file.add(reader.recordBytes, problems)
  }
}

/// The records that were left out, unchanged, each with the reason.
final class RejectFile {
  let path: String
  private let format: RecordFormat
  private let file: OutputFile
  /// What the reasons stand under in a table; a file that was rejected before has one such column already.
  private let reasonColumn: String

  /// - Parameter header: the header line of a table, without its line end.
  init(of input: String, _ format: RecordFormat, header: [UInt8]) throws {
    path = (input == "<stdin>" ? "stdin" : input) + ".rejected.\(format.rejects.rawValue)"
    self.format = format
    file = try OutputFile(path)
    reasonColumn = RejectFile.freeName(in: String(decoding: header, as: UTF8.self))
    if format == .csv || format == .tsv {
      try header.withUnsafeBytes { try file.write($0) }
      try write((format == .csv ? "," : "\t") + reasonColumn + "\n")
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
    let reason = problems.map { Console.shown($0.description) }.joined(separator: "; ")
    switch format {
    case .csv:
      try file.write(record)
      try write(
        ",\"" + reason.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\"\n")
    case .tsv:
      try file.write(record)
      try write("\t" + reason + "\n")
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
    write("\r\u{1B}[K\(input.name)  \(text ?? "\(done) MB")")
  }

  func clear() {
    if isShown { write("\r\u{1B}[K") }
    isShown = false
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
