public import ArmsModel
public import Counting
import SQLite

/// The registers in force, read as far as they are asked for.
final class RegisterSight {
  private let knowledgeBase: KnowledgeBase
  let vocabulary: Vocabulary
  /// Registers: whole ones first, then those that know how many were ordered, then the newest.
  let editions: [Edition]
  /// Which of them are in force for a pair.
  private let inForce: EditionsInForce
  /// Claims of articles that give only the end of their time.
  private let openClaims: Set<Int64>
  private var openOrders: [Int64: Bool] = [:]
  private var dealsTo: [PartyCode: [Int64: [RegisterDeal]]] = [:]

  init(_ knowledgeBase: KnowledgeBase) throws {
    self.knowledgeBase = knowledgeBase
    vocabulary = try knowledgeBase.vocabulary()
    let registers = try knowledgeBase.editionHeads().filter(knowledgeBase.isRegister)
    inForce = try EditionsInForce(knowledgeBase, Standing(knowledgeBase))
    openClaims = try registers.isEmpty ? [] : knowledgeBase.claimsWithoutBeginning()
    let asked = try registers.map { (edition: $0, knowsOrders: try knowledgeBase.knowsOrders($0)) }
    editions = asked.sorted { a, b in
      // Of two that are whole, or are not, the one that says how many were ordered.
      if a.edition.isPart == b.edition.isPart, a.knowsOrders != b.knowsOrders { return a.knowsOrders }
      return Edition.goesFirst(a.edition, b.edition)
    }.map(\.edition)
  }

  /// The edition that speaks of a pair, its deals, and those of the same recipient with other suppliers.
  func deals(
    _ supplier: PartyCode, _ recipient: PartyCode
  ) throws -> (edition: Edition, deals: [RegisterDeal], others: [RegisterDeal])? {
    let all = try deals(to: recipient)
    for edition in editions
    where inForce.isInForce(edition.document, supplier.rawValue, recipient.rawValue) {
      let deals = all[edition.document] ?? []
      let own = deals.filter { $0.supplier == supplier }
      guard !own.isEmpty || edition.covers(supplier, recipient) else { continue }
      return (edition, own, deals.filter { $0.supplier != supplier })
    }
    return nil
  }

  private func listsOpenOrders(_ edition: Edition) throws -> Bool {
    if let known = openOrders[edition.document] { return known }
    let lists =
      try knowledgeBase.integer(
        """
        SELECT count(DISTINCT deal) > count(DISTINCT CASE WHEN status = 'delivered' THEN deal END) FROM claim
        WHERE document = \(edition.document) AND deal IS NOT NULL
        """) == 1
    openOrders[edition.document] = lists
    return lists
  }

  private func deals(to recipient: PartyCode) throws -> [Int64: [RegisterDeal]] {
    if let known = dealsTo[recipient] { return known }
    var found: [Int64: [RegisterDeal]] = [:]
    for edition in editions {
      found[edition.document] = try knowledgeBase.registerDeals(
        edition.document, to: recipient, weapon: { [vocabulary] in vocabulary.rank(ofRow: $0) })
    }
    dealsTo[recipient] = found
    return found
  }

  /// What the register has beside a claim; nil where there is none, or the claim names no two parties.
  func answer(
    _ claim: CountedClaim, _ supplier: PartyCode?, _ recipient: PartyCode?
  ) throws -> (edition: Edition, answer: RegisterAnswer)? {
    guard let supplier, let recipient, !editions.isEmpty,
      let (edition, deals, others) = try deals(supplier, recipient)
    else { return nil }
    let directory = knowledgeBase.directory
    let comparison = RegisterComparison(
      tree: knowledgeBase.categories,
      release: RegisterComparison.Release(
        year: Int(edition.made.prefix(4)), firstYear: edition.firstYear,
        lastYear: edition.lastYear, listsOpenOrders: try claim.stage != .ordered || listsOpenOrders(edition)),
      name: { code in code.map { directory[$0]?.name ?? $0.rawValue } ?? "an unknown supplier" })
    let question = RegisterQuestion(
      claim, designations: vocabulary.designations, units: vocabulary.units,
      isOpen: openClaims.contains(claim.id))
    return (edition, comparison.answer(question, deals: deals, others: others))
  }
}

