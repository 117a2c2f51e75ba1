import CSQLite

extension Database {
  /// Writes a copy without gaps into a file that is not there yet, or empty.
  ///
  /// - Throws: `.error` if the file holds anything; `.misuse` within a transaction.
  public func vacuum(into path: String) throws(SQLiteError) {
    authorizer.isVacuuming = true
    defer { authorizer.isVacuuming = false }
    let statement = try prepare("VACUUM INTO :path")
    // SQLite may take a name that begins so for an address.
    try statement.bind(path.hasPrefix("file:") ? "./" + path : path, ":path")
    try statement.run()
  }

  /// Copies this database over `target`, which may be in use by others meanwhile, and so may this one.
  ///
  /// The copy is of one moment. If another connection writes between two steps, it starts over; what this
  /// connection writes is carried along.
  ///
  /// - Parameters:
  ///   - target: another connection, outside of a transaction; all that it holds is replaced.
  ///   - pagesPerStep: pages copied at a time, during which nobody can write here; negative for all.
  ///   - progress: called after each step with the pages left and their total; `true` stops the copy.
  /// - Throws: `.interrupt` if `progress` stopped it, and then, as after any failure, `target` is as it
  ///   was; `.busy` or `.locked` if a lock cannot be had; `.misuse` if `pagesPerStep` is 0.
  public func backup(
    to target: Database, pagesPerStep: Int32 = 1024,
    progress: ((_ remaining: Int, _ total: Int) -> Bool)? = nil
  ) throws(SQLiteError) {
    guard pagesPerStep != 0 else {
      throw SQLiteError(code: .misuse, message: "a backup by steps of no pages has no end")
    }
    let source = try connection()
    let destination = try target.connection()
    guard let backup = sqlite3_backup_init(destination, "main", source, "main") else {
      throw SQLiteError(sqlite3_extended_errcode(destination), on: destination)
    }
    var code = SQLITE_OK
    var isStopped = false
    while code == SQLITE_OK && !isStopped {
      code = sqlite3_backup_step(backup, pagesPerStep)
      if let progress, code == SQLITE_OK {
        isStopped = progress(Int(sqlite3_backup_remaining(backup)), Int(sqlite3_backup_pagecount(backup)))
      }
    }
    // Rolls back what an unfinished copy wrote, and puts the failure of a step into `destination`.
    let finalCode = sqlite3_backup_finish(backup)
    if code == SQLITE_OK {
      throw SQLiteError(code: .interrupt, message: "the backup was stopped")
    }
    guard code == SQLITE_DONE, finalCode == SQLITE_OK else {
      throw SQLiteError(code == SQLITE_DONE ? finalCode : code, on: destination)
    }
  }
}
