import ArmsModel
import Counting

/// Random numbers that a seed gives again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x2545_F491_4F6C_DD1D &+ 11 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func happens(oneIn chances: Int) -> Bool { number(1...chances) == 1 }

  mutating func pick<T>(_ list: [T]) -> T { list[number(0...list.count - 1)] }
}

/// Invented categories: aircraft > combat > fighter, trainer; missiles > anti-tank; ships.
let testTree = CategoryTree([
  WeaponCategory(slug: "aircraft", parent: nil, name: "Aircraft"),
  WeaponCategory(slug: "combat", parent: "aircraft", name: "Combat aircraft"),
  WeaponCategory(slug: "fighter", parent: "combat", name: "Fighters"),
  WeaponCategory(slug: "trainer", parent: "aircraft", name: "Trainers"),
  WeaponCategory(slug: "missiles", parent: nil, name: "Missiles"),
  WeaponCategory(slug: "anti-tank", parent: "missiles", name: "Anti-tank missiles"),
  WeaponCategory(slug: "ships", parent: nil, name: "Ships"),
])

let usd: Int32 = 2
let eur: Int32 = 3

/// A claim with defaults that a test need not mind; years as plain numbers, the key made of `id`.
func claim(
  _ id: Int64, _ stage: Stage, _ scope: Scope = .deal, weapon: Int32 = 0, category: String? = nil,
  pieces: Int64? = nil, usd dollars: Int64? = nil, from: Int32? = nil, to: Int32? = nil, origin: Int64? = nil,
  published: Int32 = 0, credibility: UInt8 = 0, rank: CountedClaim.Rank = .normal
) -> CountedClaim {
  CountedClaim(
    key: ContentHash(high: UInt64(id) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(id)), id: id, document: id,
    origin: origin ?? id, stage: stage, scope: scope, weapon: weapon,
    category: category.flatMap { testTree.index(of: $0) } ?? -1, quantity: pieces.map { .init($0) },
    quantityUnit: pieces == nil ? 0 : UnitNumbers.pieces, value: dollars.map { .init($0) },
    unit: dollars == nil ? 0 : usd, firstDay: from.map { $0 * 10_000 + 101 } ?? .min,
    lastDay: (to ?? from).map { $0 * 10_000 + 1231 } ?? .max, published: published, credibility: credibility,
    rank: rank)
}

/// Claims of one pair, crowded enough that they often belong together.
func randomClaims(_ generator: inout SeededGenerator, deals: Int, aggregates: Int) -> [CountedClaim] {
  var claims: [CountedClaim] = []
  let kinds = [String?](["aircraft", "combat", "fighter", "trainer", "missiles", "anti-tank", "ships", nil])
  func interval(_ low: Int, _ generator: inout SeededGenerator) -> CountedClaim.Interval {
    .init(Int64(low), generator.happens(oneIn: 5) ? Int64(low + generator.number(1...20)) : nil)
  }
  for place in 0..<deals + aggregates {
    let isDeal = place < deals
    let id = Int64(place + 1)
    var new = claim(id, .ordered, isDeal ? .deal : .aggregate)
    new.key = ContentHash(high: generator.next(), low: generator.next())
    new.stage = generator.pick(
      isDeal
        ? [
          .ordered, .ordered, .delivered, .inUse, .approved, .reported, .offered, .cancelled, .denied,
          .diverted,
        ]
        : [.delivered, .ordered, .delivered, .approved, .denied])
    new.origin = Int64(generator.number(1...4))
    new.category = generator.pick(kinds).flatMap { testTree.index(of: $0) } ?? -1
    if isDeal, generator.happens(oneIn: 2) { new.weapon = Int32(generator.number(1...3)) }
    if !isDeal, generator.happens(oneIn: 2) { new.category = -1 }
    if !isDeal, generator.happens(oneIn: 8) { new.weapon = Int32(generator.number(1...3)) }
    if !generator.happens(oneIn: 3) {
      new.quantity = interval(generator.number(1...12), &generator)
      new.quantityUnit = generator.happens(oneIn: 6) ? 4 : UnitNumbers.pieces
    }
    if generator.happens(oneIn: 2) {
      new.value = interval(generator.number(1...60), &generator)
      new.unit = generator.happens(oneIn: 4) ? eur : usd
    }
    if !generator.happens(oneIn: 8) {
      let from = Int32(generator.number(2000...2012))
      let length = isDeal ? generator.pick([0, 0, 0, 1, 3]) : generator.number(0...6)
      new.firstDay = from * 10_000 + 101
      new.lastDay = (from + Int32(length)) * 10_000 + 1231
      if generator.happens(oneIn: 8) {
        new.lastDay = .max
      } else if generator.happens(oneIn: 8) {
        new.firstDay = .min
      }
    }
    if !generator.happens(oneIn: 4) { new.published = Int32(20_140_101 + generator.number(0...9)) }
    new.credibility = UInt8(generator.number(0...6))
    new.rank = generator.pick([.normal, .normal, .normal, .normal, .preferred, .deprecated])
    claims.append(new)
    if generator.happens(oneIn: 6), let old = claims.randomElement(using: &generator) {
      claims.append(copy(of: old, &generator))
    }
  }
  return claims
}

/// The claim as one more outlet prints it, later or at an unknown date.
func copy(of claim: CountedClaim, _ generator: inout SeededGenerator) -> CountedClaim {
  var copy = claim
  copy.key = ContentHash(high: generator.next(), low: generator.next())
  copy.id += 10_000
  copy.document += 10_000
  copy.published =
    generator.happens(oneIn: 2) || claim.published == 0 ? 0 : claim.published + Int32(generator.number(0...3))
  return copy
}

/// What anybody sees of a pair's totals, without places in lists.
func summary(_ totals: [PairTotal]) -> [String] {
  // Of a unit in which nothing is taken in there is no total, only an explanation of why.
  totals.filter { $0.transfers > 0 || $0.figure != nil }.map {
    "\($0.unit) \($0.isQuantity) \(String(describing: $0.figure)) \($0.transfers) \($0.unstated) "
      + "\($0.firstDay) \($0.lastDay) \($0.categories)"
  }
}

/// Groups and adds up.
func totals(
  _ claims: [CountedClaim], _ options: CountingOptions = CountingOptions(explain: true)
) -> [PairTotal] {
  let transfers = TransferGrouping(tree: testTree).transfers(of: claims)
  return PairTotals(tree: testTree).totals(claims: claims, transfers: transfers, options: options)
}
