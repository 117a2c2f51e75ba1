import ArmsModel

/// Reference data in the making: rows become values, and what is wrong with them is noted.
struct ReferenceReading {
  var data = ReferenceData()
  var problems: [ImportProblem] = []
  /// Where each of the names stands.
  private var nameCells: [ReferenceTable.Cell] = []
  private var codes: [PartyCode: PartyKind] = [:]
  private var validities: [PartyCode: Period] = [:]

  mutating func note(_ reason: ImportProblem.Reason, _ cell: ReferenceTable.Cell) {
    problems.append(ImportProblem(location: cell.location, field: cell.field, reason: reason))
  }

  // MARK: Parties

  mutating func parties(_ table: ReferenceTable) {
    var lines: [PartyCode: Int] = [:]
    var successors: [(row: ReferenceTable.Row, codes: [PartyCode])] = []
    for row in table.rows {
      let code = PartyCode(row["code"].text)
      if !ReferenceReading.isCode(code.rawValue) {
        note(
          .malformedCode(code.rawValue, allowed: "three capital letters, or X- and A-Z, 0-9, -"), row["code"])
      }
      if let line = lines[code] {
        note(.alreadyNamed(code.rawValue, by: code.rawValue, line: line), row["code"])
      }
      lines[code] = row.line
      let kind = word(row["kind"], PartyKind.self)
      let validity = period(row)
      let alpha2 = row["alpha2"].optional
      if let alpha2, alpha2.utf8.count != 2 || !alpha2.utf8.allSatisfy({ $0 &- 0x41 < 26 }) {
        note(.malformedCode(alpha2, allowed: "two capital letters"), row["alpha2"])
      }
      let party = Party(
        code: code, kind: kind ?? .placeholder, name: required(row["name"]), alpha2: alpha2,
        region: row["region"].optional, validity: validity)
      let after = row["successors"].list.map { PartyCode($0) }
      codes[code] = party.kind
      validities[code] = validity
      successors.append((row, after))
      data.parties.append(
        ReferenceData.PartyRow(
          party: party, sipriName: row["sipri_name"].list.first, successors: after, note: row["note"].optional
        ))
      add([party.name], .name, of: code, row["name"])
      add(row["sipri_name"].list, .sipri, of: code, row["sipri_name"])
      add(row["aliases"].list, .alias, of: code, row["aliases"])
      add(row["demonyms"].list, .demonym, of: code, row["demonyms"])
      add(row["capital"].list, .capital, of: code, row["capital"])
    }
    for (row, after) in successors {
      for code in after { checkCode(code.rawValue, row["successors"]) }
    }
  }

  mutating func formerNames(_ table: ReferenceTable) {
    for row in table.rows {
      checkCode(row["party"].text, row["party"])
      let name = required(row["name"])
      let validity = period(row)
      add([name], .former, of: PartyCode(row["party"].text), row["name"], validity: validity)
    }
  }

  mutating func ambiguousNames(_ table: ReferenceTable) {
    var lines: [String: Int] = [:]
    for row in table.rows {
      let name = required(row["name"])
      let key = NameFolding.fold(name)
      if let line = lines[key] { note(.alreadyNamed(name, by: name, line: line), row["name"]) }
      lines[key] = row.line
      let candidates = row["candidates"].list
      for candidate in candidates { checkCode(candidate, row["candidates"]) }
      let rule = row["rule"].text
      if rule != "ask", !candidates.contains(rule) {
        note(.unknownWord(rule, allowed: ["ask"] + candidates, nearest: nil), row["rule"])
      }
      data.ambiguous.append(
        (
          rule: PartyDirectory.AmbiguousName(name: name, prefers: rule == "ask" ? nil : PartyCode(rule)),
          note: row["note"].optional
        ))
    }
  }

  /// Finds names that two parties bear at the same time although no rule speaks of them.
  mutating func checkNames() {
    let ruled = Set(data.ambiguous.map { NameFolding.fold($0.rule.name) })
    var bearers: [String: [PartyName]] = [:]
    for (name, cell) in zip(data.names, nameCells) {
      let key = NameFolding.fold(name.name)
      if !ruled.contains(key), let other = bearers[key]?.first(where: { areConfusable($0, name) }) {
        note(.undeclaredAmbiguity(name.name, other.party, name.party), cell)
      }
      bearers[key, default: []].append(name)
    }
  }

  /// Whether no time of a record can tell apart what two names mean; see `PartyDirectory.resolve`.
  private func areConfusable(_ one: PartyName, _ other: PartyName) -> Bool {
    // A name of now goes before one of former years.
    guard one.party != other.party, (one.kind == .former) == (other.kind == .former) else { return false }
    let lives = (validities[one.party] ?? Period(), validities[other.party] ?? Period())
    return one.validity.overlaps(other.validity) && lives.0.overlaps(lives.1)
  }

  private mutating func add(
    _ names: [String], _ kind: PartyNameKind, of code: PartyCode, _ cell: ReferenceTable.Cell,
    validity: Period = Period()
  ) {
    for text in names {
      data.names.append(PartyName(party: code, name: text, kind: kind, validity: validity))
      nameCells.append(cell)
    }
  }

  // MARK: Cells

  /// The text of a cell that must not be empty.
  mutating func required(_ cell: ReferenceTable.Cell) -> String {
    if cell.text.isEmpty { note(.emptyCell, cell) }
    return cell.text
  }

  /// A word of a closed list.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ cell: ReferenceTable.Cell, _ type: Word.Type
  ) -> Word? {
    if let word = Word(rawValue: cell.text) { return word }
    let allowed = Word.allCases.map(\.rawValue)
    note(.unknownWord(cell.text, allowed: allowed, nearest: NearestName.of(cell.text, among: allowed)), cell)
    return nil
  }

  /// The cells `valid_from` and `valid_to`.
  mutating func period(_ row: ReferenceTable.Row) -> Period {
    let validity = Period(from: date(row["valid_from"]), to: date(row["valid_to"]))
    if let from = validity.from, let to = validity.to, to.lastDay < from.firstDay {
      note(.endsBeforeBeginning(to: to.description, from: from.description), row["valid_to"])
    }
    return validity
  }

  private mutating func date(_ cell: ReferenceTable.Cell) -> PartialDate? {
    guard let text = cell.optional else { return nil }
    if let date = PartialDate(text) { return date }
    note(.badDate(text), cell)
    return nil
  }

  /// Notes a code that no party has.
  mutating func checkCode(_ code: String, _ cell: ReferenceTable.Cell) {
    if codes[PartyCode(code)] != nil { return }
    let nearest = NearestName.of(code, among: codes.keys.map(\.rawValue))
    note(.dangling(code, table: "parties.csv", nearest: nearest), cell)
  }

  private static func isCode(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    if bytes.count == 3 { return bytes.allSatisfy { $0 &- 0x41 < 26 } }
    return code.hasPrefix("X-") && bytes.count > 2
      && bytes.allSatisfy { $0 &- 0x41 < 26 || $0 &- 0x30 <= 9 || $0 == 0x2D }
  }
}
