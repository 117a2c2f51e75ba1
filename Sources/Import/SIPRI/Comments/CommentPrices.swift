import ArmsModel

/// Finds the prices in one phrase of a comment.
///
/// `[Part of] <currency><amount> (m|b) [(<second currency>…)] ['name'] deal|aid|programme`, or `deal worth …`.
/// An amount that is not called so is no price of the deal: offsets, advance payments, parts of it ("incl $5 m
/// for spares"), modernizations, what was agreed first and then changed.
struct CommentPrices {
  let comment: CommentText
  /// What each price is to be found in.
  let passage: String
  private(set) var found: [SIPRIComment.Price] = []

  init(comment: CommentText, passage: String) {
    self.comment = comment
    self.passage = passage
  }

  /// Reads a phrase and the brackets in it.
  mutating func read(_ phrase: CommentText.Phrase) {
    let before = found.count
    readAmounts(phrase)
    let hasPrice = found.count > before
    for case .bracket(let phrases) in phrase.items {
      for inner in phrases {
        let words = inner.plainWords
        // "$5 m deal (part of $90 m deal)", "aid ($5 m deal)".
        let isPart = words.starts(with: ["part", "of"]) || words.starts(with: ["as", "part", "of"])
        if isPart || (!hasPrice && mayHoldPrice(phrase)) { read(inner) }
      }
    }
  }

  /// The name of the first programme or deal of a phrase, in brackets too.
  static func programme(in phrase: CommentText.Phrase, of comment: CommentText) -> String? {
    for (index, item) in phrase.items.enumerated() {
      if case .name = item, let (name, next) = names(from: index, in: phrase, of: comment) {
        let noun = phrase.items[next...].prefix(3).lazy.compactMap(plain).first { nouns[$0] != nil }
        if noun != nil { return name }
      }
      if case .bracket(let phrases) = item {
        for inner in phrases { if let name = programme(in: inner, of: comment) { return name } }
      }
    }
    return nil
  }

  private func mayHoldPrice(_ phrase: CommentText.Phrase) -> Bool {
    let words = phrase.plainWords
    return !words.isEmpty && words.allSatisfy { Self.allowedBefore.contains($0) || Self.nouns[$0] != nil }
  }

  private mutating func readAmounts(_ phrase: CommentText.Phrase) {
    guard
      let start = phrase.items.firstIndex(where: { item in
        if case .word(let range, _) = item { amount(at: range.lowerBound, in: phrase) != nil } else { false }
      })
    else { return }
    let head = Array(phrase.items[..<start])
    guard let role = Self.role(head.compactMap(Self.plain)) else { return }

    var series = Series()
    guard let afterAmounts = readSeries(from: start, in: phrase, into: &series), !series.amounts.isEmpty
    else { return }
    var next = afterAmounts
    var name: String?
    if let (text, after) = Self.names(from: next, in: phrase, of: comment) { (name, next) = (text, after) }
    if name == nil, let place = head.firstIndex(where: { if case .name = $0 { true } else { false } }) {
      name = Self.names(from: place, in: phrase, of: comment)?.text
    }
    let tail = phrase.items[min(next, phrase.items.count)...]
    guard let kind = Self.kind(tail, hasName: name != nil, role) else { return }
    let ofTotal = zip(tail.compactMap(Self.plain), tail.compactMap(Self.plain).dropFirst()).contains {
      $0 == ("total", "of")
    }
    for amount in series.amounts {
      found.append(
        SIPRIComment.Price(
          lowThousandths: amount.low, highThousandths: amount.high, currency: amount.currency,
          isOfGroup: role.isOfGroup || ofTotal, programme: name, kind: kind, passage: passage))
    }
  }

  // MARK: What stands before

  private struct Role {
    var isOfGroup = false
    /// What "worth" follows: "deal worth $5 m".
    var kind: String?
  }

  /// What the words before an amount make of it; nil: no price of the deal.
  private static func role(_ words: [String]) -> Role? {
    var role = Role()
    var rest = words[...]
    if let part = words.lastIndex(where: { $0 == "part" || $0 == "art" }) {
      role.isOfGroup = true
      guard !words[..<part].contains(where: forbidden.contains) else { return nil }
      rest = words[(part + 1)...]
      if rest.first == "of" { rest = rest.dropFirst() }
      guard rest.count <= 4, !rest.contains(where: { forbidden.contains($0) || $0 == "for" }) else {
        return nil
      }
      guard !rest.contains(where: { $0.unicodeScalars.first?.isDigit == true }) else { return nil }
    }
    if rest.last == "worth" {
      role.kind = rest.dropLast().last.flatMap { nouns[$0] }
      if role.kind == nil, !role.isOfGroup { return nil }
    }
    if role.isOfGroup { return role }
    let isPlain = rest.allSatisfy { word in
      allowedBefore.contains(word) || nouns[word] != nil || word == "worth" || isTerm(word)
    }
    return isPlain ? role : nil
  }

  // MARK: The amounts

  private struct Series {
    var amounts: [CommentAmount] = []

    /// Another figure for the same price: of a currency that is there it widens the range.
    mutating func add(_ amount: CommentAmount) {
      for index in amounts.indices {
        if let span = amounts[index].spanned(with: amount) {
          amounts[index] = span
          return
        }
      }
      amounts.append(amount)
    }
  }

  private func amount(at place: Int, in phrase: CommentText.Phrase) -> CommentAmount.Found? {
    CommentAmount.at(place, in: comment.scalars, to: phrase.range.upperBound)
  }

