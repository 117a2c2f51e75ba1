/// A JSON text as a tree, for files that are small and nested; records of claims are read as streams instead.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it was written.
  case number(String)
  /// A text, escapes resolved.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Keys and values in the order in which they stand.
  case object([(key: String, value: JSONValue)])

  /// The value of a JSON text, or nil if it is none; nothing may follow it but white space.
  public init?(_ bytes: [UInt8]) {
    var parser = Parser(bytes: bytes)
    guard let value = parser.value(depth: 0), parser.isAtEnd() else { return nil }
    self = value
  }

  /// The value of a JSON text, or nil if it is none.
  public init?(_ text: String) { self.init(Array(text.utf8)) }

  /// The value of that key of an object; nil if it is no object or lacks the key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string or number.
  public var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  /// A whole number, written as a number or as a text.
  public var integer: Int64? { text.flatMap { Int64($0) } }

  /// The elements of a list; empty for anything else.
  public var elements: [JSONValue] {
    if case .array(let elements) = self { return elements }
    return []
  }

  /// As JSON, in one line.
  public var json: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): JSONValue.write(string, to: &text)
    case .array(let elements):
      text += "["
      for (place, element) in elements.enumerated() {
        if place > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (place, member) in members.enumerated() {
        if place > 0 { text += "," }
        JSONValue.write(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// Whether the two are written alike.
  public static func == (a: JSONValue, b: JSONValue) -> Bool { a.json == b.json }
  /// Mixes in what is written.
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension JSONValue {
  /// Walks through the bytes once.
  private struct Parser {
    let bytes: [UInt8]
    var place = 0
    /// Deeper nesting is no file that anybody publishes.
    private static let deepest = 200

    init(bytes: [UInt8]) {
      self.bytes = bytes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    mutating func isAtEnd() -> Bool {
      skipBlanks()
      return place == bytes.count
    }

    mutating func skipBlanks() {
      while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      skipBlanks()
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
      return true
    }

    mutating func value(depth: Int) -> JSONValue? {
      skipBlanks()
      guard depth < Parser.deepest, place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return string().map { .string($0) }
      case UInt8(ascii: "t"): return word("true", .bool(true))
      case UInt8(ascii: "f"): return word("false", .bool(false))
      case UInt8(ascii: "n"): return word("null", .null)
      default: return number()
      }
    }

    private mutating func word(_ word: String, _ value: JSONValue) -> JSONValue? {
      guard bytes[place...].starts(with: word.utf8) else { return nil }
      place += word.utf8.count
      return value
    }

    private mutating func number() -> JSONValue? {
      let start = place
      while place < bytes.count, "+-.eE0123456789".utf8.contains(bytes[place]) { place += 1 }
      let text = String(decoding: bytes[start..<place], as: UTF8.self)
      return Double(text) == nil ? nil : .number(text)
    }

    private mutating func array(_ depth: Int) -> JSONValue? {
      place += 1
      var elements: [JSONValue] = []
      if take(UInt8(ascii: "]")) { return .array([]) }
      repeat {
        guard let element = value(depth: depth + 1) else { return nil }
        elements.append(element)
      } while take(UInt8(ascii: ","))
      return take(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
      place += 1
      var members: [(key: String, value: JSONValue)] = []
      if take(UInt8(ascii: "}")) { return .object([]) }
      repeat {
        skipBlanks()
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let key = string(),
          take(UInt8(ascii: ":")), let value = value(depth: depth + 1)
        else { return nil }
        members.append((key, value))
      } while take(UInt8(ascii: ","))
      return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func string() -> String? {
      place += 1
      var text: [UInt8] = []
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard place < bytes.count, escape(&text) else { return nil }
        default: text.append(byte)
        }
      }
      return nil
    }

    private mutating func escape(_ text: inout [UInt8]) -> Bool {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
      case UInt8(ascii: "u"):
        guard var code = hex() else { return false }
        if code & 0xFC00 == 0xD800, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
          bytes[place + 1] == UInt8(ascii: "u")
        {
          place += 2
          guard let low = hex(), low & 0xFC00 == 0xDC00 else { return false }
          code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(code) else { return false }
        text += Array(String(Character(scalar)).utf8)
      default: return false
      }
      return true
    }

    private mutating func hex() -> UInt32? {
      guard place + 4 <= bytes.count else { return nil }
      let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
      place += 4
      return code
    }
  }
}
