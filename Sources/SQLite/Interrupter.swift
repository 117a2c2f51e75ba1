import CSQLite
import Synchronization

/// Stops what a connection is doing, from any thread.
///
/// The connection may be closed or gone by then. Not for the body of a signal handler, as it takes a
/// lock: let a thread wait for the signal and call `interrupt()`.
///
/// Related SQLite documentation: <https://sqlite.org/c3ref/interrupt.html>
public final class Interrupter: Sendable {
  /// Address of the open connection, 0 once it is closed.
  ///
  /// SQLite allows `sqlite3_interrupt` on any thread if the connection cannot close meanwhile: the lock
  /// is held both while it is called and while the connection closes. A number, because the lock may
  /// only hold what may go from thread to thread. ThreadSanitizer does not see how a contended `Mutex`
  /// waits (Swift 6.3 on Linux) and reports a race here, as it does for a `Mutex` around any number.
  private let address: Mutex<UInt>

  init(_ handle: OpaquePointer) {
    address = Mutex(UInt(bitPattern: handle))
  }

  /// Lets each running statement of the connection fail with `.interrupt`; does nothing if none runs.
  ///
  /// An interrupted INSERT, UPDATE or DELETE takes the whole transaction with it.
  public func interrupt() {
    address.withLock { address in
      if let handle = OpaquePointer(bitPattern: address) { sqlite3_interrupt(handle) }
    }
  }

  /// Runs `close`, and forgets the connection if the result is `SQLITE_OK`.
  func whileClosing(_ close: () -> Int32) -> Int32 {
    address.withLock { address in
      let code = close()
      if code == SQLITE_OK { address = 0 }
      return code
    }
  }
}
