import ArmsModel

/// Makes transfers of grouped claims: their stage, time, category and figures.
struct TransferMaker {
  private let claims: [CountedClaim]
  private let verdicts: Verdicts
  private let live: ContentGroups
  private let late: ContentGroups
  private let depths: [Int]
  private let isBound: Bool
  private var origins: [Int64] = []
  private var figures = FigureMaker()

  init(
    claims: [CountedClaim], verdicts: Verdicts, live: ContentGroups, late: ContentGroups, depths: [Int],
    isBound: Bool
  ) {
    self.claims = claims
    self.verdicts = verdicts
    self.live = live
    self.late = late
    self.depths = depths
    self.isBound = isBound
  }

  /// The transfer of those statements, each with why it stands there.
  ///
  /// - Parameters:
  ///   - groups: statements that count, in canonical order.
  ///   - followers: statements that do not.
  mutating func transfer(
    of groups: [BoundTransfers.Placed], followers: [BoundTransfers.Placed]
  ) -> Transfer {
    var members: [Transfer.Member] = []
    var stages = StageSet()
    var first = Int32.max
    var last = Int32.min
    var weapon: Int32 = 0
    var category: CategoryTree.Index = -1
    var batch: Int64 = 0
    origins.removeAll(keepingCapacity: true)
    figures.removeAll()
    for (place, placed) in groups.enumerated() {
      let content = live.contents[placed.group]
      stages.insert(content.stage)
      if content.isDated {
        first = min(first, content.firstDay)
        last = max(last, content.lastDay)
      }
      if weapon == 0 { weapon = content.weapon }
      category = narrower(category, content.category)
      let published = published(of: groups, around: place)
      append(placed, of: live, to: &members)
      for claim in live.claims(of: placed.group) {
        origins.append(claims[claim].origin)
        batch = max(batch, claims[claim].batch)
        figures.add(content, claim, claims[claim], published: published)
      }
    }
    if !verdicts.isEmpty { batch = max(batch, newestVerdict(members)) }
    let stage = stages.verdict
    let counting = members.count
    for placed in followers { append(placed, of: late, to: &members) }
    var result = Transfer(
      members: members, key: claims[members[0].claim].key, stage: stage.stage, isDisputed: stage.isDisputed,
      weapon: weapon, category: category, figures: figures.make(claims),
      firstDay: first <= last ? first : .min, lastDay: first <= last ? last : .max,
      origins: countDistinct(&origins))
    result.batch = batch
    grade(&result, counting: counting)
    return result
  }

  /// Adds the claims of a statement: the first with its own reason, the others as copies of it.
  private func append(
    _ placed: BoundTransfers.Placed, of groups: ContentGroups, to members: inout [Transfer.Member]
  ) {
    for (place, claim) in groups.claims(of: placed.group).enumerated() {
      if place == 0 {
        members.append(Transfer.Member(claim: claim, rule: placed.rule, score: Int(placed.score)))
      } else {
        let score = Candidate(groups.contents[placed.group]).selfScore
        members.append(Transfer.Member(claim: claim, rule: .sameContent, score: Int(score)))
      }
    }
  }

  /// The earliest publication that is known of a content in a transfer, 0 for none.
  ///
  /// There are several statements of a content only where bonds keep them apart.
  private func published(of groups: [BoundTransfers.Placed], around place: Int) -> Int32 {
    var published: Int32 = 0
    func look(_ group: Int) {
      for claim in live.claims(of: group) where claims[claim].published > 0 {
        published = published == 0 ? claims[claim].published : min(published, claims[claim].published)
      }
    }
    let own = groups[place].group
    look(own)
    guard isBound else { return published }
    for other in groups where other.group != own && live.contents[other.group] == live.contents[own] {
      look(other.group)
    }
    return published
  }

  private func newestVerdict(_ members: [Transfer.Member]) -> Int64 {
    members.reduce(0) { newest, member in
      verdicts.of(claims[member.claim].key).reduce(newest) { max($0, $1.batch) }
    }
  }

  /// Enters how far the transfer is to be believed, and why it has no quantity.
  private func grade(_ transfer: inout Transfer, counting: Int) {
    if let leading = figures.leading(transfer.figures, claims) {
      transfer.credibility = figures.credibility[leading]
      transfer.reliability = claims[transfer.figures[leading].bestClaim].reliability
    } else if counting == 1 {
      let claim = claims[transfer.members[0].claim]
      transfer.credibility = claim.credibility
      transfer.reliability = claim.reliability
    } else {
      let places = transfer.members.prefix(counting).map(\.claim)
      let whole = UnfiguredCredibility(claims, places, transfer.stage)
      transfer.credibility = whole.credibility
      transfer.reliability = whole.reliability
    }
    guard transfer.figures.first?.isQuantity != true else { return }
    transfer.absence = absence(transfer, counting: counting)
  }

  /// The reason for an absent quantity that the best claim gives; of several the one that says most.
  private func absence(_ transfer: Transfer, counting: Int) -> Absence {
    func order(_ claim: CountedClaim) -> (UInt8, UInt8, UInt8) {
      (.max - claim.rank.rawValue, claim.credibilityOrder, .max - claim.absence.rawValue)
    }
    var best: CountedClaim?
    for member in transfer.members.prefix(counting) where claims[member.claim].absence != .notSaid {
      let claim = claims[member.claim]
      if let known = best, order(known) <= order(claim) { continue }
      best = claim
    }
    return best?.absence ?? .notSaid
  }

  private func narrower(_ a: CategoryTree.Index, _ b: CategoryTree.Index) -> CategoryTree.Index {
    guard a >= 0 else { return b }
    guard b >= 0, a != b else { return a }
    let depthA = depths[Int(a)]
    let depthB = depths[Int(b)]
    return depthA == depthB ? min(a, b) : depthA > depthB ? a : b
  }

  private func countDistinct(_ numbers: inout [Int64]) -> Int {
    if numbers.count < 2 { return numbers.count }
    numbers.sort()
    return zip(numbers, numbers.dropFirst()).reduce(1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }
}
