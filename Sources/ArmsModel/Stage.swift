/// How far a transfer has come, or how it ended, as one claim says it.
///
/// The cases up to `inUse` form a ladder: a transfer's stage is the furthest rung that its claims reach.
/// The others stand beside the ladder. Names and meaning: docs/counting.md.
public enum Stage: UInt8, CaseIterable, Hashable, Sendable {
  /// The supplier offers, or is willing to supply.
  case offered = 1
  /// The recipient formally asked.
  case requested
  /// The two are in talks.
  case negotiating
  /// A licence or government approval: a ceiling, not an order.
  case approved
  /// The winner is named, nothing is signed.
  case selected
  /// A contract, a letter of acceptance, an aid package that is fixed.
  case ordered
  /// The arms arrived, in part or whole.
  case delivered
  /// The arms were seen with the recipient.
  case inUse
  /// Refused, or said not to happen.
  case denied
  /// Ended before it was carried out.
  case cancelled
  /// Held up.
  case suspended
  /// Left the authorised chain.
  case diverted
  /// The source does not say how far it came.
  case reported

  /// The word in records, on the command line and in the database.
  public var slug: String {
    switch self {
    case .offered: "offered"
    case .requested: "requested"
    case .negotiating: "negotiating"
    case .approved: "approved"
    case .selected: "selected"
    case .ordered: "ordered"
    case .delivered: "delivered"
    case .inUse: "in-use"
    case .denied: "denied"
    case .cancelled: "cancelled"
    case .suspended: "suspended"
    case .diverted: "diverted"
    case .reported: "reported"
    }
  }

  /// The stage of that word, or nil.
  public init?(slug: String) {
    guard let stage = Stage.allCases.first(where: { $0.slug == slug }) else { return nil }
    self = stage
  }

  /// The rung on the ladder from 1, or nil beside it.
  public var rung: Int? { rawValue <= Stage.inUse.rawValue ? Int(rawValue) : nil }

  /// Whether something was agreed: ordered, or further.
  public var isAgreed: Bool { self == .ordered || self == .delivered || self == .inUse }

  /// Whether the arms arrived.
  public var hasArrived: Bool { self == .delivered || self == .inUse }
}

/// How a supplier passes arms on, where a source says it.
public enum TransferMode: String, CaseIterable, Hashable, Sendable {
  /// Against payment.
  case sale
  /// As a gift, or paid for by the supplier.
  case aid
  /// Lent or leased.
  case loan
  /// Made by the recipient under licence.
  case licenceProduction = "licence-production"
  /// Put together by the recipient from kits.
  case kitAssembly = "kit-assembly"
  /// In exchange for other arms.
  case swap
  /// Against the law or an embargo.
  case illegal
}

/// The state of the goods, in SIPRI's three steps.
public enum Condition: String, CaseIterable, Hashable, Sendable {
  /// Newly made.
  case new
  /// Used.
  case secondHand = "second-hand"
  /// Used, and refurbished before delivery.
  case modernized
}

/// What a claim is about: one deal, or a sum over a period.
public enum Scope: String, CaseIterable, Hashable, Sendable {
  /// One agreement.
  case deal
  /// A total over a period, for a pair of parties or for one towards everybody.
  case aggregate
}
