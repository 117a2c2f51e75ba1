import ArmsModel
import SQLite

/// Finds the row of a name as printed in a table of names with aliases, and adds a row for a new name.
///
/// Serves weapons and sources. Remembers what it found, in bounded memory.
final class NameNumbers {
  private let database: Database
  /// Printed exactly as the row's own name: the row; otherwise the row, negated.
  private var memo = ByteTable(capacity: 1 << 16)
  private var known: [String: Int64] = [:]
  /// By bytes: as Strings, é and e with an accent behind it would be the same spelling.
  private var exact: [[UInt8]: Int64] = [:]
  private let fold: (String) -> String
  private let insert: Statement
  private let batch: Int64
  /// Rows added by this batch.
  private(set) var added: [(id: Int64, name: String)] = []

  /// - Parameters:
  ///   - names: a SELECT of id, name, and whether it is the row's own (1) or an alias (0), aliases first.
  ///   - insert: an INSERT with `:name` and `:batch`.
  init(
    _ database: Database, names: String, insert: String, batch: Int64, fold: @escaping (String) -> String
  ) throws {
    self.database = database
    self.fold = fold
    self.batch = batch
    self.insert = try database.prepare(insert)
    let statement = try database.prepare(names)
    while try statement.step() {
      let id = try statement.integer(0)
      let name = try statement.text(1)
      known[fold(name)] = id
      if try statement.integer(2) == 1 { exact[Array(name.utf8)] = id }
    }
  }

  /// The row of `name`, and whether it is spelt as the row's own name.
  func number(_ name: BorrowedText) throws -> (id: Int64, isOwnSpelling: Bool) {
    if let value = memo.value(name.bytes) { return (Int64(abs(value)), value > 0) }
    let text = name.string
    let key = fold(text)
    let spelling = Array(name.bytes)
    let id: Int64
    let isOwn: Bool
    if let row = exact[spelling] {
      (id, isOwn) = (row, true)
    } else if !key.isEmpty, let row = known[key] {
      (id, isOwn) = (row, false)
    } else {
      try insert.bind(text, ":name")
      try insert.bind(batch, ":batch")
      try insert.run()
      id = database.lastInsertRowID
      isOwn = true
      exact[spelling] = id
      if !key.isEmpty { known[key] = id }
      added.append((id, text))
    }
    // Rows with numbers beyond these are looked up each time.
    if id > 0, let number = Int32(exactly: id) { memo.set(name.bytes, isOwn ? number : -number) }
    return (id, isOwn)
  }
}
