/// One pass over the words of a quantity; see `QuantityWords`.
struct QuantityReader {
  private let tokens: [QuantityToken]
  private var place = 0
  /// The qualifier right before the number, or behind it.
  private var qualifier = Qualifier.none
  /// The first qualifier of the text, wherever it stands: of the record's own number, if the text has none.
  private(set) var loose = Qualifier.none
  /// Whether the text holds any number, in digits or words.
  private(set) var hasNumber = false
  /// Whether what was read is a range, in numbers or words.
  private(set) var isSpan = false

  init(_ tokens: [QuantityToken]) { self.tokens = tokens }

  /// What the text says; nil if it is not understood.
  mutating func read() -> QuantityReading? {
    if let absence = absence() { return .absent(absence) }
    var found: (low: Int64, high: Int64, isWords: Bool)?
    var nouns = false
    while place < tokens.count {
      if let (next, length) = prefix() {
        if found != nil { return nil }
        // "up to some 60": a bound says more than an approximation.
        if qualifier == .none || qualifier == .about, next != .none { qualifier = next }
        if loose == .none { loose = qualifier }
        if tokens[place] == .word("some") { nouns = true }
        place += length
      } else if let span = span() {
        hasNumber = true
        if found != nil { return nil }
        found = span
        if let (next, length) = suffix() {
          qualifier = next
          place += length
        }
      } else if case .word(let word) = tokens[place] {
        if QuantityReader.spoilers.contains(word) {
          hasNumber = true
          return nil
        }
        if QuantityReader.vague.contains(word) { nouns = true }
        if found == nil, !QuantityReader.fillers.contains(word) { qualifier = .none }
        place += 1
      } else if tokens[place] == .sign(0x25) {
        return nil
      } else {
        place += 1
      }
    }
    if let found { return .number(qualified(found)) }
    if nouns { return .someUnknownNumber }
    return nil
  }

  // MARK: What is not a number

  private func absence() -> Absence? {
    func has(_ words: String...) -> Bool { words.contains { tokens.contains(.word($0)) } }
    if has("undisclosed", "classified", "secret", "confidential", "withheld", "redacted") { return .withheld }
    if has("disclosed", "revealed", "published"), has("not", "never") { return .withheld }
    let counts = has("number", "numbers", "quantity", "quantities", "amount", "amounts", "batch", "some")
    if has("unknown", "unclear", "uncertain"), !counts { return .notKnown }
    if has("known", "clear"), has("not") { return .notKnown }
    if has("unspecified", "unstated"), !counts { return .notSaid }
    if has("specified", "stated", "given", "said", "mentioned"), has("not") { return .notSaid }
    if tokens == [.number(0)] || tokens == [.word("none")] || tokens == [.word("no")]
      || tokens == [.word("nil")] || tokens == [.word("zero")] || tokens == [.word("nothing")]
      || (tokens.first == .word("none") && tokens.count <= 3)
    {
      return .noneFound
    }
    // "no missiles", but not "no more than 12".
    let isBare = !tokens.contains { if case .number = $0 { true } else { false } }
    if tokens.first == .word("no"), isBare, !has("than", "number", "numbers") { return .noneFound }
    return nil
  }

  /// Words of which there is at least one thing, without saying how many.
  private static let vague: Set<String> = [
    "number", "numbers", "quantity", "quantities", "amount", "amounts", "batch", "batches", "lot", "lots",
    "shipment", "shipments", "consignment", "consignments", "delivery", "deliveries", "tranche", "load",
    "loads", "many", "numerous", "various", "multiple", "unspecified", "fleet", "series", "range", "variety",
    "stock", "stocks", "supply", "supplies", "large", "small", "much", "certain",
  ]
  /// Words after which nothing here is sure.
  private static let spoilers: Set<String> = [
    "not", "half", "third", "quarter", "percent", "per", "cent", "minus", "times", "fifth",
  ]
  /// Words that may stand between a qualifier and its number.
  private static let fillers: Set<String> = [
    "a", "an", "the", "of", "total", "another", "further", "additional", "other", "new",
  ]

  // MARK: Qualifiers

