import ArmsModel

/// One pass over the distinct contents of a pair's deal claims.
///
/// Each joins the transfer that fits best, or founds one. Where bonds hold, what is made so are the parts of
/// transfers: parts that a verdict or a deal key joins are one transfer.
struct GroupingRun {
  private let roots: [CategoryTree.Index]
  private let kin: [UInt64]
  /// Few transfers are looked at one by one.
  private let isIndexed: Bool
  private var summaries: [TransferSummary] = []
  private var slots = FigureSlots()
  private var years = YearChains()
  private var index = TransferIndex()
  /// Bits of the topmost categories in the index, and whether something without a category is in it.
  private var rootBits: UInt64 = 0
  /// Per statement, in the order of placing, the part that it stands in: a transfer, unless bonds join parts.
  private(set) var transferOf: [Int32] = []
  /// Per statement why it stands there.
  private(set) var rules: [Transfer.Rule] = []
  /// Per statement how well it fitted.
  private(set) var scores: [UInt8] = []
  /// Per part the statement that founded it.
  private var founders: [Int32] = []
  /// What verdicts and registers bind together or keep apart; empty if there is nothing of the kind.
  private(set) var bonds: ClaimBonds
  private let isBound: Bool

  init(roots: [CategoryTree.Index], kin: [UInt64], isIndexed: Bool, bonds: ClaimBonds? = nil) {
    self.roots = roots
    self.kin = kin
    self.isIndexed = isIndexed
    self.bonds = bonds ?? ClaimBonds()
    isBound = bonds != nil
  }

  /// The number of parts.
  var transferCount: Int { summaries.count }

  /// Per part its statements, in the order of placing.
  func groups() -> [[Int]] {
    var groups = [[Int]](repeating: [], count: summaries.count)
    for (content, transfer) in transferOf.enumerated() { groups[Int(transfer)].append(content) }
    return groups
  }

  /// Puts a statement into its part; statements have to come in canonical order.
  mutating func place(_ claim: Candidate) {
    let statement = transferOf.count
    let transfer: Int32
    if let found = find(claim, includesBroader: false, as: statement) {
      transfer = found.transfer
      rules.append(found.rule)
      scores.append(found.score)
    } else {
      transfer = Int32(summaries.count)
      summaries.append(TransferSummary(weapon: claim.weapon))
      rules.append(.first)
      scores.append(0)
      if isBound { founders.append(Int32(statement)) }
    }
    transferOf.append(transfer)
    if isBound { bonds.unite(statement, Int(founders[Int(transfer)])) }
    summaries[Int(transfer)].add(claim)
    slots.add(claim, to: &summaries[Int(transfer)].firstSlot)
    if claim.isDated { years.add(claim, to: &summaries[Int(transfer)].lastYears) }
    guard isIndexed else { return }
    if claim.weapon != 0 { index.add(transfer, .weapon(claim.weapon), claim) }
    guard claim.isDated else { return }
    let root = root(of: claim.category)
    if root >= 0 { rootBits |= 1 << UInt64(root) }
    index.add(transfer, .root(root), claim)
  }

  /// Puts a statement beside the first of those with the same content that it is not barred from.
  ///
  /// - Parameters:
  ///   - equals: the statements with its content that were placed, in the order of preference.
  ///   - score: what agreeing in all that it says comes to.
  /// - Returns: false if there is none.
  mutating func place(besideFirstOf equals: [Int], score: UInt8) -> Bool {
    let statement = transferOf.count
    guard let same = equals.first(where: { !bonds.areBarred($0, statement) }) else { return false }
    bonds.unite(statement, same)
    transferOf.append(transferOf[same])
    rules.append(.sameContent)
    scores.append(score)
    return true
  }

  /// Binds a statement that does not count to a placed one.
  mutating func follow(_ statement: Int, _ placed: Int) { bonds.unite(statement, placed) }

  /// The statement that founded a part.
  func founder(of transfer: Int32) -> Int { Int(founders[Int(transfer)]) }

  /// The best transfer that a content fits convincingly, or nil.
  ///
  /// - Parameters:
  ///   - includesBroader: whether a content with a designation may join a transfer without one. In canonical
  ///     order there is none yet, so that only late-comers ask for it.
  ///   - statement: its number, where bonds have to be heeded.
  func find(
    _ claim: Candidate, includesBroader: Bool, as statement: Int = 0
  ) -> (transfer: Int32, rule: Transfer.Rule, score: UInt8)? {
    var best: Int32 = -1
    var bestScore = 0
    func look(_ transfer: Int32) {
      let score = score(claim, transfer)
      if score > bestScore || (score == bestScore && score > 0 && transfer < best) {
        if isBound, bonds.areBarred(statement, Int(founders[Int(transfer)])) { return }
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
    return (best, sameWeapon ? .designation : .figure, UInt8(bestScore))
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
    let fitsInTime = summary.fitsInTime(claim)
    guard fitsInTime != false, let agreement = slots.agreement(claim, from: summary.firstSlot),
      fitsInTime ?? years.agree(claim, from: summary.lastYears)
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
