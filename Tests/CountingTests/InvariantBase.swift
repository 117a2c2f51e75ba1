import ArmsModel
import Counting

let tivUnit: Int32 = 5
let usd2020: Int32 = 6
let batteries: Int32 = 4

/// A generated knowledge base: what some documents say of several pairs, what persons judged, and a register.
struct InvariantBase: CustomStringConvertible {
  /// All live claims of one supplier and one recipient.
  struct Pair {
    var supplier: Int
    var recipient: Int
    var claims: [CountedClaim]
    /// The same before anything was settled.
    var said: [CountedClaim] = []

    /// The claims with copies known, but every row of a register as it says it.
    var notAddedUp: [CountedClaim] {
      let rows = Dictionary(uniqueKeysWithValues: said.map { ($0.key, $0) })
      return claims.map { claim in claim.deal == 0 ? claim : rows[claim.key] ?? claim }
    }
  }

  /// What a person judged.
  struct Verdict {
    var a: ContentHash
    var b: ContentHash
    var judgement: Verdicts.Judgement
    var batch: Int64
  }

  /// What a base may hold beside plain claims.
  struct Content: OptionSet, Sendable {
    let rawValue: Int
    static let verdicts = Content(rawValue: 1)
    static let register = Content(rawValue: 2)
    static let everything: Content = [.verdicts, .register]
  }

  var pairs: [Pair] = []
  var judged: [Verdict] = []
  var seed: UInt64

  /// The verdicts, entered in their order.
  var verdicts: Verdicts {
    var verdicts = Verdicts()
    for verdict in judged { verdicts.add(verdict.a, verdict.b, verdict.judgement, batch: verdict.batch) }
    return verdicts
  }

  /// Two or three suppliers and recipients; here and there a pair so large that the grouping uses its index.
  init(seed: UInt64, _ content: Content = .everything, aggregates: Int = 5) {
    self.seed = seed
    var generator = SeededGenerator(seed: seed)
    var world = InvariantWorld(&generator)
    for supplier in 1...generator.number(1...3) {
      for recipient in 1...generator.number(1...2) {
        let isLarge = generator.happens(oneIn: 25)
        let deals = isLarge ? generator.number(50...80) : generator.number(0...14)
        var claims: [CountedClaim] = []
        for _ in 0..<deals { claims.append(world.claim(.deal, &generator)) }
        for _ in 0..<generator.number(0...aggregates) { claims.append(world.claim(.aggregate, &generator)) }
        for _ in 0..<generator.number(0...claims.count / 4 + 1) {
          if let old = claims.randomElement(using: &generator) {
            claims.append(world.repeated(old, &generator))
          }
        }
        if content.contains(.register), generator.happens(oneIn: 2) {
          claims += world.register(generator.number(1...8), &generator)
        }
        claims.shuffle(using: &generator)
        if content.contains(.verdicts) { judge(claims, &generator) }
        let said = claims
        PairPreparation().prepare(&claims, verdicts: verdicts)
        pairs.append(Pair(supplier: supplier, recipient: recipient, claims: claims, said: said))
      }
    }
  }

  private mutating func judge(_ claims: [CountedClaim], _ generator: inout SeededGenerator) {
    let deals = claims.filter { $0.scope == .deal }
    guard deals.count > 1 else { return }
    // Few claims, so that verdicts meet and contradict one another.
    let few = deals.shuffled(using: &generator).prefix(generator.number(2...5))
    for _ in 0..<generator.number(0...6) {
      guard let a = few.randomElement(using: &generator), let b = few.randomElement(using: &generator),
        a.key != b.key,
        !judged.contains(where: { [$0.a, $0.b] == [a.key, b.key] || [$0.b, $0.a] == [a.key, b.key] })
      else { continue }
      let judgement = generator.pick([Verdicts.Judgement.same, .same, .different, .different, .unsure])
      judged.append(Verdict(a: a.key, b: b.key, judgement: judgement, batch: Int64(generator.number(1...9))))
    }
  }

  /// What a failing test prints: every claim on a line.
  var description: String {
    var lines = ["knowledge base of seed \(seed)"]
    for pair in pairs {
      lines.append("\(pair.supplier) -> \(pair.recipient)")
      lines += pair.claims.enumerated().map { "  [\($0)] \(text($1))" }
    }
    lines += judged.map { "verdict \(short($0.a)) \($0.judgement.rawValue) \(short($0.b)) batch \($0.batch)" }
    return lines.joined(separator: "\n")
  }
}

/// Documents, sources and numbers that claims of a base draw from.
struct InvariantWorld {
  private struct Document {
    var agency: Int64
    var outlet: Int64
    var published: Int32
  }
  private var documents: [Document] = []
  private var nextID: Int64 = 1
  private var nextDeal: UInt64 = 1

  init(_ generator: inout SeededGenerator) {
    for _ in 0..<6 {
      documents.append(
        Document(
          agency: generator.happens(oneIn: 3) ? Int64(generator.number(21...22)) : 0,
          outlet: Int64(generator.number(11...14)),
          published: generator.happens(oneIn: 4) ? 0 : Int32(20_140_101 + generator.number(0...27))))
    }
  }

