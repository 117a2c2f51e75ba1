public import ArmsModel

/// An amount of money in an article, with what its sentence and the ones beside it say of it.
public struct FigureMention: Hashable, Sendable {
  /// Who may have supplied whom; nil for a party that is not named.
  public struct Pair: Hashable, Sendable {
    /// The supplier's place in the directory.
    public var supplier: PartyDirectory.Index?
    /// The recipient's place in the directory.
    public var recipient: PartyDirectory.Index?
    /// A pair of those places.
    public init(supplier: PartyDirectory.Index?, recipient: PartyDirectory.Index?) {
      self.supplier = supplier
      self.recipient = recipient
    }
  }

  /// Where the institute is named that the figure is credited to.
  public enum Credit: Hashable, Sendable {
    /// In the figure's own sentence.
    case here
    /// In the sentence before, which has no amount; the figure's own credits nobody.
    case before
    /// In the sentence behind, likewise.
    case behind
  }

  /// The amount; its range is in bytes of the article.
  public var amount: EvidenceAmount
  /// The sentence, in bytes of the article.
  public var sentence: Range<Int>
  /// The pairs that may be meant: one where the wording tells, several where it does not, none without parties.
  public var pairs: [Pair] = []
  /// Whether the wording tells who supplied whom.
  public var isOrderTold = false
  /// Whether a party was taken from the sentence before.
  public var isFromBefore = false
  /// The years, as far as the sentence gives them.
  public var years = Period()
  /// Whether it is credited to SIPRI, whose figures of transfers are a volume index; nil if not.
  public var credit: Credit?
  /// Whether the sentence speaks of spending, budgets, revenue or sales of companies, which SIPRI does give in money.
  public var isExpenditure = false
  /// Whether the sentence says that it was not so.
  public var isDenied = false
}
