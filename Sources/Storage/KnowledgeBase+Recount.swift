import ArmsModel
import Counting
import SQLite

extension KnowledgeBase {
  /// Pairs whose kept transfers or totals are not what the claims give.
  ///
  /// All pairs are counted anew into temporary tables, which stand before the kept ones for as long as it takes; the
  /// file is not changed.
  func staleRows(_ checks: Set<IntegrityCheck>) throws -> [KnowledgeFinding] {
    try withTemporaryTables(KnowledgeBase.derived) {
      let writer = try SettlementWriter(self)
      var loader = try ClaimLoader(self, writer.vocabulary)
      try loader.pairs(where: "1", sorted: true) { try writer.write($0) }
      try writer.addUpAll()
      var found: [KnowledgeFinding] = []
      if checks.contains(.staleTransfers) { found += try staleTransfers() }
      if checks.contains(.staleTotals) { found += try staleTotals() }
      return found
    }
  }

  /// Makes all transfers and totals anew, in one transaction: what mends kept ones that differ from the claims.
  public func remake() throws {
    try loadDirectory()
    try useWriteAheadLog()
    try database.transaction(.immediate) {
      try settleCopies()
      try settleAll()
    }
  }

  private static let derived = ["transfer", "transfer_claim", "pair_total", "party_total"]

  private func staleTransfers() throws -> [KnowledgeFinding] {
    let columns = try columns(of: "transfer")
    func rows(_ schema: String) -> String { "SELECT \(columns) FROM \(schema).transfer" }
    func members(_ schema: String) -> String {
      """
      SELECT t.supplier, t.recipient, t.key, m.claim, m.rule, m.score
      FROM \(schema).transfer_claim AS m JOIN \(schema).transfer AS t ON t.id = m.transfer
      """
    }
    func counts(_ schema: String) -> String {
      "SELECT supplier, recipient, count(*) FROM \(schema).transfer GROUP BY supplier, recipient"
    }
    let pairs = try differences(
      [(rows("main"), rows("temp")), (members("main"), members("temp")), (counts("main"), counts("temp"))],
      key: "supplier, recipient")
    return try pairs.map { pair in
      let kept = try number(of: "main.transfer", "supplier", pair.0, "recipient", pair.1)
      let made = try number(of: "temp.transfer", "supplier", pair.0, "recipient", pair.1)
      let what =
        kept == made
        ? "the \(kept) kept \(kept == 1 ? "transfer differs" : "transfers differ") from what the claims give"
        : "\(kept) \(kept == 1 ? "transfer is" : "transfers are") kept, but the claims give \(made)"
      return fault(
        .staleTransfers, .error, "\(words(pair.0, pair.1)): \(what). `armskb check --mend` makes them anew.",
        supplier: pair.0.map { PartyCode($0) }, recipient: pair.1.map { PartyCode($0) })
    }
  }

  private func staleTotals() throws -> [KnowledgeFinding] {
    func rows(_ table: String, _ schema: String) throws -> String {
      "SELECT \(try columns(of: table)) FROM \(schema).\(table)"
    }
    func counts(_ key: String, _ table: String, _ schema: String) -> String {
      "SELECT \(key), count(*) FROM \(schema).\(table) GROUP BY \(key)"
    }
    let pairs = try differences(
      [
        (try rows("pair_total", "main"), try rows("pair_total", "temp")),
        (
          counts("supplier, recipient", "pair_total", "main"),
          counts("supplier, recipient", "pair_total", "temp")
        ),
      ], key: "supplier, recipient")
    var found = pairs.map { pair in
      fault(
        .staleTotals, .error,
        "\(words(pair.0, pair.1)): the kept totals differ from what the claims give. `armskb check --mend` makes them "
          + "anew.", supplier: pair.0.map { PartyCode($0) }, recipient: pair.1.map { PartyCode($0) })
    }
    let parties = try differences(
      [
        (try rows("party_total", "main"), try rows("party_total", "temp")),
        (counts("side, party", "party_total", "main"), counts("side, party", "party_total", "temp")),
      ], key: "side, party")
    for (side, party) in parties {
      let code = party.map { PartyCode($0) }
      let name = code.map { directory[$0]?.name ?? $0.rawValue } ?? "a party not known"
      found.append(
        fault(
          .staleTotals, .error,
          "\(name) as \(side ?? "party"): the kept totals differ from the sum over its pairs. `armskb check --mend` "
            + "makes them anew.", supplier: side == "supplier" ? code : nil,
          recipient: side == "recipient" ? code : nil))
    }
    return found
  }

  private func words(_ supplier: String?, _ recipient: String?) -> String {
    func name(_ code: String?) -> String {
      code.map { directory[PartyCode($0)]?.name ?? $0 } ?? "not known"
    }
    return "\(name(supplier)) to \(name(recipient))"
  }

  /// All columns of a table but the number of the row, which has no meaning.
  private func columns(of table: String) throws -> String {
    // The two columns that name the pair or party come first in each of these tables.
    var names: [String] = []
    try rows("SELECT name FROM pragma_table_info('\(table)', 'main') WHERE name <> 'id' ORDER BY cid") {
      names.append(try $0.text(0))
    }
    return names.joined(separator: ", ")
  }

  /// The first two columns of the rows that one of two questions gives and the other does not.
  private func differences(
    _ questions: [(kept: String, made: String)], key: String
  ) throws -> [(String?, String?)] {
    var parts: [String] = []
    for (kept, made) in questions {
      parts.append("SELECT \(key) FROM (SELECT * FROM (\(kept)) EXCEPT SELECT * FROM (\(made)))")
      parts.append("SELECT \(key) FROM (SELECT * FROM (\(made)) EXCEPT SELECT * FROM (\(kept)))")
    }
    let statement = try database.prepare(
      "SELECT DISTINCT * FROM (\(parts.joined(separator: "\nUNION ALL "))) ORDER BY 1, 2")
    var found: [(String?, String?)] = []
    while try statement.step() { found.append((try statement.textOrNil(0), try statement.textOrNil(1))) }
    return found
  }

  private func number(
    of table: String, _ first: String, _ a: String?, _ second: String, _ b: String?
  ) throws -> Int64 {
    let statement = try database.prepare(
      "SELECT count(*) FROM \(table) WHERE \(first) IS :first AND \(second) IS :second")
    try statement.bind(a, ":first")
    try statement.bind(b, ":second")
    return try statement.step() ? try statement.integer(0) : 0
  }
}
