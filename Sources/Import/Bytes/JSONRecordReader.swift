import Glibc

/// Reads JSON objects record by record, as borrowed bytes: one a line, or the elements of one array.
///
/// Objects are flattened: a nested object's keys are joined to its own by a dot, as in `document.url`.
/// Arrays, and empty objects, are one field each. The text is held to RFC 8259; beyond it, keys may not stand
/// twice, and nesting ends at 64 levels. Lines and columns are counted by LF and CRLF line ends.
///
/// After a `RecordSyntaxError` the next call goes on with the following line, or with the following element
/// of the array as far as it can be made out.
public final class JSONRecordReader {
  /// How records follow each other.
  public enum Layout: Sendable {
    /// One object a line (JSON Lines); lines of white space are passed over.
    case lines
    /// One array of objects.
    case array
    /// An array if the first character is `[`, otherwise lines.
    case detect
  }

  /// The input; its progress may be asked at any time.
  public let input: ByteInput
  /// The number of fields of the present record.
  public internal(set) var fieldCount = 0
  /// The line on which the present record begins, from 1.
  public internal(set) var recordLine = 1
  /// The text of the present record as it stands in the source: the line without its end, or the element.
  ///
  /// Borrowed until the next call. Also set for a record with an error, as far as it could be made out; empty
  /// if the error is `recordTooLong` or stands between two elements of an array.
  public internal(set) var recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Where the reader is in an array.
  enum ArrayState { case opening, first, element, separator, done }

  var layout: Layout
  let limit: Int
  let wholePrefix: [UInt8]
  let keys = JSONKeyTable()
  let scratch = ScratchBuffer()
  var state = ArrayState.opening
  /// The position of the input's first unconsumed byte.
  var position = TextPosition()
  var origin: RecordOrigin
  var fields: UnsafeMutablePointer<JSONField>
  var capacity = 64
  var hasEscapes = false

  /// A reader at the beginning of `input`.
  ///
  /// - Parameters:
  ///   - layout: how records follow each other.
  ///   - recordLimit: the most bytes that a record may have; longer ones are errors and are not held in
  ///     memory.
  ///   - wholePrefix: an object under an outermost key that begins so is not flattened but kept as one field
  ///     of kind `object`; empty: all are flattened.
  public init(
    _ input: ByteInput, layout: Layout, recordLimit: Int = 16 * 1024 * 1024, wholePrefix: String = ""
  ) {
    self.input = input
    self.layout = layout
    self.wholePrefix = Array(wholePrefix.utf8)
    limit = max(1, min(recordLimit, 1 << 30))
    fields = .allocate(capacity: capacity)
    origin = RecordOrigin(start: UnsafePointer(input.base), position: TextPosition())
  }

  deinit { fields.deallocate() }

  /// Goes to the next record.
  ///
  /// - Returns: false at the end of the input, or of the array.
  /// - Throws: `RecordSyntaxError` if this record is malformed; then the next call goes on with the following
  ///   one. `InputError` if reading fails.
  public func next() throws -> Bool {
    fieldCount = 0
    recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)
    input.beginRecord()
    if layout == .detect {
      guard try passSpace() else { return false }
      layout = input.base[input.start] == 0x5B ? .array : .lines
    }
    return layout == .lines ? try nextLine() : try nextElement()
  }

  /// A field of the present record, in the order of the source.
  ///
  /// Borrowed until the next call of `next()`. There is a nameless `null` outside `0..<fieldCount`.
  public func field(_ index: Int) -> RawField {
    guard index >= 0, index < fieldCount else {
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      return RawField(
        name: nothing, value: RawValue(kind: .null, bytes: nothing, source: origin.start, origin: origin),
        nameSource: origin.start)
    }
    let field = fields[index]
    return RawField(
      name: keys.text(field.key),
      value: RawValue(
        kind: field.kind, bytes: UnsafeRawBufferPointer(start: field.start, count: field.count),
        source: field.source, origin: origin),
      nameSource: keys.source(field.key))
  }

  /// Reads the object of the next line that is not blank.
  private func nextLine() throws -> Bool {
    while true {
      guard let length = try lineLength() else { return false }
      let start = UnsafePointer(input.base + input.start)
      let end = start + length
      let isLast = input.start + length == input.end
      input.start += isLast ? length : length + 1
      recordLine = position.line
      origin = RecordOrigin(start: start, position: position)
      position.line += 1
      position.column = 1
      var scanner = JSONScanner(from: start, to: end)
      do {
        guard let byte = try? scanner.nextByte() else { continue }  // a blank line
        let hasReturn = length > 0 && end[-1] == 0x0D
        recordBytes = UnsafeRawBufferPointer(start: start, count: hasReturn ? length - 1 : length)
        if byte != 0x7B { throw syntaxError(.notAnObject, at: scanner.place) }
        try record(&scanner)
        if (try? scanner.nextByte()) != nil { throw syntaxError(.trailingText, at: scanner.place) }
        return true
      } catch let failure as ScanFailure {
        throw syntaxError(reason(failure, end: end), at: failure.place)
      }
    }
  }

  /// The length of the line at hand without its LF; nil at the end of the input.
  private func lineLength() throws -> Int? {
    var searched = 0
    while true {
      let held = input.end - input.start
      let window = min(held, limit + 2)
      let start = input.base + input.start
      if searched < window, let found = memchr(start + searched, 0x0A, window - searched) {
        let length = UnsafeRawPointer(found) - UnsafeRawPointer(start)
        if length > limit && !(length == limit + 1 && start[limit] == 0x0D) { try skipLongLine() }
        return length
      }
      searched = window
      if held > window || (input.isAtEnd && held > limit) { try skipLongLine() }
      if input.isAtEnd { return held == 0 ? nil : held }
      _ = try input.fill(limit: limit)
    }
  }

  /// Passes over a line without holding it, and throws `recordTooLong`.
  private func skipLongLine() throws {
    recordLine = position.line
    while true {
      let start = input.base + input.start
      if let found = memchr(start, 0x0A, input.end - input.start) {
        input.start += UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
        break
      }
      input.start = input.end
      if try !input.fill(limit: limit) { break }
    }
    position.line += 1
    throw RecordSyntaxError(.recordTooLong(limit: limit), line: recordLine, column: 1)
  }

  /// Consumes white space; false at the end of the input.
  func passSpace() throws -> Bool {
    while true {
      let start = UnsafePointer(input.base + input.start)
      let end = UnsafePointer(input.base + input.end)
      var place = start
      while place < end, JSONScanner.isSpace(place.pointee) { place += 1 }
      position.advance(from: start, to: place)
      input.start += place - start
      if place < end { return true }
      if try !input.fill(limit: limit) { return false }
    }
  }
}

@available(*, unavailable)
extension JSONRecordReader: Sendable {}
