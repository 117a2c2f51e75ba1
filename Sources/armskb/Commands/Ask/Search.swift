import ArgumentParser
import Publishing
import Storage

/// `armskb search`.
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Full text over evidence, notes, titles and designations.",
    discussion: """
      All words must occur, 32 at the most; "…" is a phrase, and a * stands for the rest of a word (8 at the most).

        armskb search harop
        armskb search '"loitering munition*" drone'
      """)
  @Argument(help: ArgumentHelp("Words.", valueName: "text")) var words: [String]
  @Option(help: ArgumentHelp("At most so many rows.", valueName: "number")) var limit: Int = 100
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit \(limit): a number of rows is 0 or more") }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      let columns = ListColumn.hits
      let answer = try Answer(output, columns.map { Column($0) }, title: "Search")
      // A shell takes away the quotes around a phrase: words that came as one argument with blanks are one.
      let query = words.map { $0.contains(" ") && !$0.contains("\"") && words.count > 1 ? "\"\($0)\"" : $0 }
      try knowledgeBase.search(query.joined(separator: " "), limit: limit) {
        try answer.write($0, columns.map(\.kind))
      }
      try answer.finish()
      if answer.rowCount == 0 { Console.say("nothing found") }
      if answer.rowCount == limit, limit > 0 { Console.say("the first \(limit); --limit shows more") }
    }
  }
}
