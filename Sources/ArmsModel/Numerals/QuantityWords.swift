/// What the words beside a quantity say of it.
public enum QuantityReading: Hashable, Sendable {
  /// A number with its ends.
  case number(QualifiedNumber)
  /// More than none, but nobody says how many: "a batch", "a shipment", "an unspecified number".
  case someUnknownNumber
  /// No number, with the reason.
  case absent(Absence)
  /// Words that say nothing certain of the number.
  case notUnderstood
}

/// Reads quantities that are printed in English words.
public enum QuantityWords {
  /// What `text` says.
  ///
  /// A text that speaks of two numbers that form no range is not understood, so that nothing is made up.
  ///
  /// - Parameters:
  ///   - text: as printed, such as "some", "dozens of", "up to 80", "between 8 and 12".
  ///   - number: the record's own quantity, if it has one. Then the text only qualifies it: a number in the
  ///     text that contradicts it is passed over, and the answer is never anything but a number.
  public static func read(_ text: String, number: Int64?) -> QuantityReading {
    readWithUnit(text, number: number).reading
  }

  /// The same, with the unit that the text counts in; nil for pieces.
  public static func readWithUnit(_ text: String, number: Int64?) -> (reading: QuantityReading, unit: String?)
  {
    var reader = QuantityReader(QuantityToken.list(text))
    let reading = reader.read()
    // A text with another number is about something else.
    var isOther = false
    if case .number(let found)? = reading, let number, !(found.low...found.high).contains(number) {
      isOther = true
    }
    return (read(reading, reader, number), isOther ? nil : reader.unit)
  }

  private static func read(
    _ reading: QuantityReading?, _ reader: QuantityReader, _ number: Int64?
  ) -> QuantityReading {
    guard let number else { return reading ?? .notUnderstood }
    if case .number(let found)? = reading {
      if found.best == number { return reading ?? .notUnderstood }
      if found.low <= number, number <= found.high, reader.isSpan {
        return .number(
          QualifiedNumber(low: found.low, best: number, high: found.high, qualifier: found.qualifier))
      }
      return .number(QualifiedNumber(number, .none))
    }
    if reader.hasNumber { return .number(QualifiedNumber(number, .none)) }
    return .number(QualifiedNumber(number, reader.loose))
  }
}

/// A word, a number or a sign of a text.
enum QuantityToken: Equatable {
  case word(String)
  case number(Double)
  /// "-" and its kin, "~", "+", "%", "<", ">".
  case sign(UInt8)

  /// The words (letters, lower case), numbers and signs of a text; a number joins its groups of three digits.
  static func list(_ text: String) -> [QuantityToken] {
    var tokens: [QuantityToken] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        tokens.append(.number(number(bytes, &index)))
      } else if isLetter(byte) {
        let start = index
        while index < bytes.count, isLetter(bytes[index]) { index += 1 }
        // "S-400" is a designation, not a number.
        if bytes[start] & 0x20 == 0, index - start <= 4, index + 1 < bytes.count, bytes[index] == 0x2D,
          bytes[index + 1] &- 0x30 < 10
        {
          index += 1
          while index < bytes.count, bytes[index] &- 0x30 < 10 || isLetter(bytes[index]) { index += 1 }
        }
        tokens.append(.word(String(decoding: bytes[start..<index].map { $0 | 0x20 }, as: UTF8.self)))
      } else {
        if let (sign, length) = sign(bytes, index) {
          tokens.append(.sign(sign))
          index += length
        } else {
          index += 1
        }
      }
    }
    return tokens
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func sign(_ bytes: [UInt8], _ index: Int) -> (UInt8, Int)? {
    switch bytes[index] {
    case 0x2D, 0x7E, 0x2B, 0x25, 0x3C, 0x3E: return (bytes[index], 1)
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
      // Hyphens and dashes, U+2010 to U+2015.
      return (0x90...0x95).contains(bytes[index + 2]) ? (0x2D, 3) : nil
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x89 && bytes[index + 2] == 0xA5:
      return (0x3E, 3)
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x88 && bytes[index + 2] == 0x92:
      return (0x2D, 3)
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x89 && bytes[index + 2] == 0x88:
      return (0x7E, 3)
    default: return nil
    }
  }

  private static func number(_ bytes: [UInt8], _ index: inout Int) -> Double {
    func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] &- 0x30 < 10 }
    func take() -> Double {
      var value = 0.0
      while isDigit(index) {
        value = value * 10 + Double(bytes[index] - 0x30)
        index += 1
      }
      return value
    }
    var value = take()
    while let gap = groupGap(bytes, index), isDigit(index + gap), isDigit(index + gap + 1) {
      if isDigit(index + gap + 2), !isDigit(index + gap + 3) {
        index += gap
        value = value * 1000 + take()
      } else if !isDigit(index + gap + 2), bytes[index] == 0x2C, isIndianGroup(bytes, index + 3) {
        index += gap
        value = value * 100 + take()
      } else {
        break
      }
    }
    if index < bytes.count, bytes[index] == 0x2E, isDigit(index + 1) {
      index += 1
      let start = index
      var fraction = take()
      for _ in start..<index { fraction /= 10 }
      value += fraction
    }
    return value
  }

  /// Whether groups of two digits, as in "1,50,000", go on at that comma to one of three.
  private static func isIndianGroup(_ bytes: [UInt8], _ index: Int) -> Bool {
    var index = index
    while index < bytes.count, bytes[index] == 0x2C {
      let digits = bytes[(index + 1)...].prefix { $0 &- 0x30 < 10 }.count
      if digits == 3 { return true }
      guard digits == 2 else { return false }
      index += 3
    }
    return false
  }

  /// The bytes of a comma, apostrophe or blank between groups of digits, or nil.
  private static func groupGap(_ bytes: [UInt8], _ index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    switch bytes[index] {
    case 0x2C, 0x27, 0x20: return 1
    case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: return 2
    case 0xE2
    where index + 2 < bytes.count && bytes[index + 1] == 0x80
      && [0x89, 0xAF, 0x99].contains(bytes[index + 2]):
      return 3
    default: return nil
    }
  }
}
