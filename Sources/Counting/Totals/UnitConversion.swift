/// Converts figures of money into one unit, at the rates of their time.
public struct UnitConversion: Sendable {
  /// The number of the unit to convert into.
  public var target: Int32
  /// Converted figures are rounded to multiples of so many thousandths.
  public var step: Int64
  private let factorOf: @Sendable (_ unit: Int32, _ firstDay: Int32, _ lastDay: Int32) -> Double?

  /// A conversion into the unit `target`.
  ///
  /// - Parameters:
  ///   - step: converted figures are rounded to multiples of so many thousandths.
  ///   - factor: what one of `unit` was worth in `target` during those days (as in `CountedClaim`); nil
  ///     where that is not known, or the unit is no money.
  public init(
    target: Int32, step: Int64 = 1,
    factor: @escaping @Sendable (_ unit: Int32, _ firstDay: Int32, _ lastDay: Int32) -> Double?
  ) {
    self.target = target
    self.step = step
    factorOf = factor
  }

  /// What one of `unit` was worth; 1 for the target itself, nil where it cannot be converted.
  public func factor(_ unit: Int32, firstDay: Int32, lastDay: Int32) -> Double? {
    unit == target ? 1 : factorOf(unit, firstDay, lastDay)
  }
}
