import ArmsModel
import Import
import Storage
import Testing

@Suite("Exchange rates, prices and alliances of data/")
struct MoneyDataTests {
  private func data() throws -> ReferenceData { try RealWorld.data.get() }

  private func factor(
    _ table: MoneyTable, _ from: String, _ to: String, _ year: Int, constant: Int? = nil
  ) -> Double? {
    table.factor(
      from: from, priceYear: nil, to: to, constantYear: constant, firstYear: year, lastYear: year)
  }

  @Test("What is stored converts as what was read")
  func stored() throws {
    let data = try data()
    let knowledgeBase = try KnowledgeBase.inMemory(data)
    let (read, stored) = (data.moneyTable, try knowledgeBase.moneyTable())
    for row in data.rates {
      #expect(factor(stored, row.base, row.currency, row.year) == row.rate)
      #expect(factor(read, row.base, row.currency, row.year) == row.rate)
    }
    for row in data.prices {
      let found = factor(stored, row.currency, row.currency, row.year, constant: 2020)
      #expect(found == factor(read, row.currency, row.currency, row.year, constant: 2020))
      #expect(found ?? 0 > 0)
    }
    for organisation in Set(data.memberships.map(\.organisation)) {
      var expected: [PartyCode: [Period]] = [:]
      for row in data.memberships where row.organisation == organisation {
        expected[row.member, default: []].append(row.validity)
      }
      #expect(try knowledgeBase.memberships(of: organisation) == expected)
    }
    for code in ["AZE", "no such party"] {
      #expect(try knowledgeBase.memberships(of: PartyCode(code)) == [:])
    }
  }

  @Test(
    "Figures that are printed elsewhere",
    arguments: [
      ("EUR", "USD", 2012, 1.2848), ("EUR", "USD", 2000, 0.9236), ("EUR", "GBP", 2016, 0.8195),
      ("EUR", "DEM", 1999, 1.95583), ("USD", "SAR", 2010, 3.75), ("USD", "AED", 2019, 3.6725),
      ("USD", "DEM", 1995, 1.4331), ("USD", "FRF", 1995, 4.9915), ("USD", "RUR", 1996, 5120.8),
      ("USD", "AZN", 2018, 1.7), ("USD", "AMD", 2018, 482.99), ("USD", "RUB", 2013, 31.84),
    ])
  func printed(base: String, currency: String, year: Int, rate: Double) throws {
    let found = try #require(factor(data().moneyTable, base, currency, year))
    #expect(abs(found / rate - 1) < 0.005, "\(found)")
  }

  @Test("Every currency of a known year becomes dollars, near what it was worth the year before")
  func triangles() throws {
    let table = try data().moneyTable
    let currencies = Set(try data().rates.flatMap { [$0.base, $0.currency] }).subtracting(["USD"])
    #expect(currencies.count >= 80)
    // Currencies that lost most of their worth within a year, or whose official rate was given up.
    let falling: Set<String> = [
      "AOA", "ARS", "AZM", "BRL", "BYR", "BGN", "EGP", "GEL", "GHS", "HRK", "IDR", "IQD", "IRR", "KZT", "LBP",
      "LYD", "MDL", "MKD", "NGN", "PEN", "RON", "ROL", "RUB", "RUR", "SDG", "SYP", "TJS", "TRL", "UAH", "UZS",
      "AMD", "BYN", "ETB", "SIT", "VND", "ALL", "AFN", "CNY", "DZD", "XAF", "XOF", "ISK", "CLP", "THB", "KRW",
    ]
    for currency in currencies {
      var before: Double?
      for year in 1960...2025 {
        let now = factor(table, currency, "USD", year)
        if let now {
          #expect(now > 0 && now.isFinite)
          let back = try #require(factor(table, "USD", currency, year))
          #expect(abs(now * back - 1) < 1e-12)
          if let before, !falling.contains(currency) {
            #expect((0.5...1.6).contains(now / before), "\(currency) in \(year): \(now / before)")
          }
        }
        before = now
      }
    }
  }

  @Test("Fixed conversion rates meet the market at the changeover")
  func changeover() throws {
    let table = try data().moneyTable
    for currency in ["DEM", "FRF", "ITL", "ESP", "NLG", "BEF", "ATS", "FIM", "PTE"] {
      let last = try #require(factor(table, currency, "USD", 1998))
      let first = try #require(factor(table, currency, "USD", 1999))
      #expect(abs(first / last - 1) < 0.1, "\(currency)")
    }
  }

  @Test("Who belonged to what, and when")
  func members() throws {
    let knowledgeBase = try KnowledgeBase.inMemory(data())
    func count(_ organisation: String, _ day: String) throws -> Int {
      let period = Period(from: PartialDate(day), to: PartialDate(day))
      return try knowledgeBase.memberships(of: PartyCode(organisation)).values.filter { periods in
        periods.contains { $0.overlaps(period) }
      }.count
    }
    for (organisation, day, number) in [
      ("X-NATO", "1949-12-31", 12), ("X-NATO", "1990-01-01", 16), ("X-NATO", "1999-03-12", 19),
      ("X-NATO", "2004-03-29", 26), ("X-NATO", "2024-03-07", 32), ("X-EU", "1958-01-01", 6),
      ("X-EU", "1992-01-01", 12), ("X-EU", "2004-05-01", 25), ("X-EU", "2020-01-31", 28),
      ("X-EU", "2020-02-01", 27), ("X-CSTO", "1998-01-01", 9), ("X-CSTO", "2003-01-01", 6),
      ("X-CSTO", "2010-01-01", 7), ("X-CSTO", "2020-01-01", 6), ("X-WARSAW-PACT", "1980-01-01", 7),
      ("X-GCC", "2000-01-01", 6), ("X-ASEAN", "2020-01-01", 10),
    ] {
      #expect(try count(organisation, day) == number, "\(organisation) on \(day)")
    }
  }
}
