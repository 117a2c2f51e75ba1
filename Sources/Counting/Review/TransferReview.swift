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
  /// What speaks for and against.
  public let marks: ReviewMarks

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
public struct ReviewMarks: Hashable, Sendable {
  private var bits: UInt16 = 0
  private static let all = ReviewCandidate.Reason.allCases

  mutating func insert(_ reason: ReviewCandidate.Reason) { bits |= ReviewMarks.bit(reason) }

  func contains(_ reason: ReviewCandidate.Reason) -> Bool { bits & ReviewMarks.bit(reason) != 0 }

  /// The reasons, the strongest first.
  public var reasons: [ReviewCandidate.Reason] { ReviewMarks.all.filter(contains) }

  /// How likely the two are one; at least 1.
  public var score: Int {
    var (rest, score) = (bits, 0)
    while rest != 0 {
      score += ReviewMarks.points[rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return max(1, score)
  }

  /// Whether all is alike but one thing.
  var isContradiction: Bool {
    contains(.quantityContradicts) || contains(.valueContradicts) || contains(.yearsContradict)
  }

  private static let points = all.map(\.points)

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
    candidates(
      transfers, claims: claims, kinship: DesignationKinship(transfers.map(\.weapon), names: designations),
      verdicts: verdicts)
  }

  /// The same with designations whose kinship is known.
  public func candidates(
    _ transfers: [Transfer], claims: [CountedClaim], kinship: DesignationKinship, verdicts: Verdicts
  ) -> [ReviewCandidate] {
    find(transfers, claims, kinship, verdicts, contradictionsOnly: false)
  }

  /// Hands over the pairs of transfers of a table that a person should judge, in any order.
  ///
  /// - Parameters:
  ///   - table: the transfers of one pair of parties, in their order; candidates name places in it.
  ///   - shareVoice: whether somebody speaks of both transfers in one document: who does so means two deals.
  ///   - voice: the document and origin of a transfer of which all claims have the same; nil if they differ.
  public func forEachCandidate(
    in table: ReviewTable, _ kinship: DesignationKinship, shareVoice: @escaping (Int, Int) throws -> Bool,
    voice: @escaping (Int) throws -> (document: Int64, origin: Int64)?,
    _ body: @escaping (ReviewCandidate) throws -> Void
  ) throws {
    var search = ReviewSearch(
      ReviewComparison(table: table, tree: tree, kin: kin), kinship, contradictionsOnly: false,
      shareVoice: shareVoice,
      voice: { try voice($0).map { ReviewVoice(document: $0.document, origin: $0.origin) } },
      body: { try body(ReviewCandidate(a: $0, b: $1, score: $2.score, judgement: nil, marks: $2)) })
    try search.run()
  }

  /// The same; with `contradictionsOnly` just those that differ in one thing.
  func find(
    _ transfers: [Transfer], _ claims: [CountedClaim], _ kinship: DesignationKinship, _ verdicts: Verdicts,
    contradictionsOnly: Bool
  ) -> [ReviewCandidate] {
    let table = ReviewTable(transfers, claims)
    let judged = judgements(transfers, claims, verdicts)
    var found: [ReviewCandidate] = []
    search(table, kinship, contradictionsOnly: contradictionsOnly) { a, b, marks in
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

  /// Hands over the candidates of a table whose voices are known.
  ///
  /// - Parameter few: so many pairs of a list are compared one by one.
  /// - Returns: how many pairs were compared.
  @discardableResult
  func search(
    _ table: ReviewTable, _ kinship: DesignationKinship, contradictionsOnly: Bool, few: Int = 2_048,
    _ body: @escaping (Int, Int, ReviewMarks) -> Void
  ) -> Int {
    var search = ReviewSearch(
      ReviewComparison(table: table, tree: tree, kin: kin), kinship, contradictionsOnly: contradictionsOnly,
      few: few, shareVoice: { table.shareVoice($0, $1) },
      voice: { table.sides[$0].voiceCount == 1 ? table.voices(of: $0).first : nil }, body: body)
    // Nothing here fails.
    try? search.run()
    return search.compared
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
