import SQLite

/// What withdrawing a batch did.
public struct UndoResult: Hashable, Sendable {
  /// The number of the new batch.
  public var batch: Int64
  /// The batch that was withdrawn or, if that was an undo itself, undone.
  public var undone: Int64
  /// Claims that stood before and do not any more.
  public var withdrawn: Int64
  /// Claims that stand again.
  public var restored: Int64
  /// Verdicts, ranks and fingerprints of texts that came to hold, or ceased to.
  public var judgements: Int64
}

extension KnowledgeBase {
  /// Withdraws a batch by a new one, in one transaction; nothing is erased.
  ///
  /// Withdrawing an undo brings back what that had withdrawn.
  ///
  /// - Parameters:
  ///   - number: the batch; nil for the newest that stands and is not reference data.
  ///   - commit: false to see what would happen and leave everything as it is.
  /// - Throws: `StorageError` if there is no such batch, it is withdrawn already, or is reference data.
  public func undo(_ number: Int64?, by hand: Hand, commit: Bool = true) throws -> UndoResult {
    try deriving(commit: commit) { derivation in
      let target = try batchToUndo(number)
      let batch = try beginBatch(kind: "undo", by: hand, undoes: target.id)
      try setState(target.id, live: false, by: batch)
      let changes = try derivation.finish()
      return .keep(
        UndoResult(
          batch: batch, undone: target.id, withdrawn: changes.withdrawn, restored: changes.restored,
          judgements: changes.judgements))
    }
  }

  private func batchToUndo(_ number: Int64?) throws -> Batch {
    let batches = try batches()
    if let number {
      guard let batch = batches.first(where: { $0.id == number }) else {
        throw StorageError.noSuchBatch(number)
      }
      guard batch.isLive else { throw StorageError.alreadyWithdrawn(number) }
      guard batch.kind != "reference" else { throw StorageError.cannotUndoReference(number) }
      return batch
    }
    guard let batch = batches.first(where: { $0.isLive && $0.kind != "reference" && $0.kind != "undo" })
    else {
      throw StorageError.nothingToUndo
    }
    return batch
  }

  /// Makes a batch stand or not; what it undid takes the other state, and so on down.
  private func setState(_ number: Int64, live: Bool, by batch: Int64) throws {
    let statement = try database.cached(
      "INSERT INTO batch_state (batch, changed_by, live) VALUES (:batch, :by, :live)")
    let inner = try database.cached("SELECT id, undoes FROM batch WHERE id = :id")
    var next: Int64? = number
    var live = live
    while let number = next {
      try statement.bind(number, ":batch")
      try statement.bind(batch, ":by")
      try statement.bind(live ? 1 : 0 as Int64, ":live")
      try statement.run()
      try inner.bind(number, ":id")
      defer { inner.reset() }
      next = try inner.step() ? try inner.integerOrNil(1) : nil
      // What came before it is all that a batch can undo: the way down ends.
      if let undone = next, undone >= number { throw inner.doubt(1, "no batch before it") }
      live.toggle()
    }
  }
}
