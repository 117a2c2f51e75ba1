import Testing

@testable import Import

@Suite struct DelimitedReaderTests {
  @Test(
    arguments: [
      ("", []),
      ("\n\r\n\r", []),
      ("a", [.record("‹a›", line: 1)]),
      ("a,b\n", [.record("‹a›‹b›", line: 1)]),
      ("a,b\r\nc,d\r\n", [.record("‹a›‹b›", line: 1), .record("‹c›‹d›", line: 2)]),
      ("a,b\rc,d\r", [.record("‹a›‹b›", line: 1), .record("‹c›‹d›", line: 2)]),
      ("a,b\n\n\r\n\rc", [.record("‹a›‹b›", line: 1), .record("‹c›", line: 5)]),
      (",", [.record("--", line: 1)]),
      ("a,\n,b", [.record("‹a›-", line: 1), .record("-‹b›", line: 2)]),
      ("\"\",\"\"", [.record("‹›‹›", line: 1)]),
      ("\"a,b\",c", [.record("‹a,b›‹c›", line: 1)]),
      ("\"a\"\"b\"\"\"", [.record("‹a\"b\"›", line: 1)]),
      ("\"\"\"\"", [.record("‹\"›", line: 1)]),
      (
        "\"a\nb\r\nc\rd\",e\nf", [.record("‹a\nb\r\nc\rd›‹e›", line: 1), .record("‹f›", line: 5)]
      ),
      ("a\"b,c\" \n", [.record("‹a\"b›‹c\" ›", line: 1)]),
      (" \"a\"\n", [.record("‹ \"a\"›", line: 1)]),
      ("a\u{0}b,\u{0}", [.record("‹a\u{0}b›‹\u{0}›", line: 1)]),
      ("\u{FEFF}a,b\n", [.record("‹a›‹b›", line: 1)]),
      ("a\\tb\n", [.record("‹a\\tb›", line: 1)]),
      ("\"a\"\r", [.record("‹a›", line: 1)]),
      ("Türkiye,Россия,🛩\n", [.record("‹Türkiye›‹Россия›‹🛩›", line: 1)]),
    ] as [(String, [Reading])])
  func readsCommaSeparated(source: String, expected: [Reading]) throws {
    #expect(try readCSV(source).readings == expected)
  }

  @Test(arguments: [
    ("a\tb,c\n", "‹a›‹b,c›"),
    ("\t\n", "--"),
    ("a\\tb\\nc\\rd\\\\e\\\"f\\xg\\", "‹a\tb\nc\rd\\e\"f\\xg\\›"),
    ("\\\"a\\\"", "‹\"a\"›"),
    ("\\\\n", "‹\\n›"),
    ("\"a\tb\"\t\"c\"\"\\n\"", "‹a\tb›‹c\"\\n›"),
    ("12345678\\t\tab\\t", "‹12345678\t›‹ab\t›"),
  ])
  func readsTabSeparated(source: String, expected: String) throws {
    #expect(try readTSV(source).readings == [.record(expected, line: 1)])
  }

  @Test func placesCountScalarsAndLines() throws {
    let all = try readCSV("é,\"日本\nñ\",x\r\n\n🛩🛩,\"\",b\n")
    #expect(all.map(\.places) == [["1:1", "1:3", "2:4"], ["4:1", "4:4", "4:7"]])
    // A combining mark is a scalar of its own.
    #expect(try readCSV("e\u{301},b")[0].places == ["1:1", "1:4"])
    #expect(try readCSV("\"a\rb\r\nc\",d")[0].places == ["1:1", "3:4"])
  }

  @Test func keepsTheBytesOfEachRecord() throws {
    let all = try readCSV("a,\"b\"\"\nc\"\r\n\nd,e\n\"x\"y,z\nlast")
    #expect(all.raw == ["a,\"b\"\"\nc\"", "d,e", "\"x\"y,z", "last"])
  }

  @Test func headerGivesNamesAndPlaces() throws {
    let all = try readCSV("\n\"supplier\",über,b\n1,2,3\n", header: true)
    #expect(all.readings == [.record("‹supplier›‹über›‹b›", line: 2), .record("‹1›‹2›‹3›", line: 3)])
    #expect(all[0].places == ["2:1", "2:12", "2:17"])
    #expect(try readCSV("", header: true).readings == [.record("", line: 1)])
  }

