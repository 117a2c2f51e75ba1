public import ArmsModel

/// Holds a table of volumes against the deals of the register that it was made from.
public struct RegisterTableCheck: Sendable {
  /// A cell of the table: a volume of one party, or of two, over some years.
  public struct Cell: Hashable, Sendable {
    /// The supplier; nil for all.
    public var supplier: PartyCode?
    /// The recipient; nil for all.
    public var recipient: PartyCode?
    /// The first year.
    public var firstYear: Int
    /// The last year.
    public var lastYear: Int
    /// The volume in print, rounded to whole millions: thousandths of a million TIV.
    public var tiv: Int64
    /// The row of its claim.
    public var claim: Int64

    /// A cell.
    public init(
      supplier: PartyCode?, recipient: PartyCode?, firstYear: Int, lastYear: Int, tiv: Int64, claim: Int64
    ) {
      self.supplier = supplier
      self.recipient = recipient
      self.firstYear = firstYear
      self.lastYear = lastYear
      self.tiv = tiv
      self.claim = claim
    }
  }

  /// A cell that is not the sum of its deals.
  public struct Mismatch: Hashable, Sendable {
    /// The cell.
    public var cell: Cell
    /// The sum of the register's deals.
    public var sum: Int64
    /// How many they are.
    public var deals: Int
    /// By how much the two differ.
    public var difference: Int64 { abs(cell.tiv - sum) }

    /// Both numbers for people: "France to everybody in 2011: 40 in the table, 43.5 in the register".
    public func words(_ name: (PartyCode?) -> String) -> String {
      let years = cell.firstYear == cell.lastYear ? "\(cell.firstYear)" : "\(cell.firstYear)–\(cell.lastYear)"
      return
        "\(name(cell.supplier)) to \(name(cell.recipient)) in \(years): \(FindingWords.decimal(cell.tiv)) in the "
        + "table, \(FindingWords.decimal(sum)) in the register"
    }
  }

  private let edition: RegisterEdition
  private let bySupplier: [PartyCode: [Int]]
  private let byRecipient: [PartyCode: [Int]]

  /// Sums of that edition.
  public init(_ edition: RegisterEdition) {
    self.edition = edition
    var bySupplier: [PartyCode: [Int]] = [:]
    var byRecipient: [PartyCode: [Int]] = [:]
    for (place, deal) in edition.deals.enumerated() where deal.tiv != nil {
      if let supplier = deal.supplier { bySupplier[supplier, default: []].append(place) }
      if let recipient = deal.recipient { byRecipient[recipient, default: []].append(place) }
    }
    self.bySupplier = bySupplier
    self.byRecipient = byRecipient
  }

  /// The cells that differ from the sum of their deals by more than rounding, in their order.
  ///
  /// A cell rounds by half a million, a deal by five thousandths of a million. Where the register does not tell how
  /// much of a deal lies in the cell's years, or does not hold all of its deals, the cell is passed over.
  public func mismatches(_ cells: [Cell]) -> [Mismatch] {
    cells.compactMap { cell in
      guard let (sum, deals) = sum(cell) else { return nil }
      let rounding = 500 + 10 * Int64(Double(deals).squareRoot().rounded(.up))
      guard abs(cell.tiv - sum) > rounding else { return nil }
      return Mismatch(cell: cell, sum: sum, deals: deals)
    }
  }

  private func sum(_ cell: Cell) -> (Int64, Int)? {
    guard !edition.isSelection, edition.firstYear ?? .min <= cell.firstYear,
      cell.lastYear <= edition.lastYear ?? .max,
      holds(cell.supplier, edition.suppliers), holds(cell.recipient, edition.recipients)
    else { return nil }
    var sum: Int64 = 0
    var deals = 0
    for place in places(cell) {
      let deal = edition.deals[place]
      if let recipient = cell.recipient, cell.supplier != nil, deal.recipient != recipient { continue }
      if !deal.deliveries.isEmpty {
        let inside = deal.deliveries.filter { cell.firstYear <= $0.year && $0.year <= cell.lastYear }
        guard !inside.isEmpty else { continue }
        sum = inside.reduce(sum) { saturatingSum($0, $1.tiv ?? 0) }
        deals += 1
        continue
      }
      let inside = deal.years.count { cell.firstYear <= $0 && $0 <= cell.lastYear }
      if inside == 0, !deal.years.isEmpty { continue }
      guard inside == deal.years.count, inside > 0 else { return nil }
      sum = saturatingSum(sum, deal.tiv ?? 0)
      deals += 1
    }
    return (sum, deals)
  }

  private func places(_ cell: Cell) -> [Int] {
    if let supplier = cell.supplier { return bySupplier[supplier] ?? [] }
    return cell.recipient.flatMap { byRecipient[$0] } ?? []
  }

  /// Whether the edition holds all deals of that party, or of everybody.
  private func holds(_ party: PartyCode?, _ list: Set<PartyCode>?) -> Bool {
    guard let list else { return true }
    return party.map { list.contains($0) } ?? false
  }
}
