import Foundation
import Testing

/// The scripts of Tests/Torture in a short form; `make torture` runs them at length.
@Suite(.serialized) struct TortureTests {
  private static let folder = testFile("../Torture").standardizedFileURL

  /// How often each tries here, which takes it some seconds.
  private static let tries = ["crowd": 45, "faults": 60, "over": 60, "pipes": 60, "smalldisk": 15]

  private static let scripts: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) }.sorted()
  }()

  private static let hasCompiler = ["cc", "clang"].contains { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  @Test(
    .enabled(if: Python.has("sqlite3") && hasCompiler, "not tried: needs python3 with sqlite3, and cc"),
    arguments: scripts)
  func findsNothing(script: String) throws {
    let desk = try Desk()
    // A slow machine tries less.
    desk.environment = [
      "TORTURE_SECONDS": "18", "HOME": ProcessInfo.processInfo.environment["HOME"] ?? desk.path("home"),
      "SCRIPT": TortureTests.folder.appendingPathComponent("\(script).py").path,
    ]
    let outcome = try desk.shell(
      "exec python3 \"$SCRIPT\" \"$ARMSKB\" \(TortureTests.tries[script] ?? 40) 1", patience: .seconds(300))
    #expect(outcome.status == 0, "\(outcome.stdout)\(outcome.stderr)")
  }

  @Test func scriptsAreFound() {
    let known: Set = ["crowd", "faults", "kills", "over", "pipes", "smalldisk"]
    #expect(known.isSubset(of: TortureTests.scripts))
  }
}
