import Testing

@testable import Import

@Suite("SIPRI's register, one line a deal")
struct SIPRIDealsTests {
  @Test("The edition is what stands above the header")
  func edition() throws {
    let release = try ReadDataset(InventedRegister.deals()).release
    #expect(release.dataset == "SIPRI Arms Transfers Database")
    #expect(release.assertedBy == "SIPRI")
    #expect(release.generated == "2024-10-13T14:20:11")
    #expect(release.firstYear == 1950)
    #expect(release.lastYear == 2024)
    #expect(release.suppliers == nil)
    #expect(release.recipients == nil)
    #expect(!release.isSelection)
    #expect(release.window == (nil, nil))
  }

  @Test("A deal is an order, what was delivered of it, and a price")
  func deal() throws {
    let row = try #require(try ReadDataset(InventedRegister.deals()).rows.first)
    #expect(row.line == 7)
    #expect(row.text == InventedRegister.deals[0])
    #expect(row.tiv == 261_000)
    #expect(row.claims.map(\.status) == ["ordered", "delivered", "ordered"])
    #expect(Set(row.claims.map(\.deal)) == ["Azerbaijan|Israel|2011|Falcon-Z|tank|new"])
    let (order, delivery, price) = (row.claims[0], row.claims[1], row.claims[2])
    #expect(order.quantity == 60)
    #expect(order.from == "2011")
    #expect(order.to == nil)
    #expect(order.estimates == ["from"])
    #expect(order.valueThousandths == nil)
    #expect(order.condition == "new")
    #expect(order.evidence == "$12 m deal; Falcon-Z2 version")
    #expect(order.extra == ["x_description": "tank", "x_tiv_per_unit": "4.5", "x_tiv_order": "270"])
    #expect(delivery.quantity == 58)
    #expect(delivery.years == [2012, 2014])
    #expect(delivery.from == "2012")
    #expect(delivery.to == "2014")
    #expect(delivery.valueThousandths == 261_000)
    #expect(delivery.valueMaxThousandths == nil)
    #expect(delivery.currency == "TIV")
    #expect(delivery.estimates == ["quantity"])
    #expect(price.valueThousandths == 12_000_000_000)
    #expect(price.currency == "USD")
    #expect(price.weapon == "Falcon-Z")
  }

  @Test("A printed zero for something delivered is up to half a million")
  func zero() throws {
    let delivery = try #require(try ReadDataset(InventedRegister.deals()).rows[1].claims.last)
    #expect(delivery.status == "delivered")
    #expect(delivery.valueThousandths == 0)
    #expect(delivery.valueMaxThousandths == 500)
    #expect(delivery.from == "1984")
    #expect(delivery.to == "1984")
    #expect(delivery.supplier?.name == "unknown supplier(s)")
    #expect(delivery.recipient?.name == "Hill Front (Chad)*")
    #expect(delivery.weapon == "Wasp-3")
    #expect(delivery.credibility == 3)
    #expect(delivery.deal == "Hill Front (Chad)|unknown supplier(s)|1984|Wasp-3|portable SAM|second-hand")
  }

  @Test("What was only selected is no order, and what was not delivered makes no such claim")
  func selected() throws {
    let claims = try ReadDataset(InventedRegister.deals()).rows[2].claims
    #expect(claims.map(\.status) == ["selected"])
    #expect(claims[0].quantity == nil)
  }

  @Test("Exact duplicates are deals of their own")
  func duplicates() throws {
    let deals = try ReadDataset(
      InventedRegister.deals([InventedRegister.deals[3], InventedRegister.deals[3]]))
    #expect(
      deals.rows.map { $0.claims[0].deal } == [
        "Cote d'Ivoire|France|1999|Kestrel|helicopter|modernized",
        "Cote d'Ivoire|France|1999|Kestrel|helicopter|modernized#2",
      ])
  }

  @Test("The price of a group is one claim for all its deals")
  func groups() throws {
    func deal(_ year: Int, _ weapon: String) -> String {
      "India,Israel,\(year),,2,,\(weapon),radar,2,,2015,New,Part of $900 m deal; \(weapon) version,1,2,2"
    }
    let deals = try ReadDataset(
      InventedRegister.deals([deal(2012, "Owl-1"), deal(2009, "Owl-2"), deal(2014, "Owl-3")]))
    let prices = deals.claims.filter(\.isAggregate)
    #expect(prices.count == 3)
    #expect(Set(prices).count == 1)
    #expect(prices[0].from == "2009")
    #expect(prices[0].to == "2014")
    #expect(prices[0].evidence == "Part of $900 m deal")
    #expect(prices[0].deal == nil)
    #expect(prices[0].weapon == nil)
    #expect(prices[0].valueThousandths == 900_000_000_000)
  }

  @Test("The whole register of October 2024")
  func real() throws {
    guard let bytes = realDataset("sipri-trade-register/deals_all_1950-2024_generated-2024-10-13.csv") else {
      return
    }
    let deals = try ReadDataset(bytes)
    #expect(deals.encoding == "Windows-1252")
    #expect(deals.rows.count == 27_951)
    #expect(deals.faults.isEmpty)
    #expect(deals.tiv == 2_065_055_210)
    let orders = deals.rows.compactMap(\.claims.first)
    let deliveries = deals.rows.compactMap { $0.claims.first { $0.status == "delivered" } }
    #expect(orders.count { $0.estimates.contains("from") } == 14_995)
    #expect(orders.count { $0.estimates.contains("quantity") } == 11_765)
    #expect(deliveries.count == 27_951)
    #expect(deliveries.count { $0.estimates == ["quantity"] } == 16_250)
    #expect(orders.count { $0.quantity == nil } == 57)
    #expect(deliveries.count { $0.years?.count ?? 0 > 1 } == 12_942)
    #expect(Set(orders.compactMap(\.deal)).count == 27_951)
    #expect(
      deals.remarks == [
        "2 records broken over several lines, joined again",
        "9 records equal to ones before them, counted as deals of their own, as SIPRI does",
      ])
    #expect(deals.rows.count { $0.text.contains("\n") } == 2)
    #expect(deals.release.generated == "2024-10-13T14:20:11")
  }
}
