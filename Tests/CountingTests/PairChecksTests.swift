import ArmsModel
import Testing

@testable import Counting

private let tiv: Int32 = 9
private let sipri: Int64 = 77
private let units = PairCheckUnits(
  tiv: tiv, isMoney: { $0 == usd || $0 == eur },
  name: { [usd: "USD", eur: "EUR", tiv: "TIV"][$0] ?? "tonnes" })

private func context(_ voices: [ClaimVoice] = [], supplier: Period = Period()) -> PairContext {
  PairContext(
    supplier: .init(name: "Ruritania", validity: supplier), recipient: .init(name: "Freedonia"),
    volumeIndexSources: [sipri], voices: voices, designations: ["", "Kestrel-30", "Kestrel-30SM"],
    sourceName: { $0 == sipri ? "SIPRI" : "Paper \($0)" })
}

private func findings(
  _ claims: [CountedClaim], _ context: PairContext = context(), same: [(Int, Int)] = []
) -> [Finding] {
  let grouping = TransferGrouping(tree: testTree)
  var transfers = grouping.transfers(of: claims)
  // As a person's verdicts would join them.
  for (a, b) in same {
    guard let x = transfers.firstIndex(where: { $0.members.contains { $0.claim == a } }),
      let y = transfers.firstIndex(where: { $0.members.contains { $0.claim == b } }), x != y
    else { continue }
    transfers[x].members += transfers[y].members
    transfers.remove(at: y)
  }
  return PairChecks(tree: testTree, units: units).findings(
    claims: claims, transfers: transfers, context: context)
}

private func checks(_ claims: [CountedClaim], same: [(Int, Int)] = []) -> [Check] {
  findings(claims, same: same).map(\.check)
}

private let million: Int64 = 1_000_000_000

/// The claim that arms of $825 million were sold from 2006 to 2019, according to SIPRI.
private func alleged(
  _ id: Int64 = 1, millions: Int64 = 825, _ scope: Scope = .aggregate, from: Int32? = 2006, to: Int32? = 2019
) -> CountedClaim {
  claim(
    id, .delivered, scope, usd: millions * million, from: from, to: to, origin: sipri, published: 20_201_003)
}

/// A release's total in millions of TIV.
private func release(
  _ id: Int64, _ thousandths: Int64, day: Int32, from: Int32 = 2006, to: Int32 = 2019,
  _ scope: Scope = .aggregate,
  document: Int64? = nil, category: String? = nil
) -> CountedClaim {
  var new = claim(id, .delivered, scope, category: category, from: from, to: to, origin: sipri)
  new.value = .init(thousandths)
  new.unit = tiv
  new.document = document ?? id
  new.dataset = 5
  new.release = day
  return new
}

