/// A record of a table whose cells may be quoted.
struct QuotedRecord: Sendable {
  /// The line on which it begins, from 1.
  var line: Int
  /// Its lines, joined by line feeds.
  var text: String
  /// The cells, quotation marks resolved, blanks kept.
  var cells: [String]
  /// False if a quotation that begins in it never ends; then it is its first line alone.
  var isClosed: Bool
  /// Where each cell begins in `text`, in bytes.
  fileprivate var starts: [Int]

  /// The text of a cell without blanks around it; empty where the record has fewer cells.
  subscript(cell: Int) -> String {
    guard cells.indices.contains(cell) else { return "" }
    return cells[cell].withoutBlanksAround
  }

  /// In which column a cell begins, in characters of its line from 1.
  func column(of cell: Int) -> Int {
    guard starts.indices.contains(cell) else { return 1 }
    let before = text.utf8.prefix(starts[cell])
    let line = before.lastIndex(of: 0x0A).map { before[before.index(after: $0)...] } ?? before
    return (Substring(line)).count + 1
  }

  /// Whether nothing stands in any cell.
  var isEmpty: Bool { cells.allSatisfy { $0.withoutBlanksAround.isEmpty } }
}

/// Cuts lines into records and cells as RFC 4180 has it: commas and line ends inside quotation marks are text.
///
/// Lenient where the standard is silent: a mark inside an unquoted cell is a letter, and what stands between a
/// closing mark and the separator belongs to the cell. Empty lines are skipped.
struct QuotedCells: Sendable {
  private let lines: [String]
  private let separator: UInt8
  private var place: Int
  /// A quotation that has not ended after so many lines is a stray mark.
  private static let longest = 200

  /// The records of `lines` from the line at `place` on.
  init(_ lines: [String], separator: UInt8 = UInt8(ascii: ","), from place: Int = 0) {
    self.lines = lines
    self.separator = separator
    self.place = place
  }

  /// The next record, or nil after the last line.
  mutating func next() -> QuotedRecord? {
    while place < lines.count, lines[place].withoutBlanksAround.isEmpty { place += 1 }
    guard place < lines.count else { return nil }
    let first = place
    let one = QuotedCells.cut(lines[first].withoutCarriageReturn, line: first + 1, separator: separator)
    place += 1
    guard !one.isClosed else { return one }
    var text = one.text
    for end in place..<min(lines.count, first + QuotedCells.longest) {
      let line = lines[end].withoutCarriageReturn
      text += "\n" + line
      // Only a line with a mark in it can end the quotation.
      guard line.utf8.contains(UInt8(ascii: "\"")) else { continue }
      let record = QuotedCells.cut(text, line: first + 1, separator: separator)
      if record.isClosed {
        place = end + 1
        return record
      }
    }
    return one
  }

  /// The cells of a text that is one record.
  static func cut(_ text: String, line: Int, separator: UInt8) -> QuotedRecord {
    var cells: [String] = []
    var starts: [Int] = [0]
    var cell: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    let mark = UInt8(ascii: "\"")
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isQuoted {
        if byte != mark {
          cell.append(byte)
        } else if place < bytes.count, bytes[place] == mark {
          cell.append(mark)
          place += 1
        } else {
          isQuoted = false
        }
      } else if byte == separator {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        starts.append(place)
        wasQuoted = false
      } else if byte == mark, !wasQuoted, cell.allSatisfy({ $0 == 0x20 }) {
        isQuoted = true
        wasQuoted = true
        cell.removeAll(keepingCapacity: true)
      } else {
        cell.append(byte)
      }
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return QuotedRecord(line: line, text: text, cells: cells, isClosed: !isQuoted, starts: starts)
  }
}

extension StringProtocol {
  /// Without blanks, tabs, line ends and no-break spaces at either end.
  var withoutBlanksAround: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case " ", "\t", "\n", "\r", "\u{A0}", "\u{FEFF}": true
      default: false
      }
    }
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(scalars)
  }
}

extension String {
  /// Without the carriage return that a line of another system ends in.
  fileprivate var withoutCarriageReturn: String {
    utf8.last == 0x0D ? String(decoding: utf8.dropLast(), as: UTF8.self) : self
  }
}
