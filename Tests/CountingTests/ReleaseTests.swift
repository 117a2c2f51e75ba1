import ArmsModel
import Testing

@testable import Counting

@Suite struct ReleaseTests {
  private typealias Edition = (document: Int64, dataset: Int64, day: Int32, first: Int32, last: Int32)

  private func inForce(_ editions: [Edition]) -> [Int64] {
    inForce(
      editions.map {
        .init(
          document: $0.document, dataset: $0.dataset, day: $0.day, firstYear: $0.first, lastYear: $0.last)
      })
  }

  private func inForce(_ releases: [ReleaseChoice.Release]) -> [Int64] {
    let choice = ReleaseChoice(releases: releases)
    #expect(ReleaseChoice(releases: releases.reversed()).isInForce(1) == choice.isInForce(1))
    return releases.map(\.document).filter { choice.isInForce($0) }
  }

  @Test func theNewerReleaseHolds() {
    #expect(inForce([(1, 1, 20_220_314, 0, 0), (2, 1, 20_260_309, 0, 0)]) == [2])
    #expect(inForce([(1, 1, 20_220_314, 0, 0), (2, 2, 20_260_309, 0, 0)]) == [1, 2])
    #expect(inForce([(1, 1, 20_260_309, 0, 0), (2, 1, 20_260_309, 0, 0)]) == [1, 2])
    #expect(inForce([(1, 1, 0, 0, 0), (2, 1, 20_220_314, 0, 0)]) == [2])
  }

  @Test func aNewerExportOfSomeYearsNeverOverwritesAFullOne() {
    #expect(inForce([(1, 1, 20_220_314, 0, 0), (2, 1, 20_260_309, 2006, 2019)]) == [1])
    #expect(inForce([(1, 1, 20_220_314, 2000, 2019), (2, 1, 20_260_309, 2006, 2019)]) == [1])
    #expect(inForce([(1, 1, 20_220_314, 2006, 2019), (2, 1, 20_260_309, 2006, 2019)]) == [2])
    #expect(inForce([(1, 1, 20_220_314, 2000, 2010), (2, 1, 20_260_309, 2006, 2019)]) == [1, 2])
    #expect(inForce([(1, 1, 20_220_314, 2000, 0), (2, 1, 20_260_309, 2006, 2019)]) == [1])
  }

