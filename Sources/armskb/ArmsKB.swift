import ArgumentParser
import ArmsModel
import CSystem
import Glibc

/// The version of the program.
enum Version {
  static let current = "0.1.0"
}

/// The command line.
@main
struct ArmsKB: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "armskb",
    abstract: "Who supplied which weapons to whom, and according to whom.",
    discussion: """
      armskb keeps a knowledge base of arms transfers in one SQLite file, each figure traced to the article \
      that states it.

        armskb import articles.jsonl
        armskb query totals --by supplier --recipient Azerbaijan --explain

      Exit statuses: 0 done (an empty list, too); 1 could not; 64 wrong usage; 65 the input has errors; 66 no such \
      input; 73 cannot create; 74 reading or writing failed; 75 locked, try again; 130 interrupted.
      """,
    version: Version.current,
    groupedSubcommands: [
      CommandGroup(name: "Fill", subcommands: [Init.self, Import.self, PartyCommand.self, Fingerprint.self]),
      CommandGroup(name: "Ask", subcommands: [Query.self, Show.self, Search.self, Diff.self, Cite.self]),
      CommandGroup(
        name: "Judge", subcommands: [Review.self, Judge.self, RankCommand.self]),
      CommandGroup(name: "Publish", subcommands: [Export.self]),
      CommandGroup(
        name: "Look after",
        subcommands: [
          StatusCommand.self, CheckCommand.self, Log.self, Undo.self, SQL.self, SchemaCommand.self,
          Backup.self, Migrate.self,
        ]),
    ])

  /// Runs the command; every failure ends in a sentence on standard error and a status for scripts.
  static func main() {
    csystem_return_large_blocks()
    Console.holdClosedStreams()
    Unfinished.removeAtSignals()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if let mistake = Misspelling.find(arguments) { throw CommandFailure(.usage, mistake) }
      var command = try parseAsRoot(arguments)
      try command.refuseOutputOverKnowledgeBase()
      try command.run()
    } catch {
      Glibc.exit(tell(error).rawValue)
    }
  }

  /// Says what ended the program, or what the argument parser was asked for, and gives the exit status.
  private static func tell(_ error: any Error) -> ExitCode {
    if let failure = CommandFailure(error, path: "the knowledge base") {
      Console.say("armskb: \(failure.words)")
      return ExitCode(failure.status.rawValue)
    }
    let status = exitCode(for: error)
    let whole = fullMessage(for: error)
    guard status.isSuccess else {
      // It quotes what was typed; the usage stands in lines of its own behind it.
      let message = message(for: error)
      let usage = whole.dropFirst("Error: \(message)\n".count).split(separator: "\n").map(String.init)
      if !message.isEmpty { Console.say(Words(lines: ["armskb: \(shortened(message, to: 1_000))"] + usage)) }
      return status
    }
    do throws(CommandFailure) { try Console.write(whole + "\n") } catch { return tell(error) }
    return status
  }
}

/// Finds a misspelt subcommand, for which the argument parser itself suggests nothing.
enum Misspelling {
  /// The sentence about the first word that is no subcommand where one must stand, or nil.
  static func find(_ arguments: [String]) -> Words? {
    var command: any ParsableCommand.Type = ArmsKB.self
    var path = "armskb"
    // `help` takes the same words.
    for argument in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let subcommands = all(below: command)
      guard !subcommands.isEmpty, !argument.hasPrefix("-") else { return nil }
      if let next = subcommands.first(where: { $0._commandName == argument }) {
        command = next
        path += " \(argument)"
        continue
      }
      let names = subcommands.map { $0._commandName }
      let near =
        below(subcommands, argument) ?? NearestName.of(argument, among: names)
        ?? NearestName.of(argument, among: subcommands.flatMap { all(below: $0).map { $0._commandName } })
        .flatMap { below(subcommands, $0) }
      return """
        \(quoted(argument)) is no subcommand of \(path)\(suggestion(near))
          subcommands: \(names.joined(separator: ", "))
        """
    }
    return nil
  }

  /// The words for a subcommand one step further down, such as `query totals`; nil if none is called so.
  private static func below(_ commands: [any ParsableCommand.Type], _ name: String) -> String? {
    commands.first { all(below: $0).contains { $0._commandName == name } }.map {
      "\($0._commandName) \(name)"
    }
  }

  private static func all(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    // Those in groups are among them.
    command.configuration.subcommands
  }
}
