/// Finds the transfers that begin near a year, by designation or by the top of their category.
///
/// A transfer is entered once per distinct claim, under the year in which that claim begins: a transfer fits
/// only if all its claims fit, so that any one of them leads to it.
struct TransferIndex {
  /// What a transfer is found by.
  enum Key {
    case weapon(Int32)
    /// The topmost category, -1 for none.
    case root(Int8)
  }

  private struct Link {
    var transfer: Int32
    var next: Int32
  }
  private var heads: [UInt64: Int32] = [:]
  private var links: [Link] = []
  private var firstYear = Int32.max
  private var lastYear = Int32.min
  /// The length of the longest period entered, in years.
  private var longest: Int32 = 0
  /// Stands for what is not dated; no year is so low.
  private static let undated = Int32.min

  /// Enters a transfer under a claim's years.
  mutating func add(_ transfer: Int32, _ key: Key, _ claim: Candidate) {
    let year = claim.isDated ? claim.start : TransferIndex.undated
    if claim.isDated {
      firstYear = min(firstYear, claim.start)
      lastYear = max(lastYear, claim.start)
      longest = max(longest, claim.end - claim.start)
    }
    let head = hash(key, year)
    links.append(Link(transfer: transfer, next: heads[head] ?? -1))
    heads[head] = Int32(links.count - 1)
  }

  /// Calls `body` at least once for each transfer under `key` that can fit the claim in time.
  func forEach(_ key: Key, near claim: Candidate, _ body: (Int32) -> Void) {
    visit(key, TransferIndex.undated, body)
    guard firstYear <= lastYear else { return }
    var year = firstYear
    var last = lastYear
    if claim.isDated {
      // The widest window of `TransferSummary` is five years; one more does no harm.
      year = max(year, claim.start - 6 - longest)
      last = min(last, claim.end + 6)
    }
    while year <= last {
      visit(key, year, body)
      year += 1
    }
  }

  private func visit(_ key: Key, _ year: Int32, _ body: (Int32) -> Void) {
    var place = heads[hash(key, year)] ?? -1
    while place >= 0 {
      let link = links[Int(place)]
      body(link.transfer)
      place = link.next
    }
  }

  private func hash(_ key: Key, _ year: Int32) -> UInt64 {
    let year = UInt64(UInt32(bitPattern: year))
    switch key {
    case .weapon(let weapon): return UInt64(UInt32(bitPattern: weapon)) << 32 | year
    // Designations begin at 1 and never reach these.
    case .root(let root): return UInt64(0xFFFF_FF00 + UInt32(UInt8(bitPattern: root &+ 1))) << 32 | year
    }
  }
}
