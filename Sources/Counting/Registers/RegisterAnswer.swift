public import ArmsModel

/// What a claim says that can be held against a register.
public struct RegisterQuestion: Sendable {
  /// How far it came.
  public var stage: Stage
  /// One deal or a sum over a period.
  public var scope: Scope
  /// The number of the designation, 0 for none.
  public var weapon: Int32 = 0
  /// The designation; empty for none.
  public var designation = ""
  /// The category, -1 for none.
  public var category: CategoryTree.Index = -1
  /// The quantity; nil for not said.
  public var quantity: CountedClaim.Interval?
  /// The unit of the quantity; nil for pieces.
  public var quantityUnit: String?
  /// Money or TIV in thousandths; nil for not said.
  public var value: CountedClaim.Interval?
  /// The unit of the value.
  public var valueUnit: FigureUnit?
  /// The first year that it speaks of; nil where open or not known.
  public var firstYear: Int?
  /// The last year that it speaks of; nil where open or not known.
  public var lastYear: Int?
  /// The year in which it was published; nil for not known.
  public var publishedYear: Int?

  /// A claim of which only the stage is known.
  public init(stage: Stage, scope: Scope = .deal) {
    self.stage = stage
    self.scope = scope
  }

  /// What that claim says.
  ///
  /// - Parameters:
  ///   - designations: the name of each designation, at the place of its number.
  ///   - units: the units by number.
  ///   - isOpen: whether it gives only the end of its time, "by 2014", which a counted claim does not tell.
  public init(_ claim: CountedClaim, designations: [String], units: UnitNumbers, isOpen: Bool = false) {
    self.init(stage: claim.stage, scope: claim.scope)
    weapon = claim.weapon
    if designations.indices.contains(Int(claim.weapon)) { designation = designations[Int(claim.weapon)] }
    category = claim.category
    quantity = claim.saidQuantity
    if quantity != nil, claim.saidQuantityUnit != UnitNumbers.pieces {
      quantityUnit = units[claim.saidQuantityUnit].rawValue
    }
    value = claim.saidValue
    if value != nil { valueUnit = units[claim.unit] }
    if claim.firstDay != .min, !isOpen { firstYear = Int(claim.firstDay / 10_000) }
    if claim.lastDay != .max { lastYear = Int(claim.lastDay / 10_000) }
    if claim.published > 0 { publishedYear = Int(claim.published / 10_000) }
  }
}

/// What a register has beside a claim.
public struct RegisterAnswer: Sendable {
  /// Why a claim and the register do not say the same.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// The years are some apart.
    case year
    /// They count in different units.
    case unit
    /// The register files it under another kind.
    case classification
    /// The register does not list that kind of arms.
    case scope
    /// One speaks of an order, the other of what was delivered.
    case stage
    /// The numbers differ.
    case quantity
    /// The register has it from another supplier.
    case supplier
    /// The register has nothing of it.
    case missing
    /// The edition is too old, or begins too late, to have it.
    case age

    /// The check that gives it as a finding.
    public var check: Check {
      switch self {
      case .year: .registerYear
      case .unit: .registerUnit
      case .classification: .registerClass
      case .scope: .registerScope
      case .stage: .registerStage
      case .quantity: .registerQuantity
      case .supplier: .registerSupplier
      case .missing: .registerMissing
      case .age: .registerAge
      }
    }
  }

  /// One mismatch.
  public struct Remark: Hashable, Sendable {
    /// Why.
    public var reason: Reason
    /// What differs: whole sentences.
    public var sentence: String
    /// The number claimed; nil where none is compared.
    public var claimed: Int64?
    /// The register's number.
    public var listed: Int64?
  }

  /// The register's deals of the pair that the claim may speak of, the nearest first.
  public var deals: [RegisterDeal] = []
  /// Deals of the same weapon for the same recipient from other suppliers.
  public var others: [RegisterDeal] = []
  /// The mismatches, in the order of their reasons.
  public var remarks: [Remark] = []
  /// What agrees or cannot be compared: whole sentences.
  public var notes: [String] = []

  /// Nothing found, nothing said.
  public init() {}

  mutating func add(_ reason: Reason, _ sentence: String, claimed: Int64? = nil, listed: Int64? = nil) {
    remarks.append(Remark(reason: reason, sentence: sentence, claimed: claimed, listed: listed))
  }
}
