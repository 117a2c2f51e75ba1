import ArmsModel
import Counting
import Reading
import Storage

/// What the register in force has of the parties and years of an article's amounts.
struct ArticleRegister {
  /// So many deals are named; the rest is counted.
  private static let named = 3

  private let knowledgeBase: KnowledgeBase
  private let lookup: RegisterLookup

  init(_ knowledgeBase: KnowledgeBase) throws {
    self.knowledgeBase = knowledgeBase
    lookup = try RegisterLookup(knowledgeBase)
  }

  /// Says what the register lists beside an amount; false where there is no register, or no two parties.
  ///
  /// Of an amount that several pairs may be meant with, the first pair with deals in these years is told.
  func compare(_ figure: FigureMention, _ finding: inout ArticleFinding) throws -> Bool {
    guard !lookup.isEmpty, !figure.isExpenditure else { return false }
    let directory = knowledgeBase.directory
    var first: (Party, Party, Edition)?
    for pair in figure.pairs {
      guard let supplier = pair.supplier, let recipient = pair.recipient else { continue }
      let (seller, buyer) = (directory[supplier], directory[recipient])
      guard let (edition, deals) = try lookup.deals(seller.code, buyer.code) else { continue }
      if first == nil { first = (seller, buyer, edition) }
      let (from, to) = (figure.years.from?.year, figure.years.to?.year ?? figure.years.from?.year)
      let inside = deals.filter { deal in
        let years = deal.years + (deal.orderYear.map { [$0] } ?? [])
        return years.contains { from ?? .min <= $0 && $0 <= to ?? .max }
      }
      guard !inside.isEmpty else { continue }
      tell(seller, buyer, edition, inside, figure, &finding)
      return true
    }
    guard let (seller, buyer, edition) = first else { return false }
    finding.kind = .register
    (finding.supplier, finding.recipient) = (seller.code, buyer.code)
    finding.sentence =
      "\(EditionWords.name(edition)) lists no deal of \(seller.name) to \(buyer.name)\(ArticleRegister.time(figure.years))."
    return true
  }

  private func tell(
    _ seller: Party, _ buyer: Party, _ edition: Edition, _ deals: [RegisterDeal], _ figure: FigureMention,
    _ finding: inout ArticleFinding
  ) {
    finding.kind = .register
    (finding.supplier, finding.recipient) = (seller.code, buyer.code)
    let passage = " " + NameFolding.fold(finding.passage) + " "
    // Deals whose designation stands in the sentence go first, then the largest.
    let mentioned = deals.filter { passage.contains(" \(NameFolding.fold($0.designation)) ") }
    let shown =
      (mentioned.isEmpty
      ? deals.sorted { ($0.tiv ?? 0, $1.line ?? 0) > ($1.tiv ?? 0, $0.line ?? 0) } : mentioned)
      .prefix(ArticleRegister.named)
    let tiv = deals.reduce(Int64(0)) { saturatingSum($0, $1.tiv ?? 0) }
    let rest = deals.count - shown.count
    let words = shown.map { deal in
      "\(deal.designation) (\(deal.orderYear.map { "order of \($0): " } ?? "")\(EditionWords.deal(deal)))"
    }
    finding.sentence =
      "\(EditionWords.name(edition)) lists \(count(deals.count, "deal")) of \(seller.name) to \(buyer.name) ordered or "
      + "delivered\(ArticleRegister.time(figure.years)), \(groupedDecimal(tiv)) million TIV in all their years, a volume "
      + "and no price: " + words.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "") + "."
    finding.claims = shown.compactMap { $0.claim?.identifier("c") }
    finding.numbers = [KnowledgeFinding.Number(name: "register", thousandths: tiv, unit: .tiv)]
  }

  private static func time(_ years: Period) -> String {
    switch (years.from?.year, years.to?.year) {
    case (let from?, let to?): from == to ? " in \(from)" : " in \(from) to \(to)"
    case (let from?, nil): " in \(from)"
    case (nil, let to?): " until \(to)"
    case (nil, nil): ""
    }
  }
}
