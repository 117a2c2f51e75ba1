import ArmsModel

/// Which designations are one, or variants of one another, by spelling.
struct DesignationKinship {
  enum Relation {
    case same
    /// Two numbers, one name once spelling is folded.
    case sameSpelling
    case variant
    /// One of the two, or both, name none.
    case notSaid
    case different
  }

  /// For each designation those with a larger number that are related to it.
  private(set) var related: [Int32: [Int32]] = [:]
  private var folded: [Int32: String] = [:]

  /// The kinship of those designations; `names` has the name of each at the place of its number.
  init(_ numbers: [Int32], names: [String]) {
    var bySpelling: [String: [Int32]] = [:]
    let numbers = Set(numbers).filter { names.indices.contains(Int($0)) && $0 > 0 }.sorted()
    for number in numbers {
      let name = NameFolding.foldDesignation(names[Int(number)])
      guard !name.isEmpty else { continue }
      folded[number] = name
      bySpelling[name, default: []].append(number)
    }
    for number in numbers {
      guard let name = folded[number] else { continue }
      for other in bySpelling[name] ?? [] where other > number { related[number, default: []].append(other) }
      for stem in DesignationKinship.stems(of: names[Int(number)]) {
        for other in bySpelling[stem] ?? [] {
          related[min(number, other), default: []].append(max(number, other))
        }
      }
    }
  }

  /// How two designations, by number, stand to each other; numbers that are not `related` are different.
  func relation(_ a: Int32, _ b: Int32) -> Relation {
    if a == 0 || b == 0 { return .notSaid }
    if a == b { return .same }
    guard related[min(a, b)]?.contains(max(a, b)) == true else { return .different }
    return folded[a] == folded[b] ? .sameSpelling : .variant
  }

  /// The folded forms of what a designation may be a variant of: Su-30SM of Su-30, Iskander-M of Iskander.
  ///
  /// A stem ends between two words, or between a digit and a letter, never inside a word or a number: T-72 is no
  /// variant of T-7, nor Hawkeye of Hawk. It has a digit, or at least three letters: Su is no stem.
  static func stems(of designation: String) -> [String] {
    let bytes = Array(NameFolding.fold(designation).utf8)
    var stems: [String] = []
    var stem: [UInt8] = []
    var hasDigit = false
    for (place, byte) in bytes.enumerated() {
      let isDigit = (0x30...0x39).contains(byte)
      if place > 0, !stem.isEmpty, hasDigit || stem.count >= 3 {
        let before = bytes[place - 1]
        let wasDigit = (0x30...0x39).contains(before)
        let endsWord = byte == 0x20
        let changesKind = before != 0x20 && byte != 0x20 && wasDigit != isDigit && (wasDigit || hasDigit)
        if endsWord || changesKind { stems.append(String(decoding: stem, as: UTF8.self)) }
      }
      if byte != 0x20 { stem.append(byte) }
      hasDigit = hasDigit || isDigit
    }
    return stems
  }
}

/// Runs through the pairs of transfers that can be candidates, each once.
///
/// By designation, else by the top of the category; within these in the order of time, so that only what begins
/// within a few years is looked at.
struct ReviewPairs {
  private let sides: [ReviewSide]
  private let tree: CategoryTree
  private let kinship: DesignationKinship
  private let designatedOnly: Bool

  init(sides: [ReviewSide], tree: CategoryTree, kinship: DesignationKinship, designatedOnly: Bool) {
    self.sides = sides
    self.tree = tree
    self.kinship = kinship
    self.designatedOnly = designatedOnly
  }

  func forEach(_ body: (Int, Int) -> Void) {
    var byWeapon: [Int32: [Int]] = [:]
    for place in sides.indices where sides[place].weapon != 0 {
      byWeapon[sides[place].weapon, default: []].append(place)
    }
    let lists = byWeapon.mapValues { TimedList($0, sides) }
    for (weapon, list) in lists {
      list.forEachPair(within: TransferReview.widestGap, sides, body)
      for other in kinship.related[weapon] ?? [] {
        if let others = lists[other] { list.forEachPair(with: others, TransferReview.widestGap, sides, body) }
      }
    }
    if !designatedOnly { forEachWithout(body) }
  }

  /// Pairs of which at least one names no designation.
  private func forEachWithout(_ body: (Int, Int) -> Void) {
    var bare: [CategoryTree.Index: [Int]] = [:]
    var designated: [CategoryTree.Index: [Int]] = [:]
    for (place, side) in sides.enumerated() {
      let root = side.category < 0 ? -1 : tree.root(of: side.category)
      // Without a category only a figure in common tells anything.
      if root < 0, !side.hasFigure { continue }
      if side.weapon == 0 {
        bare[root, default: []].append(place)
      } else {
        designated[root, default: []].append(place)
      }
    }
    let bareLists = bare.mapValues { TimedList($0, sides) }
    let designatedLists = designated.mapValues { TimedList($0, sides) }
    // The rules join nothing further apart than five years.
    let gap: Int32 = 6
    for (root, list) in bareLists {
      list.forEachPair(within: gap, sides, body)
      for (other, others) in designatedLists where other == root || other < 0 || root < 0 {
        list.forEachPair(with: others, gap, sides, body)
      }
      if root < 0 {
        for (other, others) in bareLists where other != root {
          list.forEachPair(with: others, gap, sides, body)
        }
      }
    }
  }
}

/// Transfers in the order of the years in which they begin, those without a date behind.
private struct TimedList {
  private var dated: [Int]
  private var undated: [Int]
  /// The length of the longest, in years.
  private var longest: Int32 = 0

  init(_ places: [Int], _ sides: [ReviewSide]) {
    dated = places.filter { sides[$0].isDated }.sorted { (sides[$0].start, $0) < (sides[$1].start, $1) }
    undated = places.filter { !sides[$0].isDated }
    for place in dated { longest = max(longest, sides[place].end - sides[place].start) }
  }

  /// Each two of the list that begin at most `gap` years after the other's end.
  func forEachPair(within gap: Int32, _ sides: [ReviewSide], _ body: (Int, Int) -> Void) {
    for (at, place) in dated.enumerated() {
      let last = sides[place].end + gap
      for other in dated[(at + 1)...] {
        if sides[other].start > last { break }
        body(place, other)
      }
      for other in undated { body(place, other) }
    }
    for (at, place) in undated.enumerated() {
      for other in undated[(at + 1)...] { body(place, other) }
    }
  }

  /// Each one of this list with each of the other that lies at most `gap` years from it.
  func forEachPair(
    with others: TimedList, _ gap: Int32, _ sides: [ReviewSide], _ body: (Int, Int) -> Void
  ) {
    for place in dated {
      let first = sides[place].start - gap - others.longest
      let last = sides[place].end + gap
      var low = 0
      var high = others.dated.count
      while low < high {
        let middle = (low + high) / 2
        if sides[others.dated[middle]].start < first { low = middle + 1 } else { high = middle }
      }
      for other in others.dated[low...] {
        if sides[other].start > last { break }
        body(place, other)
      }
      for other in others.undated { body(place, other) }
    }
    for place in undated {
      for other in others.dated { body(place, other) }
      for other in others.undated { body(place, other) }
    }
  }
}
