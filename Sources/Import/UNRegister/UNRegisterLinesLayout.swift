import ArmsModel

/// The UN Register of Conventional Arms as a plain table: a line for each item of a report, copied from the site.
///
/// The Register publishes no table; these columns are ours, named after those of its reports. What a state says of a
/// year, a partner and a category is one sum, however many lines its items take: all of these lines make the same
/// claim. As exporter the state is the supplier, as importer the recipient. `report_kind` "nil" says that the state
/// reported no transfers, which is a claim of zero towards everybody.
enum UNRegisterLinesLayout: DatasetLayout {
  static let slug = "un-register-lines"
  static let name = "the UN Register's reports, one line an item"
  static let headers = [
    [
      "report_state", "report_year", "direction", "category", "subitem", "partner", "number",
      "state_of_origin",
      "intermediate", "description", "comments", "report_kind", "classified", "url",
    ]
  ]
  private static let optional = [
    "state_of_origin", "intermediate", "description", "comments", "report_kind", "classified", "url",
  ]

  /// Columns that claims keep as they are.
  private static let texts = [
    "description": "x_description", "state_of_origin": "x_origin", "intermediate": "x_via", "url": "x_url",
  ]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    let needed = Array(headers[0].prefix(7))
    return QuotedTable(file, columns: needed, optional: optional).map(Reader.init)
  }

  /// A line as it was read, before the lines of one sum are put together.
  private struct Line {
    var row: DatasetRow
    /// What is claimed, without number and texts; nil where the line has faults.
    var claim: DatasetClaim?
    var number: Int64?
    var comments = ""
    /// What else it tells, by key.
    var texts: [String: String] = [:]
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    let remarks: [String]
    private var rows: [DatasetRow]
    private var place = 0

    init(_ columns: QuotedTable) {
      var table = columns
      remarks = table.unread
      var lines: [Line] = []
      var (states, years) = (Set<String>(), (first: Int.max, last: Int.min))
      while let (record, row) = table.next() {
        lines.append(UNRegisterLinesLayout.line(table, record, row))
        guard let claim = lines.last?.claim, let year = claim.from.flatMap({ Int($0) }) else { continue }
        states.insert(claim.assertedBy ?? "")
        years = (min(years.first, year), max(years.last, year))
      }
      rows = UNRegisterLinesLayout.sums(lines)
      var release = DatasetRelease(
        dataset: UNRegister.dataset, url: UNRegister.url,
        title: "UN Register of Conventional Arms: reports of ",
        layout: UNRegisterLinesLayout.slug)
      release.title += states.count <= 3 ? states.sorted().joined(separator: ", ") : "\(states.count) states"
      if years.first <= years.last {
        release.title += ", \(years.first)-\(years.last)"
        (release.firstYear, release.lastYear) = (years.first, years.last)
      }
      release.isSelection = true
      self.release = release
    }

    mutating func next() -> DatasetRow? {
      guard place < rows.count else { return nil }
      place += 1
      return rows[place - 1]
    }
  }

  /// The rows of those lines, each with the sum that its line is part of.
  private static func sums(_ lines: [Line]) -> [DatasetRow] {
    var groups: [DatasetClaim: [Line]] = [:]
    for line in lines { if let claim = line.claim { groups[claim, default: []].append(line) } }
    func joined(_ texts: [String]) -> String? {
      var seen: [String] = []
      for text in texts where !text.isEmpty && !seen.contains(text) { seen.append(text) }
      return seen.isEmpty ? nil : seen.joined(separator: "; ")
    }
    return lines.map { line in
      var row = line.row
      guard var claim = line.claim, let group = groups[claim] else { return row }
      let numbers = group.compactMap(\.number)
      claim.quantity = numbers.isEmpty ? nil : numbers.reduce(0, saturatingSum)
      if numbers.isEmpty { claim.quantityText = "classified" }
      if numbers.count < group.count, !numbers.isEmpty {
        claim.note = "Without items whose number is classified"
      }
      claim.evidence = joined(group.map(\.comments))
      for key in texts.values { claim.extra[key] = joined(group.compactMap { $0.texts[key] }) }
      row.claims = [claim]
      return row
    }
  }

  private static func line(
    _ table: QuotedTable, _ record: QuotedRecord, _ row: DatasetRow
  ) -> Line {
    var line = Line(row: row)
    guard row.faults.isEmpty else { return line }
    func text(_ name: String) -> String {
      guard let place = optional.firstIndex(of: name) else { return "" }
      return table.text(7 + place, of: record)
    }
    let (state, year) = (table.text(0, of: record), table.figure(1, of: record))
    let direction = table.text(2, of: record).lowercased()
    let (category, item) = (table.text(3, of: record), table.text(4, of: record))
    let partner = table.text(5, of: record)
    let isNil = text("report_kind").lowercased() == "nil"
    let isClassified = ["1", "yes", "true"].contains(text("classified").lowercased())
    let subject = UNRegister.subject(category: category, item: item)
    line.number = isNil ? 0 : Int64(table.figure(6, of: record)).flatMap { $0 < 0 ? nil : $0 }
    if state.isEmpty { line.row.faults.append(table.noName(0, record)) }
    if TIVTable.year(year) == nil { line.row.faults.append(table.notA("year", 1, record)) }
    if direction != "export" && direction != "import" {
      line.row.faults.append(table.notA("direction (export or import)", 2, record))
    }
    if !isNil || !category.isEmpty, subject == nil {
      line.row.faults.append(table.notA("category of the Register", 3, record))
    }
    if !isNil, partner.isEmpty { line.row.faults.append(table.noName(5, record)) }
    if line.number == nil, !(isClassified && table.text(6, of: record).isEmpty) {
      line.row.faults.append(table.notA("whole number", 6, record))
    }
    guard line.row.faults.isEmpty else { return line }
    let (own, other) = (PrintedParty(state), partner.isEmpty ? nil : PrintedParty(partner))
    let isExport = direction == "export"
    var claim = UNRegister.claim(
      subject, from: isExport ? own : other, to: isExport ? other : own, code: category)
    (claim.from, claim.to, claim.assertedBy) = (year, year, state)
    claim.extra["x_reported_by"] = state
    if isNil { claim.note = "A nil report: no transfers" }
    for (name, key) in texts where !text(name).isEmpty { line.texts[key] = text(name) }
    (line.claim, line.comments) = (claim, text("comments"))
    return line
  }
}