@Suite struct VolumeIndexTests {
  @Test func theSeedFigureIsFlagged() throws {
    let found = findings([
      alleged(), release(2, 875_000, day: 20_220_728), release(3, 872_400, day: 20_260_212),
    ]).filter { $0.check == .volumeIndexAsMoney }
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .error && finding.claims == [0])
    #expect(
      finding.sentence
        == "USD 825 million for 2006–2019, credited to SIPRI, is probably 825 million TIV, not money: SIPRI's "
        + "release of 2026-02-12 gives 872.4 million TIV, that of 2022-07-28 gives 875 million TIV for the same "
        + "time. TIV measures the volume of arms, not their price; record the claim in TIV, or deprecate it.")
    #expect(finding.numbers.map(\.name) == ["claimed", "release-2026-02-12", "release-2022-07-28"])
    #expect(finding.numbers.map(\.value) == [825 * million, 872_400, 875_000])
  }

  @Test(arguments: [(825, true), (823, true), (822, false), (927, true), (928, false), (1600, false)])
  func sixPerCentDecide(millions: Int64, isError: Bool) {
    let found = findings([alleged(millions: millions), release(2, 875_000, day: 20_220_728)])
      .filter { $0.check == .volumeIndexAsMoney }
    #expect(found.map(\.severity) == [isError ? .error : .warning])
  }

  @Test func aRegistersRowsAreAddedUp() {
    var claims = [alleged()]
    for (place, year) in (2004...2021).enumerated() {
      claims.append(
        release(
          Int64(place + 2), 62_000, day: 20_260_212, from: Int32(year), to: Int32(year), .deal, document: 50))
    }
    let found = findings(claims).filter { $0.check == .volumeIndexAsMoney }
    // Fourteen of the eighteen years lie inside: 868.
    #expect(found.first?.severity == .error)
    #expect(found.first?.numbers.last?.value == 868_000)
  }

  @Test func yearlyTotalsAreAddedUpOnce() {
    var claims = [alleged()]
    for year in 2006...2019 {
      claims.append(
        release(Int64(year), 62_000, day: 20_260_212, from: Int32(year), to: Int32(year), document: 50))
    }
    claims.append(release(3, 434_000, day: 20_260_212, from: 2006, to: 2012, document: 50))
    let found = findings(claims).filter { $0.check == .volumeIndexAsMoney }
    #expect(found.first?.numbers.last?.value == 868_000)
  }

  @Test func releasesSetAsideAreEvidenceStill() {
    var old = release(2, 825_000, day: 20_200_309)
    old.rank = .superseded
    let found = findings([alleged(), old, release(3, 1_200_000, day: 20_260_212)])
    #expect(found.first?.severity == .error)
    old.rank = .deprecated
    #expect(findings([alleged(), old, release(3, 1_200_000, day: 20_260_212)]).first?.severity == .warning)
  }

  @Test func withoutAReleaseItIsPossible() {
    let found = findings([alleged(), alleged(2)])
    #expect(found.map(\.severity) == [.warning] && found.first?.claims.sorted() == [0, 1])
    #expect(found.first?.sentence.contains("publishes no prices") == true)
  }

  @Test func aDealsPriceIsANote() {
    #expect(findings([alleged(1, .deal, from: 2011, to: 2011)]).map(\.severity) == [.note])
  }

  @Test func othersMayNamePrices() {
    var other = alleged()
    other.origin = 1
    #expect(findings([other, release(2, 875_000, day: 20_220_728)]).isEmpty)
    let asserted = [ClaimVoice(asserter: sipri, publisher: 1, document: 1), ClaimVoice(document: 2)]
    #expect(
      findings([other, release(2, 875_000, day: 20_220_728)], context(asserted)).map(\.check)
        == [.volumeIndexAsMoney])
  }

  @Test func aCategoryIsComparedWithItself() {
    var missiles = alleged(millions: 100)
    missiles.category = testTree.index(of: "missiles") ?? -1
    let rows = [
      release(2, 101_000, day: 20_260_212, from: 2010, to: 2010, .deal, document: 50, category: "anti-tank"),
      release(3, 300_000, day: 20_260_212, from: 2011, to: 2011, .deal, document: 50, category: "ships"),
    ]
    #expect(findings([missiles] + rows).first?.numbers.last?.value == 101_000)
  }
}

