import ArmsModel

extension KnowledgeBase {
  /// The filter with its regions, organisations and former states written out as suppliers and recipients.
  func writtenOut(_ filter: Filter) throws -> Filter {
    var result = filter
    let isPlain =
      filter.states == .asWas && filter.supplierRegions.isEmpty && filter.recipientRegions.isEmpty
      && filter.supplierIn.isEmpty && filter.recipientIn.isEmpty
    if isPlain { return filter }
    try loadDirectory()
    if filter.states == .successor {
      result.suppliers = withPredecessors(filter.suppliers)
      result.recipients = withPredecessors(filter.recipients)
      result.countries = withPredecessors(filter.countries)
    }
    result.suppliers = limited(result.suppliers, toRegions: filter.supplierRegions)
    result.recipients = limited(result.recipients, toRegions: filter.recipientRegions)
    result.suppliers = limited(result.suppliers, toMembersOf: try memberships(ofAny: filter.supplierIn))
    result.recipients = limited(result.recipients, toMembersOf: try memberships(ofAny: filter.recipientIn))
    return result
  }

  /// When parties were members of one of the organisations; nil where none is asked for.
  func memberships(ofAny organisations: [PartyCode]) throws -> [PartyCode: [Period]]? {
    guard !organisations.isEmpty else { return nil }
    var all: [PartyCode: [Period]] = [:]
    for organisation in organisations {
      try all.merge(memberships(of: organisation)) { $0 + $1 }
    }
    return all
  }

  /// The state that continues the series of a former one, through all its successors; others themselves.
  func successor(of code: PartyCode) -> PartyCode {
    var code = code
    var steps = 0
    while let party = directory[code], party.kind == .formerState, steps < 8,
      let next = directory.successors(of: code).first
    {
      code = next.code
      steps += 1
    }
    return code
  }

  private func withPredecessors(_ codes: [PartyCode]) -> [PartyCode] {
    guard !codes.isEmpty else { return [] }
    let wanted = Set(codes.map { successor(of: $0) })
    return directory.parties.map(\.code).filter { wanted.contains(successor(of: $0)) }.sorted()
  }

  private func limited(_ codes: [PartyCode], toRegions regions: [String]) -> [PartyCode] {
    guard !regions.isEmpty else { return codes }
    return limited(codes) { directory[$0]?.region.map(regions.contains) ?? false }
  }

  private func limited(
    _ codes: [PartyCode], toMembersOf members: [PartyCode: [Period]]?
  ) -> [PartyCode] {
    guard let members else { return codes }
    return limited(codes) { members[$0] != nil }
  }

  /// An empty list limits nothing; that nobody is left is therefore written as a code that no party has.
  private func limited(_ codes: [PartyCode], to isTaken: (PartyCode) -> Bool) -> [PartyCode] {
    let all = codes.isEmpty ? directory.parties.map(\.code) : codes
    let left = all.filter(isTaken).sorted()
    return left.isEmpty ? [PartyCode("")] : left
  }

  /// The regions that parties lie in, in the order of their names.
  public func regions() throws -> [String] {
    try loadDirectory()
    return Set(directory.parties.compactMap(\.region)).sorted()
  }

  /// The organisations whose members are known.
  public func alliances() throws -> [PartyCode] {
    var codes: [PartyCode] = []
    try rows("SELECT DISTINCT organisation FROM membership ORDER BY organisation") {
      codes.append(PartyCode(try $0.text(0)))
    }
    return codes
  }

  /// The years for which consumer prices of a currency are known, ascending.
  public func priceYears(of currency: String) throws -> [Int] {
    let statement = try database.cached("SELECT year FROM price_index WHERE currency = :code ORDER BY year")
    defer { statement.reset() }
    try statement.bind(currency, ":code")
    var years: [Int] = []
    while try statement.step() { years.append(try statement.year(0)) }
    return years
  }
}
