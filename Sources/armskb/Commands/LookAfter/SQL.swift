import ArgumentParser
import Publishing
import SQLite
import Storage

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
