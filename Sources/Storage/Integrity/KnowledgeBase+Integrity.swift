import ArmsModel
import Counting
import SQLite

extension KnowledgeBase {
  /// What is wrong with the file, with what is kept in it beside the claims, and with its reference data.
  ///
  /// Reads the whole file and changes nothing. If SQLite finds damage, that is all that is looked for.
  ///
  /// - Parameter alongside: gets each pair that is counted anew, once.
  public func integrity(
    _ checks: Set<IntegrityCheck> = Set(IntegrityCheck.allCases),
    alongside: (PairClaims) throws -> Void = { _ in }
  ) throws -> [KnowledgeFinding] {
    // The checks walk through the file one after the other.
    if !checks.isEmpty { try database.setCacheSize(kibibytes: 16_384) }
    if checks.contains(.database) {
      let damage = try database.integrityCheck()
      guard damage.isEmpty else {
        return damage.map { fault(.database, .error, "SQLite says: \($0). Restore a backup.") }
      }
    }
    var found: [KnowledgeFinding] = []
    if checks.contains(.fullText) { found += try fullTextFaults() }
    do {
      found += try faults(checks, alongside: alongside)
    } catch let error as SQLiteError where error.code.primary == .mismatch {
      // What is read beyond that value would be no better.
      found.append(fault(.database, .error, "Damaged: \(error.message). Restore a backup."))
    }
    return found
  }

  /// Those of the checks that read what the file holds as what it is.
  private func faults(
    _ checks: Set<IntegrityCheck>, alongside: (PairClaims) throws -> Void
  ) throws -> [KnowledgeFinding] {
    try loadDirectory()
    var found: [KnowledgeFinding] = []
    if checks.contains(.database) { found += try malformedTexts() }
    if checks.contains(.danglingReference) { found += try danglingReferences() }
    if checks.contains(.staleTransfers) || checks.contains(.staleTotals) {
      found += try staleRows(checks, alongside: alongside)
    }
    if checks.contains(.evidencePlace) { found += try misplacedEvidence() }
    if checks.contains(.categoryBits) { found += try categoriesWithoutRoom() }
    if checks.contains(.formerStates) { found += formerStates() }
    if checks.contains(.membershipYears) { found += try membershipsOutsideYears() }
    if checks.contains(.sharedNames) { found += try sharedNames() }
    if checks.contains(.documentsWithoutDate) { found += try documentsWithoutDate() }
    if checks.contains(.weaponsWithoutCategory) { found += try weaponsWithoutCategory() }
    return found
  }

  func fault(
    _ check: IntegrityCheck, _ severity: Finding.Severity, _ sentence: String, supplier: PartyCode? = nil,
    recipient: PartyCode? = nil
  ) -> KnowledgeFinding {
    KnowledgeFinding(
      check: .file(check), severity: severity, supplier: supplier, recipient: recipient, sentence: sentence)
  }

  /// Texts that are to be JSON, in which SQLite's own functions would fail without a word of where.
  private func malformedTexts() throws -> [KnowledgeFinding] {
    var found: [KnowledgeFinding] = []
    for (table, column) in [
      ("claim", "extra"), ("transfer", "other_figures"), ("parked_row", "release"), ("parked_row", "record"),
    ] {
      try rows(
        "SELECT id FROM \(table) WHERE \(column) IS NOT NULL AND NOT json_valid(\(column)) ORDER BY id LIMIT 20"
      ) { row in
        let place = "table \(table), row \(try row.integer(0)), column \(column)"
        found.append(fault(.database, .error, "Damaged: \(place) holds no JSON. Restore a backup."))
      }
    }
    return found
  }

  private func danglingReferences() throws -> [KnowledgeFinding] {
    var counts: [ForeignKeyViolation: Int] = [:]
    for violation in try database.foreignKeyCheck() {
      var kind = violation
      kind.rowID = nil
      counts[kind, default: 0] += 1
    }
    let kinds = counts.keys.sorted {
      ($0.table, $0.parent, $0.foreignKey) < ($1.table, $1.parent, $1.foreignKey)
    }
    return kinds.map { kind in
      let rows =
        counts[kind] == 1
        ? "1 row of \(kind.table) refers" : "\(counts[kind] ?? 0) rows of \(kind.table) refer"
      return fault(
        .danglingReference, .error,
        "\(rows) to rows of \(kind.parent) that are not there. Restore a backup, or bring the missing rows back."
      )
    }
  }

