import ArmsModel

/// Tells from the wording of a sentence who supplied whom.
///
/// What does not depend on the amount is found once.
struct PartyRoles {
  let words: [ArticleWord]
  let mentions: [PartyMention]
  /// The parties, in the order in which they are named first.
  private var parties: [PartyDirectory.Index] = []
  /// The preposition that each mention stands behind.
  private var prepositions: [String?] = []
  /// The verbs and nouns that tell something, with what they tell.
  private var cues: [(range: Range<Int>, roles: Roles)] = []
  private var adjectives: Roles?

  private struct Roles {
    var supplier: PartyDirectory.Index?
    var recipient: PartyDirectory.Index?
  }

  init(words: [ArticleWord], mentions: [PartyMention]) {
    self.words = words
    self.mentions = mentions
    parties = distinct(mentions)
    var isNamed = [Bool](repeating: false, count: words.count)
    for mention in mentions { for place in mention.words { isNamed[place] = true } }
    prepositions = mentions.map { preposition(before: $0, isNamed) }
    for place in words.indices where PartyRoles.isCue(words[place].key) {
      cues.append((words[place].range, roles(at: place)))
    }
    adjectives = rolesOfAdjective()
  }

  /// Puts the pairs into a figure.
  ///
  /// - Parameter before: the sentence before, which helps where this one names less than two parties.
  func fill(_ figure: inout FigureMention, before: PartyRoles) {
    let here = parties
    var roles = self.roles(near: figure.amount.range)
    var pool = here
    if here.count < 2 {
      if here.isEmpty { roles = before.roles(near: figure.amount.range) }
      pool += before.parties.filter { !here.contains($0) }
    }
    figure.isOrderTold = roles.supplier != nil || roles.recipient != nil
    if figure.isOrderTold {
      let others = pool.filter { $0 != roles.supplier && $0 != roles.recipient }
      if others.count == 1 {
        if roles.supplier == nil { roles.supplier = others[0] }
        if roles.recipient == nil { roles.recipient = others[0] }
      }
      figure.pairs = [FigureMention.Pair(supplier: roles.supplier, recipient: roles.recipient)]
    } else {
      figure.pairs = bothOrders(pool, figure.amount.range)
    }
    figure.isFromBefore = figure.pairs.contains { pair in
      [pair.supplier, pair.recipient].contains { $0.map { !here.contains($0) } ?? false }
    }
  }

  /// Without any word on who supplied whom, either may have.
  private func bothOrders(_ pool: [PartyDirectory.Index], _ amount: Range<Int>) -> [FigureMention.Pair] {
    var pool = pool
    if pool.count > 2 {
      // Of many parties the two that are named nearest.
      let near = mentions.sorted { distance($0.range, amount) < distance($1.range, amount) }
      pool = Array((distinct(near) + pool.filter { party in !near.contains { $0.party == party } }).prefix(2))
    }
    guard let first = pool.first else { return [] }
    let second = pool.count > 1 ? pool[1] : nil
    return [.init(supplier: first, recipient: second), .init(supplier: second, recipient: first)]
  }

  /// Number of parties that the sentence names.
  var countOfParties: Int { parties.count }

  /// Whether the sentence denies what it says of an amount: "did not sell", "no such deal", "denied that …".
  func isDenied(at amount: Range<Int>) -> Bool {
    words.indices.contains { place in
      let word = words[place]
      let key = word.key.filter { $0 != "'" && $0 != "\u{2019}" }
      let next = words[(place + 1)...].prefix(6)
      if PartyRoles.denials.contains(key) { return word.range.lowerBound < amount.lowerBound }
      if PartyRoles.falsehoods.contains(key) {
        return place > 0 && (PartyRoles.being.contains(words[place - 1].key) || words[place - 1].key == "as")
      }
      if PartyRoles.negations.contains(key) || key.hasSuffix("nt") && PartyRoles.contractions.contains(key) {
        return next.first?.key != "only"
          && next.contains { PartyRoles.isCue($0.key) || PartyRoles.deals.contains($0.key) }
      }
      return key == "no"
        && next.prefix(3).contains { PartyRoles.isCue($0.key) || PartyRoles.deals.contains($0.key) }
    }
  }

