import Synchronization

/// What the names of states have in common, however they are turned and shortened.
///
/// Lists write `Congo, Dem. Rep.`, `Dem. Rep. of the Congo`, `Korea (the Republic of)`: the same words in another
/// order, some of them shortened, with or without those that mean nothing by themselves.
enum PartyNameWords {
  private static let short = [
    "republic": "rep", "repub": "rep", "democratic": "dem", "democratique": "dem", "people": "peoples",
    "ppls": "peoples", "federal": "fed", "federated": "fed", "federation": "fed", "islands": "isl",
    "is": "isl", "island": "isl", "saint": "st", "sainte": "st", "states": "sts", "islamic": "isl",
    "territory": "terr", "territories": "terr", "province": "prov", "north": "n", "northern": "n",
    "south": "s", "southern": "s", "east": "e", "eastern": "e", "west": "w", "western": "w",
    "socialist": "soc", "kingdom": "kgdm", "utd": "united", "un": "united", "equat": "equatorial",
    "eq": "equatorial", "cent": "central", "afr": "african", "herz": "herzegovina", "pr": "peoples rep",
    "pdr": "peoples dem rep", "dr": "dem rep", "rb": "bolivarian rep", "fyr": "former yugoslav rep",
  ]
  private static let empty: Set<String> = ["of", "the", "and", "a"]

  /// The words of a folded name in their short forms, sorted; those that mean nothing by themselves left out.
  static func words(of folded: String) -> [String] {
    folded.split(separator: " ").flatMap { word -> [Substring] in
      let word = String(word)
      return empty.contains(word) ? [] : (short[word] ?? word).split(separator: " ")
    }.map(String.init).sorted()
  }

  /// How many edits lie between the words of two names, each with the one that it is nearest to; nil where one has
  /// none that is near, or all come to more than `limit`.
  static func distance(_ a: [String], _ b: [String], atMost limit: Int?) -> Int? {
    guard a.count == b.count, !a.isEmpty, a.count <= 8 else { return nil }
    var rest = b
    var sum = 0
    for word in a {
      let own = Array(word.unicodeScalars)
      let near = rest.indices.compactMap { place -> (distance: Int, place: Int)? in
        distance(own, Array(rest[place].unicodeScalars)).map { ($0, place) }
      }.min { $0.distance < $1.distance }
      guard let near else { return nil }
      rest.remove(at: near.place)
      sum += near.distance
      if let limit, sum > limit { return nil }
    }
    return sum
  }

  /// The edits between two words, if one may be a slip of the pen for the other: one edit, or up to a third of the
  /// letters behind the same first one; of short forms none but a letter that is left out of four, or was added to three.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int? {
    if a == b { return 0 }
    let longer = max(a.count, b.count)
    guard min(a.count, b.count) > 3 || a.count + b.count == 7 && a[0] == b[0], longer <= 40,
      abs(a.count - b.count) <= max(1, longer / 3)
    else {
      return nil
    }
    let distance = NearestName.distance(a, b)
    return distance == 1 || a[0] == b[0] && distance <= longer / 3 ? distance : nil
  }

  /// Known names by their words; made once, when it is first asked.
  final class Index: Sendable {
    private let known = Mutex<[[String]: [String]]?>(nil)

    /// Those of the names that have the words of a folded name, sorted.
    func names(like folded: String, among names: some Sequence<String>) -> [String] {
      let words = PartyNameWords.words(of: folded)
      // A single word is a name as it is written, or none.
      guard !words.isEmpty, folded.utf8.contains(0x20) else { return [] }
      return known.withLock { known in
        let index = known ?? Dictionary(grouping: names) { PartyNameWords.words(of: $0) }
        known = index
        return (index[words] ?? []).sorted()
      }
    }
  }
}
