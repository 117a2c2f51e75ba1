/// Borrowed text: UTF-8 bytes that belong to somebody else.
///
/// Valid only during the call that hands it over. Hot paths pass texts so, because a Swift String for every
/// field of every record costs a third of an import.
public struct BorrowedText {
  /// The bytes; never empty.
  public let bytes: UnsafeRawBufferPointer

  /// The text of those bytes, or nil if there are none: an empty text says nothing.
  public init?(_ bytes: UnsafeRawBufferPointer?) {
    guard let bytes, !bytes.isEmpty else { return nil }
    self.bytes = bytes
  }

  /// A copy that lasts.
  public var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// The document that a claim stands in, as a record gives it.
public struct DocumentDraft {
  /// Where it is.
  public var url: BorrowedText?
  /// Its title.
  public var title: BorrowedText?
  /// The outlet.
  public var publisher: BorrowedText?
  /// The news agency behind the outlet's text.
  public var agency: BorrowedText?
  /// Who wrote it.
  public var author: BorrowedText?
  /// When it was published.
  public var published: PartialDate?
  /// The language, as a BCP 47 tag.
  public var language: BorrowedText?
  /// SHA-256 of its text, in hexadecimal.
  public var sha256: BorrowedText?

  /// A document of which nothing is known.
  public init() {}
}

/// One claim as a record gives it: names of parties resolved, everything else as printed.
///
/// Borrowed texts are valid only while the record is being handed over.
public struct ClaimDraft {
  /// Place in the party directory, or -1 where not known.
  public var supplier: PartyDirectory.Index = -1
  /// Place in the party directory, or -1 where not known.
  public var recipient: PartyDirectory.Index = -1
  /// Designation as printed.
  public var weapon: BorrowedText?
  /// Place in the category tree, or -1 where none was claimed.
  public var category: CategoryTree.Index = -1
  /// Pieces, or what `quantityUnit` says.
  public var quantity: Int64?
  /// Upper end of a range.
  public var quantityMax: Int64?
  /// As printed, where it is no plain number.
  public var quantityText: BorrowedText?
  /// Nil for pieces.
  public var quantityUnit: BorrowedText?
  /// Thousandths of a unit of `currency`.
  public var valueThousandths: Int64?
  /// Upper end of a range, in thousandths.
  public var valueMaxThousandths: Int64?
  /// ISO 4217 code or `TIV`.
  public var currency: BorrowedText?
  /// Constant prices of that year; nil for current prices.
  public var priceYear: Int32?
  /// How far the claim says that it came.
  public var status: Stage = .reported
  /// How the arms are passed on.
  public var mode: TransferMode?
  /// The state of the goods.
  public var condition: Condition?
  /// One deal, or a sum over a period.
  public var scope: Scope = .deal
  /// When it happened.
  public var period = Period()
  /// Single years of delivery, in the order given, as `2017;2019`.
  public var years: BorrowedText?
  /// Names of the fields that the source marks as estimates, as `quantity;from`.
  public var estimates: BorrowedText?
  /// Who says so; nil for the outlet itself.
  public var assertedBy: BorrowedText?
  /// The shortest passage that carries the claim.
  public var evidence: BorrowedText?
  /// Where the passage begins in the document's text, in UTF-8 bytes.
  public var evidenceStart: Int64?
  /// Where it ends, exclusive.
  public var evidenceEnd: Int64?
  /// Admiralty code of the source, `A` to `F`, as its byte.
  public var reliability: UInt8?
  /// Admiralty code of the information, 1 to 6.
  public var credibility: UInt8?
  /// 0 to 1, from a machine reader.
  public var confidence: Double?
  /// Free text.
  public var note: BorrowedText?
  /// The record's own `x_` keys, as one JSON object.
  public var extra: BorrowedText?
  /// The dataset's own key of the deal; a part of the identity.
  public var deal: BorrowedText?
  /// The key under which records carry `deal`.
  public static let dealKey = "x_dataset_deal"
  /// What the record says that the claim is called: the first half of its identity; nil: nothing, or nothing usable.
  public var identifier: UInt64?
  /// The line of the dataset's file on which its record begins, from 1; no part of the identity.
  public var line: Int64?
  /// The word of `ranks` that a person gave the claim where the record comes from; no part of the identity.
  public var rank: BorrowedText?
  /// Why; no part of the identity.
  public var rankReason: BorrowedText?
  /// The ranks that a person may give.
  public static let ranks = ["preferred", "normal", "deprecated"]
  /// The document that it stands in.
  public var document = DocumentDraft()
  /// The hashes of the document and of the claim, where whoever hands it over has worked them out already.
  public var identity: (document: ContentHash, claim: ContentHash)?

  /// A claim of which nothing is known.
  public init() {}
}

/// An edition of a dataset, beside the document that it is.
public struct ReleaseDraft: Hashable, Sendable {
  /// The slug of the file's layout.
  public var layout: String
  /// When it was made, as exactly as the file says: `2024-10-13T14:20:11`.
  public var generated: String?
  /// The first year that it is limited to; nil: no limit on that side.
  public var firstYear: Int?
  /// The last year that it is limited to; nil: no limit on that side.
  public var lastYear: Int?
  /// The suppliers that it is limited to; nil: all.
  public var suppliers: [PartyCode]?
  /// The recipients that it is limited to; nil: all.
  public var recipients: [PartyCode]?
  /// Whether it speaks of the pairs in it only, since nobody knows what it is limited to.
  public var isSelection = false

  /// An edition without limits.
  public init(layout: String) { self.layout = layout }
}
