/// Numbers as registers and spreadsheets write them, read without any rounding by floating point.
enum DatasetNumber {
  /// Thousandths of a decimal number, and whether they are all of it.
  struct Thousandths: Hashable {
    var value: Int64
    var isExact: Bool
  }

  /// A decimal number in thousandths, halves rounded up; nil if it is none, or too large.
  ///
  /// `4.5`, `4,5`, `1,234.5`, `1.234,5`, `1’234.5`; of `1,234` and `1.234` the reader has to know which sign is the decimal one.
  static func thousandths(_ text: String, decimalComma: Bool) -> Thousandths? {
    let digits = Array(ungrouped(text).utf8)
    guard let (mark, grouping) = signs(digits, decimalComma: decimalComma) else { return nil }
    var value: Int64 = 0
    var decimals = 0
    var isExact = true
    var hasDigit = false
    var roundsUp = false
    for (place, byte) in digits.enumerated() {
      if place == mark { continue }
      if byte == grouping { continue }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      hasDigit = true
      let isFraction = mark.map { place > $0 } ?? false
      if isFraction { decimals += 1 }
      if decimals > 3 {
        if decimals == 4 { roundsUp = byte >= 0x35 }
        if byte != 0x30 { isExact = false }
        continue
      }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, more) = product.addingReportingOverflow(Int64(byte - 0x30))
      guard !overflow, !more else { return nil }
      value = sum
    }
    guard hasDigit else { return nil }
    for _ in min(decimals, 3)..<3 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    guard value < FieldNumber.limit * 1000 else { return nil }
    return Thousandths(value: roundsUp ? value + 1 : value, isExact: isExact)
  }

  /// The number that a program wrote `4,5` or `270.0` for as `4.5` or `270`; nil where nothing is to be changed.
  static func plainForm(_ text: String, decimalComma: Bool) -> String? {
    var hasPoint = false
    var mayDiffer = false
    for byte in text.utf8 {
      if byte == 0x2E { hasPoint = true }
      if byte == 0x2C || byte == 0x27 || byte >= 0x80 { mayDiffer = true }
    }
    if hasPoint, decimalComma || text.utf8.last == 0x30 || text.utf8.last == 0x2E { mayDiffer = true }
    guard mayDiffer,
      let number = thousandths(DatasetCell.trimmed(text), decimalComma: decimalComma), number.isExact
    else { return nil }
    guard number.value % 1000 != 0 else { return String(number.value / 1000) }
    var decimals = String(1000 + number.value % 1000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(number.value / 1000).\(decimals)"
  }

  /// A whole number, also where a program made `6.0` of it; nil if it is none.
  static func integer(_ text: String, decimalComma: Bool) -> Int64? {
    if let number = plain(text) { return number }
    guard let number = thousandths(text, decimalComma: decimalComma), number.isExact, number.value % 1000 == 0
    else {
      return nil
    }
    return number.value / 1000
  }

  /// A year from 1900 to 2100, or nil.
  ///
  /// Also where a program made the first of January of it: `2017-01-01 00:00:00`, `1/1/2017`.
  static func year(_ text: String) -> Int? {
    guard let number = integer(text, decimalComma: false) else { return yearOfNewYear(text) }
    return number >= 1900 && number <= 2100 ? Int(number) : nil
  }

  private static func yearOfNewYear(_ text: String) -> Int? {
    guard text.utf8.count >= 8 else { return nil }
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let date = parts.first,
      parts.count == 1 || parts[1].allSatisfy({ $0 == "0" || $0 == ":" || $0 == "." || $0 == "Z" })
    else { return nil }
    let numbers = date.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
    guard numbers.count == 3 else { return nil }
    let isFirst = numbers[0].utf8.count == 4
    let others = isFirst ? numbers[1...2] : numbers[0...1]
    guard others.allSatisfy({ $0 == "01" || $0 == "1" }) else { return nil }
    return year(String(isFirst ? numbers[0] : numbers[2]))
  }

  /// The years of a list such as `2017; 2018`, ascending, or nil if one of them is none.
  ///
  /// `2017-2019` is three.
  static func years(_ text: String) -> [Int]? {
    if let years = plainYears(text) { return years }
    if let year = year(text) { return [year] }
    var years: Set<Int> = []
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "," || $0 == " " || $0 == "\u{A0}" }) {
      if let year = year(String(part)) {
        years.insert(year)
        continue
      }
      let ends = part.split(separator: "-", maxSplits: 2).map { year(String($0)) }
      guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
      years.formUnion(first...last)
    }
    return years.sorted()
  }

  /// The years of `2017; 2018`, ascending already; nil if the list is written in another way.
  private static func plainYears(_ text: String) -> [Int]? {
    var years: [Int] = []
    var year = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39 where year < 1000: year = 10 * year + Int(byte - 0x30)
      case 0x3B where year > years.last ?? 1899 && year <= 2100:
        years.append(year)
        year = 0
      case 0x20 where year == 0: continue
      default: return nil
      }
    }
    guard year > years.last ?? 1899, year <= 2100 else { return nil }
    return years + [year]
  }

  /// Whether a number decides which sign is the decimal one: true for a comma, nil where it does not tell.
  static func showsDecimalComma(_ text: String) -> Bool? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2C || $0 == 0x2E }) else { return nil }
    let commas = bytes.indices.filter { bytes[$0] == 0x2C }
    let points = bytes.indices.filter { bytes[$0] == 0x2E }
    if let comma = commas.last, let point = points.last { return comma > point }
    if points.count == 1 { return false }
    guard commas.count == 1, let comma = commas.first else { return nil }
    return bytes.count - comma - 1 == 3 && comma > 0 && bytes[0] != 0x30 ? nil : true
  }

  /// Without what stands between groups of three digits and is neither comma nor point, and without the apostrophe
  /// by which a spreadsheet tells a text.
  private static func ungrouped(_ text: String) -> String {
    func isGrouping(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "\u{A0}", "\u{2009}", "\u{202F}", "'", "\u{2019}": true
      default: false
      }
    }
    guard text.unicodeScalars.contains(where: isGrouping) else { return text }
    let rest = text.hasPrefix("'") ? text.dropFirst() : text[...]
    let whole = rest.prefix { $0 != "," && $0 != "." }
    let groups = whole.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isGrouping)
    guard let first = groups.first, groups.count == 1 || (1...3).contains(first.count) && first.first != "0",
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return text }
    return groups.map { String($0) }.joined() + rest[whole.endIndex...]
  }

  private static func plain(_ text: String) -> Int64? {
    var number: Int64 = 0
    guard !text.isEmpty, text.utf8.count <= 18 else { return nil }
    for byte in text.utf8 {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + Int64(byte - 0x30)
    }
    return number
  }

  /// Where the decimal sign stands, and which byte divides thousands; nil if the signs make no sense.
  private static func signs(_ digits: [UInt8], decimalComma: Bool) -> (mark: Int?, grouping: UInt8)? {
    let commas = digits.indices.filter { digits[$0] == 0x2C }
    let points = digits.indices.filter { digits[$0] == 0x2E }
    if commas.isEmpty && points.isEmpty { return (nil, 0) }
    if let comma = commas.last, let point = points.last {
      let mark = max(comma, point)
      let grouping = comma > point ? points : commas
      guard digits[mark] == 0x2C ? commas.count == 1 : points.count == 1 else { return nil }
      return isGrouped(digits, at: grouping, end: mark) ? (mark, digits[grouping[0]]) : nil
    }
    let found = commas.isEmpty ? points : commas
    let sign = digits[found[0]]
    let canGroup = isGrouped(digits, at: found, end: digits.count)
    if found.count > 1 { return canGroup ? (nil, sign) : nil }
    let isDecimal = (sign == 0x2C) == decimalComma
    return isDecimal || !canGroup ? (found[0], 0) : (nil, sign)
  }

  /// Whether groups of three digits stand after each of those places, and one to three before the first.
  private static func isGrouped(_ digits: [UInt8], at places: [Int], end: Int) -> Bool {
    guard let first = places.first, first >= 1, first <= 3, digits[0] != 0x30 else { return false }
    return zip(places, places.dropFirst() + [end]).allSatisfy { $1 - $0 == 4 }
  }
}
