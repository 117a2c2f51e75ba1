import Glibc
import Synchronization

/// Files and folders that are not complete: what ends the program from outside removes them first.
enum Unfinished {
  /// What is to be removed as long as it is not complete.
  struct Entry {
    fileprivate let node: UnsafeMutablePointer<Node>
  }

  fileprivate struct Node {
    var next: UnsafeMutablePointer<Node>?
    /// Paths, the last one nil.
    let paths: UnsafeMutablePointer<Path>
  }

  fileprivate typealias Path = UnsafeMutablePointer<CChar>?

  /// The address of the newest node, 0 for none; pointers are not Sendable.
  ///
  /// It and the list change only behind the gate.
  private static let newest = Atomic<UInt>(0)

  /// Who may change the list and the names of files: anybody (`open`); one who does (`closed`, with the signal that
  /// waits for its end in the bits above); or nobody any more, as a signal ends the program (`ending`).
  private static let gate = Atomic<UInt>(open)
  private static var open: UInt { 0 }
  private static var closed: UInt { 1 }
  private static var ending: UInt { 2 }
  private static var signalShift: UInt { 8 }

  // MARK: - Signals

  /// Lets the signals that end the program remove what is unfinished before.
  static func removeAtSignals() {
    // Makes the variables, which a handler must not be the first to touch.
    uninterrupted { removeAll() }
    // A file that grows too large is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    // Whoever started the program may have some ignored, as `nohup` has it; but Ctrl-C is to end it, and `| head` without
    // a word. None stays blocked.
    let numbers = [SIGPIPE, SIGINT] + [SIGHUP, SIGTERM, SIGQUIT, SIGXCPU].filter { !isIgnored($0) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    for number in numbers { handle(number) }
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether it was to be ignored when the program began.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    return sigaction(number, nil, &action) == 0
      && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func handle(_ number: Int32) {
    // A closure written in `main`, which belongs to the main actor, begins with a check of where it runs; that allocates,
    // and a signal may come in the middle of an allocation.
    signal(number) { Unfinished.end(by: $0) }
  }

  /// The handler: removes what is unfinished and ends the program, or leaves that to who holds the gate.
  ///
  /// It may run anywhere in any thread: it calls nothing that allocates or takes a lock.
  private static func end(by number: Int32) {
    while true {
      let (isMine, state) = gate.compareExchange(
        expected: open, desired: ending, ordering: .acquiringAndReleasing)
      if isMine { break }
      if state == ending { return }
      let waiting = closed | UInt(number) &<< signalShift
      if gate.compareExchange(expected: state, desired: waiting, ordering: .acquiringAndReleasing).exchanged {
        return
      }
    }
    removeAll()
    // Its number is promised to scripts; all others see what ended the program.
    if number == SIGINT { _exit(130) }
    signal(number, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    sigprocmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }

  /// Does what must not be left half done: a signal waits for its end.
  private static func uninterrupted<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    while !gate.compareExchange(expected: open, desired: closed, ordering: .acquiringAndReleasing).exchanged {
      // Another thread holds it for a moment, or ends the program.
      usleep(1_000)
    }
    defer {
      let waiting = Int32(gate.exchange(open, ordering: .acquiringAndReleasing) &>> signalShift)
      if waiting != 0 { raise(waiting) }
    }
    return try body()
  }

  // MARK: - The list

  /// Makes what is not complete yet.
  ///
  /// - Parameters:
  ///   - paths: what is to be removed, a folder only if it is empty then.
  ///   - create: makes the first of them; a signal comes before or after it.
  static func make<Failure: Error>(
    _ paths: [String], _ create: () throws(Failure) -> Void
  ) throws(Failure) -> Entry {
    let copies = UnsafeMutablePointer<Path>.allocate(capacity: paths.count + 1)
    for (place, path) in paths.enumerated() { (copies + place).initialize(to: strdup(path)) }
    (copies + paths.count).initialize(to: nil)
    let entry = Entry(node: .allocate(capacity: 1))
    entry.node.initialize(to: Node(next: nil, paths: copies))
    do throws(Failure) {
      try uninterrupted { () throws(Failure) in
        try create()
        entry.node.pointee.next = UnsafeMutablePointer(bitPattern: newest.load(ordering: .acquiring))
        newest.store(UInt(bitPattern: entry.node), ordering: .releasing)
      }
    } catch {
      free(entry)
      throw error
    }
    return entry
  }

  /// Completes it: an interrupt before removes it, and one that comes meanwhile waits.
  static func complete<Failure: Error>(_ entries: [Entry], _ body: () throws(Failure) -> Void) throws(Failure)
  {
    try uninterrupted { () throws(Failure) in
      try body()
      entries.forEach(forget)
    }
    entries.forEach(free)
  }

  /// Removes it.
  static func discard(_ entry: Entry) {
    uninterrupted {
      remove(entry.node)
      forget(entry)
    }
    free(entry)
  }

  private static func forget(_ entry: Entry) {
    let next = UInt(bitPattern: entry.node.pointee.next)
    var place = UnsafeMutablePointer<Node>(bitPattern: newest.load(ordering: .acquiring))
    if place == entry.node { return newest.store(next, ordering: .releasing) }
    while let node = place, node.pointee.next != entry.node { place = node.pointee.next }
    place?.pointee.next = entry.node.pointee.next
  }

  private static func free(_ entry: Entry) {
    var path = entry.node.pointee.paths
    while let name = path.pointee {
      Glibc.free(name)
      path += 1
    }
    entry.node.pointee.paths.deallocate()
    entry.node.deallocate()
  }

  /// The newest first: files before the folder that was made for them.
  private static func removeAll() {
    var place = UnsafeMutablePointer<Node>(bitPattern: newest.load(ordering: .acquiring))
    while let node = place {
      remove(node)
      place = node.pointee.next
    }
  }

  private static func remove(_ node: UnsafeMutablePointer<Node>) {
    var path = node.pointee.paths
    while let name = path.pointee {
      if unlink(name) != 0 { rmdir(name) }
      path += 1
    }
  }
}
