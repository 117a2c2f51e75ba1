import ArmsModel
import Counting
import SQLite

/// The releases of datasets among the documents, and which of them hold for a pair.
struct EditionsInForce {
  struct Release: Equatable {
    var dataset: Int64
    var firstYear: Int32
    var lastYear: Int32
    /// Whether it came as the dataset's own file.
    var isFile: Bool

    /// The day on which it was made, as in `ReleaseChoice.Release`, if its document is of that date.
    func day(published: PartialDate?) -> Int32 {
      published?.firstDay ?? EditionsInForce.earliestDay(lastYearOfData: lastYear)
    }
  }

  /// An edition of a register: a release with deal keys, and what it is limited to.
  private struct Edition: Equatable {
    var release: ReleaseChoice.Release
    /// Codes; nil: all.
    var suppliers: Set<String>?
    var recipients: Set<String>?
    /// Where its day is guessed, how many claims of deals stand in it, and its document's hash: which of two goes first.
    var size: Size?
    /// The pairs in which it has deals, with the classes of these, where it speaks of no others; nil: it speaks of
    /// all.
    var pairs: [Pair: ReleaseChoice.Classes]?

    struct Size: Equatable {
      var claims: Int
      var hash: ContentHash
    }

    var isLimited: Bool { suppliers != nil || recipients != nil || pairs != nil }

    func coverage(_ pair: Pair) -> ReleaseChoice.Coverage {
      func isIn(_ code: String?, _ codes: Set<String>?) -> Bool {
        codes.map { codes in code.map(codes.contains) ?? false } ?? true
      }
      guard isIn(pair.supplier, suppliers), isIn(pair.recipient, recipients) else { return .nothing }
      guard let pairs else { return .everything }
      return pairs[pair].map { .classes($0) } ?? .nothing
    }
  }

  private struct Pair: Hashable {
    var supplier: String?
    var recipient: String?
  }

  private var ofDocument: [Int64: Release] = [:]
  private var editions: [Edition] = []
  private var hasLimits = false
  /// Choices made, by what the editions cover of the pair.
  private let choices = Choices()

  private final class Choices {
    var known: [[ReleaseChoice.Coverage]: ReleaseChoice] = [:]
  }

  var isEmpty: Bool { ofDocument.isEmpty }

  subscript(document: Int64) -> Release? { ofDocument[document] }

  /// - Parameter publishedBy: only editions that were out by the end of that day set others aside.
  init(
    _ knowledgeBase: KnowledgeBase, _ standing: Standing, publishedBy: PartialDate? = nil
  ) throws {
    try knowledgeBase.loadDirectory()
    // Documents that are taken from a dataset are many; where no claim has the key of a deal, none of them is an edition.
    let hasDeals = try knowledgeBase.mayHaveDeals()
    let deals = try knowledgeBase.database.cached(
      """
      SELECT c.id, c.batch, c.supplier, c.recipient, coalesce(c.category, w.category)
      FROM claim AS c LEFT JOIN weapon AS w ON w.id = c.weapon
      WHERE c.document = :document AND c.deal IS NOT NULL
      """)
    let documents = try knowledgeBase.database.cached(
      "SELECT published, hash FROM document WHERE id = :document")
    let tree = knowledgeBase.categories
    var layouts: [String?] = []
    try knowledgeBase.rows(
      """
      SELECT document, dataset, window_from, window_to, layout, suppliers, recipients, is_selection FROM release
      ORDER BY document
      """
    ) { row in
      let document = try row.integer(0)
      let release = Release(
        dataset: try row.integer(1), firstYear: Int32(try row.yearOrNil(2) ?? 0),
        lastYear: Int32(try row.yearOrNil(3) ?? 0), isFile: !row.isNull(4))
      ofDocument[document] = release
      guard hasDeals else { return }
      try documents.bind(document, ":document")
      defer { documents.reset() }
      guard try documents.step() else { return }
      let published = try documents.date(0)
      if let limit = publishedBy, (published?.lastDay ?? .max) > limit.lastDay { return }
      let layout = try row.textOrNil(4)
      let isLimited =
        published.map { EditionsInForce.isLimit(Int(release.lastYear), madeIn: $0.year) } ?? false
      var edition = Edition(
        release: ReleaseChoice.Release(
          document: document, dataset: release.dataset, day: release.day(published: published),
          firstYear: release.firstYear, lastYear: isLimited ? release.lastYear : 0))
      func codes(_ column: Int32) throws -> Set<String>? {
        try row.textOrNil(column).map { Set($0.split(separator: ";").map(String.init)) }
      }
      (edition.suppliers, edition.recipients) = (try codes(5), try codes(6))
      // What was taken from an edition by hand speaks of what was taken only.
      if try row.integer(7) == 1 || layout == nil { edition.pairs = [:] }
      // Only an edition of the register itself sets others aside, not a single figure taken from it.
      try deals.bind(document, ":document")
      defer { deals.reset() }
      var count = 0
      let isCounted = published == nil
      while try deals.step() {
        guard standing.stands(try deals.integer(0), of: try deals.integer(1)) else { continue }
        count += 1
        if edition.pairs == nil, !isCounted { break }
        let category =
          deals.textBytes(4).flatMap { tree.index(of: String(decoding: $0, as: UTF8.self)) } ?? -1
        edition.pairs?[
          Pair(supplier: try deals.textOrNil(2), recipient: try deals.textOrNil(3)), default: .init()
        ].insert(tree.classIndex(of: category))
      }
      guard count > 0 else { return }
      if isCounted { edition.size = Edition.Size(claims: count, hash: try documents.identity(1)) }
      editions.append(edition)
      layouts.append(layout)
    }
    let order = EditionsInForce.ordered(layouts)
    for (place, layout) in layouts.enumerated() { editions[place].release.layout = order[layout] ?? 0 }
    let guessed = editions.indices.filter { editions[$0].size != nil }.sorted { a, b in
      guard let a = editions[a].size, let b = editions[b].size else { return false }
      return (a.claims, a.hash) < (b.claims, b.hash)
    }
    for (order, place) in guessed.enumerated() { editions[place].release.guess = Int32(order + 1) }
    hasLimits = editions.contains { $0.isLimited }
  }

