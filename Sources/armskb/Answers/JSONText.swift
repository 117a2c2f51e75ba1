/// JSON for the few answers that are no rows.
indirect enum JSONText {
  case null
  case text(String)
  case number(String)
  case boolean(Bool)
  case array([JSONText])
  case object([(String, JSONText)])

  /// Thousandths as an exact decimal; nil is null, and so is `Int64.max`, a sum too large to be kept.
  static func decimal(_ thousandths: Int64?) -> JSONText {
    guard let thousandths, thousandths < .max else { return .null }
    return .number(plainDecimal(thousandths))
  }

  static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }

  /// The text of it, on one line.
  var encoded: String {
    switch self {
    case .null: "null"
    case .text(let text): JSONText.quote(text)
    case .number(let digits): digits
    case .boolean(let value): value ? "true" : "false"
    case .array(let items): "[" + items.map(\.encoded).joined(separator: ", ") + "]"
    case .object(let pairs):
      "{" + pairs.map { "\(JSONText.quote($0.0)): \($0.1.encoded)" }.joined(separator: ", ") + "}"
    }
  }

  /// The text of it on many lines, to be read and compared by people; without a line end at the end.
  func laidOut(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .array(let items) where !items.isEmpty:
      if items.allSatisfy(\.isPlain) { return filled(items.map(\.encoded), indent: indent) }
      let lines = items.map { inner + $0.laidOut(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let pairs) where !pairs.isEmpty:
      let lines = pairs.map { "\(inner)\(JSONText.quote($0.0)): \($0.1.laidOut(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    default: return encoded
    }
  }

  /// Whether it has no parts.
  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// Items on one line if they fit, else on as many as they need.
  private func filled(_ items: [String], indent: String) -> String {
    let line = "[\(items.joined(separator: ", "))]"
    if indent.count + line.count <= 90 { return line }
    var lines = [""]
    for (place, item) in items.enumerated() {
      let next = item + (place < items.count - 1 ? "," : "")
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = next
      } else if indent.count + lines[lines.count - 1].count + next.count < 96 {
        lines[lines.count - 1] += " " + next
      } else {
        lines.append(next)
      }
    }
    return "[\n" + lines.map { "\(indent)  \($0)" }.joined(separator: "\n") + "\n\(indent)]"
  }

  /// A string literal.
  static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral number: Int) { self = .number(String(number)) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// Thousandths as a decimal without needless zeros: 825000000, 872.4.
func plainDecimal(_ thousandths: Int64) -> String { decimal(thousandths, grouped: false) }

/// Thousandths as people read them: 825,000,000.
///
/// Both ends of the numbers stand for a sum that is too large to be kept.
func groupedDecimal(_ thousandths: Int64) -> String {
  thousandths == .max || thousandths == .min
    ? "more than can be added up" : decimal(thousandths, grouped: true)
}

private func decimal(_ thousandths: Int64, grouped: Bool) -> String {
  var bytes: [UInt8] = []
  bytes.append(decimal: thousandths, grouped: grouped)
  return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
  /// Appends thousandths as people read them.
  mutating func appendGroupedDecimal(_ thousandths: Int64) { append(decimal: thousandths, grouped: true) }

  fileprivate mutating func append(decimal thousandths: Int64, grouped: Bool) {
    let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    let start = count
    var (rest, digits) = (whole, 0)
    repeat {
      if grouped, digits > 0, digits % 3 == 0 { append(UInt8(ascii: ",")) }
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0
    self[start...].reverse()
    guard part > 0 else { return }
    append(UInt8(ascii: "."))
    var (fraction, unit) = (part, UInt64(100))
    while fraction > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction / unit))
      fraction %= unit
      unit /= 10
    }
  }
}
