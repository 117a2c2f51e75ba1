import Testing

@testable import Import

/// An invented register in the print of the old site.
private enum Printed {
  static let header = [
    "\t\t\t\t \tYear(s)\t\t", "Supplier/\t\tNo.\tWeapon\tWeapon\tYear\tof\tNo. \t",
    "\trecipient (R)\tordered\tdesignation\tdescription\tof order\tdelivery\tdelivered\tComments", "\t",
  ]
  static let suppliers = [
    "Kenya",
    "R: Cote d'Ivoire\t(12)\tKestrel-2 120mm\tMortar\t(2011)\t2011\t12\tProbably second-hand; $3 m deal",
    "     Hill Front (Chad)*\t4\tOtter\tFrigate\t1980\t1981-1983\t(4)\t",
    "     \t\t. .\tWasp\tPortable SAM\t1991\t(1992)\t..\tSecond-hand but modernized before delivery; aid",
    "     \t\t\tFalcon\tTank\t2018\t\t\tSelected but not yet ordered by end-2019",
    "\t",
    "Norway",
    "R: Chile\t10\tFalcon\tTank\t1990\t1991; 1994\t10\tPart of $90 m deal",
    "     \t\t10\tFalcon\tTank\t1990\t1991; 1994\t10\tPart of $90 m deal",
    "     \t\t5\tFalcon-B\tTank\t1994\t1995\t5\tPart of $90 m deal",
    "L: Peru\t6\tOtter\tPatrol craft\t1985\t1986-88\t6\t",
    "     \t\t2\tKestrel\tHelicopter\t1986\t1987\t2\tFor police",
    "",
  ]
  static func text(_ lines: [String] = suppliers) -> String {
    (header + lines).joined(separator: "\n") + "\n"
  }
}

