public import ArmsModel

/// Turns the records of one edition of a dataset into drafts of claims: finds the parties that its names mean.
///
/// A register's names are its own: its spelling of a party, then the usual name, then any other name that a single
/// party bears. They hold in all years: a register writes `DR Congo` for 1965.
public final class DatasetMapper {
  /// Why a record gives no claims.
  public struct Obstacle: Sendable {
    /// The same for all records that lack the same: `unknown party 'Atlantis'`, `number of cells`.
    public var reason: String
    /// Where and what, ready to be shown.
    public var problem: ImportProblem
    /// The name that is not known; nil where something else is wrong.
    public var name: String?
    /// True where nothing is wrong with the record, and it yet can be no claim: its party on both sides is one.
    public var isOutOfScope = false
  }

  private let file: String
  private let release: DatasetRelease
  private let directory: PartyDirectory
  private let tree: CategoryTree
  private var known: [PrintedParty: Found] = [:]
  private let arena = TextArena()
  private var document = DocumentDraft()
  private let documentArena = TextArena()
  private var documentHash: ContentHash?
  private var content = ContentBuffer()

  private enum Found {
    case party(PartyDirectory.Index)
    case problem(ImportProblem.Reason)
  }

  /// A mapper for the records of that edition.
  ///
  /// - Parameter file: the name for messages.
  public init(
    file: String, release: DatasetRelease, directory: PartyDirectory, tree: CategoryTree
  ) {
    self.file = file
    self.release = release
    self.directory = directory
    self.tree = tree
    document.url = copy(release.url, to: documentArena)
    document.title = copy(release.title, to: documentArena)
    document.publisher = copy(release.dataset, to: documentArena)
    document.published = release.published
  }

  /// What the store keeps of the edition, beside its document.
  ///
  /// Names that it is limited to and that are not known make it a selection: it speaks of its own pairs only.
  public func releaseDraft() -> ReleaseDraft {
    var draft = ReleaseDraft(layout: release.layout)
    draft.generated = release.generated
    (draft.firstYear, draft.lastYear) = release.window
    draft.isSelection = release.isSelection
    func codes(_ names: [String]?) -> [PartyCode]? {
      guard let names else { return nil }
      var codes: [PartyCode] = []
      for name in names {
        guard case .party(let index) = find(PrintedParty(name)) else {
          draft.isSelection = true
          return nil
        }
        codes.append(directory[index].code)
      }
      return codes.sorted()
    }
    draft.suppliers = codes(release.suppliers)
    draft.recipients = codes(release.recipients)
    return draft
  }

  /// What keeps the record from being stored: its faults, or names that are not known; empty if nothing does.
  public func obstacles(_ row: DatasetRow) -> [Obstacle] {
    if !row.faults.isEmpty {
      return row.faults.map { fault in
        Obstacle(
          reason: fault.kind,
          problem: problem(row, fault.column, fault.field, .datasetFault(fault.sentence)), name: nil)
      }
    }
    var found: [Obstacle] = []
    for claim in row.claims {
      if let weapon = claim.weapon, let value = SpreadsheetValue(weapon), found.isEmpty {
        let problem = problem(row, column(of: weapon, in: row.text), "weapon", .spreadsheetValue(value))
        found.append(Obstacle(reason: "a spreadsheet's value for a designation", problem: problem, name: nil))
      }
      for (field, party) in [("supplier", claim.supplier), ("recipient", claim.recipient)] {
        guard let party, case .problem(let reason) = find(party),
          !found.contains(where: { $0.name == party.name })
        else { continue }
        let problem = problem(row, column(of: party.name, in: row.text), field, reason)
        var why = "unknown party '\(party.name)'"
        if case .ambiguousParty = reason { why = "'\(party.name)' can mean several parties" }
        found.append(Obstacle(reason: why, problem: problem, name: party.name))
      }
      if let flow = selfFlow(claim, row), found.isEmpty { found.append(flow) }
      if found.isEmpty { found += excess(claim, row) }
    }
    return found
  }

