import ArmsModel

/// The tables of alliances, exchange rates and consumer prices.
extension ReferenceReading {
  mutating func memberships(_ table: ReferenceTable) {
    var known: [Pair: [(period: Period, line: Int)]] = [:]
    for row in table.rows {
      let organisation = PartyCode(row["organisation"].text)
      let member = PartyCode(row["member"].text)
      checkCode(organisation.rawValue, row["organisation"])
      checkCode(member.rawValue, row["member"])
      if organisation == member {
        note(.malformedCode(member.rawValue, allowed: "a party other than the organisation"), row["member"])
      }
      _ = required(row["valid_from"])
      let validity = period(row)
      let pair = Pair(one: organisation.rawValue, other: member.rawValue, year: 0)
      if let before = known[pair]?.first(where: { $0.period.overlaps(validity) }) {
        note(.overlappingPeriod(member, line: before.line), row["valid_from"])
      }
      known[pair, default: []].append((validity, row.line))
      data.memberships.append(
        ReferenceData.MembershipRow(organisation: organisation, member: member, validity: validity))
    }
  }

  mutating func rates(_ table: ReferenceTable) {
    var lines: [Pair: Int] = [:]
    for row in table.rows {
      let (base, currency) = (row["base"].text, row["currency"].text)
      checkCurrency(row["base"])
      checkCurrency(row["currency"])
      if base == currency {
        note(.malformedCode(currency, allowed: "a currency other than the base"), row["currency"])
      }
      let source = required(row["source"])
      let (someYear, someRate) = (year(row["year"]), positive(row["rate"]))
      guard let year = someYear, let rate = someRate else { continue }
      // A rate and its inverse could contradict each other: one of the two is enough.
      let pair = Pair(one: min(base, currency), other: max(base, currency), year: year)
      if let line = lines[pair] {
        note(.alreadyNamed("\(year)", by: "\(base) in \(currency)", line: line), row["year"])
      }
      lines[pair] = row.line
      data.rates.append(
        ReferenceData.RateRow(base: base, currency: currency, year: year, rate: rate, source: source))
    }
  }

  mutating func prices(_ table: ReferenceTable) {
    var lines: [Pair: Int] = [:]
    for row in table.rows {
      let currency = row["currency"].text
      checkCurrency(row["currency"])
      let source = required(row["source"])
      let (someYear, someValue) = (year(row["year"]), positive(row["value"]))
      guard let year = someYear, let value = someValue else { continue }
      let pair = Pair(one: currency, other: "", year: year)
      if let line = lines[pair] {
        note(.alreadyNamed("\(year)", by: currency, line: line), row["year"])
      }
      lines[pair] = row.line
      data.prices.append(
        ReferenceData.PriceRow(currency: currency, year: year, value: value, source: source))
    }
  }

  private struct Pair: Hashable {
    var one: String
    var other: String
    var year: Int
  }

  private static let currencies = Set(Currency.codes)

  private mutating func checkCurrency(_ cell: ReferenceTable.Cell) {
    if ReferenceReading.currencies.contains(cell.text) { return }
    if cell.text == FigureUnit.tiv.rawValue {
      note(.malformedCode(cell.text, allowed: "an ISO 4217 code"), cell)
      return
    }
    note(.unknownCurrency(cell.text, nearest: Currency.withLetters(of: cell.text)), cell)
  }

  private mutating func year(_ cell: ReferenceTable.Cell) -> Int? {
    guard cell.text.utf8.count == 4, cell.text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let year = Int(cell.text)
    else {
      note(.notAYear(cell.text), cell)
      return nil
    }
    if (1900...2100).contains(year) { return year }
    note(.yearOutOfRange(cell.text), cell)
    return nil
  }

  /// A number of digits with a point at most, above zero.
  private mutating func positive(_ cell: ReferenceTable.Cell) -> Double? {
    let isPlain = cell.text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E }
    if isPlain, let number = Double(cell.text), number.isFinite, number > 0 { return number }
    note(.malformedCode(cell.text, allowed: "a number above zero in digits, such as 1.2848"), cell)
    return nil
  }
}
