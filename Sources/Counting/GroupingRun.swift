import ArmsModel

/// One pass over the distinct contents of a pair's deal claims.
///
/// Each joins the transfer that fits best, or founds one.
struct GroupingRun {
  private let roots: [CategoryTree.Index]
  private let kin: [UInt64]
  /// Few transfers are looked at one by one.
  private let isIndexed: Bool
  private var summaries: [TransferSummary] = []
  private var slots = FigureSlots()
  private var index = TransferIndex()
  /// Bits of the topmost categories in the index, and whether something without a category is in it.
  private var rootBits: UInt64 = 0
  /// Per content, in the order of placing, its transfer.
  private(set) var transferOf: [Int32] = []
  /// Per content why it stands there.
  private(set) var rules: [Transfer.Rule] = []

  init(roots: [CategoryTree.Index], kin: [UInt64], isIndexed: Bool) {
    self.roots = roots
    self.kin = kin
    self.isIndexed = isIndexed
  }

  /// The number of transfers.
  var transferCount: Int { summaries.count }

  /// Per transfer its contents, in the order of placing.
  func groups() -> [[Int]] {
    var groups = [[Int]](repeating: [], count: summaries.count)
    for (content, transfer) in transferOf.enumerated() { groups[Int(transfer)].append(content) }
    return groups
  }

  /// Puts a content into its transfer; contents have to come in canonical order.
  mutating func place(_ claim: Candidate) {
    let transfer: Int32
    if let found = find(claim, includesBroader: false) {
      transfer = found.transfer
      rules.append(found.rule)
    } else {
      transfer = Int32(summaries.count)
      summaries.append(TransferSummary(weapon: claim.weapon))
      rules.append(.first)
    }
    transferOf.append(transfer)
    summaries[Int(transfer)].add(claim)
    slots.add(claim, to: &summaries[Int(transfer)].firstSlot)
    guard isIndexed else { return }
    if claim.weapon != 0 { index.add(transfer, .weapon(claim.weapon), claim) }
    guard claim.isDated else { return }
    let root = root(of: claim.category)
    if root >= 0 { rootBits |= 1 << UInt64(root) }
    index.add(transfer, .root(root), claim)
  }

  /// The best transfer that a content fits convincingly, or nil.
  ///
  /// - Parameter includesBroader: whether a content with a designation may join a transfer without one. In
  ///   canonical order there is none yet, so that only late-comers ask for it.
  func find(_ claim: Candidate, includesBroader: Bool) -> (transfer: Int32, rule: Transfer.Rule)? {
    var best: Int32 = -1
    var bestScore = 0
    func look(_ transfer: Int32) {
      let score = score(claim, transfer)
      if score > bestScore || (score == bestScore && score > 0 && transfer < best) {
        best = transfer
        bestScore = score
      }
    }
    let hasFigure = claim.unit != 0 || claim.quantityUnit != 0
    let hasStrongFigure =
      claim.isDated && (claim.unit != 0 || (claim.quantityUnit != 0 && claim.quantity.low >= 2))
    guard claim.weapon != 0 ? claim.isDated || hasFigure : hasStrongFigure else { return nil }
    if isIndexed {
      if claim.weapon != 0 { index.forEach(.weapon(claim.weapon), near: claim, look) }
      if claim.weapon == 0 || (includesBroader && hasStrongFigure) {
        index.forEach(.root(-1), near: claim, look)
        if claim.category >= 0 {
          index.forEach(.root(root(of: claim.category)), near: claim, look)
        } else {
          var bits = rootBits
          while bits != 0 {
            index.forEach(.root(Int8(bits.trailingZeroBitCount)), near: claim, look)
            bits &= bits - 1
          }
        }
      }
    } else {
      for transfer in summaries.indices { look(Int32(transfer)) }
    }
    guard best >= 0 else { return nil }
    let sameWeapon = claim.weapon != 0 && summaries[Int(best)].weapon == claim.weapon
    return (best, sameWeapon ? .designation : .figure)
  }

  /// How well a content fits a transfer: 0 if it does not, or not convincingly.
  private func score(_ claim: Candidate, _ transfer: Int32) -> Int {
    let summary = summaries[Int(transfer)]
    let sameWeapon = claim.weapon != 0 && summary.weapon == claim.weapon
    var score = 0
    if sameWeapon {
      score = 4
    } else {
      guard claim.weapon == 0 || summary.weapon == 0 else { return 0 }
      guard isKin(claim.category, summary.categories) else { return 0 }
    }
    guard summary.isCompatibleInTime(claim),
      let agreement = slots.agreement(claim, from: summary.firstSlot)
    else { return 0 }
    let bothDated = claim.isDated && summary.isDated
    if sameWeapon {
      guard bothDated || agreement.quantity || agreement.value else { return 0 }
    } else {
      let isSilent = claim.category < 0 && claim.weapon == 0
      let byQuantity = agreement.quantity && claim.quantity.low >= 2 && !isSilent
      guard bothDated, byQuantity || agreement.value else { return 0 }
    }
    if agreement.quantity { score += 3 }
    if agreement.value { score += 3 }
    if claim.category >= 0 {
      if summary.categories & (1 << UInt64(claim.category)) != 0 {
        score += 2
      } else if summary.categories & kin[Int(claim.category)] != 0 {
        score += 1
      }
    }
    if claim.isDated, summary.begins(in: claim.start) { score += 1 }
    return score
  }

  /// Whether a category, or its absence, is the same as or above or below each of those.
  private func isKin(_ category: CategoryTree.Index, _ categories: UInt64) -> Bool {
    category < 0 || categories & ~kin[Int(category)] == 0
  }

  private func root(of category: CategoryTree.Index) -> CategoryTree.Index {
    category < 0 ? -1 : roots[Int(category)]
  }
}
