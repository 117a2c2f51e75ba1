extension ByteBuffer {
  /// Appends a JSON string; bytes that are no UTF-8 become U+FFFD.
  mutating func appendJSON(string text: UnsafeRawBufferPointer) {
    reserve(text.count + 2)
    append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 {
        let scalar = text.decodeScalar(at: index)
        if !scalar.isValid {
          append(text, start, index)
          append("\u{FFFD}")
          start = index + scalar.length
        }
        index += scalar.length
        continue
      }
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        append(text, start, index)
        appendJSONEscape(byte)
        start = index + 1
      }
      index += 1
    }
    append(text, start, text.count)
    append(UInt8(ascii: "\""))
  }

  private mutating func appendJSONEscape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    default:
      append(UInt8(ascii: "u"))
      appendHex(UInt32(byte), digits: 4)
    }
  }

  /// Appends one item of a list: a number as it is if `numeric` and if it is one, else a string.
  mutating func appendJSON(item: UnsafeRawBufferPointer, numeric: Bool) {
    if numeric {
      var scanner = JSONScanner(item)
      scanner.skipBlanks()
      let start = scanner.index
      if scanner.scanNumber() {
        let end = scanner.index
        scanner.skipBlanks()
        if scanner.isAtEnd { return append(item, start, end) }
      }
    }
    appendJSON(string: item)
  }

  /// Appends the items of a text that joins them by `;`, as an array; the empty text has none.
  mutating func appendJSON(joined text: UnsafeRawBufferPointer, numeric: Bool) {
    append(UInt8(ascii: "["))
    var start = 0
    while start < text.count || (start == text.count && start > 0) {
      var end = start
      while end < text.count, text[end] != UInt8(ascii: ";") { end += 1 }
      if start > 0 { append(UInt8(ascii: ",")) }
      appendJSON(item: UnsafeRawBufferPointer(rebasing: text[start..<end]), numeric: numeric)
      start = end + 1
    }
    append(UInt8(ascii: "]"))
  }

  /// Appends a text that is a JSON value, without the blanks between its parts; any other text as a string.
  mutating func appendJSON(value text: UnsafeRawBufferPointer) {
    var scanner = JSONScanner(text)
    guard scanner.scanDocument() else { return appendJSON(string: text) }
    reserve(text.count)
    var inString = false
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if inString {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { inString = false }
      } else if byte == UInt8(ascii: "\"") {
        inString = true
      } else if byte <= 0x20 {
        append(text, start, index)
        start = index + 1
      }
      index += 1
    }
    append(text, start, text.count)
  }
}