@Suite struct TransferChecksTests {
  @Test func aDenialOfWhatArrivedIsDisputed() {
    let order = claim(1, .ordered, weapon: 1, pieces: 12, from: 2011)
    let found = findings([order, claim(2, .denied, weapon: 1, from: 2012)])
    #expect(found.map(\.check) == [.occurrence])
    #expect(
      found.first?.sentence.contains("ordered according to Paper 1 and denied according to Paper 2") == true)
    #expect(checks([order, claim(2, .suspended, weapon: 1, from: 2012)]).isEmpty)
  }

  @Test func sixtyOrTen() {
    let sixty = claim(1, .ordered, weapon: 1, pieces: 60, from: 2011)
    let found = findings([sixty, claim(2, .ordered, weapon: 1, pieces: 10, from: 2011)])
    #expect(found.map(\.check) == [.quantity])
    #expect(found.first?.transfers == [0, 1])
    #expect(found.first?.numbers.map(\.value) == [10_000, 60_000])
    #expect(found.first?.sentence.hasPrefix("Kestrel-30, 2011: 10 (Paper 2) or 60 (Paper 1).") == true)
    // A delivery may be a part: that is for review.
    #expect(checks([sixty, claim(2, .delivered, weapon: 1, pieces: 10, from: 2012)]).isEmpty)
    #expect(checks([sixty, claim(2, .ordered, weapon: 1, pieces: 62, from: 2011)]).isEmpty)
    #expect(checks([sixty, claim(2, .ordered, weapon: 2, pieces: 10, from: 2011)]).isEmpty)
  }

  @Test func whatWasJudgedDifferentIsNotAsked() {
    let claims = [
      claim(1, .ordered, weapon: 1, pieces: 60, from: 2011),
      claim(2, .ordered, weapon: 1, pieces: 10, from: 2011),
    ]
    var context = context()
    context.verdicts.add(claims[0].key, claims[1].key, .different, batch: 1)
    #expect(findings(claims, context).isEmpty)
  }

  @Test func valuesContradict() {
    let dear = claim(1, .ordered, weapon: 1, pieces: 12, usd: 900 * million, from: 2011)
    let cheap = claim(2, .ordered, weapon: 1, pieces: 12, usd: 600 * million, from: 2011)
    #expect(checks([dear, cheap]) == [.value])
    #expect(checks([dear, cheap], same: [(0, 1)]) == [.value])
    #expect(
      checks([dear, claim(2, .ordered, weapon: 1, pieces: 12, usd: 850 * million, from: 2011)]).isEmpty)
  }

  @Test func quantitiesWithinOneTransferContradict() {
    let sixty = claim(1, .ordered, weapon: 1, pieces: 60, from: 2011)
    let found = findings([sixty, claim(2, .ordered, weapon: 1, pieces: 10, from: 2011)], same: [(0, 1)])
    #expect(found.map(\.check) == [.quantity] && found.first?.transfers.count == 1)
    #expect(found.first?.sentence.contains("10 (Paper 2) and 60 (Paper 1)") == true)
    #expect(checks([sixty, claim(2, .delivered, weapon: 1, pieces: 10, from: 2012)], same: [(0, 1)]).isEmpty)
    let decided = claim(2, .ordered, weapon: 1, pieces: 10, from: 2011, rank: .preferred)
    #expect(checks([sixty, decided], same: [(0, 1)]).isEmpty)
  }

  @Test func aRegistersPartsAreNoContradiction() {
    var claims = [
      claim(1, .delivered, weapon: 1, pieces: 4, from: 2012),
      claim(2, .delivered, weapon: 1, pieces: 8, from: 2013),
    ]
    #expect(checks(claims, same: [(0, 1)]).isEmpty)
    claims[1].firstDay = 20_120_101
    #expect(checks(claims, same: [(0, 1)]) == [.quantity])
    for place in claims.indices {
      claims[place].dataset = 5
      claims[place].deal = 3
    }
    #expect(checks(claims, same: [(0, 1)]).isEmpty)
  }

  @Test func yearsContradict() {
    let early = claim(1, .ordered, weapon: 1, pieces: 12, from: 2004)
    #expect(checks([early, claim(2, .ordered, weapon: 1, pieces: 12, from: 2009)]) == [.year])
    #expect(checks([early, claim(2, .ordered, weapon: 1, pieces: 12, from: 2015)]).isEmpty)
    #expect(checks([early, claim(2, .ordered, weapon: 1, pieces: 14, from: 2009)]).isEmpty)
    #expect(
      checks([early, claim(2, .ordered, weapon: 1, pieces: 12, from: 2009)], same: [(0, 1)]) == [.year])
  }

  @Test func talksAfterTheDeliveryAreNoted() {
    let arrived = claim(1, .delivered, weapon: 1, pieces: 12, from: 2013)
    let talks = claim(2, .negotiating, weapon: 1, pieces: 12, published: 20_150_301)
    #expect(checks([arrived, talks]) == [.stage])
    var before = talks
    before.published = 20_130_301
    #expect(checks([arrived, before]).isEmpty)
    #expect(checks([arrived, claim(2, .negotiating, weapon: 1, from: 2011, published: 20_150_301)]).isEmpty)
  }

  @Test func deliveredBeforeItWasOrdered() {
    var order = claim(1, .ordered, weapon: 1, pieces: 12, from: 2012)
    var delivery = claim(2, .delivered, weapon: 1, pieces: 12, from: 2012)
    (delivery.firstDay, delivery.lastDay) = (20_120_501, 20_120_531)
    #expect(checks([order, delivery]).isEmpty)
    (order.firstDay, order.lastDay) = (20_120_610, 20_120_610)
    #expect(checks([order, delivery]) == [.deliveryBeforeOrder])
    (order.firstDay, order.lastDay) = (20_120_520, 20_120_520)
    #expect(checks([order, delivery]).isEmpty)
  }

  @Test func moreArrivedThanWasOrdered() {
    let order = claim(1, .ordered, weapon: 1, pieces: 12, from: 2011)
    let many = claim(2, .delivered, weapon: 1, pieces: 20, from: 2013)
    #expect(checks([order, many]) == [.moreDeliveredThanOrdered])
    #expect(checks([order, many], same: [(0, 1)]) == [.moreDeliveredThanOrdered])
    #expect(checks([order, claim(2, .delivered, weapon: 1, pieces: 13, from: 2013)]).isEmpty)
  }

  @Test func aPartyThatWasNoMore() {
    let claims = [
      claim(1, .delivered, weapon: 1, pieces: 12, from: 1993),
      claim(2, .delivered, weapon: 1, pieces: 5, from: 1991),
    ]
    let until = Period(from: PartialDate("1922"), to: PartialDate("1991-12-26"))
    let found = findings(claims, context(supplier: until))
    #expect(found.map(\.check) == [.partyOutsideYears] && found.first?.claims == [0])
    #expect(found.first?.sentence.contains("after Ruritania ended (1991-12-26)") == true)
    #expect(findings(claims).isEmpty)
  }

  @Test func deprecatedClaimsAreNotChecked() {
    #expect(
      checks([
        claim(1, .ordered, weapon: 1, pieces: 60, from: 2011),
        claim(2, .ordered, weapon: 1, pieces: 10, from: 2011, rank: .deprecated),
      ]).isEmpty)
  }
}

