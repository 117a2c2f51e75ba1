/// Which statements of a pair verdicts and registers bind together or keep apart, while transfers are made.
///
/// Statements are numbered: the live ones as in their `ContentGroups`, those that do not count behind them.
/// Sets of statements grow together as transfers do; a verdict "different" between two sets bars them from ever
/// meeting, and so do two deal keys of one register.
struct ClaimBonds {
  private struct DealKey: Equatable {
    var register: Int32
    var deal: UInt64
  }
  private var parents: [Int32]
  private var sizes: [Int32]
  /// Per set the statements that were judged different from one of its own.
  private var foes: [[Int32]]
  /// Per set the deal keys of its statements.
  private var deals: [[DealKey]]
  /// Per set its first live statement, or -1.
  private var firstLive: [Int32]
  /// Per statement whether a verdict "same" on it holds.
  private(set) var isJoined: [Bool]

  /// No bonds.
  init() {
    (parents, sizes, foes, deals, firstLive, isJoined) = ([], [], [], [], [], [])
  }

  /// The bonds between the statements of a pair.
  init(
    _ claims: [CountedClaim], _ marks: [ClaimMark], _ verdicts: PairVerdicts, live: ContentGroups,
    late: ContentGroups
  ) {
    let liveCount = live.contents.count
    let count = liveCount + late.contents.count
    parents = (0..<count).map { Int32($0) }
    sizes = Array(repeating: 1, count: count)
    foes = Array(repeating: [], count: count)
    firstLive = (0..<count).map { $0 < liveCount ? Int32($0) : -1 }
    isJoined = Array(repeating: false, count: count)
    deals = Array(repeating: [], count: count)
    var statements = [Int](repeating: -1, count: claims.count)
    var registered: [(mark: ClaimMark, statement: Int)] = []
    for statement in 0..<count {
      let places =
        statement < liveCount ? live.claims(of: statement) : late.claims(of: statement - liveCount)
      for place in places { statements[place] = statement }
      guard let first = places.first, marks[first].deal != 0 else { continue }
      deals[statement] = [DealKey(register: marks[first].register, deal: marks[first].deal)]
      registered.append((marks[first], statement))
    }
    for pair in verdicts.different {
      foes[statements[pair.a]].append(Int32(statements[pair.b]))
      foes[statements[pair.b]].append(Int32(statements[pair.a]))
    }
    for pair in verdicts.same {
      let (a, b) = (statements[pair.a], statements[pair.b])
      guard !areFoes(a, b) else { continue }
      unite(a, b)
      isJoined[a] = true
      isJoined[b] = true
    }
    // Stable by statement: canonical order, whatever the keys.
    registered.sort { a, b in
      if a.mark.register != b.mark.register { return a.mark.register < b.mark.register }
      return a.mark.deal == b.mark.deal ? a.statement < b.statement : a.mark.deal < b.mark.deal
    }
    var start = 0
    while start < registered.count {
      let end =
        registered[start...].firstIndex { !$0.mark.hasKey(of: registered[start].mark) } ?? registered.count
      uniteDeal(registered[start..<end].map(\.statement)) { a, b in
        a < liveCount && b < liveCount && live.contents[a] == live.contents[b]
      }
      start = end
    }
  }

  /// Unites the statements of one deal key, those of the same content first, but for what was judged different.
  private mutating func uniteDeal(_ statements: [Int], isSame: (Int, Int) -> Bool) {
    for (place, statement) in statements.enumerated() {
      let copied = statements[..<place].first { isSame($0, statement) && !areFoes($0, statement) }
      if let copied { unite(copied, statement) }
    }
    for (place, statement) in statements.enumerated() {
      if let earlier = statements[..<place].first(where: { !areFoes($0, statement) }) {
        unite(earlier, statement)
      }
    }
  }

  /// The set that a statement belongs to.
  func root(_ statement: Int) -> Int {
    var place = statement
    while parents[place] != place { place = Int(parents[place]) }
    return place
  }

  /// Whether a verdict keeps two statements, or what they are bound to, apart.
  private func areFoes(_ a: Int, _ b: Int) -> Bool {
    var (a, b) = (root(a), root(b))
    if foes[a].count > foes[b].count { swap(&a, &b) }
    return foes[a].contains { root(Int($0)) == b }
  }

  /// Whether two statements may not stand in one transfer.
  func areBarred(_ a: Int, _ b: Int) -> Bool {
    let (rootA, rootB) = (root(a), root(b))
    return rootA != rootB && (areFoes(rootA, rootB) || contradict(deals[rootA], deals[rootB]))
  }

  /// Whether one register knows two sets under different keys only.
  private func contradict(_ a: [DealKey], _ b: [DealKey]) -> Bool {
    a.contains { key in
      b.contains { $0.register == key.register }
        && !a.contains { $0.register == key.register && b.contains($0) }
    }
  }

  /// Makes one set of those of two statements.
  mutating func unite(_ a: Int, _ b: Int) {
    var (a, b) = (root(a), root(b))
    guard a != b else { return }
    if sizes[a] < sizes[b] { swap(&a, &b) }
    parents[b] = Int32(a)
    sizes[a] += sizes[b]
    foes[a] += foes[b]
    foes[b] = []
    for deal in deals[b] where !deals[a].contains(deal) { deals[a].append(deal) }
    deals[b] = []
    let (liveA, liveB) = (firstLive[a], firstLive[b])
    firstLive[a] = liveA < 0 ? liveB : liveB < 0 ? liveA : min(liveA, liveB)
  }

  /// The first live statement of a statement's set, or nil.
  func firstLive(with statement: Int) -> Int? {
    let first = firstLive[root(statement)]
    return first < 0 ? nil : Int(first)
  }
}
