import ArmsModel
import Counting
import SQLite

extension KnowledgeBase {
  /// Pairs whose kept transfers or totals are not what the claims give.
  ///
  /// All pairs are counted anew into temporary tables, which stand before the kept ones for as long as it takes; the
  /// file is not changed.
  ///
  /// - Parameter alongside: gets each pair, too.
  func staleRows(
    _ checks: Set<IntegrityCheck>, alongside: (PairClaims) throws -> Void
  ) throws -> [KnowledgeFinding] {
    try withTemporaryTables(KnowledgeBase.derived) {
      // One transaction for all rows; and claims and kept rows are of one moment, whoever writes meanwhile.
      try database.savepoint {
        let writer = try DerivedRows(self)
        var loader = try ClaimLoader(self, writer.vocabulary)
        try loader.pairs(where: "1", sorted: true) {
          try writer.write($0)
          try alongside($0)
        }
        try writer.addUpAll()
        var found: [KnowledgeFinding] = []
        if checks.contains(.staleTransfers) { found += try staleTransfers() }
        if checks.contains(.staleTotals) { found += try staleTotals() }
        return found
      }
    }
  }

  /// Makes all transfers and totals anew, in one transaction: what mends kept ones that differ from the claims.
  ///
  /// - Parameter fullText: the full text, too.
  public func remake(fullText: Bool = false) throws {
    try loadDirectory()
    try change {
      try deriveCopies()
      try deriveAll()
      if fullText { try rebuildFullText() }
      return .keep(())
    }
  }

  private static let derived = ["transfer", "transfer_claim", "pair_total", "party_total"]

  private func staleTransfers() throws -> [KnowledgeFinding] {
    let columns = try columns(of: "transfer")
    func rows(_ schema: String) -> [String] {
      [
        "SELECT \(columns) FROM \(schema).transfer",
        """
        SELECT t.supplier, t.recipient, t.key, m.claim, m.rule, m.score
        FROM \(schema).transfer_claim AS m JOIN \(schema).transfer AS t ON t.id = m.transfer
        """,
      ]
    }
    let pairs = try differences(rows("main"), rows("temp"))
    return try pairs.map { pair in
      let kept = try number(of: "main.transfer", of: pair)
      let made = try number(of: "temp.transfer", of: pair)
      let what =
        kept == made
        ? "the \(kept) kept \(kept == 1 ? "transfer differs" : "transfers differ") from what the claims give"
        : "\(kept) \(kept == 1 ? "transfer is" : "transfers are") kept, but the claims give \(made)"
      return fault(
        .staleTransfers, .error, "\(words(pair)): \(what). `armskb check --mend` makes them anew.",
        supplier: pair.first.map { PartyCode($0) }, recipient: pair.second.map { PartyCode($0) })
    }
  }

  private func staleTotals() throws -> [KnowledgeFinding] {
    func rows(_ table: String, _ schema: String) throws -> [String] {
      ["SELECT \(try columns(of: table)) FROM \(schema).\(table)"]
    }
    let pairs = try differences(rows("pair_total", "main"), rows("pair_total", "temp"))
    var found = pairs.map { pair in
      fault(
        .staleTotals, .error,
        "\(words(pair)): the kept totals differ from what the claims give. `armskb check --mend` makes them "
          + "anew.", supplier: pair.first.map { PartyCode($0) }, recipient: pair.second.map { PartyCode($0) })
    }
    for line in try differences(rows("party_total", "main"), rows("party_total", "temp")) {
      let (side, code) = (line.first, line.second.map { PartyCode($0) })
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

  private func words(_ pair: RowDigests.Key) -> String {
    func name(_ code: String?) -> String {
      code.map { directory[PartyCode($0)]?.name ?? $0 } ?? "not known"
    }
    return "\(name(pair.first)) to \(name(pair.second))"
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

  /// The first two columns of the rows that the one questions give and the others do not.
  private func differences(_ kept: [String], _ made: [String]) throws -> [RowDigests.Key] {
    func digests(_ questions: [String]) throws -> RowDigests {
      var digests = RowDigests()
      for (number, question) in questions.enumerated() {
        try digests.add(try database.prepare(question), question: number)
      }
      return digests
    }
    return try digests(kept).differences(from: digests(made))
  }

  private func number(of table: String, of pair: RowDigests.Key) throws -> Int64 {
    let statement = try database.prepare(
      "SELECT count(*) FROM \(table) WHERE supplier IS :supplier AND recipient IS :recipient")
    try statement.bind(pair.first, ":supplier")
    try statement.bind(pair.second, ":recipient")
    return try statement.step() ? try statement.integer(0) : 0
  }
}
