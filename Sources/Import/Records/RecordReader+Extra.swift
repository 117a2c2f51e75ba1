import ArmsModel
import Glibc

/// The fields of a record's own, whose names begin with `x_`.
extension RecordReader {
  /// The `x_` keys of an object as one JSON object, in the order of their names as bytes.
  func extraObject(_ reader: JSONRecordReader) -> BorrowedText? {
    if extras.count > 1 {
      extras.sort { before(reader.field($0).name, reader.field($1).name) }
    }
    var needed = 2
    for index in extras {
      let raw = reader.field(index)
      needed += 6 * (raw.name.count + raw.value.bytes.count) + 6
    }
    var target = ObjectText(arena.reserve(needed))
    for index in extras {
      let raw = reader.field(index)
      target.key(raw.name)
      if raw.value.kind == .string { target.string(raw.value.bytes) } else { target.json(raw.value.bytes) }
    }
    return target.finish(in: arena)
  }

  /// The `x_` columns of a row that are not empty, as one JSON object; nil if all are.
  func extraObject(_ reader: DelimitedReader) -> BorrowedText? {
    var needed = 2
    for column in extraColumns {
      let count = reader.field(column.index).bytes.count
      if count > 0 { needed += 6 * (column.name.count + count) + 6 }
    }
    if needed == 2 { return nil }
    var target = ObjectText(arena.reserve(needed))
    for column in extraColumns {
      let bytes = reader.field(column.index).bytes
      if bytes.isEmpty { continue }
      column.name.withUnsafeBytes { target.key($0) }
      target.string(bytes)
    }
    return target.finish(in: arena)
  }

  private func before(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard let first = one.baseAddress, let second = other.baseAddress else { return one.count < other.count }
    let order = memcmp(first, second, min(one.count, other.count))
    return order == 0 ? one.count < other.count : order < 0
  }
}

/// Writes one flat JSON object into memory that is known to suffice.
private struct ObjectText {
  private let room: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

  mutating func key(_ name: UnsafeRawBufferPointer) {
    put(count == 0 ? 0x7B : 0x2C)
    string(name)
    put(0x3A)
  }

  mutating func string(_ text: UnsafeRawBufferPointer) {
    put(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C:
        put(0x5C)
        put(byte)
      case 0x0A: escape("n")
      case 0x0D: escape("r")
      case 0x09: escape("t")
      case 0..<0x20:
        escape("u00")
        put(byte < 0x10 ? 0x30 : 0x31)
        put(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
      default: put(byte)
      }
    }
    put(0x22)
  }

  /// A value as it stands in the source, without the white space between its parts.
  mutating func json(_ value: UnsafeRawBufferPointer) {
    var isString = false
    var isEscape = false
    for byte in value {
      if isString {
        if isEscape {
          isEscape = false
        } else if byte == 0x5C {
          isEscape = true
        } else if byte == 0x22 {
          isString = false
        }
      } else if byte == 0x22 {
        isString = true
      } else if byte <= 0x20 {
        continue
      }
      put(byte)
    }
  }

  mutating func finish(in arena: TextArena) -> BorrowedText? {
    put(0x7D)
    return arena.take(count, of: room)
  }

  private mutating func escape(_ letters: StaticString) {
    put(0x5C)
    for index in 0..<letters.utf8CodeUnitCount { put(letters.utf8Start[index]) }
  }

  private mutating func put(_ byte: UInt8) {
    room[count] = byte
    count += 1
  }
}
