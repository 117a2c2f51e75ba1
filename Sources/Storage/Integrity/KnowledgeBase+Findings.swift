import ArmsModel
public import Counting
import SQLite

extension KnowledgeBase {
  /// What the checks find in the claims of every pair of parties, or of those that the filter names.
  ///
  /// A pair is always looked at as a whole, as of the filter's dates of recording and publication, since a claim may
  /// be contradicted by any other. The rest of the filter chooses among the findings: those remain that concern at
  /// least one claim that passes it.
  ///
  /// - Parameter tried: look at the pairs of these claims only, and give what concerns at least one of them.
  public func findings(
    _ filter: Filter = Filter(), checks: Set<Check> = Set(Check.allCases), tried: TriedClaims? = nil
  ) throws -> FindingReport {
    try loadDirectory()
    guard !checks.isEmpty else { return FindingReport() }
    let search = try FindingSearch(self, checks)
    (search.chosen, search.tried) = (try chosenClaims(filter), tried)
    try eachPair(toCheck: filter, search.vocabulary, tried) { search.look(at: $0) }
    return try search.report(
      with: registerFindings(filter, checks, tried) + recordFindings(filter, checks, tried))
  }

  /// The same, and what the checks of the file find; a walk through all pairs serves both.
  ///
  /// If SQLite finds damage, that is all that is looked for.
  public func findings(
    _ filter: Filter, checks: Set<Check>, integrity: Set<IntegrityCheck>
  ) throws -> FindingReport {
    // Made in the walk, when SQLite has found no damage.
    var search: FindingSearch?
    let faults = try self.integrity(integrity) { pair in
      guard filter == Filter(), !checks.isEmpty else { return }
      let known = try search ?? FindingSearch(self, checks)
      search = known
      known.look(at: pair)
    }
    var report = FindingReport()
    if !faults.contains(where: { $0.check == .file(.database) }) {
      report =
        try search.map {
          try $0.report(with: registerFindings(filter, checks, nil) + recordFindings(filter, checks, nil))
        }
        ?? findings(filter, checks: checks)
    }
    report.add(faults)
    return report
  }

  /// Rows of the claims that pass what the filter asks of single claims; nil if it asks nothing of them.
  func chosenClaims(_ filter: Filter) throws -> Set<Int64>? {
    var rest = filter
    rest.suppliers = []
    rest.recipients = []
    rest.countries = []
    rest.supplierRegions = []
    rest.recipientRegions = []
    rest.states = .asWas
    rest.asOf = nil
    rest.publishedBy = nil
    rest.includeDisputed = false
    guard rest != Filter() else { return nil }
    var rows: Set<Int64> = []
    try claims(filter, columns: [ListColumn("row", .integer, "c.id")]) { rows.insert(try $0.integer(0)) }
    return rows
  }

  /// Hands over each pair whole.
  private func eachPair(
    toCheck filter: Filter, _ vocabulary: Vocabulary, _ tried: TriedClaims?,
    _ body: (PairClaims) throws -> Void
  ) throws {
    let whole = try writtenOut(filter).partiesAndDates
    guard let tried, !tried.pairs.areMany else { return try eachPair(whole, vocabulary, body) }
    var loader = try ClaimLoader(
      self, vocabulary, Grounds(self, asOf: whole.asOf, publishedBy: whole.publishedBy))
    for pair in tried.pairs.pairs.sorted() {
      let (supplier, recipient) = TouchedPairs.unpack(pair)
      var conditions = try claimConditions(whole)
      for (column, index) in [("c.supplier", supplier), ("c.recipient", recipient)] {
        guard index >= 0 else {
          conditions.add("\(column) IS NULL")
          continue
        }
        conditions.add(column, in: [directory[index].code.rawValue])
      }
      try loader.pairs(where: conditions.sql, bind: { try conditions.bind($0) }, body)
    }
  }
}

