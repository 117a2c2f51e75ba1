public import ArmsModel

/// Two transfers that may be one: compatible, but not convincing enough to be merged by rule.
public struct ReviewCandidate: Hashable, Sendable {
  /// Place of the one in the list of transfers; smaller than `b`.
  public var a: Int
  /// Place of the other.
  public var b: Int
  /// How likely they are one: higher is likelier; at least 1.
  public var score: Int
  /// What a person judged before, which can only be that the two cannot be told apart or together.
  public var judgement: Verdicts.Judgement?
  let marks: ReviewMarks

  /// What speaks for and against, the strongest first.
  public var reasons: [Reason] { marks.reasons }

  /// What speaks for two transfers being one, or keeps the rules from merging them.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// One designation.
    case sameDesignation = "same-designation"
    /// One designation, spelt in two ways.
    case sameSpelling = "same-spelling"
    /// One designation is the other with something behind it.
    case variant
    /// One value.
    case sameValue = "same-value"
    /// One quantity.
    case sameQuantity = "same-quantity"
    /// One category.
    case sameCategory = "same-category"
    /// One category lies above the other.
    case kindredCategory = "kindred-category"
    /// They begin in one year.
    case sameYear = "same-year"
    /// A number that arrived is smaller than the one that was ordered, or seen smaller than delivered.
    case mayBePart = "may-be-part"
    /// The larger figure is one of an approval, an offer or a request.
    case ceiling
    /// One of them, or both, have no date.
    case noDate = "no-date"
    /// One of them, or both, have no figure.
    case noFigure = "no-figure"
    /// All is alike but the quantity.
    case quantityContradicts = "quantity-contradicts"
    /// All is alike but the value.
    case valueContradicts = "value-contradicts"
    /// All is alike but the years, which lie too far apart for the rules.
    case yearsContradict = "years-contradict"

    /// The reason in words for people, with a full stop.
    public var sentence: String {
      switch self {
      case .sameDesignation: "Both name the same designation."
      case .sameSpelling: "Both name the same designation, spelt differently."
      case .variant: "One designation looks like a variant of the other."
      case .sameValue: "Both give the same value."
      case .sameQuantity: "Both give the same quantity."
      case .sameCategory: "Both are of the same category."
      case .kindredCategory: "One category contains the other."
      case .sameYear: "Both begin in the same year."
      case .mayBePart: "The smaller number may be a part of the larger one."
      case .ceiling: "The larger figure is a ceiling: it was approved, offered or asked for, not ordered."
      case .noDate: "At least one of them has no date."
      case .noFigure: "At least one of them has no figure."
      case .quantityContradicts: "All agrees except the quantity."
      case .valueContradicts: "All agrees except the value."
      case .yearsContradict: "All agrees except the years, which lie too far apart."
      }
    }

    /// What it adds to the score.
    var points: Int {
      switch self {
      case .sameDesignation: 8
      case .sameSpelling: 7
      case .variant: 5
      case .sameValue: 6
      case .sameQuantity: 4
      case .sameCategory: 3
      case .kindredCategory: 2
      case .sameYear: 2
      case .mayBePart: 1
      case .ceiling: 1
      case .noDate, .noFigure: -1
      case .quantityContradicts, .valueContradicts: -3
      case .yearsContradict: -6
      }
    }
  }
}

/// A set of reasons in two bytes: a pair of parties may have very many candidates.
struct ReviewMarks: Hashable {
  private var bits: UInt16 = 0
  private static let all = ReviewCandidate.Reason.allCases

  mutating func insert(_ reason: ReviewCandidate.Reason) { bits |= ReviewMarks.bit(reason) }

  func contains(_ reason: ReviewCandidate.Reason) -> Bool { bits & ReviewMarks.bit(reason) != 0 }

  /// In the order in which the cases stand.
  var reasons: [ReviewCandidate.Reason] { ReviewMarks.all.filter(contains) }

  var score: Int { max(1, reasons.reduce(0) { $0 + $1.points }) }

  private static func bit(_ reason: ReviewCandidate.Reason) -> UInt16 {
    // The order of the cases: at most sixteen.
    let place: UInt16 =
      switch reason {
      case .sameDesignation: 0
      case .sameSpelling: 1
      case .variant: 2
      case .sameValue: 3
      case .sameQuantity: 4
      case .sameCategory: 5
      case .kindredCategory: 6
      case .sameYear: 7
      case .mayBePart: 8
      case .ceiling: 9
      case .noDate: 10
      case .noFigure: 11
      case .quantityContradicts: 12
      case .valueContradicts: 13
      case .yearsContradict: 14
      }
    return 1 << place
  }
}

