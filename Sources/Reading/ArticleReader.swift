public import ArmsModel

/// Finds the amounts of money in an article; proposes no claims.
///
/// A deterministic function of the text and the directory.
public struct ArticleReader {
  private let directory: PartyDirectory
  /// Names of companies, folded, by their first word.
  private let companies: [String: [[String]]]

  /// A reader that knows the parties of that directory, and companies by those names.
  public init(_ directory: PartyDirectory, companies: some Sequence<String> = []) {
    self.directory = directory
    let names = companies.map { NameFolding.fold($0).split(separator: " ").map(String.init) }
    self.companies = Dictionary(grouping: names.filter { !$0.isEmpty }) { $0[0] }
  }

  /// The amounts of money in a text, in their order.
  public func figures(in text: ArticleText) -> [FigureMention] {
    var figures: [FigureMention] = []
    // Of the sentence before, this one and the one behind.
    var amounts: [[EvidenceAmount]] = [[], [], self.amounts(text, 0)]
    for (place, sentence) in text.sentences.enumerated() {
      amounts = [amounts[1], amounts[2], self.amounts(text, place + 1)]
      let neighbours = (before: !amounts[0].isEmpty, behind: !amounts[2].isEmpty)
      let amounts = amounts[1]
      guard !amounts.isEmpty else { continue }
      let ranges = amounts.map { shifted($0.range, by: sentence.lowerBound) }
      let words = ArticleWord.list(text.bytes, in: sentence)
      let institute = InstituteName.range(in: words)
      let years = YearSpan.list(words, outside: ranges)
      let before = place > 0 ? ArticleWord.list(text.bytes, in: text.sentences[place - 1]) : []
      let behind =
        place + 1 < text.sentences.count ? ArticleWord.list(text.bytes, in: text.sentences[place + 1]) : []
      let isExpenditure = OwnMoney.isSpending(words)
      let isOfCompany = OwnMoney.areSales(words) && (OwnMoney.namesCompany(words) || names(company: words))
      let isCredited = words.contains { InstituteName.credits.contains($0.key) }
      let (atBefore, atBehind) = (InstituteName.range(in: before), InstituteName.range(in: behind))
      let names = PartyNames(words, text.bytes, directory, passing: institute)
      let earlier = PartyNames(before, text.bytes, directory, passing: atBefore)
      var roles: [Period: (here: PartyRoles, before: PartyRoles)] = [:]
      for (amount, range) in zip(amounts, ranges) {
        var amount = amount
        amount.range = range
        var figure = FigureMention(amount: amount, sentence: sentence)
        figure.years = nearest(years, to: range)?.period ?? Period()
        if institute != nil {
          figure.credit = .here
        } else if !isCredited {
          // An institute is named for the amount that its own sentence has.
          if atBefore != nil, !neighbours.before, !OwnMoney.isSpending(before) {
            figure.credit = .before
          } else if atBehind != nil, !neighbours.behind, !OwnMoney.isOfOtherFigures(behind) {
            figure.credit = .behind
          }
        }
        let told =
          roles[figure.years]
          ?? (
            PartyRoles(words: words, mentions: names.mentions(time: figure.years)),
            PartyRoles(words: before, mentions: earlier.mentions(time: figure.years))
          )
        roles[figure.years] = told
        told.here.fill(&figure, before: told.before)
        figure.isDenied = told.here.isDenied(at: range)
        // What one party's companies or government sell in all, SIPRI does give in money.
        let isOfOneParty = told.here.countOfParties < 2
        figure.isExpenditure =
          isExpenditure || isOfOneParty && (isOfCompany || OwnMoney.isOfficial(words))
        figures.append(figure)
      }
    }
    return figures
  }

  /// The amounts of a sentence, in bytes of it; none if there is no such sentence.
  private func amounts(_ text: ArticleText, _ sentence: Int) -> [EvidenceAmount] {
    guard text.sentences.indices.contains(sentence) else { return [] }
    return text.bytes[text.sentences[sentence]].withUnsafeBytes { EvidenceQualifier.amounts(in: $0) }
  }

  private func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    range.lowerBound + offset..<range.upperBound + offset
  }

  private func nearest(_ spans: [YearSpan], to range: Range<Int>) -> YearSpan? {
    spans.min { distance($0.range, range) < distance($1.range, range) }
  }

  /// Whether the sentence names a company that is known by name.
  private func names(company words: [ArticleWord]) -> Bool {
    words.indices.contains { place in
      words[place].isCapitalized
        && (companies[words[place].key] ?? []).contains { name in
          words[place...].prefix(name.count).map(\.key) == name
        }
    }
  }
}

/// Bytes between two ranges; 0 if they touch.
func distance(_ a: Range<Int>, _ b: Range<Int>) -> Int {
  max(0, a.lowerBound - b.upperBound, b.lowerBound - a.upperBound)
}

/// Finds the institute that measures transfers in TIV.
enum InstituteName {
  /// The words that name it, with its abbreviation behind the full name; nil if it is not named.
  static func range(in words: [ArticleWord]) -> Range<Int>? {
    for (place, word) in words.enumerated() {
      if word.key == "sipri" { return place..<place + 1 }
      guard word.key == "stockholm" else { continue }
      let rest = words[place...].prefix(7)
      guard rest.contains(where: { $0.key == "peace" }),
        let last = rest.lastIndex(where: { ["research", "institute", "sipri"].contains($0.key) })
      else { continue }
      return place..<last + 1
    }
    return nil
  }

  /// Words with which a sentence credits what it says to somebody.
  static let credits: Set<String> = [
    "according", "said", "says", "told", "tells", "announced", "stated", "claimed", "claims", "estimated",
    "estimates", "reported", "reports", "confirmed", "declared", "acknowledged",
  ]
}