/// Looks for faults pair by pair.
private final class FindingSearch {
  let vocabulary: Vocabulary
  /// Only what concerns one of these rows; nil: everything.
  var chosen: Set<Int64>?
  /// Only what concerns one of these claims; nil: everything.
  var tried: TriedClaims?
  private let checks: Set<Check>
  private let sight: CheckSight
  private let directory: PartyDirectory
  private var counts = FindingReport()
  private var found: [KnowledgeFinding] = []
  /// Per unit the largest figures.
  private var figures: [FigureUnit: LargestAmounts<Figured>] = [:]
  private typealias Figured = (claim: KnowledgeFinding.Claim, supplier: PartyCode?, recipient: PartyCode?)

  init(_ knowledgeBase: KnowledgeBase, _ checks: Set<Check>) throws {
    self.checks = checks
    directory = knowledgeBase.directory
    vocabulary = try knowledgeBase.vocabulary()
    sight = try CheckSight(knowledgeBase, vocabulary)
  }

  func look(at pair: PairClaims) {
    counts.pairs += 1
    counts.claims += pair.claims.count
    if checks.contains(.tooLarge) { addFigures(of: pair) }
    for finding in sight.findings(pair, directory) where checks.contains(finding.check) {
      let claims = finding.claims.map {
        KnowledgeFinding.Claim(row: pair.claims[$0].id, key: pair.claims[$0].key)
      }
      if let chosen, !claims.contains(where: { chosen.contains($0.row) }) { continue }
      if let tried, !claims.contains(where: { tried.places[$0.key] != nil }) { continue }
      found.append(
        KnowledgeFinding(
          check: .claims(finding.check), severity: finding.severity, supplier: pair.supplier,
          recipient: pair.recipient, sentence: finding.sentence, claims: claims,
          transfers: finding.transferKeys,
          numbers: finding.numbers.map {
            KnowledgeFinding.Number(name: $0.name, thousandths: $0.value, unit: vocabulary.units[$0.unit])
          }))
    }
  }

  private func addFigures(of pair: PairClaims) {
    for claim in pair.claims where claim.rank.counts {
      for (number, unit) in claim.thousandths {
        figures[vocabulary.units[unit], default: LargestAmounts(most: 10)].add(
          number,
          (KnowledgeFinding.Claim(row: claim.id, key: claim.key), pair.supplier, pair.recipient))
      }
    }
  }

  /// The largest claims of each unit in which all claims come to more than can be kept.
  private func tooLarge() -> [KnowledgeFinding] {
    figures.sorted { $0.key < $1.key }.compactMap { unit, figures in
      let largest = figures.tooLarge
      let claims = largest.map(\.claim).sorted { $0.key < $1.key }
      if claims.isEmpty { return nil }
      if let chosen, !claims.contains(where: { chosen.contains($0.row) }) { return nil }
      if let tried, !claims.contains(where: { tried.places[$0.key] != nil }) { return nil }
      let isOfOnePair = Set(largest.map { [$0.supplier, $0.recipient] }).count == 1
      return KnowledgeFinding(
        check: .claims(.tooLarge), severity: .warning, supplier: isOfOnePair ? largest[0].supplier : nil,
        recipient: isOfOnePair ? largest[0].recipient : nil,
        sentence:
          "All claims in \(unit) come to more than can be added up, so that totals may have no figure. "
          + "The largest of them: \(claims.map { $0.key.identifier("c") }.joined(separator: ", ")). "
          + "Correct them, or deprecate what is mistyped (armskb rank).",
        claims: claims)
    }
  }

  /// What was found, and what registers say beside it.
  func report(with registers: [KnowledgeFinding]) -> FindingReport {
    var report = counts
    report.add(
      found + tooLarge()
        + registers.filter { finding in
          chosen.map { chosen in finding.claims.contains { chosen.contains($0.row) } } ?? true
        })
    return report
  }
}

/// What the checks need to know beside the claims of a pair, read once.
private struct CheckSight {
  private let checks: PairChecks
  private let grouping: TransferGrouping
  private let designations: [String]
  private let kinship: DesignationKinship
  private let volumeIndexSources: Set<Int64>
  private let names: [Int64: String]
  /// Per row of a document that of its publisher.
  private let publishers: [Int64: Int64]

  /// A finding with what its places stand for.
  struct Found {
    var check: Check
    var severity: Finding.Severity
    var sentence: String
    var claims: [Int]
    var transferKeys: [ContentHash]
    var numbers: [Finding.Number]
  }

