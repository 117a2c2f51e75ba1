/// Yearly exchange rates and consumer prices: what money of one kind and time is worth in another.
///
/// Nothing is guessed: a year without a rate or an index gives no conversion. SIPRI's trend-indicator value
/// is no money and has none.
public struct MoneyTable: Sendable {
  /// Base (24 bits), currency (24 bits) and year (16 bits): one base is worth so much of the currency.
  private var rates: [UInt64: Entry] = [:]
  /// Currency (24 bits) and year (16 bits).
  private var indices: [UInt64: Entry] = [:]
  private var sources: [String] = []
  private let known: Set<UInt64>

  private struct Entry: Sendable {
    var value: Double
    var source: Int
  }

  /// A table of those rates and indices; rows that are no positive finite numbers are passed over.
  public init(rates: [ReferenceData.RateRow], indices: [ReferenceData.PriceRow]) {
    var numbers: [String: Int] = [:]
    var sources: [String] = []
    func number(_ source: String) -> Int {
      if let number = numbers[source] { return number }
      numbers[source] = sources.count
      sources.append(source)
      return sources.count - 1
    }
    for row in rates where row.rate > 0 && row.rate.isFinite {
      guard let base = MoneyTable.pack(row.base), let currency = MoneyTable.pack(row.currency),
        let key = MoneyTable.key(base, currency, row.year)
      else { continue }
      self.rates[key] = Entry(value: row.rate, source: number(row.source))
    }
    for row in indices where row.value > 0 && row.value.isFinite {
      guard let currency = MoneyTable.pack(row.currency), let key = MoneyTable.key(0, currency, row.year)
      else { continue }
      self.indices[key] = Entry(value: row.value, source: number(row.source))
    }
    self.sources = sources
    known = Set(Currency.codes.compactMap(MoneyTable.pack))
  }

  /// What one unit of money is worth in money of another kind, and how that was found.
  public struct Conversion: Hashable, Sendable {
    /// What to multiply a figure with.
    public var factor: Double
    /// The rate and the change of prices in words, each with its years and its source; without a full stop.
    public var sentence: String
    /// The sources, in the order of the sentence, each once; empty where nothing is converted.
    public var sources: [String]
  }

  /// How one unit of `currency` becomes money of `target`.
  ///
  /// Each year of the span has its own factor; that of the span is their plain mean. A figure in constant
  /// prices is converted at the rate of its price year, and prices change from that year on, whatever the
  /// span. Prices change as those of the target currency do.
  ///
  /// - Parameters:
  ///   - currency: ISO 4217 code of the figure.
  ///   - priceYear: the year whose prices the figure is given in; nil: current prices.
  ///   - target: ISO 4217 code to convert into.
  ///   - constantYear: the year whose prices are wanted; nil: no change of prices.
  ///   - firstYear: the first year of the figure.
  ///   - lastYear: the last year of the figure, included.
  /// - Returns: nil if a year lacks a rate or an index, or a code is no currency.
  public func conversion(
    from currency: String, priceYear: Int?, to target: String, constantYear: Int?, firstYear: Int,
    lastYear: Int
  ) -> Conversion? {
    guard
      let found = find(currency, priceYear, target, constantYear, firstYear, lastYear, withSources: true)
    else { return nil }
    let first = priceYear ?? firstYear
    let last = priceYear ?? lastYear
    let years = first == last ? "\(first)" : "\(first) to \(last)"
    var parts: [String] = []
    func names(_ used: [Int]) -> String { used.map { sources[$0] }.joined(separator: "; ") }
    if currency != target {
      let rate = MoneyTable.significant(found.rate)
      parts.append("\(currency) at \(rate) \(target), average of \(years) (\(names(found.rateSources)))")
    }
    if let constantYear, first == last, first == constantYear {
      if currency == target { parts.append("in prices of \(constantYear) already") }
    } else if let constantYear {
      let change = MoneyTable.significant(found.change)
      let span = first == last ? years : "the years \(years)"
      parts.append(
        "prices of \(span) to \(constantYear) at \(change) (\(names(found.priceSources)))")
    } else if let priceYear {
      parts.append("in prices of \(priceYear)")
    }
    if first != last, currency != target, constantYear != nil {
      parts.append("together \(MoneyTable.significant(found.factor)), the mean of the years")
    }
    var used = found.rateSources
    for source in found.priceSources where !used.contains(source) { used.append(source) }
    return Conversion(
      factor: found.factor, sentence: parts.isEmpty ? "\(currency) as it is" : parts.joined(separator: "; "),
      sources: used.map { sources[$0] })
  }

  /// The factor of `conversion(from:priceYear:to:constantYear:firstYear:lastYear:)` alone, without the words.
  public func factor(
    from currency: String, priceYear: Int?, to target: String, constantYear: Int?, firstYear: Int,
    lastYear: Int
  ) -> Double? {
    find(currency, priceYear, target, constantYear, firstYear, lastYear, withSources: false)?.factor
  }

