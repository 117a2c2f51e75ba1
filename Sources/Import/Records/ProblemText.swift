import ArmsModel

/// Pieces of the sentences about problems.
enum ProblemText {
  /// Text for one line: long ones are cut, control characters written as escapes.
  static func plain(_ text: String) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == 60 {
        result += "…"
        break
      }
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// Text within single quotes.
  static func quoted(_ text: String) -> String { "'\(plain(text))'" }

  /// A party with its code.
  static func named(_ party: Party) -> String { "\(party.name) (\(party.code))" }

  /// Items with commas, and a word before the last.
  static func list(_ items: [String], last word: String) -> String {
    guard let last = items.last else { return "nothing" }
    if items.count == 1 { return last }
    return items.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// Words that are allowed; of very many the first ones.
  static func allowed(_ words: [String]) -> String {
    if words.count <= 15 { return words.joined(separator: ", ") }
    return words.prefix(14).joined(separator: ", ") + " and \(words.count - 14) more"
  }

  /// What a JSON value is.
  static func kind(_ kind: RawValue.Kind) -> String {
    switch kind {
    case .null: "null"
    case .string: "text"
    case .number: "a number"
    case .bool: "true or false"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// How a date has to be written, as near as possible to what was found.
  static func dateHint(_ found: String) -> String {
    let bytes = Array(found.utf8)
    if bytes.count > 10, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      PartialDate(String(decoding: bytes[..<10], as: UTF8.self)) != nil
    {
      return "; write the day only: \(String(decoding: bytes[..<10], as: UTF8.self))"
    }
    let parts = found.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 2 || parts.count == 3, parts[0].utf8.count == 4, parts.allSatisfy({ Int($0) != nil }) {
      let padded = parts.map { $0.utf8.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
      if PartialDate(padded) != nil { return "; write \(padded)" }
    }
    if bytes.count == 8, bytes.allSatisfy({ $0 &- 0x30 <= 9 }) {
      func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
      let dashed = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
      if PartialDate(dashed) != nil { return "; write \(dashed)" }
    }
    return "; write YYYY, YYYY-MM or YYYY-MM-DD"
  }

  /// Why an Admiralty code is none.
  static func grade(_ found: String, allowed: [String]) -> String {
    let scalars = Array(found.unicodeScalars)
    let range = "\(allowed.first ?? "") to \(allowed.last ?? "")"
    if scalars.count == 2, ("A"..."F").contains(scalars[0]), ("1"..."6").contains(scalars[1]) {
      return "\(quoted(found)) is both grades at once; write \(scalars[0]) into reliability and"
        + " \(scalars[1]) into credibility"
    }
    return "\(quoted(found)) is no Admiralty grade; allowed: \(range)"
  }

  /// Why a name does not fit the time of the record.
  static func outsideYears(
    _ found: String, _ party: Party, _ validity: Period, _ successors: [Party]
  ) -> String {
    let isItsName = NameFolding.fold(found) == NameFolding.fold(party.name)
    let what =
      isItsName
      ? "\(named(party)) existed \(span(validity))"
      : "\(quoted(found)) is \(named(party)), which existed \(span(validity))"
    var names = successors.map(named)
    if names.count > 3 { names = [names[0], "another of its successors"] }
    let use = names.isEmpty ? "" : "; did you mean \(list(names, last: "or"))?"
    return what + use
  }

  private static func span(_ validity: Period) -> String {
    switch (validity.from, validity.to) {
    case (let from?, let to?): "from \(from) to \(to)"
    case (let from?, nil): "from \(from) on"
    case (nil, let to?): "until \(to)"
    case (nil, nil): "at another time"
    }
  }

  /// The code that is meant by a symbol, with what else it could be.
  static func code(ofSymbol symbol: String) -> String? {
    switch symbol {
    case "$": "USD for US dollars"
    case "GB£", "£GB": "GBP"
    case "¥": "JPY or CNY"
    case "₹", "Rs", "Rs.": "INR for Indian rupees"
    case "zł": "PLN"
    case "¢": "USD, and the figure in whole units"
    default: CurrencyNames.code(of: symbol) ?? CurrencyNames.code(named: symbol)
    }
  }
}

/// Why a text is no number, with what to write instead.
struct NumberText {
  let found: String
  let field: String?

  init(_ found: String, _ field: String?) {
    self.found = found
    self.field = field
  }

  /// The sentence where a whole number is wanted.
  var wholeNumber: String {
    let what = "\(ProblemText.quoted(found)) is no whole number"
    if let hint { return "\(what); \(hint)" }
    if let whole = withoutZeroDecimals { return "\(what); write \(whole)" }
    if isPlainNumber { return what }
    return field?.hasPrefix("quantity") == true ? "\(what); put words into quantity_text" : what
  }

  /// The sentence where decimals may stand.
  var number: String {
    let what = "\(ProblemText.quoted(found)) is no number"
    return "\(what); \(hint ?? "write it in digits and in whole units, such as 825000000")"
  }

  private var hint: String? {
    let blank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    var trimmed = Substring(found).unicodeScalars
    while let first = trimmed.first, blank(first) { trimmed.removeFirst() }
    while let last = trimmed.last, blank(last) { trimmed.removeLast() }
    if trimmed.count < found.unicodeScalars.count { return "remove the blanks around it" }
    if let digits = withoutSeparators { return "write it without thousands separators: \(digits)" }
    if found.unicodeScalars.contains(where: { $0.properties.generalCategory == .currencySymbol }) {
      return "write the currency into currency and only the figure here"
    }
    return nil
  }

  /// The digits of `1,200`, `1 200` or `1'200`, or nil.
  private var withoutSeparators: String? {
    var groups: [[Unicode.Scalar]] = [[]]
    for scalar in found.unicodeScalars {
      if ("0"..."9").contains(scalar) {
        groups[groups.count - 1].append(scalar)
      } else if [",", ".", "'", "_", " ", "\u{2019}", "\u{A0}", "\u{2009}", "\u{202F}"].contains(scalar) {
        groups.append([])
      } else {
        return nil
      }
    }
    guard groups.count > 1, (1...3).contains(groups[0].count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return String(String.UnicodeScalarView(groups.joined()))
  }

  /// The digits before a point that only zeros follow, or nil.
  private var withoutZeroDecimals: String? {
    let parts = found.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[0].utf8.allSatisfy({ $0 &- 0x30 <= 9 }), parts[1].utf8.allSatisfy({ $0 == 0x30 })
    else { return nil }
    return String(parts[0])
  }

  private var isPlainNumber: Bool { Double(found) != nil }
}

extension ProblemText {
  /// Whether a text speaks of TIV and has a sign of money.
  static func isTIVWithCents(_ text: String) -> Bool {
    let words = NameFolding.fold(text).split(separator: " ")
    guard words.contains(where: { $0 == "tiv" || $0 == "tivs" }) || text.uppercased().contains("TIV") else {
      return false
    }
    return text.unicodeScalars.contains { $0.properties.generalCategory == .currencySymbol }
  }
}

extension ImportProblem.Reason {
  /// Why a text is no date.
  static func badDate(_ found: String) -> ImportProblem.Reason {
    let parts = found.split(separator: "-", omittingEmptySubsequences: false)
    let widths = parts.map(\.utf8.count)
    let numbers = parts.map { $0.utf8.allSatisfy { $0 &- 0x30 <= 9 } ? Int($0) : nil }
    guard widths == [4] || widths == [4, 2] || widths == [4, 2, 2], let year = numbers[0] else {
      return .notADate(found)
    }
    if !(1900...2100).contains(year) { return .yearOutOfRange(found) }
    guard numbers.count > 1, let month = numbers[1] else { return .notADate(found) }
    if !(1...12).contains(month) { return .noSuchMonth(found, month: month) }
    guard numbers.count > 2, numbers[2] != nil, let first = PartialDate(year: year, month: month) else {
      return .notADate(found)
    }
    return .noSuchDay(found, length: Int(first.lastDay % 100))
  }
}
