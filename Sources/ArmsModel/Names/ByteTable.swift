import Glibc

/// A hash table from texts, as bytes, to numbers: remembers what a name in a file was found to mean.
///
/// A Dictionary keyed by String costs several times as much when the names arrive as bytes. The table forgets
/// everything when it holds `capacity` names, so that memory stays bounded whatever the input.
public struct ByteTable: ~Copyable {
  private struct Slot {
    var hash: UInt64 = 0
    var offset = 0
    var count: Int32 = -1
    var value: Int32 = 0
  }
  private var slots: UnsafeMutableBufferPointer<Slot>
  private var text: UnsafeMutableRawBufferPointer
  private var textCount = 0
  private var count = 0
  private let capacity: Int

  /// An empty table for up to `capacity` names.
  public init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    slots = .allocate(capacity: 1 << 10)
    slots.initialize(repeating: Slot())
    text = .allocate(byteCount: 1 << 14, alignment: 1)
  }

  deinit {
    slots.deallocate()
    text.deallocate()
  }

  /// The number kept for `key`, or nil.
  public func value(_ key: UnsafeRawBufferPointer) -> Int32? {
    let slot = slots[find(key, ByteTable.hash(key))]
    return slot.count < 0 ? nil : slot.value
  }

  /// Keeps `value` for `key`.
  public mutating func set(_ key: UnsafeRawBufferPointer, _ value: Int32) {
    if count >= capacity { removeAll() }
    if count * 2 >= slots.count { grow() }
    let hash = ByteTable.hash(key)
    let place = find(key, hash)
    if slots[place].count < 0 {
      if textCount + key.count > text.count { growText(key.count) }
      if let source = key.baseAddress, let target = text.baseAddress {
        (target + textCount).copyMemory(from: source, byteCount: key.count)
      }
      slots[place] = Slot(hash: hash, offset: textCount, count: Int32(key.count), value: value)
      textCount += key.count
      count += 1
    } else {
      slots[place].value = value
    }
  }

  /// Forgets everything.
  public mutating func removeAll() {
    slots.update(repeating: Slot())
    count = 0
    textCount = 0
  }

  private func find(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[place].count >= 0 {
      let slot = slots[place]
      if slot.hash == hash, Int(slot.count) == key.count, isSame(key, slot.offset) { return place }
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  /// Whether the kept text at `offset` is `key`, which has the same length.
  private func isSame(_ key: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    guard let bytes = key.baseAddress, let kept = text.baseAddress else { return true }
    return memcmp(bytes, kept + offset, key.count) == 0
  }

  private mutating func grow() {
    let old = slots
    slots = .allocate(capacity: old.count * 2)
    slots.initialize(repeating: Slot())
    for slot in old where slot.count >= 0 {
      var place = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
      while slots[place].count >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = slot
    }
    old.deallocate()
  }

  private mutating func growText(_ more: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(text.count * 2, textCount + more), alignment: 1)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[0..<textCount]))
    text.deallocate()
    text = larger
  }

  /// FNV-1a over eight bytes at a time, with a final mix.
  private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(key.count)
    var index = 0
    while index + 8 <= key.count {
      hash = (hash ^ key.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      index += 8
    }
    while index < key.count {
      hash = (hash ^ UInt64(key[index])) &* 0x0000_0100_0000_01B3
      index += 1
    }
    hash ^= hash >> 32
    return hash &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 15)
  }
}
