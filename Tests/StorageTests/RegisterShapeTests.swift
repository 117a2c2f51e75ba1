import ArmsModel
import Testing

@testable import Storage

@Suite("Editions of registers, read deal by deal")
struct RegisterShapeTests {
  /// A claim of an edition with one line a deal and year, or with one a deal.
  private struct Entry {
    var deal: String
    var status: Stage
    var years: ClosedRange<Int>
    var listed: String?
    var quantity: Int64?
    var volume: Int64?
    var estimates: String?
    var extra: String?
  }

  /// Text that outlives the import.
  private func text(_ text: String?) -> BorrowedText? {
    guard let text else { return nil }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    copy.copyBytes(from: text.utf8)
    return BorrowedText(UnsafeRawBufferPointer(copy))
  }

  @discardableResult
  private func add(
    _ entries: [Entry], to knowledgeBase: KnowledgeBase, layout: String, title: String, published: String,
    years: ClosedRange<Int>? = nil, by hand: Hand = .on(day: 2)
  ) throws -> Int64 {
    try knowledgeBase.loadDirectory()
    let result = try knowledgeBase.importClaims(by: hand, options: ImportOptions()) { writer in
      var release = ReleaseDraft(layout: layout)
      (release.firstYear, release.lastYear) = (years?.lowerBound, years?.upperBound)
      writer.release = release
      for (place, entry) in entries.enumerated() {
        var draft = ClaimDraft()
        draft.supplier = try knowledgeBase.directory.resolve("Israel")
        draft.recipient = try knowledgeBase.directory.resolve("Serbia")
        draft.weapon = text("Harop")
        draft.deal = text(entry.deal)
        draft.line = Int64(place + 1)
        draft.status = entry.status
        draft.period = Period(
          from: PartialDate("\(entry.years.lowerBound)"),
          to: entry.status == .ordered ? nil : PartialDate("\(entry.years.upperBound)"))
        draft.years = text(entry.listed)
        draft.quantity = entry.quantity
        draft.valueThousandths = entry.volume
        if entry.volume != nil { draft.currency = text("TIV") }
        draft.estimates = text(entry.estimates)
        draft.extra = text(entry.extra)
        draft.condition = .new
        draft.document.title = text(title)
        draft.document.publisher = text("A Register")
        draft.document.published = PartialDate(published)
        _ = try writer.add(draft)
      }
      return 0
    }
    return try #require(result.batch)
  }

