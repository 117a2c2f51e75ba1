import ArmsModel

/// What a review compares of one transfer.
struct ReviewSide {
  let place: Int
  let weapon: Int32
  let category: CategoryTree.Index
  /// Bits of the categories that its claims name.
  private(set) var categories: UInt64 = 0
  let stage: Stage
  let figures: [Transfer.UnitFigure]
  private(set) var summary: TransferSummary
  /// One of each kind and time that its claims give.
  private(set) var times: [Candidate] = []
  private(set) var hasOrderSide = false
  /// Years in which it begins and ends; `start` is `Int32.max` where it has no date.
  let start: Int32
  let end: Int32
  /// Documents and origins of its claims, as one number each.
  private var voices: Set<Voice> = []
  private var deals: [Int64: UInt64] = [:]

  private struct Voice: Hashable {
    var document: Int64
    var origin: Int64
  }

  init(_ transfer: Transfer, place: Int, claims: [CountedClaim]) {
    self.place = place
    weapon = transfer.weapon
    category = transfer.category
    stage = transfer.stage
    figures = transfer.figures
    summary = TransferSummary(weapon: transfer.weapon)
    for member in transfer.members where claims[member.claim].rank.counts {
      let claim = claims[member.claim]
      let candidate = Candidate(ClaimContent(claim))
      if claim.category >= 0 { categories |= 1 << UInt64(claim.category) }
      if candidate.time == .order { hasOrderSide = true }
      summary.add(candidate)
      voices.insert(Voice(document: claim.document, origin: claim.origin))
      if claim.deal != 0 { deals[claim.dataset] = claim.deal }
      guard candidate.isDated else { continue }
      let isKnown = times.contains {
        $0.time == candidate.time && $0.start == candidate.start && $0.end == candidate.end
      }
      if !isKnown { times.append(candidate) }
    }
    start = times.map(\.start).min() ?? .max
    end = times.map(\.end).max() ?? .max
  }

  var isDated: Bool { start != .max }
  var hasFigure: Bool { !figures.isEmpty }
  var isSeenOnly: Bool { stage == .inUse && summary.order.isEmpty }

  /// Whether every claim of the one fits every one of the other in time, by the rules of grouping.
  func isCompatibleInTime(_ other: ReviewSide) -> Bool {
    other.times.allSatisfy { summary.isCompatibleInTime($0) }
  }

  /// Whether a register tells them apart.
  func isOtherDeal(than other: ReviewSide) -> Bool {
    deals.contains { dataset, deal in other.deals[dataset].map { $0 != deal } ?? false }
  }

  /// Whether somebody speaks of both in one document: who does so means two deals.
  func sharesVoice(_ other: ReviewSide) -> Bool { !voices.isDisjoint(with: other.voices) }
}

/// How the figures of two transfers stand towards each other.
struct FigureRelation {
  /// There is a unit in common, and all in common agree.
  var agrees = false
  /// It agrees to the last digit.
  var isEqual = false
  /// It agrees and is two or more, of pieces.
  var isTelling = false
  /// All that contradict are smaller on the first side; nil: nothing contradicts, or now here, now there.
  var firstIsSmaller: Bool?
  var contradicts = false

  init(_ a: [Transfer.UnitFigure], _ b: [Transfer.UnitFigure], isQuantity: Bool) {
    var smaller = (first: false, second: false)
    for x in a where x.isQuantity == isQuantity {
      for y in b where y.isQuantity == isQuantity && y.unit == x.unit {
        if agree(x.figure, y.figure) {
          agrees = true
          isEqual = isEqual || x.figure == y.figure
          isTelling = isTelling || !isQuantity || min(x.figure.best, y.figure.best) >= 2
        } else if x.figure.best < y.figure.best {
          smaller.first = true
        } else {
          smaller.second = true
        }
      }
    }
    contradicts = smaller.first || smaller.second
    if smaller.first != smaller.second { firstIsSmaller = smaller.first }
    if contradicts {
      agrees = false
      isEqual = false
      isTelling = false
    }
  }
}

/// Whether two figures overlap or come within 10 % of one another.
func agree(_ a: Figure, _ b: Figure) -> Bool {
  a.low <= saturatingSum(b.high, b.high / 10) && b.low <= saturatingSum(a.high, a.high / 10)
}

