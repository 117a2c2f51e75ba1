import ArmsModel
import Import

/// What an input turned out to hold, told by its content.
enum ImportSource {
  /// Records of claims, read as a stream.
  case records(ByteInput, RecordFormat)
  /// A file of a known dataset, with its size.
  case dataset(any DatasetReader, ByteInput, bytes: Int)
  /// Something else; why it cannot be read.
  case unknown(name: String, problem: String, line: Int?)

  /// So much of an input tells records.
  private static let sample = 1 << 17
  /// So much tells a dataset.
  private static let look = 1 << 20
  /// A dataset's file is held in memory as a whole; larger ones are none.
  private static let limit = 64 << 20

  /// Opens a file, or standard input for "-", and looks at its beginning.
  ///
  /// - Parameters:
  ///   - format: what the user says that it is: records; nil: to be found out.
  ///   - made: when the file of a dataset was made, where it does not say so itself.
  ///   - option: the option with which the user says what it is.
  static func open(
    _ file: String, format: RecordFormat?, made: PartialDate? = nil, option: String = "--format"
  ) throws -> ImportSource {
    let input = try InputFile.open(file)
    if let format { return .records(input, format) }
    let byName = file == "-" ? nil : RecordFormat(fileName: file)
    let start = try input.beginning(sample)
    if DatasetRecognition.looksLikeRecords(start), let format = byName ?? guess(start) {
      return .records(input, format)
    }
    if start.allSatisfy(isBlank) {
      return .unknown(name: input.name, problem: "holds no records: is it the right file?", line: 1)
    }
    do {
      if !DatasetRecognition.isOneLongLine(start), let found = try dataset(input, made) { return found }
      return try other(start, input, byName, option)
    } catch let error as DatasetFileError {
      return .unknown(name: input.name, problem: error.description, line: nil)
    }
  }

  /// The dataset that the input holds; nil, with nothing taken of the input, if it holds none that is known.
  private static func dataset(_ input: ByteInput, _ made: PartialDate?) throws -> ImportSource? {
    func unknown(_ problem: String) -> ImportSource {
      .unknown(name: input.name, problem: problem, line: nil)
    }
    var bytes = try input.beginning(look)
    var text = try DatasetFile(name: input.name, bytes: bytes)
    if let problem = OwnCalculation.problem(text) { return unknown(problem) }
    if bytes.count == look {
      guard DatasetLayouts.know(text, from: bytes) else { return nil }
      guard let all = try input.rest(limit: limit) else {
        return unknown("is larger than \(limit >> 20) MB; no file of a known dataset is")
      }
      bytes = all
      text = try DatasetFile(name: input.name, bytes: bytes)
    }
    guard let reader = DatasetLayouts.open(text, made: made) else {
      return bytes.count > look ? unknown("begins like a known dataset, and does not go on like it") : nil
    }
    if let made, let own = reader.release.generated, !own.hasPrefix(made.description) {
      return unknown("says that it was made on \(own); --made is for files that do not say")
    }
    return .dataset(reader, input, bytes: bytes.count)
  }

  /// What is neither a known dataset nor, by its beginning, records: what its name says, or what is wrong with it.
  private static func other(
    _ start: [UInt8], _ input: ByteInput, _ byName: RecordFormat?, _ option: String
  ) throws -> ImportSource {
    let near = DatasetRecognition.nearest(try DatasetFile(name: input.name, bytes: start))
    if near == nil, byName == .csv || byName == .tsv, !DatasetRecognition.namesRecordColumn(start) {
      let problem =
        "no column of the first line is known: it is neither a table of claim records (docs/records.md) "
      return .unknown(
        name: input.name, problem: problem + "nor the file of a known dataset (docs/registers.md)", line: 1)
    }
    if let byName, near == nil || near?.isRecords == true { return .records(input, byName) }
    if let near { return .unknown(name: input.name, problem: near.description, line: near.line) }
    let what = input.isOrdinaryFile && input.name != ByteInput.standardInputName ? "ending" : "content"
    throw CommandFailure(
      .usage, "\(input.name): the \(what) tells no format; add \(option) jsonl, json, csv or tsv")
  }

  /// The format of records that begin so, where no name tells it.
  private static func guess(_ start: [UInt8]) -> RecordFormat? {
    guard let first = start.first(where: { !isBlank($0) }) else { return nil }
    if first == UInt8(ascii: "{") { return .jsonl }
    if first == UInt8(ascii: "[") { return .json }
    return start.prefix { $0 != 0x0A }.contains(0x09) ? .tsv : .csv
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
