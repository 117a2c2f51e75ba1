import ArgumentParser
import Import
import SQLite
import Storage

/// Exit statuses that scripts rely on; listed in `armskb help exit-codes`.
enum ExitStatus: Int32 {
  /// It could not be done, or `check` found faults.
  case failure = 1
  /// Wrong usage.
  case usage = 64
  /// The input has errors.
  case dataError = 65
  /// There is no such input.
  case noInput = 66
  /// A file cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// The knowledge base is locked: try again.
  case locked = 75
}

/// What ends a command: a sentence for people and a status for scripts.
struct CommandFailure: Error, CustomStringConvertible {
  var status: ExitStatus
  var words: Words
  var description: String { words.description }

  init(_ status: ExitStatus, _ words: Words) {
    self.status = status
    self.words = words
  }

  /// The failure that an error from below stands for; nil if it is the argument parser's business.
  ///
  /// - Parameter hasStored: whether the command had stored anything before.
  init?(_ error: any Error, path: String, hasStored: Bool = false) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as SQLiteError: self.init(error, path: path, hasStored: hasStored)
    case let error as StorageError: self.init(error)
    case let error as UnknownName:
      self.init(
        .usage, "there is no \(error.kind) \(quoted(error.name))\(suggestion(error.nearest))")
    case let error as SearchLimit: self.init(.usage, "\(error)")
    case let error as InputError: self.init(error)
    case let error as ImportProblems:
      self.init(.dataError, Words(lines: error.problems.map(\.description)))
    default: return nil
    }
  }

  private init(_ error: SQLiteError, path: String, hasStored: Bool) {
    let rest =
      hasStored ? "what this command had said before is stored, and no more" : "\(path) is as it was before"
    switch error.code.primary {
    case .busy, .locked:
      self.init(.locked, "\(path) is being read or written by another program; try again in a moment")
    case .notADatabase: self.init(.dataError, "\(path) is not an SQLite database")
    case .corrupt:
      self.init(
        .dataError, "\(path) is damaged (\(error.message)); restore a copy, or try: sqlite3 FILE .recover")
    // What else a statement of this program's own can fail with, it does because of what it meets in the file.
    case .mismatch, .error, .constraint:
      self.init(.dataError, "\(path) is damaged: \(error.message)\(CommandFailure.advice)")
    case .noMemory:
      self.init(.failure, "this would take more memory than a command may have here (160 MB); \(rest)")
    case .full: self.init(.inputOutput, "the disk is full; \(rest)")
    case .readOnly: self.init(.cannotCreate, "\(path) cannot be written: \(error.message); \(rest)")
    case .cannotOpen: self.init(.cannotCreate, "\(path) cannot be opened: \(error.message)")
    case .inputOutput:
      self.init(.inputOutput, "reading or writing \(path) failed: \(error.message); \(rest)")
    default: self.init(.failure, "\(error)")
    }
  }

  private static let advice = "; restore a backup, or see what else is wrong: armskb check"

  private init(_ error: StorageError) {
    switch error {
    case .missing(let path):
      self.init(
        .noInput,
        "\(error)\n  to make one:  armskb --help  shows how; in short:  armskb import FILE --db \(path)")
    case .notAKnowledgeBase: self.init(.dataError, "\(error)")
    case .damaged: self.init(.dataError, "\(error)\(CommandFailure.advice)")
    case .notAFile: self.init(.dataError, "\(error)")
    case .unmarked:
      self.init(.dataError, "\(error)\n  armskb migrate sets them, if all else is as it should be")
    case .foreignSchema:
      self.init(
        .dataError,
        "\(error)\n  nothing of it was run; restore a backup, or look at it with: sqlite3 FILE .schema")
    case .uncertain: self.init(.inputOutput, "\(error)\n  armskb log tells; do not repeat the command before")
    case .newer: self.init(.failure, "\(error); install the newer program")
    case .older: self.init(.failure, "\(error); armskb migrate brings it up to date and keeps a copy")
    default: self.init(.failure, "\(error)")
    }
  }

  private init(_ error: InputError) {
    switch error {
    case .notFound: self.init(.noInput, "\(error)")
    case .isDirectory: self.init(.noInput, "\(error)")
    case .cannotOpen, .notAFile: self.init(.noInput, "\(error)")
    case .noRecordEnds: self.init(.dataError, "\(error)")
    case .readFailed, .closed: self.init(.inputOutput, "\(error)")
    }
  }
}

/// "; did you mean 'X'?" or nothing.
func suggestion(_ nearest: String?) -> String { nearest.map { "; did you mean '\($0)'?" } ?? "" }

/// A text that was typed, in quotes; a long one without its end.
func quoted(_ text: String) -> String { "'\(shortened(text, to: 100))'" }

/// A text of at most so many characters.
func shortened(_ text: String, to length: Int) -> String {
  text.unicodeScalars.count <= length ? text : "\(String(text.unicodeScalars.prefix(length)))…"
}
