/// JSON for the few answers that are no rows.
indirect enum JSONText {
  case null
  case text(String)
  case number(String)
  case boolean(Bool)
  case array([JSONText])
  case object([(String, JSONText)])

  /// Thousandths as an exact decimal; nil is null.
  static func decimal(_ thousandths: Int64?) -> JSONText {
    guard let thousandths else { return .null }
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
func plainDecimal(_ thousandths: Int64) -> String {
  let magnitude = thousandths.magnitude
  var fraction = String(magnitude % 1_000)
  if magnitude % 1_000 == 0 { return (thousandths < 0 ? "-" : "") + String(magnitude / 1_000) }
  fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
  while fraction.hasSuffix("0") { fraction.removeLast() }
  return (thousandths < 0 ? "-" : "") + "\(magnitude / 1_000).\(fraction)"
}

/// Thousandths as people read them: 825,000,000.
func groupedDecimal(_ thousandths: Int64) -> String {
  let parts = plainDecimal(thousandths).split(separator: ".", maxSplits: 1)
  var grouped = ""
  for (place, digit) in parts[0].reversed().enumerated() {
    if place > 0, place % 3 == 0, digit != "-" { grouped.append(",") }
    grouped.append(digit)
  }
  let whole = String(grouped.reversed())
  return parts.count > 1 ? whole + "." + parts[1] : whole
}
