import ArmsModel

/// A party that a sentence names.
struct PartyMention {
  var party: PartyDirectory.Index
  var kind: PartyNameKind
  /// Places of its words in the sentence.
  var words: Range<Int>
  /// Its bytes in the article.
  var range: Range<Int>
  var isPossessive: Bool

  /// The parties that those words name; of names within names the longest.
  ///
  /// - Parameter passed: places of words that name somebody else, such as an institute.
  static func list(
    _ words: [ArticleWord], _ bytes: [UInt8], _ directory: PartyDirectory, time: Period,
    passing passed: Range<Int>?
  ) -> [PartyMention] {
    var mentions: [PartyMention] = []
    var place = 0
    while place < words.count {
      if let passed, passed.contains(place) {
        place = passed.upperBound
        continue
      }
      guard words[place].isCapitalized,
        let mention = longest(words, place, bytes, directory, time, end: passed.map { $0.lowerBound })
      else {
        place += 1
        continue
      }
      if isParty(mention, words, directory) { mentions.append(mention) }
      place = mention.words.upperBound
    }
    return mentions
  }

  private static func longest(
    _ words: [ArticleWord], _ place: Int, _ bytes: [UInt8], _ directory: PartyDirectory, _ time: Period,
    end: Int?
  ) -> PartyMention? {
    var last = place
    let limit = min(words.count, place + 6)
    while last + 1 < limit, words[last + 1].isJoined, !words[last].isPossessive,
      end.map({ place >= $0 || last + 1 < $0 }) ?? true
    {
      last += 1
    }
    for last in stride(from: last, through: place, by: -1) {
      let range = words[place].range.lowerBound..<words[last].range.upperBound
      let name = String(decoding: bytes[range], as: UTF8.self)
      guard let found = directory.named(name, time: time) ?? directory.named(name) else { continue }
      // "us" and "eu" are names in capitals only.
      if last == place, range.count <= 3, !words[place].isCapitals { continue }
      return PartyMention(
        party: found.party, kind: found.kind, words: place..<last + 1, range: range,
        isPossessive: words[last].isPossessive)
    }
    return nil
  }

  /// Whether the name is not part of another, such as that of a newspaper or of a place in another country.
  private static func isParty(
    _ mention: PartyMention, _ words: [ArticleWord], _ directory: PartyDirectory
  ) -> Bool {
    if directory[mention.party].kind == .placeholder { return false }
    if mention.words.lowerBound > 0, words[mention.words.lowerBound].isJoined, mention.kind != .demonym,
      words[mention.words.lowerBound - 1].key == "new"
    {
      return false
    }
    guard mention.words.upperBound < words.count, words[mention.words.upperBound].isJoined,
      !mention.isPossessive
    else { return true }
    let next = words[mention.words.upperBound]
    if mention.kind == .capital, next.isCapitalized { return false }
    return !(next.isCapitalized && PartyMention.outlets.contains(next.key))
  }

  private static let outlets: Set<String> = [
    "times", "post", "herald", "news", "today", "journal", "tribune", "telegraph", "daily",
  ]
}
