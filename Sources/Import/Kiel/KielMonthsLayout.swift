import ArmsModel

/// The Ukraine Support Tracker's aid by country and month.
///
/// Only `military` is claimed: allocations, with training and money for arms. `commitments` and `to_be_allocated`
/// mix military aid with all other, and the tracker counts them apart from allocations.
enum KielMonthsLayout: DatasetLayout {
  static let slug = "kiel-months"
  static let name = "the Ukraine Support Tracker's aid by country and month"
  static let headers = [
    [
      "country", "iso", "year", "month", "total", "financial", "humanitarian", "military", "commitments",
      "to_be_allocated",
    ]
  ]
  /// What every release has; some have no commitments.
  private static let needed = ["country", "iso", "year", "month", "military", "total", "financial"]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    QuotedTable(
      file, columns: needed, figures: ["military", "total"], known: headers[0] + ["gdp", "pct_gdp"]
    ).map(Reader.init)
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    var remarks: [String] { table.remarks }
    private var table: QuotedTable

    init(_ table: QuotedTable) {
      self.table = table
      var (all, months) = (table, (first: "9999", last: "0000"))
      while let (record, _) = all.next() {
        guard let month = Reader.month(table, record) else { continue }
        months = (min(months.first, month), max(months.last, month))
      }
      var release = DatasetRelease(
        dataset: KielWeaponsLayout.dataset, assertedBy: KielWeaponsLayout.asserter,
        url: KielWeaponsLayout.url,
        title: "Ukraine Support Tracker: aid by country and month", layout: KielMonthsLayout.slug)
      if months.first <= months.last { release.title += ", \(months.first) to \(months.last)" }
      release.recipients = ["Ukraine"]
      self.release = release
    }

    private static func month(_ table: QuotedTable, _ record: QuotedRecord) -> String? {
      guard let year = TIVTable.year(table.figure(2, of: record)),
        let month = Int(table.figure(3, of: record)),
        (1...12).contains(month)
      else { return nil }
      return "\(year)-\(month < 10 ? "0" : "")\(month)"
    }

    mutating func next() -> DatasetRow? {
      guard let (record, read) = table.next() else { return nil }
      var row = read
      guard row.faults.isEmpty else { return row }
      let (donor, code) = (table.text(0, of: record), table.text(1, of: record))
      let month = Reader.month(table, record)
      // Billions of euros, to thousandths of a euro.
      let value = ScaledDecimal.read(table.figure(4, of: record), places: 12)
      if donor.isEmpty && code.isEmpty { row.faults.append(table.noName(0, record)) }
      if month == nil { row.faults.append(table.notA("year and month", 3, record)) }
      if value == nil { row.faults.append(table.notA("number", 4, record)) }
      guard row.faults.isEmpty, let month, let value else { return row }
      var claim = DatasetClaim(status: Stage.ordered.slug)
      claim.supplier = PrintedParty(donor, code: code.isEmpty ? nil : code)
      claim.recipient = PrintedParty("Ukraine", code: "UKR")
      (claim.mode, claim.isAggregate) = (TransferMode.aid.rawValue, true)
      (claim.from, claim.to) = (month, month)
      (claim.valueThousandths, claim.currency) = (value, "EUR")
      claim.note = "Military aid allocated, not committed; with training and money for arms"
      row.claims = [claim]
      table.keepOthers(of: record, in: &row)
      return row
    }
  }
}
