public import ArmsModel
public import Counting

/// Pairs of transfers to review, the likeliest first: very many of them in little memory.
public struct ReviewList: Sendable {
  /// One of two transfers.
  public struct Side: Hashable, Sendable {
    /// Its identity.
    public var key: ContentHash
    /// Its row among the kept transfers; 0: none of these has its first claim.
    public var row: Int64
  }

  /// Two transfers.
  public struct Line: Sendable {
    /// The supplier of both; nil for not known.
    public var supplier: PartyCode?
    /// The recipient of both; nil for not known.
    public var recipient: PartyCode?
    /// The one.
    public var first: Side
    /// The other.
    public var second: Side
    /// What speaks for and against.
    public var marks: ReviewMarks
    /// Whether somebody looked and could not tell.
    public var isUnsure: Bool
  }

  private struct Pair {
    var supplier: PartyCode?
    var recipient: PartyCode?
  }

  /// A line, by places in the lists of transfers and pairs.
  private struct Item {
    var first: Int32
    var second: Int32
    var pair: Int32
    var marks: ReviewMarks
    /// Higher goes first; negative where somebody could not tell.
    var order: Int16
  }

  /// So many lines are kept at most: what a person could never look through, in bounded memory.
  public static let most = 4_000_000
  /// Number of pairs that were found, those that are not kept among them.
  public private(set) var found = 0
  private let limit: Int
  private var pairs: [Pair] = []
  private var sides: [Side] = []
  private var items: [Item] = []
  /// The last that has a place, once there were too many.
  private var last: Item?

  init(limit: Int?) { self.limit = min(max(limit ?? .max, 0), ReviewList.most) }

  /// Places of the lines.
  public var indices: Range<Int> { items.indices }

  /// The line at a place.
  public subscript(place: Int) -> Line {
    let item = items[place]
    let pair = pairs[Int(item.pair)]
    return Line(
      supplier: pair.supplier, recipient: pair.recipient, first: sides[Int(item.first)],
      second: sides[Int(item.second)], marks: item.marks, isUnsure: item.order < 0)
  }

  // MARK: - Filling

  /// Enters two parties; what is added next is of them.
  mutating func begin(_ supplier: PartyCode?, _ recipient: PartyCode?) {
    pairs.append(Pair(supplier: supplier, recipient: recipient))
  }

  /// Enters a transfer; gives its place.
  mutating func add(_ side: Side) -> Int32 {
    sides.append(side)
    return Int32(truncatingIfNeeded: sides.count - 1)
  }

  /// Enters two transfers of the pair that was begun last.
  mutating func add(_ first: Int32, _ second: Int32, _ marks: ReviewMarks, isUnsure: Bool) {
    found += 1
    let score = Int16(truncatingIfNeeded: marks.score)
    let item = Item(
      first: first, second: second, pair: Int32(truncatingIfNeeded: pairs.count - 1), marks: marks,
      order: isUnsure ? score - .max : score)
    if let last, !precedes(item, last) { return }
    items.append(item)
    if items.count >= limit + max(limit / 2, 4_096) { trim() }
  }

  private mutating func trim() {
    items.sort(by: precedes)
    items.removeLast(max(0, items.count - limit))
    last = items.last ?? last
  }

  private func precedes(_ a: Item, _ b: Item) -> Bool {
    if a.order != b.order { return a.order > b.order }
    let (firstA, firstB) = (sides[Int(a.first)].key, sides[Int(b.first)].key)
    return firstA == firstB ? sides[Int(a.second)].key < sides[Int(b.second)].key : firstA < firstB
  }

  /// The same in order.
  func finished() -> ReviewList {
    var list = self
    list.trim()
    return list
  }
}
