import SQLite
import Storage

/// What Datasette is told of a published knowledge base.
///
/// Datasette 0.x reads all of it from `metadata.yaml`; from 1.0 on, settings of tables belong into `datasette.yaml`.
struct DatasetteMetadata {
  let words: PublicationWords
  let terms: ExportTerms

  /// How one table or view is shown.
  private struct Table {
    var name: String
    var facets: [String] = []
    /// The column that it is sorted by, and whether downwards.
    var sort: (column: String, isDescending: Bool)?
    /// The column that stands for a row where another refers to it.
    var label: String?
    var fullText: String?
  }

  private static let tables = [
    Table(
      name: "v_transfer", facets: ["supplier_name", "recipient_name", "category", "stage", "unit"],
      sort: ("from_date", true)),
    Table(
      name: "v_claim", facets: ["supplier_name", "recipient_name", "status", "currency", "publisher"],
      sort: ("published", true)),
    Table(name: "v_supplier", facets: ["unit"], sort: ("best", true)),
    Table(name: "v_recipient", facets: ["unit"], sort: ("best", true)),
    Table(name: "v_pair", facets: ["unit", "supplier_name", "recipient_name"], sort: ("best", true)),
    Table(name: "v_party", facets: ["kind", "region"], sort: ("name", false)),
    Table(name: "v_document", facets: ["publisher", "language"], sort: ("published", true)),
    Table(name: "claim", facets: ["supplier", "recipient", "status", "scope"], fullText: "claim_text"),
    Table(
      name: "document", facets: ["publisher", "agency", "language"], sort: ("published", true),
      label: "title",
      fullText: "document_text"),
    Table(
      name: "weapon", facets: ["category"], sort: ("designation", false), label: "designation",
      fullText: "weapon_text"),
    Table(name: "transfer", facets: ["supplier", "recipient", "category", "stage"]),
    Table(name: "party", facets: ["kind", "region"], sort: ("name", false), label: "name"),
    Table(name: "weapon_category", facets: ["parent"], sort: ("position", false), label: "name"),
    Table(name: "maker", facets: ["home"], sort: ("name", false), label: "name"),
    Table(
      name: "source", facets: ["kind", "home", "redistributable"], sort: ("name", false), label: "name"),
    Table(name: "batch", facets: ["kind"], sort: ("id", true), label: "recorded_at"),
  ]

  /// Tables that serve others, and that readers seldom want.
  private static let hidden = [
    "batch_row", "batch_state", "claim_restated", "claim_text", "document_fingerprint", "document_text",
    "extra_key", "maker_alias",
    "pair_total", "parked_row", "party_name", "party_successor", "party_total", "source_alias",
    "weapon_alias", "weapon_category_word", "weapon_text",
  ]

  /// What views show, as the words of a data package have it.
  private static let views: [(name: String, description: String, table: String)] = [
    ("v_claim", "What was said, one row a statement, with names.", "claims"),
    ("v_transfer", "The real-world deals, one row each, with names.", "transfers"),
    ("v_supplier", "Totals by supplier and unit of what was agreed.", "totals"),
    ("v_recipient", "Totals by recipient and unit of what was agreed.", "totals"),
    ("v_pair", "Totals by supplier, recipient and unit of what was agreed.", "totals"),
    ("v_party", "Parties with their other names and successors.", "parties"),
    ("v_document", "Documents with the number of their claims.", "documents"),
  ]

