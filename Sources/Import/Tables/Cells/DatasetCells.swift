/// The cells of one record while they are read, and what turned out to be wrong with them.
struct DatasetCells {
  let cells: [String]
  let text: String
  let syntax: CellSyntax
  let decimalComma: Bool
  private(set) var faults: [DatasetFault] = []

  init(cells: [String], text: String, syntax: CellSyntax, decimalComma: Bool) {
    self.cells = cells
    self.text = text
    self.syntax = syntax
    self.decimalComma = decimalComma
  }

  /// What stands in that cell; nil if nothing does, or there is no such cell.
  func text(_ place: Int?) -> String? {
    guard let place, place < cells.count else { return nil }
    guard cells[place].utf8.contains(0x0A) else { return DatasetCell.filled(cells[place]) }
    let lines = cells[place].split(separator: "\n").map { DatasetCell.trimmed(String($0)) }
    return DatasetCell.filled(lines.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// The text of a cell that must not be empty.
  mutating func needed(_ place: Int?, _ name: String) -> String {
    if let text = text(place) { return text }
    fault("empty", "is empty, every record has one", at: place, name)
    return ""
  }

  /// A whole number, nil if the cell is empty.
  mutating func integer(_ place: Int?, _ name: String) -> Int64? {
    guard let text = text(place) else { return nil }
    if let number = DatasetNumber.integer(text, decimalComma: decimalComma) { return number }
    fault("not a number", "'\(text)' is no whole number", at: place, name)
    return nil
  }

  /// A volume in thousandths, nil if the cell is empty.
  mutating func volume(_ place: Int?, _ name: String) -> DatasetNumber.Thousandths? {
    guard let text = text(place) else { return nil }
    // Where the table has brought a comma back to a point, the point is the decimal sign.
    let hasComma = text.utf8.contains(0x2C)
    if let number = DatasetNumber.thousandths(text, decimalComma: hasComma && decimalComma) { return number }
    fault("not a number", "'\(text)' is no number", at: place, name)
    return nil
  }

  /// A year, nil if the cell is empty.
  mutating func year(_ place: Int?, _ name: String) -> Int? {
    guard let text = text(place) else { return nil }
    if let year = DatasetNumber.year(text) { return year }
    fault("not a year", "'\(text)' is no year from 1900 to 2100", at: place, name)
    return nil
  }

  /// A list of years, empty if the cell is.
  mutating func years(_ place: Int?, _ name: String) -> [Int] {
    guard let text = text(place) else { return [] }
    if let years = DatasetNumber.years(text) { return years }
    fault("not a year", "'\(text)' is no list of years such as 2017; 2018", at: place, name)
    return []
  }

  /// The condition of the goods in SIPRI's words, nil if the cell is empty.
  mutating func condition(_ place: Int?, _ name: String) -> String? {
    guard let text = text(place) else { return nil }
    if text == "New" { return "new" }
    switch DatasetCell.columnKey(text) {
    case "new": return "new"
    case "secondhand": return "second-hand"
    case "secondhandbutmodernized", "secondhandbutmodernised", "secondhandmodernized": return "modernized"
    default:
      fault(
        "unknown status", "'\(text)' is none of 'New', 'Second hand', 'Second hand but modernized'",
        at: place, name)
      return nil
    }
  }

  /// Yes or no, nil if the cell is empty.
  mutating func answer(_ place: Int?, _ name: String) -> Bool? {
    guard let text = text(place) else { return nil }
    switch text.lowercased() {
    case "yes", "true", "y", "1", "1.0": return true
    case "no", "false", "n", "0", "0.0": return false
    default:
      fault("neither yes nor no", "'\(text)' is neither 'Yes' nor 'No'", at: place, name)
      return nil
    }
  }

  /// Whether a question mark stands in the cell, or what people and programs write for one.
  mutating func mark(_ place: Int?, _ name: String) -> Bool {
    guard let place, place < cells.count, !cells[place].isEmpty, let text = text(place) else { return false }
    if text == "?" { return true }
    switch text.lowercased() {
    case "x", "yes", "y", "true", "1", "1.0", "estimate", "estimated", "uncertain", "(?)", "??": return true
    case "no", "n", "false", "0", "0.0": return false
    default:
      fault("not a mark", "'\(text)' stands where only a question mark can", at: place, "mark of \(name)")
      return false
    }
  }

  /// Takes down what is wrong in a cell.
  mutating func fault(_ kind: String, _ sentence: String, at place: Int?, _ name: String?) {
    let line = text.prefix { $0 != "\n" }
    let column = place.map { syntax.column(ofCell: $0, in: String(line)) } ?? 1
    faults.append(DatasetFault(kind: kind, sentence: sentence, field: name, column: column))
  }
}

extension DatasetFault {
  /// A record with too few or too many cells.
  static func cells(_ found: Int, of wanted: Int) -> DatasetFault {
    DatasetFault(
      kind: "number of cells",
      sentence: "\(found) cell\(found == 1 ? "" : "s"), the header has \(wanted)"
        + (found < wanted ? ", and no following lines complete it" : ""))
  }
}
