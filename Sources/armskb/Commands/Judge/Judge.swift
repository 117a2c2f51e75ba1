import ArgumentParser
import ArmsModel
import Counting
import Storage

/// Who judges, and why.
struct JudgementOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Why; it stays with the judgement.", valueName: "text")) var reason: String?
  @Option(help: ArgumentHelp("Who judges (else $ARMSKB_USER, $USER).", valueName: "name")) var reviewer:
    String?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false

  /// The reason, which nobody may leave out.
  func givenReason() throws -> String {
    guard let reason = reason?.trimmed, !reason.isEmpty else {
      throw CommandFailure(.usage, "give a reason: --reason \"…\"; it stays with the judgement")
    }
    return reason
  }
}

/// `armskb judge`.
struct Judge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say whether two claims, or two transfers, speak of the same deal.",
    discussion: """
      A person's verdict goes before every rule and outlives imports; armskb undo withdraws it. A transfer stands for \
      the first of its claims. To take a transfer apart, name two of its claims.

        armskb judge same t81b4c0 t9d02aa --reason "one contract, delivered in two lots"
        armskb judge different c3f2a91 c77be02 --reason "two contracts of the same year"
      """)

  @Argument(help: ArgumentHelp("same, different or unsure.", valueName: "verdict")) var verdict: String
  @Argument(help: ArgumentHelp("A claim (c…) or transfer (t…).", valueName: "id")) var first: String
  @Argument(help: ArgumentHelp("Another one on the same parties.", valueName: "id")) var second: String
  @OptionGroup var judgement: JudgementOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    let all = Verdicts.Judgement.allCases.map(\.rawValue)
    guard Verdicts.Judgement(rawValue: verdict) == nil else { return }
    throw ValidationError(
      "there is no verdict '\(verdict)'\(suggestion(NearestName.of(verdict, among: all))) (verdicts: \(all.joined(separator: ", ")))"
    )
  }

  func run() throws {
    guard let verdict = Verdicts.Judgement(rawValue: verdict) else { return }
    let reason = try judgement.givenReason()
    try database.writing { knowledgeBase in
      let a = try knowledgeBase.dealClaim(first)
      let b = try knowledgeBase.dealClaim(second)
      let result = try JudgementFailure.telling(first, second) {
        try knowledgeBase.judge(
          a, b, verdict, reason: reason, by: .current(judgement.reviewer), commit: !judgement.dryRun)
      }
      let what = "\(first) and \(second): \(verdict.rawValue)"
      Console.say("\(result.sentence(what, dryRun: judgement.dryRun))")
    }
  }
}

/// `armskb rank`.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Prefer a claim before others, or set it aside, with a reason.",
    discussion: """
      preferred gives the figure before all others; deprecated gives none; normal takes either back.

        armskb rank c3f2a91 deprecated --reason "a volume index, not dollars"
      """)

  @Argument(help: ArgumentHelp("A claim.", valueName: "id")) var claim: String
  @Argument(help: "preferred, normal or deprecated.") var rank: String
  @OptionGroup var judgement: JudgementOptions
  @OptionGroup var database: DatabaseOptions

  private static let ranks: [(word: String, rank: CountedClaim.Rank)] = [
    ("preferred", .preferred), ("normal", .normal), ("deprecated", .deprecated),
  ]

  func validate() throws {
    let all = RankCommand.ranks.map(\.word)
    guard !all.contains(rank) else { return }
    throw ValidationError(
      "there is no rank '\(rank)'\(suggestion(NearestName.of(rank, among: all))) (ranks: \(all.joined(separator: ", ")))"
    )
  }

  func run() throws {
    guard let chosen = RankCommand.ranks.first(where: { $0.word == rank })?.rank else { return }
    let reason = try judgement.givenReason()
    try database.writing { knowledgeBase in
      let row = try knowledgeBase.claim(claim)
      let result = try JudgementFailure.telling(claim, nil) {
        try knowledgeBase.rank(
          row, chosen, reason: reason, by: .current(judgement.reviewer), commit: !judgement.dryRun)
      }
      Console.say("\(result.sentence("\(claim): \(rank)", dryRun: judgement.dryRun))")
    }
  }
}

extension JudgementResult {
  /// What was done, and how to take it back.
  func sentence(_ what: String, dryRun: Bool) -> String {
    let change =
      transfersBefore == transfersAfter
      ? "the parties' transfers stay \(transfersAfter)"
      : "the parties' transfers: \(transfersBefore) before, \(transfersAfter) now"
    return dryRun
      ? "\(what); would be recorded; \(change)"
      : "\(what); \(change)   (batch \(batch); armskb undo \(batch) takes it back)"
  }
}

/// Why a judgement was refused, in words.
enum JudgementFailure {
  /// Runs `body`; a refusal becomes a sentence about what was typed.
  static func telling<T>(_ first: String, _ second: String?, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as JudgementError {
      let both = second.map { "\(first) and \($0)" } ?? first
      switch error {
      case .sameClaim: throw CommandFailure(.usage, "\(both) are one claim")
      case .otherParties:
        throw CommandFailure(
          .usage,
          "\(both) are about different parties, and so about different deals; if one of them names the wrong party, "
            + "take it out: armskb rank \(second ?? first) deprecated --reason …")
      case .aggregate:
        throw CommandFailure(
          .usage, "one of \(both) is a sum over a period (scope aggregate), which is no part of a deal")
      case .contradicts(let batch):
        throw CommandFailure(
          .failure,
          "another verdict says the opposite (batch \(batch) in armskb log); withdraw it first: armskb undo \(batch)"
        )
      case .withdrawn: throw CommandFailure(.failure, "one of \(both) was withdrawn and stands no more")
      }
    }
  }
}

extension KnowledgeBase {
  /// The row of the claim with that identifier.
  func claim(_ identifier: String) throws -> Int64 {
    guard identifier.lowercased().hasPrefix("c") else {
      throw CommandFailure(
        .usage, "\(quoted(identifier)) is no claim; identifiers of claims begin with c")
    }
    return try row(of: identifier)
  }

  /// The row of the claim with that identifier, or of the first claim of the transfer with it.
  func dealClaim(_ identifier: String) throws -> Int64 {
    guard let letter = identifier.lowercased().first, letter == "c" || letter == "t" else {
      throw CommandFailure(
        .usage, "\(quoted(identifier)) is neither a claim (c…) nor a transfer (t…)")
    }
    return try row(of: identifier)
  }

  /// A transfer is called after its first claim, so that both are found alike.
  private func row(of identifier: String) throws -> Int64 {
    let digits = String(identifier.dropFirst()).lowercased()
    guard digits.count >= 3, digits.count <= 32, digits.allSatisfy(\.isHexDigit) else {
      throw CommandFailure(
        .usage,
        "\(quoted(identifier)) is no identifier: a letter and at least three digits of 0-9a-f")
    }
    let found = try findClaims(idPrefix: digits)
    guard let first = found.first else {
      throw CommandFailure(.noInput, "there is nothing with the identifier \(quoted(identifier))")
    }
    guard found.count == 1 else {
      let letter = identifier.lowercased().first ?? "c"
      let all = found.map { $0.hash.identifier(letter) }.joined(separator: ", ")
      throw CommandFailure(.usage, "\(quoted(identifier)) may be any of: \(all)")
    }
    return first.row
  }
}
