import Foundation
import Testing

@testable import Import

@Suite struct ReaderPropertyTests {
  static let alphabet: [String] = [
    "a", "b", "1", ",", "\t", "\"", "\n", "\r", "\\", "é", "日", "🛩", "\u{0}", " ", "'", "{", "}", "[", "]",
    ":",
    "x\u{301}",
  ]

  static func randomText(_ seed: inout ReaderSeed) -> String {
    let length = Int.random(in: 0...30, using: &seed) / Int.random(in: 1...6, using: &seed)
    return (0..<length).map { _ in alphabet.randomElement(using: &seed) ?? "" }.joined()
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func delimitedRowsSurvive(seed: UInt64) throws {
    var generator = ReaderSeed(state: seed)
    let separator: Character = Bool.random(using: &generator) ? "," : "\t"
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
    let width = Int.random(in: 2...5, using: &generator)
    var source = ""
    var expected: [String] = []
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      var fields: [String] = []
      var shown = ""
      for _ in 0..<width {
        let text = ReaderPropertyTests.randomText(&generator)
        let mustQuote = text.unicodeScalars.contains { "\"\r\n\\\t,".unicodeScalars.contains($0) }
        let isQuoted = mustQuote || Bool.random(using: &generator)
        let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        fields.append(isQuoted ? "\"\(doubled)\"" : text)
        shown += isQuoted || !text.isEmpty ? "‹\(text)›" : "-"
      }
      source += fields.joined(separator: String(separator)) + lineEnd
      expected.append(shown)
    }
    let all = try inAllChunks { try readDelimited(Array(source.utf8), separator: separator, chunk: $0) }
    let found = all.map { detail in
      if case .record(let text, _) = detail.reading { text } else { "\(detail.reading)" }
    }
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    #expect(all.raw.joined(separator: lineEnd) + (all.isEmpty ? "" : lineEnd) == source)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func jsonRecordsSurvive(seed: UInt64) throws {
    var generator = ReaderSeed(state: seed)
    let isArray = Bool.random(using: &generator)
    var pieces: [String] = []
    var expected: [String] = []
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      var fields: [String] = []
      pieces.append(object(under: "", depth: 0, lines: isArray, fields: &fields, &generator))
      expected.append(fields.joined(separator: " "))
    }
    let source =
      isArray ? "[" + pieces.joined(separator: " ,\n") + "]" : pieces.joined(separator: "\n") + "\n"
    let all = try readJSON(source)
    let found = all.map { detail in
      if case .record(let text, _) = detail.reading { text } else { "\(detail.reading)" }
    }
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    #expect(all.raw == pieces)
  }

  private func object(
    under prefix: String, depth: Int, lines: Bool, fields: inout [String], _ seed: inout ReaderSeed
  ) -> String {
    func space() -> String { [" ", "", lines ? "\n" : "\t"].randomElement(using: &seed) ?? "" }
    var members: [String] = []
    for index in 0..<Int.random(in: 1...5, using: &seed) {
      let key = "\(index)" + ReaderPropertyTests.randomText(&seed)
      let name = prefix + key
      var value: String
      switch Int.random(in: 0...(depth < 4 ? 6 : 5), using: &seed) {
      case 0:
        value = "null"
        fields.append("\(name)=-")
      case 1:
        value = ["true", "false"].randomElement(using: &seed) ?? ""
        fields.append("\(name)=\(value)")
      case 2:
        value = "\(Double.random(in: -1e9...1e9, using: &seed))"
        fields.append("\(name)=\(value)")
      case 3:
        value = "[\(space())\(quoted(ReaderPropertyTests.randomText(&seed), &seed)),[],{}\(space())]"
        fields.append("\(name)=\(value)")
      case 4, 5:
        let text = ReaderPropertyTests.randomText(&seed)
        value = quoted(text, &seed)
        fields.append("\(name)=‹\(text)›")
      default:
        value = object(under: name + ".", depth: depth + 1, lines: lines, fields: &fields, &seed)
      }
      members.append(space() + quoted(key, &seed) + space() + ":" + space() + value + space())
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private func quoted(_ text: String, _ seed: inout ReaderSeed) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Int.random(in: 0...9, using: &seed) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: Bool.random(using: &seed))
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whatever the input, the reader comes to its end, chunks make no difference, and what is accepted is
  /// JSON.
  @Test(arguments: 0..<400 as Range<UInt64>)
  func damagedInputIsSafe(seed: UInt64) throws {
    var generator = ReaderSeed(state: seed &+ 1_000_000)
    var bytes = Array(
      ("[{\"a\":\"x\\u00e9\\n\",\"d\":{\"u\":-1.5e3}},\n{\"é\":[1,{\"b\":null},\"\\uD83D\\uDEE9\"]},"
        + "{\"q\":\"a,b\"\"c\n\"}]\na,\"b\"\"\n\",c\r\n1,2,3\r{\"a\":true}\n").utf8)
    if Bool.random(using: &generator) { bytes.removeFirst() }
    let parts: [UInt8] = Array("{}[]\",:\\\n\r\t 0-.eEuxtn\u{0}".utf8) + [0x80, 0xC3, 0xE2, 0xFF]
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
      let place = bytes.indices.randomElement(using: &generator) ?? 0
      switch Int.random(in: 0...2, using: &generator) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(parts.randomElement(using: &generator) ?? 0, at: place)
      default: bytes[place] = parts.randomElement(using: &generator) ?? 0
      }
    }
    let limit = [12, 30, 1 << 20].randomElement(using: &generator) ?? 12
    _ = try inAllChunks { try readDelimited(bytes, limit: limit, chunk: $0) }
    _ = try inAllChunks { try readDelimited(bytes, separator: "\t", limit: limit, header: true, chunk: $0) }
    for layout in [JSONRecordReader.Layout.lines, .array, .detect] {
      let all = try inAllChunks { try readJSON(bytes, layout: layout, limit: limit, chunk: $0) }
      for detail in all {
        guard case .record = detail.reading else { continue }
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(detail.raw)) }
      }
    }
  }
}
