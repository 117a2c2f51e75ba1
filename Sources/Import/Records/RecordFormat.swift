/// How a file holds records.
public enum RecordFormat: String, CaseIterable, Hashable, Sendable {
  /// JSON Lines: one object a line.
  case jsonl
  /// One JSON array of objects.
  case json
  /// Comma-separated text with a header.
  case csv
  /// Tab-separated text with a header.
  case tsv

  /// The format that the end of a file's name tells, or nil.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    switch name.split(separator: ".", omittingEmptySubsequences: false).last {
    case .none: return nil
    case "jsonl", "ndjson": self = .jsonl
    case "json": self = .json
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    default: return nil
    }
    // A name that is nothing but the ending, such as "csv", tells nothing.
    if !name.contains(".") { return nil }
  }

  /// Whether records are rows under a header.
  public var isDelimited: Bool { self == .csv || self == .tsv }

  /// The format of a file that takes up records rejected from one of this format.
  public var rejects: RecordFormat { self == .json ? .jsonl : self }
}
