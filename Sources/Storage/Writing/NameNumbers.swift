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
  /// Rows beyond the first of a folded name.
  private(set) var namesakes: [String: [Int64]] = [:]
  private var spelt: [Int64: String] = [:]
  /// Other forms in which a name is looked for that no row has as it stands, the nearest first.
  private let others: (String) -> [String]
  /// Rows by such forms of their own names and addresses.
  private var byOther: [String: Int64] = [:]
  private let fold: (String) -> String
  private let insert: Statement
  private let batch: Int64
  /// Rows added by this batch.
  private(set) var added: [(id: Int64, name: String)] = []

  /// - Parameters:
  ///   - names: a SELECT of id, name, and whether it is the row's own (1) or an alias (0), aliases first.
  ///   - insert: an INSERT with `:name` and `:batch`.
  ///   - addresses: a SELECT of id and address, those that go first before others of the same address.
  ///   - tellsNamesakes: whether two rows may have one name; then the first is meant unless it is asked for the
  ///     others.
  init(
    _ database: Database, names: String, insert: String, addresses: String? = nil, batch: Int64,
    tellsNamesakes: Bool = false, fold: @escaping (String) -> String,
    others: @escaping (String) -> [String] = { _ in [] }
  ) throws {
    self.others = others
    self.database = database
    self.fold = fold
    self.batch = batch
    self.insert = try database.prepare(insert)
    let statement = try database.prepare(names)
    while try statement.step() {
      let id = try statement.integer(0)
      let name = try statement.text(1)
      let key = fold(name)
      // Two rows of one name are namesakes: the later one is found by what is said of it only.
      if tellsNamesakes, let other = known[key], other != id {
        namesakes[key, default: []].append(id)
        spelt[id] = name
        continue
      }
      known[key] = id
      if try statement.integer(2) == 1 { exact[Array(name.utf8)] = id }
      if let own = others(name).first { byOther[own] = id }
    }
    guard let addresses else { return }
    let rows = try database.prepare(addresses)
    var told: Set<String> = []
    while try rows.step() {
      for own in others(try rows.text(1)).prefix(2) where told.insert(own).inserted {
        byOther[own] = try rows.integer(0)
      }
    }
  }

  /// The row of `name`, and whether it is spelt as the row's own name.
  ///
  /// - Parameter plain: what it is called without what belongs to no name; nil if it has nothing of the kind. The
  ///   second asks whether a row may be meant.
  func number(
    _ name: BorrowedText, plain: ((String) -> (name: String, fits: (Int64) -> Bool)?)? = nil
  ) throws -> (id: Int64, isOwnSpelling: Bool) {
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
    } else if let row = others(text).lazy.compactMap({ self.byOther[$0] }).first {
      (id, isOwn) = (row, false)
    } else if let plain = plain?(text), let row = try row(of: plain.name, fits: plain.fits) {
      (id, isOwn) = (row, false)
    } else {
      id = try add(text)
      isOwn = true
    }
    // Rows with numbers beyond these are looked up each time.
    if id > 0, let number = Int32(exactly: id) { memo.set(name.bytes, isOwn ? number : -number) }
    return (id, isOwn)
  }

  /// The row of a plain name, a new one if there is none; nil if that name is another thing's.
  private func row(of plain: String, fits: (Int64) -> Bool) throws -> Int64? {
    guard let row = exact[Array(plain.utf8)] ?? known[fold(plain)] else { return try add(plain) }
    return fits(row) ? row : nil
  }

  private func add(_ name: String) throws -> Int64 {
    try insert.bind(name, ":name")
    try insert.bind(batch, ":batch")
    try insert.run()
    let id = database.lastInsertRowID
    exact[Array(name.utf8)] = id
    let key = fold(name)
    if !key.isEmpty { known[key] = id }
    if let own = others(name).first { byOther[own] = id }
    added.append((id, name))
    return id
  }

  /// The rows of the same name as that one, beyond the first.
  func namesakes(of name: String) -> [Int64] { namesakes[fold(name)] ?? [] }

  /// Whether that row, a namesake, is spelt so.
  func isOwnSpelling(_ name: String, of row: Int64) -> Bool {
    spelt[row].map { $0.utf8.elementsEqual(name.utf8) } ?? false
  }

  /// Adds a row for a namesake: under the name as it is printed, or where a row has that, with a word behind it.
  func addNamesake(_ name: String, distinguishedBy word: String) throws -> (id: Int64, isOwnSpelling: Bool) {
    let isFree = exact[Array(name.utf8)] == nil && !spelt.values.contains { $0.utf8.elementsEqual(name.utf8) }
    let own = isFree ? name : "\(name) (\(word))"
    try insert.bind(own, ":name")
    try insert.bind(batch, ":batch")
    try insert.run()
    let id = database.lastInsertRowID
    namesakes[fold(name), default: []].append(id)
    spelt[id] = own
    added.append((id, own))
    return (id, isFree)
  }
}
