/// A comment of SIPRI's cut into its phrases: they end at semicolons, and brackets hold phrases of their own.
///
/// A bracket that is never closed ends with its phrase: half a bracket does not swallow the rest of the
/// comment.
struct CommentText {
  /// One phrase, or what stands in a bracket inside one.
  struct Phrase {
    /// Where it stands among the scalars.
    var range: Range<Int>
    /// Its words, without what stands in brackets, and the brackets' places among them.
    var items: [Item] = []
  }

  /// A word, a name in quotes, or a bracket.
  enum Item {
    /// A run without blanks, as printed, and the same in small letters without a comma, colon or full stop
    /// after it.
    case word(range: Range<Int>, plain: String)
    /// What stands between the quotes.
    case name(range: Range<Int>)
    /// The phrases of a bracket.
    case bracket([Phrase])
  }

  let scalars: [Unicode.Scalar]
  /// The phrases from the left.
  private(set) var phrases: [Phrase] = []
  /// For each opening bracket the place of the closing one, or of the end of its phrase.
  private var closing: [Int: Int] = [:]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var open: [Int] = []
    for (place, scalar) in scalars.enumerated() {
      if scalar == "(" { open.append(place) }
      if scalar == ")", let start = open.popLast() { closing[start] = place }
    }
    for start in open { closing[start] = scalars[start...].firstIndex(of: ";") ?? scalars.count }
    phrases = cut(0..<scalars.count)
  }

  /// The text of a range, blanks at the ends cut.
  func text(_ range: Range<Int>) -> String {
    var range = range
    while let first = range.first, scalars[first].isBlank { range.removeFirst() }
    while let last = range.last, scalars[last].isBlank { range.removeLast() }
    if let text = ascii(range, lowered: false) { return text }
    var text = ""
    for scalar in scalars[range] { text.unicodeScalars.append(scalar) }
    return text
  }

  /// The text of a range of ASCII, in small letters if wanted; nil if there is something else in it.
  private func ascii(_ range: Range<Int>, lowered: Bool) -> String? {
    guard scalars[range].allSatisfy({ $0.value < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: range.count) { bytes in
      for (place, scalar) in scalars[range].enumerated() {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        bytes[place] = lowered && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      }
      return range.count
    }
  }

  private func cut(_ range: Range<Int>) -> [Phrase] {
    var phrases: [Phrase] = []
    var phrase = Phrase(range: range.lowerBound..<range.lowerBound)
    var place = range.lowerBound
    while place < range.upperBound {
      let scalar = scalars[place]
      if scalar == ";" {
        phrase.range = phrase.range.lowerBound..<place
        phrases.append(phrase)
        phrase = Phrase(range: place + 1..<place + 1)
        place += 1
      } else if scalar == "(" {
        let end = min(closing[place] ?? range.upperBound, range.upperBound)
        phrase.items.append(.bracket(cut(place + 1..<end)))
        place = end < range.upperBound && scalars[end] == ")" ? end + 1 : end
      } else if scalar.isBlank || scalar == ")" {
        place += 1
      } else if scalar.isQuote, let end = endOfName(place, within: range) {
        phrase.items.append(.name(range: place + 1..<end))
        place = end + 1
      } else {
        let end = endOfWord(place, within: range)
        phrase.items.append(.word(range: place..<end, plain: plain(place..<end)))
        place = end
      }
    }
    phrase.range = phrase.range.lowerBound..<range.upperBound
    phrases.append(phrase)
    return phrases.filter { !$0.items.isEmpty }
  }

  /// The closing quote of a name that opens there: one before a blank, a sign or the end.
  private func endOfName(_ start: Int, within range: Range<Int>) -> Int? {
    var place = start + 1
    while place < range.upperBound, scalars[place] != ";" {
      if scalars[place].isQuote, place > start + 1 {
        let next = place + 1 < range.upperBound ? scalars[place + 1] : " "
        if !next.isLetter, !next.isDigit { return place }
      }
      place += 1
    }
    return nil
  }

  private func endOfWord(_ start: Int, within range: Range<Int>) -> Int {
    var place = start
    while place < range.upperBound {
      let scalar = scalars[place]
      if scalar.isBlank || scalar == ";" || scalar == "(" || scalar == ")" { break }
      // A blank is missing before some names: 5 m'Name'.
      if scalar.isQuote, place > start, let end = endOfName(place, within: range), end > place + 3 { break }
      place += 1
    }
    return place
  }

  private func plain(_ range: Range<Int>) -> String {
    var short = range
    while let last = short.last, scalars[last] == "," || scalars[last] == ":" { short.removeLast() }
    if let last = short.last, scalars[last] != ".", let text = ascii(short, lowered: true) { return text }
    var text = ""
    for scalar in scalars[range] {
      text.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
    }
    while let last = text.last, ",:.´".contains(last), text != "c." { text.removeLast() }
    return text
  }
}

extension CommentText.Phrase {
  /// Its words in small letters, names and brackets left out.
  var plainWords: [String] {
    items.compactMap { if case .word(_, let plain) = $0 { plain } else { nil } }
  }
}

extension Unicode.Scalar {
  /// Whether it is a blank of any kind that stands in comments.
  var isBlank: Bool { self == " " || self == "\t" || self == "\u{A0}" || self == "\n" || self == "\r" }
  /// Whether it is a decimal digit of ASCII.
  var isDigit: Bool { ("0"..."9").contains(self) }
  /// Whether it belongs to a word.
  var isLetter: Bool { properties.isAlphabetic }
  /// Whether names stand between two of it.
  var isQuote: Bool { self == "'" || self == "\u{2018}" || self == "\u{2019}" || self == "\"" }
}
