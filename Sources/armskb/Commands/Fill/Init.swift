import ArgumentParser
import Storage

/// `armskb init`.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new knowledge base with the reference data.",
    discussion: """
      Parties with their names and years, weapon categories, weapons, makers and sources come with it; `import` does \
      the same when the file is not there yet.

        armskb init --db caucasus.db
        armskb init --db caucasus.db --data my-corrected-data/
      """)

  @OptionGroup var database: DatabaseOptions
  @Option(help: ArgumentHelp("Take the reference tables from this folder instead.", valueName: "folder"))
  var data: String?

  func run() throws {
    let path = database.path
    database.makeFolder()
    let place = try OutputPlace(path, mustBeNew: true)
    let reference = try data.map { try Reference.folder($0) } ?? Reference.embedded()
    do {
      let knowledgeBase = try KnowledgeBase(path: place.temporary, for: .creating)
      try knowledgeBase.install(reference, edition: data == nil ? Reference.edition : nil, by: .current(nil))
      let status = try knowledgeBase.status()
      try knowledgeBase.close()
      try place.finish()
      Console.say(
        "\(path): \(status.parties) parties, \(status.weapons) weapons; next: armskb import FILE --db \(path)"
      )
    } catch {
      throw CommandFailure(error, path: path) ?? error
    }
  }
}
