import ArmsModel

/// The stages that the claims of one transfer name.
struct StageSet {
  private var bits: UInt32 = 0

  mutating func insert(_ stage: Stage) { bits |= 1 << UInt32(stage.rawValue) }

  func contains(_ stage: Stage) -> Bool { bits & (1 << UInt32(stage.rawValue)) != 0 }

  /// The transfer's stage, and whether its claims disagree on whether it happened.
  var verdict: (stage: Stage, isDisputed: Bool) {
    let ladder = bits & ((1 << (UInt32(Stage.inUse.rawValue) + 1)) - 1)
    let furthest =
      ladder == 0 ? nil : Stage(rawValue: UInt8(31 - ladder.leadingZeroBitCount))
    let happened = furthest?.isAgreed ?? false
    let arrived = furthest?.hasArrived ?? false
    let isDisputed = (contains(.denied) && happened) || (contains(.cancelled) && arrived)
    if contains(.denied), !happened { return (.denied, false) }
    if contains(.cancelled), !arrived { return (.cancelled, isDisputed) }
    if let furthest { return (furthest, isDisputed) }
    if contains(.suspended) { return (.suspended, false) }
    return (contains(.diverted) ? .diverted : .reported, false)
  }
}
