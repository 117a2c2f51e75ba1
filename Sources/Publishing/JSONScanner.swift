/// Decides whether bytes are a JSON value after RFC 8259.
struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private(set) var index = 0
  /// Arrays and objects within one another beyond this many count as not JSON.
  private static let deepest = 200

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  /// Whether the whole text is one JSON value, blanks around it allowed.
  mutating func scanDocument() -> Bool {
    guard scanValue(depth: 0) else { return false }
    skipBlanks()
    return isAtEnd
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    guard bytes.count - index >= word.utf8CodeUnitCount else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] {
      return false
    }
    index += word.utf8CodeUnitCount
    return true
  }

  private mutating func scanValue(depth: Int) -> Bool {
    guard depth <= Self.deepest else { return false }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return scanMembers(depth: depth, close: UInt8(ascii: "}"), keyed: true)
    case UInt8(ascii: "["): return scanMembers(depth: depth, close: UInt8(ascii: "]"), keyed: false)
    case UInt8(ascii: "\""): return scanString()
    case UInt8(ascii: "t"): return take("true")
    case UInt8(ascii: "f"): return take("false")
    case UInt8(ascii: "n"): return take("null")
    default: return scanNumber()
    }
  }

  private mutating func scanMembers(depth: Int, close: UInt8, keyed: Bool) -> Bool {
    index += 1
    skipBlanks()
    if take(close) { return true }
    repeat {
      if keyed {
        skipBlanks()
        guard scanString() else { return false }
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { return false }
      }
      guard scanValue(depth: depth + 1) else { return false }
      skipBlanks()
    } while take(UInt8(ascii: ","))
    return take(close)
  }

  private mutating func scanString() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return true
      case UInt8(ascii: "\\"):
        index += 1
        guard scanEscape() else { return false }
      case 0..<0x20: return false
      default:
        let scalar = bytes.decodeScalar(at: index)
        guard scalar.isValid else { return false }
        index += scalar.length
      }
    }
    return false
  }

  private mutating func scanEscape() -> Bool {
    guard let letter = next else { return false }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        guard let digit = next else { return false }
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          index += 1
        default: return false
        }
      }
      return true
    default: return false
    }
  }

  private mutating func scanDigits() -> Bool {
    let start = index
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
    return index > start
  }

  /// Moves over a number; false if none stands here, and then the place is of no meaning.
  mutating func scanNumber() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), !scanDigits() { return false }
    if take(UInt8(ascii: ".")), !scanDigits() { return false }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      index += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      return scanDigits()
    }
    return true
  }
}