  init(_ knowledgeBase: KnowledgeBase, _ vocabulary: Vocabulary) throws {
    var units = vocabulary.units
    var money = Set(Currency.codes.map { units.number(of: FigureUnit(rawValue: $0)) })
    try knowledgeBase.rows(
      """
      SELECT DISTINCT currency, price_year FROM claim
      WHERE price_year IS NOT NULL AND currency <> 'TIV' ORDER BY currency, price_year
      """
    ) { row in
      let unit = FigureUnit(currency: try row.currency(0), priceYear: try row.yearOrNil(1))
      if unit.isMoney { money.insert(units.number(of: unit)) }
    }
    let tiv = units.number(of: .tiv)
    let numbers = units
    let isMoney = money
    checks = PairChecks(
      tree: knowledgeBase.categories,
      units: PairCheckUnits(tiv: tiv, isMoney: { isMoney.contains($0) }, name: { numbers[$0].rawValue }))
    grouping = TransferGrouping(tree: knowledgeBase.categories)
    designations = vocabulary.designations
    kinship = DesignationKinship(designations: vocabulary.designations)
    var names: [Int64: String] = [:]
    var institutes: Set<Int64> = []
    try knowledgeBase.rows(
      """
      SELECT id, name, name FROM source UNION ALL SELECT a.source, s.name, a.alias FROM source_alias AS a
      JOIN source AS s ON s.id = a.source ORDER BY 1, 3
      """
    ) { row in
      let id = try row.integer(0)
      names[id] = try row.text(1)
      if CheckSight.publishesVolumes(try row.text(2)) { institutes.insert(id) }
    }
    // Others print these volumes as a series of their own; the reference data say of them whose it is.
    try knowledgeBase.rows("SELECT id, note FROM source WHERE note IS NOT NULL ORDER BY id") { row in
      if CheckSight.printsVolumes(try row.text(1)) { institutes.insert(try row.integer(0)) }
    }
    self.names = names
    volumeIndexSources = institutes
    var publishers: [Int64: Int64] = [:]
    try knowledgeBase.rows(
      "SELECT id, publisher_source FROM document WHERE publisher_source IS NOT NULL ORDER BY id"
    ) { publishers[try $0.integer(0)] = try $0.integer(1) }
    self.publishers = publishers
  }

  /// Whether that is the institute that measures transfers in TIV, or a dataset of it, in whatever spelling.
  private static func publishesVolumes(_ name: String) -> Bool {
    let words = Set(NameFolding.fold(name).split { !$0.isLetter }.map(String.init))
    return words.contains("sipri") || words.isSuperset(of: ["stockholm", "peace", "research"])
  }

  /// Whether a note says that a source's series on arms are those of the institute.
  private static func printsVolumes(_ note: String) -> Bool {
    let words = NameFolding.fold(note).split(separator: " ")
    return words.contains("series") && words.contains("sipris")
  }

  func findings(_ pair: PairClaims, _ directory: PartyDirectory) -> [Found] {
    let transfers = grouping.transfers(of: pair.claims, verdicts: pair.verdicts)
    func side(_ code: PartyCode?, _ role: String) -> PairContext.Side {
      guard let code else { return PairContext.Side(name: "an unknown \(role)") }
      let party = directory[code]
      return PairContext.Side(name: party?.name ?? code.rawValue, validity: party?.validity ?? Period())
    }
    let names = names
    let context = PairContext(
      supplier: side(pair.supplier, "supplier"), recipient: side(pair.recipient, "recipient"),
      volumeIndexSources: volumeIndexSources,
      voices: pair.claims.map { claim in
        ClaimVoice(
          asserter: claim.hasAsserter ? claim.origin : nil, publisher: publishers[claim.document],
          agency: claim.agency == 0 ? nil : claim.agency, document: claim.document)
      },
      designations: designations, kinship: kinship, verdicts: pair.verdicts, sourceName: { names[$0] })
    return checks.findings(claims: pair.claims, transfers: transfers, context: context).map { finding in
      Found(
        check: finding.check, severity: finding.severity, sentence: finding.sentence, claims: finding.claims,
        transferKeys: finding.transfers.map { transfers[$0].key }.sorted(), numbers: finding.numbers)
    }
  }
}
