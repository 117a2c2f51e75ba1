/// The prices that comments give for several deals at once.
///
/// Every deal of the group says the same price; so that it stays one claim, its period is that of the orders of all
/// of them.
struct SIPRIPriceGroups: Sendable {
  private struct Key: Hashable {
    var supplier: String
    var recipient: String
    var low: Int64
    var high: Int64?
    var currency: String
    var programme: String?

    init(_ price: SIPRIComment.Price, _ supplier: String, _ recipient: String) {
      self.supplier = supplier
      self.recipient = recipient
      low = price.lowThousandths
      high = price.highThousandths
      currency = price.currency
      programme = price.programme
    }
  }

  private struct Group {
    var first: Int?
    var last: Int?
    var passage: String
  }

  private var groups: [Key: Group] = [:]

  /// The group prices of a whole file.
  init(_ table: DatasetTable<SIPRIDealsColumn>) {
    guard !SIPRIPriceGroups.hasBrokenLines(table) else {
      var table = table
      while let record = table.next() {
        if record.isWhole { note(table.cells(of: record), table.header) }
      }
      return
    }
    var cells: [String] = []
    for section in table.sections {
      let header = section.header
      for place in section.lines where SIPRIPriceGroups.mayName(table.lines[place]) {
        guard header.syntax.split(table.lines[place], into: &cells) else { continue }
        note(DatasetCells(cells: cells, text: "", syntax: header.syntax, decimalComma: false), header)
      }
    }
  }

  private mutating func note(_ row: DatasetCells, _ header: DatasetHeader<SIPRIDealsColumn>) {
    guard let comment = row.text(header[.comments]), SIPRIPriceGroups.mayName(comment),
      let supplier = row.text(header[.supplier]), let recipient = row.text(header[.recipient])
    else { return }
    let year = row.text(header[.orderYear]).flatMap { DatasetNumber.year($0) }
    note(SIPRIComment(comment), supplier: supplier, recipient: recipient, orderYear: year)
  }

  /// Whether a record may stand on several lines: some line has too few cells.
  private static func hasBrokenLines(_ table: DatasetTable<SIPRIDealsColumn>) -> Bool {
    table.sections.contains { section in
      let separator = section.header.syntax.separator
      return section.lines.contains { place in
        let line = table.lines[place].utf8
        return !line.isEmpty && line.count { $0 == separator } < section.header.width - 1
      }
    }
  }

  /// No prices yet.
  init() {}

  /// Takes down the group prices of a deal's comment.
  mutating func note(_ comment: SIPRIComment, supplier: String, recipient: String, orderYear year: Int?) {
    for price in comment.prices where price.isOfGroup {
      let key = Key(price, supplier, recipient)
      var group = groups[key] ?? Group(first: year, last: year, passage: price.passage)
      // The same passage whatever the order of the rows.
      if (price.passage.utf8.count, price.passage) < (group.passage.utf8.count, group.passage) {
        group.passage = price.passage
      }
      if let year {
        group.first = min(group.first ?? year, year)
        group.last = max(group.last ?? year, year)
      }
      groups[key] = group
    }
  }

  /// Whether a line may have a comment with such a price.
  private static func mayName(_ line: String) -> Bool {
    CellSyntax.contains(line, "art of")
  }

  /// The claim of a group's price, the same for all its deals.
  func claim(
    _ price: SIPRIComment.Price, supplier: String, recipient: String, orderYear: Int?
  ) -> DatasetClaim {
    let group = groups[Key(price, supplier, recipient)]
    var claim = DatasetClaim(status: "ordered")
    claim.supplier = PrintedParty(supplier)
    claim.recipient = PrintedParty(recipient)
    claim.isAggregate = true
    claim.valueThousandths = price.lowThousandths
    claim.valueMaxThousandths = price.highThousandths
    claim.currency = price.currency
    claim.from = (group?.first ?? orderYear).map { String($0) }
    claim.to = (group?.last ?? orderYear).map { String($0) }
    claim.evidence = group?.passage ?? price.passage
    claim.extra["x_programme"] = price.programme
    return claim
  }
}
