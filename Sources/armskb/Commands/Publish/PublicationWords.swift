import ArgumentParser

/// What a published folder says of itself.
struct PublicationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("For folders: the title.", valueName: "text")) var title: String?
  @Option(
    help: ArgumentHelp(
      "For folders: the terms under which you publish it, such as CC-BY-4.0; none are stated unless you do.",
      valueName: "name")) var licence: String?

  func validate() throws {
    if let licence, licence.wholeMatch(of: #/[-A-Za-z0-9._]+/#) == nil {
      throw ValidationError("--licence '\(licence)': a short name such as CC-BY-4.0, without blanks")
    }
  }
}

/// The words of a published folder, from the options.
struct PublicationWords {
  /// The title.
  let title: String
  /// The terms, or nil.
  let licence: String?
  /// The title as an identifier.
  let name: String
  /// The filters as typed; empty for none.
  let selection: String

  init(_ options: PublicationOptions, selection: String = "") {
    title = options.title ?? "Arms transfers, each figure with its source"
    licence = options.licence
    let name = options.title.map { PublicationWords.identifier($0.lowercased()) } ?? ""
    self.name = name.isEmpty ? "arms-transfers" : name
    self.selection = selection
  }

  /// Letters, digits and dots of the text, with a hyphen for all between them.
  private static func identifier(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".": name.unicodeScalars.append(scalar)
      default: if !name.isEmpty, !name.hasSuffix("-") { name += "-" }
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    return name
  }

  /// What everybody has to know who reads a figure in it.
  var description: String {
    """
    Claims about arms transfers (one statement by one source in one document each), the transfers that follow from them \
    by rule, and their totals. A total is what the recorded claims add up to, not what happened; what is not known is \
    empty, never zero; units are never added to one another; TIV is a volume index and no money.
    """ + (selection.isEmpty ? "" : " Limited by: \(selection).")
  }

  /// The terms as Data Package has them; nil if there is nothing to say.
  func licences(_ terms: ExportTerms) -> [JSONText]? {
    var all: [JSONText] = licence.map { [.object([("name", .text($0))])] } ?? []
    for dataset in terms.restrictedDatasets {
      all.append(
        .object([
          ("name", .text(PublicationWords.identifier(dataset.licence ?? "not to be passed on"))),
          ("title", .text("Holds rows of \(dataset.name), which are not to be passed on")),
        ]))
    }
    return all.isEmpty ? nil : all
  }
}

extension FilterOptions {
  /// The options that limit something, as one types them.
  var typed: String {
    let lists: [(String, [String])] = [
      ("supplier", supplier), ("recipient", recipient), ("country", country), ("category", category),
      ("weapon", weapon), ("stage", stage), ("source", source), ("asserted-by", assertedBy), ("unit", unit),
      ("supplier-in", supplierIn), ("recipient-in", recipientIn),
    ]
    let values: [(String, String?)] = [
      ("since", since), ("until", until), ("as-of", asOf), ("published-by", publishedBy), ("states", states),
      ("min-credibility", minCredibility.map(String.init)), ("limit", limit.map(String.init)),
    ]
    let flags = [("within", within), ("include-disputed", includeDisputed)]
    var words: [String] = []
    for (name, list) in lists where !list.isEmpty {
      words.append("--\(name) \(list.joined(separator: ", "))")
    }
    for (name, value) in values { if let value { words.append("--\(name) \(value)") } }
    for (name, isSet) in flags where isSet { words.append("--\(name)") }
    return words.joined(separator: " ")
  }
}
