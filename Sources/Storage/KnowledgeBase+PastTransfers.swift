import ArmsModel
import Counting
import SQLite

extension Filter {
  /// Whether transfers have to be grouped anew, from fewer claims than stand now.
  var asksForThePast: Bool { asOf != nil || publishedBy != nil }
}

extension KnowledgeBase {
  /// Answers from transfers as they follow from the claims that pass the filter's dates of recording and publication.
  ///
  /// For as long as `body` runs, tables of the same names and columns in the connection's own temporary database
  /// stand before the kept ones, so that every question about transfers is asked in the same words. The file is not
  /// changed, and may be open for reading only.
  func withTransfers<T>(of filter: Filter, _ body: () throws -> T) throws -> T {
    guard filter.asksForThePast else { return try body() }
    try loadDirectory()
    for name in ["transfer", "transfer_claim"] {
      let definition = try text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '\(name)'")
      try database.execute(PastTables.temporary(definition ?? ""))
    }
    defer {
      // What is left behind would last as long as the connection and stand before the kept tables.
      try? database.execute("DROP TABLE temp.transfer_claim; DROP TABLE temp.transfer;")
    }
    var claims = Filter()
    claims.suppliers = filter.suppliers
    claims.recipients = filter.recipients
    claims.countries = filter.countries
    claims.asOf = filter.asOf
    claims.publishedBy = filter.publishedBy
    let writer = try SettlementWriter(self)
    try eachPair(claims, writer.vocabulary) { try writer.writeTransfers($0) }
    return try body()
  }

  /// The first column of the first row as a text.
  func text(_ sql: String) throws -> String? {
    let statement = try database.cached(sql)
    defer { statement.reset() }
    return try statement.step() ? try statement.textOrNil(0) : nil
  }
}

/// Definitions of tables for the temporary database.
enum PastTables {
  /// The same table as a temporary one, without references, which cannot lead into another database.
  static func temporary(_ definition: String) -> String {
    let parts = definition.split(separator: " REFERENCES ", omittingEmptySubsequences: false)
    let rest = parts.dropFirst().map { part in
      part.drop { $0.isLetter || $0 == "_" }
    }
    let plain = ([parts.first ?? ""] + rest).joined()
    return "CREATE TEMP TABLE" + plain.dropFirst("CREATE TABLE".count)
  }
}
