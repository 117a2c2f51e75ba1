/// Which editions of datasets are in force for one pair: the newest full one, and whatever none contains.
///
/// A release gives way to another one of its dataset that speaks of the pair, whose window of years contains those of
/// its own that it can know, and which is wider, or as wide and made on a later day, or made on the same day in a
/// layout that says more. So a newer export of a few years never overwrites a full release. Two of the same day,
/// years and layout are one release in two files: both are in force.
///
/// A release of which only some classes of arms are at hand, such as an export of aircraft, sets others aside in deals
/// of these classes only. So the question which are in force is asked for each class.
public struct ReleaseChoice: Sendable {
  /// Classes of arms, by their places in `CategoryTree.classes`; what is of no known class is one more.
  public struct Classes: Hashable, Sendable {
    private var bits: UInt64 = 0

    /// No class.
    public init() {}

    /// Adds the class at that place; -1: of no known class.
    public mutating func insert(_ place: Int) { bits |= Classes.bit(place) }

    /// Whether the class at that place is among them.
    public func contains(_ place: Int) -> Bool { bits & Classes.bit(place) != 0 }

    /// All that are in either.
    public func union(_ other: Classes) -> Classes {
      var all = self
      all.bits |= other.bits
      return all
    }

    /// The places, ascending.
    var places: [Int] { (-1..<63).filter(contains) }

    private static func bit(_ place: Int) -> UInt64 { 1 << UInt64(place < 0 || place > 62 ? 63 : place) }
  }

  /// What of a pair's deals an edition speaks of.
  public enum Coverage: Hashable, Sendable {
    /// Of none: it is limited to other parties.
    case nothing
    /// Of deals of those classes: of what else it was limited to, it does not say.
    case classes(Classes)
    /// Of all: what it does not give is not there.
    case everything
  }

  /// An edition of a dataset whose claims have deal keys.
  public struct Release: Hashable, Sendable {
    /// The row of its document.
    public var document: Int64
    /// The row of its dataset.
    public var dataset: Int64
    /// The day it was made, as in `CountedClaim`; 0 where not known: before all others.
    public var day: Int32
    /// The first of the years that it is limited to, 0 for no limit.
    public var firstYear: Int32
    /// The last of these years, 0 for no limit.
    public var lastYear: Int32
    /// Its layout by a number; of two that differ only in it the smaller says more and goes first.
    public var layout: Int32
    /// What of the pair it speaks of, and so may set aside.
    public var coverage: Coverage
    /// Where the day is guessed, its place among the editions of such days, from 1; 0: the day is known.
    ///
    /// Of two whole ones of one guessed day nobody knows whether they are one release: the later in this order has the
    /// say.
    public var guess: Int32

    /// An edition of those properties.
    public init(
      document: Int64, dataset: Int64, day: Int32, firstYear: Int32 = 0, lastYear: Int32 = 0,
      layout: Int32 = 0, coverage: Coverage = .everything, guess: Int32 = 0
    ) {
      self.document = document
      self.dataset = dataset
      self.day = day
      self.firstYear = firstYear
      self.lastYear = lastYear
      self.layout = layout
      self.coverage = coverage
      self.guess = guess
    }

    fileprivate var first: Int32 { firstYear == 0 ? .min : firstYear }
    fileprivate var last: Int32 { lastYear == 0 ? .max : lastYear }

    /// The last year of its window that it can know: what happens in a year is told in the next one at the earliest.
    fileprivate var lastKnown: Int32 { day == 0 ? last : min(last, day / 10_000 - 1) }

    /// Whether its window has all of those years.
    func contains(_ first: Int32, _ last: Int32) -> Bool { self.first <= first && last <= self.last }

    /// Whether it speaks of the pair's deals of that class.
    func covers(_ place: Int) -> Bool {
      switch coverage {
      case .nothing: false
      // Deals of no known class may be of any that it speaks of.
      case .classes(let classes): classes.contains(place) || place < 0 && classes != Classes()
      case .everything: true
      }
    }

    /// Why another one gives way to it in deals of that class; nil if it does not.
    func setsAside(_ other: Release, _ place: Int) -> CountedClaim.SetAside? {
      guard covers(place), dataset == other.dataset, document != other.document,
        contains(other.first, other.lastKnown)
      else { return nil }
      if !other.contains(first, lastKnown) || day > other.day { return .newerRelease }
      if day == other.day, layout == other.layout, coverage == .everything, other.coverage == .everything,
        other.guess > 0, guess > other.guess
      {
        return .newerRelease
      }
      // A part of an edition gives way to the whole.
      let isWhole = coverage == .everything && other.coverage != .everything && layout <= other.layout
      return day == other.day && (layout < other.layout || isWhole) ? .otherLayout : nil
    }
  }

