// CSV and TSV.

extension ByteBuffer {
  /// Appends one field of CSV, with quotes if it is empty, holds the delimiter, a quote or a line break, or
  /// begins or ends with a blank.
  mutating func appendCSV(_ text: UnsafeRawBufferPointer, delimiter: UInt8, guarded: Bool) {
    let length = text.count
    guard length > 0 else { return append("\"\"") }
    let needsGuard = guarded && text.looksLikeFormula
    let first = text[0]
    let last = text[length - 1]
    var needsQuotes = first == 0x20 || last == 0x20 || first == 0x09 || last == 0x09
    var quotes = 0
    for byte in text {
      if byte == UInt8(ascii: "\"") {
        quotes += 1
        needsQuotes = true
      } else if byte == delimiter || byte == 0x0A || byte == 0x0D {
        needsQuotes = true
      }
    }
    guard needsQuotes || needsGuard else { return append(text) }
    if needsQuotes { append(UInt8(ascii: "\"")) }
    if needsGuard { append(UInt8(ascii: "'")) }
    if quotes > 0 {
      // Not twice the length: a cell may have tens of megabytes.
      reserve(length + quotes + 1)
      for byte in text {
        if byte == UInt8(ascii: "\"") { append(byte) }
        append(byte)
      }
    } else {
      append(text)
    }
    if needsQuotes { append(UInt8(ascii: "\"")) }
  }

  /// Appends one field of TSV.
  ///
  /// Tab, line feed, carriage return and backslash become `\t`, `\n`, `\r` and `\\`; a quote at the beginning
  /// becomes `\"`, so that readers of CSV do not take it for an opening one. That leaves a bare `""` free to
  /// mean the empty text, while null is an empty field.
  mutating func appendTSV(_ text: UnsafeRawBufferPointer, guarded: Bool) {
    guard text.count > 0 else { return append("\"\"") }
    if guarded, text.looksLikeFormula { append(UInt8(ascii: "'")) }
    if text[0] == UInt8(ascii: "\"") { append(UInt8(ascii: "\\")) }
    var start = 0
    for index in 0..<text.count {
      let letter: UInt8
      switch text[index] {
      case 0x09: letter = UInt8(ascii: "t")
      case 0x0A: letter = UInt8(ascii: "n")
      case 0x0D: letter = UInt8(ascii: "r")
      case UInt8(ascii: "\\"): letter = UInt8(ascii: "\\")
      default: continue
      }
      append(text, start, index)
      append(UInt8(ascii: "\\"))
      append(letter)
      start = index + 1
    }
    append(text, start, text.count)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether a spreadsheet may take the text for a formula.
  fileprivate var looksLikeFormula: Bool {
    guard count > 0 else { return false }
    switch self[0] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: return true
    default: return false
    }
  }
}
