/// Makes transfers where verdicts or deal keys have a say: slower, and met with in few pairs.
struct BoundTransfers {
  /// A statement of a transfer with why it stands there.
  typealias Placed = (group: Int, rule: Transfer.Rule, score: UInt8)
  private let live: ContentGroups
  private let late: ContentGroups
  private let claims: [CountedClaim]
  private let marks: [ClaimMark]
  private var run: GroupingRun

  init(
    _ claims: [CountedClaim], _ marks: [ClaimMark], live: ContentGroups, late: ContentGroups, run: GroupingRun
  ) {
    self.claims = claims
    self.marks = marks
    self.live = live
    self.late = late
    self.run = run
  }

  /// Places all statements.
  ///
  /// - Returns: per transfer its live statements, and per transfer those that do not count.
  mutating func place() -> (live: [[Placed]], late: [[Placed]]) {
    placeLive()
    // Numbers transfers by their first statement.
    var numbers = [Int](repeating: -1, count: live.contents.count)
    var transferOf: [Int] = []
    var transfers: [[Int]] = []
    for statement in live.contents.indices {
      let root = run.bonds.firstLive(with: statement) ?? statement
      if numbers[root] < 0 {
        numbers[root] = transfers.count
        transfers.append([])
      }
      transferOf.append(numbers[root])
      transfers[numbers[root]].append(statement)
    }
    let followers = placeLate(transferOf, count: transfers.count)
    return (transfers.map { explained($0) }, followers)
  }

  private mutating func placeLive() {
    var firstEqual = 0
    for (statement, content) in live.contents.enumerated() {
      let candidate = Candidate(content)
      if live.contents[firstEqual] != content { firstEqual = statement }
      if firstEqual < statement,
        run.place(
          besideFirstOf: ownFirst(statement, firstEqual..<statement), score: candidate.selfScore)
      {
        continue
      }
      run.place(candidate)
    }
  }

  /// Statements of one content, those of the same origin as another one first.
  private func ownFirst(_ statement: Int, _ equals: Range<Int>) -> [Int] {
    guard let voice = mark(statement)?.voice, voice < .max else { return Array(equals) }
    return equals.filter { mark($0)?.voice == voice } + equals.filter { mark($0)?.voice != voice }
  }

  /// Finds a place for what does not count: with what it is bound to, with its content, or where it fits.
  private mutating func placeLate(_ transferOf: [Int], count: Int) -> [[Placed]] {
    var followers = [[Placed]](repeating: [], count: count)
    for (group, content) in late.contents.enumerated() {
      let statement = live.contents.count + group
      let candidate = Candidate(content)
      if let bound = run.bonds.firstLive(with: statement) {
        followers[transferOf[bound]].append((group, rule(ofBound: group, statement), 0))
      } else if let same = equals(of: content).first(where: { !run.bonds.areBarred($0, statement) }) {
        run.follow(statement, same)
        followers[transferOf[same]].append((group, .sameContent, candidate.selfScore))
      } else if let found = run.find(candidate, includesBroader: true, as: statement) {
        let founder = run.founder(of: found.transfer)
        run.follow(statement, founder)
        followers[transferOf[founder]].append((group, found.rule, found.score))
      }
    }
    return followers
  }

  /// Why something that does not count stands with what it is bound to.
  private func rule(ofBound group: Int, _ statement: Int) -> Transfer.Rule {
    if run.bonds.isJoined[statement] { return .verdict }
    return late.claims(of: group).contains { claims[$0].rank == .part } ? .part : .register
  }

  /// The live statements of a content.
  private func equals(of content: ClaimContent) -> Range<Int> {
    guard let first = live.place(of: content) else { return 0..<0 }
    var end = first + 1
    while end < live.contents.count, live.contents[end] == content { end += 1 }
    return first..<end
  }

  /// The statements of one transfer with why each stands there.
  private func explained(_ statements: [Int]) -> [Placed] {
    let isJudged = statements.contains { run.bonds.isJoined[$0] }
    return statements.enumerated().map { place, statement in
      if place == 0 { return (statement, .first, 0) }
      if run.bonds.isJoined[statement] { return (statement, .verdict, 0) }
      guard run.rules[statement] == .first else {
        return (statement, run.rules[statement], run.scores[statement])
      }
      // The founder of a part that something joined to the others.
      let isRegistered = hasSharedKey(statement, statements)
      return (statement, isJudged && !isRegistered ? .verdict : .register, 0)
    }
  }

  /// Whether another statement of a transfer has the deal key of this one.
  private func hasSharedKey(_ statement: Int, _ statements: [Int]) -> Bool {
    guard let mark = mark(statement), mark.deal != 0 else { return false }
    return statements.contains { other in
      other != statement && self.mark(other).map { $0.hasKey(of: mark) } ?? false
    }
  }

  private func mark(_ statement: Int) -> ClaimMark? { live.claims(of: statement).first.map { marks[$0] } }
}
