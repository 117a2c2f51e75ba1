import CSQLite

/// When a transaction takes the lock it needs to write.
///
/// Related SQLite documentation: <https://sqlite.org/lang_transaction.html>
public enum TransactionKind: Hashable, Sendable {
  /// At the first statement that writes: for transactions that may only read.
  case deferred
  /// At once, so that it cannot fail later with `.busy`, except at its end: for those that write.
  case immediate
  /// At once, keeping readers out as well.
  case exclusive

  var begin: String {
    switch self {
    case .deferred: "BEGIN DEFERRED"
    case .immediate: "BEGIN IMMEDIATE"
    case .exclusive: "BEGIN EXCLUSIVE"
    }
  }
}

extension Database {
  /// Runs `body` in a transaction: all of what it writes remains, or nothing.
  ///
  /// It is rolled back if `body` throws, and also if it cannot be committed.
  ///
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws; `.misuse` within another transaction or savepoint, where
  ///   `savepoint(_:)` is the one to use; `.busy` if the lock cannot be had; at the end
  ///   `.constraintForeignKey` for a deferred foreign key; `.abortRollback` if `body` caught a failure
  ///   for which SQLite had rolled back, such as a full disk.
  public func transaction<Result>(
    _ kind: TransactionKind = .deferred, _ body: () throws -> Result
  ) throws -> Result {
    guard !isInTransaction else {
      throw SQLiteError(code: .misuse, message: "a transaction is already open: use a savepoint")
    }
    try execute(kind.begin)
    do {
      let result = try body()
      try requireTransaction()
      try execute("COMMIT")
      return result
    } catch {
      // The first failure is the one to tell; SQLite may have rolled back by itself.
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Runs `body` so that what it writes can be undone alone, within a transaction or outside of one.
  ///
  /// If `body` throws, what it wrote is undone and the transaction around it goes on. Outside of a
  /// transaction it is one of its own, `.deferred`. Savepoints may be nested.
  ///
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws; `.abortRollback` as in `transaction(_:_:)`.
  public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
    let isOutermost = !isInTransaction
    savepointDepth += 1
    defer { savepointDepth -= 1 }
    let name = "savepoint_\(savepointDepth)"
    try execute("SAVEPOINT \(name)")
    do {
      let result = try body()
      try requireTransaction()
      try execute("RELEASE \(name)")
      return result
    } catch {
      if isInTransaction {
        // ROLLBACK TO leaves the savepoint open, and a RELEASE that has to commit can fail again.
        try? execute(isOutermost ? "ROLLBACK" : "ROLLBACK TO \(name); RELEASE \(name)")
      }
      throw error
    }
  }

  /// Makes sure that the transaction was not ended under its body.
  ///
  /// SQLite rolls back by itself after some failures; a body that went on regardless would have written
  /// the rest statement by statement. <https://sqlite.org/lang_transaction.html>
  private func requireTransaction() throws(SQLiteError) {
    guard isInTransaction else {
      throw SQLiteError(code: .abortRollback, message: "the transaction ended before its body did")
    }
  }
}
