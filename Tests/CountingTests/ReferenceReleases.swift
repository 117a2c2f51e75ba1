import Counting

/// Which releases of a dataset are in force, by comparing each with each.
///
/// A release is set aside by another of its dataset whose years contain its own (no limit contains all), if
/// that other one's years are wider, or are the same and its day is later. Same years and same day are one
/// release in two layouts: both are in force.
struct ReferenceReleases {
  struct Release: Hashable {
    var document: Int64
    var dataset: Int64
    var day: Int32
    var firstYear: Int32
    var lastYear: Int32

    /// The years that it covers; 0 is no limit on that side.
    var years: ClosedRange<Int32> { firstYear...(lastYear == 0 ? 9999 : lastYear) }
  }

  static func isInForce(_ release: Release, among releases: [Release]) -> Bool {
    !releases.contains { other in
      guard other.document != release.document, other.dataset == release.dataset else { return false }
      guard other.years.lowerBound <= release.years.lowerBound,
        release.years.upperBound <= other.years.upperBound
      else { return false }
      return other.years != release.years || other.day > release.day
    }
  }
}
