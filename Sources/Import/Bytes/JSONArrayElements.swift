/// The elements of a JSON array, one after the other, as borrowed bytes.
///
/// Nested arrays and objects come as they stand in the source. The bytes of an element are valid until the
/// next call of `next()`, and no longer than the array's.
public struct JSONArrayElements {
  private var scanner: JSONScanner
  private let origin: RecordOrigin
  private var scratch: ScratchBuffer?
  private var isFirst = true

  /// The elements of a value of kind `array`; of any other value there are none.
  public init(_ array: RawValue) {
    origin = array.origin
    let start = array.bytes.assumingMemoryBound(to: UInt8.self).baseAddress ?? array.source
    let isArray = array.kind == .array && array.bytes.first == 0x5B
    scanner = JSONScanner(from: start, to: isArray ? start + array.bytes.count : start)
    if isArray { scanner.place += 1 }
  }

  /// The next element; nil after the last.
  public mutating func next() -> RawValue? {
    guard var byte = try? scanner.nextByte(), byte != 0x5D else { return nil }
    if !isFirst {
      guard byte == 0x2C else { return nil }
      scanner.place += 1
      guard let following = try? scanner.nextByte() else { return nil }
      byte = following
    }
    isFirst = false
    let source = scanner.place
    if byte == 0x22 {
      guard let text = try? scanner.string() else { return nil }
      return RawValue(kind: .string, bytes: unescaped(text), source: source, origin: origin)
    }
    guard let kind = try? scanner.value(depth: 2, keys: nil) else { return nil }
    return RawValue(
      kind: kind, bytes: UnsafeRawBufferPointer(start: source, count: scanner.place - source), source: source,
      origin: origin)
  }

  private mutating func unescaped(_ text: JSONString) -> UnsafeRawBufferPointer {
    if !text.isEscaped { return UnsafeRawBufferPointer(start: text.start, count: text.count) }
    let buffer = scratch ?? ScratchBuffer()
    scratch = buffer
    let first = buffer.reserve(text.count)
    let last = JSONScanner.unescape(text.start, count: text.count, into: first)
    return UnsafeRawBufferPointer(start: first, count: last - first)
  }
}

@available(*, unavailable)
extension JSONArrayElements: Sendable {}
