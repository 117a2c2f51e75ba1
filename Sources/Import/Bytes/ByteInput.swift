import Glibc

/// A file, a descriptor or an array, read piece by piece in bounded memory.
///
/// A UTF-8 byte-order mark at the beginning is passed over. The readers hold a window of the input, from the
/// first byte of the present record on; the window grows with the record up to the reader's limit.
public final class ByteInput {
  /// The name for messages: the path as given, or what the caller chose.
  public let name: String
  /// Bytes taken from the source so far, a byte-order mark included.
  public private(set) var bytesRead = 0
  /// Bytes that the source holds altogether, where that can be known (not for a pipe).
  public let totalBytes: Int?

  /// The window's memory; valid bytes are `start..<end`, followed by at least `padding` zero bytes.
  var base: UnsafeMutablePointer<UInt8> { storage ?? ByteInput.empty }
  /// Offset of the first byte that no reader has done with.
  var start = 0
  /// Offset past the last byte read.
  private(set) var end = 0
  /// Whether the source has no further bytes.
  private(set) var isAtEnd = false
  /// What `bytesRead` was when the present record began.
  private var recordFrom = 0

  /// So far a reader looks for the end of a record, or for the next one, where no end of the input is known: behind
  /// it lies an endless pipe, no record.
  static let reach = 64 << 20

  /// Bytes past `end` that may be loaded (they are zero).
  static let padding = 16
  /// Stands in for the window until the first byte is read.
  ///
  /// Zeros that nobody writes, so that any thread may read them.
  nonisolated(unsafe) private static let empty: UnsafeMutablePointer<UInt8> = {
    let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: ByteInput.padding)
    pointer.initialize(repeating: 0, count: ByteInput.padding)
    return pointer
  }()

  /// Nil for memory.
  private let descriptor: Int32?
  private let ownsDescriptor: Bool
  private let array: [UInt8]
  private let chunkSize: Int
  private var storage: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  private var passedMark = false

  /// Opens a file, a pipe or a device for reading; of a named pipe it waits for the writer.
  ///
  /// - Throws: `InputError` if there is no such file, if it is a directory or a disk, or if it cannot be opened.
  public convenience init(path: String) throws(InputError) {
    try self.init(path: path, chunkSize: ByteInput.defaultChunkSize)
  }

  /// Reads from an open descriptor, which stays open and belongs to the caller.
  public convenience init(descriptor: Int32, name: String) {
    self.init(
      descriptor: descriptor, owned: false, array: [], name: name, total: ByteInput.size(of: descriptor),
      chunkSize: ByteInput.defaultChunkSize)
  }

  /// Reads from memory.
  public convenience init(bytes: [UInt8], name: String) {
    self.init(bytes: bytes, name: name, chunkSize: ByteInput.defaultChunkSize)
  }

  static let defaultChunkSize = 256 * 1024

  convenience init(path: String, chunkSize: Int) throws(InputError) {
    var descriptor: Int32
    repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
    if descriptor < 0 { throw ByteInput.refusal(errno, path) }
    var status = stat()
    if fstat(descriptor, &status) == 0, let error = ByteInput.refusal(of: status, path) {
      close(descriptor)
      throw error
    }
    self.init(
      descriptor: descriptor, owned: true, array: [], name: path, total: ByteInput.size(of: descriptor),
      chunkSize: chunkSize)
  }

  convenience init(bytes: [UInt8], name: String, chunkSize: Int) {
    self.init(
      descriptor: nil, owned: false, array: bytes, name: name, total: bytes.count, chunkSize: chunkSize)
  }

  private init(
    descriptor: Int32?, owned: Bool, array: [UInt8], name: String, total: Int?, chunkSize: Int
  ) {
    self.descriptor = descriptor
    self.ownsDescriptor = owned
    self.array = array
    self.name = name
    self.totalBytes = total
    self.chunkSize = max(1, chunkSize)
  }

  deinit {
    free(storage)
    if let descriptor, ownsDescriptor { close(descriptor) }
  }

  /// Tells that a reader goes on to the next record.
  func beginRecord() { recordFrom = bytesRead }

  /// Forgets all that is held in memory, as done with.
  func release() {
    free(storage)
    storage = nil
    (capacity, start, end) = (0, 0, 0)
  }

  /// Reads more, after moving the bytes still needed to the front of the window.
  ///
  /// The window at least doubles once it is large, so that a reader which begins its record anew after each
  /// call still takes linear time.
  ///
  /// - Parameter limit: the most bytes that a record may have.
  /// - Returns: false if there was nothing more to read; then `isAtEnd` is true.
  /// - Throws: `InputError.readFailed`.
  func fill(limit: Int) throws(InputError) -> Bool {
    if isAtEnd { return false }
    guard totalBytes != nil || bytesRead - recordFrom <= ByteInput.reach else {
      throw .noRecordEnds(name: name, limit: ByteInput.reach)
    }
    let kept = end - start
    if start > 0, let storage {
      memmove(storage, storage + start, kept)
      start = 0
      end = kept
    }
    let wanted = kept > 65_536 ? max(1, min(kept, limit + chunkSize - kept)) : 1
    while end - start < kept + wanted {
      let missing = kept + wanted - (end - start)
      try reserve(end + max(min(chunkSize, 1 << 16), missing))
      let count = try read(into: base + end, count: min(capacity - end, max(chunkSize, missing)))
      end += count
      bytesRead += count
      isAtEnd = count == 0
      passMark()
      if isAtEnd { break }
    }
    memset(base + end, 0, ByteInput.padding)
    return end - start > kept
  }

  /// Drops a byte-order mark; its bytes are held back until it is certain that they are none.
  private func passMark() {
    if passedMark { return }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let held = min(end, mark.count)
    for index in 0..<held where base[index] != mark[index] {
      passedMark = true
      start = 0
      return
    }
    passedMark = held == mark.count || isAtEnd
    start = held == mark.count || !isAtEnd ? held : 0
  }

  private func reserve(_ count: Int) throws(InputError) {
    if count <= capacity { return }
    let target = max(count, chunkSize)
    guard let grown = realloc(storage, target + ByteInput.padding) else {
      throw .readFailed(name: name, errno: ENOMEM, message: ByteInput.message(ENOMEM))
    }
    storage = grown.assumingMemoryBound(to: UInt8.self)
    capacity = target
  }

  private func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(InputError) -> Int {
    guard let descriptor else {
      let piece = min(count, array.count - bytesRead)
      if piece > 0 {
        array.withUnsafeBufferPointer { source in
          if let first = source.baseAddress { memcpy(target, first + bytesRead, piece) }
        }
      }
      return piece
    }
    while true {
      let result = Glibc.read(descriptor, target, count)
      if result >= 0 { return result }
      let code = errno
      if code == EINTR { continue }
      if code == EAGAIN || code == EWOULDBLOCK {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, -1) >= 0 || errno == EINTR { continue }
      }
      throw .readFailed(name: name, errno: code, message: ByteInput.message(code))
    }
  }

  private static func size(of descriptor: Int32) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let offset = lseek(descriptor, 0, SEEK_CUR)
    return max(0, Int(status.st_size) - max(0, Int(offset)))
  }

  static func message(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}

@available(*, unavailable)
extension ByteInput: Sendable {}
