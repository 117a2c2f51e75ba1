import ArmsModel
import Testing

@testable import Counting

@Suite struct RegisterComparisonTests {
  private static let tree = CategoryTree(
    [
      ("aircraft", nil), ("uav", "aircraft"), ("air-defence", nil), ("sam-system", "air-defence"),
      ("missile", nil), ("loitering-munition", "missile"), ("surface-to-air-missile", "missile"),
      ("artillery", nil), ("small-arms", nil), ("ammunition", nil), ("other", nil), ("tank", nil),
    ].map { WeaponCategory(slug: $0.0, parent: $0.1, name: $0.0.capitalized) })

  private func category(_ slug: String) -> CategoryTree.Index {
    RegisterComparisonTests.tree.index(of: slug) ?? -1
  }

  private func deal(
    _ designation: String, _ category: String = "uav", ordered: Int64? = 10, _ year: Int = 2011,
    delivered: Int64? = 10, years: [Int] = [2012, 2013], from supplier: String = "ISR",
    _ change: (inout RegisterDeal) -> Void = { _ in }
  ) -> RegisterDeal {
    var deal = RegisterDeal(key: "|", designation: designation)
    (deal.supplier, deal.recipient, deal.category) = (PartyCode(supplier), PartyCode("AZE"), category)
    (deal.orderYear, deal.ordered, deal.delivered, deal.years) = (year, ordered, delivered, years)
    deal.tiv = 5_000
    change(&deal)
    return deal
  }

  private func claim(
    _ stage: Stage, _ designation: String = "Heron-X", _ slug: String? = "uav", _ quantity: Int64? = nil,
    _ years: ClosedRange<Int>? = nil, _ change: (inout RegisterQuestion) -> Void = { _ in }
  ) -> RegisterQuestion {
    var question = RegisterQuestion(stage: stage)
    question.designation = designation
    question.category = slug.map(category) ?? -1
    question.quantity = quantity.map { CountedClaim.Interval($0) }
    (question.firstYear, question.lastYear) = (years?.lowerBound, years?.upperBound)
    change(&question)
    return question
  }

  /// The same of a Heron-X.
  private func heron(
    _ stage: Stage, _ quantity: Int64? = nil, _ years: ClosedRange<Int>? = nil,
    _ change: (inout RegisterQuestion) -> Void = { _ in }
  ) -> RegisterQuestion {
    claim(stage, "Heron-X", "uav", quantity, years, change)
  }

  private func answer(
    _ question: RegisterQuestion, _ deals: [RegisterDeal], others: [RegisterDeal] = [], made: Int? = 2024,
    from: Int? = nil, open: Bool = true
  ) -> RegisterAnswer {
    RegisterComparison(
      tree: RegisterComparisonTests.tree,
      release: RegisterComparison.Release(year: made, firstYear: from, listsOpenOrders: open),
      name: { $0?.rawValue ?? "nobody" }
    ).answer(question, deals: deals, others: others)
  }

  private func reasons(
    _ question: RegisterQuestion, _ deals: [RegisterDeal], others: [RegisterDeal] = [], made: Int? = 2024,
    from: Int? = nil
  ) -> [RegisterAnswer.Reason] {
    answer(question, deals, others: others, made: made, from: from).remarks.map(\.reason)
  }

  @Test func aMatchSaysThatItAgrees() {
    let found = answer(heron(.ordered, 10, 2011...2011), [deal("Other"), deal("Heron X")])
    #expect(found.remarks.isEmpty && found.deals.map(\.designation) == ["Heron X"])
    #expect(found.notes == ["It agrees: 10 ordered.", "The time agrees: ordered 2011."])
    // Under another name, and within a tenth.
    var alias = deal("Machatz")
    alias.weapon = 7
    #expect(reasons(heron(.delivered, 11, 2012...2012) { $0.weapon = 7 }, [alias]) == [])
    // Two deals of a time, added up.
    let sum = answer(heron(.ordered, 20, 2011...2011), [deal("Heron-X"), deal("Heron-X")])
    #expect(sum.remarks.isEmpty && sum.notes.first == "It agrees with the sum of 2 deals: 20 ordered.")
  }

