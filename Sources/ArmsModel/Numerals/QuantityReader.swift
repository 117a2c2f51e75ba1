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

  /// The unit that the text counts in, where it is not pieces: "battery" of "3 batteries".
  private(set) var unit: String?

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
        if let (next, length) = QualifierPhrases.behind(tokens, at: place) {
          qualifier = next
          place += length
        }
      } else if case .word(let word) = tokens[place] {
        if QuantityReader.spoilers.contains(word) {
          hasNumber = true
          return nil
        }
        if QuantityReader.vague.contains(word) { nouns = true }
        if unit == nil, found != nil || loose != .none || tokens.count <= 2 {
          unit = QuantityUnit.inWords(word)
        }
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
    "each", "apiece", "every", "annually", "yearly", "monthly", "halves", "thirds", "quarters",
  ]
  /// Words that may stand between a qualifier and its number.
  private static let fillers: Set<String> = [
    "a", "an", "the", "of", "total", "another", "further", "additional", "other", "new",
  ]

  // MARK: Qualifiers

  private func prefix() -> (Qualifier, Int)? {
    switch tokens[place] {
    case .sign(0x7E): return (.about, 1)
    case .sign(0x3E): return (.moreThan, 1)
    case .sign(0x3C): return (.lessThan, 1)
    default: return QualifierPhrases.match(QualifierPhrases.before, tokens, at: place)
    }
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
    if take("between") {
      // "Between one hundred and two hundred", then "between one hundred and ten and two hundred".
      for joinsAnd in [false, true] {
        place = start + 1
        skipAbout()
        guard let low = single(joinsAnd: joinsAnd), take("and") else { continue }
        skipAbout()
        if let high = single(), let range = range(low, high) { return (range.low, range.high, false) }
      }
      place = start
      return nil
    }
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
    if take("to") || take("or") || take(sign: 0x2D), let high = single(), let range = range(low, high) {
      return (range.low, range.high, false)
    }
    place = behind
    guard let number = QuantityReader.whole(low.number) else {
      place = start
      return nil
    }
    return (number, number, false)
  }

  /// A qualifier within a range says nothing of the whole.
  private mutating func skipAbout() {
    if place < tokens.count, let (next, length) = prefix(), next == .about { place += length }
  }

  /// Both ends in whole numbers; the first shares what multiplies the second, if the order then holds: "two to three
  /// hundred".
  private mutating func range(
    _ first: (number: Double, scale: Double), _ second: (number: Double, scale: Double)
  ) -> (low: Int64, high: Int64)? {
    let isShared = first.scale == 1 && first.number * second.scale < second.number
    guard let low = QuantityReader.whole(isShared ? first.number * second.scale : first.number),
      let high = QuantityReader.whole(second.number), high > low
    else { return nil }
    isSpan = true
    return (low, high)
  }

  private static let ranges: [(words: [String], low: Int64, high: Int64)] = [
    (["hundreds", "of", "thousands"], 200_000, 999_999), (["tens", "of", "thousands"], 20_000, 99_999),
    (["millions"], 2_000_000, 9_999_999),
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

  /// A number in digits or words at this place, which is then behind it, with what multiplies it last.
  private mutating func single(joinsAnd: Bool = true) -> (number: Double, scale: Double)? {
    var reader = NumeralReader(tokens, at: place)
    if let number = reader.number(joinsAnd: joinsAnd) {
      place = reader.place
      return (number, reader.scale)
    }
    guard place < tokens.count, tokens[place] == .word("a") || tokens[place] == .word("an") else {
      return nil
    }
    if place + 1 == tokens.count {
      place += 1
      return (1, 1)
    }
    guard case .word(let noun) = tokens[place + 1] else { return nil }
    // The unit is still to be read.
    if QuantityUnit.isUnit(noun) {
      place += 1
      return (1, 1)
    }
    guard QuantityReader.things.contains(noun) else { return nil }
    place += 2
    return (1, 1)
  }

  /// Things of which "a" is one.
  private static let things: Set<String> = ["unit", "piece", "further", "second", "single"]

  private mutating func multiplier() -> Int64? {
    var factor: Int64?
    while place < tokens.count, case .word(let word) = tokens[place],
      let next = NumeralWords.multipliers[word], (factor ?? 1) < 1_000_000
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
