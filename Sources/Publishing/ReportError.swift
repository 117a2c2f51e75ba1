/// A row that does not fit its columns, which is a mistake of the caller, never of the data.
public enum ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The row, counted from 1, has another number of cells than the report has columns; it was not written.
  case cellCount(row: Int, expected: Int, found: Int)

  /// The error in words.
  public var description: String {
    switch self {
    case .cellCount(let row, let expected, let found):
      "row \(row) has \(found) cells for \(expected) columns"
    }
  }
}