  /// Numbers layouts: one line a deal, with orders, before one line a deal and year, what was taken by hand last.
  private static func ordered(_ layouts: [String?]) -> [String?: Int32] {
    let leading = ["sipri-deals"]
    let trailing = ["sipri-deliveries"]
    func rank(_ layout: String) -> Int {
      leading.contains(layout) ? 0 : trailing.contains(layout) ? 2 : 1
    }
    let known = Set(layouts.compactMap { $0 }).sorted { (rank($0), $0) < (rank($1), $1) }
    var order: [String?: Int32] = [nil: Int32.max]
    for (place, layout) in known.enumerated() { order[layout] = Int32(place) }
    return order
  }

  /// Whether an edition that was asked for up to that year lacks years that were known when it was made: the data of a
  /// year come in the next one.
  static func isLimit(_ last: Int, madeIn year: Int) -> Bool { last < year - 1 }

  /// When an edition that does not say when it was made counts as made; 0: before all others.
  ///
  /// A register tells the deliveries of a year in the next one at the earliest: so in the year after the last one in
  /// its data, and before all editions that were made on a known day of it.
  private static func earliestDay(lastYearOfData last: Int32) -> Int32 { last == 0 ? 0 : (last + 1) * 10_000 }

  /// Whether the claims of that document count between those two, in deals of that class of arms or, if none is named,
  /// of any; true for what is no release.
  func isInForce(
    _ document: Int64, _ supplier: String?, _ recipient: String?, classIndex: Int? = nil
  ) -> Bool {
    let choice = choice(Pair(supplier: supplier, recipient: recipient))
    return classIndex.map { choice.isInForce(document, class: $0) } ?? choice.isInForce(document)
  }

  /// Whether there is a pair in which claims of that document count; of an edition of all parties whether no other one
  /// takes its place everywhere.
  func isInForce(_ document: Int64) -> Bool {
    if let pairs = editions.first(where: { $0.release.document == document })?.pairs {
      return pairs.keys.contains { choice($0).isInForce(document) }
    }
    return choice(covering: editions.map { $0.isLimited ? .nothing : .everything }).isInForce(document)
  }

  /// What may count otherwise by those others: datasets whose editions differ, and documents that are described
  /// otherwise.
  func changes(to others: EditionsInForce) -> (datasets: Set<Int64>, documents: Set<Int64>) {
    func byDocument(_ editions: [Edition]) -> [Int64: Edition] {
      Dictionary(editions.map { ($0.release.document, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (own, their) = (byDocument(editions), byDocument(others.editions))
    var datasets: Set<Int64> = []
    for document in Set(own.keys).union(their.keys) where own[document] != their[document] {
      for edition in [own[document], their[document]] {
        if let edition { datasets.insert(edition.release.dataset) }
      }
    }
    let documents = Set(ofDocument.keys).union(others.ofDocument.keys).filter {
      ofDocument[$0] != others.ofDocument[$0]
    }
    return (datasets, documents)
  }

  /// Which releases hold for that pair.
  func choice(_ supplier: PartyCode?, _ recipient: PartyCode?) -> ReleaseChoice {
    choice(Pair(supplier: supplier?.rawValue, recipient: recipient?.rawValue))
  }

  private func choice(_ pair: Pair) -> ReleaseChoice {
    choice(covering: hasLimits ? editions.map { $0.coverage(pair) } : [])
  }

  /// - Parameter covered: for each edition, or empty: each covers everything.
  private func choice(covering covered: [ReleaseChoice.Coverage]) -> ReleaseChoice {
    if let known = choices.known[covered] { return known }
    var releases = editions.map(\.release)
    for (place, coverage) in covered.enumerated() { releases[place].coverage = coverage }
    let choice = ReleaseChoice(releases: releases)
    choices.known[covered] = choice
    return choice
  }
}

extension KnowledgeBase {
  /// Whether a claim may have a dataset's own key of a deal; false only if none has.
  ///
  /// The key is written down with the records' own keys as soon as a claim has one; programs of before knew none but those
  /// of a dataset's file.
  fileprivate func mayHaveDeals() throws -> Bool {
    try integer(
      """
      SELECT EXISTS (SELECT 1 FROM extra_key WHERE name = '\(ClaimDraft.dealKey)')
        OR EXISTS (SELECT 1 FROM release WHERE layout IS NOT NULL)
      """) == 1
  }
}

/// A dataset's own key of a deal as a number.
enum DealKey {
  /// The 64-bit FNV-1a hash of the key's bytes; never 0.
  static func number(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return max(hash, 1)
  }
}
