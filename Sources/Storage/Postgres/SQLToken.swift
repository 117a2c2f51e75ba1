/// A word, literal or sign of SQL as SQLite reads it.
struct SQLToken: Hashable {
  /// What it is.
  enum Kind: Hashable {
    /// A keyword or a name without quotation marks.
    case word
    /// A name in quotation marks; `text` is the name itself.
    case name
    /// A text in quotation marks; `text` keeps them.
    case string
    /// A number.
    case number
    /// `x'…'`; `text` is the digits.
    case blob
    /// Anything else: operators, commas, dots, parentheses.
    case sign
    /// `-- …` or `/* … */`; `text` is what it says.
    case comment
  }
  /// What it is.
  var kind: Kind
  /// Its text.
  var text: String
  /// Blanks and line ends before it.
  var space: String

  /// Whether it is that keyword, which is given in capitals.
  func isWord(_ word: String) -> Bool { kind == .word && text.uppercased() == word }
  /// Whether it is that sign.
  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

  /// The tokens of a text.
  ///
  /// - Throws: `UntranslatableSQL` at an open quotation mark, or a sign that is not known.
  static func tokens(of sql: String) throws(UntranslatableSQL) -> [SQLToken] {
    var reader = SQLTokenReader(sql)
    var tokens: [SQLToken] = []
    while let token = try reader.next() { tokens.append(token) }
    return tokens
  }
}

/// SQL for which no rule of translation holds.
public struct UntranslatableSQL: Error, Hashable, Sendable, CustomStringConvertible {
  /// What no rule is known for.
  public var what: String
  /// The table, view or index that it stands in; nil before that is known.
  public var place: String?

  init(_ what: String, in place: String? = nil) {
    self.what = what
    self.place = place
  }

  /// The sentence for people.
  public var description: String {
    (place.map { "\($0): " } ?? "") + "\(what) cannot be said in PostgreSQL's SQL by any rule known here"
  }
}

/// Takes SQL apart from left to right.
private struct SQLTokenReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ sql: String) { bytes = Array(sql.utf8) }

  mutating func next() throws(UntranslatableSQL) -> SQLToken? {
    let start = place
    while let byte = peek(), byte == 0x20 || (0x09...0x0d).contains(byte) { place += 1 }
    let space = text(start, place)
    guard let first = peek() else { return nil }
    func token(_ kind: SQLToken.Kind, _ text: String) -> SQLToken {
      SQLToken(kind: kind, text: text, space: space)
    }
    switch first {
    case UInt8(ascii: "'"): return token(.string, try quoted("'", keepsMarks: true))
    case UInt8(ascii: "\""): return token(.name, try quoted("\"", keepsMarks: false))
    case UInt8(ascii: "`"): return token(.name, try quoted("`", keepsMarks: false))
    case UInt8(ascii: "["):
      guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "]")) else { throw open("[") }
      defer { place = end + 1 }
      return token(.name, text(place + 1, end))
    case UInt8(ascii: "-") where peek(1) == first:
      let end = bytes[place...].firstIndex(of: 0x0a) ?? bytes.count
      defer { place = end }
      return token(.comment, text(place + 2, end).trimmedBlanks)
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
      var end = place + 2
      while end + 1 < bytes.count, !(bytes[end] == UInt8(ascii: "*") && bytes[end + 1] == first) { end += 1 }
      guard end + 1 < bytes.count else { throw open("/*") }
      defer { place = end + 2 }
      return token(.comment, text(place + 2, end).trimmedBlanks)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      guard peek(1) == UInt8(ascii: "'") else { return token(.word, word()) }
      place += 1
      return token(.blob, String(try quoted("'", keepsMarks: true).dropFirst().dropLast()))
    case _ where SQLTokenReader.isDigit(first):
      return token(.number, number())
    case UInt8(ascii: ".") where peek(1).map(SQLTokenReader.isDigit) == true: return token(.number, number())
    case _ where SQLTokenReader.isLetter(first): return token(.word, word())
    default: return token(.sign, try sign())
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    place + ahead < bytes.count ? bytes[place + ahead] : nil
  }

  private func text(_ from: Int, _ to: Int) -> String { String(decoding: bytes[from..<to], as: UTF8.self) }

  private func open(_ mark: String) -> UntranslatableSQL { UntranslatableSQL("\(mark) that does not end") }

  private mutating func quoted(_ mark: Character, keepsMarks: Bool) throws(UntranslatableSQL) -> String {
    let byte = mark.asciiValue ?? 0
    let start = place
    var content: [UInt8] = []
    place += 1
    while let next = peek() {
      place += 1
      if next == byte {
        guard peek() == byte else {
          return keepsMarks ? text(start, place) : String(decoding: content, as: UTF8.self)
        }
        place += 1
      }
      content.append(next)
    }
    throw open("\(mark)")
  }

  private mutating func word() -> String {
    let start = place
    while let byte = peek(), SQLTokenReader.isLetter(byte) || SQLTokenReader.isDigit(byte) { place += 1 }
    return text(start, place)
  }

  private mutating func number() -> String {
    let start = place
    while let byte = peek() {
      let isSigned =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
        && (bytes[place - 1] | 0x20) == UInt8(ascii: "e") && place > start
        && !text(start, place).lowercased().hasPrefix("0x")
      guard
        SQLTokenReader.isLetter(byte) || SQLTokenReader.isDigit(byte) || byte == UInt8(ascii: ".") || isSigned
      else { break }
      place += 1
    }
    return text(start, place)
  }

  private static let signs = [
    "->>", "||", "<<", ">>", "<=", ">=", "<>", "==", "!=", "->", "(", ")", ",", ".", ";", "+", "-", "*", "/",
    "%", "&", "|", "~", "<", ">", "=",
  ]

  private mutating func sign() throws(UntranslatableSQL) -> String {
    for sign in SQLTokenReader.signs where bytes[place...].starts(with: sign.utf8) {
      place += sign.utf8.count
      return sign
    }
    throw UntranslatableSQL("'\(text(place, min(place + 1, bytes.count)))'")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}

extension String {
  /// The text without blanks and line ends at either end.
  var trimmedBlanks: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
