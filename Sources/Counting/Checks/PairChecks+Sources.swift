extension CheckRun {
  /// Sources that confirm themselves, alone or in a circle.
  mutating func checkSources() {
    guard !context.voices.isEmpty else { return }
    checkSelves()
    for (place, transfer) in transfers.enumerated() { checkCircles(counting(transfer), [place]) }
    let aggregates = claims.indices.filter { claims[$0].scope == .aggregate && claims[$0].rank.counts }
    for (_, copies) in contents(of: aggregates) { checkCircles(copies, []) }
  }

  /// One finding per source that names itself as who says so; a dataset speaks for itself and cites nobody.
  private mutating func checkSelves() {
    var bySource: [Int64: [Int]] = [:]
    for (place, claim) in claims.enumerated() where claim.rank.counts && claim.dataset == 0 {
      guard let voice = voice(place), let asserter = voice.asserter, voice.speaker == asserter else {
        continue
      }
      bySource[asserter, default: []].append(place)
    }
    for (source, places) in bySource {
      let name = context.sourceName(source) ?? "A source"
      let concerned = Set(places)
      add(
        .selfCitation, .note, claims: places,
        transfers: transfers.indices.filter {
          transfers[$0].members.contains { concerned.contains($0.claim) }
        },
        "\(name) cites itself as its source in \(FindingWords.count(places.count, "claim")). That confirms nothing; "
          + "find out where it has it from.")
    }
  }

  /// Sources that say the same and name one another as where they have it from.
  private mutating func checkCircles(_ places: [Int], _ transfers: [Int]) {
    guard places.count > 1 else { return }
    /// Per source whom it follows, and in which claims.
    var follows: [Int64: [Int64: [Int]]] = [:]
    func add(_ from: Int64?, _ to: Int64?, _ place: Int) {
      guard let from, let to, from != to else { return }
      follows[from, default: [:]][to, default: []].append(place)
    }
    for place in places {
      guard let voice = voice(place) else { continue }
      add(voice.speaker, voice.asserter, place)
      add(voice.publisher, voice.agency, place)
    }
    // Who follows nobody that is followed stands in no circle.
    var isTrimmed = true
    while isTrimmed {
      isTrimmed = false
      for (source, others) in follows {
        let kept = others.filter { follows[$0.key] != nil }
        guard kept.count < others.count else { continue }
        isTrimmed = true
        follows[source] = kept.isEmpty ? nil : kept
      }
    }
    var reach: [Int64: Set<Int64>] = [:]
    for source in follows.keys { reach[source] = reached(from: source, follows) }
    var isTold: Set<Int64> = []
    for source in follows.keys where reach[source]?.contains(source) == true && !isTold.contains(source) {
      let circle = follows.keys.filter {
        reach[source]?.contains($0) == true && reach[$0]?.contains(source) == true
      }
      isTold.formUnion(circle)
      let members = Set(circle)
      var concerned: Set<Int> = []
      for member in circle {
        for (other, claims) in follows[member] ?? [:] where members.contains(other) {
          concerned.formUnion(claims)
        }
      }
      let names = circle.map { context.sourceName($0) ?? "a source without a name" }.sorted()
      self.add(
        .selfCitation, .warning, claims: Array(concerned), transfers: transfers,
        "\(FindingWords.list(names, most: 8)) name one another as the source of the same statement. That confirms "
          + "nothing; find out who said it first, and record that as the asserter.")
    }
  }

  private func reached(from source: Int64, _ follows: [Int64: [Int64: [Int]]]) -> Set<Int64> {
    var reached: Set<Int64> = []
    var open = [source]
    while let next = open.popLast() {
      for other in (follows[next] ?? [:]).keys where reached.insert(other).inserted { open.append(other) }
    }
    return reached
  }
}
