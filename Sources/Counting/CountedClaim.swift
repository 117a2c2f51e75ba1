public import ArmsModel

/// A claim reduced to what counting needs, all names replaced by numbers.
///
/// Numbers for origins and documents mean nothing but equality. Numbers for weapons and units settle ties as
/// well: give them in an order that does not depend on the order of import, such as that of the names; 0 is
/// "not said". All figures of money and TIV are thousandths of the unit, all quantities whole. A figure below
/// zero, or money without a unit, counts as not said.
public struct CountedClaim: Sendable {
  /// The identity of the claim; settles every tie, so that the order of import changes nothing.
  public var key: ContentHash
  /// The row of the claim.
  public var id: Int64
  /// The row of its document.
  public var document: Int64
  /// The row of the source that first said it.
  public var origin: Int64
  /// How far it came.
  public var stage: Stage
  /// One deal or a sum over a period.
  public var scope: Scope
  /// The designation, 0 for none.
  public var weapon: Int32
  /// The category, claimed or that of the weapon, -1 for none.
  public var category: CategoryTree.Index
  /// The quantity: low and high are equal unless the claim gives a range; nil for not said.
  public var quantity: Interval?
  /// The unit of the quantity (see `UnitNumbers`), 0 for not said.
  public var quantityUnit: Int32
  /// Money or TIV in thousandths; nil for not said.
  public var value: Interval?
  /// The unit of the value (see `UnitNumbers`), 0 for not said.
  public var unit: Int32
  /// The first day that it may mean, year × 10000 + month × 100 + day; `Int32.min` where open or not known.
  public var firstDay: Int32
  /// The last day that it may mean; `Int32.max` where open or not known.
  public var lastDay: Int32
  /// Day of publication likewise, 0 where not known.
  public var published: Int32
  /// Day of publication likewise, where it lies after the day of recording, so that `published` is 0.
  public var publishedAhead: Int32 = 0
  /// Admiralty credibility 1 (confirmed) to 5 (improbable); 6 and 0: cannot be judged, not said.
  public var credibility: UInt8
  /// Preferred, normal, superseded or deprecated.
  public var rank: Rank
  /// The batch that recorded it.
  public var batch: Int64 = 0
  /// Admiralty reliability of who said it: 1 for A to 6 for F, 0 for not said.
  public var reliability: UInt8 = 0
  /// Whether its origin is a party to the deal, or its own government's register: a primary document.
  public var isPrimary = false
  /// Whether somebody is named as saying so; if not, `origin` is the agency or the outlet.
  public var hasAsserter = false
  /// The row of the news agency behind the document, 0 for none named.
  public var agency: Int64 = 0
  /// Why it gives no quantity, where it gives none.
  public var absence = Absence.notSaid
  /// Whether it gives a quantity in words that are not understood, and none beside them.
  public var isQuantityUnread = false
  /// The row of the dataset that its document is a release of, 0 for none.
  public var dataset: Int64 = 0
  /// The day on which the release was made, like `published`; 0 for no release.
  public var release: Int32 = 0
  /// Whether it stands in a file of the dataset itself, not in a record of a single figure taken from it.
  public var isOfEdition = false
  /// The years that the release is limited to, 0 for no limit.
  public var windowFirstYear: Int32 = 0
  /// The last of these years, 0 for no limit.
  public var windowLastYear: Int32 = 0
  /// The dataset's own key of the deal, hashed; 0 for none.
  public var deal: UInt64 = 0
  /// Why it is superseded, where it is.
  public var setAside = SetAside.newerRelease
  /// Of a register's claim the state of the goods by a number, 0 for not said.
  public var condition: UInt8 = 0
  /// Of a register's delivery in several single years these years as a set (see `yearSet`); 0 for none.
  public var years: UInt64 = 0
  /// What it says by itself, where a register gives the deliveries of a deal year by year; nil for all others.
  ///
  /// The first of such claims has the sum of all in `quantity` and `value`, and their span as its days; the
  /// others have the rank `part`.
  public var delivery: Delivery?

