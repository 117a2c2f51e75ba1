import Glibc

/// The keys met in one record, to find doubled ones; those of arrays' objects only while they are open.
final class JSONKeyTable {
  struct Key {
    /// Where the text is: in the source, or, if nil, in `names` from `offset` on.
    var text: UnsafePointer<UInt8>?
    var offset: Int
    var count: Int
    var hash: UInt64
    /// 0 for the record's own (flattened) keys; another number for each object within an array.
    var scope: Int
    /// The key's place in `slots`.
    var slot: Int
    /// The key as it stands in the source.
    var source: UnsafePointer<UInt8>
  }

  /// A place to return to when an object ends.
  struct Mark {
    var scope: Int
    var keyCount: Int
    var nameCount: Int
  }

  /// The most keys of a record, and the most bytes of one with those above it.
  static let keyLimit = 16_384
  static let lengthLimit = 512

  private(set) var count = 0
  private var keys: UnsafeMutablePointer<Key>
  private var capacity = 64
  private var slots: UnsafeMutablePointer<Int32>
  private var slotMask = 127
  private var names: UnsafeMutablePointer<UInt8>
  private var nameCount = 0
  private var nameCapacity = 1024
  private var scopes = 0
  private let seed = UInt64.random(in: 0...UInt64.max)

  init() {
    keys = .allocate(capacity: capacity)
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    names = .allocate(capacity: nameCapacity + ByteInput.padding)
    names.initialize(repeating: 0, count: nameCapacity + ByteInput.padding)
  }

  deinit {
    keys.deallocate()
    slots.deallocate()
    names.deallocate()
  }

  /// Forgets all keys.
  func clear() {
    scopes = 0
    remove(downTo: 0)
    nameCount = 0
  }

  /// The text of a key; borrowed until the next key is inserted.
  func text(_ index: Int) -> UnsafeRawBufferPointer {
    let key = keys[index]
    return UnsafeRawBufferPointer(start: key.text ?? UnsafePointer(names + key.offset), count: key.count)
  }

  /// Where a key stands in the source.
  func source(_ index: Int) -> UnsafePointer<UInt8> { keys[index].source }

  func openScope() -> Mark {
    scopes += 1
    return Mark(scope: scopes, keyCount: count, nameCount: nameCount)
  }

  func closeScope(_ mark: Mark) {
    remove(downTo: mark.keyCount)
    nameCount = mark.nameCount
  }

  /// Notes a key, with a dot behind the key `under` if there is one.
  ///
  /// - Returns: its index.
  /// - Throws: `duplicateKey`, `keyTooLong`, or `tooManyFields`.
  func insert(
    _ name: JSONString, under: Int?, scope: Int, source: UnsafePointer<UInt8>
  ) throws(ScanFailure) -> Int {
    let length = name.count + (under.map { keys[$0].count + 1 } ?? 0)
    if length > JSONKeyTable.lengthLimit { throw ScanFailure(code: .keyTooLong, place: source) }
    if count >= JSONKeyTable.keyLimit { throw ScanFailure(code: .tooManyFields, place: source) }
    var key = Key(
      text: name.start, offset: 0, count: name.count, hash: 0, scope: scope, slot: 0, source: source)
    if under != nil || name.isEscaped { join(name, under: under, length: length, into: &key) }
    let first = key.text ?? UnsafePointer(names + key.offset)
    key.hash = hash(first, count: key.count, scope: scope)
    var slot = Int(truncatingIfNeeded: key.hash) & slotMask
    while slots[slot] >= 0 {
      let other = keys[Int(slots[slot])]
      if other.hash == key.hash && other.count == key.count && other.scope == scope {
        let text = other.text ?? UnsafePointer(names + other.offset)
        if memcmp(text, first, key.count) == 0 {
          duplicate = Array(UnsafeRawBufferPointer(start: first, count: key.count))
          throw ScanFailure(code: .duplicateKey, place: source)
        }
      }
      slot = (slot + 1) & slotMask
    }
    key.slot = slot
    if count == capacity { grow() }
    (keys + count).initialize(to: key)
    if count * 2 > slotMask {
      count += 1
      rehash()
    } else {
      slots[slot] = Int32(truncatingIfNeeded: count)
      count += 1
    }
    return count - 1
  }

  /// The text of the key that was found doubled.
  private(set) var duplicate: [UInt8] = []

  private func join(_ name: JSONString, under: Int?, length: Int, into key: inout Key) {
    if nameCount + length > nameCapacity {
      let larger = (nameCapacity + length) * 2
      let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + ByteInput.padding)
      fresh.initialize(repeating: 0, count: larger + ByteInput.padding)
      memcpy(fresh, names, nameCount)
      names.deallocate()
      names = fresh
      nameCapacity = larger
    }
    key.text = nil
    key.offset = nameCount
    var target = names + nameCount
    if let under {
      let upper = text(under)
      if let first = upper.baseAddress { memcpy(target, first, upper.count) }
      target += upper.count
      target.pointee = 0x2E
      target += 1
    }
    if name.isEscaped {
      target = JSONScanner.unescape(name.start, count: name.count, into: target)
    } else {
      memcpy(target, name.start, name.count)
      target += name.count
    }
    key.count = target - (names + nameCount)
    nameCount += key.count
  }

  private func hash(_ text: UnsafePointer<UInt8>, count: Int, scope: Int) -> UInt64 {
    var result = seed ^ UInt64(truncatingIfNeeded: count &+ scope &* 4096)
    var place = text
    var left = count
    while left > 0 {
      var word = Word.load(place)
      if left < 8 { word &= (1 << UInt64(left * 8)) &- 1 }
      result = (result ^ word) &* 0x9E37_79B9_7F4A_7C15
      result ^= result >> 32
      place += 8
      left -= 8
    }
    return result
  }

  private func remove(downTo target: Int) {
    while count > target {
      count -= 1
      slots[keys[count].slot] = -1
    }
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Key>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: keys, count: count)
    keys.deallocate()
    keys = larger
    capacity *= 2
  }

  private func rehash() {
    slots.deallocate()
    slotMask = slotMask * 2 + 1
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: keys[index].hash) & slotMask
      while slots[slot] >= 0 { slot = (slot + 1) & slotMask }
      slots[slot] = Int32(truncatingIfNeeded: index)
      keys[index].slot = slot
    }
  }
}
