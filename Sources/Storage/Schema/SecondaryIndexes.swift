/// The indexes that are dropped while many rows come in, and made again from the text in `schema.sql`.
///
/// Keeping them row by row costs a third of a large import.
enum SecondaryIndexes {
  /// DROP INDEX for each index of `table` that is not part of a key.
  static func drop(of table: String) -> String {
    names(of: table).map { "DROP INDEX \($0.name);" }.joined(separator: "\n")
  }

  /// CREATE INDEX for each of them, word for word as in `schema.sql`.
  static func create(of table: String) -> String {
    names(of: table).map { $0.sql }.joined(separator: "\n")
  }

  private static func names(of table: String) -> [(name: String, sql: String)] {
    Schema.text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("CREATE ") else { return nil }
      let words = line.split(separator: " ").filter { $0 != "UNIQUE" }
      guard words.count > 4, words[1] == "INDEX", words[4] == table else { return nil }
      return (String(words[2]), String(line))
    }
  }
}