  /// A stretch of years, both included.
  typealias Years = (first: Int32, last: Int32)

  /// What holds for deals of one class.
  private struct Force: Sendable {
    /// Per document in force the years of which another one in force tells the deals in another layout.
    var shared: [Int64: [Years]] = [:]
    /// Per document that is set aside why.
    var setAside: [Int64: CountedClaim.SetAside] = [:]

    init(_ releases: [Release], _ place: Int) {
      for release in releases {
        let reasons = releases.compactMap { $0.setsAside(release, place) }
        if let reason = reasons.min(by: { $0.rawValue < $1.rawValue }) { setAside[release.document] = reason }
      }
      let inForce = releases.filter { setAside[$0.document] == nil }
      for release in inForce {
        for other in inForce
        where other.covers(place) && other.dataset == release.dataset && other.layout != release.layout {
          // Keys of two layouts cannot be compared: in years that both have, the later edition has the say.
          guard (release.day, -release.layout) < (other.day, -other.layout),
            other.first <= release.last, release.first <= other.last
          else { continue }
          shared[release.document, default: []].append((other.first, other.last))
        }
      }
    }
  }

  /// A place that no class has: what covers it covers everything.
  private static let noClass = 62

  private let releases: [Release]
  /// For classes of which no limited release speaks.
  private let elsewhere: Force
  /// For classes of which one does.
  private var ofClass: [Int: Force] = [:]

  /// A choice among those releases, in any order.
  public init(releases: [Release] = []) {
    self.releases = releases
    var limited = Classes()
    for case .classes(let classes) in releases.map(\.coverage) { limited = limited.union(classes) }
    elsewhere = Force(releases, ReleaseChoice.noClass)
    guard limited != Classes(), releases.count > 1 else { return }
    for place in Set(limited.places + [-1]) { ofClass[place] = Force(releases, place) }
  }

  private func force(_ place: Int) -> Force {
    ofClass.isEmpty ? elsewhere : ofClass[place] ?? elsewhere
  }

  /// Whether the claims of that document count, in deals of the class at that place; true for what is no release.
  public func isInForce(_ document: Int64, class place: Int) -> Bool { reason(document, class: place) == nil }

  /// Whether claims of that document count in any class of arms.
  public func isInForce(_ document: Int64) -> Bool {
    elsewhere.setAside[document] == nil || ofClass.values.contains { $0.setAside[document] == nil }
  }

  /// Whether there is a release that is in force in some of its years only.
  var hasSharedYears: Bool { !elsewhere.shared.isEmpty || ofClass.values.contains { !$0.shared.isEmpty } }

  /// Whether another release in force has the say on all of those years, which that document tells in another layout.
  func isTold(_ document: Int64, class place: Int, firstDay: Int32, lastDay: Int32) -> Bool {
    guard let windows = force(place).shared[document], firstDay != .min, lastDay != .max else { return false }
    return windows.contains { $0.first <= firstDay / 10_000 && lastDay / 10_000 <= $0.last }
  }

  /// Why the claims of that document do not count in deals of the class at that place; nil if they do.
  func reason(_ document: Int64, class place: Int = -1) -> CountedClaim.SetAside? {
    force(place).setAside[document]
  }

  /// Whether claims of documents that both choose among count otherwise by the other choice.
  public func decidesOtherwise(than other: ReleaseChoice) -> Bool {
    let common = Set(releases.map(\.document)).intersection(other.releases.map(\.document))
    let places = Set(ofClass.keys).union(other.ofClass.keys).union([ReleaseChoice.noClass])
    for place in places {
      let (own, their) = (force(place), other.force(place))
      for document in common {
        if own.setAside[document] != their.setAside[document] { return true }
        let windows = [own, their].map { ($0.shared[document] ?? []).sorted(by: <) }
        if !windows[0].elementsEqual(windows[1], by: ==) { return true }
      }
    }
    return wholes != other.wholes
  }

  /// The editions in force that give all deals of the pair, by what `givesDeals` asks of them.
  private var wholes: Set<[Int64]> {
    Set(
      releases.filter { $0.coverage == .everything && isInForce($0.document) }.map {
        [$0.dataset, Int64($0.first), Int64($0.last), Int64($0.day)]
      })
  }

  /// Whether a release in force gives all deals of the pair in all those days, which it cannot do for years after
  /// the one in which it was made, nor if it speaks of some classes of arms only.
  func givesDeals(of dataset: Int64, firstDay: Int32, lastDay: Int32) -> Bool {
    let first = firstDay == .min ? .min : firstDay / 10_000
    let last = lastDay == .max ? .max : lastDay / 10_000
    return releases.contains { release in
      release.dataset == dataset && release.coverage == .everything && isInForce(release.document)
        && release.contains(first, last) && last <= release.day / 10_000
    }
  }
}
