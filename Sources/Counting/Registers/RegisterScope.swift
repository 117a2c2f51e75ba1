import ArmsModel

/// What two editions of a register both speak of.
struct RegisterScope {
  private let firstYear: Int?
  private let lastYear: Int?
  private let suppliers: [Set<PartyCode>]
  private let recipients: [Set<PartyCode>]
  private let pairs: [Set<RegisterPair>]

  var hasYears: Bool { firstYear != nil || lastYear != nil }
  var years: (first: Int?, last: Int?) { (firstYear, lastYear) }
  /// Whether one of the two is limited to some parties or pairs.
  var hasParties: Bool { !suppliers.isEmpty || !recipients.isEmpty || !pairs.isEmpty }

  /// - Parameter years: a window that is asked for beside those of the editions.
  init(_ old: RegisterEdition, _ new: RegisterEdition, years: (first: Int?, last: Int?)) {
    let both = [old, new]
    firstYear = (both.map(\.firstYear) + [years.first]).compactMap { $0 }.max()
    lastYear = (both.map(\.lastYear) + [years.last]).compactMap { $0 }.min()
    suppliers = both.compactMap(\.suppliers)
    recipients = both.compactMap(\.recipients)
    pairs = both.filter(\.isSelection).map { Set($0.deals.map(\.pair)) }
  }

  /// Whether both editions speak of that pair.
  func contains(_ pair: RegisterPair) -> Bool {
    func isIn(_ party: PartyCode?, _ lists: [Set<PartyCode>]) -> Bool {
      lists.allSatisfy { list in party.map { list.contains($0) } ?? false }
    }
    return isIn(pair.supplier, suppliers) && isIn(pair.recipient, recipients)
      && pairs.allSatisfy { $0.contains(pair) }
  }

  func contains(year: Int) -> Bool { firstYear ?? .min <= year && year <= lastYear ?? .max }

  /// Whether no year of the edition lies outside.
  func contains(yearsOf edition: RegisterEdition) -> Bool {
    guard let firstYear else {
      return lastYear == nil || edition.lastYear.map { $0 <= lastYear ?? .max } ?? false
    }
    guard let first = edition.firstYear, first >= firstYear else { return false }
    return lastYear == nil || edition.lastYear.map { $0 <= lastYear ?? .max } ?? false
  }
}

/// A deal as far as it lies in what is compared.
struct ScopedDeal {
  var deal: RegisterDeal
  /// Its deliveries reach beyond the years that are compared, and nobody tells how much lies inside.
  var isPartial = false
  /// The other edition need not have it: an order without deliveries in these years.
  var isOptional = false

  /// The years of delivery that are compared.
  var years: [Int]

  /// The volume that counts; 0 where nothing was delivered, nil where it cannot be compared.
  var volume: Int64? { isPartial ? nil : deal.tiv ?? 0 }

  /// A deal within that scope; nil if it lies outside.
  init?(_ deal: RegisterDeal, _ scope: RegisterScope, isWithinYears: Bool) {
    guard scope.contains(deal.pair) else { return nil }
    self.deal = deal
    years = deal.years
    guard scope.hasYears, !isWithinYears else { return }
    if deal.years.isEmpty {
      guard let year = deal.orderYear, deal.tiv ?? 0 == 0 else { return }
      if !scope.contains(year: year) { return nil }
      return
    }
    let inside = deal.years.filter { scope.contains(year: $0) }
    if inside.count == deal.years.count { return }
    years = inside
    if inside.isEmpty {
      // What was ordered in these years may stand in the other edition as not delivered yet.
      guard let year = deal.orderYear, scope.contains(year: year) else { return nil }
      isOptional = true
      self.deal.delivered = nil
      self.deal.tiv = nil
      self.deal.deliveries = []
      isPartial = true
    } else if deal.deliveries.isEmpty {
      isPartial = true
    } else {
      self.deal.deliveries = deal.deliveries.filter { scope.contains(year: $0.year) }
      self.deal.sumDeliveries()
    }
  }
}

extension RegisterDeal {
  /// Takes number, volume, years and mark from the single deliveries.
  public mutating func sumDeliveries() {
    guard !deliveries.isEmpty else { return }
    func sum(_ numbers: [Int64]) -> Int64? { numbers.isEmpty ? nil : numbers.reduce(0, saturatingSum) }
    delivered = sum(deliveries.compactMap(\.quantity))
    tiv = sum(deliveries.compactMap(\.tiv))
    years = Set(deliveries.map(\.year)).sorted()
    let told = Set(years)
    estimatedYears.removeAll { !told.contains($0) }
    deliveredMark = deliveries.map(\.mark).max() ?? .none
  }
}
