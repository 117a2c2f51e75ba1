extension ByteBuffer {
  /// Appends the text of one cell of a Markdown table.
  ///
  /// To read it back: `\` before a punctuation mark stands for that mark, `<br>` for a line feed, `&#N;`
  /// for the character of that number, `&amp;` for `&`, and `<!-- -->` for the empty text (null is an empty
  /// cell). Marks that would be taken for markup are escaped; bytes that are no UTF-8 become U+FFFD.
  mutating func appendMarkdown(_ text: UnsafeRawBufferPointer) {
    let length = text.count
    guard length > 0 else { return append("<!-- -->") }
    var start = 0
    var index = 0
    while index < length {
      let byte = text[index]
      var step = 1
      switch byte {
      case 0x80...:
        let scalar = text.decodeScalar(at: index)
        step = scalar.length
        if !scalar.isValid {
          append(text, start, index)
          append("\u{FFFD}")
          start = index + step
        }
      case 0x0A:
        append(text, start, index)
        append("<br>")
        start = index + 1
      case _ where byte < 0x20 || byte == 0x7F || byte == 0x20 && (index == 0 || index == length - 1):
        append(text, start, index)
        append("&#")
        appendDigits(UInt64(byte))
        append(UInt8(ascii: ";"))
        start = index + 1
      case UInt8(ascii: "&") where text.beginsReference(at: index):
        append(text, start, index)
        append("&amp;")
        start = index + 1
      case _ where text.isMarkup(at: index):
        append(text, start, index)
        append(UInt8(ascii: "\\"))
        start = index
      default: break
      }
      index += step
    }
    append(text, start, length)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the `&` at `index` begins something that looks like a character reference.
  fileprivate func beginsReference(at index: Int) -> Bool {
    var end = index + 1
    while end < count, self[end].isLetterOrDigit || self[end] == UInt8(ascii: "#") { end += 1 }
    return end > index + 1 && end < count && self[end] == UInt8(ascii: ";")
  }

  /// Whether the byte at `index` must be escaped to stand for itself.
  ///
  /// A `_` inside a word and a `~` after a `/` are no markup; leaving them keeps names and addresses
  /// readable.
  fileprivate func isMarkup(at index: Int) -> Bool {
    switch self[index] {
    case UInt8(ascii: "\\"), UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["),
      UInt8(ascii: "<"), UInt8(ascii: "$"):
      return true
    case UInt8(ascii: "_"):
      return
        !(index > 0 && index + 1 < count && self[index - 1].isLetterOrDigit
        && self[index + 1].isLetterOrDigit)
    case UInt8(ascii: "~"):
      return !(index > 0 && self[index - 1] == UInt8(ascii: "/"))
    default:
      return false
    }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
