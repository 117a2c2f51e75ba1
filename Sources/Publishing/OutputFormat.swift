/// A way to write rows; every format shows the same rows under the same names.
public enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Aligned columns for people at a terminal; the only format that groups digits and may cut text.
  case table
  /// Comma-separated values after RFC 4180: CRLF, a header, quotes only where needed.
  case csv
  /// Tab-separated values, one line a row, with `\t`, `\n`, `\r`, `\\` and `\"` as escapes.
  case tsv
  /// One JSON array, one object a line.
  case json
  /// One JSON object a line, without an array around them.
  case jsonl
  /// A table of GitHub's Markdown.
  case markdown
  /// A complete HTML page with one table, which needs no other file.
  case html

  /// The format that the ending of a file's name asks for, in either case of letters.
  ///
  /// `.csv`, `.tsv` and `.tab`, `.json`, `.jsonl` and `.ndjson`, `.md` and `.markdown`, `.html` and `.htm`,
  /// `.txt` for a table; nil for any other ending or none.
  public init?(fileName: String) {
    let base = fileName.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = base.lastIndex(of: ".") else { return nil }
    switch base[base.index(after: dot)...].lowercased() {
    case "txt": self = .table
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "md", "markdown": self = .markdown
    case "html", "htm": self = .html
    default: return nil
    }
  }

  /// The media type with its character set, as an HTTP answer names it.
  public var mediaType: String {
    switch self {
    case .table: "text/plain; charset=utf-8"
    case .csv: "text/csv; charset=utf-8; header=present"
    case .tsv: "text/tab-separated-values; charset=utf-8"
    case .json: "application/json"
    case .jsonl: "application/jsonl"
    case .markdown: "text/markdown; charset=utf-8; variant=GFM"
    case .html: "text/html; charset=utf-8"
    }
  }
}
