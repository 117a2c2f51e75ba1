import ArmsModel
import Counting
import SQLite

extension Filter {
  /// Whether transfers have to be grouped anew, from fewer claims than stand now.
  var countsFewerClaims: Bool { asOf != nil || publishedBy != nil || !withoutDocuments.isEmpty }

  /// Only its parties, its dates of recording and publication, and the documents that it leaves out: what decides
  /// which claims of a pair are grouped.
  var partiesAndDates: Filter {
    var result = Filter()
    result.suppliers = suppliers
    result.recipients = recipients
    result.countries = countries
    result.asOf = asOf
    result.publishedBy = publishedBy
    result.withoutDocuments = withoutDocuments
    return result
  }
}

extension KnowledgeBase {
  /// Answers from transfers as they follow from the claims that the filter's dates of recording and publication, and the documents that
  /// it leaves out, let pass.
  ///
  /// For as long as `body` runs, tables of the same names and columns in the connection's own temporary database
  /// stand before the kept ones, so that every question about transfers is asked in the same words. The file is not
  /// changed, and may be open for reading only.
  ///
  /// - Parameter asCounted: as totals have them, from nothing but the claims that pass its sources and credibility, too.
  func withTransfers<T>(of filter: Filter, asCounted: Bool = false, _ body: () throws -> T) throws -> T {
    guard asCounted ? !filter.takesAllClaims : filter.countsFewerClaims else { return try body() }
    try loadDirectory()
    return try withTemporaryTables(["transfer", "transfer_claim"]) {
      let writer = try DerivedRows(self)
      let chosen = asCounted ? filter : filter.partiesAndDates
      try eachPair(chosen, writer.vocabulary) { try writer.writeTransfers($0) }
      return try body()
    }
  }

  /// Lets empty temporary tables stand before the kept ones of those names, for as long as `body` runs.
  func withTemporaryTables<T>(_ names: [String], _ body: () throws -> T) throws -> T {
    let tables = names.map { name in
      (name: name, definition: PastTables.temporary(Schema.objects[name]?.sql ?? ""))
    }
    return try withTemporaryTables(tables, body)
  }

  /// Makes empty temporary tables for as long as `body` runs.
  func withTemporaryTables<T>(
    _ tables: [(name: String, definition: String)], _ body: () throws -> T
  ) throws -> T {
    do {
      for table in tables { try database.execute(table.definition) }
      let result = try body()
      for table in tables.reversed() { try database.execute("DROP TABLE temp.\(table.name)") }
      return result
    } catch {
      // What is left behind would last as long as the connection and stand before the kept tables. The first failure is
      // the one to tell.
      for table in tables.reversed() { try? database.execute("DROP TABLE IF EXISTS temp.\(table.name)") }
      throw error
    }
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
      let behind = part.drop { $0.isLetter || $0 == "_" }
      return behind.hasPrefix(" (") ? behind.drop { $0 != ")" }.dropFirst() : behind
    }
    let plain = ([parts.first ?? ""] + rest).joined()
    return "CREATE TEMP TABLE" + plain.dropFirst("CREATE TABLE".count)
  }
}
