import Testing

@testable import Import

/// What a reader gave for one call, written down so that it can be compared.
enum Reading: Equatable, CustomStringConvertible {
  /// Each field as `‹text›`, or `-` for null; JSON with `name=` and, where it is no string, the bare source.
  case record(String, line: Int)
  case error(RecordSyntaxError.Reason, line: Int, column: Int)

  var description: String {
    switch self {
    case .record(let text, let line): "record \(line): \(text)"
    case .error(let reason, let line, let column): "error \(line):\(column): \(reason)"
    }
  }
}

/// One reading with everything around it.
struct ReadingDetail: Equatable {
  var reading: Reading
  var places: [String]
  var raw: [UInt8]
}

func readText(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

func shownValue(_ value: RawValue) -> String {
  switch value.kind {
  case .null: "-"
  case .string: "‹\(readText(value.bytes))›"
  default: readText(value.bytes)
  }
}

/// Every reading until the end, at most `ceiling` of them.
func collectReadings(
  ceiling: Int = 10_000, next: () throws -> Bool, detail: () -> (String, Int, [String]), raw: () -> [UInt8]
) throws -> [ReadingDetail] {
  var result: [ReadingDetail] = []
  while result.count < ceiling {
    do {
      guard try next() else { return result }
      let (text, line, places) = detail()
      result.append(ReadingDetail(reading: .record(text, line: line), places: places, raw: raw()))
    } catch let error as RecordSyntaxError {
      let reading = Reading.error(error.reason, line: error.line, column: error.column)
      result.append(ReadingDetail(reading: reading, places: [], raw: raw()))
    }
  }
  Issue.record("the reader does not come to an end")
  return result
}

func readDelimited(
  _ bytes: [UInt8], separator: Character = ",", limit: Int = 1 << 24, header: Bool = false, chunk: Int
) throws -> [ReadingDetail] {
  let input = ByteInput(bytes: bytes, name: "test", chunkSize: chunk)
  let reader = DelimitedReader(input, separator: separator.asciiValue ?? 0x2C, recordLimit: limit)
  var result: [ReadingDetail] = []
  if header {
    do {
      let columns = try reader.header()
      let places = columns.map { "\($0.line):\($0.column)" }
      let names = columns.map { "‹\($0.name)›" }.joined()
      result.append(
        ReadingDetail(
          reading: .record(names, line: reader.recordLine), places: places, raw: Array(reader.recordBytes)))
    } catch let error as RecordSyntaxError {
      let reading = Reading.error(error.reason, line: error.line, column: error.column)
      result.append(ReadingDetail(reading: reading, places: [], raw: Array(reader.recordBytes)))
    }
  }
  result += try collectReadings(
    next: { try reader.next() },
    detail: {
      let values = (0..<reader.fieldCount).map { reader.field($0) }
      return (values.map(shownValue).joined(), reader.recordLine, values.map { "\($0.line):\($0.column)" })
    },
    raw: { Array(reader.recordBytes) })
  return result
}

func readJSON(
  _ bytes: [UInt8], layout: JSONRecordReader.Layout = .detect, limit: Int = 1 << 24, wholePrefix: String = "",
  chunk: Int
) throws -> [ReadingDetail] {
  let input = ByteInput(bytes: bytes, name: "test", chunkSize: chunk)
  let reader = JSONRecordReader(input, layout: layout, recordLimit: limit, wholePrefix: wholePrefix)
  return try collectReadings(
    next: { try reader.next() },
    detail: {
      let fields = (0..<reader.fieldCount).map { reader.field($0) }
      let names = fields.map { "\(readText($0.name))=\(shownValue($0.value))" }
      let places = fields.map {
        "\($0.nameLine):\($0.nameColumn)>\($0.value.line):\($0.value.column)"
      }
      return (names.joined(separator: " "), reader.recordLine, places)
    },
    raw: { Array(reader.recordBytes) })
}

/// The readings of a text, after checking that the size of the chunks makes no difference.
func inAllChunks(_ read: (Int) throws -> [ReadingDetail]) throws -> [ReadingDetail] {
  let whole = try read(1 << 16)
  for chunk in 1...7 {
    let pieces = try read(chunk)
    #expect(pieces == whole, "chunks of \(chunk) bytes give something else")
  }
  return whole
}

func readCSV(_ text: String, header: Bool = false, limit: Int = 1 << 24) throws -> [ReadingDetail] {
  try inAllChunks { try readDelimited(Array(text.utf8), limit: limit, header: header, chunk: $0) }
}

func readTSV(_ text: String) throws -> [ReadingDetail] {
  try inAllChunks { try readDelimited(Array(text.utf8), separator: "\t", chunk: $0) }
}

func readJSON(
  _ text: String, _ layout: JSONRecordReader.Layout = .detect, limit: Int = 1 << 24, wholePrefix: String = ""
) throws -> [ReadingDetail] {
  try inAllChunks {
    try readJSON(Array(text.utf8), layout: layout, limit: limit, wholePrefix: wholePrefix, chunk: $0)
  }
}

extension [ReadingDetail] {
  var readings: [Reading] { map(\.reading) }
  var raw: [String] { map { String(decoding: $0.raw, as: UTF8.self) } }
}

/// SplitMix64.
struct ReaderSeed: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
