import Foundation
import Testing

/// What is written can be read back, byte for byte.
@Suite struct RoundTripTests {
  static let formats = ["csv", "tsv", "json", "jsonl"]

  @Test(arguments: formats)
  func exportAndImport(format: String) throws {
    let desk = try Desk.filled()
    #expect(try desk.run("export", "claims", "-o", "out.\(format)").status == 0)
    let again = try desk.run("import", "out.\(format)")
    #expect(
      again.status == 0 && again.stderr == "out.\(format): 0 claims added; 16 already known\n",
      "\(again.stderr)")

    let other = try Desk.empty()
    try other.write("out.\(format)", try desk.read("out.\(format)"))
    let new = try other.run("import", "out.\(format)")
    #expect(new.status == 0 && new.stderr.contains("16 claims added from 16 new documents"), "\(new.stderr)")
    for by in ["supplier", "recipient", "pair", "category", "weapon", "year", "source"] {
      let line = ["query", "totals", "--by", by, "--explain", "--format", "json"]
      #expect(try other.run(line).stdout == (try desk.run(line).stdout))
    }
    for line in [["query", "transfers"], ["export", "claims"], ["query", "documents"]] {
      #expect(try other.run(line).stdout == (try desk.run(line).stdout))
    }
  }

  /// Pieces that some format, reader or terminal gives a meaning to.
  static let awkward = [
    "\u{0}", "\u{1}", "\u{8}", "\t", "\n", "\r", "\r\n", "\u{B}", "\u{1B}[31m", "\u{7F}", "\u{85}", " ", "  ",
    "\u{A0}",
    "\"", "\"\"", "'", ",", ";", "\\", "\\\"", "\\n", "\\u0041", "|", "<br>", "&amp;", "=1+1", "+", "-", "@",
    "#",
    "e\u{301}", "\u{301}", "é", "\u{202E}", "\u{200F}", "שלום", "سلام", "한글", "👩‍👩‍👧", "🇦🇿", "\u{2028}",
    "\u{FEFF}",
    "\u{FFFD}", "NA", "null", "–", "x", "Sting", "\u{10FFFF}",
  ]

  static func text(using generator: inout SeededGenerator) -> String {
    // It begins with a letter: text of nothing but blanks may be taken for none.
    var text = "t"
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      if Int.random(in: 0..<5, using: &generator) == 0 {
        text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) ?? "x")
      } else {
        text += awkward.randomElement(using: &generator) ?? ""
      }
    }
    return text
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func anyTextSurvives(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var originals: [[String]] = []
    var records = ""
    for number in 0..<8 {
      let texts = (0..<3).map { _ in RoundTripTests.text(using: &generator) }
      originals.append(texts)
      records += """
        {"supplier": "ISR", "recipient": "AZE", "quantity": \(number + 1), "note": \(RoundTripTests.quoted(texts[0])), \
        "evidence": \(RoundTripTests.quoted(texts[1])), "document": {"url": "u\(number)", "title": \(RoundTripTests.quoted(texts[2]))}}

        """
    }
    let desk = try Desk.empty()
    try desk.write("in.jsonl", records)
    let first = try desk.run("import", "in.jsonl")
    try #require(first.status == 0, "\(first.stderr)")
    #expect(try notes(desk) == originals.map { $0.map { Array($0.utf8) } })
    for format in RoundTripTests.formats {
      #expect(try desk.run("export", "claims", "-o", "out.\(format)").status == 0)
      let other = try Desk.empty()
      try other.write("out.\(format)", try desk.read("out.\(format)"))
      let second = try other.run("import", "out.\(format)")
      try #require(second.status == 0, "\(second.stderr)")
      #expect(try notes(other) == originals.map { $0.map { Array($0.utf8) } }, "by way of \(format)")
    }
  }

  /// Keys of the records' own, whatever they are called, and what they hold, to the last digit.
  @Test(arguments: 0..<6 as Range<UInt64>)
  func anyOwnKeySurvives(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = [
      "\"a\\u0000b\"", "[\"\\u0000\", {\"\\\\u0000\": \"\\\\\\u0000\"}]", "\"\\\\u0000\\u0000\"",
      "1.50", "-0.10", "12345678901234567890123.450", "1e2", "0", "true", "false",
      "[1.50, {\"a\": \"\\u0041\\n\"}]", "{}",
      "[]", "\"1.50\"", "\"true\"", "\"[]\"",
    ]
    var records = ""
    for number in 0..<8 {
      var keys: Set<String> = []
      for _ in 0..<4 { keys.insert("x_" + RoundTripTests.text(using: &generator)) }
      let members = keys.sorted().map { key in
        let value =
          values.randomElement(using: &generator).flatMap { Bool.random(using: &generator) ? $0 : nil }
          ?? RoundTripTests.quoted(RoundTripTests.text(using: &generator))
        return "\(RoundTripTests.quoted(key)): \(value)"
      }
      records += """
        {"supplier": "ISR", "recipient": "AZE", "quantity": \(number), "document": {"url": "u"}, \(members.joined(separator: ", "))}

        """
    }
    let desk = try Desk.empty()
    try desk.write("in.jsonl", records)
    let first = try desk.run("import", "in.jsonl")
    try #require(first.status == 0, "\(first.stderr)\n\(records)")
    #expect(try desk.run("export", "claims", "-o", "out.jsonl").status == 0)
    for format in RoundTripTests.formats {
      #expect(try desk.run("export", "claims", "-o", "out.\(format)").status == 0)
      let again = try desk.run("import", "out.\(format)")
      #expect(
        again.stderr == "out.\(format): 0 claims added; 8 already known\n", "\(again.stderr)\n\(records)")
      let other = try Desk.empty()
      try other.write("out.\(format)", try desk.read("out.\(format)"))
      #expect(try other.run("import", "out.\(format)").stderr.contains("8 claims added"))
      #expect(try other.run("export", "claims", "-o", "back.\(format)").status == 0)
      // Tables hold all values as texts: they come out of the second knowledge base as they went in, but for the ids.
      let (back, out) = (try other.text("back.\(format)"), try desk.text("out.\(format)"))
      let id = #/c[0-9a-f]{16}/#
      #expect(back.replacing(id, with: "") == out.replacing(id, with: ""), "by way of \(format)")
    }
  }

  /// The key and the value are whole in all formats, and where the column is asked for.
  @Test func zeroInAnOwnKey() throws {
    let desk = try Desk.empty()
    try desk.write(
      "a.jsonl",
      #"{"supplier":"ISR","document":{"url":"u"},"x_own":"ab\u0000cd","x_o\u0000n":"\\u0000e","x_o":[1.0,"\u0000"]}"#
    )
    #expect(try desk.run("import", "a.jsonl").status == 0)
    let json = try desk.run("export", "claims", "--format", "jsonl").stdout
    #expect(json.contains(#""x_o":[1.0,"\u0000"],"x_o\u0000n":"\\u0000e","x_own":"ab\u0000cd"}"#), "\(json)")
    let table = try desk.run("query", "claims", "--columns", "x_own", "--format", "csv").stdout
    #expect(table == "x_own\r\nab\0cd\r\n")
    for format in RoundTripTests.formats {
      #expect(try desk.run("export", "claims", "-o", "out.\(format)").status == 0)
      #expect(
        try desk.run("import", "out.\(format)").stderr == "out.\(format): 0 claims added; 1 already known\n")
    }
  }

  /// Note, evidence and title of each claim in the order of their quantities, as bytes.
  private func notes(_ desk: Desk) throws -> [[[UInt8]]] {
    let hex =
      "SELECT quantity, hex(note), hex(evidence), hex(title) FROM claim JOIN document AS d ON d.id = document ORDER BY 1"
    let rows = try desk.run("sql", hex, "--format", "tsv")
    #expect(rows.status == 0, "\(rows.stderr)")
    return lines(rows.stdout).dropFirst().filter { !$0.isEmpty }.map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).dropFirst().map { digits in
        stride(from: 0, to: digits.utf8.count, by: 2).compactMap { place in
          UInt8(String(decoding: Array(digits.utf8)[place..<place + 2], as: UTF8.self), radix: 16)
        }
      }
    }
  }
}
