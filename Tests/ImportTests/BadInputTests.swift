import Foundation
import Testing

@testable import Import

/// What people are told about each kind of bad input, word by word.
@Suite struct BadInputTests {
  @Test(arguments: [
    "unknown-party.csv", "unknown-column.csv", "unnamed-columns.csv", "too-few-columns.csv",
    "unknown-key.jsonl", "wrong-date.csv", "wrong-figures.csv", "tiv-with-cents.csv", "same-party.csv",
    "former-state.csv", "ambiguous-party.csv", "unbalanced-quote.csv", "unclosed-quote.csv", "short-row.csv",
    "wrong-words.csv",
    "wrong-types.jsonl", "contradictions.jsonl", "wrong-actors.jsonl", "broken-lines.jsonl",
    "broken-array.json",
  ])
  func messages(file: String) throws {
    let format = try #require(RecordFormat(fileName: file))
    let bytes = Array(try Data(contentsOf: testFile("Fixtures/\(file)")))
    let reading = try ClaimReading(ByteInput(bytes: bytes, name: file), format)
    let summary = "(\(reading.good.count) good, \(reading.rejected.count) bad)"
    try expectGolden(file, (reading.messages + [summary]).joined(separator: "\n") + "\n")
  }

  @Test func invalidUTF8IsPointedAt() throws {
    let row = Array("supplier,document_url\nIsra".utf8) + [0xFF] + Array("el,u\nIsrael,u\n".utf8)
    let reading = try ClaimReading(ByteInput(bytes: row, name: "deals.csv"), .csv)
    #expect(reading.messages == ["deals.csv:2:5: byte 0xFF is not valid UTF-8 here"])
    #expect(reading.good.count == 1)
    let line = Array("{\"supplier\": \"Isra".utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)
    let other = try ClaimReading(ByteInput(bytes: line, name: "deals.jsonl"), .jsonl)
    #expect(other.messages == ["deals.jsonl:1:19: byte 0xC3 is not valid UTF-8 here"])
  }

  @Test(arguments: [RecordFormat.csv, .tsv, .json])
  func anEmptyFileIsNoFileOfRecords(format: RecordFormat) throws {
    #expect(
      try ClaimReading("", format).messages == [
        "records.\(format.rawValue):1:1: holds no records: is it the right file?"
      ])
  }

  @Test func noLinesAreNoRecords() throws {
    for text in ["", "\n", " \r\n\n"] {
      let reading = try ClaimReading(text, .jsonl)
      #expect(reading.messages.isEmpty && reading.good.isEmpty)
    }
    let array = try ClaimReading(" [ ] ", .json)
    #expect(array.messages.isEmpty && array.good.isEmpty)
    let header = try ClaimReading("supplier,document_url\n", .csv)
    #expect(header.messages.isEmpty && header.good.isEmpty)
  }

  @Test func aDirectoryIsNotRead() throws {
    let path = testFile("Fixtures").path
    #expect(throws: InputError.isDirectory(path: path)) { try ByteInput(path: path) }
  }

  @Test func rejectedRecordsAreKeptAsTheyStand() throws {
    let header = "supplier,quantity,document_url"
    let reading = try ClaimReading("\(header)\r\n\"Isreal\", 3 ,\"a\"\"b\"\r\nIsrael,3,u\r\n", .csv)
    #expect(reading.header == header)
    #expect(reading.rejected == ["\"Isreal\", 3 ,\"a\"\"b\""])
    #expect(reading.good.count == 1)
    let lines = try ClaimReading("{\"supplier\" : \"Isreal\"}  \n", .jsonl)
    #expect(lines.rejected == ["{\"supplier\" : \"Isreal\"}  "])
  }

  @Test func messagesStayOnOneLine() throws {
    let reading = try ClaimReading(
      "supplier,document_url\n\"Is\nra\u{1B}el\u{202E}\(String(repeating: "x", count: 200))\",u\n", .csv)
    let message = try #require(reading.messages.first)
    #expect(reading.messages.count == 1 && message.utf8.count < 250)
    #expect(message.hasPrefix("records.csv:2:1: supplier: unknown party 'Is\\nra\\u{1B}el\\u{202E}xx"))
    #expect(!message.contains { $0.isNewline })
  }

  /// A line of a gigabyte is refused, not held.
  @Test func aHugeLineTakesLittleMemory() throws {
    let path = NSTemporaryDirectory() + "armskb-huge-\(UUID().uuidString).jsonl"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 1 << 30)  // a hole: takes no room on the disk
    try file.seekToEnd()
    try file.write(contentsOf: Data("\n{\"supplier\": \"Israel\", \"document\": {\"url\": \"u\"}}\n".utf8))
    try file.close()
    let before = peakMemory()
    let reading = try ClaimReading(ByteInput(path: path), .jsonl)
    #expect(reading.problems.count == 1)
    #expect(reading.messages[0].hasSuffix(":1:1: the record is longer than 16777216 bytes"))
    #expect(reading.good.count == 1)
    #expect(peakMemory() - before < 200 * 1024)
  }

  /// The most memory that this process has held, in kilobytes.
  private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }
}
