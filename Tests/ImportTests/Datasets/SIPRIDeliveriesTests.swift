import Testing

@testable import Import

@Suite("SIPRI's register, one line a deal and year")
struct SIPRIDeliveriesTests {
  @Test("A deal's first row tells of its order, every row of a year's deliveries")
  func rows() throws {
    let read = try ReadDataset(InventedRegister.deliveries())
    #expect(read.faults.isEmpty)
    #expect(read.release.layout == "sipri-deliveries")
    #expect(
      read.rows.map { $0.claims.map(\.status) } == [
        ["ordered", "delivered"], ["delivered"], ["ordered", "delivered"],
      ])
    #expect(read.rows.map(\.tiv) == [90_000, 171_000, 49_000])
    let (order, first, second) = (read.claims[0], read.claims[1], read.claims[2])
    #expect(order.supplier?.name == "Israel")
    #expect(order.recipient?.name == "Azerbaijan")
    #expect(order.from == "2011")
    #expect(order.to == nil)
    #expect(order.quantity == nil)
    #expect(order.valueThousandths == nil)
    #expect(order.estimates == ["from"])
    #expect(order.deal == "90001")
    #expect(first.from == "2012")
    #expect(first.to == "2012")
    #expect(first.years == nil)
    #expect(first.quantity == 20)
    #expect(first.valueThousandths == 90_000)
    #expect(first.currency == "TIV")
    #expect(first.estimates == [])
    #expect(first.weapon == "Falcon-Z")
    #expect(first.category == "tank")
    #expect(
      first.extra == [
        "x_description": "tank", "x_armament_category": "Armoured vehicles", "x_local_production": "no",
        "x_tiv_new_unit": "4.5", "x_tiv_deal_unit": "4.5", "x_designation": "Falcon-Z -",
      ])
    #expect(second.estimates == ["quantity", "from", "to"])
  }

  @Test("What is not said to be an estimate or not is noted as such")
  func notStated() throws {
    let delivery = try #require(try ReadDataset(InventedRegister.deliveries()).claims.last)
    #expect(delivery.estimates == [])
    #expect(delivery.extra["x_estimates_not_stated"] == "quantity;from;to")
    #expect(delivery.extra["x_local_production"] == "yes")
    #expect(delivery.condition == "second-hand")
    #expect(delivery.weapon == "Otter")
  }

  @Test("The old site's file says the same, seller first, semicolons between cells")
  func oldSite() throws {
    let old = try ReadDataset(InventedRegister.oldDeliveries())
    let new = try ReadDataset(InventedRegister.deliveries())
    #expect(old.claims == new.claims)
    #expect(old.release.generated == "2020-03-09")
    #expect(old.release.firstYear == 1950)
    #expect(old.release.lastYear == 2019)
    #expect(!old.release.isSelection)
    #expect(old.release.suppliers == nil)
  }

  @Test("A semicolon in a description does not move the cells behind it")
  func semicolon() throws {
    let line = "90003;Israel;India;Owl;radar; airborne;Sensors;2001;No;3;No;2004;No;New;5;5;15;No"
    let read = try ReadDataset(InventedRegister.oldDeliveries([line]))
    #expect(read.faults.isEmpty)
    #expect(read.tiv == 15_000)
    #expect(read.claims[1].extra["x_description"] == "radar; airborne")
    #expect(read.claims[1].from == "2004")
  }

  @Test("Nor where the last cell is empty, padded or not", arguments: ["", ";", ";;;;;"])
  func semicolonBeforePadding(padding: String) throws {
    let lines = [
      "90003;Israel;India;Owl;radar; airborne;Sensors;2001;No;3;No;2004;No;New;5;5;15;" + padding,
      "90004;Israel;India;Owl;radar;Sensors;2001;No;3;No;2004;No;New;5;5;15;" + padding,
    ]
    let read = try ReadDataset(InventedRegister.oldDeliveries(lines))
    #expect(read.faults.isEmpty)
    #expect(read.tiv == 30_000)
    #expect(read.claims[1].extra["x_description"] == "radar; airborne")
    #expect(read.claims[3].extra["x_description"] == "radar")
    #expect(read.claims[1].extra["x_local_production"] == nil)
  }

  @Test("A spreadsheet's copy, with CRLF and a semicolon at each line's end, says the same")
  func spreadsheet() throws {
    let lines = InventedRegister.deliveries().split(separator: "\n", omittingEmptySubsequences: false)
    let copy = try ReadDataset(lines.map { $0 + ";" }.joined(separator: "\r\n"))
    let original = try ReadDataset(InventedRegister.deliveries())
    #expect(copy.claims == original.claims)
    #expect(copy.release == original.release)
  }

  @Test("A second delivery of one deal in one year is refused, and where the first is said")
  func repeated() throws {
    let read = try ReadDataset(
      InventedRegister.deliveries(InventedRegister.deliveries + [InventedRegister.deliveries[1]]))
    #expect(read.faults.map(\.kind) == ["repeated delivery"])
    #expect(read.faults[0].sentence == "deal 90001 has a delivery of 2014 already, on line 8")
  }

  @Test("The whole register of January 2025")
  func real() throws {
    guard let bytes = realDataset("sipri-trade-register/deliveries_all_2000-2030_generated-2025-01-03.csv")
    else { return }
    let read = try ReadDataset(bytes)
    #expect(read.rows.count == 20_480)
    #expect(read.faults.isEmpty)
    #expect(read.claims.count { $0.status == "ordered" } == 10_396)
    #expect(read.claims.count { $0.status == "delivered" } == 20_480)
    #expect(read.tiv == 613_035_740)
    let open = read.claims.filter { $0.extra["x_estimates_not_stated"] != nil }
    #expect(open.map(\.deal) == ["32082"])
    #expect(open.first?.extra["x_estimates_not_stated"] == "quantity;from;to")
    #expect(read.release.firstYear == 2000)
    #expect(read.release.window.first == 2000)
    #expect(read.release.window.last == nil)
  }
}
