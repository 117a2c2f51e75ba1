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
          let years = TIVTable.years(ofHeader: record)
          return record[0].isEmpty && !years.isEmpty && record[years.count + 1].lowercased() == "total"
        })
    else { return nil }
    let years = TIVTable.years(ofHeader: header.record)
    let preamble = file.lines[..<header.line]
    var release = DatasetRelease(
      dataset: TIVTable.dataset, assertedBy: "SIPRI", url: TIVTable.url, title: "TIV of arms transfers",
      layout: slug)
    (release.firstYear, release.lastYear) = (years.first, years.last)
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
      (release.firstYear, release.lastYear) = (asked.first ?? years.first, asked.last ?? years.last)
      release.title = title.beginning + asked.name
    } else {
      release.isSelection = true
    }
    release.title += ", \(release.firstYear ?? 0)-\(release.lastYear ?? 0)"
    if isByCategory(file, after: header.line, separator: header.separator) {
      release.title += ", by weapon category"
    }
    if let generated = release.generated { release.title += ", generated \(generated)" }
    return TIVTableReader(
      file, from: header.line + 1, separator: header.separator,
      columns: .init(years: years, total: (years.count + 1, "Total")), sides: sides,
      otherwise:
        "the title, 'TIV of arms exports from …' or '… imports to …', is missing; it tells whose these are",
      release: release)
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

  private static func isByCategory(_ file: DatasetFile, after header: Int, separator: UInt8) -> Bool {
    guard header + 1 < file.lines.count else { return false }
    let text = TIVTable.unwrapped(file.lines[header + 1])
    return TIVTable.category(QuotedCells.cut(text, line: 1, separator: separator)[0]) != nil
  }
}
