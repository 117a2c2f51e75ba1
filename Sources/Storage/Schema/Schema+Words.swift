extension Schema {
  /// A table as `schema.sql` explains it.
  public struct TableWords: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The comment above it, on one line; nil if there is none.
    public var description: String?
    /// The columns that have a comment of their own, in order.
    public var columns: [ColumnWords] = []
  }

  /// A column as `schema.sql` explains it.
  public struct ColumnWords: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The comment behind it.
    public var description: String
  }

  /// The comments of `schema.sql`, for whoever shows the tables.
  public static var words: [TableWords] {
    var tables: [TableWords] = []
    var comment: [Substring] = []
    var isInTable = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("CREATE TABLE ") || line.hasPrefix("CREATE VIRTUAL TABLE ") {
        let name = line.split(separator: " ").drop { $0 != "TABLE" }.dropFirst().first ?? ""
        tables.append(
          TableWords(
            name: String(name), description: comment.isEmpty ? nil : comment.joined(separator: " ")))
        isInTable = line.hasPrefix("CREATE TABLE ")
        comment = []
      } else if line.hasPrefix("--") {
        let words = line.drop { $0 == "-" || $0 == " " }
        // A rule with the name of a section begins anew.
        comment = line.hasPrefix("-----") || line.hasPrefix("-- ---") ? [] : comment + [words]
      } else if isInTable, let place = line.firstRange(of: "-- ") {
        if let name = line.split(separator: " ").first,
          name.allSatisfy({ $0.isLowercase || $0 == "_" || $0.isNumber })
        {
          tables[tables.count - 1].columns.append(
            ColumnWords(name: String(name), description: String(line[place.upperBound...])))
        }
      } else {
        if line.hasPrefix(")") { isInTable = false }
        comment = []
      }
    }
    return tables
  }
}
