import Foundation
import Storage
import Synchronization
import Testing

/// A small world into which files of two datasets were taken: one may be passed on, the other may not.
enum Registers {
  /// The dataset whose rows may not be passed on, and its terms.
  static let restricted = "Register of Examples (examples-nc)"

  static let filled = Result {
    let desk = try Desk()
    for file in try FileManager.default.contentsOfDirectory(atPath: testFile("Fixtures/Reference").path) {
      try desk.write("reference/\(file)", try fixture("Reference/\(file)"))
    }
    try desk.write(
      "reference/sources.csv",
      String(decoding: try fixture("Reference/sources.csv"), as: UTF8.self)
        + "Register of Examples,dataset,FRA,B,,register.example,examples-nc,no,\n"
        + "Open Register,dataset,FRA,B,,open.example,CC0-1.0,yes,\n")
    let made = try desk.run("init", "--db", "armskb.db", "--data", "reference")
    #expect(made.status == 0, "\(made.stderr)")
    for file in Prepared.files + ["register.jsonl"] { try desk.write(file, try fixture(file)) }
    let filled = try desk.run(["import"] + Prepared.files + ["register.jsonl"])
    #expect(filled.status == 0, "\(filled.stderr)")
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    // What the import of a whole file of a dataset notes.
    try knowledgeBase.database.execute("UPDATE release SET layout = 'example'")
    try knowledgeBase.close()
    return try desk.read("armskb.db")
  }
}

extension Desk {
  /// A desk with the small world and two registers on it.
  static func withRegisters() throws -> Desk { try Desk(try Registers.filled.get()) }
}

/// Python and its packages: neighbours that read what is written here, where they are installed.
enum Python {
  private static let known = Mutex<[String: Bool]>([:])

  /// Whether all those modules are there; tests that need them are skipped if not.
  static func has(_ modules: String...) -> Bool {
    modules.allSatisfy { module in
      if let isThere = known.withLock({ $0[module] }) { return isThere }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "python3 -c 'import \(module)'"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let hasStarted = (try? process.run()) != nil
      if hasStarted { process.waitUntilExit() }
      let isThere = hasStarted && process.terminationStatus == 0
      known.withLock { $0[module] = isThere }
      return isThere
    }
  }

  /// What to say where a test is skipped.
  static func missing(_ packages: String) -> Comment {
    "not tried: python3 -m pip install \(packages)   (docs/neighbours.md)"
  }
}

extension Desk {
  /// Runs a Python program on the desk.
  func python(_ program: String, _ arguments: String...) throws -> Outcome {
    try write(".run-program.py", program)
    return try python(["-W", "ignore", ".run-program.py"] + arguments)
  }

  /// Runs Python with those arguments, such as `-m frictionless`.
  func python(_ arguments: [String]) throws -> Outcome {
    // Packages may be the user's own.
    environment["HOME"] = ProcessInfo.processInfo.environment["HOME"]
    defer { environment["HOME"] = nil }
    let words = arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    return try shell("exec python3 " + words.joined(separator: " "))
  }
}