  /// The numbers that no record may have.
  private func excess(_ claim: DatasetClaim, _ row: DatasetRow) -> [Obstacle] {
    let numbers: [(String, Int64?, Int64)] = [
      ("quantity", claim.quantity, 1), ("quantity_max", claim.quantityMax, 1),
      ("value", claim.valueThousandths, 1_000), ("value_max", claim.valueMaxThousandths, 1_000),
    ]
    return numbers.compactMap { field, number, scale in
      guard let number, !(0...FieldNumber.limit * scale).contains(number) else { return nil }
      return Obstacle(
        reason: "a number too large",
        problem: problem(row, 1, field, .tooLarge("\(number / scale)")), name: nil)
    }
  }

  /// Hands over the claims of a record without obstacles; their texts are valid until `body` returns.
  public func withDrafts<T>(of row: DatasetRow, _ body: ([ClaimDraft]) throws -> T) rethrows -> T {
    arena.clear()
    // The texts belong to this object, which nobody else may hold any more.
    return try withExtendedLifetime(self) {
      try body(row.claims.map { draft($0, line: row.line, arena) })
    }
  }

  /// A record with what keeps it from being stored, or its claims.
  ///
  /// - Parameter texts: gets the texts of the claims; those of their document belong to the mapper.
  func map(_ row: DatasetRow, _ texts: TextArena) -> MappedRecord {
    let obstacles = obstacles(row)
    guard obstacles.isEmpty else { return MappedRecord(row: row, obstacles: obstacles, drafts: []) }
    let drafts = row.claims.map { claim in
      var draft = draft(claim, line: row.line, texts)
      draft.identity = identity(of: draft)
      return draft
    }
    return MappedRecord(row: row, obstacles: [], drafts: drafts)
  }

  private func identity(of draft: ClaimDraft) -> (document: ContentHash, claim: ContentHash) {
    let document = documentHash ?? draft.document.hash(using: &content)
    documentHash = document
    func code(_ index: PartyDirectory.Index) -> String { index < 0 ? "" : directory[index].code.rawValue }
    var (supplier, recipient) = (code(draft.supplier), code(draft.recipient))
    var category = draft.category < 0 ? "" : tree.slug(draft.category)
    func orNil(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeRawBufferPointer? {
      bytes.isEmpty ? nil : UnsafeRawBufferPointer(bytes)
    }
    let claim = supplier.withUTF8 { supplier in
      recipient.withUTF8 { recipient in
        category.withUTF8 { category in
          draft.hash(
            document: document, supplier: orNil(supplier), recipient: orNil(recipient),
            category: orNil(category), using: &content)
        }
      }
    }
    return (document, claim)
  }

  private func selfFlow(_ claim: DatasetClaim, _ row: DatasetRow) -> Obstacle? {
    guard let supplier = claim.supplier, let recipient = claim.recipient,
      case .party(let a) = find(supplier), case .party(let b) = find(recipient), a == b
    else { return nil }
    let reason = ImportProblem.Reason.sameParty(
      supplier: supplier.name, recipient: recipient.name, directory[a])
    // National licences name the nation itself, for its own forces abroad.
    return Obstacle(
      reason: "supplier and recipient are one party", problem: problem(row, 1, nil, reason), name: nil,
      isOutOfScope: true)
  }

  private func problem(
    _ row: DatasetRow, _ column: Int, _ field: String?, _ reason: ImportProblem.Reason
  ) -> ImportProblem {
    ImportProblem(
      location: SourceLocation(file: file, line: row.line, column: column), field: field, reason: reason)
  }

  private func column(of name: String, in text: String) -> Int {
    guard let range = text.firstRange(of: name) else { return 1 }
    return text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound) + 1
  }

