import Foundation
import Testing

/// A pseudo-terminal that hands on every byte as it is, and remembers it.
///
/// Unchecked: the bytes belong to the thread that reads them until `finish` has waited for it.
final class Terminal: @unchecked Sendable {
  private let master: Int32
  /// The end that a program writes to.
  let slave: FileHandle
  private var bytes = Data()
  private let isRead = DispatchSemaphore(value: 0)

  init() throws {
    var (master, slave) = (Int32(-1), Int32(-1))
    var settings = termios()
    cfmakeraw(&settings)
    guard openpty(&master, &slave, nil, &settings, nil) == 0 else { throw POSIXError(.ENOTTY) }
    // Programs that other tests start would hold it open.
    for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    self.master = master
    self.slave = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    Thread.detachNewThread { self.readAll() }
  }

  private func readAll() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      // EIO: nobody has the other end open any more.
      if count <= 0 { break }
      bytes.append(contentsOf: buffer.prefix(count))
    }
    close(master)
    isRead.signal()
  }

  /// What was written, once every writer is gone.
  func finish() throws -> Data {
    try slave.close()
    isRead.wait()
    return bytes
  }
}

extension Desk {
  /// Runs the program with a terminal for standard output, and another one for standard error.
  func runOnTerminal(_ arguments: [String], input: String? = nil) throws -> Outcome {
    let (output, errors) = (try Terminal(), try Terminal())
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    process.currentDirectoryURL = url
    process.environment = variables
    process.standardOutput = output.slave
    process.standardError = errors.slave
    process.standardInput = FileHandle.nullDevice
    if let input {
      try write(".run-terminal-in", input)
      process.standardInput = try FileHandle(forReadingFrom: url.appendingPathComponent(".run-terminal-in"))
    }
    try process.run()
    let start = ContinuousClock.now
    while process.isRunning {
      usleep(1_000)
      if ContinuousClock.now - start > .seconds(60) {
        Issue.record("does not end: \(arguments)")
        kill(process.processIdentifier, SIGKILL)
        break
      }
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try output.finish(), errors: try errors.finish(),
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}
