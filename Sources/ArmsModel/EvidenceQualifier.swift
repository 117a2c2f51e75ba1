/// Finds how a passage qualifies the sum of money that a claim takes from it.
public enum EvidenceQualifier {
  /// The qualifier of the amount in `evidence` that equals the claim's.
  ///
  /// Digits with or without groups count, and numbers in words before "million" and its kin. Of several such
  /// amounts the first that is qualified counts. A qualifier belongs to the amount that it precedes, with
  /// currency signs and codes and up to two small words between; no text is made of the bytes.
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
      var multiplier = self.multiplier(index)
      if multiplier == nil, let second = behindDash(index) {
        // "$32-38 m": the first number shares what follows the second.
        var end = second
        _ = DigitRun(bytes, &end)
        multiplier = self.multiplier(end)
      }
      guard number.equals(target, times: multiplier ?? 1) else { continue }
      var before = QualifierBefore(bytes, start)
      let qualifier = before.found()
      if qualifier != .none { return qualifier }
    }
    return nil
  }

  /// Goes over "five billion" and the like; nil as above.
  func qualifierOfWords() -> Qualifier? {
    // Of the two letters in the middle of "billion" every second byte meets one.
    var index = 1
    while index + 4 < bytes.count {
      defer { index += 2 }
      guard bytes[index] | 0x20 == 0x6C, var sum = sumInWords(index) else { continue }
      guard sum.numerator * UInt128(sum.factor) * 1000 == target * sum.denominator else { continue }
      let qualifier = sum.words.found()
      if qualifier != .none { return qualifier }
    }
    return nil
  }

  /// A number in words before "million" and its kin.
  struct SumInWords {
    /// The number is this by `denominator`.
    var numerator: UInt128 = 1
    var denominator: UInt128 = 1
    var factor: Int64
    /// From the first word of the number to the last byte of the factor.
    var range: Range<Int>
    /// What stands before it.
    var words: QualifierBefore
  }

  /// The sum in whose factor `index` meets one of the two letters in the middle, or nil.
  func sumInWords(_ index: Int) -> SumInWords? {
    guard index + 1 < bytes.count, bytes[index] | 0x20 == 0x6C else { return nil }
    let place = bytes[index + 1] | 0x20 == 0x6C ? index - 2 : index - 3
    guard place > 0, bytes[place - 1] == 0x20, let factor = factor(place) else { return nil }
    var words = QualifierBefore(bytes, place)
    guard let word = words.next() else { return nil }
    var sum = SumInWords(factor: factor.value, range: word.start..<factor.end, words: words)
    if word.key == EvidenceScan.article || word.number == 1 {
      if let half = sum.words.next() {
        if half.key == EvidenceScan.half {
          sum.denominator = 2
          sum.range = half.start..<factor.end
        } else {
          sum.words.putBack(half)
        }
      }
    } else if let value = word.number {
      sum.numerator = UInt128(value)
    } else {
      return nil
    }
    return sum
  }

  /// The place of the number behind a dash at `index`, with or without a currency sign; nil if there is none.
  func behindDash(_ index: Int) -> Int? {
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
    if index < bytes.count, bytes[index] == 0x24 { index += 1 }
    return index < bytes.count && bytes[index] &- 0x30 < 10 ? index : nil
  }

  /// What a word at `index`, possibly behind a blank or hyphen, multiplies the number before it with.
  private func multiplier(_ index: Int) -> Int64? { factor(index)?.value }

  /// The same, with the place behind the word.
  func factor(_ index: Int) -> (value: Int64, end: Int)? {
    var index = index
    if index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x2D {
      index += 1
    } else if index + 1 < bytes.count, bytes[index] == 0xC2, bytes[index + 1] == 0xA0 {
      index += 2
    }
    var end = index
    while end < bytes.count, end - index < 12, (bytes[end] | 0x20) &- 0x61 < 26 { end += 1 }
    return EvidenceScan.multipliers[EvidenceWord(bytes, index, end).key].map { ($0, end) }
  }

  private static let article = EvidenceWord.key(of: "a")
  private static let half = EvidenceWord.key(of: "half")
  private static let multipliers: [UInt128: Int64] = {
    var table: [UInt128: Int64] = [:]
    for (words, factor) in [
      ("k thousand", 1000), ("lakh lakhs", 100_000),
      ("m mn mln mio mil million millions milyon", 1_000_000), ("crore crores cr", 10_000_000),
      ("b bn bln billion billions mrd milliard milliards", 1_000_000_000),
      ("t tn trn trillion trillions", 1_000_000_000_000),
    ] as [(String, Int64)] {
      for word in words.split(separator: " ") { table[EvidenceWord.key(of: word)] = factor }
    }
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
      if let count = behindLast, count != 3 { isGrouped = false }
      behindLast = 0
      isMixed = separators > 0 && separator != bytes[index]
      separator = bytes[index]
      separators += 1
      index = next
    }
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
