import ArmsModel

/// German arms exports by year and country, put together by Open Knowledge Foundation Deutschland.
///
/// `gesamt` is what the single licences of the year are worth. `war_weapons` is another measure, the war weapons that
/// actually left the country: its sums are those of the government's reports under that heading, and for some
/// countries it is more than was licensed in the year. It is part of all deliveries, not their sum.
enum GermanLicencesLayout: DatasetLayout {
  static let slug = "german-licences"
  static let name = "German arms exports by year and country"
  static let headers = [["year", "gesamt", "war_weapons", "country_e", "iso3_code"]]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    QuotedTable(file, columns: headers[0], figures: ["gesamt", "war_weapons"]).map(Reader.init)
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    var remarks: [String] { table.remarks }
    private var table: QuotedTable

    init(_ table: QuotedTable) {
      self.table = table
      var (all, years) = (table, (first: Int.max, last: Int.min))
      while let (record, _) = all.next() {
        guard let year = Reader.year(table.figure(0, of: record)) else { continue }
        years = (min(years.first, year), max(years.last, year))
      }
      var release = DatasetRelease(
        dataset: "German Arms Export Licences", assertedBy: "German Ministry for Economic Affairs",
        url: "https://github.com/okfde/armsexport-map", title: "German arms exports by year and country",
        layout: GermanLicencesLayout.slug)
      if years.first <= years.last {
        release.title += ", \(years.first)-\(years.last)"
        (release.firstYear, release.lastYear) = (years.first, years.last)
      }
      release.suppliers = ["Germany"]
      self.release = release
    }

    /// The year of `2000-01-01`, which is how years are written, or of `2000`.
    private static func year(_ text: String) -> Int? {
      guard text.utf8.count == 4 || text.hasSuffix("-01-01") && text.utf8.count == 10 else { return nil }
      return TIVTable.year(String(text.prefix(4)))
    }

    mutating func next() -> DatasetRow? {
      guard let (record, read) = table.next() else { return nil }
      var row = read
      guard row.faults.isEmpty else { return row }
      let (country, code) = (table.text(3, of: record), table.text(4, of: record))
      let year = Reader.year(table.figure(0, of: record))
      if year == nil { row.faults.append(table.notA("year", 0, record)) }
      if country.isEmpty { row.faults.append(table.noName(3, record)) }
      var amounts: [Int64?] = []
      for column in 1...2 {
        let text = table.figure(column, of: record)
        amounts.append(text.isEmpty ? nil : ScaledDecimal.read(text, places: 3))
        if amounts.last == .some(nil), !text.isEmpty {
          row.faults.append(table.notA("number", column, record))
        }
      }
      guard row.faults.isEmpty, let year else { return row }
      for (amount, stage, note) in [
        (amounts[0], Stage.approved, "Single licences of the year"),
        (
          amounts[1], .delivered,
          "War weapons only; 0 may mean that the year's report does not list the country"
        ),
      ] {
        guard let amount else { continue }
        var claim = DatasetClaim(status: stage.slug)
        claim.supplier = PrintedParty("Germany", code: "DEU")
        claim.recipient = PrintedParty(
          country, code: code.allSatisfy(\.isLetter) && !code.isEmpty ? code : nil)
        claim.isAggregate = true
        (claim.from, claim.to) = ("\(year)", "\(year)")
        (claim.valueThousandths, claim.currency, claim.note) = (amount, "EUR", note)
        row.claims.append(claim)
      }
      table.keepOthers(of: record, in: &row)
      return row
    }
  }
}
