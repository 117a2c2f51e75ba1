/// Which editions of datasets are in force for one pair: the newest full one, and whatever none contains.
///
/// A release gives way to another one of its dataset that speaks of the pair, whose window of years contains its
/// own and which is wider, or as wide and made on a later day, or made on the same day in a layout that says more.
/// So a newer export of a few years never overwrites a full release. Two of the same day, years and layout are one
/// release in two files: both are in force.
public struct ReleaseChoice: Sendable {
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
    /// Whether it speaks of the pair: false where it is limited to others, so that it sets nothing aside here.
    public var coversPair: Bool

    /// An edition of those properties.
    public init(
      document: Int64, dataset: Int64, day: Int32, firstYear: Int32 = 0, lastYear: Int32 = 0,
      layout: Int32 = 0, coversPair: Bool = true
    ) {
      self.document = document
      self.dataset = dataset
      self.day = day
      self.firstYear = firstYear
      self.lastYear = lastYear
      self.layout = layout
      self.coversPair = coversPair
    }

    fileprivate var first: Int32 { firstYear == 0 ? .min : firstYear }
    fileprivate var last: Int32 { lastYear == 0 ? .max : lastYear }

    /// Whether its window has all of those years.
    func contains(_ first: Int32, _ last: Int32) -> Bool { self.first <= first && last <= self.last }

    /// Why another one gives way to it; nil if it does not.
    func setsAside(_ other: Release) -> CountedClaim.SetAside? {
      guard coversPair, dataset == other.dataset, document != other.document,
        contains(other.first, other.last)
      else { return nil }
      if !other.contains(first, last) || day > other.day { return .newerRelease }
      return day == other.day && layout < other.layout ? .otherLayout : nil
    }
  }

  /// A stretch of years, both included.
  typealias Years = (first: Int32, last: Int32)
  private let releases: [Release]
  /// Per document in force the years of which another one in force tells the deals in another layout.
  private var shared: [Int64: [Years]] = [:]
  /// Per document that is set aside why.
  private var setAside: [Int64: CountedClaim.SetAside] = [:]

  /// A choice among those releases, in any order.
  public init(releases: [Release] = []) {
    self.releases = releases
    for release in releases {
      let reasons = releases.compactMap { $0.setsAside(release) }
      if let reason = reasons.min(by: { $0.rawValue < $1.rawValue }) { setAside[release.document] = reason }
    }
    let inForce = releases.filter { setAside[$0.document] == nil }
    for release in inForce {
      for other in inForce
      where other.coversPair && other.dataset == release.dataset && other.layout != release.layout {
        // Keys of two layouts cannot be compared: in years that both have, the later edition has the say.
        guard (release.day, -release.layout) < (other.day, -other.layout),
          other.first <= release.last, release.first <= other.last
        else { continue }
        shared[release.document, default: []].append((other.first, other.last))
      }
    }
  }

  /// Whether the claims of that document count; true for what is no release.
  public func isInForce(_ document: Int64) -> Bool { setAside[document] == nil }

  /// Whether there is a release that is in force in some of its years only.
  var hasSharedYears: Bool { !shared.isEmpty }

  /// Whether another release in force has the say on all of those years, which that document tells in another layout.
  func isTold(_ document: Int64, firstDay: Int32, lastDay: Int32) -> Bool {
    guard let windows = shared[document], firstDay != .min, lastDay != .max else { return false }
    return windows.contains { $0.first <= firstDay / 10_000 && lastDay / 10_000 <= $0.last }
  }

  /// Why the claims of that document do not count; nil if they do.
  func reason(_ document: Int64) -> CountedClaim.SetAside? { setAside[document] }

  /// Whether a release in force gives the deals of the pair in all those days, which it cannot do for years after
  /// the one in which it was made.
  func givesDeals(of dataset: Int64, firstDay: Int32, lastDay: Int32) -> Bool {
    let first = firstDay == .min ? .min : firstDay / 10_000
    let last = lastDay == .max ? .max : lastDay / 10_000
    return releases.contains { release in
      release.dataset == dataset && release.coversPair && isInForce(release.document)
        && release.contains(first, last) && last <= release.day / 10_000
    }
  }
}
