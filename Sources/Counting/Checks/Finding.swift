/// A check that armskb makes on the claims of one pair of parties.
public enum Check: String, CaseIterable, Hashable, Sendable {
  /// A volume index printed as a price.
  case volumeIndexAsMoney = "volume-index-as-money"
  /// Whether it happened.
  case occurrence
  /// How many.
  case quantity
  /// For how much.
  case value
  /// When.
  case year
  /// How far it came.
  case stage
  /// What arrived before it was ordered.
  case deliveryBeforeOrder = "delivery-before-order"
  /// What arrived in larger number than was ordered.
  case moreDeliveredThanOrdered = "more-delivered-than-ordered"
  /// What a party did when there was no such party.
  case partyOutsideYears = "party-outside-years"
  /// A sum that is smaller than its parts.
  case aggregateBelowDeals = "aggregate-below-deals"
  /// Two sums over the same days.
  case aggregatesDisagree = "aggregates-disagree"
  /// A sum of money that its own passage gives otherwise.
  case evidence = "against-evidence"
  /// One passage in several records that do not say the same.
  case reading = "one-passage"
  /// One deal under several suppliers.
  case supplier = "two-suppliers"
  /// A notice that may have replaced an earlier one.
  case amendment = "amended-notice"
  /// What makes sums too large to be kept.
  case tooLarge = "too-large"
  /// Who confirms himself.
  case selfCitation = "self-citation"
  /// A quantity in words that cannot be read.
  case quantityNotUnderstood = "quantity-not-understood"
  /// A document of a day that was still to come when it was recorded.
  case publishedInFuture = "published-in-future"
  /// A year that a register gives otherwise.
  case registerYear = "register-year"
  /// A unit in which a register does not count.
  case registerUnit = "register-unit"
  /// A kind under which a register does not file it.
  case registerClass = "register-class"
  /// A kind that a register does not list.
  case registerScope = "register-scope"
  /// An order that a register has as delivered, or the other way round.
  case registerStage = "register-stage"
  /// A number that a register gives otherwise.
  case registerQuantity = "register-quantity"
  /// What a register has from somebody else.
  case registerSupplier = "register-supplier"
  /// What a register does not have.
  case registerMissing = "register-missing"
  /// What an edition of a register cannot have.
  case registerAge = "register-age"
  /// A table of volumes that is not the sum of its register.
  case registerTable = "register-table"

  /// Whether it needs a register beside the claims.
  public var isOfRegister: Bool { rawValue.hasPrefix("register-") }

  /// What the check finds, in one sentence with a full stop.
  public var meaning: String {
    switch self {
    case .volumeIndexAsMoney:
      "A sum of money credited to an institute that publishes volumes, such as SIPRI's TIV, and no prices."
    case .occurrence: "Claims of one transfer that disagree on whether it happened."
    case .quantity: "Quantities that differ by more than 10 % where all else agrees."
    case .value: "Values in one unit that differ by more than 10 % where all else agrees."
    case .year: "Years that lie too far apart for one deal where all else agrees."
    case .stage: "A claim that says less of a transfer than was reported of it before."
    case .deliveryBeforeOrder: "A delivery that lies before its order."
    case .moreDeliveredThanOrdered: "A delivery that exceeds its order by more than 10 %."
    case .partyOutsideYears: "A claim about a time when the supplier or the recipient did not exist."
    case .aggregateBelowDeals: "A total that is smaller than the deals that it contains."
    case .aggregatesDisagree: "Totals over the same days and goods that differ by more than 10 %."
    case .evidence: "A sum of money whose own passage has another number, point or currency."
    case .reading: "Records of one passage that differ in number or value, and are all counted."
    case .supplier: "A deal that sources tell alike but for the supplier."
    case .amendment:
      "Approvals of one source that are alike in number or value: the later may amend the earlier."
    case .tooLarge: "Figures so large that their sum cannot be kept, most likely mistyped."
    case .selfCitation: "A source that cites itself, or sources that cite one another in a circle."
    case .quantityNotUnderstood: "A quantity in words that are not understood, so that none is counted."
    case .publishedInFuture: "A document that is dated after the day on which it was recorded."
    case .registerYear: "An order or delivery that the register dates to another year."
    case .registerUnit: "A quantity or value in a unit in which the register does not count."
    case .registerClass: "A weapon that the register files under another class."
    case .registerScope: "A kind of arms that the register does not list, so that no row is to be expected."
    case .registerStage: "An order where the register's number is what was delivered, or the other way round."
    case .registerQuantity: "A quantity that differs from the register's by more than 10 %."
    case .registerSupplier: "A weapon that the register has for the recipient from another supplier."
    case .registerMissing: "A deal of which the register has no row."
    case .registerAge: "A deal that the edition of the register is too old to have."
    case .registerTable: "A table of volumes that differs from the sum of its register beyond rounding."
    }
  }
}

