/// How the cells of a file's lines are told apart.
struct CellSyntax: Hashable, Sendable {
  /// The byte between two cells: comma, semicolon, tab or bar.
  var separator: UInt8

  /// The syntax of the file whose header that line is: its most frequent separator, padding at its end aside.
  init(ofHeader line: String) {
    var counts: [(separator: UInt8, count: Int)] = [(0x2C, 0), (0x3B, 0), (0x09, 0), (0x7C, 0)]
    var pending = counts
    for byte in line.utf8 {
      if let place = counts.firstIndex(where: { $0.separator == byte }) {
        pending[place].count += 1
      } else if byte > 0x20 && byte != 0x22 {
        (counts, pending) = (
          zip(counts, pending).map { ($0.separator, $0.count + $1.count) }, pending.map { ($0.0, 0) }
        )
      }
    }
    separator = counts.max { $0.count < $1.count }?.separator ?? 0x2C
  }

  /// That separator.
  init(separator: UInt8) { self.separator = separator }

  /// Cuts a line into its cells, quoted as RFC 4180 says or not.
  ///
  /// A quotation mark inside a cell, or one after whose partner the cell goes on, is a letter like any other.
  /// Semicolons and blanks at the end, and commas that end a line of another separator, are a spreadsheet's padding.
  /// - Returns: false if a quotation goes on in the next line.
  func split(_ line: String, into cells: inout [String]) -> Bool {
    cells.removeAll(keepingCapacity: true)
    var line = line
    return line.withUTF8 { bytes in
      let end = endWithoutPadding(bytes)
      var start = 0
      var place = 0
      while true {
        if place < end, place == start, bytes[place] == 0x22 {
          switch quoted(bytes, from: place, to: end) {
          case .closed(let text, let next):
            cells.append(text)
            guard next < end else { return true }
            start = next + 1
            place = start
            continue
          case .open: return false
          case .none: break
          }
        }
        while place < end, bytes[place] != separator { place += 1 }
        cells.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self))
        guard place < end else { return true }
        place += 1
        start = place
      }
    }
  }

  /// Cuts a line at each separator, quotation marks being letters.
  func splitUnquoted(_ line: String, into cells: inout [String]) {
    cells.removeAll(keepingCapacity: true)
    var line = line
    line.withUTF8 { bytes in
      let end = endWithoutPadding(bytes)
      var start = 0
      for place in 0...end where place == end || bytes[place] == separator {
        cells.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self))
        start = place + 1
      }
    }
  }

  private enum Quotation {
    case closed(String, next: Int)
    case open
    case none
  }

  /// The quoted cell that begins at `start`; `next` is the separator after it, or the end.
  private func quoted(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Quotation {
    var content: [UInt8] = []
    var place = start + 1
    while place < end {
      guard bytes[place] == 0x22 else {
        content.append(bytes[place])
        place += 1
        continue
      }
      if place + 1 < end, bytes[place + 1] == 0x22 {
        content.append(0x22)
        place += 2
      } else if place + 1 == end || bytes[place + 1] == separator {
        return .closed(String(decoding: content, as: UTF8.self), next: place + 1)
      } else {
        return .none
      }
    }
    return .open
  }

  /// The line without what a spreadsheet filled it up with.
  func withoutPadding(_ line: String) -> String {
    var line = line
    let end = line.withUTF8 { endWithoutPadding($0) }
    return end == line.utf8.count ? line : String(decoding: line.utf8.prefix(end), as: UTF8.self)
  }

  /// Where the line ends without what a spreadsheet filled it up with.
  private func endWithoutPadding(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var end = bytes.count
    var kept = end
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x3B || bytes[end - 1] == 0x2C {
      if bytes[end - 1] == separator { break }
      end -= 1
      if bytes[end] != 0x20 { kept = end }
    }
    return kept
  }

  /// In which column of the line, in characters from 1, that cell begins; 1 if there are not so many.
  func column(ofCell cell: Int, in line: String) -> Int {
    var column = 1
    var found = 0
    var isQuoted = false
    var isStart = true
    for character in line {
      if found == cell, isStart { return column }
      column += 1
      if character == "\"" && (isStart || isQuoted) {
        isQuoted.toggle()
        isStart = false
      } else if !isQuoted, character.utf8.count == 1, character.utf8.first == separator {
        found += 1
        isStart = true
      } else {
        isStart = false
      }
    }
    return found == cell ? column : 1
  }
}
