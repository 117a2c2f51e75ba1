import Publishing
import Testing

@Suite struct TableTests {
  @Test func numbersAlignRightAndAreGrouped() throws {
    let columns = [Column("supplier"), Column("value", .decimal), Column("price_year", .integer)]
    let rows: [[Cell]] = [
      [.text("ISR"), .decimal(thousandths: 825_000_000_000), .integer(2016)],
      [.text("TUR"), .decimal(thousandths: -1_234_500), .null],
    ]
    #expect(
      try lines(.table, columns, rows) == [
        "supplier        value  price_year",
        "────────  ───────────  ──────────",
        "ISR       825,000,000        2016",
        "TUR          -1,234.5           –",
      ])
  }

  @Test func wideCharactersAlign() throws {
    let rows: [[Cell]] = [
      [.text("中文"), .text("a")], [.text("e\u{301}"), .text("b")], [.text("👩‍👩‍👧"), .text("c")],
    ]
    #expect(
      try lines(.table, [Column("x"), Column("y")], rows) == [
        "x     y", "────  ─", "中文  a", "e\u{301}     b", "👩‍👩‍👧    c",
      ])
  }

  @Test func nothingReachesTheTerminalRaw() throws {
    let text = "a\u{0}b\u{1B}[2Jc\u{9B}d\u{202E}e\u{2066}f\u{200F}\n\t\r\u{2028}\u{7F}"
    #expect(
      try lines(.table, [Column("note")], [[.text(text)]])[2]
        == "a\\u{0}b\\u{1B}[2Jc\\u{9B}d\\u{202E}e\\u{2066}f\\u{200F}\\n\\t\\r\\u{2028}\\u{7F}")
  }

  /// What hides or reorders text is shown; joiners stay where writing needs them.
  @Test(arguments: [
    ("a\u{E0041}\u{E007F}b", "a\\u{E0041}\\u{E007F}b"),
    ("\u{FEFF}\u{200B}\u{AD}", "\\u{FEFF}\\u{200B}\\u{AD}"),
    ("\u{E000}\u{10FFFD}", "\\u{E000}\\u{10FFFD}"), ("a\u{200D}b\u{200C}c", "a\\u{200D}b\\u{200C}c"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("क्\u{200D}ष", "क्\u{200D}ष"),
    ("👩\u{200D}👧 ❤️\u{200D}🔥", "👩\u{200D}👧 ❤️\u{200D}🔥"),
    ("م\u{200C}\u{200C}", "م\u{200C}\\u{200C}"), ("12\u{0600}", "12\u{0600}"), ("plain é 中文", "plain é 中文"),
    ("\\u{1B}", "\\u{1B}"),
  ])
  func hiddenCharactersAreShown(text: String, expected: String) throws {
    #expect(Array(try lines(.table, [Column("note")], [[.text(text)]])[2].utf8) == Array(expected.utf8))
    #expect(Array(TerminalText.line(text).utf8) == Array(expected.utf8))
    // Safe text stays as it is.
    #expect(Array(TerminalText.line(expected).utf8) == Array(expected.utf8))
  }

  @Test func contextsKeepWhatIsTheirs() throws {
    #expect(TerminalText.line("a\nb\r\nc\rd\te") == "a b c\\rd\\te")
    func data(_ bytes: [UInt8], _ keeping: [TerminalSequence] = []) -> String {
      var found = ""
      bytes.withUnsafeBytes {
        TerminalText.withData($0, keeping: keeping) { found = String(decoding: $0, as: UTF8.self) }
      }
      return found
    }
    #expect(data(Array("a\tb\r\nc\rd\n\u{1B}[1m".utf8)) == "a\tb\r\nc\\rd\n\\u{1B}[1m")
    #expect(
      data(Array("\u{1B}[1ma\u{1B}[0m\u{1B}[2J".utf8), [.bold, .plain]) == "\u{1B}[1ma\u{1B}[0m\\u{1B}[2J")
    #expect(data([0x61, 0xFF, 0xC3, 0x1B]) == "a\u{FFFD}\u{FFFD}\\u{1B}")
  }

  @Test func boldHeaderOnlyWithColor() throws {
    #expect(try lines(.table, [Column("a")], [], ReportOptions(color: true))[0] == "\u{1B}[1ma\u{1B}[0m")
    #expect(try !lines(.table, [Column("a")], []).joined().contains("\u{1B}"))
  }

  @Test func widestTextIsCutFirst() throws {
    let columns = [Column("id"), Column("short"), Column("long"), Column("n", .integer)]
    let row: [Cell] = [
      .text("c1"), .text("twelve chars"), .text(String(repeating: "x", count: 100)), .integer(1_000_000),
    ]
    let found = try lines(.table, columns, [row], ReportOptions(width: 60))
    #expect(found[2] == "c1  twelve chars  \(String(repeating: "x", count: 30))…  1,000,000")
    #expect(found.allSatisfy { displayWidth($0) <= 60 })
    #expect(found.count == 3)
  }

  @Test func columnsThatDoNotFitAreCounted() throws {
    let columns = (1...20).map { Column("column_\($0)") }
    let row = columns.map { _ in Cell.text("some words here") }
    let found = try lines(.table, columns, [row], ReportOptions(width: 80))
    #expect(found.last == "… 14 columns hidden, --format csv for all")
    #expect(found.allSatisfy { displayWidth($0) <= 80 })
    let one = try lines(.table, Array(columns.prefix(2)), [], ReportOptions(width: 12))
    #expect(one.last == "… 1 column hidden, --format csv for all")
  }

  @Test func withoutWidthNothingIsCut() throws {
    let long = String(repeating: "long ", count: 500) + "."
    #expect(
      try lines(.table, [Column("a"), Column("b")], [[.text(long), .text(long)]])[2] == "\(long)  \(long)")
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func linesNeverExceedTheTerminal(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let columns = (0..<Int.random(in: 1...8, using: &generator)).map { Column("c\($0)") }
    let rows = (0..<5).map { _ in columns.map { _ in Cell.text(randomText(upTo: 8, using: &generator)) } }
    let width = Int.random(in: 1...120, using: &generator)
    var found = try lines(.table, columns, rows, ReportOptions(width: width))
    if found.last?.hasPrefix("… ") == true, found.count == 8 { found.removeLast() }
    #expect(found.count == 7)
    for line in found { #expect(displayWidth(line) <= width, "\(line.debugDescription)") }
  }

  @Test func aCutNeverPartsACharacterFromItsMarks() throws {
    let rows: [[Cell]] = [[.text("abcdefge\u{301}\u{302}👩‍👩‍👧xyz🇦🇿🇫🇷")]]
    for (width, expected) in [
      (8, "abcdefg…"), (9, "abcdefge\u{301}\u{302}…"), (10, "abcdefge\u{301}\u{302}…"),
      (11, "abcdefge\u{301}\u{302}👩‍👩‍👧…"), (14, "abcdefge\u{301}\u{302}👩‍👩‍👧xyz…"),
      (15, "abcdefge\u{301}\u{302}👩‍👩‍👧xyz…"), (16, "abcdefge\u{301}\u{302}👩‍👩‍👧xyz🇦🇿…"),
    ] {
      let found = try lines(.table, [Column("a")], rows, ReportOptions(width: width))
      #expect(Array(found[2].utf8) == Array(expected.utf8), "width \(width): \(found[2])")
    }
  }

  @Test func aNumberIsNeverCut() throws {
    let rows: [[Cell]] = [[.integer(123_456_789)]]
    #expect(try lines(.table, [Column("n", .integer)], rows, ReportOptions(width: 5))[2] == "123,456,789")
  }

  /// After the first thousand rows widths stay as they are.
  @Test func longTablesStream() throws {
    var flushed = 0
    let writer = ReportWriter(
      format: .table, columns: [Column("n", .integer), Column("note")], options: ReportOptions(width: 40)
    ) { flushed += $0.count }
    for number in 0..<20_000 {
      writer.integer(Int64(number))
      writer.text(number < 1000 ? "short" : "a note that is longer than those before it")
      try writer.endRow()
    }
    #expect(flushed > 100_000)
    try writer.finish()
    let columns = [Column("n", .integer), Column("a"), Column("b")]
    let rows: [[Cell]] = (0..<1001).map { number in
      [.integer(number)] + Array(repeating: Cell.text(number < 1000 ? "short" : "now it is longer"), count: 2)
    }
    let found = try lines(.table, columns, rows, ReportOptions(width: 25))
    #expect(found[1001] == "999  short  short")
    // A number is whole, even if it is wider than its column.
    #expect(found[1002] == "1,000  now …  now it is lo…")
    #expect(try lines(.table, columns, rows)[1002] == "1,000  now it is longer  now it is longer")
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("中文", 4), ("ﾊﾛ", 2), ("ＡＢ", 4), ("한글", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("❤", 1), ("🇦🇿", 2),
    ("🇦🇿🇫🇷", 4), ("1️⃣", 2), ("\u{0}\u{1B}", 0), ("שלום", 4),
    ("नमस्ते", 4), ("–…", 2), ("\u{AD}", 1), ("⚔️🛡️", 4),
  ])
  func widths(text: String, expected: Int) {
    #expect(displayWidth(text) == expected)
  }
}
