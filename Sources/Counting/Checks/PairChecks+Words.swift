extension CheckRun {
  /// Quantities in words of which nothing could be made.
  mutating func checkQuantityWords() {
    for (place, claim) in claims.enumerated() where claim.isQuantityUnread && claim.rank.counts {
      add(
        .quantityNotUnderstood, .warning, claims: [place],
        transfers: transfers.indices.filter { transfers[$0].members.contains { $0.claim == place } },
        "\(speaker(place)) gives the quantity of \(goods(claim.weapon, claim.category)) in words that are not understood, "
          + "so that it has none; give it as quantity, and quantity_max for a range.")
    }
  }

  /// Documents of a day that was still to come.
  mutating func checkPublication() {
    var byDocument: [Int64: [Int]] = [:]
    for (place, claim) in claims.enumerated() where claim.publishedAhead != 0 && claim.rank.counts {
      byDocument[claim.document, default: []].append(place)
    }
    for places in byDocument.values {
      let day = FindingWords.day(claims[places[0]].publishedAhead)
      add(
        .publishedInFuture, .warning, claims: places,
        "\(speakers(places)) is dated \(day), after the day on which it was recorded; its date counts as not known."
      )
    }
  }
}
