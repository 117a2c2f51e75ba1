/// A word of a sentence.
struct ArticleWord {
  /// Its bytes in the article, without a possessive ending.
  var range: Range<Int>
  /// In small letters, where it is of plain letters and digits.
  var key: String
  /// Whether it begins with a capital letter, or with a letter beyond the plain ones.
  var isCapitalized: Bool
  /// Whether all its letters are capitals.
  var isCapitals: Bool
  /// Whether "'s", or an apostrophe behind an s, follows.
  var isPossessive = false
  /// Whether only a blank, a line end or a hyphen lies between it and the word before.
  var isJoined = false
  /// Whether a hyphen or dash alone lies between it and the word before.
  var isBehindDash = false

  /// The words of a sentence, in order.
  static func list(_ bytes: [UInt8], in sentence: Range<Int>) -> [ArticleWord] {
    var words: [ArticleWord] = []
    var index = sentence.lowerBound
    while index < sentence.upperBound {
      guard letterLength(bytes, index, sentence.upperBound) > 0 else {
        index += 1
        continue
      }
      let start = index
      while index < sentence.upperBound {
        let length = letterLength(bytes, index, sentence.upperBound)
        if length > 0 {
          index += length
        } else if let inner = innerLength(bytes, index, start, sentence.upperBound) {
          index += inner
        } else {
          break
        }
      }
      words.append(word(bytes, start..<index, behind: words.last, sentence))
    }
    return words
  }

  private static func word(
    _ bytes: [UInt8], _ range: Range<Int>, behind last: ArticleWord?, _ sentence: Range<Int>
  ) -> ArticleWord {
    var range = range
    var isPossessive = false
    let text = bytes[range]
    if text.count > 2, text.suffix(2).elementsEqual([0x27, 0x73]) {
      (isPossessive, range) = (true, range.lowerBound..<range.upperBound - 2)
    } else if text.count > 4, text.suffix(4).elementsEqual([0xE2, 0x80, 0x99, 0x73]) {
      (isPossessive, range) = (true, range.lowerBound..<range.upperBound - 4)
    } else if text.last == 0x73, range.upperBound < sentence.upperBound {
      isPossessive =
        bytes[range.upperBound] == 0x27
        || bytes[range.upperBound..<min(range.upperBound + 3, sentence.upperBound)]
          .elementsEqual([0xE2, 0x80, 0x99])
    }
    let first = bytes[range.lowerBound]
    let letters = bytes[range].filter { ($0 | 0x20) &- 0x61 < 26 }
    var word = ArticleWord(
      range: range, key: String(decoding: bytes[range], as: UTF8.self).lowercased(),
      isCapitalized: (0x41...0x5A).contains(first) || first >= 0x80,
      isCapitals: !letters.isEmpty && letters.allSatisfy { $0 & 0x20 == 0 }, isPossessive: isPossessive)
    if let last {
      let gap = bytes[last.range.upperBound..<range.lowerBound]
      let isDash =
        gap.elementsEqual([0x2D]) || (gap.count == 3 && gap.starts(with: [0xE2, 0x80]) && gap.last != 0x99)
      word.isBehindDash = isDash
      word.isJoined = isDash || gap.elementsEqual([0x20]) || gap.elementsEqual([0x0A])
    }
    return word
  }

  /// The length of a letter or digit; 0 for anything else.
  private static func letterLength(_ bytes: [UInt8], _ index: Int, _ end: Int) -> Int {
    let byte = bytes[index]
    if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 { return 1 }
    guard byte >= 0xC2 else { return 0 }
    // Blanks, quotation marks, dashes and currency signs of several bytes part words.
    if byte == 0xC2 || (byte == 0xE2 && index + 1 < end && bytes[index + 1] & 0xF0 == 0x80) { return 0 }
    let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    return index + length <= end ? length : 0
  }

  /// The length of an apostrophe or of the point of an abbreviation inside a word, or nil.
  private static func innerLength(_ bytes: [UInt8], _ index: Int, _ start: Int, _ end: Int) -> Int? {
    func isLetter(_ place: Int) -> Bool { place < end && (bytes[place] | 0x20) &- 0x61 < 26 }
    switch bytes[index] {
    case 0x27: return isLetter(index + 1) ? 1 : nil
    case 0xE2 where index + 3 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99:
      return isLetter(index + 3) ? 3 : nil
    case 0x2E:
      // "U.S." with its last point; a single letter stands before each.
      let isSingle = index == start + 1 || (index >= start + 2 && bytes[index - 2] == 0x2E)
      guard isSingle, isLetter(index - 1) else { return nil }
      let isLast = index >= start + 2 && bytes[index - 2] == 0x2E
      return isLast || (isLetter(index + 1) && !isLetter(index + 2)) ? 1 : nil
    default: return nil
    }
  }
}
