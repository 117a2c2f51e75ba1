import ArmsModel

/// What a spreadsheet makes of a designation: "1-Mar" of MAR-1, "5.7E+07" of 57E6, "#NAME?" of -M.
public struct SpreadsheetValue: Equatable, Sendable {
  private enum Kind { case date, power, error }

  private let text: String
  private let kind: Kind

  /// The value, if the text is one that no weapon is called by.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4, bytes.count <= 24, bytes.contains(where: { $0 &- 0x30 < 10 }) || bytes[0] == 0x23
    else {
      return nil
    }
    if bytes[0] == 0x23 {
      let isError = SpreadsheetValue.errors.contains(String(text)) || bytes.allSatisfy { $0 == 0x23 }
      guard isError else { return nil }
      kind = .error
    } else if SpreadsheetValue.isPower(bytes) {
      kind = .power
    } else if SpreadsheetValue.isDate(String(text)) {
      kind = .date
    } else {
      return nil
    }
    self.text = String(text)
  }

  var sentence: String {
    let found = ProblemText.quoted(text)
    let advice = "take the designation from the source, and mark the column as text"
    switch kind {
    case .date: return "\(found) is a date that a spreadsheet made of a designation such as MAR-1; \(advice)"
    case .power:
      return "\(found) is a number that a spreadsheet made of a designation such as 57E6; \(advice)"
    case .error: return "\(found) is an error of a spreadsheet; \(advice)"
    }
  }

  private static let errors: Set<String> = [
    "#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#ERROR!",
  ]

  /// "5.7E+07", "5,70E+07", "1E-05": with a point or the sign of the power, as no designation has it.
  private static func isPower(_ bytes: [UInt8]) -> Bool {
    guard let place = bytes.firstIndex(where: { $0 | 0x20 == 0x65 }), place > 0, place + 2 < bytes.count
    else {
      return false
    }
    let (mantissa, power) = (bytes[..<place], bytes[(place + 2)...])
    guard bytes[place + 1] == 0x2B || bytes[place + 1] == 0x2D else { return false }
    return mantissa[0] &- 0x30 < 10 && mantissa.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E || $0 == 0x2C }
      && power.count <= 3 && power.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// Dates such as "1-Mar", "01-Mar-24", "Mar-01", "3/1/2024" and "2024-03-01 00:00:00".
  private static func isDate(_ text: String) -> Bool {
    var parts = text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
    if parts.count == 6, parts[3...].allSatisfy({ $0 == "00" }) { parts.removeLast(3) }
    let separators = Set(text.filter { !$0.isLetter && !$0.isNumber })
    guard (2...3).contains(parts.count), separators.isSubset(of: Set("-/. :")) else { return false }
    func number(_ part: String, upTo limit: Int) -> Bool {
      part.utf8.allSatisfy { $0 &- 0x30 < 10 } && Int(part).map { $0 >= 1 && $0 <= limit } == true
    }
    func isYear(_ part: String) -> Bool {
      (part.count == 2 || part.count == 4) && part.utf8.allSatisfy { $0 &- 0x30 < 10 }
    }
    let months = parts.filter { isMonth($0) }
    if months.count == 1 {
      // A spreadsheet writes the day first, or the month with the year: "MAR-1" itself is a designation.
      if parts.count == 3 { return number(parts[0], upTo: 31) && isMonth(parts[1]) && isYear(parts[2]) }
      if isMonth(parts[1]) { return number(parts[0], upTo: 31) && text.contains(where: \.isLowercase) }
      return isYear(parts[1]) && text.contains(where: \.isLowercase)
    }
    guard parts.count == 3, months.isEmpty else { return false }
    if parts[0].count == 4 {
      return isYear(parts[0]) && (1900...2099).contains(Int(parts[0]) ?? 0) && number(parts[1], upTo: 12)
        && number(parts[2], upTo: 31)
    }
    return separators == ["/"] && number(parts[0], upTo: 31) && number(parts[1], upTo: 31) && isYear(parts[2])
  }

  private static let monthNames: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mai", "okt", "dez",
    "mrz",
  ]

  private static func isMonth(_ part: String) -> Bool { monthNames.contains(part) }
}
