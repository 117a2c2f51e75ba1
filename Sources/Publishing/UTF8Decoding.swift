/// A character read from UTF-8: its number, and how many bytes it took.
struct DecodedScalar {
  var value: UInt32
  var length: Int
  /// False where the bytes were no UTF-8; then `value` is U+FFFD.
  var isValid: Bool
}

extension UnsafeRawBufferPointer {
  /// The character that begins at `index`, which must be below `count`.
  ///
  /// Bytes that are no UTF-8 (overlong, surrogates, cut off) give U+FFFD for each longest beginning of a
  /// character, as the Unicode Standard recommends (§3.9).
  func decodeScalar(at index: Int) -> DecodedScalar {
    let first = self[index]
    if first < 0x80 { return DecodedScalar(value: UInt32(first), length: 1, isValid: true) }
    let more: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    var value: UInt32
    switch first {
    case 0xC2...0xDF:
      more = 1
      value = UInt32(first & 0x1F)
    case 0xE0...0xEF:
      more = 2
      value = UInt32(first & 0x0F)
      if first == 0xE0 { low = 0xA0 }
      if first == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      more = 3
      value = UInt32(first & 0x07)
      if first == 0xF0 { low = 0x90 }
      if first == 0xF4 { high = 0x8F }
    default:
      return DecodedScalar(value: 0xFFFD, length: 1, isValid: false)
    }
    for step in 1...more {
      guard index + step < count, self[index + step] >= low, self[index + step] <= high else {
        return DecodedScalar(value: 0xFFFD, length: step, isValid: false)
      }
      value = value << 6 | UInt32(self[index + step] & 0x3F)
      low = 0x80
      high = 0xBF
    }
    return DecodedScalar(value: value, length: more + 1, isValid: true)
  }
}
