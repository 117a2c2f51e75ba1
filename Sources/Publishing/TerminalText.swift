/// Makes text that others wrote safe for a terminal: what would command it, hide or reorder text is shown, not obeyed.
///
/// Shown are control characters (C0, DEL, C1), format characters (the bidirectional controls, the byte-order mark,
/// tags, what has no width), line and paragraph separators, and characters for private use. The joiners stay where
/// writing needs them: within Arabic and Indian scripts, and in emoji. Bytes that are no UTF-8 become U+FFFD. Text that
/// is safe stays as it is.
public enum TerminalText {
  /// A text within a line of words: a line break in it is a blank, so that nothing in it begins a line of its own.
  public static func line(_ text: String) -> String {
    var copy = text
    let shown = copy.withUTF8 { bytes -> String? in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard bytes.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return nil }
      var safe = ByteBuffer(capacity: bytes.count + 64)
      _ = safe.appendTerminal(bytes, in: .words)
      return String(decoding: safe.bytes, as: UTF8.self)
    }
    return shown ?? text
  }

  /// Hands over the bytes of a file's format as a terminal may get them: its tabs and line ends stay, all else that is
  /// unsafe is shown.
  ///
  /// - Parameters:
  ///   - bytes: whole characters.
  ///   - keeping: the program's own sequences that may stand among them.
  public static func withData<Failure: Error>(
    _ bytes: UnsafeRawBufferPointer, keeping: [TerminalSequence] = [],
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 >= 0x7F }) else {
      return try body(bytes)
    }
    var safe = ByteBuffer(capacity: bytes.count + 64)
    _ = safe.appendTerminal(bytes, in: .data(keeping))
    try body(safe.bytes)
  }
}

/// The only sequences that command a terminal; no text becomes one of them.
public enum TerminalSequence: Sendable {
  /// Bold type from here on.
  case bold
  /// Plain type again.
  case plain
  /// Back to the beginning of the line, and empties it.
  case clearLine

  /// Its bytes.
  public var bytes: [UInt8] {
    switch self {
    case .bold: Array("\u{1B}[1m".utf8)
    case .plain: Array("\u{1B}[0m".utf8)
    case .clearLine: Array("\r\u{1B}[K".utf8)
    }
  }
}

extension ByteBuffer {
  /// What a text is a part of.
  enum TerminalContext {
    /// A cell of a table: line breaks and tabs are shown.
    case cell
    /// A line of words: line breaks are blanks.
    case words
    /// A file's format: line breaks, tabs and those sequences stay.
    case data([TerminalSequence])
  }

  /// Appends text that a terminal may be given, and gives the columns that it fills.
  ///
  /// What is unsafe becomes `\n`, `\t`, `\r` or `\u{202E}`, save for what `context` keeps; bytes that are no UTF-8
  /// become U+FFFD. Stops soon after `limit` columns, for what will be cut anyway.
  mutating func appendTerminal(
    _ text: UnsafeRawBufferPointer, in context: TerminalContext = .cell, limit: Int = .max
  ) -> Int {
    var meter = WidthMeter()
    var width = 0
    var index = 0
    var last: UInt32 = 0
    while index < text.count, width <= limit {
      let byte = text[index]
      if byte >= 0x20, byte < 0x7F {
        append(byte)
        width += meter.advance(UInt32(byte)).width
        index += 1
        last = UInt32(byte)
        continue
      }
      let kept = text.keptByTerminal(at: index, in: context)
      if kept > 0 {
        append(text, index, index + kept)
        index += kept
        last = UInt32(byte)
        continue
      }
      let scalar = text.decodeScalar(at: index)
      index += scalar.length
      if case .words = context, text.isLineBreak(scalar.value, before: index) {
        // Of CR LF the blank is for the second.
        if scalar.value == 0x0A {
          append(0x20)
          width += 1
        }
        last = 0x20
      } else if isUnsafeForTerminal(scalar.value, after: last) {
        let start = count
        appendSwiftEscape(scalar.value)
        width += count - start
        meter = WidthMeter()
        last = UInt32(UInt8(ascii: "}"))
      } else {
        if scalar.isValid {
          append(text, index - scalar.length, index)
        } else {
          append("\u{FFFD}")
        }
        width += meter.advance(scalar.value).width
        // A mark leaves the character that it stands on.
        if Unicode.Scalar(scalar.value)?.properties.generalCategory != .nonspacingMark { last = scalar.value }
      }
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

/// Whether a terminal must not get a character as it is.
private func isUnsafeForTerminal(_ value: UInt32, after last: UInt32) -> Bool {
  switch value {
  case 0..<0x20, 0x7F..<0xA0, 0xAD: return true
  case 0x20..<0x300: return false
  // Signs before Arabic, Syriac and Kaithi numbers are seen, although their category is "format".
  case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD: return false
  case 0x200C, 0x200D: return !isJoined(last)
  default: break
  }
  switch Unicode.Scalar(value)?.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator, nil: return true
  default: return false
  }
}

/// Whether a joiner may change how that character before it is written: in Arabic to Sinhala script, and in emoji.
private func isJoined(_ last: UInt32) -> Bool {
  guard last >= 0x0600, let scalar = Unicode.Scalar(last) else { return false }
  switch scalar.properties.generalCategory {
  case .otherLetter, .spacingMark: return last < 0x0E00
  default: return scalar.properties.isEmoji
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes at `index` that stay as they are, although they command: 0 for none.
  fileprivate func keptByTerminal(at index: Int, in context: ByteBuffer.TerminalContext) -> Int {
    guard case .data(let sequences) = context else { return 0 }
    switch self[index] {
    case 0x09, 0x0A: return 1
    case 0x0D: return index + 1 < count && self[index + 1] == 0x0A ? 2 : 0
    case 0x1B: return sequences.first { self[index...].starts(with: $0.bytes) }?.bytes.count ?? 0
    default: return 0
    }
  }

  /// Whether a character ends a line: LF, or CR with LF behind it at `next`.
  fileprivate func isLineBreak(_ value: UInt32, before next: Int) -> Bool {
    value == 0x0A || value == 0x0D && next < count && self[next] == 0x0A
  }

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
