import CSQLite

/// A connection to one SQLite file.
///
/// ```swift
/// let database = try Database(path: "arms.db", mode: .create)
/// let insert = try database.cached("INSERT INTO party (code, name) VALUES (:code, :name)")
/// try database.transaction {
///   for party in parties {
///     try insert.bind(party.code, ":code")
///     try insert.bind(party.name, ":name")
///     try insert.run()
///   }
/// }
/// ```
///
/// Each connection enforces foreign keys, reports extended result codes, and distrusts the file: its
/// schema may not call functions with side effects (`trusted_schema` off), cells that do not fit their page
/// are damage (`cell_size_check`), SQL cannot damage the file format (`defensive` on), what SQL asks for has
/// bounds (`Limit.defaults`), and a name in double quotes that is no column is an error, not a text.
///
/// A connection that goes out of use closes itself, and rolls an open transaction back.
public final class Database {
  /// What may be done with the file.
  public enum Mode: Hashable, Sendable {
    /// Read a file that exists.
    case readOnly
    /// Read and write a file that exists.
    case readWrite
    /// Read and write; a file that does not exist is made, empty.
    case create
  }

  /// The path as it was given; `:memory:` for a database in memory.
  public let path: String

  /// `nil` once the connection is closed, and only then.
  private(set) var handle: OpaquePointer?
  /// Statements made by `cached(_:)` that are not in use.
  ///
  /// It holds handles, not `Statement`s, as those hold the database.
  var statements = StatementCache(capacity: 64)
  /// Savepoints open now; it makes their names differ.
  var savepointDepth = 0
  /// Keeps the closure alive while SQLite may call it.
  var progressHandler: ProgressHandler?
  /// What statements may do; SQLite asks it.
  let authorizer = Authorizer()
  private let interruption: Interrupter

  /// Opens the file at `path`.
  ///
  /// - Parameters:
  ///   - path: a file name, never read as a URI, or `:memory:`.
  ///   - mode: what may be done; a file that can only be read is refused unless this is `.readOnly`.
  ///   - busyTimeout: how long each call waits for a lock held by another connection, in milliseconds,
  ///     before it fails with `.busy`.
  /// - Throws: `.cannotOpen` if there is no such file, or it cannot be opened; `.readOnly` if it cannot
  ///   be written; `.notADatabase` if it is something else; `.corrupt` if it was cut off, or its schema
  ///   cannot be read; `.busy` if it is locked. An empty file is an empty database.
  public init(path: String, mode: Mode, busyTimeout: Int32 = 5_000) throws(SQLiteError) {
    let handle = try Self.open(path, mode)
    do throws(SQLiteError) {
      try Self.configure(handle, busyTimeout: busyTimeout)
      try Self.readSchema(handle)
      if mode != .readOnly && sqlite3_db_readonly(handle, "main") == 1 {
        throw SQLiteError(code: .readOnly, message: "the file can only be read")
      }
    } catch {
      sqlite3_close(handle)
      throw error
    }
    self.path = path
    self.handle = handle
    interruption = Interrupter(handle)
  }

  deinit {
    // No statement is left: each holds this object.
    statements.removeAll()
    if let handle { _ = interruption.whileClosing { sqlite3_close_v2(handle) } }
  }

  /// Closes the file; a second call does nothing.
  ///
  /// An open transaction is rolled back. After this every call that needs the file fails with `.misuse`.
  ///
  /// - Throws: `.busy` if a `Statement` still exists, with its text; the connection then stays open.
  public func close() throws(SQLiteError) {
    guard let handle else { return }
    statements.removeAll()
    let code = interruption.whileClosing { sqlite3_close(handle) }
    guard code == SQLITE_OK else {
      let survivor = sqlite3_next_stmt(handle, nil).flatMap { sqlite3_sql($0) }
      throw SQLiteError(code, on: handle, sql: survivor.map { String(cString: $0) })
    }
    self.handle = nil
    progressHandler = nil
  }

  /// What stops this connection from another thread; one and the same object at each call.
  public func interrupter() -> Interrupter { interruption }
}

// A connection is used by one thread at a time: SQLite is told to take no locks of its own for it.
@available(*, unavailable)
extension Database: Sendable {}

// MARK: - State

extension Database {
  /// The version of SQLite in use, such as "3.40.1".
  public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

  /// Rows changed by the last INSERT, UPDATE or DELETE; 0 once closed.
  public var changes: Int { handle.map { Int(sqlite3_changes64($0)) } ?? 0 }

  /// Rows changed since the connection was opened, by triggers and foreign keys too; 0 once closed.
  public var totalChanges: Int { handle.map { Int(sqlite3_total_changes64($0)) } ?? 0 }

  /// The rowid of the last row inserted by this connection; 0 if there is none, or once closed.
  public var lastInsertRowID: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

  /// Whether a transaction is open, by `transaction`, `savepoint` or SQL.
  public var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  /// Whether the file was opened to be read only.
  public var isReadOnly: Bool { handle.map { sqlite3_db_readonly($0, "main") == 1 } ?? false }

  /// The open connection.
  ///
  /// - Throws: `.misuse` if it is closed.
  func connection() throws(SQLiteError) -> OpaquePointer {
    guard let handle else {
      throw SQLiteError(code: .misuse, message: "the connection is closed")
    }
    return handle
  }
}

// MARK: - Opening

extension Database {
  private static func open(_ path: String, _ mode: Mode) throws(SQLiteError) -> OpaquePointer {
    // SQLite takes "" for a temporary database and reads a path up to its first U+0000.
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw SQLiteError(
        code: .cannotOpen, message: path.isEmpty ? "the path is empty" : "the path contains U+0000")
    }
    // "If URI filename interpretation is enabled […] and the filename begins with file:": Debian builds
    // SQLite with SQLITE_USE_URI. https://sqlite.org/c3ref/open.html
    let file = path.hasPrefix("file:") ? "./" + path : path
    let access =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    var handle: OpaquePointer?
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(file, &handle, flags, nil)
    if code == SQLITE_OK, let handle { return handle }

    // "Whether or not an error occurs when it is opened, resources […] should be released by passing
    // it to sqlite3_close()." https://sqlite.org/c3ref/open.html
    defer { sqlite3_close(handle) }
    var error = SQLiteError(code, on: handle)
    if let handle, let reason = csqlite_system_message(handle) {
      error.message += ": " + String(cString: reason)
    }
    throw error
  }

  private static func configure(_ handle: OpaquePointer, busyTimeout: Int32) throws(SQLiteError) {
    let switches: [(option: Int32, on: Int32)] = [
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_DEFENSIVE, 1),
      (SQLITE_DBCONFIG_DQS_DDL, 0),
      (SQLITE_DBCONFIG_DQS_DML, 0),
    ]
    for (option, on) in switches {
      let code = csqlite_set_switch(handle, option, on)
      guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
    }
    for (limit, value) in Limit.defaults { sqlite3_limit(handle, limit.code, value) }
    var code = sqlite3_busy_timeout(handle, busyTimeout)
    if code == SQLITE_OK { code = sqlite3_exec(handle, "PRAGMA cell_size_check = ON", nil, nil, nil) }
    guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
  }

  /// Lets SQLite look into the file, which it does not do when it opens it.
  ///
  /// It reads the header, compares the length of the file with it, and reads the schema, as it would for
  /// the first statement.
  private static func readSchema(_ handle: OpaquePointer) throws(SQLiteError) {
    let code = sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema LIMIT 1", nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
  }
}
