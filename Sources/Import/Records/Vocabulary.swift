import ArmsModel
import Glibc

/// The words that records are made of: names of fields, and the values of fields with a closed list.
final class Vocabulary {
  private var keys = WordTable(RecordField.allCases.map(\.key))
  private var columns = WordTable(RecordField.allCases.map(\.column))
  let statuses = WordTable(Stage.allCases.map(\.slug))
  let modes = WordTable(TransferMode.allCases.map(\.rawValue))
  let conditions = WordTable(Condition.allCases.map(\.rawValue))
  let ranks = WordTable(ClaimDraft.ranks)
  let scopes = WordTable(Scope.allCases.map(\.rawValue))
  let currencies = WordTable(Currency.codes + ["TIV"])
  let categories: WordTable

  /// The fields of the record before, by place: records of a file mostly have their keys in one order.
  private var guesses: UnsafeMutableBufferPointer<UInt8>
  /// The keys as bytes, one after the other, with the place and the length of each.
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let spans: UnsafeMutableBufferPointer<(start: Int, count: Int)>

  init(_ tree: CategoryTree) {
    categories = WordTable(tree.categories.map(\.slug))
    guesses = .allocate(capacity: 64)
    guesses.initialize(repeating: 0)
    let names = RecordField.allCases.map { Array($0.key.utf8) }
    text = .allocate(capacity: names.reduce(0) { $0 + $1.count })
    spans = .allocate(capacity: names.count)
    _ = text.initialize(fromContentsOf: names.joined())
    var start = 0
    for (index, name) in names.enumerated() {
      spans.initializeElement(at: index, to: (start, name.count))
      start += name.count
    }
  }

  deinit {
    guesses.deallocate()
    text.deallocate()
    spans.deallocate()
  }

  /// The field of a key that stands at that place in its record.
  @inline(__always)
  func key(_ name: UnsafeRawBufferPointer, at place: Int) -> RecordField? {
    let slot = place & 63
    let guess = Int(guesses[slot])
    let span = spans[guess]
    if span.count == name.count, let one = name.baseAddress, let other = text.baseAddress,
      memcmp(one, other + span.start, span.count) == 0
    {
      return RecordField(rawValue: UInt8(truncatingIfNeeded: guess))
    }
    return lookUp(name, slot: slot)
  }

  private func lookUp(_ name: UnsafeRawBufferPointer, slot: Int) -> RecordField? {
    guard let index = keys.index(of: name) else { return nil }
    guesses[slot] = UInt8(truncatingIfNeeded: index)
    return RecordField(rawValue: guesses[slot])
  }

  /// The field of a column, its name exactly.
  func column(_ name: UnsafeRawBufferPointer) -> RecordField? {
    columns.index(of: name).flatMap { RecordField(rawValue: UInt8($0)) }
  }

  /// The field of a column as a person writes its name: in any case, blanks or hyphens for underscores.
  func column(header name: String) -> RecordField? {
    let words = name.lowercased().split { $0.isWhitespace || $0 == "_" || $0 == "-" }
    return RecordField.allCases.first { $0.column == words.joined(separator: "_") }
  }

  /// The column that is nearest to an unknown one, or nil.
  static func nearestColumn(_ name: String) -> String? {
    NearestName.of(name, among: RecordField.allCases.map(\.column))
  }

  /// The key that is nearest to an unknown one, or nil.
  static func nearestKey(_ name: String) -> String? {
    NearestName.of(name, among: RecordField.allCases.map(\.key) + ["document"])
  }
}
