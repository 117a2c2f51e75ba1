import ArmsModel
import Publishing
import Storage

/// A table of a data package, as Frictionless's Table Schema describes it.
struct PackageTable {
  /// The name; the file bears it with `.csv`.
  var name: String
  /// What its rows are.
  var title: String
  /// The columns.
  var columns: [Column]
  /// The column by which a row is told from all others; nil where it takes several, some of which may be empty.
  var key: String?
  /// Columns that name rows of other tables, by their keys; the table's own name for itself.
  var references: [(column: String, table: String, key: String)] = []

  /// The file.
  var file: String { name + ".csv" }

  /// The description of its columns.
  var schema: JSONText {
    var parts: [(String, JSONText)] = [("fields", .array(columns.map(field)))]
    parts.append(("missingValues", .array([""])))
    if let key { parts.append(("primaryKey", .text(key))) }
    if !references.isEmpty {
      parts.append(
        (
          "foreignKeys",
          .array(
            references.map { reference in
              .object([
                ("fields", .text(reference.column)),
                (
                  "reference",
                  .object([
                    ("resource", .text(reference.table == name ? "" : reference.table)),
                    ("fields", .text(reference.key)),
                  ])
                ),
              ])
            })
        ))
    }
    return .object(parts)
  }

  private func field(_ column: Column) -> JSONText {
    let name = column.flatName
    let words = ColumnWords.words(self.name, name)
    var parts: [(String, JSONText)] = [
      ("name", .text(name)), ("type", .text(PackageTable.type(column.kind))),
      ("title", .text(words?.title ?? name)),
    ]
    if let description = words?.description { parts.append(("description", .text(description))) }
    let constraints = constraints(name)
    if !constraints.isEmpty { parts.append(("constraints", .object(constraints))) }
    return .object(parts)
  }

  private static func type(_ kind: Column.Kind) -> String {
    switch kind {
    case .text, .list, .integerList: "string"
    case .integer: "integer"
    case .decimal, .real: "number"
    case .boolean: "boolean"
    case .json: "object"
    }
  }

  private func constraints(_ name: String) -> [(String, JSONText)] {
    if name == key { return [("required", true), ("unique", true)] }
    if references.contains(where: { $0.column == name }) { return [] }
    func words(_ words: [String]) -> [(String, JSONText)] { [("enum", .array(words.map { .text($0) }))] }
    switch name {
    case "from", "to", "first", "last", "published", "valid_from", "valid_to":
      return [("pattern", "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")]
    case "years": return [("pattern", "[0-9]{4}(;[0-9]{4})*")]
    case "sha256": return [("pattern", "[0-9a-f]{64}")]
    case "status": return words(Stage.allCases.map(\.slug))
    case "stage": return words(["agreed"] + Stage.allCases.map(\.slug))
    case "mode": return words(TransferMode.allCases.map(\.rawValue))
    case "condition": return words(Condition.allCases.map(\.rawValue))
    case "scope": return words(Scope.allCases.map(\.rawValue))
    case "reliability": return words(["A", "B", "C", "D", "E", "F"])
    case "year", "first_year", "last_year", "price_year":
      return [("minimum", 1_900), ("maximum", 2_100)]
    default: return []
    }
  }
}

extension PackageTable {
  /// What people said, and where.
  static let claims = PackageTable(
    name: "claims", title: "Claims: one statement by one source in one document each",
    columns: ListColumn.packageClaims.map { Column($0) }, key: "id",
    references: [
      ("document", "documents", "id"), ("supplier", "parties", "code"), ("recipient", "parties", "code"),
      ("category", "categories", "category"), ("origin", "sources", "source"),
    ])
  /// The deals that follow.
  static let transfers = PackageTable(
    name: "transfers", title: "Transfers: the real-world deals that claims speak of",
    columns: ListColumn.transfers.map { Column($0) }, key: "id",
    references: [
      ("supplier", "parties", "code"), ("recipient", "parties", "code"),
      ("category", "categories", "category"),
    ])
  /// Which claims these rest on.
  static let links = PackageTable(
    name: "transfer_claims", title: "Which claims each transfer rests on",
    columns: ListColumn.packageLinks.map { Column($0) }, key: nil,
    references: [("transfer", "transfers", "id"), ("claim", "claims", "id")])
  /// Totals of pairs of parties.
  static let totals = PackageTable(
    name: "totals", title: "Totals by supplier, recipient and unit; lines of one unit and stage may be added",
    columns: parties + figures, key: nil, references: partyReferences)
  /// Totals of pairs of parties and years.
  static let yearlyTotals = PackageTable(
    name: "totals_by_year",
    title:
      "Totals by supplier, recipient, year and unit; each line stands for itself: a period total may contain deals of "
      + "other lines, so lines are not to be added",
    columns: parties
      + [Column("year", .integer), Column("first_year", .integer), Column("last_year", .integer)] + figures,
    key: nil, references: partyReferences)
  /// Suppliers and recipients.
  static let allParties = PackageTable(
    name: "parties", title: "Parties: states, former states, armed groups, organisations",
    columns: ListColumn.packageParties.map { Column($0) }, key: "code")
  /// Weapon categories.
  static let categories = PackageTable(
    name: "categories", title: "Weapon categories",
    columns: ListColumn.packageCategories.map { Column($0) }, key: "category",
    references: [("parent", "categories", "category")])
  /// Sources.
  static let sources = PackageTable(
    name: "sources", title: "Sources: whoever can say something",
    columns: ListColumn.packageSources.map { Column($0) }, key: "source",
    references: [("home", "parties", "code")])
  /// Documents.
  static let documents = PackageTable(
    name: "documents", title: "Documents that claims stand in",
    columns: ListColumn.packageDocuments.map { Column($0) }, key: "id",
    references: [("publisher_source", "sources", "source"), ("agency_source", "sources", "source")])

  /// All tables, in the order in which they are described.
  static let all = [
    claims, transfers, links, totals, yearlyTotals, allParties, categories, sources, documents,
  ]

  private static let parties = [
    Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name"),
  ]
  private static let partyReferences = [
    ("supplier", "parties", "code"), ("recipient", "parties", "code"),
  ]
  private static let figures = [
    Column("unit"), Column("stage"), Column("low", .decimal), Column("best", .decimal),
    Column("high", .decimal), Column("transfers", .integer), Column("unstated", .integer),
    Column("claims", .integer), Column("origins", .integer), Column("documents", .integer), Column("first"),
    Column("last"), Column("origin_names", .list), Column("categories", .list),
  ]
}
