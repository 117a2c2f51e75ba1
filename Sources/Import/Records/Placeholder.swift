/// What data frames and spreadsheets write where there is nothing: "nan", "None", "NULL", "N/A", "<NA>".
enum Placeholder {
  private static let words: Set<String> = [
    "nan", "NaN", "NAN", "-nan", "None", "NULL", "Null", "null", "N/A", "n/a", "NA", "<NA>", "NaT", "nat",
    "#N/A", "#NA",
    "<null>", "(null)", "nil", "NIL",
  ]

  /// Whether the first byte and the length allow it; of nearly all texts they do not.
  @inline(__always)
  static func mayBe(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 2, bytes.count <= 6 else { return false }
    switch bytes[0] {
    case 0x4E, 0x6E, 0x3C, 0x23, 0x28, 0x2D: return true
    default: return false
    }
  }

  /// Whether the text is one in that field: NA is Namibia, and the language of Nauru.
  static func isOne(_ bytes: UnsafeRawBufferPointer, _ field: RecordField) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard words.contains(text) else { return false }
    switch field {
    case .supplier, .recipient: return text != "NA"
    case .quantityText: return text != "nil" && text != "NIL"
    case .documentLanguage: return text.utf8.count > 2
    default: return true
    }
  }
}

extension RecordField {
  /// Whether it holds a number, a date or years, so that a word for nothing can mean nothing else.
  var isNumberOrDate: Bool {
    switch self {
    case .quantity, .quantityMax, .value, .valueMax, .priceYear, .from, .to, .years, .evidenceStart,
      .evidenceEnd,
      .credibility, .confidence, .documentPublished:
      true
    default: false
    }
  }
}
