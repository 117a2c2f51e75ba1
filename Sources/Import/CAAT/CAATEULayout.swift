import ArmsModel

/// Two tables of the EU's annual reports as Campaign Against Arms Trade compiled them, without a header.
///
/// Licences for goods that go with international missions (seven cells: year, code and name of who licensed it, code
/// and name of where it went, mission, items) are approved deals, with the country of the mission as recipient.
/// Consultations on denials (eight cells: year, code and name of a member, code and name of a destination, and three
/// numbers) are no transfers: each number is a sum towards everybody, in a unit of its own, `consultation-initiated`
/// and `consultation-received` by the member or `consultation` concerning the destination, and never adds to arms.
enum CAATEULayout: DatasetLayout {
  static let slug = "caat-eu"
  static let name = "a table of the EU's arms export reports as compiled by CAAT"
  static let headers: [[String]] = []

  /// Told by the shape of the first record, and of most of the five that the file begins with.
  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
      var cells = QuotedCells(file.lines, separator: separator)
      guard let first = cells.next(), let isMission = isMission(first) else { continue }
      var alike = [true]
      while alike.count < 5, let record = cells.next() { alike.append(self.isMission(record) == isMission) }
      if alike.count(where: { $0 }) * 2 > alike.count {
        return Reader(file, separator: separator, isMission: isMission)
      }
    }
    return nil
  }

  /// The number of a record's cells without those that a spreadsheet filled it up with.
  private static func width(of record: QuotedRecord, atLeast width: Int) -> Int {
    (record.cells.indices.last { $0 < width || !record[$0].isEmpty } ?? -1) + 1
  }

  /// Whether a record looks like one of missions; nil if it looks like neither.
  private static func isMission(_ record: QuotedRecord) -> Bool? {
    guard TIVTable.year(record[0]) != nil, isCode(record[1]), isCode(record[3]), !isNumber(record[2]),
      !isNumber(record[4])
    else { return nil }
    let areNumbers = (5...7).allSatisfy { record[$0].isEmpty || isNumber(record[$0]) }
    let hasNumber = (5...7).contains { isNumber(record[$0]) }
    if width(of: record, atLeast: 8) == 8, areNumbers, hasNumber || record.cells.count == 8 { return false }
    return width(of: record, atLeast: 7) == 7 ? true : nil
  }

  /// Whether it is empty or an alpha-2 code.
  private static func isCode(_ text: String) -> Bool {
    text.isEmpty || text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    let remarks: [String] = []
    private var cells: QuotedCells
    private let isMission: Bool
    private var numbering = DealNumbering()

    init(_ file: DatasetFile, separator: UInt8, isMission: Bool) {
      cells = QuotedCells(file.lines, separator: separator)
      self.isMission = isMission
      var (all, years) = (cells, (first: Int.max, last: Int.min))
      while let record = all.next() {
        guard let year = TIVTable.year(record[0]) else { continue }
        years = (min(years.first, year), max(years.last, year))
      }
      let what = isMission ? "licences for international missions" : "consultations on denials"
      var release = DatasetRelease(
        dataset: "CAAT EU Arms Exports", assertedBy: "Council of the European Union",
        url: "https://caat.org.uk/data/exports-eu/", title: "EU annual reports on arms exports: \(what)",
        layout: CAATEULayout.slug)
      if years.first <= years.last {
        release.title += ", \(years.first)-\(years.last)"
        (release.firstYear, release.lastYear) = (years.first, years.last)
      }
      self.release = release
    }

    mutating func next() -> DatasetRow? {
      guard let record = cells.next() else { return nil }
      if record.isEmpty { return next() }
      var row = DatasetRow(line: record.line, text: record.text)
      let width = isMission ? 7 : 8
      guard CAATEULayout.width(of: record, atLeast: width) == width, record.cells.count >= width,
        record.isClosed
      else {
        row.faults = [.cells(record, of: width)]
        return row
      }
      if TIVTable.year(record[0]) == nil { row.faults.append(.notA("year", record, 0, "year")) }
      if isMission { mission(record, &row) } else { consultation(record, &row) }
      if !row.faults.isEmpty { row.claims = [] }
      return row
    }

    private func party(_ record: QuotedRecord, _ cell: Int) -> PrintedParty? {
      let (code, name) = (record[cell], record[cell + 1])
      return code.isEmpty && name.isEmpty ? nil : PrintedParty(name, code: code.isEmpty ? nil : code)
    }

    private mutating func mission(_ record: QuotedRecord, _ row: inout DatasetRow) {
      var claim = DatasetClaim(status: Stage.approved.slug)
      (claim.supplier, claim.recipient) = (party(record, 1), party(record, 3))
      if claim.supplier == nil { row.faults.append(.noName(record, 2, "source")) }
      if claim.recipient == nil { row.faults.append(.noName(record, 4, "destination")) }
      guard row.faults.isEmpty else { return }
      (claim.from, claim.to) = (record[0], record[0])
      claim.evidence = record[6].isEmpty ? nil : record[6]
      claim.note = record[5].isEmpty ? nil : record[5]
      claim.deal = numbering.key((0..<7).map { record[$0] })
      row.claims = [claim]
    }

    private func consultation(_ record: QuotedRecord, _ row: inout DatasetRow) {
      let (member, destination) = (party(record, 1), party(record, 3))
      if member == nil && destination == nil {
        row.faults.append(
          DatasetFault(
            kind: "no name", sentence: "neither a member nor a destination is named", field: "source",
            column: record.column(of: 2)))
      }
      let numbers: [(cell: Int, field: String, unit: String, party: PrintedParty?)] = [
        (5, "initiated", "consultation-initiated", member), (6, "received", "consultation-received", member),
        (7, "concerning", "consultation", destination),
      ]
      for (cell, field, unit, party) in numbers where !record[cell].isEmpty {
        guard let number = Int64(record[cell]), number >= 0 else {
          row.faults.append(.notA("whole number", record, cell, field))
          continue
        }
        guard let party else { continue }
        var claim = DatasetClaim(status: Stage.reported.slug)
        if cell == 7 { claim.recipient = party } else { claim.supplier = party }
        claim.isAggregate = true
        (claim.from, claim.to) = (record[0], record[0])
        (claim.quantity, claim.quantityUnit) = (number, unit)
        claim.note = "Consultations between members on licences that one of them has denied; no transfers"
        row.claims.append(claim)
      }
    }
  }
}