  /// Whether there is at least one rate into or out of that currency.
  public func knows(_ currency: String) -> Bool {
    guard let code = MoneyTable.pack(currency) else { return false }
    return rates.keys.contains { $0 >> 40 == code || $0 >> 16 & 0xFF_FFFF == code }
  }

  // MARK: Finding

  private struct Found {
    var factor: Double
    /// Means of the rates and of the changes of prices.
    var rate: Double
    var change: Double
    var rateSources: [Int] = []
    var priceSources: [Int] = []
  }

  private func find(
    _ currency: String, _ priceYear: Int?, _ target: String, _ constantYear: Int?, _ firstYear: Int,
    _ lastYear: Int, withSources: Bool
  ) -> Found? {
    guard let from = MoneyTable.pack(currency), let to = MoneyTable.pack(target), known.contains(from),
      known.contains(to)
    else { return nil }
    let first = priceYear ?? firstYear
    let last = priceYear ?? lastYear
    guard first <= last else { return nil }
    var found = Found(factor: 1, rate: 1, change: 1)
    if from == to, constantYear == nil { return found }

    var goal = Entry(value: 1, source: 0)
    if let constantYear {
      guard let entry = index(to, constantYear) else { return nil }
      goal = entry
    }
    var (factors, rates, changes) = (0.0, 0.0, 0.0)
    var count = 0.0
    for year in first...last {
      var rate = 1.0
      if from != to {
        guard let (value, used) = self.rate(from, to, year) else { return nil }
        rate = value
        if withSources { MoneyTable.add(used, to: &found.rateSources) }
      }
      var change = 1.0
      if constantYear != nil {
        guard let entry = index(to, year) else { return nil }
        change = goal.value / entry.value
        if withSources { MoneyTable.add([entry.source], to: &found.priceSources) }
      }
      factors += rate * change
      rates += rate
      changes += change
      count += 1
    }
    if constantYear != nil, withSources { MoneyTable.add([goal.source], to: &found.priceSources) }
    found.factor = factors / count
    found.rate = rates / count
    found.change = changes / count
    return found
  }

  private static let euro: UInt64 = 0x45_55_52
  private static let dollar: UInt64 = 0x55_53_44
  private static let detours = [[euro], [dollar], [euro, dollar], [dollar, euro]]

  /// What one of `from` was worth in `to`: directly, else over the euro, the dollar, or both.
  private func rate(_ from: UInt64, _ to: UInt64, _ year: Int) -> (Double, [Int])? {
    if let direct = leg(from, to, year) { return (direct.value, [direct.source]) }
    for path in MoneyTable.detours {
      if let found = walk(from, path, to, year) { return found }
    }
    return nil
  }

  private func walk(_ from: UInt64, _ path: [UInt64], _ to: UInt64, _ year: Int) -> (Double, [Int])? {
    var value = 1.0
    var used: [Int] = []
    var place = from
    for next in path + [to] {
      guard let entry = leg(place, next, year) else { return nil }
      value *= entry.value
      used.append(entry.source)
      place = next
    }
    return (value, used)
  }

  /// A rate of the table, or the inverse of one.
  private func leg(_ from: UInt64, _ to: UInt64, _ year: Int) -> Entry? {
    if let key = MoneyTable.key(from, to, year), let entry = rates[key] { return entry }
    guard let key = MoneyTable.key(to, from, year), let entry = rates[key] else { return nil }
    return Entry(value: 1 / entry.value, source: entry.source)
  }

  private func index(_ currency: UInt64, _ year: Int) -> Entry? {
    MoneyTable.key(0, currency, year).flatMap { indices[$0] }
  }

  // MARK: Keys and words

  private static func pack(_ code: String) -> UInt64? {
    var packed: UInt64 = 0
    guard code.utf8.count == 3 else { return nil }
    for byte in code.utf8 {
      guard byte &- 0x41 < 26 else { return nil }
      packed = packed << 8 | UInt64(byte)
    }
    return packed
  }

  private static func key(_ base: UInt64, _ currency: UInt64, _ year: Int) -> UInt64? {
    guard let year = UInt16(exactly: year) else { return nil }
    return base << 40 | currency << 16 | UInt64(year)
  }

  private static func add(_ new: [Int], to list: inout [Int]) {
    for source in new where !list.contains(source) { list.append(source) }
  }

  /// A positive number with five significant digits, without zeros at its end.
  static func significant(_ value: Double) -> String {
    guard value.isFinite, value > 0, value < 1e15 else { return "\(value)" }
    var places = 0
    var scaled = value
    while scaled < 10_000, places < 24 {
      scaled *= 10
      places += 1
    }
    var number = UInt64(scaled.rounded())
    while places > 0, number % 10 == 0 {
      number /= 10
      places -= 1
    }
    let digits = String(number)
    if places == 0 { return digits }
    if digits.utf8.count <= places {
      return "0." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }
    return digits.dropLast(places) + "." + digits.suffix(places)
  }
}
