import Testing

@testable import Import

@Suite("SIPRI's register under short names of columns")
struct SIPRIShortCodeTests {
  private static let header =
    "tidn,buyercod,sellercod,odat,odai,onum,onai,ldat,term,desig2,wcat,desc,coprod,nrdel,nrdelai,delyears,buyer,seller,"
    + "status,tivunit,tivorder,tivdel"
  private static let rows = [
    "70001,KEN,NOR,2016,X,40,X,2017,N/A,Kestrel-2 120mm,AR,Towed mortar,,38,X,2017,Kenya,Norway,N,0.05,2,1.9",
    "70002,KEN,NOR,2012,,150,,2014,AID,Wasp,MI,SAM,L,150,,2012-2014,Kenya,Norway,S,0.44,66,66",
    "70003,HIL,XXS,2008,,4,X,0,ASS,Otter,AV,New kind of thing,L,,,,Hill Front (Chad)*,Unknown supplier(s),R,0.0792,3,0",
  ]
  private static func text(_ rows: [String] = rows, footer: String = ",,,,,194,,,,,,,,188,,,,,,,,") -> String
  {
    ([header] + rows + [footer]).joined(separator: "\n")
  }

  @Test("A deal is an order and what was delivered of it, under SIPRI's number")
  func deal() throws {
    let read = try ReadDataset(Self.text())
    #expect(read.release.layout == "sipri-short-codes" && read.release.isSelection)
    #expect(read.release.assertedBy == "SIPRI")
    #expect(
      read.release.title == "Trade register, short names of columns: selection not stated, "
        + "from Norway; Unknown supplier(s), to Hill Front (Chad)*; Kenya, years up to 2017, "
        + "3 records, 2012 to 2017, fingerprint b77306ed26ae4b0f")
    #expect(read.rows.count == 3 && read.faults.isEmpty && read.remarks.isEmpty)
    #expect(read.tiv == 67_900)
    let (order, delivery) = (read.rows[0].claims[0], read.rows[0].claims[1])
    #expect(order.status == "ordered" && order.quantity == 40 && order.from == "2016" && order.to == nil)
    #expect(order.estimates == ["quantity", "from"] && order.deal == "70001" && order.condition == "new")
    #expect(
      order.supplier?.name == "Norway" && order.recipient?.name == "Kenya" && order.recipient?.code == nil)
    #expect(order.category == "mortar" && order.mode == nil)
    #expect(
      order.extra == [
        "x_description": "Towed mortar", "x_buyercod": "KEN", "x_sellercod": "NOR", "x_ldat": "2017",
        "x_wcat": "AR",
        "x_tiv_per_unit": "0.05", "x_tiv_order": "2",
      ])
    #expect(delivery.status == "delivered" && delivery.quantity == 38 && delivery.years == [2017])
    #expect(delivery.valueThousandths == 1900 && delivery.currency == "TIV")
    #expect(delivery.estimates == ["quantity"] && delivery.from == "2017" && delivery.to == "2017")
  }

  @Test("Terms, states of goods, spans of years, and orders without a delivery")
  func others() throws {
    let rows = try ReadDataset(Self.text()).rows
    let span = rows[1].claims[1]
    #expect(span.from == "2012" && span.to == "2014" && span.years == nil)
    #expect(span.mode == "aid" && span.condition == "second-hand")
    #expect(rows[2].claims.map(\.status) == ["ordered"])
    let order = rows[2].claims[0]
    #expect(
      order.mode == "kit-assembly" && order.condition == "modernized" && order.category == "armoured-vehicle")
    #expect(order.extra["x_coprod"] == "L" && order.extra["x_ldat"] == nil && order.extra["x_term"] == "ASS")
    #expect(order.extra["x_tiv_per_unit"] == "0.0792")
  }

  @Test("Sums at the end are no record; where they disagree it is said")
  func footer() throws {
    let read = try ReadDataset(Self.text(footer: ",,,,,200,,,,,,,,188,,,,,,,,"))
    #expect(read.rows.count == 3)
    #expect(read.remarks == ["line 5 says that 'onum' adds up to 200; the records add up to 194"])
  }

  @Test("Of some columns only, with carriage returns alone, the deals count, equal ones too")
  func cutColumns() throws {
    let lines = [
      "buyercod,sellercod,desig2,desc,nrdel,buyer,seller,tivunit,tivorder,tivdel",
      "KEN,NOR,Otter,Frigate,2,Kenya,Norway,2,4,4", "KEN,NOR,Otter,Frigate,2,Kenya,Norway,2,4,4",
      "KEN,NOR,Sj\u{ED}_bird,Submarine,0,Kenya,Norway,2,4,0", "PER,,Wasp,SAM,1,,,1,1,0", ",,,,5,,,,,",
    ]
    let bytes = lines.joined(separator: "\r").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let read = try ReadDataset(bytes)
    #expect(read.encoding == "Windows-1252")
    #expect(read.rows.map(\.line) == [2, 3, 4, 5])
    #expect(read.rows[0].claims.map(\.status) == ["delivered"])
    let delivery = read.rows[0].claims[0]
    #expect(delivery.quantity == 2 && delivery.from == nil && delivery.years == nil)
    #expect(delivery.deal == "Kenya|Norway||Otter|Frigate|" && delivery.extra["x_description"] == "Frigate")
    #expect(delivery.extra["x_tiv_order"] == "4")
    #expect(read.rows[1].claims[0].deal == "Kenya|Norway||Otter|Frigate|#2")
    #expect(read.rows[2].claims.map(\.status) == ["ordered"] && read.rows[2].claims[0].weapon == "Sjí_bird")
    // Codes stand in for names; without either there is a fault.
    #expect(read.rows[3].faults.map(\.field) == ["sellercod"])
    #expect(
      read.release.title.hasSuffix(
        "selection not stated, from Norway, to Kenya; PER, 5 pieces delivered, 3 records, fingerprint 4689c20a9de0f8d8"
      ))
    #expect(read.remarks.contains { $0.hasPrefix("lacks 'tidn', 'odat'") })
    let least = try ReadDataset("seller,buyer,desig2\nNorway,Kenya,Otter\n")
    #expect(least.rows[0].claims.map(\.status) == ["ordered"])
  }

  @Test("What cannot be read is told with its place")
  func faults() throws {
    let read = try ReadDataset(
      Self.text(
        [
          "70001,KEN,NOR,16,X,40,Y,2017,N/A,Wasp,AR,SAM,,x,X,20-2017,Kenya,Norway,Q,0.05,2,none",
          "70002,KEN,KEN,2016,,1,,0,N/A,Wasp,AR,SAM,,1,,2017,Kenya,Kenya,N,1,1,1",
          "70002,KEN,NOR,2016,,1,,0,N/A,Wasp,AR,SAM,,1,,2017,Kenya,Norway,N,1,1,1",
          "70003,KEN,NOR,2016,,1,,0,N/A,Wasp,AR,SAM",
        ], footer: ""))
    #expect(
      read.rows.map { Set($0.faults.map(\.kind)) } == [
        ["not a year", "not a mark", "not a number", "unknown status"], ["same party"], ["repeated deal"],
        ["number of cells"],
      ])
    #expect(read.rows[0].faults.first { $0.field == "odat" }?.column == 15)
  }

  @Test("The real files of this kind")
  func realFiles() throws {
    if let bytes = realDataset("sipri-trade-register/by-seller_selected_2020-03.csv") {
      let read = try ReadDataset(bytes)
      #expect(read.rows.count == 77 && read.faults.isEmpty && read.remarks.isEmpty)
      #expect(Set(read.rows.map { $0.claims.first?.deal }).count == 77)
      #expect(read.claims.allSatisfy { $0.category != nil })
      #expect(read.rows.count { $0.claims.count == 1 } == 2)
    }
    if let bytes = realDataset("sipri-trade-register/by-seller_cut-columns_2000_cr-only.csv") {
      let read = try ReadDataset(bytes)
      #expect(read.rows.count == 725 && read.faults.isEmpty)
      #expect(read.remarks.count == 1)
      #expect(Set(read.rows.map { $0.claims.first?.deal }).count == 725)
      #expect(read.claims.allSatisfy { $0.category != nil })
      #expect(read.rows.contains { $0.claims.first?.weapon == "Kilií_" })
    }
  }
}