/// Finds transfers of one pair that may be one, for a person to judge.
///
/// Candidates are compatible in weapon, time and figures, as docs/counting.md has it, and have something in
/// common beside their parties: a designation or its variant, a quantity of two or more, a value, or a category
/// with compatible dates where nothing contradicts because one of them gives no figure. Beside these, transfers
/// that differ in one thing only are candidates: in the quantity, in the value, or in the years.
public struct TransferReview: Sendable {
  let tree: CategoryTree
  /// Per category the bits of itself, all above and all below.
  let kin: [UInt64]

  /// A review with the categories of that tree.
  public init(tree: CategoryTree) {
    self.tree = tree
    kin = tree.categories.indices.map { place in
      tree.categories.indices.reduce(0) { bits, other in
        tree.areKin(CategoryTree.Index(place), CategoryTree.Index(other)) ? bits | 1 << UInt64(other) : bits
      }
    }
  }

  /// The pairs of transfers that a person should judge, the likeliest first.
  ///
  /// Pairs on which a person judged "same" or "different" are not among them. Nothing is cut off: the list may be
  /// long where many transfers of a pair name little.
  ///
  /// - Parameters:
  ///   - transfers: what `TransferGrouping` made of `claims`.
  ///   - claims: all live claims of one pair.
  ///   - designations: the name of each designation, at the place of its number; place 0 stands for none.
  ///   - verdicts: what persons judged.
  /// - Returns: the pairs by falling score, then by the transfers' keys.
  public func candidates(
    _ transfers: [Transfer], claims: [CountedClaim], designations: [String], verdicts: Verdicts = Verdicts()
  ) -> [ReviewCandidate] {
    find(transfers, claims, designations, verdicts, contradictionsOnly: false)
  }

  /// The same; with `contradictionsOnly` just those that differ in one thing.
  func find(
    _ transfers: [Transfer], _ claims: [CountedClaim], _ designations: [String], _ verdicts: Verdicts,
    contradictionsOnly: Bool
  ) -> [ReviewCandidate] {
    let sides = transfers.enumerated().map { ReviewSide($1, place: $0, claims: claims) }
    let judged = judgements(transfers, claims, verdicts)
    let kinship = DesignationKinship(sides.map(\.weapon), names: designations)
    var found: [ReviewCandidate] = []
    ReviewPairs(sides: sides, tree: tree, kinship: kinship, designatedOnly: contradictionsOnly).forEach {
      let (a, b) = $0 < $1 ? ($0, $1) : ($1, $0)
      guard let marks = marks(sides[a], sides[b], kinship.relation(sides[a].weapon, sides[b].weapon)) else {
        return
      }
      let contradicts =
        marks.contains(.quantityContradicts) || marks.contains(.valueContradicts)
        || marks.contains(.yearsContradict)
      guard contradicts || !contradictionsOnly else { return }
      let judgement = judged[ReviewPlaces(a: a, b: b)]
      guard judgement == nil || judgement == .unsure else { return }
      found.append(ReviewCandidate(a: a, b: b, score: marks.score, judgement: judgement, marks: marks))
    }
    func keys(_ candidate: ReviewCandidate) -> (ContentHash, ContentHash) {
      let (a, b) = (transfers[candidate.a].key, transfers[candidate.b].key)
      return a < b ? (a, b) : (b, a)
    }
    found.sort { $0.score != $1.score ? $0.score > $1.score : keys($0) < keys($1) }
    return found
  }

  private struct ReviewPlaces: Hashable {
    var a: Int
    var b: Int
  }

  /// What was judged of any two claims that stand in two different transfers; "different" and "same" go before
  /// "unsure".
  private func judgements(
    _ transfers: [Transfer], _ claims: [CountedClaim], _ verdicts: Verdicts
  ) -> [ReviewPlaces: Verdicts.Judgement] {
    guard !verdicts.isEmpty else { return [:] }
    var transferOf: [ContentHash: Int] = [:]
    for (place, transfer) in transfers.enumerated() {
      for member in transfer.members { transferOf[claims[member.claim].key] = place }
    }
    var result: [ReviewPlaces: Verdicts.Judgement] = [:]
    for (place, transfer) in transfers.enumerated() {
      for member in transfer.members {
        for verdict in verdicts.of(claims[member.claim].key) {
          guard let other = transferOf[verdict.other], other > place else { continue }
          let places = ReviewPlaces(a: place, b: other)
          if verdict.judgement != .unsure || result[places] == nil { result[places] = verdict.judgement }
        }
      }
    }
    return result
  }
}
