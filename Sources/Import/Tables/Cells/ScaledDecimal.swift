/// Decimal numbers as whole numbers of a small unit, without a detour through binary fractions.
enum ScaledDecimal {
  /// `text` times ten to the power of `places`: "0.5" with 3 places is 500.
  ///
  /// Digits behind the last place round half up. An exponent ("2e-05") is understood.
  /// - Returns: nil for what is no number, negative, or too large.
  static func read(_ text: String, places: Int) -> Int64? {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    var bytes = Array(text.utf8)[...]
    reading: while let byte = bytes.popFirst() {
      switch byte {
      case 0x30...0x39: digits.append(byte - 0x30)
      case UInt8(ascii: "."):
        guard point == nil else { return nil }
        point = digits.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let power = Int(String(decoding: bytes, as: UTF8.self)), abs(power) < 100 else { return nil }
        exponent = power
        break reading
      default: return nil
      }
    }
    guard !digits.isEmpty else { return nil }
    let kept = (point ?? digits.count) + exponent + places
    var value: Int64 = 0
    for place in 0..<max(kept, 0) {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let digit = place < digits.count ? Int64(digits[place]) : 0
      let (sum, isAlsoTooLarge) = product.addingReportingOverflow(digit)
      guard !isTooLarge, !isAlsoTooLarge else { return nil }
      value = sum
    }
    if kept >= 0, kept < digits.count, digits[kept] >= 5 {
      guard value < Int64.max else { return nil }
      value += 1
    }
    return value
  }
}
