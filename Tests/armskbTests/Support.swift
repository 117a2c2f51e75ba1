import Foundation
import Testing

/// What a run of the program gave.
struct Outcome {
  var status: Int32
  var output: Data
  var errors: Data
  /// Whether a signal ended it; `status` is then its number.
  var wasKilled: Bool
  var stdout: String { String(decoding: output, as: UTF8.self) }
  var stderr: String { String(decoding: errors, as: UTF8.self) }
}

/// The built program; it lies next to the bundle of the tests.
enum Program {
  static let url: URL? = {
    var folders = [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
    folders += [Bundle.main.executableURL].compactMap { $0 }
    for folder in folders.flatMap({ [$0, $0.deletingLastPathComponent()] }) {
      let file = folder.appendingPathComponent("armskb")
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue {
        return file
      }
    }
    return nil
  }()
}

/// A temporary folder in which the program runs, with nothing of the user's around it.
final class Desk {
  let url: URL
  /// Variables of the environment beside the usual ones.
  var environment: [String: String] = [:]
  private var runs = 0

  /// - Parameter knowledgeBase: what stands there as `armskb.db`; nil for nothing.
  init(_ knowledgeBase: Data? = nil) throws {
    url = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath()
      .appendingPathComponent("armskb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    if let knowledgeBase { try write("armskb.db", knowledgeBase) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, _ data: Data) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func read(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The names of the files, without what the runs themselves write down.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).filter { !$0.hasPrefix(".run") }.sorted()
  }

  /// Runs the program and waits for its end.
  @discardableResult
  func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
    try run(arguments, input: input)
  }

  @discardableResult
  func run(_ arguments: [String], input: String? = nil) throws -> Outcome {
    try launch(arguments, input: input.map { Data($0.utf8) }).wait()
  }

  /// Runs a line of the shell, in which `$ARMSKB` is the program.
  func shell(_ line: String, patience: Duration = .seconds(60)) throws -> Outcome {
    try launch(program: URL(fileURLWithPath: "/bin/bash"), ["-c", line], input: nil).wait(patience)
  }

  /// The environment of the program.
  var variables: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "HOME": path("home"), "XDG_DATA_HOME": path("data-home"), "COLUMNS": "100", "ARMSKB_USER": "tester",
      "ARMSKB": Program.url?.path ?? "armskb",
    ].merging(environment) { $1 }
  }

  /// Starts the program and does not wait.
  func launch(_ arguments: [String], input: Data? = nil, standardInput: Any? = nil) throws -> Run {
    try launch(program: try #require(Program.url), arguments, input: input, standardInput: standardInput)
  }

  private func launch(
    program: URL, _ arguments: [String], input: Data?, standardInput: Any? = nil
  ) throws -> Run {
    runs += 1
    let run = Run(output: ".run\(runs)-out", errors: ".run\(runs)-err", desk: self)
    let process = run.process
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = url
    process.environment = variables
    // Files and not pipes: nobody has to read while the program writes.
    for name in [run.outputName, run.errorsName] { try write(name, Data()) }
    process.standardOutput = try FileHandle(forWritingTo: url.appendingPathComponent(run.outputName))
    process.standardError = try FileHandle(forWritingTo: url.appendingPathComponent(run.errorsName))
    if let standardInput {
      process.standardInput = standardInput
    } else if let input {
      try write(".run\(runs)-in", input)
      process.standardInput = try FileHandle(forReadingFrom: url.appendingPathComponent(".run\(runs)-in"))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    return run
  }
}

/// A program that runs.
final class Run {
  let process = Process()
  let outputName: String
  let errorsName: String
  private let desk: Desk

  init(output: String, errors: String, desk: Desk) {
    outputName = output
    errorsName = errors
    self.desk = desk
  }

  /// Waits for its end, which it is helped to after a minute, or so long.
  func wait(_ patience: Duration = .seconds(60)) throws -> Outcome {
    let start = ContinuousClock.now
    while process.isRunning {
      usleep(1_000)
      if ContinuousClock.now - start > patience {
        Issue.record("does not end: \(process.arguments ?? [])")
        kill(process.processIdentifier, SIGKILL)
        break
      }
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try desk.read(outputName),
      errors: try desk.read(errorsName), wasKilled: process.terminationReason == .uncaughtSignal)
  }
}

/// The folder of the tests' files.
func testFile(_ path: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path)
}

func fixture(_ name: String) throws -> Data { try Data(contentsOf: testFile("Fixtures/\(name)")) }

/// Knowledge bases that are made once and copied to each desk.
enum Prepared {
  /// A small invented world, without claims.
  static let empty = Result {
    let desk = try Desk()
    let made = try desk.run("init", "--db", "armskb.db", "--data", testFile("Fixtures/Reference").path)
    #expect(made.status == 0, "\(made.stderr)")
    return try desk.read("armskb.db")
  }

  /// The records that the claims below come from.
  static let files = ["drones.jsonl", "armour.csv", "overall.json", "licences.tsv"]

  /// The small world with the claims of all fixtures.
  static let filled = Result {
    let desk = try Desk(try empty.get())
    for file in files { try desk.write(file, try fixture(file)) }
    let filled = try desk.run(["import"] + files)
    #expect(filled.status == 0, "\(filled.stderr)")
    return try desk.read("armskb.db")
  }
}

extension Desk {
  /// A desk with the small world on it.
  static func empty() throws -> Desk { try Desk(try Prepared.empty.get()) }
  /// A desk with the small world and its claims on it.
  static func filled() throws -> Desk { try Desk(try Prepared.filled.get()) }

  /// The number of claims that stand.
  func claimCount() throws -> Int {
    let status = try run("status")
    #expect(status.status == 0, "\(status.stderr)")
    let line = status.stdout.split(separator: "\n").first { $0.hasPrefix("claims") } ?? ""
    return try #require(Int(line.split(separator: " ")[1]))
  }

  /// What differs from run to run is replaced: the folder, moments, sizes.
  func normalized(_ text: String) -> String {
    text.replacingOccurrences(of: url.path, with: "<folder>")
      .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "<moment>")
      .replacing(#/\d{4}-\d\d-\d…/#, with: "<moment…>")
      .replacing(#/\([0-9.,]+ kB/#, with: "(<size> kB")
  }
}

/// Compares with a file in `Golden`; with RECORD_GOLDEN=1 it is written anew, and the test fails to say so.
func expectGolden(
  _ name: String, _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let file = testFile("Golden/\(name)")
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    Issue.record("wrote Golden/\(name); look at the difference", sourceLocation: sourceLocation)
    return
  }
  let wanted = (try? Data(contentsOf: file)) ?? Data("(no golden file)".utf8)
  guard Data(text.utf8) != wanted else { return }
  let (new, old) = (lines(text), lines(String(decoding: wanted, as: UTF8.self)))
  let differences = new.difference(from: old).prefix(20).map { change in
    switch change {
    case .insert(let place, let line, _): "+\(place + 1): \(line)"
    case .remove(let place, let line, _): "-\(place + 1): \(line)"
    }
  }
  Issue.record(
    "differs from Golden/\(name):\n\(differences.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

func lines(_ text: String) -> [Substring] { text.split(omittingEmptySubsequences: false) { $0.isNewline } }

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
