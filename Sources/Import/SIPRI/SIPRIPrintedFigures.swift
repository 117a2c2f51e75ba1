/// The cells of SIPRI's printed register while they are read: figures in brackets are estimates.
struct SIPRIPrintedFigures {
  let cells: [String]
  let names: [String]
  private let line: String
  private let skipped: Int
  private(set) var faults: [DatasetFault] = []

  /// The cells of a line, of which `skipped` stand before them.
  init(cells: [String], names: [String], line: String, skipped: Int) {
    self.cells = cells
    self.names = names
    self.line = line
    self.skipped = skipped
  }

  /// A figure and whether it is an estimate; nil where it is not known.
  struct Figure<Value> {
    var value: Value?
    var isEstimate = false
  }

  /// The years of delivery: single ones, or the first and the last.
  struct Years {
    var list: [Int] = []
    var span: (first: Int, last: Int)?
    var isFirstEstimate = false
    var isLastEstimate = false
  }

  /// What stands in a cell; nil if nothing does, or that it is not known.
  func text(_ place: Int) -> String? {
    guard place < cells.count, !Self.isUnknown(cells[place]) else { return nil }
    return cells[place]
  }

  /// A whole number.
  mutating func number(_ place: Int) -> Figure<Int64> {
    guard let text = text(place) else { return Figure() }
    let (inner, isEstimate) = Self.unbracketed(text[...])
    if Self.isUnknown(inner) { return Figure() }
    if let number = DatasetNumber.integer(inner, decimalComma: false) {
      return Figure(value: number, isEstimate: isEstimate)
    }
    fault("not a number", "'\(text)' is no whole number", place)
    return Figure()
  }

  /// A year.
  mutating func year(_ place: Int) -> Figure<Int> {
    guard let text = text(place) else { return Figure() }
    let (inner, isEstimate) = Self.unbracketed(text[...])
    if Self.isUnknown(inner) { return Figure() }
    if let year = DatasetNumber.year(inner) { return Figure(value: year, isEstimate: isEstimate) }
    fault("not a year", "'\(text)' is no year from 1900 to 2100", place)
    return Figure()
  }

  /// Years of delivery: `1981`, `1981-1983`, `(1981)-1983`, `1981; 1983`.
  mutating func years(_ place: Int) -> Years {
    guard let text = text(place) else { return Years() }
    if let years = Self.years(text) { return years }
    fault("not a year", "'\(text)' is neither a year nor a span of years such as 1981-1983", place)
    return Years()
  }

  /// Takes down what is wrong in a cell.
  mutating func fault(_ kind: String, _ sentence: String, _ place: Int?) {
    let before = place.map {
      line.split(separator: "\t", omittingEmptySubsequences: false).prefix($0 + skipped)
    }
    let column = before?.reduce(1) { $0 + $1.count + 1 } ?? 1
    faults.append(
      DatasetFault(kind: kind, sentence: sentence, field: place.map { names[$0] }, column: column))
  }

  /// The years that a text names, or nil if it is something else.
  static func years(_ text: String) -> Years? {
    let (inner, isEstimate) = unbracketed(text[...])
    if isUnknown(inner) { return Years() }
    let parts = inner.split { $0 == ";" || $0 == "," }
    var years = Years()
    if parts.count == 1 {
      let ends = inner.split(maxSplits: 2) { $0 == "-" || $0 == "\u{2013}" }.map { unbracketed($0) }
      guard let first = ends.first, let firstYear = DatasetNumber.year(first.text) else { return nil }
      years.isFirstEstimate = isEstimate || first.isEstimate
      years.isLastEstimate = years.isFirstEstimate
      if ends.count == 1 {
        years.list = [firstYear]
        return years
      }
      guard ends.count == 2, let lastYear = last(ends[1].text, after: firstYear), lastYear >= firstYear else {
        return nil
      }
      years.isLastEstimate = isEstimate || ends[1].isEstimate
      if firstYear == lastYear { years.list = [firstYear] } else { years.span = (firstYear, lastYear) }
      return years
    }
    var found: Set<Int> = []
    for part in parts {
      let (text, isPartEstimate) = unbracketed(part)
      guard let list = DatasetNumber.years(text), !list.isEmpty else { return nil }
      found.formUnion(list)
      if isPartEstimate || isEstimate { (years.isFirstEstimate, years.isLastEstimate) = (true, true) }
    }
    years.list = found.sorted()
    return years
  }

  /// The last year of a span, also where its century is left out: `1998-99`.
  private static func last(_ text: String, after first: Int) -> Int? {
    if let year = DatasetNumber.year(text) { return year }
    guard text.utf8.count == 2, let number = Int(text) else { return nil }
    return first / 100 * 100 + number
  }

  /// What stands in brackets around a whole cell, and that it does.
  private static func unbracketed(_ text: Substring) -> (text: String, isEstimate: Bool) {
    let text = DatasetCell.trimmed(String(text))
    guard text.hasPrefix("("), text.hasSuffix(")"), !text.dropFirst().dropLast().contains("(") else {
      return (text, false)
    }
    return (DatasetCell.trimmed(String(text.dropFirst().dropLast())), true)
  }

  /// Whether a cell holds nothing, or two dots for what is not known.
  private static func isUnknown(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "." || $0.isBlank || $0 == "\u{2026}" }
  }
}
