import Glibc
import Reporting

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
    if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
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

  /// Writes bytes to a descriptor, all of them.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(CommandFailure) {
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

  /// Writes a line of words to standard error.
  static func say(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { bytes in
      do { try write(UnsafeRawBufferPointer(bytes), to: STDERR_FILENO) } catch {
        // There is nobody left to tell.
      }
    }
  }

  /// Writes text to standard output.
  static func print(_ text: String, terminator: String = "\n") throws(CommandFailure) {
    var failure: CommandFailure?
    Array((text + terminator).utf8).withUnsafeBytes { bytes in
      do throws(CommandFailure) { try write(bytes, to: STDOUT_FILENO) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Lines, each made safe for a terminal.
  static func shown(lines: [String]) -> String { lines.map { shown($0) }.joined(separator: "\n") }

  /// Text from a file, made safe for a terminal: control characters are shown, not obeyed.
  static func shown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar == "\n": result += " "
      case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
