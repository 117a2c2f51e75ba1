import Storage

/// What the terms of datasets mean for one export: rows that may not be passed on are left out, and it says so.
struct ExportTerms {
  private let withheld: [WithheldDataset]
  private let isForOwnUse: Bool

  /// Looks for such rows among what passes the filter, and limits the filter to the others.
  ///
  /// - Parameters:
  ///   - ofTransfers: rows are transfers, of which a claim at another stage or in another unit is a part, too.
  ///   - isForOwnUse: nothing is left out.
  init(
    _ knowledgeBase: KnowledgeBase, _ filter: inout Filter, ofTransfers: Bool = false, isForOwnUse: Bool
  ) throws {
    self.isForOwnUse = isForOwnUse
    let documents = try knowledgeBase.withheldDocuments()
    var asked = filter
    if ofTransfers {
      asked.stages = []
      asked.units = []
      asked.minCredibility = nil
    }
    withheld = try knowledgeBase.withheldDatasets(asked, documents: documents)
    if !isForOwnUse { filter.withoutDocuments = documents }
  }

  /// No dataset is concerned.
  static let none = ExportTerms()

  private init() {
    withheld = []
    isForOwnUse = false
  }

  /// The datasets whose rows are written all the same.
  var restrictedDatasets: [WithheldDataset] { isForOwnUse ? withheld : [] }

  /// The refusal of an export of which nothing is left.
  func refuseIfNothingIsLeft(_ rows: Int) throws(CommandFailure) {
    guard rows == 0, !withheld.isEmpty, !isForOwnUse else { return }
    throw CommandFailure(
      .failure,
      """
      nothing is left to export: the terms of these datasets do not let their rows be passed on: \(list)
        for your own use: --for-own-use
      """)
  }

  /// The refusal of an export that can leave out nothing, if it holds rows of such datasets.
  static func refuse(_ datasets: [WithheldDataset], isForOwnUse: Bool) throws(CommandFailure) {
    guard !datasets.isEmpty, !isForOwnUse else { return }
    throw CommandFailure(
      .failure,
      """
      the terms of these datasets do not let their rows be passed on: \(list(datasets, of: "record"))
        for your own use: --for-own-use
      """)
  }

  /// Says on standard error what was left out, or what must not be passed on.
  func tell() {
    guard !withheld.isEmpty else { return }
    Console.say(
      isForOwnUse
        ? "for your own use, not to be passed on: this holds \(list)"
        : "left out, as the terms do not let rows be passed on: \(list) (for your own use: --for-own-use)")
  }

  /// Says that totals are the user's own work, if such rows are counted.
  func tellOfTotals() {
    guard !withheld.isEmpty else { return }
    Console.say(
      "these totals are your own calculations, not to be attributed to their source: they count \(list)")
  }

  private var list: String { ExportTerms.list(withheld, of: "claim") }

  private static func list(_ datasets: [WithheldDataset], of unit: String) -> String {
    datasets.map { dataset in
      "\(count(dataset.claims, unit)) of \(dataset.name)"
        + (dataset.licence.map { " (\($0))" } ?? "")
    }.joined(separator: ", ")
  }
}
