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

  /// What stands under one key: per year the place of the last link, -1 for none.
  private struct Shelf {
    var undated: Int32 = -1
    var firstYear: Int32 = 0
    var heads: [Int32] = []

    /// Makes room for a year; gives its place in `heads`.
    mutating func place(of year: Int32) -> Int {
      if heads.isEmpty { firstYear = year }
      let missing = Int(firstYear) - Int(year)
      if missing > 0 {
        heads.insert(contentsOf: repeatElement(-1, count: missing), at: 0)
        firstYear = year
      }
      let place = Int(year) - Int(firstYear)
      if place >= heads.count { heads.append(contentsOf: repeatElement(-1, count: place + 1 - heads.count)) }
      return place
    }
  }

  private var shelves: [UInt32: Shelf] = [:]
  private var links: [Link] = []
  /// The length of the longest period entered, in years.
  private var longest: Int32 = 0

  /// Enters a transfer under a claim's years.
  mutating func add(_ transfer: Int32, _ key: Key, _ claim: Candidate) {
    let link = Int32(links.count)
    func enter(_ shelf: inout Shelf) -> Int32 {
      guard claim.isDated else {
        defer { shelf.undated = link }
        return shelf.undated
      }
      let place = shelf.place(of: claim.start)
      defer { shelf.heads[place] = link }
      return shelf.heads[place]
    }
    if claim.isDated { longest = max(longest, claim.end - claim.start) }
    links.append(Link(transfer: transfer, next: enter(&shelves[number(of: key), default: Shelf()])))
  }

  /// Calls `body` at least once for each transfer under `key` that can fit the claim in time.
  func forEach(_ key: Key, near claim: Candidate, _ body: (Int32) -> Void) {
    guard let shelf = shelves[number(of: key)] else { return }
    visit(from: shelf.undated, body)
    var (first, last) = (0, shelf.heads.count)
    if claim.isDated {
      // The widest window of `TransferSummary` is five years; one more does no harm.
      first = max(first, Int(claim.start) - 6 - Int(longest) - Int(shelf.firstYear))
      last = min(last, Int(claim.end) + 7 - Int(shelf.firstYear))
    }
    while first < last {
      visit(from: shelf.heads[first], body)
      first += 1
    }
  }

  private func visit(from link: Int32, _ body: (Int32) -> Void) {
    var place = link
    while place >= 0 {
      let link = links[Int(place)]
      body(link.transfer)
      place = link.next
    }
  }

  private func number(of key: Key) -> UInt32 {
    switch key {
    case .weapon(let weapon): UInt32(bitPattern: weapon)
    // Designations begin at 1 and never reach these.
    case .root(let root): 0xFFFF_FF00 + UInt32(UInt8(bitPattern: root &+ 1))
    }
  }
}
