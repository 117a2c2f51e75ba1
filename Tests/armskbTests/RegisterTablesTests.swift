import Foundation
import Testing

/// Real files of SIPRI's against its own published tables, by the script that a user would run.
///
/// The files may not be passed on and are no part of the project: without them, and without Python, nothing is tested.
@Suite(.serialized) struct RegisterTablesTests {
  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder of shared datasets, beside the checkout or where `ARMSKB_SHARED` says.
  static let datasets: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["ARMSKB_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? checkout.appendingPathComponent("../shared").standardized
    let folder = shared.appendingPathComponent("datasets")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static let tables = [
    "sipri-tiv-tables/import-export-values_suppliers_1950-2024.csv",
    "sipri-tiv-tables/import-export-values_recipients_1950-2024.csv",
  ]

  private func compare(_ register: String) throws -> Outcome? {
    guard let datasets = RegisterTablesTests.datasets, let program = Program.url else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", RegisterTablesTests.checkout.appendingPathComponent("Scripts/compare-register").path]
      + ([register] + RegisterTablesTests.tables).map { datasets.appendingPathComponent($0).path }
      + ["--armskb", program.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127: there is no Python.
    guard process.terminationStatus != 127 else { return nil }
    return Outcome(status: process.terminationStatus, output: data, errors: Data(), wasKilled: false)
  }

  @Test(
    "The 16-column register adds up to the tables of its day: 136 suppliers, 261 recipients",
    .enabled(if: datasets != nil, "the shared datasets are not there"))
  func deals() throws {
    guard let run = try compare("sipri-trade-register/deals_all_1950-2024_generated-2024-10-13.csv") else {
      return
    }
    #expect(run.status == 0, "\(run.stdout)")
    #expect(run.stdout.contains("2,065,055.21 million TIV in all"))
    #expect(run.stdout.contains("136 totals by supplier") && run.stdout.contains("261 totals by recipient"))
  }

  @Test(
    "The 17-column register adds up to the tables year by year: 1,095 and 2,836 cells",
    .enabled(if: datasets != nil, "the shared datasets are not there"))
  func deliveries() throws {
    guard let run = try compare("sipri-trade-register/deliveries_all_2000-2030_generated-2025-01-03.csv")
    else {
      return
    }
    #expect(run.status == 0, "\(run.stdout)")
    #expect(run.stdout.contains("1095 cells of 24 years by supplier"), "\(run.stdout)")
    #expect(run.stdout.contains("2836 cells of 24 years by recipient"), "\(run.stdout)")
  }
}
