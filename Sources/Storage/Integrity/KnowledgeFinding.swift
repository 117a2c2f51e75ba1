public import ArmsModel
public import Counting

/// A check of claims, or of the file that they are kept in.
public enum KnowledgeCheck: Hashable, Sendable, CaseIterable {
  /// Of the claims of one pair of parties.
  case claims(Check)
  /// Of the file and its reference data.
  case file(IntegrityCheck)

  /// Those of claims first, each kind in its own order.
  public static let allCases: [KnowledgeCheck] =
    Check.allCases.map { .claims($0) } + IntegrityCheck.allCases.map { .file($0) }

  /// The check of that name, or nil.
  public init?(name: String) {
    guard let check = KnowledgeCheck.allCases.first(where: { $0.name == name }) else { return nil }
    self = check
  }

  /// The word on the command line and in answers.
  public var name: String {
    switch self {
    case .claims(let check): check.rawValue
    case .file(let check): check.rawValue
    }
  }

  /// What it finds, in one sentence with a full stop.
  public var meaning: String {
    switch self {
    case .claims(let check): check.meaning
    case .file(let check): check.meaning
    }
  }

  /// Whether it looks at claims one by one or pair by pair, so that a filter or a file of records can limit it.
  public var isOfClaims: Bool {
    switch self {
    case .claims: true
    case .file(let check): check == .evidencePlace
    }
  }

  static let places: [KnowledgeCheck: Int] = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// What a check found in a knowledge base.
public struct KnowledgeFinding: Hashable, Sendable {
  /// A claim that it concerns.
  public struct Claim: Hashable, Sendable {
    /// Its row.
    public var row: Int64
    /// Its identity.
    public var key: ContentHash
  }

  /// A number that it rests on.
  public struct Number: Hashable, Sendable {
    /// What it is: a stable word for scripts, such as `claimed`.
    public var name: String
    /// In thousandths of the unit, quantities as well.
    public var thousandths: Int64
    /// The unit.
    public var unit: FigureUnit

    /// A number of that name.
    public init(name: String, thousandths: Int64, unit: FigureUnit) {
      self.name = name
      self.thousandths = thousandths
      self.unit = unit
    }
  }

  /// The check.
  public var check: KnowledgeCheck
  /// How much it matters.
  public var severity: Finding.Severity
  /// The supplier that it is about; nil for not known, or where it is about no pair.
  public var supplier: PartyCode?
  /// The recipient that it is about, likewise.
  public var recipient: PartyCode?
  /// What was found and what to do about it: whole sentences.
  public var sentence: String
  /// The claims that it concerns, in the order of their identities.
  public var claims: [Claim] = []
  /// The identities of the transfers that it concerns, in their order.
  public var transfers: [ContentHash] = []
  /// The numbers in the sentence.
  public var numbers: [Number] = []
}

/// What checks found, and how much they looked at.
public struct FindingReport: Sendable {
  /// The findings: the gravest first, then by check, parties and claims.
  public private(set) var findings: [KnowledgeFinding] = []
  /// Pairs of parties that were looked at.
  public internal(set) var pairs = 0
  /// Claims that were looked at, those of no rank among them.
  public internal(set) var claims = 0

  /// Nothing found.
  public init() {}

  /// Whether anything was found that is graver than a note.
  public var hasFaults: Bool { findings.contains { $0.severity > .note } }

  /// Takes in more findings.
  public mutating func add(_ more: [KnowledgeFinding]) {
    findings = (findings + more).sorted { a, b in
      if a.severity != b.severity { return a.severity > b.severity }
      if a.check != b.check {
        return KnowledgeCheck.places[a.check, default: 0] < KnowledgeCheck.places[b.check, default: 0]
      }
      let (partiesA, partiesB) = (FindingReport.parties(a), FindingReport.parties(b))
      if partiesA != partiesB { return partiesA.lexicographicallyPrecedes(partiesB) }
      let (keysA, keysB) = (a.claims.map(\.key), b.claims.map(\.key))
      if keysA != keysB { return keysA.lexicographicallyPrecedes(keysB) }
      return a.sentence < b.sentence
    }
  }

  private static func parties(_ finding: KnowledgeFinding) -> [String] {
    [finding.supplier?.rawValue ?? "", finding.recipient?.rawValue ?? ""]
  }
}
