/// Which editions of datasets are in force: the newest full one, and whatever none contains.
///
/// A release gives way to another one of its dataset whose window of years contains its own and which is wider,
/// or as wide and made on a later day. So a newer export of a few years never overwrites a full release. Two of
/// the same day and years are one release in two files: both are in force.
public struct ReleaseChoice: Sendable {
  private var setAside: Set<Int64> = []

  /// A release: the row of its document and of its dataset, the day it was made (as in `CountedClaim`, 0 where
  /// not known: before all others), the years it is limited to (0 for no limit on that side).
  public typealias Release = (document: Int64, dataset: Int64, day: Int32, firstYear: Int32, lastYear: Int32)

  /// A window of years of one dataset.
  private struct Window: Hashable {
    var dataset: Int64
    var first: Int32
    var last: Int32

    init(_ release: Release) {
      dataset = release.dataset
      first = release.firstYear == 0 ? .min : release.firstYear
      last = release.lastYear == 0 ? .max : release.lastYear
    }

    func contains(_ other: Window) -> Bool {
      dataset == other.dataset && first <= other.first && other.last <= last
    }
  }

  /// A choice among those releases, in any order.
  public init(releases: [Release]) {
    guard releases.count > 1 else { return }
    var newest: [Window: Int32] = [:]
    for release in releases {
      let window = Window(release)
      newest[window] = max(newest[window] ?? .min, release.day)
    }
    let windows = Array(newest.keys)
    for release in releases {
      let own = Window(release)
      let isOld = release.day < newest[own] ?? .min
      if isOld || windows.contains(where: { $0 != own && $0.contains(own) }) {
        setAside.insert(release.document)
      }
    }
  }

  /// Whether the claims of that document count; true for what is no release.
  public func isInForce(_ document: Int64) -> Bool { !setAside.contains(document) }
}
