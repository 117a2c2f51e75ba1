/// Eight bytes at a time: the lowest marked bit is exact, bits above it need not be.
enum Word {
  @inline(__always) static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inline(__always) static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// Eight bytes, the first in the lowest bits; up to seven may lie in the padding behind the window.
  @inline(__always) static func load(_ place: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
  }

  @inline(__always) static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

  /// Marks the first byte equal to the pattern's.
  @inline(__always) static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return (difference &- ones) & ~difference & highs
  }

  /// Marks the first byte under 0x20.
  @inline(__always) static func controls(_ word: UInt64) -> UInt64 {
    (word &- (ones &* 0x20)) & ~word & highs
  }
}

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
  /// The first byte of the first malformed sequence, or nil if there is none.
  static func firstFault(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var place = start
    while place < end {
      let byte = place.pointee
      if byte < 0x80 {
        let high = Word.load(place) & Word.highs
        place += high == 0 ? 8 : high.trailingZeroBitCount >> 3
        continue
      }
      let length = sequenceLength(at: place, end: end)
      if length == 0 { return place }
      place += length
    }
    return nil
  }

  /// The length of the well-formed sequence at `place`, which is not ASCII; 0 if it is malformed.
  @inline(__always)
  static func sequenceLength(at place: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Int {
    let left = end - place
    let first = place.pointee
    if first < 0xC2 || first > 0xF4 || left < 2 { return 0 }
    let second = place[1]
    if second & 0xC0 != 0x80 { return 0 }
    if first < 0xE0 { return 2 }
    if left < 3 || place[2] & 0xC0 != 0x80 { return 0 }
    if first < 0xF0 {
      if first == 0xE0 && second < 0xA0 { return 0 }
      if first == 0xED && second > 0x9F { return 0 }
      return 3
    }
    if left < 4 || place[3] & 0xC0 != 0x80 { return 0 }
    if first == 0xF0 && second < 0x90 { return 0 }
    if first == 0xF4 && second > 0x8F { return 0 }
    return 4
  }
}

/// Memory for text that had to be rewritten.
final class ScratchBuffer {
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  init() {
    capacity = 256
    storage = .allocate(capacity: capacity + ByteInput.padding)
    storage.initialize(repeating: 0, count: capacity + ByteInput.padding)
  }

  deinit { storage.deallocate() }

  /// The memory, with room for `count` bytes; its former content may be gone.
  func reserve(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if count > capacity {
      storage.deallocate()
      capacity = max(count, min(capacity * 2, 1 << 20))
      storage = .allocate(capacity: capacity + ByteInput.padding)
      (storage + capacity).initialize(repeating: 0, count: ByteInput.padding)
    }
    return storage
  }
}
