import Testing

@testable import Import

@Suite struct JSONRecordReaderTests {
  @Test(
    arguments: [
      ("", []),
      (" \n\t\r\n", []),
      ("{}", [.record("", line: 1)]),
      ("{\"a\":1}", [.record("a=1", line: 1)]),
      ("{\"a\":1}\n{\"a\":2}\n", [.record("a=1", line: 1), .record("a=2", line: 2)]),
      (
        "\n\n {\"a\":null}\r\n\n{ \"a\" : true } \r\n", [.record("a=-", line: 3), .record("a=true", line: 5)]
      ),
      ("{\"a\":\"\",\"b\":\"x\"}", [.record("a=‹› b=‹x›", line: 1)]),
      (
        "{\"d\":{\"u\":\"x\",\"t\":null},\"q\":-1.5e+3}", [.record("d.u=‹x› d.t=- q=-1.5e+3", line: 1)]
      ),
      ("{\"a\":{\"b\":{\"c\":{}}, \"d\":{ }}}", [.record("a.b.c={} a.d={ }", line: 1)]),
      ("{\"document\":null}", [.record("document=-", line: 1)]),
      ("{\"document\":\"x\"}", [.record("document=‹x›", line: 1)]),
      ("{\"y\":[2017, 2019],\"e\":[]}", [.record("y=[2017, 2019] e=[]", line: 1)]),
      ("{\"y\":[{\"a\":1},{\"a\":[{}]}]}", [.record("y=[{\"a\":1},{\"a\":[{}]}]", line: 1)]),
      ("{\"\":1}", [.record("=1", line: 1)]),
      ("{\"a\":{\"\":1}}", [.record("a.=1", line: 1)]),
      ("\u{FEFF}{\"a\":false}", [.record("a=false", line: 1)]),
      (#"{"a":"\"\\\/\b\f\n\r\t"}"#, [.record("a=‹\"\\/\u{8}\u{C}\n\r\t›", line: 1)]),
      (#"{"a":"\u0041\u00e9\u20AC\uD83D\udee9\u0000"}"#, [.record("a=‹Aé€🛩\u{0}›", line: 1)]),
      (#"{"\u0061\n":{"\"":"\\"}}"#, [.record("a\n.\"=‹\\›", line: 1)]),
      ("{\"ü\":\"Türkiye\"}", [.record("ü=‹Türkiye›", line: 1)]),
      ("{\"a\":\"\u{7F}\u{2028}\"}", [.record("a=‹\u{7F}\u{2028}›", line: 1)]),
    ] as [(String, [Reading])])
  func readsLines(source: String, expected: [Reading]) throws {
    #expect(try readJSON(source).readings == expected)
    #expect(try readJSON(source, .lines).readings == expected)
  }

  @Test(arguments: ["0", "-0", "1", "10", "-1.0", "0.5", "1e5", "1E+05", "1.25e-7", "123456789012345678901"])
  func acceptsNumbers(number: String) throws {
    #expect(try readJSON("{\"a\":\(number)}").readings == [.record("a=\(number)", line: 1)])
    #expect(try readJSON("{\"a\":\(number) }").readings == [.record("a=\(number)", line: 1)])
  }

  @Test(arguments: [
    "01", "-01", "+1", "1.", ".5", "-", "-.5", "1e", "1e+", "1.e1", "0x1F", "1_000", "NaN", "-Infinity",
    "Infinity", "1.2.3", "--1", "1a",
  ])
  func refusesNumbers(number: String) throws {
    let expected = Reading.error(.badNumber(number), line: 1, column: 6)
    #expect(try readJSON("{\"a\":\(number)}\n{}").readings == [expected, .record("", line: 2)])
    #expect(try readJSON("[{\"a\":\(number)},{}]").readings.map(\.description).last == "record 1: ")
  }

  @Test(
    arguments: [
      ("[]", .notAnObject, 1),
      ("null", .notAnObject, 1),
      (" \"a\"", .notAnObject, 2),
      ("{", .truncated, 2),
      ("{\"a\"", .truncated, 5),
      ("{\"a\":", .truncated, 6),
      ("{\"a\":1", .truncated, 7),
      ("{\"a\":tru", .truncated, 9),
      ("{\"a\":1,", .truncated, 8),
      ("{\"a\":[1", .truncated, 8),
      ("{\"a\":\"b}", .unterminatedString, 6),
      ("{\"é\":\"b\\", .unterminatedString, 6),
      ("{\"a\":\"b\\u12", .unterminatedString, 6),
      ("{\"a", .unterminatedString, 2),
      ("{a:1}", .unexpectedCharacter("a", expected: .keyOrBrace), 2),
      ("{'a':1}", .unexpectedCharacter("'", expected: .keyOrBrace), 2),
      ("{,}", .unexpectedCharacter(",", expected: .keyOrBrace), 2),
      ("{\"a\":1,}", .unexpectedCharacter("}", expected: .key), 8),
      ("{\"a\":1,,}", .unexpectedCharacter(",", expected: .key), 8),
      ("{\"a\" 1}", .unexpectedCharacter("1", expected: .colon), 6),
      ("{\"a\":}", .unexpectedCharacter("}", expected: .value), 6),
      ("{\"a\":é}", .unexpectedCharacter("é", expected: .value), 6),
      ("{\"a\":“b”}", .unexpectedCharacter("“", expected: .value), 6),
      ("{\"a\":1 \"b\":2}", .unexpectedCharacter("\"", expected: .commaOrBrace), 8),
      ("{\"a\":1]", .unexpectedCharacter("]", expected: .commaOrBrace), 7),
      ("{\"a\":[1}", .unexpectedCharacter("}", expected: .commaOrBracket), 8),
      ("{\"a\":[1,]}", .unexpectedCharacter("]", expected: .value), 9),
      ("{\"a\":[1 2]}", .unexpectedCharacter("2", expected: .commaOrBracket), 9),
      ("{\"a\":None}", .badLiteral("None"), 6),
      ("{\"a\":nul}", .badLiteral("nul"), 6),
      ("{\"a\":TRUE}", .badLiteral("TRUE"), 6),
      ("{\"a\":\"\\x\"}", .badEscape, 7),
      ("{\"a\":\"\\u12G4\"}", .badEscape, 7),
      ("{\"é\":\"é\\'\"}", .badEscape, 8),
      ("{\"a\":\"\\uD800\"}", .loneSurrogate, 7),
      ("{\"a\":\"\\uD800x\"}", .loneSurrogate, 7),
      ("{\"a\":\"\\uD800\\n\"}", .loneSurrogate, 7),
      ("{\"a\":\"\\uD800\\u0041\"}", .loneSurrogate, 7),
      ("{\"a\":\"\\uDC00\\uD800\"}", .loneSurrogate, 7),
      ("{\"a\":\"x\ty\"}", .controlCharacter(9), 8),
      ("{\"a\":\"\u{0}\"}", .controlCharacter(0), 7),
      ("{\"a\":1} {", .trailingText, 9),
      ("{\"a\":1},", .trailingText, 8),
      ("{\"a\":1}}", .trailingText, 8),
      ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateKey("a"), 14),
      ("{\"a\":1,\"\\u0061\":3}", .duplicateKey("a"), 8),
      ("{\"d\":{\"u\":1,\"u\":2}}", .duplicateKey("d.u"), 13),
      ("{\"d\":{\"u\":1},\"d\":{\"t\":2}}", .duplicateKey("d"), 14),
      ("{\"d.u\":1,\"d\":{\"u\":2}}", .duplicateKey("d.u"), 15),
      ("{\"a\":[{\"b\":1,\"b\":2}]}", .duplicateKey("b"), 14),
      ("{\"a\":1\u{B}}", .unexpectedCharacter("\u{B}", expected: .commaOrBrace), 7),
    ] as [(String, RecordSyntaxError.Reason, Int)])
  func refusesInLines(source: String, reason: RecordSyntaxError.Reason, column: Int) throws {
    let all = try readJSON("{\"ok\":1}\n\(source)\n{\"ok\":2}", .lines)
    #expect(
      all.readings == [
        .record("ok=1", line: 1), .error(reason, line: 2, column: column), .record("ok=2", line: 3),
      ])
    #expect(all[1].raw == Array(source.utf8))
    #expect(try readJSON(source, .lines).readings == [.error(reason, line: 1, column: column)])
    #expect(try readJSON(source + "\r\n", .lines).readings.count == 1)
  }

  @Test func malformedUTF8() throws {
    let bytes = Array("{\"é\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}\n{\"a\":".utf8) + [0xFF, 0x7D]
    let all = try inAllChunks { try readJSON(bytes, chunk: $0) }
    #expect(
      all.readings == [
        .error(.invalidUTF8(byte: 0xED), line: 1, column: 7),
        .error(.invalidUTF8(byte: 0xFF), line: 2, column: 6),
      ])
    let array = Array("[".utf8) + bytes.map { $0 == 0x0A ? 0x2C : $0 } + Array(",{}]".utf8)
    #expect(
      try inAllChunks { try readJSON(array, chunk: $0) }.readings == [
        .error(.invalidUTF8(byte: 0xED), line: 1, column: 8),
        .error(.invalidUTF8(byte: 0xFF), line: 1, column: 17),
        .record("", line: 1),
      ])
  }

  @Test func depthHasALimit() throws {
    func nested(_ levels: Int) -> String {
      "{\"a\":" + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
    }
    #expect(try readJSON(nested(64)).readings.count == 1)
    #expect(try readJSON(nested(65)).readings == [.error(.tooDeep(limit: 64), line: 1, column: 69)])
    let objects = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
    #expect(try readJSON(objects).readings == [.error(.tooDeep(limit: 64), line: 1, column: 321)])
    let absurd = "[" + String(repeating: "[", count: 200_000)
    #expect(try readJSON(Array(("{\"a\":" + absurd).utf8), chunk: 65_536).readings.count == 1)
  }

  @Test func keysHaveLimits() throws {
    let key = String(repeating: "k", count: 513)
    #expect(try readJSON("{\"\(key)\":1}").readings == [.error(.keyTooLong(limit: 512), line: 1, column: 2)])
    func read(_ source: String) throws -> Int {
      let input = ByteInput(bytes: Array(source.utf8), name: "test")
      let reader = JSONRecordReader(input, layout: .lines)
      return try reader.next() ? reader.fieldCount : 0
    }
    let many = "{" + (0..<16_384).map { "\"\($0)\":1" }.joined(separator: ",")
    #expect(try read(many + "}") == 16_384)
    let column = many.utf8.count + 2
    #expect(throws: RecordSyntaxError(.tooManyFields(limit: 16_384), line: 1, column: column)) {
      try read(many + ",\"x\":1}")
    }
    let fewer = many.dropLast(10)  // without the last member and its comma
    let place = fewer.utf8.count + 2
    #expect(throws: RecordSyntaxError(.duplicateKey("7"), line: 1, column: place)) {
      try read(fewer + ",\"7\":1}")
    }
  }

  @Test func linesOverTheLimitArePassedOver() throws {
    let long = "{\"a\":\"" + String(repeating: "x", count: 500) + "\"}"
    let all = try readJSON("{\"a\":1}\n\(long)\r\n{\"a\":\"12345\"}\n\(long)", .lines, limit: 13)
    #expect(
      all.readings == [
        .record("a=1", line: 1), .error(.recordTooLong(limit: 13), line: 2, column: 1),
        .record("a=‹12345›", line: 3), .error(.recordTooLong(limit: 13), line: 4, column: 1),
      ])
    #expect(all.raw == ["{\"a\":1}", "", "{\"a\":\"12345\"}", ""])
  }

  @Test func placesCountScalars() throws {
    let all = try readJSON("\n {\"é\": \"日本\", \"d\":{\"🛩\":[1]}}\n", .lines)
    #expect(all.map(\.places) == [["2:3>2:8", "2:19>2:23"]])
    let array = try readJSON("[\n  {\"é\":\n    \"日本\"}, {\"b\":1},\r\n{\"c\":2}]")
    #expect(array.map(\.places) == [["2:4>3:5"], ["3:13>3:17"], ["4:2>4:6"]])
    #expect(array.readings.map(\.description) == ["record 2: é=‹日本›", "record 3: b=1", "record 4: c=2"])
  }

  @Test func objectsCanBeKeptWhole() throws {
    let source = "{\"x_a\":{\"b\":{\"c\":1}},\"d\":{\"x_e\":{\"f\":1}}}"
    #expect(
      try readJSON(source, wholePrefix: "x_").readings == [
        .record("x_a={\"b\":{\"c\":1}} d.x_e.f=1", line: 1)
      ])
    #expect(try readJSON(source).readings == [.record("x_a.b.c=1 d.x_e.f=1", line: 1)])
  }

  @Test func elementsOfAnArray() throws {
    let source = #"{"a":[ 1, "b\n\u00e9" ,"ü",null,true,[2,[3]],{"c":[4]} , -1e5],"b":[],"c":"[1]"}"#
    let reader = JSONRecordReader(ByteInput(bytes: Array(source.utf8), name: "test"), layout: .lines)
    #expect(try reader.next())
    var found: [String] = []
    var columns: [Int] = []
    var elements = JSONArrayElements(reader.field(0).value)
    while let element = elements.next() {
      found.append(shownValue(element))
      columns.append(element.column)
    }
    #expect(found == ["1", "‹b\né›", "‹ü›", "-", "true", "[2,[3]]", "{\"c\":[4]}", "-1e5"])
    #expect(columns == [8, 11, 24, 28, 33, 38, 46, 58])
    var none = JSONArrayElements(reader.field(1).value)
    #expect(none.next()?.kind == nil)
    #expect(none.next()?.kind == nil)
    var text = JSONArrayElements(reader.field(2).value)
    #expect(text.next()?.kind == nil)
    #expect(reader.field(3).value.kind == .null)
    #expect(reader.field(3).name.isEmpty)
  }
}
