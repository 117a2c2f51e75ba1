/// What the world is called: the tables of `data/`, before they stand in a knowledge base.
public struct ReferenceData: Sendable {
  /// Parties with SIPRI's spelling and a note beside each.
  public var parties: [PartyRow] = []
  /// Every name of every party.
  public var names: [PartyName] = []
  /// Names that several parties bear at the same time.
  public var ambiguous: [(rule: PartyDirectory.AmbiguousName, note: String?)] = []
  /// Weapon categories, parents before children.
  public var categories: [CategoryRow] = []
  /// Makers and export agencies.
  public var makers: [MakerRow] = []
  /// Weapon designations.
  public var weapons: [WeaponRow] = []
  /// Publishers, agencies, institutes, ministries.
  public var sources: [SourceRow] = []
  /// Alliances and unions with their members.
  public var memberships: [MembershipRow] = []
  /// Exchange rates, averages of years.
  public var rates: [RateRow] = []
  /// Indices of consumer prices, averages of years.
  public var prices: [PriceRow] = []

  /// Empty tables.
  public init() {}

  /// One row of parties.csv.
  public struct PartyRow: Sendable {
    /// The party.
    public var party: Party
    /// SIPRI's spelling where it differs.
    public var sipriName: String?
    /// Successors, the one that continues the series first.
    public var successors: [PartyCode]
    /// Free text.
    public var note: String?
    /// A row of those cells.
    public init(party: Party, sipriName: String?, successors: [PartyCode], note: String?) {
      self.party = party
      self.sipriName = sipriName
      self.successors = successors
      self.note = note
    }
  }

  /// One row of weapon-categories.csv.
  public struct CategoryRow: Sendable {
    /// The category.
    public var category: WeaponCategory
    /// SIPRI's class.
    public var sipriClass: String?
    /// Category of the UN Register of Conventional Arms.
    public var unCategory: String?
    /// Words of the press and of SIPRI for it.
    public var words: [String]
    /// A row of those cells.
    public init(category: WeaponCategory, sipriClass: String?, unCategory: String?, words: [String]) {
      self.category = category
      self.sipriClass = sipriClass
      self.unCategory = unCategory
      self.words = words
    }
  }

  /// One row of makers.csv.
  public struct MakerRow: Sendable {
    /// The name.
    public var name: String
    /// The home state.
    public var home: PartyCode
    /// company, export-agency, design-bureau or state-holding.
    public var kind: String
    /// Other names.
    public var aliases: [String]
    /// When it existed.
    public var validity: Period
    /// Free text.
    public var note: String?
    /// A row of those cells.
    public init(
      name: String, home: PartyCode, kind: String, aliases: [String], validity: Period, note: String?
    ) {
      self.name = name
      self.home = home
      self.kind = kind
      self.aliases = aliases
      self.validity = validity
      self.note = note
    }
  }

  /// One row of weapons.csv.
  public struct WeaponRow: Sendable {
    /// The designation.
    public var designation: String
    /// Slug of its category.
    public var category: String
    /// Name of its maker.
    public var maker: String?
    /// Other spellings and code names.
    public var aliases: [String]
    /// Free text.
    public var note: String?
    /// A row of those cells.
    public init(designation: String, category: String, maker: String?, aliases: [String], note: String?) {
      self.designation = designation
      self.category = category
      self.maker = maker
      self.aliases = aliases
      self.note = note
    }
  }

  /// One row of sources.csv.
  public struct SourceRow: Sendable {
    /// The name.
    public var name: String
    /// newspaper, agency, broadcaster, magazine, website, institute, ministry, person, anonymous, organisation
    /// or dataset; a document published by a dataset is one of its releases.
    public var kind: String
    /// The home state.
    public var home: PartyCode?
    /// Admiralty code, A to F.
    public var reliability: String?
    /// Other names.
    public var aliases: [String]
    /// Host of its home page.
    public var url: String?
    /// The terms of what it publishes, in a word; nil: not known.
    public var licence: String?
    /// Whether its datasets may be passed on; nil: not known.
    public var isRedistributable: Bool?
    /// Free text.
    public var note: String?
    /// A row of those cells.
    public init(
      name: String, kind: String, home: PartyCode?, reliability: String?, aliases: [String], url: String?,
      licence: String? = nil, isRedistributable: Bool? = nil, note: String?
    ) {
      self.name = name
      self.kind = kind
      self.home = home
      self.reliability = reliability
      self.aliases = aliases
      self.url = url
      self.licence = licence
      self.isRedistributable = isRedistributable
      self.note = note
    }
  }

  /// The directory of the parties with their names.
  public var directory: PartyDirectory {
    var successors: [PartyCode: [PartyCode]] = [:]
    for row in parties where !row.successors.isEmpty { successors[row.party.code] = row.successors }
    return PartyDirectory(
      parties: parties.map(\.party), names: names, ambiguous: ambiguous.map(\.rule), successors: successors)
  }

  /// The rates and indices, ready to convert with.
  public var moneyTable: MoneyTable { MoneyTable(rates: rates, indices: prices) }

  /// The tree of the categories.
  public var categoryTree: CategoryTree { CategoryTree(categories.map(\.category)) }
}
