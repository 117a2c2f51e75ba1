/// The code of a party: ISO 3166-1 alpha-3, the former alpha-3 of a vanished state, or `X-…` where ISO has none.
public struct PartyCode: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The code as text.
  public let rawValue: String
  /// A code of that text, which is taken as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// A code of that text, which is taken as it is.
  public init(_ text: String) { rawValue = text }
  /// The code as text.
  public var description: String { rawValue }
  /// The order of the codes as bytes.
  public static func < (a: PartyCode, b: PartyCode) -> Bool { a.rawValue < b.rawValue }
}

/// What kind of party somebody is.
public enum PartyKind: String, CaseIterable, Hashable, Sendable {
  /// A state of today.
  case state
  /// A territory of another state, with an ISO code of its own.
  case territory
  /// A state in fact that few recognise.
  case stateLike = "state-like"
  /// A state that is no more.
  case formerState = "former-state"
  /// An armed group.
  case nonState = "non-state"
  /// An international organisation.
  case organisation
  /// Stands for a party that is not known.
  case placeholder
}

/// A supplier or recipient of arms.
public struct Party: Hashable, Sendable {
  /// The code.
  public var code: PartyCode
  /// What kind it is.
  public var kind: PartyKind
  /// The usual English name.
  public var name: String
  /// ISO 3166-1 alpha-2, where it has one.
  public var alpha2: String?
  /// The part of the world that it lies in.
  public var region: String?
  /// When it existed; open ends where that does not matter.
  public var validity: Period

  /// A party of those properties.
  public init(
    code: PartyCode, kind: PartyKind, name: String, alpha2: String? = nil, region: String? = nil,
    validity: Period = Period()
  ) {
    self.code = code
    self.kind = kind
    self.name = name
    self.alpha2 = alpha2
    self.region = region
    self.validity = validity
  }
}

/// How a name belongs to a party.
public enum PartyNameKind: String, CaseIterable, Hashable, Sendable {
  /// The usual English name.
  case name
  /// Another name in use.
  case alias
  /// SIPRI's spelling.
  case sipri
  /// The adjective, or the people.
  case demonym
  /// A capital or a building that stands for the government.
  case capital
  /// A name that it bore during some years only.
  case former
}

/// One way in which a party is written.
public struct PartyName: Hashable, Sendable {
  /// Whose name it is.
  public var party: PartyCode
  /// The name.
  public var name: String
  /// How it belongs to the party.
  public var kind: PartyNameKind
  /// When the party bore it.
  public var validity: Period

  /// A name of those properties.
  public init(party: PartyCode, name: String, kind: PartyNameKind, validity: Period = Period()) {
    self.party = party
    self.name = name
    self.kind = kind
    self.validity = validity
  }
}
