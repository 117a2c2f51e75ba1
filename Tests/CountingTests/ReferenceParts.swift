import ArmsModel
import Counting

/// Deliveries that a register gives year by year, added up row by row as docs/counting.md says it in words.
///
/// Where the page leaves room it is read so: of rows that share a day, first come those that are preferred, then
/// those of the later release, then the others in the order of statements, of the same statement the one published
/// first; rows of one deal are taken in this order, each that shares no day with those taken.
struct ReferenceParts {
  /// The sum of rows of one deal that name no two units of a kind.
  static func sum(_ rows: [CountedClaim], rank: CountedClaim.Rank) -> CountedClaim {
    let rows = rows.sorted { $0.firstDay < $1.firstDay }
    var sum = rows[0]
    (sum.delivery, sum.rank) = (nil, rank)
    func added(_ numbers: [CountedClaim.Interval?]) -> CountedClaim.Interval? {
      let said = numbers.compactMap { $0 }.filter { $0.low >= 0 }
      guard var all = said.first else { return nil }
      (all.low, all.best) = (said.map(\.low).reduce(0, +), said.map(\.best).reduce(0, +))
      // "Where one does not say how much, the sum has no upper end."
      let isOpen = said.count < numbers.count || said.contains { $0.high == .max }
      all.high = isOpen ? .max : said.map(\.high).reduce(0, +)
      if Set(said.map(\.qualifier)).count > 1 { all.qualifier = .none }
      return all
    }
    sum.quantity = added(rows.map(\.quantity))
    sum.quantityUnit = rows.first { $0.quantity != nil }?.quantityUnit ?? 0
    sum.value = added(rows.map(\.value))
    sum.unit = rows.first { $0.value != nil }?.unit ?? 0
    sum.lastDay = rows.map(\.lastDay).max() ?? sum.lastDay
    sum.batch = rows.map(\.batch).max() ?? 0
    sum.published = rows.map(\.published).max() ?? 0
    for (grade, path) in [
      (rows.map(\.credibility), \CountedClaim.credibility), (rows.map(\.reliability), \.reliability),
    ] {
      sum[keyPath: path] = grade.first { ReferenceTransfer.grade($0) == 6 } ?? grade.max() ?? 0
    }
    return sum
  }

  /// What becomes of each claim where nobody judged anything.
  static func settled(_ claims: [CountedClaim]) -> [CountedClaim] {
    var result = claims
    for deal in Set(claims.map(\.deal)).subtracting([0]) {
      let rows = claims.indices.filter {
        claims[$0].deal == deal && claims[$0].stage == .delivered && claims[$0].rank.counts
      }
      let order = rows.sorted { a, b in
        func words(_ claim: CountedClaim) -> [Int64] {
          [claim.rank == .preferred ? 0 : 1, -Int64(claim.release)]
            + ReferenceGrouping.Statement(claim).order
            + [claim.published == 0 ? .max : Int64(claim.published)]
        }
        let (one, other) = (words(claims[a]), words(claims[b]))
        return one == other ? claims[a].key < claims[b].key : one.lexicographicallyPrecedes(other)
      }
      var taken: [Int] = []
      for row in order where !taken.contains(where: { sharesADay(claims[$0], claims[row]) }) {
        taken.append(row)
      }
      guard taken.count > 1 else { continue }
      let statements = taken.map { ReferenceGrouping.Statement(claims[$0]) }
      for row in rows where !taken.contains(row) {
        result[row].rank = statements.contains(ReferenceGrouping.Statement(claims[row])) ? .part : .superseded
      }
      for row in taken {
        result[row].rank = .part
        result[row].delivery = .init(claims[row])
      }
      guard let first = taken.min(by: { claims[$0].firstDay < claims[$1].firstDay }) else { continue }
      let isPreferred = taken.contains { claims[$0].rank == .preferred }
      let delivery = result[first].delivery
      result[first] = sum(taken.map { claims[$0] }, rank: isPreferred ? .preferred : .normal)
      result[first].delivery = delivery
    }
    return result
  }

  private static func sharesADay(_ a: CountedClaim, _ b: CountedClaim) -> Bool {
    a.firstDay <= b.lastDay && b.firstDay <= a.lastDay
  }
}

extension CountedClaim.Delivery {
  /// What a row says.
  fileprivate init(_ claim: CountedClaim) {
    self.init(
      quantity: claim.quantity, value: claim.value, firstDay: claim.firstDay, lastDay: claim.lastDay)
  }
}
