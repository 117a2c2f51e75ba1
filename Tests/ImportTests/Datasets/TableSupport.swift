import Foundation

@testable import Import

/// All that a layout makes of a file.
struct TableReading {
  let release: DatasetRelease
  var rows: [DatasetRow] = []
  let remarks: [String]
  var claims: [DatasetClaim] { rows.flatMap(\.claims) }
  var faults: [DatasetFault] { rows.flatMap(\.faults) }

  /// Nil if it is not of that layout.
  init?(_ file: DatasetFile, _ layout: any DatasetLayout.Type) {
    guard var reader = layout.open(file) else { return nil }
    release = reader.release
    while let row = reader.next() { rows.append(row) }
    remarks = reader.remarks
  }

  /// A text, cut at line feeds.
  init?(_ text: String, _ layout: any DatasetLayout.Type) {
    self.init(DatasetFile(text), layout)
  }
}

extension DatasetFile {
  /// A text, cut at line feeds with or without carriage returns.
  init(_ text: String) {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
    self.init(name: "table.csv", lines: lines)
  }
}

/// The published files, which are not part of the repository; tests on them are skipped where they are missing.
enum PublishedFiles {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["ARMSKB_SHARED"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../shared").standardized
  }()

  /// The file of that name in `datasets`, or nil after saying that the test is skipped.
  static func file(_ name: String) -> DatasetFile? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("datasets/\(name)")) else {
      print("skipped: \(name) is not here")
      return nil
    }
    return DatasetFile(String(decoding: data, as: UTF8.self))
  }
}

/// One claim in short: who to whom, what, when, how much.
func short(_ claim: DatasetClaim) -> String {
  let parties = "\(claim.supplier?.name ?? "*")>\(claim.recipient?.name ?? "*")"
  let what = [claim.category, claim.weapon].compactMap { $0 }.joined(separator: ":")
  let value = claim.valueThousandths.map { value in
    "\(value)" + (claim.valueMaxThousandths.map { "-\($0)" } ?? "") + " \(claim.currency ?? "?")"
  }
  let quantity = claim.quantity.map { "\($0) \(claim.quantityUnit ?? "pieces")" }
  let when = claim.from == claim.to ? claim.from ?? "" : "\(claim.from ?? "")..\(claim.to ?? "")"
  return [parties, what, claim.status, when, quantity, value].compactMap { $0 }.filter { !$0.isEmpty }
    .joined(separator: " ")
}

/// What happens to tables on their way through spreadsheets and mail.
enum Damage: CaseIterable {
  case paddingLost, paddedMore, semicolons, linesQuoted, carriageReturns, marksLost, preambleBlank

  /// The text after that.
  func applied(to text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let damaged: [String] =
      switch self {
      case .paddingLost: lines.map { $0.hasSuffix(",,,,") ? String($0.dropLast(4)) : $0 }
      case .paddedMore: lines.map { $0 + ",,,;;;;;  " }
      case .semicolons: lines.map { Damage.semicolons($0) + ";;;;" }
      case .linesQuoted: lines.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\";" }
      case .carriageReturns: lines.map { $0 + "\r" }
      case .marksLost: lines.map { $0.replacingOccurrences(of: "\"", with: "") }
      case .preambleBlank: ["", " "] + lines
      }
    return damaged.joined(separator: "\n")
  }

  /// Semicolons for the commas outside quotation marks.
  private static func semicolons(_ line: String) -> String {
    var isQuoted = false
    return String(
      line.map { letter -> Character in
        if letter == "\"" { isQuoted.toggle() }
        return letter == "," && !isQuoted ? ";" : letter
      })
  }
}
