/// The UN Register of Conventional Arms: what the site's interface answers for one country, saved as JSON.
///
/// Blocks are named after what the country did: in `…_imp…` it is the recipient, in `…_exp…` the supplier. A matrix
/// (`hw_imp`, `salw_exp`) has a row for each partner and two numbers for each category: `<code>_1` is what the country
/// itself reported, `<code>_2` what the partner did. A series (`sa_imp_time`, `lw_imp_time`) has the numbers of each
/// year towards everybody, the country's own and those of others. Each number above zero is a claim of whoever
/// reported it; zeros fill the matrices and are nobody's report. What does not fit this is a fault that names its
/// path, never passed over.
enum UNRegisterLayout: DatasetLayout {
  static let slug = "un-register"
  static let name = "the UN Register's answer for one country, as JSON"
  static let headers: [[String]] = []
  /// Members of the answer that tell of the country and hold no numbers of arms.
  private static let others = [
    "country", "available_reports", "name_en", "countryname_slug", "acro", "iso_2_acronym", "iso_3_acronym",
    "id",
  ]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    guard isJSON(file) else { return nil }
    if let root = JSONValue(file.lines.joined(separator: "\n")) {
      let answers = answers(in: root, depth: 0)
      return answers.isEmpty ? nil : Reader(answers)
    }
    guard file.lines.prefix(200).contains(where: holdsBlock) else { return nil }
    // One answer a line.
    let lines = file.lines.filter { !$0.withoutBlanksAround.isEmpty }.map { JSONValue($0) }
    let answers = lines.compactMap(\.self).flatMap { self.answers(in: $0, depth: 0) }
    if lines.count > 1, answers.count == lines.count { return Reader(answers) }
    return Reader(brokenAt: file.lines)
  }

  /// Whether answers may begin so that are not here to their end.
  static func mayBegin(_ file: DatasetFile) -> Bool { isJSON(file) && file.lines.contains(where: holdsBlock) }

  private static func isJSON(_ file: DatasetFile) -> Bool {
    guard let first = file.lines.first(where: { !$0.withoutBlanksAround.isEmpty }) else { return false }
    return first.withoutBlanksAround.first.map { $0 == "{" || $0 == "[" } ?? false
  }

  private static func holdsBlock(_ line: String) -> Bool {
    blocks.contains { CellSyntax.contains(line, $0) }
  }

  /// Texts of which one stands in every answer.
  private static let blocks = [
    "\"hw_imp\"", "\"hw_exp\"", "\"salw_exp\"", "\"sa_imp_time\"", "\"lw_imp_time\"",
  ]

  /// The answers in a value: itself, or what a list or an object of several holds.
  private static func answers(in value: JSONValue, depth: Int) -> [JSONValue] {
    switch value {
    case .object(let members):
      if members.contains(where: { Block($0.key) != nil }) { return [value] }
      return depth > 2 ? [] : members.flatMap { answers(in: $0.value, depth: depth + 1) }
    case .array(let elements):
      return depth > 2 ? [] : elements.flatMap { answers(in: $0, depth: depth + 1) }
    default: return []
    }
  }

  /// A member of the answer with numbers of arms.
  struct Block: Hashable {
    /// Whether the country is the recipient; else it is the supplier.
    var isImport: Bool
    /// Whether it has numbers by year towards everybody; else by partner.
    var isSeries: Bool

    /// Nil for any other member.
    init?(_ key: String) {
      let parts = key.split(separator: "_")
      guard parts.count >= 2, ["hw", "sa", "lw", "salw"].contains(parts[0]),
        parts[1] == "imp" || parts[1] == "exp",
        parts.count == 2 || parts.count == 3 && parts[2] == "time"
      else { return nil }
      isImport = parts[1] == "imp"
      isSeries = parts.count == 3
    }
  }

  /// A party of an object with `country` or `name_en`, a code beside it, or of a plain name.
  static func party(_ value: JSONValue) -> PrintedParty? {
    if case .string(let name) = value {
      let isSlug = name.contains("-") && name.lowercased() == name
      return name.isEmpty ? nil : PrintedParty(isSlug ? name.replacing("-", with: " ") : name)
    }
    guard let name = value["name_en"]?.text ?? value["country"]?.text ?? value["name"]?.text, !name.isEmpty
    else {
      return value["countryname_slug"].flatMap(party)
    }
    let code = value["acro"]?.text ?? value["iso_2_acronym"]?.text ?? ""
    let isCode = (2...3).contains(code.utf8.count) && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    return PrintedParty(name, code: isCode ? code : nil)
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    let remarks: [String] = []
    private var rows: [DatasetRow] = []
    private var place = 0

    /// A file that has the Register's words in it and is no JSON.
    init(brokenAt lines: [String]) {
      release = DatasetRelease(
        dataset: UNRegister.dataset, url: UNRegister.url, title: "UN Register of Conventional Arms",
        layout: UNRegisterLayout.slug)
      let end = lines.lastIndex { !$0.withoutBlanksAround.isEmpty } ?? 0
      var row = DatasetRow(line: end + 1, text: lines[end])
      row.faults = [
        DatasetFault(
          kind: "broken JSON",
          sentence: "the Register's answer is no complete JSON; it may have been cut off here",
          column: lines[end].count + 1)
      ]
      rows = [row]
    }

    init(_ answers: [JSONValue]) {
      let countries = answers.map { $0["country"].flatMap(party) ?? party($0) }
      let years = answers.flatMap { ($0["available_reports"] ?? .null).elements }.compactMap { report in
        (report["year"] ?? report).integer.flatMap { TIVTable.year("\($0)") }
      }
      var names: [String] = []
      for country in countries where !names.contains(country?.name ?? "a country without a name") {
        names.append(country?.name ?? "a country without a name")
      }
      let told = names.count > 3 ? "\(names.count) states" : names.joined(separator: ", ")
      var release = DatasetRelease(
        dataset: UNRegister.dataset, assertedBy: names.count == 1 ? countries[0]?.name : nil,
        url: UNRegister.url, title: "UN Register of Conventional Arms: \(told)", layout: UNRegisterLayout.slug
      )
      if let first = years.min(), let last = years.max() { release.title += ", reports of \(first)-\(last)" }
      release.isSelection = true
      self.release = release
      for (answer, country) in zip(answers, countries) {
        read(answer, of: country, isAlone: names.count == 1)
      }
    }

    private mutating func read(_ answer: JSONValue, of country: PrintedParty?, isAlone: Bool) {
      guard case .object(let members) = answer else { return }
      guard let country else {
        rows.append(row(answer, faults: [("country", "the country whose answer this is has no name")]))
        return
      }
      for (key, value) in members {
        guard let block = Block(key) else {
          if !UNRegisterLayout.others.contains(key), value.holdsSomething {
            rows.append(row(value, faults: [(key, "no block of the Register that is known")]))
          }
          continue
        }
        guard case .array(let elements) = value else {
          if value != .null { rows.append(row(value, faults: [(key, "a list is needed")])) }
          continue
        }
        for (number, element) in elements.enumerated() {
          var reading = UNRegisterRow(path: "\(key)[\(number)]", block: block, country: country)
          reading.read(element)
          if !reading.claims.isEmpty || !reading.faults.isEmpty {
            var row = row(element, faults: reading.faults)
            if reading.faults.isEmpty { row.claims = reading.claims }
            if !isAlone {
              for claim in row.claims.indices where row.claims[claim].assertedBy == nil {
                row.claims[claim].assertedBy = country.name
              }
            }
            rows.append(row)
          }
        }
      }
    }

    /// A tree does not know its lines; the path in a fault tells the place.
    private func row(_ value: JSONValue, faults: [(path: String, sentence: String)]) -> DatasetRow {
      var row = DatasetRow(line: 1, text: value.json)
      row.faults = faults.map { path, sentence in
        DatasetFault(kind: "unknown structure", sentence: "\(path): \(sentence)", field: path)
      }
      return row
    }

    mutating func next() -> DatasetRow? {
      guard place < rows.count else { return nil }
      place += 1
      return rows[place - 1]
    }
  }
}

extension JSONValue {
  /// Whether it is a list or an object with anything in it; what is written plainly tells of the country.
  fileprivate var holdsSomething: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}
