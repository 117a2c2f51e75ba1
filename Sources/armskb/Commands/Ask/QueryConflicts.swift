import ArgumentParser
import Storage

/// `armskb query conflicts`.
struct QueryConflicts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts", abstract: "Claims that contradict one another, or that fail a check.",
    discussion: """
      In words on a terminal, else one row a conflict; json adds who says what. The checks are those of claims in \
      armskb check --list.

        armskb query conflicts --country Azerbaijan
        armskb query conflicts --only occurrence,value --format json
      """)
  @OptionGroup var choice: CheckChoice
  @Flag(help: "In words, with who says what, even where the output is no terminal.") var words = false
  @OptionGroup var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if words, output.format != nil {
      throw ValidationError("--words is a format of its own; leave out --format")
    }
    if !choice.only.isEmpty, !choice.chosen.contains(where: \.isOfClaims) {
      throw ValidationError("conflicts are among claims; armskb check makes the checks of the file")
    }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      let filter = try filters.filter(knowledgeBase)
      let chosen = choice.chosen.filter(\.isOfClaims)
      let report = try CheckChoice.findings(knowledgeBase, filter, chosen)
      let view = FindingView(output, words: words, limit: filters.limit)
      try view.write(report.findings, FindingSummary(report, chosen), knowledgeBase)
    }
  }
}
