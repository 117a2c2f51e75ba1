/// The phrases that qualify a number, before it and behind it.
enum QualifierPhrases {
  /// A phrase with what it says of its number.
  struct Phrase {
    let words: [String]
    let qualifier: Qualifier
    /// Whether an article or "of" may lie between it and an amount of money: "nearly a $60 million deal", but not
    /// "a dispute over a $60 million deal".
    let isLoose: Bool
  }

  /// What stands before the number, longer phrases first.
  static let before: [Phrase] =
    list(
      [
        (
          "not more than, no more than, not over, at most, at the most, up to, up to and including, as many as, as much as, "
            + "as high as, no greater than, not exceeding, no higher than", .upTo
        ),
        ("a maximum of, maximum of, maximum", .upTo),
        (
          "not less than, no less than, not fewer than, no fewer than, at least, at the least, at the very least, as few as, "
            + "as little as, no lower than", .moreThan
        ),
        ("a minimum of, minimum of, minimum", .moreThan),
        (
          "in excess of, upwards of, upward of, north of, exceed, exceeds, exceeded, exceeding, surpass",
          .moreThan
        ),
        ("surpasses, surpassed, surpassing, topping", .moreThan), ("south of", .lessThan),
        ("close to, just shy of, shy of, nearly, almost, approaching", .nearly),
        (
          "in the region of, in the order of, on the order of, in the neighbourhood of, in the neighborhood of, "
            + "in the vicinity of, somewhere around, approximately, approx, roughly, circa, ca, c, est, an estimated, estimated",
          .about
        ),
      ], isLoose: true)
    + list(
      [
        ("greater than, more than, higher than, just over, well over, over, above", .moreThan),
        ("less than, fewer than, lower than, under, below", .lessThan), ("just under, just below", .nearly),
        ("about, around, some", .about),
      ], isLoose: false)

  /// What stands behind it, longer phrases first.
  static let behind: [Phrase] = list(
    [
      (
        "or so, or thereabouts, give or take, more or less, approximately, approx, or about that, or roughly that",
        .about
      ),
      (
        "or more, or above, or over, or higher, or greater, or upwards, and more, and above, and over, and up, and upwards, "
          + "and counting, if not more, upwards, at least, at the least, at the very least, at a minimum, minimum, plus, "
          + "or even more, or possibly more, or perhaps more",
        .moreThan
      ),
      (
        "or fewer, or less, or under, or below, or lower, at most, at the most, at the very most, at a maximum, maximum, "
          + "tops, max, if not less, or even less",
        .upTo
      ),
    ], isLoose: true)

  private static func list(_ entries: [(String, Qualifier)], isLoose: Bool) -> [Phrase] {
    entries.flatMap { phrases, qualifier in
      phrases.split(separator: ",").map {
        Phrase(words: $0.split(separator: " ").map(String.init), qualifier: qualifier, isLoose: isLoose)
      }
    }.sorted { $0.words.count > $1.words.count }
  }

  /// The qualifier of a phrase of the list that stands at a place among tokens, and the number of its tokens.
  static func match(
    _ list: [Phrase], _ tokens: [QuantityToken], at place: Int
  ) -> (qualifier: Qualifier, length: Int)? {
    guard tokens.indices.contains(place), case .word(let first) = tokens[place] else { return nil }
    for phrase in list where phrase.words[0] == first && place + phrase.words.count <= tokens.count {
      if zip(phrase.words, tokens[place...]).allSatisfy({ QuantityToken.word($0) == $1 }) {
        return (phrase.qualifier, phrase.words.count)
      }
    }
    return nil
  }

  /// The qualifier that stands behind a number, up to `place`, and the number of its tokens; nil if none does.
  ///
  /// What goes on to another number qualifies that: "for $1 billion at least 20 aircraft".
  static func behind(_ tokens: [QuantityToken], at place: Int) -> (qualifier: Qualifier, length: Int)? {
    guard tokens.indices.contains(place) else { return nil }
    if tokens[place] == .sign(0x2B) { return (.moreThan, 1) }
    let start = tokens[place] == .sign(0x2D) ? place + 1 : place
    guard let found = match(behind, tokens, at: start) else { return nil }
    let next = start + found.length
    if tokens.indices.contains(next) {
      switch tokens[next] {
      case .number: return nil
      case .word(let word)
      where word == "than" || NumeralWords.small[word] != nil || NumeralWords.tens[word] != nil: return nil
      default: break
      }
    }
    return (found.qualifier, next - place)
  }
}