  private func byYear() throws -> KnowledgeBase {
    let knowledgeBase = try KnowledgeBase.inMemory()
    try add(
      [
        Entry(
          deal: "71", status: .ordered, years: 2010...2010, extra: #"{"x_description":"loitering munition"}"#),
        Entry(deal: "71", status: .delivered, years: 2012...2012, quantity: 4, volume: 1_250),
        Entry(deal: "72", status: .ordered, years: 2011...2011, estimates: "from"),
        Entry(
          deal: "72", status: .delivered, years: 2012...2012, quantity: 1, volume: 300,
          extra: #"{"x_tiv_deal_unit":"0.3","x_tiv_delivered":"0.3001"}"#),
        Entry(
          deal: "71", status: .delivered, years: 2014...2014, quantity: 6, volume: 1_875,
          estimates: "quantity",
          extra: #"{"x_tiv_deal_unit":"0.3125"}"#),
      ], to: knowledgeBase, layout: "sipri-deliveries", title: "By year", published: "2020")
    return knowledgeBase
  }

  @Test("Deliveries year by year are one line a deal")
  func oneLineADeal() throws {
    let knowledgeBase = try byYear()
    let editions = try knowledgeBase.registerEditions(Filter())
    let edition = try #require(editions.first)
    #expect(editions.count == 1 && edition.dataset == "A Register" && edition.generated == "2020")
    let deals = try knowledgeBase.registerDeals(edition, Filter())
    #expect(deals.map(\.key) == ["71", "72"])
    let first = deals[0]
    #expect(first.orderYear == 2010 && !first.isOrderYearUncertain && first.ordered == nil)
    #expect(first.delivered == 10 && first.isDeliveredUncertain && first.years == [2012, 2014])
    #expect(first.tivDelivered == 3_125 && first.tivPerUnit == "0.3125" && first.tivDeliveredPrinted == nil)
    #expect(first.description == "loitering munition" && first.designation == "Harop")
    #expect(first.supplier == "Israel" && first.recipient == "Serbia" && first.condition == .new)
    #expect(deals[1].isOrderYearUncertain && deals[1].tivDeliveredPrinted == "0.3001")
  }

  @Test("Volumes have the years of their deliveries")
  func volumes() throws {
    let knowledgeBase = try byYear()
    try add(
      [
        Entry(
          deal: "a", status: .delivered, years: 2001...2004, listed: "2001;2004", quantity: 2, volume: 700),
        Entry(deal: "b", status: .delivered, years: 2001...2002, quantity: 2, volume: 0),
      ], to: knowledgeBase, layout: "sipri-deals", title: "By deal", published: "2021", years: 2000...2010)
    let editions = try knowledgeBase.registerEditions(Filter())
    // The whole one goes before the newer one of some years.
    #expect(editions.map(\.title) == ["By year", "By deal"])
    var found: [[RegisterVolume]] = []
    for edition in editions {
      found.append([])
      try knowledgeBase.registerVolumes(edition, Filter()) { found[found.count - 1].append($0) }
    }
    #expect(found[0].map(\.years) == [[2012], [2012], [2014]])
    #expect(found[0].map(\.thousandths) == [1_250, 300, 1_875])
    #expect(
      found[1].map(\.years) == [[2001, 2004], [2001, 2002]] && found[1].map(\.thousandths) == [700, 0])
  }

  @Test("A filter takes whole deals, and the time is that of any of its claims")
  func filters() throws {
    let knowledgeBase = try byYear()
    let edition = try #require(try knowledgeBase.registerEditions(Filter()).first)
    var filter = Filter()
    filter.since = PartialDate("2013")
    let deals = try knowledgeBase.registerDeals(edition, filter)
    #expect(deals.map(\.key) == ["71"] && deals[0].delivered == 10)
    filter = Filter()
    filter.recipients = [PartyCode("ARM")]
    #expect(try knowledgeBase.registerEditions(filter).isEmpty)
  }

  @Test("What was withdrawn, and what came later, is no edition")
  func standing() throws {
    let knowledgeBase = try byYear()
    let batch = try add(
      [Entry(deal: "71", status: .ordered, years: 2010...2010)], to: knowledgeBase,
      layout: "sipri-deliveries",
      title: "Newer", published: "2022", by: .on(day: 5))
    #expect(try knowledgeBase.registerEditions(Filter()).map(\.title) == ["Newer", "By year"])
    var filter = Filter()
    filter.asOf = PartialDate("2026-03-03")
    #expect(try knowledgeBase.registerEditions(filter).map(\.title) == ["By year"])
    filter = Filter()
    filter.publishedBy = PartialDate("2021")
    #expect(try knowledgeBase.registerEditions(filter).map(\.title) == ["By year"])
    _ = try knowledgeBase.undo(batch, by: .on(day: 6))
    #expect(try knowledgeBase.registerEditions(Filter()).map(\.title) == ["By year"])
  }

  @Test("Files of datasets that may not be passed on are named, single figures of theirs are not")
  func restricted() throws {
    let knowledgeBase = try byYear()
    #expect(try knowledgeBase.restrictedDatasets().isEmpty)
    try knowledgeBase.database.execute("UPDATE source SET redistributable = 0 WHERE name = 'A Register'")
    #expect(try knowledgeBase.restrictedDatasets().map(\.claims) == [5])
    try knowledgeBase.database.execute("UPDATE release SET layout = NULL")
    #expect(try knowledgeBase.restrictedDatasets().isEmpty)
    try knowledgeBase.database.execute(
      """
      INSERT INTO parked_row (batch, file, line, reason, release, record)
      VALUES (1, 'f', 1, 'r', '{"dataset":"A Register"}', '{}')
      """)
    #expect(try knowledgeBase.restrictedDatasets().map(\.claims) == [1])
  }
}
