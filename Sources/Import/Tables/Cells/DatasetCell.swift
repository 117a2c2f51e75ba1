/// Small things that all readers of cells need.
enum DatasetCell {
  /// Without blanks, no-break ones included, at both ends.
  static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    if first > 0x20, first != 0xC2, last > 0x20, last != 0xA0 { return text }
    var rest = text[...]
    while let first = rest.unicodeScalars.first, isBlank(first) { rest.unicodeScalars.removeFirst() }
    while let last = rest.unicodeScalars.last, isBlank(last) { rest.unicodeScalars.removeLast() }
    return String(rest)
  }

  /// Without blanks at the ends; nil if nothing is left, or only what programs write for nothing.
  static func filled(_ text: String) -> String? {
    let text = trimmed(text)
    switch text {
    case "", "NA", "NaN", "nan", "NULL", "null", "None", "<NA>", "NaT", "#N/A", "N/A": return nil
    default: return text
    }
  }

  /// The name of a column without case, blanks and signs: `Year(s) of delivery` and `Year.s..of.delivery` are one.
  static func columnKey(_ name: String) -> String {
    var key: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case 0x41...0x5A: key.append(byte | 0x20)
      case 0x61...0x7A, 0x30...0x39: key.append(byte)
      default: continue
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x20 || scalar.value == 0xA0 || scalar.value == 0xFEFF
  }
}
