import Glibc
import Reporting
import Synchronization

/// Standard output, or a file that appears under its name when it is complete.
final class OutputFile {
  private let path: String?
  private let temporary: String
  private var descriptor: Int32

  /// - Parameter path: nil or `-` for standard output.
  init(_ path: String?) throws(CommandFailure) {
    guard let path, path != "-" else {
      self.path = nil
      temporary = ""
      descriptor = STDOUT_FILENO
      return
    }
    self.path = path
    // Pipes and devices are written as they are.
    var information = stat()
    let isSpecial = stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
    temporary = isSpecial ? path : "\(path).\(getpid()).part"
    // Before the file is there, so that no interrupt can leave it behind.
    if !isSpecial { Unfinished.remember([temporary]) }
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      Unfinished.remember([])
      throw CommandFailure(.cannotCreate, "cannot create \(path): \(reason)")
    }
  }

  deinit {
    if descriptor > STDERR_FILENO {
      Glibc.close(descriptor)
      if path != temporary { unlink(temporary) }
      Unfinished.remember([])
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer, keeping: [TerminalSequence] = []) throws {
    try Console.write(bytes, to: descriptor, keeping: keeping)
  }

  /// Puts the file under its name.
  func close() throws(CommandFailure) {
    guard let path, descriptor > STDERR_FILENO else { return }
    let closed = Glibc.close(descriptor)
    descriptor = -1
    defer { Unfinished.remember([]) }
    guard closed == 0, path == temporary || rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw CommandFailure(.inputOutput, "cannot write \(path): \(reason)")
    }
  }
}

/// Files and folders that are not complete, and that an interrupt is to remove.
enum Unfinished {
  /// The address of a list of paths that ends with nil, 0 for none; pointers are not Sendable.
  private static let list = Atomic<UInt>(0)

  private typealias Path = UnsafeMutablePointer<CChar>?

  /// Lets an interrupt remove them and end the program.
  static func removeWhenInterrupted() {
    // Makes the variable, which a handler must not be the first to touch.
    remove()
    // A closure written in `main`, which belongs to the main actor, begins with a check of where it runs; that allocates,
    // and an interrupt may come in the middle of an allocation.
    signal(SIGINT) { _ in
      Unfinished.remove()
      _exit(130)
    }
  }

  /// Does what must not be left half done: an interrupt waits for its end.
  static func uninterrupted<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    var interrupt = sigset_t()
    var before = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    sigprocmask(SIG_BLOCK, &interrupt, &before)
    defer { sigprocmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  /// Removes them; may be called from a handler of a signal, once it was called outside one.
  static func remove() {
    guard var path = UnsafeMutablePointer<Path>(bitPattern: list.load(ordering: .acquiring)) else { return }
    while let name = path.pointee {
      if unlink(name) != 0 { rmdir(name) }
      path += 1
    }
  }

  /// Takes the place of what was remembered before.
  ///
  /// - Parameter paths: a folder stands behind what is in it; before any of them is there, so that no interrupt can
  ///   leave it behind.
  static func remember(_ paths: [String]) {
    var address: UInt = 0
    if !paths.isEmpty {
      let copies = UnsafeMutablePointer<Path>.allocate(capacity: paths.count + 1)
      for (place, path) in paths.enumerated() { (copies + place).initialize(to: strdup(path)) }
      (copies + paths.count).initialize(to: nil)
      address = UInt(bitPattern: copies)
    }
    guard
      let old = UnsafeMutablePointer<Path>(
        bitPattern: list.exchange(address, ordering: .acquiringAndReleasing))
    else { return }
    var path = old
    while let name = path.pointee {
      free(name)
      path += 1
    }
    old.deallocate()
  }
}
