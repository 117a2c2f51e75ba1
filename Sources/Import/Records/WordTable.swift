import ArmsModel

/// A closed list of words: finds the place of one that arrives as bytes.
struct WordTable: ~Copyable {
  /// The words, in their order.
  let words: [String]
  private var table: ByteTable

  init(_ words: [String]) {
    self.words = words
    table = ByteTable(capacity: max(1, words.count))
    for (index, word) in words.enumerated() {
      var word = word
      word.withUTF8 { table.set(UnsafeRawBufferPointer($0), Int32(truncatingIfNeeded: index)) }
    }
  }

  /// The place of a word, or nil.
  func index(of word: UnsafeRawBufferPointer) -> Int? { table.value(word).map(Int.init) }
}