  /// A claim with a key of its own.
  mutating func new(_ stage: Stage, _ scope: Scope, _ generator: inout SeededGenerator) -> CountedClaim {
    defer { nextID += 1 }
    var new = CountingTests.claim(nextID, stage, scope)
    new.key = ContentHash(high: generator.next(), low: generator.next())
    new.batch = Int64(generator.number(1...6))
    return new
  }

  /// A claim out of a document, crowded enough that it often belongs with others.
  mutating func claim(_ scope: Scope, _ generator: inout SeededGenerator) -> CountedClaim {
    let stages: [Stage] =
      scope == .deal
      ? [
        .ordered, .ordered, .ordered, .delivered, .delivered, .inUse, .approved, .reported, .offered,
        .cancelled, .denied, .suspended, .diverted,
      ] : [.delivered, .ordered, .delivered, .ordered, .approved, .denied]
    var new = new(generator.pick(stages), scope, &generator)
    attribute(&new, &generator)
    let categories: [Int8] = [0, 1, 2, 3, 4, 5, 6, -1]
    new.category = scope == .deal || generator.happens(oneIn: 3) ? generator.pick(categories) : -1
    if generator.happens(oneIn: scope == .deal ? 2 : 8) { new.weapon = Int32(generator.number(1...3)) }
    if new.weapon != 0 { new.category = [2, 3, 5][Int(new.weapon) - 1] }
    if !generator.happens(oneIn: 3) {
      new.quantity = number(generator.number(1...24), &generator)
      new.quantityUnit = generator.happens(oneIn: 8) ? generator.pick([batteries, usd]) : UnitNumbers.pieces
      if generator.happens(oneIn: 9) { new.quantityUnit = 0 }
    }
    if generator.happens(oneIn: 2) {
      new.value = number(generator.number(1...60) * 1_000, &generator)
      new.unit = generator.pick([usd, usd, usd, usd, eur, usd2020, tivUnit])
      if generator.happens(oneIn: 20) { new.unit = 0 }
    }
    if !generator.happens(oneIn: 8) {
      let from = Int32(generator.number(2000...2012))
      let length = scope == .deal ? generator.pick([0, 0, 0, 1, 3]) : generator.number(0...6)
      new.firstDay = from * 10_000 + 101
      new.lastDay = (from + Int32(length)) * 10_000 + 1231
      if generator.happens(oneIn: 6) { new.firstDay += Int32(generator.number(1...9)) * 100 }
      if generator.happens(oneIn: 8) {
        new.lastDay = .max
      } else if generator.happens(oneIn: 8) {
        new.firstDay = .min
      }
    }
    new.credibility = generator.happens(oneIn: 2) ? 0 : UInt8(generator.number(1...6))
    new.rank = generator.pick(
      [.normal, .normal, .normal, .normal, .normal, .normal, .preferred, .deprecated, .superseded])
    return new
  }

  /// Gives a claim its document and whoever said it.
  private func attribute(_ claim: inout CountedClaim, _ generator: inout SeededGenerator) {
    let place = generator.number(0...documents.count - 1)
    claim.document = Int64(place + 1)
    claim.published = documents[place].published
    claim.agency = documents[place].agency
    claim.hasAsserter = !generator.happens(oneIn: 5)
    claim.origin =
      claim.hasAsserter
      ? Int64(generator.number(1...5))
      : documents[place].agency == 0 ? documents[place].outlet : documents[place].agency
    claim.isPrimary = claim.origin <= 2
    claim.reliability = UInt8([1, 2, 3, 6, 0][Int(claim.origin) % 5])
  }

  /// What another document says of the same: word for word, or with a number or a stage of its own.
  mutating func repeated(_ old: CountedClaim, _ generator: inout SeededGenerator) -> CountedClaim {
    let other = claim(old.scope, &generator)
    var new = old
    (new.key, new.id, new.document, new.origin) = (other.key, other.id, other.document, other.origin)
    (new.published, new.agency, new.hasAsserter) = (other.published, other.agency, other.hasAsserter)
    (new.isPrimary, new.reliability, new.batch) = (other.isPrimary, other.reliability, other.batch)
    (new.credibility, new.rank) = (other.credibility, other.rank)
    if generator.happens(oneIn: 3) { new.quantity = other.quantity }
    if generator.happens(oneIn: 4) { new.stage = other.stage }
    return new
  }

  /// A number as print has it: bare, a range, qualified, in words, or (seldom) below zero.
  func number(_ number: Int, _ generator: inout SeededGenerator) -> CountedClaim.Interval {
    let number = Int64(number)
    switch generator.number(0...19) {
    case 0...9: return .init(number)
    case 10...12: return .init(number, number + Int64(generator.number(1...20)))
    case 13: return .init(QualifiedNumber(number, .about))
    case 14: return .init(QualifiedNumber(number, .nearly))
    case 15: return .init(QualifiedNumber(number, .moreThan))
    case 16: return .init(QualifiedNumber(number, .upTo))
    case 17: return .init(QualifiedNumber(low: 3, best: 3, high: 9, qualifier: .words))
    case 18: return .init(QualifiedNumber(low: 24, best: 24, high: .max, qualifier: .words))
    default: return generator.happens(oneIn: 2) ? .init(-number) : .init(number)
    }
  }

