/// What a passage says against the sum of money that a claim takes from it.
public enum EvidenceDoubt: Hashable, Sendable {
  /// The number stands there, in another currency.
  case currency(EvidenceAmount)
  /// The number stands there a power of ten larger or smaller.
  case magnitude(EvidenceAmount)
  /// The one sum that stands there is another.
  case number(EvidenceAmount)

  /// The amount in the passage.
  public var amount: EvidenceAmount {
    switch self {
    case .currency(let amount), .magnitude(let amount), .number(let amount): amount
    }
  }

  /// A sum of money as a claim gives it.
  public struct Sum: Hashable, Sendable {
    /// Thousandths of a unit of the currency; of a range the lower end.
    public var low: Int64
    /// The upper end; the same of a single number.
    public var high: Int64
    /// ISO 4217 code.
    public var currency: String
    /// Pieces that the claim speaks of; nil: not said.
    public var pieces: Int64?

    /// A sum of those numbers.
    public init(low: Int64, high: Int64, currency: String, pieces: Int64?) {
      self.low = min(low, high)
      self.high = max(low, high)
      self.currency = currency
      self.pieces = pieces
    }
  }

  /// What speaks against the sum; nil if an amount of the passage comes within 10 % of it, or nothing is to be said.
  ///
  /// A bare dollar, pound, rupee or the like may be that of any state which has one. A price for each piece is no
  /// doubt, nor is one of several sums that are all others: the claim may add them up.
  public static func of(_ sum: Sum, in passage: UnsafeRawBufferPointer) -> EvidenceDoubt? {
    guard sum.high > 0 else { return nil }
    let amounts = EvidenceQualifier.amounts(in: passage)
    guard !amounts.isEmpty else { return nil }
    let own = amounts.filter { mayBe($0, sum.currency, passage) }
    if own.contains(where: { agree(sum, $0, by: 1) }) { return nil }
    if let pieces = sum.pieces, pieces > 1,
      own.contains(where: { agree(sum, $0, by: Double(pieces)) || agree(sum, $0, by: 1 / Double(pieces)) })
    {
      return nil
    }
    if let other = amounts.first(where: { amount in
      !mayBe(amount, sum.currency, passage) && agree(sum, amount, by: 1)
    }) {
      return .currency(other)
    }
    // A passage may end before "million".
    let whole = amounts.filter { $0.thousandths >= 1_000_000 }
    if let wrong = whole.first(where: isPowerOfTen(sum)) { return .magnitude(wrong) }
    return amounts.count == 1 && whole.count == 1 && own.count == 1 ? .number(own[0]) : nil
  }

  /// Whether an amount, or so many times it, comes within 10 % of the sum.
  private static func agree(_ sum: Sum, _ amount: EvidenceAmount, by factor: Double) -> Bool {
    let low = Double(amount.thousandths) * factor
    let high = Double(amount.thousandthsMax ?? amount.thousandths) * factor
    return Double(sum.low) <= high * 1.1 && low <= Double(sum.high) * 1.1
  }

  /// Whether an amount is the sum with its point at another place.
  private static func isPowerOfTen(_ sum: Sum) -> (EvidenceAmount) -> Bool {
    { amount in
      let ratio =
        Double(max(sum.high, amount.thousandths)) / Double(max(1, min(sum.high, amount.thousandths)))
      var power = 10.0
      while power <= 1e12 {
        if abs(ratio / power - 1) < 0.005 { return true }
        power *= 10
      }
      return false
    }
  }

  /// Whether an amount may be in that currency as it is printed.
  private static func mayBe(
    _ amount: EvidenceAmount, _ currency: String, _ passage: UnsafeRawBufferPointer
  ) -> Bool {
    // Of one state's currencies, such as RUR and RUB, the passage does not tell which.
    if amount.currency.prefix(2) == currency.prefix(2) { return true }
    for (code, sign, word, others) in shared where amount.currency == code && others.contains(currency) {
      let text = String(decoding: passage[amount.range], as: UTF8.self)
      if text.hasPrefix(sign) { return true }
      let words = text.split { !$0.isLetter && $0 != "." }.map { $0.lowercased() }
      if words.contains(where: { $0.hasPrefix(word) }),
        !words.contains(where: { ["us", "u.s", "u.s.", "american"].contains($0) })
      {
        return true
      }
    }
    return false
  }

  /// Currencies whose sign or word others have as well.
  private static let shared: [(code: String, sign: String, word: String, others: Set<String>)] = [
    (
      "USD", "$", "dollar",
      [
        "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "BND", "NAD", "LRD", "FJD", "TTD", "JMD", "BBD", "BSD",
        "BZD", "GYD",
        "SRD", "XCD", "ZWL", "MXN", "ARS", "CLP", "COP", "UYU", "BRL",
      ]
    ),
    ("GBP", "£", "pound", ["EGP", "LBP", "SYP", "SDG", "SSP", "FKP", "GIP", "SHP", "CYP", "IEP", "TRL"]),
    ("INR", "₹", "rupee", ["PKR", "LKR", "NPR", "MUR", "SCR", "IDR"]),
    ("SEK", "kr", "kron", ["NOK", "DKK", "ISK"]), ("NOK", "kr", "kron", ["SEK", "DKK", "ISK"]),
    ("DKK", "kr", "kron", ["SEK", "NOK", "ISK"]),
    ("CHF", "Fr", "franc", ["FRF", "BEF", "XOF", "XAF", "LUF"]),
    ("FRF", "Fr", "franc", ["CHF", "BEF", "XOF", "XAF"]),
    ("JPY", "¥", "yen", ["CNY"]), ("CNY", "¥", "yuan", ["JPY"]),
    ("RUB", "₽", "rouble", ["BYN", "BYR", "SUR"]),
    ("KRW", "₩", "won", ["KPW"]),
  ]
}
