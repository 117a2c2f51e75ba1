import Crypto

/// What is kept of a text so that copies of it can be told: 128 numbers (MinHash), not the text.
///
/// The text is taken as runs of four words each, after case, accents and punctuation are gone. For each of 128
/// orders of all possible runs the smallest of the text is kept; the share of orders in which two texts have the
/// same smallest run estimates the share of runs that they have in common, give or take 0.04. The numbers are
/// kept in files: how they are made never changes.
public struct TextFingerprint: Hashable, Sendable {
  /// Words in a run.
  public static let runLength = 4
  /// Numbers in a fingerprint.
  public static let hashCount = 128
  /// A text of fewer runs says too little to be taken for a copy of another.
  public static let fewestRuns = 16
  /// From this share of the shorter text's runs on, it is a copy.
  public static let leastContainment = 0.45
  /// Below this share of all runs of both, the estimate of the containment is worth nothing.
  public static let leastResemblance = 0.2

  /// Distinct runs of words in the text.
  public let runs: Int
  /// The smallest run in each of the orders; all `UInt32.max` if there are none.
  public let hashes: [UInt32]

  /// The fingerprint of a text in any script; markup counts as words.
  ///
  /// - Complexity: 128 steps for each word.
  public init(of text: String) {
    var distinct: Set<UInt64> = []
    var window: [UInt64] = []
    TextFingerprint.eachWord(of: text) { word in
      if window.count == TextFingerprint.runLength { window.removeFirst() }
      window.append(word)
      guard window.count == TextFingerprint.runLength else { return }
      distinct.insert(TextFingerprint.mix(window.reduce(0) { ($0 &* 0x9E37_79B9_7F4A_7C15) ^ $1 }))
    }
    var smallest = [UInt32](repeating: .max, count: TextFingerprint.hashCount)
    for run in distinct {
      for (place, order) in TextFingerprint.orders.enumerated() {
        let hash = UInt32(truncatingIfNeeded: TextFingerprint.mix(run ^ order) >> 32)
        if hash < smallest[place] { smallest[place] = hash }
      }
    }
    runs = distinct.count
    hashes = smallest
  }

  /// The fingerprint that `bytes` gave; nil if there are not 512 of them, or the number of runs is negative.
  public init?(runs: Int, bytes: UnsafeRawBufferPointer) {
    guard bytes.count == TextFingerprint.hashCount * 4, runs >= 0 else { return nil }
    self.runs = runs
    hashes = (0..<TextFingerprint.hashCount).map {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))
    }
  }

  /// The numbers as 512 bytes, each number's lowest byte first.
  public var bytes: [UInt8] {
    hashes.flatMap { hash in (0..<4).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) } }
  }

  /// The estimated share of common runs among all runs of both texts, 0 to 1.
  public func resemblance(to other: TextFingerprint) -> Double {
    guard runs > 0, other.runs > 0 else { return 0 }
    var same = 0
    hashes.withUnsafeBufferPointer { mine in
      other.hashes.withUnsafeBufferPointer { others in
        for place in 0..<min(mine.count, others.count) where mine[place] == others[place] { same += 1 }
      }
    }
    return Double(same) / Double(TextFingerprint.hashCount)
  }

  /// The estimated share of the shorter text's runs that stand in the longer one, too, 0 to 1.
  ///
  /// A copy that breaks off half way has few of all runs, but all of its own.
  public func containment(with other: TextFingerprint) -> Double {
    containment(with: other, resemblance: resemblance(to: other))
  }

  /// Whether one of the two texts is a copy of the other, whole or in part, or both of a third.
  public func isCopy(of other: TextFingerprint) -> Bool {
    guard isTelling, other.isTelling else { return false }
    let resemblance = resemblance(to: other)
    return resemblance >= TextFingerprint.leastResemblance
      && containment(with: other, resemblance: resemblance) >= TextFingerprint.leastContainment
  }

  private func containment(with other: TextFingerprint, resemblance: Double) -> Double {
    let shorter = Double(min(runs, other.runs))
    guard shorter > 0 else { return 0 }
    // Of a and b runs, c in common: the resemblance is c / (a + b - c).
    return min(1, resemblance * (Double(runs) + Double(other.runs)) / ((1 + resemblance) * shorter))
  }

  /// Whether the text is long enough to be compared.
  public var isTelling: Bool { runs >= TextFingerprint.fewestRuns }

  /// One number for each order of the runs.
  private static let orders: [UInt64] = (1...UInt64(hashCount)).map { mix($0 &* 0x9E37_79B9_7F4A_7C15) }

  /// Spreads the bits of a number over all 64 (the finalizer of MurmurHash3).
  private static func mix(_ number: UInt64) -> UInt64 {
    var mixed = (number ^ (number >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return mixed ^ (mixed >> 33)
  }

  /// Hands over a hash of each word, in their order; signs of scripts that put no blanks are a word each.
  private static func eachWord(of text: String, _ body: (UInt64) -> Void) {
    let start: UInt64 = 0xCBF2_9CE4_8422_2325
    var word = start
    func end() {
      if word != start { body(word) }
      word = start
    }
    for scalar in NameFolding.fold(text).unicodeScalars {
      guard scalar != " " else {
        end()
        continue
      }
      let isSign = scalar.value >= 0xE00 && standsAlone(scalar)
      if isSign { end() }
      word = (word ^ UInt64(scalar.value)) &* 0x100_0000_01B3
      if isSign { end() }
    }
    end()
  }

  /// Whether the scalar belongs to Chinese, Japanese, Thai, Lao, Burmese or Khmer.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF: true
    default: scalar.properties.isIdeographic
    }
  }
}

/// The digest by which records name the text of their document.
public enum TextDigest {
  /// The SHA-256 of the bytes as 64 hexadecimal digits in small letters.
  public static func sha256(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
