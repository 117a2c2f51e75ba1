import Foundation
import Testing

/// Every byte that can reach a terminal goes through `Console`: nothing else in the sources writes to one.
@Suite struct WritersTests {
  /// Where writing is done: the gate, and files that appear under their names (which hand what is no file to the gate).
  static let writers: Set = [
    "Console.swift", "OutputFile.swift", "OutputFolder.swift", "OutputPlace.swift", "Unfinished.swift",
  ]
  /// Where the bytes of escape sequences stand.
  static let sequences: Set = ["TerminalText.swift"]

  /// What writes to a descriptor or a stream, or names one; strings are looked into as well.
  nonisolated(unsafe) static let calls: [Regex<Substring>] = [
    #/(?:^|[^\w.])(?:Swift\.)?(?:print|debugPrint|dump)\s*\(/#,
    #/\b(?:fputs|fputc|putc|putchar|puts|fwrite|v?f?printf|vd?printf|dprintf|perror|psignal|syslog)\s*\(/#,
    #/\b(?:pwritev?2?|writev|sendto|sendmsg|sendfile|splice|vmsplice|tee|copy_file_range|syscall)\s*\(/#,
    #/\bGlibc\s*\.\s*(?:write|send|print)\b/#,
    #/(?:^|[^\w.])write\s*\(\s*(?:STD|[0-9]|fd\b|descriptor\b|fileno)/#,
    #/\b(?:STDOUT_FILENO|STDERR_FILENO|stdout|stderr|FileHandle|FileDescriptor|OutputStream|TextOutputStream)\b/#,
    #/standardOutput|standardError|/dev/(?:tty|stdout|stderr|fd|pts)/#,
    #/exit\(withError|^import Foundation\b/#,
  ]
  nonisolated(unsafe) static let escapes: Regex<Substring> =
    #/\\u\{0*(?:1[bB]|9[bBdD])\}|\\e\[|[(,\[]\s*0x0*1[bB]\b|\\x1[bB]|\\033/#

  /// The source text without comments.
  static func code(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.replacing(#/(^|\s)//.*$/#, with: "") }.joined(separator: "\n")
  }

  /// What is wrong with a source text, line by line.
  static func faults(_ text: String, in name: String) -> [String] {
    lines(code(text)).enumerated().flatMap { number, line -> [String] in
      var found: [String] = []
      if !writers.contains(name), calls.contains(where: { line.contains($0) }) { found.append("writes") }
      if !sequences.contains(name), line.contains(escapes) { found.append("makes an escape sequence") }
      return found.map { "\(name):\(number + 1) \($0): \(line)" }
    }
  }

  @Test func nothingGoesAroundTheGate() throws {
    let sources = testFile("../../Sources").standardizedFileURL
    var count = 0
    for case let file as URL in FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
      ?? .init()
    {
      guard ["swift", "c", "h"].contains(file.pathExtension) else { continue }
      count += 1
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(WritersTests.faults(text, in: file.lastPathComponent) == [])
    }
    #expect(count > 200)
  }

  /// The test itself sees what it is to see.
  @Test(arguments: [
    "print(name)", "  Swift.print(\"x\")", "debugPrint(x)", "fputs(text, stderr)", "fputs(text, other)",
    "puts(text)",
    "Glibc.write(1, base, count)", "_ = write(STDERR_FILENO, base, count)", "write(descriptor, base, 3)",
    "FileHandle.standardError.write(data)", "let out = STDOUT_FILENO", "open(\"/dev/tty\", O_WRONLY)",
    "exit(withError: error)", "let red = \"\\u{1B}[31m\"", "let red = \"\\e[31m\"", "append(0x1B)",
    "import Foundation",
    "dprintf(1, \"x\")", "perror(name)",
  ])
  func seesWriters(line: String) {
    #expect(WritersTests.faults("let a = 1\n\(line) // and more", in: "Some.swift").count == 1)
    #expect(WritersTests.faults("// \(line)", in: "Some.swift").isEmpty)
  }

  @Test(arguments: [
    "try Console.print(\"x\")", "Console.say(\"x\")", "try answer.write(cells)", "try file.write(bytes)",
    "try write(what, knowledgeBase, filter)", "func print(_ words: Words)",
  ])
  func leavesOthersAlone(line: String) {
    #expect(WritersTests.faults(line, in: line.hasPrefix("func") ? "Console.swift" : "Some.swift").isEmpty)
  }
}
