import ArgumentParser
import ArmsModel
import Storage

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
