import ArmsModel
import Testing

@testable import Counting

@Suite struct RegisterDifferenceTests {
  private func deal(
    _ designation: String, _ year: Int = 2010, from supplier: String = "ISR", to recipient: String = "AZE",
    key: String = "|", ordered: Int64? = 10, years: [Int] = [2012], tiv: Int64? = 5_000,
    _ change: (inout RegisterDeal) -> Void = { _ in }
  ) -> RegisterDeal {
    var deal = RegisterDeal(key: key, designation: designation)
    deal.supplier = PartyCode(supplier)
    deal.recipient = PartyCode(recipient)
    deal.orderYear = year
    deal.description = "UAV"
    deal.condition = "new"
    (deal.ordered, deal.delivered, deal.years, deal.tiv) = (
      ordered, years.isEmpty ? nil : ordered, years, tiv
    )
    change(&deal)
    return deal
  }

  private func edition(
    _ deals: [RegisterDeal], _ layout: String = "rows", from: Int? = nil, to: Int? = nil
  ) -> RegisterEdition {
    var edition = RegisterEdition(deals: deals, layout: layout)
    (edition.firstYear, edition.lastYear) = (from, to)
    return edition
  }

  private func difference(_ old: [RegisterDeal], _ new: [RegisterDeal]) -> RegisterDifference {
    RegisterDifference(from: edition(old), to: edition(new))
  }

  /// What changed, as "kind field old new".
  private func told(_ difference: RegisterDifference) -> [String] {
    difference.changes.flatMap { change in
      change.kind == .changed
        ? change.fields.map {
          "\($0.kind.rawValue) \($0.field.rawValue): \($0.old ?? "–") -> \($0.new ?? "–")"
        }
        : ["\(change.kind.rawValue) \(change.deal?.designation ?? "")"]
    }
  }

  @Test func theSameEditionDoesNotDiffer() {
    let deals = [deal("A"), deal("A"), deal("B", years: [2012, 2014])]
    let same = difference(deals, deals.reversed())
    #expect(same.changes.isEmpty)
    #expect(same.before == same.after && same.before.deals == 3 && same.before.tiv == 15_000)
  }

