/// A field of a flattened object.
struct JSONField {
  /// The index of its name in the key table.
  var key: Int
  var kind: RawValue.Kind
  /// Whether the text of a string still holds escapes.
  var isEscaped: Bool
  /// Where the value begins in the source; a string at its quote.
  var source: UnsafePointer<UInt8>
  /// The text; in the scratch buffer once escapes are undone.
  var start: UnsafePointer<UInt8>
  var count: Int
}

extension JSONRecordReader {
  /// Reads the object at which the scanner stands into fields.
  func record(_ scanner: inout JSONScanner) throws(ScanFailure) {
    keys.clear()
    hasEscapes = false
    var local = scanner
    var count = 0
    try object(&local, under: nil, depth: 1, count: &count)
    scanner = local
    if hasEscapes { undoEscapes(count: count) }
    fieldCount = count
  }

  /// Reads the members of an object that is not empty, or of the outermost one.
  private func object(
    _ scanner: inout JSONScanner, under: Int?, depth: Int, count: inout Int
  ) throws(ScanFailure) {
    if depth > JSONScanner.depthLimit { throw ScanFailure(code: .tooDeep, place: scanner.place) }
    let keys = self.keys
    scanner.place += 1
    if try scanner.nextByte() == 0x7D {
      scanner.place += 1
      return
    }
    var isFirst = true
    while true {
      let keySource = scanner.place
      let name = try scanner.key(isFirst: isFirst)
      isFirst = false
      let key = try keys.insert(name, under: under, scope: 0, source: keySource)
      let byte = try scanner.nextByte()
      let source = scanner.place
      var field = JSONField(
        key: key, kind: .null, isEscaped: false, source: source, start: source, count: 0)
      var isNested = false
      switch byte {
      case 0x22:
        let text = try scanner.string()
        field.kind = .string
        field.start = text.start
        field.count = text.count
        field.isEscaped = text.isEscaped
        if text.isEscaped { hasEscapes = true }
      case 0x7B:
        if try isFlattened(scanner, key: key, under: under) {
          try object(&scanner, under: key, depth: depth + 1, count: &count)
          isNested = true
        } else {
          field.kind = try scanner.value(depth: depth + 1, keys: keys)
        }
      case 0x2D, 0x30...0x39:
        try scanner.number()
        field.kind = .number
      default:
        field.kind = try scanner.value(depth: depth + 1, keys: keys)
      }
      if !isNested {
        if field.kind != .string { field.count = scanner.place - source }
        if count == capacity { growFields(count: count) }
        (fields + count).initialize(to: field)
        count += 1
      }
      let next = try scanner.nextByte()
      if next != 0x2C && next != 0x7D { throw ScanFailure(code: .commaOrBrace, place: scanner.place) }
      scanner.place += 1
      if next == 0x7D { return }
      _ = try scanner.nextByte()
    }
  }

  /// Whether the members of the object at the cursor become fields: not if it has none, or is kept whole.
  private func isFlattened(_ scanner: JSONScanner, key: Int, under: Int?) throws(ScanFailure) -> Bool {
    if under == nil, !wholePrefix.isEmpty, keys.text(key).starts(with: wholePrefix) { return false }
    var ahead = scanner
    ahead.place += 1
    return try ahead.nextByte() != 0x7D
  }

  private func growFields(count: Int) {
    let larger = UnsafeMutablePointer<JSONField>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: fields, count: count)
    fields.deallocate()
    fields = larger
    capacity *= 2
  }

  private func undoEscapes(count: Int) {
    var needed = 0
    for index in 0..<count where fields[index].isEscaped { needed += fields[index].count }
    var target = scratch.reserve(needed)
    for index in 0..<count where fields[index].isEscaped {
      let first = target
      target = JSONScanner.unescape(fields[index].start, count: fields[index].count, into: target)
      fields[index].start = UnsafePointer(first)
      fields[index].count = target - first
    }
  }

  /// An error at a place of the present record.
  func syntaxError(_ reason: RecordSyntaxError.Reason, at place: UnsafePointer<UInt8>) -> RecordSyntaxError {
    let found = origin.position(of: place)
    return RecordSyntaxError(reason, line: found.line, column: found.column)
  }

  /// What a failure means, with the text that it concerns.
  func reason(_ failure: ScanFailure, end: UnsafePointer<UInt8>) -> RecordSyntaxError.Reason {
    let place = failure.place
    func unexpected(_ expected: RecordSyntaxError.Expectation) -> RecordSyntaxError.Reason {
      if place.pointee < 0x80 {
        return .unexpectedCharacter(Unicode.Scalar(place.pointee), expected: expected)
      }
      let length = UTF8Check.sequenceLength(at: place, end: end)
      let text = String(decoding: UnsafeBufferPointer(start: place, count: length), as: UTF8.self)
      guard let scalar = text.unicodeScalars.first else { return .invalidUTF8(byte: place.pointee) }
      return .unexpectedCharacter(scalar, expected: expected)
    }
    func word() -> String {
      var last = place
      while last < end && last - place < 32 && JSONScanner.isWordByte(last.pointee) { last += 1 }
      return String(decoding: UnsafeBufferPointer(start: place, count: last - place), as: UTF8.self)
    }
    switch failure.code {
    case .truncated: return .truncated
    case .unterminatedString: return .unterminatedString
    case .value: return unexpected(.value)
    case .key: return unexpected(.key)
    case .keyOrBrace: return unexpected(.keyOrBrace)
    case .colon: return unexpected(.colon)
    case .commaOrBrace: return unexpected(.commaOrBrace)
    case .commaOrBracket: return unexpected(.commaOrBracket)
    case .badEscape: return .badEscape
    case .loneSurrogate: return .loneSurrogate
    case .badNumber: return .badNumber(word())
    case .badLiteral: return .badLiteral(word())
    case .controlCharacter: return .controlCharacter(place.pointee)
    case .invalidUTF8: return .invalidUTF8(byte: place.pointee)
    case .duplicateKey: return .duplicateKey(String(decoding: keys.duplicate, as: UTF8.self))
    case .keyTooLong: return .keyTooLong(limit: JSONKeyTable.lengthLimit)
    case .tooDeep: return .tooDeep(limit: JSONScanner.depthLimit)
    case .tooManyFields: return .tooManyFields(limit: JSONKeyTable.keyLimit)
    }
  }
}
