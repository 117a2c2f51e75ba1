/// How a number was qualified in print.
public enum Qualifier: UInt8, CaseIterable, Hashable, Sendable {
  /// A bare number.
  case none
  /// "some 60", "about", "around": ten per cent to either side.
  case about
  /// "nearly 60", "almost": nine tenths of it, up to it.
  case nearly
  /// "more than 60", "over", "at least": from it upwards, without an end.
  case moreThan
  /// "up to 60", "as many as", "no more than": from nothing up to it.
  case upTo
  /// "less than 60", "under": from nothing up to it.
  case lessThan
  /// Words for a range: "a pair", "a few", "several", "dozens", "scores", "hundreds".
  case words

  /// The word for people and scripts; nil for a bare number.
  public var word: String? {
    switch self {
    case .none: nil
    case .about: "about"
    case .nearly: "nearly"
    case .moreThan: "more than"
    case .upTo: "up to"
    case .lessThan: "less than"
    case .words: "in words"
    }
  }
}

/// Why a figure is absent; an absent figure is never zero.
public enum Absence: UInt8, CaseIterable, Hashable, Sendable {
  /// The source is silent.
  case notSaid
  /// The source says that it is not known.
  case notKnown
  /// The source says that it is kept secret, or not disclosed.
  case withheld
  /// The source looked and found none.
  case noneFound
  /// What is said adds up to more than can be kept; no source says so.
  case tooLarge

  /// Its bit in a set of them.
  public var bit: UInt8 { 1 << rawValue }

  /// The words for people and scripts.
  public var word: String {
    switch self {
    case .notSaid: "not said"
    case .notKnown: "not known"
    case .withheld: "withheld"
    case .noneFound: "none found"
    case .tooLarge: "too large"
    }
  }
}

/// A number with its ends, as print qualifies it; ends are in the unit of the number.
public struct QualifiedNumber: Hashable, Sendable {
  /// The smallest that it may mean.
  public var low: Int64
  /// The one in print; of words for a range the low end.
  public var best: Int64
  /// The largest that it may mean; `Int64.max`: no end is given.
  public var high: Int64
  /// How it was qualified.
  public var qualifier: Qualifier

  /// A number of those ends.
  public init(low: Int64, best: Int64, high: Int64, qualifier: Qualifier) {
    self.low = low
    self.best = best
    self.high = high
    self.qualifier = qualifier
  }

  /// A number with a qualifier before it, such as "some 60": the ends of docs/counting.md, rounded outwards.
  public init(_ number: Int64, _ qualifier: Qualifier) {
    let tenth = number / 10
    switch qualifier {
    case .none, .words: self.init(low: number, best: number, high: number, qualifier: qualifier)
    case .about:
      let (high, overflow) = number.addingReportingOverflow(tenth)
      self.init(low: number - tenth, best: number, high: overflow ? .max : high, qualifier: qualifier)
    case .nearly: self.init(low: number - tenth, best: number, high: number, qualifier: qualifier)
    case .moreThan: self.init(low: number, best: number, high: .max, qualifier: qualifier)
    case .upTo, .lessThan: self.init(low: 0, best: number, high: number, qualifier: qualifier)
    }
  }
}
