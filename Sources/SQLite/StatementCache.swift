import CSQLite

/// Compiled statements that nobody uses at present, by their text; the longest unused leaves first.
///
/// A statement in use is not in here: `take` removes it, and the end of the `Statement` puts it back. So
/// nobody's bindings or rows can be disturbed, and a statement in here holds no lock and no values.
struct StatementCache {
  private struct Entry {
    var handle: OpaquePointer
    /// Counts calls of `put`: the smallest number was put back first.
    var lastUse: UInt64
  }

  private var entries: [String: Entry] = [:]
  private var uses: UInt64 = 0
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  var count: Int { entries.count }

  /// The unused statement with this text, which from now on belongs to the caller.
  mutating func take(_ sql: String) -> OpaquePointer? {
    entries.removeValue(forKey: sql)?.handle
  }

  /// Takes over `handle`, reset and without its bindings.
  ///
  /// A statement used twice at once comes back twice: the one that was here already is dropped.
  mutating func put(_ handle: OpaquePointer, for sql: String) {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    uses += 1
    if let former = entries.updateValue(Entry(handle: handle, lastUse: uses), forKey: sql) {
      sqlite3_finalize(former.handle)
    }
    if entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries.removeValue(forKey: oldest.key)
      sqlite3_finalize(oldest.value.handle)
    }
  }

  mutating func removeAll() {
    for entry in entries.values { sqlite3_finalize(entry.handle) }
    entries.removeAll()
  }
}
