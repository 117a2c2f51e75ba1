import SQLite

/// Texts that come in another order than that in which they are wanted, each under a number; they wait in a temporary
/// table and not in memory.
public struct TextsAside {
  private let insert: Statement
  private let database: Database

  fileprivate init(_ database: Database) throws {
    self.database = database
    insert = try database.prepare("INSERT INTO temp.aside (number, text) VALUES (:number, :text)")
  }

  /// Puts a text behind those of that number.
  public func add(_ text: String, to number: Int) throws {
    try insert.bind(number, ":number")
    try insert.bind(text, ":text")
    try insert.run()
  }

  /// Hands over the texts of a number in the order in which they came.
  public func each(of number: Int, _ body: (String) throws -> Void) throws {
    let select = try database.cached(
      "SELECT text FROM temp.aside WHERE number = :number ORDER BY number, place")
    defer { select.reset() }
    try select.bind(number, ":number")
    while try select.step() { try body(try select.text(0)) }
  }
}

extension TextsAside {
  /// The texts of a number with commas between them.
  public func joined(of number: Int) throws -> String {
    let size = try database.cached(
      "SELECT sum(length(CAST(text AS BLOB)) + 2) FROM temp.aside WHERE number = :number")
    defer { size.reset() }
    try size.bind(number, ":number")
    var all = ""
    // It may be tens of megabytes: doubling would take as much again.
    if try size.step(), let bytes = try size.integerOrNil(0) { all.reserveCapacity(Int(bytes)) }
    try each(of: number) {
      if !all.isEmpty { all += ", " }
      all += $0
    }
    return all
  }
}

extension KnowledgeBase {
  /// Lets texts wait for as long as `body` runs.
  public func withTextsAside<T>(_ body: (TextsAside) throws -> T) throws -> T {
    let table =
      "CREATE TEMP TABLE aside (place INTEGER PRIMARY KEY, number INTEGER, text TEXT); "
      + "CREATE INDEX temp.aside_by_number ON aside (number, place)"
    return try withTemporaryTables([(name: "aside", definition: table)]) {
      try body(try TextsAside(database))
    }
  }
}
