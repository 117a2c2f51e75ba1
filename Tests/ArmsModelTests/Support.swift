import ArmsModel

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension String {
  /// Up to `limit` scalars of many scripts, with U+0000, combining marks and directions.
  static func random(upTo limit: Int, using generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0, 0x20...0x7e, 0xc0...0x24f, 0x300...0x36f, 0x400...0x4ff, 0x5d0...0x5ea, 0x620...0x64a,
      0x2000...0x206f, 0x3041...0x3096, 0xe000...0xffff, 0x1f300...0x1f6ff, 0x10fff0...0x10ffff,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &generator) {
      let range = ranges.randomElement(using: &generator) ?? 0...0
      if let scalar = UnicodeScalar(UInt32.random(in: range, using: &generator)) { text.append(scalar) }
    }
    return String(text)
  }

  /// Hands over the UTF-8 bytes.
  func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    try Array(utf8).withUnsafeBytes { try body($0) }
  }
}

/// Texts that stay where they are, to be borrowed by a draft.
final class TextKeeper {
  private var kept: [UnsafeRawBufferPointer] = []

  deinit { for text in kept { text.deallocate() } }

  func borrow(_ text: String) -> BorrowedText? {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, text.utf8.count), alignment: 1)
    copy.copyBytes(from: text.utf8)
    kept.append(UnsafeRawBufferPointer(copy))
    return BorrowedText(UnsafeRawBufferPointer(rebasing: copy[0..<text.utf8.count]))
  }
}
