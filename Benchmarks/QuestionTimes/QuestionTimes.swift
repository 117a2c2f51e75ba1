import ArmsModel
import SQLite
import Storage

/// Times questions inside one process, as those of a database that runs already are timed: the knowledge base stays
/// open, each question is asked nine times, and every cell of the answer is read.
///
///     question-times full.db IND AZE    # prints one JSON object: the question, and the median in milliseconds
@main
struct QuestionTimes {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.first else { return print("usage: question-times FILE PARTY…") }
    let knowledgeBase = try KnowledgeBase(path: path)
    var times: [(String, Double)] = []
    try times.append(("totals by supplier", median { try totals(knowledgeBase, Filter()) }))
    for code in arguments.dropFirst() {
      var received = Filter()
      received.recipients = [PartyCode(code)]
      var either = Filter()
      either.countries = [PartyCode(code)]
      try times.append(
        ("totals by supplier, recipient \(code)", median { try totals(knowledgeBase, received) }))
      try times.append(
        ("transfers of \(code)", median { try knowledgeBase.transfers(either) { try read($0) } }))
      try times.append(("claims of \(code)", median { try knowledgeBase.claims(either) { try read($0) } }))
    }
    let pairs = times.map { "\"\($0.0)\": \($0.1)" }
    print("{\(pairs.joined(separator: ", "))}")
  }

  private static func totals(_ knowledgeBase: KnowledgeBase, _ filter: Filter) throws {
    _ = try knowledgeBase.totals(by: .supplier, filter)
    // What the command tells beside the totals.
    _ = try knowledgeBase.notCounted(filter)
    _ = try knowledgeBase.overallCount(filter)
  }

  /// Reads every cell of a row into a value, as a caller would.
  private static func read(_ row: Statement) throws {
    for column in 0..<row.columnCount {
      switch row.type(column) {
      case .null: break
      case .integer: _ = try row.integer(column)
      case .real: _ = try row.real(column)
      case .text: _ = try row.text(column)
      case .blob: _ = try row.blob(column)
      }
    }
  }

  private static func median(_ body: () throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<9 { times.append(try clock.measure(body)) }
    let middle = times.sorted()[4].components
    return Double(middle.seconds) * 1_000 + Double(middle.attoseconds) / 1e15
  }
}
