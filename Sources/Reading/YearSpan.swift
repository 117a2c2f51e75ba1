import ArmsModel

/// Years that a sentence names, with the words they stand in.
struct YearSpan {
  var period: Period
  var range: Range<Int>

  /// The years of a sentence: "between 2006 and 2019", "2006-19", "in 2016", "since 2010", "until 2012".
  ///
  /// - Parameter taken: byte ranges of amounts, whose numbers are no years.
  static func list(_ words: [ArticleWord], outside taken: [Range<Int>]) -> [YearSpan] {
    func year(_ place: Int) -> PartialDate? {
      guard place < words.count, words[place].range.count == 4, let number = Int(words[place].key),
        (1900...2099).contains(number), !taken.contains(where: { $0.overlaps(words[place].range) })
      else { return nil }
      return PartialDate(year: number)
    }
    func key(_ place: Int) -> String { words.indices.contains(place) ? words[place].key : "" }
    var spans: [YearSpan] = []
    var place = 0
    while place < words.count {
      guard let first = year(place) else {
        place += 1
        continue
      }
      let before = key(place - 1)
      var last = place
      var period = Period(from: first, to: first)
      if words.indices.contains(place + 1), words[place + 1].isBehindDash,
        let end = end(words[place + 1], of: first)
      {
        (period.to, last) = (end, place + 1)
      } else if ["between", "from"].contains(before),
        ["and", "to", "until", "till", "through"].contains(key(place + 1)),
        let end = year(place + 2), end.year >= first.year
      {
        (period.to, last) = (end, place + 2)
      } else if before == "since" {
        period.to = nil
      } else if ["until", "till"].contains(before) {
        period.from = nil
      }
      spans.append(
        YearSpan(period: period, range: words[place].range.lowerBound..<words[last].range.upperBound))
      place = last + 1
    }
    return spans
  }

  /// The second year of "2006-2019" and "2006-19".
  private static func end(_ word: ArticleWord, of first: PartialDate) -> PartialDate? {
    guard let number = Int(word.key) else { return nil }
    let year: Int
    switch word.range.count {
    case 4: year = number
    case 2: year = first.year / 100 * 100 + number
    default: return nil
    }
    return year >= first.year && year <= 2099 ? PartialDate(year: year) : nil
  }
}
