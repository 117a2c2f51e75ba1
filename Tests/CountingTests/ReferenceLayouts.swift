import Counting

/// A deal as it really was: what a register prints of it in one layout or another.
struct RealDeal: Hashable {
  struct Delivery: Hashable {
    var year: Int32
    var pieces: Int64
    /// Thousandths of TIV.
    var volume: Int64
  }

  /// The register's own number of it.
  var number: UInt64
  var pair: Int
  var weapon: Int32
  var condition: UInt8
  var ordered: Int32
  var pieces: Int64
  /// At most one a year, ascending.
  var deliveries: [Delivery]

  var years: Set<Int32> { Set(deliveries.map(\.year)) }
  var delivered: Int64 { deliveries.reduce(0) { $0 + $1.pieces } }
  var volume: Int64 { deliveries.reduce(0) { $0 + $1.volume } }
}

/// An edition of the register: its layout, its years, the pairs that it speaks of.
struct LayoutEdition {
  enum Layout: Int32 {
    case deals
    case deliveries
  }

  var release: ReferenceReleases.Release
  var layout: Layout
  /// nil: all.
  var pairs: Set<Int>?
  var deals: [RealDeal]

  /// The deals with what was delivered in the edition's years; of the layout by deliveries only what arrived.
  func deals(of pair: Int) -> [RealDeal] {
    guard pairs?.contains(pair) ?? true else { return [] }
    return deals.filter { $0.pair == pair }.compactMap { deal in
      var deal = deal
      deal.deliveries.removeAll { !release.years.contains($0.year) }
      return deal.deliveries.isEmpty && layout == .deliveries ? nil : deal
    }
  }
}

/// What two layouts of one register come to, deal by deal, as docs/counting.md says it in words.
enum ReferenceLayouts {
  /// The edition that counts for a pair: the one that none sets aside; of several in one layout any.
  static func leading(_ editions: [LayoutEdition], _ pair: Int) -> LayoutEdition? {
    editions.first { edition in
      edition.pairs?.contains(pair) ?? true
        && !editions.contains { other in
          guard other.release.document != edition.release.document, other.pairs?.contains(pair) ?? true else {
            return false
          }
          guard other.release.hasAll(of: edition.release) else { return false }
          if !edition.release.hasAll(of: other.release) { return true }
          return other.release.day == edition.release.day
            ? other.layout.rawValue < edition.layout.rawValue : other.release.day > edition.release.day
        }
    }
  }

  /// Of the deals of the leading edition those whose deliveries are told apart, by their places in its list.
  static func toldByYear(_ leading: LayoutEdition, _ editions: [LayoutEdition], _ pair: Int) -> Set<Int> {
    let own = leading.deals(of: pair)
    guard leading.layout == .deals else { return Set(own.indices) }
    var found = Set(own.indices.filter { own[$0].years.count == 1 })
    let others = editions.filter { $0.layout == .deliveries }
    for day in Set(others.map(\.release.day)).sorted(by: >) {
      // The same number in two files of one day is one deal, with the deliveries of both.
      var deals: [UInt64: RealDeal] = [:]
      for deal in others.filter({ $0.release.day == day }).flatMap({ $0.deals(of: pair) }) {
        var all = deals[deal.number] ?? deal
        all.deliveries = Set(all.deliveries + deal.deliveries).sorted { $0.year < $1.year }
        deals[deal.number] = all
      }
      var left = deals.values.filter { $0.years.count > 1 }
      for byWeapon in [true, false] {
        let spans = own.indices.filter { !found.contains($0) && own[$0].years.count > 1 }
        let matches = spans.compactMap { span -> (Int, RealDeal)? in
          let partners = left.filter { areAlike(own[span], $0, byWeapon: byWeapon) }
          guard partners.count == 1, let partner = partners.first,
            spans.filter({ areAlike(own[$0], partner, byWeapon: byWeapon) }).count == 1
          else { return nil }
          return (span, partner)
        }
        for (span, partner) in matches {
          found.insert(span)
          left.removeAll { $0.number == partner.number }
        }
      }
    }
    return found
  }

  private static func areAlike(_ span: RealDeal, _ deal: RealDeal, byWeapon: Bool) -> Bool {
    span.ordered == deal.ordered && span.years == deal.years && span.delivered == deal.delivered
      && span.condition == deal.condition && (!byWeapon || span.weapon == deal.weapon)
      && abs(span.volume - deal.volume) <= 10 * Int64(deal.deliveries.count + 1)
  }
}
