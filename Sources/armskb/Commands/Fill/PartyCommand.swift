import ArgumentParser
import ArmsModel
import Storage

/// `armskb party`.
struct PartyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party",
    abstract: "Make a party known, or one more name of it.",
    discussion: """
      Names are added, never taken away. What was parked for want of one goes in with `armskb import --parked`.

        armskb party add X-BLUE-BRIGADE "Blue Brigade" --kind non-state
        armskb party name TUR "Republic of Türkiye"
      """,
    subcommands: [AddParty.self, NameParty.self])

  /// `armskb party add`.
  struct AddParty: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add a party under a code of its own.")
    @Argument(help: ArgumentHelp("X- and capital letters, digits and hyphens.", valueName: "code")) var code:
      String
    @Argument(help: ArgumentHelp("Its usual name.", valueName: "name")) var name: String
    @Option(help: "non-state, state-like, territory, organisation, state, former-state or placeholder.")
    var kind = "non-state"
    @Option(help: ArgumentHelp("Other names; repeat it.", valueName: "name")) var alias: [String] = []
    @Option(help: ArgumentHelp("Who does it (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
      String?
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
      if PartyKind(rawValue: kind) == nil {
        let all = PartyKind.allCases.map(\.rawValue)
        throw ValidationError(
          "there is no kind of party '\(kind)'\(suggestion(NearestName.of(kind, among: all))) "
            + "(kinds: \(all.joined(separator: ", ")))")
      }
      let isCode =
        code.hasPrefix("X-") && code.utf8.count > 2
        && code.utf8.allSatisfy { $0 == 0x2D || $0 &- 0x30 <= 9 || $0 &- 0x41 < 26 }
      if !isCode {
        throw ValidationError(
          "'\(code)' is no code for a party of your own: write X- and capital letters, digits and hyphens")
      }
    }

    func run() throws {
      try database.writing { knowledgeBase in
        let party = Party(code: PartyCode(code), kind: PartyKind(rawValue: kind) ?? .nonState, name: name)
        let batch = try knowledgeBase.addParty(party, aliases: alias, by: .current(reviewer))
        Console.say("\(name) is \(code)   (batch \(batch)); next: armskb import --parked")
      }
    }
  }

  /// `armskb party name`.
  struct NameParty: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "name", abstract: "Add names under which a known party is found.")
    @Argument(help: ArgumentHelp("The party: its code, or any name it has.", valueName: "party")) var party:
      String
    @Argument(help: ArgumentHelp("The new names.", valueName: "name")) var names: [String]
    @Option(help: ArgumentHelp("Who does it (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
      String?
    @OptionGroup var database: DatabaseOptions

    /// The party that was typed, however it is written.
    private func find(_ name: String, _ knowledgeBase: KnowledgeBase) throws -> Party {
      try knowledgeBase.loadDirectory()
      do throws(PartyDirectory.Failure) {
        return knowledgeBase.directory[try knowledgeBase.directory.typed(name)]
      } catch {
        throw CommandFailure(.usage, "\(error.sentence(for: name))")
      }
    }

    func run() throws {
      try database.writing { knowledgeBase in
        let found = try find(party, knowledgeBase)
        let batch = try knowledgeBase.addNames(names, of: found.code, by: .current(reviewer))
        Console.say(
          "\(names.joined(separator: ", ")) now means \(found.name) (\(found.code))   (batch \(batch)); "
            + "next: armskb import --parked")
      }
    }
  }
}
