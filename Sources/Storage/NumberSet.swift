/// Sets of row numbers as blobs: ascending, as differences, seven bits a byte, the lowest first.
///
/// Counting distinct documents of a group of pairs is then a walk over a few bytes a pair instead of a walk over
/// its claims.
enum NumberSet {
  /// The blob of those numbers, which are ascending, distinct and not negative.
  static func encode(_ numbers: [Int64]) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: Int64 = 0
    for number in numbers {
      var difference = UInt64(number - last)
      last = number
      while difference >= 128 {
        bytes.append(UInt8(truncatingIfNeeded: difference) | 128)
        difference >>= 7
      }
      bytes.append(UInt8(difference))
    }
    return bytes
  }

  /// Puts the numbers of a blob into a set of bits.
  static func insert(_ bytes: UnsafeRawBufferPointer, into bits: inout BitSet) {
    var number: UInt64 = 0
    var difference: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      difference |= UInt64(byte & 127) << shift
      if byte & 128 != 0 {
        shift += 7
        continue
      }
      number += difference
      bits.insert(Int(number))
      (difference, shift) = (0, 0)
    }
  }
}

/// A set of small numbers, one bit each.
struct BitSet {
  private var words: [UInt64] = []
  /// Number of members.
  private(set) var count = 0

  mutating func insert(_ number: Int) {
    let word = number >> 6
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count * 2) - words.count))
    }
    let bit: UInt64 = 1 << UInt64(number & 63)
    if words[word] & bit == 0 {
      words[word] |= bit
      count += 1
    }
  }

  /// The members in ascending order.
  var members: [Int64] {
    var members: [Int64] = []
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        members.append(Int64(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return members
  }
}