  /// Evidence that is longer or shorter than the stretch of text where it is said to stand.
  ///
  /// - Parameters:
  ///   - filter: only of claims that pass it.
  ///   - tried: only of these claims.
  public func misplacedEvidence(
    _ filter: Filter = Filter(), tried: TriedClaims? = nil
  ) throws -> [KnowledgeFinding] {
    var wanted: Set<Int64>?
    if filter != Filter() {
      var rows: Set<Int64> = []
      try claims(filter, columns: [ListColumn("row", .integer, "c.id")]) { rows.insert(try $0.integer(0)) }
      wanted = rows
    }
    var found: [KnowledgeFinding] = []
    try rows(
      """
      SELECT id, hash, supplier, recipient, evidence_start, evidence_end, length(CAST(evidence AS BLOB))
      FROM v_live_claim
      WHERE evidence_start IS NOT NULL AND evidence_end IS NOT NULL
        AND evidence_end - evidence_start <> coalesce(length(CAST(evidence AS BLOB)), -1)
      ORDER BY id
      """
    ) { row in
      let id = try row.integer(0)
      guard wanted?.contains(id) ?? true else { return }
      let key = try row.identity(1)
      guard tried == nil || tried?.places[key] != nil else { return }
      let places = 0...Int64.max
      let (start, end) = (try row.integer(4, in: places), try row.integer(5, in: places))
      let length = try row.integerOrNil(6)
      let text = length.map { "is \($0) bytes long" } ?? "is not given"
      var finding = fault(
        .evidencePlace, .warning,
        "The evidence of \(key.identifier("c")) \(text), but its place in the text, \(start) to \(end), takes up "
          + "\(end - start). Count bytes of UTF-8, not letters, in the text that the document's sha256 is of.",
        supplier: try row.textOrNil(2).map { PartyCode($0) },
        recipient: try row.textOrNil(3).map { PartyCode($0) })
      finding.claims = [KnowledgeFinding.Claim(row: id, key: key)]
      found.append(finding)
    }
    return found
  }

  private func categoriesWithoutRoom() throws -> [KnowledgeFinding] {
    let beyond = try integer("SELECT count(*) FROM weapon_category WHERE position < 0 OR position > 62")
    guard beyond > 0 else { return [] }
    return [
      fault(
        .categoryBits, .error,
        "\(beyond) weapon categories lie beyond the 63 that kept totals have room for. Merge some of them.")
    ]
  }

  private func formerStates() -> [KnowledgeFinding] {
    var found: [KnowledgeFinding] = []
    let former = directory.parties.filter { $0.kind == .formerState }.sorted { $0.code < $1.code }
    for party in former where party.validity.to == nil {
      found.append(
        fault(
          .formerStates, .warning,
          "\(party.name) (\(party.code)) is a former state, but no end is recorded for it. Add the day on which it "
            + "ceased to exist."))
    }
    let nowhere = former.filter { directory.successors(of: $0.code).isEmpty }
    if !nowhere.isEmpty {
      let names = nowhere.prefix(5).map { "\($0.name) (\($0.code))" }.joined(separator: ", ")
      let more = nowhere.count > 5 ? " and \(nowhere.count - 5) more" : ""
      found.append(
        fault(
          .formerStates, .note,
          "No state continues \(names)\(more): under --states successor they stay what they are."))
    }
    for party in former {
      var path = [party.code]
      while let next = directory.successors(of: path[path.count - 1]).first, next.kind == .formerState {
        if next.code == party.code {
          let circle = (path + [next.code]).map(\.rawValue).joined(separator: ", ")
          found.append(
            fault(.formerStates, .error, "The successors of \(party.name) lead in a circle: \(circle)."))
        }
        if path.contains(next.code) { break }
        path.append(next.code)
      }
    }
    return found
  }