  @Test func eachFieldIsToldWithOldAndNew() {
    let new = deal("A", ordered: 12, years: [2012, 2013], tiv: 6_000) {
      $0.comment = "Kit"
      $0.condition = "used"
    }
    #expect(
      told(difference([deal("A")], [new])) == [
        "changed condition: new -> used", "changed ordered: 10 -> 12", "changed delivered: 10 -> 12",
        "changed years: 2012 -> 2012; 2013", "changed tiv: 5 -> 6", "changed comment: – -> Kit",
      ])
    #expect(told(difference([deal("A")], [deal("B", 1999, ordered: 3)])) == ["added B", "gone A"])
  }

  /// A mark that is gone confirms nothing; it is told apart from a new number.
  @Test func aLostMarkIsNoChangeOfNumber() {
    let old = deal("A") {
      $0.orderedMark = .estimate
      $0.orderYearMark = .estimate
    }
    let new = deal("A") { $0.deliveredMark = .estimate }
    #expect(
      told(difference([old], [new])) == [
        "mark lost order_year: 2010? -> 2010", "mark lost ordered: 10? -> 10",
        "mark set delivered: 10 -> 10?",
      ])
  }

  @Test func theRegistersOwnNumberGoesBeforeAllElse() {
    let old = [deal("A", key: "7"), deal("B", key: "8")]
    let new = [deal("B", key: "7"), deal("A", key: "9")]
    let changes = difference(old, new)
    #expect(told(changes).sorted() == ["added A", "changed designation: A -> B", "gone B"])
    #expect(changes.changes.first { $0.kind == .changed }?.matchedBy == "number")
  }

  @Test func rewordedDealsAreFoundByTheirFit() {
    // The words of one layout and of the other.
    for (a, b) in [("9K11 Quill", "Quill"), ("Heron-8", "Heron 8 / Type 5"), ("EX/M-2032", "M-2032")] {
      let changes = difference([deal(a)], [deal(b)])
      #expect(told(changes) == ["changed designation: \(a) -> \(b)"])
      #expect(changes.changes.first?.matchedBy == "fit")
    }
    // Another number, years and kind: nothing speaks for one deal but the year of order.
    let other = deal("Zephyr", ordered: 3, years: [2015]) { $0.description = "radar" }
    #expect(told(difference([deal("A")], [other])) == ["gone A", "added Zephyr"])
    // Two fit as well: nobody knows which.
    #expect(
      told(difference([deal("Quill")], [deal("Heron"), deal("Lance")])).sorted().first == "added Heron")
  }

  @Test func anotherPartyIsAMoveAndNoLoss() throws {
    let new = deal("A", from: "RUS", tiv: 7_000)
    let changes = difference([deal("A")], [new])
    #expect(told(changes) == ["changed supplier: ISR -> RUS", "changed tiv: 5 -> 7"])
    let volumes = changes.volumes()
    let left = try #require(volumes[deal("A").pair])
    let right = try #require(volumes[new.pair])
    #expect((left.before, left.after, left.renamed) == (5_000, 0, -5_000))
    #expect((right.before, right.after, right.renamed, right.changed) == (0, 7_000, 5_000, 2_000))
  }

  @Test func dealsOutsideTheSmallerWindowAreNotGone() {
    let old = [
      deal("A", 2000, years: [2001]), deal("B", years: [2011]), deal("C", 2000, years: [2003, 2012]),
      deal("D", 2000, ordered: nil, years: [], tiv: nil), deal("E", 2011, ordered: 4, years: [], tiv: nil),
    ]
    let narrow = [
      deal("B", years: [2011]), deal("C", 2000, years: [2012], tiv: 2_000),
      deal("E", 2011, ordered: 4, years: [], tiv: nil),
    ]
    let changes = RegisterDifference(from: edition(old), to: edition(narrow, from: 2010))
    #expect(told(changes) == [])
    #expect(changes.years.first == 2010 && changes.before.outside == 2 && changes.before.partial == 1)
    #expect(changes.before.tiv == 5_000 && changes.after.tiv == 5_000)
    let back = RegisterDifference(from: edition(narrow, from: 2010), to: edition(old))
    #expect(told(back) == [])
  }

  /// Where the years are told apart, those inside are compared.
  @Test func deliveriesByYearAreCutAtTheWindow() {
    let byYear = deal("A", years: [2001, 2012]) {
      $0.deliveries = [
        RegisterDeal.Delivery(year: 2001, quantity: 4, tiv: 1_000, mark: .estimate),
        RegisterDeal.Delivery(year: 2012, quantity: 6, tiv: 3_000),
      ]
      $0.sumDeliveries()
    }
    let narrow = deal("A", ordered: 6, years: [2012], tiv: 3_500) { $0.ordered = 10 }
    let changes = RegisterDifference(from: edition([byYear]), to: edition([narrow], from: 2010))
    #expect(told(changes) == ["changed tiv: 3 -> 3.5"])
    #expect(byYear.delivered == 10 && byYear.deliveredMark == .estimate)
  }

  @Test func whatOneLayoutDoesNotGiveIsNotCompared() {
    let old = deal("A") { $0.comment = "Kit" }
    let new = deal("A", key: "7", tiv: 5_001) { $0.ordered = nil }
    let changes = RegisterDifference(from: edition([old]), to: edition([new], "years"))
    #expect(told(changes) == ["changed tiv: 5 -> 5.001"])
    #expect(changes.fieldsLeftOut == [.status, .ordered, .comment])
  }

  @Test func selectionsAreComparedInWhatBothHold() {
    var few = edition([deal("A")])
    few.suppliers = [PartyCode("ISR")]
    let all = edition([deal("A"), deal("B", from: "RUS")])
    #expect(told(RegisterDifference(from: all, to: few)) == [])
    few = edition([deal("A")])
    few.isSelection = true
    let changes = RegisterDifference(from: all, to: few)
    #expect(told(changes) == [] && changes.isOfSomeParties && changes.before.outside == 1)
  }

  /// An edition made without the orders that are still open says nothing of them.
  @Test func openOrdersMayBeLeftOut() {
    let open = (0..<12).map { deal("A\($0)", 2020, ordered: 1, years: [], tiv: nil) }
    let changes = difference([deal("A")] + open, [deal("A")])
    #expect(told(changes) == [] && changes.before.open == 12)
    #expect(told(difference([deal("A")] + open.prefix(2), [deal("A")])).count == 2)
  }

  /// However two editions differ: every deal is in one place, and the reasons add up to the difference.
  @Test(arguments: 1...40)
  func theReasonsAddUp(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let old = invented("rows", &generator)
    let new = invented(generator.happens(oneIn: 2) ? "rows" : "years", &generator)
    let changes = RegisterDifference(from: old, to: new)
    var sum = RegisterMove()
    for move in changes.volumes().values {
      #expect(move.difference == move.added + move.gone + move.changed + move.reworded + move.renamed)
      sum.add(move)
    }
    #expect(sum.before == changes.before.tiv && sum.after == changes.after.tiv && sum.renamed == 0)
    let gone = changes.changes.filter { $0.kind == .gone }.count
    let added = changes.changes.filter { $0.kind == .added }.count
    #expect(changes.before.deals - gone == changes.after.deals - added)
    #expect(changes.before.deals + changes.before.outside + changes.before.open == old.deals.count)
    #expect(changes.after.deals + changes.after.outside + changes.after.open == new.deals.count)
    let back = RegisterDifference(from: new, to: old)
    #expect(back.before.tiv == changes.after.tiv)
    #expect(RegisterDifference(from: old, to: old).changes.isEmpty)
  }

  private func invented(_ layout: String, _ random: inout SeededGenerator) -> RegisterEdition {
    var deals: [RegisterDeal] = []
    for place in 0..<random.number(0...40) {
      let first = random.number(2008...2012)
      let years: [Int] = Array(first..<first + random.number(0...3))
      let name = random.pick(["A", "Heron-8", "Heron 8", "Quill", "9K Quill"])
      let number = layout == "rows" ? place : place * 2
      let key = random.happens(oneIn: 3) ? "\(number)" : "|\(place)"
      let ordered: Int64? = random.happens(oneIn: 4) ? nil : Int64(random.number(1...3))
      let tiv: Int64? = years.isEmpty ? nil : Int64(random.number(0...9)) * 500
      deals.append(
        deal(
          name, random.number(2008...2012), from: random.pick(["ISR", "RUS", "FRA"]),
          to: random.pick(["AZE", "ARM"]), key: key, ordered: ordered, years: years, tiv: tiv))
    }
    var made = edition(deals, layout)
    if random.happens(oneIn: 3) { made.firstYear = random.number(2008...2011) }
    if random.happens(oneIn: 4) { made.suppliers = [PartyCode("ISR"), PartyCode("RUS")] }
    if random.happens(oneIn: 4) { made.isSelection = true }
    return made
  }
}
