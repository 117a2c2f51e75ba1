/// Who pays, who passes on and who uses, as a comment prints it.
enum CommentParties {
  private typealias Place = (index: Int, range: Range<Int>, plain: String)

  /// Who finances it: "financed by …", with the share before it where only a share is financed.
  static func payer(in phrase: CommentText.Phrase, of comment: CommentText) -> String? {
    let words = places(phrase)
    for (place, word) in words.enumerated() where ["financed", "funded", "paid"].contains(word.plain) {
      guard place + 1 < words.count else { return nil }
      let next = words[place + 1].plain
      guard
        next == "by" || next == "with"
          || (next == "for" && place + 2 < words.count && words[place + 2].plain == "by")
      else { continue }
      if place > 0,
        ["development", "modernization", "delivery", "originally", "not"].contains(words[place - 1].plain)
      {
        continue
      }
      if place > 0,
        words[..<place].contains(where: {
          ["development", "overhaul", "modernization", "originally"].contains($0.plain)
        })
      {
        continue
      }
      let start = next == "for" ? place + 3 : place + 2
      guard
        let text = stretch(
          phrase, words, from: start, stops: ["and", "but", "in", "for", "after", "as"], of: comment)
      else { continue }
      let before = place > 0 ? words[place - 1].plain : ""
      let share =
        ["partly", "partially", "mainly", "mostly", "possibly", "probably", "reportedly"].contains(before)
        || before.hasSuffix("%")
      return share ? "\(before) \(text)" : text
    }
    return nil
  }

  /// Whom it passes through: "ordered via …".
  static func route(in phrase: CommentText.Phrase, of comment: CommentText) -> String? {
    let words = places(phrase)
    guard let place = words.firstIndex(where: { $0.plain == "via" }) else { return nil }
    // "Bought via and financed by X": the same party.
    if place + 3 < words.count, words[place + 1].plain == "and", words[place + 3].plain == "by" {
      return stretch(phrase, words, from: place + 4, stops: routeStops, of: comment)
    }
    if words[..<place].contains(where: {
      ["incl", "including", "some", "more", "offsets"].contains($0.plain)
    }) {
      return nil
    }
    return stretch(phrase, words, from: place + 1, stops: routeStops, of: comment)
  }

  /// Who uses it: "for use by …".
  static func user(in phrase: CommentText.Phrase, of comment: CommentText) -> String? {
    let words = places(phrase)
    for (place, word) in words.enumerated() where ["use", "used", "operated"].contains(word.plain) {
      guard place + 1 < words.count, words[place + 1].plain == "by" else { continue }
      if word.plain == "use", place == 0 || words[place - 1].plain != "for" { continue }
      if words[..<place].contains(where: {
        ["not", "incl", "including", "some", "originally", "but", "previously"].contains($0.plain)
      }) {
        continue
      }
      return stretch(
        phrase, words, from: place + 2, stops: ["and", "against", "until", "from", "before"], of: comment)
    }
    return nil
  }

  private static let routeStops: Set<String> = [
    "from", "but", "incl", "as", "for", "after", "to", "with", "without", "in", "and", "probably", "possibly",
    "because",
    "where", "before", "under", "by",
  ]

  private static func places(_ phrase: CommentText.Phrase) -> [Place] {
    phrase.items.enumerated().compactMap { index, item in
      if case .word(let range, let plain) = item { (index, range, plain) } else { nil }
    }
  }

  /// The text from a word up to one of the stops, a bracket or the end.
  private static func stretch(
    _ phrase: CommentText.Phrase, _ words: [Place], from start: Int, stops: Set<String>,
    of comment: CommentText
  ) -> String? {
    guard start < words.count else { return nil }
    var end: Int?
    loop: for (index, item) in phrase.items.enumerated().dropFirst(words[start].index) {
      switch item {
      case .word(let range, let plain):
        if stops.contains(plain) {
          // "Jordan and Kenya", but not "USA and assembled in": names begin with a capital.
          guard plain == "and", end != nil, index + 1 < phrase.items.count,
            case .word(let next, _) = phrase.items[index + 1],
            comment.scalars[next.lowerBound].properties.isUppercase
          else { break loop }
        }
        end = range.upperBound
      case .name(let range): end = range.upperBound + 1
      case .bracket: break loop
      }
    }
    guard let end else { return nil }
    let text = comment.text(words[start].range.lowerBound..<end)
    return text.isEmpty ? nil : text
  }
}
