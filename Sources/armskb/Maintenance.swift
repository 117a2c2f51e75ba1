import ArgumentParser
import ArmsModel
import Glibc
import Reporting
import SQLite
import Storage

/// `armskb status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What the knowledge base holds, and what to type next.")
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.reading { knowledgeBase in
      let status = try knowledgeBase.status()
      var lines = [
        "file         \(knowledgeBase.path) (\(groupedDecimal(status.bytes)) kB, schema \(status.schemaVersion))",
        "claims       \(status.claims)"
          + (status.withdrawn > 0 ? " (and \(status.withdrawn) withdrawn)" : ""),
        "transfers    \(status.transfers)" + (status.disputed > 0 ? ", \(status.disputed) disputed" : ""),
        "documents    \(status.documents)"
          + (status.newestDocument.map { ", the newest of \(Console.shown($0))" } ?? ""),
        "origins      \(status.origins)",
        "weapons      \(status.weapons)"
          + (status.weaponsWithoutCategory > 0
            ? ", \(status.weaponsWithoutCategory) without a category" : ""),
        "parties      \(status.parties)",
        "batches      \(status.batches)" + (status.lastChange.map { ", the last of \($0)" } ?? ""),
      ]
      lines.append(
        status.claims == 0
          ? "next         armskb import FILE" : "next         armskb query totals --by supplier")
      try Console.print(lines.joined(separator: "\n"))
    }
  }
}

/// `armskb undo`.
struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Withdraw a batch by a new one; nothing is erased.",
    discussion: """
      Without a number: the newest that stands. Undoing an undo brings its claims back.

        armskb undo
        armskb undo 4 --dry-run
      """)
  @Argument(help: ArgumentHelp("The number in `armskb log`.", valueName: "batch")) var batch: Int64?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Flag(help: "Do not ask.") var yes = false
  @Option(help: ArgumentHelp("Who does it (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
    String?
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.writing { knowledgeBase in
      let preview = try knowledgeBase.undo(batch, by: .current(reviewer), commit: false)
      if dryRun {
        Console.say(sentence(preview, would: true))
        return
      }
      if !yes {
        guard Console.inputIsTerminal, Console.errorIsTerminal else {
          throw CommandFailure(.usage, "\(sentence(preview, would: true))\n  to do it, add --yes")
        }
        Console.say("\(sentence(preview, would: true)). Do it? [y/N]")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
          throw CommandFailure(.failure, "nothing was changed")
        }
      }
      let result = try knowledgeBase.undo(batch, by: .current(reviewer))
      Console.say(
        "\(sentence(result, would: false))   (batch \(result.batch); armskb undo \(result.batch) takes it back)"
      )
    }
  }

  private func sentence(_ result: UndoResult, would: Bool) -> String {
    var parts = ["\(count(Int(result.withdrawn), "claim")) \(would ? "would be " : "")withdrawn"]
    if result.restored > 0 { parts.append("\(result.restored) \(would ? "would stand" : "stand") again") }
    if result.judgements > 0 {
      parts.append(
        "\(count(Int(result.judgements), "judgement")) \(would ? "would be " : "")taken back or restored")
      if result.withdrawn == 0, result.restored == 0 { parts.removeFirst() }
    } else if result.withdrawn == 0, result.restored == 0 {
      parts = ["no claim changes: other batches state them, too"]
    }
    return "batch \(result.undone): " + parts.joined(separator: ", ")
  }
}

/// `armskb sql`.
struct SQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Ask in SQL; read-only, limited in time.",
    discussion: """
      One SELECT; no ATTACH, no PRAGMA, no writing. Tables and views: armskb schema.

        armskb sql "SELECT * FROM v_claim WHERE recipient = 'AZE'"
        armskb sql - --format csv < question.sql
      """)
  @Argument(help: ArgumentHelp("The statement; - for standard input.", valueName: "sql")) var statement:
    String
  @Option(help: ArgumentHelp("Stop after so long.", valueName: "seconds")) var timeLimit: Double = 10
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard timeLimit > 0, timeLimit <= 86_400 else {
      throw ValidationError("--time-limit \(timeLimit): between 0 and 86400 seconds")
    }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      var text = statement
      if text == "-" {
        text = ""
        while let line = readLine(strippingNewline: false) { text += line }
      }
      let connection = knowledgeBase.database
      try connection.execute("PRAGMA query_only = ON")
      connection.setAuthorizer { $0.isQuestion }
      let end = ContinuousClock.now + .seconds(timeLimit)
      connection.setProgressHandler(every: 10_000) { ContinuousClock.now > end }
      do {
        let question = try connection.prepare(text)
        guard question.isReadOnly, question.columnCount > 0 else {
          throw CommandFailure(.usage, "only questions are answered here: one SELECT, VALUES or WITH")
        }
        try write(question)
      } catch let error as SQLiteError {
        switch error.code.primary {
        case .interrupt:
          throw CommandFailure(.failure, "stopped after \(timeLimit) seconds; --time-limit allows more")
        case .notAuthorized:
          throw CommandFailure(.usage, "not allowed here: \(error.message); only questions are answered")
        case .misuse:
          throw CommandFailure(.usage, "\(error.message); one question at a time: one SELECT, VALUES or WITH")
        case .error: throw CommandFailure(.usage, error.description)
        default: throw error
        }
      }
    }
  }

  private func write(_ question: Statement) throws {
    // Columns of one name, as of `SELECT 1, 1`, are told apart: an object has each key once.
    var names: Set<String> = []
    let answer = try Answer(
      output,
      question.columnNames.map { name in
        var free = name
        var number = 2
        while !names.insert(free).inserted {
          free = "\(name)_\(number)"
          number += 1
        }
        var column = Column(free, .text)
        column.isNested = false
        return column
      }, title: "SQL")
    while try question.step() {
      try answer.write(
        (0..<question.columnCount).map { place -> Cell in
          switch question.type(place) {
          case .null: return .null
          case .integer: return .integer(try question.integer(place))
          case .real: return .real(try question.real(place))
          case .text:
            return .text(
              String(decoding: question.textBytes(place) ?? .init(start: nil, count: 0), as: UTF8.self))
          case .blob:
            return .text(
              (try question.blob(place)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
          }
        })
    }
    try answer.finish()
  }
}

/// `armskb backup`.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the knowledge base while others may work with it.",
    discussion: "  armskb backup yesterday.db")
  @Argument(help: ArgumentHelp("The copy, which must not be there yet.", valueName: "file")) var file: String
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    guard access(file, F_OK) != 0 else {
      throw CommandFailure(.cannotCreate, "\(file) is there already; nothing was changed")
    }
    try database.reading { knowledgeBase in
      do {
        let copy = try Database(path: file, mode: .create)
        try knowledgeBase.database.backup(to: copy)
        try copy.execute("PRAGMA journal_mode = DELETE")
        try copy.close()
      } catch {
        unlink(file)
        throw CommandFailure(error, path: file) ?? error
      }
    }
    Console.say("\(file) written")
  }
}

/// `armskb migrate`.
struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring an older knowledge base up to this program; keeps a copy.")
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let path = database.path
    do {
      try DatabaseOptions.refuseFolder(path)
      let copy = try KnowledgeBase.migrate(path: path)
      Console.say(
        copy.map { "\(path) is up to date; the old one is \($0)" } ?? "\(path) is up to date already")
    } catch {
      throw CommandFailure(error, path: path) ?? error
    }
  }
}
