import ArgumentParser
import Glibc
import Storage

/// What the exports take that write for another program in its own shape, whatever `--format` says of others.
struct NeighbourOptions: ParsableArguments {

  /// What such an export writes.
  enum Subject: String, CaseIterable {
    case postgres
  }

  /// Refuses what does not go together.
  func validate(_ what: String, _ filters: FilterOptions, _ output: OutputOptions) throws {
    guard let subject = Subject(rawValue: what) else { return }
    if output.format != nil || output.columns != nil || output.excel {
      throw ValidationError("\(what) has a shape of its own: no --format, --columns or --excel")
    }
    switch subject {
    case .postgres:
      if filters.limitsAnything {
        throw ValidationError(
          "postgres takes the knowledge base as a whole; filters are for the other exports")
      }
    }
  }

  /// Writes the export if it is one of these; false if it is not.
  func write(
    _ what: String, to folder: String, _ knowledgeBase: KnowledgeBase, isForOwnUse: Bool
  ) throws -> Bool {
    guard let subject = Subject(rawValue: what) else { return false }
    switch subject {
    case .postgres:
      try guardRestrictedData(knowledgeBase, isForOwnUse: isForOwnUse)
      try PostgresExport(knowledgeBase, folder: folder).write()
    }
    return true
  }
}

/// Refuses to write datasets that their publishers do not allow to be passed on, unless they stay at home.
///
/// Every export of this file goes through here, and through nothing else of the kind.
func guardRestrictedData(_ knowledgeBase: KnowledgeBase, isForOwnUse: Bool) throws {
  guard !isForOwnUse else { return }
  let datasets = try knowledgeBase.restrictedDatasets()
  guard !datasets.isEmpty else { return }
  let names = datasets.map { "\($0.name) (\(count(Int($0.records), "record")))" }.joined(separator: ", ")
  throw CommandFailure(
    .failure,
    """
    not allowed to be passed on by its publisher: \(Console.shown(names))
      for yourself it can be written all the same: add --for-own-use
    """)
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
