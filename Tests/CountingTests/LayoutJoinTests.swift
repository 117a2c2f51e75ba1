import ArmsModel
import Testing

@testable import Counting

@Suite struct LayoutJoinTests {
  private let tiv = ReferenceUnit(number: tivUnit, isQuantity: false)
  /// One line a deal in file 90, one a deal and year in file 91 of the same release.
  private let releases = ReleaseChoice(releases: [
    .init(document: 90, dataset: 1, day: 20_260_501, layout: 0),
    .init(document: 91, dataset: 1, day: 20_260_501, layout: 1),
  ])

  private func row(
    _ id: Int64, _ document: Int64, _ deal: UInt64, _ stage: Stage, _ pieces: Int64?, _ volume: Int64?,
    _ years: [Int32], weapon: Int32 = 1
  ) -> CountedClaim {
    var row = claim(
      id, stage, weapon: weapon, category: "fighter", pieces: pieces, from: years.first, to: years.last,
      origin: 50, published: 20_260_501)
    (row.dataset, row.release, row.document, row.deal) = (1, 20_260_501, document, deal)
    (row.hasAsserter, row.condition) = (true, 1)
    if let volume { (row.value, row.unit) = (.init(volume), tivUnit) }
    if stage == .delivered, years.count > 1 { row.years = CountedClaim.yearSet(years) }
    return row
  }

  /// 12 ordered in 2016, delivered in 2017 and 2019, one line a deal.
  private func whole(_ id: Int64, deal: UInt64, volume: Int64 = 90_000, weapon: Int32 = 1) -> [CountedClaim] {
    [
      row(id, 90, deal, .ordered, 12, nil, [2016], weapon: weapon),
      row(id + 1, 90, deal, .delivered, 12, volume, [2017, 2019], weapon: weapon),
    ]
  }

  /// The same, one line a year: 4 and 8.
  private func yearly(
    _ id: Int64, deal: UInt64, volumes: [Int64] = [30_000, 60_000], weapon: Int32 = 1
  ) -> [CountedClaim] {
    [
      row(id, 91, deal, .ordered, nil, nil, [2016], weapon: weapon),
      row(id + 1, 91, deal, .delivered, 4, volumes[0], [2017], weapon: weapon),
      row(id + 2, 91, deal, .delivered, 8, volumes[1], [2019], weapon: weapon),
    ]
  }

  private func prepared(_ claims: [CountedClaim], _ choice: ReleaseChoice? = nil) -> CountedPair {
    var claims = claims
    PairPreparation().prepare(&claims, releases: choice ?? releases)
    return CountedPair(claims)
  }

  /// Whether the deliveries by year took the place of the line that tells them together.
  private func isJoined(_ claims: [CountedClaim]) -> Bool {
    let pair = prepared(claims)
    let isByYear = pair.claims.contains { $0.setAside == .byYear && $0.rank == .superseded }
    #expect(text(pair.figures(CountingOptions())[tiv]).hasSuffix("/open") == false)
    return isByYear
  }

