import ArmsModel
import Counting
import SQLite

/// What is known of sources that bears on the weight of what they say.
struct SourceVoices {
  /// Per row of a source its Admiralty reliability, 1 for A to 6 for F.
  private(set) var reliability: [Int64: UInt8] = [:]
  /// Rows of ministries: they speak of deals of their own.
  private(set) var primary: Set<Int64> = []

  init(_ knowledgeBase: KnowledgeBase) throws {
    try knowledgeBase.rows(
      "SELECT id, kind, reliability FROM source WHERE kind IS NOT NULL OR reliability IS NOT NULL ORDER BY id"
    ) { row in
      let id = try row.integer(0)
      if row.textBytes(1)?.elementsEqual("ministry".utf8) == true { primary.insert(id) }
      if let letter = row.textBytes(2)?.first { reliability[id] = letter - 64 }
    }
  }
}

/// The releases of datasets among the documents, and which of them hold for a pair.
struct Releases {
  struct Release {
    var dataset: Int64
    var firstYear: Int32
    var lastYear: Int32
    /// Whether it came as the dataset's own file.
    var isFile: Bool
  }

  /// An edition of a register: a release with deal keys, and what it is limited to.
  private struct Edition {
    var release: ReleaseChoice.Release
    /// Codes; nil: all.
    var suppliers: Set<String>?
    var recipients: Set<String>?
    /// The pairs in which it has deals, where it speaks of no others; nil: it speaks of all.
    var pairs: Set<Pair>?

    var isLimited: Bool { suppliers != nil || recipients != nil || pairs != nil }

    func covers(_ pair: Pair) -> Bool {
      func isIn(_ code: String?, _ codes: Set<String>?) -> Bool {
        codes.map { codes in code.map(codes.contains) ?? false } ?? true
      }
      return isIn(pair.supplier, suppliers) && isIn(pair.recipient, recipients)
        && pairs?.contains(pair) ?? true
    }
  }

  private struct Pair: Hashable {
    var supplier: String?
    var recipient: String?
  }

  private var ofDocument: [Int64: Release] = [:]
  private var editions: [Edition] = []
  private var hasLimits = false
  /// Choices made, by which editions cover the pair.
  private var choices: [[Bool]: ReleaseChoice] = [:]

  var isEmpty: Bool { ofDocument.isEmpty }

  subscript(document: Int64) -> Release? { ofDocument[document] }

  /// - Parameter publishedBy: only editions that were out by the end of that day set others aside.
  init(
    _ knowledgeBase: KnowledgeBase, _ liveness: Liveness, _ restated: [Int64: [Int64]],
    publishedBy: PartialDate?
  ) throws {
    let deals = try knowledgeBase.database.cached(
      """
      SELECT id, batch, supplier, recipient FROM claim WHERE document = :document AND deal IS NOT NULL
      """)
    var layouts: [String?] = []
    try knowledgeBase.rows(
      """
      SELECT r.document, r.dataset, d.published, r.window_from, r.window_to, r.layout, r.suppliers, r.recipients,
        r.is_selection
      FROM release AS r JOIN document AS d ON d.id = r.document ORDER BY r.document
      """
    ) { row in
      let document = try row.integer(0)
      let first = Int32(clamping: try row.integerOrNil(3) ?? 0)
      let last = Int32(clamping: try row.integerOrNil(4) ?? 0)
      ofDocument[document] = Release(
        dataset: try row.integer(1), firstYear: first, lastYear: last, isFile: !row.isNull(5))
      let published = row.textBytes(2).flatMap { PartialDate(utf8: $0) }
      if let limit = publishedBy, (published?.lastDay ?? .max) > limit.lastDay { return }
      let layout = try row.textOrNil(5)
      var edition = Edition(
        release: ReleaseChoice.Release(
          document: document, dataset: try row.integer(1), day: published?.firstDay ?? 0, firstYear: first,
          lastYear: last))
      func codes(_ column: Int32) throws -> Set<String>? {
        try row.textOrNil(column).map { Set($0.split(separator: ";").map(String.init)) }
      }
      (edition.suppliers, edition.recipients) = (try codes(6), try codes(7))
      // What was taken from an edition by hand speaks of what was taken only.
      if try row.integer(8) == 1 || layout == nil { edition.pairs = [] }
      // Only an edition of the register itself sets others aside, not a single figure taken from it.
      try deals.bind(document, ":document")
      defer { deals.reset() }
      var stands = false
      while try deals.step() {
        guard liveness.stands(try deals.integer(1), restated[try deals.integer(0)] ?? []) else { continue }
        stands = true
        if edition.pairs == nil { break }
        edition.pairs?.insert(Pair(supplier: try deals.textOrNil(2), recipient: try deals.textOrNil(3)))
      }
      guard stands else { return }
      editions.append(edition)
      layouts.append(layout)
    }
    let order = Releases.ordered(layouts)
    for (place, layout) in layouts.enumerated() { editions[place].release.layout = order[layout] ?? 0 }
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

  /// Whether the claims of that document count between those two; true for what is no release.
  func isInForce(_ document: Int64, _ supplier: String?, _ recipient: String?) -> Bool {
    let pair = Pair(supplier: supplier, recipient: recipient)
    return choice { $0.covers(pair) }.isInForce(document)
  }

  /// Whether no edition of all parties, or of at least as many years, takes the place of that one everywhere.
  func isInForce(_ document: Int64) -> Bool {
    choice { !$0.isLimited }.isInForce(document)
  }

  private func choice(where covers: (Edition) -> Bool) -> ReleaseChoice {
    ReleaseChoice(
      releases: editions.map {
        var release = $0.release
        release.coversPair = covers($0)
        return release
      })
  }

  /// Which releases hold for that pair.
  mutating func choice(_ supplier: PartyCode?, _ recipient: PartyCode?) -> ReleaseChoice {
    let pair = Pair(supplier: supplier?.rawValue, recipient: recipient?.rawValue)
    let covered = hasLimits ? editions.map { $0.covers(pair) } : []
    if let known = choices[covered] { return known }
    var releases = editions.map(\.release)
    for (place, covers) in covered.enumerated() { releases[place].coversPair = covers }
    let choice = ReleaseChoice(releases: releases)
    choices[covered] = choice
    return choice
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
