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

  /// Whether the name is not part of another, such as that of a newspaper or of a place in another country.
  fileprivate static func isParty(
    _ mention: PartyMention, _ words: [ArticleWord], _ directory: PartyDirectory
  ) -> Bool {
    if directory[mention.party].kind == .placeholder { return false }
    if mention.words.lowerBound > 0, words[mention.words.lowerBound].isJoined, mention.kind != .demonym,
      words[mention.words.lowerBound - 1].key == "new"
    {
      return false
    }
    if AmericanState.isMeant(mention, words, directory) { return false }
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

/// The names of parties in a sentence; what they mean depends on the time.
struct PartyNames {
  private struct Name {
    var text: String
    var words: Range<Int>
    var range: Range<Int>
  }

  private let words: [ArticleWord]
  private let directory: PartyDirectory
  /// The runs of words, by the first, that somebody is called by at some time, longest first.
  private var names: [[Name]] = []

  /// - Parameter passed: places of words that name somebody else, such as an institute.
  init(_ words: [ArticleWord], _ bytes: [UInt8], _ directory: PartyDirectory, passing passed: Range<Int>?) {
    self.words = words
    self.directory = directory
    for place in words.indices where words[place].isCapitalized && passed?.contains(place) != true {
      var last = place
      let limit = min(words.count, place + 6)
      while last + 1 < limit, words[last + 1].isJoined, !words[last].isPossessive,
        passed.map({ place >= $0.lowerBound || last + 1 < $0.lowerBound }) ?? true
      {
        last += 1
      }
      let found = stride(from: last, through: place, by: -1).compactMap { last -> Name? in
        let range = words[place].range.lowerBound..<words[last].range.upperBound
        let text = String(decoding: bytes[range], as: UTF8.self)
        // "us" and "eu" are names in capitals only.
        if directory.isFree(text) || last == place && range.count <= 3 && !words[place].isCapitals {
          return nil
        }
        return Name(text: text, words: place..<last + 1, range: range)
      }
      if !found.isEmpty { names.append(found) }
    }
  }

  /// The parties that are meant; of names within names the longest.
  func mentions(time: Period) -> [PartyMention] {
    var mentions: [PartyMention] = []
    var end = 0
    for names in names where names[0].words.lowerBound >= end {
      for name in names {
        guard let found = directory.named(name.text, time: time) ?? directory.named(name.text) else {
          continue
        }
        let mention = PartyMention(
          party: found.party, kind: found.kind, words: name.words, range: name.range,
          isPossessive: words[name.words.upperBound - 1].isPossessive)
        if PartyMention.isParty(mention, words, directory) { mentions.append(mention) }
        end = name.words.upperBound
        break
      }
    }
    return mentions
  }
}
