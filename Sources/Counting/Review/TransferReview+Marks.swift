import ArmsModel

/// How the figures of two transfers, of quantities or of values, stand towards each other.
struct FigureRelation {
  /// There is a unit in common, and all in common agree.
  private(set) var agrees = false
  /// It agrees to the last digit.
  private(set) var isEqual = false
  /// It agrees and is two or more, of pieces.
  private(set) var isTelling = false
  /// Whether one contradicts that is smaller on the first side, or on the second.
  private var smaller = (first: false, second: false)

  var contradicts: Bool { smaller.first || smaller.second }

  /// All that contradict are smaller on the first side; nil: nothing contradicts, or now here, now there.
  var firstIsSmaller: Bool? { smaller.first == smaller.second ? nil : smaller.first }

  fileprivate mutating func add(_ x: ReviewFigure, _ y: ReviewFigure) {
    if agree(x.figure, y.figure) {
      agrees = true
      isEqual = isEqual || x.figure == y.figure
      isTelling = isTelling || !x.isQuantity || min(x.figure.best, y.figure.best) >= 2
    } else if x.figure.best < y.figure.best {
      smaller.first = true
    } else {
      smaller.second = true
    }
  }

  fileprivate mutating func close() {
    if contradicts { (agrees, isEqual, isTelling) = (false, false, false) }
  }
}

/// Whether two figures overlap or come within 10 % of one another.
func agree(_ a: Figure, _ b: Figure) -> Bool { a.low <= b.highWithTolerance && b.low <= a.highWithTolerance }

extension Figure {
  /// The largest number that a figure may begin with that comes within 10 % of this one.
  var highWithTolerance: Int64 { saturatingSum(high, high / 10) }
}

/// Compares two transfers of a table.
struct ReviewComparison {
  let table: ReviewTable
  let tree: CategoryTree
  /// Per category the bits of itself, all above and all below.
  let kin: [UInt64]

  /// What speaks for two being one.
  struct Result {
    var marks: ReviewMarks
    /// What the figures contradict in, and which of the two is smaller.
    var contradicts = false
    var firstIsSmaller: Bool?
    /// They are none if somebody speaks of both in one document.
    var needsTwoVoices = false
  }

  /// What speaks for the two being one; nil if they are no candidates.
  func compare(_ first: Int, _ second: Int, _ designation: DesignationKinship.Relation) -> Result? {
    let (a, b) = (table.sides[first], table.sides[second])
    let bothDated = a.isDated && b.isDated
    guard designation != .different, !areOtherDeals(a, b) else { return nil }
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
    let (quantity, value) = relations(a, b)
    if quantity.agrees { marks.insert(.sameQuantity) }
    if value.agrees { marks.insert(.sameValue) }
    if bothDated, a.start == b.start { marks.insert(.sameYear) }
    if !bothDated { marks.insert(.noDate) }
    if !a.hasFigure || !b.hasFigure { marks.insert(.noFigure) }

    if quantity.contradicts || value.contradicts {
      return contradiction(a, b, designation, quantity, value, marks)
    }
    let isOneName = designation == .same || designation == .sameSpelling
    guard areCompatibleInTime(a, b) else {
      let isSameFigure = (quantity.isEqual && quantity.isTelling) || value.isEqual
      guard isOneName, isSameFigure, a.gap(to: b) <= designation.widestGap else { return nil }
      marks.insert(.yearsContradict)
      return Result(marks: marks, needsTwoVoices: true)
    }
    guard designation == .notSaid else { return Result(marks: marks) }
    if value.agrees || quantity.isTelling { return Result(marks: marks) }
    // A category alone says little: only where both are dated, and one of them gives no figure to differ in.
    let hasCategory = marks.contains(.sameCategory) || marks.contains(.kindredCategory)
    return hasCategory && bothDated && marks.contains(.noFigure) ? Result(marks: marks) : nil
  }

