/// What the lines above the header of a file of SIPRI say of the edition.
///
/// Read by the words in them: neither their number nor their order is fixed, and a spreadsheet may have quoted or
/// padded them.
struct SIPRIPreamble: Hashable {
  /// Whether a line says what the file is limited to.
  var saysSelection = false
  /// The suppliers that it is limited to; nil: all.
  var suppliers: [String]?
  /// The recipients that it is limited to; nil: all.
  var recipients: [String]?
  /// The kind of arms that it is limited to, as printed; nil: all.
  var category: String?
  /// The first year, if the file says one.
  var firstYear: Int?
  /// The last year.
  var lastYear: Int?
  /// When it was made, ISO 8601, as exactly as the file says.
  var generated: String?

  /// What those lines say; lines that say nothing are passed over.
  init(_ lines: some Sequence<String>) {
    for line in lines {
      let text = SIPRIPreamble.unpadded(line)
      let folded = text.lowercased()
      if !saysSelection, folded.contains("transfers of "), folded.contains(" from "), folded.contains(" to ")
      {
        readTitle(text)
      } else if !saysSelection, folded.contains("buyer '") || folded.contains("seller '") {
        readSearch(text)
      } else if generated == nil,
        let said = SIPRIPreamble.rest(of: text, after: ["data generated:", "generated:"])
      {
        generated = DatasetMoment.iso(said)
      }
    }
  }

  /// `Transfers of major conventional arms from A; B to All countries. Deals with ... year range '2000' to '2010'`.
  private mutating func readTitle(_ text: String) {
    guard let start = SIPRIPreamble.range(of: "transfers of ", in: text),
      let from = SIPRIPreamble.range(of: " from ", in: text, after: start.upperBound),
      let to = SIPRIPreamble.range(of: " to ", in: text, after: from.upperBound)
    else { return }
    saysSelection = true
    let kind = SIPRIPreamble.trimmed(text[start.upperBound..<from.lowerBound])
    if !["major conventional arms", "major conventional weapons", "major weapons", "major arms"]
      .contains(kind.lowercased())
    {
      category = kind
    }
    suppliers = SIPRIPreamble.names(text[from.upperBound..<to.lowerBound])
    let ends = [
      ". deals", ".deals", " deals with", ". delivered", " for year range", " for the year range",
      ", deliveries", ": ", " year range",
    ]
    .compactMap { SIPRIPreamble.range(of: $0, in: text, after: to.upperBound)?.lowerBound }
    recipients = SIPRIPreamble.names(text[to.upperBound..<(ends.min() ?? text.endIndex)])
    if let range = SIPRIPreamble.range(of: "year range", in: text) ?? ends.min().map({ $0..<$0 }) {
      (firstYear, lastYear) = SIPRIPreamble.years(text[range.upperBound...])
    }
  }

  /// `Database search results for buyer 'A' and seller 'B' and the years from 1950 to 2019 - (created: 2020-03-09)`.
  private mutating func readSearch(_ text: String) {
    saysSelection = true
    suppliers = SIPRIPreamble.quoted(text, after: "seller ").flatMap { SIPRIPreamble.names($0[...]) }
    recipients = SIPRIPreamble.quoted(text, after: "buyer ").flatMap { SIPRIPreamble.names($0[...]) }
    if let years = SIPRIPreamble.range(of: "years", in: text) {
      (firstYear, lastYear) = SIPRIPreamble.years(text[years.upperBound...])
    }
    if let said = SIPRIPreamble.rest(of: text, after: ["created:"]) {
      generated = DatasetMoment.iso(String(said.prefix { $0 != ")" }))
    }
  }

  /// Names between semicolons or commas; nil if they mean everybody.
  private static func names(_ text: Substring) -> [String]? {
    var text = trimmed(text)
    while text.hasSuffix(".") { text = trimmed(text.dropLast()) }
    let folded = text.lowercased()
    if folded.isEmpty || folded == "all" || folded.hasPrefix("all countries") || folded == "all suppliers"
      || folded == "all recipients"
    {
      return nil
    }
    return text.split { $0 == ";" || $0 == "," }.map { trimmed($0) }.filter { !$0.isEmpty }
  }

  /// The first two years or `Not specified` in that text.
  private static func years(_ text: Substring) -> (Int?, Int?) {
    var found: [Int?] = []
    var rest = text[...]
    while found.count < 2, let first = rest.first {
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      if number.count == 4, let year = Int(number) {
        found.append(year)
        rest = rest[number.endIndex...]
      } else if rest.prefix(13).lowercased() == "not specified" {
        found.append(nil)
        rest = rest.dropFirst(13)
      } else {
        rest = number.isEmpty || !first.isNumber ? rest.dropFirst() : rest[number.endIndex...]
      }
    }
    return (found.first ?? nil, found.count > 1 ? found[1] : nil)
  }

  private static func quoted(_ text: String, after word: String) -> String? {
    guard let start = range(of: word, in: text) else { return nil }
    let rest = text[start.upperBound...].drop { $0 == " " }
    guard rest.first == "'" else { return nil }
    let name = rest.dropFirst()
    guard
      let end = range(of: "' and", in: text, after: name.startIndex)?.lowerBound ?? name.firstIndex(of: "'")
    else {
      return nil
    }
    return String(text[name.startIndex..<end])
  }

  private static func rest(of text: String, after words: [String]) -> String? {
    for word in words {
      if let found = range(of: word, in: text) { return trimmed(text[found.upperBound...]) }
    }
    return nil
  }

  /// Where an ASCII text in small letters first stands, whatever the case there.
  private static func range(
    of word: String, in text: String, after start: String.Index? = nil
  ) -> Range<String.Index>? {
    let wanted = Array(word.utf8)
    var place = start ?? text.startIndex
    while place < text.endIndex {
      let part = text.utf8[place...].prefix(wanted.count)
      if part.count < wanted.count { return nil }
      if zip(part, wanted).allSatisfy({ ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }) {
        return place..<part.endIndex
      }
      text.utf8.formIndex(after: &place)
    }
    return nil
  }

  /// Without quotation marks around it and a spreadsheet's padding behind it.
  private static func unpadded(_ line: String) -> String {
    var text = trimmed(line[...])
    while let last = text.last, last == ";" || last == "," || last == "\t" { text = trimmed(text.dropLast()) }
    if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
      text = String(text.dropFirst().dropLast())
      var single = ""
      var wasMark = false
      for character in text {
        if character == "\"", wasMark { wasMark = false; continue }
        wasMark = character == "\""
        single.append(character)
      }
      text = single
    }
    return text
  }

  private static func trimmed(_ text: Substring) -> String { DatasetCell.trimmed(String(text)) }
}
