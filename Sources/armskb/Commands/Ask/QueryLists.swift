import ArgumentParser
import ArmsModel
import Publishing
import Storage

/// `armskb query transfers`.
struct QueryTransfers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfers", abstract: "The real-world deals, one row each.",
    discussion: """
        armskb query transfers --recipient Azerbaijan --since 2010
        armskb query transfers --weapon Harop --format json
        armskb query transfers --register --supplier Israel --recipient Azerbaijan -o deals.csv
      """)
  @Flag(
    help: "As a trade register: what was ordered and what arrived, with years, TIV, comments and estimates.")
  var register = false
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.reading { knowledgeBase in
      let filter = try filters.filter(knowledgeBase)
      if register { return try writeRegister(knowledgeBase, filter, output, limit: filters.limit) }
      try writeTransfers(knowledgeBase, filter, output, limit: filters.limit)
    }
  }
}

/// Writes the transfers that pass the filter.
///
/// - Parameter atEnd: gets the number of rows before the last of them is handed over; what it throws leaves no file.
func writeTransfers(
  _ knowledgeBase: KnowledgeBase, _ filter: Filter, _ output: OutputOptions, limit: Int?,
  atEnd: (Int) throws -> Void = { _ in }
) throws {
  let answer = try Answer(
    output, ListColumn.transfers.map { Column($0) }, title: "Transfers", readingOrder: transferReadingOrder)
  let kinds = ListColumn.transfers.map(\.kind)
  try knowledgeBase.transfers(filter, limit: limit) { try answer.write($0, kinds) }
  try atEnd(answer.rowCount)
  try answer.finish()
}

/// What tells most, first: the order of a transfer's columns in a table on a terminal.
private let transferReadingOrder = [
  "supplier_name", "recipient_name", "weapon", "category", "stage", "quantity_best", "value_best", "unit",
  "from", "to",
  "claims", "origins", "disputed", "id",
]

/// `armskb query claims`.
struct QueryClaims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "What was said, one row each, with who, where and when.",
    discussion: """
        armskb query claims --supplier Israel --recipient Azerbaijan
        armskb query claims --asserted-by SIPRI --format csv -o sipri.csv
        armskb query claims --country Armenia --order time
      """)
  @Option(help: "recorded, or time: by when it began, what has no date last.") var order: String = "recorded"
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    let orders = ["recorded", "time"]
    guard !orders.contains(order) else { return }
    throw ValidationError(
      "there is no order '\(order)'\(suggestion(NearestName.of(order, among: orders))) (orders: recorded, time)"
    )
  }

  func run() throws {
    try database.reading { knowledgeBase in
      let filter = try filters.filter(knowledgeBase)
      try writeClaims(
        knowledgeBase, filter, output, order: order == "time" ? .time : .recorded, limit: filters.limit)
    }
  }
}

/// `armskb query sources`.
struct QuerySources: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "Who can say something: outlets, agencies, institutes, persons.")
  @OptionGroup var list: ListOptions
  func run() throws { try list.write(.sources) }
}

/// `armskb query parties`.
struct QueryParties: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parties", abstract: "Suppliers and recipients with their names and years.",
    discussion: """
        armskb query parties turk
        armskb query parties --country SUN,YUG
      """)
  @OptionGroup var list: ListOptions
  @Option(help: ArgumentHelp("Only these.", valueName: "names")) var country: [String] = []
  func run() throws { try list.write(.parties, country: country) }
}

/// `armskb query categories`.
struct QueryCategories: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "categories",
    abstract: "Weapon categories with SIPRI's class and the UN Register's category.")
  @OptionGroup var list: ListOptions
  @Option(help: ArgumentHelp("Only these and those below.", valueName: "slugs")) var category: [String] = []
  func run() throws { try list.write(.categories, category: category) }
}

/// `armskb query weapons`.
struct QueryWeapons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weapons", abstract: "Designations with category and maker.",
    discussion: "  armskb query weapons bayraktar")
  @OptionGroup var list: ListOptions
  @Option(help: ArgumentHelp("Only these categories and those below.", valueName: "slugs"))
  var category: [String] = []
  func run() throws { try list.write(.weapons, category: category) }
}

/// `armskb query documents`.
struct QueryDocuments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents", abstract: "The articles that claims stand in.")
  @OptionGroup var list: ListOptions
  func run() throws { try list.write(.documents) }
}

/// What the lists of reference data have in common.
struct ListOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Only rows with this in a name.", valueName: "text")) var text: String?
  @Option(help: ArgumentHelp("At most so many rows.", valueName: "number")) var limit: Int?
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit): a number of rows is 0 or more") }
  }

  /// Writes the list.
  func write(_ what: KnowledgeBase.ReferenceList, country: [String] = [], category: [String] = []) throws {
    try database.reading { knowledgeBase in
      var filters = try FilterOptions.parse([])
      filters.country = country
      filters.category = category
      let filter = try filters.filter(knowledgeBase)
      try write(what, knowledgeBase, filter)
    }
  }

  private func write(
    _ what: KnowledgeBase.ReferenceList, _ knowledgeBase: KnowledgeBase, _ filter: Filter
  ) throws {
    let answer = try Answer(output, what.columns.map { Column($0) }, title: what.rawValue)
    let kinds = what.columns.map(\.kind)
    try knowledgeBase.list(what, matching: text, filter, limit: limit) { try answer.write($0, kinds) }
    try answer.finish()
  }
}
