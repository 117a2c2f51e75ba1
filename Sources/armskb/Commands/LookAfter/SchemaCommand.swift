import ArgumentParser
import ArmsModel
import Storage

/// `armskb schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "The tables and views of a knowledge base, with what each column means.",
    discussion: """
      `armskb schema records` prints the JSON Schema (2020-12) of one record, one line of JSON Lines; with --array that \
      of a JSON file, an array of records. Whoever makes records can check them before armskb does.

        armskb schema
        armskb schema records > record.schema.json
      """)

  private static let subjects = ["tables", "records"]

  @Argument(help: ArgumentHelp("tables or records.", valueName: "what")) var what = "tables"
  @Flag(help: "For records: the schema of an array of them.") var array = false

  func validate() throws {
    if !SchemaCommand.subjects.contains(what) {
      throw ValidationError(
        "there is no schema of '\(what)'\(suggestion(NearestName.of(what, among: SchemaCommand.subjects))) "
          + "(schemas: \(SchemaCommand.subjects.joined(separator: ", ")))")
    }
    if array, what != "records" { throw ValidationError("--array is for records") }
  }

  func run() throws {
    guard what == "records" else { return try Console.write(Schema.text) }
    let categories = try Reference.embedded().categories.map(\.category.slug)
    let schema = RecordSchema(categories: categories)
    try Console.write((array ? schema.ofArray : schema.ofRecord).laidOut() + "\n")
  }
}
