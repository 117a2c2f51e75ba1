import ArmsModel

/// The Ukraine Support Tracker's heavy weapons by donor and category.
///
/// Each weapon of a row's list is a deal, aid that was allocated; the row's number and worth are a sum limited to
/// its category. The file gives no dates: a deal has none, the sum is open from the tracker's first day.
enum KielWeaponsLayout: DatasetLayout {
  static let slug = "kiel-weapons"
  static let name = "the Ukraine Support Tracker's weapons by donor"
  static let headers = [["donor", "category", "number_of_weapons", "monetary_value_eur", "weapons_list"]]
  static let dataset = "Ukraine Support Tracker"
  static let asserter = "Kiel Institute"
  static let url = "https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/"

  static func open(_ file: DatasetFile) -> (any DatasetReader)? {
    QuotedTable(file, columns: headers[0], figures: ["monetary_value_eur"]).map(Reader.init)
  }

  /// A weapon of a list and how many: `M270 weapon system (Norway) (11)`.
  struct Item: Hashable {
    var name: String
    var number: Int64
    var text: String
  }

  /// The items of a list, or nil if one has no number in brackets at its end.
  ///
  /// A semicolon separates items only where such a number stands before it.
  static func items(_ list: String) -> [Item]? {
    var items: [Item] = []
    var pending = ""
    for part in list.split(separator: ";") {
      pending += pending.isEmpty ? String(part) : ";\(part)"
      let text = pending.withoutBlanksAround
      guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { continue }
      let digits = text[text.index(after: open)...].dropLast()
      let name = text[..<open].withoutBlanksAround
      guard let number = Int64(digits), number >= 0, !name.isEmpty else { continue }
      items.append(Item(name: name, number: number, text: text))
      pending = ""
    }
    return pending.withoutBlanksAround.isEmpty && !items.isEmpty ? items : nil
  }

  private static func category(_ name: String) -> String? {
    switch name.lowercased() {
    case "air defense", "air defence": "air-defence"
    case "howitzers": "howitzer"
    case "ifv", "ifvs", "infantry fighting vehicles": "ifv"
    case "mlrs": "multiple-rocket-launcher"
    case "tanks": "tank"
    default: nil
    }
  }

  private struct Reader: DatasetReader {
    let release: DatasetRelease
    private(set) var remarks: [String] = []
    private var table: QuotedTable
    private var numbering = DealNumbering()
    /// The line of each donor and category.
    private var lines: [String: Int] = [:]

    init(_ table: QuotedTable) {
      self.table = table
      remarks = table.remarks
      // The file does not name its release; what it adds up to tells one from another.
      var (all, rows, pieces) = (table, 0, Int64(0))
      while let (record, _) = all.next() {
        rows += 1
        pieces = saturatingSum(pieces, Int64(table.figure(2, of: record)) ?? 0)
      }
      release = DatasetRelease(
        dataset: KielWeaponsLayout.dataset, assertedBy: KielWeaponsLayout.asserter,
        url: KielWeaponsLayout.url,
        title: "Ukraine Support Tracker: heavy weapons by donor and category, \(rows) rows, \(pieces) pieces",
        layout: KielWeaponsLayout.slug)
    }

    mutating func next() -> DatasetRow? {
      guard let (record, read) = table.next() else { return nil }
      var row = read
      guard row.faults.isEmpty else { return row }
      let (donor, category) = (table.text(0, of: record), table.text(1, of: record))
      let slug = KielWeaponsLayout.category(category)
      let number = Int64(table.figure(2, of: record)).flatMap { $0 < 0 ? nil : $0 }
      let value = ScaledDecimal.read(table.figure(3, of: record), places: 3)
      let items = KielWeaponsLayout.items(table.text(4, of: record))
      if donor.isEmpty { row.faults.append(table.noName(0, record)) }
      if slug == nil { row.faults.append(table.notA("known category", 1, record)) }
      if number == nil { row.faults.append(table.notA("whole number", 2, record)) }
      if value == nil { row.faults.append(table.notA("number", 3, record)) }
      if items == nil { row.faults.append(table.notA("list of weapons with their numbers", 4, record)) }
      guard row.faults.isEmpty, let slug, let number, let value, let items else { return row }

      if let line = lines["\(donor)\n\(category)"] {
        row.faults.append(
          DatasetFault(
            kind: "repeated record", sentence: "\(donor) has its \(category) on line \(line) already",
            field: "donor", column: record.column(of: table.places[0])))
        return row
      }
      lines["\(donor)\n\(category)"] = record.line
      let listed = items.reduce(Int64(0)) { saturatingSum($0, $1.number) }
      if let item = items.first(where: { $0.number > number }) {
        row.faults.append(
          DatasetFault(
            kind: "contradiction", sentence: "'\(item.text)' is more than the \(number) weapons of the row",
            field: "weapons_list", column: record.column(of: table.places[4])))
        return row
      }
      if listed != number {
        remarks.append("\(donor), \(category): \(number) weapons, but those of the list come to \(listed)")
      }
      func claim(_ note: String) -> DatasetClaim {
        var claim = DatasetClaim(status: Stage.ordered.slug)
        (claim.supplier, claim.recipient) = (PrintedParty(donor), PrintedParty("Ukraine", code: "UKR"))
        (claim.category, claim.mode, claim.note) = (slug, TransferMode.aid.rawValue, note)
        return claim
      }
      for item in items {
        var deal = claim("An allocation of aid; whether it was delivered is not said")
        (deal.weapon, deal.quantity, deal.evidence) = (item.name, item.number, item.text)
        deal.deal = numbering.key([donor, category, item.name])
        row.claims.append(deal)
      }
      var sum = claim("Allocations; the worth is the tracker's estimate")
      sum.isAggregate = true
      sum.from = "2022-01-24"
      (sum.quantity, sum.valueThousandths, sum.currency) = (number, value, "EUR")
      row.claims.append(sum)
      table.keepOthers(of: record, in: &row)
      return row
    }
  }
}
