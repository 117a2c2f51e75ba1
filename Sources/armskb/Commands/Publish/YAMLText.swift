extension JSONText {
  /// The same as YAML 1.2: blocks for what has parts, double quotes around every text.
  var yaml: String { yamlLines(indent: "").joined(separator: "\n") + "\n" }

  private func yamlLines(indent: String) -> [String] {
    switch self {
    case .object(let pairs) where !pairs.isEmpty:
      return pairs.flatMap { key, value in value.yamlEntry("\(indent)\(JSONText.yamlKey(key)):", indent) }
    case .array(let items) where !items.isEmpty:
      return items.flatMap { item in item.yamlEntry("\(indent)-", indent) }
    default: return [indent + yamlScalar]
    }
  }

  /// The value behind a key or a dash: on its line, or below it.
  private func yamlEntry(_ head: String, _ indent: String) -> [String] {
    switch self {
    case .object(let pairs) where !pairs.isEmpty: [head] + yamlLines(indent: indent + "  ")
    case .array(let items) where !items.isEmpty: [head] + yamlLines(indent: indent + "  ")
    default: [head + " " + yamlScalar]
    }
  }

  private var yamlScalar: String {
    guard case .text(let text) = self else { return encoded }
    return JSONText.yamlQuoted(text)
  }

  /// A name that nobody takes for a number, a truth value or a mark stands without quotes.
  private static func yamlKey(_ key: String) -> String {
    let taken = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    let isPlain = key.wholeMatch(of: #/[a-z][a-z0-9_]*/#) != nil && !taken.contains(key)
    return isPlain ? key : yamlQuoted(key)
  }

  /// A text in double quotes; what YAML calls not printable is escaped.
  private static func yamlQuoted(_ text: String) -> String {
    var result = ""
    for scalar in quote(text).unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
