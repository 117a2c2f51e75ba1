import ArmsModel

/// Which designations are one, or variants of one another, by spelling.
public struct DesignationKinship: Sendable {
  enum Relation {
    case same
    /// Two numbers, one name once spelling is folded.
    case sameSpelling
    case variant
    /// One of the two, or both, name none.
    case notSaid
    case different
  }

  /// For each designation those with a larger number that are related to it.
  private(set) var related: [Int32: [Int32]] = [:]
  private var folded: [Int32: String] = [:]

  /// The kinship of all designations; the name of each stands at the place of its number, place 0 stands for none.
  public init(designations: [String]) {
    self.init(designations.indices.dropFirst().map { Int32(truncatingIfNeeded: $0) }, names: designations)
  }

  /// The kinship of those designations; `names` has the name of each at the place of its number.
  init(_ numbers: [Int32], names: [String]) {
    var bySpelling: [String: [Int32]] = [:]
    let numbers = Set(numbers).filter { names.indices.contains(Int($0)) && $0 > 0 }.sorted()
    for number in numbers {
      let name = NameFolding.foldDesignation(names[Int(number)])
      guard !name.isEmpty else { continue }
      folded[number] = name
      bySpelling[name, default: []].append(number)
    }
    for number in numbers {
      guard let name = folded[number] else { continue }
      for other in bySpelling[name] ?? [] where other > number { related[number, default: []].append(other) }
      for stem in DesignationKinship.stems(of: names[Int(number)]) {
        for other in bySpelling[stem] ?? [] {
          related[min(number, other), default: []].append(max(number, other))
        }
      }
    }
  }

  /// How two designations, by number, stand to each other; numbers that are not `related` are different.
  func relation(_ a: Int32, _ b: Int32) -> Relation {
    if a == 0 || b == 0 { return .notSaid }
    if a == b { return .same }
    guard related[min(a, b)]?.contains(max(a, b)) == true else { return .different }
    return folded[a] == folded[b] ? .sameSpelling : .variant
  }

  /// The folded forms of what a designation may be a variant of: Su-30SM of Su-30, Iskander-M of Iskander.
  ///
  /// A stem ends between two words, or between a digit and a letter, never inside a word or a number: T-72 is no
  /// variant of T-7, nor Hawkeye of Hawk. It has a digit, or at least three letters: Su is no stem.
  static func stems(of designation: String) -> [String] {
    let bytes = Array(NameFolding.fold(designation).utf8)
    var stems: [String] = []
    var stem: [UInt8] = []
    var hasDigit = false
    for (place, byte) in bytes.enumerated() {
      let isDigit = (0x30...0x39).contains(byte)
      if place > 0, !stem.isEmpty, hasDigit || stem.count >= 3 {
        let before = bytes[place - 1]
        let wasDigit = (0x30...0x39).contains(before)
        let endsWord = byte == 0x20
        let changesKind = before != 0x20 && byte != 0x20 && wasDigit != isDigit && (wasDigit || hasDigit)
        if endsWord || changesKind { stems.append(String(decoding: stem, as: UTF8.self)) }
      }
      if byte != 0x20 { stem.append(byte) }
      hasDigit = hasDigit || isDigit
    }
    return stems
  }
}
