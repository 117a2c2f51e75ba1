/// Boxes in a space of few dimensions, each with the place of what it stands for.
///
/// A dimension may be years, or the numbers in a unit; what is open on a side reaches to the end of `Int64`.
struct Boxes {
  let dimensions: Int
  private(set) var places: [Int] = []
  /// Low and high end in each dimension, box after box.
  private var ends: [Int64] = []

  init(dimensions: Int) { self.dimensions = dimensions }

  var count: Int { places.count }

  /// Adds a box that `add` is to be called for once in each dimension.
  mutating func begin(_ place: Int) { places.append(place) }

  mutating func add(_ low: Int64, _ high: Int64) {
    ends.append(low)
    ends.append(high)
  }

  func low(_ box: Int, _ dimension: Int) -> Int64 { ends[2 * (box * dimensions + dimension)] }

  func high(_ box: Int, _ dimension: Int) -> Int64 { ends[2 * (box * dimensions + dimension) + 1] }

  /// Whether two boxes have a point in common.
  func overlaps(_ box: Int, _ others: Boxes, _ other: Int) -> Bool {
    for dimension in 0..<dimensions
    where low(box, dimension) > others.high(other, dimension)
      || others.low(other, dimension) > high(box, dimension)
    {
      return false
    }
    return true
  }
}

/// Finds the boxes that overlap without comparing each with each.
///
/// The dimension in which fewest overlap is swept; what overlaps there is compared in the others. Boxes of which
/// hardly any two overlap in one of the dimensions cost little more than sorting them.
enum BoxJoin {
  /// So many pairs are compared one by one rather than sorted.
  private static let few = 256

  /// Hands over the places of each two boxes of a list that overlap.
  ///
  /// - Returns: how many were compared.
  static func forEach(_ boxes: Boxes, _ body: (Int, Int) throws -> Void) rethrows -> Int {
    var compared = 0
    func compare(_ a: Int, _ b: Int) throws {
      compared += 1
      if boxes.overlaps(a, boxes, b) { try body(boxes.places[a], boxes.places[b]) }
    }
    let dimension = boxes.count * boxes.count <= few ? 0 : sweptDimension(boxes, boxes)
    let order = boxes.places.indices.sorted { boxes.low($0, dimension) < boxes.low($1, dimension) }
    for (at, box) in order.enumerated() {
      let last = boxes.high(box, dimension)
      for other in order[(at + 1)...] {
        if boxes.low(other, dimension) > last { break }
        try compare(box, other)
      }
    }
    return compared
  }

  /// The same for each box of the one list with each of the other.
  static func forEach(_ a: Boxes, _ b: Boxes, _ body: (Int, Int) throws -> Void) rethrows -> Int {
    var compared = 0
    func compare(_ x: Int, _ y: Int) throws {
      compared += 1
      if a.overlaps(x, b, y) { try body(a.places[x], b.places[y]) }
    }
    guard a.count * b.count > few else {
      for x in 0..<a.count { for y in 0..<b.count { try compare(x, y) } }
      return compared
    }
    let dimension = sweptDimension(a, b)
    let orderA = a.places.indices.sorted { a.low($0, dimension) < a.low($1, dimension) }
    let orderB = b.places.indices.sorted { b.low($0, dimension) < b.low($1, dimension) }
    var (nextA, nextB) = (0, 0)
    while nextA < orderA.count, nextB < orderB.count {
      let (x, y) = (orderA[nextA], orderB[nextB])
      if a.low(x, dimension) <= b.low(y, dimension) {
        nextA += 1
        let last = a.high(x, dimension)
        for other in orderB[nextB...] {
          if b.low(other, dimension) > last { break }
          try compare(x, other)
        }
      } else {
        nextB += 1
        let last = b.high(y, dimension)
        for other in orderA[nextA...] {
          if a.low(other, dimension) > last { break }
          try compare(other, y)
        }
      }
    }
    return compared
  }

  /// The dimension in which fewest overlap.
  private static func sweptDimension(_ a: Boxes, _ b: Boxes) -> Int {
    guard a.dimensions > 1 else { return 0 }
    func overlapping(_ dimension: Int) -> Int {
      a.count * b.count - apart(a, b, dimension) - apart(b, a, dimension)
    }
    let counts = (0..<a.dimensions).map { overlapping($0) }
    return counts.indices.min { counts[$0] < counts[$1] } ?? 0
  }

  /// How many of the one list end before how many of the other begin.
  private static func apart(_ a: Boxes, _ b: Boxes, _ dimension: Int) -> Int {
    let highs = (0..<a.count).map { a.high($0, dimension) }.sorted()
    let lows = (0..<b.count).map { b.low($0, dimension) }.sorted()
    var (count, next) = (0, 0)
    for low in lows {
      while next < highs.count, highs[next] < low { next += 1 }
      count += next
    }
    return count
  }
}
