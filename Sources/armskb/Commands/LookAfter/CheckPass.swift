import ArmsModel
import Import
import Storage

/// A walk through files of records that are tried and not kept; remembers where each claim stands.
final class CheckPass {
  /// The files have faults, so that there is nothing to check.
  struct HasErrors: Error {}

  /// The claims, with their places.
  let tried = TriedClaims()
  /// Number of faults so far.
  private(set) var problemCount = 0
  private var problems: [ImportProblem] = []
  private var recordsWithProblems = 0

  /// So many problems are shown; the rest is counted.
  private static let shown = 20
  /// A file with so many bad records is another file than was meant, or has no end.
  private static let tooMany = 100_000

  /// Reads all records of one file; good ones go to the writer, faults are kept.
  func run(
    _ input: ByteInput, _ format: RecordFormat, into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase
  ) throws {
    let progress = Console.errorIsTerminal ? Progress(input) : nil
    defer { progress?.clear() }
    do {
      try read(input, format, into: writer, knowledgeBase, progress)
    } catch let list as ImportProblems {
      note(list.problems)
    }
  }

  private func read(
    _ input: ByteInput, _ format: RecordFormat, into writer: ClaimWriter, _ knowledgeBase: KnowledgeBase,
    _ progress: Progress?
  ) throws {
    let reader = try RecordReader(
      input, format: format, directory: knowledgeBase.directory, tree: knowledgeBase.categories)
    var parties = 0
    var goOn = true
    while goOn, recordsWithProblems < CheckPass.tooMany {
      goOn = try reader.next { claim, found in
        guard found.isEmpty else { return note(found) }
        guard problemCount == 0 else { return }
        while parties < reader.newParties.count {
          try writer.addParty(reader.newParties[parties])
          parties += 1
        }
        _ = try writer.add(claim)
        tried.add(claim, at: TriedClaims.Place(file: input.name, line: reader.recordLine), in: knowledgeBase)
      }
      if reader.recordCount & 1_023 == 0 { progress?.show() }
    }
    try ImportProblems.refuseNothing(reader)
  }

  /// Says what keeps the records from being checked.
  func report() {
    for problem in problems { Console.say("\(problem)") }
    if problemCount > problems.count { Console.say("and \(problemCount - problems.count) more") }
    Console.say(
      "\(count(problemCount, "error")) in \(count(recordsWithProblems, "record")); nothing was checked, as import "
        + "would refuse them")
  }

  private func note(_ new: [ImportProblem]) {
    recordsWithProblems += 1
    problemCount += new.count
    problems += new.prefix(max(0, CheckPass.shown - problems.count))
  }
}
