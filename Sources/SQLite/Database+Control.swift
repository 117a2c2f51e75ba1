import CSQLite

/// A bound on what SQL text may ask for.
///
/// Related SQLite documentation: <https://sqlite.org/c3ref/c_limit_attached.html>
public enum Limit: Hashable, Sendable {
  /// Bytes of a text, a blob or a row.
  case length
  /// Bytes of a statement's text.
  case sqlLength
  /// Columns of a table, an index or a result.
  case columns
  /// Levels of an expression.
  case expressionDepth
  /// Parts of a UNION, EXCEPT or INTERSECT.
  case compoundSelect
  /// Instructions of a compiled statement.
  case instructions
  /// Arguments of a function.
  case functionArguments
  /// Databases attached.
  case attached
  /// Bytes of the pattern of LIKE or GLOB.
  case likePatternLength
  /// The highest number of a parameter.
  case parameters
  /// Levels of triggers.
  case triggerDepth

  /// Where each connection begins: more than any program here asks for, less than what a hostile file could.
  static let defaults: [(Limit, Int32)] = [
    (.length, 64 << 20), (.sqlLength, 1 << 20), (.compoundSelect, 64), (.expressionDepth, 400),
    (.instructions, 1 << 20), (.attached, 1), (.likePatternLength, 4_096), (.triggerDepth, 8),
  ]

  var code: Int32 {
    switch self {
    case .length: SQLITE_LIMIT_LENGTH
    case .sqlLength: SQLITE_LIMIT_SQL_LENGTH
    case .columns: SQLITE_LIMIT_COLUMN
    case .expressionDepth: SQLITE_LIMIT_EXPR_DEPTH
    case .compoundSelect: SQLITE_LIMIT_COMPOUND_SELECT
    case .instructions: SQLITE_LIMIT_VDBE_OP
    case .functionArguments: SQLITE_LIMIT_FUNCTION_ARG
    case .attached: SQLITE_LIMIT_ATTACHED
    case .likePatternLength: SQLITE_LIMIT_LIKE_PATTERN_LENGTH
    case .parameters: SQLITE_LIMIT_VARIABLE_NUMBER
    case .triggerDepth: SQLITE_LIMIT_TRIGGER_DEPTH
    }
  }
}

/// A closure where SQLite's C code can point at it.
final class ProgressHandler {
  let shouldStop: () -> Bool

  init(_ shouldStop: @escaping () -> Bool) {
    self.shouldStop = shouldStop
  }
}

extension Database {
  /// Lets `handler` decide again and again whether running statements go on.
  ///
  /// A statement that is stopped fails with `.interrupt`, as by `Interrupter.interrupt()`. There is one
  /// handler: a new one takes the place of the last.
  ///
  /// - Parameters:
  ///   - instructions: how many steps of SQLite's machine pass between two calls, at least 1; some
  ///     millions are done in a second, so that 10,000 is often enough.
  ///   - handler: `true` stops the statement; it must not use this database. `nil` takes it away.
  public func setProgressHandler(every instructions: Int32, _ handler: (() -> Bool)?) {
    guard let handle else { return }
    guard let handler else {
      sqlite3_progress_handler(handle, 0, nil, nil)
      progressHandler = nil
      return
    }
    let box = ProgressHandler(handler)
    sqlite3_progress_handler(
      handle, max(1, instructions),
      { context in
        guard let context else { return 0 }
        return Unmanaged<ProgressHandler>.fromOpaque(context).takeUnretainedValue().shouldStop() ? 1 : 0
      }, Unmanaged.passUnretained(box).toOpaque())
    // Last: until here SQLite points at the former one.
    progressHandler = box
  }

  /// Bounds what SQL text may ask for; a value above SQLite's own bound gives that bound.
  ///
  /// - Returns: the bound up to now; 0 once closed.
  @discardableResult
  public func setLimit(_ limit: Limit, to value: Int32) -> Int32 {
    guard let handle else { return 0 }
    // A negative value would only ask.
    return sqlite3_limit(handle, limit.code, max(0, value))
  }

  /// Bounds the memory that SQLite takes in this process, all connections together.
  ///
  /// What would need more fails with `.noMemory`, instead of the process with the machine's memory.
  public static func limitMemory(toBytes bytes: Int64) {
    // Near to it SQLite takes pages from its cache before it asks for more.
    sqlite3_soft_heap_limit64(bytes - bytes / 8)
    sqlite3_hard_heap_limit64(bytes)
  }
}
