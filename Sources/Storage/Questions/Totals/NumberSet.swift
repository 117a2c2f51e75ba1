import SQLite

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

  /// Hands over the numbers of a blob in ascending order.
  ///
  /// - Returns: how many there were; nil if the bytes from some place on are no such set.
  static func decode(_ bytes: UnsafeRawBufferPointer, _ body: (Int64) -> Void) -> Int? {
    var number: UInt64 = 0
    var difference: UInt64 = 0
    var shift: UInt64 = 0
    var count = 0
    for byte in bytes {
      // Nine times seven bits are all that a row number has.
      guard shift < 63 else { return nil }
      difference |= UInt64(byte & 127) << shift
      if byte & 128 != 0 {
        shift += 7
        continue
      }
      number += difference
      guard number <= Int64.max, difference > 0 || count == 0 else { return nil }
      body(Int64(number))
      count += 1
      (difference, shift) = (0, 0)
    }
    return shift == 0 ? count : nil
  }

  /// Hands over the numbers of the set in a column.
  ///
  /// - Parameter count: how many the row says that there are.
  /// - Throws: `SQLiteError` `.mismatch` if the column holds no set, or one of another size.
  static func decode(
    _ row: Statement, _ column: Int32, count: Int, _ body: (Int64) -> Void
  ) throws(SQLiteError) {
    guard row.type(column) == .blob, let bytes = row.blobBytes(column), decode(bytes, body) == count else {
      throw row.doubt(column, "no set of \(count) row numbers")
    }
  }
}

/// Distinct row numbers as they come together: a short list, or one bit each once there are many.
///
/// A total has thousands of lines, of which most have few documents; only the few that have many may cost as much
/// memory as there are documents.
struct NumberCollection {
  private var list: [Int64] = []
  private var words: [UInt64] = []
  private var bitCount = 0
  /// Numbers so far behind all others that bits for the gap would cost more than they do.
  private var strays: Set<Int64> = []

  /// So many distinct numbers are kept as a list.
  private static let limit = 1_024

  mutating func insert(_ number: Int64) {
    if words.isEmpty {
      if list.last == number { return }
      list.append(number)
      if list.count > 2 * NumberCollection.limit { condense() }
    } else {
      setBit(number)
    }
  }

  /// Number of members.
  var count: Int { words.isEmpty ? NumberCollection.distinct(list).count : bitCount + strays.count }

  /// The members in ascending order.
  var members: [Int64] {
    guard !words.isEmpty else { return NumberCollection.distinct(list) }
    var members: [Int64] = []
    members.reserveCapacity(count)
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        members.append(Int64(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return strays.isEmpty ? members : (members + strays).sorted()
  }

  private mutating func condense() {
    list = NumberCollection.distinct(list)
    guard list.count > NumberCollection.limit else { return }
    let numbers = list
    list = []
    words = [0]
    for number in numbers { setBit(number) }
  }

  private mutating func setBit(_ number: Int64) {
    let word = Int(number >> 6)
    if word >= words.count {
      guard number >= 0, word < NumberCollection.limit + 16 * bitCount, !strays.contains(number) else {
        strays.insert(number)
        return
      }
      words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count * 3 / 2) - words.count))
    }
    let bit: UInt64 = 1 << UInt64(number & 63)
    if words[word] & bit == 0 {
      words[word] |= bit
      bitCount += 1
    }
  }

  /// The numbers in ascending order, each once.
  static func distinct(_ numbers: [Int64]) -> [Int64] {
    var isSorted = true
    for index in 1..<max(1, numbers.count) where numbers[index - 1] >= numbers[index] {
      isSorted = false
      break
    }
    if isSorted { return numbers }
    var sorted = numbers.sorted()
    var last: Int64 = -1
    sorted.removeAll { number in
      defer { last = number }
      return number == last
    }
    return sorted
  }
}
