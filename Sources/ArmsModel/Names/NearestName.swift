/// Finds what a person may have meant by a misspelt name.
public enum NearestName {
  /// The candidate that is fewest edits away from `name`, or nil if none is near.
  ///
  /// Near is up to a third of the longer name's letters, and at least one edit. Ties go to the
  /// candidate that comes first in the alphabet, so that the answer does not depend on the order. To a name of more
  /// than a hundred letters none is near: that is text, and no slip of the pen.
  ///
  /// - Complexity: the number of candidates times the product of the lengths.
  public static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let folded = Array(NameFolding.fold(name).unicodeScalars)
    guard !folded.isEmpty, folded.count <= longest else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let other = Array(NameFolding.fold(candidate).unicodeScalars)
      let limit = max(1, max(folded.count, other.count) / 3)
      guard abs(folded.count - other.count) <= limit else { continue }
      let distance = distance(folded, other)
      guard distance <= limit else { continue }
      if let best, (best.distance, best.name) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// So many letters a name may have.
  private static let longest = 100

  /// Edits between two texts: insertions, deletions, replacements, and swaps of neighbours, one each.
  public static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
