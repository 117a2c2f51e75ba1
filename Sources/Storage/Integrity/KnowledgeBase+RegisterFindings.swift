import ArmsModel
import Counting
import SQLite

extension KnowledgeBase {
  /// What differs between claims of articles and the register in force; claims that differ alike are one finding.
  func registerFindings(
    _ filter: Filter, _ checks: Set<Check>, _ tried: TriedClaims?
  ) throws -> [KnowledgeFinding] {
    guard checks.contains(where: \.isOfRegister) else { return [] }
    var found = checks.contains(.registerTable) && tried == nil ? try tableFindings(filter) : []
    guard checks.contains(where: { $0.isOfRegister && $0 != .registerTable }) else { return found }
    let sight = try RegisterSight(self)
    guard !sight.editions.isEmpty else { return found }
    struct Key: Hashable {
      var check: Check
      var supplier: PartyCode?
      var recipient: PartyCode?
      var sentence: String
    }
    var places: [Key: Int] = [:]
    var conditions = try claimConditions(try writtenOut(filter).partiesAndDates)
    conditions.add(KnowledgeBase.isOfArticle)
    var loader = try ClaimLoader(self, sight.vocabulary, Grounds(self, asOf: filter.asOf))
    try loader.pairs(where: conditions.sql, bind: { try conditions.bind($0) }) { pair in
      for claim in pair.claims where claim.rank.counts {
        if let tried, tried.places[claim.key] == nil { continue }
        guard let (edition, answer) = try sight.answer(claim, pair.supplier, pair.recipient) else { continue }
        for remark in answer.remarks where checks.contains(remark.reason.check) {
          let key = Key(
            check: remark.reason.check, supplier: pair.supplier, recipient: pair.recipient,
            sentence: remark.sentence)
          let own = KnowledgeFinding.Claim(row: claim.id, key: claim.key)
          if let place = places[key] {
            found[place].claims.append(own)
            continue
          }
          places[key] = found.count
          var finding = KnowledgeFinding(
            check: .claims(key.check), severity: .note, supplier: pair.supplier, recipient: pair.recipient,
            sentence: remark.sentence, claims: [own])
          for (name, number) in [("claimed", remark.claimed), ("register", remark.listed)] {
            guard let number else { continue }
            let thousandths = number.multipliedReportingOverflow(by: 1_000)
            finding.numbers.append(
              KnowledgeFinding.Number(
                name: name, thousandths: thousandths.overflow ? .max : thousandths.partialValue, unit: .pieces
              ))
          }
          if remark.listed != nil, let day = edition.generated?.prefix(10) {
            finding.numbers[finding.numbers.count - 1].name += "-\(day)"
          }
          found.append(finding)
        }
      }
    }
    for place in found.indices { found[place].claims.sort { $0.key < $1.key } }
    return found
  }

  // MARK: Tables

  /// From so many parties on, a table that does not fit is one finding.
  private static let manyParties = 25

  /// Tables of volumes against the registers of the same dataset and day.
  private func tableFindings(_ filter: Filter) throws -> [KnowledgeFinding] {
    let editions = try editionHeads()
    var found: [KnowledgeFinding] = []
    for register in try editions.filter(isRegister) {
      guard let day = register.generated?.prefix(10), day.count == 10 else { continue }
      let tables = try editions.filter {
        try $0.datasetRow == register.datasetRow && $0.generated?.prefix(10) == day && !isRegister($0)
      }
      guard !tables.isEmpty else { continue }
      let check = RegisterTableCheck(try self.register(register))
      for table in tables {
        found += try findings(of: check.mismatches(try cells(table, filter)), String(day), table, register)
      }
    }
    return found
  }

