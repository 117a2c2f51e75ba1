/// Finds how a passage qualifies the sum of money that a claim takes from it.
public enum EvidenceQualifier {
  /// The qualifier of the amount in `evidence` that equals the claim's.
  ///
  /// Digits with or without groups count, and numbers in words before "million" and its kin. Of several such
  /// amounts the first that is qualified counts. A qualifier belongs to the amount that it precedes, with currency
  /// signs and codes and a few small words between, or that it follows ("or more").
  ///
  /// - Parameters:
  ///   - evidence: a passage in UTF-8; any other bytes are taken as they come.
  ///   - thousandths: the claim's value in thousandths of its currency unit, above zero.
  /// - Returns: `.none` if the amount is not there or stands bare.
  public static func read(_ evidence: UnsafeRawBufferPointer, thousandths: Int64) -> Qualifier {
    guard thousandths > 0, !evidence.isEmpty else { return .none }
    let scan = EvidenceScan(bytes: evidence, target: UInt128(thousandths))
    return scan.qualifierOfDigits() ?? scan.qualifierOfWords() ?? .none
  }
}

/// The bytes of a passage and the sum that is looked for in them, in thousandths.
struct EvidenceScan {
  let bytes: UnsafeRawBufferPointer
  let target: UInt128

  /// Goes over the numbers in digits; nil if none is the sum, or all that are stand bare.
  func qualifierOfDigits() -> Qualifier? {
    var index = 0
    while index < bytes.count {
      if bytes[index] &- 0x30 > 9 {
        index += 1
        continue
      }
      let start = index
      let number = DigitRun(bytes, &index)
      let own = factor(index)
      // Of most numbers the digits tell that they are others.
      guard number.mayEqual(target) else { continue }
      let second = own == nil ? secondNumber(behind: index, of: start) : nil
      guard number.equals(target, times: own?.value ?? second.map { number.factor(sharedWith: $0) } ?? 1)
      else {
        continue
      }
      let qualifier = self.qualifier(before: start, behind: second?.end ?? own?.end ?? index)
      if qualifier != .none { return qualifier }
    }
    return nil
  }

  /// Goes over "five billion" and the like; nil as above.
  func qualifierOfWords() -> Qualifier? {
    var index = 0
    while let sum = nextSumInWords(&index) {
      guard sum.thousandths == Int64(exactly: target) else { continue }
      let qualifier = self.qualifier(before: sum.range.lowerBound, behind: sum.range.upperBound)
      if qualifier != .none { return qualifier }
    }
    return nil
  }

  /// The qualifier before an amount, else the one behind it and its currency.
  func qualifier(before start: Int, behind end: Int) -> Qualifier {
    var before = QualifierBefore(bytes, start)
    let found = before.found()
    return found == .none ? qualifier(behind: currency(behind: end)?.end ?? end) : found
  }

  private func qualifier(behind end: Int) -> Qualifier {
    // "$1 billion, or more", "$1 billion (or more)"; what is behind a further mark is about something else.
    var start = end
    while start < bytes.count, [0x20, 0x2C, 0x28, 0x0A].contains(bytes[start]) { start += 1 }
    var last = start
    while last < bytes.count, last - end < 40, ![0x2C, 0x29, 0x2E, 0x3A, 0x3B].contains(bytes[last]) {
      last += 1
    }
    guard last > start else { return .none }
    let tokens = QuantityToken.list(String(decoding: bytes[start..<last], as: UTF8.self))
    guard let found = QualifierPhrases.behind(tokens, at: 0) else { return .none }
    // "$1 billion plus spare parts" adds something, "$1 billion-plus" does not; what is cut off is not known.
    if tokens[0] == .word("plus"), tokens.count > 1 { return .none }
    return found.qualifier
  }

  // MARK: Ranges

  /// The second number of a range in digits, with what multiplies it.
  struct SecondNumber {
    var number: DigitRun
    var factor: Int64?
    var end: Int
  }

