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
  /// Deprecated claims join a transfer that they fit, give it nothing, and found none.
  ///
  /// - Parameters:
  ///   - claims: all live claims of one pair.
  ///   - verdicts: what persons judged; goes before every rule.
  /// - Returns: the transfers in canonical order; members name places in `claims`.
  public func transfers(of claims: [CountedClaim], verdicts: Verdicts = Verdicts()) -> [Transfer] {
    let live = ContentGroups(claims) { $0.scope == .deal && $0.rank != .deprecated }
    guard !live.contents.isEmpty else { return [] }
    let deprecated = ContentGroups(claims) { $0.scope == .deal && $0.rank == .deprecated }
    var run = GroupingRun(roots: roots, kin: kin, isIndexed: live.contents.count > 48)
    for content in live.contents { run.place(Candidate(content)) }

    // Deprecated claims: with their content where it stands, else where they fit.
    var followers: [[(group: Int, rule: Transfer.Rule)]] = []
    if !deprecated.contents.isEmpty {
      followers = Array(repeating: [], count: run.transferCount)
      for (group, content) in deprecated.contents.enumerated() {
        if let same = live.place(of: content) {
          followers[Int(run.transferOf[same])].append((group, .sameContent))
        } else if let found = run.find(Candidate(content), includesBroader: true) {
          followers[Int(found.transfer)].append((group, found.rule))
        }
      }
    }

    var maker = TransferMaker(claims: claims, live: live, depths: depths)
    return run.groups().enumerated().map { transfer, groups in
      var result = maker.transfer(of: groups.map { ($0, run.rules[$0]) })
      if !followers.isEmpty {
        for follower in followers[transfer] {
          for (place, claim) in deprecated.claims(of: follower.group).enumerated() {
            let rule = place == 0 ? follower.rule : .sameContent
            result.members.append(Transfer.Member(claim: claim, rule: rule))
          }
        }
      }
      return result
    }
  }
}

/// Claims collapsed by content, in canonical order.
struct ContentGroups {
  /// The distinct contents, ascending.
  private(set) var contents: [ClaimContent] = []
  private var starts: [Int] = []
  private var places: [Int] = []

  init(_ claims: [CountedClaim], where isTaken: (CountedClaim) -> Bool) {
    var entries: [(content: ClaimContent, claim: Int)] = []
    for place in claims.indices where isTaken(claims[place]) {
      entries.append((ClaimContent(claims[place]), place))
    }
    entries.sort {
      if $0.content < $1.content { return true }
      if $1.content < $0.content { return false }
      return claims[$0.claim].key < claims[$1.claim].key
    }
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      if place == 0 || contents[contents.count - 1] < entry.content {
        contents.append(entry.content)
        starts.append(place)
      }
      places.append(entry.claim)
    }
    starts.append(entries.count)
  }

  /// Places of the claims of one content, in the order of their keys.
  func claims(of group: Int) -> ArraySlice<Int> { places[starts[group]..<starts[group + 1]] }

  /// The place of a content, or nil.
  func place(of content: ClaimContent) -> Int? {
    var low = 0
    var high = contents.count
    while low < high {
      let middle = (low + high) / 2
      if contents[middle] < content { low = middle + 1 } else { high = middle }
    }
    return low < contents.count && !(content < contents[low]) ? low : nil
  }
}
