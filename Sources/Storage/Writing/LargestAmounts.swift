import ArmsModel

/// Which of many amounts make their sum too large to be kept.
public struct LargestAmounts<Name: Sendable>: Sendable {
  /// So many are remembered.
  private let most: Int
  private var sum: Int128 = 0
  /// The largest first; of equal ones those that came first.
  private var largest: [(amount: Int64, name: Name)] = []

  /// Nothing yet.
  ///
  /// - Parameter most: how many are to be named at most.
  public init(most: Int = 5) { self.most = most }

  /// Adds an amount with what it is called.
  public mutating func add(_ amount: Int64, _ name: @autoclosure () -> Name) {
    sum += Int128(amount)
    if largest.count == most, let last = largest.last, last.amount >= amount { return }
    let place = largest.firstIndex { $0.amount < amount } ?? largest.count
    largest.insert((amount, name()), at: place)
    if largest.count > most { largest.removeLast() }
  }

  /// Whether the sum is too large to be kept.
  public var isTooLarge: Bool { sum >= Int128(Int64.max) }

  /// The largest ones, as many as must be left out for the others to be added up; not all, if these are very many.
  public var tooLarge: [Name] {
    var rest = sum
    return largest.prefix { entry in
      defer { rest -= Int128(entry.amount) }
      return rest >= Int128(Int64.max)
    }.map(\.name)
  }
}