  /// The number that makes a range of the one that stands from `start` to `end`: behind a dash, "to" or "or", or behind
  /// "and" where "between" stands before; nil if there is none.
  ///
  /// - Parameter end: behind the first number and what multiplies it.
  func secondNumber(behind end: Int, of start: Int) -> SecondNumber? {
    if let place = behindDash(end) { return second(at: place) }
    var index = end
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A { index += 1 }
    guard index > end, index - end < 3 else { return nil }
    if let place = behindDash(index, overBlank: true) { return second(at: place, isMoney: true) }
    var behind = index
    while behind < bytes.count, behind - index < 4, (bytes[behind] | 0x20) &- 0x61 < 26 { behind += 1 }
    switch EvidenceWord(bytes, index, behind).text {
    case "and":
      guard hasBefore(start, ["between"]) else { return nil }
    case "to", "or":
      // "Rose from $1 billion to $2 billion" and "raised by $1 billion to $2 billion" are no ranges.
      if hasBefore(start, ["from", "by"]), !hasBefore(start, ["ranging", "ranges", "ranged", "anywhere"]) {
        return nil
      }
    default: return nil
    }
    return skippingCurrency(behind).flatMap { second(at: $0.place, isMoney: !$0.hasCurrency) }
  }

  /// - Parameter isMoney: whether only what multiplies the number tells that it is a sum of money, too.
  private func second(at place: Int, isMoney: Bool = false) -> SecondNumber? {
    var end = place
    let number = DigitRun(bytes, &end)
    let factor = self.factor(end)
    if isMoney, factor == nil { return nil }
    return SecondNumber(number: number, factor: factor?.value, end: factor?.end ?? end)
  }

  /// Whether one of those words stands among the three before an amount, over its currency.
  private func hasBefore(_ start: Int, _ words: Set<String>) -> Bool {
    var before = QualifierBefore(bytes, start)
    for _ in 0..<4 {
      guard let word = before.next() else { return false }
      if words.contains(word.text) { return true }
    }
    return false
  }

  /// The place of the number behind blanks, a small qualifier and a currency, and whether there was a currency.
  private func skippingCurrency(_ start: Int) -> (place: Int, hasCurrency: Bool)? {
    var index = start
    var hasCurrency = false
    while index < bytes.count, index - start < 12 {
      let byte = bytes[index]
      if byte &- 0x30 < 10 { return (index, hasCurrency) }
      if byte == 0x24 || byte >= 0x80 {
        hasCurrency = true
      } else if (byte | 0x20) &- 0x61 < 26 || byte == 0x2E {
        // Codes and abbreviations, and no word.
        if index > start, bytes[index - 1] == 0x20, byte & 0x20 != 0, byte != 0x2E { return nil }
      } else if byte != 0x20 && byte != 0x0A {
        return nil
      }
      index += 1
    }
    return nil
  }

  /// The place of the number behind a dash at `index`, with or without a currency sign; nil if there is none.
  private func behindDash(_ index: Int, overBlank: Bool = false) -> Int? {
    var index = index
    if index < bytes.count, bytes[index] == 0x2D {
      index += 1
    } else if index + 2 < bytes.count, bytes[index] == 0xE2, bytes[index + 1] == 0x80,
      (0x90...0x95).contains(bytes[index + 2])
    {
      index += 3
    } else {
      return nil
    }
    if overBlank {
      guard index < bytes.count, bytes[index] == 0x20 else { return nil }
      index += 1
    }
    if index < bytes.count, bytes[index] == 0x24 { index += 1 }
    return index < bytes.count && bytes[index] &- 0x30 < 10 ? index : nil
  }

  // MARK: Numbers in words

  /// A sum of money, or a range of them, in words up to "million" and its kin.
  struct SumInWords {
    /// In thousandths; of a range the lower end.
    var thousandths: Int64
    /// The upper end of a range.
    var thousandthsMax: Int64?
    /// From the first word to the last byte.
    var range: Range<Int>
  }

  /// The next sum in words from `index` on, which is then behind it; nil if there is none left.
  func nextSumInWords(_ index: inout Int) -> SumInWords? {
    while index + 3 < bytes.count {
      guard (bytes[index] | 0x20) &- 0x61 < 26 else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, (bytes[index] | 0x20) &- 0x61 < 26 { index += 1 }
      // Words of million, billion, trillion, thousand, lakh and crore begin so.
      guard index - start >= 4, index - start <= 10 else { continue }
      switch (bytes[start] | 0x20, bytes[start + 1] | 0x20) {
      case (0x6D, 0x69), (0x62, 0x69), (0x74, 0x72), (0x74, 0x68), (0x6C, 0x61), (0x63, 0x72): break
      default: continue
      }
      if let sum = sumInWords(around: EvidenceWord(bytes, start, index)) {
        index = max(index, sum.range.upperBound)
        return sum
      }
    }
    return nil
  }

