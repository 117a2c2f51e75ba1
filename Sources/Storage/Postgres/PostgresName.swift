/// Names and types of SQLite in PostgreSQL.
enum PostgresName {
  /// The name, in quotation marks if PostgreSQL would read it otherwise without.
  static func quoted(_ name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      } && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name.utf8.first ?? 0)
    if isPlain, !reserved.contains(name.uppercased()) { return name }
    return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// A bare word in an expression: keywords of SQLite as they are, names in quotation marks where needed.
  static func asWritten(_ word: String) -> String {
    keywords.contains(word.uppercased()) ? word : quoted(word.lowercased())
  }

  /// A name that may stand in a file name, too.
  static func isSafe(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 60
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) && $0 < 0x80 || $0 == UInt8(ascii: "_")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }

  /// A text in quotation marks.
  static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// The types of STRICT tables.
  static let types = [
    "INTEGER": "bigint", "INT": "bigint", "REAL": "double precision", "TEXT": "text", "BLOB": "bytea",
  ]

  /// Words before a parenthesis that are no function.
  static let keywordsBeforeGroups: Set<String> = [
    "ALL", "AND", "ANY", "AS", "BETWEEN", "BY", "CASE", "CHECK", "DISTINCT", "ELSE", "EXCEPT", "EXISTS",
    "FROM",
    "GLOB", "HAVING", "IN", "INTERSECT", "IS", "JOIN", "LIKE", "LIMIT", "NOT", "OFFSET", "ON", "OR", "SELECT",
    "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE",
  ]

  /// Words that can follow a table in FROM.
  static let clauses: Set<String> = [
    "CROSS", "EXCEPT", "GROUP", "HAVING", "INNER", "INTERSECT", "JOIN", "LEFT", "LIMIT", "ON", "ORDER",
    "UNION",
    "USING", "WHERE",
  ]

  /// Keywords between expressions.
  static let boundaries: Set<String> = clauses.union([
    "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "DESC", "DISTINCT", "ELSE", "END", "FROM", "NOT", "OR",
    "SELECT",
    "THEN", "WHEN",
  ])

  /// The keywords of questions that both know.
  private static let keywords: Set<String> = keywordsBeforeGroups.union(clauses).union([
    "ASC", "DESC", "END", "ESCAPE", "FALSE", "FIRST", "LAST", "NULL", "NULLS", "OUTER", "RECURSIVE", "TRUE",
    "WITH",
    "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
  ])

  /// Words that PostgreSQL 15 keeps for itself.
  ///
  /// https://www.postgresql.org/docs/15/sql-keywords-appendix.html
  private static let reserved = Set(
    """
    ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION BINARY BOTH CASE CAST CHECK COLLATE COLLATION \
    COLUMN CONCURRENTLY CONSTRAINT CREATE CROSS CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME \
    CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN \
    FREEZE FROM FULL GRANT GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO IS ISNULL JOIN LATERAL LEADING LEFT \
    LIKE LIMIT LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTNULL NULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS PLACING \
    PRIMARY REFERENCES RETURNING RIGHT SELECT SESSION_USER SIMILAR SOME SYMMETRIC SYSTEM_USER TABLE TABLESAMPLE THEN \
    TO TRAILING TRUE UNION UNIQUE USER USING VARIADIC VERBOSE WHEN WHERE WINDOW WITH
    """.split(separator: " ").map(String.init))
}
