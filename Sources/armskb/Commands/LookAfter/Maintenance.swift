import ArgumentParser
import ArmsModel
import Glibc
import Publishing
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
          + (status.newestDocument.map { ", the newest of \($0)" } ?? ""),
        "origins      \(status.origins)",
        "weapons      \(status.weapons)"
          + (status.weaponsWithoutCategory > 0
            ? ", \(status.weaponsWithoutCategory) without a category" : ""),
        "parties      \(status.parties)",
        "batches      \(status.batches)" + (status.lastChange.map { ", the last of \($0)" } ?? ""),
      ]
      if !status.additions.isEmpty {
        lines.append("also here    \(status.additions.joined(separator: ", ")) (left alone)")
      }
      lines.append(
        status.claims == 0
          ? "next         armskb import FILE" : "next         armskb query totals --by supplier")
      try Console.print(Words(lines: lines))
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
      var chosen = batch
      if dryRun || !yes {
        let preview = try knowledgeBase.undo(batch, by: .current(reviewer), commit: false)
        let would: Words = "\(sentence(preview, would: true))"
        if dryRun { return Console.say(would) }
        let what = try description(of: preview.undone, knowledgeBase)
        guard Console.inputIsTerminal, Console.errorIsTerminal else {
          throw CommandFailure(.usage, "\(would)\n  \(what)\n  to do it, add --yes")
        }
        Console.say("\(would)\n  \(what)\nDo it? [y/N]")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
          throw CommandFailure(.failure, "nothing was changed")
        }
        // Not one that came while the answer was waited for.
        chosen = preview.undone
      }
      let result = try knowledgeBase.undo(chosen, by: .current(reviewer))
      Console.say(
        "\(sentence(result, would: false))   (batch \(result.batch); armskb undo \(result.batch) takes it back)"
      )
    }
  }

  /// What the batch is, and that the last change was an undo, too, for whoever repeats what was done already.
  private func description(of number: Int64, _ knowledgeBase: KnowledgeBase) throws -> Words {
    let batches = try knowledgeBase.batches()
    guard let target = batches.first(where: { $0.id == number }) else { return "" }
    let words = target.file.map { "of \($0)" } ?? target.note ?? ""
    let text: Words = "it is the \(target.kind) \(words) by \(target.hand), \(target.recordedAt)"
    guard batch == nil, let last = batches.first, last.kind == "undo", let undone = last.undoes else {
      return text
    }
    return """
      \(text)
        batch \(last.id), the newest, is an undo already: \(last.hand) took back batch \(undone) on \
      \(last.recordedAt); this goes one further back
      """
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
      One SELECT; no ATTACH, no PRAGMA, no writing. Tables and views: armskb schema. A value may have 8 MB, and the \
      answer may take 64 MB of memory.

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
    let text = try statement == "-" ? SQL.fromStandardInput() : statement
    try database.reading { knowledgeBase in
      let connection = knowledgeBase.database
      try connection.execute("PRAGMA query_only = ON")
      connection.setAuthorizer { $0.isQuestion }
      connection.setLimit(.length, to: 8 << 20)
      Database.limitMemory(toBytes: 64 << 20)
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
        case .tooBig: throw CommandFailure(.failure, "a value of the answer is larger than 8 MB")
        case .noMemory: throw CommandFailure(.failure, "the answer would take more than 64 MB of memory")
        case .error: throw CommandFailure(.usage, "\(error)")
        default: throw error
        }
      }
    }
  }

  /// A question that comes through a pipe; a longer one than a megabyte is none.
  private static func fromStandardInput() throws -> String {
    let bytes = try InputFile.bytes("-", limit: 1 << 20, advice: "; a question is shorter")
    return String(decoding: bytes, as: UTF8.self)
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
            return .text(hexadecimal(try question.blob(place)))
          }
        })
    }
    try answer.finish()
  }
}

/// Two digits a byte.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
    for (place, byte) in bytes.enumerated() {
      text[2 * place] = digits[Int(byte >> 4)]
      text[2 * place + 1] = digits[Int(byte & 15)]
    }
    return 2 * bytes.count
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
