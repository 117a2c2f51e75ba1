import ArmsModel

/// Runs through the transfers of a table that may be one, each two of them once.
///
/// Not each is compared with each. What can be a candidate names one designation or kindred ones, or one of the two
/// names none; within these lists, where they are long, candidates are looked for by what they must have in common:
/// years, and figures that agree or, of a part or below a ceiling, lie on one side. So the time grows with the
/// candidates and not with all that there might be.
struct ReviewSearch {
  private let comparison: ReviewComparison
  private let kinship: DesignationKinship
  private let contradictionsOnly: Bool
  /// So many pairs of a list are compared one by one.
  private let few: Int
  private let shareVoice: (Int, Int) throws -> Bool
  private let voice: (Int) throws -> ReviewVoice?
  private let body: (Int, Int, ReviewMarks) throws -> Void
  /// How many pairs were compared in any way.
  private(set) var compared = 0

  private var table: ReviewTable { comparison.table }

  /// - Parameters:
  ///   - contradictionsOnly: only what differs in one thing.
  ///   - shareVoice: whether somebody speaks of both transfers in one document.
  ///   - voice: who speaks of a transfer, where it is one in one document; nil: several, or not known.
  ///   - body: gets each pair, in any order.
  init(
    _ comparison: ReviewComparison, _ kinship: DesignationKinship, contradictionsOnly: Bool, few: Int = 2_048,
    shareVoice: @escaping (Int, Int) throws -> Bool, voice: @escaping (Int) throws -> ReviewVoice?,
    body: @escaping (Int, Int, ReviewMarks) throws -> Void
  ) {
    self.comparison = comparison
    self.kinship = kinship
    self.contradictionsOnly = contradictionsOnly
    self.few = few
    self.shareVoice = shareVoice
    self.voice = voice
    self.body = body
  }

  private typealias Relation = DesignationKinship.Relation

  /// Which years of two transfers are near enough for them to be looked at.
  private struct Window {
    /// Years that may lie between them.
    var gap: Int32
    /// Of two lists the length of the longest in the second one; nil: both are of one list.
    var longest: Int32?
    /// Whether the one of the second list goes first.
    var isTurned = false

    func lies(_ a: ReviewSide, _ b: ReviewSide) -> Bool {
      guard a.isDated, b.isDated else { return true }
      guard let longest else { return a.gap(to: b) <= gap }
      let (a, b) = isTurned ? (b, a) : (a, b)
      return b.start <= a.end + gap && b.start >= a.start - gap - longest
    }
  }

  mutating func run() throws {
    let sides = table.sides
    guard sides.count > 1 else { return }
    let order = sides.indices.filter { sides[$0].weapon != 0 }.sorted {
      (sides[$0].weapon, $0) < (sides[$1].weapon, $1)
    }
    var runs: [ArraySlice<Int>] = []
    var start = 0
    for place in order.indices.dropFirst() where sides[order[place]].weapon != sides[order[place - 1]].weapon
    {
      runs.append(order[start..<place])
      start = place
    }
    if start < order.count { runs.append(order[start...]) }
    func weapon(_ run: ArraySlice<Int>) -> Int32 { sides[run[run.startIndex]].weapon }
    for run in runs {
      try search(run, .same)
      for other in kinship.related[weapon(run)] ?? [] {
        let relation = kinship.relation(weapon(run), other)
        if contradictionsOnly, relation == .variant { continue }
        var (low, high) = (0, runs.count)
        while low < high {
          let middle = (low + high) / 2
          if weapon(runs[middle]) < other { low = middle + 1 } else { high = middle }
        }
        if low < runs.count, weapon(runs[low]) == other { try search(run, runs[low], relation) }
      }
    }
    if !contradictionsOnly, order.count < sides.count { try searchWithoutDesignation() }
  }

  /// Pairs of which at least one names no designation, by the top of the category.
  private mutating func searchWithoutDesignation() throws {
    var bare: [CategoryTree.Index: [Int]] = [:]
    var designated: [CategoryTree.Index: [Int]] = [:]
    for (place, side) in table.sides.enumerated() {
      let root = side.category < 0 ? -1 : comparison.tree.root(of: side.category)
      // Without a category only a figure in common tells anything.
      if root < 0, !side.hasFigure { continue }
      if side.weapon == 0 {
        bare[root, default: []].append(place)
      } else {
        designated[root, default: []].append(place)
      }
    }
    for (root, list) in bare {
      try search(list[...], .notSaid)
      for (other, others) in designated where other == root || other < 0 || root < 0 {
        try search(list[...], others[...], .notSaid)
      }
      guard root < 0 else { continue }
      for (other, others) in bare where other != root { try search(list[...], others[...], .notSaid) }
    }
  }

  /// Looks for pairs within a list.
  private mutating func search(_ list: ArraySlice<Int>, _ relation: Relation) throws {
    guard list.count > 1 else { return }
    let window = Window(gap: relation.widestGap)
    guard list.count * (list.count - 1) > 2 * few else {
      for at in list.indices {
        for other in list[(at + 1)...] { try look(list[at], other, relation, window) { _ in true } }
      }
      return
    }
    try searchByKeys(Array(list), nil, relation, window)
  }

