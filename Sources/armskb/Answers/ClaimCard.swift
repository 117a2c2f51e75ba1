import ArmsModel
import SQLite
import Storage

/// One claim as people read it: a sentence, a citation, its evidence.
struct ClaimCard {
  /// The identifier in print.
  let id: String
  /// Supplier, recipient, what, how much, when, how far.
  let sentence: String
  /// Who says so, where and when.
  let citation: String
  /// The passage.
  let evidence: String?
  /// The same for scripts.
  let json: JSONText

  /// Reads a row with the columns of `ListColumn.claims`.
  init(_ row: Statement, _ names: PartyDirectory) throws {
    var values: [String: String] = [:]
    for (place, column) in ListColumn.claims.enumerated() {
      let place = Int32(place)
      switch column.kind {
      case .thousandths:
        if let number = try row.integerOrNil(place) { values[column.name] = plainDecimal(number) }
      case .identity(let letter):
        values[column.name] = try row.identityOrNil(place)?.identifier(letter)
      default:
        if let bytes = try row.utf8(place) { values[column.name] = String(decoding: bytes, as: UTF8.self) }
      }
    }
    func party(_ key: String) -> String {
      values[key].map { names[PartyCode($0)]?.name ?? $0 }
        ?? (values["scope"] == "aggregate" ? "everybody" : "not known")
    }
    id = values["id"] ?? ""
    let what = [
      ClaimCard.quantity(values), values["weapon"] ?? values["category"],
    ].compactMap { $0 }.joined(separator: " ")
    let parts = [
      "\(party("supplier")) to \(party("recipient"))", what.isEmpty ? nil : what, ClaimCard.value(values),
      ClaimCard.time(values), values["status"],
    ]
    sentence =
      parts.compactMap { $0 }.joined(separator: ", ")
      + " (\(values["asserted_by"] ?? values["document.agency"] ?? values["document.publisher"] ?? "no source named"); \(id))"
    let outlet = [values["document.publisher"], values["document.agency"].map { "from \($0)" }].compactMap {
      $0
    }
    .joined(separator: ", ")
    let said = values["asserted_by"].map { "\($0), in " } ?? ""
    let title = values["document.title"].map { (outlet.isEmpty ? "" : " ") + "“\($0)”" } ?? ""
    citation =
      "\(id)  \(said)\(outlet.isEmpty ? values["document.url"] ?? "" : outlet)\(title)"
      + (values["document.published"].map { ", \($0)" } ?? ", no date")
    evidence = values["evidence"]
    json = .object(
      [
        "id", "status", "asserted_by", "document.publisher", "document.agency", "document.title",
        "document.published",
        "document.url", "evidence",
      ].map { key in
        (String(key.split(separator: ".").last ?? ""), .optional(values[key]))
      })
  }

  private static func quantity(_ values: [String: String]) -> String? {
    let unit = values["quantity_unit"].map { " \($0)" } ?? ""
    if let text = values["quantity_text"], values["quantity"] == nil { return text + unit }
    switch (values["quantity"], values["quantity_max"]) {
    case (let number?, let more?) where number != more: return "\(number) to \(more)\(unit)"
    case (let number?, _): return number + unit
    case (nil, let more?): return "up to \(more)\(unit)"
    case (nil, nil): return nil
    }
  }

  private static func value(_ values: [String: String]) -> String? {
    guard let currency = values["currency"] else { return nil }
    func grouped(_ text: String) -> String {
      let parts = text.split(separator: ".")
      return Int64(parts[0]).map { groupedDecimal($0 * 1_000) + (parts.count > 1 ? ".\(parts[1])" : "") }
        ?? text
    }
    switch (values["value"], values["value_max"]) {
    case (let value?, let more?) where value != more:
      return "\(currency) \(grouped(value)) to \(grouped(more))"
    case (let value?, _): return "\(currency) \(grouped(value))"
    case (nil, let more?): return "up to \(currency) \(grouped(more))"
    case (nil, nil): return nil
    }
  }

  private static func time(_ values: [String: String]) -> String? {
    switch (values["from"], values["to"]) {
    case (let from?, let to?): from == to ? from : "\(from) to \(to)"
    case (let from?, nil): values["scope"] == "aggregate" ? "since \(from)" : from
    case (nil, let to?): "until \(to)"
    case (nil, nil): nil
    }
  }
}

extension KnowledgeBase {
  /// Hands over the cards of the claims in those rows.
  func claimCards(_ rows: [Int64], _ body: (Int64, ClaimCard) -> Void) throws {
    var places = rows[...]
    while !places.isEmpty {
      let part = Array(places.prefix(500))
      places = places.dropFirst(500)
      var index = 0
      try claims(rows: part) { row in
        body(part[index], try ClaimCard(row, directory))
        index += 1
      }
    }
  }
}
