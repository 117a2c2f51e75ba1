/// Claims collapsed by content, in canonical order: each element is one statement.
///
/// Where verdicts or registers bind claims, a claim that somebody judged is a statement of its own, and so are
/// the claims of each deal key: what is bound has to be placed by itself.
struct ContentGroups {
  /// The contents of the statements, ascending; distinct where nothing is bound.
  private(set) var contents: [ClaimContent] = []
  private var starts: [Int] = []
  private var places: [Int] = []

  /// The statements of those claims that `isTaken` accepts.
  ///
  /// - Parameter marks: per claim what binds it; nil if nothing does.
  init(_ claims: [CountedClaim], marks: [ClaimMark]? = nil, where isTaken: (CountedClaim) -> Bool) {
    var entries: [(content: ClaimContent, claim: Int)] = []
    for place in claims.indices where isTaken(claims[place]) {
      entries.append((ClaimContent(claims[place]), place))
    }
    entries.sort {
      if $0.content < $1.content { return true }
      if $1.content < $0.content { return false }
      if let marks, !marks[$0.claim].isAlike(marks[$1.claim]) {
        return marks[$0.claim].precedes(marks[$1.claim])
      }
      return claims[$0.claim].key < claims[$1.claim].key
    }
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      if place == 0 || contents[contents.count - 1] < entry.content
        || marks.map({ !$0[entry.claim].isOne(with: $0[places[place - 1]]) }) ?? false
      {
        contents.append(entry.content)
        starts.append(place)
      }
      places.append(entry.claim)
    }
    starts.append(entries.count)
  }

  /// Places of the claims of one statement, in the order of their keys.
  func claims(of group: Int) -> ArraySlice<Int> { places[starts[group]..<starts[group + 1]] }

  /// The first statement of a content, or nil.
  func place(of content: ClaimContent) -> Int? {
    var low = 0
    var high = contents.count
    while low < high {
      let middle = (low + high) / 2
      if contents[middle] < content { low = middle + 1 } else { high = middle }
    }
    return low < contents.count && contents[low] == content ? low : nil
  }
}
