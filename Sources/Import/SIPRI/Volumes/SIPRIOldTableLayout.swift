/// Volumes by year in the layout of SIPRI's site before 2024: one party's exports or imports, row by row.
///
/// Rows are the partners; or the classes of weapons, then each claim is limited to one; or, where the title says
/// "all" or "the top 50", the suppliers or recipients themselves, towards everybody.
enum SIPRIOldTableLayout: DatasetLayout {
  static let slug = "sipri-tiv-old"
  static let name = "SIPRI's table of volumes by year, in the layout of its old site"
  static let headers = [["", "1950", "1951", "2021", "Total"]]
  private static let titles = [
    "TIV of arms exports from ", "TIV of arms imports to ", "TIV of arms imports of ",
  ]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    guard
      let header = TIVTable.header(
        of: file,
        { record in
          guard let columns = columns(record) else { return false }
          return columns.total != nil || isByCategory(file, after: record.line - 1, columns.name)
        }), var columns = columns(header.record)
    else { return nil }
    columns.addExtras(of: header.record, keys: [:])
    let years = columns.span
    let preamble = file.lines[..<header.line]
    var release = DatasetRelease(
      dataset: TIVTable.dataset, assertedBy: "SIPRI", url: TIVTable.url, title: "TIV of arms transfers",
      layout: slug)
    (release.firstYear, release.lastYear) = (years.lowerBound, years.upperBound)
    release.generated = TIVTable.preamble(preamble, after: ["Generated:"]).flatMap {
      DatasetMoment.iso($0.rest)
    }

    var sides: TIVTable.Sides?
    if let title = TIVTable.preamble(preamble, after: titles) {
      let asked = limits(title.rest)
      let isExports = title.beginning == titles[0]
      let isOne = !isEverybody(asked.name)
      sides = TIVTable.Sides(
        supplier: isExports && isOne ? asked.name : nil, recipient: !isExports && isOne ? asked.name : nil,
        rowsAreSuppliers: isExports != isOne)
      if isOne {
        if isExports { release.suppliers = [asked.name] } else { release.recipients = [asked.name] }
      }
      (release.firstYear, release.lastYear) = (
        asked.first ?? years.lowerBound, asked.last ?? years.upperBound
      )
      release.title = title.beginning + asked.name
    } else {
      release.isSelection = true
    }
    release.title += ", \(release.firstYear ?? 0)-\(release.lastYear ?? 0)"
    if isByCategory(file, after: header.line, columns.name) {
      release.title += ", by weapon category"
    }
    if let generated = release.generated { release.title += ", generated \(generated)" }
    if let first = release.firstYear, let last = release.lastYear, first <= last {
      columns.period = min(first, years.lowerBound)...max(last, years.upperBound)
    }
    let why =
      "the title, 'TIV of arms exports from …' or '… imports to …', is missing; it tells whose these are"
    return TIVTableReader(
      file, from: header.line + 1, separator: header.separator, columns: columns,
      subject: sides.map { .parties($0) } ?? .nobody(why: why), release: release)
  }

  /// What stands in which cell, or nil if it is no header of this layout: nothing over the names, then the years.
  private static func columns(_ header: QuotedRecord) -> TIVTableReader.Columns? {
    let years = TIVTable.years(ofHeader: header)
    guard let first = years.map(\.cell).min(), first > 0,
      header.cells.indices.prefix(first).allSatisfy({ TIVTable.isNameless(header[$0]) })
    else { return nil }
    var columns = TIVTableReader.Columns(name: first - 1, years: years)
    if let cell = header.cells.indices.first(where: { header[$0].lowercased() == "total" }) {
      columns.total = (cell, header[cell])
    }
    return columns
  }

  /// The name and the years at the end of a title, `Israel, 1950-2021`.
  private static func limits(_ title: String) -> (name: String, first: Int?, last: Int?) {
    guard let comma = title.lastIndex(of: ",") else { return (title, nil, nil) }
    let years = title[title.index(after: comma)...].withoutBlanksAround.split { "-–".contains($0) }
    let numbers = years.compactMap { TIVTable.year(String($0).withoutBlanksAround) }
    guard let first = numbers.first, let last = numbers.last, numbers.count == years.count else {
      return (title, nil, nil)
    }
    return (title[..<comma].withoutBlanksAround, first, last)
  }

  private static func isEverybody(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "all" || name.hasPrefix("all ") || name.hasPrefix("the top ") || name.hasPrefix("top ")
  }

  /// Whether the first row under the header is one of a class of weapons.
  private static func isByCategory(_ file: DatasetFile, after header: Int, _ name: Int) -> Bool {
    guard header + 1 < file.lines.count else { return false }
    let text = TIVTable.unwrapped(file.lines[header + 1])
    return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains { separator in
      TIVTable.category(QuotedCells.cut(text, line: 1, separator: separator)[name]) != nil
    }
  }
}
