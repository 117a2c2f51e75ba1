import ArmsModel
import SQLite
import Storage

/// `armskb export ftm`: transfers as a network of entities of FollowTheMoney, one JSON object a line.
///
/// What becomes what, and what is lost: docs/neighbours.md.
struct FTMExport {
  let knowledgeBase: KnowledgeBase
  let filter: Filter
  /// A file, or nil for standard output.
  let output: String?

  /// How many entities of each schema there are, and how many transfers were left out for their stage.
  struct Summary {
    var entities: [String: Int] = [:]
    var leftOut = 0
  }

  /// - Parameter atEnd: gets the number of contracts before the last bytes are handed over.
  func write(atEnd: (Int) throws -> Void) throws -> Summary {
    let file = try OutputFile(output)
    var summary = Summary()
    var bytes: [UInt8] = []
    func put(_ entity: FTMEntity) throws {
      summary.entities[entity.schema, default: 0] += 1
      bytes.append(contentsOf: entity.line.utf8)
      if bytes.count >= 65_536 { try flush() }
    }
    func flush() throws {
      try bytes.withUnsafeBytes { try file.write($0) }
      bytes.removeAll(keepingCapacity: true)
    }
    var parties: Set<String> = []
    summary.leftOut = try knowledgeBase.network(filter) { part, statement in
      switch part {
      case .transfer:
        let row = try NamedRow(statement, ListColumn.networkTransfers)
        for side in ["supplier", "recipient"] { if let code = row[side] { parties.insert(code) } }
        for entity in FTMEntity.contract(row) { try put(entity) }
      case .claim: try put(.documentation(try NamedRow(statement, ListColumn.networkClaims)))
      case .document: try put(.article(try NamedRow(statement, ListColumn.documents)))
      }
    }
    let columns = ListColumn.networkParties
    try knowledgeBase.list(.parties, columns: columns) { statement in
      let row = try NamedRow(statement, columns)
      if parties.contains(row["code"] ?? "") { try put(.party(row)) }
    }
    try atEnd(summary.entities["Contract"] ?? 0)
    try flush()
    try file.close()
    return summary
  }
}
