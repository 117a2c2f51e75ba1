import ArmsModel
import Counting
import Storage

/// What a register has beside a claim, for people.
enum RegisterBlock {
  /// The block `in the register`: the edition, its rows, what agrees and what does not.
  static func lines(_ answer: RegisterAnswer, _ edition: Edition, _ names: PartyDirectory) -> [String] {
    let indent = String(repeating: " ", count: 18)
    var lines = ["in the register   \(EditionWords.name(edition))"]
    for deal in answer.deals { lines.append(indent + row(deal, nil)) }
    for deal in answer.others {
      lines.append(indent + row(deal, deal.supplier.map { names[$0]?.name ?? $0.rawValue } ?? "not known"))
    }
    if answer.deals.isEmpty, answer.others.isEmpty { lines.append(indent + "no such row") }
    for note in answer.notes { lines.append(indent + note) }
    for remark in answer.remarks {
      lines.append("  \(remark.reason.check.rawValue): \(remark.sentence)")
    }
    return lines
  }

  /// "2011? Quill-1 (UAV), 10? ordered, 10 delivered, 2012–2013, 5 million TIV, line 7, c12ab…".
  private static func row(_ deal: RegisterDeal, _ supplier: String?) -> String {
    let year = deal.orderYear.map { "\($0)\(deal.orderYearMark == .estimate ? "?" : "")" } ?? "no year"
    var parts = ["\(year) \(deal.designation)" + (deal.description.map { " (\($0))" } ?? "")]
    if let supplier { parts.append("from \(supplier)") }
    parts.append(EditionWords.deal(deal))
    if let tiv = deal.tiv { parts.append("\(groupedDecimal(tiv)) million TIV") }
    if let line = deal.line { parts.append("line \(line)") }
    if let claim = deal.claim { parts.append(claim.identifier("c")) }
    return parts.joined(separator: ", ")
  }
}
