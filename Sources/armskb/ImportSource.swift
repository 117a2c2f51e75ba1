import ArmsModel
import Glibc
import RecordImport

/// What a file to be imported turned out to hold, told by its content.
enum ImportSource {
  /// Records of claims, read as a stream.
  case records(ByteInput, RecordFormat)
  /// A file of a known dataset, with its size.
  case dataset(any DatasetReader, name: String, bytes: Int)
  /// Something else; why it cannot be read.
  case unknown(name: String, problem: String, line: Int?)

  /// So much of a file tells what it holds.
  private static let sample = 1 << 17
  /// Larger files are no files of a dataset.
  private static let limit = 1 << 30

  /// Looks into a file, or standard input for "-".
  ///
  /// - Parameters:
  ///   - format: what the user says that it is: records; nil: to be found out.
  ///   - made: when the file of a dataset was made, where it does not say so itself.
  static func open(_ file: String, format: RecordFormat?, made: PartialDate? = nil) throws -> ImportSource {
    let name = file == "-" ? "<stdin>" : file
    if let format {
      return .records(
        file == "-" ? ByteInput(descriptor: STDIN_FILENO, name: name) : try ByteInput(path: file), format)
    }
    // Standard input cannot be looked at twice; of a file a little is enough to tell records.
    let start = try FileBytes.read(file, name, first: file == "-" ? .max : sample, limit: limit)
    let byName = file == "-" ? nil : RecordFormat(fileName: file)
    if start.isEmpty || DatasetRecognition.looksLikeRecords(start), let format = byName ?? guess(start) {
      return .records(file == "-" ? ByteInput(bytes: start, name: name) : try ByteInput(path: file), format)
    }
    let bytes = file == "-" ? start : try FileBytes.read(file, name, limit: limit)
    let text: DatasetFile
    do throws(DatasetFileError) {
      text = try DatasetFile(name: name, bytes: bytes)
    } catch {
      return .unknown(name: name, problem: error.description, line: nil)
    }
    if let problem = OwnCalculation.problem(text) { return .unknown(name: name, problem: problem, line: nil) }
    if let reader = DatasetLayouts.open(text, made: made) {
      if let made, let own = reader.release.generated, !own.hasPrefix(made.description) {
        return .unknown(
          name: name, problem: "says that it was made on \(own); --made is for files that do not say",
          line: nil)
      }
      return .dataset(reader, name: name, bytes: bytes.count)
    }
    let near = DatasetRecognition.nearest(text)
    if near == nil, byName == .csv || byName == .tsv, !DatasetRecognition.namesRecordColumn(start) {
      let problem =
        "no column of the first line is known: it is neither a table of claim records (docs/records.md) "
      return .unknown(
        name: name, problem: problem + "nor the file of a known dataset (docs/registers.md)", line: 1)
    }
    if let byName, near == nil || near?.isRecords == true {
      return .records(ByteInput(bytes: bytes, name: name), byName)
    }
    if let near { return .unknown(name: name, problem: near.description, line: near.line) }
    throw CommandFailure(
      .usage,
      file == "-"
        ? "standard input has no name to tell its format: add --format jsonl, csv, …"
        : "\(file): the ending tells no format; add --format jsonl, json, csv or tsv")
  }

  /// The format of records that begin so, where no name tells it.
  private static func guess(_ start: [UInt8]) -> RecordFormat? {
    guard let first = start.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
      return nil
    }
    if first == UInt8(ascii: "{") { return .jsonl }
    if first == UInt8(ascii: "[") { return .json }
    return start.prefix { $0 != 0x0A }.contains(0x09) ? .tsv : .csv
  }
}
