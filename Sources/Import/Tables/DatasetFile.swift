/// A dataset's file as text: decoded, without byte-order mark, its line ends recognised.
///
/// Held in memory as a whole; registers have a few megabytes.
public struct DatasetFile: Sendable {
  /// The name for messages; never looked at to tell the layout.
  public let name: String
  /// The lines without their ends; a line break inside a record is a line break here.
  public let lines: [String]
  /// How the bytes were read: `UTF-8`, `UTF-16` or `Windows-1252`.
  public let encoding: String

  /// Whether the file ends without the end of its last line, as one does that was cut off.
  public let isLastLineOpen: Bool

  /// The lines of that text, for tests and for readers that take one text out of another.
  public init(name: String, lines: [String], encoding: String = "UTF-8", isLastLineOpen: Bool = false) {
    self.name = name
    self.lines = lines
    self.encoding = encoding
    self.isLastLineOpen = isLastLineOpen
  }
}
