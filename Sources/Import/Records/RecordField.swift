import ArmsModel

/// A field of a record, in the order in which records are written.
public enum RecordField: UInt8, CaseIterable, Hashable, Sendable {
  // What each means: docs/records.md.
  case supplier, recipient, weapon, category
  case quantity, quantityMax, quantityText, quantityUnit
  case value, valueMax, currency, priceYear
  case status, mode, condition, scope
  case from, to, years, estimates
  case assertedBy, evidence, evidenceStart, evidenceEnd
  case reliability, credibility, confidence, note
  case documentURL, documentTitle, documentPublisher, documentAgency, documentAuthor
  case documentPublished, documentLanguage, documentSHA256
  case id
  /// Of claims that a dataset made: an exported register comes back as what it was.
  case deal
  /// What a person thought of the claim where it comes from, and why.
  case rank, rankReason

  /// The name as a column of CSV, with an underscore in `document_url`.
  public var column: String {
    switch self {
    case .supplier: "supplier"
    case .recipient: "recipient"
    case .weapon: "weapon"
    case .category: "category"
    case .quantity: "quantity"
    case .quantityMax: "quantity_max"
    case .quantityText: "quantity_text"
    case .quantityUnit: "quantity_unit"
    case .value: "value"
    case .valueMax: "value_max"
    case .currency: "currency"
    case .priceYear: "price_year"
    case .status: "status"
    case .mode: "mode"
    case .condition: "condition"
    case .scope: "scope"
    case .from: "from"
    case .to: "to"
    case .years: "years"
    case .estimates: "estimates"
    case .assertedBy: "asserted_by"
    case .evidence: "evidence"
    case .evidenceStart: "evidence_start"
    case .evidenceEnd: "evidence_end"
    case .reliability: "reliability"
    case .credibility: "credibility"
    case .confidence: "confidence"
    case .note: "note"
    case .documentURL: "document_url"
    case .documentTitle: "document_title"
    case .documentPublisher: "document_publisher"
    case .documentAgency: "document_agency"
    case .documentAuthor: "document_author"
    case .documentPublished: "document_published"
    case .documentLanguage: "document_language"
    case .documentSHA256: "document_sha256"
    case .id: "id"
    case .deal: ClaimDraft.dealKey
    case .rank: "rank"
    case .rankReason: "rank_reason"
    }
  }

  /// Whether it describes the document and, in JSON, stands within `document`.
  public var isOfDocument: Bool {
    rawValue >= RecordField.documentURL.rawValue && rawValue <= RecordField.documentSHA256.rawValue
  }

  /// The name as a key of JSON; a dot stands for the object within, as in `document.url`.
  public var key: String {
    isOfDocument ? "document." + column.dropFirst("document_".count) : column
  }

  /// The name in a file of that format.
  public func name(in format: RecordFormat) -> String { format.isDelimited ? column : key }

  /// Whether a source can mark it as an estimate, that is, whether `estimates` may name it.
  public var canBeEstimate: Bool {
    !isOfDocument && self != .id && self != .estimates && self != .deal && self != .rank
      && self != .rankReason
  }
}
