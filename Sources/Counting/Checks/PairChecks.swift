public import ArmsModel

/// Who speaks in a claim, by rows of sources; nil where nobody is named.
public struct ClaimVoice: Hashable, Sendable {
  /// Who says so.
  public var asserter: Int64?
  /// Who published the document.
  public var publisher: Int64?
  /// The news agency that the document comes from.
  public var agency: Int64?
  /// The row of the document.
  public var document: Int64

  /// A voice of those.
  public init(asserter: Int64? = nil, publisher: Int64? = nil, agency: Int64? = nil, document: Int64) {
    self.asserter = asserter
    self.publisher = publisher
    self.agency = agency
    self.document = document
  }

  /// Whose words the document are: the agency's, else the publisher's.
  var speaker: Int64? { agency ?? publisher }
}

/// What the checks need to know of units.
public struct PairCheckUnits: Sendable {
  /// The number of SIPRI's trend-indicator value; 0 if no claim has it.
  public var tiv: Int32
  /// Whether a unit is money, in current or constant prices.
  public var isMoney: @Sendable (Int32) -> Bool
  /// The name of a unit for people.
  public var name: @Sendable (Int32) -> String

  /// Units of those properties.
  public init(
    tiv: Int32, isMoney: @escaping @Sendable (Int32) -> Bool, name: @escaping @Sendable (Int32) -> String
  ) {
    self.tiv = tiv
    self.isMoney = isMoney
    self.name = name
  }
}

/// What the checks need to know of one pair beside its claims.
public struct PairContext: Sendable {
  /// One of the two parties.
  public struct Side: Sendable {
    /// Its name for people.
    public var name: String
    /// When it existed.
    public var validity: Period
    /// A party of that name and time.
    public init(name: String, validity: Period = Period()) {
      self.name = name
      self.validity = validity
    }
  }

  /// The supplier.
  public var supplier: Side
  /// The recipient.
  public var recipient: Side
  /// Rows of the sources that publish volumes and no prices: SIPRI.
  public var volumeIndexSources: Set<Int64>
  /// Per claim, at the same place, who speaks; empty: not known, nothing is said of citing.
  public var voices: [ClaimVoice]
  /// The name of each designation, at the place of its number; place 0 stands for none.
  public var designations: [String]
  /// Which of these are one, or variants of one another.
  public var kinship: DesignationKinship
  /// What persons judged.
  public var verdicts: Verdicts
  /// The name of a source for people; nil if there is none.
  public var sourceName: @Sendable (Int64) -> String?

  /// A context of those properties.
  ///
  /// - Parameter kinship: that of the designations, where it is known from another pair.
  public init(
    supplier: Side, recipient: Side, volumeIndexSources: Set<Int64> = [], voices: [ClaimVoice] = [],
    designations: [String] = [], kinship: DesignationKinship? = nil, verdicts: Verdicts = Verdicts(),
    sourceName: @escaping @Sendable (Int64) -> String? = { _ in nil }
  ) {
    self.supplier = supplier
    self.recipient = recipient
    self.volumeIndexSources = volumeIndexSources
    self.voices = voices
    self.designations = designations
    self.kinship = kinship ?? DesignationKinship(designations: designations)
    self.verdicts = verdicts
    self.sourceName = sourceName
  }
}

/// Checks the claims of one pair against one another and against what is known of the pair.
public struct PairChecks: Sendable {
  let tree: CategoryTree
  let units: PairCheckUnits
  private let review: TransferReview

  /// Checks with the categories of that tree, and those units.
  public init(tree: CategoryTree, units: PairCheckUnits) {
    self.tree = tree
    self.units = units
    review = TransferReview(tree: tree)
  }

  /// What is wrong, or may be, with the claims of one pair.
  ///
  /// Claims that are deprecated, or set aside by a newer release, are not checked; releases that were set aside
  /// are still compared with. The same claims in any order give the same findings.
  ///
  /// - Parameters:
  ///   - claims: all live claims of the pair.
  ///   - transfers: what `TransferGrouping` made of the same list.
  /// - Returns: the findings in the order of the checks, within a check the gravest first.
  public func findings(claims: [CountedClaim], transfers: [Transfer], context: PairContext) -> [Finding] {
    var run = CheckRun(claims: claims, transfers: transfers, context: context, tree: tree, units: units)
    run.checkVolumes()
    for place in transfers.indices { run.checkTransfer(place) }
    let pairs = review.find(transfers, claims, context.kinship, context.verdicts, contradictionsOnly: true)
    for pair in pairs { run.checkPair(pair) }
    run.checkYears(of: context.supplier, role: "supplier")
    run.checkYears(of: context.recipient, role: "recipient")
    run.checkAmendments()
    run.checkAggregates()
    run.checkSources()
    run.checkQuantityWords()
    run.checkPublication()
    return run.sorted()
  }
}

/// One run of the checks over one pair.
struct CheckRun {
  let claims: [CountedClaim]
  let transfers: [Transfer]
  let context: PairContext
  let tree: CategoryTree
  let units: PairCheckUnits
  private var findings: [Finding] = []

  init(
    claims: [CountedClaim], transfers: [Transfer], context: PairContext, tree: CategoryTree,
    units: PairCheckUnits
  ) {
    self.claims = claims
    self.transfers = transfers
    self.context = context
    self.tree = tree
    self.units = units
  }

