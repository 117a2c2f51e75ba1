/// Volumes by year in the layout of SIPRI's site before 2024: one party's exports or imports, row by row.
///
/// Rows are the partners; or the classes of weapons, then each claim is limited to one; or, where the title says
/// "all" or "the top 50", the suppliers or recipients themselves, towards everybody.
enum SIPRIOldTableLayout: DatasetLayout {
  static let slug = "sipri-tiv-old"
  static let name = "SIPRI's table of volumes by year, in the layout of its old site"
  static let headers = [["", "1950", "1951", "2021", "Total"]]
  /// What people write over the names where the site writes nothing.
  private static let names: Set<String> = [
    "country", "countries", "state", "states", "name", "names", "partner", "partners", "party", "nation",
  ]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    guard
      let header = TIVTable.header(
        of: file,
        { record in
          guard let columns = columns(record) else { return false }
          // With a name over the names the title alone tells that it is such a table, and whose.
          if !TIVTable.isNameless(record[columns.name]) {
            return titled(file.lines[..<(record.line - 1)]) != nil
          }
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

    let title = titled(preamble)
    if let title {
      (release.suppliers, release.recipients) = (
        title.sides.supplier.map { [$0] }, title.sides.recipient.map { [$0] }
      )
      (release.firstYear, release.lastYear) = (
        title.first ?? years.lowerBound, title.last ?? years.upperBound
      )
      release.title = title.text
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
      subject: title.map { .parties($0.sides) } ?? .nobody(why: why), release: release)
  }

  /// What stands in which cell, or nil if it is no header of this layout: nothing over the names, or a word such as
  /// `Country`, then the years.
  private static func columns(_ header: QuotedRecord) -> TIVTableReader.Columns? {
    let years = TIVTable.years(ofHeader: header)
    guard let first = years.map(\.cell).min(), first > 0 else { return nil }
    let named = header.cells.indices.prefix(first).filter { !TIVTable.isNameless(header[$0]) }
    guard named.count < 2, named.allSatisfy({ names.contains(header[$0].lowercased()) }) else { return nil }
    var columns = TIVTableReader.Columns(name: named.first ?? first - 1, years: years)
    if let cell = header.cells.indices.first(where: { header[$0].lowercased() == "total" }) {
      columns.total = (cell, header[cell])
    }
    return columns
  }

  /// What a title says, `TIV of arms exports from Israel, 1950-2021` or `TIV of arms imports to all`: whose volumes
  /// the rows are, the title without its years, and these.
  private static func titled(
    _ lines: ArraySlice<String>
  ) -> (sides: TIVTable.Sides, text: String, first: Int?, last: Int?)? {
    for line in lines {
      let text = TIVTable.withoutPadding(line)
      guard text.lowercased().hasPrefix("tiv of arms ") else { continue }
      let asked = limits(text)
      let words = asked.name.split(separator: " ").dropFirst(3).map(String.init)
      guard let sides = sides(words) else { continue }
      return (sides, asked.name, asked.first, asked.last)
    }
    return nil
  }

  /// Whose volumes the words `exports from Israel`, `imports to all`, `exports from all to India` mean.
  ///
  /// "from" goes before suppliers, "to" before recipients, "of" and "by" before whoever exports or imports. Of one
  /// party the rows are its partners; of all, these themselves.
  private static func sides(_ words: [String]) -> TIVTable.Sides? {
    guard let what = words.first?.lowercased(), ["exports", "imports", "transfers"].contains(what) else {
      return nil
    }
    var names: [(isSupplier: Bool, words: [String])] = []
    for word in words.dropFirst() {
      switch word.lowercased() {
      case "from": names.append((true, []))
      case "to": names.append((false, []))
      case "of" where names.isEmpty, "by" where names.isEmpty: names.append((what == "exports", []))
      default:
        if names.isEmpty { return nil }
        names[names.count - 1].words.append(word)
      }
    }
    guard !names.isEmpty, names.allSatisfy({ !$0.words.isEmpty }) else { return nil }
    var sides = TIVTable.Sides(rowsAreSuppliers: names[0].isSupplier)
    var isOfAll = false
    for (isSupplier, words) in names {
      let name = words.joined(separator: " ")
      if isEverybody(name) {
        (isOfAll, sides.rowsAreSuppliers) = (true, isSupplier)
      } else if isSupplier {
        sides.supplier = name
      } else {
        sides.recipient = name
      }
    }
    if !isOfAll { sides.rowsAreSuppliers = sides.supplier == nil }
    return sides
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
    return ["all", "world", "the world", "everybody"].contains(name)
      || ["all ", "the top ", "top "].contains { name.hasPrefix($0) }
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
