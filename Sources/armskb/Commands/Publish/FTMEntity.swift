/// An entity of FollowTheMoney: a schema and texts under its properties.
struct FTMEntity {
  var id: String
  var schema: String
  private var properties: [(String, [String])] = []

  init(_ schema: String, _ id: String) {
    self.schema = schema
    self.id = "armskb-" + id
  }

  /// The JSON on one line, with its end.
  var line: String {
    JSONText.object([
      ("id", .text(id)), ("schema", .text(schema)),
      ("properties", .object(properties.map { ($0, .array($1.map { .text($0) })) })),
    ]).encoded + "\n"
  }

  /// Adds what is known; empty texts are none.
  mutating func add(_ property: String, _ values: String?...) {
    let known = values.compactMap { $0 }.filter { !$0.isEmpty }
    if !known.isEmpty { properties.append((property, known)) }
  }

  /// The contract that a transfer is, and the award to its supplier.
  static func contract(_ row: NamedRow) -> [FTMEntity] {
    guard let id = row["id"] else { return [] }
    var contract = FTMEntity("Contract", id)
    let dates = span(row["from"], row["to"])
    let arms = row["weapon"] ?? row["category_name"] ?? "Arms"
    let pair = "\(row["supplier_name"] ?? "not known") to \(row["recipient_name"] ?? "not known")"
    contract.add("title", "\(arms), \(pair)" + (dates.map { ", \($0)" } ?? ""))
    contract.add("authority", row["recipient"].map { "armskb-party-\($0)" })
    contract.add("contractDate", row["ordered"])
    contract.add("status", row["stage"])
    contract.add("type", "arms transfer")
    contract.add("classification", row["category_name"])
    contract.add("keywords", row["weapon"])
    // Constant prices are nobody's contract, and TIV is no money.
    if let unit = row["unit"], unit != "TIV", !unit.contains("/"), let value = row["value_best"] {
      contract.add("amount", value)
      contract.add("currency", unit)
      if unit == "USD" { contract.add("amountUsd", value) }
      if unit == "EUR" { contract.add("amountEur", value) }
    }
    contract.add("description", figures(row))
    let disputed = row["disputed"] == "1" ? "; claims disagree on whether it happened" : ""
    let claims = count(Int(row["claims"] ?? "") ?? 0, "claim")
    let origins = count(Int(row["origins"] ?? "") ?? 0, "independent origin")
    contract.add("summary", "Rests on \(claims) of \(origins)\(disputed).")
    guard let supplier = row["supplier"] else { return [contract] }
    var award = FTMEntity("ContractAward", id + "-award")
    award.add("supplier", "armskb-party-\(supplier)")
    award.add("contract", contract.id)
    award.add("status", row["stage"])
    award.add("startDate", row["from"])
    award.add("endDate", row["to"])
    return [contract, award]
  }

  /// The link between a claim's document and its contract.
  static func documentation(_ row: NamedRow) -> FTMEntity {
    var link = FTMEntity("Documentation", row["id"] ?? "")
    link.add("document", row["document"].map { "armskb-\($0)" })
    link.add("entity", row["transfer"].map { "armskb-\($0)" })
    link.add("role", row["status"])
    link.add("startDate", row["from"])
    link.add("endDate", row["to"])
    link.add("summary", row["evidence"])
    link.add("description", row["note"])
    link.add("namesMentioned", row["asserted_by"])
    link.add("recordId", row["id"])
    link.add("publisher", row["publisher"])
    link.add("sourceUrl", address(row["url"]))
    return link
  }

  /// A document.
  static func article(_ row: NamedRow) -> FTMEntity {
    var article = FTMEntity("Article", row["id"] ?? "")
    article.add("title", row["title"])
    article.add("author", row["author"])
    article.add("publisher", row["publisher"])
    article.add("publishedAt", row["published"])
    article.add("language", row["language"].flatMap { language($0) })
    article.add("sourceUrl", address(row["url"]))
    article.add("description", row["agency"].map { "Agency: \($0)" })
    return article
  }

  /// A party.
  static func party(_ row: NamedRow) -> FTMEntity {
    let code = row["code"] ?? ""
    let kind = row["kind"] ?? ""
    let schema =
      switch kind {
      case "organisation", "non-state": "Organization"
      case "placeholder": "LegalEntity"
      default: "PublicBody"
      }
    var party = FTMEntity(schema, "party-\(code)")
    party.add("name", row["name"])
    if let names = row["also_called"] {
      for name in names.split(separator: "\n") { party.append("alias", String(name)) }
    }
    if schema == "PublicBody" {
      let isFormer = kind == "former-state"
      party.add("country", isFormer ? formerCountries[code] : row["alpha2"]?.lowercased())
    }
    party.add("incorporationDate", row["valid_from"])
    party.add("dissolutionDate", row["valid_to"])
    party.add("legalForm", kind)
    return party
  }

  /// Adds a further value.
  private mutating func append(_ property: String, _ value: String) {
    if let last = properties.last, last.0 == property {
      properties[properties.count - 1].1.append(value)
    } else {
      add(property, value)
    }
  }

  /// Quantity and value with their ends, in words.
  private static func figures(_ row: NamedRow) -> String? {
    func range(_ name: String) -> String? {
      guard let best = row["\(name)_best"] else { return nil }
      let (low, high) = (row["\(name)_low"], row["\(name)_high"])
      let word = row["\(name)_qualifier"].map { "\($0) " } ?? ""
      if low == best, high == best { return word + best }
      return "\(word)\(best) (\(low ?? "?") to \(high ?? "no upper end"))"
    }
    var parts: [String] = []
    if let quantity = range("quantity") {
      parts.append("Quantity: \(quantity)" + (row["quantity_unit"].map { " (\($0))" } ?? ""))
    }
    if let value = range("value"), let unit = row["unit"] {
      parts.append(
        unit == "TIV"
          ? "Volume: \(value) million TIV (SIPRI's volume index, not money)" : "Value: \(value) \(unit)")
    }
    if let absence = row["absence"] { parts.append("No figure: \(absence)") }
    return parts.isEmpty ? nil : parts.joined(separator: ". ") + "."
  }

  private static func span(_ from: String?, _ to: String?) -> String? {
    guard let from = from ?? to else { return nil }
    return to.map { $0 == from ? from : "\(from) to \($0)" } ?? from
  }

  /// The address if it is one of the web.
  private static func address(_ url: String?) -> String? {
    guard let url, url.hasPrefix("https://") || url.hasPrefix("http://"),
      !url.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 })
    else { return nil }
    return url
  }

  /// The three letters of ISO 639 for the tags of languages that FollowTheMoney knows; nil for others.
  private static func language(_ tag: String) -> String? {
    languages[tag.split(separator: "-").first.map { $0.lowercased() } ?? ""]
  }

  private static let languages = Dictionary(
    uniqueKeysWithValues: """
      af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces da:dan de:deu el:ell \
      en:eng es:spa et:est fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind \
      is:isl it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor ky:kir lb:ltz lo:lao lt:lit lv:lav \
      mk:mkd mn:mon ms:msa mt:mlt my:mya ne:nep nl:nld no:nor pl:pol ps:pus pt:por ro:ron ru:rus \
      si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel tg:tgk th:tha tk:tuk tl:tgl \
      tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho
      """.split(separator: " ").map { (String($0.prefix(2)), String($0.suffix(3))) })

  /// What FollowTheMoney calls states that are no more.
  private static let formerCountries = [
    "CSK": "cshh", "DDR": "dd", "SCG": "csxx", "SUN": "suhh", "YUG": "yucs",
  ]
}
