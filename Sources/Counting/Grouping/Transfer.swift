public import ArmsModel

/// The real-world deal that one or more deal claims of one pair speak of: a judgement by rule.
public struct Transfer: Sendable {
  /// Why a claim stands in a transfer.
  public enum Rule: String, Sendable {
    /// It is the first claim of the transfer in canonical order.
    case first
    /// It says the same as one that is here already, in another document.
    case sameContent = "same content"
    /// Same designation, compatible times, nothing contradictory.
    case designation = "same designation"
    /// Same or kindred category, compatible times, and the same quantity or value.
    case figure = "same figure"
    /// Its register gives it the same deal key as a claim that is here.
    case register = "same deal key"
    /// Its register gives the deliveries of the deal year by year, and this is one of them.
    case part = "part of the sum"
    /// A person judged that it speaks of this transfer.
    case verdict
  }

  /// One claim of the transfer.
  public struct Member: Sendable {
    /// Place of the claim in the list that was grouped.
    public var claim: Int
    /// Why it stands here.
    public var rule: Rule
    /// How well it fitted, by the points of docs/counting.md; 0 for the first one, for verdicts and deal keys.
    public var score: Int
    /// A member.
    public init(claim: Int, rule: Rule, score: Int = 0) {
      self.claim = claim
      self.rule = rule
      self.score = score
    }
  }

  /// The claims, in canonical order.
  public var members: [Member]
  /// The identity of the first of them.
  public var key: ContentHash
  /// The furthest stage that they reach.
  public var stage: Stage
  /// Whether they disagree on whether it happened.
  public var isDisputed: Bool
  /// The designation, 0 if none is named.
  public var weapon: Int32
  /// The narrowest category named, -1 if none.
  public var category: CategoryTree.Index
  /// Quantities and values by unit, in ascending order of the units' numbers.
  public var figures: [UnitFigure]
  /// The first day that it may mean; `Int32.min` where not known.
  public var firstDay: Int32
  /// The last day that it may mean; `Int32.max` where not known.
  public var lastDay: Int32
  /// Number of independent origins.
  public var origins: Int
  /// The batch with which the grouping came to be what it is: the newest among those of its claims and of the
  /// verdicts on them.
  public var batch: Int64 = 0
  /// Admiralty credibility of the best figure, or of the whole where there is none: as claimed, raised by
  /// independent origins, capped by contradiction; 0: nobody said, and nothing raises it.
  public var credibility: UInt8 = 0
  /// Admiralty reliability of who said the best figure: 1 for A to 6 for F, 0 for not said.
  public var reliability: UInt8 = 0
  /// Why it has no quantity, where it has none: the reason that the best of its claims gives.
  public var absence = Absence.notSaid

  /// A figure in one unit.
  public struct UnitFigure: Hashable, Sendable {
    /// The unit's number.
    public var unit: Int32
    /// Whether it is a number of things, not money or TIV.
    public var isQuantity: Bool
    /// Low, best and high.
    public var figure: Figure
    /// Place of the claim that `best` comes from in the list that was grouped.
    public var bestClaim: Int
    /// How `best` was qualified in print.
    public var qualifier = Qualifier.none
    /// A figure of those properties.
    public init(unit: Int32, isQuantity: Bool, figure: Figure, bestClaim: Int) {
      self.unit = unit
      self.isQuantity = isQuantity
      self.figure = figure
      self.bestClaim = bestClaim
    }
  }

  /// A transfer of those properties.
  public init(
    members: [Member], key: ContentHash, stage: Stage, isDisputed: Bool, weapon: Int32,
    category: CategoryTree.Index, figures: [UnitFigure], firstDay: Int32, lastDay: Int32, origins: Int
  ) {
    self.members = members
    self.key = key
    self.stage = stage
    self.isDisputed = isDisputed
    self.weapon = weapon
    self.category = category
    self.figures = figures
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.origins = origins
  }
}
