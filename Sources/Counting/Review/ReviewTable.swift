public import ArmsModel

/// What a review compares of the transfers of one pair of parties, in few arrays: a pair may have thousands.
///
/// Places are those in the order in which the transfers were added.
public struct ReviewTable {
  private(set) var sides: [ReviewSide] = []
  private(set) var figures: [ReviewFigure] = []
  private(set) var times: [ReviewTime] = []
  /// Documents and origins of claims, as one number each.
  private(set) var voices: [ReviewVoice] = []
  private(set) var deals: [DealKey] = []

  /// No transfers.
  public init() {}

  /// Number of transfers.
  public var count: Int { sides.count }

  /// Forgets all transfers.
  public mutating func removeAll() {
    sides.removeAll(keepingCapacity: true)
    figures.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    voices.removeAll(keepingCapacity: true)
    deals.removeAll(keepingCapacity: true)
  }

  /// Adds a transfer, of which nothing more is known yet.
  ///
  /// - Parameters:
  ///   - weapon: the number of the designation, 0 for none.
  ///   - category: the narrowest category, -1 for none.
  public mutating func add(weapon: Int32, category: CategoryTree.Index, stage: Stage) {
    sides.append(
      ReviewSide(
        weapon: weapon, category: category, stage: stage, firstFigure: Int32(figures.count),
        firstTime: Int32(times.count), firstVoice: Int32(voices.count), firstDeal: Int32(deals.count)))
  }

  /// Adds a figure of the transfer that was added last, one for each unit.
  public mutating func add(_ figure: Figure, unit: Int32, isQuantity: Bool) {
    guard let last = sides.indices.last else { return }
    figures.append(ReviewFigure(unit: unit, isQuantity: isQuantity, figure: figure))
    sides[last].figureCount += 1
  }

  /// Adds a claim that counts to the transfer that was added last.
  ///
  /// - Parameters:
  ///   - firstDay: as in `CountedClaim`, and likewise `lastDay`.
  public mutating func addClaim(
    stage: Stage, category: CategoryTree.Index, firstDay: Int32, lastDay: Int32
  ) {
    guard let last = sides.indices.last else { return }
    if category >= 0 { sides[last].categories |= 1 << UInt64(category) }
    let kind = TimeKind(stage)
    if kind == .order { sides[last].hasOrderSide = true }
    guard firstDay != .min || lastDay != .max else { return }
    let days = CountedClaim.days(ofDeal: firstDay, lastDay)
    let time = ReviewTime(kind: kind, start: days.first / 10_000, end: days.last / 10_000)
    sides[last].summary.add(time.kind, time.start, time.end)
    guard !times[Int(sides[last].firstTime)...].contains(time) else { return }
    times.append(time)
    sides[last].timeCount += 1
    sides[last].end = sides[last].isDated ? max(sides[last].end, time.end) : time.end
    sides[last].start = min(sides[last].start, time.start)
  }

  /// The transfers that were made of those claims.
  init(_ transfers: [Transfer], _ claims: [CountedClaim]) {
    for transfer in transfers {
      add(weapon: transfer.weapon, category: transfer.category, stage: transfer.stage)
      for figure in transfer.figures { add(figure.figure, unit: figure.unit, isQuantity: figure.isQuantity) }
      for member in transfer.members where claims[member.claim].rank.counts {
        let claim = claims[member.claim]
        let days = claim.days
        addClaim(stage: claim.stage, category: claim.category, firstDay: days.first, lastDay: days.last)
        add(ReviewVoice(document: claim.document, origin: claim.origin))
        if claim.deal != 0 { add(DealKey(claim)) }
      }
    }
  }

  private mutating func add(_ voice: ReviewVoice) {
    let last = sides.count - 1
    guard !voices[Int(sides[last].firstVoice)...].contains(voice) else { return }
    voices.append(voice)
    sides[last].voiceCount += 1
  }

  /// Of several deals of one register the last one stands for all.
  private mutating func add(_ deal: DealKey) {
    let last = sides.count - 1
    let own = Int(sides[last].firstDeal)..<deals.count
    if let known = own.first(where: { deals[$0].dataset == deal.dataset }) {
      deals[known] = deal
    } else {
      deals.append(deal)
      sides[last].dealCount += 1
    }
  }

  /// Whether somebody speaks of both transfers in one document: who does so means two deals.
  func shareVoice(_ a: Int, _ b: Int) -> Bool {
    let others = voices(of: b)
    return voices(of: a).contains { others.contains($0) }
  }

  func voices(of place: Int) -> ArraySlice<ReviewVoice> {
    let side = sides[place]
    return voices[Int(side.firstVoice)..<Int(side.firstVoice + side.voiceCount)]
  }
}

/// What a review compares of one transfer; figures, times, voices and deals stand in the table.
struct ReviewSide {
  let weapon: Int32
  let category: CategoryTree.Index
  let stage: Stage
  let firstFigure: Int32
  let firstTime: Int32
  let firstVoice: Int32
  let firstDeal: Int32
  var figureCount: Int32 = 0
  var timeCount: Int32 = 0
  var voiceCount: Int32 = 0
  var dealCount: Int32 = 0
  /// Years in which it begins and ends; both are `Int32.max` where it has no date.
  var start = Int32.max
  var end = Int32.max
  /// Bits of the categories that its claims name.
  var categories: UInt64 = 0
  var summary: TransferSummary
  var hasOrderSide = false

  init(
    weapon: Int32, category: CategoryTree.Index, stage: Stage, firstFigure: Int32, firstTime: Int32,
    firstVoice: Int32, firstDeal: Int32
  ) {
    self.weapon = weapon
    self.category = category
    self.stage = stage
    self.firstFigure = firstFigure
    self.firstTime = firstTime
    self.firstVoice = firstVoice
    self.firstDeal = firstDeal
    summary = TransferSummary(weapon: weapon)
  }

  var isDated: Bool { start != .max }
  var hasFigure: Bool { figureCount > 0 }
  var isSeenOnly: Bool { stage == .inUse && summary.order.isEmpty }
  var figures: Range<Int> { Int(firstFigure)..<Int(firstFigure + figureCount) }
  var times: Range<Int> { Int(firstTime)..<Int(firstTime + timeCount) }
  var deals: Range<Int> { Int(firstDeal)..<Int(firstDeal + dealCount) }

  /// Years that lie between two transfers with a date; none or less where they overlap.
  func gap(to other: ReviewSide) -> Int32 { max(start, other.start) - min(end, other.end) }
}

/// A figure of a transfer in one unit.
struct ReviewFigure {
  var unit: Int32
  var isQuantity: Bool
  var figure: Figure
}

/// The years that claims of one kind within a transfer give.
struct ReviewTime: Equatable {
  var kind: TimeKind
  var start: Int32
  var end: Int32
}

/// Who speaks in which document, by rows.
struct ReviewVoice: Hashable {
  var document: Int64
  var origin: Int64
}
