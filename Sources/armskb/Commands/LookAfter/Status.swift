import ArgumentParser
import ArmsModel
import Glibc
import Publishing
import Storage

/// `armskb status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What the knowledge base holds, and what to type next.")
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.reading { knowledgeBase in
      let status = try knowledgeBase.status()
      var lines = [
        "file         \(knowledgeBase.path) (\(groupedDecimal(status.bytes)) kB, schema \(status.schemaVersion))",
        "claims       \(status.claims)"
          + (status.withdrawn > 0 ? " (and \(status.withdrawn) withdrawn)" : ""),
        "transfers    \(status.transfers)" + (status.disputed > 0 ? ", \(status.disputed) disputed" : ""),
        "documents    \(status.documents)"
          + (status.newestDocument.map { ", the newest of \($0)" } ?? ""),
        "origins      \(status.origins)",
        "weapons      \(status.weapons)"
          + (status.weaponsWithoutCategory > 0
            ? ", \(status.weaponsWithoutCategory) without a category" : ""),
        "parties      \(status.parties)",
        "batches      \(status.batches)" + (status.lastChange.map { ", the last of \($0)" } ?? ""),
      ]
      if !status.additions.isEmpty {
        lines.append("also here    \(status.additions.joined(separator: ", ")) (left alone)")
      }
      lines.append(
        status.claims == 0
          ? "next         armskb import FILE" : "next         armskb query totals --by supplier")
      try Console.print(Words(lines: lines))
    }
  }
}
