import ArmsModel

/// Reads the rows of a table of volumes: a name, the years, and what the years come to.
///
/// Each year with a figure is a claim, and so is the sum over all of them. An empty cell makes no claim: SIPRI
/// identified no deliveries. "0" is more than nothing and less than half a million.
struct TIVTableReader: DatasetReader {
  /// Where the figures stand.
  struct Columns: Sendable {
    /// The cell with the name of the row.
    var name = 0
    /// The years and their cells.
    var years: [(cell: Int, year: Int)]
    /// The cell with the sum over the years, and its name; nil: the table has none.
    var total: (cell: Int, name: String)?
    /// The years that the sum is of; nil: those of the columns.
    var period: ClosedRange<Int>?
    /// Other cells that tell of the row, by the key under which the claim of the sum keeps them.
    var extras: [(cell: Int, key: String)] = []

    /// The years that the table is of.
    var span: ClosedRange<Int> {
      if let period { return period }
      let years = years.map(\.year)
      guard let first = years.min(), let last = years.max() else { return 0...0 }
      return first...last
    }

    /// Adds all cells of a header that are neither the name, nor a year, nor the sum.
    ///
    /// - Parameter keys: the keys of those that the layout knows; others get one of their own name.
    mutating func addExtras(of header: QuotedRecord, keys: [String: String]) {
      for cell in header.cells.indices where cell != name && cell != total?.cell {
        let printed = header[cell]
        if years.contains(where: { $0.cell == cell }) || TIVTable.isNameless(printed) { continue }
        let key = keys[printed.lowercased()] ?? "x_\(DatasetHeaderKey.slug(of: printed))"
        extras.append((cell, extras.contains { $0.key == key } ? "x_column_\(cell + 1)" : key))
      }
    }
  }

  /// What the rows speak of.
  enum Subject: Hashable, Sendable {
    /// Parties, or classes of weapons of one.
    case parties(TIVTable.Sides)
    /// Nobody that can be told; why.
    case nobody(why: String)
    /// Regions, which are no parties.
    case regions
  }

  let release: DatasetRelease
  private(set) var remarks: [String] = []
  private let lines: [String]
  private let separator: UInt8
  private let columns: Columns
  private let subject: Subject
  private let signs: TIVTable.Signs
  private var place: Int
  /// Rows of which the years do not come to the sum.
  private var strayRows = 0
  private var isAtEnd = false
  /// Sums of the rows so far, by year and over all, in thousandths, and how many figures they are made of.
  private var sums: [(sum: Int64, count: Int64)]
  private var hasTotals = false

  init(
    _ file: DatasetFile, from place: Int, separator: UInt8, columns: Columns, subject: Subject,
    release: DatasetRelease
  ) {
    lines = file.lines
    self.place = place
    self.separator = separator
    self.columns = columns
    self.subject = subject
    self.release = release
    sums = Array(repeating: (0, 0), count: columns.years.count + 1)
    let cells = columns.years.map(\.cell) + [columns.total?.cell].compactMap(\.self)
    signs = TIVTable.Signs(file.lines[place...], separator: separator, cells: cells)
    let missing = columns.span.filter { year in !columns.years.contains { $0.year == year } }
    if !missing.isEmpty, columns.total != nil {
      let years = missing.prefix(6).map { "\($0)" }.joined(separator: ", ")
      remarks.append("has no column for \(years)\(missing.count > 6 ? " and \(missing.count - 6) more" : "")")
    }
    if columns.total == nil { remarks.append("has no column with the sum over the years") }
  }

  mutating func next() -> DatasetRow? {
    while place < lines.count {
      let line = lines[place]
      place += 1
      let record = QuotedCells.cut(TIVTable.unwrapped(line), line: place, separator: separator)
      if record.isEmpty { continue }
      let figures = figures(of: record)
      let name = DatasetCell.filled(record[columns.name]) ?? ""
      // Row numbers and remarks beside no name and no figure.
      if figures.faults.isEmpty, figures.values.allSatisfy({ $0 == nil }),
        name.isEmpty || DatasetFooter.isFooter(line)
      {
        continue
      }
      if TIVTable.isTotal(name) {
        compare(figures.values, with: name)
        hasTotals = true
        continue
      }
      if name.lowercased() == "others", figures.faults.isEmpty {
        add(figures.values, of: name)
        if let rest = figures.values.last ?? nil, rest > 0 {
          remarks.append("'\(name)' are nobody by name: \(rest / 1000) million TIV of them stand in no claim")
        }
        continue
      }
      return row(record, line: line, figures)
    }
    if !isAtEnd {
      isAtEnd = true
      if strayRows > Self.shownRows { remarks.append("and \(strayRows - Self.shownRows) rows more") }
      if !hasTotals { remarks.append("the table ends without its row of totals: it may have been cut") }
    }
    return nil
  }

  /// So many rows that do not add up are shown; the rest is counted.
  private static let shownRows = 5

  /// The figures of the years and of the sum, nil where the cell is empty.
  private func figures(of record: QuotedRecord) -> (values: [Int64?], faults: [DatasetFault]) {
    var values: [Int64?] = []
    var faults: [DatasetFault] = []
    for (cell, name) in columns.years.map({ ($0.cell, "\($0.year)") }) + [columns.total].compactMap(\.self) {
      let text = DatasetCell.filled(record[cell])
      let value = text.flatMap { signs.volume($0) }
      values.append(value)
      if let text, value == nil {
        faults.append(
          DatasetFault(
            kind: "not a number", sentence: "'\(text)' is not a volume; a number of millions, or nothing, is",
            field: name, column: record.column(of: cell)))
      }
    }
    if columns.total == nil {
      let years = values.compactMap { $0 }
      values.append(years.isEmpty ? nil : years.reduce(0, saturatingSum))
    }
    return (values, faults)
  }

