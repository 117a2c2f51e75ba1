import SQLite

/// Texts that come in another order than that in which they are wanted, each under a number; they wait in a temporary
/// table and not in memory.
public struct TextsAside {
  private let insert: Statement
  private let database: Database

  fileprivate init(_ database: Database) throws {
    self.database = database
    insert = try database.prepare(
      "INSERT INTO temp.aside (number, bytes, text) VALUES (:number, :bytes, :text)")
  }

  /// Puts a text behind those of that number.
  public func add(_ text: String, to number: Int) throws {
    try insert.bind(number, ":number")
    try insert.bind(text.utf8.count, ":bytes")
    try insert.bind(text, ":text")
    try insert.run()
  }

  /// Hands over the texts of a number in the order in which they came.
  public func each(of number: Int, _ body: (String) throws -> Void) throws {
    let select = try selected(number)
    defer { select.reset() }
    while try select.step() {
      if let bytes = select.textBytes(0) { try body(String(decoding: bytes, as: UTF8.self)) }
    }
  }

  /// Texts as blobs: to end a text of 30 megabytes with a zero, SQLite takes 60 more.
  private func selected(_ number: Int) throws -> Statement {
    let select = try database.cached(
      "SELECT CAST(text AS BLOB) FROM temp.aside WHERE number = :number ORDER BY number, place")
    try select.bind(number, ":number")
    return select
  }
}

extension TextsAside {
  /// The texts of a number, each JSON, as one array.
  public func array(of number: Int) throws -> String {
    let size = try database.cached("SELECT sum(bytes + 2) FROM temp.aside WHERE number = :number")
    defer { size.reset() }
    try size.bind(number, ":number")
    var all = "["
    // It may be tens of megabytes: doubling would take as much again.
    if try size.step(), let bytes = try size.integerOrNil(0) { all.reserveCapacity(Int(bytes) + 2) }
    let select = try selected(number)
    defer { select.reset() }
    while try select.step() {
      if all.utf8.count > 1 { all += ", " }
      // In pieces, for the same reason.
      guard let bytes = select.textBytes(0) else { continue }
      var start = 0
      while start < bytes.count {
        var end = min(start + 65_536, bytes.count)
        while end < bytes.count, end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        all += String(decoding: bytes[start..<end], as: UTF8.self)
        start = end
      }
    }
    all += "]"
    return all
  }
}

extension KnowledgeBase {
  /// Lets texts wait for as long as `body` runs.
  public func withTextsAside<T>(_ body: (TextsAside) throws -> T) throws -> T {
    let table =
      "CREATE TEMP TABLE aside (place INTEGER PRIMARY KEY, number INTEGER, bytes INTEGER, text TEXT); "
      + "CREATE INDEX temp.aside_by_number ON aside (number, place)"
    return try withTemporaryTables([(name: "aside", definition: table)]) {
      try body(try TextsAside(database))
    }
  }
}