  private func find(_ party: PrintedParty) -> Found {
    if let found = known[party] { return found }
    let found = look(up: party)
    known[party] = found
    return found
  }

  private func look(up party: PrintedParty) -> Found {
    if let code = party.code, let index = directory.index(ofISOCode: code) { return .party(index) }
    var name = Substring(party.name)
    while let last = name.last, last == "*" || last.isWhitespace { name.removeLast() }
    do throws(PartyDirectory.Failure) {
      return .party(try directory.resolve(registerName: String(name)))
    } catch {
      switch error {
      case .unknown(let nearest): return .problem(.unknownParty(party.name, nearest: nearest))
      case .ambiguous(let candidates):
        return .problem(.ambiguousParty(party.name, candidates: candidates))
      case .outsideYears(let party, let validity, let successors):
        return .problem(
          .partyOutsideYears(party.name, party, validity: validity, successors: successors))
      }
    }
  }

  /// The parties that the names of a claim mean; nil where one is not known.
  func parties(of claim: DatasetClaim) -> (supplier: PartyDirectory.Index, recipient: PartyDirectory.Index)? {
    for party in [claim.supplier, claim.recipient] {
      if let party, case .problem = find(party) { return nil }
    }
    return (index(of: claim.supplier), index(of: claim.recipient))
  }

  private func index(of party: PrintedParty?) -> PartyDirectory.Index {
    guard let party, case .party(let index) = find(party) else { return -1 }
    return index
  }

  private func copy(_ text: String?, to arena: TextArena) -> BorrowedText? {
    guard var text, !text.isEmpty else { return nil }
    return text.withUTF8 { arena.copy(UnsafeRawBufferPointer($0)) }
  }

  private func draft(_ claim: DatasetClaim, line: Int, _ arena: TextArena) -> ClaimDraft {
    var draft = ClaimDraft()
    draft.supplier = index(of: claim.supplier)
    draft.recipient = index(of: claim.recipient)
    draft.weapon = copy(claim.weapon, to: arena)
    draft.category = claim.category.flatMap { tree.index(of: $0) } ?? -1
    draft.quantity = claim.quantity
    draft.quantityMax = claim.quantityMax
    draft.quantityText = copy(claim.quantityText, to: arena)
    draft.quantityUnit = copy(claim.quantityUnit, to: arena)
    draft.valueThousandths = claim.valueThousandths
    draft.valueMaxThousandths = claim.valueMaxThousandths
    draft.currency = copy(claim.currency, to: arena)
    draft.status = Stage(slug: claim.status) ?? .reported
    draft.mode = claim.mode.flatMap { TransferMode(rawValue: $0) }
    draft.condition = claim.condition.flatMap { Condition(rawValue: $0) }
    draft.scope = claim.isAggregate ? .aggregate : .deal
    draft.period = Period(
      from: claim.from.flatMap { PartialDate($0) }, to: claim.to.flatMap { PartialDate($0) })
    if let years = claim.years, !years.isEmpty {
      draft.years = copy(years.map(String.init).joined(separator: ";"), to: arena)
    }
    if !claim.estimates.isEmpty {
      draft.estimates = copy(claim.estimates.joined(separator: ";"), to: arena)
    }
    draft.assertedBy = copy(claim.assertedBy ?? release.assertedBy, to: arena)
    draft.evidence = copy(claim.evidence, to: arena)
    draft.note = copy(claim.note, to: arena)
    draft.credibility = claim.credibility
    if !claim.extra.isEmpty {
      let members = claim.extra.sorted { $0.key < $1.key }.map {
        (key: $0.key, value: JSONValue.string($0.value))
      }
      draft.extra = copy(JSONValue.object(members).json, to: arena)
    }
    draft.deal = copy(claim.deal, to: arena)
    draft.line = Int64(line)
    draft.document = document
    return draft
  }
}

@available(*, unavailable)
extension DatasetMapper: Sendable {}