  private mutating func row(
    _ record: QuotedRecord, line: String, _ figures: (values: [Int64?], faults: [DatasetFault])
  ) -> DatasetRow {
    var row = DatasetRow(line: record.line, text: line)
    let (name, total) = (DatasetCell.filled(record[columns.name]) ?? "", figures.values.last ?? nil)
    row.tiv = total
    row.faults = figures.faults
    var parties: (supplier: String?, recipient: String?, category: String?)?
    let start = record.column(of: columns.name)
    if name.isEmpty {
      row.faults.append(
        DatasetFault(kind: "no name", sentence: "the cell of the name is empty", column: start))
    } else {
      switch subject {
      case .parties(let sides):
        parties = sides.parties(of: name)
        if parties == nil { row.faults.append(Self.isClass(name, start)) }
      case .nobody(let why):
        row.faults.append(
          TIVTable.category(name) == nil
            ? DatasetFault(kind: "nobody's volumes", sentence: why, column: start) : Self.isClass(name, start)
        )
      case .regions:
        row.faults.append(
          DatasetFault(
            kind: "speaks of a region",
            sentence: "'\(name)' is no party, and the file does not say which states it takes in; "
              + "a register or a table of suppliers or recipients gives sums by region", column: start))
      }
    }
    if row.faults.isEmpty, total == nil, let printed = columns.total {
      row.faults.append(
        DatasetFault(
          kind: "number of cells",
          sentence: "the row has \(record.cells.count) cells and nothing under '\(printed.name)'",
          field: printed.name, column: record.column(of: record.cells.count - 1)))
    }
    guard row.faults.isEmpty, let parties else { return row }
    row.claims = claims(record, figures.values) { from, to, volume in
      var claim = DatasetClaim(status: Stage.delivered.slug)
      claim.supplier = parties.supplier.map { PrintedParty($0) }
      claim.recipient = parties.recipient.map { PrintedParty($0) }
      claim.category = parties.category
      claim.isAggregate = true
      (claim.from, claim.to) = ("\(from)", "\(to)")
      (claim.valueThousandths, claim.valueMaxThousandths) = (volume, volume == 0 ? 500 : nil)
      claim.currency = "TIV"
      return claim
    }
    add(figures.values, of: name)
    return row
  }

  private static func isClass(_ name: String, _ column: Int) -> DatasetFault {
    DatasetFault(
      kind: "nobody's volumes",
      sentence: "'\(name)' is a class of weapons, and the table does not say who supplied or received them",
      column: column)
  }

  private func claims(
    _ record: QuotedRecord, _ values: [Int64?], _ claim: (Int, Int, Int64) -> DatasetClaim
  ) -> [DatasetClaim] {
    var claims: [DatasetClaim] = []
    for (year, value) in zip(columns.years, values) {
      if let value { claims.append(claim(year.year, year.year, value)) }
    }
    let others = columns.extras.filter { !record[$0.cell].isEmpty }
    guard let printed = columns.total, let total = values.last ?? nil else {
      for (cell, key) in others where !claims.isEmpty { claims[0].extra[key] = record[cell] }
      return claims
    }
    let span = columns.span
    var sum = claim(span.lowerBound, span.upperBound, total)
    for (cell, key) in others where record[cell] != record[printed.cell] { sum.extra[key] = record[cell] }
    // The sum over a single year is that year's figure once more.
    if span.count == 1, let only = claims.first, let cell = columns.years.first?.cell {
      claims = []
      sum.extra["x_year_printed"] = only.valueThousandths == total ? nil : record[cell]
    }
    return claims + [sum]
  }

  /// Adds a row to the sums, and compares its years with its own sum.
  private mutating func add(_ values: [Int64?], of name: String) {
    for (place, value) in values.enumerated() {
      guard let value else { continue }
      sums[place].sum = saturatingSum(sums[place].sum, value)
      sums[place].count += 1
    }
    let years = values.dropLast().compactMap { $0 }
    let sum = years.reduce(0, saturatingSum)
    guard columns.span.count == columns.years.count, let total = values.last ?? nil,
      !agrees(sum, Int64(years.count), with: total)
    else {
      return
    }
    strayRows += 1
    guard strayRows <= Self.shownRows else { return }
    remarks.append(
      "\(name): the years come to \(sum / 1000), the row says \(total / 1000) (million TIV); "
        + "that is more than rounding")
  }

  /// Compares the sums of the rows with the table's own.
  private mutating func compare(_ totals: [Int64?], with name: String) {
    let names = columns.years.map { "\($0.year)" } + [columns.total?.name ?? "the sum of the years"]
    for (place, total) in totals.enumerated() {
      // Of nobody's volumes there are no sums.
      guard let total, case .parties = subject, !agrees(sums[place].sum, sums[place].count, with: total)
      else { continue }
      remarks.append(
        "\(names[place]): the rows come to \(sums[place].sum / 1000), '\(name)' says \(total / 1000) "
          + "(million TIV); that is more than rounding")
    }
  }

  /// Whether a sum of so many rounded figures can be that total: each of them may be off by half a million.
  private func agrees(_ sum: Int64, _ count: Int64, with total: Int64) -> Bool {
    abs(sum - total) <= 500 * (count + 1)
  }
}
