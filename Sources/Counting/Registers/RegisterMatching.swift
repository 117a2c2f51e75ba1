import ArmsModel

/// Finds which deals of two editions of a register are one deal.
///
/// First by the register's own numbers, where both have them; then by what the rows say, alike in everything that
/// tells deals apart; then, among the rest of a pair, by the best fit, where one deal is plainly nearest to another
/// and the other way round; last across pairs, where a deal stands under another party with all else the same.
struct RegisterMatching {
  /// How two were found to be one.
  enum Way: String {
    case number, row, fit, party
  }
  struct Match {
    var old: Int
    var new: Int
    var way: Way
  }

  private let old: [ScopedDeal]
  private let new: [ScopedDeal]
  private let foldedOld: [Designation]
  private let foldedNew: [Designation]
  private(set) var matches: [Match] = []
  private var isTakenOld: [Bool]
  private var isTakenNew: [Bool]

  /// Places of the deals of the first edition that none of the second matches.
  var restOld: [Int] { isTakenOld.indices.filter { !isTakenOld[$0] } }
  /// Places of those of the second.
  var restNew: [Int] { isTakenNew.indices.filter { !isTakenNew[$0] } }

  init(_ old: [ScopedDeal], _ new: [ScopedDeal]) {
    self.old = old
    self.new = new
    foldedOld = old.map { Designation($0.deal.designation) }
    foldedNew = new.map { Designation($0.deal.designation) }
    isTakenOld = Array(repeating: false, count: old.count)
    isTakenNew = Array(repeating: false, count: new.count)
    matchNumbers()
    matchRows()
    matchFits()
    matchParties()
  }

  private mutating func take(_ a: Int, _ b: Int, _ way: Way) {
    matches.append(Match(old: a, new: b, way: way))
    isTakenOld[a] = true
    isTakenNew[b] = true
  }

  // MARK: Numbers and rows

  private mutating func matchNumbers() {
    var places: [String: Int] = [:]
    for (place, entry) in new.enumerated() where entry.deal.hasOwnNumber { places[entry.deal.key] = place }
    guard !places.isEmpty else { return }
    for (place, entry) in old.enumerated() where entry.deal.hasOwnNumber {
      if let other = places[entry.deal.key], !isTakenNew[other] { take(place, other, .number) }
    }
  }

  private struct RowKey: Hashable {
    var pair: RegisterPair
    var orderYear: Int?
    var designation: String
    var description: String?
    var condition: String?

    init(_ deal: RegisterDeal) {
      pair = deal.pair
      orderYear = deal.orderYear
      designation = deal.designation
      description = deal.description
      condition = deal.condition
    }
  }

  private mutating func matchRows() {
    var groups: [RowKey: (old: [Int], new: [Int])] = [:]
    for place in restOld { groups[RowKey(old[place].deal), default: ([], [])].old.append(place) }
    for place in restNew {
      let key = RowKey(new[place].deal)
      if groups[key] != nil { groups[key]?.new.append(place) }
    }
    for group in groups.values where !group.new.isEmpty {
      guard group.old.count > 1 || group.new.count > 1 else {
        if areOne(group.old[0], group.new[0]) { take(group.old[0], group.new[0], .row) }
        continue
      }
      // Of deals that the row does not tell apart, first those that are the same in every figure, then in order.
      var rest = group.new
      var left: [Int] = []
      for a in group.old {
        if let at = rest.firstIndex(where: { isSameFigure(a, $0) }) {
          take(a, rest.remove(at: at), .row)
        } else {
          left.append(a)
        }
      }
      for a in left {
        guard let at = rest.firstIndex(where: { areOne(a, $0) }) else { continue }
        take(a, rest.remove(at: at), .row)
      }
    }
  }

  /// Whether nothing speaks against one deal: two numbers of the register's own do.
  private func areOne(_ a: Int, _ b: Int) -> Bool {
    !(old[a].deal.hasOwnNumber && new[b].deal.hasOwnNumber)
  }

