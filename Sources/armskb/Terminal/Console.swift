import Glibc
import Publishing

/// Standard output, standard error and the terminal; only this module touches them.
enum Console {
  /// Whether standard output is a terminal.
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether standard error is a terminal.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  /// Whether standard input is a terminal.
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The width of the terminal in columns; `COLUMNS` goes before what it says itself.
  static var width: Int {
    // No more than anybody reads: lines are filled with blanks up to there.
    if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return min(columns, 100_000) }
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return 80
  }

  /// An environment variable that is set and not empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Whether colours suit standard output.
  static var wantsColor: Bool {
    outputIsTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
  }

  /// Writes bytes of a file's format to a descriptor, all of them.
  ///
  /// They arrive as they are, save on a terminal: there all that commands it, hides or reorders text is shown instead.
  ///
  /// - Parameters:
  ///   - bytes: whole characters.
  ///   - keeping: the program's own sequences that are among them.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, keeping: [TerminalSequence] = []
  ) throws(CommandFailure) {
    guard isatty(descriptor) == 1 else { return try pass(bytes, to: descriptor) }
    try TerminalText.withData(bytes, keeping: keeping) { (bytes) throws(CommandFailure) in
      try pass(bytes, to: descriptor)
    }
  }

  /// Writes text of a file's format to standard output.
  static func write(_ text: String) throws(CommandFailure) { try write(text, to: STDOUT_FILENO) }

  /// Writes lines of words to standard error.
  static func say(_ words: Words) {
    do { try write("\(words.description)\n", to: STDERR_FILENO) } catch {
      // There is nobody left to tell.
    }
  }

  /// Writes lines of words to standard output.
  static func print(_ words: Words) throws(CommandFailure) { try write("\(words.description)\n") }

  /// Shows words in the last line of a terminal in place of those before, nil for none; for standard error only.
  static func showProgress(_ words: Words?) {
    let line = TerminalSequence.clearLine.bytes + Array((words?.description ?? "").utf8)
    line.withUnsafeBytes { bytes in
      do { try pass(bytes, to: STDERR_FILENO) } catch {
        // Progress is nothing that anybody has to know.
      }
    }
  }

  /// Takes the places of standard streams that are closed, so that no file that is opened comes to stand there.
  ///
  /// Writing to them, and reading from them, fails as before.
  static func holdClosedStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  private static func write(_ text: String, to descriptor: Int32) throws(CommandFailure) {
    var failure: CommandFailure?
    var text = text
    text.withUTF8 { bytes in
      do throws(CommandFailure) {
        try write(UnsafeRawBufferPointer(bytes), to: descriptor)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Hands bytes over to the system, all of them.
  private static func pass(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(CommandFailure) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(descriptor, base, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw CommandFailure(.inputOutput, "cannot write: \(String(cString: strerror(errno)))")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}
