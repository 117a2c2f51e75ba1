import ArmsModel

/// Decides what a total takes in, by the options it was asked with.
struct Admission {
  private let options: CountingOptions

  init(_ options: CountingOptions) { self.options = options }

  /// Why something is not taken in, or nil if it is.
  func reason(_ entry: Ledger.Entry, _ stage: Stage, isDisputed: Bool) -> CountingItem.LeftOut? {
    if !options.stage.includes(stage) {
      switch stage {
      case .denied: return .denied
      case .cancelled: return .cancelled
      default: return .stage(stage)
      }
    }
    if isDisputed, !options.includeDisputed { return .disputed }
    if let window = options.window {
      if entry.firstDay == .min, entry.lastDay == .max { return .undated }
      if !window.takesIn(entry.firstDay, entry.lastDay) { return .outsideWindow }
    }
    guard wasMember(entry, options.supplierWindows), wasMember(entry, options.recipientWindows) else {
      return .notMember
    }
    if options.categories != 0, entry.category < 0 || options.categories & 1 << UInt64(entry.category) == 0 {
      return .otherCategory
    }
    if !options.weapons.isEmpty, !options.weapons.contains(entry.weapon) { return .otherWeapon }
    return nil
  }

  /// Whether something shares a day with one of the windows; what has no date does with any.
  private func wasMember(_ entry: Ledger.Entry, _ windows: [CountingWindow]?) -> Bool {
    guard let windows else { return true }
    return windows.contains { $0.firstDay <= entry.lastDay && entry.firstDay <= $0.lastDay }
  }
}
