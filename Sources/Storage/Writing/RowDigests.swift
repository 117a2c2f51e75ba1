import SQLite

/// For each pair of values in the first two columns of a question, a sum over the hashes of its rows.
///
/// Two questions give a pair the same rows, in whatever order, exactly if the sums are equal, but for one chance in
/// 2^64; nothing has to be sorted for it.
struct RowDigests {
  /// The first two columns.
  struct Key: Hashable, Comparable {
    var first: String?
    var second: String?

    /// As SQLite orders them: NULL stands before all texts.
    static func < (a: Key, b: Key) -> Bool {
      a.first == b.first ? precedes(a.second, b.second) : precedes(a.first, b.first)
    }

    private static func precedes(_ a: String?, _ b: String?) -> Bool {
      guard let b else { return false }
      guard let a else { return true }
      return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  private var sums: [Key: UInt64] = [:]

  /// Adds the rows of a question, each told from those of others by its number.
  mutating func add(_ statement: Statement, question: Int) throws {
    let columns = statement.columnCount
    var key = Key()
    var sum: UInt64 = 0
    while try statement.step() {
      let next = Key(first: try statement.textOrNil(0), second: try statement.textOrNil(1))
      if next != key {
        sums[key, default: 0] &+= sum
        (key, sum) = (next, 0)
      }
      var hasher = Hasher()
      hasher.combine(question)
      for column in 2..<max(2, columns) { RowDigests.combine(statement, column, &hasher) }
      sum &+= UInt64(truncatingIfNeeded: hasher.finalize())
    }
    sums[key, default: 0] &+= sum
  }

  /// The pairs of which the rows differ, in order.
  func differences(from other: RowDigests) -> [Key] {
    Set(sums.keys).union(other.sums.keys)
      .filter { sums[$0, default: 0] != other.sums[$0, default: 0] }.sorted()
  }

  private static func combine(_ row: Statement, _ column: Int32, _ hasher: inout Hasher) {
    let type = row.type(column)
    hasher.combine(type)
    guard let bytes = type == .blob ? row.blobBytes(column) : row.textBytes(column) else { return }
    hasher.combine(bytes.count)
    hasher.combine(bytes: bytes)
  }
}
