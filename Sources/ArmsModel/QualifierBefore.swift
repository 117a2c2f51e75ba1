/// Goes back over the words before an amount of money, to what qualifies it.
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
      case 0x20, 0x24, 0x09, 0x0A, 0x0D: place -= 1
      case 0x7E: (sign, place) = (.about, place - 1)
      case 0x3E: (sign, place) = (.moreThan, place - 1)
      case 0x3C: (sign, place) = (.lessThan, place - 1)
      case 0x2E:
        guard let length = abbreviation() else { return nil }
        place -= length
      default:
        guard let length = wideSign() else { return nil }
        place -= length
      }
    }
    return nil
  }

  /// Lets `next()` read that word again, which it read last.
  mutating func putBack(_ word: EvidenceWord) { place = word.end }

  /// The qualifier that belongs to the amount.
  mutating func found() -> Qualifier {
    var fillers = 0
    var isAfterArticle = false
    while fillers < 4 {
      let word = next()
      if sign != .none { return sign }
      guard let word else { return .none }
      guard let role = QualifierBefore.roles[word.key] else {
        guard word.isCode else { return .none }
        fillers += 1
        continue
      }
      switch role {
      case .qualifier(let qualifier): return qualifier
      case .preposition(let qualifier): return isAfterArticle ? .none : preposition(qualifier)
      case .than: return isAfterArticle ? .none : than()
      case .to:
        switch nextKey() {
        case Key.up: return .upTo
        case Key.close: return .nearly
        default: return .none
        }
      case .least: return nextKey() == Key.at ? .moreThan : .none
      case .most: return nextKey() == Key.at ? .upTo : .none
      case .as:
        let key = nextKey()
        return (key == Key.much || key == Key.many || key == Key.high) && nextKey() == Key.as ? .upTo : .none
      case .of:
        guard let before = next() else { return .none }
        if before.key == Key.excess || before.key == Key.upwards { return .moreThan }
        putBack(before)
        isAfterArticle = true
        fillers += 1
      case .article:
        isAfterArticle = true
        fillers += 1
      case .filler: fillers += 1
      }
    }
    return .none
  }

  private mutating func nextKey() -> UInt128 { next()?.key ?? 0 }

  private mutating func preposition(_ qualifier: Qualifier) -> Qualifier {
    qualifier == .lessThan && nextKey() == Key.just ? .nearly : qualifier
  }

  private mutating func than() -> Qualifier {
    let key = nextKey()
    let isMore = key == Key.more || key == Key.greater || key == Key.higher
    guard isMore || key == Key.less || key == Key.fewer || key == Key.lower else { return .none }
    let before = nextKey()
    if before == Key.no || before == Key.not { return isMore ? .upTo : .moreThan }
    return isMore ? .moreThan : .lessThan
  }

  /// The length of "U.S." or of the point of "Rs." before this place.
  private func abbreviation() -> Int? {
    if place >= 4, bytes[place - 4] == 0x55, bytes[place - 3] == 0x2E, bytes[place - 2] == 0x53 { return 4 }
    if place >= 3, bytes[place - 3] | 0x20 == 0x72, bytes[place - 2] | 0x20 == 0x73 { return 1 }
    return nil
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

  // MARK: Words

  private enum Role {
    case qualifier(Qualifier)
    /// A qualifier only right before the amount: "over a $5 billion deal" is about the deal.
    case preposition(Qualifier)
    case than, to, least, most, of, `as`, article, filler
  }

  private static let roles: [UInt128: Role] = {
    var table: [UInt128: Role] = [:]
    for (words, role) in [
      ("approximately approx roughly circa estimated", .qualifier(.about)),
      ("nearly almost", .qualifier(.nearly)),
      ("exceed exceeds exceeded exceeding surpass surpassed minimum", .qualifier(.moreThan)),
      ("maximum", .qualifier(.upTo)), ("about around some", .preposition(.about)),
      ("over above", .preposition(.moreThan)), ("under below", .preposition(.lessThan)), ("than", .than),
      ("to", .to), ("least", .least), ("most", .most), ("of", .of), ("as", .as), ("a an the", .article),
      ("total sum another further rs usd eur gbp us", .filler),
    ] as [(String, Role)] {
      for word in words.split(separator: " ") { table[EvidenceWord.key(of: word)] = role }
    }
    return table
  }()

  private enum Key {
    static let up = EvidenceWord.key(of: "up")
    static let close = EvidenceWord.key(of: "close")
    static let at = EvidenceWord.key(of: "at")
    static let much = EvidenceWord.key(of: "much")
    static let many = EvidenceWord.key(of: "many")
    static let high = EvidenceWord.key(of: "high")
    static let `as` = EvidenceWord.key(of: "as")
    static let excess = EvidenceWord.key(of: "excess")
    static let upwards = EvidenceWord.key(of: "upwards")
    static let just = EvidenceWord.key(of: "just")
    static let more = EvidenceWord.key(of: "more")
    static let greater = EvidenceWord.key(of: "greater")
    static let higher = EvidenceWord.key(of: "higher")
    static let less = EvidenceWord.key(of: "less")
    static let fewer = EvidenceWord.key(of: "fewer")
    static let lower = EvidenceWord.key(of: "lower")
    static let no = EvidenceWord.key(of: "no")
    static let not = EvidenceWord.key(of: "not")
  }
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

  /// The value of "one" to "ninety"; nil for any other word.
  var number: Int64? { EvidenceWord.numbers[key] }

  private static let numbers: [UInt128: Int64] = {
    var table: [UInt128: Int64] = [:]
    for (word, value) in QuantityReader.numberWords { table[key(of: word)] = value }
    return table
  }()
}
