import ArmsModel
import Testing

@Suite("The identity of claims and documents")
struct ContentHashTests {
  private let texts = TextKeeper()

  /// A document of fixed content.
  private var document: DocumentDraft {
    var draft = DocumentDraft()
    draft.url = texts.borrow("https://example.org/a")
    draft.title = texts.borrow("Drones for Baku")
    draft.publisher = texts.borrow("The Daily")
    draft.author = texts.borrow("A. Writer")
    draft.published = PartialDate("2020-10-01")
    draft.language = texts.borrow("en")
    return draft
  }

  /// A claim of fixed content with something in nearly every field.
  private var claim: ClaimDraft {
    var draft = ClaimDraft()
    draft.weapon = texts.borrow("Harop")
    draft.quantity = 50
    draft.quantityMax = 60
    draft.quantityText = texts.borrow("some 50")
    draft.valueThousandths = 1_600_000_000_000
    draft.currency = texts.borrow("USD")
    draft.priceYear = 2012
    draft.status = .ordered
    draft.mode = .sale
    draft.condition = .new
    draft.period = Period(from: PartialDate("2012"), to: PartialDate("2012-02-26"))
    draft.years = texts.borrow("2012;2013")
    draft.estimates = texts.borrow("quantity")
    draft.assertedBy = texts.borrow("SIPRI")
    draft.evidence = texts.borrow("bought 50")
    draft.evidenceStart = 3
    draft.evidenceEnd = 12
    draft.reliability = UInt8(ascii: "B")
    draft.credibility = 2
    draft.confidence = 0.75
    draft.note = texts.borrow("a note")
    draft.extra = texts.borrow(#"{"x_a":1}"#)
    draft.document = document
    return draft
  }

  private func hash(
    _ draft: ClaimDraft, supplier: String? = "ISR", recipient: String? = "AZE",
    category: String? = "loitering-munition"
  ) -> ContentHash {
    var buffer = ContentBuffer()
    let document = draft.document.hash(using: &buffer)
    func bytes(_ text: String?) -> UnsafeRawBufferPointer? { text.flatMap { texts.borrow($0)?.bytes } }
    return draft.hash(
      document: document, supplier: bytes(supplier), recipient: bytes(recipient), category: bytes(category),
      using: &buffer)
  }

  @Test("The hash of a fixed draft never changes")
  func frozen() {
    // Worked out by another program from the documented layout. A new number here means that every file that
    // is imported again is stored twice: it is the program that has to change.
    var buffer = ContentBuffer()
    #expect(
      document.hash(using: &buffer) == ContentHash(high: 0x5537_b284_0ba6_d294, low: 0x7f12_cd8d_be5f_04fd))
    #expect(hash(claim) == ContentHash(high: 0xb8d5_c1ad_c129_b200, low: 0x444c_c3d3_a957_086d))
    #expect(hash(claim).identifier("c") == "cb8d5c1adc129b200")
    var empty = ClaimDraft()
    empty.document = document
    #expect(
      hash(empty, supplier: nil, recipient: nil, category: nil)
        == ContentHash(high: 0x861f_17be_26ec_12df, low: 0xb1db_90b4_74f2_7368))
  }

  @Test("The numbers of stages are frozen, as they are part of identities")
  func stages() {
    let numbers = Dictionary(uniqueKeysWithValues: Stage.allCases.map { ($0.slug, $0.rawValue) })
    #expect(
      numbers == [
        "offered": 1, "requested": 2, "negotiating": 3, "approved": 4, "selected": 5, "ordered": 6,
        "delivered": 7, "in-use": 8, "denied": 9, "cancelled": 10, "suspended": 11, "diverted": 12,
        "reported": 13,
      ])
    for stage in Stage.allCases { #expect(Stage(slug: stage.slug) == stage) }
    #expect(Stage(slug: "Ordered") == nil)
  }

  @Test("Every field is part of the identity")
  func everyField() {
    var hashes = [
      hash(claim), hash(claim, supplier: "TUR"), hash(claim, supplier: nil),
      hash(claim, recipient: "ARM"), hash(claim, recipient: nil), hash(claim, category: "missile"),
      hash(claim, category: nil), hash(claim, supplier: "AZE", recipient: "ISR"),
    ]
    let other = texts.borrow("other")
    let changes: [(inout ClaimDraft) -> Void] = [
      { $0.weapon = other }, { $0.quantity = 51 }, { $0.quantity = nil }, { $0.quantityMax = nil },
      { $0.quantityText = nil }, { $0.quantityUnit = other }, { $0.valueThousandths = 1 },
      { $0.valueMaxThousandths = 1_600_000_000_000 }, { $0.currency = other }, { $0.priceYear = nil },
      { $0.status = .delivered }, { $0.mode = .aid }, { $0.mode = nil }, { $0.condition = .secondHand },
      { $0.scope = .aggregate }, { $0.period.from = PartialDate("2012-01") }, { $0.period.to = nil },
      { $0.years = nil }, { $0.estimates = other }, { $0.assertedBy = nil }, { $0.evidence = other },
      { $0.evidenceStart = 4 }, { $0.evidenceEnd = nil }, { $0.reliability = UInt8(ascii: "A") },
      { $0.credibility = 3 }, { $0.confidence = 0.5 }, { $0.note = nil }, { $0.extra = other },
      { $0.document.url = other }, { $0.document.title = other }, { $0.document.publisher = other },
      { $0.document.agency = other }, { $0.document.author = nil }, { $0.document.published = nil },
      { $0.document.language = other }, { $0.document.sha256 = other },
    ]
    for change in changes {
      var draft = claim
      change(&draft)
      hashes.append(hash(draft))
    }
    #expect(Set(hashes).count == hashes.count)
  }

  @Test("Texts do not run into one another")
  func boundaries() {
    func hash(_ texts: [String?]) -> ContentHash {
      var buffer = ContentBuffer()
      for text in texts {
        guard let text else {
          buffer.append(bytes: nil)
          continue
        }
        text.withBytes { buffer.append(bytes: $0) }
      }
      return buffer.hash
    }
    let all = [
      hash(["ab", "c"]), hash(["a", "bc"]), hash(["abc"]), hash(["abc", nil]), hash([nil, "abc"]),
      hash(["abc", ""]), hash([]), hash([nil]), hash([""]), hash(["a\u{0}b"]), hash(["a"]),
    ]
    #expect(Set(all).count == all.count)
  }

  @Test("A long content is hashed whole, however the buffer grew")
  func longContent() {
    let long = String(repeating: "0123456789", count: 5_000)
    var draft = claim
    draft.evidence = texts.borrow(long + "a")
    let one = hash(draft)
    draft.evidence = texts.borrow(long + "b")
    #expect(hash(draft) != one)
    draft.evidence = texts.borrow(long + "a")
    #expect(hash(draft) == one)
  }

  @Test("A hash is its sixteen bytes, in their order")
  func bytes() throws {
    let small = ContentHash(high: 0x00ff, low: .max)
    let large = ContentHash(high: 0x0100, low: 0)
    #expect(small < large)
    #expect(!(large < small))
    #expect(ContentHash(high: 1, low: 1) < ContentHash(high: 1, low: 2))
    #expect(small.identifier("t") == "t00000000000000ff")
    let copy = large.withBytes { ContentHash(bytes: $0) }
    #expect(copy == large)
    let order = small.withBytes { a in large.withBytes { b in a.lexicographicallyPrecedes(b) } }
    #expect(order)
    let short = [1, 2, 3].withUnsafeBytes { ContentHash(bytes: UnsafeRawBufferPointer(rebasing: $0[0..<15])) }
    #expect(short == nil)
  }
}