extension TransferReview {
  /// What speaks for the two being one; nil if they are no candidates.
  func marks(_ a: ReviewSide, _ b: ReviewSide, _ designation: DesignationKinship.Relation) -> ReviewMarks? {
    guard designation != .different, !a.isOtherDeal(than: b) else { return nil }
    var marks = ReviewMarks()
    switch designation {
    case .same: marks.insert(.sameDesignation)
    case .sameSpelling: marks.insert(.sameSpelling)
    case .variant: marks.insert(.variant)
    case .notSaid:
      guard areKin(a.categories, b.categories) else { return nil }
    case .different: return nil
    }
    if a.category >= 0, b.category >= 0 {
      if a.category == b.category {
        marks.insert(.sameCategory)
      } else if tree.areKin(a.category, b.category) {
        marks.insert(.kindredCategory)
      }
    }
    let quantity = FigureRelation(a.figures, b.figures, isQuantity: true)
    let value = FigureRelation(a.figures, b.figures, isQuantity: false)
    let bothDated = a.isDated && b.isDated
    if quantity.agrees { marks.insert(.sameQuantity) }
    if value.agrees { marks.insert(.sameValue) }
    if bothDated, a.start == b.start { marks.insert(.sameYear) }
    if !bothDated { marks.insert(.noDate) }
    if !a.hasFigure || !b.hasFigure { marks.insert(.noFigure) }

    if quantity.contradicts || value.contradicts {
      return contradiction(a, b, designation, quantity, value, marks)
    }
    let isOneName = designation == .same || designation == .sameSpelling
    guard a.isCompatibleInTime(b) else {
      let isSameFigure = (quantity.isEqual && quantity.isTelling) || value.isEqual
      let gap = max(a.start, b.start) - min(a.end, b.end)
      guard isOneName, isSameFigure, gap <= TransferReview.widestGap, !a.sharesVoice(b) else { return nil }
      marks.insert(.yearsContradict)
      return marks
    }
    guard designation == .notSaid else { return marks }
    if value.agrees || quantity.isTelling { return marks }
    // A category alone says little: only where both are dated, and one of them gives no figure to differ in.
    let hasCategory = marks.contains(.sameCategory) || marks.contains(.kindredCategory)
    return hasCategory && bothDated && marks.contains(.noFigure) ? marks : nil
  }

  /// Years between two transfers that are alike in all but the years; what lies further apart is two deals.
  static let widestGap: Int32 = 10

  /// What differs in quantity or value: a part, below a ceiling, or contradictory with all else alike.
  private func contradiction(
    _ a: ReviewSide, _ b: ReviewSide, _ designation: DesignationKinship.Relation, _ quantity: FigureRelation,
    _ value: FigureRelation, _ marks: ReviewMarks
  ) -> ReviewMarks? {
    var marks = marks
    let hasCategory = marks.contains(.sameCategory) || marks.contains(.kindredCategory)
    guard designation != .notSaid || (hasCategory && a.isDated && b.isDated) else { return nil }
    let firstIsSmaller = quantity.firstIsSmaller ?? value.firstIsSmaller
    if let firstIsSmaller, !value.contradicts || value.firstIsSmaller == firstIsSmaller,
      !quantity.contradicts || quantity.firstIsSmaller == firstIsSmaller
    {
      let (part, whole) = firstIsSmaller ? (a, b) : (b, a)
      if quantity.contradicts, isPart(part, of: whole) {
        marks.insert(.mayBePart)
        return marks
      }
      let isCeiling = (whole.stage.rung ?? .max) <= Stage.approvedRung && part.stage.isAgreed
      if isCeiling, a.isCompatibleInTime(b) {
        marks.insert(.ceiling)
        return marks
      }
    }
    guard designation == .same || designation == .sameSpelling, a.isDated, b.isDated,
      quantity.contradicts != value.contradicts, a.isCompatibleInTime(b), !a.sharesVoice(b)
    else { return nil }
    marks.insert(quantity.contradicts ? .quantityContradicts : .valueContradicts)
    return marks
  }

  /// Whether `part` is a delivery that may belong to the order `whole`, or was seen of what `whole` delivered.
  private func isPart(_ part: ReviewSide, of whole: ReviewSide) -> Bool {
    guard part.stage.hasArrived, !part.hasOrderSide else { return false }
    if whole.hasOrderSide {
      let order = whole.summary.order
      let delivery = part.summary.delivery
      return delivery.isEmpty || order.isEmpty
        || (order.areFollowed(by: delivery.minStart, before: 0, after: 5)
          && order.areFollowed(by: delivery.maxStart, before: 0, after: 5))
    }
    return part.isSeenOnly && whole.stage == .delivered && part.isCompatibleInTime(whole)
  }

  /// Whether every category of the one is the same as, above or below every one of the other; silence fits.
  private func areKin(_ a: UInt64, _ b: UInt64) -> Bool {
    var bits = a
    while bits != 0 {
      if b & ~kin[bits.trailingZeroBitCount] != 0 { return false }
      bits &= bits - 1
    }
    return true
  }
}

extension Stage {
  /// The highest rung on which figures are ceilings.
  fileprivate static let approvedRung = 4
}