  @Test func headerErrors() throws {
    #expect(try readCSV("a,,b\n", header: true).readings == [.error(.emptyColumnName, line: 1, column: 3)])
    #expect(
      try readCSV("a,b,a\n1,2,3\n", header: true).readings == [
        .error(.duplicateColumn("a"), line: 1, column: 5), .record("‹1›‹2›‹3›", line: 2),
      ])
    let wide = String(repeating: "c,", count: 4096) + "c"
    let all = try readDelimited(Array(wide.utf8), chunk: 1000)
    #expect(all.readings == [.error(.tooManyFields(limit: 4096), line: 1, column: 8193)])
  }

  @Test func rowsOfAnotherLengthThanTheHeader() throws {
    let all = try readCSV("a,b\n1\n1,2,3,4\n5,6\n\"x\ny\"\n", header: true)
    #expect(
      all.readings.dropFirst() == [
        .error(.shortRow(found: 1, expected: 2), line: 2, column: 2),
        .error(.longRow(found: 4, expected: 2), line: 3, column: 5),
        .record("‹5›‹6›", line: 4),
        .error(.shortRow(found: 1, expected: 2), line: 6, column: 3),
      ])
    #expect(all.raw == ["a,b", "1", "1,2,3,4", "5,6", "\"x\ny\""])
  }

  @Test func textAfterAQuote() throws {
    let all = try readCSV("a,\"b\"c,\"d\ne\"\nf,\"g\nh\"i\nj\n")
    #expect(
      all.readings == [
        .error(.textAfterQuote(quoteLine: 1), line: 1, column: 6),
        .error(.textAfterQuote(quoteLine: 3), line: 4, column: 3),
        .record("‹j›", line: 5),
      ])
    #expect(all.raw == ["a,\"b\"c,\"d\ne\"", "f,\"g\nh\"i", "j"])
  }

  @Test func aQuoteLeftOpenAfterAnErrorCostsOneLine() throws {
    let all = try readCSV("\"a\"b,\"c\nd\ne\n")
    #expect(
      all.readings == [
        .error(.textAfterQuote(quoteLine: 1), line: 1, column: 4), .record("‹d›", line: 2),
        .record("‹e›", line: 3),
      ])
    let far = "\"a\"b,\"c\n" + String(repeating: "d\n", count: 9_000)
    #expect(try readDelimited(Array(far.utf8), chunk: 4096).count == 9_001)
  }

  @Test func anUnbalancedQuoteCostsOneLine() throws {
    let all = try readCSV("a\nb,é,\"c\nd\r\ne\n")
    #expect(
      all.readings == [
        .record("‹a›", line: 1), .error(.unbalancedQuote, line: 2, column: 5), .record("‹d›", line: 3),
        .record("‹e›", line: 4),
      ])
    #expect(all.raw == ["a", "b,é,\"c", "d", "e"])
    #expect(try readCSV("\"").readings == [.error(.unbalancedQuote, line: 1, column: 1)])
    #expect(try readCSV("\"\"\"").readings == [.error(.unbalancedQuote, line: 1, column: 1)])
    #expect(
      try readCSV("\"x\ny\",\"z\nw").readings == [
        .error(.unbalancedQuote, line: 2, column: 4), .record("‹w›", line: 3),
      ])
  }

  @Test func malformedUTF8() throws {
    func read(_ bytes: [UInt8]) throws -> [Reading] {
      try inAllChunks { try readDelimited(bytes, chunk: $0) }.readings
    }
    let good = Array("é,".utf8)
    #expect(
      try read(good + [0xFF, 0x0A] + Array("b\n".utf8)) == [
        .error(.invalidUTF8(byte: 0xFF), line: 1, column: 3), .record("‹b›", line: 2),
      ])
    #expect(
      try read(Array("\"a\n".utf8) + [0xE2, 0x82] + Array("\"\nb".utf8)) == [
        .error(.invalidUTF8(byte: 0xE2), line: 2, column: 1), .record("‹b›", line: 3),
      ])
    // The first error of a record is the one reported.
    #expect(
      try read([0xC0, 0x80, 0x2C] + Array("\"a\"b\n".utf8)) == [
        .error(.invalidUTF8(byte: 0xC0), line: 1, column: 1)
      ])
    #expect(
      try read(Array("\"a\"b".utf8) + [0x80]) == [
        .error(.textAfterQuote(quoteLine: 1), line: 1, column: 4)
      ])
  }

  @Test func recordsOverTheLimitArePassedOver() throws {
    #expect(
      try readCSV("12345678\n123456789\r\n12345\n", limit: 8).readings == [
        .record("‹12345678›", line: 1), .error(.recordTooLong(limit: 8), line: 2, column: 1),
        .record("‹12345›", line: 3),
      ])
    let long = String(repeating: "x", count: 1000)
    for lineEnd in ["\n", "\r\n", "\r"] {
      let all = try readCSV("a\(lineEnd)\(long),\(long)\(lineEnd)b\(lineEnd)", limit: 20)
      #expect(
        all.readings == [
          .record("‹a›", line: 1), .error(.recordTooLong(limit: 20), line: 2, column: 1),
          .record("‹b›", line: 3),
        ])
      #expect(all.raw == ["a", "", "b"])
    }
    #expect(try readCSV(long, limit: 20).readings == [.error(.recordTooLong(limit: 20), line: 1, column: 1)])
    #expect(
      try readCSV("12345678\r\n12345678", limit: 8).readings == [
        .record("‹12345678›", line: 1), .record("‹12345678›", line: 2),
      ])
  }

  @Test func aQuoteOpenBeyondTheLimitCostsOneLine() throws {
    let rest = String(repeating: "abc\n", count: 100)
    let all = try readCSV("a,\"b\n" + rest, limit: 40).readings
    #expect(all.first == .error(.unbalancedQuote, line: 1, column: 3))
    #expect(all.count == 101)
    #expect(all.last == .record("‹abc›", line: 101))
  }

  @Test func fieldsOutsideTheRecordAreNull() throws {
    let reader = DelimitedReader(ByteInput(bytes: Array("a".utf8), name: "test"), separator: 0x2C)
    #expect(reader.field(0).kind == .null)
    #expect(try reader.next())
    #expect(reader.field(-1).kind == .null)
    #expect(reader.field(1).kind == .null)
    #expect(reader.field(0).location(in: "f.csv").description == "f.csv:1:1")
    #expect(try !reader.next())
    #expect(try !reader.next())
  }
}
