import Publishing
import Testing

/// Whatever stands in an article comes out of every format byte for byte.
@Suite struct RoundTripTests {
  static let columns = [Column("id"), Column("document.title"), Column("document.note"), Column("note")]

  /// Rows of any text, with null here and there.
  private func rows(seed: UInt64) -> [[Cell]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<20).map { _ in
      Self.columns.map { _ in
        Int.random(in: 0..<8, using: &generator) == 0 ? .null : .text(randomText(upTo: 6, using: &generator))
      }
    }
  }

  /// Expects that the fields read are those written, and names the first that is not.
  private func expectSame(_ read: [[Field]], _ rows: [[Cell]], location: SourceLocation = #_sourceLocation) {
    #expect(read.map(\.count) == rows.map(\.count), sourceLocation: location)
    for (fields, row) in zip(read, rows) {
      for (field, cell) in zip(fields, row) {
        var written: Field
        if case .text(let text) = cell { written = Array(text.utf8) } else { written = nil }
        guard field != written else { continue }
        let shown = [written, field].map { $0.map { String(decoding: $0, as: UTF8.self).debugDescription } }
        Issue.record("\(shown[0] ?? "null") became \(shown[1] ?? "null")", sourceLocation: location)
        return
      }
    }
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func csv(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let read = try readCSV(bytes(.csv, Self.columns, rows))
    #expect(read.first == ["id", "document_title", "document_note", "note"].map { Array($0.utf8) })
    expectSame(Array(read.dropFirst()), rows)
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func csvWithAnotherDelimiter(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let semicolon = UInt8(ascii: ";")
    let written = try bytes(.csv, Self.columns, rows, ReportOptions(delimiter: semicolon))
    expectSame(try Array(readCSV(written, delimiter: semicolon).dropFirst()), rows)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func tsv(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let written = try bytes(.tsv, Self.columns, rows)
    #expect(written.filter { $0 == 0x0A }.count == rows.count + 1)
    expectSame(try Array(readTSV(written).dropFirst()), rows)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func markdown(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let read = try readMarkdown(bytes(.markdown, Self.columns, rows))
    expectSame(Array(read.dropFirst(2)), rows)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func html(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let read = try readHTML(bytes(.html, Self.columns, rows, ReportOptions(title: "A <b> & \"c\"")))
    expectSame(Array(read.dropFirst()), rows)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func json(seed: UInt64) throws {
    let rows = rows(seed: seed)
    guard case .array(let objects) = try JSONReader.read(bytes(.json, Self.columns, rows)) else {
      throw Malformed(reason: "no array")
    }
    expectSame(try objects.map(fieldsOfObject), rows)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func jsonl(seed: UInt64) throws {
    let rows = rows(seed: seed)
    let written = try bytes(.jsonl, Self.columns, rows)
    #expect(written.last == 0x0A)
    let lines = written.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
    expectSame(try lines.map { try fieldsOfObject(JSONReader.read($0)) }, rows)
  }

  private func fieldsOfObject(_ object: JSONValue) throws -> [Field] {
    let document = try #require(object["document"])
    return try [object["id"], document["title"], document["note"], object["note"]].map { value in
      switch try #require(value) {
      case .null: return nil
      case .string(let bytes): return bytes
      default: throw Malformed(reason: "neither text nor null")
      }
    }
  }

  /// Bytes that are no UTF-8 stay in CSV and TSV, and never get into the others.
  @Test func brokenText() throws {
    let broken: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0xE2, 0x82, 0x63, 0xED, 0xA0, 0x80, 0xF0, 0x9F]
    for format in OutputFormat.allCases {
      var result: [UInt8] = []
      let writer = ReportWriter(format: format, columns: [Column("note")]) { result += $0 }
      broken.withUnsafeBytes { writer.text($0) }
      try writer.endRow()
      try writer.finish()
      if format == .csv || format == .tsv {
        #expect(result.contains(broken))
      } else {
        #expect(String(validating: result, as: UTF8.self)?.contains("a\u{FFFD}b\u{FFFD}\u{FFFD}c") == true)
      }
    }
  }
}