/// What a check found, with the claims and transfers that it concerns.
public struct Finding: Hashable, Sendable {
  /// How much it matters, the gravest last.
  public enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Worth knowing.
    case note
    /// Somebody should look.
    case warning
    /// A figure is probably wrong as printed.
    case error
    /// Notes first.
    public static func < (a: Severity, b: Severity) -> Bool {
      a != b && (a == .note || b == .error)
    }
  }

  /// A number that the finding rests on.
  public struct Number: Hashable, Sendable {
    /// What it is: a stable word for scripts, such as `claimed`.
    public var name: String
    /// Thousandths of the unit, of quantities as well.
    public var value: Int64
    /// The unit's number.
    public var unit: Int32
  }

  /// The check.
  public var check: Check
  /// How much it matters.
  public var severity: Severity
  /// Places of the claims in the list that was checked, in the order of their keys.
  public var claims: [Int]
  /// Places of the transfers in the list that was checked, ascending; empty if only aggregates are concerned.
  public var transfers: [Int]
  /// What was found, with its numbers, and what to do about it: whole sentences.
  public var sentence: String
  /// The numbers in the sentence.
  public var numbers: [Number]
}

/// Writes numbers, days and lists as the findings' sentences need them.
public enum FindingWords {
  /// Thousandths as a decimal number with as many places as it needs, in groups of three: "1,234.5".
  static func decimal(_ thousandths: Int64) -> String {
    if thousandths == .max { return "more than can be added up" }
    let whole = thousandths / 1000
    var digits = String(whole.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    var fraction = String((thousandths % 1000).magnitude + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return (thousandths < 0 ? "-" : "") + groups.joined(separator: ",")
      + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Thousandths as a decimal number for programs: "1234.5".
  static func plain(_ thousandths: Int64) -> String { decimal(thousandths).filter { $0 != "," } }

  /// Money: "USD 825 million", in full where that is not exact.
  public static func money(_ thousandths: Int64, _ unit: String) -> String { unit + " " + large(thousandths) }

  /// TIV, which are counted in millions: "872.4 million TIV".
  static func tiv(_ thousandths: Int64) -> String { decimal(thousandths) + " million TIV" }

  /// Thousandths with "million" or "billion" where at most three decimals remain.
  static func large(_ thousandths: Int64) -> String {
    for (word, size) in [(" billion", Int64(1_000_000_000)), (" million", 1_000_000)]
    where thousandths < .max && thousandths >= size * 1000 && thousandths % size == 0 {
      return decimal(thousandths / size) + word
    }
    return decimal(thousandths)
  }

  /// A stretch of days at the precision that its ends show: "2006–2019", "2012-05", "since 2006".
  static func days(_ first: Int32, _ last: Int32) -> String {
    if first == .min, last == .max { return "no stated time" }
    if last == .max { return "the time since " + start(first) }
    if first == .min { return "the time until " + end(last) }
    if first % 10_000 == 101, last % 10_000 == 1231 {
      let (from, to) = (first / 10_000, last / 10_000)
      return from == to ? "\(from)" : "\(from)–\(to)"
    }
    if first == last { return day(first) }
    let month = PartialMonth(first)
    if first == month.first, last == month.last { return month.text }
    return start(first) + " to " + end(last)
  }

  /// A day, month or year as packed: zeros are left out.
  static func day(_ packed: Int32) -> String {
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (month, day) = (packed / 100 % 100, packed % 100)
    return "\(packed / 10_000)" + (month == 0 ? "" : "-" + two(month) + (day == 0 ? "" : "-" + two(day)))
  }

  /// "a", "a and b", "a, b and c"; of more than `most` the rest is counted: "a, b and 7 others".
  static func list(_ words: [String], most: Int = 4) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    if words.count > most + 1 {
      return words.prefix(most).joined(separator: ", ") + " and \(words.count - most) others"
    }
    return words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
  }

  /// "1 claim", "3 claims".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)" + (number == 1 ? "" : "s")
  }

  private static func start(_ day: Int32) -> String {
    day % 10_000 == 101 ? "\(day / 10_000)" : FindingWords.day(day)
  }

  private static func end(_ day: Int32) -> String {
    day % 10_000 == 1231 ? "\(day / 10_000)" : FindingWords.day(day)
  }
}

/// The month in which a day lies.
struct PartialMonth {
  let first: Int32
  let last: Int32
  let text: String

  init(_ day: Int32) {
    first = day - day % 100 + 1
    let year = day / 10_000
    let month = day / 100 % 100
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length: Int32 =
      switch month {
      case 4, 6, 9, 11: 30
      case 2: isLeap ? 29 : 28
      default: 31
      }
    last = first + length - 1
    text = FindingWords.day(day - day % 100)
  }
}