  /// What differs in quantity or value: a part, below a ceiling, or contradictory with all else alike.
  private func contradiction(
    _ a: ReviewSide, _ b: ReviewSide, _ designation: DesignationKinship.Relation, _ quantity: FigureRelation,
    _ value: FigureRelation, _ marks: ReviewMarks
  ) -> Result? {
    let hasCategory = marks.contains(.sameCategory) || marks.contains(.kindredCategory)
    guard designation != .notSaid || (hasCategory && a.isDated && b.isDated) else { return nil }
    var result = Result(marks: marks, contradicts: true)
    let firstIsSmaller = quantity.firstIsSmaller ?? value.firstIsSmaller
    if let firstIsSmaller, !value.contradicts || value.firstIsSmaller == firstIsSmaller,
      !quantity.contradicts || quantity.firstIsSmaller == firstIsSmaller
    {
      result.firstIsSmaller = firstIsSmaller
      let (part, whole) = firstIsSmaller ? (a, b) : (b, a)
      if quantity.contradicts, isPart(part, of: whole) {
        result.marks.insert(.mayBePart)
        return result
      }
      if part.mayLieBelowCeiling, whole.isCeiling, areCompatibleInTime(a, b) {
        result.marks.insert(.ceiling)
        return result
      }
    }
    guard designation == .same || designation == .sameSpelling, a.isDated, b.isDated,
      quantity.contradicts != value.contradicts, areCompatibleInTime(a, b)
    else { return nil }
    result.marks.insert(quantity.contradicts ? .quantityContradicts : .valueContradicts)
    result.needsTwoVoices = true
    return result
  }

  private func relations(
    _ a: ReviewSide, _ b: ReviewSide
  ) -> (quantity: FigureRelation, value: FigureRelation) {
    var (quantity, value) = (FigureRelation(), FigureRelation())
    for x in a.figures {
      for y in b.figures
      where table.figures[x].unit == table.figures[y].unit
        && table.figures[x].isQuantity == table.figures[y].isQuantity
      {
        if table.figures[x].isQuantity {
          quantity.add(table.figures[x], table.figures[y])
        } else {
          value.add(table.figures[x], table.figures[y])
        }
      }
    }
    quantity.close()
    value.close()
    return (quantity, value)
  }

  /// Whether every claim of the one fits every one of the other in time, by the rules of grouping.
  private func areCompatibleInTime(_ a: ReviewSide, _ b: ReviewSide) -> Bool {
    b.times.allSatisfy { place in
      let time = table.times[place]
      return a.summary.fitsInTime(time.kind, time.start, time.end) ?? false
    }
  }

  /// Whether a register tells them apart.
  private func areOtherDeals(_ a: ReviewSide, _ b: ReviewSide) -> Bool {
    guard a.dealCount > 0, b.dealCount > 0 else { return false }
    return a.deals.contains { own in
      b.deals.contains {
        table.deals[$0].dataset == table.deals[own].dataset && table.deals[$0].deal != table.deals[own].deal
      }
    }
  }

  /// Whether `part` is a delivery that may belong to the order `whole`, or was seen of what `whole` delivered.
  private func isPart(_ part: ReviewSide, of whole: ReviewSide) -> Bool {
    guard part.mayBePart else { return false }
    if whole.hasOrderSide {
      let order = whole.summary.order
      let delivery = part.summary.delivery
      return delivery.isEmpty || order.isEmpty
        || (order.areFollowed(by: delivery.minStart, before: 0, after: 5)
          && order.areFollowed(by: delivery.maxStart, before: 0, after: 5))
    }
    return part.isSeenOnly && whole.mayBeSeenInPart && areCompatibleInTime(part, whole)
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

extension ReviewSide {
  /// Whether it can be a part of something else: a delivery without an order.
  var mayBePart: Bool { stage.hasArrived && !hasOrderSide }

  /// Whether what was seen can be a part of it: a delivery without an order.
  var mayBeSeenInPart: Bool { !hasOrderSide && stage == .delivered }

  /// Whether its figures are a ceiling: of an approval, an offer or a request.
  var isCeiling: Bool { (stage.rung ?? .max) <= Stage.approvedRung }

  /// Whether its figures may lie below those of a ceiling.
  var mayLieBelowCeiling: Bool { stage.isAgreed }
}

extension DesignationKinship.Relation {
  /// Years between two transfers with a date beyond which they are two deals.
  ///
  /// Of one designation the years may contradict; else the rules join nothing further apart than five years.
  var widestGap: Int32 { self == .notSaid ? 6 : 10 }
}

extension Stage {
  /// The highest rung on which figures are ceilings.
  fileprivate static let approvedRung = 4
}
