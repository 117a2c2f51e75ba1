/// How a report is written, beside its format.
public struct ReportOptions: Hashable, Sendable {
  /// Columns of the terminal that a table is cut to; nil: nothing is cut.
  public var width: Int?
  /// Whether a table may use escape sequences for bold type.
  public var color: Bool
  /// The caption and title of an HTML page; the other formats leave it out.
  public var title: String?
  /// Whether CSV and TSV are meant for a spreadsheet: a byte-order mark first, and a `'` before every text
  /// that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, so that it is not taken for a
  /// formula.
  ///
  /// Without it both formats are exact.
  public var excel: Bool
  /// The byte between the fields of CSV; one that cannot be (a quote, a line break, not ASCII) counts as a
  /// comma.
  public var delimiter: UInt8
  /// How many columns were left out of a table before it was made: its last line counts them as hidden.
  public var hiddenColumns: Int

  /// Options; those left out give a plain, exact report.
  public init(
    width: Int? = nil, color: Bool = false, title: String? = nil, excel: Bool = false,
    delimiter: UInt8 = UInt8(ascii: ","), hiddenColumns: Int = 0
  ) {
    self.width = width
    self.color = color
    self.title = title
    self.excel = excel
    self.delimiter = delimiter
    self.hiddenColumns = hiddenColumns
  }
}
