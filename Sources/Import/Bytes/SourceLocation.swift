/// A place in an input: file, line and column.
public struct SourceLocation: Hashable, Sendable {
  /// The file as it was named by the user, or `<stdin>`.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, counted in Unicode scalars.
  public var column: Int

  /// A place in an input.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `FILE:LINE:COLUMN`, as compilers and editors write it.
  public var description: String { "\(file):\(line):\(column)" }
}
