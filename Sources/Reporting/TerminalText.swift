extension ByteBuffer {
  /// Appends text that a terminal may be given, and gives the columns that it fills.
  ///
  /// Control characters, line breaks and the characters that reorder text become `\n`, `\t`, `\r` or
  /// `\u{202E}`; bytes that are no UTF-8 become U+FFFD. Stops soon after `limit` columns, for what will be
  /// cut anyway.
  mutating func appendTerminal(_ text: UnsafeRawBufferPointer, limit: Int) -> Int {
    var meter = WidthMeter()
    var width = 0
    var index = 0
    while index < text.count, width <= limit {
      let byte = text[index]
      if byte >= 0x20, byte < 0x7F {
        append(byte)
        width += meter.advance(UInt32(byte)).width
        index += 1
        continue
      }
      let scalar = text.decodeScalar(at: index)
      if isUnsafeForTerminal(scalar.value) {
        let start = count
        appendSwiftEscape(scalar.value)
        width += count - start
        meter = WidthMeter()
      } else {
        if scalar.isValid { append(text, index, index + scalar.length) } else { append("\u{FFFD}") }
        width += meter.advance(scalar.value).width
      }
      index += scalar.length
    }
    return width
  }

  private mutating func appendSwiftEscape(_ scalar: UInt32) {
    switch scalar {
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    default:
      append("\\u{")
      appendHex(scalar, digits: 1)
      append(UInt8(ascii: "}"))
    }
  }
}

/// Control characters, line and paragraph separators, and characters that reorder the text around them.
private func isUnsafeForTerminal(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF,
    0xFFF9...0xFFFB:
    true
  default: false
  }
}

extension UnsafeRawBufferPointer {
  /// The longest beginning that fills at most `limit` columns and parts no character from its marks.
  func prefix(columns limit: Int) -> (length: Int, width: Int) {
    var meter = WidthMeter()
    var width = 0
    var index = 0
    var best = (length: 0, width: 0)
    while index < count {
      let scalar = decodeScalar(at: index)
      let step = meter.advance(scalar.value)
      if step.startsUnit {
        guard width <= limit else { return best }
        best = (index, width)
      }
      width += step.width
      index += scalar.length
    }
    return width <= limit ? (count, width) : best
  }
}
