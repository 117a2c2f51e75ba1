import ArmsModel
import Counting
import Storage

/// Editions of datasets and their deals in words.
enum EditionWords {
  /// "SIPRI Arms Transfers Database of 2024-10-13 (d12ab…)".
  static func name(_ edition: Edition) -> String {
    let day = edition.generated.map { " of \($0.prefix(10))" } ?? " without a date"
    return "\(edition.dataset)\(day) (\(edition.key.identifier("d")))"
  }

  /// The title of a comparison.
  static func title(_ old: Edition, _ new: Edition) -> String {
    func day(_ edition: Edition) -> String { edition.generated.map { String($0.prefix(10)) } ?? "no date" }
    return "From the edition of \(day(old)) to that of \(day(new))"
  }

  /// One line of a list of editions, to choose from.
  private static func line(_ edition: Edition) -> String {
    let file = edition.files.last.map { ", \($0)" } ?? ""
    return
      "  \(edition.key.identifier("d"))  \(edition.generated ?? "no date")  \(edition.dataset), \(edition.layout ?? "no file")"
      + file
  }

  /// Why a name means no register, with those that there are.
  static func sentence(_ unknown: UnknownEdition) -> Words {
    switch unknown {
    case .none(let name, let all):
      let head =
        name == "previous" || name == "latest" || PartialDate(name) != nil
        ? "there is no edition \(quoted(name))" : "\(quoted(name)) is no date and no edition"
      guard !all.isEmpty else { return "\(head); no dataset was imported yet" }
      return Words(lines: [head + "; there are:"] + all.map(line))
    case .several(let name, let editions):
      return Words(lines: ["\(quoted(name)) may be any of:"] + editions.map(line))
    case .noRegister(let edition):
      return "\(name(edition)) is a table of volumes; only registers are compared deal by deal"
    }
  }

  /// "12? ordered; 10 delivered, 2012; 2013".
  static func deal(_ deal: RegisterDeal) -> String {
    func marked(_ number: Int64, _ mark: RegisterDeal.Mark) -> String {
      "\(number)" + (mark == .estimate ? "?" : "")
    }
    var parts: [String] = []
    if let ordered = deal.ordered { parts.append("\(marked(ordered, deal.orderedMark)) \(deal.status)") }
    if let delivered = deal.delivered, delivered > 0 {
      parts.append("\(marked(delivered, deal.deliveredMark)) delivered")
    }
    if let first = deal.years.first, let last = deal.years.last {
      let isRun = deal.years.count == last - first + 1
      parts.append(
        first == last
          ? "in \(first)" : isRun ? "\(first)–\(last)" : deal.years.map(String.init).joined(separator: ", "))
    }
    return parts.isEmpty ? "not delivered" : parts.joined(separator: ", ")
  }

  /// Thousandths with a sign: "+1,234.5", "-3", "0".
  static func signed(_ thousandths: Int64) -> String {
    (thousandths > 0 ? "+" : "") + groupedDecimal(thousandths)
  }

  /// What was left out of a comparison, and why.
  static func remarks(_ difference: RegisterDifference, _ old: Edition, _ new: Edition) -> [String] {
    var remarks: [String] = []
    switch difference.years {
    case (nil, nil): break
    case (let first?, nil): remarks.append("only the years from \(first) on are in both and compared")
    case (nil, let last?): remarks.append("only the years up to \(last) are in both and compared")
    case (let first?, let last?): remarks.append("only the years \(first) to \(last) are compared")
    }
    if difference.isOfSomeParties {
      remarks.append("only the parties and pairs that both are limited to are compared")
    }
    for (edition, extent) in [(old, difference.before), (new, difference.after)] {
      let day = edition.generated.map { String($0.prefix(10)) } ?? "no date"
      if extent.outside > 0 {
        remarks.append("edition of \(day): \(count(extent.outside, "deal")) outside that were left out")
      }
      if extent.open > 0 {
        remarks.append(
          "edition of \(day): \(count(extent.open, "order")) without deliveries that the other one need not have, left out"
        )
      }
    }
    let partial = max(difference.before.partial, difference.after.partial)
    if partial > 0 {
      remarks.append(
        "\(count(partial, "deal")) with deliveries beyond these years: nobody tells how much of them lies inside, so their "
          + "deliveries and volumes are not compared and count on neither side")
    }
    if !difference.fieldsLeftOut.isEmpty {
      remarks.append(
        "not compared, as only one layout gives it: \(difference.fieldsLeftOut.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let reworded = difference.changes.count { $0.fields.contains { $0.field == .designation } }
    if old.layout != new.layout, reworded > 0 {
      remarks.append(
        "the two layouts word designations differently: \(count(reworded, "deal")) changed in designation for that reason or another"
      )
    }
    return remarks
  }
}
