public import ArmsModel
import Glibc
public import SQLite

/// A knowledge base of arms transfers: one SQLite file.
///
/// Opened for reading it never changes the file; from its first change on it works in WAL mode, unless it has made the
/// file itself, and it leaves one plain file behind when closed. Not Sendable, as the connection below it is not.
public final class KnowledgeBase {
  /// The connection.
  public let database: Database
  /// The file.
  public let path: String
  /// The parties with their names, as they were when first asked for; imports add to it.
  public internal(set) var directory: PartyDirectory
  /// The weapon categories.
  public internal(set) var categories: CategoryTree
  private var usesWriteAheadLog = false
  private var isNew = false
  private static let cacheKibibytes = 16_384
  private let busyTimeout: Int32

  /// What to open a knowledge base for.
  public enum Purpose: Hashable, Sendable {
    /// Questions; the file must be there.
    case reading
    /// Changes; the file must be there.
    case writing
    /// Changes; the file is made if it is not there.
    case creating
  }

  /// Opens the knowledge base at `path`.
  ///
  /// - Throws: `StorageError` if there is none, or one of another version; `SQLiteError` if the file cannot be
  ///   opened, is no database, or is locked.
  public convenience init(path: String, for purpose: Purpose = .reading, busyTimeout: Int32 = 5_000) throws {
    let mode: Database.Mode =
      switch purpose {
      case .reading: .readOnly
      case .writing: .readWrite
      case .creating: .create
      }
    do {
      let database = try Database(path: path, mode: mode, busyTimeout: busyTimeout)
      try self.init(database, path: path, for: purpose, busyTimeout: busyTimeout)
    } catch let error as SQLiteError where error.code == .readOnlyRollback {
      // A writer was ended by force while its change went into the file. Who only reads may not take it back.
      let repair = try Database(path: path, mode: .readWrite, busyTimeout: busyTimeout)
      _ = try repair.userVersion()
      try repair.close()
      let database = try Database(path: path, mode: mode, busyTimeout: busyTimeout)
      try self.init(database, path: path, for: purpose, busyTimeout: busyTimeout)
    }
  }

  private init(_ database: Database, path: String, for purpose: Purpose, busyTimeout: Int32) throws {
    self.database = database
    self.busyTimeout = busyTimeout
    self.path = path
    directory = PartyDirectory(parties: [], names: [])
    categories = CategoryTree([])
    let version = Int(try database.userVersion())
    if try database.applicationID() != Schema.applicationID {
      let isEmpty = try integer("SELECT count(*) FROM sqlite_schema") == 0
      guard isEmpty, version == 0, purpose == .creating else {
        throw StorageError.notAKnowledgeBase(path: path)
      }
      try database.setCacheSize(kibibytes: KnowledgeBase.cacheKibibytes)
      isNew = true
      try database.transaction(.immediate) { try database.execute(Schema.text) }
      return
    }
    guard version <= Schema.version else {
      throw StorageError.newer(path: path, version: version, supported: Schema.version)
    }
    guard version == Schema.version else {
      throw StorageError.older(path: path, version: version, supported: Schema.version)
    }
    if purpose != .reading { try database.setCacheSize(kibibytes: KnowledgeBase.cacheKibibytes) }
  }

  /// Whether the reference data is in; false just after the file was made.
  public var hasReferenceData: Bool {
    get throws { try integer("SELECT EXISTS (SELECT 1 FROM party)") == 1 }
  }

  /// Reads the parties and categories that names are resolved with.
  ///
  /// - Complexity: some thousand names; a few milliseconds.
  public func loadDirectory() throws {
    guard directory.parties.isEmpty else { return }
    directory = try readDirectory()
    categories = try readCategories()
  }

  /// Closes the connection; after writing, one plain file is left.
  public func close() throws {
    if usesWriteAheadLog, !database.isInTransaction {
      // Another reader may hold the file; it then stays in WAL mode until the next writer closes.
      do { try database.execute("PRAGMA journal_mode = DELETE") } catch let error
        where error.code.primary == .busy
      {}
    }
    try database.close()
  }

  /// Lets others read while this connection writes; before the first change that is to be kept.
  ///
  /// A file that this connection made has no readers yet: it is written once, not into a log first.
  ///
  /// The mode stands in the file's header: whoever changes nothing must not switch to it.
  func useWriteAheadLog() throws {
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

  /// The first column of the first row as a number; 0 if there is no row.
  func integer(_ sql: String) throws -> Int64 {
    let statement = try database.cached(sql)
    defer { statement.reset() }
    return try statement.step() ? try statement.integer(0) : 0
  }
}