  @Test func yearsApartAreCounted() {
    let found = answer(heron(.ordered, 10, 2013...2013) { $0.publishedYear = 2013 }, [deal("Heron-X")])
    #expect(found.remarks.map(\.reason) == [.year])
    #expect(
      found.remarks[0].sentence
        == "The claim dates the order of Heron-X to 2013, the register to 2011: 2 years earlier."
        + " The register is of 2024, the claim of 2013.")
    #expect(reasons(heron(.delivered, 10, 2015...2016), [deal("Heron-X")]) == [.year])
    #expect(reasons(heron(.delivered, 10, 2013...2015), [deal("Heron-X")]) == [])
    // "By 2015", and no time at all.
    #expect(reasons(heron(.delivered, 10) { $0.lastYear = 2015 }, [deal("Heron-X")]) == [])
    #expect(reasons(heron(.delivered, 10), [deal("Heron-X")]) == [])
  }

  @Test func ordersAndDeliveriesAreToldApart() {
    let part = deal("Heron-X", ordered: 10, delivered: 4)
    let found = answer(heron(.ordered, 4, 2011...2011), [part])
    #expect(found.remarks.map(\.reason) == [.stage])
    #expect(found.remarks[0].claimed == 4 && found.remarks[0].listed == 10)
    #expect(reasons(heron(.delivered, 10, 2012...2013), [part]) == [.stage])
    let open = deal("Heron-X", delivered: nil, years: [])
    #expect(reasons(heron(.delivered, nil, 2012...2012), [open]) == [.stage])
    #expect(reasons(heron(.cancelled, nil, 2012...2012), [deal("Heron-X")]) == [.stage])
    #expect(reasons(heron(.negotiating, nil, 2012...2012), [deal("Heron-X")]) == [])
    let selected = deal("Heron-X", delivered: nil, years: []) { $0.status = "selected" }
    #expect(reasons(heron(.ordered, 10, 2011...2011), [selected]) == [.stage])
  }

  @Test func quantitiesDiffer() {
    #expect(reasons(heron(.ordered, 25, 2011...2011), [deal("Heron-X")]) == [.quantity])
    #expect(reasons(heron(.delivered, 25, 2012...2013), [deal("Heron-X")]) == [.quantity])
    // What arrived first is a part.
    let part = answer(heron(.delivered, 3, 2012...2012), [deal("Heron-X")])
    #expect(part.remarks.isEmpty && part.notes.contains("The 3 may be a part of the 10 delivered in all."))
    let unknown = deal("Heron-X", ordered: nil)
    #expect(answer(heron(.ordered, 3), [unknown]).notes == ["It does not give the number ordered."])
    let kin = answer(claim(.ordered, "", "uav", 30, 2011...2011), [deal("A"), deal("B"), deal("C", "tank")])
    #expect(kin.remarks.map(\.reason) == [.quantity] && kin.remarks[0].listed == 20)
    #expect(reasons(claim(.ordered, "", "uav", 20, 2011...2011), [deal("A"), deal("B")]) == [])
    #expect(reasons(claim(.ordered, "", "uav", 30), [deal("A")]) == [])
  }

  @Test func unitsAreNotMixed() {
    let batteries = claim(.ordered, "Shield-3", "sam-system", 2, 2011...2011) { $0.quantityUnit = "battery" }
    let found = answer(batteries, [deal("Shield-3", "sam-system")])
    #expect(found.remarks.map(\.reason) == [.unit] && found.remarks[0].sentence.contains("(battery)"))
    #expect(reasons(batteries, [deal("Shield-3", "sam-system", ordered: 2)]) == [])
    var priced = heron(.ordered, nil, 2011...2011)
    (priced.value, priced.valueUnit) = (CountedClaim.Interval(80_000_000_000), FigureUnit(rawValue: "USD"))
    #expect(
      answer(priced, [deal("Heron-X")]).notes.last?.contains("not compared with the register's TIV") == true)
    priced.value = CountedClaim.Interval(5_000_000_000)
    #expect(reasons(priced, [deal("Heron-X")]) == [.unit])
  }

  @Test func classesAreToldApart() {
    #expect(
      reasons(claim(.delivered, "Sting", "uav"), [deal("Sting", "loitering-munition")]) == [.classification])
    let found = answer(
      claim(.ordered, "Shield-3", "sam-system", 100, 2011...2011),
      [deal("Shield-3", "surface-to-air-missile", ordered: 100)])
    #expect(found.remarks.map(\.reason) == [.classification])
    #expect(found.remarks[0].sentence.contains("their missiles as separate deals"))
    // Where both are listed, the one of the claim's class is meant.
    let both = [
      deal("Shield-3", "surface-to-air-missile", ordered: 100), deal("Shield-3", "sam-system", ordered: 4),
    ]
    #expect(reasons(claim(.ordered, "Shield-3", "sam-system", 4, 2011...2011), both) == [])
  }

  @Test func whatLiesOutsideTheScopeIsNotMissing() {
    #expect(reasons(claim(.delivered, "Tavor", "small-arms", 500), []) == [.scope])
    #expect(reasons(claim(.delivered, "", "ammunition"), []) == [.scope])
    #expect(reasons(claim(.delivered, "2B14 82mm", "artillery"), []) == [.scope])
    #expect(reasons(claim(.delivered, "D-30 122 mm", "artillery"), []) == [.missing])
    #expect(reasons(claim(.delivered, "Mini Owl", "uav"), []) == [.scope])
    #expect(RegisterScopeRule.calibre("NSV 12.7 mm") == nil && RegisterScopeRule.calibre("Pat 60-mm") == 60)
    // A row that is there all the same is compared.
    #expect(reasons(claim(.ordered, "Truck", "other", 10, 2011...2011), [deal("Truck", "other")]) == [])
  }

  @Test func absenceHasItsReason() {
    let other = deal("Heron-X", from: "FRA")
    let found = answer(heron(.ordered, 10, 2011...2011), [], others: [other, deal("Else", from: "RUS")])
    #expect(found.remarks.map(\.reason) == [.supplier] && found.others.count == 1)
    #expect(found.remarks[0].sentence.contains("from FRA, not from this supplier"))
    #expect(reasons(heron(.ordered, 10, 1999...1999), [], others: [other]) == [.missing])
    #expect(reasons(heron(.ordered, 10, 2024...2024), []) == [.age])
    #expect(reasons(heron(.ordered, nil) { $0.publishedYear = 2025 }, []) == [.age])
    #expect(reasons(heron(.delivered, nil, 1999...1999), [], from: 2005) == [.age])
    #expect(reasons(heron(.delivered, nil, 1999...1999), [], made: nil) == [.missing])
    let old = answer(heron(.ordered, nil, 1990...1990), [deal("Heron-X")])
    #expect(
      old.remarks.map(\.reason) == [.missing]
        && old.remarks[0].sentence.contains("Of other years it has Heron-X"))
    #expect(
      answer(heron(.ordered, nil, 2011...2011), [], open: false).remarks[0].sentence
        .contains("leaves out orders of which nothing was delivered"))
    // Nothing is listed before it is ordered; who names nothing is not looked up.
    #expect(reasons(claim(.requested), []) == [] && reasons(claim(.ordered, "", nil), []) == [])
    // An edition that is too old to have the later deliveries.
    let late = deal("Heron-X", ordered: 10, delivered: 4, years: [2023])
    #expect(reasons(heron(.delivered, 10, 2024...2024), [late]).contains(.age))
    #expect(
      reasons(heron(.delivered, nil, 2025...2025), [deal("Heron-X", delivered: nil, years: [])]) == [.age])
  }

  @Test func sumsAreShownAndNotJudged() {
    var total = claim(.delivered, "", nil, nil, 2012...2013)
    total.scope = .aggregate
    (total.value, total.valueUnit) = (CountedClaim.Interval(825_000_000_000), FigureUnit(rawValue: "USD"))
    let found = answer(total, [deal("A"), deal("B", years: [2013, 2016]), deal("C", years: [2001])])
    #expect(found.remarks.isEmpty && found.deals.count == 2)
    #expect(
      found.notes == [
        "It lists 2 deals with deliveries in these years: 5 million TIV, a volume and no price, and 1 that reach "
          + "beyond them, of which nobody tells how much lies inside."
      ])
  }

  // MARK: Tables

  @Test func tablesRoundAndNoMore() {
    func cell(
      _ supplier: String?, _ recipient: String?, _ years: ClosedRange<Int>, _ tiv: Int64
    ) -> RegisterTableCheck.Cell {
      RegisterTableCheck.Cell(
        supplier: supplier.map { PartyCode($0) }, recipient: recipient.map { PartyCode($0) },
        firstYear: years.lowerBound, lastYear: years.upperBound, tiv: tiv, claim: 1)
    }
    let byYear = deal("B", years: [2012, 2013]) {
      $0.deliveries = [.init(year: 2012, tiv: 1_000), .init(year: 2013, tiv: 4_000)]
    }
    var edition = RegisterEdition(
      deals: [deal("A", years: [2012]), byYear, deal("C", years: [2015, 2016])], layout: "x")
    func wrong(_ cell: RegisterTableCheck.Cell) -> Int64? {
      RegisterTableCheck(edition).mismatches([cell]).first?.sum
    }
    #expect(wrong(cell("ISR", nil, 1950...2024, 15_000)) == nil)
    #expect(wrong(cell("ISR", nil, 1950...2024, 15_500)) == nil)
    #expect(wrong(cell("ISR", nil, 1950...2024, 16_000)) == 15_000)
    #expect(wrong(cell(nil, "AZE", 2012...2012, 6_000)) == nil)
    #expect(wrong(cell(nil, "AZE", 2012...2012, 9_000)) == 6_000)
    #expect(wrong(cell("ISR", "AZE", 2013...2013, 9_000)) == 4_000)
    #expect(wrong(cell("RUS", nil, 2013...2013, 9_000)) == 0)
    // How much of C came in 2015 nobody tells.
    #expect(wrong(cell("ISR", nil, 2015...2015, 9_000)) == nil)
    edition.firstYear = 2012
    #expect(wrong(cell("ISR", nil, 1950...2024, 16_000)) == nil)
    edition.firstYear = nil
    edition.suppliers = [PartyCode("ISR")]
    #expect(wrong(cell(nil, "AZE", 1950...2024, 16_000)) == nil)
    #expect(wrong(cell("ISR", nil, 1950...2024, 16_000)) == 15_000)
  }
}
