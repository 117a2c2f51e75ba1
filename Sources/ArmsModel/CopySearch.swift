/// Finds the texts that are copies of one another among many.
public enum CopySearch {
  /// Numbers of a fingerprint that must agree for two texts to be compared at all.
  ///
  /// There are 64 such groups: of pairs with 0.3 of their runs in common, 2 in 1,000 are missed, with 0.2 in common 7
  /// in 100; of unrelated pairs, with 0.01 in common, 6 in 1,000 are compared.
  private static let bandWidth = 2

  /// The clusters of copies: places in `fingerprints`, ascending; clusters of one are left out.
  ///
  /// Two texts are in one cluster if a chain of copies leads from one to the other. Which those are does not
  /// depend on the order of `fingerprints`.
  ///
  /// - Complexity: O(*n* log *n*) for *n* texts, and a comparison for each pair of texts in different clusters
  ///   that share a group.
  public static func clusters(of fingerprints: [TextFingerprint]) -> [[Int]] {
    var sets = DisjointSets(count: fingerprints.count)
    let telling = fingerprints.indices.filter { fingerprints[$0].isTelling }
    for first in stride(from: 0, to: TextFingerprint.hashCount, by: bandWidth) {
      var entries = telling.map { place in
        let hashes = fingerprints[place].hashes
        return (key: UInt64(hashes[first]) << 32 | UInt64(hashes[first + 1]), place: place)
      }
      entries.sort { ($0.key, $0.place) < ($1.key, $1.place) }
      var start = 0
      while start < entries.count {
        var end = start + 1
        while end < entries.count, entries[end].key == entries[start].key { end += 1 }
        if end - start > 1 { join(entries[start..<end].map(\.place), fingerprints, &sets) }
        start = end
      }
    }
    var members: [Int: [Int]] = [:]
    for place in telling { members[sets.root(of: place), default: []].append(place) }
    return members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// Joins those of a group that are copies; pairs that are in one set already are not compared.
  private static func join(
    _ places: [Int], _ fingerprints: [TextFingerprint], _ sets: inout DisjointSets
  ) {
    // One list for each set, so that a thousand copies of one text are not compared with each other.
    var lists: [[Int]] = []
    for place in places {
      var home: Int?
      for number in lists.indices where !lists[number].isEmpty {
        let isOne =
          sets.root(of: lists[number][0]) == sets.root(of: place)
          || lists[number].contains { fingerprints[$0].isCopy(of: fingerprints[place]) }
        guard isOne else { continue }
        sets.join(lists[number][0], place)
        if let home {
          lists[home] += lists[number]
          lists[number] = []
        } else {
          home = number
        }
      }
      if let home { lists[home].append(place) } else { lists.append([place]) }
    }
  }
}

/// Sets of numbers that are joined one after the other.
private struct DisjointSets {
  private var parent: [Int]

  init(count: Int) { parent = Array(0..<count) }

  /// The number that stands for the set of `number`.
  mutating func root(of number: Int) -> Int {
    var number = number
    while parent[number] != number {
      parent[number] = parent[parent[number]]
      number = parent[number]
    }
    return number
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (root(of: a), root(of: b))
    // The smaller number stands for both, so that the outcome depends on nothing else.
    parent[max(a, b)] = min(a, b)
  }
}
