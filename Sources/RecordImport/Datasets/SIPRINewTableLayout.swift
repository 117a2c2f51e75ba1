/// Volumes by year in the layout of SIPRI's site since 2024.
///
/// Rows are suppliers or recipients. Whether they are so towards everybody or towards one party is told by the row
/// of totals alone ("Total world import", "Total exports to Israel"), or else by the title; a file that has lost
/// both makes no claims, for the same rows would mean something else.
enum SIPRINewTableLayout: DatasetLayout {
  static let slug = "sipri-tiv-new"
  static let name = "SIPRI's table of volumes by year, in the layout of its present site"
  static let headers = [
    ["Recipient", "1950", "1951", "1950-1951", "Percentage", "Sum total years", "Percentage of total"],
    ["Exports by", "1950", "1951", "1950-1951", "Percentage", "Sum total years", "Percentage of total"],
  ]
  /// What stands over the names, and whether they are suppliers.
  private static let firstCells = [
    "supplier": true, "suppliers": true, "exports by": true, "exports from": true, "exporter": true,
    "recipient": false, "recipients": false, "imports by": false, "imports to": false, "exports to": false,
    "importer": false, "weapon category": false, "armament category": false,
  ]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    guard
      let header = TIVTable.header(
        of: file,
        { record in
          guard firstCells[record[0].lowercased()] != nil else { return false }
          let years = TIVTable.years(ofHeader: record)
          return !years.isEmpty && total(record, years) != nil
        }), let rowsAreSuppliers = firstCells[header.record[0].lowercased()]
    else { return nil }
    let years = TIVTable.years(ofHeader: header.record)
    guard let total = total(header.record, years) else { return nil }
    var columns = TIVTableReader.Columns(years: years, total: total)
    for (cell, name) in header.record.cells.enumerated() where cell != total.cell {
      switch name.withoutBlanksAround.lowercased() {
      case "percentage": columns.extras.append((cell, "x_percentage"))
      case "sum total years": columns.extras.append((cell, "x_sum_total_years"))
      case "percentage of total": columns.extras.append((cell, "x_percentage_of_total"))
      default: break
      }
    }

    let preamble = file.lines[..<header.line]
    let sides = sides(file, header.line, header.separator, rowsAreSuppliers: rowsAreSuppliers)
    var release = DatasetRelease(
      dataset: TIVTable.dataset, assertedBy: "SIPRI", url: TIVTable.url, title: "", layout: slug)
    release.generated =
      TIVTable.preamble(preamble, after: ["Data generated:", "Generated:"]).flatMap {
        DatasetMoment.iso($0.rest)
      }
    (release.firstYear, release.lastYear) = (years.first, years.last)
    release.suppliers = sides?.supplier.map { [$0] }
    release.recipients = sides?.recipient.map { [$0] }
    release.isSelection = sides == nil
    let isByCategory = header.record[0].lowercased().hasSuffix("category")
    release.title = [
      "Volume of transfers of major arms", sides?.supplier.map { "from \($0)" },
      sides?.recipient.map { "to \($0)" },
      isByCategory ? "by weapon category" : rowsAreSuppliers ? "by supplier" : "by recipient",
    ].compactMap { $0 }.joined(separator: " ")
    release.title += ", \(years.first ?? 0)-\(years.last ?? 0)"
    if let generated = release.generated { release.title += ", generated \(generated)" }
    return TIVTableReader(
      file, from: header.line + 1, separator: header.separator, columns: columns, sides: sides,
      otherwise:
        "the row of totals, which tells towards whom these volumes are, is missing or not understood",
      release: release)
  }

  /// The column with the sum: named after the span of years, or "Sum total years".
  private static func total(_ header: QuotedRecord, _ years: [Int]) -> (cell: Int, name: String)? {
    let cells = header.cells.indices.dropFirst(years.count + 1)
    let span = cells.first { cell in
      let ends = header[cell].split { "-–".contains($0) }.map { TIVTable.year(String($0)) }
      return ends == [years.first, years.last]
    }
    guard let cell = span ?? cells.first(where: { header[$0].lowercased() == "sum total years" }) else {
      return nil
    }
    return (cell, header[cell])
  }

  private static func sides(
    _ file: DatasetFile, _ header: Int, _ separator: UInt8, rowsAreSuppliers: Bool
  ) -> TIVTable.Sides? {
    let totals = file.lines[(header + 1)...].reversed().lazy
      .map { QuotedCells.cut(TIVTable.unwrapped($0), line: 1, separator: separator)[0] }
      .first { $0.lowercased().hasPrefix("total") }
    let titles = file.lines[..<header].map(TIVTable.withoutPadding)
      .filter { $0.lowercased().contains(" of major arms") }.map { title in
        // What follows the last comma are the years.
        title.lastIndex(of: ",").map { String(title[..<$0]) } ?? title
      }
    guard let limits = totals.flatMap(limits) ?? titles.lazy.compactMap(limits).first else { return nil }
    // A table of suppliers that is "of exports from X" has X for a row.
    return TIVTable.Sides(
      supplier: rowsAreSuppliers ? nil : limits.supplier,
      recipient: rowsAreSuppliers ? limits.recipient : nil,
      rowsAreSuppliers: rowsAreSuppliers)
  }

  /// The parties that a label names: none in "Total world export", the recipient in "Total exports to X".
  private static func limits(_ label: String) -> (supplier: String?, recipient: String?)? {
    let words = label.split(separator: " ").map(String.init)
    let small = words.map { $0.lowercased() }
    if small.contains("world") { return (nil, nil) }
    guard
      let what = small.firstIndex(where: { $0.hasPrefix("export") || $0.hasPrefix("import") || $0 == "arms" }
      ),
      what + 2 < words.count
    else { return nil }
    var limits: (supplier: String?, recipient: String?) = (nil, nil)
    var place = what + 1
    while place < words.count {
      let rest = small[(place + 1)...]
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
