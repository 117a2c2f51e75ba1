import ArmsModel
import Reading
import SQLite
import Storage

/// The sums of money and volumes that claims give for pairs of parties, for comparing with an article's.
final class KnownFigures {
  private struct Known {
    var id: String
    /// "SIPRI in The Jerusalem Post".
    var origin: String
    var low: Int64
    var high: Int64
    var unit: FigureUnit
    var years: Period

    var words: String {
      let amount =
        unit == .tiv ? "\(groupedDecimal(low)) million TIV" : KnownFigures.money(low, high, unit.rawValue)
      return "\(amount)\(KnownFigures.time(years)) (\(id): \(origin))"
    }
  }

  private struct Sides: Hashable {
    var supplier: PartyCode
    var recipient: PartyCode
  }

  /// So many claims are named; the rest is counted.
  private static let named = 3

  private let knowledgeBase: KnowledgeBase
  private let places: [String: Int32]
  private var read: [Sides: [Known]] = [:]

  init(_ knowledgeBase: KnowledgeBase) throws {
    self.knowledgeBase = knowledgeBase
    var places: [String: Int32] = [:]
    for (place, column) in ListColumn.claims.enumerated() { places[column.name] = Int32(place) }
    self.places = places
  }

  /// Says of an amount whether it is known, what else is known, or that nothing is.
  func compare(_ figure: FigureMention, _ finding: inout ArticleFinding) throws {
    let directory = knowledgeBase.directory
    let amount = KnownFigures.money(
      figure.amount.thousandths, figure.amount.thousandthsMax ?? figure.amount.thousandths,
      figure.amount.currency)
    let rate =
      switch figure.amount.rate {
      case .year: " a year"
      case .month: " a month"
      case .piece: " apiece"
      case nil: ""
      }
    let said =
      (figure.amount.qualifier.word.map { "\($0) " } ?? "") + amount + rate + KnownFigures.time(figure.years)
    if figure.amount.rate != nil {
      finding.sentence = "\(said) is not compared: it is no sum of all."
      return
    }
    if figure.credit != nil, figure.isExpenditure {
      finding.sentence =
        "\(said) is not compared: the sentence speaks of spending or revenue, not of a transfer."
      return
    }
    var sides: [Sides] = []
    for pair in figure.pairs {
      guard let supplier = pair.supplier, let recipient = pair.recipient else { continue }
      sides.append(Sides(supplier: directory[supplier].code, recipient: directory[recipient].code))
    }
    guard let first = sides.first else {
      finding.sentence = "\(said) is not compared: no two parties are named with it."
      return
    }
    func names(_ sides: Sides) -> String {
      [sides.supplier, sides.recipient].map { directory[$0]?.name ?? $0.rawValue }.joined(separator: " to ")
    }
    let between = sides.count == 1 ? names(first) : sides.map(names).joined(separator: " or ")
    if sides.count == 1 { (finding.supplier, finding.recipient) = (first.supplier, first.recipient) }
    let all = try sides.flatMap { side in try known(side).map { (side: side, known: $0) } }
      .filter { figure.years.isUnknown || $0.known.years.isUnknown || $0.known.years.overlaps(figure.years) }
    let same = all.filter { factor($0.known, figure) <= 1.1 }
    if figure.isDenied {
      finding.kind = .denied
      let head = "\(said): the article denies it of \(between)"
      if same.isEmpty {
        finding.sentence = head + "; no claim that is known says it."
      } else {
        tell(head + "; known claims that say it: ", same.map(\.known), &finding)
      }
    } else if !same.isEmpty {
      finding.kind = .known
      // Claims over the same years first.
      let sorted = same.sorted { a, b in
        (a.known.years == figure.years) != (b.known.years == figure.years)
          ? a.known.years == figure.years : factor(a.known, figure) < factor(b.known, figure)
      }
      tell("\(said) is known of \(between): ", sorted.map(\.known), &finding)
      if Set(same.map(\.side)).count == 1 {
        (finding.supplier, finding.recipient) = (same[0].side.supplier, same[0].side.recipient)
      }
    } else if !all.isEmpty {
      finding.kind = .differs
      let sorted = all.enumerated().sorted { a, b in
        let (one, other) = (factor(a.element.known, figure), factor(b.element.known, figure))
        return one != other ? one < other : a.offset < b.offset
      }
      let isComparable = sorted.first.map { factor($0.element.known, figure).isFinite } ?? false
      tell(
        "\(said) is not known of \(between); \(isComparable ? "nearest" : "in other units") of the same parties"
          + "\(figure.years.isUnknown ? "" : " and years"): ",
        sorted.map(\.element.known), &finding)
    } else {
      finding.kind = .unknown
      finding.sentence =
        "\(said): no figure of \(between) is known\(figure.years.isUnknown ? "" : " for these years")."
    }
    if sides.count > 1 {
      finding.sentence += " The wording does not tell who supplied whom; both were looked up."
    }
    if figure.isFromBefore { finding.sentence += " Parties of the sentence before were taken in." }
  }

