import Foundation
import Publishing

/// A small generator whose every run with the same seed is the same (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Pieces that some format, reader or terminal gives a meaning to.
private let awkward: [String] = [
  "\u{0}", "\u{1}", "\u{8}", "\t", "\n", "\r", "\r\n", "\u{B}", "\u{C}", "\u{1B}[31m", "\u{7F}", "\u{85}",
  "\u{9B}", " ", "  ", "\u{A0}", "\"", "\"\"", "'", ",", ";", "\\", "\\\"", "\\n", "\\|", "|", "`", "*", "_",
  "~",
  "<", ">", "<br>", "<!-- -->", "</td>", "<data value=\"\"></data>", "&", "&amp;", "&#13;", "&#0;", "=",
  "=1+1",
  "+", "-", "@", "#", "$", "[x](y)", "e\u{301}", "\u{301}", "é", "\u{202E}", "\u{200F}", "שלום", "سلام", "한글",
  "中文", "👩‍👩‍👧", "🇦🇿", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFD}",
  String(decoding: [0xEF, 0xBF, 0xBE] as [UInt8], as: UTF8.self),
  "https://example.org/a_b?x=1&y=2", "Harop", "NA", "null", "–", "…", "0", "825000000",
]

/// Any text of up to `pieces` pieces, most of them awkward.
func randomText(upTo pieces: Int, using generator: inout SeededGenerator) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0...pieces, using: &generator) {
    if Int.random(in: 0..<4, using: &generator) == 0 {
      let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) ?? "x"
      text.unicodeScalars.append(scalar)
    } else {
      text += awkward.randomElement(using: &generator) ?? ""
    }
  }
  return text
}

/// The bytes of a report.
func bytes(
  _ format: OutputFormat, _ columns: [Column], _ rows: [[Cell]], _ options: ReportOptions = ReportOptions()
) throws -> [UInt8] {
  var result: [UInt8] = []
  let writer = ReportWriter(format: format, columns: columns, options: options) { result += $0 }
  for row in rows { try writer.write(row) }
  try writer.finish()
  return result
}

/// The lines of a report, without their ends.
func lines(
  _ format: OutputFormat, _ columns: [Column], _ rows: [[Cell]], _ options: ReportOptions = ReportOptions()
) throws -> [String] {
  let text = try ReportWriter.string(format, columns: columns, rows: rows, options: options)
  var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  if lines.last == "" { lines.removeLast() }
  return lines
}
