public import ArmsModel

/// Groups the deal claims of one pair into transfers, by rule.
public struct TransferGrouping: Sendable {
  /// Per category the topmost one above it.
  private let roots: [CategoryTree.Index]
  /// Per category the bits of itself, all above and all below.
  private let kin: [UInt64]
  /// Per category how many stand above it.
  private let depths: [Int]

  /// Grouping with the categories of that tree.
  public init(tree: CategoryTree) {
    var roots: [CategoryTree.Index] = []
    var kin: [UInt64] = []
    var depths: [Int] = []
    for place in tree.categories.indices {
      var ancestor = CategoryTree.Index(place)
      var bits = tree.bits(below: ancestor)
      var depth = 0
      // A tree may hold a circle by mistake: no more steps than there are categories.
      while tree.parent(of: ancestor) >= 0, depth < tree.categories.count {
        ancestor = tree.parent(of: ancestor)
        bits |= 1 << UInt64(ancestor)
        depth += 1
      }
      roots.append(ancestor)
      kin.append(bits)
      depths.append(depth)
    }
    self.roots = roots
    self.kin = kin
    self.depths = depths
  }

  /// The transfers that the deal claims speak of.
  ///
  /// The same claims in any order give the same transfers. Claims of scope `.aggregate` are passed over.
  /// Deprecated and superseded claims join a transfer that they fit, give it nothing, and found none.
  ///
  /// - Parameters:
  ///   - claims: all live claims of one pair.
  ///   - verdicts: what persons judged; goes before every rule.
  /// - Returns: the transfers in canonical order; members name places in `claims`.
  public func transfers(of claims: [CountedClaim], verdicts: Verdicts = Verdicts()) -> [Transfer] {
    let pairVerdicts = PairVerdicts(claims, verdicts)
    let marks = ClaimMark.marks(of: claims, pairVerdicts)
    let live = ContentGroups(claims, marks: marks) { $0.scope == .deal && $0.rank.counts }
    guard !live.contents.isEmpty else { return [] }
    let late = ContentGroups(claims, marks: marks) { $0.scope == .deal && !$0.rank.counts }
    let bonds = marks.map { ClaimBonds(claims, $0, pairVerdicts, live: live, late: late) }
    var run = GroupingRun(roots: roots, kin: kin, isIndexed: live.contents.count > 48, bonds: bonds)
    var maker = TransferMaker(
      claims: claims, verdicts: verdicts, live: live, late: late, depths: depths, isBound: marks != nil)
    if let marks {
      var bound = BoundTransfers(claims, marks, live: live, late: late, run: run)
      let (groups, followers) = bound.place()
      return zip(groups, followers).map { maker.transfer(of: $0, followers: $1) }
    }
    for content in live.contents { run.place(Candidate(content)) }
    let followers = late.contents.isEmpty ? [] : followers(of: late, live, run)
    return run.groups().enumerated().map { transfer, groups in
      maker.transfer(
        of: groups.map { ($0, run.rules[$0], run.scores[$0]) },
        followers: followers.isEmpty ? [] : followers[transfer])
    }
  }

  /// Per transfer what stands in it without counting: with its content where that stands, else where it fits.
  private func followers(
    of late: ContentGroups, _ live: ContentGroups, _ run: GroupingRun
  ) -> [[BoundTransfers.Placed]] {
    var followers = [[BoundTransfers.Placed]](repeating: [], count: run.transferCount)
    for (group, content) in late.contents.enumerated() {
      let candidate = Candidate(content)
      if let same = live.place(of: content) {
        followers[Int(run.transferOf[same])].append((group, .sameContent, candidate.selfScore))
      } else if let found = run.find(candidate, includesBroader: true) {
        followers[Int(found.transfer)].append((group, found.rule, found.score))
      }
    }
    return followers
  }
}