  /// The cells of a table that pass the filter; one-sided cells of a selection are sums of nobody knows what.
  private func cells(_ table: Edition, _ filter: Filter) throws -> [RegisterTableCheck.Cell] {
    var conditions = try claimConditions(try writtenOut(filter).partiesAndDates)
    conditions.add(
      """
      c.document = \(table.document) AND c.scope = 'aggregate' AND c.currency = 'TIV' AND c.category IS NULL
        AND c.weapon IS NULL AND c.value_thousandths IS NOT NULL AND c.from_date IS NOT NULL AND c.to_date IS NOT NULL
      """)
    let statement = try database.prepare(
      """
      SELECT c.id, c.batch, c.supplier, c.recipient, c.from_date, c.to_date, c.value_thousandths
      FROM claim AS c CROSS JOIN document AS d ON d.id = c.document WHERE \(conditions.sql) ORDER BY c.id
      """)
    try conditions.bind(statement)
    let standing = try Standing(self)
    var cells: [RegisterTableCheck.Cell] = []
    while try statement.step() {
      let id = try statement.integer(0)
      guard standing.stands(id, of: try statement.integer(1)),
        let first = try statement.date(4)?.year, let last = try statement.date(5)?.year
      else { continue }
      let supplier = try statement.textOrNil(2).map { PartyCode($0) }
      let recipient = try statement.textOrNil(3).map { PartyCode($0) }
      if table.isSelection, supplier == nil || recipient == nil { continue }
      if supplier == nil, table.suppliers != nil { continue }
      if recipient == nil, table.recipients != nil { continue }
      cells.append(
        RegisterTableCheck.Cell(
          supplier: supplier, recipient: recipient, firstYear: first, lastYear: last,
          tiv: try statement.amountOrNil(6) ?? 0, claim: id))
    }
    return cells
  }

  private func findings(
    of mismatches: [RegisterTableCheck.Mismatch], _ day: String, _ table: Edition, _ register: Edition
  ) throws -> [KnowledgeFinding] {
    guard !mismatches.isEmpty else { return [] }
    func name(_ code: PartyCode?) -> String { code.map { directory[$0]?.name ?? $0.rawValue } ?? "everybody" }
    let parties = Dictionary(grouping: mismatches) {
      RegisterPair(supplier: $0.cell.supplier, recipient: $0.cell.recipient)
    }
    let head =
      "The table of volumes (\(table.key.identifier("d"))) and the register "
      + "(\(register.key.identifier("d"))) of \(day) differ beyond rounding, in million TIV"
    let advice = "Look for rows that are parked or were left out (armskb log --parked)."
    func finding(
      _ worst: [RegisterTableCheck.Mismatch], _ pair: RegisterPair?, _ rest: String
    ) throws -> KnowledgeFinding {
      var claims: [KnowledgeFinding.Claim] = []
      for mismatch in worst {
        let row = mismatch.cell.claim
        guard let key = try identity(ofClaim: row) else { continue }
        claims.append(KnowledgeFinding.Claim(row: row, key: key))
      }
      var made = KnowledgeFinding(
        check: .claims(.registerTable), severity: .warning, supplier: pair?.supplier,
        recipient: pair?.recipient,
        sentence: "\(head): \(worst.map { $0.words(name) }.joined(separator: "; "))\(rest). \(advice)",
        claims: claims)
      made.claims.sort { $0.key < $1.key }
      for mismatch in worst.prefix(1) {
        made.numbers = [
          KnowledgeFinding.Number(name: "table-\(day)", thousandths: mismatch.cell.tiv, unit: .tiv),
          KnowledgeFinding.Number(name: "register-\(day)", thousandths: mismatch.sum, unit: .tiv),
        ]
      }
      return made
    }
    func worst(_ list: [RegisterTableCheck.Mismatch], _ most: Int) -> [RegisterTableCheck.Mismatch] {
      Array(
        list.sorted { a, b in
          a.difference == b.difference ? a.cell.claim < b.cell.claim : a.difference > b.difference
        }.prefix(most))
    }
    guard parties.count <= KnowledgeBase.manyParties else {
      return [
        try finding(
          worst(mismatches, 5), nil, ", and \(mismatches.count - 5) more cells of \(parties.count) lines")
      ]
    }
    return try parties.sorted { $0.key < $1.key }.map { pair, list in
      try finding(worst(list, 3), pair, list.count > 3 ? ", and \(list.count - 3) more" : "")
    }
  }

  private func identity(ofClaim row: Int64) throws -> ContentHash? {
    let statement = try database.cached("SELECT hash FROM claim WHERE id = :claim")
    defer { statement.reset() }
    try statement.bind(row, ":claim")
    return try statement.step() ? try statement.identity(0) : nil
  }
}
