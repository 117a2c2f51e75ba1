/// Goes back over the words before an amount of money, to what qualifies it (see `QualifierPhrases`).
struct QualifierBefore {
  private let bytes: UnsafeRawBufferPointer
  /// What lies before this place is still to be read.
  private var place: Int
  /// A sign such as "~" that was passed.
  private var sign = Qualifier.none

  init(_ bytes: UnsafeRawBufferPointer, _ place: Int) {
    self.bytes = bytes
    self.place = place
  }

  /// The word before, over blanks and currency signs; nil at any other sign, at a digit and at the beginning.
  mutating func next() -> EvidenceWord? {
    while place > 0 {
      let byte = bytes[place - 1]
      if (byte | 0x20) &- 0x61 < 26 {
        let end = place
        while place > 0, (bytes[place - 1] | 0x20) &- 0x61 < 26 { place -= 1 }
        return EvidenceWord(bytes, place, end)
      }
      switch byte {
      // A closing bracket, for "(about) $1 billion", and signs of currencies.
      case 0x20, 0x24, 0x29, 0x09, 0x0A, 0x0D: place -= 1
      case 0x7E: (sign, place) = (.about, place - 1)
      case 0x3E: (sign, place) = (.moreThan, place - 1)
      case 0x3C: (sign, place) = (.lessThan, place - 1)
      case 0x2E:
        guard let length = abbreviation() else { return nil }
        place -= length
      default:
        if let next = comparison() {
          (sign, place) = (next, place - 3)
          continue
        }
        guard let length = wideSign() else { return nil }
        place -= length
      }
    }
    return nil
  }

  /// The qualifier that belongs to the amount.
  mutating func found() -> Qualifier {
    var fillers = 0
    var isAfterArticle = false
    while fillers < 4 {
      let word = next()
      if sign != .none { return sign }
      guard let word else { return .none }
      for phrase in QualifierBefore.phrases[word.key] ?? [] {
        var rest = self
        guard rest.stands(phrase.before) else { continue }
        return phrase.isLoose || !isAfterArticle ? phrase.qualifier : .none
      }
      guard let isArticle = QualifierBefore.fillers[word.key] ?? (word.isCode ? false : nil) else {
        return .none
      }
      isAfterArticle = isAfterArticle || isArticle
      fillers += 1
    }
    return .none
  }

  /// The length of "U.S." or of the point of "Rs." and "c." before this place.
  private func abbreviation() -> Int? {
    if place >= 4, bytes[place - 4] == 0x55, bytes[place - 3] == 0x2E, bytes[place - 2] == 0x53 { return 4 }
    var start = place - 1
    while start > 0, place - start < 8, (bytes[start - 1] | 0x20) &- 0x61 < 26 { start -= 1 }
    return QualifierBefore.abbreviations.contains(EvidenceWord(bytes, start, place - 1).key) ? 1 : nil
  }

  private static let abbreviations = Set(
    ["rs", "c", "ca", "approx", "est", "max", "min"].map { EvidenceWord.key(of: $0) })

  /// What "≈", "≥" or "≤" before this place says.
  private func comparison() -> Qualifier? {
    guard place >= 3, bytes[place - 3] == 0xE2 else { return nil }
    switch (bytes[place - 2], bytes[place - 1]) {
    case (0x89, 0x88), (0x88, 0xBC): return .about
    case (0x89, 0xA5): return .moreThan
    case (0x89, 0xA4): return .upTo
    default: return nil
    }
  }

  /// The length of the blank or currency sign of several bytes before this place.
  private func wideSign() -> Int? {
    let last = bytes[place - 1]
    if place >= 2, bytes[place - 2] == 0xC2, last == 0xA0 || last == 0xA3 || last == 0xA5 { return 2 }
    guard place >= 3, bytes[place - 3] == 0xE2 else { return nil }
    let middle = bytes[place - 2]
    if middle == 0x82, (0xA0...0xBF).contains(last) { return 3 }
    return middle == 0x80 && (last == 0x89 || last == 0xAF) ? 3 : nil
  }

  /// Whether those words stand before, from the right.
  private mutating func stands(_ keys: [UInt128]) -> Bool {
    for key in keys where next()?.key != key { return false }
    return true
  }

  // MARK: Words

  private typealias Phrase = (before: [UInt128], qualifier: Qualifier, isLoose: Bool)

  /// The phrases by their last word, each with the words before that from the right; longer phrases first.
  private static let phrases: [UInt128: [Phrase]] = {
    var table: [UInt128: [Phrase]] = [:]
    for phrase in QualifierPhrases.before {
      let keys = phrase.words.reversed().map { EvidenceWord.key(of: $0) }
      table[keys[0], default: []].append((Array(keys.dropFirst()), phrase.qualifier, phrase.isLoose))
    }
    return table.mapValues { $0.sorted { $0.before.count > $1.before.count } }
  }()

  /// Words between a qualifier and its amount, and whether each is an article or the like.
  private static let fillers: [UInt128: Bool] = {
    var table: [UInt128: Bool] = [:]
    for word in ["a", "an", "the", "of"] { table[EvidenceWord.key(of: word)] = true }
    for word in ["total", "sum", "another", "further", "rs", "usd", "eur", "gbp", "us", "at"] {
      table[EvidenceWord.key(of: word)] = false
    }
    return table
  }()
}

/// A word of a passage, for comparing without regard to case.
struct EvidenceWord {
  private let bytes: UnsafeRawBufferPointer
  let start: Int
  let end: Int
  /// The letters in small, eight bits each; 0 for a word of no letters or of more than sixteen.
  let key: UInt128

  init(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    self.bytes = bytes
    self.start = start
    self.end = end
    var key: UInt128 = 0
    if end - start <= 16 {
      for index in start..<end { key = key << 8 | UInt128(bytes[index] | 0x20) }
    }
    self.key = key
  }

  static func key(of word: some StringProtocol) -> UInt128 {
    word.utf8.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// Whether it is all in capitals and short enough for a code of a currency.
  var isCode: Bool {
    guard end - start <= 3 else { return false }
    for index in start..<end where bytes[index] & 0x20 != 0 { return false }
    return true
  }

  /// The letters in small.
  var text: String { String(decoding: bytes[start..<end].map { $0 | 0x20 }, as: UTF8.self) }
}