  private func distinct(_ mentions: [PartyMention]) -> [PartyDirectory.Index] {
    var parties: [PartyDirectory.Index] = []
    for mention in mentions where !parties.contains(mention.party) { parties.append(mention.party) }
    return parties
  }

  // MARK: Wording

  /// What the verb or noun nearest to the amount tells; one that tells both sides goes first.
  private func roles(near amount: Range<Int>) -> Roles {
    let sorted = cues.sorted { distance($0.range, amount) < distance($1.range, amount) }
    var partial = Roles()
    for (_, found) in sorted {
      if let supplier = found.supplier, let recipient = found.recipient, supplier != recipient {
        return found
      }
      if partial.supplier == nil, partial.recipient == nil { partial = found }
    }
    if let adjectives { return adjectives }
    return partial.supplier == partial.recipient ? Roles() : partial
  }

  private func roles(at place: Int) -> Roles {
    let key = words[place].key
    if isNoun(place) {
      let owner = owner(of: place)
      if PartyRoles.supplyNouns.contains(key) {
        return pair(
          supplier: owner ?? party(behind: place, ["from", "by"]), recipient: party(behind: place, ["to"]))
      }
      return pair(supplier: party(behind: place, ["from"]), recipient: owner ?? party(behind: place, ["by"]))
    }
    let isPassive = (1...2).contains { back in
      place >= back && PartyRoles.being.contains(words[place - back].key)
    }
    switch (PartyRoles.supplyVerbs.contains(key), isPassive) {
    case (true, false):
      let supplier = subject(of: place)
      let object = mentions.first { $0.words.lowerBound > place && $0.party != supplier && !isAdjective($0) }
      return pair(supplier: supplier, recipient: party(behind: place, ["to"]) ?? object?.party)
    case (true, true):
      let supplier = party(behind: place, ["by", "from"]) ?? adjective(before: place)
      let recipient = party(behind: place, ["to"]) ?? (supplier == nil ? nil : subject(of: place))
      return pair(supplier: supplier, recipient: recipient)
    case (false, false):
      let recipient = subject(of: place)
      let goods = mentions.first { $0.words.lowerBound > place && $0.party != recipient && isAdjective($0) }
      return pair(supplier: party(behind: place, ["from"]) ?? goods?.party, recipient: recipient)
    case (false, true):
      return pair(
        supplier: party(behind: place, ["from"]) ?? adjective(before: place),
        recipient: party(behind: place, ["by"]))
    }
  }

  private func pair(supplier: PartyDirectory.Index?, recipient: PartyDirectory.Index?) -> Roles {
    supplier == recipient ? Roles() : Roles(supplier: supplier, recipient: recipient)
  }

  /// "Israeli weapons", and one other party: the adjective is the supplier's.
  private func rolesOfAdjective() -> Roles? {
    guard parties.count == 2 else { return nil }
    let makers = distinct(mentions.filter { isAdjective($0) && names(goods: $0) })
    guard makers.count == 1 else { return nil }
    return Roles(supplier: makers[0], recipient: parties.first { $0 != makers[0] })
  }

  private func isAdjective(_ mention: PartyMention) -> Bool {
    mention.kind == .demonym
      || (mention.words.upperBound < words.count && words[mention.words.upperBound].isBehindDash)
  }

  /// Whether goods follow: "Israeli-made drones", "Russian heavy weapons".
  private func names(goods mention: PartyMention) -> Bool {
    words[mention.words.upperBound...].prefix(3).contains { PartyRoles.goods.contains($0.key) }
  }

  private func adjective(before place: Int) -> PartyDirectory.Index? {
    mentions.last { $0.words.upperBound <= place && isAdjective($0) && names(goods: $0) }?.party
  }

