import Testing

@testable import Import

@Suite struct JSONArrayLayoutTests {
  @Test(
    arguments: [
      ("[]", []),
      (" [ ] \n", []),
      ("[{}]", [.record("", line: 1)]),
      ("[{\"a\":1},{\"a\":2}]", [.record("a=1", line: 1), .record("a=2", line: 1)]),
      (
        "[\n {\n  \"a\": 1\n }\n ,\r\n {\"a\":[\n2]}\n]\n",
        [.record("a=1", line: 2), .record("a=[\n2]", line: 6)]
      ),
      ("\u{FEFF}[{\"a\":\"]},{\"}]", [.record("a=‹]},{›", line: 1)]),
    ] as [(String, [Reading])])
  func readsArrays(source: String, expected: [Reading]) throws {
    #expect(try readJSON(source, .array).readings == expected)
    #expect(try readJSON(source).readings == expected)
  }

  @Test(arguments: [
    ("", ["error 1:1: ends in the middle of a record"]),
    ("{}", ["error 1:1: unexpected '{'; expected '['"]),
    ("[", ["error 1:2: ends in the middle of a record"]),
    ("[{}", ["record 1: ", "error 1:4: ends in the middle of a record"]),
    ("[{},", ["record 1: ", "error 1:5: ends in the middle of a record"]),
    ("[{\"a\":1", ["error 1:8: ends in the middle of a record"]),
    ("[{\"a\":\"b}]", ["error 1:7: the string that begins here has no closing quote"]),
    ("[{}] x", ["record 1: ", "error 1:6: something follows the end of the record"]),
    ("[{},]", ["record 1: ", "error 1:5: unexpected ']'; expected '{'"]),
    ("[{},,{\"a\":1}]", ["record 1: ", "error 1:5: unexpected ','; expected '{'", "record 1: a=1"]),
    ("[,{\"a\":1}]", ["error 1:2: unexpected ','; expected '{'", "record 1: a=1"]),
    ("[{} {\"a\":1}]", ["record 1: ", "error 1:5: unexpected '{'; expected ',' or ']'", "record 1: a=1"]),
    ("[{}},{\"a\":1}]", ["record 1: ", "error 1:4: unexpected '}'; expected ',' or ']'", "record 1: a=1"]),
    ("[{} é,{\"a\":1}]", ["record 1: ", "error 1:5: unexpected 'é'; expected ',' or ']'", "record 1: a=1"]),
    (
      "[1,\"a,]\",[{}],null,{\"a\":1}]",
      [
        "error 1:2: a record must be an object, {…}", "error 1:4: a record must be an object, {…}",
        "error 1:10: a record must be an object, {…}", "error 1:15: a record must be an object, {…}",
        "record 1: a=1",
      ]
    ),
    (
      "[{\"a\":01},\n{\"a\":[1},\n{\"a\":{\"b\":x}},{\"a\":\"}\\\"\" 1},{\"a\":1}]",
      [
        "error 1:7: '01' is not a number in JSON", "error 2:8: unexpected '}'; expected ',' or ']'",
        "error 3:11: 'x' is not a value in JSON; text stands in double quotes",
        "error 3:26: unexpected '1'; expected ',' or '}'", "record 3: a=1",
      ]
    ),
    (
      "[{\"a\":\"x},\n{\"a\":1},\n{\"a\":2}]",
      [
        "error 1:11: control character U+000A in a string; write it as an escape"
      ]
    ),
    ("[{\"a\":1 ]", ["error 1:9: unexpected ']'; expected ',' or '}'"]),
  ])
  func reportsAndGoesOn(source: String, expected: [String]) throws {
    #expect(try readJSON(source, .array).readings.map(\.description) == expected)
  }

  @Test func keepsTheBytesOfEachElement() throws {
    let all = try readJSON("[ {\"a\" :1} , {\"a\":01},2 ,{\n}]")
    #expect(all.raw == ["{\"a\" :1}", "{\"a\":01}", "2 ", "{\n}"])
  }

  @Test func elementsOverTheLimitArePassedOver() throws {
    let long = "{\"a\":[\"" + String(repeating: "}]", count: 300) + "\", {\"b\":1}]}"
    let all = try readJSON("[{\"a\":\"12345\"},\n\(long), {\"a\":1}]", limit: 13)
    #expect(
      all.readings == [
        .record("a=‹12345›", line: 1), .error(.recordTooLong(limit: 13), line: 2, column: 1),
        .record("a=1", line: 2),
      ])
    #expect(all.map(\.places).last == ["2:\(long.utf8.count + 4)>2:\(long.utf8.count + 8)"])
    #expect(all.raw == ["{\"a\":\"12345\"}", "", "{\"a\":1}"])
    #expect(
      try readJSON("[" + long.dropLast(5), limit: 13).readings == [
        .error(.recordTooLong(limit: 13), line: 1, column: 2)
      ])
  }
}
