public import ArmsModel

/// What persons judged of pairs of claims: whether both speak of one transfer.
public struct Verdicts: Sendable {
  /// A judgement.
  public enum Judgement: String, CaseIterable, Hashable, Sendable {
    /// Both speak of one transfer, whatever the rules say.
    case same
    /// They speak of two transfers, even if they say the same.
    case different
    /// A person looked and could not tell; the rules hold.
    case unsure
  }

  /// A judgement on two claims.
  public struct Verdict: Hashable, Sendable {
    /// The other claim.
    public var other: ContentHash
    /// What was judged.
    public var judgement: Judgement
    /// The batch that recorded it.
    public var batch: Int64
  }

  private var ofClaim: [ContentHash: [Verdict]] = [:]

  /// No verdicts.
  public init() {}

  /// Whether there are none, so that nobody need look.
  public var isEmpty: Bool { ofClaim.isEmpty }

  /// Enters a verdict; of several on the same two claims the last one entered holds.
  public mutating func add(_ a: ContentHash, _ b: ContentHash, _ judgement: Judgement, batch: Int64) {
    guard a != b else { return }
    set(a, Verdict(other: b, judgement: judgement, batch: batch))
    set(b, Verdict(other: a, judgement: judgement, batch: batch))
  }

  /// The verdicts on a claim, in the order of the other claims.
  public func of(_ claim: ContentHash) -> [Verdict] { ofClaim[claim] ?? [] }

  private mutating func set(_ claim: ContentHash, _ verdict: Verdict) {
    var list = ofClaim[claim] ?? []
    list.removeAll { $0.other == verdict.other }
    list.append(verdict)
    list.sort { $0.other < $1.other }
    ofClaim[claim] = list
  }
}
