import ArmsModel

extension Transfer {
  /// The transfer as it stands in totals by year: itself or, where a register tells when it was delivered, one for
  /// each time that it has a figure for.
  ///
  /// Deliveries given by year stand under their years with their own figures; what comes from one delivery,
  /// or from several without saying how much in which year, under their span; all else under the transfer's.
  ///
  /// - Parameter claims: the list that was grouped.
  public func byYears(_ claims: [CountedClaim]) -> [Transfer] {
    guard members.contains(where: { claims[$0.claim].deal != 0 }) else { return [self] }
    let deliveries = TransferDeliveries(self, claims)
    guard !deliveries.isEmpty, !figures.isEmpty else { return [self] }
    var shares = YearShares()
    for figure in figures {
      let places = deliveries.places(of: figure)
      let deals = Set(places.map { DealKey(claims[$0]) })
      if deals.count == 1, places.allSatisfy({ claims[$0].delivery != nil }) {
        for place in places {
          guard let own = deliveries.ownFigure(place, like: figure) else { continue }
          shares.add(own, deliveries.span([place]), of: [place])
        }
      } else {
        // Of deals that a person takes for one the figure is that of either: their deliveries stay together.
        shares.add(figure, places.isEmpty ? (firstDay, lastDay) : deliveries.span(places), of: places)
      }
    }
    let parts = members.map(\.claim).filter { claims[$0].delivery != nil }
    // A delivery without a figure is a transfer without one in its year.
    for place in parts where !shares.all.contains(where: { $0.deliveries.contains(place) }) {
      shares.add(nil, deliveries.span([place]), of: [place])
    }
    return shares.all.map { share in
      var transfer = self
      transfer.figures = share.figures
      (transfer.firstDay, transfer.lastDay) = (share.firstDay, share.lastDay)
      let others = Set(parts).subtracting(share.deliveries)
      transfer.members.removeAll { others.contains($0.claim) }
      return transfer
    }
  }
}

/// The figures of a transfer by the years that they stand under.
private struct YearShares {
  struct Share {
    var figures: [Transfer.UnitFigure] = []
    var deliveries: Set<Int> = []
    var firstDay: Int32
    var lastDay: Int32
  }

  /// In the order of the years.
  private(set) var all: [Share] = []

  mutating func add(_ figure: Transfer.UnitFigure?, _ days: (first: Int32, last: Int32), of deliveries: [Int])
  {
    let place = place(of: days)
    all[place].firstDay = min(all[place].firstDay, days.first)
    all[place].lastDay = max(all[place].lastDay, days.last)
    all[place].deliveries.formUnion(deliveries)
    guard let figure else { return }
    let known = all[place].figures.firstIndex {
      $0.unit == figure.unit && $0.isQuantity == figure.isQuantity
    }
    if let known {
      // Two deliveries within one year.
      let sum = all[place].figures[known].figure
      all[place].figures[known].figure = sum + figure.figure
    } else {
      all[place].figures.append(figure)
    }
  }

  /// The place of the share of those years; a new one if there is none.
  private mutating func place(of days: (first: Int32, last: Int32)) -> Int {
    // Division keeps the open ends apart from all years.
    let years = (days.first / 10_000, days.last / 10_000)
    for (place, share) in all.enumerated() {
      let own = (share.firstDay / 10_000, share.lastDay / 10_000)
      if own == years { return place }
      if years < own {
        all.insert(Share(firstDay: days.first, lastDay: days.last), at: place)
        return place
      }
    }
    all.append(Share(firstDay: days.first, lastDay: days.last))
    return all.count - 1
  }
}
