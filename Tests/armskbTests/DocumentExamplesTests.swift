import Foundation
import Testing

/// The sessions that documents show are run, and have to print what stands there.
///
/// In a document, a line `files: a.jsonl b.jsonl` begins a new knowledge base with these files of data/records, or of the
/// folder that they are given with (`files: none`: with nothing); a line `file: name` says that the next fenced block is
/// a file of that name, there from then on. In every fenced block that begins with
/// `$ armskb` the lines with `$` are run by a shell, and what follows each is its output, with `[1]` for an exit
/// status other than 0. A table is asked for where a terminal would get one.
@Suite struct DocumentExamplesTests {
  @Test(arguments: ["README.md", "docs/examples.md", "docs/citing.md"] + essays)
  func sessions(name: String) throws {
    let file = root.appendingPathComponent(name)
    let old = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    var session = DocumentSession()
    let new = try session.run(old)
    guard new != old else { return }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(new.utf8).write(to: file)
      Issue.record("wrote \(name); look at the difference")
      return
    }
    let differences = lines(new).difference(from: lines(old)).prefix(20).map { change in
      switch change {
      case .insert(let place, let line, _): "+\(place + 1): \(line)"
      case .remove(let place, let line, _): "-\(place + 1): \(line)"
      }
    }
    Issue.record("\(name) shows what is not so:\n\(differences.joined(separator: "\n"))")
  }

  /// Each rule's example is there.
  @Test func everyExampleIsRun() throws {
    let text = String(
      decoding: try Data(contentsOf: root.appendingPathComponent("docs/examples.md")), as: UTF8.self)
    let sections = text.components(separatedBy: "\n## ").dropFirst()
    #expect(sections.count >= 24)
    for section in sections {
      #expect(section.contains("\nfiles: ") && section.contains("\n$ armskb "), "\(section.prefix(40))")
    }
  }
}

/// The pages of the documentation that `make docs` builds.
private let essays = [
  "ImportAnArticle", "ReadAFigureBackToItsSource", "TheSchema", "HowCountingIsMade",
].map { "Sources/Storage/Documentation.docc/\($0).md" }

/// The folder of the package.
private let root = testFile("../..").standardizedFileURL

/// Runs the sessions of one document.
private struct DocumentSession {
  /// What stands in documents for the day of the test.
  private static let day = "2026-11-22"
  private static let reference = Result {
    let desk = try Desk()
    let made = try desk.run("init", "--db", "armskb.db")
    #expect(made.status == 0, "\(made.stderr)")
    return try desk.read("armskb.db")
  }

  private var desk: Desk?
  /// Files that the document gives itself.
  private var given: [(name: String, text: String)] = []

  /// The document with what the program prints now.
  mutating func run(_ document: String) throws -> String {
    let old = document.components(separatedBy: "\n")
    var new: [String] = []
    var fileName: String?
    var place = 0
    while place < old.count {
      let line = old[place]
      new.append(line)
      place += 1
      if line.hasPrefix("file: ") { fileName = String(line.dropFirst(6)) }
      if line.hasPrefix("files: ") { try begin(line.dropFirst(7).split(separator: " ").map(String.init)) }
      guard line.hasPrefix("```") else { continue }
      let end = old[place...].firstIndex { $0.hasPrefix("```") } ?? old.count
      let body = Array(old[place..<end])
      if let name = fileName {
        given.append((name, body.map { $0 + "\n" }.joined()))
        if let (name, text) = given.last { try desk?.write(name, text) }
        fileName = nil
        new += body
      } else if body.first?.hasPrefix("$ armskb") == true {
        new += try answers(body.filter { $0.hasPrefix("$ ") })
      } else {
        new += body
      }
      // The closing fence is not to open another block.
      if end < old.count { new.append(old[end]) }
      place = end + 1
    }
    return new.joined(separator: "\n")
  }

  /// A new knowledge base with the claims of those files.
  private mutating func begin(_ files: [String]) throws {
    let desk = try makeDesk(try DocumentSession.reference.get())
    guard files != ["none"] else { return }
    let paths = files.map { file in
      given.contains { $0.name == file } || file.contains("/") ? file : "data/records/\(file)"
    }
    let filled = try desk.run(["import", "--quiet"] + paths)
    #expect(filled.status == 0, "\(filled.stderr)")
  }

  private mutating func makeDesk(_ knowledgeBase: Data?) throws -> Desk {
    let desk = try Desk(knowledgeBase)
    for folder in ["data", "docs"] {
      try FileManager.default.createSymbolicLink(
        at: desk.url.appendingPathComponent(folder), withDestinationURL: root.appendingPathComponent(folder))
    }
    for file in given { try desk.write(file.name, file.text) }
    self.desk = desk
    return desk
  }

  private mutating func answers(_ commands: [String]) throws -> [String] {
    let desk = try self.desk ?? makeDesk(nil)
    var result: [String] = []
    for command in commands {
      let line = String(command.dropFirst(2))
      let isTable = line.firstMatch(of: #/^armskb (query|show|sql|diff|log|search|review) /#) != nil
      let format = isTable && !line.contains("--format") ? " --format table" : ""
      let outcome = try desk.shell("armskb() { \"$ARMSKB\" \"$@\"; }\n(\(line)\(format)) 2>&1")
      if !result.isEmpty { result.append("") }
      result.append(command)
      var output = outcome.stdout
      for day in [Date(), Date(timeIntervalSinceNow: -60)].map({ $0.ISO8601Format().prefix(10) }) {
        output = output.replacingOccurrences(of: day, with: DocumentSession.day)
      }
      if output.hasSuffix("\n") { output.removeLast() }
      if !output.isEmpty { result += output.components(separatedBy: "\n") }
      if outcome.status != 0 { result.append("[\(outcome.status)]") }
    }
    return result
  }
}