  mutating func add(
    _ check: Check, _ severity: Finding.Severity, claims places: [Int], transfers: [Int] = [],
    _ sentence: String, _ numbers: [Finding.Number] = []
  ) {
    findings.append(
      Finding(
        check: check, severity: severity, claims: places.sorted { claims[$0].key < claims[$1].key },
        transfers: transfers.sorted(), sentence: sentence,
        // What was too large to be added up is no number.
        numbers: numbers.filter { $0.value < .max }))
  }

  /// By check, severity, then by the keys of the claims and the words.
  func sorted() -> [Finding] {
    var order: [Check: Int] = [:]
    for (place, check) in Check.allCases.enumerated() { order[check] = place }
    func keys(_ finding: Finding) -> [ContentHash] { finding.claims.map { claims[$0].key } }
    return findings.sorted { a, b in
      if a.check != b.check { return (order[a.check] ?? 0) < (order[b.check] ?? 0) }
      if a.severity != b.severity { return a.severity > b.severity }
      let (keysA, keysB) = (keys(a), keys(b))
      if keysA != keysB { return keysA.lexicographicallyPrecedes(keysB) }
      return a.sentence < b.sentence
    }
  }

  // MARK: - Claims

  /// Places of the transfer's claims that count, in the order of their keys.
  func counting(_ transfer: Transfer) -> [Int] {
    transfer.members.map(\.claim).filter { claims[$0].rank.counts }.sorted { claims[$0].key < claims[$1].key }
  }

  func voice(_ claim: Int) -> ClaimVoice? {
    context.voices.indices.contains(claim) ? context.voices[claim] : nil
  }

  /// The name of who says it: the asserter, else the agency, the publisher, the origin.
  func speaker(_ claim: Int) -> String {
    let voice = voice(claim)
    let rows = [voice?.asserter, voice?.agency, voice?.publisher, claims[claim].origin]
    for case let row? in rows {
      if let name = context.sourceName(row), !name.isEmpty { return name }
    }
    return claims[claim].key.identifier("c")
  }

  /// The names of who says it in those claims, each once, in the order of the alphabet.
  func speakers(_ places: [Int]) -> String { FindingWords.list(Set(places.map(speaker)).sorted()) }

  /// A number for people in its unit.
  func words(_ number: Int64, _ unit: Int32, isQuantity: Bool) -> String {
    if isQuantity {
      let digits = FindingWords.decimal(thousandths(number, isQuantity: true))
      return unit == UnitNumbers.pieces ? digits : digits + " (" + units.name(unit) + ")"
    }
    return unit == units.tiv ? FindingWords.tiv(number) : FindingWords.money(number, units.name(unit))
  }

  /// An interval for people: "10", "10 to 12", "more than 60".
  func words(_ interval: CountedClaim.Interval, _ unit: Int32, isQuantity: Bool) -> String {
    let best = words(interval.best, unit, isQuantity: isQuantity)
    if let qualifier = interval.qualifier.word, interval.qualifier != .words { return qualifier + " " + best }
    if interval.high == .max { return "at least " + best }
    if interval.low == interval.high { return best }
    return words(interval.low, unit, isQuantity: isQuantity) + " to "
      + words(interval.high, unit, isQuantity: isQuantity)
  }

  /// A figure's number in thousandths.
  func thousandths(_ number: Int64, isQuantity: Bool) -> Int64 {
    guard isQuantity else { return number }
    let (product, overflow) = number.multipliedReportingOverflow(by: 1000)
    return overflow ? .max : product
  }

  func number(_ name: String, _ value: Int64, _ unit: Int32, isQuantity: Bool) -> Finding.Number {
    Finding.Number(name: name, value: thousandths(value, isQuantity: isQuantity), unit: unit)
  }

  /// What a transfer or aggregate is about, for people: the designation, the category, or "arms".
  func goods(_ weapon: Int32, _ category: CategoryTree.Index) -> String {
    if weapon > 0, context.designations.indices.contains(Int(weapon)),
      !context.designations[Int(weapon)].isEmpty
    {
      return context.designations[Int(weapon)]
    }
    return category >= 0 ? tree.categories[Int(category)].name.lowercased() : "arms"
  }

  /// Those claims collapsed by what they say; contents in canonical order, claims in that of their keys.
  func contents(of places: [Int]) -> [(content: ClaimContent, claims: [Int])] {
    let entries = places.map { (ClaimContent(claims[$0]), $0) }.sorted {
      if $0.0 < $1.0 { return true }
      if $1.0 < $0.0 { return false }
      return claims[$0.1].key < claims[$1.1].key
    }
    var result: [(content: ClaimContent, claims: [Int])] = []
    for (content, place) in entries {
      if let last = result.indices.last, !(result[last].content < content) {
        result[last].claims.append(place)
      } else {
        result.append((content, [place]))
      }
    }
    return result
  }
}

/// Whether two intervals overlap or come within 10 % of one another.
func agree(_ a: CountedClaim.Interval, _ b: CountedClaim.Interval) -> Bool {
  a.low <= saturatingSum(b.high, b.high / 10) && b.low <= saturatingSum(a.high, a.high / 10)
}
