public import ArmsModel

/// Holds what a claim says against what a register lists of the same parties.
///
/// A register is one more source, not the truth: what differs is said with its likely reason, and nothing is decided.
public struct RegisterComparison: Sendable {
  /// The edition that is compared with.
  public struct Release: Sendable {
    /// The year in which it was made; nil for not known.
    public var year: Int?
    /// The first year that it is limited to; nil: no limit on that side.
    public var firstYear: Int?
    /// The last year that it is limited to.
    public var lastYear: Int?
    /// Whether it lists orders of which nothing was delivered.
    public var listsOpenOrders = true
    /// An edition of that year and window.
    public init(year: Int?, firstYear: Int? = nil, lastYear: Int? = nil, listsOpenOrders: Bool = true) {
      self.year = year
      self.firstYear = firstYear
      self.lastYear = lastYear
      self.listsOpenOrders = listsOpenOrders
    }
  }

  let tree: CategoryTree
  let release: Release
  private let name: @Sendable (PartyCode?) -> String

  /// - Parameters:
  ///   - tree: the categories.
  ///   - release: the edition.
  ///   - name: the name of a party for people.
  public init(
    tree: CategoryTree, release: Release, name: @escaping @Sendable (PartyCode?) -> String
  ) {
    self.tree = tree
    self.release = release
    self.name = name
  }

  /// So many years apart, two of the same weapon are no longer taken for the same deal.
  static let far = 6
  /// So many deals are shown beside a claim.
  private static let shown = 6

  /// What the register has beside a claim.
  ///
  /// - Parameters:
  ///   - deals: all deals of the claim's pair.
  ///   - others: all deals of the claim's recipient with other suppliers.
  public func answer(
    _ question: RegisterQuestion, deals: [RegisterDeal], others: [RegisterDeal] = []
  ) -> RegisterAnswer {
    guard question.scope == .deal else { return sum(question, deals) }
    var answer = RegisterAnswer()
    let named = sorted(self.named(question, deals), question)
    let near = named.filter { distance($0, question) <= RegisterComparison.far }
    if let best = near.first {
      answer.deals = Array(near.prefix(RegisterComparison.shown))
      compare(question, best, near, &answer)
    } else {
      let kin = sorted(self.kin(question, deals), question)
      answer.deals = Array((named.isEmpty ? kin : named).prefix(RegisterComparison.shown))
      if question.weapon == 0, !kin.isEmpty {
        compareKin(question, kin, &answer)
      } else {
        explainAbsence(question, kin, named, others, &answer)
      }
    }
    noteMoney(question, &answer)
    answer.remarks.sort { order($0.reason) < order($1.reason) }
    return answer
  }

  private func order(_ reason: RegisterAnswer.Reason) -> Int {
    RegisterAnswer.Reason.allCases.firstIndex(of: reason) ?? 0
  }

  // MARK: Finding deals

  /// Deals of the claim's designation, under any of its names; if there are none, of one like it.
  private func named(_ question: RegisterQuestion, _ deals: [RegisterDeal]) -> [RegisterDeal] {
    guard !question.designation.isEmpty else { return [] }
    let wanted = Designation(question.designation)
    let exact = deals.filter {
      ($0.weapon != 0 && $0.weapon == question.weapon)
        || NameFolding.foldDesignation($0.designation) == wanted.folded
    }
    return exact.isEmpty ? deals.filter { wanted.isSimilar(to: Designation($0.designation)) } : exact
  }

  /// Deals of the same or a kindred category at about that time.
  private func kin(_ question: RegisterQuestion, _ deals: [RegisterDeal]) -> [RegisterDeal] {
    guard question.category >= 0 else { return [] }
    return deals.filter { deal in
      guard let category = index(deal), tree.areKin(category, question.category) else { return false }
      return distance(deal, question) <= 1
    }
  }

  func index(_ deal: RegisterDeal) -> CategoryTree.Index? { deal.category.flatMap { tree.index(of: $0) } }

