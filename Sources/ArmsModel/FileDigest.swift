import Crypto

/// The SHA-256 of a file that passes by piece by piece, with its length.
public struct FileDigest {
  private var sha = SHA256()
  /// Bytes so far.
  public private(set) var byteCount = 0

  /// The digest of nothing.
  public init() {}

  /// Adds the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    sha.update(bufferPointer: bytes)
    byteCount += bytes.count
  }

  /// The digest of all bytes so far, in 64 hexadecimal digits.
  public var hexadecimal: String {
    sha.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
