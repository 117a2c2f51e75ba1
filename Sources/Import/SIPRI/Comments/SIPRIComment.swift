import ArmsModel

/// What a comment of SIPRI's register says in its small dialect; whatever it says besides stays in the
/// comment.
///
/// Phrases that speak of a part of the deal ("incl 12 assembled in …"), of other weapons ("for 24 aircraft
/// produced under licence in …"), of what was planned once or of what may be so, say nothing here about the
/// deal.
struct SIPRIComment {
  /// A price that a comment names.
  struct Price: Hashable {
    /// Thousandths of a unit of the currency; the lower end of a range.
    var lowThousandths: Int64
    /// The upper end, nil where one figure is given.
    var highThousandths: Int64?
    /// ISO 4217 code.
    var currency: String
    /// True: the price of a group of deals of which this is one ("Part of …").
    var isOfGroup: Bool
    /// The name in quotes of the programme or deal that it belongs to.
    var programme: String?
    /// What the comment calls it, such as `deal`, `aid`, `programme` or `lease`.
    var kind: String
    /// The phrase that it stands in.
    var passage: String
  }

  /// The prices, from the left; one price in two currencies is two of them.
  var prices: [Price] = []
  /// How the arms are passed on, where the comment says it of all of them.
  ///
  /// Of several the one that says more of the transfer: against the law, then made or put together by the
  /// recipient, then exchanged, then lent, then given. "Probably" counts, "possibly" does not.
  var mode: TransferMode?
  /// The state of the goods, where the comment says it of all of them.
  var condition: Condition?
  /// True: chosen, but not ordered.
  var isSelectedOnly = false
  /// True: another supplier may be meant.
  var isSupplierUncertain = false
  /// True: another recipient may be meant.
  var isRecipientUncertain = false
  /// Who pays, as printed.
  var financedBy: String?
  /// Whom it passes through, as printed.
  var via: String?
  /// Who uses it, as printed.
  var usedBy: String?
  /// The name in quotes of the first programme or deal.
  var programme: String?

  /// What that comment says.
  init(_ text: String) {
    let comment = CommentText(text)
    var modes: Set<TransferMode> = []
    for phrase in comment.phrases {
      let passage = comment.text(phrase.range)
      var prices = CommentPrices(comment: comment, passage: passage)
      prices.read(phrase)
      self.prices += prices.found
      CommentModes.read(phrase, into: &modes)
      readParties(phrase, of: comment)
    }
    programme = comment.phrases.lazy.compactMap { CommentPrices.programme(in: $0, of: comment) }.first
    condition = CommentCondition.read(comment)
    mode = CommentModes.order.first(where: modes.contains)
  }

  private mutating func readParties(_ phrase: CommentText.Phrase, of comment: CommentText) {
    let words = phrase.plainWords
    for (place, word) in words.enumerated() {
      switch word {
      case "selected":
        let after = words[place...]
        if after.contains("not"), after.contains("ordered") { isSelectedOnly = true }
      case "supplier": isSupplierUncertain = isSupplierUncertain || Self.isDoubt(words.dropFirst(place + 1))
      case "recipient":
        isRecipientUncertain = isRecipientUncertain || Self.isDoubt(words.dropFirst(place + 1))
      default: break
      }
    }
    if financedBy == nil { financedBy = CommentParties.payer(in: phrase, of: comment) }
    if via == nil { via = CommentParties.route(in: phrase, of: comment) }
    if usedBy == nil { usedBy = CommentParties.user(in: phrase, of: comment) }
    for case .bracket(let phrases) in phrase.items {
      for phrase in phrases { readParties(phrase, of: comment) }
    }
  }

  /// Whether what follows "supplier" or "recipient" puts it in doubt.
  private static func isDoubt(_ words: ArraySlice<String>) -> Bool {
    let next = words.prefix(2)
    return next.first.map {
      ["uncertain", "unclear", "possibly", "probably", "may", "could", "unknown"].contains($0)
    } ?? false
      || next == ["not", "certain"] || next == ["is", "uncertain"]
  }
}
