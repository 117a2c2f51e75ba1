import ArgumentParser
import SQLite
import Storage

/// `armskb backup`.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the knowledge base while others may work with it.",
    discussion: "  armskb backup yesterday.db")
  @Argument(help: ArgumentHelp("The copy, which must not be there yet.", valueName: "file")) var file: String
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.reading { try Backup.copy($0.database, to: file) }
    Console.say("\(file) written")
  }

  /// Copies a database into a file that appears when it is complete, and is not there yet.
  static func copy(_ source: Database, to path: String) throws {
    let place = try OutputPlace(path, mustBeNew: true)
    do {
      let copy = try Database(path: place.temporary, mode: .readWrite)
      // Nobody sees it before it is whole: it needs no journal.
      try copy.execute("PRAGMA journal_mode = OFF")
      try source.backup(to: copy)
      try copy.execute("PRAGMA journal_mode = DELETE")
      try copy.close()
    } catch { throw CommandFailure(error, path: path) ?? error }
    try place.finish()
  }
}
