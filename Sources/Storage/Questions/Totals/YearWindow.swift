import ArmsModel
import Counting

/// Some years, one after the other, both ends included.
public struct YearWindow: Hashable, Sendable {
  /// The first year.
  public var firstYear: Int
  /// The last year.
  public var lastYear: Int

  /// The years from `firstYear` to `lastYear`; the later of the two is the last.
  public init(firstYear: Int, lastYear: Int) {
    self.firstYear = min(firstYear, lastYear)
    self.lastYear = max(firstYear, lastYear)
  }

  /// So many years that end with `lastYear`.
  public init(years: Int, endingIn lastYear: Int) {
    self.init(firstYear: lastYear - max(years, 1) + 1, lastYear: lastYear)
  }

  /// Number of years.
  public var length: Int { lastYear - firstYear + 1 }

  /// As many years right before.
  public var previous: YearWindow { YearWindow(years: length, endingIn: firstYear - 1) }

  /// "2019–2023", or "2023" for a single year.
  public var name: String { length == 1 ? "\(lastYear)" : "\(firstYear)–\(lastYear)" }

  /// The days of it.
  ///
  /// - Parameter within: whether only what lies wholly inside is taken in.
  func days(within: Bool) -> CountingWindow {
    CountingWindow(
      firstDay: Int32(clamping: firstYear * 10_000 + 101), lastDay: Int32(clamping: lastYear * 10_000 + 1231),
      within: within)
  }
}

/// Which windows a question asks for.
public struct WindowChoice: Hashable, Sendable {
  /// How many years each has.
  public var years: Int
  /// The last year of the latest one; nil: the last year that the data of a unit hold.
  public var lastYear: Int?
  /// Whether the earlier ones are wanted, too, back to the first year of the data.
  public var all = false
  /// No window begins before that year; nil: no limit.
  public var firstYear: Int?

  /// One window of so many years.
  public init(years: Int, lastYear: Int? = nil) {
    self.years = years
    self.lastYear = lastYear
  }

  /// The windows, the latest first; none where the data have no dates and no year was asked for.
  ///
  /// - Parameter data: the first and last year of the data.
  func windows(over data: ClosedRange<Int>?) -> [YearWindow] {
    guard let lastYear = lastYear ?? data?.upperBound else { return [] }
    let latest = YearWindow(years: years, endingIn: lastYear)
    guard all, let first = data?.lowerBound else { return [latest] }
    var windows = [latest]
    while let earlier = windows.last?.previous, earlier.lastYear >= first,
      earlier.firstYear >= firstYear ?? .min
    {
      windows.append(earlier)
    }
    return windows
  }
}
