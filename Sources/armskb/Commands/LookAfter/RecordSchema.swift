import ArmsModel
import Import

/// The record format as a JSON Schema, made from the same types that records are read into.
///
/// It accepts no less than what `armskb export claims` writes. What it cannot say (that names are known, that an end
/// does not come before its beginning, that numbers have at most three decimals) the import still checks.
struct RecordSchema {
  /// Slugs of the weapon categories.
  let categories: [String]

  private static let dialect = ("$schema", JSONText.text("https://json-schema.org/draft/2020-12/schema"))

  /// The schema of one record.
  var ofRecord: JSONText { .object([RecordSchema.dialect] + record) }

  /// The schema of an array of records.
  var ofArray: JSONText {
    .object([
      RecordSchema.dialect, ("title", .text("armskb records")),
      ("description", .text("A JSON file of records, each a claim about an arms transfer.")),
      ("type", .text("array")), ("items", .object([("$ref", .text("#/$defs/record"))])),
      ("$defs", .object([("record", .object(record))])),
    ])
  }

  private var record: [(String, JSONText)] {
    let fields = RecordField.allCases.filter { !$0.isOfDocument }
    return [
      ("title", .text("armskb record")),
      (
        "description",
        .text(
          "A claim: one source says that one supplier passed, or will pass, certain arms to one recipient. null means "
            + "not known, as does a missing key; neither is zero.")
      ),
      ("type", .text("object")),
      (
        "properties",
        .object(fields.map { ($0.key, property($0)) } + [("document", document)])
      ),
      ("patternProperties", .object([("^x_", .object([("description", .text("A key of your own."))]))])),
      ("additionalProperties", .boolean(false)),
      ("required", .array([.text("document")])),
      ("anyOf", .array([RecordSchema.known("supplier"), RecordSchema.known("recipient")])),
      ("allOf", .array(RecordSchema.rules)),
      ("examples", .array([RecordSchema.example])),
    ]
  }

  private var document: JSONText {
    let fields = RecordField.allCases.filter(\.isOfDocument)
    return .object([
      ("description", .text("Where the claim stands; url or title is needed.")),
      ("type", .text("object")),
      (
        "properties",
        .object(fields.map { (String($0.key.dropFirst("document.".count)), property($0)) })
      ),
      ("additionalProperties", .boolean(false)),
      ("anyOf", .array([RecordSchema.known("url"), RecordSchema.known("title")])),
    ])
  }

  private func property(_ field: RecordField) -> JSONText {
    let parts = RecordSchema.words(field)
    return .object(
      [("description", .text(parts.meaning))] + type(field) + [("examples", .array(parts.examples))])
  }

  /// What a value may be; null always.
  private func type(_ field: RecordField) -> [(String, JSONText)] {
    func nullable(_ name: String) -> (String, JSONText) { ("type", .array([.text(name), .text("null")])) }
    func words(_ words: [String]) -> [(String, JSONText)] {
      [("enum", .array(words.map { .text($0) } + [.null]))]
    }
    let largest = ("maximum", JSONText.number("1000000000000000"))
    let least = ("minimum", JSONText.number("0"))
    switch field {
    case .category: return words(categories)
    case .currency: return words(Currency.codes + ["TIV"])
    case .status: return words(Stage.allCases.map(\.slug))
    case .mode: return words(TransferMode.allCases.map(\.rawValue))
    case .condition: return words(Condition.allCases.map(\.rawValue))
    case .scope: return words(Scope.allCases.map(\.rawValue))
    case .rank: return words(ClaimDraft.ranks)
    case .reliability: return words(["A", "B", "C", "D", "E", "F"])
    case .credibility:
      let digits = (1...6).map(String.init)
      return [("enum", .array(digits.map { .text($0) } + digits.map { .number($0) } + [.null]))]
    case .quantity, .quantityMax, .evidenceStart, .evidenceEnd: return [nullable("integer"), least, largest]
    case .value, .valueMax: return [nullable("number"), least, largest]
    case .confidence: return [nullable("number"), least, ("maximum", .number("1"))]
    case .priceYear: return [nullable("integer")] + RecordSchema.years
    case .years:
      let year = JSONText.object([("type", .text("integer"))] + RecordSchema.years)
      return [nullable("array"), ("items", year)]
    case .estimates:
      let names = RecordField.allCases.filter(\.canBeEstimate).map { JSONText.text($0.column) }
      return [nullable("array"), ("items", .object([("enum", .array(names))]))]
    case .from, .to, .documentPublished: return [nullable("string"), ("pattern", .text(RecordSchema.date))]
    case .documentSHA256: return [nullable("string"), ("pattern", .text("^[0-9A-Fa-f]{64}$"))]
    case .supplier, .recipient, .weapon, .quantityText, .quantityUnit, .assertedBy, .evidence, .note,
      .documentURL, .documentTitle, .documentPublisher, .documentAgency, .documentAuthor, .documentLanguage,
      .id, .deal, .rankReason:
      return [nullable("string")]
    }
  }

  private static let years = [("minimum", JSONText.number("1900")), ("maximum", JSONText.number("2100"))]
  private static let date =
    "^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

  /// That a key is there with a text that is not empty.
  private static func known(_ key: String) -> JSONText {
    let text = JSONText.object([("type", .text("string")), ("minLength", .number("1"))])
    return .object([("required", .array([.text(key)])), ("properties", .object([(key, text)]))])
  }

  /// What keys ask of one another.
  private static var rules: [JSONText] {
    func has(_ key: String, _ type: String) -> JSONText {
      .object([
        ("required", .array([.text(key)])),
        ("properties", .object([(key, .object([("type", .text(type))]))])),
      ])
    }
    func rule(_ comment: String, _ condition: JSONText, _ consequence: JSONText) -> JSONText {
      .object([("$comment", .text(comment)), ("if", condition), ("then", consequence)])
    }
    let isTIV = JSONText.object([
      ("required", .array([.text("currency")])),
      ("properties", .object([("currency", .object([("const", .text("TIV"))]))])),
    ])
    let noPriceYear = JSONText.object([
      ("properties", .object([("price_year", .object([("type", .text("null"))]))]))
    ])
    return [
      rule(
        "A value always needs its currency.",
        .object([("anyOf", .array([has("value", "number"), has("value_max", "number")]))]),
        has("currency", "string")),
      rule("TIV is a volume index and has no prices.", isTIV, noPriceYear),
      rule(
        "Both ends of the passage, or neither.", has("evidence_start", "integer"),
        has("evidence_end", "integer")),
      rule(
        "Both ends of the passage, or neither.", has("evidence_end", "integer"),
        has("evidence_start", "integer")),
    ]
  }

  private static let example = JSONText.object([
    ("supplier", .text("Israel")), ("recipient", .text("Azerbaijan")), ("weapon", .text("Harop")),
    ("category", .text("loitering-munition")), ("quantity", .number("50")), ("value", .number("825000000")),
    ("currency", .text("USD")), ("status", .text("delivered")),
    ("years", .array([.number("2016"), .number("2017")])), ("estimates", .array([.text("quantity")])),
    ("asserted_by", .text("An institute")),
    (
      "document",
      .object([
        ("url", .text("https://example.org/post/1")), ("title", .text("Drones, again")),
        ("publisher", .text("The Invented Post")), ("published", .text("2020-10-01")),
      ])
    ),
  ])
}
