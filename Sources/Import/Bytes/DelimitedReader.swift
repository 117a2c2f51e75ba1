/// Reads comma- or tab-separated text, RFC 4180, record by record, as borrowed bytes.
///
/// Lines end with LF, CRLF or CR; lines without any text are passed over,
/// and below a header those of separators alone. In tab-separated text the escapes
/// `\t`, `\n`, `\r`, `\\` and `\"` of fields without quotes are undone. A quote within a field that does not
/// begin with one is plain text.
///
/// After a `RecordSyntaxError` the next call goes on with the following record: after the line end that
/// closes the bad one; for a quote that is never closed, after the line on which it was opened.
public final class DelimitedReader {
  /// The input; its progress may be asked at any time.
  public let input: ByteInput
  /// The number of fields of the present record.
  public private(set) var fieldCount = 0
  /// The line on which the present record begins, from 1.
  public private(set) var recordLine = 1
  /// The text of the present record as it stands in the source, without its line end.
  ///
  /// Borrowed until the next call. Also set for a record with an error; empty if that is `recordTooLong`.
  public private(set) var recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)

  /// The most columns that a header may have.
  static let columnLimit = 4096
  /// What parts the fields, as a byte.
  public let separator: UInt8
  let limit: Int
  var line = 1
  var fields: UnsafeMutablePointer<DelimitedField>
  /// Fields kept of each record; any further ones are counted only.
  private(set) var capacity: Int
  private var expected: Int?
  private var origin: RecordOrigin
  private let scratch = ScratchBuffer()

  /// A reader at the beginning of `input`.
  ///
  /// - Parameters:
  ///   - separator: a comma, a semicolon or a tab, as a byte.
  ///   - recordLimit: the most bytes that a record may have; longer ones are errors and are not held in
  ///     memory.
  public init(_ input: ByteInput, separator: UInt8, recordLimit: Int = 16 * 1024 * 1024) {
    self.input = input
    self.separator = separator
    limit = max(1, min(recordLimit, 1 << 30))
    capacity = DelimitedReader.columnLimit + 1
    fields = .allocate(capacity: capacity)
    origin = RecordOrigin(start: UnsafePointer(input.base), position: TextPosition())
  }

  deinit { fields.deallocate() }

  /// The name of a column and its place.
  public struct Column: Hashable, Sendable {
    /// The name as it stands in the header.
    public var name: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int
  }

  /// Reads the first record as names of columns; from then on every row must have as many fields.
  ///
  /// - Returns: the names in their order; empty if the input is.
  /// - Throws: `RecordSyntaxError` for an empty name, a name that stands twice, or malformed text;
  ///   `InputError`.
  public func header() throws -> [Column] {
    guard try next() else { return [] }
    var columns: [Column] = []
    var known: Set<String> = []
    expected = fieldCount
    for index in 0..<fieldCount {
      let value = field(index)
      let column = Column(
        name: String(decoding: value.bytes, as: UTF8.self), line: value.line, column: value.column)
      if column.name.isEmpty {
        throw RecordSyntaxError(.emptyColumnName, line: column.line, column: column.column)
      }
      if !known.insert(column.name).inserted {
        throw RecordSyntaxError(.duplicateColumn(column.name), line: column.line, column: column.column)
      }
      columns.append(column)
    }
    return columns
  }

  /// Goes to the next record.
  ///
  /// - Returns: false at the end of the input.
  /// - Throws: `RecordSyntaxError` if this record is malformed; then the next call goes on with the following
  ///   one. `InputError` if reading fails.
  public func next() throws -> Bool {
    fieldCount = 0
    recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)
    input.beginRecord()
    guard try passBlankLines() else { return false }
    recordLine = line
    while true {
      let held = min(input.end - input.start, limit + 2)  // room for a line end
      let start = UnsafePointer(input.base + input.start)
      var scan = DelimitedScan(start: start, end: start + held)
      scan.isFinal = input.isAtEnd && input.start + held == input.end
      scan.run(separator: separator, fields: fields, capacity: capacity)
      let isDecided = input.isAtEnd || input.start + held < input.end
      let isFull = held == limit + 2 && isDecided
      switch scan.outcome {
      case .complete:
        if expected != nil, isBlank(scan) {
          passOver(scan)
          input.beginRecord()
          guard try passBlankLines() else { return false }
          recordLine = line
          continue
        }
        try finish(scan)
        return true
      case .unclosedQuote where scan.isFinal || (isFull && scan.quotedLength > limit / 2):
        if !scan.endLineOfQuote() { try skipLongRecord(held: held) }
        try finish(scan)
        return true
      case .needsMore, .unclosedQuote:
        if isFull { try skipLongRecord(held: held) }
        _ = try input.fill(limit: limit)
      }
    }
  }

  /// A field of the present record: `null` if there is nothing between the separators, otherwise a `string`.
  ///
  /// Borrowed until the next call of `next()`. There is no value (`null`) outside `0..<fieldCount`.
  public func field(_ index: Int) -> RawValue {
    guard index >= 0, index < fieldCount else {
      return RawValue(
        kind: .null, bytes: UnsafeRawBufferPointer(start: nil, count: 0), source: origin.start, origin: origin
      )
    }
    let field = fields[index]
    return RawValue(
      kind: field.count == 0 && !field.isQuoted ? .null : .string,
      bytes: UnsafeRawBufferPointer(start: field.start, count: field.count), source: field.source,
      origin: origin)
  }

  /// Whether a record is nothing but separators, as spreadsheets leave rows that were emptied.
  private func isBlank(_ scan: DelimitedScan) -> Bool {
    var place = scan.start
    // Blanks alone are what a record of one field says.
    var hasSeparator = false
    while place < scan.recordEnd {
      switch place.pointee {
      case 0x2C, 0x3B, 0x09: hasSeparator = true
      case 0x20: break
      default: return false
      }
      place += 1
    }
    return hasSeparator
  }

  private func passOver(_ scan: DelimitedScan) {
    input.start += scan.nextStart - scan.start
    line += scan.lineEnds
  }

  /// Checks a scanned record, undoes its escapes and moves the input past it.
  private func finish(_ scan: DelimitedScan) throws {
    let length = scan.recordEnd - scan.start
    var position = TextPosition(line: recordLine, endsLineAtReturn: true)
    origin = RecordOrigin(start: scan.start, position: position)
    input.start += scan.nextStart - scan.start
    line += scan.lineEnds
    if length > limit {
      throw RecordSyntaxError(.recordTooLong(limit: limit), line: recordLine, column: 1)
    }
    recordBytes = UnsafeRawBufferPointer(start: scan.start, count: length)
    var fault = scan.fault
    var reason = scan.reason
    if scan.seen & Word.highs != 0,
      let invalid = UTF8Check.firstFault(from: scan.start, to: scan.recordEnd),
      fault.map({ invalid < $0 }) ?? true
    {
      fault = invalid
      reason = .invalidUTF8(byte: invalid.pointee)
    }
    if fault == nil {
      if let expected, scan.count != expected {
        let isLong = scan.count > expected
        fault = isLong ? fields[expected].source : scan.recordEnd
        reason =
          isLong
          ? .longRow(found: scan.count, expected: expected)
          : .shortRow(found: scan.count, expected: expected)
      } else if scan.count >= capacity {
        fault = fields[capacity - 1].source
        reason = .tooManyFields(limit: capacity - 1)
      }
    }
    if let fault, let reason {
      position.advance(from: scan.start, to: fault)
      if case .textAfterQuote(let offset) = reason {
        var opening = TextPosition(line: recordLine, endsLineAtReturn: true)
        opening.advance(from: scan.start, to: scan.start + offset)
        throw RecordSyntaxError(
          .textAfterQuote(quoteLine: opening.line), line: position.line, column: position.column)
      }
      throw RecordSyntaxError(reason, line: position.line, column: position.column)
    }
    if separator == 0x09 { markBackslashes(count: scan.count) }
    if scan.hasEscapes || separator == 0x09 { undoEscapes(count: scan.count) }
    fieldCount = scan.count
  }

  private func markBackslashes(count: Int) {
    let pattern = Word.repeating(0x5C)
    let fields = self.fields
    for index in 0..<count where !fields[index].isQuoted {
      var place = fields[index].start
      let end = place + fields[index].count
      while place < end {
        let hits = Word.matches(Word.load(place), pattern)
        if hits != 0 {
          fields[index].isEscaped = place + (hits.trailingZeroBitCount >> 3) < end
          break
        }
        place += 8
      }
    }
  }

  private func undoEscapes(count: Int) {
    var needed = 0
    for index in 0..<count where fields[index].isEscaped { needed += fields[index].count }
    if needed == 0 { return }
    var target = scratch.reserve(needed)
    for index in 0..<count where fields[index].isEscaped {
      let field = fields[index]
      let first = target
      if field.isQuoted {
        target = undoDoubledQuotes(field, into: target)
      } else {
        target = undoBackslashes(field, into: target)
      }
      fields[index].start = UnsafePointer(first)
      fields[index].count = target - first
    }
  }

  /// Moves past lines without text; false at the end of the input.
  private func passBlankLines() throws -> Bool {
    while true {
      if input.start == input.end {
        if try !input.fill(limit: limit) { return false }
        continue
      }
      switch input.base[input.start] {
      case 0x0A: input.start += 1
      case 0x0D:
        if input.start + 1 == input.end, try input.fill(limit: limit) { continue }
        input.start += input.start + 1 < input.end && input.base[input.start + 1] == 0x0A ? 2 : 1
      default: return true
      }
      line += 1
    }
  }

  /// Passes over the rest of the line without holding it, and throws `recordTooLong`.
  private func skipLongRecord(held: Int) throws {
    let start = UnsafePointer(input.base + input.start)
    var position = TextPosition(line: line, endsLineAtReturn: true)
    let splitsPair = start[held - 3] == 0x0D && start[held - 2] == 0x0A
    let passed = held - (splitsPair ? 3 : 2)
    position.advance(from: start, to: start + passed)
    line = position.line
    input.start += passed
    while true {
      let base = input.base
      let end = input.end
      var place = input.start
      while place < end && base[place] != 0x0A && base[place] != 0x0D { place += 1 }
      input.start = place
      if place < end { break }
      if try !input.fill(limit: limit) { break }
    }
    if input.start < input.end, input.base[input.start] == 0x0D, input.start + 1 == input.end {
      _ = try input.fill(limit: limit)
    }
    if input.start < input.end {
      let isPair = input.base[input.start] == 0x0D && input.base[input.start + 1] == 0x0A
      input.start += isPair ? 2 : 1
      line += 1
    }
    throw RecordSyntaxError(.recordTooLong(limit: limit), line: recordLine, column: 1)
  }
}

@available(*, unavailable)
extension DelimitedReader: Sendable {}