  /// The same class first, then the nearest in time, then the nearest in number, then in the order of the file.
  private func sorted(_ deals: [RegisterDeal], _ question: RegisterQuestion) -> [RegisterDeal] {
    func key(_ deal: RegisterDeal) -> (Int, Int, Int64, Int64) {
      let isOfClass = isSameClass(question, deal)
      let number = question.stage.hasArrived ? deal.delivered : deal.ordered
      var gap: Int64 = 0
      if let quantity = question.quantity, question.quantityUnit == nil, let number {
        gap = agree(quantity, CountedClaim.Interval(number)) ? 0 : abs(quantity.best - number)
      }
      return (isOfClass ? 0 : 1, distance(deal, question), gap, deal.line ?? .max)
    }
    return deals.map { (key($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  func isSameClass(_ question: RegisterQuestion, _ deal: RegisterDeal) -> Bool {
    guard question.category >= 0, let category = index(deal) else { return true }
    return tree.root(of: category) == tree.root(of: question.category)
  }

  /// How many years lie between what the claim and the deal speak of; 0 where either does not say.
  func distance(_ deal: RegisterDeal, _ question: RegisterQuestion) -> Int {
    guard let first = question.firstYear ?? question.lastYear ?? assumedYear(question),
      let last = question.lastYear ?? question.firstYear ?? assumedYear(question)
    else { return 0 }
    func gap(_ year: Int) -> Int { year < first ? first - year : year > last ? year - last : 0 }
    switch question.stage {
    case .delivered:
      // "By 2014" is true of all that came before.
      if question.firstYear == nil, let earliest = deal.years.first, earliest <= last { return 0 }
      return deal.years.map(gap).min() ?? deal.orderYear.map(gap) ?? 0
    case .inUse:
      guard let earliest = deal.years.first ?? deal.orderYear else { return 0 }
      return max(0, earliest - last)
    default:
      return deal.orderYear.map(gap) ?? 0
    }
  }

  /// What is in use without a date is so at its publication.
  private func assumedYear(_ question: RegisterQuestion) -> Int? {
    question.stage == .inUse ? question.publishedYear : nil
  }

  // MARK: Sums

  /// A total over a period beside the deals inside it.
  private func sum(_ question: RegisterQuestion, _ deals: [RegisterDeal]) -> RegisterAnswer {
    var answer = RegisterAnswer()
    let (first, last) = (question.firstYear ?? .min, question.lastYear ?? .max)
    var tiv: Int64 = 0
    var partial = 0
    let inside = deals.filter { deal in
      if question.weapon != 0, deal.weapon != question.weapon { return false }
      if question.category >= 0 {
        guard let category = index(deal), tree.isBelow(category, question.category) else { return false }
      }
      let years = deal.years.filter { first <= $0 && $0 <= last }
      guard !years.isEmpty else { return false }
      if years.count == deal.years.count {
        tiv = saturatingSum(tiv, deal.tiv ?? 0)
      } else if !deal.deliveries.isEmpty {
        for delivery in deal.deliveries where first <= delivery.year && delivery.year <= last {
          tiv = saturatingSum(tiv, delivery.tiv ?? 0)
        }
      } else {
        partial += 1
      }
      return true
    }
    answer.deals = Array(inside.sorted { ($0.tiv ?? 0) > ($1.tiv ?? 0) }.prefix(RegisterComparison.shown))
    if inside.isEmpty {
      answer.notes.append("It lists no delivery of that kind in these years.")
    } else {
      answer.notes.append(
        "It lists \(FindingWords.count(inside.count, "deal")) with deliveries in these years: "
          + "\(FindingWords.tiv(tiv)), a volume and no price"
          + (partial == 0
            ? "." : ", and \(partial) that reach beyond them, of which nobody tells how much lies inside."))
    }
    return answer
  }

  // MARK: Absence

  private func explainAbsence(
    _ question: RegisterQuestion, _ kin: [RegisterDeal], _ named: [RegisterDeal], _ others: [RegisterDeal],
    _ answer: inout RegisterAnswer
  ) {
    guard !question.designation.isEmpty || question.category >= 0 else { return }
    let goods = goods(question)
    guard [.ordered, .delivered, .inUse].contains(question.stage) else {
      if named.isEmpty {
        answer.notes.append(
          "It has no \(goods) for this pair, and lists nothing before it is ordered: no row is to be expected."
        )
      }
      return
    }
    if let outside = RegisterScopeRule.reason(question, tree) {
      return answer.add(
        .scope, "The register has no \(goods) for this pair, and none is to be expected: \(outside)")
    }
    let year = question.firstYear ?? question.lastYear ?? question.publishedYear
    if let year, let made = release.year, year >= made {
      return answer.add(
        .age,
        "The register has no \(goods) for this pair: the edition was made in \(made), the claim speaks of \(year)."
      )
    }
    if let first = release.firstYear, let last = question.lastYear ?? question.firstYear, last < first {
      return answer.add(
        .age,
        "The register has no \(goods) for this pair: the edition begins in \(first), the claim speaks of \(last)."
      )
    }
    let elsewhere = sorted(self.named(question, others), question).filter {
      isExact($0, question) && distance($0, question) <= RegisterComparison.far
    }
    if !elsewhere.isEmpty {
      answer.others = Array(elsewhere.prefix(RegisterComparison.shown))
      let suppliers = FindingWords.list(Set(elsewhere.map { name($0.supplier) }).sorted())
      return answer.add(
        .supplier,
        "The register has \(goods) for the same recipient from \(suppliers), not from this supplier: "
          + "\(words(elsewhere[0])).")
    }
    let nearest =
      named.first.map { " Of other years it has \(words($0))." }
      ?? kin.first.map { " The nearest of its kind is \(words($0))." } ?? ""
    let caution =
      question.category >= 0 && tree.slug(question.category).hasSuffix("uav")
      ? " Unmanned aircraft below 20 kg lie outside its scope." : ""
    let open =
      question.stage == .ordered && !release.listsOpenOrders
      ? " This edition leaves out orders of which nothing was delivered." : ""
    answer.add(.missing, "The register has no \(goods) for this pair.\(nearest)\(open)\(caution)")
  }

  private func isExact(_ deal: RegisterDeal, _ question: RegisterQuestion) -> Bool {
    (deal.weapon != 0 && deal.weapon == question.weapon)
      || NameFolding.foldDesignation(deal.designation) == NameFolding.foldDesignation(question.designation)
  }

  // MARK: Words

  /// The designation, else the category, for people.
  func goods(_ question: RegisterQuestion) -> String {
    if !question.designation.isEmpty { return question.designation }
    return question.category >= 0 ? tree.categories[Int(question.category)].name.lowercased() : "arms"
  }

  /// "Quill-1 (10? ordered 2011, 10 delivered 2012–2013)".
  func words(_ deal: RegisterDeal) -> String {
    var parts: [String] = []
    let year = RegisterFieldChange.marked(deal.orderYear, deal.orderYearMark)
    if let ordered = RegisterFieldChange.marked(deal.ordered, deal.orderedMark) {
      parts.append("\(ordered) \(deal.status)" + (year.map { " \($0)" } ?? ""))
    } else if let year {
      parts.append("\(deal.status) \(year)")
    }
    if let delivered = RegisterFieldChange.marked(deal.delivered, deal.deliveredMark), deal.delivered != 0 {
      parts.append(
        "\(delivered) delivered" + (deal.years.isEmpty ? "" : " \(RegisterComparison.years(deal))"))
    }
    return deal.designation + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  /// "2012–2014", "2012, 2015".
  static func years(_ deal: RegisterDeal) -> String {
    guard let first = deal.years.first, let last = deal.years.last else { return "no year" }
    if first == last { return "\(first)" }
    if deal.years.count == last - first + 1 { return "\(first)–\(last)" }
    return FindingWords.list(deal.years.map(String.init), most: 5)
  }
}

/// Which kinds of arms a register of major arms does not list.
enum RegisterScopeRule {
  /// Why no row is to be expected, with a full stop; nil if one may be.
  static func reason(_ question: RegisterQuestion, _ tree: CategoryTree) -> String? {
    guard question.category >= 0 else { return nil }
    let root = tree.slug(tree.root(of: question.category))
    switch root {
    case "small-arms": return "small arms and light weapons lie outside its scope."
    case "ammunition": return "ammunition lies outside its scope."
    case "other":
      return
        "of other equipment it lists only turrets and air-refuelling systems; trucks, jammers and the like lie "
        + "outside its scope."
    case "artillery":
      guard let calibre = calibre(question.designation), calibre < 100 else { return nil }
      return "artillery below 100 mm lies outside its scope."
    case "aircraft":
      let words = Set(NameFolding.fold(question.designation).split(separator: " ").map(String.init))
      guard !words.isDisjoint(with: ["mini", "micro", "quadcopter", "fpv"]) else { return nil }
      return "unmanned aircraft below 20 kg lie outside its scope."
    default: return nil
    }
  }

  /// The calibre that a designation names: 82 of "2B14 82mm" and "82 mm mortar".
  static func calibre(_ designation: String) -> Int? {
    let letters = Array(designation.lowercased().unicodeScalars)
    var place = 0
    while place + 1 < letters.count {
      if letters[place] == "m", letters[place + 1] == "m" {
        var end = place
        while end > 0, letters[end - 1] == " " || letters[end - 1] == "-" { end -= 1 }
        var start = end
        while start > 0, ("0"..."9").contains(letters[start - 1]) { start -= 1 }
        // "7.62 mm" is no artillery at all.
        let isFraction = start > 1 && letters[start - 1] == "." && ("0"..."9").contains(letters[start - 2])
        if start < end, !isFraction {
          var text = String.UnicodeScalarView()
          text.append(contentsOf: letters[start..<end])
          return Int(String(text))
        }
      }
      place += 1
    }
    return nil
  }
}
