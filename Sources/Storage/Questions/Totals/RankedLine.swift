import ArmsModel
import Counting

/// A line of a total with its place among the others: its rank, its share, and how it compares with the years before.
public struct RankedLine: Sendable {
  /// The window that it is of; nil: no window was asked for.
  public var window: YearWindow?
  /// The figure: of a window what lies wholly inside.
  public var line: TotalLine
  /// How many lines are added up in it, of those that are not among the first; 0: it is a line of its own.
  public var others = 0
  /// What deals and period totals that reach over an edge of the window come to, in thousandths of the unit.
  ///
  /// They may belong to it in part, and are never split: the true figure lies between `best` and `best` with this
  /// added. `Int64.max`: too large to be kept, as in the two below.
  public var spanning: Int64 = 0
  /// The figure of as many years right before, in thousandths; nil if nothing with a figure lies inside them.
  public var previous: Int64?
  /// What reaches over an edge of these.
  public var previousSpanning: Int64 = 0
  /// From 1, the same for equal figures; nil for others, and for what has no figure.
  public var rank: Int?
  /// Share of all lines of the unit, stage and window, in thousandths of a per cent; all shares add up to 100 exactly.
  public var share: Int64?
  /// The least that the share can be, given what reaches over the edges.
  public var shareLow: Int64?
  /// The most that it can be.
  public var shareHigh: Int64?

  /// A line that is not ranked yet.
  init(window: YearWindow?, line: TotalLine) {
    self.window = window
    self.line = line
  }

  /// By how much the figure differs from that of the window before, in thousandths of a per cent of that; nil where
  /// there was nothing, or where it is not known.
  public var change: Int64? {
    guard let previous, !line.isTooLarge else { return nil }
    if line.best == nil, line.transfers > 0 || spanning > 0 { return nil }
    return RankedLine.change(from: previous, to: line.best ?? 0)
  }

  /// The least that the change can be, given what reaches over the edges.
  public var changeLow: Int64? {
    guard let most = RankedLine.sum(previous ?? 0, previousSpanning), isStated else { return nil }
    return RankedLine.change(from: most, to: line.best ?? 0)
  }

  /// The most that it can be; nil where the window before may have been empty.
  public var changeHigh: Int64? {
    guard let previous, let most = RankedLine.sum(line.best ?? 0, spanning), isStated else { return nil }
    return RankedLine.change(from: previous, to: most)
  }

  /// Makes the bounds fit the share, which may be a hundredth beside them for the rounding that makes shares add up.
  fileprivate mutating func fitBounds(isExact: Bool) {
    guard let share else { return }
    if isExact { (shareLow, shareHigh) = (share, share) }
    shareLow = shareLow.map { min($0, share) }
    shareHigh = shareHigh.map { max($0, share) }
  }

  /// Whether it has a figure, or nothing that could have one.
  private var isStated: Bool { line.best != nil || line.transfers == 0 }

  /// Whether its figure and all that reaches over the edges is not too large.
  fileprivate var isKept: Bool { !line.isTooLarge && spanning != .max }

  /// In thousandths of a per cent, rounded to a tenth of a per cent.
  private static func change(from old: Int64, to new: Int64) -> Int64? {
    guard old > 0, old < .max, new < .max else { return nil }
    let tenths = (Double(new) / Double(old) - 1) * 1_000
    guard tenths.magnitude < 1e15 else { return nil }
    return Int64(tenths.rounded()) * 100
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64? {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : sum
  }
}

/// Puts lines in order, gives them ranks and shares, and adds up those that are not among the first.
struct Ranking {
  /// How many lines of each unit, stage and window stand alone; nil: all.
  let top: Int?
  /// Slugs of categories in the order of their list.
  let categories: [String]

