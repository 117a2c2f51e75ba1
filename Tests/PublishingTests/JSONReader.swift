/// A JSON value; numbers as they are written, the members of an object in their order.
enum JSONValue: Equatable {
  case null
  case boolean(Bool)
  case number(String)
  case string([UInt8])
  case array([JSONValue])
  case object([(key: [UInt8], value: JSONValue)])

  static func == (one: JSONValue, other: JSONValue) -> Bool {
    switch (one, other) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)):
      one.map(\.key) == other.map(\.key) && one.map(\.value) == other.map(\.value)
    default: false
    }
  }

  /// The value of a key that stands exactly once.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    let found = members.filter { $0.key == Array(key.utf8) }
    return found.count == 1 ? found[0].value : nil
  }
}

/// Reads JSON after RFC 8259. (Foundation's reader drops U+FEFF from strings, so it cannot judge.)
struct JSONReader {
  private var rest: ArraySlice<UInt8>

  static func read(_ bytes: some Sequence<UInt8>) throws -> JSONValue {
    var reader = JSONReader(rest: ArraySlice(bytes))
    guard String(validating: reader.rest, as: UTF8.self) != nil else { throw Malformed(reason: "not UTF-8") }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.rest.isEmpty else { throw Malformed(reason: "text after the value") }
    return value
  }

  private mutating func skipBlanks() {
    while let byte = rest.first, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { rest.removeFirst() }
  }

  private mutating func take(_ text: String) -> Bool {
    skipBlanks()
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func value() throws -> JSONValue {
    if take("null") { return .null }
    if take("true") { return .boolean(true) }
    if take("false") { return .boolean(false) }
    if take("[") {
      var items: [JSONValue] = []
      if take("]") { return .array([]) }
      repeat { items.append(try value()) } while take(",")
      guard take("]") else { throw Malformed(reason: "open array") }
      return .array(items)
    }
    if take("{") {
      var members: [(key: [UInt8], value: JSONValue)] = []
      if take("}") { return .object([]) }
      repeat {
        guard take("\"") else { throw Malformed(reason: "no key") }
        let key = try string()
        guard take(":") else { throw Malformed(reason: "no colon") }
        members.append((key, try value()))
      } while take(",")
      guard take("}") else { throw Malformed(reason: "open object") }
      return .object(members)
    }
    if take("\"") { return .string(try string()) }
    let digits = rest.prefix { Array("+-.eE0123456789".utf8).contains($0) }
    let text = String(decoding: digits, as: UTF8.self)
    guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil else {
      throw Malformed(reason: "no value")
    }
    rest = rest.dropFirst(digits.count)
    return .number(text)
  }

  private mutating func string() throws -> [UInt8] {
    var result: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case 0x22: return result
      case 0..<0x20: throw Malformed(reason: "raw control character")
      case 0x5C:
        let plain: [UInt8: UInt8] = [
          0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        let letter = rest.popFirst()
        if let letter, let meaning = plain[letter] {
          result.append(meaning)
        } else {
          guard letter == 0x75,
            let number = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
          else { throw Malformed(reason: "unknown escape") }
          rest = rest.dropFirst(4)
          result += Array(String(scalar).utf8)
        }
      default: result.append(byte)
      }
    }
    throw Malformed(reason: "open string")
  }
}
