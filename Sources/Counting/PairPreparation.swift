/// What is settled among the claims of one pair before they are grouped: releases and copies.
public struct PairPreparation: Sendable {
  /// The rules of docs/counting.md.
  public init() {}

  /// Sets aside what newer releases of the same dataset say anew, and gives copies the origin of what they copy.
  ///
  /// - Parameter claims: all live claims of one pair.
  public func prepare(_ claims: inout [CountedClaim]) {
  }
}
