import Testing

@testable import ArmsModel

@Suite("Money of other kinds and times")
struct MoneyTableTests {
  private static func rate(
    _ base: String, _ currency: String, _ year: Int, _ rate: Double, _ source: String
  )
    -> ReferenceData.RateRow
  {
    ReferenceData.RateRow(base: base, currency: currency, year: year, rate: rate, source: source)
  }

  private let table = MoneyTable(
    rates: [
      rate("EUR", "USD", 2012, 1.25, "bank"), rate("EUR", "USD", 2013, 1.5, "bank"),
      rate("EUR", "GBP", 2012, 0.8, "bank"), rate("EUR", "DEM", 2012, 2, "council"),
      rate("USD", "AZN", 2012, 0.8, "office"), rate("USD", "AMD", 2012, 400, "office"),
      rate("USD", "XXX", 2012, 4, "office"),
    ],
    indices: [
      ReferenceData.PriceRow(currency: "USD", year: 2012, value: 200, source: "labour"),
      ReferenceData.PriceRow(currency: "USD", year: 2013, value: 250, source: "labour"),
      ReferenceData.PriceRow(currency: "USD", year: 2020, value: 300, source: "labour"),
    ])

  private func factor(
    _ from: String, _ to: String, _ first: Int = 2012, _ last: Int? = nil, prices: Int? = nil,
    constant: Int? = nil
  ) -> Double? {
    let found = table.conversion(
      from: from, priceYear: prices, to: to, constantYear: constant, firstYear: first, lastYear: last ?? first
    )
    let quick = table.factor(
      from: from, priceYear: prices, to: to, constantYear: constant, firstYear: first, lastYear: last ?? first
    )
    #expect(found?.factor == quick)
    return found?.factor
  }

  @Test("A rate is used both ways, and over the euro, the dollar or both")
  func ways() {
    #expect(factor("EUR", "USD") == 1.25)
    #expect(factor("USD", "EUR") == 0.8)
    #expect(factor("GBP", "USD") == 1.5625)
    #expect(factor("AMD", "AZN") == 0.0025 * 0.8)
    #expect(factor("DEM", "AZN") == 0.5 * 1.25 * 0.8)
    #expect(factor("AZN", "GBP") == 1.25 * 0.8 * 0.8)
  }

  @Test("The factor of several years is their mean, and none if a year lacks")
  func spans() {
    #expect(factor("EUR", "USD", 2012, 2013) == 1.375)
    #expect(factor("EUR", "USD", 2012, 2014) == nil)
    #expect(factor("EUR", "USD", 2011) == nil)
    #expect(factor("EUR", "USD", 2013, 2012) == nil)
    #expect(factor("EUR", "USD", .min, .max) == nil)
  }

  @Test("Prices change as those of the target do, from the year of the figure")
  func deflating() {
    #expect(factor("USD", "USD", constant: 2020) == 1.5)
    #expect(factor("EUR", "USD", constant: 2020) == 1.25 * 1.5)
    #expect(factor("EUR", "USD", 2012, 2013, constant: 2020) == (1.25 * 1.5 + 1.5 * 1.2) / 2)
    #expect(factor("USD", "EUR", constant: 2020) == nil)
    #expect(factor("USD", "USD", 2014, constant: 2020) == nil)
    #expect(factor("USD", "USD", constant: 2021) == nil)
  }

  @Test("A figure in constant prices is taken at its price year, whenever it was delivered")
  func constantPrices() {
    #expect(factor("EUR", "USD", 1990, 2005, prices: 2012) == 1.25)
    #expect(factor("EUR", "USD", 1990, 2005, prices: 2012, constant: 2020) == 1.25 * 1.5)
    #expect(factor("USD", "USD", 1990, prices: 2013, constant: 2020) == 1.2)
  }

  @Test("What is no money has no rate")
  func noMoney() {
    for code in ["TIV", "XXX", "pieces", "usd", ""] {
      #expect(factor(code, "USD") == nil, "\(code)")
      #expect(factor("USD", code) == nil, "\(code)")
      #expect(factor(code, code) == nil, "\(code)")
    }
    #expect(factor("USD", "USD") == 1)
    #expect(factor("CHF", "CHF", 1800) == 1)
  }

  @Test("The sentence names rates, years and sources, each source once")
  func sentences() {
    func conversion(
      _ from: String, _ to: String, _ first: Int, _ last: Int, _ constant: Int?
    )
      -> MoneyTable.Conversion?
    {
      table.conversion(
        from: from, priceYear: nil, to: to, constantYear: constant, firstYear: first, lastYear: last)
    }
    let plain = conversion("EUR", "USD", 2012, 2012, 2020)
    #expect(
      plain?.sentence == "EUR at 1.25 USD, average of 2012 (bank); prices of 2012 to 2020 at 1.5 (labour)")
    #expect(plain?.sources == ["bank", "labour"])
    let span = conversion("EUR", "USD", 2012, 2013, 2020)
    #expect(
      span?.sentence
        == "EUR at 1.375 USD, average of 2012 to 2013 (bank); prices of the years 2012 to 2013 to 2020 at 1.35"
        + " (labour); together 1.8375, the mean of the years")
    let crossed = conversion("AMD", "GBP", 2012, 2012, nil)
    #expect(crossed?.sentence == "AMD at 0.0016 GBP, average of 2012 (office; bank)")
    #expect(conversion("USD", "USD", 2012, 2012, nil)?.sentence == "USD as it is")
    #expect(conversion("USD", "USD", 2012, 2012, nil)?.sources == [])
  }

  @Test("Numbers of a sentence have five significant digits")
  func digits() {
    for (value, text) in [
      (1.0, "1"), (1.28479, "1.2848"), (0.000_123_456, "0.00012346"), (123_456.7, "123457"), (40.5, "40.5"),
      (99_999.6, "100000"), (9.999_96, "10"), (1_697, "1697"),
    ] {
      #expect(MoneyTable.significant(value) == text)
    }
  }
}