  /// Reads `EUR10 m or EUR12 m ($13 m)`; the item after it, or nil if no amount stands there.
  private func readSeries(from start: Int, in phrase: CommentText.Phrase, into series: inout Series) -> Int? {
    guard case .word(let range, _) = phrase.items[start], let first = amount(at: range.lowerBound, in: phrase)
    else { return nil }
    if let amount = first.amount { series.add(amount) }
    var end = first.end
    // Amounts with a slash between them: EUR10 m/EUR12 m.
    while end < phrase.range.upperBound, comment.scalars[end] == "/",
      let other = amount(at: end + 1, in: phrase)
    {
      if let amount = other.amount { series.add(amount) }
      end = other.end
    }
    var next = item(after: end, in: phrase, from: start)
    if next < phrase.items.count, case .bracket(let phrases) = phrase.items[next],
      let inner = phrases.first, readBracket(inner, into: &series)
    {
      next += 1
    }
    if next + 1 < phrase.items.count, case .word(_, "or") = phrase.items[next],
      // "$38 or $90 m": what lacks its unit makes the other uncertain.
      !series.amounts.isEmpty, let after = readSeries(from: next + 1, in: phrase, into: &series)
    {
      return after
    }
    return next
  }

  /// Reads a bracket that holds nothing but the same price in another currency.
  private func readBracket(_ phrase: CommentText.Phrase, into series: inout Series) -> Bool {
    var inner = Series()
    var start = 0
    while start < phrase.items.count, let word = Self.plain(phrase.items[start]), Self.roughly.contains(word)
    { start += 1 }
    guard start < phrase.items.count, let end = readSeries(from: start, in: phrase, into: &inner),
      end == phrase.items.count
    else { return false }
    for amount in inner.amounts { series.add(amount) }
    return true
  }

  private func item(after place: Int, in phrase: CommentText.Phrase, from start: Int) -> Int {
    var index = start
    while index < phrase.items.count, case .word(let range, _) = phrase.items[index],
      range.upperBound <= place
    { index += 1 }
    return index
  }

  // MARK: What stands after

  /// `'Name' or 'Name'/'Name'` as text, and the item after them.
  private static func names(
    from start: Int, in phrase: CommentText.Phrase, of comment: CommentText
  ) -> (text: String, next: Int)? {
    guard start < phrase.items.count, case .name(let range) = phrase.items[start] else { return nil }
    var text = comment.text(range)
    var next = start + 1
    while next + 1 < phrase.items.count, case .word(_, let word) = phrase.items[next],
      word == "or" || word == "/",
      case .name(let range) = phrase.items[next + 1]
    {
      text += word == "or" ? " or " : "/"
      text += comment.text(range)
      next += 2
    }
    return text.isEmpty ? nil : (text, next)
  }

  /// What the amount is called; nil: nothing that a deal's price is called.
  private static func kind(_ tail: ArraySlice<CommentText.Item>, hasName: Bool, _ role: Role) -> String? {
    if let kind = role.kind { return kind }
    var seen = 0
    for item in tail {
      guard let word = plain(item) else {
        // A bracket without an amount: "(offsets 30%)".
        continue
      }
      if let kind = nouns[word] { return kind }
      if role.isOfGroup, let kind = works[word] { return kind }
      if forbidden.contains(word) || works[word] != nil || ends.contains(word) { break }
      seen += 1
      if seen > 4 { break }
    }
    if role.isOfGroup, !hasName {
      return tail.prefix(4).compactMap(plain).contains(where: forbidden.contains) ? nil : "deal"
    }
    if seen > 4 { return nil }
    if hasName { return "programme" }
    // Nothing but the amount.
    let first = tail.lazy.compactMap(plain).first
    return first == nil || first == "incl" ? "deal" : nil
  }

  private static func plain(_ item: CommentText.Item) -> String? {
    if case .word(_, let plain) = item { plain } else { nil }
  }

  /// `15-year`, `20`: of terms and of the share in percent nothing follows for the amount.
  private static func isTerm(_ word: String) -> Bool {
    word.unicodeScalars.first?.isDigit == true && (word.hasSuffix("-year") || word.hasSuffix("-month"))
  }

  private static let nouns = [
    "deal": "deal", "deals": "deal", "dea": "deal", "contract": "deal", "order": "deal", "purchase": "deal",
    "aid": "aid", "gift": "aid", "donation": "aid", "programme": "programme", "program": "programme",
    "project": "programme", "package": "package", "lease": "lease", "loan": "loan", "plan": "programme",
  ]
  /// Work on equipment that the deal is a part of.
  private static let works = [
    "modernization": "modernization", "modification": "modernization", "upgrade": "modernization",
    "modernisation": "modernization", "conversion": "modernization",
  ]
  private static let roughly: Set<String> = [
    "c.", "ca", "ca.", "about", "around", "approximately", "some", "nearly", "almost", "over", "under",
    "estimated",
    "possibly", "probably", "reportedly", "up", "to", "at", "least", "more", "less", "than", "max", "maximum",
    "min", "minimum", "or",
  ]
  private static let allowedBefore: Set<String> = roughly.union([
    "second-hand", "secondhand", "illegal", "secret", "new", "total", "single", "a", "an", "as", "also", "in",
    "symbolic", "cost", "price", "value", "of",
  ])
  /// Words that make an amount something else than the price.
  private static let forbidden: Set<String> = [
    "offset", "offsets", "incl", "including", "include", "option", "options", "additional", "modernized",
    "modernised", "modified", "financed", "funded", "debt", "debts", "fined", "damages", "claims", "original",
    "originally",
    "not", "credit", "credits", "loan", "loans", "paid", "payment", "pays", "spares", "reduced", "increased",
    "costs",
    "extra", "cancelled", "interest", "compensation", "planned",
  ]
  /// Words behind which an amount is not called anything any more.
  private static let ends: Set<String> = [
    "for", "of", "in", "from", "with", "by", "on", "and", "per", "until", "to", "paid", "before", "after",
  ]
}
