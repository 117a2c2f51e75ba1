import ArgumentParser
import Glibc
import Storage

/// What the exports take that write for another program in its own shape, whatever `--format` says of others.
struct NeighbourOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "For sipri-register and tiv-table: this edition (else a whole one, the newest).", valueName: "id"))
  var release: String?
  @Flag(help: "For sipri-register: transfers from all sources in that shape, not SIPRI's deals.")
  var transfers = false
  @Flag(help: "For tiv-table: what is not known by year in a column of its own.") var apart = false
  @Flag(help: "For tiv-table: what is not known by year in equal shares, an estimate.") var spread = false

  /// What such an export writes.
  enum Subject: String, CaseIterable {
    case postgres
    case sipriRegister = "sipri-register"
    case tivTable = "tiv-table"
  }

  /// Refuses what does not go together.
  func validate(_ what: String, by: String?, _ filters: FilterOptions, _ output: OutputOptions) throws {
    let subject = Subject(rawValue: what)
    if release != nil, subject != .sipriRegister && subject != .tivTable {
      throw ValidationError("--release is for sipri-register and tiv-table")
    }
    if transfers, subject != .sipriRegister { throw ValidationError("--transfers is for sipri-register") }
    if transfers, release != nil {
      throw ValidationError("--transfers takes no edition: --release does not go with it")
    }
    if apart || spread, subject != .tivTable {
      throw ValidationError("--apart and --spread are for tiv-table")
    }
    if apart, spread { throw ValidationError("--apart or --spread, not both") }
    guard let subject else { return }
    if output.format != nil || output.columns != nil || output.excel {
      throw ValidationError("\(what) has a shape of its own: no --format, --columns or --excel")
    }
    if subject != .postgres, filters.states != nil {
      throw ValidationError("\(what) names parties as the register does: no --states")
    }
    switch subject {
    case .postgres:
      if filters.limitsAnything {
        throw ValidationError(
          "postgres takes the knowledge base as a whole; filters are for the other exports")
      }
    case .sipriRegister: break
    case .tivTable:
      guard by == "supplier" || by == "recipient" else {
        throw ValidationError("tiv-table wants --by supplier or --by recipient")
      }
      for (flag, date) in [("--since", filters.since), ("--until", filters.until)] {
        if let date, date.count != 4 {
          throw ValidationError("\(flag) \(date): tiv-table counts by year, write YYYY")
        }
      }
    }
  }

  /// Writes the export if it is one of these; false if it is not.
  func write(
    _ words: NeighbourWords, _ knowledgeBase: KnowledgeBase, _ filters: FilterOptions,
    _ output: OutputOptions
  ) throws -> Bool {
    guard let subject = Subject(rawValue: words.what) else { return false }
    if subject == .postgres {
      try ExportTerms.refuse(knowledgeBase.restrictedDatasets(), isForOwnUse: words.isForOwnUse)
      try PostgresExport(knowledgeBase, folder: words.folder).write()
      return true
    }
    let filter = try filters.filter(knowledgeBase)
    if transfers {
      try ExportTerms.refuse(knowledgeBase.restrictedDatasets(), isForOwnUse: words.isForOwnUse)
      try TransfersAsRegister(knowledgeBase, filter).write(output, limit: filters.limit)
      return true
    }
    let choice = try RegisterChoice(knowledgeBase, filter, identifier: release)
    if choice.edition.isRestricted {
      try ExportTerms.refuse(
        knowledgeBase.withheldDatasets(filter, documents: [choice.edition.document]),
        isForOwnUse: words.isForOwnUse)
    }
    switch subject {
    case .sipriRegister:
      try RegisterExport(knowledgeBase, choice, filter, isPart: filters.limitsAnything)
        .write(output, limit: filters.limit)
    default:
      try VolumeExport(
        knowledgeBase, choice, filter, isPart: filters.limitsAnything, bySupplier: words.by == "supplier",
        rule: apart ? .apart : spread ? .spread : .refuse
      ).write(output, limit: filters.limit)
    }
    return true
  }
}

/// What `armskb export` was told beside the options of these exports.
struct NeighbourWords {
  var what: String
  var by: String?
  var folder: String
  var isForOwnUse: Bool
}

extension FilterOptions {
  /// Whether any of the filters was given.
  var limitsAnything: Bool {
    let lists = [
      supplier, recipient, country, category, weapon, stage, source, assertedBy, unit, supplierIn,
      recipientIn,
    ]
    return lists.contains { !$0.isEmpty } || since != nil || until != nil || asOf != nil || publishedBy != nil
      || states != nil || minCredibility != nil || limit != nil || within || includeDisputed
  }
}
