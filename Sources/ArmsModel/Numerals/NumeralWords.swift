/// The English words for numbers, and the grammar that joins them: "one hundred and fifty million".
public enum NumeralWords {
  /// One to nineteen.
  static let small: [String: Double] = table(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
    eighteen nineteen
    """, first: 1, step: 1
  ).merging(["single": 1]) { one, _ in one }

  /// Twenty to ninety.
  static let tens = table("twenty thirty forty fifty sixty seventy eighty ninety", first: 20, step: 10)

  private static func table(_ words: String, first: Double, step: Double) -> [String: Double] {
    var table: [String: Double] = [:]
    for (place, word) in words.split(separator: " ").enumerated() {
      table[String(word)] = first + Double(place) * step
    }
    return table
  }

  /// What multiplies the number before it, from a thousand on.
  static let scales: [String: Int64] = list([
    ("thousand thousands", 1_000), ("lakh lakhs lac lacs", 100_000),
    ("million millions mn mln mio mil milyon", 1_000_000), ("crore crores cr", 10_000_000),
    ("billion billions bn bln mrd milliard milliards", 1_000_000_000),
    ("trillion trillions tn trn", 1_000_000_000_000),
  ])

  /// The same of sums of money, where single letters are scales as well.
  public static let moneyScales: [String: Int64] = scales.merging(
    list([("k", 1_000), ("m", 1_000_000), ("b", 1_000_000_000), ("t tr", 1_000_000_000_000)])
  ) { one, _ in one }

  /// What multiplies a number of things.
  static let multipliers: [String: Int64] = scales.merging(
    list([("dozen", 12), ("score", 20), ("hundred", 100), ("k", 1_000)])
  ) { one, _ in one }

  private static func list(_ entries: [(String, Int64)]) -> [String: Int64] {
    var table: [String: Int64] = [:]
    for (words, factor) in entries {
      for word in words.split(separator: " ") { table[String(word)] = factor }
    }
    return table
  }

  /// Multipliers that are a number by themselves.
  static let bare: Set<String> = [
    "dozen", "score", "hundred", "thousand", "million", "billion", "lakh", "crore",
  ]

  /// Words that stand within a number or a range and are none themselves.
  static let joints: Set<String> = [
    "a", "an", "and", "half", "quarter", "quarters", "of", "point", "to", "or", "between",
  ]

  /// Whether a word in small letters may stand in a number.
  static func isPart(_ word: String) -> Bool {
    small[word] != nil || tens[word] != nil || multipliers[word] != nil || joints.contains(word)
  }
}

/// Reads a number in digits or words from tokens.
struct NumeralReader {
  /// Larger numbers are none.
  private static let largest = 1e15

  private let tokens: [QuantityToken]
  /// Behind what was read.
  private(set) var place: Int
  /// What multiplies the last group of the number, from "hundred" on; 1 if nothing does.
  private(set) var scale = 1.0

  init(_ tokens: [QuantityToken], at place: Int) {
    self.tokens = tokens
    self.place = place
  }

  /// The number at this place, which is then behind it; nil if there is none.
  ///
  /// - Parameter joinsAnd: whether "and" may join its parts; not within "between one hundred and two hundred".
  mutating func number(joinsAnd: Bool = true) -> Double? {
    let start = place
    guard var value = leading() else {
      place = start
      return nil
    }
    scale = 1
    /// The multiplier that the last group has.
    var last = 1.0
    while true {
      if let factor = multiplier() {
        value *= factor
        scale *= factor
        last = scale
        guard value <= NumeralReader.largest else {
          place = start
          return nil
        }
      } else if joinsAnd, let part = fractionBehindAnd() {
        value += part * scale
        if multiplierIsNext, last > 1 { break }
      } else if last > 1, let rest = rest(below: last, joinsAnd: joinsAnd) {
        value += rest
        (scale, last) = (1, 1)
      } else {
        break
      }
    }
    return value
  }

  // MARK: Parts

  private func word(_ offset: Int = 0) -> String? {
    guard tokens.indices.contains(place + offset), case .word(let word) = tokens[place + offset] else {
      return nil
    }
    return word
  }

  private var multiplierIsNext: Bool { word().map { NumeralWords.multipliers[$0] != nil } ?? false }

  private mutating func multiplier() -> Double? {
    let start = place
    if tokens.indices.contains(place), tokens[place] == .sign(0x2D) { place += 1 }
    guard let word = word(), let factor = NumeralWords.multipliers[word] else {
      place = start
      return nil
    }
    place += 1
    return Double(factor)
  }

  private mutating func leading() -> Double? {
    guard tokens.indices.contains(place) else { return nil }
    if case .number(let value) = tokens[place] {
      place += 1
      return value
    }
    guard let first = word() else { return nil }
    if let part = fraction() {
      // "Half a billion", "a quarter of a million", "half a dozen".
      if word() == "of" { place += 1 }
      if word() == "a" || word() == "an" { place += 1 }
      return multiplierIsNext ? part : nil
    }
    if let number = belowHundred() {
      guard word() == "point" else { return number }
      return pointed(number)
    }
    if first == "a" || first == "an" {
      place += 1
      return multiplierIsNext ? 1 : nil
    }
    return NumeralWords.bare.contains(first) ? 1 : nil
  }

  /// "Twenty-four", "twelve".
  private mutating func belowHundred() -> Double? {
    guard let first = word() else { return nil }
    if let number = NumeralWords.small[first] {
      place += 1
      return number
    }
    guard let number = NumeralWords.tens[first] else { return nil }
    place += 1
    let start = place
    if tokens.indices.contains(place), tokens[place] == .sign(0x2D) { place += 1 }
    if let next = word(), let one = NumeralWords.small[next], one < 10, next != "single" {
      place += 1
      return number + one
    }
    place = start
    return number
  }

  /// The digits behind "point" in "two point five".
  private mutating func pointed(_ whole: Double) -> Double {
    let start = place
    place += 1
    var (digits, size) = (0.0, 1.0)
    while let next = word(), let digit = next == "zero" ? 0 : NumeralWords.small[next], digit < 10 {
      digits = digits * 10 + digit
      size *= 10
      place += 1
    }
    if size == 1 || size > 1_000 { place = start }
    return size == 1 || size > 1_000 ? whole : whole + digits / size
  }

  /// "Half", "a half", "a quarter", "three quarters".
  private mutating func fraction() -> Double? {
    let start = place
    var count = 1.0
    if word() == "a" || word() == "one" {
      place += 1
    } else if word() == "three",
      word(1) == "quarters" || tokens.indices.contains(place + 2) && word(2) == "quarters"
    {
      count = 3
      place += word(1) == "quarters" ? 1 : 2
    }
    if word() == "half", count == 1 {
      place += 1
      return 0.5
    }
    if word() == "quarter" && count == 1 || word() == "quarters" && count == 3 {
      place += 1
      return count / 4
    }
    place = start
    return nil
  }

  private mutating func fractionBehindAnd() -> Double? {
    guard word() == "and" else { return nil }
    place += 1
    if let part = fraction() { return part }
    place -= 1
    return nil
  }

  /// A smaller number that goes on behind a multiplier: "hundred and fifty", "thousand two hundred".
  private mutating func rest(below last: Double, joinsAnd: Bool) -> Double? {
    let start = place
    let isJoined = joinsAnd && word() == "and"
    if isJoined { place += 1 }
    guard last.truncatingRemainder(dividingBy: 100) == 0, let next = word(),
      NumeralWords.small[next] != nil || NumeralWords.tens[next] != nil
    else {
      place = start
      return nil
    }
    if last == 100 {
      // "One hundred and two hundred" are two numbers.
      if let number = belowHundred(), word() != "hundred", word() != "dozen" { return number }
    } else {
      var reader = NumeralReader(tokens, at: place)
      if let number = reader.number(joinsAnd: joinsAnd), number < last, isJoined || number >= 10 {
        place = reader.place
        return number
      }
    }
    place = start
    return nil
  }
}
