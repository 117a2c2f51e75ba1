import ArgumentParser
import Storage

/// `armskb migrate`.
struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring an older knowledge base up to this program; keeps a copy.")
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let path = database.path
    do {
      switch try KnowledgeBase.migrate(path: path, copy: { try Backup.copy($0, to: $1) }) {
      case .upToDate:
        let isNew = try database.writing { try Reference.update($0) }
        Console.say(isNew ? "\(path) is up to date" : "\(path) is up to date already")
        return
      case .marked: Console.say("\(path) is marked as a knowledge base again")
      case .migrated(let copy): Console.say("\(path) is up to date; the old one is \(copy)")
      }
      try database.writing { _ = try Reference.update($0) }
    } catch {
      throw CommandFailure(error, path: path) ?? error
    }
  }
}
