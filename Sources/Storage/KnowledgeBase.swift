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
  /// The newest batch of which the directory has parties or names.
  private var directoryBatch: Int64 = 0
  /// The weapon categories.
  public internal(set) var categories: CategoryTree
  /// Whether this connection has stored anything.
  public internal(set) var hasStored = false
  /// What went wrong after the last change was stored; the change stands all the same.
  public internal(set) var untidied: SQLiteError?
  var usesWriteAheadLog = false
  private(set) var isNew: Bool
  private static let cacheKibibytes = (few: 4_096, many: 16_384)
  let busyTimeout: Int32

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
  /// - Throws: `StorageError` if there is none, one of another version, or one whose tables, views, indexes or triggers
  ///   are not this program's; `SQLiteError` if the file cannot be opened, is no database, or is locked.
  public init(path: String, for purpose: Purpose = .reading, busyTimeout: Int32 = 5_000) throws {
    let mode: Database.Mode =
      switch purpose {
      case .reading: .readOnly
      case .writing: .readWrite
      case .creating: .create
      }
    self.busyTimeout = busyTimeout
    self.path = path
    directory = PartyDirectory(parties: [], names: [])
    categories = CategoryTree([])
    (database, isNew) = try KnowledgeBase.repairing(path) {
      let database = try KnowledgeBase.connect(path, mode, busyTimeout: busyTimeout)
      let isNew = try KnowledgeBase.isEmpty(database, path, mayBe: purpose == .creating)
      if !isNew { try Schema.requireOwn(database, path: path) }
      return (database, isNew)
    }
    if purpose != .reading { try database.setCacheSize(kibibytes: KnowledgeBase.cacheKibibytes.few) }
    guard isNew else { return }
    try database.transaction(.immediate) {
      // Another program may have made it meanwhile.
      isNew = try KnowledgeBase.isEmpty(database, path, mayBe: true)
      if isNew { try database.execute(Schema.text) }
    }
    if !isNew { try Schema.requireOwn(database, path: path) }
  }

  /// A knowledge base whose tables are just made anew.
  init(migrating database: Database, path: String) {
    self.database = database
    self.path = path
    busyTimeout = 0
    isNew = false
    directory = PartyDirectory(parties: [], names: [])
    categories = CategoryTree([])
  }

  /// Keeps more pages in memory, for changes that come back to many of them; of the others each page costs more than it
  /// spares.
  func keepManyPages() throws { try database.setCacheSize(kibibytes: KnowledgeBase.cacheKibibytes.many) }

  /// Whether the reference data is in; false just after the file was made.
  public var hasReferenceData: Bool {
    get throws { try integer("SELECT EXISTS (SELECT 1 FROM party)") == 1 }
  }

  /// Reads the parties and categories that names are resolved with.
  ///
  /// - Complexity: some thousand names; a few milliseconds.
  public func loadDirectory() throws {
    guard directory.parties.isEmpty else { return }
    try readNames()
  }

  /// Reads them again if another connection, or a change that was given up, has brought or lost some.
  func renewDirectory() throws {
    if try directory.parties.isEmpty || directoryBatch != newestNames() { try readNames() }
  }

  private func readNames() throws {
    directory = try readDirectory()
    categories = try readCategories()
    directoryBatch = try newestNames()
  }

  private func newestNames() throws -> Int64 {
    try integer(
      "SELECT coalesce(max(batch), 0) FROM (SELECT batch FROM party UNION ALL SELECT batch FROM party_name)")
  }

  /// Closes the connection; after writing, one plain file is left.
  ///
  /// What was stored is safe before that: if the file cannot be put in order, `untidied` says why, and the next program
  /// that writes does it.
  public func close() throws {
    if usesWriteAheadLog, !database.isInTransaction {
      do throws(SQLiteError) { try database.execute("PRAGMA journal_mode = DELETE") } catch {
        // Another reader may hold the file; it then stays in WAL mode until the next writer closes.
        if error.code.primary != .busy { untidied = error }
      }
    }
    try database.close()
  }

  /// The first column of the first row as a number; 0 if there is no row.
  func integer(_ sql: String) throws -> Int64 {
    let statement = try database.cached(sql)
    defer { statement.reset() }
    return try statement.step() ? try statement.integer(0) : 0
  }
}
