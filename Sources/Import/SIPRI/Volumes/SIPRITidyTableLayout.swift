import ArmsModel

/// The old site's tables of exports as 360info put them together: a line for each pair and year.
///
/// The codes of the Correlates of War project and the coordinates beside the names tell of countries, not of
/// transfers, and are left in the file.
enum SIPRITidyTableLayout: DatasetLayout {
  static let slug = "sipri-tiv-tidy"
  static let name = "SIPRI's volumes by pair and year, in 360info's long form"
  static let headers = [["supplier", "recipient", "year", "value"]]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    var cells = QuotedCells(file.lines)
    guard let header = cells.next(), header.cells.prefix(4).map(\.withoutBlanksAround) == headers[0] else {
      return nil
    }
    return Reader(file, cells, width: header.cells.count)
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    let remarks: [String] = []
    private var cells: QuotedCells
    private let width: Int

    init(_ file: DatasetFile, _ cells: QuotedCells, width: Int) {
      self.cells = cells
      self.width = width
      var release = DatasetRelease(
        dataset: TIVTable.dataset, assertedBy: "SIPRI", url: TIVTable.url, title: "", layout: slug)
      // Cells are missing from the long form that the tables have: it says nothing of pairs that it lacks.
      release.isSelection = true
      var (all, years) = (cells, (first: Int.max, last: Int.min))
      while let record = all.next() {
        guard let year = TIVTable.year(record[2]) else { continue }
        years = (min(years.first, year), max(years.last, year))
      }
      release.title = "TIV of arms exports by pair and year, 360info's long form"
      if years.first <= years.last {
        (release.firstYear, release.lastYear) = (years.first, years.last)
        release.title += ", \(years.first)-\(years.last)"
      }
      self.release = release
    }

    mutating func next() -> DatasetRow? {
      guard let record = cells.next() else { return nil }
      var row = DatasetRow(line: record.line, text: record.text)
      let volume = ScaledDecimal.read(record[3], places: 3)
      if record.cells.count != width {
        row.faults.append(.cells(record, of: width))
      } else {
        for (cell, name) in headers[0].prefix(2).enumerated() where record[cell].isEmpty {
          row.faults.append(.noName(record, cell, name))
        }
        if TIVTable.year(record[2]) == nil { row.faults.append(.notA("year", record, 2, "year")) }
        if volume == nil { row.faults.append(.notA("number", record, 3, "value")) }
      }
      row.tiv = volume
      guard row.faults.isEmpty, let volume else { return row }
      var claim = DatasetClaim(status: Stage.delivered.slug)
      (claim.supplier, claim.recipient) = (PrintedParty(record[0]), PrintedParty(record[1]))
      claim.isAggregate = true
      (claim.from, claim.to) = (record[2], record[2])
      (claim.valueThousandths, claim.valueMaxThousandths) = (volume, volume == 0 ? 500 : nil)
      claim.currency = "TIV"
      row.claims = [claim]
      return row
    }
  }
}
