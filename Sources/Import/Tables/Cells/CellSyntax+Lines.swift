import Glibc

extension CellSyntax {
  /// The lines of a file of which each is one quoted cell, without those quotation marks.
  ///
  /// - Returns: nil if no line is such a cell and has one of the words in it.
  static func unwrapped(_ lines: [String], words: [String]) -> [String]? {
    func isWrapped(_ line: String) -> Bool { line.utf8.first == 0x22 && line.utf8.count > 40 }
    guard lines.contains(where: { line in isWrapped(line) && words.contains { contains(line, $0) } }) else {
      return nil
    }
    let whole = CellSyntax(separator: 0x2C)
    var cells: [String] = []
    return lines.map { line in
      guard line.utf8.first == 0x22, whole.split(line, into: &cells) else { return line }
      while let last = cells.last, DatasetCell.trimmed(last).isEmpty { cells.removeLast() }
      return cells.count == 1 ? cells[0] : line
    }
  }

  /// Whether an ASCII text stands in a line, letter by letter.
  static func contains(_ line: String, _ word: String) -> Bool {
    var line = line
    var word = word
    return line.withUTF8 { line in
      word.withUTF8 { word in
        guard let start = line.baseAddress, let wanted = word.baseAddress else { return false }
        var place = start
        let end = start + line.count
        while place + word.count <= end {
          guard let found = memchr(place, Int32(word[0]), end - place - word.count + 1) else { return false }
          if memcmp(found, wanted, word.count) == 0 { return true }
          place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
        }
        return false
      }
    }
  }
}
