import Glibc

/// A growing run of bytes, to which the formats write.
///
/// Invariant: `count <= capacity`, and the first `count` bytes at `base` are initialized.
struct ByteBuffer: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The bytes, valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Makes room for `extra` more bytes.
  @inline(__always)
  mutating func reserve(_ extra: Int) {
    if capacity - count < extra { grow(extra) }
  }

  @inline(never)
  private mutating func grow(_ extra: Int) {
    // After a large piece comes something small; it is not to double the room once more.
    let wanted = extra > capacity ? count + extra + 4_096 : capacity * 2
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    larger.initialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }

  /// Forgets all bytes from `length` on; does nothing if there are no more.
  mutating func truncate(to length: Int) {
    count = min(count, max(length, 0))
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ source: UnsafeRawBufferPointer) {
    append(source, 0, source.count)
  }

  /// Appends the bytes `from..<to` of `source`.
  @inline(__always)
  mutating func append(_ source: UnsafeRawBufferPointer, _ from: Int, _ to: Int) {
    guard to > from, let start = source.baseAddress else { return }
    reserve(to - from)
    memcpy(base + count, start + from, to - from)
    count += to - from
  }

  mutating func append(_ source: [UInt8]) {
    source.withUnsafeBytes { append($0) }
  }

  mutating func append(_ literal: StaticString) {
    append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  mutating func append(_ string: String) {
    var string = string
    string.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(repeating byte: UInt8, count times: Int) {
    guard times > 0 else { return }
    reserve(times)
    memset(base + count, Int32(byte), times)
    count += times
  }

  mutating func append(repeating literal: StaticString, count times: Int) {
    for _ in 0..<max(times, 0) { append(literal) }
  }

  /// Appends a number in upper-case hexadecimal with at least `digits` digits.
  mutating func appendHex(_ value: UInt32, digits: Int) {
    var shift = 28
    while shift > 0, shift >= digits * 4, value >> UInt32(shift) == 0 { shift -= 4 }
    while shift >= 0 {
      let digit = UInt8(truncatingIfNeeded: (value >> UInt32(shift)) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
      shift -= 4
    }
  }

  /// Appends decimal digits, with a comma after each third from the right if `grouped`.
  mutating func appendDigits(_ magnitude: UInt64, grouped: Bool = false) {
    reserve(32)
    var length = 1
    var rest = magnitude / 10
    while rest > 0 {
      length += 1
      rest /= 10
    }
    if grouped { length += (length - 1) / 3 }
    var place = count + length
    count = place
    rest = magnitude
    var written = 0
    repeat {
      if grouped, written == 3 {
        place -= 1
        base[place] = UInt8(ascii: ",")
        written = 0
      }
      place -= 1
      base[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      written += 1
    } while rest > 0
  }

  mutating func appendInteger(_ value: Int64, grouped: Bool = false) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude, grouped: grouped)
  }

  /// Appends `thousandths / 1000` exactly, without zeros at the end.
  mutating func appendDecimal(thousandths: Int64, grouped: Bool = false) {
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    appendDigits(whole, grouped: grouped)
    guard part > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = part
    var unit: UInt64 = 100
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
      unit /= 10
    }
  }

  /// Appends a finite number in the fewest digits that read back as the same, `2` for 2.0.
  mutating func appendReal(_ value: Double) {
    var digits = value.description
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    append(digits)
  }
}