  private func isSameFigure(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (old[a].deal, new[b].deal)
    return areOne(a, b) && x.delivered == y.delivered && x.years == y.years && x.tiv == y.tiv
      && (x.ordered == y.ordered || x.ordered == nil || y.ordered == nil)
  }

  // MARK: The best fit

  private mutating func matchFits() {
    var groups: [RegisterPair: (old: [Int], new: [Int])] = [:]
    for place in restOld { groups[old[place].deal.pair, default: ([], [])].old.append(place) }
    for place in restNew where groups[new[place].deal.pair] != nil {
      groups[new[place].deal.pair]?.new.append(place)
    }
    for group in groups.values where !group.new.isEmpty { matchFits(group.old, group.new) }
  }

  private mutating func matchFits(_ olds: [Int], _ news: [Int]) {
    var edges: [(score: Int, old: Int, new: Int)] = []
    for a in olds {
      for b in news {
        let score = score(a, b)
        if score > 0 { edges.append((score, a, b)) }
      }
    }
    while !edges.isEmpty {
      var bestOld: [Int: (score: Int, new: Int, isTied: Bool)] = [:]
      var bestNew: [Int: (score: Int, old: Int, isTied: Bool)] = [:]
      for edge in edges {
        if let best = bestOld[edge.old], best.score >= edge.score {
          // Deals of one name are told apart by nothing but their order.
          if best.score == edge.score, foldedNew[best.new].folded != foldedNew[edge.new].folded {
            bestOld[edge.old]?.isTied = true
          }
        } else {
          bestOld[edge.old] = (edge.score, edge.new, false)
        }
        if let best = bestNew[edge.new], best.score >= edge.score {
          if best.score == edge.score, foldedOld[best.old].folded != foldedOld[edge.old].folded {
            bestNew[edge.new]?.isTied = true
          }
        } else {
          bestNew[edge.new] = (edge.score, edge.old, false)
        }
      }
      // Where several of other names fit as well, nobody knows.
      var taken: [(Int, Int)] = []
      for a in olds {
        guard let best = bestOld[a], let back = bestNew[best.new], back.old == a else { continue }
        let isSame = foldedOld[a].folded == foldedNew[best.new].folded
        if isSame || (!best.isTied && !back.isTied) { taken.append((a, best.new)) }
      }
      guard !taken.isEmpty else { return }
      for (a, b) in taken { take(a, b, .fit) }
      edges.removeAll { isTakenOld[$0.old] || isTakenNew[$0.new] }
    }
  }

  /// How well two deals of one pair fit; 0: they are not one.
  private func score(_ a: Int, _ b: Int) -> Int {
    guard areOne(a, b) else { return 0 }
    let (x, y) = (old[a].deal, new[b].deal)
    guard let yearX = x.orderYear, let yearY = y.orderYear else { return 0 }
    let distance = abs(yearX - yearY)
    guard distance <= 2 else { return 0 }
    let isSame = foldedOld[a].folded == foldedNew[b].folded
    let isSimilar = isSame || foldedOld[a].isSimilar(to: foldedNew[b])
    let isSameKind = x.description != nil && x.description == y.description
    let isSameOrder = x.ordered != nil && x.ordered == y.ordered
    let isSameDelivery = x.delivered != nil && x.delivered == y.delivered
    let isSameNumber = isSameOrder || isSameDelivery
    let isSameYears = !old[a].years.isEmpty && old[a].years == new[b].years
    // How many lie inside the years compared, nobody tells of some.
    let isOpen = old[a].isPartial || new[b].isPartial
    if distance == 0 {
      guard
        isSame || (isSimilar && (isSameNumber || isSameKind || isSameYears))
          || (isSameKind && (isSameNumber || isOpen) && (isSameYears || x.years.isEmpty && y.years.isEmpty))
      else { return 0 }
    } else {
      guard isSame, isSameNumber, isSameYears || distance == 1 else { return 0 }
    }
    var score = isSame ? 16 : isSimilar ? 6 : 0
    score += distance == 0 ? 8 : distance == 1 ? 3 : 0
    score += isSameKind ? 4 : x.category != nil && x.category == y.category ? 2 : 0
    if isSameOrder { score += 4 }
    if isSameDelivery { score += 4 }
    if isSameYears { score += 4 } else if !Set(old[a].years).isDisjoint(with: new[b].years) { score += 1 }
    if x.tiv != nil, x.tiv == y.tiv { score += 3 }
    if x.condition == y.condition { score += 2 }
    if x.comment != nil, x.comment == y.comment { score += 3 }
    return score
  }

