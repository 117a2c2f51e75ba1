/// Why a scan of JSON stopped; small and without references, for it crosses every function of the scanner.
struct ScanFailure: Error {
  enum Code {
    case truncated, unterminatedString
    case value, key, keyOrBrace, colon, commaOrBrace, commaOrBracket
    case badEscape, loneSurrogate, badNumber, badLiteral, controlCharacter, invalidUTF8
    case duplicateKey, keyTooLong, tooDeep, tooManyFields
  }
  var code: Code
  /// Only compared with the window that it points into, by the reader that threw it; never passed on.
  nonisolated(unsafe) var place: UnsafePointer<UInt8>
}

/// A string as it stands in the source, between its quotes.
struct JSONString {
  var start: UnsafePointer<UInt8>
  var count: Int
  var isEscaped: Bool
}

/// A cursor over JSON text; checks against RFC 8259 and steps over values.
struct JSONScanner {
  var place: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>

  /// Levels of arrays and objects that may stand within each other.
  static let depthLimit = 64

  init(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) {
    place = start
    self.end = end
  }

  /// Steps over white space; the byte found, or an error at the end.
  @inline(__always)
  mutating func nextByte() throws(ScanFailure) -> UInt8 {
    while place < end {
      let byte = place.pointee
      if !JSONScanner.isSpace(byte) { return byte }
      place += 1
    }
    throw ScanFailure(code: .truncated, place: end)
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
  }

  /// Steps over a string, the cursor being at its opening quote.
  mutating func string() throws(ScanFailure) -> JSONString {
    let opening = place
    let end = self.end
    var cursor = opening + 1
    var seen: UInt64 = 0
    var escaped = false
    let quotes = Word.repeating(0x22)
    let backslashes = Word.repeating(0x5C)
    while true {
      let word = Word.load(cursor)
      let hits =
        Word.matches(word, quotes) | Word.matches(word, backslashes) | Word.controls(word)
      if hits == 0 {
        seen |= word
        cursor += 8
        if cursor < end { continue }
        throw ScanFailure(code: .unterminatedString, place: opening)
      }
      let bits = hits.trailingZeroBitCount
      seen |= word & ((1 << UInt64(bits & ~7)) &- 1)
      cursor += bits >> 3
      if cursor >= end { throw ScanFailure(code: .unterminatedString, place: opening) }
      let byte = cursor.pointee
      if byte == 0x22 { break }
      if byte != 0x5C { throw ScanFailure(code: .controlCharacter, place: cursor) }
      escaped = true
      cursor += try escapeLength(at: cursor, opening: opening)
    }
    if seen & Word.highs != 0, let fault = UTF8Check.firstFault(from: opening + 1, to: cursor) {
      throw ScanFailure(code: .invalidUTF8, place: fault)
    }
    place = cursor + 1
    return JSONString(start: opening + 1, count: cursor - opening - 1, isEscaped: escaped)
  }

  /// The length of the escape at a backslash: 2, 6, or 12 for a surrogate pair.
  private func escapeLength(
    at backslash: UnsafePointer<UInt8>, opening: UnsafePointer<UInt8>
  ) throws(ScanFailure) -> Int {
    if end - backslash < 2 { throw ScanFailure(code: .unterminatedString, place: opening) }
    switch backslash[1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return 2
    case 0x75: break
    default: throw ScanFailure(code: .badEscape, place: backslash)
    }
    let unit = try codeUnit(at: backslash, opening: opening)
    if unit & 0xF800 != 0xD800 { return 6 }
    if unit >= 0xDC00 { throw ScanFailure(code: .loneSurrogate, place: backslash) }
    let second = backslash + 6
    for (index, byte) in [(0, 0x5C), (1, 0x75)] as [(Int, UInt8)] {
      if second + index >= end { throw ScanFailure(code: .unterminatedString, place: opening) }
      if second[index] != byte { throw ScanFailure(code: .loneSurrogate, place: backslash) }
    }
    let low = try codeUnit(at: second, opening: opening)
    if low & 0xFC00 != 0xDC00 { throw ScanFailure(code: .loneSurrogate, place: backslash) }
    return 12
  }