extension Edition {
  /// Whether a pair without rows in it has none.
  fileprivate func covers(_ supplier: PartyCode, _ recipient: PartyCode) -> Bool {
    !isSelection && suppliers?.contains(supplier) ?? true && recipients?.contains(recipient) ?? true
  }
}

extension KnowledgeBase {
  /// Whether claims of the edition bear keys of deals, and stand.
  func isRegister(_ edition: Edition) throws -> Bool {
    let table = try withdrawnBatches().isEmpty ? "claim" : "v_live_claim"
    return try integer(
      "SELECT EXISTS (SELECT 1 FROM \(table) WHERE document = \(edition.document) AND deal IS NOT NULL)") == 1
  }

  /// Rows of the articles' claims of deals that give only the end of their time.
  fileprivate func claimsWithoutBeginning() throws -> Set<Int64> {
    var found: Set<Int64> = []
    try rows(
      """
      SELECT c.id FROM claim AS c WHERE c.from_date IS NULL AND c.to_date IS NOT NULL AND c.scope = 'deal'
        AND \(KnowledgeBase.isOfArticle) ORDER BY c.id
      """
    ) { found.insert(try $0.integer(0)) }
    return found
  }

  /// Whether the edition says how many were ordered.
  fileprivate func knowsOrders(_ edition: Edition) throws -> Bool {
    try integer(
      """
      SELECT EXISTS (SELECT 1 FROM claim WHERE document = \(edition.document) AND deal IS NOT NULL
        AND status = 'ordered' AND quantity IS NOT NULL)
      """) == 1
  }

  /// What the register in force has beside the claim in that row, with its edition; nil if there is no register, or the
  /// claim is one of a register itself.
  public func registerAnswer(ofClaim row: Int64) throws -> (edition: Edition, answer: RegisterAnswer)? {
    try registerAnswers(ofClaims: [row])[row]
  }

  /// The same for several claims; those without an answer are left out.
  public func registerAnswers(
    ofClaims rows: [Int64]
  ) throws -> [Int64: (edition: Edition, answer: RegisterAnswer)] {
    try loadDirectory()
    let sight = try RegisterSight(self)
    guard !sight.editions.isEmpty else { return [:] }
    var answers: [Int64: (edition: Edition, answer: RegisterAnswer)] = [:]
    var loader = try ClaimLoader(self, sight.vocabulary)
    let list = rows.map(String.init).joined(separator: ",")
    try loader.pairs(where: "c.id IN (\(list)) AND \(KnowledgeBase.isOfArticle)") { pair in
      for claim in pair.claims {
        answers[claim.id] = try sight.answer(claim, pair.supplier, pair.recipient)
      }
    }
    return answers
  }

  /// That a claim `c` stands in no edition of a dataset.
  static let isOfArticle = "c.document NOT IN (SELECT document FROM release WHERE layout IS NOT NULL)"
}

/// Looks up the deals of pairs in the registers in force.
public struct RegisterLookup {
  private let sight: RegisterSight

  /// The registers that are in force now.
  public init(_ knowledgeBase: KnowledgeBase) throws {
    try knowledgeBase.loadDirectory()
    sight = try RegisterSight(knowledgeBase)
  }

  /// Whether there is no register.
  public var isEmpty: Bool { sight.editions.isEmpty }

  /// The edition that speaks of a pair, and its deals; nil if none does.
  public func deals(
    _ supplier: PartyCode, _ recipient: PartyCode
  ) throws -> (edition: Edition, deals: [RegisterDeal])? {
    try sight.deals(supplier, recipient).map { ($0.edition, $0.deals) }
  }
}
