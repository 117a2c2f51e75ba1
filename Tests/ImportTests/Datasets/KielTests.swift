import Testing

@testable import Import

@Suite("Ukraine Support Tracker")
struct KielTests {
  static let header = "\"donor\",\"category\",\"number_of_weapons\",\"monetary_value_eur\",\"weapons_list\"\n"

  @Test("Deals of the list and the row's sum")
  func weapons() throws {
    let text =
      Self.header + """
        "Northland","Tanks",45,1500000.25,"Boar-2 (mod. A; B) (42); Ox (Southland) (3)"
        "Southland","Air Defense",2,7,"Heron battery (1)"

        """
    let reading = try #require(TableReading(text, KielWeaponsLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>Ukraine tank:Boar-2 (mod. A; B) ordered 42 pieces",
        "Northland>Ukraine tank:Ox (Southland) ordered 3 pieces",
        "Northland>Ukraine tank ordered 2022-01-24.. 45 pieces 1500000250 EUR",
        "Southland>Ukraine air-defence:Heron battery ordered 1 pieces",
        "Southland>Ukraine air-defence ordered 2022-01-24.. 2 pieces 7000 EUR",
      ])
    #expect(reading.claims.map(\.isAggregate) == [false, false, true, false, true])
    #expect(reading.claims.allSatisfy { $0.mode == "aid" && $0.recipient?.code == "UKR" })
    #expect(
      reading.claims.map(\.deal) == [
        "Northland|Tanks|Boar-2 (mod. A; B)", "Northland|Tanks|Ox (Southland)", nil,
        "Southland|Air Defense|Heron battery", nil,
      ])
    #expect(reading.claims[1].evidence == "Ox (Southland) (3)")
    #expect(reading.remarks == ["Southland, Air Defense: 2 weapons, but those of the list come to 1"])
    #expect(reading.release.title.hasSuffix("2 rows, 47 pieces"))
  }

  @Test("A weapon of the list that is more than all weapons of the row is a contradiction")
  func contradiction() throws {
    let text = Self.header + "\"Northland\",\"Howitzers\",6,70,\"Heron (600000)\"\n"
    let reading = try #require(TableReading(text, KielWeaponsLayout.self))
    #expect(reading.claims.isEmpty)
    #expect(
      reading.faults.map(\.sentence) == ["'Heron (600000)' is more than the 6 weapons of the row"])
  }

  @Test("A donor has each category once")
  func repeated() throws {
    let line = "\"Northland\",\"Tanks\",1,70,\"Ox (1)\"\n"
    let reading = try #require(TableReading(Self.header + line + line, KielWeaponsLayout.self))
    #expect(reading.faults.map(\.sentence) == ["Northland has its Tanks on line 2 already"])
    #expect(reading.claims.count == 2)
  }

  @Test("Under a preamble, saved as one column, with decimal commas, thousands and zeros behind points")
  func saved() throws {
    let plain = """
      country,iso,year,month,total,financial,humanitarian,military
      Northland,NOR,2022,3,1.5,0,0,1234.0625
      Southland,,2023,12,2,0,0,7
      """
    let whole = try #require(TableReading(plain, KielMonthsLayout.self))
    #expect(whole.claims.count == 2)
    let commas = plain.replacing(",", with: ";").replacing(".", with: ",").replacing("1234,", with: "1.234,")
    let floats = plain.replacing("2022,3,", with: "2022.0,3.0,").replacing(",7", with: ",7.0")
    let quoted = plain.split(separator: "\n").map { "\"\($0)\"" }.joined(separator: "\n")
    let upper = plain.replacing("country,iso,year", with: "Country,ISO,Year")
    for text in [
      commas, floats, quoted, upper, "Aid by month\n\n" + plain, plain.replacing(",,", with: ",NaN,"),
    ] {
      let reading = try #require(TableReading(text, KielMonthsLayout.self), "\(text)")
      #expect(reading.claims == whole.claims, "\(text)")
    }
  }

  @Test("Releases without commitments are known, too")
  func noCommitments() throws {
    let text = """
      "country","iso","year","month","total","financial","humanitarian","military","gdp","pct_gdp"
      "Northland","NOR",2022,3,1.5,0,0,1.5,100,1.5
      """
    let reading = try #require(TableReading(text, KielMonthsLayout.self))
    #expect(reading.claims.map(short) == ["Northland>Ukraine ordered 2022-03 1500000000000 EUR"])
    #expect(reading.remarks.isEmpty)
  }

  @Test("Wrong rows say what is wrong")
  func faults() throws {
    let text =
      Self.header + """
        "","Tanks",1,1,"Ox (1)"
        "Northland","Spoons",1,1,"Ox (1)"
        "Northland","Tanks",x,-1,"Ox"
        "Northland","Tanks",1
        """
    let reading = try #require(TableReading(text, KielWeaponsLayout.self))
    #expect(reading.claims.isEmpty)
    #expect(
      reading.faults.map(\.kind) == [
        "no name", "not a known category", "not a whole number", "not a number",
        "not a list of weapons with their numbers", "number of cells",
      ])
    #expect(reading.faults.map(\.field).prefix(2) == ["donor", "category"])
  }

  @Test("Military aid by month, exact to the euro")
  func months() throws {
    let text = """
      "country","iso","year","month","total","financial","humanitarian","military","commitments","x"
      "Northland","NOR",2022,2,1,0,0,0.002645,9,0
      "EU (Commission and Council)","EU",2022,11,0,0,0,0,9,0
      "Northland","NOR",2022,13,1,0,0,2e-06,9,0
      """
    let reading = try #require(TableReading(text, KielMonthsLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>Ukraine ordered 2022-02 2645000000 EUR",
        "EU (Commission and Council)>Ukraine ordered 2022-11 0 EUR",
      ])
    #expect(reading.claims.map(\.supplier?.code) == ["NOR", "EU"])
    #expect(reading.faults.map(\.kind) == ["not a year and month"])
    #expect(reading.release.title == "Ukraine Support Tracker: aid by country and month, 2022-02 to 2022-11")
  }

  @Test("The published files, and those beside them that are none of ours")
  func published() throws {
    let folder = "kiel-ukraine-support-tracker"
    guard let weapons = PublishedFiles.file("\(folder)/weapons.csv"),
      let months = PublishedFiles.file("\(folder)/data_explorer.csv"),
      let allocations = PublishedFiles.file("\(folder)/total_allocations.csv"),
      let release = PublishedFiles.file("\(folder)/release_info.csv")
    else { return }
    let reading = try #require(TableReading(weapons, KielWeaponsLayout.self))
    #expect(reading.rows.count == 61 && reading.faults.isEmpty && reading.remarks.isEmpty)
    #expect(Set(reading.claims.compactMap(\.deal)).count == reading.claims.count - 61)
    let aid = try #require(TableReading(months, KielMonthsLayout.self))
    #expect(aid.rows.count == 1_079 && aid.claims.count == 1_079)
    // 172.993 billion in all, as the file of sums has it.
    let sum = aid.claims.compactMap(\.valueThousandths).reduce(0, +)
    #expect((sum + 500_000_000) / 1_000_000_000 == 172_993)
    #expect(DatasetLayouts.open(allocations) == nil && DatasetLayouts.open(release) == nil)
  }
}
