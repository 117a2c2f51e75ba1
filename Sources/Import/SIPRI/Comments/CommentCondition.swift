import ArmsModel

/// What a comment says of the state of the goods, for the registers that have no column for it.
enum CommentCondition {
  /// The condition, or nil where the comment does not say it of all of them.
  ///
  /// Goods without a word on their state are mostly new, but that is not said. Of used goods that were
  /// rebuilt to another type, are only some years old or were never used nothing follows: SIPRI counts them
  /// as new.
  static func read(_ comment: CommentText) -> Condition? {
    var isUsed = false
    var isModernized = false
    for words in comment.phrases.flatMap({ spoken($0) }) {
      if words.contains(where: { $0 == "rebuilt" || $0 == "old" || $0 == "never" }),
        words.contains(where: isUsedWord)
      {
        return nil
      }
      let used = words.firstIndex(where: isUsedWord)
      if let used, speaksOfAll(words[..<used]) { isUsed = true }
      if words.first?.hasPrefix("ex-") == true { isUsed = true }
      if words.first == "former", words.contains("equipment") { isUsed = true }
      guard let work = words.firstIndex(where: { $0 == "modernized" || $0 == "modernised" }),
        speaksOfAll(words[..<work])
      else { continue }
      let after = words[work...]
      if after.contains("before") || used != nil && !after.contains("after") { isModernized = true }
    }
    guard isUsed else { return nil }
    return isModernized ? .modernized : .secondHand
  }

  /// The words of a phrase, and of each bracket in it with those that stand before it.
  private static func spoken(_ phrase: CommentText.Phrase, after context: [String] = []) -> [[String]] {
    var all = [context + phrase.plainWords]
    var before = context
    for item in phrase.items {
      switch item {
      case .word(_, let plain): before.append(plain)
      case .name: continue
      case .bracket(let phrases): all += phrases.flatMap { spoken($0, after: before) }
      }
    }
    return all
  }

  private static func isUsedWord(_ word: String) -> Bool {
    word == "second-hand" || word == "secondhand" || word == "scond-hand"
  }

  /// Whether nothing before a word limits it to a part, to other weapons or to a guess.
  private static func speaksOfAll(_ before: ArraySlice<String>) -> Bool {
    !before.contains { limits.contains($0) || $0.unicodeScalars.first?.isDigit == true }
  }

  private static let limits: Set<String> = [
    "possibly", "possible", "may", "could", "incl", "including", "some", "more", "few", "for", "partly", "or",
    "not",
    "originally", "planned", "option", "if", "until", "from", "with", "by", "last", "first",
  ]
}
