import Publishing

/// Words for people, safe on any terminal and in any file.
///
/// Only the program's own literals have line breaks: whatever is put into them, and every line that is joined to others,
/// is one line in which nothing commands a terminal (`TerminalText`).
///
///     "no party '\(name)'\n  known: \(names)"  // two lines, whatever the names hold
struct Words: ExpressibleByStringInterpolation, CustomStringConvertible, Sendable {
  /// The text itself.
  let description: String

  /// A text as one line.
  init(_ line: some StringProtocol) { description = TerminalText.line(String(line)) }

  /// Each text as a line.
  init(lines: some Sequence<String>) {
    description = lines.map { TerminalText.line($0) }.joined(separator: "\n")
  }

  /// Several, one below the other.
  init(lines: some Sequence<Words>) { description = lines.map(\.description).joined(separator: "\n") }

  // Static, so that no text of others can pass for a literal.
  init(stringLiteral: StaticString) { description = "\(stringLiteral)" }

  init(stringInterpolation: StringInterpolation) { description = stringInterpolation.text }

  private init(safe: String) { description = safe }

  static func + (a: Words, b: Words) -> Words { Words(safe: a.description + b.description) }

  /// Puts words together: literals as they are, all else made safe.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }

    mutating func appendInterpolation(_ words: Words) { text += words.description }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += TerminalText.line(value.description)
    }

    mutating func appendInterpolation(_ error: any Error) { text += TerminalText.line("\(error)") }
  }
}

extension OutputFile {
  /// Writes words; it ends no line.
  func write(_ words: Words) throws {
    var text = words.description
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}
