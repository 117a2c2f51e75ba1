import CSQLite

/// An extended result code of SQLite, such as 787 for a failed foreign key.
///
/// The last byte is the `primary` code, which names the family: 19, a constraint.
///
/// ```swift
/// catch let error where error.code.primary == .busy { … }
/// ```
///
/// Related SQLite documentation: <https://sqlite.org/rescode.html>
public struct ResultCode: RawRepresentable, Hashable, Sendable {
  /// The number as SQLite gives it.
  public var rawValue: Int32

  /// Any number is a code: later versions of SQLite add new ones.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The family of this code: its last byte, itself a code.
  public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xff) }
}

extension ResultCode: CustomStringConvertible {
  /// SQLite's English words for the family of the code, such as "constraint failed".
  public var description: String { String(cString: sqlite3_errstr(rawValue)) }
}

// MARK: - Primary codes

extension ResultCode {
  /// Any failure without a code of its own; a mistake in the SQL text above all.
  public static let error = ResultCode(rawValue: SQLITE_ERROR)
  /// The authorizer refused the statement.
  public static let notAuthorized = ResultCode(rawValue: SQLITE_AUTH)
  /// An operation was given up, or its transaction was rolled back under it.
  public static let abort = ResultCode(rawValue: SQLITE_ABORT)
  /// Another connection holds the lock, and held it for the whole busy timeout.
  public static let busy = ResultCode(rawValue: SQLITE_BUSY)
  /// A statement of the same connection holds the table.
  public static let locked = ResultCode(rawValue: SQLITE_LOCKED)
  /// Memory could not be had, or more than `Database.limitMemory` allows was asked for.
  public static let noMemory = ResultCode(rawValue: SQLITE_NOMEM)
  /// The database, its file or its folder can only be read.
  public static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
  /// The operation was interrupted, or stopped by the progress handler.
  public static let interrupt = ResultCode(rawValue: SQLITE_INTERRUPT)
  /// The operating system reported a failed read or write.
  public static let inputOutput = ResultCode(rawValue: SQLITE_IOERR)
  /// The file is damaged: for one, it was cut off.
  public static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
  /// The disk is full, or the database reached its `max_page_count`.
  public static let full = ResultCode(rawValue: SQLITE_FULL)
  /// The file cannot be opened or made.
  public static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
  /// The schema changed and the statement does not fit it any more.
  public static let schema = ResultCode(rawValue: SQLITE_SCHEMA)
  /// A text, blob, row or statement is longer than SQLite allows.
  public static let tooBig = ResultCode(rawValue: SQLITE_TOOBIG)
  /// A constraint of the schema does not hold.
  public static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
  /// A value has another type than the one asked for.
  public static let mismatch = ResultCode(rawValue: SQLITE_MISMATCH)
  /// A call that makes no sense now: a closed connection, a transaction within a transaction.
  public static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
  /// No such parameter or column.
  public static let range = ResultCode(rawValue: SQLITE_RANGE)
  /// The file is no SQLite database.
  public static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
}

// MARK: - Extended codes
//
// Written out, because SQLite defines them by macros with parameters, which Swift does not import.

extension ResultCode {
  /// A CHECK does not hold.
  public static let constraintCheck = constraint.extended(1)
  /// A foreign key points at no row.
  public static let constraintForeignKey = constraint.extended(3)
  /// NULL in a NOT NULL column.
  public static let constraintNotNull = constraint.extended(5)
  /// A second row with the same primary key.
  public static let constraintPrimaryKey = constraint.extended(6)
  /// A trigger called `RAISE`.
  public static let constraintTrigger = constraint.extended(7)
  /// A second row with the same value of a UNIQUE column or index.
  public static let constraintUnique = constraint.extended(8)
  /// A second row with the same rowid.
  public static let constraintRowID = constraint.extended(10)
  /// A value of the wrong type for a column of a STRICT table.
  public static let constraintDataType = constraint.extended(12)
  /// The transaction was rolled back while the statement ran, or before the end of its body.
  public static let abortRollback = abort.extended(2)
  /// The snapshot read so far is too old to be written on: roll back and begin again.
  public static let busySnapshot = busy.extended(2)
  /// The folder of the database cannot be written to, so there is no room for a journal.
  public static let readOnlyDirectory = readOnly.extended(6)
  /// A writer ended before its change was whole; only a connection that may write can take it back.
  public static let readOnlyRollback = readOnly.extended(3)
  /// The path names a folder.
  public static let cannotOpenDirectory = cannotOpen.extended(2)

  private func extended(_ number: Int32) -> ResultCode {
    ResultCode(rawValue: rawValue | number << 8)
  }
}