  private func tell(_ head: String, _ claims: [Known], _ finding: inout ArticleFinding) {
    let shown = claims.prefix(KnownFigures.named)
    let rest = claims.count - shown.count
    finding.sentence =
      head + shown.map(\.words).joined(separator: ", ")
      + (rest > 0 ? ", and \(count(rest, "more claim"))" : "") + "."
    finding.claims = shown.map(\.id)
  }

  /// The larger of two amounts by the smaller, 1 where ranges meet; infinite where the units differ.
  private func factor(_ known: Known, _ figure: FigureMention) -> Double {
    guard known.unit.rawValue == figure.amount.currency else { return .infinity }
    let (low, high) = (figure.amount.thousandths, figure.amount.thousandthsMax ?? figure.amount.thousandths)
    if known.low <= high, low <= known.high { return 1 }
    return known.low > high ? Double(known.low) / Double(high) : Double(low) / Double(max(1, known.high))
  }

  private func known(_ sides: Sides) throws -> [Known] {
    if let known = read[sides] { return known }
    var filter = Filter()
    filter.suppliers = [sides.supplier]
    filter.recipients = [sides.recipient]
    var found: [Known] = []
    try knowledgeBase.claims(filter) { row in
      func text(_ name: String) throws -> String? { try places[name].flatMap { try row.textOrNil($0) } }
      func number(_ name: String) throws -> Int64? { try places[name].flatMap { try row.amountOrNil($0) } }
      guard let currency = try text("currency"), let low = try number("value") ?? number("value_max"),
        let hash = try places["id"].flatMap({ try row.identityOrNil($0) })
      else { return }
      let from = try places["from"].flatMap { try row.date($0) }
      let to = try places["to"].flatMap { try row.date($0) }
      // A deal happens at its date; only a sum goes on from there.
      let isDeal = try text("scope") == Scope.deal.rawValue
      let outlet = try text("document.publisher") ?? text("document.title") ?? text("document.url")
      let speaker = try text("asserted_by") ?? text("document.agency")
      let origin = [speaker, outlet].compactMap { $0 }.joined(separator: " in ")
      found.append(
        Known(
          id: hash.identifier("c"), origin: origin.isEmpty ? "no source named" : origin, low: low,
          high: max(low, try number("value_max") ?? low),
          unit: FigureUnit(currency: currency, priceYear: try number("price_year").map { Int($0) }),
          years: Period(from: from, to: isDeal ? to ?? from : to)))
    }
    read[sides] = found
    return found
  }

  // MARK: Words

  /// "USD 825 million", "EUR 32 to 38 million"; in full where that is not exact.
  private static func money(_ low: Int64, _ high: Int64, _ unit: String) -> String {
    let isInMillions = low % 1_000_000 == 0 && high % 1_000_000 == 0 && low >= 1_000_000_000
    let ends = (low == high ? [low] : [low, high]).map { groupedDecimal(isInMillions ? $0 / 1_000_000 : $0) }
    return "\(unit) \(ends.joined(separator: " to "))\(isInMillions ? " million" : "")"
  }

  private static func time(_ years: Period) -> String {
    switch (years.from, years.to) {
    case (let from?, let to?): from == to ? " in \(from)" : " in \(from) to \(to)"
    case (let from?, nil): " since \(from)"
    case (nil, let to?): " until \(to)"
    case (nil, nil): ""
    }
  }
}
