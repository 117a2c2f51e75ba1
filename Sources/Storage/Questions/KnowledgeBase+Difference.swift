public import ArmsModel
public import Counting

/// A figure that moved between two dates.
public struct MovedFigure: Hashable, Sendable {
  /// The supplier; nil for not known.
  public var supplier: PartyCode?
  /// The recipient; nil for not known.
  public var recipient: PartyCode?
  /// What is counted.
  public var unit: FigureUnit
  /// Which stages are taken in.
  public var stage: String
  /// The figure before, in thousandths; nil if there was none, `.tooLarge` if it cannot be kept.
  public var before: Figure?
  /// The figure afterwards likewise.
  public var after: Figure?
  /// What changed among the claims that bear on it, in the order of their identities.
  public var causes: [Cause]

  /// Why a figure moved.
  public struct Cause: Hashable, Sendable {
    /// What became of a claim.
    public enum Kind: String, Sendable {
      /// It stands now and did not before.
      case added
      /// It stood before and does not any more.
      case withdrawn
      /// A person gave it another rank.
      case ranked
      /// A person judged whether it speaks of the same transfer as another.
      case judged
      /// A newer release of its dataset says it anew.
      case superseded
    }
    /// What happened.
    public var kind: Kind
    /// The claim's row.
    public var claim: Int64
    /// The claim.
    public var key: ContentHash
  }
}

/// The two dates that figures are compared between.
public enum DifferenceBasis: String, CaseIterable, Hashable, Sendable {
  /// By when claims were recorded.
  case recorded
  /// By when documents were published.
  case published
}

extension KnowledgeBase {
  /// The figures of pairs that moved between the ends of two days, and the claims because of which they did.
  ///
  /// In the order of supplier, recipient and unit.
  public func difference(
    from first: PartialDate, to second: PartialDate, by basis: DifferenceBasis, _ filter: Filter = Filter(),
    stages: [StageChoice] = [.agreed]
  ) throws -> [MovedFigure] {
    try loadDirectory()
    var moved: [MovedFigure] = []
    for stage in stages {
      var before: [PairKey: PairState] = [:]
      try eachState(at: first, basis, filter, stage) { before[$0] = $1 }
      // One pair after the other: the second moment is never there as a whole.
      try eachState(at: second, basis, filter, stage) { pair, after in
        moved += compare(pair, before.removeValue(forKey: pair) ?? PairState(), after, filter, stage)
      }
      for (pair, state) in before { moved += compare(pair, state, PairState(), filter, stage) }
    }
    return moved.sorted { a, b in

      func key(_ line: MovedFigure) -> [String] {
        [line.supplier?.rawValue ?? "", line.recipient?.rawValue ?? "", line.unit.rawValue, line.stage]
      }
      return key(a).lexicographicallyPrecedes(key(b))
    }
  }

  private struct PairKey: Hashable {
    var supplier: PartyCode?
    var recipient: PartyCode?
  }

  /// What one pair came to at a date, and from what.
  private struct PairState {
    struct Claim: Equatable {
      var key: ContentHash
      var rank: CountedClaim.Rank
      var verdicts: [Verdicts.Verdict]
    }
    var figures: [FigureUnit: Figure] = [:]
    /// Per unit the claims that bear on the figure, counted or not.
    var bearing: [FigureUnit: Set<Int64>] = [:]
    var claims: [Int64: Claim] = [:]
  }

  private func eachState(
    at date: PartialDate, _ basis: DifferenceBasis, _ filter: Filter, _ stage: StageChoice,
    _ body: (PairKey, PairState) -> Void
  ) throws {
    var filter = try writtenOut(filter)
    if basis == .recorded { filter.asOf = date } else { filter.publishedBy = date }
    let context = try CountingContext(self, filter)
    let counter = PairCounter(self, context, stage, explain: true)
    try eachPair(filter, context.vocabulary) { pair in
      var state = PairState()
      for claim in pair.claims {
        let verdicts = pair.verdicts.isEmpty ? [] : pair.verdicts.of(claim.key)
        state.claims[claim.id] = PairState.Claim(key: claim.key, rank: claim.rank, verdicts: verdicts)
      }
      try counter.count(pair, by: .pair) { _, total, _, claims in
        let unit = context.vocabulary.units[total.unit]
        for item in total.items {
          state.bearing[unit, default: []].formUnion(item.claims.map { claims[$0].id })
        }
        if let figure = total.figure {
          state.figures[unit] = figure.thousandths(isQuantity: total.isQuantity)
        }
      }
      body(PairKey(supplier: pair.supplier, recipient: pair.recipient), state)
    }
  }

  private func compare(
    _ pair: PairKey, _ before: PairState, _ after: PairState, _ filter: Filter, _ stage: StageChoice
  ) -> [MovedFigure] {
    guard before.figures != after.figures else { return [] }
    let units = Set(before.figures.keys).union(after.figures.keys)
    return units.compactMap { unit in
      guard before.figures[unit] != after.figures[unit] else { return nil }
      if !filter.units.isEmpty, !filter.units.contains(unit) { return nil }
      let bearing = (before.bearing[unit] ?? []).union(after.bearing[unit] ?? [])
      return MovedFigure(
        supplier: pair.supplier, recipient: pair.recipient, unit: unit, stage: stage.word,
        before: before.figures[unit], after: after.figures[unit],
        causes: causes(before, after).filter { bearing.contains($0.claim) })
    }
  }

  /// What became of the claims of a pair, in the order of their identities.
  private func causes(_ before: PairState, _ after: PairState) -> [MovedFigure.Cause] {
    var causes: [MovedFigure.Cause] = []
    for (row, claim) in after.claims {
      guard let old = before.claims[row] else {
        causes.append(MovedFigure.Cause(kind: .added, claim: row, key: claim.key))
        continue
      }
      if old.rank != claim.rank {
        let isSuperseded = old.rank == .superseded || claim.rank == .superseded
        causes.append(
          MovedFigure.Cause(kind: isSuperseded ? .superseded : .ranked, claim: row, key: claim.key))
      }
      if old.verdicts != claim.verdicts {
        causes.append(MovedFigure.Cause(kind: .judged, claim: row, key: claim.key))
      }
    }
    for (row, claim) in before.claims where after.claims[row] == nil {
      causes.append(MovedFigure.Cause(kind: .withdrawn, claim: row, key: claim.key))
    }
    return causes.sorted { ($0.key, $0.kind.rawValue) < ($1.key, $1.kind.rawValue) }
  }
}