  private static let prefixes: [(words: [String], qualifier: Qualifier)] = [
    (["not", "more", "than"], .upTo), (["no", "more", "than"], .upTo), (["not", "over"], .upTo),
    (["not", "less", "than"], .moreThan), (["no", "less", "than"], .moreThan),
    (["not", "fewer", "than"], .moreThan), (["no", "fewer", "than"], .moreThan),
    (["a", "minimum", "of"], .moreThan), (["minimum", "of"], .moreThan), (["a", "maximum", "of"], .upTo),
    (["maximum", "of"], .upTo), (["in", "excess", "of"], .moreThan), (["upwards", "of"], .moreThan),
    (["greater", "than"], .moreThan), (["more", "than"], .moreThan), (["less", "than"], .lessThan),
    (["fewer", "than"], .lessThan), (["at", "least"], .moreThan), (["at", "most"], .upTo),
    (["up", "to"], .upTo), (["as", "many", "as"], .upTo), (["as", "much", "as"], .upTo),
    (["close", "to"], .nearly), (["just", "under"], .nearly), (["just", "over"], .moreThan),
    (["well", "over"], .moreThan), (["an", "estimated"], .about), (["a", "total", "of"], .none),
    (["minimum"], .moreThan), (["maximum"], .upTo), (["over"], .moreThan), (["above"], .moreThan),
    (["exceeding"], .moreThan), (["under"], .lessThan), (["below"], .lessThan), (["nearly"], .nearly),
    (["almost"], .nearly), (["approximately"], .about), (["approx"], .about), (["about"], .about),
    (["around"], .about), (["roughly"], .about), (["some"], .about), (["circa"], .about), (["ca"], .about),
    (["estimated"], .about),
  ]

  private static let suffixes: [(words: [String], qualifier: Qualifier)] = [
    (["or", "so"], .about), (["or", "more"], .moreThan), (["and", "more"], .moreThan),
    (["or", "fewer"], .upTo), (["or", "less"], .upTo), (["at", "least"], .moreThan), (["at", "most"], .upTo),
    (["plus"], .moreThan),
  ]

  private func prefix() -> (Qualifier, Int)? {
    switch tokens[place] {
    case .sign(0x7E): return (.about, 1)
    case .sign(0x3E): return (.moreThan, 1)
    case .sign(0x3C): return (.lessThan, 1)
    default: return match(QuantityReader.prefixes)
    }
  }

  private func suffix() -> (Qualifier, Int)? {
    if place < tokens.count, tokens[place] == .sign(0x2B) { return (.moreThan, 1) }
    return match(QuantityReader.suffixes)
  }

  private func match(_ list: [(words: [String], qualifier: Qualifier)]) -> (Qualifier, Int)? {
    for (words, qualifier) in list {
      if place + words.count <= tokens.count,
        zip(words, tokens[place...]).allSatisfy({ QuantityToken.word($0) == $1 })
      {
        return (qualifier, words.count)
      }
    }
    return nil
  }

  private func qualified(_ span: (low: Int64, high: Int64, isWords: Bool)) -> QualifiedNumber {
    if span.low == span.high, !span.isWords { return QualifiedNumber(span.low, qualifier) }
    let best = span.low
    var (low, high) = (span.low, span.high)
    switch qualifier {
    case .none: break
    case .about: (low, high) = (low - low / 10, QualifiedNumber(high, .about).high)
    case .nearly: low -= low / 10
    case .moreThan: high = .max
    case .upTo, .lessThan: low = 0
    case .words: break
    }
    let said = qualifier == .none && span.isWords ? .words : qualifier
    return QualifiedNumber(low: low, best: best, high: high, qualifier: said)
  }

  // MARK: Numbers

  /// A number or a range at this place, which is then behind it.
  private mutating func span() -> (low: Int64, high: Int64, isWords: Bool)? {
    let start = place
    if take("between"), let low = single() {
      if take("and"), let high = single(), high >= low {
        isSpan = true
        return (low, high, false)
      }
      place = start
      return nil
    }
    place = start
    _ = take("from")
    if let words = wordRange() {
      isSpan = words.low != words.high
      return (words.low, words.high, true)
    }
    guard let low = single() else {
      place = start
      return nil
    }
    let behind = place
    if take("to") || take("or") || take(sign: 0x2D), let high = single() {
      if high > low {
        isSpan = true
        return (low, high, false)
      }
    }
    place = behind
    return (low, low, false)
  }

