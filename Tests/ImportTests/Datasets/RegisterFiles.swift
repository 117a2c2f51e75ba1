import Foundation

@testable import Import

/// The register files of others that lie beside a checkout on some machines, or where `ARMSKB_SHARED` says.
enum RegisterFiles {
  /// The bytes of a file of `datasets/sipri-trade-register`, or nil where it is not here.
  static func bytes(_ name: String) -> [UInt8]? {
    let shared =
      ProcessInfo.processInfo.environment["ARMSKB_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../shared").standardized
    let file = shared.appendingPathComponent("datasets/sipri-trade-register").appendingPathComponent(name)
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: \(name) is not here")
      return nil
    }
    return Array(data)
  }

  /// Its lines: decoded as UTF-8, else as Windows-1252, cut at LF, CRLF and CR.
  static func file(_ name: String) -> DatasetFile? {
    guard let bytes = bytes(name) else { return nil }
    let data = Data(bytes)
    let isUTF8 = String(data: data, encoding: .utf8) != nil
    let text =
      String(data: data, encoding: .utf8) ?? String(data: data, encoding: .windowsCP1252)
      ?? String(data: data, encoding: .isoLatin1) ?? ""
    return DatasetFile(name: name, lines: lines(text), encoding: isUTF8 ? "UTF-8" : "Windows-1252")
  }

  /// A text cut at LF, CRLF and CR.
  static func lines(_ text: String) -> [String] {
    var lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The cells of each record of the register with sixteen columns; records in two lines joined.
  static func deals() -> [[String]]? {
    guard let lines = file("deals_all_1950-2024_generated-2024-10-13.csv")?.lines else { return nil }
    var rows: [[String]] = []
    var open: [String] = []
    for line in lines.dropFirst(12) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if open.isEmpty {
        open = cells
      } else {
        open[open.count - 1] += " " + (cells.first ?? "")
        open += cells.dropFirst()
      }
      if open.count >= 16 {
        rows.append(open)
        open = []
      }
    }
    return rows
  }
}
