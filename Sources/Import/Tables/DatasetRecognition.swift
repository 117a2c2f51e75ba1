import ArmsModel

/// Tells records of claims from datasets, and names what an unknown file comes nearest to.
public enum DatasetRecognition {
  /// Whether a file that begins so holds records of claims, as far as can be told.
  ///
  /// - Parameter sample: the first bytes of the file, all of them if it is short.
  public static func looksLikeRecords(_ sample: [UInt8]) -> Bool {
    var bytes = sample[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard let first = bytes.first else { return true }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
      if ["\"document\"", "\"asserted_by\"", "\"evidence\""].contains(where: { text.contains($0) }) {
        return true
      }
      guard text.contains("\"recipient\"") else { return false }
      // Programs that clean the names of columns write some of a dataset as records of claims have them.
      let rows = JSONRows.lines(of: Array(bytes)).map { DatasetFile(name: "", lines: $0) }
      return rows.map { DatasetLayouts.open($0) == nil } ?? true
    }
    let header = bytes.prefix(longestLine).prefix { $0 != 0x0A && $0 != 0x0D }
    let cells = cells(of: String(decoding: header, as: UTF8.self))
    let own = cells.filter { cell in RecordField.allCases.contains { $0.column == cell } }
    return own.contains { $0.hasPrefix("document_") }
      || (own.contains { $0 == "supplier" || $0 == "recipient" } && own.count >= 4)
  }

  /// Whether a file that begins so is one endless line, which no dataset is unless it is JSON or rich text.
  ///
  /// - Parameter sample: the first bytes of the file, all of them if it is short.
  public static func isOneLongLine(_ sample: [UInt8]) -> Bool {
    let start = sample.prefix(longestLine)
    if sample.count < longestLine || start.contains(0x0A) || start.contains(0x0D) { return false }
    let first = start.first { $0 > 0x20 }
    return first.map { !"{[\"".utf8.contains($0) } ?? true
  }

  /// No header has so many bytes.
  static let longestLine = 1 << 16

  /// Whether the first line of a table names any column of claim records, or one of a record's own.
  public static func namesRecordColumn(_ sample: [UInt8]) -> Bool {
    let bytes = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? sample.dropFirst(3) : sample[...]
    let header = bytes.prefix(longestLine).prefix { $0 != 0x0A && $0 != 0x0D }
    return cells(of: String(decoding: header, as: UTF8.self)).contains { cell in
      cell.hasPrefix("x_") || RecordField.allCases.contains { $0.column == cell }
    }
  }

  /// A line of a file that comes near to a known header.
  public struct Near: Hashable, Sendable {
    /// What the layout is, such as `SIPRI's register, one line a deal`.
    public var name: String
    /// Whether it is the layout of claim records.
    public var isRecords: Bool
    /// The line, from 1.
    public var line: Int
    /// Cells of the layout's header that the line lacks.
    public var missing: [String]
    /// Cells of the line that the header does not have.
    public var unknown: [String]
  }

  /// The layout whose header comes nearest to one of the file's first lines; nil if none has a third of its cells.
  public static func nearest(_ file: DatasetFile) -> Near? {
    var best: (score: Double, near: Near)?
    let records = RecordField.allCases.map(\.column)
    let layouts =
      DatasetLayouts.all.flatMap { layout in layout.headers.map { (layout.name, $0) } }
      + [("a table of claim records (docs/records.md)", records)]
    for (place, line) in file.lines.prefix(60).enumerated() where line.utf8.count < longestLine {
      let cells = cells(of: line)
      guard cells.count > 1 else { continue }
      // A few numbers that might be years are none.
      let hasYears = Set(cells.compactMap { TIVTable.yearOfHeader($0) }).count > 2
      let folded = Set(cells.map { hasYears ? self.folded($0) : NameFolding.fold($0) })
      for (name, header) in layouts {
        let wanted = header.filter { !NameFolding.fold($0).isEmpty }
        let missing = wanted.filter { !folded.contains(self.folded($0)) }
        let shared = Double(wanted.count - missing.count)
        // A table of records may have few of its columns, a dataset has all.
        let score = header == records ? shared / Double(cells.count) : shared / Double(max(1, wanted.count))
        guard shared >= 2, score >= 1 / 3, score > best?.score ?? 0 else { continue }
        let known = Set(header.map(self.folded))
        let unknown = cells.filter { !$0.isEmpty && !known.contains(self.folded($0)) }
        best = (
          score,
          Near(
            name: name, isRecords: header == records, line: place + 1, missing: missing, unknown: unknown)
        )
      }
    }
    return best?.near
  }

  /// The name of a column without case and signs; all years are one name, and so are all spans of years.
  private static func folded(_ cell: String) -> String {
    if TIVTable.yearOfHeader(cell) != nil { return "(year)" }
    return TIVTable.span(cell) != nil ? "(span)" : NameFolding.fold(cell)
  }

  /// The cells of a line, by whichever separator cuts it into most.
  private static func cells(of line: String) -> [String] {
    let cut = [",", ";", "\t"].map { line.split(separator: Character($0), omittingEmptySubsequences: false) }
    let most = cut.max { $0.count < $1.count } ?? []
    return most.map { cell in
      var cell = cell[...]
      while let first = cell.first, first.isWhitespace || first == "\"" { cell.removeFirst() }
      while let last = cell.last, last.isWhitespace || last == "\"" { cell.removeLast() }
      return String(cell)
    }
  }
}

extension DatasetRecognition.Near: CustomStringConvertible {
  /// What is missing and what is not known, with the layout's name.
  public var description: String {
    func shown(_ cells: [String]) -> String {
      let first = Array(cells.prefix(6))
      let more = " and \(cells.count - 6) more"
      return cells.count > 6 ? first.joined(separator: ", ") + more : ProblemText.list(first, last: "and")
    }
    var parts: [String] = []
    var lacking = missing.filter { TIVTable.yearOfHeader($0) == nil && TIVTable.span($0) == nil }
      .map { "'\(ProblemText.plain($0))'" }
    if missing.contains(where: { TIVTable.yearOfHeader($0) != nil }) { lacking.append("the years") }
    if missing.contains(where: { TIVTable.span($0) != nil }) { lacking.append("the column with their sum") }
    if !missing.isEmpty, !isRecords { parts.append("lacks \(shown(lacking))") }
    if !unknown.isEmpty {
      parts.append("has \(shown(unknown.map { "'\(ProblemText.plain($0))'" })), which that layout has not")
    }
    var rest = parts.isEmpty ? "" : ", but \(parts.joined(separator: ", and "))"
    if name == SIPRINewTableLayout.name || name == SIPRIOldTableLayout.name {
      rest +=
        "; in such a table one name stands before the years, and its title or its row of totals says whose "
        + "volumes they are: put a first line on top such as 'TIV of arms exports from NAME' (the rows are who "
        + "received them), 'TIV of arms imports to NAME' (who supplied them), or, where each row is towards "
        + "everybody, 'TIV of arms exports from all' or 'TIV of arms imports to all'"
    }
    return "no layout that is known; it comes nearest to \(name)\(rest)"
  }
}
