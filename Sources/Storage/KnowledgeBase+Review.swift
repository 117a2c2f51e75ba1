public import ArmsModel
public import Counting

/// Two transfers that a person should look at.
public struct ReviewItem: Hashable, Sendable {
  /// The supplier of both; nil for not known.
  public var supplier: PartyCode?
  /// The recipient of both; nil for not known.
  public var recipient: PartyCode?
  /// The identity of the one.
  public var first: ContentHash
  /// The row of its first claim.
  public var firstClaim: Int64
  /// The identity of the other.
  public var second: ContentHash
  /// The row of its first claim.
  public var secondClaim: Int64
  /// How likely they are one; higher is likelier.
  public var score: Int
  /// What speaks for and against.
  public var reasons: [ReviewCandidate.Reason]
  /// Whether somebody looked and could not tell.
  public var isUnsure: Bool
}

extension KnowledgeBase {
  /// The pairs of transfers that are compatible and were not convincing enough to be merged by rule, among the
  /// parties of the filter: the likeliest first, those that somebody could not tell last.
  public func reviewItems(_ filter: Filter) throws -> [ReviewItem] {
    try loadDirectory()
    let filter = try writtenOut(filter)
    let vocabulary = try vocabulary()
    let grouping = TransferGrouping(tree: categories)
    let review = TransferReview(tree: categories)
    var items: [ReviewItem] = []
    try eachPair(filter, vocabulary) { pair in
      let transfers = grouping.transfers(of: pair.claims, verdicts: pair.verdicts)
      let found = review.candidates(
        transfers, claims: pair.claims, designations: vocabulary.designations, verdicts: pair.verdicts)
      for candidate in found {
        let (a, b) = (transfers[candidate.a], transfers[candidate.b])
        items.append(
          ReviewItem(
            supplier: pair.supplier, recipient: pair.recipient, first: a.key,
            firstClaim: pair.claims[a.members[0].claim].id, second: b.key,
            secondClaim: pair.claims[b.members[0].claim].id, score: candidate.score,
            reasons: candidate.reasons, isUnsure: candidate.judgement == .unsure))
      }
    }
    return items.sorted { a, b in
      if a.isUnsure != b.isUnsure { return b.isUnsure }
      if a.score != b.score { return a.score > b.score }
      return (a.first, a.second) < (b.first, b.second)
    }
  }
}
