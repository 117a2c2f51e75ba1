import ArmsModel

/// How a phrase says that the arms are passed on.
enum CommentModes {
  /// What says more of a transfer goes first.
  static let order: [TransferMode] = [.illegal, .licenceProduction, .kitAssembly, .swap, .loan, .aid]

  /// Adds what the phrase and the brackets in it say of the whole deal.
  static func read(
    _ phrase: CommentText.Phrase, after context: [String] = [], into modes: inout Set<TransferMode>
  ) {
    let words = context + phrase.plainWords
    for place in context.count..<words.count {
      for mode in meant(at: place, in: words) where speaksOfAll(words[..<place], mode) { modes.insert(mode) }
    }
    var before = context
    for item in phrase.items {
      switch item {
      case .word(_, let plain): before.append(plain)
      case .name: before.append("'")
      case .bracket(let phrases): for phrase in phrases { read(phrase, after: before, into: &modes) }
      }
    }
  }

  private static func meant(at place: Int, in words: [String]) -> [TransferMode] {
    let word = words[place]
    let before = words[..<place]
    let after = words[(place + 1)...]
    switch word {
    case "licence", "license":
      let isMade = before.contains(where: makes)
      let isUnder = before.suffix(3).contains("under")
      return isMade && isUnder || after.first == "production" || after.first == "produced"
        ? [.licenceProduction] : []
    case "licence-produced", "licence-production": return [.licenceProduction]
    case "licensed", "licenced": return after.first == "production" ? [.licenceProduction] : []
    case "assembled", "assembly", "assembled/produced", "assembly/production", "produced/assembled":
      let isPlaced = after.prefix(3).contains { ["in", "from", "kits"].contains($0) }
      return isPlaced ? [.kitAssembly] : []
    case "exchanged", "exchange":
      let isArms =
        after.first == "for" && !after.contains { ["use", "help", "support", "base", "bases"].contains($0) }
      return isArms ? [.swap] : []
    case "swapped", "swap": return [.swap]
    case "lease", "loan", "leased", "loaned", "lent":
      let isMoney = after.contains { ["bank", "banks", "loan", "credit"].contains($0) }
      return isMoney ? [] : [.loan]
    case "aid", "gift", "donated", "donation": return [.aid]
    case "illegal", "illegally", "illegaly", "smuggled", "stolen":
      return isIllegal(word, before, after) ? [.illegal] : []
    case "embargo":
      let evades = before.contains { ["despite", "evade", "circumvent", "violation", "breach"].contains($0) }
      let isInForce = before.contains("while")
      return evades || isInForce ? [.illegal] : []
    default: return []
    }
  }

  private static func makes(_ word: String) -> Bool {
    word.hasSuffix("produced") || word.hasSuffix("production") || word.hasSuffix("assembled")
      || word.hasSuffix("assembly") || word == "built"
  }

  /// Of illegal copies and of smuggling that the arms are to stop nothing follows.
  private static func isIllegal(
    _ word: String, _ before: ArraySlice<String>, _ after: ArraySlice<String>
  ) -> Bool {
    if word == "smuggled" || word == "stolen" { return true }
    let deeds: Set<String> = [
      "transfer", "transfers", "deal", "delivery", "deliveries", "export", "exports", "sale", "bought",
      "sold",
      "delivered", "exported", "acquired", "transferred", "supplied", "imported",
    ]
    // "Illegal $34 m deal".
    return after.prefix(4).contains(where: deeds.contains) || before.last.map(deeds.contains) == true
  }

  /// Whether nothing before the word limits it to a part, to other weapons, to plans or to guesses.
  private static func speaksOfAll(_ before: ArraySlice<String>, _ mode: TransferMode) -> Bool {
    for word in before {
      if limits.contains(word) { return false }
      if mode == .aid, ofOtherMoney.contains(word) { return false }
      if mode == .loan, ofOtherMoney.contains(word) || word == "after" || word == "replace" { return false }
      if mode == .swap, word == "partly" || word == "lease" { return false }
      if mode != .aid, mode != .loan, isCount(word) { return false }
    }
    return true
  }

  /// A number of pieces, such as `24` or `10-12`; years are none.
  private static func isCount(_ word: String) -> Bool {
    guard word.unicodeScalars.first?.isDigit == true,
      word.unicodeScalars.allSatisfy({ $0.isDigit || $0 == "-" })
    else { return false }
    return !(word.utf8.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20")))
  }

  private static let limits: Set<String> = [
    "for", "incl", "including", "include", "includes", "offset", "offsets", "more", "some", "few",
    "components",
    "parts", "possibly", "possible", "may", "could", "original", "originally", "planned", "option", "options",
    "not", "no",
    "designed", "prior", "partly", "partially", "cancelled", "later", "last", "first", "remaining", "rest",
    "without",
    "copied", "copy", "replacing", "replacement", "either", "if", "except", "turret", "turrets", "engines",
    "status",
    "developed", "against", "ex-",
  ]

  private static let ofOtherMoney: Set<String> = [
    "financed", "funded", "paid", "pays", "payment", "credit", "debt", "partly",
  ]
}