  /// The sum that a word such as "million" belongs to.
  private func sumInWords(around anchor: EvidenceWord) -> SumInWords? {
    guard NumeralWords.scales[anchor.text] != nil else { return nil }
    var words = [anchor]
    while words.count < 16, let first = words.first, let word = neighbour(before: first.start),
      NumeralWords.isPart(word.text)
    {
      words.insert(word, at: 0)
    }
    let place = words.count - 1
    guard place > 0 else { return nil }
    while words.count < 32, let last = words.last, let word = neighbour(behind: last.end),
      NumeralWords.isPart(word.text)
    {
      words.append(word)
    }
    let tokens = words.map { QuantityToken.word($0.text) }
    for start in 0..<place {
      guard var found = range(tokens, at: start) ?? single(tokens, at: start), found.end > place else {
        continue
      }
      while let last = found.end > 0 ? words[found.end - 1] : nil, NumeralWords.joints.contains(last.text),
        last.text != "half", last.text != "quarter", last.text != "quarters"
      {
        found.end -= 1
      }
      // "A third of a million" is another number.
      if tokens[start] == .word("a"), start > 1, tokens[start - 1] == .word("of") { return nil }
      if tokens[start] == .word("a"), let of = neighbour(before: words[start].start), of.text == "of",
        let part = neighbour(before: of.start), EvidenceScan.parts.contains(part.text)
      {
        return nil
      }
      guard let low = EvidenceScan.thousandths(found.low) else { return nil }
      return SumInWords(
        thousandths: low, thousandthsMax: found.high.flatMap(EvidenceScan.thousandths),
        range: words[start].start..<words[found.end - 1].end)
    }
    return nil
  }

  private typealias Found = (low: Double, high: Double?, end: Int)

  private func single(_ tokens: [QuantityToken], at start: Int) -> Found? {
    // Without a number before it, "a few" or the like may stand there.
    if case .word(let word) = tokens[start], NumeralWords.multipliers[word] != nil { return nil }
    var reader = NumeralReader(tokens, at: start)
    return reader.number().map { ($0, nil, reader.place) }
  }

  /// "Between one and two billion", "two to three million".
  private func range(_ tokens: [QuantityToken], at start: Int) -> Found? {
    let isBetween = tokens[start] == .word("between")
    for joinsAnd in isBetween ? [false, true] : [true] {
      var first = NumeralReader(tokens, at: isBetween ? start + 1 : start)
      guard let low = first.number(joinsAnd: joinsAnd), tokens.indices.contains(first.place) else { continue }
      let joint = tokens[first.place]
      guard isBetween ? joint == .word("and") : joint == .word("to") || joint == .word("or") else { continue }
      var second = NumeralReader(tokens, at: first.place + 1)
      guard let high = second.number() else { continue }
      for shared in first.scale == 1 ? [second.scale, 1] : [1] where low * shared < high {
        return (low * shared, high, second.place)
      }
    }
    return nil
  }

  private static let parts: Set<String> = [
    "third", "thirds", "fifth", "fifths", "tenth", "tenths", "quarter", "quarters", "fraction", "part",
    "eighth",
  ]

  private static func thousandths(_ value: Double) -> Int64? {
    value > 0 && value <= 1e15 ? Int64((value * 1000).rounded()) : nil
  }

  /// The word before `place`, over one blank, line end or hyphen.
  private func neighbour(before place: Int) -> EvidenceWord? {
    guard place > 1, [0x20, 0x2D, 0x0A].contains(bytes[place - 1]) else { return nil }
    var start = place - 1
    while start > 0, (bytes[start - 1] | 0x20) &- 0x61 < 26 { start -= 1 }
    return start < place - 1 ? EvidenceWord(bytes, start, place - 1) : nil
  }

  /// The word behind `place` likewise.
  private func neighbour(behind place: Int) -> EvidenceWord? {
    guard place + 1 < bytes.count, [0x20, 0x2D, 0x0A].contains(bytes[place]) else { return nil }
    var end = place + 1
    while end < bytes.count, (bytes[end] | 0x20) &- 0x61 < 26 { end += 1 }
    return end > place + 1 ? EvidenceWord(bytes, place + 1, end) : nil
  }

  // MARK: Factors

  /// What the words at `index`, possibly behind a blank or hyphen, multiply the number before them with ("lakh crore"
  /// by both), and the place behind them.
  func factor(_ index: Int) -> (value: Int64, end: Int)? {
    guard var found = oneFactor(index) else { return nil }
    while let next = oneFactor(found.end), next.end - found.end > 3 {
      let (product, overflow) = found.value.multipliedReportingOverflow(by: next.value)
      guard !overflow, product <= 1_000_000_000_000_000 else { break }
      found = (product, next.end)
    }
    return found
  }

