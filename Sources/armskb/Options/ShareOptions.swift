import ArgumentParser
import ArmsModel
import Storage

/// Shares, top lists and windows of years.
struct ShareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The so many largest, with rank and share, and one line for all others.", valueName: "number"))
  var top: Int?
  @Option(
    help: ArgumentHelp(
      "Windows of so many years, the last one up to --until or the end of the data, or 2019-2023: what lies "
        + "wholly inside, with rank, share and the years before.", valueName: "years"))
  var window: String?
  @Flag(help: "With --window: the earlier windows, too, back to --since or the first year of the data.")
  var allWindows = false

  /// Whether a question with ranks and shares is asked.
  var isAsked: Bool { top != nil || window != nil }

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): a number of lines is 1 or more") }
    if let window, ShareOptions.years(window) == nil {
      let years = window.split { $0 == "-" || $0 == "–" }
      if years.count == 2, let first = Int(years[0]), let last = Int(years[1]), first > last,
        ShareOptions.years("\(last)-\(first)") != nil
      {
        throw ValidationError(
          "--window '\(window)' ends before it begins; did you mean \(last)-\(first)?")
      }
      throw ValidationError(
        "--window '\(window)': a number of years from 1 to 100, or a first and a last year as in 2019-2023")
    }
    if allWindows, window == nil {
      throw ValidationError("--all-windows needs --window: how many years has each?")
    }
  }

  /// What speaks against it in the rest of the question.
  func check(_ grouping: TotalGrouping, _ filters: FilterOptions) throws {
    if isAsked, grouping == .source {
      throw ValidationError(
        "sources repeat one another: they have no shares of a total (leave out --by source)")
    }
    guard window != nil else { return }
    if grouping == .year {
      throw ValidationError("--window has years of its own: ask --by supplier, recipient, pair, class …")
    }
    if filters.since != nil, !allWindows {
      throw ValidationError("--window says itself when it begins: leave out --since, or add --all-windows")
    }
    for (flag, date) in [("--since", filters.since), ("--until", filters.until)] {
      if let date, date.count != 4 {
        throw ValidationError("\(flag) \(date): windows have whole years, write YYYY")
      }
    }
    if filters.until != nil, ShareOptions.years(window ?? "")?.last != nil {
      throw ValidationError("--window \(window ?? "") says itself when it ends: leave out --until")
    }
  }

  /// The windows; nil where none are asked for.
  func choice(_ filters: FilterOptions) -> WindowChoice? {
    guard let years = window.flatMap({ ShareOptions.years($0) }) else { return nil }
    var choice = WindowChoice(years: years.length, lastYear: years.last ?? filters.until.flatMap { Int($0) })
    choice.all = allWindows
    choice.firstYear = filters.since.flatMap { Int($0) }
    return choice
  }

  /// "5", "2019-2023" or "2019–2023" as a number of years and the last of them.
  private static func years(_ text: String) -> (length: Int, last: Int?)? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }.map { Int($0) }
    switch parts.count {
    case 1:
      guard let length = parts[0], (1...100).contains(length) else { return nil }
      return (length, nil)
    case 2:
      guard let first = parts[0], let last = parts[1], 1000...9999 ~= first, first...9999 ~= last,
        last - first < 100
      else { return nil }
      return (last - first + 1, last)
    default: return nil
    }
  }
}
