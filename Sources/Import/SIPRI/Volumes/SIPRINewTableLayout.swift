/// Volumes by year in the layout of SIPRI's site since 2024.
///
/// Rows are suppliers or recipients. Whether they are so towards everybody or towards one party is told by the row
/// of totals alone ("Total world import", "Total exports to Israel"), or else by the title; a file that has lost
/// both makes no claims, for the same rows would mean something else.
enum SIPRINewTableLayout: DatasetLayout {
  static let slug = "sipri-tiv-new"
  static let name = "SIPRI's table of volumes by year, in the layout of its present site"
  static let headers = [
    ["Recipient", "1950", "1951", "1950-1951"], ["Supplier", "1950", "1951", "1950-1951"],
    ["Exports by", "1950", "1951", "1950-1951"],
  ]
  /// What stands over the names, and what they are.
  private static let names: [String: Rows] = [
    "supplier": .suppliers, "suppliers": .suppliers, "exports by": .suppliers, "exports from": .suppliers,
    "exporter": .suppliers, "recipient": .recipients, "recipients": .recipients, "imports by": .recipients,
    "imports to": .recipients, "exports to": .recipients, "importer": .recipients,
    "weapon category": .classes,
    "weapon categories": .classes, "armament category": .classes, "armament categories": .classes,
    "imports by regions": .regions, "imports by region": .regions, "exports by regions": .regions,
    "exports by region": .regions, "region": .regions, "regions": .regions,
  ]
  private static let keys = [
    "percentage": "x_percentage", "sum total years": "x_sum_total_years",
    "percentage of total": "x_percentage_of_total",
  ]

  private enum Rows { case suppliers, recipients, classes, regions }

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    guard
      let header = TIVTable.header(
        of: file,
        { record in
          guard let columns = columns(record) else { return false }
          return columns.total != nil || file.lines.prefix(40).contains { $0.contains("SIPRI") }
        }), var columns = columns(header.record), let rows = names[header.record[columns.name].lowercased()]
    else { return nil }
    columns.addExtras(of: header.record, keys: keys)

    let preamble = file.lines[..<header.line]
    let sides = sides(
      file, header.line, header.separator, name: columns.name, rowsAreSuppliers: rows == .suppliers)
    var release = DatasetRelease(
      dataset: TIVTable.dataset, assertedBy: "SIPRI", url: TIVTable.url, title: "", layout: slug)
    release.generated =
      TIVTable.preamble(preamble, after: ["Data generated:", "Generated:"]).flatMap {
        DatasetMoment.iso($0.rest)
      }
    (release.firstYear, release.lastYear) = (columns.span.lowerBound, columns.span.upperBound)
    release.suppliers = sides?.supplier.map { [$0] }
    release.recipients = sides?.recipient.map { [$0] }
    release.isSelection = sides == nil
    let kind =
      switch rows {
      case .suppliers: "by supplier"
      case .recipients: "by recipient"
      case .classes: "by weapon category"
      case .regions: "by region"
      }
    release.title = [
      "Volume of transfers of major arms", sides?.supplier.map { "from \($0)" },
      sides?.recipient.map { "to \($0)" }, kind,
    ].compactMap { $0 }.joined(separator: " ")
    release.title += ", \(columns.span.lowerBound)-\(columns.span.upperBound)"
    if let generated = release.generated { release.title += ", generated \(generated)" }
    let why = "the row of totals, which tells towards whom these volumes are, is missing or not understood"
    return TIVTableReader(
      file, from: header.line + 1, separator: header.separator, columns: columns,
      subject: rows == .regions ? .regions : sides.map { .parties($0) } ?? .nobody(why: why), release: release
    )
  }

  /// What stands in which cell, or nil if it is no header of this layout.
  private static func columns(_ header: QuotedRecord) -> TIVTableReader.Columns? {
    let years = TIVTable.years(ofHeader: header)
    guard let first = years.map(\.cell).min(),
      let name = header.cells.indices.prefix(first).first(where: { names[header[$0].lowercased()] != nil }),
      header.cells.indices.prefix(name).allSatisfy({
        TIVTable.isNameless(header[$0]) || header[$0].lowercased().hasPrefix("rank")
      }), header.cells.indices[(name + 1)..<first].allSatisfy({ names[header[$0].lowercased()] == nil })
    else { return nil }
    var columns = TIVTableReader.Columns(name: name, years: years)
    let span = header.cells.indices.first { TIVTable.span(header[$0]) != nil }
    if let cell = span ?? header.cells.indices.first(where: { header[$0].lowercased() == "sum total years" })
    {
      columns.total = (cell, header[cell])
      columns.period = TIVTable.span(header[cell])
    }
    return columns
  }

  private static func sides(
    _ file: DatasetFile, _ header: Int, _ separator: UInt8, name: Int, rowsAreSuppliers: Bool
  ) -> TIVTable.Sides? {
    let totals = file.lines[(header + 1)...].reversed().lazy
      .map { QuotedCells.cut(TIVTable.unwrapped($0), line: 1, separator: separator)[name] }
      .first { TIVTable.isTotal($0) }
    let titles = file.lines[..<header].map(TIVTable.withoutPadding)
      .filter { $0.lowercased().contains(" of major arms") }.map { title in
        // What follows the last comma are the years.
        let title = title.lastIndex(of: ",").map { String(title[..<$0]) } ?? title
        return title.replacing(" of major arms", with: "", maxReplacements: 1)
      }
    guard let limits = totals.flatMap(limits) ?? titles.lazy.compactMap(limits).first else { return nil }
    // A table of suppliers that is "of exports from X" has X for a row.
    return TIVTable.Sides(
      supplier: rowsAreSuppliers ? nil : limits.supplier,
      recipient: rowsAreSuppliers ? limits.recipient : nil,
      rowsAreSuppliers: rowsAreSuppliers)
  }

  /// What rows can be sorted by, which is no party.
  private static let orders: Set<String> = [
    "the", "top", "region", "regions", "weapon", "armament", "supplier", "suppliers", "recipient",
    "recipients",
    "country", "countries",
  ]

  /// The parties that a label names: none in "Total world export", the recipient in "Total exports to X".
  private static func limits(_ label: String) -> (supplier: String?, recipient: String?)? {
    let words = label.split(separator: " ").map(String.init)
    let small = words.map { $0.lowercased() }
    if small.contains("world") { return (nil, nil) }
    guard
      let what = small.firstIndex(where: { ["export", "import", "transfer"].contains(where: $0.hasPrefix) }
      ),
      what + 2 < words.count
    else { return nil }
    var limits: (supplier: String?, recipient: String?) = (nil, nil)
    var place = what + 1
    while place < words.count {
      let rest = small[(place + 1)...]
      if small[place] == "by", let order = rest.first, orders.contains(order) { break }
      let next = rest.firstIndex { $0 == "from" || $0 == "to" } ?? words.count
      let party = words[(place + 1)..<next].joined(separator: " ")
      guard !party.isEmpty else { return nil }
      switch small[place] {
      case "from": limits.supplier = party
      case "to": limits.recipient = party
      case "by", "of":
        if small[what].hasPrefix("import") { limits.recipient = party } else { limits.supplier = party }
      default: return nil
      }
      place = next
    }
    return limits
  }
}