  private static let ranges: [(words: [String], low: Int64, high: Int64)] = [
    (["hundreds", "of", "thousands"], 200_000, 999_999), (["tens", "of", "thousands"], 20_000, 99_999),
    (["dozens"], 24, 99), (["scores"], 40, 99), (["tens"], 20, 99), (["hundreds"], 200, 999),
    (["thousands"], 2000, 9999), (["several"], 3, 9), (["a", "few"], 2, 6), (["few"], 2, 6),
    (["a", "pair"], 2, 2), (["pair"], 2, 2), (["a", "couple"], 2, 2), (["couple"], 2, 2), (["both"], 2, 2),
    (["a", "handful"], 2, 6), (["handful"], 2, 6),
  ]

  private mutating func wordRange() -> (low: Int64, high: Int64)? {
    for (words, low, high) in QuantityReader.ranges {
      guard place + words.count <= tokens.count,
        zip(words, tokens[place...]).allSatisfy({ QuantityToken.word($0) == $1 })
      else { continue }
      place += words.count
      // "several dozen" and "a few hundred" multiply.
      guard low != high || words.contains("couple"), words.count < 3, let factor = multiplier() else {
        return (low, high)
      }
      return (low * factor, high * factor)
    }
    return nil
  }

  private static let small: [String: Int64] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "single": 1,
  ]
  private static let tens: [String: Int64] = [
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
  ]

  /// The words for one to nineteen and for the tens, with their values.
  static var numberWords: [String: Int64] { small.merging(tens) { one, _ in one } }

  private static let multipliers: [String: Int64] = [
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000,
  ]
  private static let units: Set<String> = [
    "battery", "battalion", "regiment", "squadron", "division", "brigade", "system", "unit", "set", "piece",
    "company", "flight", "further", "second", "single",
  ]

  /// A number in digits or words at this place, which is then behind it.
  private mutating func single() -> Int64? {
    let start = place
    guard place < tokens.count else { return nil }
    switch tokens[place] {
    case .number(let value):
      place += 1
      let factor = multiplier() ?? 1
      return QuantityReader.whole(value * Double(factor))
    case .word("half"):
      if take("half"), take("a"), take("dozen") { return 6 }
      place = start
      return nil
    case .word("a"), .word("an"):
      place += 1
      if let factor = multiplier() { return factor }
      if place == tokens.count { return 1 }
      if case .word(let noun) = tokens[place], QuantityReader.units.contains(noun) {
        place += 1
        return 1
      }
      place = start
      return nil
    case .word(let word):
      if let factor = multiplier() { return factor }
      var number: Int64
      if let value = QuantityReader.small[word] {
        number = value
        place += 1
      } else if let value = QuantityReader.tens[word] {
        number = value
        place += 1
        _ = take(sign: 0x2D)
        if place < tokens.count, case .word(let next) = tokens[place], let one = QuantityReader.small[next],
          one < 10
        {
          number += one
          place += 1
        }
      } else {
        return nil
      }
      return number * (multiplier() ?? 1)
    default: return nil
    }
  }

  private mutating func multiplier() -> Int64? {
    var factor: Int64?
    while place < tokens.count, case .word(let word) = tokens[place],
      let next = QuantityReader.multipliers[word], (factor ?? 1) < 1_000_000
    {
      factor = (factor ?? 1) * next
      place += 1
    }
    return factor
  }

  private mutating func take(_ word: String) -> Bool {
    guard place < tokens.count, tokens[place] == .word(word) else { return false }
    place += 1
    return true
  }

  private mutating func take(sign: UInt8) -> Bool {
    guard place < tokens.count, tokens[place] == .sign(sign) else { return false }
    place += 1
    return true
  }

  /// A whole number up to 10^15; nil for anything else.
  private static func whole(_ value: Double) -> Int64? {
    guard value >= 0, value <= 1e15, value == value.rounded() else { return nil }
    return Int64(value)
  }
}
