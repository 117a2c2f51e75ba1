import ArgumentParser
import ArmsModel
import Publishing
import Storage

/// `armskb query releases`.
struct QueryReleases: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "releases",
    abstract: "The editions of datasets: when they were made, what they are limited to, whether they count.",
    discussion: """
      Each can be named in armskb diff by its id, the beginning of the time at which it was made, or its file.

        armskb query releases
        armskb query releases sipri --format csv
      """)
  @Argument(help: ArgumentHelp("Only those with this in their dataset or title.", valueName: "text"))
  var text: String?
  @Option(help: ArgumentHelp("At most so many rows.", valueName: "number")) var limit: Int?
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit): a number of rows is 0 or more") }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      let editions = try knowledgeBase.editions().filter { edition in
        guard let text else { return true }
        let key = NameFolding.fold(text)
        return [edition.dataset, edition.title].contains {
          key.isEmpty ? $0.contains(text) : NameFolding.fold($0).contains(key)
        }
      }
      let answer = try Answer(
        output,
        [
          Column("id"), Column("dataset"), Column("layout"), Column("generated"),
          Column("from_year", .integer),
          Column("to_year", .integer), Column("suppliers", .list), Column("recipients", .list),
          Column("selection", .boolean), Column("deals", .integer), Column("claims", .integer),
          Column("tiv", .decimal), Column("in_force", .boolean), Column("files", .list), Column("title"),
        ], title: "Editions of datasets",
        readingOrder: [
          "id", "generated", "layout", "deals", "tiv", "in_force", "from_year", "to_year", "files", "dataset",
        ])
      for edition in editions.prefix(limit ?? .max) {
        func year(_ year: Int?) -> Cell { year.map { .integer(Int64($0)) } ?? .null }
        func list(_ codes: [PartyCode]?) -> Cell { codes.map { .list($0.map(\.rawValue)) } ?? .null }
        try answer.write([
          .text(edition.key.identifier("d")), .text(edition.dataset), Cell(optional: edition.layout),
          Cell(optional: edition.generated), year(edition.firstYear), year(edition.lastYear),
          list(edition.suppliers), list(edition.recipients), .boolean(edition.isSelection),
          .integer(Int64(edition.deals)), .integer(Int64(edition.claims)), Cell(thousandths: edition.tiv),
          .boolean(edition.isInForce), .list(edition.files), .text(edition.title),
        ])
      }
      try answer.finish()
      if editions.contains(where: { !$0.isInForce }) {
        Console.say(
          "in_force false: a newer or a wider edition has the say, or another layout of the same one, to which this one "
            + "lends its years")
      }
    }
  }
}
