import Publishing
import Testing

@Suite struct WriterTests {
  private let two = [Column("a"), Column("n", .integer)]

  @Test(arguments: [
    ("a.csv", OutputFormat.csv), ("dir.json/a.TSV", .tsv), ("a.tab", .tsv), ("a.json", .json),
    ("a.jsonl", .jsonl), ("a.ndjson", .jsonl), ("a.md", .markdown), ("a.markdown", .markdown),
    ("a.b.html", .html), ("a.htm", .html), ("a.txt", .table),
  ])
  func formatOfFile(name: String, format: OutputFormat) {
    #expect(OutputFormat(fileName: name) == format)
  }

  @Test(arguments: ["a", "", "a.csv/b", "a.sqlite", "csv", "a.csv.gz", "a."])
  func noFormatOfFile(name: String) {
    #expect(OutputFormat(fileName: name) == nil)
  }

  @Test(arguments: [
    (Int64(825_000_000_000), "825000000"), (872_400, "872.4"), (0, "0"), (1, "0.001"), (-1, "-0.001"),
    (-1_050, "-1.05"), (10, "0.01"), (Int64.max, "9223372036854775.807"),
    (Int64.min, "-9223372036854775.808"),
  ])
  func decimals(thousandths: Int64, expected: String) throws {
    for format in [OutputFormat.csv, .tsv, .jsonl] {
      let found = try lines(format, [Column("v", .decimal)], [[.decimal(thousandths: thousandths)]])
      #expect(found.last?.contains(expected) == true, "\(found)")
    }
    #expect(
      try bytes(.csv, [Column("v")], [[.decimal(thousandths: thousandths)]])
        == Array("v\r\n\(expected)\r\n".utf8))
  }

  @Test(arguments: [
    (0.85, "0.85"), (1, "1"), (-0.5, "-0.5"), (1e300, "1e+300"), (0.1 + 0.2, "0.30000000000000004"),
  ])
  func reals(value: Double, expected: String) throws {
    #expect(try bytes(.jsonl, [Column("v", .real)], [[.real(value)]]) == Array("{\"v\":\(expected)}\n".utf8))
  }

  @Test func notFiniteIsNotKnown() throws {
    let rows: [[Cell]] = [[.real(.nan)], [.real(.infinity)]]
    #expect(try lines(.jsonl, [Column("v", .real)], rows) == ["{\"v\":null}", "{\"v\":null}"])
    #expect(try bytes(.csv, [Column("v", .real)], rows) == Array("v\r\n\r\n\r\n".utf8))
  }

  @Test func extremeIntegers() throws {
    #expect(
      try bytes(.csv, [Column("v", .integer)], [[.integer(.min)], [.integer(.max)], [.integer(0)]])
        == Array("v\r\n-9223372036854775808\r\n9223372036854775807\r\n0\r\n".utf8))
    #expect(
      try lines(.table, [Column("v", .integer)], [[.integer(.min)]])[2] == "-9,223,372,036,854,775,808")
  }

  @Test func csvQuotesOnlyWhereNeeded() throws {
    let rows: [[Cell]] = ["plain words", "a,b", "a\"b", "a\nb", "a\rb", " a", "a ", "", "a;b", "=1"].map {
      [.text($0), .null]
    }
    #expect(
      try bytes(.csv, two, rows)
        == Array(
          ("a,n\r\nplain words,\r\n\"a,b\",\r\n"
            + "\"a\"\"b\",\r\n\"a\nb\",\r\n\"a\rb\",\r\n\" a\",\r\n\"a \",\r\n"
            + "\"\",\r\na;b,\r\n=1,\r\n").utf8))
  }

  @Test func spreadsheetsGetNoFormulas() throws {
    let texts = ["=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "'a", " =1"]
    let rows: [[Cell]] = texts.map { [.text($0), .integer(-5)] }
    let found = try readCSV(bytes(.csv, two, rows, ReportOptions(excel: true)))
    #expect(found[0][0] == Array("\u{FEFF}a".utf8))
    let guarded = ["'=1", "'+1", "'-1", "'@a", "'\ta", "'\ra", "a=1", "'a", " =1"]
    #expect(found.dropFirst().map { $0[0] } == guarded.map { Array($0.utf8) })
    #expect(found.dropFirst().allSatisfy { $0[1] == Array("-5".utf8) })
    let tsv = try bytes(.tsv, two, rows, ReportOptions(excel: true))
    #expect(String(decoding: tsv, as: UTF8.self).contains("\n'\\ta\t-5\n"))
  }

  @Test func namesNestInJSONOnly() throws {
    let columns = [
      Column("id"), Column("document.url"), Column("document.by.name"), Column("document.by.role"),
    ]
    let row: [Cell] = [.text("c1"), .text("u"), .null, .integer(3)]
    #expect(
      try lines(.jsonl, columns, [row])
        == ["{\"id\":\"c1\",\"document\":{\"url\":\"u\",\"by\":{\"name\":null,\"role\":3}}}"])
    #expect(try lines(.tsv, columns, [])[0] == "id\tdocument_url\tdocument_by_name\tdocument_by_role")
  }

  /// `--columns` may take one object's keys apart; JSON must not name the object twice.
  @Test func keysOfOneObjectComeTogether() throws {
    let columns = [Column("d.url"), Column("id"), Column("d.title"), Column("e.x"), Column("d.t.u")]
    let row: [Cell] = [.text("u"), .text("c1"), .text("t"), .list(["1"]), .integer(7)]
    let object = "{\"d\":{\"url\":\"u\",\"title\":\"t\",\"t\":{\"u\":7}},\"id\":\"c1\",\"e\":{\"x\":[\"1\"]}}"
    #expect(try lines(.json, columns, [row, row]) == ["[", object + ",", object, "]"])
    #expect(try lines(.csv, columns, [row])[1] == "u,c1,t,1,7\r")
  }

  @Test func aValueIsNotAlsoAnObject() throws {
    let columns = [Column("d"), Column("d.url")]
    #expect(try lines(.jsonl, columns, [[.null, .integer(1)]]) == ["{\"d\":null,\"d_url\":1}"])
    var literal = Column("1.5")
    literal.isNested = false
    #expect(try lines(.jsonl, [literal], [[.integer(1)]]) == ["{\"1.5\":1}"])
    #expect(try lines(.tsv, [literal], [])[0] == "1.5")
  }

  @Test func listsAreArraysInJSON() throws {
    let columns = [Column("l", .list), Column("i", .integerList)]
    let rows: [[Cell]] = [
      [.list(["a", "b;c"]), .list(["2017", "-3"])], [.text("a;b"), .text("2017; 2019")],
      [.list([]), .list([])],
      [.null, .null], [.text(""), .text("about 2017;0x1;;01")], [.text("a;"), .integer(2017)],
    ]
    #expect(
      try lines(.jsonl, columns, rows) == [
        "{\"l\":[\"a\",\"b;c\"],\"i\":[2017,-3]}", "{\"l\":[\"a\",\"b\"],\"i\":[2017,2019]}",
        "{\"l\":[],\"i\":[]}", "{\"l\":null,\"i\":null}",
        "{\"l\":[],\"i\":[\"about 2017\",\"0x1\",\"\",\"01\"]}", "{\"l\":[\"a\",\"\"],\"i\":[2017]}",
      ])
    #expect(
      try lines(.tsv, columns, rows) == [
        "l\ti", "a;b;c\t2017;-3", "a;b\t2017; 2019", "\"\"\t\"\"", "\t", "\"\"\tabout 2017;0x1;;01",
        "a;\t2017",
      ])
  }

  @Test(arguments: [
    ("{\"a\": [1, 2.5e3,\n true , null]}", "{\"a\":[1,2.5e3,true,null]}"), ("\"a \\\" b\"", "\"a \\\" b\""),
    (" 12 ", "12"), ("01", "\"01\""), ("[1,]", "\"[1,]\""), ("{\"a\"}", "\"{\\\"a\\\"}\""), ("", "\"\""),
    ("\"a\u{1}\"", "\"\\\"a\\u0001\\\"\""), ("NaN", "\"NaN\""), ("[] []", "\"[] []\""),
    ("\"\\x\"", "\"\\\"\\\\x\\\"\""),
    (String(repeating: "[", count: 100_000), "\"\(String(repeating: "[", count: 100_000))\""),
  ])
  func jsonStaysJSON(text: String, expected: String) throws {
    #expect(try lines(.jsonl, [Column("x", .json)], [[.text(text)]]) == ["{\"x\":\(expected)}"])
    #expect(try readCSV(bytes(.csv, [Column("x", .json)], [[.text(text)]]))[1] == [Array(text.utf8)])
  }

  @Test func booleans() throws {
    let rows: [[Cell]] = [[.boolean(true)], [.integer(0)], [.integer(1)], [.integer(2)], [.null]]
    #expect(
      try lines(.jsonl, [Column("b", .boolean)], rows).map { $0.dropFirst(5).dropLast() }
        == ["true", "false", "true", "2", "null"])
  }

  @Test(arguments: OutputFormat.allCases)
  func aRowThatDoesNotFitIsLeftOut(format: OutputFormat) throws {
    for columns in [two, [Column("d.x"), Column("e"), Column("d.y")]] {
      var found: [UInt8] = []
      let writer = ReportWriter(format: format, columns: columns) { found += $0 }
      let row = columns.map { _ in Cell.text("kept") }
      try writer.write(row)
      #expect(throws: ReportError.cellCount(row: 2, expected: columns.count, found: 1)) {
        try writer.write([.text("lost")])
      }
      #expect(throws: ReportError.cellCount(row: 2, expected: columns.count, found: 5)) {
        try writer.write(Array(repeating: .text("lost"), count: 5))
      }
      try writer.write(row)
      writer.text("lost")
      #expect(throws: ReportError.cellCount(row: 3, expected: columns.count, found: 1)) {
        try writer.finish()
      }
      try writer.finish()
      #expect(writer.rowCount == 2)
      #expect(try found == bytes(format, columns, [row, row]))
    }
  }

  @Test(arguments: OutputFormat.allCases)
  func noColumns(format: OutputFormat) throws {
    let found = try ReportWriter.string(format, columns: [], rows: [[], []])
    if format == .json { #expect(found == "[\n{},\n{}\n]\n") }
    if format == .jsonl { #expect(found == "{}\n{}\n") }
  }

  @Test func theSinkGetsChunks() throws {
    var sizes: [Int] = []
    let writer = ReportWriter(format: .csv, columns: [Column("a")]) { sizes.append($0.count) }
    for _ in 0..<100_000 { try writer.write([.text("0123456789")]) }
    try writer.finish()
    try writer.finish()
    #expect(sizes.reduce(0, +) == 3 + 100_000 * 12)
    #expect(sizes.dropLast().allSatisfy { $0 >= 65_536 && $0 < 66_000 })
  }

  @Test func errorsOfTheSinkComeOut() {
    struct DiskFull: Error {}
    let writer = ReportWriter(format: .csv, columns: [Column("a")]) { _ in throw DiskFull() }
    #expect(throws: DiskFull.self) {
      for _ in 0..<100_000 { try writer.write([.text("0123456789")]) }
    }
    #expect(throws: DiskFull.self) {
      try ReportWriter(format: .json, columns: []) { _ in throw DiskFull() }.finish()
    }
  }

  /// Cell by cell and row by row give the same bytes.
  @Test(arguments: OutputFormat.allCases)
  func cellByCell(format: OutputFormat) throws {
    var found: [UInt8] = []
    let writer = ReportWriter(format: format, columns: GoldenTests.columns) { found += $0 }
    for row in GoldenTests.rows {
      for cell in row {
        switch cell {
        case .null: writer.null()
        case .text(let text): Array(text.utf8).withUnsafeBytes { writer.text($0) }
        case .integer(let value): writer.integer(value)
        case .decimal(let thousandths): writer.decimal(thousandths: thousandths)
        case .real(let value): writer.real(value)
        case .boolean(let value): writer.boolean(value)
        case .list(let items):
          writer.beginList()
          for item in items { Array(item.utf8).withUnsafeBytes { writer.listElement($0) } }
          writer.endList()
        }
      }
      try writer.endRow()
    }
    try writer.finish()
    #expect(try found == bytes(format, GoldenTests.columns, GoldenTests.rows))
  }

  @Test func markdownStaysReadable() throws {
    let texts = ["snake_case", "_a_", "https://example.org/a_b?x=1&y=2", "a | b", "R&D; &lt;", "~50", "a\nb"]
    #expect(
      try lines(
        .markdown, [Column("supplier_name"), Column("n", .integer)], texts.map { [.text($0), .null] }) == [
          "| supplier_name | n |", "| --- | ---: |", "| snake_case |  |", "| \\_a\\_ |  |",
          "| https://example.org/a_b?x=1&y=2 |  |", "| a \\| b |  |",
          "| R&D; &amp;lt; |  |".replacing("R&D;", with: "R&amp;D;"),
          "| \\~50 |  |", "| a<br>b |  |",
        ])
  }
}