@Suite struct AggregateChecksTests {
  @Test func aTotalBelowItsDeals() {
    let total = claim(1, .ordered, .aggregate, usd: 60 * million, from: 2006, to: 2010)
    let deals = [
      claim(2, .ordered, weapon: 1, usd: 40 * million, from: 2007),
      claim(3, .delivered, weapon: 2, usd: 50 * million, from: 2010),
    ]
    let found = findings([total] + deals)
    #expect(found.map(\.check) == [.aggregateBelowDeals])
    #expect(found.first?.numbers.map(\.value) == [60 * million, 90 * million])
    // Deals that are only ordered are no part of what was delivered, nor those outside of what is inside.
    var delivered = total
    delivered.stage = .delivered
    #expect(checks([delivered] + deals).isEmpty)
    var later = deals[1]
    (later.firstDay, later.lastDay) = (20_110_101, 20_111_231)
    #expect(checks([total, deals[0], later]).isEmpty)
    var ships = total
    ships.category = testTree.index(of: "ships") ?? -1
    #expect(checks([ships] + deals).isEmpty)
  }

  @Test func totalsOfTheSameDaysDisagree() {
    let total = claim(1, .delivered, .aggregate, usd: 100 * million, from: 2006, to: 2010)
    func other(_ millions: Int64, to: Int32 = 2010) -> CountedClaim {
      claim(2, .delivered, .aggregate, usd: millions * million, from: 2006, to: to)
    }
    #expect(checks([total, other(120)]) == [.aggregatesDisagree])
    #expect(checks([total, other(110)]).isEmpty)
    #expect(checks([total, other(120, to: 2011)]).isEmpty)
    var preferred = total
    preferred.rank = .preferred
    #expect(checks([preferred, other(120)]).isEmpty)
    var open = total
    open.value = .init(QualifiedNumber(100 * million, .moreThan))
    #expect(checks([open, other(120)]).isEmpty)
  }
}

@Suite struct SelfCitationTests {
  private let claims = [
    claim(1, .ordered, weapon: 1, pieces: 12, from: 2011),
    claim(2, .delivered, weapon: 1, pieces: 12, from: 2013),
    claim(3, .ordered, weapon: 1, pieces: 12, from: 2011),
  ]

