import ArmsModel

/// What registers say was delivered of a transfer, and when: it bears on the time of its figures.
///
/// A value that a register gives for deliveries has their days, not those of the order. Of deliveries given
/// year by year a question about some years takes those of these years.
struct TransferDeliveries {
  private let claims: [CountedClaim]
  private let members: [Int]
  private let window: CountingWindow?
  /// Places of the registers' deliveries that count, or are parts of a sum that does, by time.
  private let terms: [Int]
  private let outside: Set<Int>

  init(_ transfer: Transfer, _ claims: [CountedClaim], _ window: CountingWindow? = nil) {
    self.claims = claims
    self.window = window
    terms = transfer.members.map(\.claim).filter { place in
      let claim = claims[place]
      return claim.isRegisterDelivery && (claim.rank.counts || claim.delivery != nil)
        && claim.byItself.isDated
    }.sorted { a, b in
      let days = (claims[a].byItself.days, claims[b].byItself.days)
      return days.0 == days.1 ? claims[a].key < claims[b].key : days.0 < days.1
    }
    members = terms.isEmpty ? [] : transfer.members.map(\.claim).filter { claims[$0].rank.counts }
    outside = Set(
      terms.filter { place in
        let days = claims[place].byItself.days
        return window.map { !$0.takesIn(days.first, days.last) } ?? false
      })
  }

  var isEmpty: Bool { terms.isEmpty }

  /// A figure as it is in the window.
  struct Limited {
    var figure: Transfer.UnitFigure
    /// The days that it has other than the transfer's; nil: those of the transfer.
    var days: (first: Int32, last: Int32)?
    /// Whether all that gives it lies outside the window.
    var isOutside = false
  }

  /// A figure of the transfer without the deliveries outside the window, and with the days of the others.
  func limited(_ figure: Transfer.UnitFigure) -> Limited {
    let own = terms.filter { says($0, figure) }
    guard !own.isEmpty else { return Limited(figure: figure) }
    let inside = own.filter { !outside.contains($0) }
    let span = span(inside.isEmpty ? own : inside)
    if inside.count == own.count { return Limited(figure: figure, days: figure.isQuantity ? nil : span) }
    if figure.isQuantity {
      guard let rest = figureInside(like: figure) else {
        return Limited(figure: figure, days: span, isOutside: true)
      }
      return Limited(figure: rest)
    }
    guard !inside.isEmpty, let rest = figureInside(like: figure) else {
      return Limited(figure: figure, days: span, isOutside: true)
    }
    return Limited(figure: rest, days: span)
  }

  /// The deliveries of a sum with what each says in the unit of a figure.
  func parts(in figure: Transfer.UnitFigure) -> [CountingItem.Part] {
    terms.compactMap { place in
      guard claims[place].delivery != nil else { return nil }
      let days = claims[place].byItself.days
      return CountingItem.Part(
        claim: place, figure: ownFigure(place, like: figure)?.figure, firstDay: days.first,
        lastDay: days.last, isTakenIn: !outside.contains(place))
    }
  }

  /// The deliveries that a figure of the transfer is taken from.
  func places(of figure: Transfer.UnitFigure) -> [Int] { terms.filter { says($0, figure) } }

  /// What a delivery says by itself in the unit of a figure.
  func ownFigure(_ place: Int, like figure: Transfer.UnitFigure) -> Transfer.UnitFigure? {
    let claim = claims[place].byItself
    guard says(place, figure), let said = figure.isQuantity ? claim.saidQuantity : claim.saidValue else {
      return nil
    }
    var own = Transfer.UnitFigure(
      unit: figure.unit, isQuantity: figure.isQuantity, figure: said.figure, bestClaim: place)
    own.qualifier = said.qualifier
    return own
  }

  /// Whether a delivery says something in the unit of a figure.
  private func says(_ place: Int, _ figure: Transfer.UnitFigure) -> Bool {
    let claim = claims[place].byItself
    return figure.isQuantity
      ? claim.saidQuantity != nil && claim.saidQuantityUnit == figure.unit
      : claim.saidValue != nil && claim.unit == figure.unit
  }

  /// From the first to the last day of some deliveries.
  func span(_ places: [Int]) -> (first: Int32, last: Int32) {
    let days = places.map { claims[$0].byItself.days }
    return (days.map(\.first).min() ?? .min, days.map(\.last).max() ?? .max)
  }

  /// The figure that the members give without the deliveries outside the window; nil if none does.
  private func figureInside(like figure: Transfer.UnitFigure) -> Transfer.UnitFigure? {
    var places = members.filter { claims[$0].delivery == nil && !outside.contains($0) }
    var counted = places.map { claims[$0] }
    let parts = terms.filter { claims[$0].delivery != nil }
    for (_, deal) in Dictionary(grouping: parts, by: { DealKey(claims[$0]) }) {
      let inside = deal.filter { !outside.contains($0) }
      for var sum in DeliveryParts.sums(of: inside.map { claims[$0].byItself }) {
        // The rank is that of the claim that counts for all of them.
        sum.claim.rank = deal.map { claims[$0].rank }.max() ?? .normal
        places.append(inside[sum.term])
        counted.append(sum.claim)
      }
    }
    let found = FigureMaker.figures(of: counted).first {
      $0.unit == figure.unit && $0.isQuantity == figure.isQuantity
    }
    guard var found else { return nil }
    found.bestClaim = places[found.bestClaim]
    return found
  }
}