  @Test func deliveriesByYearTakeThePlaceOfTheLineThatTellsThemTogether() {
    let pair = prepared(whole(1, deal: 5) + yearly(11, deal: 77))
    #expect(pair.claims.map(\.rank) == [.normal, .superseded, .superseded, .normal, .part])
    #expect(
      pair.claims.map(\.setAside) == [
        .newerRelease, .byYear, .otherLayout, .newerRelease, .newerRelease,
      ])
    #expect(pair.transfers.count == 1)
    #expect(pair.transfers[0].members.count == 5)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "90000/90000/90000")
    let item = pair.totals(CountingOptions(explain: true)).first { $0.unit == tivUnit }?.items.first
    #expect(item?.parts.map(\.figure?.best) == [30_000, 60_000])
    #expect(Set(pair.transfers[0].byYears(pair.claims).map { $0.firstDay / 10_000 }) == [2017, 2019])
  }

  @Test func whatIsNoMatchStaysAsItIs() {
    let span = whole(1, deal: 5)
    func staysOne(_ change: (inout [CountedClaim]) -> Void) -> Bool {
      var rows = yearly(11, deal: 77)
      change(&rows)
      let pair = prepared(span + rows)
      // Whatever it is, the deal counts once.
      #expect(text(pair.figures(CountingOptions())[tiv]).hasPrefix("90000/90000"))
      return pair.claims[1].rank == .normal
    }
    #expect(!staysOne { _ in })
    #expect(staysOne { $0[0].firstDay = 20_150_101 })
    #expect(staysOne { $0[1].quantity = .init(5) })
    #expect(staysOne { ($0[2].firstDay, $0[2].lastDay) = (20_180_101, 20_181_231) })
    #expect(staysOne { ($0[1].condition, $0[2].condition) = (2, 2) })
    #expect(staysOne { $0[1].value = .init(30_100) })
    #expect(staysOne { $0[2].rank = .deprecated })
    #expect(staysOne { $0[1].quantity = nil })
    #expect(staysOne { $0.remove(at: 1) })
    // Volumes may differ by 0.01 for each delivery and for the sum.
    var rounded = yearly(11, deal: 77, volumes: [30_010, 60_020])
    #expect(prepared(span + rounded).claims[1].rank == .superseded)
    #expect(text(prepared(span + rounded).figures(CountingOptions())[tiv]) == "90030/90030/90030")
    rounded = yearly(11, deal: 77, volumes: [30_010, 60_021])
    #expect(prepared(span + rounded).claims[1].rank == .normal)
  }

  @Test func onlyWhatIsAloneOnBothSidesMatches() {
    let two = whole(1, deal: 5) + whole(3, deal: 6)
    #expect(!isJoined(two + yearly(11, deal: 77)))
    #expect(!isJoined(whole(1, deal: 5) + yearly(11, deal: 77) + yearly(21, deal: 78)))
    #expect(!isJoined(two + yearly(11, deal: 77) + yearly(21, deal: 78)))
    // The designation tells two apart; what is left over may be called otherwise in the other file.
    let other = whole(1, deal: 5) + whole(3, deal: 6, weapon: 2)
    let pair = prepared(other + yearly(11, deal: 77) + yearly(21, deal: 78, weapon: 3))
    #expect(pair.claims.filter { $0.setAside == .byYear && $0.rank == .superseded }.count == 2)
    #expect(pair.transfers.count == 2)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "180000/180000/180000")
  }

  @Test func aReleaseThatIsSetAsideStillLendsItsYears() {
    let rows = yearly(11, deal: 77).map { row -> CountedClaim in
      var row = row
      (row.release, row.published) = (20_250_501, 20_250_501)
      return row
    }
    let choice = ReleaseChoice(releases: [
      .init(document: 90, dataset: 1, day: 20_260_501),
      .init(document: 91, dataset: 1, day: 20_250_501, layout: 1),
    ])
    let pair = prepared(whole(1, deal: 5) + rows, choice)
    #expect(pair.claims.map(\.rank) == [.normal, .superseded, .superseded, .normal, .part])
    // Where the newer release corrected the deal, the older one says nothing.
    let corrected = prepared(whole(1, deal: 5, volume: 95_000) + rows, choice)
    #expect(corrected.claims.map(\.rank) == [.normal, .normal] + [.superseded, .superseded, .superseded])
    #expect(text(corrected.figures(CountingOptions())[tiv]) == "95000/95000/95000")
  }

  @Test func twoFilesOfEachLayoutJoinAsOne() {
    let again = (whole(31, deal: 5) + yearly(41, deal: 77)).map { row -> CountedClaim in
      var row = row
      row.document += 2
      return row
    }
    let choice = ReleaseChoice(
      releases: [90, 91, 92, 93].map {
        .init(document: $0, dataset: 1, day: 20_260_501, layout: Int32($0 % 2))
      })
    let pair = prepared(whole(1, deal: 5) + yearly(11, deal: 77) + again, choice)
    #expect(pair.transfers.count == 1)
    #expect(pair.transfers[0].members.count == 10)
    #expect(text(pair.figures(CountingOptions())[tiv]) == "90000/90000/90000")
  }

  @Test func aPreferredLineGivesItsRankToItsDeliveries() {
    var span = whole(1, deal: 5)
    span[1].rank = .preferred
    #expect(prepared(span + yearly(11, deal: 77)).claims.map(\.rank).contains(.preferred))
  }

  @Test func setsOfYearsAreToldApart() {
    #expect(CountedClaim.yearSet([2017, 2019]) == CountedClaim.yearSet([2019, 2017]))
    #expect(CountedClaim.yearSet([2017, 2019]) != CountedClaim.yearSet([2016, 2020]))
    #expect(CountedClaim.yearSet([2018]) != CountedClaim.yearSet([2017, 2019]))
    #expect(CountedClaim.yearSet([Int32]()) == 0)
  }
}