  /// Looks for pairs between two lists.
  private mutating func search(
    _ list: ArraySlice<Int>, _ others: ArraySlice<Int>, _ relation: Relation
  ) throws {
    let window = Window(
      gap: relation.widestGap,
      longest: others.reduce(0) { longest, place in
        let side = table.sides[place]
        return side.isDated ? max(longest, side.end - side.start) : longest
      })
    guard list.count * others.count > few else {
      for place in list { for other in others { try look(place, other, relation, window) { _ in true } } }
      return
    }
    try searchByKeys(Array(list), Array(others), relation, window)
  }

  /// Compares two, and hands them over if they are what is looked for and nobody speaks of both.
  private mutating func look(
    _ a: Int, _ b: Int, _ relation: Relation, _ window: Window,
    _ isWanted: (ReviewComparison.Result) -> Bool
  ) throws {
    compared += 1
    guard window.lies(table.sides[a], table.sides[b]) else { return }
    // The transfer that stands first goes first.
    let (first, second) = a < b ? (a, b) : (b, a)
    guard var found = comparison.compare(first, second, relation) else { return }
    if contradictionsOnly, !found.marks.isContradiction { return }
    if first != a { found.firstIsSmaller = found.firstIsSmaller.map { !$0 } }
    guard isWanted(found) else { return }
    if found.needsTwoVoices, try shareVoice(first, second) { return }
    try body(first, second, found.marks)
  }
}

// MARK: - Long lists

extension ReviewSearch {
  /// The units in which a transfer has figures.
  private struct Unit: Hashable, Comparable {
    var number: Int32
    var isQuantity: Bool

    static func < (a: Unit, b: Unit) -> Bool {
      a.number == b.number ? a.isQuantity && !b.isQuantity : a.number < b.number
    }
  }

  /// Transfers of a list that have figures in the same units.
  private typealias Group = (units: [Unit], places: [Int])

  /// What of a long list is looked for, each two in one of these ways only.
  private mutating func searchByKeys(
    _ list: [Int], _ others: [Int]?, _ relation: Relation, _ window: Window
  ) throws {
    let groups = groups(list)
    let otherGroups = others.map { self.groups($0) }
    for (at, group) in groups.enumerated() {
      for other in otherGroups ?? Array(groups[at...]) {
        let isOne = otherGroups == nil && other.units == group.units
        let common = group.units.filter { other.units.contains($0) }
        try searchAgreeing(group, isOne ? nil : other, common, relation, window)
        try searchContradicting(group, isOne ? nil : other, common, relation, window)
        guard !contradictionsOnly else { continue }
        try searchBelow(group.places, other.places, common, relation, window)
        guard !isOne else { continue }
        var turned = window
        turned.isTurned = true
        try searchBelow(other.places, group.places, common, relation, turned)
      }
    }
  }

  private func groups(_ list: [Int]) -> [Group] {
    var groups: [[Unit]: [Int]] = [:]
    for place in list {
      let units = table.sides[place].figures.map {
        Unit(number: table.figures[$0].unit, isQuantity: table.figures[$0].isQuantity)
      }
      groups[units.sorted(), default: []].append(place)
    }
    return groups.map { (units: $0.key, places: $0.value) }
  }

  /// Nothing contradicts: all figures in common agree.
  private mutating func searchAgreeing(
    _ group: Group, _ other: Group?, _ common: [Unit], _ relation: Relation, _ window: Window
  ) throws {
    let isTelling = common.contains { !$0.isQuantity }
    if relation == .notSaid, common.isEmpty, !group.units.isEmpty, other.map({ !$0.units.isEmpty }) ?? true {
      return
    }
    if contradictionsOnly, common.isEmpty { return }
    func mayBe(_ place: Int) -> Bool {
      if contradictionsOnly { return table.sides[place].isDated }
      if relation == .notSaid, common.isEmpty {
        return table.sides[place].isDated && table.sides[place].category >= 0
      }
      guard relation == .notSaid, !isTelling else { return true }
      // One piece says little.
      return table.sides[place].figures.contains { table.figures[$0].figure.best >= 2 }
    }
    try join(
      group.places.filter(mayBe), other?.places.filter(mayBe), relation, window, gap: window.gap, common,
      sides: (.agreeing, .agreeing)
    ) { !$0.contradicts }
  }

  /// Either the quantity or the value contradicts, and all else agrees.
  private mutating func searchContradicting(
    _ group: Group, _ other: Group?, _ common: [Unit], _ relation: Relation, _ window: Window
  ) throws {
    guard relation == .same || relation == .sameSpelling, !common.isEmpty else { return }
    let quantities = common.filter(\.isQuantity)
    let values = common.filter { !$0.isQuantity }
    func isDated(_ place: Int) -> Bool { table.sides[place].isDated }
    let (list, others) = (group.places.filter(isDated), other?.places.filter(isDated))
    for agreeing in quantities.isEmpty || values.isEmpty ? [[]] : [quantities, values] {
      try joinVoices(list, others) { search, list, others in
        // Nothing further apart than five years fits in time.
        try search.join(
          list, others, relation, window, gap: 6, agreeing, sides: (.agreeing, .agreeing)
        ) { found in
          guard found.marks.contains(.quantityContradicts) || found.marks.contains(.valueContradicts) else {
            return false
          }
          return agreeing.isEmpty || found.marks.contains(.valueContradicts) == agreeing[0].isQuantity
        }
      }
    }
  }