  /// One of the deliveries that a deal's figure is the sum of.
  public struct Delivery: Hashable, Sendable {
    /// The quantity that this one claim says; nil for not said.
    public var quantity: Interval?
    /// The money or TIV that it says.
    public var value: Interval?
    /// The first day that this one may mean.
    public var firstDay: Int32
    /// The last day that it may mean.
    public var lastDay: Int32
    /// What one of several deliveries says.
    public init(quantity: Interval?, value: Interval?, firstDay: Int32, lastDay: Int32) {
      self.quantity = quantity
      self.value = value
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  /// The smallest and largest number that one claim gives, and the one to print.
  public struct Interval: Hashable, Sendable {
    /// The smallest.
    public var low: Int64
    /// The one to print, between the ends: `low` of a range, since that much the source vouches for; of a
    /// qualified number the number itself.
    public var best: Int64
    /// The largest, not below `low`; `Int64.max`: no end is given ("more than 60").
    public var high: Int64
    /// How it was qualified in print.
    public var qualifier: Qualifier
    /// The numbers from `low` to `high`, exchanged if they are the wrong way round.
    ///
    /// A range from nothing to N means "up to N", whose one number in print is N.
    public init(_ low: Int64, _ high: Int64? = nil) {
      self.low = min(low, high ?? low)
      self.high = max(low, high ?? low)
      best = self.low == 0 && self.high != .max ? self.high : self.low
      qualifier = self.low == 0 && self.high > 0 ? .upTo : .none
    }
    /// A number as print qualifies it.
    public init(_ number: QualifiedNumber) {
      low = min(number.low, number.best)
      best = number.best
      high = max(number.high, number.best)
      qualifier = number.qualifier
    }
  }

  /// What a person or rule thinks of the claim, in ascending order.
  public enum Rank: UInt8, Comparable, Sendable {
    /// No part of the question: it gives no figure, and no explanation lists it.
    case masked
    /// Left out of every figure.
    case deprecated
    /// Left out of every figure: a newer release of the same dataset says it anew.
    case superseded
    /// Gives no figure by itself: it is a part of the sum that another claim of its deal has.
    case part
    /// As it came.
    case normal
    /// Goes before all others.
    case preferred
    /// Deprecated first.
    public static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
    /// Whether the claim may give figures.
    public var counts: Bool { self >= .normal }
    /// Whether figures rest on it: it counts, or is a part of a sum that does.
    public var contributes: Bool { self >= .part }
  }

  /// Why a claim is superseded.
  public enum SetAside: UInt8, Sendable {
    /// Another release of the same dataset says it anew: a newer one, or one of more years.
    case newerRelease
    /// Another file of the dataset says it, in another layout.
    case otherLayout
    /// Another file of the dataset says it year by year.
    case byYear
    /// A sum: the register itself gives the deals.
    case byDeal
    /// Whoever said it said another figure later.
    case corrected
  }

  /// Whether it is a total of a dataset's edition, and counts.
  var isReleaseTotal: Bool { dataset != 0 && deal == 0 && scope == .aggregate && rank.counts }

  /// A set of years as a number, whatever their order; 0 for no years.
  ///
  /// Different sets have different numbers, but for a chance of one in many billions. No year may stand there
  /// twice.
  public static func yearSet(_ years: some Sequence<Int32>) -> UInt64 {
    years.reduce(0) { set, year in
      var mixed = UInt64(UInt32(bitPattern: year)) &* 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      return set &+ (mixed ^ (mixed >> 27))
    }
  }

  /// A claim of those properties.
  public init(
    key: ContentHash, id: Int64, document: Int64, origin: Int64, stage: Stage, scope: Scope,
    weapon: Int32 = 0, category: CategoryTree.Index = -1, quantity: Interval? = nil, quantityUnit: Int32 = 0,
    value: Interval? = nil, unit: Int32 = 0, firstDay: Int32 = .min, lastDay: Int32 = .max,
    published: Int32 = 0, credibility: UInt8 = 0, rank: Rank = .normal
  ) {
    self.key = key
    self.id = id
    self.document = document
    self.origin = origin
    self.stage = stage
    self.scope = scope
    self.weapon = weapon
    self.category = category
    self.quantity = quantity
    self.quantityUnit = quantityUnit
    self.value = value
    self.unit = unit
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.published = published
    self.credibility = credibility
    self.rank = rank
  }
}

/// Low, best and high of one figure; low is never above best, best never above high.
public struct Figure: Hashable, Sendable {
  /// The smallest that is claimed.
  public var low: Int64
  /// The one to print.
  public var best: Int64
  /// The largest that is claimed; `Int64.max`: no end is given.
  public var high: Int64
  /// A figure of those numbers.
  public init(low: Int64, best: Int64, high: Int64) {
    self.low = low
    self.best = best
    self.high = high
  }
}

extension Figure {
  /// What stands for a figure that is too large to be kept; it stays so, whatever is added.
  public static let tooLarge = Figure(low: .max, best: .max, high: .max)

  /// Whether it is too large to be kept.
  public var isTooLarge: Bool { best == .max }

  /// The sum: an open end stays open, and where an end cannot be kept all of it is too large.
  public static func + (a: Figure, b: Figure) -> Figure {
    if a.isTooLarge || b.isTooLarge { return .tooLarge }
    let isOpen = a.high == .max || b.high == .max
    let sum = Figure(
      low: saturatingSum(a.low, b.low), best: saturatingSum(a.best, b.best),
      high: saturatingSum(a.high, b.high))
    return sum.high == .max && !isOpen ? .tooLarge : sum
  }

  /// The sum of those that are known.
  public static func sum(_ a: Figure?, _ b: Figure?) -> Figure? {
    guard let a, let b else { return a ?? b }
    return a + b
  }

  /// The figure in thousandths, as which quantities are not counted.
  public func thousandths(isQuantity: Bool) -> Figure {
    guard isQuantity else { return self }
    let most = high == .max ? best : high
    guard most <= .max / 1_000 else { return .tooLarge }
    return Figure(low: low * 1_000, best: best * 1_000, high: high == .max ? .max : high * 1_000)
  }
}

/// Gives units small numbers, so that figures are compared by number; 1 is always pieces.
public struct UnitNumbers: Sendable {
  /// The number of `FigureUnit.pieces`.
  public static let pieces: Int32 = 1
  private var units: [FigureUnit] = [.pieces]
  private var numbers: [FigureUnit: Int32] = [.pieces: 1]

  /// Only pieces.
  public init() {}

  /// Pieces, then the others in the order of their names.
  ///
  /// Numbers given so do not depend on the order of import; `CountedClaim` asks for that.
  public init(_ units: some Sequence<FigureUnit>) {
    for unit in units.sorted() { _ = number(of: unit) }
  }

  /// The number of that unit; a new one if it has none yet.
  public mutating func number(of unit: FigureUnit) -> Int32 {
    if let number = numbers[unit] { return number }
    units.append(unit)
    let number = Int32(units.count)
    numbers[unit] = number
    return number
  }

  /// The unit of that number.
  public subscript(number: Int32) -> FigureUnit { units[Int(number) - 1] }

  /// The number of a unit, if it has one.
  public subscript(unit: FigureUnit) -> Int32? { numbers[unit] }
}
