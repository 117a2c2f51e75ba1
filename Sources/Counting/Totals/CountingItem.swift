public import ArmsModel

/// A transfer or an aggregate as it stands in one total.
public struct CountingItem: Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A transfer: its place in the list of transfers.
    case transfer(Int)
    /// An aggregate: the place of its first claim in the list of claims.
    case aggregate(Int)
    /// A deal claim that is set aside and fits no transfer: its place in the list of claims.
    case claim(Int)
  }

  /// What became of it; the numbers are places in `PairTotal.items` of a total made with `explain`.
  public enum Standing: Hashable, Sendable {
    /// It is a term of the sum.
    case counted
    /// It lies inside that aggregate, which counts the larger of its own figure and the sum inside it.
    case contained(in: Int)
    /// It overlaps that aggregate without lying inside it, so that it may be part of it: it is not added.
    case overlapped(by: Int)
    /// It was not taken in.
    case leftOut(LeftOut)
  }

  /// Why something was not taken in.
  public enum LeftOut: Hashable, Sendable {
    /// Its stage is not among those that were asked for.
    case stage(Stage)
    /// It was refused and is not asked for.
    case denied
    /// It was cancelled and is not asked for.
    case cancelled
    /// Its claims disagree on whether it happened.
    case disputed
    /// All its claims are deprecated.
    case deprecated
    /// A newer release of the same dataset, or one of more years, says it anew.
    case superseded
    /// Another file of the dataset says it, in another layout.
    case otherLayout
    /// Another file of the dataset says it year by year.
    case saidByYear
    /// It is a sum, and the register itself gives the deals.
    case saidByDeal
    /// A sum that its own source gave otherwise later.
    case corrected
    /// The sum of its deal's deliveries has it, and a verdict keeps it apart from that.
    case part
    /// A side was no member of what was asked for at the time.
    case notMember
    /// It lies outside the window, or only partly inside while only what is wholly inside was asked for.
    case outsideWindow
    /// It has no date, and a window was asked for.
    case undated
    /// It is of another category than was asked for, or names none.
    case otherCategory
    /// It is of another designation than was asked for, or names none.
    case otherWeapon
    /// An aggregate that overlaps one that was chosen: of the two, at most one counts.
    case otherAggregate
    /// An aggregate whose deals and neighbours come to more without it.
    case outweighed
  }

  /// What it is.
  public var kind: Kind
  /// What it claims in the total's unit; nil for not said.
  public var figure: Figure?
  /// The figure before conversion, with its unit's number and the factor; nil where nothing was converted.
  public var original: (figure: Figure, unit: Int32, factor: Double)?
  /// Whether it stays in its own unit as it would be too large in the one that was asked for.
  public var isTooLargeToConvert = false
  /// What it adds to the total; nil if it is not counted or has no figure.
  ///
  /// `best` of all counted items adds up to the total's `best`. `low` and `high` of a counted aggregate take
  /// in what lies inside it; the total's own `low` may come from another choice of aggregates, and its `high`
  /// takes in what was overlapped.
  public var counted: Figure?
  /// What became of it in `best` and `high`.
  public var standing: Standing
  /// What became of it in `low`.
  public var standingInLow: Standing
  /// The first day that it may mean; `Int32.min` where open or not known.
  public var firstDay: Int32
  /// The last day that it may mean; `Int32.max` where open or not known.
  public var lastDay: Int32
  /// The category, -1 if none is named.
  public var category: CategoryTree.Index
  /// The designation, 0 if none is named.
  public var weapon: Int32
  /// Places of its claims in the list of claims; the deprecated ones of a transfer are among them.
  public var claims: [Int]
  /// Of a transfer whose register gives its deliveries year by year, these, by time; else empty.
  ///
  /// Those that are taken in add up to the figure that the register gives; only in a total made with `explain`.
  public var parts: [Part] = []

  /// One of several deliveries of a deal.
  public struct Part: Hashable, Sendable {
    /// Place of its claim in the list of claims.
    public var claim: Int
    /// What it says by itself in the total's unit; nil for not said.
    public var figure: Figure?
    /// The first day that it may mean.
    public var firstDay: Int32
    /// The last day that it may mean.
    public var lastDay: Int32
    /// Whether it lies inside the time that was asked for.
    public var isTakenIn: Bool
  }
}

extension CountedClaim.SetAside {
  /// The same as a reason for leaving something out.
  public var leftOut: CountingItem.LeftOut {
    switch self {
    case .newerRelease: .superseded
    case .otherLayout: .otherLayout
    case .byYear: .saidByYear
    case .byDeal: .saidByDeal
    case .corrected: .corrected
    }
  }
}