  /// Parts with wholes, and what lies below ceilings: all figures in common agree or are smaller.
  private mutating func searchBelow(
    _ list: [Int], _ others: [Int], _ common: [Unit], _ relation: Relation, _ window: Window
  ) throws {
    guard !common.isEmpty else { return }
    func mayBe(_ place: Int) -> Bool {
      relation != .notSaid || (table.sides[place].isDated && table.sides[place].category >= 0)
    }
    let (list, others) = (list.filter(mayBe), others.filter(mayBe))
    let parts = list.filter { table.sides[$0].mayBePart }
    for (parts, wholes) in [
      (parts, others.filter { table.sides[$0].hasOrderSide }),
      (parts.filter { table.sides[$0].isSeenOnly }, others.filter { table.sides[$0].mayBeSeenInPart }),
    ] {
      // A part may have no date of its own that speaks against it.
      try join(
        parts, wholes, relation, window, gap: window.gap + (window.longest ?? 0), common,
        sides: (.below, .above)
      ) { $0.marks.contains(.mayBePart) && $0.firstIsSmaller == true }
    }
    try join(
      list.filter { table.sides[$0].mayLieBelowCeiling }, others.filter { table.sides[$0].isCeiling },
      relation,
      window, gap: 6, common, sides: (.below, .above)
    ) { $0.marks.contains(.ceiling) && $0.firstIsSmaller == true }
  }

  /// Joins without comparing what one and the same voice says, where that says most of it.
  private mutating func joinVoices(
    _ list: [Int], _ others: [Int]?,
    _ join: (inout ReviewSearch, [Int], [Int]?) throws -> Void
  ) throws {
    let all = list + (others ?? [])
    guard all.count > 64 else { return try join(&self, list, others) }
    var counts: [ReviewVoice: Int] = [:]
    for place in all { if let voice = try voice(place) { counts[voice, default: 0] += 1 } }
    guard let most = counts.max(by: { $0.value < $1.value }), most.value * 2 > all.count else {
      return try join(&self, list, others)
    }
    func split(_ places: [Int]) throws -> (own: [Int], rest: [Int]) {
      var (own, rest): ([Int], [Int]) = ([], [])
      for place in places {
        if try voice(place) == most.key { own.append(place) } else { rest.append(place) }
      }
      return (own, rest)
    }
    let (own, rest) = try split(list)
    guard let others else {
      try join(&self, rest, nil)
      return try join(&self, rest, own)
    }
    try join(&self, rest, others)
    try join(&self, own, try split(others).rest)
  }

  /// How the figures of one list must lie towards those of the other.
  private enum Lie {
    /// They overlap, or come within 10 %.
    case agreeing
    /// They agree, or are smaller.
    case below
    /// They agree, or are larger.
    case above
  }

  /// Compares what lies within `gap` years of one another, with figures in the units that agree or lie on one side.
  private mutating func join(
    _ list: [Int], _ others: [Int]?, _ relation: Relation, _ window: Window, gap: Int32, _ units: [Unit],
    sides: (Lie, Lie), _ isWanted: (ReviewComparison.Result) -> Bool
  ) throws {
    guard !list.isEmpty, others?.isEmpty != true else { return }
    let boxes = boxes(list, gap, units, sides.0)
    var looked = self
    func look(_ a: Int, _ b: Int) throws {
      guard a != b else { return }
      try looked.look(a, b, relation, window, isWanted)
    }
    let swept: Int
    if let others {
      swept = try BoxJoin.forEach(boxes, self.boxes(others, gap, units, sides.1), look)
    } else {
      swept = try BoxJoin.forEach(boxes, look)
    }
    compared = looked.compared + swept
  }

  private func boxes(_ list: [Int], _ gap: Int32, _ units: [Unit], _ lie: Lie) -> Boxes {
    var boxes = Boxes(dimensions: units.count + 1)
    for place in list {
      let side = table.sides[place]
      boxes.begin(place)
      if side.isDated {
        boxes.add(Int64(side.start), Int64(side.end) + Int64(gap))
      } else {
        boxes.add(.min, .max)
      }
      for unit in units {
        let figure = side.figures.first {
          table.figures[$0].unit == unit.number && table.figures[$0].isQuantity == unit.isQuantity
        }.map { table.figures[$0].figure }
        guard let figure else {
          boxes.add(.min, .max)
          continue
        }
        boxes.add(
          lie == .above ? .min : figure.low, lie == .below ? .max : figure.highWithTolerance)
      }
    }
    return boxes
  }
}
