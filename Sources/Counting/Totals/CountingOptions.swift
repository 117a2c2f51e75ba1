public import ArmsModel

/// Which stages a total takes in; totals never add across the ladder.
public enum StageChoice: Hashable, Sendable {
  /// What was ordered or went further, each transfer once.
  case agreed
  /// What arrived: delivered, or seen with the recipient.
  case delivered
  /// What came exactly so far: ceilings such as approvals and offers, refusals, or what is merely reported.
  case exactly(Stage)

  /// Whether something at that stage is taken in.
  public func includes(_ stage: Stage) -> Bool {
    switch self {
    case .agreed: stage.isAgreed
    case .delivered: stage.hasArrived
    case .exactly(let wanted): stage == wanted
    }
  }
}

/// A stretch of days that a total is limited to; nothing is ever cut in proportion.
public struct CountingWindow: Hashable, Sendable {
  /// The first day, `Int32.min` if open.
  public var firstDay: Int32
  /// The last day, `Int32.max` if open.
  public var lastDay: Int32
  /// True: only what lies wholly inside; false: what has a day in common.
  public var within: Bool

  /// A window between those days.
  public init(firstDay: Int32 = .min, lastDay: Int32 = .max, within: Bool = false) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.within = within
  }

  /// Whether a stretch of days has a day in common with the window or, if so asked, lies wholly inside.
  public func takesIn(_ firstDay: Int32, _ lastDay: Int32) -> Bool {
    within
      ? self.firstDay <= firstDay && lastDay <= self.lastDay
      : self.firstDay <= lastDay && firstDay <= self.lastDay
  }
}

/// What a total takes in, and whether it says what it left out.
public struct CountingOptions: Hashable, Sendable {
  /// The stages.
  public var stage: StageChoice
  /// Whether transfers count whose claims disagree on whether they happened.
  public var includeDisputed: Bool
  /// Only that time; nil for all.
  ///
  /// What has no date is outside every window.
  public var window: CountingWindow?
  /// Only these categories: bit n is place n; 0 for all, and what names none.
  public var categories: UInt64
  /// Only these designations; empty for all.
  public var weapons: Set<Int32>
  /// Only what shares a day with one of these: when the supplier was a member of what was asked for; nil for all.
  ///
  /// What has no date shares a day with every window.
  public var supplierWindows: [CountingWindow]?
  /// The same for the recipient.
  public var recipientWindows: [CountingWindow]?
  /// Whether totals list what was not counted as well; about twice as slow.
  public var explain: Bool

  /// Options of those properties.
  public init(
    stage: StageChoice = .agreed, includeDisputed: Bool = false, window: CountingWindow? = nil,
    categories: UInt64 = 0, weapons: Set<Int32> = [], explain: Bool = false
  ) {
    self.stage = stage
    self.includeDisputed = includeDisputed
    self.window = window
    self.categories = categories
    self.weapons = weapons
    self.explain = explain
  }
}