  private func membershipsOutsideYears() throws -> [KnowledgeFinding] {
    var found: [KnowledgeFinding] = []
    for organisation in try alliances() {
      for (member, periods) in try memberships(of: organisation).sorted(by: { $0.key < $1.key }) {
        guard let party = directory[member] else { continue }
        for period in periods {
          // The organisation may have begun under another name; only the member has to have been there.
          let begins = (period.from?.lastDay ?? .max) < party.validity.firstDay
          let ends = (period.to?.firstDay ?? .max) > party.validity.lastDay
          guard begins || ends else { continue }
          let group = directory[organisation]?.name ?? organisation.rawValue
          let until = period.to.map { "to \($0)" } ?? "on"
          let edge =
            begins
            ? "began in \(party.validity.from?.description ?? "")"
            : "ended in \(party.validity.to?.description ?? "")"
          found.append(
            fault(
              .membershipYears, .warning,
              "\(party.name) is a member of \(group) from \(period.from?.description ?? "the beginning") \(until), but "
                + "\(edge). Correct one of the dates."))
        }
      }
    }
    return found
  }

  /// Asks the directory what an import would ask it, for every name that two parties bear.
  private func sharedNames() throws -> [KnowledgeFinding] {
    var ruled: Set<String> = []
    try rows("SELECT name FROM ambiguous_name ORDER BY name") {
      ruled.insert(NameFolding.fold(try $0.text(0)))
    }
    struct Bearer: Hashable {
      var party: PartyCode
      var days: ClosedRange<Int32>
    }
    var bearers: [String: (name: String, all: Set<Bearer>)] = [:]
    try rows("SELECT party, name, valid_from, valid_to FROM party_name ORDER BY name, party, id") { row in
      let party = PartyCode(try row.text(0))
      let name = try row.text(1)
      let named = Period(from: try row.date(2), to: try row.date(3))
      let lived = directory[party]?.validity ?? Period()
      let (first, last) = (max(named.firstDay, lived.firstDay), min(named.lastDay, lived.lastDay))
      guard first <= last else { return }
      bearers[NameFolding.fold(name), default: (name, [])].all.insert(
        Bearer(party: party, days: first...last))
    }
    var found: [KnowledgeFinding] = []
    for key in bearers.keys.sorted() where !ruled.contains(key) {
      guard let (name, all) = bearers[key], Set(all.map(\.party)).count > 1 else { continue }
      let starts = Set(all.map(\.days.lowerBound)).sorted()
      for day in starts {
        let date = day == .min ? nil : PartialDate(packed: day)
        do throws(PartyDirectory.Failure) {
          _ = try directory.resolve(name, time: Period(from: date, to: date))
        } catch PartyDirectory.Failure.ambiguous(let parties) {
          let list = parties.map { "\($0.name) (\($0.code))" }.joined(separator: ", ")
          let time = date.map { " in \($0.year)" } ?? ""
          found.append(
            fault(
              .sharedNames, .warning,
              "“\(name)” means any of these\(time): \(list). Add a rule for it to the ambiguous names."))
          break
        } catch {
          continue
        }
      }
    }
    return found
  }

  private func documentsWithoutDate() throws -> [KnowledgeFinding] {
    let documents = "SELECT count(*) FROM document AS d WHERE \(Standing.document)"
    let undated = try standingCount("\(documents) AND published IS NULL")
    guard undated > 0 else { return [] }
    let all = try standingCount(documents)
    return [
      fault(
        .documentsWithoutDate, .note,
        "\(undated) of \(all) documents \(undated == 1 ? "has" : "have") no date of publication. --published-by leaves "
          + "such claims out, and among claims of equal rank dated ones are preferred.")
    ]
  }

  private func weaponsWithoutCategory() throws -> [KnowledgeFinding] {
    let weapons = "SELECT count(*) FROM weapon AS w WHERE \(Standing.weapon)"
    let bare = try standingCount("\(weapons) AND category IS NULL")
    guard bare > 0 else { return [] }
    let claims = try integer(
      """
      SELECT count(*) FROM v_live_claim AS c JOIN weapon AS w ON w.id = c.weapon
      WHERE w.category IS NULL AND c.category IS NULL
      """)
    let all = try standingCount(weapons)
    return [
      fault(
        .weaponsWithoutCategory, .note,
        "\(bare) of \(all) weapons \(bare == 1 ? "has" : "have") no category; claims brought such names along. Of the "
          + "claims on them \(claims) \(claims == 1 ? "names" : "name") no category either: --category does not find "
          + "these.")
    ]
  }
}