@Suite("SIPRI's register as the old site printed it")
struct SIPRIRegisterTextTests {
  @Test("Names stand on the first line of theirs only")
  func names() throws {
    let read = try ReadDataset(Printed.text())
    #expect(read.release.layout == "sipri-register-text")
    #expect(read.faults.isEmpty && read.remarks.isEmpty)
    let pairs = read.rows.map { row in
      "\(row.claims.first?.supplier?.name ?? "") > \(row.claims.first?.recipient?.name ?? "")"
    }
    #expect(
      pairs == [
        "Kenya > Cote d'Ivoire", "Kenya > Hill Front (Chad)*", "Kenya > Hill Front (Chad)*",
        "Kenya > Hill Front (Chad)*", "Norway > Chile", "Norway > Chile", "Norway > Chile", "Norway > Peru",
        "Norway > Peru",
      ])
    #expect(read.rows.map(\.line) == [6, 7, 8, 9, 12, 13, 14, 15, 16])
    #expect(read.rows[0].text == Printed.suppliers[1])
    #expect(read.rows.allSatisfy { $0.tiv == nil })
  }

  @Test("Brackets around a figure mark an estimate, brackets in a name do not")
  func estimates() throws {
    let rows = try ReadDataset(Printed.text()).rows
    let (order, delivery, price) = (rows[0].claims[0], rows[0].claims[1], rows[0].claims[2])
    #expect(order.quantity == 12 && order.from == "2011" && order.estimates == ["quantity", "from"])
    #expect(
      order.condition == "second-hand" && order.category == "mortar" && order.weapon == "Kestrel-2 120mm")
    #expect(order.evidence == "Probably second-hand; $3 m deal")
    #expect(order.extra == ["x_description": "Mortar"])
    #expect(order.deal == "Cote d'Ivoire|Kenya|2011|Kestrel-2 120mm|Mortar|second-hand")
    #expect(delivery.quantity == 12 && delivery.estimates.isEmpty && delivery.currency == nil)
    #expect(delivery.from == "2011" && delivery.to == "2011" && delivery.years == [2011])
    #expect(price.valueThousandths == 3_000_000_000 && price.status == "ordered")

    let span = rows[1].claims[1]
    #expect(span.from == "1981" && span.to == "1983" && span.years == nil)
    #expect(span.quantity == 4 && span.estimates == ["quantity"])
    #expect(rows[1].claims[0].condition == nil && rows[1].claims[0].evidence == nil)
  }

  @Test("Two dots are not known; without a delivery there is an order alone")
  func unknown() throws {
    let rows = try ReadDataset(Printed.text()).rows
    let (order, delivery) = (rows[2].claims[0], rows[2].claims[1])
    #expect(order.quantity == nil && order.estimates.isEmpty && order.mode == "aid")
    #expect(order.condition == "modernized")
    #expect(delivery.quantity == nil && delivery.estimates == ["from", "to"] && delivery.years == [1992])
    #expect(rows[3].claims.map(\.status) == ["selected"])
  }

  @Test("Equal records are deals of their own; the price of a group is one claim")
  func groups() throws {
    let rows = try ReadDataset(Printed.text()).rows
    #expect(rows[4].claims[0].deal == "Chile|Norway|1990|Falcon|Tank|")
    #expect(rows[5].claims[0].deal == "Chile|Norway|1990|Falcon|Tank|#2")
    let prices = rows[4...6].compactMap(\.claims.last)
    #expect(Set(prices).count == 1)
    #expect(
      prices[0].isAggregate && prices[0].from == "1990" && prices[0].to == "1994" && prices[0].deal == nil)
    #expect(rows[4].claims[1].years == [1991, 1994])
  }

  @Test("Behind an L stand those that produce under licence")
  func licences() throws {
    let rows = try ReadDataset(Printed.text()).rows
    #expect(rows[7].claims.map(\.mode) == ["licence-production", "licence-production"])
    #expect(rows[7].claims[1].to == "1988")
    #expect(rows[8].claims[0].mode == "licence-production")
    #expect(rows[6].claims[0].mode == nil)
  }

  @Test("Grouped by recipients, suppliers stand behind an S and licensers behind an L")
  func byRecipient() throws {
    var header = Printed.header
    header[2] = "\tsupplier (S)\tordered\tdesignation\tdescription\tof order\tdelivery\tdelivered\tComments"
    let lines = [
      "Peru", "S: Chile\t1\tOtter\tFrigate\t1980\t1981\t1\t", "     Kenya\t1\tFalcon\tTank\t1980\t1981\t1\t",
      "L: Norway\t1\tWasp\tSAM\t1980\t1981\t1\t",
    ]
    let read = try ReadDataset((header + lines).joined(separator: "\r\n"))
    #expect(read.rows.map { $0.claims.first?.supplier?.name } == ["Chile", "Kenya", "Norway"])
    #expect(read.rows.allSatisfy { $0.claims.first?.recipient?.name == "Peru" })
    #expect(read.rows[2].claims[0].mode == "licence-production")
    // The labels alone tell it, too.
    let bare = try ReadDataset((["\t"] + lines).joined(separator: "\n"))
    #expect(bare.rows.map { $0.claims.first?.supplier?.name } == ["Chile", "Kenya", "Norway"])
  }

  @Test("What cannot be read is told with its place")
  func faults() throws {
    let read = try ReadDataset(
      Printed.text([
        "Kenya", "R: Chile\tmany\tOtter\tFrigate\t1980\t1981\t1\t",
        "     \t\t1\tOtter\tFrigate\t80\t1983-1981\t1\t",
        "     \t\t1\t\tFrigate\t1980\t1981\t1\t", "     Kenya\t1\tOtter\tFrigate\t1980\t1981\t1\t",
        "     Peru\t1\tOtter\tFrigate", "     \t\t1\tOtter\tFrigate\t1980\t1981\t1\tFor coast guard",
        "and for police", "Note: a remark", "", "Another remark",
      ]))
    #expect(
      read.rows.map { $0.faults.map(\.kind) } == [
        ["not a number"], ["not a year", "not a year"], ["empty"], ["same party"], ["number of cells"], [],
      ])
    #expect(read.rows[0].faults[0].column == 10 && read.rows[0].faults[0].field == "No. ordered")
    #expect(read.rows[1].faults[0].column == 24)
    #expect(read.rows[5].claims[0].evidence == "For coast guard and for police Note: a remark")
    #expect(
      read.remarks == [
        "lines joined to the records above them: 2", "lines that are no deals, passed over: 1",
      ])
  }

  @Test("Rich text says the same")
  func richText() throws {
    let rtf = #"""
      {\rtf1\mac\deff2 {\fonttbl{\f20\froman Times;}}
      {\stylesheet{\s2\tx1700 \sbasedon0 Trade tabs;}}{\info{\title secret\par}}{\*\unknown hidden}
      \pard\plain \s3 \f20\fs40 Transfers of major weapons: Deals with deliveries or orders made for 1950 to 2022\par
      {\b Note: \b0 The \'d4No. delivered\'d5 column.\par \b Information generated:\b0  18 February 2024\par \par }
      \tab \par
      {\b
      \tab \tab \tab \tab  \tab Year(s)\tab \tab \line
      Supplier/\tab \tab No.\tab Weapon\tab Weapon\tab Year\tab of\tab No.
      \tab \line
      \tab recipient (R)\tab ordered\tab designation\tab description
      \tab of order\tab delivery\tab delivered\tab Comments\par }
      {\b Kenya}\par{\b R:} C\'99te d'Ivoire\tab (2)\tab K\u246?ln\tab Frigate\tab 2013\tab 2017-2018\tab 2\tab $5 m deal\par{\b     } \tab\tab 1\tab Otter\tab Tank\tab (2015)\tab \tab \tab \par\pard \tab \par
      {\b Norway}\par{\b R:} Chile\tab 1\tab Wasp\tab SAM\tab 1980\tab 1981\tab 1\tab \par}
      """#
    let read = try ReadDataset(rtf)
    #expect(read.faults.isEmpty)
    #expect(read.rows.map(\.line) == [12, 12, 13])
    #expect(read.rows[0].text == "R: Côte d'Ivoire\t(2)\tKöln\tFrigate\t2013\t2017-2018\t2\t$5 m deal")
    #expect(read.rows[0].claims.map(\.status) == ["ordered", "delivered", "ordered"])
    #expect(read.rows[1].claims.map(\.status) == ["ordered"])
    #expect(read.rows[1].claims[0].recipient?.name == "Côte d'Ivoire")
    #expect(read.rows[2].claims[0].supplier?.name == "Norway")
    #expect(read.release.generated == "2024-02-18" && read.release.isSelection)
    #expect(read.release.firstYear == 1950 && read.release.lastYear == 2022)
    #expect(
      read.release.title
        == "Trade register, as text: selection not stated, from Kenya; Norway to Chile; Côte d'Ivoire, "
        + "1950 to 2022, generated 2024-02-18")
  }

  @Test("Saved again by a spreadsheet", arguments: [",", ";", "\t"])
  func spreadsheet(separator: String) throws {
    let whole = try ReadDataset(Printed.text() + "\n")
    let saved = Printed.text().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      while cells.count < 9 { cells.append("") }
      return cells.map { $0.isEmpty ? "" : "\"\($0)\"" }.joined(separator: separator)
    }
    let read = try ReadDataset(saved.joined(separator: "\r\n") + "\r\n")
    #expect(read.faults.isEmpty)
    #expect(read.claims == whole.claims)
    #expect(read.remarks == whole.remarks)
  }

  @Test("A file that is cut off says so, in rich text as a fault of its last deal")
  func cutOff() throws {
    #expect(
      try ReadDataset(String(Printed.text().dropLast(9))).remarks == [
        "the last line has no end: the file may have been cut off in it"
      ])
    let rich =
      "{\\rtf1\\mac " + Printed.text().replacing("\t", with: "\\tab ").replacing("\n", with: "\\par\n")
    #expect(try ReadDataset(rich + "}").faults.isEmpty)
    let cut = try ReadDataset(rich)
    #expect(cut.faults.map(\.kind) == ["cut off"])
    #expect(cut.good.count == 8)
    #expect(
      cut.faults.first?.sentence
        == "the file ends before its last brace, after 9 deals: what followed is missing")
  }

  @Test("Other files are not of this layout")
  func others() {
    func open(_ text: String) -> Bool {
      SIPRIRegisterTextLayout.open(
        DatasetFile(
          name: "x", lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
        != nil
    }
    #expect(
      !open("{\\rtf1 A letter\\par R: none}") && !open("") && !open("a\tb\tc\td\te\tf\tg") && !open("{\\rtf1")
    )
    #expect(open(Printed.text()))
  }

  @Test("The real register in print")
  func realFile() throws {
    guard let bytes = realDataset("sipri-trade-register/rtf-text_suppliers_1950-2019.txt") else { return }
    let read = try ReadDataset(bytes)
    #expect(read.rows.count == 26_762)
    // Two deals of a party with itself.
    #expect(read.faults.map(\.kind) == ["same party", "same party"])
    #expect(read.remarks == [])
    #expect(Set(read.good.map { $0.claims.first?.supplier?.name }).count == 136)
    // One of the two has no delivery either.
    #expect(read.good.count { row in !row.claims.contains { $0.status == "delivered" } } == 763)
    #expect(read.good.allSatisfy { $0.claims.first?.category != nil })
    #expect(Set(read.good.map { $0.claims.first?.deal }).count == 26_760)
    #expect(
      read.release.title == "Trade register, as text: selection not stated, years up to 2019, 26760 records, "
        + "1950 to 2019, fingerprint ed6553816a9fb2fb")
    #expect(!read.release.isSelection && read.release.doubts.count == 2)
  }
}