  private func oneFactor(_ index: Int) -> (value: Int64, end: Int)? {
    var index = index
    if index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x2D || bytes[index] == 0x0A {
      index += 1
    } else if index + 1 < bytes.count, bytes[index] == 0xC2, bytes[index + 1] == 0xA0 {
      index += 2
    }
    var end = index
    while end < bytes.count, end - index < 12, (bytes[end] | 0x20) &- 0x61 < 26 { end += 1 }
    return EvidenceScan.factors[EvidenceWord(bytes, index, end).key].map { ($0, end) }
  }

  private static let factors: [UInt128: Int64] = {
    var table: [UInt128: Int64] = [:]
    for (word, factor) in NumeralWords.moneyScales { table[EvidenceWord.key(of: word)] = factor }
    table[EvidenceWord.key(of: "hundred")] = 100
    return table
  }()
}

/// A number in digits: all its digits in one, and where the last separator stood.
struct DigitRun {
  private var mantissa: UInt128 = 0
  private var digits = 0
  /// Digits behind the last point or comma; nil if there was none.
  private var behindLast: Int?
  /// Whether every separator is followed by three digits, as between groups.
  private var isGrouped = true
  /// The last separator's first byte; 0 if there was none.
  private var separator: UInt8 = 0
  private var separators = 0
  /// Whether the last separator is another than the one before.
  private var isMixed = false
  private var isTooLong = false

  /// Reads from `index`, which stands on a digit, and leaves it behind the last one.
  init(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) {
    func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] &- 0x30 < 10 }
    while index < bytes.count {
      if isDigit(index) {
        digits += 1
        if digits > 18 { isTooLong = true } else { mantissa = mantissa * 10 + UInt128(bytes[index] - 0x30) }
        if let count = behindLast { behindLast = count + 1 }
        index += 1
        continue
      }
      var gap = 0
      switch bytes[index] {
      case 0x2C, 0x2E: gap = 1
      case 0x27, 0x20: gap = -1
      case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: gap = -2
      case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
        if bytes[index + 2] == 0x89 || bytes[index + 2] == 0xAF { gap = -3 }
      default: break
      }
      let next = index + abs(gap)
      guard gap != 0, isDigit(next) else { return }
      // A blank is a separator only before exactly three digits.
      if gap < 0 {
        guard behindLast == nil ? digits <= 3 : behindLast == 3, isDigit(next + 1), isDigit(next + 2),
          !isDigit(next + 3)
        else { return }
      }
      // Groups of two digits stand between commas in India: "1,50,000".
      if let count = behindLast, count != 3, count != 2 || separator != 0x2C { isGrouped = false }
      behindLast = 0
      isMixed = separators > 0 && separator != bytes[index]
      separator = bytes[index]
      separators += 1
      index = next
    }
  }

  /// What multiplies the second number of a range, if the first one is below it with that: "$1.2 to $1.5 billion", but
  /// not "$800,000 to $1.5 million".
  func factor(sharedWith second: EvidenceScan.SecondNumber) -> Int64 {
    guard let factor = second.factor, let low = thousandths(times: factor),
      let high = second.number.thousandths(times: factor), low <= high
    else { return 1 }
    return factor
  }

  /// Whether any power of ten may make it `target` thousandths: both have the same digits but for zeros at the end.
  func mayEqual(_ target: UInt128) -> Bool {
    func digits(_ number: UInt128) -> UInt64 {
      guard var rest = UInt64(exactly: number), rest > 0 else { return 0 }
      while rest % 10 == 0 { rest /= 10 }
      return rest
    }
    return !isTooLong && digits(mantissa) == digits(target)
  }

  /// Whether the number times a factor is `target` thousandths, in either reading of its last separator.
  func equals(_ target: UInt128, times factor: Int64) -> Bool {
    if isTooLong { return false }
    let product = mantissa * UInt128(factor) * 1000
    guard let places = behindLast else { return product == target }
    if isGrouped, places == 3, product == target { return true }
    var scaled = target
    for _ in 0..<places { scaled *= 10 }
    return product == scaled
  }

  /// The number times a factor, in thousandths; nil if it is out of bounds.
  ///
  /// A single point with three digits behind it parts groups in "1.500", but not in "1.234 billion".
  func thousandths(times factor: Int64) -> Int64? {
    if isTooLong { return nil }
    var product = mantissa * UInt128(factor) * 1000
    let isFraction = isMixed || (separators == 1 && separator == 0x2E && factor > 1)
    if let places = behindLast, places != 3 || !isGrouped || isFraction {
      for _ in 0..<places { product /= 10 }
    }
    return Int64(exactly: product)
  }
}
