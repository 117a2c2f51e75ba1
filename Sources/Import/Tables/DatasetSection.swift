/// A header in a file and the lines under it; a file put together from several exports has several.
struct DatasetSection<Header: Sendable>: Sendable {
  /// What the header says.
  var header: Header
  /// The lines above it that belong to it.
  var preamble: Range<Int>
  /// The lines of its records, counted from 0.
  var lines: Range<Int>

  /// The sections of a file, none if it has no header of this kind.
  ///
  /// - Parameters:
  ///   - words: texts of which one stands in every header, to find it cheaply.
  ///   - bind: what a header line says, or nil if it is none.
  static func find(in lines: [String], words: [String], bind: (String) -> Header?) -> [DatasetSection] {
    var sections: [DatasetSection] = []
    for (place, line) in lines.enumerated() where words.contains(where: { CellSyntax.contains(line, $0) }) {
      guard let header = bind(line) else { continue }
      var start = 0
      if let last = sections.indices.last {
        start = beginning(of: place, in: lines, notBefore: sections[last].lines.lowerBound)
        sections[last].lines = sections[last].lines.lowerBound..<start
      }
      sections.append(
        DatasetSection(header: header, preamble: start..<place, lines: (place + 1)..<lines.count))
    }
    return sections
  }

  /// Where the lines begin that belong to a header further down in the file.
  private static func beginning(of header: Int, in lines: [String], notBefore first: Int) -> Int {
    var start = header
    while start > first, header - start < 40, isPreamble(lines[start - 1]) { start -= 1 }
    return start
  }

  /// Whether a line is one of those that SIPRI prints above its tables.
  private static func isPreamble(_ line: String) -> Bool {
    let text = line.drop { $0 == " " || $0 == "\"" || $0 == "\t" || $0 == ";" || $0 == "," }.prefix(60)
      .lowercased()
    let beginnings = [
      "transfers of ", "a '", "an empty field", "sipri ", "figures may", "for the method", "source:",
      "data generated",
      "generated:", "database search", "- ",
    ]
    return text.isEmpty || beginnings.contains { text.hasPrefix($0) }
  }
}
