/// The plain text of an article, cut into sentences.
public struct ArticleText: Sendable {
  /// The text in UTF-8, as it stands in the file.
  public let bytes: [UInt8]
  /// Byte ranges of the sentences, headings and bylines, without blanks at their ends, in order.
  public let sentences: [Range<Int>]
  private let lineStarts: [Int]
  /// The number of scalars before each block of bytes, so that no long line is counted through again and again.
  private let scalars: [Int]
  private static let block = 1 << 10

  /// Cuts a text into sentences.
  ///
  /// What is longer than any sentence is cut at a comma or between two words: only so much is weighed together.
  ///
  /// A sentence goes on over the end of a line where the text is wrapped, that is, where no line is long; an empty
  /// line, a heading and the mark of a list always end it.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [mark]
    for (place, byte) in bytes.enumerated() where byte == 0x0A { starts.append(place + 1) }
    lineStarts = starts
    var scalars = [0]
    for start in stride(from: 0, to: bytes.count, by: ArticleText.block) {
      let block = bytes[start..<min(start + ArticleText.block, bytes.count)]
      scalars.append((scalars.last ?? 0) + block.count { $0 & 0xC0 != 0x80 })
    }
    self.scalars = scalars
    var cutter = SentenceCutter(bytes: bytes, lineStarts: starts)
    sentences = cutter.cut()
  }

  /// Line and column of a byte, both from 1; the column counts Unicode scalars.
  public func place(of offset: Int) -> (line: Int, column: Int) {
    let line = max(1, lineStarts.partitioningIndex { $0 > offset })
    let start = lineStarts[line - 1]
    return (line, max(0, scalars(before: offset) - scalars(before: start)) + 1)
  }

  private func scalars(before offset: Int) -> Int {
    let end = max(0, min(offset, bytes.count))
    let block = end / ArticleText.block
    return scalars[block] + bytes[block * ArticleText.block..<end].count { $0 & 0xC0 != 0x80 }
  }

  /// The text of those bytes, blanks and line ends as single blanks.
  public func passage(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
  }
}

extension [Int] {
  /// The first place whose element meets the condition, which all behind it meet; the count if none does.
  fileprivate func partitioningIndex(_ condition: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// One pass over a text that finds the ends of sentences.
private struct SentenceCutter {
  let bytes: [UInt8]
  let lineStarts: [Int]
  private var found: [Range<Int>] = []
  /// Bytes of the longest line.
  private let longestLine: Int

  init(bytes: [UInt8], lineStarts: [Int]) {
    self.bytes = bytes
    self.lineStarts = lineStarts
    longestLine = zip(lineStarts, lineStarts.dropFirst() + [bytes.count + 1]).map { $1 - $0 - 1 }.max() ?? 0
  }

  mutating func cut() -> [Range<Int>] {
    var start = lineStarts[0]
    var index = start
    var line = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A {
        if endsSentence(line) {
          add(start..<index)
          start = index + 1
        }
        line += 1
      } else if byte == 0x2E || byte == 0x21 || byte == 0x3F {
        let end = behindClosers(index + 1)
        if isEnd(index, end) {
          add(start..<end)
          start = end
        }
        index = end
        continue
      }
      index += 1
    }
    add(start..<bytes.count)
    return found
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private mutating func add(_ range: Range<Int>) {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, isBlank(bytes[low]) { low += 1 }
    while low < high, isBlank(bytes[high - 1]) { high -= 1 }
    while high - low > SentenceCutter.longest {
      let cut = place(from: low)
      found.append(low..<cut)
      low = cut
      while low < high, isBlank(bytes[low]) { low += 1 }
    }
    if low < high { found.append(low..<high) }
  }

  /// More bytes no sentence has.
  private static let longest = 2_048

  /// Where to cut what is too long for a sentence: behind a mark, else between words, else anywhere.
  private func place(from low: Int) -> Int {
    let end = low + SentenceCutter.longest
    let half = low + SentenceCutter.longest / 2
    let ends: [(Int) -> Bool] = [
      { bytes[$0 - 1] == 0x0A || bytes[$0 - 1] == 0x3B },
      { bytes[$0 - 1] == 0x2C && isBlank(bytes[$0]) },
      { isBlank(bytes[$0]) },
      { bytes[$0] & 0xC0 != 0x80 },
    ]
    for isPlace in ends {
      if let place = (half..<end).last(where: isPlace) { return place }
    }
    return end
  }

  // MARK: Line ends

  private func bytes(ofLine line: Int) -> ArraySlice<UInt8> {
    guard line < lineStarts.count else { return [] }
    let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    return bytes[min(lineStarts[line], end)..<end]
  }

  private func endsSentence(_ line: Int) -> Bool {
    let this = bytes(ofLine: line)
    let next = bytes(ofLine: line + 1).drop { isBlank($0) }
    guard let first = next.first, longestLine <= 120 else { return true }
    // A short line ends a heading or a byline, unless what follows cannot begin a sentence.
    if this.count * 2 < longestLine, !(0x61...0x7A).contains(first) { return true }
    let mark = first == 0x23 || first == 0x3E || first == 0x7C
    let isItem = (first == 0x2D || first == 0x2A || first == 0x2B) && next.dropFirst().first == 0x20
    return mark || isItem || this.first == 0x23
  }

  // MARK: Full stops

  private func behindClosers(_ index: Int) -> Int {
    var index = index
    while index < bytes.count {
      switch bytes[index] {
      case 0x22, 0x27, 0x29, 0x5D, 0x2A, 0x5F: index += 1
      case 0xE2
      where index + 2 < bytes.count && bytes[index + 1] == 0x80
        && (bytes[index + 2] == 0x99 || bytes[index + 2] == 0x9D):
        index += 3
      default: return index
      }
    }
    return index
  }

  private func isEnd(_ stop: Int, _ end: Int) -> Bool {
    guard end < bytes.count else { return true }
    guard isBlank(bytes[end]) else { return false }
    guard let next = bytes[end...].first(where: { !isBlank($0) }) else { return true }
    // Whoever says "… weapons." goes on in small letters.
    if (0x61...0x7A).contains(next) { return false }
    return bytes[stop] != 0x2E || end > stop + 1 || !isAbbreviation(before: stop, next)
  }

  private func isAbbreviation(before stop: Int, _ next: UInt8) -> Bool {
    var start = stop
    while start > 0, stop - start < 8, (bytes[start - 1] | 0x20) &- 0x61 < 26 || bytes[start - 1] == 0x2E {
      start -= 1
    }
    let word = String(decoding: bytes[start..<stop], as: UTF8.self).lowercased()
    if word == "no" { return next &- 0x30 < 10 }
    return word.count == 1 || SentenceCutter.abbreviations.contains(word)
  }

  private static let abbreviations: Set<String> = Set(
    """
    mr mrs ms dr gen col lt sgt st inc ltd co corp vs approx ca jan feb mar apr jun jul aug sep sept oct nov dec gov \
    sen rep prof maj brig adm capt est fig u.s u.k u.n e.g i.e rs
    """.split(separator: " ").map(String.init))
}
