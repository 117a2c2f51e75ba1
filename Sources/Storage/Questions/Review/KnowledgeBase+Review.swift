public import ArmsModel
public import Counting
import SQLite

/// Two transfers that a person should look at.
public struct ReviewItem: Hashable, Sendable {
  /// The supplier of both; nil for not known.
  public var supplier: PartyCode?
  /// The recipient of both; nil for not known.
  public var recipient: PartyCode?
  /// The identity of the one.
  public var first: ContentHash
  /// The row of its first claim.
  public var firstClaim: Int64
  /// The identity of the other.
  public var second: ContentHash
  /// The row of its first claim.
  public var secondClaim: Int64
  /// How likely they are one; higher is likelier.
  public var score: Int
  /// What speaks for and against.
  public var reasons: [ReviewCandidate.Reason]
  /// Whether somebody looked and could not tell.
  public var isUnsure: Bool
}

extension KnowledgeBase {
  /// The pairs of transfers that are compatible and were not convincing enough to be merged by rule, among the
  /// parties of the filter: the likeliest first, those that somebody could not tell last.
  ///
  /// - Parameter limit: no more than so many.
  /// - Complexity: about as long as the transfers take to be read, and what is found to be sorted.
  public func reviewList(_ filter: Filter, limit: Int? = nil) throws -> ReviewList {
    try loadDirectory()
    let filter = try writtenOut(filter)
    let run = try ReviewRun(self, limit: limit)
    if filter.takesAllClaims {
      try database.savepoint { try run.reviewKept(filter) }
    } else {
      try eachPair(filter, run.vocabulary) { try run.review($0) }
    }
    return run.list.finished()
  }

  /// The same one by one, each with the claims by which it is judged.
  public func reviewItems(_ filter: Filter, limit: Int? = nil) throws -> [ReviewItem] {
    let list = try reviewList(filter, limit: limit)
    let statement = try database.cached("SELECT id FROM claim WHERE hash = :hash")
    func claim(_ key: ContentHash) throws -> Int64 {
      defer { statement.reset() }
      try key.withBytesThrowing { try statement.bind(borrowedBlob: $0, at: 1) }
      guard try statement.step() else {
        throw StorageError.damaged("there is no claim \(key.identifier("c")), with which a transfer begins")
      }
      return try statement.integer(0)
    }
    return try list.indices.map { place in
      let line = list[place]
      return ReviewItem(
        supplier: line.supplier, recipient: line.recipient, first: line.first.key,
        firstClaim: try claim(line.first.key), second: line.second.key,
        secondClaim: try claim(line.second.key), score: line.marks.score, reasons: line.marks.reasons,
        isUnsure: line.isUnsure)
    }
  }

  /// Hands over the transfers in those rows, with the columns of `ListColumn.comparedTransfers`.
  ///
  /// Rows that are not there are passed over.
  public func transfers(rows: [Int64], _ body: (Int64, Statement) throws -> Void) throws {
    let statement = try database.prepare(
      """
      SELECT \(ListColumn.select(ListColumn.comparedTransfers)) FROM transfer AS t
      LEFT JOIN weapon AS w ON w.id = t.weapon WHERE t.id = ?1
      """)
    // One transaction for all: else SQLite takes and gives up its locks for each.
    try database.savepoint {
      for row in rows {
        try statement.bind(row, at: 1)
        if try statement.step() { try body(row, statement) }
        statement.reset()
      }
    }
  }
}

extension ListColumn {
  /// What a person compares of transfers of the same parties.
  public static let comparedTransfers: [ListColumn] = transfers.filter {
    !["supplier", "supplier_name", "recipient", "recipient_name"].contains($0.name)
  }
}