  /// Questions that are worth a name.
  private static let queries: [(name: String, title: String, sql: String)] = [
    (
      "search", "Full-text search in passages and notes",
      """
      SELECT 'c' || lower(hex(substr(claim.hash, 1, 8))) AS id, claim.supplier, claim.recipient, claim.evidence, \
      claim.note, document.publisher, document.title, document.published, document.url
      FROM claim_text JOIN v_live_claim AS claim ON claim.id = claim_text.rowid
      JOIN document ON document.id = claim.document
      WHERE claim_text MATCH escape_fts(:words) ORDER BY claim_text.rank LIMIT 200
      """
    ),
    (
      "claims_of_transfer", "The claims that a transfer rests on (its identifier begins with t)",
      """
      SELECT v_claim.*, transfer_claim.rule FROM transfer JOIN transfer_claim ON transfer_claim.transfer = transfer.id
      JOIN claim ON claim.id = transfer_claim.claim
      JOIN v_claim ON v_claim.id = 'c' || lower(hex(substr(claim.hash, 1, 8)))
      WHERE 't' || lower(hex(substr(transfer.key, 1, 8))) = :transfer
      """
    ),
    (
      "suppliers_of", "Who supplied a party, by unit (its code, such as AZE)",
      "SELECT * FROM v_pair WHERE recipient = :recipient ORDER BY unit, best DESC"
    ),
  ]

  /// `metadata.yaml`.
  func metadata(_ copy: KnowledgeBase) throws -> JSONText {
    var descriptions: [String: [(String, JSONText)]] = [:]
    for table in Schema.words {
      var parts: [(String, JSONText)] = table.description.map { [("description", .text($0))] } ?? []
      if !table.columns.isEmpty {
        parts.append(("columns", .object(table.columns.map { ($0.name, .text($0.description)) })))
      }
      descriptions[table.name] = parts
    }
    for view in DatasetteMetadata.views {
      let columns = try copy.columnNames(of: view.name).compactMap { name in
        ColumnWords.words(view.table, name).map { words in
          (name, JSONText.text([words.title, words.description].compactMap { $0 }.joined(separator: ". ")))
        }
      }
      descriptions[view.name] = [("description", .text(view.description)), ("columns", .object(columns))]
    }
    let names = DatasetteMetadata.settingsByTable.map(\.0)
    let others = descriptions.keys.filter { !names.contains($0) }.sorted()
    let settings = DatasetteMetadata.settingsByTable + others.map { ($0, []) }
    let tables = settings.compactMap { name, parts -> (String, JSONText)? in
      let all = (descriptions[name] ?? []) + parts
      return all.isEmpty ? nil : (name, .object(all))
    }
    var parts: [(String, JSONText)] = [
      ("title", .text(words.title)), ("description", .text(words.description)),
    ]
    let restricted = terms.restrictedDatasets.map(\.name).joined(separator: ", ")
    let licence =
      restricted.isEmpty
      ? words.licence : "For your own use, not to be passed on: holds rows of \(restricted)"
    if let licence { parts.append(("license", .text(licence))) }
    let status = try copy.status()
    parts += [
      (
        "source",
        .text(
          "\(count(Int(status.claims), "claim")) in \(count(Int(status.documents), "document")), each named beside it"
        )
      ),
      ("about", .text("armskb \(Version.current)")),
      (
        "databases",
        .object([
          ("armskb", .object([("queries", DatasetteMetadata.namedQueries), ("tables", .object(tables))]))
        ])
      ),
    ]
    return .object(parts)
  }

  /// `datasette.yaml`.
  var settings: JSONText {
    .object([
      (
        "databases",
        .object([
          (
            "armskb",
            .object([
              ("queries", DatasetteMetadata.namedQueries),
              ("tables", .object(DatasetteMetadata.settingsByTable.map { ($0, .object($1)) })),
            ])
          )
        ])
      )
    ])
  }

  private static var namedQueries: JSONText {
    .object(queries.map { ($0.name, .object([("title", .text($0.title)), ("sql", .text($0.sql))])) })
  }

  private static var settingsByTable: [(String, [(String, JSONText)])] {
    tables.map { table in
      var parts: [(String, JSONText)] = [("facets", .array(table.facets.map { .text($0) }))]
      if let sort = table.sort {
        parts.append((sort.isDescending ? "sort_desc" : "sort", .text(sort.column)))
      }
      if let label = table.label { parts.append(("label_column", .text(label))) }
      if let fullText = table.fullText {
        parts += [("fts_table", .text(fullText)), ("fts_pk", "id")]
      }
      return (table.name, parts)
    } + hidden.map { ($0, [("hidden", true)]) }
  }
}
