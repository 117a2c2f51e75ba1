public import ArmsModel
public import Counting
import SQLite

/// Lines of one total whose sums are too large to be kept, with the claims that make them so.
public struct TooLargeSum: Sendable {
  /// The key of the line; nil for all lines together.
  public var keys: [String?]?
  /// The unit.
  public var unit: FigureUnit
  /// Which stages are taken in.
  public var stage: String
  /// Rows of the largest claims, as many as must be left out for the others to be added up, up to five.
  public var claims: [Int64]
}

extension KnowledgeBase {
  /// Which claims make sums too large, for each line of a total whose sum is.
  ///
  /// - Parameters:
  ///   - lines: the lines of the answer to that question, or of a part of its time. One that stands for several
  ///     lines is looked up as all together.
  ///   - together: a line of each unit and stage of which all lines together are too large as well.
  /// - Complexity: that of explaining the totals, where any sum is too large; else nothing.
  public func tooLargeSums(
    by grouping: TotalGrouping, _ filter: Filter, stages: [StageChoice], among lines: [TotalLine],
    together: [TotalLine] = []
  ) throws -> [TooLargeSum] {
    struct Line: Hashable {
      var keys: [String?]?
      var unit: FigureUnit
      var stage: String
    }
    var wanted: Set<Line> = []
    for line in lines where line.isTooLarge {
      let isOwn = !line.keys.contains(RankedLine.othersKey)
      wanted.insert(Line(keys: isOwn ? line.keys : nil, unit: line.unit, stage: line.stage))
    }
    // Where a line is too large, so are all: that is told.
    for line in together where !wanted.contains(where: { ($0.unit, $0.stage) == (line.unit, line.stage) }) {
      wanted.insert(Line(keys: nil, unit: line.unit, stage: line.stage))
    }
    guard !wanted.isEmpty else { return [] }
    var amounts: [Line: LargestAmounts<Int64>] = [:]
    try explain(by: grouping, filter, stages: stages) { part in
      for keys in [part.keys, nil] {
        let line = Line(keys: keys, unit: part.unit, stage: part.stage)
        guard wanted.contains(line) else { continue }
        part.eachAmount { amounts[line, default: LargestAmounts()].add($0, $1) }
      }
    }
    func order(_ line: Line) -> [String] {
      [line.stage, line.unit.rawValue] + (line.keys ?? []).map { $0 ?? "" }
    }
    return wanted.sorted { order($0).lexicographicallyPrecedes(order($1)) }.map { line in
      TooLargeSum(
        keys: line.keys, unit: line.unit, stage: line.stage, claims: amounts[line]?.tooLarge ?? [])
    }
  }

  /// Where a claim stands in what was imported: the file, and of a dataset the line; nil where that is not known.
  public func place(ofClaim row: Int64) throws -> String? {
    let statement = try database.cached(
      """
      SELECT b.file, c.line FROM claim AS c JOIN batch AS b ON b.id = c.batch WHERE c.id = :id AND b.file IS NOT NULL
      """)
    defer { statement.reset() }
    try statement.bind(row, ":id")
    guard try statement.step() else { return nil }
    return try statement.text(0) + (statement.rowNumberOrNil(1).map { ":\($0)" } ?? "")
  }
}

extension ExplainedTotal {
  /// Hands over the amounts that it is made of, thousandths of its unit, each with the row of the claim that says it.
  fileprivate func eachAmount(_ body: (Int64, Int64) -> Void) {
    func add(_ figure: Figure?, _ claim: Int?) {
      guard let figure = figure?.thousandths(isQuantity: total.isQuantity), let claim else { return }
      body(figure.high == .max ? figure.best : figure.high, claims[claim].id)
    }
    for item in total.items where !item.standing.isLeftOut {
      let parts = item.parts.filter(\.isTakenIn)
      guard parts.isEmpty else {
        for part in parts { add(part.figure, part.claim) }
        continue
      }
      var claim = item.claims.first
      if case .transfer(let place) = item.kind {
        let unit = item.original?.unit ?? total.unit
        claim = transfers[place].figures.first { $0.unit == unit }?.bestClaim ?? claim
      }
      add(item.figure, claim)
    }
  }
}
