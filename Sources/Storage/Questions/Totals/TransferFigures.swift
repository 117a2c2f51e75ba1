import ArmsModel
import Counting

/// The span of a transfer in print.
public enum TransferSpan {
  /// A span of days as dates; nil where open.
  public static func dates(firstDay: Int32, lastDay: Int32) -> (from: String?, to: String?) {
    TransferFigures.span(firstDay: firstDay, lastDay: lastDay)
  }
}

/// Picks from the figures of a transfer those that stand in its row.
enum TransferFigures {
  /// The quantity in pieces (else the first other unit of quantity), the value whose best claim goes before the
  /// others (preferred, more credible, published later), and the rest.
  static func choose(
    _ figures: [Transfer.UnitFigure], _ claims: [CountedClaim]
  ) -> (quantity: Transfer.UnitFigure?, value: Transfer.UnitFigure?, others: [Transfer.UnitFigure]) {
    var quantity: Transfer.UnitFigure?
    var value: Transfer.UnitFigure?
    var others: [Transfer.UnitFigure] = []
    for figure in figures {
      if figure.isQuantity {
        if quantity == nil { quantity = figure } else { others.append(figure) }
      } else if let chosen = value {
        if claims[figure.bestClaim].leads(claims[chosen.bestClaim]) {
          others.append(chosen)
          value = figure
        } else {
          others.append(figure)
        }
      } else {
        value = figure
      }
    }
    return (quantity, value, others.sorted { $0.unit < $1.unit })
  }

  /// Figures in further units as JSON; money and TIV in thousandths.
  static func json(_ figures: [Transfer.UnitFigure], _ units: UnitNumbers) -> String {
    let objects = figures.map { item in
      let unit = units[item.unit].rawValue.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case _ where scalar.value < 32:
          "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
      }.joined()
      let kind = item.isQuantity ? "quantity" : "value"
      let figure = item.figure
      return """
        {"unit":"\(unit)","kind":"\(kind)","low":\(figure.low),"best":\(figure.best),"high":\(figure.high == .max ? "null" : String(figure.high))}
        """
    }
    return "[" + objects.joined(separator: ",") + "]"
  }

  /// A span of days as dates; nil where open.
  ///
  /// An end that falls on that of a year or month is written as the year or month, which is what it was nearly always
  /// made from; a single day stays a day.
  static func span(firstDay: Int32, lastDay: Int32) -> (from: String?, to: String?) {
    if firstDay == lastDay, firstDay != .min {
      let day = PartialDate(packed: firstDay).description
      return (day, day)
    }
    let first = firstDay % 10_000 == 101 ? firstDay - 101 : firstDay % 100 == 1 ? firstDay - 1 : firstDay
    let month = PartialDate(packed: lastDay / 100 * 100)
    let last = lastDay % 10_000 == 1231 ? lastDay - 1231 : month.lastDay == lastDay ? month.packed : lastDay
    return (
      firstDay == .min ? nil : PartialDate(packed: first).description,
      lastDay == .max ? nil : PartialDate(packed: last).description
    )
  }
}
