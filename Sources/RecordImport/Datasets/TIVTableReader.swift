import ArmsModel

/// Reads the rows of a table of volumes: a name, the years, and what the years come to.
///
/// Each year with a figure is a claim, and so is the sum over all of them. An empty cell makes no claim: SIPRI
/// identified no deliveries. "0" is more than nothing and less than half a million.
struct TIVTableReader: DatasetReader {
  /// Where the figures stand.
  struct Columns: Sendable {
    /// The years, which begin in the second cell.
    var years: [Int]
    /// The cell with the sum over the years, and its name.
    var total: (cell: Int, name: String)
    /// Other cells that tell of the sum, by the key under which the claim keeps them.
    var extras: [(cell: Int, key: String)] = []
  }

  let release: DatasetRelease
  private(set) var remarks: [String] = []
  private let lines: [String]
  private let separator: UInt8
  private let columns: Columns
  /// Nil: the file does not tell whose volumes these are.
  private let sides: TIVTable.Sides?
  private let whyNoSides: String
  private var place: Int
  /// Sums of the rows so far, by year and over all, in thousandths, and how many figures they are made of.
  private var sums: [(sum: Int64, count: Int64)]
  private var hasTotals = false

  init(
    _ file: DatasetFile, from place: Int, separator: UInt8, columns: Columns, sides: TIVTable.Sides?,
    otherwise whyNoSides: String, release: DatasetRelease
  ) {
    lines = file.lines
    self.place = place
    self.separator = separator
    self.columns = columns
    self.sides = sides
    self.whyNoSides = whyNoSides
    self.release = release
    sums = Array(repeating: (0, 0), count: columns.years.count + 1)
  }

  mutating func next() -> DatasetRow? {
    while place < lines.count {
      let line = lines[place]
      place += 1
      let record = QuotedCells.cut(TIVTable.unwrapped(line), line: place, separator: separator)
      if record.isEmpty { continue }
      let figures = figures(of: record)
      if record[0].lowercased().hasPrefix("total") {
        compare(figures.values, with: record[0])
        hasTotals = true
        continue
      }
      return row(record, line: line, figures)
    }
    if !hasTotals {
      remarks.append("the table ends without its row of totals: it may have been cut")
      hasTotals = true
    }
    return nil
  }

  /// The figures of the years and of the sum, nil where the cell is empty.
  private func figures(of record: QuotedRecord) -> (values: [Int64?], faults: [DatasetFault]) {
    var values: [Int64?] = []
    var faults: [DatasetFault] = []
    let cells = columns.years.enumerated().map { ($0.offset + 1, "\($0.element)") } + [columns.total]
    for (cell, name) in cells {
      let text = record[cell]
      let value = text.isEmpty ? nil : ScaledDecimal.read(text, places: 3)
      values.append(value)
      if value == nil, !text.isEmpty {
        faults.append(
          DatasetFault(
            kind: "not a number", sentence: "'\(text)' is not a volume; a number of millions, or nothing, is",
            field: name, column: record.column(of: cell)))
      }
    }
    return (values, faults)
  }

  private mutating func row(
    _ record: QuotedRecord, line: String, _ figures: (values: [Int64?], faults: [DatasetFault])
  ) -> DatasetRow {
    var row = DatasetRow(line: record.line, text: line)
    let (name, total) = (record[0], figures.values.last ?? nil)
    row.tiv = total
    row.faults = figures.faults
    let parties = sides?.parties(of: name)
    if name.isEmpty {
      row.faults.append(DatasetFault(kind: "no name", sentence: "the first cell, a name, is empty"))
    } else if sides == nil {
      row.faults.append(DatasetFault(kind: "nobody's volumes", sentence: whyNoSides))
    } else if parties == nil {
      row.faults.append(
        DatasetFault(
          kind: "nobody's volumes",
          sentence:
            "'\(name)' is a class of weapons, and the table does not say who supplied or received them"))
    }
    if row.faults.isEmpty, total == nil {
      row.faults.append(
        DatasetFault(
          kind: "number of cells",
          sentence: "the row has \(record.cells.count) cells and nothing under '\(columns.total.name)'",
          field: columns.total.name, column: record.column(of: record.cells.count - 1)))
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

  private func claims(
    _ record: QuotedRecord, _ values: [Int64?], _ claim: (Int, Int, Int64) -> DatasetClaim
  ) -> [DatasetClaim] {
    var claims: [DatasetClaim] = []
    for (year, value) in zip(columns.years, values) {
      if let value { claims.append(claim(year, year, value)) }
    }
    guard let first = columns.years.first, let last = columns.years.last, let total = values.last ?? nil
    else {
      return claims
    }
    var sum = claim(first, last, total)
    let printed = record[columns.total.cell]
    for (cell, key) in columns.extras where !record[cell].isEmpty && record[cell] != printed {
      sum.extra[key] = record[cell]
    }
    // The sum over a single year is that year's figure once more.
    if first == last, let only = claims.first {
      claims = []
      sum.extra["x_year_printed"] = only.valueThousandths == total ? nil : record[1]
    }
    return claims + [sum]
  }

  /// Adds a row to the sums, and compares its years with its own sum.
  private mutating func add(_ values: [Int64?], of name: String) {
    for (place, value) in values.enumerated() {
      guard let value else { continue }
      sums[place].sum += value
      sums[place].count += 1
    }
    let years = values.dropLast().compactMap { $0 }
    guard let total = values.last ?? nil, !agrees(years.reduce(0, +), Int64(years.count), with: total) else {
      return
    }
    remarks.append(
      "\(name): the years come to \(years.reduce(0, +) / 1000), the row says \(total / 1000) (million TIV); "
        + "that is more than rounding")
  }

  /// Compares the sums of the rows with the table's own.
  private mutating func compare(_ totals: [Int64?], with name: String) {
    let names = columns.years.map { "\($0)" } + [columns.total.name]
    for (place, total) in totals.enumerated() {
      guard let total, !agrees(sums[place].sum, sums[place].count, with: total) else { continue }
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
