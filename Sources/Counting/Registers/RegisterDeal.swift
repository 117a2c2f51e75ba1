public import ArmsModel

/// One deal as one edition of a register has it: what its claims say, put together.
public struct RegisterDeal: Hashable, Sendable {
  /// What the edition says of a figure or year besides the number.
  public enum Mark: Int, Comparable, Hashable, Sendable {
    /// It is given as it is.
    case none
    /// It does not say whether it is an estimate.
    case notStated
    /// It calls it an estimate.
    case estimate
    /// Estimates last.
    public static func < (a: Mark, b: Mark) -> Bool { a.rawValue < b.rawValue }
  }

  /// What was delivered in one year, where the edition tells the years apart.
  public struct Delivery: Hashable, Sendable {
    /// The year.
    public var year: Int
    /// How many; nil: not said.
    public var quantity: Int64?
    /// The volume, thousandths of a million TIV; nil: not said.
    public var tiv: Int64?
    /// Whether the quantity is an estimate.
    public var mark: Mark

    /// A delivery of that year.
    public init(year: Int, quantity: Int64? = nil, tiv: Int64? = nil, mark: Mark = .none) {
      self.year = year
      self.quantity = quantity
      self.tiv = tiv
      self.mark = mark
    }
  }

  /// The register's own key of the deal, or the one that was made of what its row says.
  public var key: String
  /// The first claim that it makes.
  public var claim: ContentHash?
  /// The line of the file on which it begins.
  public var line: Int64?
  /// The supplier; nil for not known.
  public var supplier: PartyCode?
  /// The recipient; nil for not known.
  public var recipient: PartyCode?
  /// The year of the order.
  public var orderYear: Int?
  /// Whether that year is an estimate.
  public var orderYearMark = Mark.none
  /// What it is called.
  public var designation: String
  /// The number of the designation as in `CountedClaim`, 0 for none or not looked up.
  public var weapon: Int32 = 0
  /// What it is, in the register's words.
  public var description: String?
  /// The slug of its category.
  public var category: String?
  /// New, second hand and so on.
  public var condition: String?
  /// The register's comment.
  public var comment: String?
  /// The stage of what is not delivered: ordered, or selected.
  public var status = "ordered"
  /// The number ordered.
  public var ordered: Int64?
  /// Whether that number is an estimate.
  public var orderedMark = Mark.none
  /// The number delivered in all its years.
  public var delivered: Int64?
  /// Whether that number is an estimate.
  public var deliveredMark = Mark.none
  /// The years of delivery, ascending.
  public var years: [Int] = []
  /// Those of them that are estimates.
  public var estimatedYears: [Int] = []
  /// The volume of what was delivered, thousandths of a million TIV; nil: not said.
  public var tiv: Int64?
  /// Year by year, where the edition tells the years apart; else empty.
  public var deliveries: [Delivery] = []

  /// A deal of that key and designation.
  public init(key: String, designation: String) {
    self.key = key
    self.designation = designation
  }

  /// Whether the key is the register's own number; keys made of what a row says hold a bar.
  public var hasOwnNumber: Bool { !key.utf8.contains(UInt8(ascii: "|")) }

  /// The two parties.
  public var pair: RegisterPair { RegisterPair(supplier: supplier, recipient: recipient) }
}

/// A supplier and a recipient.
public struct RegisterPair: Hashable, Comparable, Sendable {
  /// The supplier; nil for not known.
  public var supplier: PartyCode?
  /// The recipient; nil for not known.
  public var recipient: PartyCode?

  /// A pair of those.
  public init(supplier: PartyCode?, recipient: PartyCode?) {
    self.supplier = supplier
    self.recipient = recipient
  }

  /// By the codes of supplier and recipient.
  public static func < (a: RegisterPair, b: RegisterPair) -> Bool {
    let (first, second) = (a.supplier?.rawValue ?? "", b.supplier?.rawValue ?? "")
    return first == second ? (a.recipient?.rawValue ?? "") < (b.recipient?.rawValue ?? "") : first < second
  }
}

/// One edition of a register: its deals, and what it is limited to.
public struct RegisterEdition: Sendable {
  /// The deals, in the order of the file.
  public var deals: [RegisterDeal]
  /// The slug of its layout: editions of one layout say the same of every deal.
  public var layout: String
  /// The first year that it is limited to; nil: no limit on that side.
  public var firstYear: Int?
  /// The last year that it is limited to; nil: no limit on that side.
  public var lastYear: Int?
  /// The suppliers that it is limited to; nil: all.
  public var suppliers: Set<PartyCode>?
  /// The recipients that it is limited to; nil: all.
  public var recipients: Set<PartyCode>?
  /// Whether it speaks of the pairs in it only.
  public var isSelection = false

  /// An edition without limits.
  public init(deals: [RegisterDeal], layout: String) {
    self.deals = deals
    self.layout = layout
  }
}