  private func codeUnit(
    at backslash: UnsafePointer<UInt8>, opening: UnsafePointer<UInt8>
  ) throws(ScanFailure) -> UInt32 {
    var unit: UInt32 = 0
    for index in 2..<6 {
      if backslash + index >= end { throw ScanFailure(code: .unterminatedString, place: opening) }
      guard let digit = JSONScanner.hexadecimal(backslash[index]) else {
        throw ScanFailure(code: .badEscape, place: backslash)
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  @inline(__always)
  static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }

  /// Steps over a number, the cursor being at its first byte.
  mutating func number() throws(ScanFailure) {
    let start = place
    var cursor = place
    if cursor.pointee == 0x2D { cursor += 1 }
    let whole = cursor
    skipDigits(&cursor)
    var isGood = cursor > whole && (whole.pointee != 0x30 || cursor == whole + 1)
    if isGood && cursor < end && cursor.pointee == 0x2E {
      cursor += 1
      let fraction = cursor
      skipDigits(&cursor)
      isGood = cursor > fraction
    }
    if isGood && cursor < end && cursor.pointee | 0x20 == 0x65 {
      cursor += 1
      if cursor < end && (cursor.pointee == 0x2B || cursor.pointee == 0x2D) { cursor += 1 }
      let exponent = cursor
      skipDigits(&cursor)
      isGood = cursor > exponent
    }
    let grammarEnd = cursor
    while cursor < end && JSONScanner.isWordByte(cursor.pointee) { cursor += 1 }
    if cursor >= end { throw ScanFailure(code: .truncated, place: end) }
    if !isGood || cursor > grammarEnd { throw ScanFailure(code: .badNumber, place: start) }
    place = cursor
  }

  @inline(__always)
  private func skipDigits(_ cursor: inout UnsafePointer<UInt8>) {
    while cursor < end && cursor.pointee &- 0x30 < 10 { cursor += 1 }
  }

  /// Steps over `null`, `true` or `false`, and tells which; the cursor is not at a quote, bracket or digit.
  mutating func literal() throws(ScanFailure) -> RawValue.Kind {
    let start = place
    var cursor = place
    while cursor < end && JSONScanner.isWordByte(cursor.pointee) { cursor += 1 }
    if cursor == start { throw ScanFailure(code: .value, place: start) }
    if cursor >= end { throw ScanFailure(code: .truncated, place: end) }
    let kind: RawValue.Kind
    switch cursor - start {
    case 4 where JSONScanner.equal(start, "null"): kind = .null
    case 4 where JSONScanner.equal(start, "true"): kind = .bool
    case 5 where JSONScanner.equal(start, "false"): kind = .bool
    default:
      let isNumber = start.pointee < 0x3A || JSONScanner.isNotANumber(start, length: cursor - start)
      throw ScanFailure(code: isNumber ? .badNumber : .badLiteral, place: start)
    }
    place = cursor
    return kind
  }

  private static func equal(_ place: UnsafePointer<UInt8>, _ word: StaticString) -> Bool {
    for index in 0..<word.utf8CodeUnitCount where place[index] != word.utf8Start[index] { return false }
    return true
  }

  private static func isNotANumber(_ place: UnsafePointer<UInt8>, length: Int) -> Bool {
    length == 3 && equal(place, "NaN") || length == 8 && equal(place, "Infinity")
  }

  /// Bytes that belong to a number or bare word, good or bad.
  @inline(__always)
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2B || byte == 0x2D || byte == 0x2E
      || byte == 0x5F
  }

  /// Steps over any value and checks it.
  ///
  /// - Parameters:
  ///   - depth: the level at which an array or object that begins here would be, 1 for the outermost.
  ///   - keys: where keys are noted, to find doubled ones; nil: they may be doubled.
  mutating func value(depth: Int, keys: JSONKeyTable?) throws(ScanFailure) -> RawValue.Kind {
    let byte = try nextByte()
    switch byte {
    case 0x22:
      _ = try string()
      return .string
    case 0x7B:
      try object(depth: depth, keys: keys)
      return .object
    case 0x5B:
      try array(depth: depth, keys: keys)
      return .array
    case 0x2D, 0x30...0x39:
      try number()
      return .number
    default:
      return try literal()
    }
  }

  private mutating func array(depth: Int, keys: JSONKeyTable?) throws(ScanFailure) {
    if depth > JSONScanner.depthLimit { throw ScanFailure(code: .tooDeep, place: place) }
    place += 1
    if try nextByte() == 0x5D {
      place += 1
      return
    }
    while true {
      _ = try value(depth: depth + 1, keys: keys)
      let byte = try nextByte()
      if byte != 0x2C && byte != 0x5D { throw ScanFailure(code: .commaOrBracket, place: place) }
      place += 1
      if byte == 0x5D { return }
    }
  }

  private mutating func object(depth: Int, keys: JSONKeyTable?) throws(ScanFailure) {
    if depth > JSONScanner.depthLimit { throw ScanFailure(code: .tooDeep, place: place) }
    place += 1
    let mark = keys?.openScope()
    if try nextByte() == 0x7D {
      place += 1
    } else {
      while true {
        let start = place
        let name = try key(isFirst: false)
        if let keys, let mark { _ = try keys.insert(name, under: nil, scope: mark.scope, source: start) }
        _ = try value(depth: depth + 1, keys: keys)
        let byte = try nextByte()
        if byte != 0x2C && byte != 0x7D { throw ScanFailure(code: .commaOrBrace, place: place) }
        place += 1
        if byte == 0x7D { break }
        _ = try nextByte()
      }
    }
    if let keys, let mark { keys.closeScope(mark) }
  }

  /// Steps over a key and its colon.
  @inline(__always)
  mutating func key(isFirst: Bool) throws(ScanFailure) -> JSONString {
    if place.pointee != 0x22 { throw ScanFailure(code: isFirst ? .keyOrBrace : .key, place: place) }
    let name = try string()
    if try nextByte() != 0x3A { throw ScanFailure(code: .colon, place: place) }
    place += 1
    return name
  }

  /// Writes the text of a string with its escapes undone; returns the place behind it.
  static func unescape(
    _ start: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var target = target
    var place = start
    let end = start + count
    while place < end {
      let byte = place.pointee
      if byte != 0x5C {
        target.pointee = byte
        target += 1
        place += 1
        continue
      }
      switch place[1] {
      case 0x62: target.pointee = 0x08
      case 0x66: target.pointee = 0x0C
      case 0x6E: target.pointee = 0x0A
      case 0x72: target.pointee = 0x0D
      case 0x74: target.pointee = 0x09
      case 0x75:
        var scalar = unit(at: place)
        place += 6
        if scalar & 0xFC00 == 0xD800 {
          scalar = 0x10000 + (scalar & 0x3FF) << 10 + (unit(at: place) & 0x3FF)
          place += 6
        }
        target = encode(scalar, into: target)
        continue
      default: target.pointee = place[1]
      }
      target += 1
      place += 2
    }
    return target
  }

  private static func unit(at place: UnsafePointer<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for index in 2..<6 { unit = unit << 4 | (hexadecimal(place[index]) ?? 0) }
    return unit
  }

  private static func encode(
    _ scalar: UInt32, into target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F) }
    switch scalar {
    case 0..<0x80:
      target[0] = UInt8(truncatingIfNeeded: scalar)
      return target + 1
    case 0x80..<0x800:
      target[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
      target[1] = tail(0)
      return target + 2
    case 0x800..<0x10000:
      target[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
      target[1] = tail(6)
      target[2] = tail(0)
      return target + 3
    default:
      target[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
      target[1] = tail(12)
      target[2] = tail(6)
      target[3] = tail(0)
      return target + 4
    }
  }
}
