/// Moments as files print them.
enum DatasetMoment {
  /// The moment in ISO 8601, as exactly as it is said, or nil if none is.
  ///
  /// `13 Oct 2024 2:20:11 PM`, `28 July 2022`, `Oct 13, 2024`, `2024-10-13 14:20:11`, `25/12/2024 14:20`. Of numbers
  /// that may be day or month only the year is taken.
  static func iso(_ text: String) -> String? {
    let words = text.split(whereSeparator: isBetween).flatMap { word in
      word.contains { $0.isLetter && $0 != "T" && $0 != "Z" }
        ? word.split(separator: "-") : word.split(separator: "T")
    }.map(String.init)
    var day: Int?
    var month: Int?
    var year: Int?
    var time: String?
    for (place, word) in words.enumerated() {
      if word.contains(":") {
        let next = place + 1 < words.count ? words[place + 1].lowercased() : ""
        if time == nil { time = clock(word, half: next) }
      } else if let named = monthNumber(word) {
        month = month ?? named
      } else if let date = numeric(word) {
        (day, month, year) = (date.day, date.month, date.year)
      } else if let number = Int(word.filter { $0.isASCII && $0.isNumber }), word.first?.isNumber ?? false {
        if word.count == 4, number >= 1900, number <= 2100 {
          year = year ?? number
        } else if number >= 1, number <= 31, !word.contains("-"), !word.contains("/") {
          day = day ?? number
        }
      }
    }
    guard let year, year >= 1900, year <= 2100 else { return nil }
    guard let month, month >= 1, month <= 12 else { return String(year) }
    let date = "\(year)-\(two(month))"
    guard let day, day >= 1, day <= 31 else { return date }
    return "\(date)-\(two(day))" + (time.map { "T\($0)" } ?? "")
  }

  private static func isBetween(_ character: Character) -> Bool {
    character == " " || character == "," || character == "\u{A0}" || character == "\u{202F}"
  }

  /// `2:20:11` with `PM` after it or on it: `14:20:11`.
  private static func clock(_ word: String, half: String) -> String? {
    let folded = word.lowercased()
    let isAfternoon = folded.hasSuffix("pm") || half.hasPrefix("pm") || half.hasPrefix("p.m")
    let isMorning = folded.hasSuffix("am") || half.hasPrefix("am") || half.hasPrefix("a.m")
    let parts = folded.split(separator: ":").map { part in Int(part.prefix { $0.isNumber }) }
    guard parts.count >= 2, var hour = parts[0], let minute = parts[1], minute < 60 else { return nil }
    if isAfternoon, hour < 12 { hour += 12 }
    if isMorning, hour == 12 { hour = 0 }
    guard hour < 24 else { return nil }
    let seconds = parts.count > 2 ? parts[2].flatMap { $0 < 60 ? $0 : nil } : nil
    return "\(two(hour)):\(two(minute))" + (seconds.map { ":\(two($0))" } ?? "")
  }

  /// A date in figures: year first, or day and month where only one order is possible.
  private static func numeric(_ word: String) -> (year: Int, month: Int?, day: Int?)? {
    let parts = word.split { $0 == "-" || $0 == "/" || $0 == "." }
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    if parts[0].count == 4 { return (numbers[0], numbers[1], numbers[2]) }
    let year = parts[2].count == 2 ? 2000 + numbers[2] : numbers[2]
    let (first, second) = (numbers[0], numbers[1])
    if word.contains(".") || first > 12 || first == second { return (year, second, first) }
    return second > 12 ? (year, first, second) : (year, nil, nil)
  }

  private static func monthNumber(_ word: String) -> Int? {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    guard word.count >= 3, word.allSatisfy({ $0.isLetter || $0 == "." }) else { return nil }
    return names.firstIndex(of: String(word.lowercased().prefix(3))).map { $0 + 1 }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