  private func check(_ voices: [ClaimVoice]) -> [Finding] { findings(claims, context(voices)) }

  @Test func whoCitesHimself() {
    let found = check([
      ClaimVoice(asserter: 4, publisher: 4, document: 1), ClaimVoice(asserter: 5, publisher: 4, document: 2),
      ClaimVoice(publisher: 4, document: 3),
    ])
    #expect(found.map(\.check) == [.selfCitation] && found.map(\.severity) == [.note])
    #expect(found.first?.claims == [0])
  }

  @Test func circlesAreFound() {
    let found = check([
      ClaimVoice(asserter: 5, publisher: 4, document: 1),
      ClaimVoice(asserter: 4, publisher: 6, agency: 5, document: 2),
      ClaimVoice(asserter: 4, publisher: 8, document: 3),
    ])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.sentence.hasPrefix("Paper 4 and Paper 5 name one another") == true)
    #expect(found.first?.claims.sorted() == [0, 1])
  }

  @Test func aChainIsNoCircle() {
    #expect(
      check([
        ClaimVoice(asserter: 5, publisher: 4, document: 1),
        ClaimVoice(asserter: 6, publisher: 5, document: 2),
        ClaimVoice(asserter: 6, publisher: 4, document: 3),
      ]).isEmpty)
  }
}

@Suite struct FindingTests {
  @Test(arguments: 0..<80 as Range<UInt64>)
  func theOrderOfClaimsChangesNothing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var claims = randomClaims(&generator, deals: 50, aggregates: 8)
    for place in claims.indices where generator.happens(oneIn: 6) { claims[place].origin = sipri }
    for place in claims.indices where claims[place].scope == .aggregate && generator.happens(oneIn: 3) {
      claims[place].unit = tiv
    }
    let voices = claims.map { claim in
      ClaimVoice(
        asserter: generator.happens(oneIn: 2) ? Int64(generator.number(1...4)) : nil,
        publisher: claim.document % 4 + 1,
        document: claim.document)
    }
    func words(_ order: [Int]) -> [String] {
      let claims = order.map { claims[$0] }
      let limits = Period(from: PartialDate("2003"), to: PartialDate("2010"))
      return findings(claims, context(order.map { voices[$0] }, supplier: limits)).map { finding in
        "\(finding.check) \(finding.severity) \(finding.sentence) \(finding.numbers) "
          + finding.claims.map { claims[$0].key.identifier("c") }.joined()
      }
    }
    let order = Array(claims.indices)
    let found = words(order)
    #expect(!found.isEmpty)
    #expect(found == words(order.shuffled(using: &generator)))
  }

  @Test func everyCheckHasAMeaning() {
    for check in Check.allCases { #expect(check.meaning.hasSuffix(".")) }
    #expect(Set(Check.allCases.map(\.rawValue)).count == Check.allCases.count)
  }

  @Test(arguments: [
    (825 * million, "825 million"), (1_600 * million, "1.6 billion"), (1_234_567_000, "1,234,567"),
    (1500, "1.5"), (1_234_567, "1,234.567"), (0, "0"), (-2500, "-2.5"),
    (.max - 1, "9,223,372,036,854,775.806"),
    (.max, "more than can be added up"),
  ])
  func largeNumbersAreWords(thousandths: Int64, words: String) {
    #expect(FindingWords.large(thousandths) == words)
  }

  @Test(
    arguments: [
      (20_060_101, 20_191_231, "2006–2019"), (20_060_101, 20_061_231, "2006"),
      (20_120_501, 20_120_531, "2012-05"),
      (20_120_510, 20_120_510, "2012-05-10"), (.min, 20_191_231, "the time until 2019"),
      (20_060_101, .max, "the time since 2006"), (.min, .max, "no stated time"),
      (20_120_510, 20_131_231, "2012-05-10 to 2013"),
    ] as [(Int32, Int32, String)])
  func daysHaveTheirPrecision(first: Int32, last: Int32, words: String) {
    #expect(FindingWords.days(first, last) == words)
  }
}
