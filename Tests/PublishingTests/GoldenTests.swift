import Foundation
import Publishing
import Testing

/// One report in every format, compared with files that are reviewed like code.
@Suite struct GoldenTests {
  static let columns = [
    Column("id"), Column("supplier"), Column("quantity", .integer), Column("value", .decimal),
    Column("price_year", .integer), Column("confidence", .real), Column("disputed", .boolean),
    Column("years", .integerList), Column("estimates", .list), Column("evidence"), Column("document.url"),
    Column("document.title"), Column("x_extra", .json),
  ]

  static let rows: [[Cell]] = [
    [
      .text("c1"), .text("ISR"), .integer(50), .decimal(thousandths: 825_000_000_000), .integer(2016),
      .real(0.85), .boolean(true), .list(["2017", "2019"]), .list(["quantity", "value"]),
      .text("Baku said it would take \"about 50\" drones, and paid in advance."),
      .text("https://example.org/news/1?a=1&b=2"), .text("Drones | part 1"), .text(" {\"k\": [1, 2]} "),
    ],
    [
      .text("c2"), .null, .integer(-12_000), .decimal(thousandths: 872_400), .null, .real(1), .boolean(false),
      .list([]), .null,
      .text("First line\nsecond line\twith <tags> & a \\ and `code`, *stars*, snake_case\r\n"),
      .null, .text(""), .null,
    ],
    [
      .text("=c3"), .text("TUR"), .null, .null, .null, .null, .integer(0), .text("2020"), .text("value"),
      .text("e\u{301}t\u{E9} 中文 👩‍👩‍👧 \u{202E}שלום\u{0}\u{1B}[31m"), .text("x"), .text(" blank "),
      .text("{no json"),
    ],
  ]

  private static func options(for format: OutputFormat) -> ReportOptions {
    ReportOptions(title: format == .html ? "Claims & more" : nil)
  }

  @Test(arguments: OutputFormat.allCases)
  func everyFormat(format: OutputFormat) throws {
    try compare(
      bytes(format, Self.columns, Self.rows, Self.options(for: format)), "claims.\(format.rawValue)")
  }

  @Test(arguments: OutputFormat.allCases)
  func noRows(format: OutputFormat) throws {
    try compare(bytes(format, Self.columns, []), "empty.\(format.rawValue)")
  }

  @Test func narrowTerminal() throws {
    try compare(bytes(.table, Self.columns, Self.rows, ReportOptions(width: 80)), "claims-80.table")
    try compare(
      bytes(.table, Self.columns, Self.rows, ReportOptions(width: 150, color: true)), "claims-150-color.table"
    )
  }

  @Test func spreadsheet() throws {
    let options = ReportOptions(excel: true, delimiter: UInt8(ascii: ";"))
    try compare(bytes(.csv, Self.columns, Self.rows, options), "claims-excel.csv")
  }

  /// Compares with a file; `RECORD_GOLDEN=1` writes it, and fails so that this is not taken for a pass.
  private func compare(_ found: [UInt8], _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(found).write(to: file)
      Issue.record("recorded \(name)")
      return
    }
    let expected = try [UInt8](Data(contentsOf: file))
    #expect(
      found == expected, "\(name) differs:\n\(String(decoding: found, as: UTF8.self))")
  }
}