  /// The lines of one unit, stage and window, the largest figure first, then by key; what is left over comes last.
  func ranked(_ lines: [RankedLine]) -> [RankedLine] {
    var lines = lines.sorted { a, b in
      let figures = [
        (a.line.best ?? -1, b.line.best ?? -1), (a.spanning, b.spanning),
        (a.previous ?? -1, b.previous ?? -1),
      ]
      if let difference = figures.first(where: { $0.0 != $0.1 }) { return difference.0 > difference.1 }
      return a.line.keys.map { $0 ?? "" }.lexicographicallyPrecedes(b.line.keys.map { $0 ?? "" })
    }
    for place in lines.indices where lines[place].line.best != nil {
      let equals = place > 0 && lines[place - 1].line.best == lines[place].line.best
      lines[place].rank = equals ? lines[place - 1].rank : place + 1
    }
    // The sum of lines may be larger than what any of them can be.
    let total = lines.reduce(Int128(0)) { $0 + Int128($1.line.best ?? 0) }
    let spanning = lines.reduce(Int128(0)) { $0 + Int128($1.spanning) }
    // Without the largest of all there are no shares.
    let hasShares = lines.allSatisfy(\.isKept)
    if hasShares { setShares(&lines, total, spanning) }
    let isExact = lines.allSatisfy { $0.spanning == 0 }
    for place in lines.indices { lines[place].fitBounds(isExact: isExact) }
    guard let top, lines.count > top else { return lines }
    var others = added(Array(lines[top...]))
    let rest = lines[top...].reduce(Int128(0)) { $0 + Int128($1.line.best ?? 0) }
    if hasShares { setBounds(&others, own: rest, total, spanning) }
    others.fitBounds(isExact: isExact)
    return lines[..<top] + [others]
  }

  /// Shares in hundredths of a per cent, rounded so that they add up: what is lacking goes to the largest remainders.
  private func setShares(_ lines: inout [RankedLine], _ total: Int128, _ spanning: Int128) {
    guard total > 0 || spanning > 0 else { return }
    for place in lines.indices {
      setBounds(&lines[place], own: Int128(lines[place].line.best ?? 0), total, spanning)
    }
    guard total > 0 else { return }
    var rest: Int64 = 10_000
    var remainders: [(remainder: Int128, place: Int)] = []
    for place in lines.indices {
      guard let best = lines[place].line.best else { continue }
      let parts = (Int128(best) * 10_000).quotientAndRemainder(dividingBy: total)
      lines[place].share = Int64(parts.quotient) * 10
      rest -= Int64(parts.quotient)
      remainders.append((parts.remainder, place))
    }
    remainders.sort { $0.remainder == $1.remainder ? $0.place < $1.place : $0.remainder > $1.remainder }
    for (_, place) in remainders.prefix(Int(rest)) { lines[place].share = (lines[place].share ?? 0) + 10 }
  }

  private func setBounds(_ line: inout RankedLine, own: Int128, _ total: Int128, _ spanning: Int128) {
    let own = Double(own)
    func share(_ part: Double, of whole: Double) -> Int64? {
      whole > 0 ? Int64((part / whole * 10_000).rounded()) * 10 : nil
    }
    line.shareLow = share(own, of: Double(total) + Double(max(spanning - Int128(line.spanning), 0)))
    line.shareHigh = share(own + Double(line.spanning), of: Double(total) + Double(line.spanning))
  }

  /// One line for several.
  private func added(_ lines: [RankedLine]) -> RankedLine {
    var result = lines[0]
    result.others = lines.count
    result.rank = nil
    result.line.keys = result.line.keys.map { _ in RankedLine.othersKey }
    result.spanning = lines.reduce(0) { saturatingSum($0, $1.spanning) }
    result.previous = lines.compactMap(\.previous).reduce(nil) { saturatingSum($0 ?? 0, $1) }
    result.previousSpanning = lines.reduce(0) { saturatingSum($0, $1.previousSpanning) }
    result.share = lines.compactMap(\.share).reduce(nil) { ($0 ?? 0) + $1 }
    let all = lines.map(\.line)
    let figure = all.reduce(nil) { Figure.sum($0, $1.figure) }
    result.line.transfers = all.reduce(0) { $0 + $1.transfers }
    result.line.unstated = all.reduce(0) { $0 + $1.unstated }
    result.line.claims = all.reduce(0) { $0 + $1.claims }
    // Sources and documents of several lines may be the same.
    (result.line.origins, result.line.documents, result.line.originNames) = (0, 0, [])
    result.line.first = all.compactMap(\.first).reduce(nil) { a, b in a.map { TotalRow.earlier($0, b) } ?? b }
    result.line.last = all.compactMap(\.last).reduce(nil) { a, b in a.map { TotalRow.later($0, b) } ?? b }
    let named = Set(all.flatMap(\.categories))
    result.line.categories = categories.filter { named.contains($0) }
    result.line.absences = Absence.allCases.filter { absence in
      absence == .tooLarge ? figure?.isTooLarge == true : all.contains { $0.absences.contains(absence) }
    }
    result.line.figure = figure
    result.line.unconverted = Set(all.flatMap(\.unconverted)).sorted()
    result.line.conversions = Set(all.flatMap(\.conversions)).sorted()
    return result
  }
}

extension RankedLine {
  /// The key of the line that adds up the others; no party has such a code.
  public static let othersKey = "others"
}
