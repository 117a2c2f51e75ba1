import ArmsModel

/// Memory for texts that a record does not hold as such; what was taken stays in its place until `clear()`.
final class TextArena {
  private static let blockSize = 1 << 16
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var used = 0

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Forgets all texts.
  @inline(__always)
  func clear() {
    if used != 0 || blocks.count > 1 { release() }
  }

  private func release() {
    used = 0
    while blocks.count > 1 { blocks.removeLast().deallocate() }
    if let first = blocks.first, first.count > TextArena.blockSize { blocks.removeLast().deallocate() }
  }

  /// Room for `count` bytes; only what `take` is told of afterwards is kept.
  func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if let last = blocks.last, last.count - used >= count {
      return UnsafeMutableRawBufferPointer(rebasing: last[used..<used + count])
    }
    let block = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(TextArena.blockSize, count), alignment: 8)
    blocks.append(block)
    used = 0
    return UnsafeMutableRawBufferPointer(rebasing: block[0..<count])
  }

  /// Keeps the first `count` bytes of what was reserved last; nil if there are none.
  func take(_ count: Int, of reserved: UnsafeMutableRawBufferPointer) -> BorrowedText? {
    used += count
    return BorrowedText(UnsafeRawBufferPointer(rebasing: reserved[0..<count]))
  }

  /// Keeps a copy of `bytes`; nil if there are none.
  func copy(_ bytes: UnsafeRawBufferPointer) -> BorrowedText? {
    let room = reserve(bytes.count)
    room.copyMemory(from: bytes)
    return take(bytes.count, of: room)
  }
}
