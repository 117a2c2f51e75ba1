import CSQLite

/// What a statement would do, asked about while it is compiled.
///
/// Related SQLite documentation: <https://sqlite.org/c3ref/c_alter_table.html>
public enum AuthorizerAction: Hashable, Sendable {
  /// A SELECT, or a query within another statement.
  case select
  /// Reads a column; the name is empty if only the rows count.
  case read(table: String, column: String)
  /// Calls a function of SQL.
  case function(String)
  /// A recursive WITH.
  case recursive
  /// Inserts into a table.
  case insert(table: String)
  /// Changes a column.
  case update(table: String, column: String)
  /// Deletes from a table.
  case delete(table: String)
  /// Runs or sets a pragma.
  case pragma(String, argument: String?)
  /// Attaches the database in a file.
  case attach(file: String)
  /// Detaches a database.
  case detach(database: String)
  /// `BEGIN`, `COMMIT` or `ROLLBACK`.
  case transaction(String)
  /// `BEGIN`, `RELEASE` or `ROLLBACK` of a savepoint.
  case savepoint(String, name: String)
  /// Anything else, with SQLite's number for it: creates, drops or alters a table, an index, a view or
  /// a trigger, analyzes or rebuilds one.
  case schema(Int32)

  /// Whether this belongs to a question: it neither writes nor reaches for settings or other files.
  ///
  /// An authorizer that allows just this lets nothing but questions through.
  public var isQuestion: Bool {
    switch self {
    case .select, .read, .function, .recursive: true
    // Full-text search asks it, to know whether what it keeps in memory is still true.
    case .pragma("data_version", argument: nil): true
    // Asked when a connection first meets a virtual table, about nothing that is done. Who really tries
    // is refused by SQLite, as the schema cannot be written directly in a connection that is defensive.
    case .update(table: "sqlite_master", column: _): true
    default: false
    }
  }

  /// Whether this changes rows or the schema.
  public var isWriting: Bool {
    switch self {
    case .insert, .update, .delete, .schema: true
    default: false
    }
  }

  init(_ code: Int32, _ first: String?, _ second: String?) {
    let name = first ?? ""
    switch code {
    case SQLITE_SELECT: self = .select
    case SQLITE_READ: self = .read(table: name, column: second ?? "")
    case SQLITE_FUNCTION: self = .function(second ?? "")
    case SQLITE_RECURSIVE: self = .recursive
    case SQLITE_INSERT: self = .insert(table: name)
    case SQLITE_UPDATE: self = .update(table: name, column: second ?? "")
    case SQLITE_DELETE: self = .delete(table: name)
    case SQLITE_PRAGMA: self = .pragma(name, argument: second)
    case SQLITE_ATTACH: self = .attach(file: name)
    case SQLITE_DETACH: self = .detach(database: name)
    case SQLITE_TRANSACTION: self = .transaction(name)
    case SQLITE_SAVEPOINT: self = .savepoint(name, name: second ?? "")
    default: self = .schema(code)
    }
  }
}

/// What a connection asks before a statement may do something, where SQLite's C code can point at it.
final class Authorizer {
  /// Decides about everything that the restriction lets pass; nil lets it all pass.
  var allows: ((AuthorizerAction) -> Bool)?
  /// The only pragmas, in small letters, of a connection that is restricted to its file; nil for one that is not.
  var pragmas: Set<String>?
  /// While `VACUUM INTO` runs, which attaches a file by itself.
  var isVacuuming = false

  private func mayDo(_ code: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Bool {
    if let pragmas {
      switch code {
      case SQLITE_ATTACH, SQLITE_DETACH: guard isVacuuming else { return false }
      case SQLITE_PRAGMA:
        guard let first, pragmas.contains(String(cString: first)) else { return false }
      case SQLITE_FUNCTION:
        guard let second, strcmp(second, "load_extension") != 0 else { return false }
      default: break
      }
    }
    guard let allows else { return true }
    return allows(
      AuthorizerAction(code, first.map { String(cString: $0) }, second.map { String(cString: $0) }))
  }

  /// Lets SQLite ask this object, or nobody if there is nothing to ask about.
  func install(on handle: OpaquePointer) {
    guard allows != nil || pragmas != nil else {
      sqlite3_set_authorizer(handle, nil, nil)
      return
    }
    sqlite3_set_authorizer(
      handle,
      { context, code, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        let authorizer = Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
        return authorizer.mayDo(code, first, second) ? SQLITE_OK : SQLITE_DENY
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}

extension Database {
  /// Lets `allows` decide what statements may do; one that is refused fails with `.notAuthorized`.
  ///
  /// It is asked while a statement is compiled, and about statements compiled before it was set when they
  /// run next. There is one authorizer: a new one takes the place of the last.
  ///
  /// - Parameter allows: it must not use this database. `nil` allows everything that `restrict(toPragmas:)` lets pass.
  public func setAuthorizer(_ allows: ((AuthorizerAction) -> Bool)?) {
    guard let handle else { return }
    authorizer.allows = allows
    authorizer.install(on: handle)
  }

  /// Restricts this connection to its file, for as long as it lives.
  ///
  /// No other file can be attached, no extension loaded, no pragma used but these, and no trigger runs: a statement
  /// that would set one off fails.
  ///
  /// - Parameter pragmas: in small letters.
  public func restrict(toPragmas pragmas: Set<String>) {
    guard let handle else { return }
    authorizer.pragmas = pragmas
    authorizer.install(on: handle)
    setLimit(.triggerDepth, to: 0)
  }
}
