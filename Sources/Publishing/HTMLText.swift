extension ByteBuffer {
  /// Appends text for the content of an HTML element or a quoted attribute.
  ///
  /// A carriage return becomes `&#13;`, as a raw one would be read as a line feed. Characters that HTML
  /// does not allow are shown instead of lost: U+0000 as `<data value="U+0000">␀</data>`, and likewise the
  /// other control characters and the noncharacters. Bytes that are no UTF-8 become U+FFFD.
  mutating func appendHTML(_ text: UnsafeRawBufferPointer) {
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      let replacement: StaticString
      switch byte {
      case UInt8(ascii: "&"): replacement = "&amp;"
      case UInt8(ascii: "<"): replacement = "&lt;"
      case UInt8(ascii: ">"): replacement = "&gt;"
      case UInt8(ascii: "\""): replacement = "&quot;"
      case UInt8(ascii: "'"): replacement = "&#39;"
      case 0x0D: replacement = "&#13;"
      case 0x09, 0x0A, 0x20...0x7E:
        index += 1
        continue
      default:
        let scalar = text.decodeScalar(at: index)
        if !scalar.isValid {
          append(text, start, index)
          append("\u{FFFD}")
          start = index + scalar.length
        } else if isForbiddenInHTML(scalar.value) {
          append(text, start, index)
          appendHTMLData(scalar.value)
          start = index + scalar.length
        }
        index += scalar.length
        continue
      }
      append(text, start, index)
      append(replacement)
      index += 1
      start = index
    }
    append(text, start, text.count)
  }

  private mutating func appendHTMLData(_ scalar: UInt32) {
    append("<data value=\"U+")
    appendHex(scalar, digits: 4)
    append("\">")
    switch scalar {
    case 0..<0x20:  // its picture is U+2400 and on
      append([0xE2, 0x90, UInt8(truncatingIfNeeded: 0x80 + scalar)])
    case 0x7F: append("\u{2421}")
    default:
      append("U+")
      appendHex(scalar, digits: 4)
    }
    append("</data>")
  }

  /// Appends the text of one cell; the empty text is `<data value=""></data>`, as null is an empty cell.
  ///
  /// A text that is nothing but a web address becomes a link.
  mutating func appendHTML(cell text: UnsafeRawBufferPointer) {
    guard text.count > 0 else { return append("<data value=\"\"></data>") }
    guard text.isWebAddress else { return appendHTML(text) }
    append("<a href=\"")
    appendHTML(text)
    append("\">")
    appendHTML(text)
    append("</a>")
  }

  /// Appends all of a page up to the first row of its table.
  mutating func appendHTMLHead(title: String, columns: [Column]) {
    append(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>
      """)
    appendHTML(string: title)
    append(
      """
      </title>
      <style>
      :root { color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif; }
      body { margin: 1rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; }
      caption { font-weight: bold; padding: .5rem; text-align: start; }
      th, td { border-bottom: 1px solid #767676; padding: .25rem .5rem; }
      th, td { text-align: start; vertical-align: top; }
      td { unicode-bidi: plaintext; white-space: pre-wrap; }
      .n { font-variant-numeric: tabular-nums; text-align: right; }
      </style>
      </head>
      <body>
      <main>
      <div class="scroll" role="region" aria-labelledby="caption" tabindex="0">
      <table>
      <caption id="caption">
      """)
    appendHTML(string: title)
    append("</caption>\n<thead>\n<tr>")
    for column in columns {
      append(column.isNumeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      appendHTML(string: column.flatName)
      append("</th>")
    }
    append("</tr>\n</thead>\n<tbody>\n")
  }

  /// Appends all of a page after the last row of its table.
  mutating func appendHTMLFoot(rows: Int) {
    append("</tbody>\n</table>\n</div>\n<p>")
    appendInteger(Int64(rows))
    append(rows == 1 ? " row" : " rows")
    append("</p>\n</main>\n</body>\n</html>\n")
  }

  private mutating func appendHTML(string: String) {
    var string = string
    string.withUTF8 { appendHTML(UnsafeRawBufferPointer($0)) }
  }
}

/// Control characters other than tab and line breaks, and noncharacters.
private func isForbiddenInHTML(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x09, 0x0A, 0x0D: false
  case 0..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: true
  default: scalar & 0xFFFE == 0xFFFE
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the text is an `http` or `https` address in plain printable ASCII.
  fileprivate var isWebAddress: Bool {
    guard starts(with: "https://".utf8) || starts(with: "http://".utf8) else { return false }
    return allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") }
  }
}
