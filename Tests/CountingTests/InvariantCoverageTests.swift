import ArmsModel
import Counting
import Testing

/// The other invariants say something only if the generated knowledge bases hold what they are about.
@Suite struct InvariantCoverageTests {
  @Test("Generated knowledge bases hold everything that counting knows")
  func coverage() {
    var found: [String: Int] = [:]
    for seed in 0..<100 as Range<UInt64> {
      let base = InvariantBase(seed: seed, aggregates: 7)
      for verdict in base.judged { found["verdict \(verdict.judgement.rawValue)", default: 0] += 1 }
      for pair in base.pairs {
        let counted = CountedPair(pair.claims, base.verdicts)
        for claim in pair.claims { found["\(claim.rank) \(claim.scope.rawValue)", default: 0] += 1 }
        for transfer in counted.transfers {
          if transfer.isDisputed { found["disputed", default: 0] += 1 }
          if transfer.origins > 2 { found["three origins", default: 0] += 1 }
          if transfer.figures.contains(where: { $0.figure.high == .max }) { found["open", default: 0] += 1 }
          if transfer.figures.filter({ !$0.isQuantity }).count > 1 {
            found["two currencies", default: 0] += 1
          }
          for member in transfer.members { found["by " + member.rule.rawValue, default: 0] += 1 }
        }
        for options in optionsOfEveryKind(seed) {
          for item in counted.totals(options).flatMap(\.items) {
            let name =
              switch item.standing {
              case .counted: "counted"
              case .contained: "contained"
              case .overlapped: "overlapped"
              case .leftOut(.stage): "other stage"
              case .leftOut(let reason): "\(reason)"
              }
            found[name, default: 0] += 1
            if item.standing != item.standingInLow { found["otherwise in low", default: 0] += 1 }
          }
        }
      }
    }
    let wanted = [
      "verdict same", "verdict different", "verdict unsure", "preferred deal", "deprecated deal",
      "superseded deal", "part deal", "by part of the sum", "deprecated aggregate", "superseded aggregate",
      "disputed", "three origins", "open",
      "two currencies", "by verdict", "by same content", "by same designation", "by same figure", "contained",
      "overlapped", "other stage", "denied", "cancelled", "notMember", "outsideWindow", "undated",
      "otherCategory", "otherWeapon", "otherAggregate", "otherwise in low",
    ]
    for name in wanted { #expect(found[name, default: 0] >= 10, "\(name): \(found)") }
  }
}
