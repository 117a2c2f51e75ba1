import Counting

/// Which releases of a dataset are in force, by comparing each with each.
///
/// A release knows the years of its window (no limit: all of them) before the one in which it was made. It is set aside
/// by another of its dataset whose window has all that it knows, if its own window lacks some of what that one knows, or
/// that one's day is later. The same knowledge of the same day is one release in two layouts: both are in force.
struct ReferenceReleases {
  struct Release: Hashable {
    var document: Int64
    var dataset: Int64
    var day: Int32
    var firstYear: Int32
    var lastYear: Int32

    /// The years that it covers; 0 is no limit on that side.
    var years: ClosedRange<Int32> { firstYear...(lastYear == 0 ? 9999 : lastYear) }

    /// Whether the years that it covers have all that the other one knows; 0 is no limit on that side.
    func hasAll(of other: Release) -> Bool {
      let last = other.lastYear == 0 ? Int32(9999) : other.lastYear
      let known = other.day == 0 ? last : min(last, other.day / 10_000 - 1)
      return firstYear <= other.firstYear && (lastYear == 0 || known <= lastYear)
    }
  }

  static func isInForce(_ release: Release, among releases: [Release]) -> Bool {
    !releases.contains { other in
      guard other.document != release.document, other.dataset == release.dataset else { return false }
      return other.hasAll(of: release) && (!release.hasAll(of: other) || other.day > release.day)
    }
  }
}
