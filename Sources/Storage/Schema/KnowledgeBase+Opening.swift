import Glibc
import SQLite

/// How every connection to a knowledge base begins.
extension KnowledgeBase {
  /// Opens a connection that is restricted to the file and to what `schema.sql` defines.
  ///
  /// - Throws: `StorageError.notAFile` for what has no end or cannot be read twice; `SQLiteError` as `Database.init`.
  static func connect(
    _ path: String, _ mode: Database.Mode, busyTimeout: Int32 = 5_000
  ) throws -> Database {
    var information = stat()
    // A pipe would be waited for without end.
    if path != ":memory:", stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
      throw StorageError.notAFile(path: path, isFolder: information.st_mode & S_IFMT == S_IFDIR)
    }
    Database.limitMemory(toBytes: 160 << 20)
    let database = try Database(path: path, mode: mode, busyTimeout: busyTimeout)
    database.restrict(toPragmas: pragmas)
    return database
  }

  /// The pragmas that this program uses, and those that SQLite's full text asks for.
  private static let pragmas: Set<String> = [
    "application_id", "cache_size", "data_version", "foreign_key_check", "foreign_key_list", "foreign_keys",
    "index_info", "index_list", "integrity_check", "journal_mode", "legacy_alter_table", "max_page_count",
    "page_count",
    "page_size", "query_only",
    "synchronous", "table_info", "table_list", "table_xinfo", "user_version",
  ]

  /// Does what begins to read the file; if a writer was ended by force while its change went into the file, takes that
  /// back first, which who only reads may not do.
  ///
  /// Once a transaction of a reader is open, no writer puts anything into the file, and none can leave it so.
  static func repairing<T>(_ path: String, _ body: () throws -> T) throws -> T {
    // Another writer can meet the same end before the reader gets to it.
    for _ in 0..<20 {
      do { return try body() } catch let error as SQLiteError where error.code == .readOnlyRollback {
        let repair = try connect(path, .readWrite)
        _ = try repair.userVersion()
        try repair.close()
      }
    }
    return try body()
  }

  /// Whether the file is empty and may be made a knowledge base.
  ///
  /// - Throws: `StorageError` if it is the file of another program, of another version, or empty where it may not be.
  static func isEmpty(_ database: Database, _ path: String, mayBe: Bool) throws -> Bool {
    let version = Int(try database.userVersion())
    guard try database.applicationID() == Schema.applicationID else {
      let names = try Schema.names(in: database)
      if names.isEmpty, version == 0, mayBe { return true }
      let isRestored = try database.applicationID() == 0 && Schema.tables.isSubset(of: names)
      throw isRestored ? StorageError.unmarked(path: path) : StorageError.notAKnowledgeBase(path: path)
    }
    guard version <= Schema.version else {
      throw StorageError.newer(path: path, version: version, supported: Schema.version)
    }
    guard version >= Schema.firstVersion else { throw StorageError.unmarked(path: path) }
    guard version == Schema.version else {
      throw StorageError.older(path: path, version: version, supported: Schema.version)
    }
    return false
  }
}

/// Takes a change back that is not to be kept.
private struct Dropped: Error {}

/// Questions and changes as a whole.
extension KnowledgeBase {
  /// Answers a question, of however many statements, from one moment: what others store meanwhile is not in it.
  public func atOneMoment<T>(_ body: () throws -> T) throws -> T {
    try KnowledgeBase.repairing(path) {
      try database.execute("BEGIN")
      // The moment is that of the first look.
      do { try database.execute("SELECT 1 FROM sqlite_schema LIMIT 1") } catch {
        try? database.execute("ROLLBACK")
        throw error
      }
    }
    defer { if database.isInTransaction { try? database.execute("ROLLBACK") } }
    return try body()
  }

  /// What becomes of a change.
  enum Outcome<Result> {
    /// It is stored.
    case keep(Result)
    /// Everything stays as it was.
    case drop(Result)
  }

  /// Changes the file: all of what `body` writes is stored, or nothing.
  ///
  /// - Parameter commit: false to see what would happen and leave everything as it is.
  /// - Throws: what `body` throws, and what prevents storing; the file is then as it was. Once everything is stored,
  ///   nothing is thrown, whatever else fails (`untidied`). `StorageError.uncertain` if it cannot be told.
  func change<Result>(commit: Bool = true, _ body: () throws -> Outcome<Result>) throws -> Result {
    if commit { try useWriteAheadLog() }
    var result: Result?
    var stored: String?
    do {
      try database.transaction(.immediate) {
        let before = try newestBatch()
        let outcome = try body()
        switch outcome {
        case .keep(let value): result = value
        case .drop(let value): result = value
        }
        guard commit, case .keep = outcome else { throw Dropped() }
        stored = try newestBatch()
        if stored == before { stored = nil }
      }
      hasStored = true
    } catch is Dropped {
    } catch let failure as SQLiteError {
      // It was the last step that failed, or what SQLite does behind it: only the file can tell which.
      guard let batch = stored else { throw failure }
      guard let isThere = try? isStored(batch) else { throw StorageError.uncertain(reason: failure.message) }
      guard isThere else { throw failure }
      hasStored = true
      untidied = failure
    }
    guard let result else { throw StorageError.damaged("a change gave no result") }
    return result
  }

  /// What tells a batch from all others, also from one that got the same number after the first was given up.
  private static let batchWords =
    "format('%d %s %s %s %s %d %d', id, kind, recorded_at, hand, coalesce(file, ''), added, known)"

  private func newestBatch() throws -> String? {
    try text("SELECT \(KnowledgeBase.batchWords) FROM batch ORDER BY id DESC LIMIT 1")
  }

  private func isStored(_ batch: String) throws -> Bool {
    let statement = try database.prepare(
      "SELECT EXISTS (SELECT 1 FROM batch WHERE \(KnowledgeBase.batchWords) = :words)")
    try statement.bind(batch, ":words")
    return try statement.step() && statement.integer(0) == 1
  }

  /// Lets others read while this connection writes; before the first change that is to be kept.
  ///
  /// A file that this connection made has no readers yet: it is written once, not into a log first.
  ///
  /// The mode stands in the file's header: whoever changes nothing must not switch to it.
  private func useWriteAheadLog() throws {
    guard !usesWriteAheadLog, !isNew, !database.isReadOnly, !database.isInTransaction else { return }
    // SQLite does not wait for a lock when it changes the mode, as it does for everything else.
    let end = ContinuousClock.now + .milliseconds(Int(busyTimeout))
    var isDone = false
    while !isDone {
      do throws(SQLiteError) {
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        isDone = true
      } catch {
        guard error.code.primary == .busy, ContinuousClock.now < end else { throw error }
        usleep(20_000)
      }
    }
    usesWriteAheadLog = true
  }
}