  /// Rows of a register: an order and often its delivery with a volume, or one delivery a year, each deal under
  /// its own key; here and there a row stands in a second file of the same release.
  mutating func register(_ deals: Int, _ generator: inout SeededGenerator) -> [CountedClaim] {
    var claims: [CountedClaim] = []
    for _ in 0..<deals {
      var order = new(.ordered, .deal, &generator)
      (order.dataset, order.release, order.document, order.origin) = (1, 20_260_501, 90, 50)
      (order.deal, order.hasAsserter, order.published) = (nextDeal, true, 20_260_501)
      nextDeal += 1
      order.weapon = Int32(generator.number(1...3))
      order.category = [2, 3, 5][Int(order.weapon) - 1]
      order.quantity = .init(Int64(generator.pick([4, 10, 12])))
      order.quantityUnit = UnitNumbers.pieces
      order.firstDay = Int32(generator.number(2000...2008)) * 10_000 + 101
      order.lastDay = order.firstDay + 1130
      claims.append(order)
      guard !generator.happens(oneIn: 3) else { continue }
      var year = Int32(generator.number(0...3))
      for _ in 0..<generator.pick([1, 1, 2, 3]) {
        claims.append(delivery(of: order, after: year, &generator))
        if generator.happens(oneIn: 6) {
          var again = new(.delivered, .deal, &generator)
          let (key, id, batch) = (again.key, again.id, again.batch)
          again = claims[claims.count - 1]
          (again.key, again.id, again.batch, again.document) = (key, id, batch, 91)
          if generator.happens(oneIn: 4) { again.published = 0 }
          claims.append(again)
        }
        year += Int32(generator.number(1...2))
      }
    }
    return claims
  }

  /// What was delivered of an order in the years that begin so many after it.
  private mutating func delivery(
    of order: CountedClaim, after years: Int32, _ generator: inout SeededGenerator
  ) -> CountedClaim {
    var delivery = new(.delivered, .deal, &generator)
    let (key, id, batch) = (delivery.key, delivery.id, delivery.batch)
    delivery = order
    (delivery.key, delivery.id, delivery.batch, delivery.stage) = (key, id, batch, .delivered)
    if generator.happens(oneIn: 2) { delivery.quantity = .init(Int64(generator.number(1...12))) }
    if generator.happens(oneIn: 12) { (delivery.quantity, delivery.quantityUnit) = (nil, 0) }
    if generator.happens(oneIn: 12) { delivery.quantity = number(generator.number(1...12), &generator) }
    if delivery.quantity != nil { delivery.quantityUnit = UnitNumbers.pieces }
    if !generator.happens(oneIn: 12) {
      (delivery.value, delivery.unit) = (.init(Int64(generator.number(1...40) * 250)), tivUnit)
    }
    delivery.firstDay = order.firstDay + years * 10_000
    delivery.lastDay = delivery.firstDay + Int32(generator.pick([0, 0, 0, 2])) * 10_000 + 1130
    if generator.happens(oneIn: 20) {
      delivery.rank = generator.pick([.preferred, .deprecated, .superseded])
    }
    return delivery
  }
}

/// The first digits of a key, enough to find it again in what a failing test prints.
func short(_ key: ContentHash) -> String { String(key.identifier("c").prefix(7)) }

/// A claim on one line.
func text(_ claim: CountedClaim) -> String {
  func numbers(_ interval: CountedClaim.Interval?, _ unit: Int32) -> String {
    guard let interval else { return "-" }
    let high = interval.high == .max ? "open" : "\(interval.high)"
    return "\(interval.low)/\(interval.best)/\(high)u\(unit)"
  }
  func day(_ day: Int32) -> String { day == .min || day == .max ? "?" : "\(day)" }
  var parts = [
    short(claim.key), claim.scope.rawValue, claim.stage.slug, "w\(claim.weapon)", "c\(claim.category)",
  ]
  parts += ["q" + numbers(claim.quantity, claim.quantityUnit), "v" + numbers(claim.value, claim.unit)]
  parts += [
    "\(day(claim.firstDay))...\(day(claim.lastDay))", "doc \(claim.document)", "origin \(claim.origin)",
  ]
  parts += ["published \(claim.published)", "cred \(claim.credibility)", "rel \(claim.reliability)"]
  parts += ["\(claim.rank)", "batch \(claim.batch)"]
  if claim.isPrimary { parts.append("primary") }
  if claim.deal != 0 { parts.append("deal \(claim.deal)") }
  if let own = claim.delivery {
    parts.append("by itself q\(numbers(own.quantity, claim.quantityUnit)) v\(numbers(own.value, claim.unit))")
    parts.append("\(day(own.firstDay))...\(day(own.lastDay))")
  }
  return parts.joined(separator: " ")
}