  @Test func aNewerExportUpToTheLastYearOfAnOlderOneIsAsFull() {
    // Of 2021: nobody knew more than 2020. Of 2022: asked for up to 2020 again.
    #expect(inForce([(1, 1, 20_210_203, 1990, 0), (2, 1, 20_220_304, 1990, 2020)]) == [2])
    #expect(inForce([(1, 1, 20_210_203, 0, 0), (2, 1, 20_220_304, 0, 2020)]) == [2])
    #expect(inForce([(1, 1, 20_210_203, 0, 0), (2, 1, 20_220_304, 0, 2019)]) == [1])
    #expect(
      inForce([(1, 1, 20_210_203, 0, 0), (2, 1, 20_220_304, 0, 2020), (3, 1, 20_230_304, 0, 0)]) == [3])
  }

  @Test func ofTwoLayoutsTheOneThatSaysMoreLeads() {
    func edition(_ document: Int64, day: Int32 = 20_260_309, layout: Int32) -> ReleaseChoice.Release {
      .init(document: document, dataset: 1, day: day, layout: layout)
    }
    #expect(inForce([edition(1, layout: 0), edition(2, layout: 1)]) == [1])
    #expect(inForce([edition(1, layout: 1), edition(2, layout: 1)]) == [1, 2])
    #expect(inForce([edition(1, day: 20_220_314, layout: 0), edition(2, layout: 1)]) == [2])
    let choice = ReleaseChoice(releases: [edition(1, layout: 0), edition(2, layout: 1)])
    #expect(choice.reason(2) == .otherLayout && choice.reason(1) == nil)
  }

  @Test func aReleaseSetsNothingAsideWhereItDoesNotSpeakOfThePair() {
    let full = ReleaseChoice.Release(document: 1, dataset: 1, day: 20_220_314)
    func limited(_ coversPair: Bool) -> ReleaseChoice.Release {
      .init(document: 2, dataset: 1, day: 20_260_309, coverage: coversPair ? .everything : .nothing)
    }
    #expect(inForce([full, limited(true)]) == [2])
    #expect(inForce([full, limited(false)]) == [1, 2])
  }

  @Test func anExportOfOneClassSetsAsideThatClassOnly() {
    var classes = ReleaseChoice.Classes()
    classes.insert(2)
    let full = ReleaseChoice.Release(document: 1, dataset: 1, day: 20_220_314)
    let part = ReleaseChoice.Release(document: 2, dataset: 1, day: 20_260_309, coverage: .classes(classes))
    let choice = ReleaseChoice(releases: [full, part])
    #expect(choice.reason(1, class: 2) == .newerRelease && choice.reason(2, class: 2) == nil)
    #expect(choice.reason(1, class: 3) == nil && choice.isInForce(1))
    // A deal of no known class may be one of those.
    #expect(choice.reason(1, class: -1) == .newerRelease)
    #expect(!choice.givesDeals(of: 2, firstDay: 20_200_101, lastDay: 20_201_231))
    #expect(choice.givesDeals(of: 1, firstDay: 20_200_101, lastDay: 20_201_231))
    #expect(!ReleaseChoice(releases: [part]).givesDeals(of: 1, firstDay: 20_200_101, lastDay: 20_201_231))
    // Of one day the whole has the say.
    var whole = part
    (whole.document, whole.coverage) = (3, .everything)
    #expect(ReleaseChoice(releases: [part, whole]).reason(2, class: 2) == .otherLayout)
    #expect(ReleaseChoice(releases: [part, whole]).reason(3, class: 2) == nil)
  }

  @Test func ofTwoWholeEditionsOfAGuessedDayOneCounts() {
    func edition(
      _ document: Int64, guess: Int32, coverage: ReleaseChoice.Coverage = .everything
    )
      -> ReleaseChoice.Release
    {
      .init(document: document, dataset: 1, day: 20_240_000, coverage: coverage, guess: guess)
    }
    #expect(inForce([edition(1, guess: 1), edition(2, guess: 2)]) == [2])
    #expect(inForce([edition(1, guess: 2), edition(2, guess: 1), edition(3, guess: 0)]) == [1, 3])
    var classes = ReleaseChoice.Classes()
    classes.insert(4)
    let parts = [
      edition(1, guess: 1, coverage: .classes(classes)), edition(2, guess: 2, coverage: .classes(classes)),
    ]
    #expect(inForce(parts) == [1, 2])
  }

  private func volume(
    _ id: Int64, _ amount: Int64, release: Int32, from: Int32, to: Int32, dataset: Int64 = 1
  ) -> CountedClaim {
    var new = claim(id, .delivered, .aggregate, usd: amount, from: from, to: to, origin: 1)
    new.dataset = dataset
    new.release = release
    return new
  }

  private func prepared(_ claims: [CountedClaim]) -> [CountedClaim] {
    var claims = claims
    PairPreparation().prepare(&claims)
    return claims
  }

  @Test func aNewerTotalTakesThePlaceOfOneThatItContains() {
    let old = volume(1, 875, release: 20_220_314, from: 2006, to: 2019)
    let new = volume(2, 872, release: 20_260_309, from: 2006, to: 2019)
    let claims = prepared([old, new])
    #expect(claims.map(\.rank) == [.superseded, .normal])
    let total = totals(claims)[0]
    #expect(total.figure == Figure(low: 872, best: 872, high: 872))
    #expect(total.items.map(\.standing) == [.counted, .leftOut(.superseded)])
    #expect(total.recomputed() == total.figure)
    let narrow = volume(3, 200, release: 20_260_309, from: 2010, to: 2012)
    #expect(prepared([old, narrow]).map(\.rank) == [.normal, .normal])
    #expect(
      prepared([old, volume(3, 900, release: 20_260_309, from: 2000, to: 2025)])[0].rank == .superseded)
  }

  @Test func otherKindsOfTotalsStand() {
    let old = volume(1, 875, release: 20_220_314, from: 2006, to: 2019)
    func stands(_ change: (inout CountedClaim) -> Void) -> Bool {
      var new = volume(2, 872, release: 20_260_309, from: 2006, to: 2019)
      change(&new)
      return prepared([new, old])[1].rank == .normal
    }
    #expect(!stands { _ in })
    #expect(stands { $0.dataset = 2 })
    #expect(stands { $0.category = 1 })
    #expect(stands { $0.unit = eur })
    #expect(stands { $0.stage = .ordered })
    #expect(stands { $0.rank = .deprecated })
    #expect(stands { $0.release = 20_220_314 })
    var deprecated = old
    deprecated.rank = .deprecated
    let new = volume(2, 872, release: 20_260_309, from: 2006, to: 2019)
    #expect(prepared([new, deprecated])[1].rank == .deprecated)
  }

  @Test func aSupersededRowStandsWithItsDealAndGivesNothing() {
    func row(_ id: Int64, _ pieces: Int64, deal: UInt64, _ rank: CountedClaim.Rank) -> CountedClaim {
      var new = claim(id, .ordered, weapon: 7, pieces: pieces, from: 2011, rank: rank)
      new.dataset = 1
      new.deal = deal
      return new
    }
    let claims = [
      row(1, 12, deal: 5, .superseded), row(2, 18, deal: 5, .normal), row(3, 9, deal: 6, .superseded),
    ]
    let found = TransferGrouping(tree: testTree).transfers(of: claims)
    #expect(found.map { $0.members.map(\.claim) } == [[1, 0]])
    #expect(found[0].members.map(\.rule) == [.first, .register])
    #expect(found[0].figures.map(\.figure) == [Figure(low: 18, best: 18, high: 18)])
    #expect(found[0].origins == 1)
    #expect(totals(claims).map(\.claims) == [[1]])
  }
}
