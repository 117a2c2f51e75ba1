import ArmsModel

/// Reads the tables of `data/`: parties, arms, sources, alliances, exchange rates, prices.
public enum ReferenceTables {
  /// The names of the files that are read.
  public static let files = [
    "data/parties.csv", "data/former-names.csv", "data/ambiguous-names.csv", "data/weapon-categories.csv",
    "data/makers.csv", "data/weapons.csv", "data/sources.csv", "data/memberships.csv",
    "data/exchange-rates.csv", "data/price-indices.csv",
  ]

  /// Reads all tables and checks them, each by itself and against the others.
  ///
  /// - Parameter file: gives the content of the file of a name, or nil if there is none.
  /// - Throws: `ImportProblems` with every problem of every file.
  public static func read(_ file: (String) -> [UInt8]?) throws -> ReferenceData {
    var reading = ReferenceReading()
    func table(_ name: String, _ columns: [String]) throws -> ReferenceTable {
      try ReferenceTable(name, content: file(name), columns: columns, problems: &reading.problems)
    }
    try reading.parties(
      table(
        files[0],
        [
          "code", "kind", "name", "alpha2", "sipri_name", "aliases", "demonyms", "capital", "region",
          "valid_from", "valid_to", "successors", "note",
        ]))
    try reading.formerNames(table(files[1], ["party", "name", "valid_from", "valid_to", "note"]))
    try reading.ambiguousNames(table(files[2], ["name", "candidates", "rule", "note"]))
    reading.checkNames()
    try reading.categories(
      table(files[3], ["slug", "parent", "name", "sipri_class", "un_category", "words"]))
    try reading.makers(
      table(files[4], ["name", "home", "kind", "aliases", "valid_from", "valid_to", "note"]))
    try reading.weapons(table(files[5], ["designation", "category", "maker", "aliases", "note"]))
    try reading.sources(
      table(
        files[6],
        ["name", "kind", "home", "reliability", "aliases", "url", "licence", "redistributable", "note"]))
    try reading.memberships(table(files[7], ["organisation", "member", "valid_from", "valid_to"]))
    try reading.rates(table(files[8], ["base", "currency", "year", "rate", "source"]))
    try reading.prices(table(files[9], ["currency", "year", "value", "source"]))
    if reading.problems.isEmpty { return reading.data }
    throw ImportProblems(
      files.flatMap { name in
        reading.problems.filter { $0.location.file == name }.sorted {
          ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column)
        }
      })
  }
}
