/// Puts the physical lines of a table together to records, whatever was done to them.
///
/// A record broken in a free text is two lines or more, of which none has all its cells: following lines are joined
/// until it has them, but a line that is a whole record by itself is never taken in.
struct DatasetRecords: Sendable {
  /// A record as far as it could be put together; its cells stand in `DatasetRecords.cells`.
  struct Record: Sendable {
    /// The line on which it begins, from 1.
    var line: Int
    /// Its lines, joined by line feeds.
    var text: String
    /// Whether it has as many cells as the header.
    var isWhole: Bool
  }

  /// How a record with a free text in it is mended.
  struct Repair: Sendable {
    /// The cell of that text.
    var freeText: Int
    /// Whether the text breaks lines, and only numbers stand behind it.
    var breaksLines: Bool
    /// Whether the cells behind it, all in their places, are what they should be.
    var fits: @Sendable ([String]) -> Bool
  }

  private let lines: [String]
  private let syntax: CellSyntax
  /// The number of cells of a record.
  private let width: Int
  private let repair: Repair?
  /// Whether the lines are filled up with separators at their ends.
  private let isPadded: Bool
  /// Columns before the first that counts, such as the row numbers that a program added.
  private let lead: Int
  private var place: Int
  private var end: Int
  private var following: [String] = []

  /// The cells of the record that was read last.
  private(set) var cells: [String] = []
  /// How many records were joined from several lines.
  private(set) var joined = 0

  /// Joined lines of one record at most.
  private static let reach = 30

  init(
    _ lines: [String], in range: Range<Int>, syntax: CellSyntax, width: Int, lead: Int = 0,
    isPadded: Bool = true, repair: Repair? = nil
  ) {
    self.lines = lines
    self.syntax = syntax
    self.width = width
    self.lead = lead
    self.isPadded = isPadded
    self.repair = repair
    place = range.lowerBound
    end = range.upperBound
  }

  /// The next record; nil at the end.
  ///
  /// Lines without anything in them are passed over.
  mutating func next() -> Record? {
    while place < end {
      let line = lines[place]
      let number = place + 1
      let isClosed = syntax.split(line, into: &cells)
      if isClosed, cells.count > width, isMoved(), takeSeparatorsIntoText() {
        place += 1
        return Record(line: number, text: line, isWhole: true)
      }
      if isClosed, fits(&cells) {
        if cells.allSatisfy({ DatasetCell.trimmed($0).isEmpty }) {
          place += 1
          continue
        }
        place += 1
        if let text = takePaddedRest(of: line) { return Record(line: number, text: text, isWhole: true) }
        return Record(line: number, text: line, isWhole: true)
      }
      if isClosed, cells.allSatisfy({ DatasetCell.trimmed($0).isEmpty }) {
        place += 1
        continue
      }
      if isClosed, cells.count > width, takeSeparatorsIntoText() {
        place += 1
        return Record(line: number, text: line, isWhole: true)
      }
      if !isClosed {
        syntax.splitUnquoted(line, into: &following)
        if fits(&following) {
          swap(&cells, &following)
          place += 1
          return Record(line: number, text: line, isWhole: true)
        }
      }
      if cells.count <= width || !isClosed, let text = glue() {
        joined += 1
        return Record(line: number, text: text, isWhole: true)
      }
      syntax.splitUnquoted(line, into: &cells)
      place += 1
      return Record(line: number, text: line, isWhole: false)
    }
    return nil
  }

  /// Whether there are as many cells as there should be; empty ones too many at the end are dropped.
  private func fits(_ cells: inout [String]) -> Bool {
    while cells.count > width, let last = cells.last, DatasetCell.trimmed(last).isEmpty { cells.removeLast() }
    return cells.count == width
  }

  /// Whether the last cell of a record is empty and all before it have moved one place, so that it looks like padding.
  private mutating func isMoved() -> Bool {
    guard let repair else { return false }
    while cells.count > width + 1, let last = cells.last, DatasetCell.trimmed(last).isEmpty {
      cells.removeLast()
    }
    guard cells.count == width + 1, let last = cells.last, DatasetCell.trimmed(last).isEmpty else {
      return false
    }
    return !cells.allSatisfy { DatasetCell.trimmed($0).isEmpty } && !repair.fits(Array(cells.prefix(width)))
  }

  /// Joins the lines from `place` on until a record is whole; nil, and nothing taken, if it never is.
  private mutating func glue() -> String? {
    var text = lines[place]
    // In a file without padding a semicolon at the end is the text's own.
    func unpadded(_ line: String) -> String { isPadded ? syntax.withoutPadding(line) : line }
    var joined = unpadded(text)
    var next = place + 1
    while next < end, next - place < DatasetRecords.reach {
      let line = lines[next]
      if syntax.split(line, into: &following), following.count >= width, fits(&following) { return nil }
      text += "\n" + line
      joined += "\n" + unpadded(line)
      next += 1
      if syntax.split(joined, into: &cells) {
        if fits(&cells) {
          place = next
          return text
        }
        if cells.count > width { return nil }
      }
    }
    return nil
  }

  /// Takes in the rest of a record that was broken in two before a spreadsheet filled both lines up with empty cells.
  ///
  /// Then the numbers behind the free text are missing, and the next line is the text's rest and those numbers.
  private mutating func takePaddedRest(of line: String) -> String? {
    guard let repair, repair.breaksLines, place < end else { return nil }
    let freeText = repair.freeText
    guard
      cells[(freeText + 1)...].allSatisfy({ DatasetCell.trimmed($0).isEmpty })
    else { return nil }
    guard syntax.split(lines[place], into: &following) else { return nil }
    let numbers = (lead + 1)..<(lead + width - freeText)
    guard following.count >= numbers.upperBound,
      following[numbers].contains(where: {
        DatasetNumber.thousandths(DatasetCell.trimmed($0), decimalComma: false) != nil
      }),
      following.indices.allSatisfy({ cell in
        let text = DatasetCell.trimmed(following[cell])
        if cell <= lead { return true }
        return text.isEmpty
          || numbers.contains(cell) && DatasetNumber.thousandths(text, decimalComma: false) != nil
      })
    else { return nil }
    cells[freeText] += "\n" + following[lead]
    for (offset, cell) in numbers.enumerated() { cells[freeText + 1 + offset] = following[cell] }
    let text = line + "\n" + lines[place]
    place += 1
    joined += 1
    return text
  }

  /// Takes separators that nobody quoted back into the free text, if then everything behind it fits.
  private mutating func takeSeparatorsIntoText() -> Bool {
    guard let repair, cells.count > width else { return false }
    let last = repair.freeText + cells.count - width
    let separator = String(decoding: [syntax.separator], as: UTF8.self)
    following = cells
    following.replaceSubrange(
      repair.freeText...last, with: [cells[repair.freeText...last].joined(separator: separator)])
    guard repair.fits(following) else { return false }
    swap(&cells, &following)
    return true
  }
}