  /// Who does what the verb says: the last party before it that stands behind no preposition.
  private func subject(of place: Int) -> PartyDirectory.Index? {
    let before = mentions.indices.filter { mentions[$0].words.upperBound <= place }
    return (before.last { prepositions[$0] == nil } ?? before.last).map { mentions[$0].party }
  }

  /// Whose exports: "Israel's arms exports", "Israeli exports".
  private func owner(of place: Int) -> PartyDirectory.Index? {
    mentions.last { mention in
      (mention.isPossessive || mention.kind == .demonym) && mention.words.upperBound <= place
        && place - mention.words.upperBound <= 4
    }?.party
  }

  private func party(behind place: Int, _ prepositions: Set<String>) -> PartyDirectory.Index? {
    mentions.indices.first {
      mentions[$0].words.lowerBound > place && self.prepositions[$0].map(prepositions.contains) == true
    }.map { mentions[$0].party }
  }

  /// The preposition that a party stands behind, with up to three words between.
  private func preposition(before mention: PartyMention, _ isNamed: [Bool]) -> String? {
    var isOf = false
    var place = mention.words.lowerBound - 1
    while place >= 0, mention.words.lowerBound - place <= 4 {
      let key = words[place].key
      if isNamed[place] || PartyRoles.isCue(key) { break }
      if key == "of" {
        isOf = true
      } else if PartyRoles.prepositions.contains(key) {
        return key
      }
      place -= 1
    }
    return isOf ? "of" : nil
  }

  private func isNoun(_ place: Int) -> Bool {
    let key = words[place].key
    guard PartyRoles.supplyNouns.contains(key) || PartyRoles.receiptNouns.contains(key) else { return false }
    guard PartyRoles.supplyVerbs.contains(key) || PartyRoles.receiptVerbs.contains(key) else { return true }
    guard place > 0 else { return true }
    let before = words[place - 1]
    return before.isPossessive || PartyRoles.beforeNouns.contains(before.key)
      || mentions.contains { $0.kind == .demonym && $0.words.upperBound == place }
  }

  // MARK: Words

  private static func isCue(_ key: String) -> Bool {
    supplyVerbs.contains(key) || receiptVerbs.contains(key) || supplyNouns.contains(key)
      || receiptNouns.contains(key)
  }

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }
  private static let supplyVerbs = set(
    """
    sold sell sells selling gave give gives giving given supplied supply supplies supplying delivered deliver delivers \
    delivering provided provide provides providing exported export exports exporting shipped ship ships shipping \
    transferred transfer transfers
    """)
  private static let receiptVerbs = set(
    """
    bought buy buys buying purchased purchase purchases purchasing received receive receives receiving acquired acquire \
    acquires acquiring imported import imports importing ordered order orders ordering procured procures
    """)
  private static let supplyNouns = set(
    "export exports sale sales delivery deliveries supply supplies transfer transfers shipment shipments")
  private static let receiptNouns = set("import imports purchase purchases order orders acquisitions")
  private static let being = set("was were been be being is are")
  private static let prepositions = set("to from by for with in against at near between through")
  private static let beforeNouns = set(
    "arms weapons weapon military defence defense the its their of total annual in")
  private static let negations = set("not never neither nor cannot")
  private static let contractions = set(
    "didnt doesnt dont hasnt havent hadnt wasnt werent isnt arent wont wouldnt cant couldnt")
  private static let denials = set(
    "denied denies deny denying refuted refutes disputed disputes rejected dismissed")
  private static let falsehoods = set("false untrue fabricated wrong baseless unfounded fake")
  private static let deals = set(
    "deal deals contract contracts agreement agreements sign signed agree agreed place placed pay paid spend spent win won"
  )
  private static let goods = set(
    """
    weapons weapon arms weaponry drones drone missiles missile rockets tanks aircraft jets helicopters howitzers \
    artillery ammunition munitions equipment hardware systems made built
    """)
}
