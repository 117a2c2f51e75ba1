import Crypto

/// The identity of a claim or document: 16 bytes of the SHA-256 of its content.
///
/// Ordered as its bytes. In print a letter (`c` claim, `d` document, `t` transfer) and the first eight bytes in
/// hexadecimal.
public struct ContentHash: Hashable, Comparable, Sendable {
  /// Bytes 0 to 7, big-endian.
  public let high: UInt64
  /// Bytes 8 to 15, big-endian.
  public let low: UInt64

  /// The hash of those two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The hash kept in 16 bytes, or nil if there are not 16.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
  }

  /// The first 16 bytes of the SHA-256 of `content`.
  public init(of content: UnsafeRawBufferPointer) {
    var sha = SHA256()
    sha.update(bufferPointer: content)
    let halves = sha.finalize().withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
    high = UInt64(bigEndian: halves.0)
    low = UInt64(bigEndian: halves.1)
  }

  /// The order of the bytes.
  public static func < (a: ContentHash, b: ContentHash) -> Bool {
    a.high == b.high ? a.low < b.low : a.high < b.high
  }

  /// The identifier in print: `letter` and 16 hexadecimal digits.
  public func identifier(_ letter: Character) -> String {
    let digits = String(high, radix: 16)
    return "\(letter)" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The first half of the hash that a claim's identifier gives, `c` and 16 hexadecimal digits; nil for other texts.
  public static func high(ofIdentifier bytes: UnsafeRawBufferPointer) -> UInt64? {
    guard bytes.count == 17, bytes[0] == UInt8(ascii: "c") else { return nil }
    var high: UInt64 = 0
    for byte in bytes.dropFirst() {
      switch byte {
      case 0x30...0x39: high = high << 4 | UInt64(byte & 15)
      case 0x61...0x66: high = high << 4 | UInt64(byte - 0x57)
      default: return nil
      }
    }
    return high
  }

  /// Hands over the 16 bytes.
  public func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { body($0) }
  }
}

/// Puts the content of a claim or document into one row of bytes, field by field, to be hashed.
///
/// Each field is its length and its bytes, so that no two contents give the same row. The order of the fields
/// is part of every identifier and never changes.
public struct ContentBuffer: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private var count = 0

  /// An empty buffer.
  public init() { memory = .allocate(byteCount: 4096, alignment: 8) }

  deinit { memory.deallocate() }

  /// Forgets what is in it.
  public mutating func clear() { count = 0 }

  /// Adds a text, or its absence.
  public mutating func append(_ text: BorrowedText?) { append(bytes: text?.bytes) }

  /// Adds bytes, or their absence.
  public mutating func append(bytes: UnsafeRawBufferPointer?) {
    guard let bytes else {
      store(-1)
      return
    }
    store(Int64(bytes.count))
    reserve(bytes.count)
    guard let source = bytes.baseAddress, let target = memory.baseAddress else { return }
    (target + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  /// Adds a number, or its absence.
  public mutating func append(_ number: Int64?) {
    store(number == nil ? 0 : 1)
    store(number ?? 0)
  }

  /// The hash of what was added.
  public var hash: ContentHash { ContentHash(of: UnsafeRawBufferPointer(rebasing: memory[0..<count])) }

  private mutating func store(_ number: Int64) {
    reserve(8)
    memory.storeBytes(of: number.littleEndian, toByteOffset: count, as: Int64.self)
    count += 8
  }

  private mutating func reserve(_ more: Int) {
    guard count + more > memory.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(memory.count * 2, count + more), alignment: 8)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[0..<count]))
    memory.deallocate()
    memory = larger
  }
}

extension DocumentDraft {
  /// The identity of the document: all that the record says of it.
  public func hash(using buffer: inout ContentBuffer) -> ContentHash {
    buffer.clear()
    buffer.append(url)
    buffer.append(title)
    buffer.append(publisher)
    buffer.append(agency)
    buffer.append(author)
    buffer.append(published.map { Int64($0.packed) })
    buffer.append(language)
    buffer.append(sha256)
    return buffer.hash
  }
}

extension ClaimDraft {
  /// The identity of the claim: all that the record says, with parties by code and the document by its hash.
  ///
  /// - Parameters:
  ///   - document: the hash of the claim's document.
  ///   - directory: the one that `supplier` and `recipient` are places in.
  public func hash(
    document: ContentHash, supplier supplierCode: UnsafeRawBufferPointer?,
    recipient recipientCode: UnsafeRawBufferPointer?, category slug: UnsafeRawBufferPointer?,
    using buffer: inout ContentBuffer
  ) -> ContentHash {
    buffer.clear()
    document.withBytes { buffer.append(bytes: $0) }
    buffer.append(bytes: supplierCode)
    buffer.append(bytes: recipientCode)
    buffer.append(weapon)
    buffer.append(bytes: slug)
    buffer.append(quantity)
    buffer.append(quantityMax)
    buffer.append(quantityText)
    buffer.append(quantityUnit)
    buffer.append(valueThousandths)
    buffer.append(valueMaxThousandths)
    buffer.append(currency)
    buffer.append(priceYear.map(Int64.init))
    buffer.append(Int64(status.rawValue))
    buffer.append(mode.map { Int64($0.ordinal) })
    buffer.append(condition.map { Int64($0.ordinal) })
    buffer.append(scope == .aggregate ? 1 : 0)
    buffer.append(period.from.map { Int64($0.packed) })
    buffer.append(period.to.map { Int64($0.packed) })
    buffer.append(years)
    buffer.append(estimates)
    buffer.append(assertedBy)
    buffer.append(evidence)
    buffer.append(evidenceStart)
    buffer.append(evidenceEnd)
    buffer.append(reliability.map(Int64.init))
    buffer.append(credibility.map(Int64.init))
    buffer.append(confidence.map { Int64(bitPattern: $0.bitPattern) })
    buffer.append(note)
    buffer.append(extra)
    // Records without a deal key keep the identity that they had before there were any.
    if deal != nil { buffer.append(deal) }
    return buffer.hash
  }
}

extension TransferMode {
  /// The number that stands for it in a claim's identity; never changes.
  var ordinal: Int {
    switch self {
    case .sale: 1
    case .aid: 2
    case .loan: 3
    case .licenceProduction: 4
    case .kitAssembly: 5
    case .swap: 6
    case .illegal: 7
    }
  }
}

extension Condition {
  /// The number that stands for it in a claim's identity; never changes.
  var ordinal: Int {
    switch self {
    case .new: 1
    case .secondHand: 2
    case .modernized: 3
    }
  }
}
