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

/// The releases of datasets among the documents, and which of them hold.
struct Releases {
  struct Release {
    var dataset: Int64
    var firstYear: Int32
    var lastYear: Int32
    var isInForce = true
  }
  private var ofDocument: [Int64: Release] = [:]

  var isEmpty: Bool { ofDocument.isEmpty }

  subscript(document: Int64) -> Release? { ofDocument[document] }

  init(_ knowledgeBase: KnowledgeBase, _ liveness: Liveness, _ restated: [Int64: [Int64]]) throws {
    var days: [(document: Int64, dataset: Int64, day: Int32, firstYear: Int32, lastYear: Int32)] = []
    let registers = try knowledgeBase.database.cached(
      """
      SELECT id, batch FROM claim WHERE document = :document AND deal IS NOT NULL ORDER BY id
      """)
    try knowledgeBase.rows(
      """
      SELECT r.document, r.dataset, d.published, r.window_from, r.window_to
      FROM release AS r JOIN document AS d ON d.id = r.document ORDER BY r.document
      """
    ) { row in
      let document = try row.integer(0)
      let first = Int32(clamping: try row.integerOrNil(3) ?? 0)
      let last = Int32(clamping: try row.integerOrNil(4) ?? 0)
      ofDocument[document] = Release(dataset: try row.integer(1), firstYear: first, lastYear: last)
      // Only an edition of the register itself sets others aside, not a single figure taken from it.
      try registers.bind(document, ":document")
      defer { registers.reset() }
      var stands = false
      while !stands, try registers.step() {
        stands = liveness.stands(try registers.integer(1), restated[try registers.integer(0)] ?? [])
      }
      guard stands else { return }
      let day = row.textBytes(2).flatMap { PartialDate(utf8: $0)?.firstDay } ?? 0
      days.append((document, try row.integer(1), day, first, last))
    }
    guard days.count > 1 else { return }
    let choice = ReleaseChoice(releases: days)
    for release in days {
      ofDocument[release.document]?.isInForce = choice.isInForce(release.document)
    }
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
