/// Numbers as records write them: exact, without a detour through binary fractions.
enum FieldNumber {
  /// The greatest number of pieces or of units of money.
  static let limit: Int64 = 1_000_000_000_000_000

  /// Why a text gives no number.
  enum Fault: Error {
    /// It is none.
    case malformed
    /// It is below zero.
    case negative
    /// It is above `limit`.
    case tooLarge
    /// It has more than three decimals.
    case tooFine
  }

  /// A number of digits only, 0 to `limit`.
  @inline(__always)
  static func whole(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Int64 {
    var number: Int64 = 0
    for byte in bytes {
      let digit = byte &- 0x30
      if digit > 9 { throw fault(bytes) }
      number = number &* 10 &+ Int64(digit)
      if number > limit { throw isDigits(bytes) ? .tooLarge : .malformed }
    }
    if bytes.isEmpty { throw .malformed }
    return number
  }

  /// A number with up to three decimals, possibly with an exponent, in thousandths; 0 to `limit` units.
  static func thousandths(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Int64 {
    if bytes.count <= 15, let number = plain(bytes) { return number &* 1000 }
    var index = 0
    let isNegative = bytes.first == 0x2D
    if isNegative { index = 1 }
    var digits = Digits()
    let wholeStart = index
    while index < bytes.count, bytes[index] &- 0x30 <= 9 {
      digits.append(bytes[index] &- 0x30)
      index += 1
    }
    if index == wholeStart { throw .malformed }
    var scale = 3
    if index < bytes.count, bytes[index] == 0x2E {
      index += 1
      let start = index
      while index < bytes.count, bytes[index] &- 0x30 <= 9 {
        digits.append(bytes[index] &- 0x30)
        scale -= 1
        index += 1
      }
      if index == start { throw .malformed }
    }
    if index < bytes.count, bytes[index] | 0x20 == 0x65 { scale += try exponent(bytes, &index) }
    if index < bytes.count { throw .malformed }
    if digits.isZero { return 0 }
    if isNegative { throw .negative }
    scale += digits.pendingZeros
    // The number is mantissa × 10^scale thousandths, and the mantissa does not end with a zero.
    if scale < 0 { throw digits.count + scale > 19 ? .tooLarge : .tooFine }
    if digits.hasOverflowed || digits.count + scale > 19 { throw .tooLarge }
    var result = digits.mantissa
    for _ in 0..<scale { result *= 10 }
    if result > UInt64(limit) * 1000 { throw .tooLarge }
    return Int64(result)
  }

  /// A number from 0 to 1 with decimals, or nil.
  static func fraction(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard bytes.count <= 64, let first = bytes.first, first &- 0x30 <= 9,
      bytes.allSatisfy({ $0 &- 0x30 <= 9 || $0 == 0x2E || $0 | 0x20 == 0x65 || $0 == 0x2D || $0 == 0x2B })
    else { return nil }
    guard let number = Double(String(decoding: bytes, as: UTF8.self)), (0...1).contains(number) else {
      return nil
    }
    return number
  }

  private static func plain(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var number: Int64 = 0
    for byte in bytes {
      let digit = byte &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int64(digit)
    }
    return bytes.isEmpty ? nil : number
  }

  private static func exponent(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) throws(Fault) -> Int {
    index += 1
    var isNegative = false
    if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    let start = index
    var exponent = 0
    while index < bytes.count, bytes[index] &- 0x30 <= 9 {
      exponent = min(exponent * 10 + Int(bytes[index] &- 0x30), 1_000_000_000)
      index += 1
    }
    if index == start { throw .malformed }
    return isNegative ? -exponent : exponent
  }

  private static func fault(_ bytes: UnsafeRawBufferPointer) -> Fault {
    guard bytes.first == 0x2D else { return .malformed }
    return isDigits(UnsafeRawBufferPointer(rebasing: bytes.dropFirst())) ? .negative : .malformed
  }

  private static func isDigits(_ bytes: UnsafeRawBufferPointer) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 &- 0x30 <= 9 }
  }

  /// The digits of a number, without zeros before and behind.
  private struct Digits {
    var mantissa: UInt64 = 0
    var count = 0
    var pendingZeros = 0
    var hasOverflowed = false
    var isZero: Bool { count == 0 }

    mutating func append(_ digit: UInt8) {
      if digit == 0 {
        if count > 0 { pendingZeros += 1 }
        return
      }
      // Nineteen digits are held exactly; more are more than any number allowed has.
      for _ in 0..<min(pendingZeros, 20) { push(0) }
      count += max(0, pendingZeros - 20)
      pendingZeros = 0
      push(digit)
    }

    private mutating func push(_ digit: UInt8) {
      count += 1
      if count > 19 {
        hasOverflowed = true
      } else {
        mantissa = mantissa * 10 + UInt64(digit)
      }
    }
  }
}
