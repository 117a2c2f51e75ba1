import ArmsModel

/// What a register says of a deal and another edition may say otherwise.
public enum RegisterField: String, CaseIterable, Hashable, Sendable {
  /// Who supplied.
  case supplier
  /// Who received.
  case recipient
  /// The year of the order.
  case orderYear = "order_year"
  /// What it is called.
  case designation
  /// What it is, in the register's words.
  case description
  /// New, second hand and so on.
  case condition
  /// Whether it is ordered, or selected only.
  case status
  /// The number ordered.
  case ordered
  /// The number delivered.
  case delivered
  /// The years of delivery.
  case years
  /// The volume of what was delivered.
  case tiv
  /// The register's comment.
  case comment

  /// The fields that both editions hold.
  ///
  /// Editions of one layout hold the same; of two layouts a field is held by
  /// both if any deal of either has it.
  static func held(_ a: RegisterEdition, _ b: RegisterEdition) -> Set<RegisterField> {
    guard a.layout != b.layout else { return Set(allCases) }
    func holds(_ edition: RegisterEdition, _ field: RegisterField) -> Bool {
      edition.deals.contains { deal in
        switch field {
        case .supplier, .recipient, .designation: true
        case .status: deal.ordered != nil
        case .orderYear: deal.orderYear != nil
        case .description: deal.description != nil
        case .condition: deal.condition != nil
        case .ordered: deal.ordered != nil
        case .delivered: deal.delivered != nil
        case .years: !deal.years.isEmpty
        case .tiv: deal.tiv != nil
        case .comment: deal.comment != nil
        }
      }
    }
    return Set(allCases.filter { holds(a, $0) && holds(b, $0) })
  }
}

extension RegisterField {
  /// The fields whose marks of estimates both editions give.
  static func marked(_ a: RegisterEdition, _ b: RegisterEdition) -> Set<RegisterField> {
    let all: Set<RegisterField> = [.orderYear, .ordered, .delivered, .years]
    guard a.layout != b.layout else { return all }
    func marks(_ edition: RegisterEdition, _ field: RegisterField) -> Bool {
      edition.deals.contains { deal in
        switch field {
        case .orderYear: deal.orderYearMark == .estimate
        case .ordered: deal.orderedMark == .estimate
        case .delivered: deal.deliveredMark == .estimate
        default: !deal.estimatedYears.isEmpty
        }
      }
    }
    return all.filter { marks(a, $0) && marks(b, $0) }
  }
}

/// One thing that two editions say differently of a deal.
public struct RegisterFieldChange: Hashable, Sendable {
  /// What is different about it.
  public enum Kind: String, Hashable, Sendable {
    /// The value.
    case changed
    /// The first edition calls it an estimate, the second does not: no confirmation, only no mark.
    case markLost = "mark lost"
    /// The second edition calls it an estimate, the first does not.
    case markSet = "mark set"
  }

  /// What it is.
  public var field: RegisterField
  /// What is different about it.
  public var kind: Kind
  /// As the first edition has it, with `?` behind what it calls an estimate; nil: not said.
  public var old: String?
  /// As the second edition has it.
  public var new: String?

  /// What differs between two deals, of those fields; marks of estimates are compared of `marks`.
  static func between(
    _ a: RegisterDeal, _ b: RegisterDeal, _ fields: Set<RegisterField>, marks: Set<RegisterField>
  ) -> [RegisterFieldChange] {
    var found: [RegisterFieldChange] = []
    func text(_ field: RegisterField, _ old: String?, _ new: String?) {
      guard fields.contains(field), old != new else { return }
      found.append(RegisterFieldChange(field: field, kind: .changed, old: old, new: new))
    }
    func number<N: BinaryInteger>(
      _ field: RegisterField, _ old: N?, _ oldMark: RegisterDeal.Mark, _ new: N?, _ newMark: RegisterDeal.Mark
    ) {
      guard fields.contains(field) else { return }
      let words = (marked(old, oldMark), marked(new, newMark))
      if old != new {
        found.append(RegisterFieldChange(field: field, kind: .changed, old: words.0, new: words.1))
      }
      guard marks.contains(field), old != nil, new != nil, (oldMark == .estimate) != (newMark == .estimate)
      else { return }
      let kind: Kind = oldMark == .estimate ? .markLost : .markSet
      found.append(RegisterFieldChange(field: field, kind: kind, old: words.0, new: words.1))
    }
    text(.supplier, a.supplier?.rawValue, b.supplier?.rawValue)
    text(.recipient, a.recipient?.rawValue, b.recipient?.rawValue)
    number(.orderYear, a.orderYear, a.orderYearMark, b.orderYear, b.orderYearMark)
    text(.designation, a.designation, b.designation)
    text(.description, a.description, b.description)
    text(.condition, a.condition, b.condition)
    text(.status, a.status, b.status)
    number(.ordered, a.ordered, a.orderedMark, b.ordered, b.orderedMark)
    // Nothing delivered is printed as 0 by one layout and not at all by another.
    number(
      .delivered, a.delivered == 0 ? nil : a.delivered, a.deliveredMark, b.delivered == 0 ? nil : b.delivered,
      b.deliveredMark)
    if fields.contains(.years) { years(a, b, isMarked: marks.contains(.years), &found) }
    text(.tiv, a.tiv.map(FindingWords.plain), b.tiv.map(FindingWords.plain))
    text(.comment, a.comment, b.comment)
    return found
  }

  private static func years(
    _ a: RegisterDeal, _ b: RegisterDeal, isMarked: Bool, _ found: inout [RegisterFieldChange]
  ) {
    func words(_ deal: RegisterDeal) -> String? {
      guard !deal.years.isEmpty else { return nil }
      let estimated = Set(deal.estimatedYears)
      return deal.years.map { "\($0)" + (estimated.contains($0) ? "?" : "") }.joined(separator: "; ")
    }
    if a.years != b.years {
      found.append(RegisterFieldChange(field: .years, kind: .changed, old: words(a), new: words(b)))
    }
    guard isMarked else { return }
    let common = Set(a.years).intersection(b.years)
    let (old, new) = (common.intersection(a.estimatedYears), common.intersection(b.estimatedYears))
    if !old.subtracting(new).isEmpty {
      found.append(RegisterFieldChange(field: .years, kind: .markLost, old: words(a), new: words(b)))
    }
    if !new.subtracting(old).isEmpty {
      found.append(RegisterFieldChange(field: .years, kind: .markSet, old: words(a), new: words(b)))
    }
  }

  /// `12`, `12?` of an estimate.
  static func marked<N: BinaryInteger>(_ number: N?, _ mark: RegisterDeal.Mark) -> String? {
    number.map { "\($0)" + (mark == .estimate ? "?" : "") }
  }
}
