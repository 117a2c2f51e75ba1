import ArmsModel

/// British export licences by month, rating and destination, as Campaign Against Arms Trade compiled them.
///
/// A licence is a ceiling, not an order. Each line is the part of a licence that falls under one rating.
enum CAATUKLicencesLayout: DatasetLayout {
  static let slug = "caat-uk-licences"
  static let name = "British export licences as compiled by CAAT"
  static let headers = [["licence_group", "date", "rating", "count", "value", "country", "refused"]]

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    QuotedTable(file, columns: headers[0], figures: ["value"]).map(Reader.init)
  }

  /// The category that a rating falls under, and why it is none of arms.
  ///
  /// ML ratings are those of the British, and the common European, military list. Only those whose goods are of one
  /// kind have a category of their own; the rest is `other`, and so is what the military list does not hold.
  static func category(ofRating rating: String) -> (slug: String, note: String?) {
    if rating.hasPrefix("ML") {
      switch rating.dropFirst(2).prefix(while: \.isNumber) {
      case "1": return ("small-arms", nil)
      // Bores from 20 mm on: guns, howitzers, mortars, and light weapons of that bore.
      case "2": return ("artillery", nil)
      case "3": return ("ammunition", nil)
      // Bombs, torpedoes, rockets, missiles, mines and grenades.
      case "4": return ("missile", nil)
      // Fire control and warning; 15: imaging.
      case "5", "15": return ("sensor", nil)
      // All military vehicles; most of their worth is armoured.
      case "6": return ("armoured-vehicle", nil)
      // Explosives and propellants.
      case "8": return ("ammunition", nil)
      case "9": return ("ship", nil)
      case "10": return ("aircraft", nil)
      // 7 agents and protection, 11 electronics, 12 kinetic energy, 13 armour, 14 training, 16 castings,
      // 17 sundries, 18 production, 19 beams, 20 cryogenics, 21 software, 22 technology.
      default: return ("other", nil)
      }
    }
    if rating.hasPrefix("PL5") {
      return ("other", "Security and para-military goods, on the national list beside the military one")
    }
    let bytes = Array(rating.utf8)
    if bytes.count >= 2, (0x30...0x39).contains(bytes[0]), (0x41...0x45).contains(bytes[1]) {
      return ("other", "Dual-use goods, not on the military list")
    }
    return ("other", "Controlled for its use or destination, not on the military list")
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    var remarks: [String] { table.remarks }
    private var table: QuotedTable
    private var numbering = DealNumbering()

    init(_ table: QuotedTable) {
      self.table = table
      var (all, months) = (table, (first: "9999", last: "0000"))
      while let (record, _) = all.next() {
        let month = table.text(1, of: record)
        guard Reader.isDate(month) else { continue }
        months = (min(months.first, String(month.prefix(7))), max(months.last, String(month.prefix(7))))
      }
      var release = DatasetRelease(
        dataset: "CAAT UK Export Licences", assertedBy: "UK Export Control Organisation",
        url: "https://caat.org.uk/data/exports-uk/", title: "UK export licences",
        layout: CAATUKLicencesLayout.slug)
      if months.first <= months.last {
        release.title += ", \(months.first) to \(months.last)"
        (release.firstYear, release.lastYear) = (Int(months.first.prefix(4)), Int(months.last.prefix(4)))
      }
      release.suppliers = ["United Kingdom"]
      self.release = release
    }

    /// Whether it is a month, `2008-01`, or a day, which some states of the file give.
    private static func isDate(_ text: String) -> Bool {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      return parts.count >= 2 && PartialDate(text) != nil
    }

    mutating func next() -> DatasetRow? {
      guard let (record, read) = table.next() else { return nil }
      var row = read
      guard row.faults.isEmpty else { return row }
      let (month, rating) = (table.text(1, of: record), table.text(2, of: record))
      let (count, value) = (table.figure(3, of: record), table.figure(4, of: record))
      let (country, refused) = (table.text(5, of: record), table.figure(6, of: record))
      let amount = ScaledDecimal.read(value, places: 3)
      if !Reader.isDate(month) { row.faults.append(table.notA("month", 1, record)) }
      if rating.isEmpty { row.faults.append(table.noName(2, record)) }
      if !value.isEmpty && amount == nil { row.faults.append(table.notA("number", 4, record)) }
      if country.isEmpty { row.faults.append(table.noName(5, record)) }
      if refused != "0" && refused != "1" { row.faults.append(table.notA("0 or 1", 6, record)) }
      guard row.faults.isEmpty else { return row }
      var claim = DatasetClaim(status: (refused == "1" ? Stage.denied : .approved).slug)
      (claim.supplier, claim.recipient) = (PrintedParty("United Kingdom", code: "GBR"), PrintedParty(country))
      (claim.category, claim.note) = CAATUKLicencesLayout.category(ofRating: rating)
      (claim.from, claim.to) = (month, month)
      if let amount { (claim.valueThousandths, claim.currency) = (amount, "GBP") }
      claim.deal = numbering.key([table.figure(0, of: record), month, rating, country])
      claim.extra["x_rating"] = rating
      if !count.isEmpty { claim.extra["x_licences"] = count }
      row.claims = [claim]
      table.keepOthers(of: record, in: &row)
      return row
    }
  }
}