  // MARK: Another party

  private struct PartyKey: Hashable {
    var party: PartyCode?
    var orderYear: Int?
    var designation: String
    var ordered: Int64?
    var delivered: Int64?
    var years: [Int]
  }

  private mutating func matchParties() {
    for isSupplierKept in [true, false] {
      func key(_ deal: RegisterDeal) -> PartyKey {
        PartyKey(
          party: isSupplierKept ? deal.supplier : deal.recipient, orderYear: deal.orderYear,
          designation: deal.designation, ordered: deal.ordered, delivered: deal.delivered, years: deal.years)
      }
      var groups: [PartyKey: (old: [Int], new: [Int])] = [:]
      for place in restOld { groups[key(old[place].deal), default: ([], [])].old.append(place) }
      for place in restNew {
        let key = key(new[place].deal)
        if groups[key] != nil { groups[key]?.new.append(place) }
      }
      // Only what is alone on both sides.
      for group in groups.values where group.old.count == 1 && group.new.count == 1 {
        let (a, b) = (group.old[0], group.new[0])
        if areOne(a, b), old[a].deal.ordered != nil || old[a].deal.delivered != nil { take(a, b, .party) }
      }
    }
  }
}

/// A designation prepared for comparing.
struct Designation {
  let folded: String
  private let parts: [String]
  private let words: Set<String>

  init(_ text: String) {
    folded = NameFolding.foldDesignation(text)
    parts = text.split { "/(),;".contains($0) }.map { NameFolding.foldDesignation(String($0)) }
      .filter { $0.utf8.count >= 3 }
    // Sizes and generic words name no weapon: "122mm", "ship engine".
    words = Set(
      text.split { " /(),;".contains($0) }.map { NameFolding.foldDesignation(String($0)) }.filter { word in
        word.utf8.count >= 3 && !word.hasSuffix("mm") && !word.allSatisfy(\.isNumber)
          && !Designation.generic.contains(word)
      })
  }

  private static let generic: Set<String> = [
    "engine", "ship", "aircraft", "vehicle", "radar", "turret", "launcher", "missile", "block", "class",
    "type",
    "mod", "improved", "fighter",
  ]

  /// Whether a word is the other with letters of a variant behind it: "iskanderm" of "iskander".
  private static func isLonger(_ word: String, _ other: String) -> Bool {
    other.utf8.count >= 5 && word.utf8.count <= other.utf8.count + 2 && word.hasPrefix(other)
  }

  /// Whether one may be the other reworded: a part is the same, begins with the other, has other letters around the
  /// same digits, or a word that names a weapon is in both.
  func isSimilar(to other: Designation) -> Bool {
    if folded == other.folded { return true }
    if !words.isDisjoint(with: other.words) { return true }
    if words.contains(where: { a in
      other.words.contains { Designation.isLonger(a, $0) || Designation.isLonger($0, a) }
    }) {
      return true
    }
    for a in parts {
      for b in other.parts {
        if a == b || a.hasPrefix(b) || b.hasPrefix(a) { return true }
        let (digitsA, digitsB) = (a.filter(\.isNumber), b.filter(\.isNumber))
        guard digitsA == digitsB, min(a.utf8.count, b.utf8.count) >= 5 else { continue }
        if NearestName.distance(Array(a.unicodeScalars), Array(b.unicodeScalars)) <= 2 { return true }
      }
    }
    return false
  }
}
